"""What Alembic calls on PostgreSQL, in place of its own implementation."""
from alembic.ddl import postgresql

from ...upgrade.guarded import Guarded


class PostgresqlImpl(Guarded, postgresql.PostgresqlImpl):
    """PostgreSQL's."""

    __dialect__ = 'postgresql'

    def guard(self, context):
        from .locks import guard
        guard(self.connection, context)

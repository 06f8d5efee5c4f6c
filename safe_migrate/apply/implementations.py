"""Takes the place of Alembic's implementations for SQLite, MySQL and MariaDB.

What a command that changes nothing does not need is imported when it is needed.
"""
from alembic.ddl import mysql, sqlite

from ..autogenerate.expressions import ExactExpressions
from .run import running


class SQLiteImpl(ExactExpressions, sqlite.SQLiteImpl):
    """SQLite's. `transactional_ddl` is always False, so that Alembic leaves the transaction to us."""

    __dialect__ = 'sqlite'

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.transactional_ddl = False

    def start_migrations(self):
        """Alembic calls it on the connection of the migration, before it reads the current revision."""
        super().start_migrations()
        context = running(self)
        if context:
            from .sqlite import guard
            guard(self.connection, context)


class MySQLImpl(ExactExpressions, mysql.MySQLImpl):
    """MySQL's and MariaDB's."""

    __dialect__ = 'mysql'

    def start_migrations(self):
        """Alembic calls it on the connection of the migration, before it reads the current revision."""
        super().start_migrations()
        context = running(self)
        if context:
            from .mysql import guard
            guard(self.connection, context)


if hasattr(mysql, 'MariaDBImpl'):  # from Alembic 1.5 on, for a `mariadb://` address
    class MariaDBImpl(MySQLImpl):
        """MariaDB's, where SQLAlchemy has a dialect of its own for it."""

        __dialect__ = 'mariadb'

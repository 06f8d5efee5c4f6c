"""What Alembic calls on MySQL and MariaDB, in place of its own implementations."""
from alembic.ddl import mysql
from sqlalchemy.engine import Connection

from ...upgrade.guarded import Guarded


class MySQLImpl(Guarded, mysql.MySQLImpl):
    """MySQL's and MariaDB's."""

    __dialect__ = 'mysql'

    def guard(self, context):
        from .locks import guard
        guard(self.connection, context)

    def alter_column(self, table_name, column_name, schema=None, **options):
        """What the call does not name of a column stays as it is; see restated.py."""
        if isinstance(self.connection, Connection):  # with --sql it is one that only writes statements
            from .restated import completed
            options = completed(self.connection, table_name, column_name, schema, options)
        super().alter_column(table_name, column_name, schema=schema, **options)


if hasattr(mysql, 'MariaDBImpl'):  # from Alembic 1.5 on, for a `mariadb://` address
    class MariaDBImpl(MySQLImpl):
        """MariaDB's, where SQLAlchemy has a dialect of its own for it."""

        __dialect__ = 'mariadb'

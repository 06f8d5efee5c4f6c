"""MySQL and MariaDB."""
from .database import Database

MANY = 1000000  # rows, of which counting takes more than a moment
TABLES = 'SELECT table_name, data_length + index_length, table_rows FROM information_schema.tables WHERE table_schema = %s'


class MySQL(Database):
    """What is particular to MySQL and MariaDB."""

    port = 3306

    def tables(self, connection):
        return [tuple(row) for row in connection.execute(TABLES, (self.url.database,))]

    def sizes(self, connection):
        return {name: size for name, size, _ in self.tables(connection) if size is not None}

    def estimated_rows(self, connection):
        return {name: rows for name, _, rows in self.tables(connection) if rows and rows > MANY}

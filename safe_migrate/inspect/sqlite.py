"""SQLite."""
import os

from sqlalchemy.exc import DatabaseError

from .database import Database

SIZES = ('SELECT m.tbl_name, SUM(s.pgsize) FROM sqlite_master m JOIN dbstat s ON s.name = m.name GROUP BY m.tbl_name')


class SQLite(Database):
    """What is particular to SQLite."""

    def jdbc(self):
        return 'jdbc:sqlite:%s' % os.path.abspath(self.url.database or ':memory:')

    def sizes(self, connection):
        """:source: https://www.sqlite.org/dbstat.html, which not every build of SQLite has"""
        try:
            return {name: size for name, size in connection.execute(SIZES)}
        except DatabaseError:
            return {}

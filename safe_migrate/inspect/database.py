"""What is particular to a database, behind one interface: a subclass for each, in a file of its own.

This one is for a database that has no file.
"""
from urllib.parse import quote


def database_of(url):
    """What is particular to the database of an address.

    :param url: SQLAlchemy's URL
    :returns: a `Database`
    """
    from .mysql import MySQL
    from .sqlite import SQLite
    kinds = {'mysql': MySQL, 'mariadb': MySQL, 'sqlite': SQLite}
    return kinds.get(url.get_backend_name(), Database)(url)


class Database:
    """A database of which nothing particular is known.

    :param url: SQLAlchemy's URL
    """

    port = 5432

    def __init__(self, url):
        self.url = url

    def jdbc(self):
        """The address as PyCharm, DataGrip and DBeaver take it, without password."""
        user = '?user=%s' % quote(self.url.username, safe='') if self.url.username else ''
        return 'jdbc:%s://%s:%d/%s%s' % (self.url.get_backend_name(), self.url.host or 'localhost',
                                         self.url.port or self.port, self.url.database or '', user)

    def sizes(self, connection):
        """What the tables take on the disk with their indexes: bytes by name; those are left out that cannot be told."""
        return {}

    def estimated_rows(self, connection):
        """About how many rows the tables have, by name, where counting them would take long."""
        return {}

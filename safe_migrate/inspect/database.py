"""What is particular to a database, behind one interface: a subclass for each, in a file of its own.

This one is for a database that has no file.
"""
from urllib.parse import quote

from ..compat.postgres_address import backend_of
from ..explain import no_shadow
from ..language import _


def database_of(url):
    """What is particular to the database of an address.

    :param url: SQLAlchemy's URL
    :returns: a `Database`
    """
    from .mysql import MySQL
    from .postgresql import PostgreSQL
    from .sqlite import SQLite
    kinds = {'mysql': MySQL, 'mariadb': MySQL, 'sqlite': SQLite, 'postgresql': PostgreSQL}
    return kinds.get(backend_of(url), Database)(url)


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
        return 'jdbc:%s://%s:%d/%s%s' % (backend_of(self.url), self.url.host or 'localhost',
                                         self.url.port or self.port, self.url.database or '', user)

    def sizes(self, connection):
        """What the tables take on the disk with their indexes: bytes by name; those are left out that cannot be told."""
        return {}

    def estimated_rows(self, connection):
        """About how many rows the tables have, by name, where counting them would take long."""
        return {}

    def take_any_text(self, connection):
        """Let text that is not in the encoding of the database be read, with a mark for each byte that is none."""

    # A throw-away database in its place

    def shadow_name(self, suffix):
        """The name of a throw-away database of our own."""
        return '%s_shadow_%s' % (self.url.database, suffix)

    def with_name(self, url, name):
        """The address with another database."""
        if hasattr(url, 'set'):  # from SQLAlchemy 1.4 on an address cannot be changed
            return url.set(database=name)
        return type(url)(url.drivername, url.username, url.password, url.host, url.port, name, dict(url.query))

    def make_shadow(self, connection, name, made):
        """Make a throw-away database, or see that the one that the user has named is there and empty.

        :param connection: to the real one
        :param made: whether it is of our own
        :raises UserError: where it cannot be used
        """
        raise no_shadow(name, _('that is done for MySQL, MariaDB and SQLite alone.'))

    def drop_shadow(self, connection, name, made):
        """Remove what `make_shadow` has made; one that the user has named is emptied."""

    def script(self, connection, name):
        """The statements that build the structure of the connection's database, and its revision, in another one.

        :param name: of the other one
        """
        return []

    def clear(self, connection):
        """Remove every table of a throw-away database."""

    def replay(self, connection, script):
        """Run the statements of `script`."""
        for statement in script:
            execute(connection, statement)

    def build_anew(self, connection, tables):
        """Let tables without rows be as if they had been made as they are, where they remember what they were."""

    def structure(self, connection):
        """The lines of each table's definition, as a set, by the table's name."""
        return {}


def execute(connection, statement):
    """Run a statement as it stands, in which a percent sign is one, and let it last."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statement)
        connection.connection.commit()
    finally:
        cursor.close()


def literal(text):
    """A text as it stands in SQL."""
    return 'NULL' if text is None else "'%s'" % text.replace("'", "''")

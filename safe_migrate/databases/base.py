"""What is particular to a database, behind one interface: a subclass for each, in a folder of its own.

The one here is for a database that has none: each method has the answer with which nothing is promised and nothing is lost.
"""
import contextlib
from typing import Any, Callable, Dict, Iterable, List, NamedTuple, Optional
from urllib.parse import quote

from sqlalchemy import inspect

from ..compat.dialects import backend_of
from ..messages import no_shadow
from ..translation.language import _


class Finding(NamedTuple):
    """What `db doctor` finds."""

    what: str  # is wrong, in a sentence
    cure: str  # what to type or to change


class Database:
    """A database of which nothing particular is known.

    :param url: SQLAlchemy's URL
    """

    port = 5432
    is_a_file = False  # and not on a server
    has_schemas = True  # in which other tables may be
    stops_at_an_error = False  # whether a transaction takes nothing more after one
    replacing = 'INSERT'  # the verb that writes a row anew; `REPLACE`, where one that is there goes for it
    resumes = False  # whether an interrupted upgrade goes on behind its last statement, and not from the first

    def __init__(self, url):
        self.url = url

    # Its address

    def place(self) -> Optional[tuple]:
        """Where the address leads to, however it is spelled; None where that cannot be told."""
        host = {'localhost': '127.0.0.1', None: '127.0.0.1'}.get(self.url.host, self.url.host)
        return backend_of(self.url), host, self.url.port or self.port, self.url.database, self.url.query.get('unix_socket')

    def shown(self) -> str:
        """The address as it may be printed: without password, and without what may hold one."""
        user = '%s@' % self.url.username if self.url.username else ''
        port = ':%d' % self.url.port if self.url.port else ''
        return '%s://%s%s%s/%s' % (self.url.drivername, user, self.url.host or 'localhost', port, self.url.database or '')

    def own_schemas(self) -> tuple:
        """The names under which the schema of the connection may be called; None where it is not."""
        return None, self.url.database

    def jdbc(self) -> str:
        """The address as PyCharm, DataGrip and DBeaver take it, without password."""
        user = '?user=%s' % quote(self.url.username, safe='') if self.url.username else ''
        return 'jdbc:%s://%s:%d/%s%s' % (backend_of(self.url), self.url.host or 'localhost',
                                         self.url.port or self.port, self.url.database or '', user)

    # What is compared

    @contextlib.contextmanager
    def leaving_no_lock(self, connection):
        """Within, what is read is held no longer than that, so that somebody may be asked about it; it needs nothing where a
        read holds no table by itself."""
        yield

    # What is kept and looked for in it

    def store(self, connection):
        """:returns: a `bin.store.Store`; None where there is no bin"""
        return None

    def no_bin(self) -> Optional[str]:
        """:returns: what is said of a database that is known to have no bin, or None"""
        return None

    def health_rules(self) -> tuple:
        """What `db doctor` looks for: functions that take a connection and yield a `Finding`."""
        return ()

    def needs_cryptography(self, connection) -> bool:
        """Whether the server may ask for a login that its driver cannot do without the package cryptography."""
        return False

    def baseline_by_hand(self) -> Optional[list]:
        """:returns: the lines that say how to begin with a database that is there, where it cannot be done for the user"""
        return None

    # A comparison with the models

    def autogenerate(self) -> Optional[Any]:
        """:returns: the `autogenerate.interface.Autogenerate` of a database that says itself what a model means, or None"""
        return None

    def complete(self, autogen_context, upgrade_ops):
        """Mend what a comparison has found and the database does not take as it is."""

    # An upgrade that runs

    def share(self, connection) -> Optional[Callable[[], str]]:
        """:returns: a function that says how much of its statement a connection has done, or None"""
        return None

    def took_effect(self, connection, row) -> Optional[bool]:
        """Whether a statement of an interrupted revision did.

        :param row: its row of the journal
        :returns: None where that cannot be told
        """
        return None

    def halfway(self, engine, config):
        """What was interrupted in the database, for a plan on a copy of its structure.

        :returns: a `checks.halfway.Halfway`, or None
        """
        return None

    # A plan

    def recorder(self) -> Optional[type]:
        """:returns: the class that takes down the statements of a revision, see `checks.recorder.Recorder`; None where no
        throw-away database is made"""
        return None

    def histories(self, connection) -> Dict[str, int]:
        """What the tables remember of earlier changes, which a copy of them does not: by name."""
        return {}

    # Its tables

    def table_names(self, connection) -> List[str]:
        """The names of the tables, without those that the database keeps for itself."""
        return sorted(inspect(connection).get_table_names())

    def sizes(self, connection, filled=()) -> Dict[str, int]:
        """What the tables take on the disk with their indexes: bytes by name; those are left out that cannot be told.

        :param filled: pairs of tables and the rows that they are known to have, which a server may not have counted yet
        """
        return {}

    def estimated_rows(self, connection) -> Dict[str, int]:
        """About how many rows the tables have, by name, where counting them would take long."""
        return {}

    def types(self, connection, table) -> Dict[str, str]:
        """The types of a table's columns as the database itself writes them, by name; those that are left out are as
        SQLAlchemy writes them."""
        return {}

    def take_any_text(self, connection):
        """Let text that is not in the encoding of the database be read, with a mark for each byte that is none."""

    # A throw-away database in its place

    def shadow_name(self, suffix) -> str:
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

    def script(self, connection, name) -> Iterable[str]:
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

    def structure(self, connection) -> Dict[str, set]:
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

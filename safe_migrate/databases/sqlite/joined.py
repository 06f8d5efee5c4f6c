"""SQLite's connections that have joined: each begins and commits as the module `sqlite3` would have it do."""
import os
import sqlite3

from ...upgrade.joined import Joined, Joining

DATA = {'INSERT', 'UPDATE', 'DELETE', 'REPLACE'}


class JoinedSQLite(Joined):
    """A connection of `sqlite3`. It begins a transaction by itself before the first statement that writes rows, unless its
    `isolation_level` is None; DDL is committed at once where none has begun.

    :source: https://docs.python.org/3/library/sqlite3.html#transaction-control-via-the-isolation-level-attribute
    """

    OWN = Joined.OWN + ('isolation', 'row_factory')

    def __init__(self, joining, behind):
        super().__init__(joining, behind)
        self.isolation, self.row_factory = behind.isolation_level, behind.row_factory

    @property
    def isolation_level(self):
        return self.behind.isolation_level if self.is_parted else self.isolation

    @isolation_level.setter
    def isolation_level(self, value):
        if self.is_parted:
            self.behind.isolation_level = value
        elif value is None:
            self.commit()
        self.isolation = value

    @property
    def in_transaction(self):
        return self.behind.in_transaction if self.is_parted else self.unit is not None

    def new_cursor(self, *arguments, **options):
        cursor = self.real.cursor(*arguments, **options)
        cursor.row_factory = self.row_factory
        return cursor

    def parts(self, cursor, statement, *arguments, **options):
        return [(statement, arguments, options)]

    def execute(self, *arguments):
        return self.cursor().execute(*arguments)

    def executemany(self, *arguments):
        return self.cursor().executemany(*arguments)

    def executescript(self, script):
        return self.cursor().executescript(script)

    def script(self, script):
        self.commit()
        cursor = self.cursor()
        for statement in statements_of(script):
            cursor.execute(statement)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_error):
        (self.rollback if kind else self.commit)()


def statements_of(script):
    """The statements of a script; a semicolon in a trigger ends none."""
    text = ''
    for piece in script.split(';'):
        text += piece + ';'
        if sqlite3.complete_statement(text):
            if text.strip(' \t\r\n;'):
                yield text.strip()
            text = ''
    if text.strip(' \t\r\n;'):
        yield text.strip().rstrip(';')


class JoiningSQLite(Joining):
    """SQLite's savepoints may be within one another without end."""

    kind = JoinedSQLite

    def module_of(self, dialect):
        """SQLAlchemy takes `sqlite3.dbapi2`, people `sqlite3`."""
        return sqlite3

    def leads_here(self, raw):
        """In memory, each connection has a database of its own."""
        here, there = path_of(self.raw), path_of(raw)
        return bool(here and there) and os.path.samefile(here, there)

    def controls(self, joined, statement):
        """Whether a statement is about the transaction; then it is done here."""
        first = statement.first
        if first == 'BEGIN':
            if joined.unit:
                raise sqlite3.OperationalError('cannot start a transaction within a transaction')
            self.begin(joined)
        elif first in ('COMMIT', 'END') or first == 'ROLLBACK' and statement.ends_transaction:
            if not joined.unit:
                raise sqlite3.OperationalError('cannot %s - no transaction is active' % first.lower())
            (self.roll_back if first == 'ROLLBACK' else self.commit)(joined)
        else:
            return False
        return True

    def is_had_already(self, text):
        """SQLAlchemy advises to say BEGIN whenever it begins a transaction, as Alembic has it do for its version table.

        :source: https://docs.sqlalchemy.org/en/14/dialects/sqlite.html#pysqlite-serializable
        """
        return not self.inside and self.read(text).first == 'BEGIN' and self.raw.in_transaction

    def opens_unit(self, joined, statement):
        return statement.first == 'SAVEPOINT' or statement.first in DATA and joined.isolation is not None

    def commits(self, statement):
        """DDL is part of the transaction."""
        return False

    def changes(self, statement):
        return statement.kind != 'read'

    def savepoint(self):
        return self.next_savepoint()

    def release(self, savepoint):
        self.do('RELEASE ' + savepoint)

    def undo(self, savepoint):
        self.do('ROLLBACK TO ' + savepoint)
        self.do('RELEASE ' + savepoint)

    def give_identifier(self, identifier):
        """SQLite gives the same one again."""

    def see_error(self, error):
        """Some errors end the whole transaction, such as that of a full disk or of `RAISE(ROLLBACK, ...)`."""
        if not self.raw.in_transaction:
            self.lost = str(error)


def path_of(raw):
    """The file of a connection's database; an empty text of one in memory."""
    return next(row[2] for row in raw.execute('PRAGMA database_list').fetchall() if row[1] == 'main')

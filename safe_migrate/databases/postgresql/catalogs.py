"""Queries on the driver's own connection: SQLAlchemy 1.3 would commit behind what looks like DDL."""
import contextlib
import re

from sqlalchemy.dialects.postgresql.base import RESERVED_WORDS
from sqlalchemy.exc import DBAPIError

IDLE = 0  # psycopg2.extensions.TRANSACTION_STATUS_IDLE
BEGUN = 2  # psycopg2.extensions.STATUS_BEGIN: it takes a transaction for begun, be it that the revision has ended it
SAVEPOINT = '_safe_migrate_try'


class Catalogs:
    """The server's catalogs, asked in the transaction that is open.

    :param connection: SQLAlchemy's
    """

    def __init__(self, connection):
        self.connection, self.dialect = connection, connection.dialect
        self.version = connection.dialect.server_version_info

    def rows(self, query, *arguments):
        """:returns: a list of tuples"""
        with self.cursor(query) as cursor:
            cursor.execute(query, *([arguments] if arguments else []))  # pg8000 takes no None
            return [tuple(row) for row in cursor.fetchall()]

    def run(self, statement):
        """Run a statement as it stands."""
        with self.cursor(statement) as cursor:
            cursor.execute(statement)

    @contextlib.contextmanager
    def cursor(self, statement):
        error_class = self.dialect.dbapi.Error
        with contextlib.closing(self.connection.connection.cursor()) as cursor:
            try:
                yield cursor
            except error_class as error:
                raise DBAPIError.instance(statement, None, error, error_class) from error

    @contextlib.contextmanager
    def tried(self):
        """Within, nothing is done for good; an error within leaves the transaction as it was."""
        begin, end = ('BEGIN', ['ROLLBACK']) if self.commits_each() else (
            'SAVEPOINT ' + SAVEPOINT, ['ROLLBACK TO SAVEPOINT ' + SAVEPOINT, 'RELEASE SAVEPOINT ' + SAVEPOINT])
        self.run(begin)
        try:
            yield
        except BaseException:
            with contextlib.suppress(DBAPIError, self.dialect.dbapi.Error):  # which would hide why it failed
                self.end(end)
            raise
        self.end(end)

    def end(self, statements):
        for statement in statements:
            self.run(statement)

    def commits_each(self):
        return commits_each(self.connection.connection.connection)


def commits_each(raw):
    """Whether what a connection does now is committed at once: by its driver (`isolation_level='AUTOCOMMIT'`), or since the
    revision's own COMMIT.

    :param raw: the driver's
    """
    if not hasattr(raw, 'get_transaction_status'):
        return bool(getattr(raw, 'autocommit', False))
    return raw.get_transaction_status() == IDLE and (raw.autocommit or raw.status == BEGUN)


def code_of(error):
    """The SQLSTATE of an error of psycopg2 or pg8000; None of another."""
    told = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
    return getattr(error, 'pgcode', None) or told.get('C')


def quoted(name):
    """A name as it is written in SQL, in quotation marks where it needs them."""
    plain = re.match(r'[a-z_][a-z0-9_]*$', name) and name not in RESERVED_WORDS
    return name if plain else '"%s"' % name.replace('"', '""')


def path(schema, name):
    """A name with its schema in front, where it has one."""
    return '.'.join(quoted(part) for part in (schema, name) if part)


def string(text):
    """A text as it stands in SQL, whatever `standard_conforming_strings` is."""
    return ("E'%s'" if '\\' in text else "'%s'") % text.replace('\\', '\\\\').replace("'", "''")

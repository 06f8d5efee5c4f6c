"""PostgreSQL's connections that have joined: each commits by a savepoint, in the one transaction that there is."""
import contextlib
import functools
import re
import sys

from ...messages.upgrade import transaction_lost
from ...sql import DATA, POSTGRESQL, READ, parse
from ...sql.calls import called, has_into
from ...upgrade import version_table
from ...upgrade.joined import Joined, Joining, listed
from .catalogs import IDLE, commits_each

IN_TRANSACTION, IN_ERROR = 2, 3  # what `get_transaction_status` of psycopg2 answers
NAMES = ('host', 'port', 'dbname', 'user', 'options')
# source: https://www.postgresql.org/docs/current/xfunc-volatility.html
VOLATILE = "SELECT DISTINCT proname::text FROM pg_proc WHERE provolatile = 'v' AND proname IN "
SETTINGS = "SELECT current_setting('search_path'), current_setting('role')"
SET = "SELECT set_config('search_path', %s, false), set_config('role', %s, false)"
# What reads rows or writes new values into them, and is one statement: it is not parsed, as there may be many of it.
PLAIN = re.compile(r"""\s*(SELECT|INSERT|UPDATE)\b(?:[^;'"\\$/-]|'[^'\\]*'|"[^"]*"|/(?!\*)|-(?!-))*\Z""", re.IGNORECASE)
LONG = 10000  # characters: what there is many of is shorter, and a pattern takes a hundred bytes for each


class Plain:
    """A statement that only reads rows or writes values, of which nothing else is asked."""

    ends_transaction = is_temporary = refuses_transaction = False

    def __init__(self, text, first):
        self.text, self.first, self.kind = text, first, READ if first == 'SELECT' else DATA

    def redacted(self):
        return parse(self.text, POSTGRESQL).redacted()


class JoinedPostgreSQL(Joined):
    """A connection of psycopg2, or of another driver, whose cursors are then stand-ins."""

    OWN = Joined.OWN + ('has_failed', 'settings')

    def __init__(self, joining, behind):
        super().__init__(joining, behind)
        self.has_failed = False  # whether a statement of it has, and it has not rolled that back
        self.settings = None  # the schemas and the role that it has set, which are nobody else's

    @property
    def __class__(self):
        """What is asked whether it is a connection of psycopg2's hears that it is."""
        return type(self.behind)

    @property
    def is_own(self):
        return self.behind is self.joining.raw

    @property
    def is_apart(self):
        """Whether it commits each statement by itself, and so takes no part in a transaction."""
        return not self.is_own and bool(getattr(self.behind, 'autocommit', False))

    @property
    def real(self):
        return self.behind if self.is_parted or self.is_apart else self.joining.raw

    def __getattr__(self, name):
        return getattr(self.behind, name)

    def __setattr__(self, name, value):
        if name in self.OWN:
            object.__setattr__(self, name, value)
        else:
            setattr(self.behind, name, value)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_error):
        (self.rollback if kind else self.commit)()

    def new_cursor(self, *arguments, **options):
        return self.real.cursor(*arguments, **options)

    def cursor(self, *arguments, **options):
        if self.is_parted:
            return self.behind.cursor(*arguments, **options)
        if not hasattr(self.behind, 'cursor_factory'):
            return super().cursor(*arguments, **options)
        from psycopg2.extensions import cursor
        options.update(zip(('name', 'cursor_factory', 'scrollable', 'withhold'), arguments))
        factory = options.pop('cursor_factory', None) or self.behind.cursor_factory or cursor
        made = self.real.cursor(cursor_factory=told_of(factory), **options)
        made.joined = self
        return made

    def parts(self, cursor, statement, *arguments, **options):
        return [(statement, arguments, options)]

    def commit(self):
        if self.is_own:
            self.joining.commit_all()
        elif self.is_parted or self.is_apart:
            self.behind.commit()
        else:
            super().commit()

    def rollback(self):
        self.has_failed = False
        if self.is_own:
            self.joining.roll_back_all()
        elif self.is_parted or self.is_apart:
            self.behind.rollback()
        else:
            super().rollback()


class JoiningPostgreSQL(Joining):
    """Alembic begins the transaction and commits it. DDL is part of it, and an error ends it but for a savepoint."""

    kind = JoinedPostgreSQL
    keeps_the_transaction = False
    sender = None  # whose statement runs

    def __init__(self, connection, executor, syntax):
        super().__init__(connection, executor, syntax)
        self.volatile = {}  # by the name of a function: whether it is
        self.before = None  # the migration's own settings, where another connection has had its own

    def module_of(self, dialect):
        return dialect.dbapi

    @contextlib.contextmanager
    def driver_joins(self):
        """Within, what of psycopg2 is written in C, and takes a connection of its own alone, takes one that has joined."""
        with super().driver_joins(), contextlib.ExitStack() as stack:
            for owner, name in written_in_c() if self.driver.__name__ == 'psycopg2' else ():
                stack.callback(setattr, owner, name, getattr(owner, name))
                setattr(owner, name, taking_joined(getattr(owner, name)))
            yield

    def leads_here(self, raw):
        told = [getattr(one, 'get_dsn_parameters', dict)() for one in (raw, self.raw)]
        return bool(told[0]) and all((told[0].get(name) or '') == (told[1].get(name) or '') for name in NAMES)

    def read(self, text):
        plain = PLAIN.match(text) if len(text) < LONG else None
        statement = Plain(text, plain.group(1).upper()) if plain else parse(text, POSTGRESQL)
        if statement.first == 'EXECUTE':
            statement.kind = DATA  # what was prepared may write rows
        if statement.kind != READ:
            self.volatile = self.volatile if plain else {}
        elif statement.first != 'SHOW' and (has_into(text) or self.calls_volatile(called(text))):
            statement.kind = DATA
        return statement

    def calls_volatile(self, names):
        """Whether one of these is a function that may change rows, as the catalog has it; asked once after each DDL."""
        unknown = [name for name in names if name not in self.volatile]
        if unknown and not self.is_failed():
            with contextlib.closing(self.raw.cursor()) as cursor:
                cursor.execute(VOLATILE + '(%s)' % ', '.join(['%s'] * len(unknown)), unknown)
                found = {name for name, in cursor.fetchall()}
            self.volatile.update((name, name in found) for name in unknown)
        return any(self.volatile.get(name) for name in names)

    def run(self, joined, cursor, text, execute, again):
        if version_table.is_writing():
            return execute()
        if self.inside and not self.busy and not joined.is_parted:
            self.free_from(joined)
            self.sender = joined
            with self.settings_of(joined, text):
                return super().run(joined, cursor, text, execute, again)
        return super().run(joined, cursor, text, execute, again)

    @contextlib.contextmanager
    def settings_of(self, joined, text):
        """Within, a statement finds the schemas and the role that its own connection has set."""
        is_set = text[:LONG].lstrip()[:5].upper() in ('SET S', 'SET R', 'RESET')
        if joined.is_own and is_set:
            self.before = None
        if joined.is_own or joined.is_apart or self.is_failed() or not (is_set or joined.settings):
            yield
            return
        with contextlib.closing(self.raw.cursor()) as cursor:
            cursor.execute(SETTINGS)
            self.before = cursor.fetchone()
        self.set(joined.settings)
        try:
            yield
        finally:
            if not self.is_failed():
                with contextlib.closing(self.raw.cursor()) as cursor:
                    cursor.execute(SETTINGS)
                    joined.settings = cursor.fetchone()
                self.set(self.before)

    def set(self, settings):
        if settings:
            with contextlib.closing(self.raw.cursor()) as cursor:
                cursor.execute(SET, settings)

    def free_from(self, sender):
        """What has failed for another connection stands in nobody else's way."""
        for _pooled, joined in self.joined:
            if joined is not sender and joined.has_failed and joined.unit:
                joined.rollback()

    def run_in_unit(self, joined, cursor, statement, execute, again):
        reads = not joined.is_own and joined.unit is None and statement.kind == READ
        if not reads or self.commits_each(joined):
            return super().run_in_unit(joined, cursor, statement, execute, again)
        savepoint = self.savepoint()
        try:
            answer = super().run_in_unit(joined, cursor, statement, execute, again)
        except self.error:
            self.undo(savepoint)
            raise
        self.release(savepoint)
        return answer

    def commits_each(self, joined):
        """Whether what a connection does now is committed at once: by its driver, or since the revision's own COMMIT."""
        return joined.is_apart or commits_each(self.raw)

    def controls(self, joined, statement):
        """Whether a statement is about the transaction of another connection than the migration's; then it is done here."""
        if joined.is_own or joined.is_apart:
            return False
        if statement.first in ('BEGIN', 'START'):
            self.begin(joined)
        elif statement.first in ('COMMIT', 'END'):
            joined.commit()
        elif statement.first in ('ROLLBACK', 'ABORT') and statement.ends_transaction:
            joined.rollback()
        else:
            return False
        return True

    def begin(self, joined):
        if joined.unit is None and not self.commits_each(joined):
            super().begin(joined)

    def opens_unit(self, joined, statement):
        return not (joined.is_own or self.commits_each(joined)) and (
            statement.kind != READ and statement.kind != 'session' or statement.first == 'SAVEPOINT')

    def commits(self, statement):
        """DDL is part of the transaction, and a COMMIT is the executor's."""
        return False

    def changes(self, statement):
        return statement.kind != READ

    def commit_all(self):
        """The migration's own connection commits, and with it what the others have done."""
        if self.inside:
            self.quietly(self.executor.committing)
        else:
            self.executor.ending()
        self.raw.commit()
        self.committed()
        self.end_transaction()

    def end_transaction(self):
        """After its end, by the driver; what is asked then begins no other one."""
        if self.inside and self.executor.is_lost:
            self.quietly(self.executor.ended)
            self.raw.rollback()

    def committed(self):
        if self.executor.is_lost:
            return self.forget_units()
        for unit in self.units():
            unit.committed_by = unit.committed_by or 'COMMIT'

    def roll_back_all(self):
        """The migration's own connection rolls back, and with it what the others have done."""
        self.forget_units()
        if self.inside and self.status() != IDLE:
            self.quietly(self.executor.rolling_back)
        self.raw.rollback()
        self.end_transaction()

    def forget_units(self):
        for _pooled, joined in self.joined:
            joined.unit, joined.has_failed = None, False

    def quietly(self, function):
        """Call a function, whose statements are not the revision's."""
        before, self.busy = self.busy, True
        try:
            function()
        finally:
            self.busy = before

    def status(self):
        return getattr(self.raw, 'get_transaction_status', lambda: IN_TRANSACTION)()

    def is_failed(self):
        """Whether there is a transaction that has failed, in which no statement can run."""
        return self.status() == IN_ERROR

    def savepoint(self):
        return self.next_savepoint()

    def release(self, savepoint):
        self.do('RELEASE SAVEPOINT ' + savepoint)

    def undo(self, savepoint):
        self.do('ROLLBACK TO SAVEPOINT ' + savepoint)
        self.release(savepoint)
        self.set(self.before)  # which were another connection's when it began

    def give_identifier(self, identifier):
        """A sequence goes on, as it does in a transaction that is rolled back."""

    def see_error(self, error):
        self.sender.has_failed = True

    def commit(self, joined):
        if joined.unit and joined.unit.committed_by:  # and its savepoint is gone
            joined.unit = None
        super().commit(joined)

    def roll_back(self, joined):
        if joined.unit and not joined.unit.committed_by and self.commits_each(joined):
            joined.unit = None  # the transaction has ended meanwhile
        super().roll_back(joined)


@functools.lru_cache(maxsize=None)
def told_of(factory):
    """A class of psycopg2's cursors, each of which has `joined`, the `JoinedPostgreSQL` that its statements come from.

    :param factory: the class that it is made of
    """
    class Cursor(factory):
        joined, changed = None, None

        @property
        def rowcount(self):
            """How many rows a statement has changed, also where that is answered and not done again."""
            return factory.rowcount.__get__(self) if self.changed is None else self.changed

        def run(self, text, execute, again):
            self.changed = None
            return self.joined.joining.run(self.joined, self, text, execute, again)

        def new(self):
            """Another cursor, on which a statement is done again."""
            return self.connection.cursor(cursor_factory=factory)

        def execute(self, query, *arguments, **options):
            return self.run(text_of(query, self), lambda: factory.execute(self, query, *arguments, **options),
                            lambda _identifier: self.new().execute(query, *arguments, **options))

        def executemany(self, query, *arguments, **options):
            arguments = [listed(one) for one in arguments]
            return self.run(text_of(query, self), lambda: factory.executemany(self, query, *arguments, **options),
                            lambda _identifier: self.new().executemany(query, *arguments, **options))

        def callproc(self, name, *arguments):
            return self.run('SELECT * FROM %s()' % name, lambda: factory.callproc(self, name, *arguments),
                            lambda _identifier: self.new().callproc(name, *arguments))

        def copy_expert(self, query, *arguments, **options):
            return self.run(text_of(query, self), lambda: factory.copy_expert(self, query, *arguments, **options),
                            read_once)

        def copy_from(self, file, table, *arguments, **options):
            return self.run('COPY %s FROM STDIN' % table,
                            lambda: factory.copy_from(self, file, table, *arguments, **options), read_once)

        def plainly(self, query, *arguments):
            """Past whoever listens."""
            factory.execute(self, query, *arguments)
    return Cursor


def written_in_c():
    """Pairs of a class or module and the name of its function, which takes no other connection than psycopg2's."""
    from psycopg2 import extensions, sql
    modules = [module for name, module in list(sys.modules.items()) if name.split('.')[0] == 'psycopg2']
    parts = (sql.Composed, sql.SQL, sql.Identifier, sql.Literal, sql.Placeholder)
    return [(part, 'as_string') for part in parts] + [
        (module, name) for name in ('quote_ident', 'register_type') for module in modules
        if getattr(module, name, None) is getattr(extensions, name)]


def taking_joined(function):
    """A function that is given a connection that has joined gets the one that does its work."""
    @functools.wraps(function)
    def taking(*arguments, **options):
        arguments = [one.real if issubclass(type(one), JoinedPostgreSQL) else one for one in arguments]
        return function(*arguments, **options)
    return taking


def read_once(_identifier):
    """A COPY whose file is read to its end cannot be done again.

    :raises UserError: always
    """
    raise transaction_lost('COPY')


def text_of(query, cursor):
    """A statement as text: the driver takes bytes and its own `sql.SQL`, too."""
    if isinstance(query, bytes):
        return query.decode('utf-8', 'replace')
    return query.as_string(cursor) if hasattr(query, 'as_string') else str(query)

"""While a revision runs, all of its connections are one: whatever leads to the database that is being migrated joins.

A revision does not work through `op` alone: it asks `db.session`, begins a transaction on `db.engine`, makes its own
engine. Each of these would be another connection, which neither sees what the migration's has not committed nor may write
where that has written. So while the function of a revision runs, a connection that its thread takes out of any pool, and
that leads to the same database, is answered for by a `Joined`: its cursors are those of the migration's connection, and its
commits and rollbacks are those of a savepoint. The pool's own connection waits behind it, untouched, and is what the pool
gets back.

The migration's connection is itself behind a `Joined`, so that each statement comes this way, whoever sends it and however,
and a COMMIT of a revision's own commits nothing before its time. What is done with a statement, an `Executor` says: see
`WholeTransaction` of SQLite and `Resumable` of MySQL.
"""
import contextlib
import functools
import sys
import threading
import weakref

from ..messages import UserError
from ..messages import upgrade as explain
from ..sql import READ, parse
from . import pooled as out_of_pools


class Unit:
    """What a `Joined` has done and not yet committed.

    :ivar savepoint: what it is rolled back to; None where the transaction began with it
    :ivar others: functions that do again what others have done since, who have committed
    :ivar rows: of the journal, those that were noted since
    :ivar committed_by: the statement that committed it before its time; None where it can still be rolled back
    """

    def __init__(self, savepoint):
        self.savepoint, self.others, self.rows, self.committed_by = savepoint, [], [], None


class Joining:
    """The migration's connection, and those that have joined it. A subclass knows how its database does it.

    :param connection: SQLAlchemy's connection, on which the work is done
    :param executor: `execute(cursor, statement, execute)` runs a statement of the revision's, a `sql.Statement`;
        `undone(rows)` hears of a rollback and of the journal's rows that were noted since, and `again(statement, execute)`
        runs what is to be done again after it; `failed_with(error)` hears of the error that the revision's function ends in
    :param syntax: how the database reads SQL
    """

    def __init__(self, connection, executor, syntax):
        self.executor, self.syntax = executor, syntax
        self.error = connection.dialect.dbapi.Error
        self.driver = self.module_of(connection.dialect)
        self.pooled = connection.connection
        self.raw = self.pooled.connection
        self.thread, self.inside, self.busy, self.lost = threading.get_ident(), False, False, None
        self.attendant, self.joined, self.number = None, [], 0
        self.stand_in = None  # the driver's `connect`, and what stands for it while a revision runs
        self.direct = []  # references to those that a revision has made through the driver itself, and may keep
        self.own = self.sender = self.kind(self, self.raw)
        self.pooled.connection = self.own

    keeps_the_transaction = True  # whether the executor, and not Alembic, begins it and commits it

    # A revision

    @contextlib.contextmanager
    def revision(self):
        """Within, a revision's own function runs, and everything that leads to the database is the same connection."""
        self.inside = True
        out_of_pools.joining.append(self)
        try:
            with self.driver_joins():
                for pooled in list(out_of_pools.threads):
                    self.join(pooled, is_held=True)
                for joined in filter(None, [reference() for reference in self.direct]):
                    joined.is_parted, joined.is_held, joined.unit = False, True, None
                    self.joined.append((lambda: None, joined))
                try:
                    yield
                except Exception as error:
                    self.executor.failed_with(error)
                    raise
            self.see_lost()
            self.settle()
        finally:
            out_of_pools.joining.remove(self)
            self.inside = False
            self.part()

    def join(self, pooled, is_held=False):
        """Let a connection that is out of its pool be the migration's, where it leads there.

        :param is_held: whether it was taken before the revision began, and may have begun a transaction of its own
        """
        raw = pooled.connection
        is_here = out_of_pools.threads.get(pooled) == self.thread
        if raw is None or isinstance(raw, Joined) or not is_here or not self.is_same(raw):
            return
        joined = self.kind(self, raw)
        joined.is_held = is_held and raw is not self.raw
        self.joined.append((weakref.ref(pooled), joined))
        pooled.connection = joined

    @contextlib.contextmanager
    def driver_joins(self):
        """Within, a connection that the revision makes through the driver itself joins; SQLAlchemy's join by their pools."""
        connect = self.driver.connect
        names = [name for name in ('connect', 'Connect', 'Connection') if getattr(self.driver, name, None) is connect]
        for name in names:
            setattr(self.driver, name, self.in_place_of(connect))
        try:
            yield
        finally:
            for name in names:
                setattr(self.driver, name, connect)

    def in_place_of(self, connect):
        """What stands for the driver's `connect`, which may be its class of connections."""
        if self.stand_in is None or self.stand_in[0] is not connect:  # to make a class for each revision takes long
            def joined(*arguments, **options):
                raw = connect(*arguments, **options)
                caller = caller_of_driver()
                if caller.startswith('sqlalchemy.') or threading.get_ident() != self.thread or not self.is_same(raw):
                    return raw
                self.joined.append((lambda: None, self.kind(self, raw)))
                self.direct.append(weakref.ref(self.joined[-1][1]))
                return self.joined[-1][1]
            self.stand_in = connect, class_in_place(connect, joined) if isinstance(connect, type) else joined
        return self.stand_in[1]

    def is_same(self, raw):
        """Whether a connection of a driver leads to the database that is being migrated."""
        if raw is self.raw:
            return True
        try:
            return type(raw) is type(self.raw) and self.leads_here(raw)
        except (self.error, OSError):
            return False

    def settle(self):
        """At the end of a revision: what its connection has done stays, and what another has not committed does not."""
        self.own.unit = None
        for _pooled, joined in reversed(self.joined):
            self.roll_back(joined)

    def part(self):
        """Everyone has his own connection again."""
        for reference, joined in self.joined:
            pooled = reference()
            if pooled is not None and pooled.connection is joined:
                pooled.connection = joined.behind
            joined.is_parted = True
        self.joined = []

    def end(self):
        """The migration is over: its connection is nobody's but its own."""
        if self.pooled.connection is self.own:
            self.pooled.connection = self.raw

    # Statements

    def run(self, joined, cursor, text, execute, again):
        """Run a statement.

        :param joined: who sends it
        :param cursor: the driver's
        :param text: SQL
        :param execute: runs it
        :param again: runs it on another cursor, should it be rolled back with what somebody else has done
        :returns: what `execute` returns
        """
        if not self.inside or self.busy or joined.is_parted:
            return None if joined is self.own and self.is_had_already(text) else execute()
        self.see_lost()
        statement = self.read(text)
        if self.controls(joined, statement):
            return None
        self.busy = True
        try:
            return self.run_in_unit(joined, cursor, statement, execute, again)
        except self.error as error:
            self.attendant.refused(error)
            self.see_error(error)
            raise
        finally:
            self.busy = False

    def is_had_already(self, text):
        """Whether a statement between two revisions asks for the transaction that there is, and is left out."""
        return False

    def read(self, text):
        """What a text says: a `sql.Statement`."""
        return parse(text, self.syntax)

    def run_in_unit(self, joined, cursor, statement, execute, again):
        self.sender = joined
        if self.commits(statement):
            self.commit(joined)
        if joined.unit is None and self.opens_unit(joined, statement):
            self.begin(joined)
        self.attendant.before(statement.text, statement.kind == READ)
        try:
            answer = self.executor.execute(cursor, statement, execute)
        finally:
            self.attendant.after()
        if self.changes(statement) and not self.executor.was_answered:
            for unit in self.units():
                if unit is not joined.unit:
                    unit.others.append(functools.partial(
                        self.run_again, joined, statement, lambda: again(getattr(cursor, 'lastrowid', None))))
        if joined.commits_each:
            self.commit(joined)
        return answer

    def run_again(self, joined, statement, execute):
        """What somebody has done is done again, since it was rolled back with what another had."""
        self.sender = joined
        self.executor.again(statement, execute)

    def units(self):
        """Those that are not committed."""
        return [one.unit for one in [self.own] + [joined for _pooled, joined in self.joined] if one.unit]

    def see_lost(self):
        """
        :raises UserError: where the database has rolled back what was to be committed later
        """
        if self.lost:
            raise explain.transaction_lost(self.lost)

    # Transactions

    def begin(self, joined):
        joined.unit = Unit(self.savepoint())

    def commit(self, joined):
        """What somebody has done is not his to roll back any more; it is committed with the rest."""
        if joined.unit and joined.unit.savepoint:
            self.release(joined.unit.savepoint)
        joined.unit = None

    def roll_back(self, joined):
        """Undo what somebody has done since his last commit, and nothing else.

        :raises UserError: where that cannot be done any more
        """
        unit, joined.unit = joined.unit, None
        if unit is None or self.lost:
            return
        if unit.committed_by:
            if isinstance(sys.exc_info()[1], UserError):  # which says why nothing goes on, and is not to be hidden
                return
            raise explain.not_rolled_back(unit.committed_by)
        self.undo(unit.savepoint)
        self.executor.undone(unit.rows)
        others, self.busy = unit.others, True
        try:
            for again in others:
                again()
        finally:
            self.busy = False
        for other in self.units():
            other.committed_by = other.committed_by or (others and 'ROLLBACK')

    def next_savepoint(self):
        self.number += 1
        name = 'safe_migrate_%d' % self.number
        self.do('SAVEPOINT ' + name)
        return name

    def do(self, statement):
        """Run a statement of our own."""
        cursor = self.raw.cursor()
        try:
            cursor.execute(statement)
        finally:
            cursor.close()


class Joined:
    """A connection of the driver's, as a revision sees it; what is not said here is the migration's connection.

    :ivar behind: the pool's own connection
    :ivar unit: what it has done and not committed, or None
    :ivar commits_each: whether it commits each statement by itself
    :ivar is_held: whether the connection behind it may have begun a transaction, which ends when its owner ends it
    :ivar is_parted: whether the revision is over, so that it is the connection behind it, for whoever has kept it
    """

    OWN = ('joining', 'behind', 'unit', 'commits_each', 'is_held', 'is_parted')

    def __init__(self, joining, behind):
        self.joining, self.behind, self.unit = joining, behind, None
        self.commits_each = self.is_held = self.is_parted = False

    @property
    def real(self):
        """The connection that does the work."""
        return self.behind if self.is_parted else self.joining.raw

    def __getattr__(self, name):
        return getattr(self.real, name)

    def __setattr__(self, name, value):
        if name in self.OWN or isinstance(getattr(type(self), name, None), property):
            object.__setattr__(self, name, value)
        else:
            setattr(self.real, name, value)

    def cursor(self, *arguments, **options):
        return JoinedCursor(self, self.new_cursor(*arguments, **options))

    def commit(self):
        self.joining.commit(self)
        if self.is_held or self.is_parted:
            self.behind.commit()

    def rollback(self):
        self.joining.roll_back(self)
        if self.is_held or self.is_parted:
            self.behind.rollback()

    def begin(self, *arguments):
        if self.is_parted:
            return self.behind.begin(*arguments)
        self.commit()
        self.joining.begin(self)

    def close(self):
        """The migration's stays open."""
        self.joining.roll_back(self)
        if self.behind is not self.joining.raw:
            self.behind.close()


class JoinedCursor:
    """A cursor of the migration's connection, whose statements are the revision's."""

    def __init__(self, joined, cursor):
        object.__setattr__(self, 'joined', joined)
        object.__setattr__(self, 'raw', cursor)
        object.__setattr__(self, 'real', joined.real)

    def __getattr__(self, name):
        return getattr(self.raw, name)

    def __setattr__(self, name, value):
        setattr(self.raw, name, value)

    def __iter__(self):
        return iter(self.raw)

    def __next__(self):
        return next(self.raw)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.raw.close()

    def follow(self):
        """A cursor that was kept is one of the connection that does the work now."""
        if self.real is not self.joined.real:
            object.__setattr__(self, 'real', self.joined.real)
            object.__setattr__(self, 'raw', self.joined.new_cursor())

    def execute(self, statement, *arguments, **options):
        self.follow()
        parts = self.joined.parts(self.raw, statement, *arguments, **options)
        for text, rest, more in parts:
            answer = self.run('execute', text, *rest, **more)
        return self if answer is self.raw else answer

    def executemany(self, statement, *arguments, **options):
        self.follow()
        answer = self.run('executemany', statement, *map(listed, arguments), **options)
        return self if answer is self.raw else answer

    def callproc(self, name, *arguments):
        """A procedure is called with its arguments."""
        self.follow()
        return self.joining.run(self.joined, self.raw, 'CALL %s()' % name, lambda: self.raw.callproc(name, *arguments),
                                lambda _identifier=None: self.joined.new_cursor().callproc(name, *arguments))

    def executescript(self, script):
        """SQLite's: it commits first, and stops at nothing but an error."""
        self.joined.script(script)
        return self

    def run(self, method, statement, *arguments, **options):
        def again(identifier=None):
            joined = self.joined
            joined.joining.give_identifier(identifier)
            getattr(joined.new_cursor(), method)(statement, *arguments, **options)
        text = bytes(statement).decode('utf-8', 'replace') if isinstance(statement, (bytes, bytearray)) else statement
        return self.joined.joining.run(self.joined, self.raw, text,
                                       lambda: getattr(self.raw, method)(statement, *arguments, **options), again)

    @property
    def joining(self):
        return self.joined.joining


def listed(rows):
    """Rows that can be gone through twice."""
    return rows if isinstance(rows, (list, tuple)) else list(rows)


def caller_of_driver():
    """The name of the module that makes a connection."""
    frame = sys._getframe(1)
    while frame.f_globals.get('__name__') == __name__:
        frame = frame.f_back
    return frame.f_globals.get('__name__') or ''


def class_in_place(connect, joined):
    """A class that stands for a driver's class of connections (PyMySQL from 1.0 on), which is asked with `isinstance` too.

    :param connect: the driver's class
    :param joined: what a call of it gives
    """
    class Calls(type(connect)):
        def __call__(cls, *arguments, **options):
            return joined(*arguments, **options) if cls is stand_in else super().__call__(*arguments, **options)

        def __instancecheck__(cls, value):
            return isinstance(value, connect) if cls is stand_in else super().__instancecheck__(value)
    stand_in = Calls(connect.__name__, (connect,), {'__doc__': connect.__doc__, '__module__': connect.__module__})
    return stand_in

"""SQLite: one real transaction around the whole upgrade, DDL included, behind a file lock."""
import os
import sqlite3
import time

from ..bin.bin import Bin
from ..configuration import option
from ..explain import apply as explain
from ..encoding import as_file_name
from ..plan import losses
from ..sql import SQLITE
from .file_lock import FileLock
from .pooled import when_the_connection_ends
from .joined_sqlite import JoiningSQLite
from .journal import DONE, REVISION, Journal
from .run import direction_of, revision_of, watch
from .waiting import Patience, lock_timeout

LOCK_SUFFIX = '-migrating'


def guard(connection, context):
    """Let the command that runs do everything or nothing, alone.

    :param connection: SQLAlchemy's connection, before the current revision is read
    :param context: Alembic's migration context
    """
    message = option(context.config, 'message', None)
    WholeTransaction(connection, lock_timeout(context), message).around(context)


class WholeTransaction:
    """From now to the last step, everything or nothing. After a failure the end of the connection rolls it back.

    pysqlite begins a transaction of its own before some statements and not before others, so it is told to begin none.

    :param connection: SQLAlchemy's connection
    :param timeout: how many seconds to wait for another process
    :param message: why, for the journal
    :source: https://docs.sqlalchemy.org/en/13/dialects/sqlite.html#pysqlite-serializable
    """

    def __init__(self, connection, timeout, message):
        self.connection, self.timeout = connection, timeout
        self.journal = Journal(connection, message)
        self.sqlite = connection.connection.connection
        self.database = connection.engine.url.database
        self.lock = FileLock(as_file_name(str(self.database) + LOCK_SUFFIX))

    def around(self, context):
        """Begin, and let the migration context commit after its last step."""
        self.take_lock()
        when_the_connection_ends(self.connection, self.lock.let_go)
        self.context, self.bin = context, Bin(context)
        self.joining = JoiningSQLite(self.connection, self, SQLITE)
        self.was_isolated, self.sqlite.isolation_level = self.sqlite.isolation_level, None
        # It has no effect inside a transaction. With it on, a table that is rebuilt would take its children's rows along.
        self.had_foreign_keys = self.pragma('foreign_keys')
        self.sqlite.execute('PRAGMA foreign_keys = OFF')
        when_the_connection_ends(self.connection, self.give_back)
        self.begin_immediate()
        self.broken_before = self.broken()
        watch(context, self, self.joining)

    def take_lock(self):
        if self.database and self.database != ':memory:' and os.access(os.path.dirname(self.lock.path) or '.', os.W_OK):
            if not self.lock.take(self.timeout, Patience()):
                raise explain.locked(self.database, self.lock.holder(), self.timeout)

    def begin_immediate(self):
        """Keep other writers out from the start, such as the application or a stock tool, which know no file lock."""
        start, patience = time.monotonic(), Patience()
        while True:
            try:
                return self.sqlite.execute('BEGIN IMMEDIATE')
            except sqlite3.OperationalError as error:
                seconds = time.monotonic() - start
                if 'locked' not in str(error) or seconds > self.timeout:
                    raise
                patience(explain.writer(self.database), seconds)

    def pragma(self, name):
        return self.sqlite.execute('PRAGMA %s' % name).fetchone()[0]

    def broken(self):
        """The references that lead nowhere; looked for only where the codebase has SQLite enforce them."""
        return set(self.sqlite.execute('PRAGMA foreign_key_check')) if self.had_foreign_keys else set()

    def plan(self, take):
        """Before the first step; where there is none, nothing is written."""
        steps = take()
        if steps:
            self.bin.agreed(losses.agree(self.context, steps))
            self.journal.create(self.context)
        return steps

    was_answered = False  # there is no journal to answer from

    def execute(self, cursor, statement, execute):
        """Run one of the revision's statements, unless the bin has done what it was to do."""
        answer = None
        if not self.bin.before(statement.text):
            answer = execute()
        self.bin.after(statement.text)
        return answer

    def noted_again(self, rows):
        """No statement is noted here."""

    def begin(self, step):
        self.started = time.monotonic()
        self.row = self.journal.add(revision=revision_of(step), direction=direction_of(step), position=REVISION)
        self.bin.begin(step)

    def end(self, step):
        self.bin.end()
        self.bin.tidy()
        self.journal.end(self.row, DONE, time.monotonic() - self.started)
        self.journal.flush_many()

    def stopped(self, number):
        """The error where a signal ends it."""
        return explain.stopped(number, explain.nothing_changed())

    def finish(self):
        """Commit, and give back what was set."""
        broken = self.broken() - self.broken_before
        if broken:
            raise explain.broken_references(broken)
        self.journal.flush()
        self.sqlite.execute('COMMIT')
        self.give_back()
        self.lock.let_go()
        self.bin.tell()

    def give_back(self):
        """The connection is as it was; what is not committed is rolled back."""
        if self.sqlite.in_transaction:
            self.sqlite.execute('ROLLBACK')
        self.sqlite.execute('PRAGMA foreign_keys = %d' % self.had_foreign_keys)
        self.sqlite.isolation_level = self.was_isolated
        self.joining.end()

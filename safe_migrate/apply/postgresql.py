"""PostgreSQL: DDL is transactional there, and Alembic runs it so; what is missing is that one runs at a time."""
import time

from ..explain import apply as explain
from ..configuration import option
from .journal import DONE, REVISION, Journal
from .pooled import when_the_connection_ends
from .run import direction_of, revision_of, watch
from .waiting import Patience, lock_timeout

KEY = 0x5AFE316  # of the advisory lock; each database has its own
POLL = 0.1  # seconds
SESSIONS = set()  # that have the lock, of this process: the server's process ids
HOLDER = '''
SELECT a.pid, a.usename, COALESCE(host(a.client_addr), 'this host'), COALESCE(a.query, '')
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.objid = %s AND l.granted'''


def guard(connection, context):
    """Let the command that runs work alone, and be told of by `db log`.

    :param connection: SQLAlchemy's connection, before the current revision is read
    :param context: Alembic's migration context
    """
    lock = AdvisoryLock(connection, lock_timeout(context))
    lock.take()
    when_the_connection_ends(connection, lock.let_go)
    watch(context, Recorded(connection, context))


class AdvisoryLock:
    """One upgrade at a time for each database. The end of the connection lets it go, kill -9 included.

    :param connection: SQLAlchemy's connection
    :param timeout: how many seconds to wait for another process
    :source: https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
    """

    def __init__(self, connection, timeout):
        self.raw, self.timeout = connection.connection.connection, timeout

    def rows(self, statement, *arguments):
        cursor = self.raw.cursor()
        try:
            cursor.execute(statement, arguments)
            return cursor.fetchall()
        finally:
            cursor.close()

    def take(self):
        """Wait for the lock; not where another connection of this process has it, as a bind that is the same database.

        :raises UserError: where another process has it for longer than the timeout
        """
        start, patience = time.monotonic(), Patience()
        self.is_shared = bool(SESSIONS) and bool(SESSIONS & {row[0] for row in self.rows(HOLDER, KEY)})
        while not self.is_shared and not self.rows('SELECT pg_try_advisory_lock(%s)', KEY)[0][0]:
            seconds = time.monotonic() - start
            if seconds > self.timeout:
                raise explain.locked(self.rows('SELECT current_database()')[0][0], self.holder(), self.timeout)
            patience(self.holder(), seconds)
            time.sleep(POLL)
        self.session = self.rows('SELECT pg_backend_pid()')[0][0]
        SESSIONS.update(() if self.is_shared else {self.session})

    def holder(self):
        rows = self.rows(HOLDER, KEY)
        return explain.process(*rows[0]) if rows else explain.another_process()

    def let_go(self):
        if not self.is_shared:
            SESSIONS.discard(self.session)
            self.rows('SELECT pg_advisory_unlock(%s)', KEY)
        self.raw.rollback()  # the lock is no part of the transaction that the driver has begun for this


class Recorded:
    """Writes each revision into the journal, in the transaction that applies it.

    :param connection: SQLAlchemy's connection
    :param context: Alembic's migration context
    """

    def __init__(self, connection, context):
        self.context, self.journal = context, Journal(connection, option(context.config, 'message', None))

    def plan(self, take):
        steps = take()
        if steps:
            self.journal.create(self.context)
        return steps

    def begin(self, step):
        self.started = time.monotonic()
        self.row = self.journal.add(revision=revision_of(step), direction=direction_of(step), position=REVISION)

    def end(self, step):
        """Alembic commits after this, be it for each revision or for all."""
        self.journal.end(self.row, DONE, time.monotonic() - self.started)
        self.journal.flush('INSERT')

    def finish(self):
        """Nothing is left to do."""

    def stopped(self, number):
        return explain.stopped(number, explain.rolled_back())

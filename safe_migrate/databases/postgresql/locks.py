"""PostgreSQL: DDL is transactional there, and Alembic runs it so; what is missing is that one runs at a time, and that what
a revision commits on its way is known."""
import contextlib
import logging
import time

from ...compat.inside_alembic import is_begun_outside, is_two_phase
from ...messages import upgrade as explain
from ...options import option
from ...upgrade.pooled import when_the_connection_ends
from ...upgrade.run import watch
from ...upgrade.waiting import DDL_TIMEOUT, Patience, lock_timeout
from .catalogs import IDLE, code_of
from .resume import ResumablePostgreSQL
from .texts import lock_is_gone, lock_is_left, not_in_two_phases, waiting_for_table

log = logging.getLogger('alembic.safe_migrate')
KEY = 0x5AFE316  # of the advisory lock; each database has its own
TAKE = 'SELECT pg_try_advisory_xact_lock(%s)'
POLL = 0.1  # seconds
SESSIONS = set()  # that have the lock, of this process: the server's process ids
HOLDER = '''
SELECT a.pid, a.usename, COALESCE(host(a.client_addr), 'this host'), COALESCE(a.query, '')
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.objid = %s AND l.granted
AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())'''


def guard(connection, context):
    """Let the command that runs work alone, and be told of by `db log`.

    :param connection: SQLAlchemy's connection, before the current revision is read
    :param context: Alembic's migration context
    """
    lock = AdvisoryLock(connection, lock_timeout(context))
    lock.take()
    tables = HeldTables(connection, option(context.config, 'ddl_timeout', None))
    work = ResumablePostgreSQL(connection, context, lock, tables)
    when_the_connection_ends(connection, work.connection_ends, lock.let_go)
    committing_begun(context, work.joining)
    watch(context, work, work.joining)


def committing_begun(context, joining):
    """Let an `autocommit_block` work where the `env.py` has begun the transaction, as that for several databases does:
    Alembic knows none that it could commit, and raises an AssertionError. SQLAlchemy commits what comes behind it as ever.

    :param context: Alembic's migration context
    :param joining: `joined.JoiningPostgreSQL`
    """
    block, raw = context.autocommit_block, joining.raw

    @contextlib.contextmanager
    def committed():
        joining.own.commit()
        raw.autocommit = True
        try:
            yield
        finally:
            raw.autocommit = False

    @contextlib.contextmanager
    def autocommit_block():
        is_begun = is_begun_outside(context)
        if is_begun and is_two_phase(context.connection):
            raise not_in_two_phases()
        with committed() if is_begun else block():
            yield
    context.autocommit_block = autocommit_block


class AdvisoryLock:
    """One upgrade at a time for each database. The end of the connection lets it go, kill -9 included.

    It is one of the transaction, which a pooler leaves on the session that has it; and where that ends before the upgrade
    does, one of the session from then on.

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
        start = time.monotonic()
        is_new = getattr(self.raw, 'get_transaction_status', lambda: None)() == IDLE  # nothing of env.py's is lost with it
        self.is_shared = bool(SESSIONS) and bool(SESSIONS & {row[0] for row in self.rows(HOLDER, KEY)})
        with Patience(self.timeout) as patience:
            while not self.is_shared and not self.rows(TAKE, KEY)[0][0]:
                seconds = time.monotonic() - start
                if seconds > self.timeout:
                    raise explain.locked(self.rows('SELECT current_database()')[0][0], self.holder(), self.timeout)
                patience(self.holder(), seconds)
                if is_new:  # a CREATE INDEX CONCURRENTLY of who has the lock may wait for the end of this transaction
                    self.raw.rollback()
                time.sleep(POLL)
        self.session = self.rows('SELECT pg_backend_pid()')[0][0]
        SESSIONS.update(() if self.is_shared else {self.session})
        self.outlasts = False
        if getattr(self.raw, 'autocommit', False):
            self.outlast()

    def holder(self):
        self.rows('SELECT pg_stat_clear_snapshot()')  # within a transaction the server tells what others did at its begin
        rows = self.rows(HOLDER, KEY)
        return explain.process(*rows[0]) if rows else explain.another_process()

    def is_taken(self):
        return bool(self.rows(HOLDER, KEY))

    def outlast(self):
        """Keep it when the transaction ends, or take it again where that has ended already.

        :raises UserError: where another process has it meanwhile
        """
        if not (self.is_shared or self.outlasts):
            self.outlasts = self.rows('SELECT pg_try_advisory_lock(%s)', KEY)[0][0]
            if not self.outlasts:
                raise lock_is_gone(self.holder())

    def let_go(self):
        SESSIONS.discard(None if self.is_shared else self.session)
        if not self.is_shared and self.outlasts:
            is_gone = self.rows('SELECT pg_advisory_unlock(%s)', KEY)[0][0]
            if not is_gone and self.session in [row[0] for row in self.rows(HOLDER, KEY)]:  # which was another session
                log.warning(lock_is_left(self.session))
        self.raw.rollback()  # the lock is no part of the transaction that the driver has begun for this


# A table that another session holds: tried for a moment, again and again, so that nobody has to queue behind a statement
# that waits; and not for ever.

NOT_AVAILABLE = '55P03'
MOMENT = 1  # second that a statement waits, and everybody behind it
PAUSE = 1  # second in which they have their turn
TRIES = 3  # times --ddl-timeout, as on MySQL
SAVEPOINT = 'safe_migrate_held'
# source: https://www.postgresql.org/docs/current/view-pg-locks.html
HOLDERS = '''
SELECT DISTINCT a.pid, a.usename, COALESCE(host(a.client_addr), 'this host'),
EXTRACT(EPOCH FROM clock_timestamp() - COALESCE(a.xact_start, a.query_start))::int, COALESCE(a.state || ': ', '') || a.query,
l.relation = ANY (ARRAY[%s]::oid[])
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid() AND l.relation >= 16384
AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())'''


class HeldTables:
    """Waits for tables.

    :param connection: SQLAlchemy's connection
    :param seconds: what `--ddl-timeout` says, or None
    :source: https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT
    """

    def __init__(self, connection, seconds):
        self.raw, self.error = connection.connection.connection, connection.dialect.dbapi.Error
        self.is_given, self.seconds = seconds is not None, (DDL_TIMEOUT if seconds is None else seconds)
        self.total = TRIES * self.seconds
        before = self.rows("SELECT current_setting('lock_timeout')")[0][0]
        self.is_ours = self.is_given or before in ('0', '0ms')  # the server, the user or the address may have one
        self.is_new = True  # whether the transaction has none yet; behind a pooler a session is not to keep it

    def rows(self, query, *arguments):
        return self.rows_of(self.raw, query, *arguments)

    @staticmethod
    def rows_of(raw, query, *arguments):
        with contextlib.closing(raw.cursor()) as cursor:
            cursor.execute(query, *([arguments] if arguments else []))  # pg8000 takes no None
            return cursor.fetchall()

    @staticmethod
    def milliseconds(seconds):
        return '%dms' % max(seconds * 1000, 1)

    def see_transaction(self):
        """What runs in this transaction waits no longer than that, be it for a row."""
        if self.is_new and self.is_ours:
            self.do("SET LOCAL lock_timeout = '%s'" % self.milliseconds(self.total))
        self.is_new = False

    def leave(self):
        """The revision sets it itself."""
        self.is_ours = False

    @contextlib.contextmanager
    def without_a_transaction(self, raw):
        """Within, a statement runs that no transaction may hold. It waits for the transactions of all others, and nobody
        behind it, as long as it takes, unless --ddl-timeout is given; on a connection of its own not for ever, as this
        migration may itself hold what it waits for."""
        if not self.is_ours or raw is self.raw and not self.is_given:
            yield
            return
        query = "SELECT current_setting('lock_timeout'), set_config('lock_timeout', %s, false)"
        before = self.rows_of(raw, query, self.milliseconds(self.total))[0][0]
        try:
            yield
        finally:
            with contextlib.suppress(self.error):
                self.rows_of(raw, query, before)

    def patiently(self, statement, execute, raw):
        """Run a statement that changes tables; it is tried again while another session holds one, and that is told.

        :param statement: `sql.Statement`
        :raises the driver's error: after that time, with `holders`
        """
        waits = statement.places and not (statement.makes_table and not statement.has_words({'REFERENCES'}))
        if not self.is_ours or raw is not self.raw or not (waits or statement.action == 'DROP INDEX'):
            return execute()
        deadline, moment, is_told = time.monotonic() + self.total, min(MOMENT, self.seconds), False
        while True:
            self.do('SAVEPOINT ' + SAVEPOINT, "SET LOCAL lock_timeout = '%s'" % self.milliseconds(moment))
            try:
                answered = execute()
                self.do("SET LOCAL lock_timeout = '%s'" % self.milliseconds(self.total), 'RELEASE SAVEPOINT ' + SAVEPOINT)
                return answered
            except self.error as error:
                if code_of(error) != NOT_AVAILABLE:
                    raise
                self.do('ROLLBACK TO SAVEPOINT ' + SAVEPOINT, 'RELEASE SAVEPOINT ' + SAVEPOINT)
                holders = self.holders(statement)
                if time.monotonic() + moment > deadline:
                    error.holders = holders
                    raise
            if not is_told:
                log.warning(waiting_for_table(holders, self.total))
                is_told = True
            time.sleep(min(PAUSE, moment))

    def do(self, *statements):
        together = ['; '.join(statements)] if hasattr(self.raw, 'cursor_factory') else statements  # psycopg2 sends them so
        with contextlib.closing(self.raw.cursor()) as cursor:
            for statement in together:
                cursor.execute(statement)

    def holders(self, statement):
        """The sessions that hold a statement's tables, or others where none does: who, since when, doing what."""
        tables = [statement.text[start:end] for start, end in statement.places]
        found = [tuple(row) for row in self.rows(HOLDERS % ', '.join(['to_regclass(%s)'] * len(tables)), *tables)]
        found = [row for row in found if row[5]] or found
        return '; '.join(explain.session(*row[:5]) for row in dict.fromkeys(row[:5] for row in found)) or \
            explain.unseen_session()

"""A table that another session holds: tried for a moment, again and again, so that nobody has to queue behind a statement
that waits; and not for ever."""
import contextlib
import logging
import time

from ...messages import upgrade as explain
from ...upgrade.waiting import DDL_TIMEOUT
from .catalogs import code_of
from .texts import waiting_for_table

log = logging.getLogger('alembic.safe_migrate')
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

"""PostgreSQL: DDL is transactional there, and Alembic runs it so; what is missing is that one runs at a time, that nobody's
rows go unasked, and what of a revision is applied that commits on its way."""
import contextlib
import logging
import re
import time

from ..bin.postgresql import Losses
from ..configuration import option
from ..explain import apply as explain
from ..explain.on_postgresql import half_applied, nothing_there, starts_again
from ..inspect.postgresql import is_alone
from ..sql import POSTGRESQL, READ, SESSION, parse
from . import JOURNAL, version_table
from .cursors import Cursors
from .events import listen_to_statements
from .journal import DONE, FAILED, REVISION, RUNNING, Journal
from .pooled import when_the_connection_ends
from .run import direction_of, is_stamp, revision_of, watch
from .waiting import Patience, lock_timeout

log = logging.getLogger('alembic.safe_migrate')
# What reads rows or writes new values into them, and is one statement: it is not parsed, as there may be many of it.
PLAIN = re.compile(r"""\s*(SELECT|INSERT|UPDATE)\b(?:[^;'"\\$/-]|'[^'\\]*'|"[^"]*"|/(?!\*)|-(?!-))*\Z""", re.IGNORECASE)
LONG = 10000  # characters: what there is many of is shorter, and a pattern takes a hundred bytes for each
MOST_WAITING = 1000  # statements of a transaction that are kept for the journal
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
    for name in ('no_bin', 'resume'):
        if option(context.config, name, None) and is_alone():
            raise nothing_there('--' + name.replace('_', '-'))
    lock = AdvisoryLock(connection, lock_timeout(context))
    lock.take()
    wait_for_tables(connection, option(context.config, 'ddl_timeout', None))
    when_the_connection_ends(connection, lock.let_go)
    watch(context, Recorded(connection, context))


def wait_for_tables(connection, seconds):
    """Let no statement wait longer for a table that another session holds.

    :param seconds: what `--ddl-timeout` says; None leaves it to the server, which waits for ever by default
    :source: https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT
    """
    if seconds is None:
        return
    raw = connection.connection.connection

    def set_to(value):
        with contextlib.closing(raw.cursor()) as cursor:
            cursor.execute("SELECT current_setting('lock_timeout'), set_config('lock_timeout', %s, false)", (value,))
            return cursor.fetchone()[0]
    before = set_to('%dms' % max(seconds * 1000, 1))
    when_the_connection_ends(connection, raw.rollback, lambda: set_to(before), raw.commit)


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
        start = time.monotonic()
        self.is_shared = bool(SESSIONS) and bool(SESSIONS & {row[0] for row in self.rows(HOLDER, KEY)})
        with Patience(self.timeout) as patience:
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
    """Writes each revision into the journal, in the transaction that applies it, and lets no rows go unasked.

    :param connection: SQLAlchemy's connection
    :param context: Alembic's migration context
    """

    def __init__(self, connection, context):
        self.context, self.journal = context, Journal(connection, option(context.config, 'message', None))
        self.connection, self.raw = connection, connection.connection.connection
        self.losses, self.halves = Losses(context), HalfApplied(self.journal)
        self.cursors = Cursors(connection, self.run)
        self.inside = self.is_busy = False

    def plan(self, take):
        steps = take()
        if is_stamp(self.context) and self.journal.exists():
            self.journal.give_up()
        if steps:
            self.journal.create(self.context)
            self.halves.see(steps, self.context)
            self.losses.before_steps(steps)
            self.listen()
        return steps

    def listen(self):
        if not self.cursors.listen():
            listen_to_statements(self.connection, lambda cursor, statement, context, execute: self.run(
                self.raw, statement, lambda: False))
        when_the_connection_ends(self.connection, self.cursors.end)
        block = self.context.autocommit_block

        @contextlib.contextmanager
        def autocommit_block():
            with self.alone():
                self.halves.commit()
            with block():
                yield
        self.context.autocommit_block = autocommit_block

    def run(self, connection, text, execute):
        """One of the revision's statements is about to run; Alembic's own and ours are not looked at."""
        if not self.inside or self.is_busy or version_table.is_writing():
            return execute()
        plain = len(text) < LONG and PLAIN.match(text)
        statement = None if plain else parse(text, POSTGRESQL)
        if plain and plain.group(1).upper() == 'SELECT' or statement and statement.kind == READ:
            return execute()
        if statement:
            with self.alone():
                self.losses.before(statement, connection)
        return self.halves.run(text, statement, execute, self.alone) if connection is self.raw else execute()

    @contextlib.contextmanager
    def alone(self):
        """Within, what runs is ours."""
        self.is_busy = True
        try:
            yield
        finally:
            self.is_busy = False

    def begin(self, step):
        self.halves.begin(step)
        self.inside = True

    def end(self, step):
        """Alembic commits after this, be it for each revision or for all."""
        self.inside = False
        self.halves.end()

    def finish(self):
        """Nothing is left to do."""

    def stopped(self, number):
        return explain.stopped(number, explain.rolled_back())


class HalfApplied:
    """What of a revision is committed before its end: by an `autocommit_block`, or by a COMMIT of its own. It is written
    down then, so that it is known when the rest fails.

    :param journal: `journal.Journal`
    """

    def __init__(self, journal):
        self.journal, self.unfinished = journal, None
        self.done = 0  # statements of the revision that are committed

    def see(self, steps, context):
        """Stop where another step would take back or repeat more than the revision that is half applied.

        :param steps: Alembic's
        :raises UserError: with what of it is applied
        """
        row = None if self.journal.missing else self.journal.unfinished()
        direction, revision = direction_of(steps[0]), revision_of(steps[0])
        if row is None or direction == 'stamp':
            return
        files = [one.revision for one in context.script.walk_revisions()]
        if row['revision'] not in files:
            self.journal.give_up()
        elif direction != row['direction']:
            statements = self.journal.statements(row)
            if any(one['ended'] != FAILED for one in statements):
                raise half_applied(row, statements)
            self.journal.give_up()
        elif revision == row['revision']:
            self.unfinished = row
            log.warning(starts_again(row, self.journal.statements(row)))

    def begin(self, step):
        self.started, self.is_written, self.commits_each, self.waiting = time.monotonic(), False, False, []
        self.done = self.count = 0
        row = self.unfinished
        if row and row['revision'] == revision_of(step):
            statements = self.journal.statements(row)
            self.row, self.is_written = row, True
            self.position = max(one['position'] for one in statements)
            self.done = sum(one['ended'] == DONE for one in statements)
            self.journal.run = row['run']
        else:
            self.row = self.journal.add(revision=revision_of(step), direction=direction_of(step), position=REVISION,
                                        ended=RUNNING)
            self.position = REVISION

    def run(self, text, statement, execute, alone):
        """
        :param statement: `sql.Statement`; None of one that only writes rows
        :param alone: within, statements are ours
        """
        if statement and any(part.first in ('COMMIT', 'END') for part in statement.parts):
            with alone():
                self.commit()
            self.commits_each = True
            return self.run_at_once(text, execute, alone, RUNNING) if len(statement.parts) > 1 else execute()
        if statement and statement.first in ('ROLLBACK', 'ABORT') and not statement.has_words({'TO'}):
            self.waiting, self.count = [], 0
            return execute()
        if statement and statement.kind == SESSION:
            return execute()
        if not (getattr(self.journal.raw, 'autocommit', False) or self.commits_each):
            answer = execute()
            self.count += 1
            if len(self.waiting) < MOST_WAITING:
                self.waiting.append(text)
            return answer
        return self.run_at_once(text, execute, alone, FAILED)

    def run_at_once(self, text, execute, alone, ended):
        """A statement that is committed as soon as it has run.

        :param ended: what is known of it where it fails
        """
        with alone():
            self.commit()
            row, = self.write([text], RUNNING)
        try:
            answer = execute()
            ended, self.done = DONE, self.done + 1
            return answer
        finally:
            with alone(), contextlib.suppress(self.journal.connection.dialect.dbapi.Error):
                self.change(row, ended=ended)

    def commit(self):
        """What has run is about to be committed."""
        waiting, self.waiting, count, self.count = self.waiting, [], self.count, 0
        self.done += count
        if waiting:
            self.write(waiting, DONE)

    def write(self, texts, ended):
        """:returns: the rows of the journal"""
        rows = []
        for statement in (parse(text, POSTGRESQL) for text in texts):
            self.position += 1
            rows.append(self.journal.add(revision=self.row['revision'], direction=self.row['direction'], kind=statement.kind,
                                         position=self.position, statement=statement.redacted(), ended=ended))
        self.journal.flush('INSERT')
        self.is_written = True
        return rows

    def change(self, row, **values):
        """Another state of a row that is written."""
        if not self.journal.missing:
            self.journal.query('UPDATE %s SET %s WHERE id = ?' % (JOURNAL, ', '.join('%s = ?' % name for name in values)),
                               *(list(values.values()) + [row['id']]))

    def end(self):
        seconds = round(time.monotonic() - self.started, 3)
        if self.is_written:
            self.change(self.row, ended=DONE, seconds=seconds)
        else:
            self.journal.end(self.row, DONE, seconds)
        self.journal.flush('INSERT')
        self.unfinished = None

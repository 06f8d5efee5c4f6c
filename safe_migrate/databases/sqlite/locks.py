"""SQLite: one real transaction around the whole upgrade, DDL included, behind a file lock."""
import logging
import os
import sqlite3
import time

from ...bin.bin import Bin
from ...checks import losses
from ...journal.journal import DONE, REVISION, Journal
from ...messages import upgrade as explain
from ...options import option
from ...sql import SQLITE
from ...translation.encoding import as_file_name
from ...upgrade import pooled as out_of_pools
from ...upgrade.file_lock import FileLock
from ...upgrade.pooled import when_the_connection_ends
from ...upgrade.run import watch
from ...upgrade.step import direction_of, revision_of
from ...upgrade.waiting import Patience, lock_timeout
from . import catalogue, references
from .joined import JoiningSQLite

LOCK_SUFFIX = '-migrating'
# PRAGMAs that SQLite ignores or refuses within a transaction
AFTERWARDS = ('journal_mode', 'synchronous', 'auto_vacuum', 'page_size', 'locking_mode', 'temp_store',
              'temp_store_directory', 'wal_checkpoint')
log = logging.getLogger('alembic.safe_migrate')
ACTIONS = {'CASCADE', 'SET NULL', 'SET DEFAULT'}


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
        self.journal, self.postponed = Journal(connection, message), []
        self.references, self.is_lenient, self.acting = None, False, {}
        self.sqlite = connection.connection.connection
        self.database = connection.engine.url.database
        self.lock = FileLock(as_file_name(str(self.database) + LOCK_SUFFIX))

    def around(self, context):
        """Begin, and let the migration context commit after its last step."""
        self.take_lock()
        self.context, self.bin = context, Bin(context)
        self.joining = JoiningSQLite(self.connection, self, SQLITE)
        self.was_isolated, self.sqlite.isolation_level = self.sqlite.isolation_level, None
        # It has no effect inside a transaction. With it on, a table that is rebuilt would take its children's rows along.
        self.had_foreign_keys = value_of(self.sqlite, 'foreign_keys')
        self.sqlite.execute('PRAGMA foreign_keys = OFF')
        when_the_connection_ends(self.connection, self.give_back, self.lock.let_go)
        self.begin_immediate()
        if self.had_foreign_keys:
            self.enforce()
        watch(context, self, self.joining)

    def take_lock(self):
        if self.database and self.database != ':memory:' and os.access(os.path.dirname(self.lock.path) or '.', os.W_OK):
            with Patience(self.timeout) as patience:
                if not self.lock.take(self.timeout, patience):
                    raise explain.locked(self.database, self.lock.holder(), self.timeout)

    def begin_immediate(self):
        """Keep other writers out from the start, such as the application or a stock tool, which know no file lock."""
        start = time.monotonic()
        with Patience(self.timeout) as patience:
            while True:
                try:
                    return self.sqlite.execute('BEGIN IMMEDIATE')
                except sqlite3.OperationalError as error:
                    seconds = time.monotonic() - start
                    if 'locked' not in str(error) or seconds > self.timeout:
                        raise
                    if self.is_ours():
                        raise explain.own_session_writes(self.database) from None
                    patience(explain.writer(self.database), seconds)

    def is_ours(self):
        """Whether it is this thread that keeps us out, with a connection on which it has written and not committed.

        One that has only read keeps nobody out, and waits for nothing.
        """
        own = [pooled.connection for pooled, thread in list(out_of_pools.threads.items()) if thread == self.joining.thread]
        return any(isinstance(one, sqlite3.Connection) and one is not self.sqlite and one.in_transaction
                   and one.total_changes and self.joining.is_same(one) for one in own)

    def plan(self, take):
        """Before the first step; where there is none, nothing is written."""
        steps = take()
        if steps:
            self.bin.agreed(losses.agree(self.context, steps))
            self.journal.create(self.context)
        return steps

    def enforce(self):
        """From now on no row may come to lead nowhere."""
        self.references = self.references or references.References(self.sqlite)

    def acts(self):
        """Whether foreign keys are enforced for who sends a statement: each connection says it for itself."""
        sender = self.joining.sender
        if sender not in self.acting:
            own = sender.behind is self.sqlite
            self.acting[sender] = bool(self.had_foreign_keys if own else value_of(sender.behind, 'foreign_keys'))
            if self.acting[sender]:
                self.enforce()
        return self.acting[sender]

    was_answered = False  # there is no journal to answer from

    def failed_with(self, error):
        """All of it is rolled back."""

    def execute(self, cursor, statement, execute):
        """Run one of the revision's statements, unless the bin has done what it was to do."""
        answer = None
        if self.references and self.joining.changes(statement) and statement.first != 'PRAGMA' and not self.acts():
            self.is_lenient = True
        if statement.first == 'PRAGMA' and self.set_pragma(cursor, statement) or self.postpone(statement):
            return cursor
        if not self.bin.before(statement.text):
            if statement.writes_catalogue and self.bin.keeps:
                answer = catalogue.watched(self.sqlite, statement, execute, self.bin.keeping.losses)
            else:
                answer = self.enforcing(statement, execute) if self.enforces_in(statement) else execute()
        self.bin.after(statement.text)
        if statement.first == 'ROLLBACK':  # to a savepoint of the revision's own
            self.bin.reread()
        return answer

    def postpone(self, statement):
        """Whether a statement waits until the transaction has ended, because none may hold it.

        What VACUUM does to the file it does afterwards as well. With INTO it writes what there is, so it runs at once.
        """
        if statement.first == 'ATTACH' and any(text[:6].upper() == 'DETACH' for text in self.postponed):
            raise explain.attached_again(statement.text)
        waits = statement.refuses_transaction and not statement.has_words({'INTO'})
        if waits:
            self.postponed.append(statement.text)
        return waits

    def set_pragma(self, cursor, statement):
        """Whether a PRAGMA is one that SQLite ignores or refuses within a transaction; then it waits, or is done here."""
        words = [token.text.strip('"\'`').lower() for token in statement.tokens[1:] if token.text not in '();']
        name, value = words[0] if words else '', words[2] if words[1:2] == ['='] else words[1] if len(words) == 2 else None
        if name == 'foreign_keys':
            if value is None:
                cursor.execute('SELECT ? AS foreign_keys', (int(self.acts()),))
                return True
            self.acting[self.joining.sender] = value in ('1', 'on', 'yes', 'true')
            if self.acts():
                self.enforce()
            return True
        if value is None and name != 'wal_checkpoint' or name not in AFTERWARDS:
            return False
        self.postponed.append(statement.text)
        if name == 'journal_mode':
            cursor.execute('SELECT ? AS journal_mode', (value,))
        elif name == 'wal_checkpoint':
            cursor.execute('SELECT 0 AS busy, -1 AS log, -1 AS checkpointed')
        return True

    def enforces_in(self, statement):
        """Whether what foreign keys are to do has to be done: rows are deleted or changed that others may refer to."""
        if not self.acts():
            return False
        changes = statement.first in ('DELETE', 'UPDATE', 'REPLACE') or (
            statement.first == 'INSERT' and statement.has_words({'REPLACE'}))
        return changes and self.acts_on(statement)

    def enforcing(self, statement, execute):
        if not hasattr(self.sqlite, 'setconfig'):  # before Python 3.12
            place = {'DELETE': references.ON_DELETE, 'UPDATE': references.ON_UPDATE}.get(statement.first)
            return references.carrying_out(self.sqlite, place, execute) if place else execute()
        self.sqlite.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FKEY, True)
        try:
            return execute()
        finally:
            self.sqlite.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FKEY, False)

    def acts_on(self, statement):
        """Whether a foreign key that does more than to refuse refers to what a statement deletes or changes; where it cannot
        be told what that is, whether there is one."""
        names = references.tables(self.sqlite)
        keys = [row for name in names for row in references.listed(self.sqlite, 'foreign_key_list', name)
                if set(row[5:7]) & ACTIONS]
        if statement.writes:
            keys = [row for row in keys if row[2].lower() == statement.writes.name.lower()]
        if statement.first != 'UPDATE' or statement.assigned is None or statement.has_words({'REPLACE'}):
            return bool(keys)
        changed = {name.lower() for name, _value in statement.assigned}
        return any(row[4] is None or row[4].lower() in changed for row in keys)

    def again(self, statement, execute):
        """What somebody has done, and was rolled back with what another had, is done again."""
        if not (statement.first == 'PRAGMA' or statement.refuses_transaction or self.bin.before(statement.text)):
            self.enforcing(statement, execute) if self.enforces_in(statement) else execute()
        self.bin.after(statement.text)

    def undone(self, _rows):
        """No statement is noted here."""
        self.bin.reread()

    def begin(self, step):
        self.acting = {}  # by who sends a statement
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
        broken = self.references and self.references.newly_broken()
        if broken and not self.is_lenient:
            raise explain.broken_references(broken)
        self.journal.flush()
        self.sqlite.execute('COMMIT')
        self.run_postponed()
        self.give_back()
        self.lock.let_go()
        self.bin.tell()
        if broken:
            log.warning(explain.references_left(broken))

    def run_postponed(self):
        """What no transaction may hold.

        :raises UserError: where it is refused; what was to be applied is
        """
        while self.postponed:
            statement = self.postponed.pop(0)
            try:
                self.sqlite.execute(statement).fetchall()
            except sqlite3.Error as error:
                raise explain.postponed_failed(statement, str(error)) from error

    def give_back(self):
        """The connection is as it was; what is not committed is rolled back."""
        if self.sqlite.in_transaction:
            self.sqlite.execute('ROLLBACK')
        self.sqlite.execute('PRAGMA foreign_keys = %d' % self.had_foreign_keys)
        self.sqlite.isolation_level = self.was_isolated
        self.joining.end()


def value_of(connection, pragma):
    """What a PRAGMA says on a connection of `sqlite3`."""
    return connection.execute('PRAGMA %s' % pragma).fetchone()[0]

"""MySQL and MariaDB: a lock that the server holds for the connection that does the work, and a journal to resume from."""
import hashlib
import logging

from ...journal.journal import DONE, REVISION, RUNNING
from ...journal.names import JOURNAL
from ...messages.upgrade import half_told, lock_of_one_node, locked, session, table_held, unseen_session, waiting_for_table
from ...options import option
from ...sql import DDL, parse, unquoted
from ...upgrade.pooled import when_the_connection_ends
from ...upgrade.run import watch
from ...upgrade.waiting import DDL_TIMEOUT, SAY_AFTER, Patience, lock_timeout
from .effect import told_by_table
from .galera import ClusterLock, is_member, obstacle
from .introspection import AUTO_INCREMENT
from .joined import LOCK_WAIT_TIMEOUT
from .resume import NO_TABLE, ResumableMySQL
from .session_state import SessionState

log = logging.getLogger('alembic.safe_migrate')
NAME_LENGTH = 64  # of a lock, from MySQL 5.7 on
DAY = 86400  # seconds
HOLDERS = '''
SELECT p.id, p.user, p.host, p.time, COALESCE(p.info, p.command)
FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
WHERE p.id <> CONNECTION_ID()'''
RUNNING_NOW = ('SELECT direction, revision, who, started FROM %s WHERE position = %%s AND ended = %%s '
               'ORDER BY id DESC LIMIT 1' % JOURNAL)
NO_SUCH_TABLE = 1146
TRANSACTIONAL = ('innodb', 'ndbcluster', 'ndb', 'rocksdb', 'tokudb', 'spider')
ENGINE = ('SELECT engine FROM information_schema.tables WHERE table_schema = COALESCE(%s, DATABASE()) AND table_name = %s')
OTHER_ENGINES = ("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND "
                 "table_type = 'BASE TABLE' AND LOWER(engine) NOT IN (%s)" % str(TRANSACTIONAL)[1:-1])
TRIES = 3
SESSIONS = set()  # that have a lock, of this process


def guard(connection, context):
    """Let the command that runs work alone, and keep what it needs to be resumed.

    :param connection: SQLAlchemy's connection, before the current revision is read
    :param context: Alembic's migration context
    :raises UserError: where another process works for longer than we wait
    """
    server = Server(connection)
    state = SessionState(server)
    when_the_connection_ends(connection, state.give_back)
    server.set_for_session(wait_timeout=DAY, lock_wait_timeout=option(context.config, 'ddl_timeout', DDL_TIMEOUT))
    lock = lock_of(server, connection.engine, lock_timeout(context), context)
    try:
        lock.take()
    except KeyboardInterrupt:  # half-way through an answer, after which the connection is of no more use
        connection.invalidate()
        raise
    work = ResumableMySQL(connection, context, server, lock, state)
    when_the_connection_ends(connection, work.connection_ends, lock.let_go)
    watch(context, work, work.joining)


def lock_of(server, engine, timeout, context=None):
    """The lock that holds wherever the database can be reached.

    :param context: Alembic's migration context, where an upgrade or downgrade runs
    """
    if is_member(server):
        reason = obstacle(server, context)
        if not reason:
            return ClusterLock(server, engine, timeout)
        log.warning(lock_of_one_node(reason))
    return ServerLock(server, timeout)


class Server:
    """Asks the server on the connection that does the work, past SQLAlchemy and its events.

    :param connection: SQLAlchemy's connection
    """

    def __init__(self, connection):
        self.raw = connection.connection.connection
        self.error = connection.dialect.dbapi.Error
        self.names, self.engines, self.default_engine = None, {}, None

    def rows(self, statement, *arguments):
        cursor = self.raw.cursor()
        try:
            cursor.execute(statement, arguments or None)
            return cursor.fetchall()
        finally:
            cursor.close()

    def count(self, statement, *arguments):
        """How many rows a statement changes."""
        cursor = self.raw.cursor()
        try:
            return cursor.execute(statement, arguments)
        finally:
            cursor.close()

    def value(self, statement, *arguments):
        return self.rows(statement, *arguments)[0][0]

    def sql_mode(self):
        return self.value('SELECT @@SESSION.sql_mode')

    def set_for_session(self, **seconds):
        self.rows('SET SESSION ' + ', '.join('%s = %d' % (variable, max(1, value)) for variable, value in seconds.items()))

    def definition(self, table):
        """A hash of a table's definition as the server tells it; of no table, another one."""
        try:
            text = AUTO_INCREMENT.sub('', self.rows('SHOW CREATE TABLE ' + table)[0][1])
        except self.error as error:
            if error.args[0] != NO_SUCH_TABLE:
                raise
            return NO_TABLE
        return hashlib.sha1(text.encode('utf-8')).hexdigest()

    def definition_before(self, statement):
        """What a table is before a DDL statement changes it, to tell later whether it did; None if it cannot be told.

        :param statement: `sql.Statement`
        """
        table = statement.reference()
        if statement.makes_table and self.is_new(unquoted(table).lower()):
            return NO_TABLE
        return table and self.definition(table)

    def is_new(self, name):
        """Whether there has been no table of a name since the first time that one was asked for."""
        if self.names is None:
            self.names = {row[0].lower() for row in self.rows('SHOW TABLES')}
        known, _ = name in self.names or '.' in name, self.names.add(name)
        return not known

    def took_effect(self, row):
        """Whether a statement of the journal did: as it was marked, or else as its table tells.

        :returns: None where that cannot be told
        """
        if row['ended'] != RUNNING:
            return row['ended'] == DONE
        if row['kind'] != DDL or row['definition'] is None:
            return None
        statement = parse(row['statement'])
        table = statement.reference() if statement.kind == DDL else None
        if table is None or row['definition'] == self.definition(table):
            return False if table else None
        return told_by_table(self, statement)

    def is_transactional(self, statement):
        """Whether a data statement can be rolled back, by the engines of its tables.

        :param statement: `sql.Statement`
        """
        if not statement.tables:
            return not self.value(OTHER_ENGINES)
        for table in statement.tables:
            name = (table.schema, table.name.lower())
            if name not in self.engines:
                rows = self.rows(ENGINE, table.schema, table.name)
                self.engines[name] = rows[0][0] if rows else None
        engines = [self.engines[table.schema, table.name.lower()] for table in statement.tables]
        return all(engine is None or engine.lower() in TRANSACTIONAL for engine in engines)

    def see_engine(self, statement):
        """A DDL statement has run: it may have made a table, or changed its engine."""
        if statement.makes_table and not statement.has_words({'ENGINE', 'TYPE', 'LIKE'}):
            self.default_engine = self.default_engine or self.value('SELECT @@SESSION.default_storage_engine')
            self.engines.update({(table.schema, table.name.lower()): self.default_engine for table in statement.tables})
        elif statement.action not in ('CREATE INDEX', 'DROP INDEX'):
            self.engines.clear()

    def change(self, statement, revision):
        """Run a DDL statement of our own.

        :param revision: for whose sake
        """
        self.patiently(lambda: self.rows(statement), statement, revision)

    def patiently(self, execute, statement, revision):
        """Try again when another session holds the table for longer than `--ddl-timeout`, and say which one.

        :param execute: runs the statement
        :raises UserError: after three tries
        """
        for attempt in range(1, TRIES + 1):
            try:
                return execute()
            except self.error as error:
                if error.args[:1] != (LOCK_WAIT_TIMEOUT,):
                    raise
                holders = self.holders()
                if attempt == TRIES:
                    raise table_held(statement, holders, revision) from None
                log.warning(waiting_for_table(attempt, TRIES, holders))

    def holders(self):
        """The sessions with an open transaction, one of which holds the table: id, user, host, seconds and query."""
        try:
            found = self.rows(HOLDERS)
        except self.error:  # without the privilege PROCESS
            found = ()
        return '; '.join(session(*row) for row in found) or unseen_session()


class ServerLock:
    """One upgrade at a time for each database. The end of the connection lets it go, kill -9 included.

    :param server: on the connection that does the work
    :param timeout: how many seconds to wait for another process
    :source: https://mariadb.com/kb/en/get_lock/
    """

    def __init__(self, server, timeout):
        self.server, self.timeout = server, timeout
        self.database = server.value('SELECT DATABASE()')
        self.name = lock_name(self.database)

    def take(self):
        """Wait for the lock; not where another connection of this process has it, as a bind that is the same database.

        :raises UserError: where another process has it for longer than the timeout
        """
        self.is_shared = bool(SESSIONS) and self.session('IS_USED_LOCK(%s)', self.name) in SESSIONS
        if not self.is_shared:
            self.wait()
            SESSIONS.add(self.session('CONNECTION_ID()'))

    def session(self, expression, *arguments):
        """A connection of the server, so that it is told from those of others."""
        return self.server.rows('SELECT @@hostname, @@port, ' + expression, *arguments)[0]

    def wait(self):
        if self.get(min(self.timeout, SAY_AFTER)):
            return
        with Patience(self.timeout) as patience:
            patience(self.holder(), self.timeout)
            if not self.get(max(self.timeout - SAY_AFTER, 0)):
                raise locked(self.database, self.holder(), self.timeout)

    def get(self, seconds):
        return self.server.value('SELECT GET_LOCK(%s, %s)', self.name, seconds) == 1

    def holder(self):
        """Who has the lock: connection, user and host, and since when it does what."""
        rows = self.server.rows('SELECT id, user, host, time, COALESCE(info, command) FROM information_schema.processlist '
                                'WHERE id = IS_USED_LOCK(%s)', self.name)
        return (session(*rows[0]) if rows else unseen_session()) + self.told_by_journal()

    def is_taken(self):
        return self.server.value('SELECT IS_USED_LOCK(%s)', self.name) is not None

    def told_by_journal(self):
        """The revision that runs, as far as the journal has it; empty where it has none, or may not be read."""
        try:
            rows = self.server.rows(RUNNING_NOW, REVISION, RUNNING)
            self.server.raw.commit()  # what is read behind the lock is not to be what was there before it
        except self.server.error:
            return ''
        return half_told(dict(zip(('direction', 'revision', 'who', 'started'), rows[0]))) if rows else ''

    def check(self):
        """It is lost with the connection alone, and then so is every statement."""

    def let_go(self):
        if not self.is_shared:
            SESSIONS.discard(self.session('CONNECTION_ID()'))
            self.server.rows('DO RELEASE_LOCK(%s)', self.name)


def lock_name(database):
    """The name of a database's lock, which must not be longer than the server allows."""
    name = 'safe_migrate.%s' % database
    return name if len(name) <= NAME_LENGTH else 'safe_migrate.' + hashlib.sha1(name.encode('utf-8')).hexdigest()

"""The table `migration_journal`: which revision was applied or reverted when, by whom and why, and how far it came."""
import contextlib
import datetime
import getpass
import hashlib
import logging
import os
import socket
import uuid

from sqlalchemy.exc import DBAPIError

from .. import databases
from ..databases.rights import denied
from ..messages.upgrade import name_taken, no_journal
from .names import JOURNAL
from .own_tables import column_names, is_claimed, is_ours, refuse_clash
from .tables import columns_of, journal


def user():
    """The name of the user; a container's user need not have one."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return 'user %d' % os.getuid()


def who():
    """The user, host and process that runs the command, for the journal and for whoever has to wait."""
    return '%s@%s, process %d' % (user(), socket.gethostname(), os.getpid())


log = logging.getLogger('alembic.safe_migrate')
TABLE = JOURNAL
RUNNING, DONE, FAILED, ABANDONED = 'running', 'done', 'failed', 'abandoned'
UNDOING, UNDONE = 'undoing', 'undone'  # of what `db downgrade` takes back of a half-applied upgrade
BOTH = '; '
REVISION = 0  # the position of the row that stands for the revision; those of its statements follow

COLUMNS = columns_of(journal)


MOST_ROWS = 50  # in one statement
MOST_CHARACTERS = 100000  # of the texts in it, of which max_allowed_packet may allow 1 MB, escaped and as UTF-8
OVER = ' ON DUPLICATE KEY UPDATE ' + ', '.join('%s = VALUES(%s)' % (name, name) for name in COLUMNS)


def parts(rows):
    """Rows in the lists that are written together."""
    part, length = [], 0
    for row in rows:
        characters = len(row['statement'] or '') + len(row['answer'] or '')
        if part and (len(part) == MOST_ROWS or length + characters > MOST_CHARACTERS):
            yield part
            part, length = [], 0
        part.append(row)
        length += characters
    if part:
        yield part


def is_being_undone(rows):
    """Whether some of a revision's statements have been taken back."""
    return any(row['ended'] in (UNDOING, UNDONE) for row in rows)


def now():
    """The time in UTC, as ISO 8601."""
    return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None).isoformat()


def hash_of(statement):
    """A hash of the statement's text, in which white space does not count."""
    return hashlib.sha1(' '.join(statement.split()).encode('utf-8', 'surrogatepass')).hexdigest()


class Journal:
    """Writes and reads the table, on the connection that does the work and in its transaction.

    Rows wait until `flush`, so that one statement writes many of them. Their ids are counted here: who writes has the
    database's lock. It goes past SQLAlchemy, whose events see the revision's statements and are not to see these.

    :param connection: SQLAlchemy's connection
    :param message: why, as the user has given it
    """

    def __init__(self, connection, message=None):
        self.connection, self.raw = connection, connection.connection.connection
        self.mark = '?' if connection.dialect.paramstyle == 'qmark' else '%s'
        self.run, self.message, self.who = uuid.uuid4().hex, message, who()
        self.waiting, self.last, self.has_answers = {}, None, False
        self.missing, self.may_delete = None, True

    def create(self, context):
        """Make the table where there is none, and find out where it ends.

        Where the user may not write it, or its name is the application's, none is kept, which is said: `missing` is why.

        :param context: Alembic's migration context
        :raises UserError: where a model has the name of one of our tables
        """
        self.last = 0
        refuse_clash(context)
        try:
            with self.undone_if_refused():
                self.missing = self.made(context)
        except (self.connection.dialect.dbapi.Error, DBAPIError) as error:
            self.missing = denied(error)
            if not self.missing:
                raise
        if self.missing:
            log.warning(no_journal(self.missing))
        else:
            self.last = self.query('SELECT COALESCE(MAX(id), 0) AS last FROM %s' % TABLE)[0]['last']

    @contextlib.contextmanager
    def undone_if_refused(self):
        """Within, PostgreSQL goes on after an error, as it does by itself where each statement is committed."""
        stops = databases.of(self.connection).stops_at_an_error and not getattr(self.raw, 'autocommit', False)
        with self.connection.begin_nested() if stops else contextlib.ExitStack():
            yield

    def made(self, context):
        """Make the table, or see that the one that is there may be written.

        :returns: why there is none, or None
        """
        if not self.connection.dialect.has_table(self.connection, TABLE):
            if is_claimed(context, TABLE):
                return name_taken(TABLE)
            journal.create(self.connection)
        elif not is_ours(self.connection, TABLE):
            return name_taken(TABLE)
        self.query('UPDATE %s SET ended = ended WHERE 1 = 0' % TABLE)
        self.see_verbs()
        return None

    def see_verbs(self):
        """Whether rows may be written and, on MySQL and MariaDB, replaced; the server says so without writing any."""
        listed = ', '.join(COLUMNS)
        try:
            verb = databases.of(self.connection).replacing
            self.query('%s INTO %s (%s) SELECT %s FROM %s WHERE 1 = 0' % (verb, TABLE, listed, listed, TABLE))
        except self.connection.dialect.dbapi.Error as error:
            if not denied(error) or verb == 'INSERT':
                raise
            self.may_delete = False
            self.query('INSERT INTO %s (%s) SELECT %s FROM %s WHERE 1 = 0' % (TABLE, listed, listed, TABLE))

    def exists(self):
        """Whether the table is there, is the one that this package keeps, and may be read."""
        try:
            with self.undone_if_refused():
                return self.connection.dialect.has_table(self.connection, TABLE) and is_ours(self.connection, TABLE)
        except (self.connection.dialect.dbapi.Error, DBAPIError) as error:
            if not denied(error):
                raise
            return False

    @contextlib.contextmanager
    def on(self, raw):
        """Within, it is read and written on another connection of the driver's."""
        before, self.raw = self.raw, raw
        try:
            yield
        finally:
            self.raw = before

    def query(self, statement, *arguments):
        """The rows as dictionaries, for a statement with `?` in the place of its arguments."""
        cursor = self.raw.cursor()
        try:
            cursor.execute(statement.replace('?', self.mark), arguments)
            names = column_names(cursor)
            return [dict(zip(names, row)) for row in cursor.fetchall()] if names else None
        finally:
            cursor.close()

    def add(self, **values):
        """A new row, which waits to be written."""
        self.last += 1
        row = dict.fromkeys(COLUMNS)
        row.update(values, id=self.last, run=self.run, started=now())
        if row['position'] == REVISION:
            row.update(who=self.who, message=self.message)
        self.waiting[self.last] = row
        return row

    def end(self, row, ended, seconds):
        """Mark a row with how it ended and how long that took; it waits to be written.

        A revision that another process has begun, which was interrupted, has both: who began it, and who ended it.
        """
        if row['who'] and self.who not in row['who'].split(BOTH):
            row['who'] = BOTH.join([row['who'].split(BOTH)[0], self.who])
        self.change(row, ended=ended, seconds=round(seconds, 3))

    def change(self, row, **values):
        """Another state of a row, which waits to be written."""
        row.update(values)
        self.waiting[row['id']] = row
        return row

    def flush(self, verb='REPLACE'):
        """Write the rows that wait, in as few statements as there may be.

        :param verb: `REPLACE`, where some may be there already, or `INSERT`
        """
        for part in parts(list(self.waiting.values())):
            self.put(verb, part)
            for row in part:  # those that were refused wait on
                del self.waiting[row['id']]

    def flush_many(self):
        """Write the rows that wait once they are many, so that they do not fill the memory."""
        if self.are_many():
            self.flush()

    def are_many(self):
        return len(self.waiting) >= MOST_ROWS

    def put(self, verb, rows):
        if self.missing:
            return
        self.has_answers = self.has_answers or any(row['answer'] for row in rows)
        verb, over = (verb, '') if self.may_delete else ('INSERT', OVER)
        values = [row[name] for row in rows for name in COLUMNS]
        places = ['NULL' if value is None else '?' for value in values]
        lists = ['(%s)' % ', '.join(places[place:place + len(COLUMNS)]) for place in range(0, len(places), len(COLUMNS))]
        self.query('%s INTO %s (%s) VALUES %s%s' % (verb, TABLE, ', '.join(COLUMNS), ', '.join(lists), over),
                   *[value for value in values if value is not None])

    def has(self, row):
        """Whether a row that was written is there; it is not where that was rolled back."""
        return self.missing or bool(self.query('SELECT 1 FROM %s WHERE id = ? AND started = ?' % TABLE,
                                               row['id'], row['started']))

    def revisions(self):
        """The rows that stand for revisions, newest first."""
        return self.query('SELECT * FROM %s WHERE position = ? ORDER BY id DESC' % TABLE, REVISION)

    def unfinished(self):
        """The newest row of a revision that has come to a statement and was neither finished nor given up, or None."""
        rows = self.all_unfinished()
        return rows[0] if rows else None

    def all_unfinished(self):
        """All such rows, newest first."""
        return self.query(
            'SELECT * FROM %s r WHERE position = ? AND ended IN (?, ?) AND EXISTS (SELECT 1 FROM %s s WHERE s.run = r.run '
            'AND s.revision = r.revision AND s.position > ?) ORDER BY id DESC' % (TABLE, TABLE),
            REVISION, RUNNING, FAILED, REVISION)

    def statements(self, revision_row):
        """The statements that an unfinished revision has come to, in order.

        A resumed revision keeps on writing under the run that began it.
        """
        rows = self.query('SELECT * FROM %s WHERE run = ? AND revision = ? AND direction = ? AND position > ? '
                          'ORDER BY position' % TABLE,
                          revision_row['run'], revision_row['revision'], revision_row['direction'], REVISION)
        self.has_answers = self.has_answers or any(row['answer'] for row in rows)
        return rows

    def forget_answers(self, row):
        """The answers are kept to resume from; nothing of the rows stays behind when a revision is done.

        :param row: the revision's
        """
        self.waiting = {number: dict(waiting, answer=None) for number, waiting in self.waiting.items()}
        if self.has_answers:
            self.query('UPDATE %s SET answer = NULL WHERE id >= ? AND run = ? AND revision = ?' % TABLE,
                       row['id'], row['run'], row['revision'])
            self.has_answers = False

    def give_up(self):
        """A stamp says what the database is: nothing that was interrupted is waited for any more."""
        if self.missing:
            return
        self.query('UPDATE %s SET ended = ? WHERE position = ? AND ended IN (?, ?)' % TABLE,
                   ABANDONED, REVISION, RUNNING, FAILED)

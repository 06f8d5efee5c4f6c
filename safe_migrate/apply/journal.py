"""The table `migration_journal`: which revision was applied or reverted when, by whom and why, and how far it came."""
import datetime
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from . import JOURNAL
from .who import who

TABLE = JOURNAL
RUNNING, DONE, FAILED, ABANDONED = 'running', 'done', 'failed', 'abandoned'
REVISION = 0  # the position of the row that stands for the revision; those of its statements follow

text = sa.Text().with_variant(MEDIUMTEXT(), 'mysql').with_variant(MEDIUMTEXT(), 'mariadb')
journal = sa.Table(
    TABLE, sa.MetaData(),
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('run', sa.String(32), nullable=False),  # of all rows that one command wrote
    sa.Column('revision', sa.String(255), nullable=False),
    sa.Column('direction', sa.String(16), nullable=False),  # upgrade, downgrade or stamp
    sa.Column('position', sa.Integer, nullable=False),
    sa.Column('kind', sa.String(16)),
    sa.Column('hash', sa.String(40)),
    sa.Column('statement', text),
    sa.Column('definition', sa.String(40)),  # a hash of the table's definition before the statement
    sa.Column('answer', text),
    sa.Column('who', sa.String(255)),
    sa.Column('started', sa.String(32)),  # UTC, ISO 8601
    sa.Column('seconds', sa.Float),
    sa.Column('message', sa.Text),
    sa.Column('ended', sa.String(16), nullable=False),  # RUNNING, DONE, FAILED or ABANDONED
    mysql_charset='utf8mb4', mysql_engine='InnoDB')


def now():
    return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None).isoformat()


class Journal:
    """Writes and reads the table, on the connection that does the work and in its transaction.

    It goes past SQLAlchemy, whose events see the revision's statements and are not to see these.

    :param connection: SQLAlchemy's connection
    :param message: why, as the user has given it
    """

    def __init__(self, connection, message=None):
        self.connection, self.driver = connection, connection.connection
        self.mark = '?' if connection.dialect.paramstyle == 'qmark' else '%s'
        self.run, self.message = uuid.uuid4().hex, message

    def create(self):
        """Make the table where there is none."""
        journal.create(self.connection, checkfirst=True)

    def exists(self):
        return self.connection.dialect.has_table(self.connection, TABLE)

    def query(self, statement, *arguments):
        """The rows as dictionaries, for a statement with `?` in the place of its arguments."""
        cursor = self.driver.cursor()
        try:
            cursor.execute(statement.replace('?', self.mark), arguments)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row)) for row in cursor.fetchall()] if names else cursor.lastrowid
        finally:
            cursor.close()

    def write(self, **values):
        """Add a row.

        :returns: its id
        """
        values.update(run=self.run, who=who(), started=now(), message=self.message)
        return self.query('INSERT INTO %s (%s) VALUES (%s)' % (TABLE, ', '.join(values), ', '.join('?' * len(values))),
                          *values.values())

    def end(self, row, ended, seconds):
        """Mark a row with how it ended and how long that took."""
        self.query('UPDATE %s SET ended = ?, seconds = ? WHERE id = ?' % TABLE, ended, round(seconds, 3), row)

    def revisions(self):
        """The rows that stand for revisions, newest first."""
        return self.query('SELECT * FROM %s WHERE position = ? ORDER BY id DESC' % TABLE, REVISION)

    def remove(self, row):
        """Forget a statement that did not take effect."""
        self.query('DELETE FROM %s WHERE id = ?' % TABLE, row)

    def unfinished(self):
        """The newest row of a revision that has come to a statement and was neither finished nor given up, or None."""
        rows = self.query(
            'SELECT * FROM %s r WHERE position = ? AND ended IN (?, ?) AND EXISTS (SELECT 1 FROM %s s WHERE s.run = r.run '
            'AND s.revision = r.revision AND s.position > ?) ORDER BY id DESC' % (TABLE, TABLE),
            REVISION, RUNNING, FAILED, REVISION)
        return rows[0] if rows else None

    def statements(self, revision_row):
        """The statements that an unfinished revision has come to, in order.

        A resumed revision keeps on writing under the run that began it.
        """
        return self.query('SELECT * FROM %s WHERE run = ? AND revision = ? AND direction = ? AND position > ? '
                          'ORDER BY position' % TABLE,
                          revision_row['run'], revision_row['revision'], revision_row['direction'], REVISION)

    def forget_answers(self, revision):
        """The answers are kept to resume from; nothing of the rows stays behind when a revision is done."""
        self.query('UPDATE %s SET answer = NULL WHERE run = ? AND revision = ?' % TABLE, self.run, revision)

    def fail(self, raw, row, ended):
        """Mark a revision's row when its connection has been rolled back and goes back to its pool.

        :param raw: the driver's connection
        """
        cursor = raw.cursor()
        try:
            cursor.execute('UPDATE %s SET ended = %s WHERE id = %s' % (TABLE, self.mark, self.mark), (ended, row))
            raw.commit()
        finally:
            cursor.close()

    def give_up(self):
        """A stamp says what the database is: nothing that was interrupted is waited for any more."""
        self.query('UPDATE %s SET ended = ? WHERE position = ? AND ended IN (?, ?)' % TABLE,
                   ABANDONED, REVISION, RUNNING, FAILED)

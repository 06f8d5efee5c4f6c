"""That a revision has begun is known also when it is killed and rolled back: a connection of its own commits that."""
import contextlib

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateTable

from ...journal.journal import FAILED, REVISION, RUNNING
from ...journal.names import JOURNAL
from ...journal.tables import journal

# Where a table would be, whose it would be, and the one that is there; a transaction that sees no later commit is no use.
PLACE = """SELECT current_schema() AS schema, current_user AS owner, to_regclass(?)::oid::bigint AS there,
current_setting('transaction_isolation') AS isolation"""
READ_COMMITTED = 'read committed'
LEFT = ('UPDATE %s r SET ended = %%s WHERE position = %%s AND ended = %%s AND NOT EXISTS (SELECT 1 FROM %s s WHERE '
        's.run = r.run AND s.revision = r.revision AND s.position > %%s)' % (JOURNAL, JOURNAL))


class Begun:
    """Writes the rows of revisions that have begun, and makes the journal that they are in. Where it cannot, as there is no
    connection to be had or it would lead elsewhere, they are written with what they have done.

    :param connection: SQLAlchemy's, on which the work is done
    :param journal: `journal.Journal`
    """

    def __init__(self, connection, journal):
        self.engine, self.journal = connection.engine, journal
        self.errors = connection.dialect.dbapi.Error, SQLAlchemyError
        self.pooled = None

    def open(self, may_make):
        """Once, before the first revision; what was killed without a trace has failed.

        :param may_make: whether the name of the journal is nobody else's
        """
        place = self.journal.query(PLACE, JOURNAL)[0]
        if place['isolation'] != READ_COMMITTED:
            return
        try:
            self.pooled = past_the_pool(self.engine)
            self.raw = self.pooled.connection
            self.raw.autocommit = True
            with self.journal.on(self.raw), contextlib.closing(self.raw.cursor()) as cursor:
                cursor.execute("SET lock_timeout = '1s'")
                if dict(self.journal.query(PLACE, JOURNAL)[0], isolation=READ_COMMITTED) != place:
                    return self.close()
                if place['there'] is not None:
                    cursor.execute(LEFT, (FAILED, REVISION, RUNNING, REVISION))
                elif may_make:
                    cursor.execute(str(CreateTable(journal).compile(dialect=self.engine.dialect)))
        except self.errors:
            self.close()

    def write(self, row):
        """A revision begins.

        :param row: the journal's, which waits to be written
        """
        if self.pooled is None or self.journal.missing:
            return
        try:
            with self.journal.on(self.raw):
                self.journal.put('INSERT', [row])
            del self.journal.waiting[row['id']]
        except self.errors:
            self.close()

    def close(self):
        pooled, self.pooled = self.pooled, None
        if pooled is None:
            return
        with contextlib.suppress(*self.errors), contextlib.closing(pooled):
            with contextlib.closing(self.raw.cursor()) as cursor:
                cursor.execute('RESET lock_timeout')  # behind a pooler the session stays


def past_the_pool(engine):
    """A connection as those of the engine's pool, also where that has no other one: who has it closes it.

    :returns: SQLAlchemy's, of a pool
    """
    pooled = engine.pool.recreate().connect()
    pooled.detach()
    return pooled

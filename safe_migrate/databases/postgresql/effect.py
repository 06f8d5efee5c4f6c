"""Whether a statement that no transaction may hold took effect when it was interrupted: the catalog is asked. That a
revision has begun is known also when it is killed and rolled back: a connection of its own commits that.
"""
import contextlib
import json
import logging

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateTable

from ...journal.journal import DONE, FAILED, REVISION, RUNNING
from ...journal.names import JOURNAL
from ...journal.tables import journal
from ...sql import POSTGRESQL, parse
from ...translation.language import _
from .catalogs import path, quoted

log = logging.getLogger('alembic.safe_migrate')
ABSENT = '-'
LONGEST = 40  # characters of what the journal has of the time before
INDEXES = '''
SELECT i.indexrelid::bigint, n.nspname, c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE i.indrelid = to_regclass(%s)'''
INDEX = '''
SELECT c.oid::bigint, n.nspname, c.relname, i.indisvalid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_index i ON i.indexrelid = c.oid WHERE c.oid = to_regclass(%s)'''
DATABASE = 'SELECT 1 FROM pg_database WHERE datname = %s'
# A type that is gone since, or has another number in a copy, gives its values as text.
TYPE = "SELECT replace(format_type(%s, NULL), '???', 'text')"
# What may be done twice: after an interruption it runs again.
HARMLESS = ('VACUUM', 'ANALYZE', 'REINDEX', 'CLUSTER', 'CHECKPOINT', 'REFRESH')


class Effects:
    """Asks the server's catalog, on the connection that does the work.

    :param raw: the driver's
    """

    def __init__(self, raw):
        self.raw = raw

    def rows(self, query, *arguments):
        with contextlib.closing(self.raw.cursor()) as cursor:
            cursor.execute(query, arguments)
            return cursor.fetchall()

    def before(self, statement):
        """What the journal has to have of the time before a statement, so that it can be told later whether it took effect.

        :param statement: `sql.Statement`
        """
        if not self.makes_index(statement):
            return None
        if statement.name:
            found = self.named(statement)
            return str(found[0][0]) if found else ABSENT
        found = self.rows(INDEXES, statement.reference())
        kept = '%d;%s' % (sum(row[3] for row in found), ','.join(str(row[0]) for row in found if not row[3]))
        return kept if len(kept) <= LONGEST else None

    @staticmethod
    def makes_index(statement):
        return statement.action == 'CREATE INDEX' and statement.refuses_transaction and bool(statement.places)

    def named(self, statement):
        """The index of a statement: an index is in the schema of its table."""
        table = self.rows('SELECT nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace '
                          'WHERE c.oid = to_regclass(%s)', statement.reference())
        return self.rows(INDEX, path(table[0][0], statement.name.name)) if table else []

    def took_effect(self, row):
        """Whether a statement did: as it was marked, or else as the catalog tells.

        :param row: the journal's
        :returns: None where that cannot be told
        """
        if row['ended'] != RUNNING:
            return row['ended'] == DONE
        statement = parse(row['statement'], POSTGRESQL)
        if len(statement.parts) > 1:
            return None
        if self.makes_index(statement):
            return self.made_index(statement, row['definition'])
        if statement.action == 'DROP INDEX' and statement.name and ',' not in row['statement']:
            return not self.rows(INDEX, path(statement.name.schema, statement.name.name))
        if statement.action in ('CREATE DATABASE', 'DROP DATABASE') and statement.has_words({'DATABASE'}):
            name = statement.reader.plain(next(token for token in reversed(statement.tokens) if token.text != ';'))
            is_there = bool(self.rows(DATABASE, name))
            return is_there == (statement.action == 'CREATE DATABASE') if len(statement.tokens) == 3 else None
        return False if statement.first in HARMLESS or statement.action == 'ALTER SYSTEM' else None

    def made_index(self, statement, before):
        if before is None:
            return None
        if statement.name:
            found = self.named(statement)
            return bool(found) and found[0][3] and str(found[0][0]) != before
        found = self.rows(INDEXES, statement.reference())
        return sum(row[3] for row in found) > int(before.split(';')[0])

    def left_invalid(self, row):
        """The invalid indexes that an interrupted or refused `CREATE INDEX CONCURRENTLY` has left: names as they are written
        in SQL."""
        statement = parse(row['statement'], POSTGRESQL)
        if row['ended'] not in (RUNNING, FAILED) or row['definition'] is None or not self.makes_index(statement):
            return []
        if statement.name:
            found = [one for one in self.named(statement) if str(one[0]) != row['definition']]
        else:
            known = row['definition'].split(';')[1].split(',')
            found = [one for one in self.rows(INDEXES, statement.reference()) if str(one[0]) not in known]
        return [path(None if schema == 'public' else schema, name) for _oid, schema, name, is_valid in found if not is_valid]

    def clear_away(self, row, run):
        """Drop what a statement of the journal has left that is of no use and in the way of the next try.

        :param run: takes the end of a `DROP INDEX` and runs it
        """
        for name in self.left_invalid(row):
            log.warning(_('%(index)s is invalid since this was interrupted or refused, and is dropped: %(statement)s') % {
                'index': name, 'statement': row['statement']})
            run('IF EXISTS ' + name)

    # What a cursor holds

    def let_it_hold(self, cursor, description, rows):
        """Let a cursor have the rows that a statement has answered, from the server and so of the right types.

        :param description: as the journal has it
        """
        types = [self.rows(TYPE, column[1])[0][0] for column in description]
        names = ', '.join(quoted(column[0]) for column in description)
        row = '(%s)' % ', '.join('%s::' + one for one in types)
        listed = ', '.join([row] * max(len(rows), 1))
        query = 'SELECT * FROM (VALUES %s) AS answered (%s)' % (listed, names.replace('%', '%%'))
        values = [value for one in rows or [[None] * len(types)] for value in one]
        getattr(cursor, 'plainly', cursor.execute)(query if rows else query + ' WHERE false', values)

    @staticmethod
    def json_text(value):
        return json.dumps(value) if isinstance(value, (dict, list)) else value


def drop_index(engine, name):
    """Drop an index without a wait for anybody who uses its table, on a connection of its own."""
    with contextlib.closing(past_the_pool(engine)) as pooled:
        pooled.connection.autocommit = True
        with contextlib.closing(pooled.connection.cursor()) as cursor:
            cursor.execute('DROP INDEX CONCURRENTLY ' + name)


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

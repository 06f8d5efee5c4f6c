"""PostgreSQL has no bin yet: what a revision drops is gone, so before that somebody has to agree.

What the revisions name is asked of all at once, before the first step; the rest right before its statement. The server
itself counts what would go, and says which values a new type does not hold.
"""
import contextlib
import logging
import os
import re
from collections import OrderedDict

import click

from .. import prompts
from ..apply import JOURNAL
from ..apply.run import direction_of, revision_of
from ..configuration import option
from ..explain import on_postgresql as explain
from ..explain import short
from ..inspect.tables import version_table
from ..plan import losses
from ..sql import STRING, clauses

log = logging.getLogger('alembic.safe_migrate')
IN_TRANSACTION, IN_ERROR = 2, 3  # psycopg2.extensions.TRANSACTION_STATUS_INTRANS, TRANSACTION_STATUS_INERROR
SAME_KIND = 'NDTSB'  # pg_type.typcategory: numbers, dates, intervals, texts, truth values
WHOLE = ('smallint', 'integer', 'bigint')  # each holds the values of those before it
NOT_THERE = ('42P01', '42703', '3F000', '42704')  # no such table, column, schema, type: the statement itself says so
IN_A_BLOCK = re.compile(r'\b(?:DROP (?:TABLE|COLUMN|SCHEMA)|TRUNCATE)\b')
WITH_CASCADE = ('DROP TYPE', 'DROP DOMAIN', 'DROP EXTENSION', 'DROP COLLATION')

IS_KEPT = "SELECT relkind IN ('r', 'p') AND relpersistence <> 't' FROM pg_class WHERE oid = %s::regclass"
OF_SCHEMA = """SELECT oid::regclass::text FROM pg_class
WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1"""
REFERRING = """WITH RECURSIVE referring(oid) AS (SELECT %s::regclass::oid
UNION SELECT conrelid FROM pg_constraint JOIN referring ON confrelid = referring.oid WHERE contype = 'f')
SELECT oid::regclass::text FROM referring"""
OF_TYPES = """SELECT a.attrelid::regclass::text, quote_ident(a.attname) FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON a.atttypid IN (t.oid, t.typarray)
WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND t.oid IN (%s) ORDER BY 1, 2"""
OF_EXTENSION = """SELECT objid FROM pg_depend WHERE deptype = 'e' AND classid = 'pg_type'::regclass
AND refobjid = (SELECT oid FROM pg_extension WHERE extname = %s)"""
COLUMN = """SELECT format_type(a.atttypid, a.atttypmod), t.typcategory,
(SELECT typcategory FROM pg_type WHERE oid = %s::regtype), %s::regtype::text FROM pg_attribute a
JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = %s::regclass AND a.attname = %s"""


class Losses:
    """What a run of `db upgrade` or `db downgrade` would lose.

    :param context: Alembic's migration context
    """

    def __init__(self, context):
        self.context, self.quote = context, context.connection.dialect.identifier_preparer.quote
        self.yes, self.agreed, self.made = option(context.config, 'yes', False), set(), set()

    def before_steps(self, steps):
        """
        :param steps: Alembic's, before the first
        :raises UserError: where rows would go and nobody agrees
        """
        dropped = [(revision_of(step), table, column) for step in steps if direction_of(step) != 'stamp'
                   for table, column in losses.dropped_by(step, self.context.connection)]
        if not dropped or self.yes:
            return
        counting = Counting(self.context.connection.connection.connection)
        found = OrderedDict(((table, column), one) for _revision, table, column in dropped
                            for one in self.of_names(table, column, counting) if one[2] != 0)
        if found:
            self.ask(list(found.values()), explain.nothing_run(), may_be_silent=False)
        self.agreed.update(found)  # what is not there yet, or is empty yet, is asked about before its statement

    def of_names(self, table, column, counting):
        """What a script drops, where it is there before the first step."""
        written, name = self.quote(table), column and self.quote(column)
        if not counting.value(IS_KEPT, written):
            return []
        place = explain.Column('%s.%s' % (table, column)) if column else table
        return [(written, place, counting.number('SELECT COUNT(%s) FROM %s' % (name or '*', written)))]

    def before(self, statement, connection):
        """A statement is about to run.

        :param statement: `sql.Statement`
        :param connection: the driver's, on which it will
        :raises UserError: where it loses rows and nobody agrees
        """
        if self.yes:
            return
        for part in statement.parts:
            if part.makes_table:
                self.made.update(part.tables)
            self.made.update(new for old, new in part.renames if old in self.made)
            counting = Counting(connection)
            found = [one for one in self.lost(part, counting) if one[2] != 0]
            if found:
                self.ask(found, explain.not_run(short(part.redacted())), part.action in ('TRUNCATE', 'DELETE'))

    def ask(self, found, advice, may_be_silent):
        """
        :param found: triples of a table as it is written in SQL, what is lost, and how many rows or values, None where
            that is not known
        :param may_be_silent: whether it goes on where nobody is there to be asked: to empty a table is all that it says
        """
        question = explain.gone_for_good([one[1:] for one in found])
        copy = explain.copy(self.context.connection.engine.url, [table for table, _place, _number in found if table])
        if prompts.at_terminal():
            if not agrees('\n'.join([question] + copy)):
                raise explain.not_agreed(question, copy, advice)
        elif may_be_silent and os.environ.get(losses.CONFIRM) != '1':
            log.warning(question)
        else:
            raise explain.not_agreed(question, copy, advice)

    # What a statement loses: triples, see `ask`

    def lost(self, statement, counting):
        if statement.action in ('DROP TABLE', 'TRUNCATE', 'DELETE') and not statement.is_temporary:
            return self.of_tables(statement, counting)
        if statement.action == 'ALTER TABLE' and statement.places:
            return self.of_columns(statement, counting)
        if statement.action == 'DROP DATABASE':
            return self.of_schema(statement, counting)
        if statement.action in WITH_CASCADE and statement.has_words({'CASCADE'}):
            return self.of_types(statement, counting)
        may_lose = statement.action == 'DROP OWNED' or statement.action == 'DO' and loses_within(statement) or (
            statement.action is None and statement.has_words({'DROP', 'TRUNCATE', 'DELETE'})
            and not statement.has_words({'AGGREGATE'}))
        return [(None, short(statement.redacted()), None)] if may_lose else []

    def of_tables(self, statement, counting):
        tables = [(table, statement.text[start:end]) for table, (start, end) in zip(statement.tables, statement.places)]
        tables = [(table, written) for table, written in tables
                  if (table.name, None) not in self.agreed and table not in self.made and table.name != version_table()]
        if statement.action == 'DELETE' and statement.has_where:
            return []
        names = [written for _table, written in tables if counting.value(IS_KEPT, written)]
        if statement.action == 'TRUNCATE' and statement.has_words({'CASCADE'}):
            names = sorted({row[0] for name in names for row in counting.rows(REFERRING, name)})
        return [(name, name, counting.number('SELECT COUNT(*) FROM ' + name)) for name in names]

    def of_schema(self, statement, counting):
        if statement.has_words({'DATABASE'}):
            return [(None, short(statement.text), None)]
        names = [row[0] for one in statement.tables for row in counting.rows(OF_SCHEMA, self.quote(one.name))
                 if row[0] not in (JOURNAL, version_table())]
        return [(name, name, counting.number('SELECT COUNT(*) FROM ' + name)) for name in names]

    def of_types(self, statement, counting):
        """The columns that go with the type that they are of."""
        if statement.action == 'DROP COLLATION':
            return [(None, short(statement.text), None)]
        names = names_behind(statement)
        if statement.action == 'DROP EXTENSION':
            types = [row[0] for name in names for row in counting.rows(OF_EXTENSION, name.strip('"'))]
        else:
            types = [counting.value('SELECT %s::regtype::oid', name) for name in names]
        types = [str(one) for one in types if one]
        columns = counting.rows(OF_TYPES % ', '.join(types)) if types else []
        return [(table, explain.Column('%s.%s' % (table, name)), counting.number('SELECT COUNT(%s) FROM %s' % (name, table)))
                for table, name in columns]

    def of_columns(self, statement, counting):
        (start, end), name = statement.places[0], statement.tables[0].name
        table = statement.text[start:end]
        if statement.tables[0] in self.made or not counting.value(IS_KEPT, table):
            return []
        found = []
        for clause in statement.clauses:
            if clause.action == clauses.DROP_COLUMN and (name, clause.names[0]) not in self.agreed:
                found.append((table, explain.Column('%s.%s' % (table, clause.written)), counting.number(
                    'SELECT COUNT(%s) FROM %s' % (clause.written, table))))
            elif clause.action == clauses.MODIFY:
                found += narrowed(statement, clause, table, counting)
        return found


def agrees(question):
    """What who sits at the terminal says."""
    try:
        return prompts.confirm(question + '\n' + explain.go_on())
    except click.Abort:
        prompts.end_line()
        return False


def narrowed(statement, clause, table, counting):
    """The values that do not come back from the new type of a column as they were; none where a `USING` makes others of
    them, which is what it is there for, and none that the server itself refuses."""
    items = [token for token in statement.tokens if clause.start <= token.start < clause.end]
    words = [token.word for token in items]
    name = next(number for number, token in enumerate(items) if token.text == clause.written)  # which may be `type`
    place = words.index('TYPE', name + 1) + 1
    ends = [number for number, word in enumerate(words) if word in ('USING', 'COLLATE') and number > place]
    new = statement.text[items[place].start:items[min(ends)].start if ends else clause.end].strip().rstrip(';')
    value = clause.written
    if 'USING' in words:
        using = items[words.index('USING') + 1:]
        first = [token.text for token in using[:3]]
        if first[:2] != [value, '::'] and [text.upper() for text in first[:2]] + first[2:] != ['CAST', '(', value]:
            return []
        value = statement.text[using[0].start:clause.end].strip().rstrip(';')
    column = clause.written.strip('"') if clause.written.startswith('"') else clause.written.lower()
    row = counting.rows(COLUMN, new, new, table, column)
    if not row:
        return []
    old, was, will, kind = row[0]
    if old in WHOLE and kind in WHOLE[WHOLE.index(old):]:
        return []
    if was != will or was not in SAME_KIND or was == 'S' and 'USING' not in words:
        return []
    number = counting.number('SELECT COUNT(*) FROM %s WHERE (%s)::%s::%s IS DISTINCT FROM %s' % (
        table, value, new, old, clause.written), refused=0)
    return [(table, explain.Column('%s.%s' % (table, clause.written)), number)]


def loses_within(statement):
    """Whether a block of code (`DO`) has a statement in it that may lose rows."""
    texts = [token.text for token in statement.tokens if token.kind == STRING]
    return any(IN_A_BLOCK.search(' '.join(re.sub(r'--.*', '', text).upper().split())) for text in texts)


def names_behind(statement):
    """The names of a `DROP TYPE a, b CASCADE`, as they are written."""
    items = [token for token in statement.tokens[2:] if token.word not in ('IF', 'EXISTS', 'CASCADE', 'RESTRICT')]
    return [name.strip() for name in ''.join(token.text for token in items).split(',')]


def code_of(error):
    """The SQLSTATE of an error of psycopg2 or pg8000; None of another."""
    told = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
    return getattr(error, 'pgcode', None) or told.get('C')


class Counting:
    """Asks the server on the connection that a statement is about to run on, and leaves its transaction as it is.

    :param connection: the driver's
    """

    def __init__(self, connection):
        self.connection = connection

    def rows(self, query, *arguments):
        """:returns: a list; an empty one where what the query names is not there"""
        try:
            return self.run(query, arguments)
        except Exception as error:
            if code_of(error) in NOT_THERE + ('42601',):
                return []
            raise

    def value(self, query, *arguments):
        found = self.rows(query, *arguments)
        return found[0][0] if found else None

    def number(self, query, refused=None):
        """How many there are; 0 where there is no such table or column, `refused` where the server does not say."""
        try:
            return self.run(query, ())[0][0]
        except Exception as error:
            if code_of(error) is None:
                raise
            return 0 if code_of(error) in NOT_THERE else refused

    def run(self, query, arguments):
        with self.unharmed(), contextlib.closing(self.cursor()) as cursor:
            cursor.execute(query, *([arguments] if arguments else []))  # pg8000 takes no None
            return cursor.fetchall()

    def cursor(self):
        """A cursor that is not listened to."""
        if not hasattr(self.connection, 'cursor_factory'):
            return self.connection.cursor()
        from psycopg2.extensions import cursor
        return self.connection.cursor(cursor_factory=cursor)

    @contextlib.contextmanager
    def unharmed(self):
        """Within, an error ends no transaction: a savepoint where there is one; the one that the driver itself begins for a
        query goes again."""
        status = getattr(self.connection, 'get_transaction_status', lambda: IN_TRANSACTION)
        if status() != IN_TRANSACTION:
            try:
                yield
            except BaseException:
                if status() == IN_ERROR:
                    self.connection.rollback()
                raise
            return
        self.control('SAVEPOINT safe_migrate_counts')
        try:
            yield
        except BaseException:
            self.control('ROLLBACK TO SAVEPOINT safe_migrate_counts')
            raise
        finally:
            self.control('RELEASE SAVEPOINT safe_migrate_counts')

    def control(self, statement):
        with contextlib.closing(self.cursor()) as cursor:
            cursor.execute(statement)

"""What a revision drops goes into the bin; before the rest of what it loses somebody has to agree.

What the revisions name is asked of all at once, before the first step; the rest right before its statement. The server
itself counts what would go, and says which values a new type does not hold.
"""
import contextlib
import logging
import os
import re
from collections import OrderedDict

from ...bin.bin import Bin
from ...checks import losses
from ...codebase.environment import version_table
from ...journal.names import JOURNAL
from ...messages import answered_no, prompts, short
from ...options import option
from ...sql import DDL, POSTGRESQL, STRING, clauses, parse
from ...sql.calls import called
from ...upgrade.step import direction_of, revision_of
from . import data_checks
from . import texts as explain
from .catalogs import code_of
from .questions import is_cast_of, retyped
from .structure import IN_REACH

log = logging.getLogger('alembic.safe_migrate')
IN_TRANSACTION, IN_ERROR = 2, 3  # psycopg2.extensions.TRANSACTION_STATUS_INTRANS, TRANSACTION_STATUS_INERROR
SAME_KIND = 'NDTSB'  # pg_type.typcategory: numbers, dates, intervals, texts, truth values
WHOLE = ('smallint', 'integer', 'bigint')  # each holds the values of those before it
NOT_THERE = ('42P01', '42703', '3F000', '42704')  # no such table, column, schema, type: the statement itself says so
DROPS = r'\bDROP (?!(?:%s)\b)' % '|'.join('''CONSTRAINT INDEX VIEW MATERIALIZED FUNCTION TRIGGER POLICY SEQUENCE ROLE USER
    NOT DEFAULT EXPRESSION IDENTITY RULE PROCEDURE AGGREGATE OPERATOR CAST EVENT PUBLICATION SUBSCRIPTION STATISTICS
    TYPE DOMAIN EXTENSION'''.split())  # what has rows, or what is not told
IN_A_BLOCK = re.compile(r'\b(?:DROP (?:TABLE|COLUMN|SCHEMA|OWNED)|TRUNCATE)\b|\b(?:ALTER TABLE|EXECUTE)\b[^;]*' + DROPS)
WITH_CASCADE = ('DROP TYPE', 'DROP DOMAIN', 'DROP EXTENSION', 'DROP COLLATION')

ROUTINES = """SELECT p.proname::text, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND NOT EXISTS (
SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e') AND %s"""
IS_KEPT = "SELECT relkind IN ('r', 'p') AND relpersistence <> 't' FROM pg_class WHERE oid = %s::regclass"
IS_GENERATED = """SELECT attgenerated <> '' FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s
AND NOT attisdropped"""  # from 12 on, before which there is no such column, and none that is generated
OF_SCHEMA = """SELECT oid::regclass::text FROM pg_class
WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1"""
REFERRING = """WITH RECURSIVE referring(oid) AS (SELECT %s::regclass::oid
UNION SELECT conrelid FROM pg_constraint JOIN referring ON confrelid = referring.oid WHERE contype = 'f')
SELECT oid::regclass::text FROM referring"""
# What goes with a table in a DROP TABLE ... CASCADE: those that inherit from it (a partition's rows are the table's own),
# and the columns of the type of its rows.
HEIRS = """WITH RECURSIVE heirs(oid) AS (SELECT inhrelid FROM pg_inherits JOIN pg_class p ON p.oid = inhparent
WHERE p.oid = %s::regclass AND p.relkind = 'r' UNION SELECT inhrelid FROM pg_inherits JOIN heirs ON inhparent = heirs.oid)
SELECT oid::regclass::text FROM heirs ORDER BY 1"""
TYPE_OF_ROWS = 'SELECT reltype FROM pg_class WHERE oid = %s::regclass'
OF_TYPES = """SELECT a.attrelid::regclass::text, quote_ident(a.attname) FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON a.atttypid IN (t.oid, t.typarray)
WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND t.oid IN (%s) ORDER BY 1, 2"""
OF_EXTENSION = """SELECT objid FROM pg_depend WHERE deptype = 'e' AND classid = 'pg_type'::regclass
AND refobjid = (SELECT oid FROM pg_extension WHERE extname = %s)"""
COLUMN = """SELECT format_type(a.atttypid, a.atttypmod), t.typcategory,
(SELECT typcategory FROM pg_type WHERE oid = %s::regtype), %s::regtype::text FROM pg_attribute a
JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = %s::regclass AND a.attname = %s"""


class Losses:
    """What a run of `db upgrade` or `db downgrade` would lose, and its bin.

    :param context: Alembic's migration context
    """

    def __init__(self, context):
        self.context, self.quote = context, context.connection.dialect.identifier_preparer.quote
        self.raw, self.bin = context.connection.connection.connection, Bin(context)
        self.yes, self.agreed, self.made = option(context.config, 'yes', False), set(), set()
        self.no_bin = option(context.config, 'no_bin', False)
        self.behind = None  # a statement that is to run when the values are back
        self.routines = None  # those that may lose rows, where it was asked since the last one was made

    def before_steps(self, steps):
        """
        :param steps: Alembic's, before the first
        :raises UserError: where rows would go and nobody agrees, or where rows that are there would be refused
        """
        steps = [step for step in steps if direction_of(step) != 'stamp']
        data_checks.refuse(self.context, steps, self.bin.values_for(steps))
        dropped = [(revision_of(step), table, column) for step in steps
                   for table, column in losses.dropped_by(step, self.context.connection)]
        counting, found, unknown = Counting(self.raw), OrderedDict(), OrderedDict()
        for revision, table, column in dropped:
            for one in self.of_names(table, column, counting):
                if one[2] is None or not self.is_kept_here(one[0], counting):
                    unknown[table, column] = one
                elif one[2]:
                    found[table, column] = (revision,) + one[1:]
        if unknown and not self.yes:
            self.ask(list(unknown.values()), explain.nothing_run(), may_be_silent=False)
        self.agreed.update(unknown)  # what is not there yet, or is empty yet, is asked about before its statement
        self.bin.agreed(losses.agree_on(self.context, list(found.values())))

    def of_names(self, table, column, counting):
        """What a script drops, where it is there before the first step."""
        written, name = self.quote(table), column and self.quote(column)
        if not counting.value(IS_KEPT, written) or column and counting.value(IS_GENERATED, written, column):
            return []
        place = explain.Column('%s.%s' % (table, column)) if column else table
        return [(written, place, counting.number('SELECT COUNT(%s) FROM %s' % (name or '*', written)))]

    def is_kept_here(self, table, counting):
        """Whether the bin keeps what is dropped of a table, or is told not to.

        :param table: as it is written in SQL
        """
        is_home = counting.value('SELECT current_schema()') == self.bin.store.own_schema  # after a SET search_path it is not
        return (self.bin.keeps or self.no_bin) and counting.connection is self.raw and is_home and bool(
            counting.value(IN_REACH, table))

    # While a revision runs

    def begin(self, step, run):
        """:param run: the journal's"""
        if direction_of(step) != 'stamp':
            self.bin.begin(step, run)

    def waits(self):
        """Whether the bin has anything for the revision, so that each of its statements counts."""
        return bool(self.bin.returning.waiting)

    def before(self, statement, connection, position=None):
        """A statement is about to run.

        :param statement: `sql.Statement`
        :param connection: the driver's, on which it will
        :param position: of one that is committed by itself
        :returns: whether there is nothing left for it to do
        :raises UserError: where it loses rows and nobody agrees
        """
        counting = Counting(connection)
        for part in statement.parts:
            if part.makes_table:
                self.made.update(part.tables)
            if part.action == 'ALTER TABLE' and part.has_words({'ATTACH', 'INHERIT'}):
                self.made.clear()  # the rows of another table are its own, too
            self.made.update(new for old, new in part.renames if old in self.made)
            found = [one for one in self.lost(part, counting) if one[2] != 0]
            if found and not self.yes:
                self.ask(found, explain.not_run(short(part.redacted())), part.action in ('TRUNCATE', 'DELETE'))
        if connection is not self.raw:
            return False
        table = self.bin.store.made_by_statement(statement)[0] if self.waits() else None
        pair = self.bin.store.with_null(statement, self.bin.returning.values_of(table)) if table else None
        if pair:
            self.bin.store.run(pair[0])
            self.behind = pair[1]
            return True
        return bool(self.bin.before(statement.text, position))

    def of_routines(self, statement, connection):
        """A statement is about to run; where it calls a routine that may lose rows, somebody has to agree.

        :raises UserError: where nobody does
        """
        if '(' not in statement.text or self.yes:
            return
        if self.routines is None:
            self.routines = losing_routines(Counting(connection).rows)
        if self.routines and called(statement.text) & self.routines:
            text = short(parse(statement.text, POSTGRESQL).redacted())
            self.ask([(None, text, None)], explain.not_run(text), may_be_silent=False)

    def after(self, statement, connection):
        """A statement has run."""
        if connection is not self.raw or not (self.waits() or statement.kind == DDL):
            return
        self.bin.after(statement.text)
        if self.behind:
            self.bin.store.run(self.behind)
        self.behind = None

    def end(self):
        """A revision ends, in the transaction that says so."""
        self.bin.end()
        self.bin.tidy()

    def ask(self, found, advice, may_be_silent):
        """
        :param found: triples of a table as it is written in SQL, what is lost, and how many rows or values, None where
            that is not known
        :param may_be_silent: whether it goes on where nobody is there to be asked: to empty a table is all that it says
        """
        question = explain.gone_for_good([one[1:] for one in found])
        copy = explain.copy(self.context.connection.engine.url, [table for table, _place, _number in found if table])
        if prompts.at_terminal():
            if not prompts.confirm('\n'.join([question] + copy + [explain.go_on()])):
                raise answered_no(advice)
        elif may_be_silent and os.environ.get(losses.CONFIRM) != '1':
            log.warning(question)
        else:
            raise explain.not_agreed(question, copy, advice)

    # What a statement loses: triples, see `ask`

    def lost(self, statement, counting):
        if statement.action in ('DROP TABLE', 'TRUNCATE', 'DELETE') and not statement.is_temporary:
            return self.of_tables(statement, counting) + self.of_heirs(statement, counting)
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
        names = [written for _table, written in tables if counting.value(IS_KEPT, written) and not (
            statement.action == 'DROP TABLE' and self.is_kept_here(written, counting))]
        if statement.action == 'TRUNCATE' and statement.has_words({'CASCADE'}):
            names = sorted({row[0] for name in names for row in counting.rows(REFERRING, name)})
        return [(name, name, counting.number('SELECT COUNT(*) FROM ' + name)) for name in names]

    def of_heirs(self, statement, counting):
        """What a `DROP TABLE ... CASCADE` drops beside the tables that it names: the bin keeps none of it."""
        if statement.action != 'DROP TABLE' or not statement.has_words({'CASCADE'}):
            return []
        named = [statement.text[start:end] for start, end in statement.places]
        heirs = {row[0] for name in named for row in counting.rows(HEIRS, name)}
        known = {counting.value('SELECT %s::regclass::text', name) for name in named}
        types = [counting.value(TYPE_OF_ROWS, name) for name in named]
        return [(name, name, counting.number('SELECT COUNT(*) FROM ONLY ' + name)) for name in sorted(heirs - known)] + [
            one for one in self.columns_of(types, counting) if one[0] not in known | heirs]

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
        return self.columns_of(types, counting)

    @staticmethod
    def columns_of(types, counting):
        """:param types: their numbers in the catalogs, or None"""
        types = [str(one) for one in types if one]
        columns = counting.rows(OF_TYPES % ', '.join(types)) if types else []
        return [(table, explain.Column('%s.%s' % (table, name)), counting.number('SELECT COUNT(%s) FROM %s' % (name, table)))
                for table, name in columns]

    def of_columns(self, statement, counting):
        (start, end), name = statement.places[0], statement.tables[0].name
        table = statement.text[start:end]
        if statement.tables[0] in self.made or not counting.value(IS_KEPT, table) or self.is_kept_here(table, counting):
            return []
        found = []
        for clause in statement.clauses:
            if clause.action == clauses.DROP_COLUMN and (name, clause.names[0]) not in self.agreed:
                if counting.value(IS_GENERATED, table, clause.names[0]):
                    continue
                found.append((table, explain.Column('%s.%s' % (table, clause.written)), counting.number(
                    'SELECT COUNT(%s) FROM %s' % (clause.written, table))))
            elif clause.action == clauses.MODIFY:
                found += narrowed(statement, clause, table, counting)
        return found


def narrowed(statement, clause, table, counting):
    """The values that do not come back from the new type of a column as they were; none where a `USING` makes others of
    them, which is what it is there for, and none that the server itself refuses."""
    (new, using), value = retyped(statement)[clause.names[0]], clause.written
    if using is not None:
        if not is_cast_of(clause.names[0], using):
            return []
        value = using
    column = clause.written.strip('"') if clause.written.startswith('"') else clause.written.lower()
    row = counting.rows(COLUMN, new, new, table, column)
    if not row:
        return []
    old, was, will, kind = row[0]
    if old in WHOLE and kind in WHOLE[WHOLE.index(old):]:
        return []
    if was != will or was not in SAME_KIND or was == 'S' and using is None:
        return []
    number = counting.number('SELECT COUNT(*) FROM %s WHERE (%s)::%s::%s IS DISTINCT FROM %s' % (
        table, value, new, old, clause.written), refused=0)
    return [(table, explain.Column('%s.%s' % (table, clause.written)), number)]


def loses_within(statement):
    """Whether a block of code (`DO`) has a statement in it that may lose rows."""
    return any(loses_in(token.text) for token in statement.tokens if token.kind == STRING)


def loses_in(code):
    """Whether the body of a block or a routine has what may lose rows."""
    return bool(IN_A_BLOCK.search(' '.join(re.sub(r'--.*', '', code).upper().split())))


def losing_routines(rows):
    """The names of the routines that may lose rows, be it by another that they call.

    :param rows: calls a query on the connection
    :returns: a set
    """
    if not rows(ROUTINES % r"p.prosrc ~* '\m(drop|truncate)\M' LIMIT 1"):
        return set()
    routines = rows(ROUTINES % 'true')
    found = {name for name, code in routines if loses_in(code)}
    while True:
        more = {name for name, code in routines if name not in found and called(code) & found}
        if not more:
            return found
        found |= more


def names_behind(statement):
    """The names of a `DROP TYPE a, b CASCADE`, as they are written."""
    items = [token for token in statement.tokens[2:] if token.word not in ('IF', 'EXISTS', 'CASCADE', 'RESTRICT')]
    return [name.strip() for name in ''.join(token.text for token in items).split(',')]


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

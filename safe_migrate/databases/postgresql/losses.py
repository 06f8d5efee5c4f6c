"""What a revision drops goes into the bin; before the rest of what it loses somebody has to agree.

What the revisions name is asked of all at once, before the first step; the rest right before its statement. The server
itself counts what would go, and says which values a new type does not hold.
"""
import contextlib
import logging
import os
from collections import OrderedDict

from ...bin.bin import Bin
from ...checks import losses
from ...codebase.environment import version_table
from ...journal.names import JOURNAL
from ...messages import answered_no, prompts, short
from ...options import option
from ...sql import DDL, clauses
from ...upgrade.step import direction_of, function_of, revision_of
from . import data_checks
from . import texts as explain
from .catalogs import code_of
from .questions import narrowed
from .side_effects import SideEffects
from .structure import IN_REACH

log = logging.getLogger('alembic.safe_migrate')
IN_TRANSACTION, IN_ERROR = 2, 3  # psycopg2.extensions.TRANSACTION_STATUS_INTRANS, TRANSACTION_STATUS_INERROR
NOT_THERE = ('42P01', '42703', '3F000', '42704')  # no such table, column, schema, type: the statement itself says so
WITH_CASCADE = ('DROP TYPE', 'DROP DOMAIN', 'DROP EXTENSION', 'DROP COLLATION')

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


class Losses:
    """What a run of `db upgrade` or `db downgrade` would lose, and its bin.

    :param context: Alembic's migration context
    """

    def __init__(self, context):
        self.context, self.quote = context, context.connection.dialect.identifier_preparer.quote
        self.raw, self.bin = context.connection.connection.connection, Bin(context)
        self.yes, self.agreed, self.made = option(context.config, 'yes', False), set(), set()
        self.asked = set()  # the tables of which somebody has heard what the statement loses
        self.no_bin = option(context.config, 'no_bin', False)
        self.behind = None  # a statement that is to run when the values are back
        self.side_effects = SideEffects(self)

    def before_steps(self, steps):
        """
        :param steps: Alembic's, before the first
        :raises UserError: where rows would go and nobody agrees, or where rows that are there would be refused
        """
        steps = [step for step in steps if direction_of(step) != 'stamp']
        data_checks.refuse(self.context, steps, self.bin.values_for(steps))
        dropped = [(revision_of(step), table, column) for step in steps
                   for table, column in losses.dropped_by(function_of(step, self.context), self.context.connection)]
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
        self.side_effects.begin()
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
        counting, self.asked = Counting(connection), set()
        for part in statement.parts:
            if part.makes_table:
                self.made.update(part.tables)
            if part.action == 'ALTER TABLE' and part.has_words({'ATTACH', 'INHERIT'}):
                self.made.clear()  # the rows of another table are its own, too
            self.made.update(new for old, new in part.renames if old in self.made)
            found = [one for one in self.lost(part, counting) if one[2] != 0]
            if found and not self.yes:
                self.ask(found, explain.not_run(short(part.redacted())), part.action in ('TRUNCATE', 'DELETE'))
            self.asked.update(table for table, _place, _number in found)
        if connection is not self.raw:
            return False
        table = self.bin.store.made_by_statement(statement)[0] if self.waits() else None
        pair = self.bin.store.with_null(statement, self.bin.returning.values_of(table)) if table else None
        if pair:
            self.bin.store.run(pair[0])
            self.behind = pair[1]
            return True
        return bool(self.bin.before(statement.text, position))

    def known(self, table, written):
        """What is known beforehand to go with a statement: it is in the bin, or somebody has heard of it.

        :param table: its name
        :param written: how the statement has it
        :returns: the names of its columns, with None for the table itself
        """
        keeping = self.bin.keeping
        if self.no_bin or keeping.agreed or written in self.asked:
            return {None}
        return {one['column_name'] for one in keeping.entries if one['table_name'] == table} | {
            column for name, column in self.agreed if name == table}

    def watched(self, statement, execute, connection):
        """
        :param execute: runs a statement, in a transaction
        :param connection: the driver's, on which it does
        :returns: the same, which sees what the statement loses beside what it says
        """
        return self.side_effects.watched(statement, execute, Counting(connection))

    def before_commit(self, statement, connection):
        """A statement is about to run that commits what its code does.

        :raises UserError: where that loses rows and nobody agrees
        """
        self.side_effects.before_commit(statement, Counting(connection))

    def after(self, statement, connection):
        """A statement has run."""
        self.side_effects.forget(statement)
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
        if statement.action == 'ALTER TYPE' and statement.has_words({'ATTRIBUTE'}) and statement.has_words({'DROP'}):
            return self.columns_of([counting.value('SELECT %s::regtype::oid', names_behind(statement)[0])], counting)
        if statement.action in WITH_CASCADE and statement.has_words({'CASCADE'}):
            return self.of_types(statement, counting)
        may_lose = statement.action == 'DROP OWNED' or (
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


def names_behind(statement):
    """The names of a `DROP TYPE a, b CASCADE` or an `ALTER TYPE a DROP ...`, as they are written."""
    items = statement.tokens[2:]
    end = next((place for place, token in enumerate(items) if token.word == 'DROP'), len(items))
    items = [token for token in items[:end] if token.word not in ('IF', 'EXISTS', 'CASCADE', 'RESTRICT')]
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
        with self.unharmed():
            return self.plainly(query, *arguments)

    def plainly(self, query, *arguments):
        """The rows of a query that cannot fail."""
        with contextlib.closing(self.cursor()) as cursor:
            cursor.execute(query, *([arguments] if arguments else []))  # pg8000 takes no None
            return cursor.fetchall()

    def is_failed(self):
        """Whether no statement can run before a rollback."""
        return getattr(self.connection, 'get_transaction_status', lambda: IN_TRANSACTION)() == IN_ERROR

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

"""What a statement loses beside what it says: by a trigger, a function, a block of code, a default, a view that calls one.

A text does not tell that, however it is read (`EXECUTE 'DR' || 'OP ...'`). So where there is code that could drop anything
and a statement may run it, the catalog is asked before and after; what has gone is taken back by a savepoint, counted, and
asked about. What is committed while it runs cannot be taken back: there the code is read, and it is asked before.
"""
import re
from typing import Dict, NamedTuple, Tuple

from ...codebase.environment import version_table
from ...messages import short
from ...sql import DATA, DDL, POSTGRESQL, READ, STRING, TableName, clauses, parse, unquoted
from ...sql.calls import called
from . import texts as explain
from .catalogs import quoted
from .questions import narrowed

SAVEPOINT = 'safe_migrate_side_effects'
LOSING = re.compile(r'\b(?:DROP|TRUNCATE|ALTER|EXECUTE)\b', re.IGNORECASE)
OF_TRANSACTION = re.compile(r'\b(?:COMMIT|ROLLBACK|CALL)\b', re.IGNORECASE)
DROPS = r'\bDROP (?!(?:%s)\b)' % '|'.join('''CONSTRAINT INDEX VIEW MATERIALIZED FUNCTION TRIGGER POLICY SEQUENCE ROLE USER
    NOT DEFAULT EXPRESSION IDENTITY RULE PROCEDURE AGGREGATE OPERATOR CAST EVENT PUBLICATION SUBSCRIPTION STATISTICS
    TYPE DOMAIN EXTENSION'''.split())  # what has rows, or what is not told
IN_A_BLOCK = re.compile(r'\b(?:DROP (?:TABLE|COLUMN|SCHEMA|OWNED)|TRUNCATE)\b|\b(?:ALTER TABLE|EXECUTE)\b[^;]*' + DROPS)
DROPPING = {'DROP', 'TRUNCATE', 'TYPE'}
WITH_ALL = ('DROP DATABASE', 'DROP OWNED')
WRITES = ('INSERT', 'UPDATE', 'DELETE')
MAKES_CODE = {'FUNCTION', 'PROCEDURE', 'ROUTINE', 'EXTENSION'}
OF_WRITES = {'pg_trigger', 'pg_attrdef', 'pg_event_trigger'}  # what a query that only reads does not run

ROUTINES = """SELECT p.oid::bigint, p.proname::text, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND """
MAY_LOSE = r"""CASE l.lanname WHEN 'sql' THEN p.prosrc ~* '\m(drop|truncate|alter)\M'
WHEN 'plpgsql' THEN p.prosrc ~* '\m(drop|truncate|alter|execute)\M'
WHEN 'c' THEN p.proname ~* 'drop|truncate' ELSE l.lanname <> 'internal' END"""
USED_BY = """SELECT DISTINCT classid::regclass::text FROM pg_depend WHERE refclassid = 'pg_proc'::regclass
AND classid <> 'pg_proc'::regclass AND refobjid IN (%s)"""
# A table's file is another one when it was emptied or written anew. A column keeps its number under another name.
TABLES = """SELECT c.oid::bigint, n.nspname::text, c.relname::text, c.oid::regclass::text, c.relkind::text,
c.relfilenode::bigint, c.relkind = 'r' AND pg_relation_size(c.oid) = 0,
ARRAY(SELECT concat_ws(' ', a.attnum, a.atttypid, a.atttypmod, quote_ident(a.attname)) FROM pg_attribute a
WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
AND n.nspname NOT IN ('pg_catalog', 'information_schema')"""
LOCKED = """SELECT DISTINCT relation::bigint FROM pg_locks
WHERE pid = pg_backend_pid() AND locktype = 'relation' AND mode = 'AccessExclusiveLock'"""
RELATED = """WITH RECURSIVE related(oid) AS (SELECT %s::regclass::oid
UNION SELECT inhrelid FROM pg_inherits JOIN related ON inhparent = related.oid) SELECT oid::bigint FROM related"""
IS_STORED = """SELECT attgenerated = '' FROM pg_attribute WHERE attrelid = %s::bigint::oid AND attnum = %s"""
TYPE = "SELECT format_type(%s::bigint::oid, %s::integer)"


class Column(NamedTuple):
    kind: Tuple[int, int]  # its type, and what stands in brackets behind that
    written: str

    @property
    def name(self):
        return unquoted(self.written)


class Table(NamedTuple):
    schema: str
    name: str
    written: str
    kind: str
    file: int
    is_empty: bool
    columns: Dict[int, Column]  # by their numbers


class SideEffects:
    """Looks after what the statements of a revision run beside themselves.

    :param losses: `losses.Losses`, which asks
    """

    def __init__(self, losses):
        self.losses = losses
        self.routines = None  # the names of those that may lose rows, where it was asked since one was made
        self.used_by = set()  # the catalogs of what calls them without being called by name
        self.found = None  # the tables that were there before the revision, where that was asked

    def begin(self):
        """Another revision begins: what it makes itself is no loss."""
        self.found = None

    def forget(self, statement):
        """A statement has run, which may have made code."""
        if statement.first in ('DO', 'CALL', 'EXECUTE') or statement.kind == DDL and (
                self.routines or statement.has_words(MAKES_CODE)):
            self.routines = None

    def look(self, counting):
        """Find the routines that may lose rows, be it by another that they call, and what uses them."""
        found = with_callers({row[0]: row[1] for row in counting.plainly(ROUTINES + MAY_LOSE)}, counting)
        self.routines = set(found.values())
        self.used_by = {row[0] for row in counting.plainly(USED_BY % ', '.join(map(str, found)))} if found else set()

    def may_have(self, statement, counting):
        """Whether a statement may run code that loses rows."""
        if self.routines is None:
            self.look(counting)
        if statement.first == 'DO' or 'DO' in [part.first for part in getattr(statement, 'parts', ())]:
            return True
        if not self.routines:
            return False
        if statement.first in ('EXECUTE', 'FETCH', 'MOVE') or called(statement.text) & self.routines:
            return True
        return bool(self.used_by - (OF_WRITES if statement.kind == READ else set()))

    def watched(self, statement, execute, counting):
        """
        :param statement: `sql.Statement`, or one that is not parsed
        :param execute: runs it, in a transaction
        :param counting: `losses.Counting`, on the connection that does
        :returns: the same, which takes back what nobody agrees to
        """
        if self.losses.yes or counting.is_failed():
            return execute
        says_so = statement.kind == DDL and statement.has_words(DROPPING)  # and names perhaps another table than it seems
        if not says_so and not self.may_have(statement, counting):
            return execute
        is_write = statement.kind == DATA and statement.first in WRITES
        if is_write and not called(statement.text) & self.routines:
            return lambda: self.watch_locks(statement, execute, counting)
        parsed = parse(statement.text, POSTGRESQL)
        if any(part.action in WITH_ALL or part.first == 'DROP' and part.action != 'DROP TABLE' and (
                part.has_words({'CASCADE'})) for part in parsed.parts):
            return execute  # somebody has agreed to all that goes with it
        return lambda: self.watch(parsed, execute, counting, runs_code=not says_so or self.may_have(statement, counting))

    def watch_locks(self, statement, execute, counting):
        """The same of one of many, such as an `INSERT` whose table has a trigger: nothing is dropped, emptied or cut without
        a lock that keeps all others out, and which locks there are is told quickly."""
        self.found = tables(counting) if self.found is None else self.found
        held = locked(counting)
        before = shapes(counting, held)
        counting.control('SAVEPOINT ' + SAVEPOINT)
        answered = execute()
        if locked(counting) & set(self.found) <= held and shapes(counting, held) == before:
            counting.control('RELEASE SAVEPOINT ' + SAVEPOINT)
            return answered
        counting.control('ROLLBACK TO SAVEPOINT ' + SAVEPOINT)
        counting.control('RELEASE SAVEPOINT ' + SAVEPOINT)
        return self.watch(parse(statement.text, POSTGRESQL), execute, counting, runs_code=True)

    def watch(self, parsed, execute, counting, runs_code):
        before = tables(counting)
        self.found = before if self.found is None else self.found
        known = self.known(parsed, before, counting)
        counting.control('SAVEPOINT ' + SAVEPOINT)
        answered = execute()
        now = tables(counting)
        changed = [oid for oid, was in before.items() if oid in self.found and not self.is_made(was) and has_lost(
            was, now.get(oid), known.get(oid, set()), runs_code)]
        if changed:
            left = {oid: counting.number('SELECT COUNT(*) FROM ONLY ' + now[oid].written) for oid in changed if oid in now}
            types = {column.kind: counting.value(TYPE, *column.kind)
                     for oid in changed if oid in now for column in now[oid].columns.values()}
            counting.control('ROLLBACK TO SAVEPOINT ' + SAVEPOINT)
            lost = [one for oid in changed for one in of_table(before[oid], left.get(oid), counting) + of_columns(
                oid, before[oid], now.get(oid), known.get(oid, set()), types, counting)]
            if lost:
                self.ask(parsed, lost)
            answered = execute()
        counting.control('RELEASE SAVEPOINT ' + SAVEPOINT)
        if self.routines and called(parsed.text) & self.routines:
            self.routines = None  # they may have made others
        return answered

    def known(self, parsed, before, counting):
        """What it is known beforehand that the tables lose which a statement names, and with them those that inherit from
        them or are their partitions.

        :returns: by the tables' numbers a set of the names of columns, with None for the whole table
        """
        found = {}
        for part in parsed.parts:
            for start, end in part.places:
                related = [oid for oid, in counting.rows(RELATED, part.text[start:end])]
                named = before.get(related[0]) if related else None
                names = self.losses.known(named.name, part.text[start:end]) if named else set()
                if named and self.losses.is_kept_here(quoted(named.name), counting):
                    names.update(name for clause in part.clauses if clause.action == clauses.MODIFY for name in clause.names)
                for oid in related:
                    found.setdefault(oid, set()).update(names)
        for oid, table in before.items():
            if table.written in self.losses.asked:
                found[oid] = {None}
        return found

    def is_made(self, table):
        """Whether the revision has made it itself."""
        return bool(self.losses.made & {TableName(None, table.name), TableName(table.schema, table.name)})

    def ask(self, parsed, found):
        """
        :param found: see `Losses.ask`
        :raises UserError: where nobody agrees; and of a COPY, whose file is read already
        """
        advice = explain.taken_back(short(parsed.redacted()))
        if parsed.first == 'COPY':
            raise explain.not_agreed(explain.gone_for_good([one[1:] for one in found]), [], advice)
        self.losses.ask(found, advice, may_be_silent=False)

    # What is committed while it runs

    def before_commit(self, statement, counting):
        """A statement is about to run that is committed with what its code does.

        :raises UserError: where nobody agrees
        """
        codes = [token.text for token in statement.tokens if token.kind == STRING] if statement.first == 'DO' else []
        if self.losses.yes or not (any(map(loses_in, codes)) or called(statement.text) & losing_routines(counting)):
            return
        text = short(statement.redacted())
        self.losses.ask([(None, text, None)], explain.not_run(text), may_be_silent=False)


def ends_transaction(statement):
    """Whether a block or a procedure may commit what it does."""
    return statement.first == 'CALL' or statement.first == 'DO' and any(
        OF_TRANSACTION.search(token.text) for token in statement.tokens if token.kind == STRING)


def locked(counting):
    """The numbers of the tables and the like that nobody else may use until the transaction ends."""
    return {oid for oid, in counting.plainly(LOCKED)}


def shapes(counting, oids):
    """The file and the columns of some tables."""
    more = ' AND c.oid IN (%s)' % ', '.join(map(str, sorted(oids)))
    return {oid: (table.file, table.columns) for oid, table in tables(counting, more).items()} if oids else {}


def tables(counting, more=''):
    """The tables of a database, by their numbers in the catalog.

    :param more: the end of the query, where it is about some of them
    """
    found = {}
    for oid, schema, name, written, kind, file, is_empty, columns in counting.plainly(TABLES + more):
        if name != version_table():
            parts = [column.split(' ', 3) for column in columns]
            found[oid] = Table(schema, name, written, kind, file, is_empty, {
                int(number): Column((int(of_type), int(size)), column) for number, of_type, size, column in parts})
    return found


def has_lost(was, now, known, runs_code):
    """Whether a table has lost anything that is not known, or may have.

    :param now: None where it is gone
    :param runs_code: whether what has emptied it may have put other rows there
    """
    if None in known or was.is_empty:
        return False
    return now is None or now.file != was.file and (now.is_empty or runs_code) or any(
        column.name not in known and (number not in now.columns or now.columns[number].kind != column.kind)
        for number, column in was.columns.items())


def of_table(was, left, counting):
    """What is lost of a table's rows, see `Losses.ask`.

    :param left: how many are left; None where the table is gone
    """
    if was.kind == 'p':
        return []  # its rows are those of its partitions
    number = counting.number('SELECT COUNT(*) FROM ONLY ' + was.written)
    gone = None if number is None else number - (left or 0)
    return [] if gone is not None and gone <= 0 else [(was.written, was.written, gone)]


def of_columns(oid, was, now, known, types, counting):
    """What is lost of a table's values.

    :param types: how the types are called that its columns have now
    """
    found = []
    for number, column in was.columns.items() if now else ():
        if column.name in known:
            continue
        if number not in now.columns and counting.value(IS_STORED, oid, number) is not False:
            found.append((was.written, explain.Column('%s.%s' % (was.written, column.written)), counting.number(
                'SELECT COUNT(%s) FROM ONLY %s' % (column.written, was.written))))
        elif number in now.columns and now.columns[number].kind != column.kind:
            of_type = types[now.columns[number].kind]
            change = parse('ALTER TABLE %s ALTER COLUMN %s TYPE %s USING %s::%s' % (
                was.written, column.written, of_type, column.written, of_type), POSTGRESQL)
            found += narrowed(change, change.clauses[0], was.written, counting)
    return [one for one in found if one[2] != 0]


def loses_in(code):
    """Whether the body of a block or a routine says that it drops what may have rows."""
    return bool(IN_A_BLOCK.search(' '.join(re.sub(r'--.*', '', code).upper().split())))


def losing_routines(counting):
    """The names of the routines that say so, be it by another that they call."""
    found = {oid: name for oid, name, code in counting.plainly(ROUTINES + MAY_LOSE) if loses_in(code or '')}
    return set(with_callers(found, counting).values())


def with_callers(found, counting):
    """Routines and those that call them.

    :param found: their names, by their numbers in the catalog
    """
    others = counting.plainly(ROUTINES + "l.lanname <> 'internal'") if found else []
    while True:
        names = set(found.values())
        callers = {oid: name for oid, name, code in others if oid not in found and called(code or '') & names}
        if not callers:
            return found
        found = {**found, **callers}

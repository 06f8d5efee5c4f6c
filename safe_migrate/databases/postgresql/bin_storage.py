"""PostgreSQL: what is dropped is copied in the transaction that drops it, and comes back in the one that makes it again.

A kept table has the values of the server's own types as they are, and those of any other (ENUM, DOMAIN, of an extension) as
texts, so that such a type may be dropped. How far its sequences had come, its comment says.
"""
import contextlib
import copy
import json
import logging

from ...bin.store import BECAME, ROW, VALUE, Store, altered, change, columns_made, dropped_columns
from ...sql import clauses, parse
from . import introspection, structure, without_key
from .catalogs import Catalogs, code_of, quoted, string
from .introspection import without_brackets
from .questions import is_cast_of, retyped
from .texts import triggers_run
from .types import NUMBERS, base, is_wider

log = logging.getLogger('alembic.safe_migrate')
SAVEPOINT = '_safe_migrate_bin'
AGAINST_ROWS = ('22', '23')  # the classes of SQLSTATE of rows that a type or a constraint does not take
CONNECTION = ('08', '57')  # those of a connection that has ended
EXISTS = """SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = %s AND n.nspname = current_schema() AND c.relkind IN ('r', 'p')"""
COLUMNS = """SELECT a.attname, CASE WHEN n.nspname = 'pg_catalog' THEN format_type(a.atttypid, a.atttypmod) ELSE 'text' END
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE a.attrelid = %%s AND a.attnum > 0 AND NOT a.attisdropped%s ORDER BY a.attnum"""
NOT_GENERATED = " AND a.attgenerated = ''"
# Those of a key that may be looked at later, which ON CONFLICT does not take.
DEFERRABLE = """SELECT format('%%I.%%I', n.nspname, conname), condeferred FROM pg_constraint c
JOIN pg_namespace n ON n.oid = connamespace WHERE conrelid = %s AND contype IN ('u', 'p', 'x') AND condeferrable"""
# What looks at the rows of tables at their transaction's end, and may be told to look at once.
PENDING = """SELECT format('%I.%I', n.nspname, conname), condeferred FROM pg_constraint c
JOIN pg_namespace n ON n.oid = connamespace WHERE condeferrable AND (conrelid IN ({0}) OR confrelid IN ({0}))"""
TRIGGERS = "SELECT tgname, tgenabled::text FROM pg_trigger WHERE tgrelid = %s AND NOT tgisinternal AND tgenabled <> 'D'"
ENABLE = {'O': 'ENABLE', 'R': 'ENABLE REPLICA', 'A': 'ENABLE ALWAYS'}
REFUSED = ('42501', '55006')  # insufficient_privilege; object_in_use: something is still to be looked at
LIMITS = 'SELECT seqincrement, seqmin, seqmax FROM pg_sequence WHERE seqrelid = %s'
LIMITS_BEFORE_10 = 'SELECT increment_by, min_value, max_value FROM '
KEYS = """SELECT c.conname, conrelid::regclass::text, confrelid::regclass::text,
ARRAY(SELECT a.attname::text FROM unnest(conkey) WITH ORDINALITY k(number, place) JOIN pg_attribute a
ON a.attrelid = conrelid AND a.attnum = number ORDER BY place),
ARRAY(SELECT a.attname::text FROM unnest(confkey) WITH ORDINALITY k(number, place) JOIN pg_attribute a
ON a.attrelid = confrelid AND a.attnum = number ORDER BY place), condeferrable
FROM pg_constraint c WHERE contype = 'f' AND conrelid = %s"""


class PostgreSQLStore(Store):
    """What is particular to PostgreSQL."""

    mark, nullable, row_number = '%s', '', ROW + ' BIGSERIAL PRIMARY KEY'
    quote = staticmethod(quoted)
    moves, asks_itself, checks_references_at_once = False, True, True

    def __init__(self, connection):
        super().__init__(connection)
        self.catalogs, self.retyped = Catalogs(connection), {}
        self.deferred, self.silenced, self.columns_there = [], {}, {}  # while rows come back; the last two by table
        self.own_schema = connection.dialect.default_schema_name

    def execute(self, statement, values):
        """By a cursor that nobody listens to."""
        cursor = self.cursor()
        if values is None:
            cursor.execute(statement)
        else:
            cursor.execute(statement.replace('?', self.mark), values)
        return cursor

    def cursor(self):
        if not hasattr(self.raw, 'cursor_factory'):
            return self.raw.cursor()
        from psycopg2.extensions import cursor
        return self.raw.cursor(cursor_factory=cursor)

    def insert(self, statement, values):
        with contextlib.closing(self.execute(statement + ' RETURNING id', values)) as cursor:
            return cursor.fetchone()[0]

    def equal(self, one, other):
        """Whether two values are the same to the letter, of whatever type; the server can look for it by a hash."""
        return 'ROW(%s)::text = ROW(%s)::text' % (one, other)

    def same(self, names, one, other):
        listed = [', '.join('%s.%s' % (table, quoted(name)) for name in names) for table in (one, other)]
        return 'ROW(%s)::text = ROW(%s)::text' % tuple(listed) if names else '1 = 1'

    def found(self, names, one, other):
        return ' AND '.join('%s.%s::text = %s.%s::text' % (one, quoted(name), other, quoted(name)) for name in names)

    def exists(self, name):
        return bool(self.catalogs.rows(EXISTS, name))

    def unreadable(self, name):
        is_readable = self.catalogs.rows("SELECT has_table_privilege(%s, 'SELECT')", quoted(name))[0][0]
        return None if is_readable else 'permission denied for table ' + name

    def definition(self, name):
        """A `schema.Table`; None where there is none of that name within reach: it may be a temporary one that is found."""
        rows = self.catalogs.rows(structure.IN_REACH, quoted(name))
        return introspection.read(self.connection, name) if rows and rows[0][0] else None

    def options(self, definition):
        return ''

    def column_line(self, name, column, null):
        return '%s %s' % (quoted(name), self.kept_type(column.type))

    def kept_type(self, kind):
        """The server's own types stay as they are; it is asked by the name, which may be any text."""
        own = self.catalogs.rows("SELECT n.nspname = 'pg_catalog' FROM pg_type t JOIN pg_namespace n "
                                 'ON n.oid = t.typnamespace WHERE t.oid = %s::regtype', kind)
        return kind if own and own[0][0] else 'text'

    def upgrade_lock(self, timeout):
        from .locks import AdvisoryLock
        return AdvisoryLock(self.connection, timeout)

    def is_upgraded_now(self):
        return self.upgrade_lock(0).is_taken()

    def commit(self):
        self.raw.commit()

    def is_ended(self, error):
        return (code_of(error) or CONNECTION[0])[:2] in CONNECTION

    @contextlib.contextmanager
    def savepoint(self):
        """Within, an error leaves the transaction as it was."""
        if self.catalogs.commits_each():
            yield
            return
        self.run('SAVEPOINT ' + SAVEPOINT)
        try:
            yield
        except self.error as error:
            if not self.is_ended(error):
                self.run('ROLLBACK TO SAVEPOINT ' + SAVEPOINT)
                self.run('RELEASE SAVEPOINT ' + SAVEPOINT)
            raise
        self.run('RELEASE SAVEPOINT ' + SAVEPOINT)

    def obstacle(self):
        """It is tried, and rolled back."""
        from sqlalchemy.exc import DBAPIError
        try:
            with self.catalogs.tried():
                self.catalogs.run('CREATE TABLE migration_bin_tried (id INTEGER)')
        except DBAPIError as error:
            if self.is_ended(error.orig):
                raise
            return str(error.orig).splitlines()[0]
        return None

    def is_own_schema(self, schema):
        return schema == self.own_schema

    def full_name(self, table):
        return '.'.join(quoted(part) for part in table if part)

    def body_of(self, routine):
        """It is not looked into."""

    # Into the bin

    def refuses_to_drop(self, table):
        return False

    def made_by(self, table):
        """The statements that made a table, its indexes and triggers."""
        made, indexes, triggers, keys = structure.made(self.catalogs, structure.oid_of(self.catalogs, quoted(table)))
        return ';\n'.join(made + indexes + keys + triggers)

    def columns_of(self, table):
        """The columns of a table that are stored, and the types that the bin has them in."""
        more = NOT_GENERATED if self.catalogs.version >= (12,) else ''
        return self.catalogs.rows(COLUMNS % more, structure.oid_of(self.catalogs, quoted(table)))

    def copy_table(self, table, kept):
        """Copy a table into the bin."""
        columns = ['%s::%s AS %s' % (quoted(name), kind, quoted(name)) for name, kind in self.columns_of(table)]
        self.run('CREATE TABLE %s AS SELECT %s FROM %s' % (quoted(kept), ', '.join(columns), quoted(table)))
        numbers = {one.column: list(self.rows('SELECT last_value, is_called FROM ' + one.name)[0])
                   for one in structure.sequences_of(self.catalogs, quoted(table))}
        if numbers:
            self.run('COMMENT ON TABLE %s IS %s' % (quoted(kept), string(json.dumps(numbers, sort_keys=True))))

    def change_of(self, statement):
        """What an `ALTER TABLE` drops or converts: a `change.Change`, or None.

        :param statement: `sql.Statement`
        """
        table, dropped, new = altered(self, statement), dropped_columns(statement), retyped(statement)
        before = self.definition(table) if table and (dropped or new) else None
        if before is None:
            return None
        after = copy.copy(before)
        after.columns = type(before.columns)(
            (name, one._replace(type=new[name][0]) if name in new else one) for name, one in before.columns.items()
            if name not in dropped)
        if before.primary_key and set(before.primary_key.columns) & set(dropped):
            after.primary_key = None
        self.retyped = {name: (table,) + pair for name, pair in new.items()}
        return change(table, before, after, {}, lambda old, will: self.is_kept(table, old, will))

    def is_kept(self, table, old, new):
        """Whether each value of a column is the same in its new type and back; False where the server does not say."""
        there = self.there_and_back(old, new, quoted(old.name)) if old.name in self.retyped else quoted(old.name)
        if there is None:
            return False
        if old.type == new.type or is_wider(old.type, new.type):
            return True
        try:
            with self.savepoint():
                return not self.value('SELECT 1 FROM %s WHERE NOT (%s) LIMIT 1' % (
                    quoted(table), self.equal(there, quoted(old.name))))
        except self.error as error:
            if self.is_ended(error):
                raise
            return False

    def there_and_back(self, old, new, value):
        """A column's value in its new type and in the old one again; None where more than a cast makes it.

        :param value: the value in SQL, which is of the old type
        """
        using = self.retyped[old.name][2]
        if using is None:
            return 'CAST(CAST(%s AS %s) AS %s)' % (value, new.type, old.type)
        if not is_cast_of(old.name, using):
            return None
        casts = without_brackets(using.strip()).partition('::')[2]
        return 'CAST(CAST(%s::%s AS %s) AS %s)' % (value, casts or new.type, new.type, old.type)

    def convert(self, kept, old, new):
        """Let the values be of the new type once and of the old one again, as the ALTER does it. Where they are made in
        another way than by a cast, none of them counts as unchanged."""
        there = self.there_and_back(old, new, '%s::%s' % (VALUE, old.type))
        try:
            with self.savepoint():
                if there:
                    self.run('UPDATE %s SET %s = %s' % (quoted(kept), BECAME, there))
                else:
                    self.convert_by_rows(kept, old, new)
        except self.error as error:
            if self.is_ended(error):
                raise
            self.run('UPDATE %s SET %s = NULL' % (quoted(kept), BECAME))

    def convert_by_rows(self, kept, old, new):
        """The same by an expression, which may be about any column of the table."""
        table, kind, using = self.retyped[old.name]
        key = [name for name, _kind in self.columns_of(kept) if not name.startswith('bin_')]
        self.run('UPDATE %s k SET %s = s.bin_there FROM (SELECT *, CAST(CAST((%s) AS %s) AS %s) AS bin_there FROM %s) s '
                 'WHERE %s' % (quoted(kept), BECAME, using, kind, old.type, quoted(table), self.same(key, 'k', 's')))

    # Out of the bin

    def made_by_statement(self, statement):
        """The table that a statement changes and the names of its columns that are new or have another definition."""
        return altered(self, statement), columns_made(statement)

    @contextlib.contextmanager
    def exact(self):
        """Within, it is not looked at foreign keys before all rows are back, and no trigger changes what comes back."""
        self.deferred, self.silenced, self.columns_there = [], {}, {}
        yield
        self.columns_there = {}
        keys, silenced, self.deferred, self.silenced = self.deferred, self.silenced, [], {}
        changed = sorted({table for table, _name in keys} | {table for table in silenced if silenced[table]})
        if not changed:
            return
        pending = PENDING.format(', '.join('%s::regclass' % string(table) for table in changed))
        names = sorted({name for name, _is_deferred in self.catalogs.rows(pending)})
        if names:
            self.run('SET CONSTRAINTS %s IMMEDIATE' % ', '.join(names))
        for table, name in keys:
            self.run('ALTER TABLE %s ALTER CONSTRAINT %s NOT DEFERRABLE' % (table, quoted(name)))
        for table, triggers in silenced.items():
            for name, how in triggers:
                self.run('ALTER TABLE %s %s TRIGGER %s' % (table, ENABLE[how], quoted(name)))
        names = sorted({name for name, is_deferred in self.catalogs.rows(pending) if is_deferred})
        if names:
            self.run('SET CONSTRAINTS %s DEFERRED' % ', '.join(names))

    def silence(self, table):
        """Let no trigger of the application's own run where rows come back, as none ran when they went; it is said where it
        does. What is committed by itself is left as it is: an end on the way would leave the trigger off."""
        if quoted(table) in self.silenced or self.catalogs.commits_each():
            return
        found = self.catalogs.rows(TRIGGERS, structure.oid_of(self.catalogs, quoted(table)))
        try:
            with self.savepoint():
                for name, _how in found:
                    self.run('ALTER TABLE %s DISABLE TRIGGER %s' % (quoted(table), quoted(name)))
        except self.error as error:
            if code_of(error) not in REFUSED:
                raise
            log.warning(triggers_run(table, [name for name, _how in found], str(error).splitlines()[0]))
            found = []
        self.silenced[quoted(table)] = found

    def keys_of(self, table):
        return self.catalogs.rows(KEYS, structure.oid_of(self.catalogs, quoted(table)))

    def defer(self, table):
        """Let the foreign keys of a table be looked at later."""
        for name, own, _parent, _columns, _targets, is_deferrable in self.keys_of(table):
            if not is_deferrable and (own, name) not in self.deferred and not self.catalogs.commits_each():
                self.run('ALTER TABLE %s ALTER CONSTRAINT %s DEFERRABLE INITIALLY DEFERRED' % (own, quoted(name)))
                self.deferred.append((own, name))

    def put_in(self, table, kept, names, condition):
        """Put the rows of a kept table into one that is made again.

        :param condition: SQL, of which rows
        :returns: how many
        """
        self.silence(table)
        self.defer(table)
        deferrable = self.catalogs.rows(DEFERRABLE, structure.oid_of(self.catalogs, quoted(table)))
        with self.at_once([name for name, is_deferred in deferrable if is_deferred]):
            number = self.by_rows(kept, 'INSERT INTO %s (%s) %sSELECT %s FROM %s k WHERE %s {one}%s' % (
                quoted(table), self.listed(names), 'OVERRIDING SYSTEM VALUE ' if self.catalogs.version >= (10,) else '',
                ', '.join(self.cast(table, name, 'k.' + quoted(name)) for name in names), quoted(kept), condition,
                '' if deferrable else ' ON CONFLICT DO NOTHING'))
        self.set_sequences(table, kept)
        return number

    @contextlib.contextmanager
    def at_once(self, constraints):
        """Within, each statement is looked at by these constraints, which else are looked at when it is committed."""
        if not constraints or self.catalogs.commits_each():
            yield
            return
        self.run('SET CONSTRAINTS %s IMMEDIATE' % ', '.join(constraints))
        yield
        self.run('SET CONSTRAINTS %s DEFERRED' % ', '.join(constraints))

    def cast(self, table, name, value):
        """A kept value as a column takes it."""
        return '%s::%s' % (value, self.columns_now(table)[name].type)

    def columns_now(self, table):
        self.columns_there[table] = self.columns_there.get(table) or self.definition(table).columns
        return self.columns_there[table]

    def by_rows(self, kept, statement):
        """Run a statement over the rows of a kept table; where a constraint stands against some, over all others.

        :param statement: with `{one}`, where a condition may stand
        :returns: how many rows it changed
        """
        number = self.unless_refused(statement.replace('{one}', ''))
        return self.in_halves(kept, statement) if number is None else number

    def in_halves(self, kept, statement):
        """A part of the rows in which one is refused is halved until that stands alone."""
        number, parts = 0, [[place for place, in self.rows('SELECT ctid::text FROM %s ORDER BY ctid' % quoted(kept))]]
        while parts:
            places = parts.pop()
            done = self.unless_refused(statement.replace('{one}', "AND k.ctid = ANY ('{%s}'::tid[])" % ','.join(
                '"%s"' % place for place in places)))
            number += done or 0
            if done is None and len(places) > 1:
                half = len(places) // 2
                parts += [places[half:], places[:half]]
        return number

    def unless_refused(self, statement):
        """How many rows a statement changes; None where a type or a constraint stands against it."""
        try:
            with self.savepoint():
                return self.run(statement)
        except self.error as error:
            if (code_of(error) or '')[:2] not in AGAINST_ROWS:
                raise
            return None

    def set_sequences(self, table, kept):
        """Let what numbers a table's columns go on where it was, behind all numbers that are there."""
        told = self.value("SELECT obj_description(to_regclass(%s), 'pg_class')" % string(quoted(kept)))
        numbers = json.loads(told) if told else {}
        for one in structure.sequences_of(self.catalogs, quoted(table)):
            step, least, most = self.catalogs.rows(LIMITS, one.oid)[0] if self.catalogs.version >= (10,) else (
                self.catalogs.rows(LIMITS_BEFORE_10 + one.name)[0])
            found = [self.rows('SELECT last_value, is_called FROM ' + one.name)[0], numbers.get(one.column)]
            if base(self.definition(table).columns[one.column].type) in NUMBERS:
                last = self.value('SELECT %s(%s) FROM %s WHERE %s BETWEEN %d AND %d' % (
                    'MAX' if step > 0 else 'MIN', quoted(one.column), quoted(table), quoted(one.column), least, most))
                found.append(None if last is None else (last, True))
            number, is_called = max((pair for pair in found if pair and least <= pair[0] <= most),
                                    key=lambda pair: (pair[0] if step > 0 else -pair[0], pair[1]))
            self.run('SELECT setval(%s, %d, %s)' % (string(one.name), number, is_called))

    def give_values(self, table, kept, key, pairs, condition=lambda table: '1 = 1'):
        self.silence(table)
        given = [to for to, _of in pairs]
        parents = [self.has_parent(parent, targets, ['k.' + quoted(dict(pairs)[name]) for name in columns])
                   for _name, _own, parent, columns, targets, _is in self.keys_of(table) if set(columns) <= set(given)]
        self.by_rows(kept, 'UPDATE %s t SET %s FROM %s k WHERE %s {one}' % (
            quoted(table), ', '.join('%s = %s' % (quoted(to), self.cast(table, to, 'k.' + quoted(of))) for to, of in pairs),
            quoted(kept), ' AND '.join([self.found(key, 't', 'k'), condition('t')] + parents)))

    def has_parent(self, parent, targets, values):
        """The condition that values refer to a row that is there, or to none."""
        on = ' AND '.join('p.%s::text = %s::text' % (quoted(name), value) for name, value in zip(targets, values))
        return '(%s OR EXISTS (SELECT 1 FROM %s p WHERE %s))' % (
            ' OR '.join('%s IS NULL' % value for value in values), parent, on)

    def has_any(self, rows):
        """All are counted where two tables are compared: for the first one alone the planner looks through the other table
        anew for each row."""
        if 'EXISTS' not in rows:
            return super().has_any(rows)
        return self.value('SELECT COUNT(*) FROM ' + rows) > 0

    def as_it_is(self, table, column):
        return self.value('SELECT %s::text FROM %s LIMIT 1' % (quoted(column), quoted(table)))

    def give_to_all(self, table, kept, others, column, first):
        self.silence(table)
        done = self.unless_refused(without_key.statement(
            table, kept, others, column, self.cast(table, column, 'k.' + VALUE), first, BECAME in self.columns_now(kept)))
        return None if done is None else []

    def give_to_one(self, table, kept, row, others, column, first):
        self.silence(table)
        is_unset = '(t.%s)::text IS NOT DISTINCT FROM %s' % (quoted(column), 'NULL' if first is None else string(first))
        if BECAME in self.columns_now(kept):
            is_unset = self.equal('t.' + quoted(column), 'k.' + BECAME)
        return self.by_rows(kept, (
            'UPDATE %s SET %s = (SELECT %s FROM %s k WHERE k.%s = %d) WHERE ctid = (SELECT t.ctid FROM %s t, %s k '
            'WHERE k.%s = %d {one} AND %s AND %s LIMIT 1)') % (
                quoted(table), quoted(column), self.cast(table, column, 'k.' + VALUE), quoted(kept), ROW, row, quoted(table),
                quoted(kept), ROW, row, self.same(others, 't', 'k'), is_unset))

    def delete_from_kept(self, kept, table, on, condition):
        self.run('DELETE FROM %s k USING %s t WHERE %s AND %s' % (quoted(kept), quoted(table), on, condition))

    def delete_orphans(self, table, kept, key, columns, parent, targets):
        """Delete rows that came out of the bin and refer to none."""
        came = 'USING %s k WHERE %s' % (quoted(kept), self.found(key, 't', 'k')) if key else 'WHERE 1 = 1'
        return self.run('DELETE FROM %s t %s AND NOT %s' % (quoted(table), came, self.has_parent(
            quoted(parent), targets, ['t.' + quoted(name) for name in columns])))

    def has_orphans(self, table, columns, parent, targets):
        """Whether rows refer to none."""
        return self.value('SELECT EXISTS (SELECT 1 FROM %s t WHERE NOT %s)' % (quoted(table), self.has_parent(
            quoted(parent), targets, ['t.' + quoted(name) for name in columns])))

    def clear_orphans(self, table, kept, key, column, columns, parent, targets):
        """Empty a column again where what came out of the bin refers to no row."""
        self.run('UPDATE %s t SET %s = NULL FROM %s k WHERE %s AND NOT %s' % (
            quoted(table), quoted(column), quoted(kept), self.found(key, 't', 'k'), self.has_parent(
                quoted(parent), targets, ['t.' + quoted(name) for name in columns])))

    def rename(self, kept, table):
        """A table that is gone is made again as it was, but for its foreign keys and triggers, and what it is made of."""
        text = self.value('SELECT definition FROM migration_bin WHERE id = %d' % int(kept.rpartition('_')[2]))
        try:
            with self.savepoint():
                for one in parse(text, self.syntax).parts:
                    if not one.foreign_keys and one.action != 'CREATE TRIGGER':
                        self.run(one.text)
        except self.error as error:  # a type of it is gone
            if self.is_ended(error):
                raise
            self.run('ALTER TABLE %s RENAME TO %s' % (quoted(kept), quoted(table)))
            return
        names = [name for name, _kind in self.columns_of(kept)]
        self.put_in(table, kept, names, '1 = 1')

    def with_null(self, statement, names):
        """An `ADD COLUMN` that takes no NULL, in two statements between which the values come.

        :param names: of the columns that the bin has values for
        :returns: both; None where it is taken as it stands
        """
        table, clause = altered(self, statement), statement.clauses[0] if len(statement.clauses) == 1 else None
        if not table or clause is None or clause.action != clauses.ADD_COLUMN or not set(clause.names) & set(names):
            return None
        words = [token.word for token in clause.body]
        place = next((place for place, word in enumerate(words) if words[place:place + 2] == ['NOT', 'NULL']), None)
        if place is None or {'DEFAULT', 'GENERATED', 'PRIMARY', 'CONSTRAINT'} & set(words):
            return None
        start, end = clause.body[place].start, clause.body[place + 1].end
        return statement.text[:start] + statement.text[end:], 'ALTER TABLE %s ALTER COLUMN %s SET NOT NULL' % (
            quoted(table), clause.written)

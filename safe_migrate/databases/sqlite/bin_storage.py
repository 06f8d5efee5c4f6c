"""SQLite. All of it happens in the transaction of the upgrade; a column is dropped by making the table anew."""
import contextlib
import copy

from ...bin.store import BECAME, ORPHAN, VALUE, Store, altered, change, columns_made, dropped_columns, local_names
from ...checks.narrowing import is_wider
from ...checks.statements import TEMPORARY, renamed_table
from . import introspection, without_key

NARROW = 'bin_narrow'  # of a kept table: the value in the new type
AFFINITIES = (('INTEGER', ('INT',)), ('TEXT', ('CHAR', 'CLOB', 'TEXT')), ('BLOB', ('BLOB',)),
              ('REAL', ('REAL', 'FLOA', 'DOUB')))


def affinity(text):
    """How SQLite stores a column's values.

    :source: https://www.sqlite.org/datatype3.html#determination_of_column_affinity
    """
    found = [name for name, words in AFFINITIES if any(word in text.upper() for word in words)]
    return found[0] if found else 'NUMERIC' if text.strip() else 'BLOB'


def is_stored_alike(old, new):
    """Whether a column's values stay as they are."""
    return affinity(old.type) == affinity(new.type) or is_wider(old, new)


class SQLiteStore(Store):
    """What is particular to SQLite."""

    nullable, row_number = '', 'bin_row INTEGER PRIMARY KEY'
    quote = staticmethod(introspection.quoted)
    rebuilt = None  # a table that is made anew, with its definitions before and after that

    def equal(self, one, other):
        return '(%s IS %s AND typeof(%s) = typeof(%s))' % (one, other, one, other)

    def exists(self, name):
        return bool(self.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = %s COLLATE NOCASE"
                              % introspection.string(name)))

    def definition(self, name):
        """A `schema.Table`; None where there is none of that name."""
        return introspection.read(self.connection, name)

    def options(self, definition):
        return ''

    @contextlib.contextmanager
    def alone(self):
        """Within, nobody else writes; what was not committed at the end is rolled back."""
        before, self.raw.isolation_level = self.raw.isolation_level, None
        self.raw.execute('BEGIN IMMEDIATE')
        try:
            yield
        finally:
            self.raw.rollback()
            self.raw.isolation_level = before

    def commit(self):
        self.raw.commit()

    @contextlib.contextmanager
    def exact(self):
        """SQLite copies every value as it is."""
        yield

    # Into the bin

    def convert(self, kept, old, new):
        """Let the values be of the new type once and of the old one again, as a table that is made anew does it."""
        self.run('ALTER TABLE %s ADD COLUMN %s' % (self.quote(kept), self.column_line(NARROW, new, True)))
        for to, of in ((NARROW, VALUE), (BECAME, NARROW)):
            self.run('UPDATE %s SET %s = %s' % (self.quote(kept), to, of))

    def refuses_to_drop(self, table):
        return False

    def made_by(self, table):
        """The statements that made a table, its indexes and triggers."""
        return ';\n'.join(row[0] for row in self.rows(
            "SELECT sql FROM sqlite_master WHERE tbl_name = %s COLLATE NOCASE AND sql IS NOT NULL "
            "ORDER BY type = 'table' DESC" % introspection.string(table)))

    def move(self, table, kept):
        """Rename a table into the bin; one with foreign keys, which would
        still be looked at there, or without rowid, is copied as a plain one."""
        found = self.definition(table)
        if found.foreign_keys or found.options:
            self.copy(found, kept)
        else:
            self.rename(table, kept)
            self.strip(kept)

    def copy(self, found, kept):
        self.copy_table(found.name, kept)
        self.run('DROP TABLE ' + self.quote(found.name))

    def copy_table(self, table, kept):
        """Copy a table into the bin, as a plain one."""
        found = self.definition(table)
        other = copy.deepcopy(found)
        other.foreign_keys, other.options = [], {}
        self.run(introspection.write(other, kept))
        columns = self.listed(name for name, one in found.columns.items() if not one.computed)
        self.run('INSERT INTO %s (%s) SELECT %s FROM %s' % (self.quote(kept), columns, columns, self.quote(found.name)))

    def mark_orphans(self, before, kept, columns, parents):
        """Remember which rows had no parent already, as there may be where SQLite does not look at foreign keys.

        :param columns: the kept table's columns, by those of the table; a foreign key on others is left out
        :param parents: the tables that are in the bin already, by the names that they had
        """
        for key in before.foreign_keys:
            parent = parents.get(key.table, key.table)
            if key.schema or not set(key.columns) <= set(columns) or not self.exists(parent):
                continue
            targets = key.targets or introspection.primary_key(self.connection, parent)
            there = {name.lower() for name in self.definition(parent).columns}
            if len(targets) != len(key.columns) or not {name.lower() for name in targets} <= there:
                continue
            own = ['k.' + self.quote(columns[name]) for name in key.columns]
            found = ' AND '.join('p.%s = %s' % (self.quote(target), name)
                                 for target, name in zip(targets, own))
            rows = 'SELECT k.rowid FROM %s AS k WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS p WHERE %s)' % (
                self.quote(kept), ' AND '.join(name + ' IS NOT NULL' for name in own), self.quote(parent), found)
            if self.value('SELECT EXISTS (%s)' % rows):
                if ORPHAN not in self.definition(kept).columns:
                    self.run('ALTER TABLE %s ADD COLUMN %s INTEGER' % (self.quote(kept), ORPHAN))
                self.run('UPDATE %s SET %s = 1 WHERE rowid IN (%s)' % (self.quote(kept), ORPHAN, rows))

    def rename(self, table, kept):
        """Views, triggers and other tables' foreign keys go on naming the old one, as they do when it is dropped."""
        found = self.definition(table)
        if ORPHAN in found.columns:  # on its way out, without what the bin has written down
            del found.columns[ORPHAN]
            self.run(introspection.write(found, kept))
            columns = self.listed(name for name, one in found.columns.items() if not one.computed)
            self.run('INSERT INTO %s (%s) SELECT %s FROM %s' % (self.quote(kept), columns, columns, self.quote(table)))
            self.run('DROP TABLE ' + self.quote(table))
            return
        legacy = self.value('PRAGMA legacy_alter_table')
        self.run('PRAGMA legacy_alter_table = ON')
        self.run('ALTER TABLE %s RENAME TO %s' % (self.quote(table), self.quote(kept)))
        self.run('PRAGMA legacy_alter_table = %d' % (legacy or 0))

    def strip(self, kept):
        """Indexes and triggers have names that only one of them may have: the next table is to be made with them."""
        for kind, name in self.rows("SELECT type, name FROM sqlite_master WHERE tbl_name = '%s' AND type <> 'table' "
                                    "AND sql IS NOT NULL" % kept):
            self.run('DROP %s %s' % (kind, self.quote(name)))

    def identity(self, name):
        return name.lower()

    def is_hidden(self, name):
        query = 'SELECT 1 FROM sqlite_temp_master WHERE name = %s COLLATE NOCASE'
        return bool(self.rows(query % introspection.string(name)))

    def is_valid(self, text):
        """Whether SQLite knows a statement that is not known here."""
        try:
            self.rows('EXPLAIN ' + text)
        except self.error:
            return False
        return True

    def full_name(self, table):
        """A `sql.TableName` as it stands in a query."""
        return '.'.join(self.quote(part) for part in table if part)

    def is_own_schema(self, schema):
        """Whether a name is that of the database that is migrated, and not of an attached or the temporary one."""
        return schema.lower() == 'main'

    def change_of(self, statement):
        """What a statement drops or converts: a `change.Change`, or None.

        :param statement: `sql.Statement`
        """
        names = local_names(self, statement) if statement.action == 'DROP TABLE' else []
        if names and not names[0].startswith(TEMPORARY) and self.exists(TEMPORARY + names[0]):
            self.rebuilt = names[0], self.definition(names[0]), self.definition(TEMPORARY + names[0])
            return change(self.rebuilt[0], self.rebuilt[1], self.rebuilt[2], {}, is_stored_alike)
        table, dropped = altered(self, statement), dropped_columns(statement)
        before = self.definition(table) if table and dropped else None
        if dropped and not table and statement.tables[0].schema not in (None, 'temp'):
            before = introspection.read(self.connection, statement.tables[0].name, statement.tables[0].schema)
        if before is None:
            return None
        left, gone = copy.deepcopy(before), {name.lower() for name in dropped}
        for name in [name for name in left.columns if name.lower() in gone]:
            del left.columns[name]
        return change(before.name, before, left, {}, is_stored_alike)

    def made_by_statement(self, statement):
        """The table that a statement changes and the names of its columns that are new or have another definition."""
        names = renamed_table(statement.text, self.syntax)
        if names and self.rebuilt and names == (TEMPORARY + self.rebuilt[0], self.rebuilt[0]):
            table, before, after = self.rebuilt
            self.rebuilt = None
            return table, [name for name, one in after.columns.items() if before.columns.get(name) != one]
        return altered(self, statement), columns_made(statement)

    # Out of the bin

    def give_values(self, table, kept, key, pairs, condition=lambda table: '1 = 1'):
        name = self.quote(table)
        rows = 'FROM %s AS k WHERE %s AND %s' % (self.quote(kept), self.found(key, name, 'k'), condition(name))
        for to, of in reversed(pairs):  # the condition may look at the first one
            self.run('UPDATE OR IGNORE %s SET %s = (SELECT k.%s %s) WHERE EXISTS (SELECT 1 %s)' % (
                name, self.quote(to), self.quote(of), rows, rows))

    def as_it_is(self, table, column):
        return self.value('SELECT %s FROM %s LIMIT 1' % (self.quote(column), self.quote(table)))

    def give_to_all(self, table, kept, others, column, first):
        without_key.give_to_all(self, table, kept, others, column, first)
        return []

    def delete_from_kept(self, kept, table, on, condition):
        rows = 'SELECT k.rowid FROM %s AS k JOIN %s AS t ON %s WHERE %s' % (
            self.quote(kept), self.quote(table), on, condition)
        self.run('DELETE FROM %s WHERE rowid IN (%s)' % (self.quote(kept), rows))

    def delete_orphans(self, table, kept, key, columns, parent, targets):
        """Delete rows that came out of the bin and refer to none."""
        return self.run('DELETE FROM %s WHERE rowid IN (%s)' % (
            self.quote(table), self.orphans('t.rowid', table, kept, key, columns, parent, targets)))

    def count_orphans(self, *_reference):
        """It looks at all of them before it commits."""
        return 0

    def check_references(self, are_checked):
        """It does not look at the rows before it commits."""
        return False

    def clear_orphans(self, table, kept, key, column, columns, parent, targets):
        """Empty a column again where what came out of the bin refers to no row."""
        self.run('UPDATE OR IGNORE %s SET %s = NULL WHERE rowid IN (%s)' % (
            self.quote(table), self.quote(column), self.orphans('t.rowid', table, kept, key, columns, parent, targets)))

    def orphans(self, what, table, kept, key, columns, parent, targets):
        """A query for the rows that came out of the bin and have no parent any more; those that had none are no such."""
        came = 'JOIN %s AS k ON %s' % (self.quote(kept), self.found(key, 't', 'k')) if key else ''
        on = ' AND '.join('p.%s = t.%s' % (self.quote(there), self.quote(here)) for here, there in zip(columns, targets))
        return 'SELECT %s FROM %s AS t %s LEFT JOIN %s AS p ON %s WHERE p.%s IS NULL AND %s%s' % (
            what, self.quote(table), came, self.quote(parent), on, self.quote(targets[0]),
            ' AND '.join('t.%s IS NOT NULL' % self.quote(one) for one in columns), self.not_before(table, kept, key))

    def not_before(self, table, kept, key):
        """The condition that a row had a parent when it went into the bin."""
        there = self.definition(kept).columns
        if ORPHAN not in there:
            return ''
        if key:
            return ' AND k.%s IS NOT 1' % ORPHAN
        same = [name for name in self.definition(table).columns if name in there]
        return ' AND NOT EXISTS (SELECT 1 FROM %s AS k WHERE k.%s = 1 AND %s)' % (
            self.quote(kept), ORPHAN, self.same(same, 't', 'k'))

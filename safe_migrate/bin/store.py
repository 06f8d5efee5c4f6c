"""Tables, rows and columns in and out of the bin, in SQL; a subclass for each database says what is particular to it.

It goes past SQLAlchemy, whose events see the revision's statements and are not to see these. The names here are those of the
database that is migrated: one that a statement puts behind another database's name is not among them.
"""
import contextlib
from typing import NamedTuple, Optional

from ..schema import Table
from ..sql import clauses, parse, syntax_of

VALUE = 'bin_value'  # a column of a kept table: the value
BECAME = 'bin_became'  # what it is in the old type again, when it has been in the new one
ROW = 'bin_row'  # numbers the rows of a table without a key
ORPHAN = 'bin_orphan'  # 1 where a row had no parent before it was dropped (SQLite)
BACK = 'bin_back'  # of those: 1 where the value came back


class Store:
    """:param connection: SQLAlchemy's"""

    mark, ignore = '?', 'OR IGNORE'
    moves = True  # whether a table goes into the bin itself, and not a copy before it is dropped
    asks_itself = False  # whether the database's own file asks before what the bin does not keep
    checks_references_at_once = False  # whether a new foreign key is never taken without a look at the rows

    def __init__(self, connection):
        self.connection, self.raw = connection, connection.connection.connection
        self.error = connection.dialect.dbapi.Error
        self.syntax = syntax_of(connection.dialect, self.sql_mode())

    def is_hidden(self, name):
        """Whether a temporary table is what a name leads to, and not the table of that name."""
        return False

    def unreadable(self, name):
        """Why a table that is there cannot be read, in the server's words, where an error would end the transaction."""

    def parsed(self, text):
        """What a statement of the revision says, as a `sql.Statement`.

        Where it is not understood, the session may have begun to read texts in another way.
        """
        found = parse(text, self.syntax)
        if not found.may_lose_rows or found.is_understood:
            return found
        self.syntax = syntax_of(self.connection.dialect, self.sql_mode())
        return parse(text, self.syntax)

    def identity(self, name):
        """A table's name, by which it is seen that two are the same."""
        return name

    def prepared_by(self, statement):
        """The text that a `PREPARE` or an `EXECUTE IMMEDIATE` runs, or None."""
        return None

    def sql_mode(self):
        """What is set of how the database reads a text."""
        return ''

    def obstacle(self):
        """What this user may not do that keeping takes, in the server's words; None where nothing."""

    def upgrade_lock(self, timeout):
        """The lock that an upgrade takes, which is not taken yet.

        :param timeout: how many seconds to wait for it
        """
        raise NotImplementedError

    def is_upgraded_now(self):
        """Whether an upgrade or downgrade of this database is at work."""
        return False

    @contextlib.contextmanager
    def alone(self):
        """Within, no upgrade runs, and none begins; what was not committed at the end is rolled back."""
        from ..upgrade.waiting import LOCK_TIMEOUT
        lock = self.upgrade_lock(LOCK_TIMEOUT)
        lock.take()
        try:
            yield
        finally:
            self.raw.rollback()
            lock.let_go()

    def mark_orphans(self, before, kept, columns, parents):
        """Remember which rows had no parent already: a server that always looks at foreign keys has none."""

    def run(self, statement):
        """Run a statement as it stands.

        :returns: how many rows it changed
        """
        return self.write(statement, None)

    def write(self, statement, values):
        """Run a statement with `?` in the place of its values."""
        with contextlib.closing(self.execute(statement, values)) as cursor:
            return cursor.rowcount

    def insert(self, statement, values):
        """:returns: the id that the database gave to the row"""
        with contextlib.closing(self.execute(statement, values)) as cursor:
            return cursor.lastrowid

    def is_ended(self, error):
        """Whether an error is of the connection or of another session, and not of the statement."""
        return False

    def rows(self, statement):
        with contextlib.closing(self.execute(statement, None)) as cursor:
            return cursor.fetchall()

    def execute(self, statement, values):
        cursor = self.raw.cursor()
        if values is None:
            cursor.execute(statement)
        else:
            cursor.execute(statement.replace('?', self.mark), values)
        return cursor

    def value(self, statement):
        rows = self.rows(statement)
        return rows[0][0] if rows else None

    def count(self, table, condition='1 = 1'):
        return self.value('SELECT COUNT(*) FROM %s WHERE %s' % (self.quote(table), condition))

    def has_rows(self, table):
        return self.has_any(self.quote(table))

    def has_any(self, rows):
        """Whether there are rows.

        :param rows: SQL, what stands behind FROM
        """
        return self.value('SELECT 1 FROM %s LIMIT 1' % rows) is not None

    def take_out(self, kept, table, on, condition):
        """Take the rows that are in another table out of a kept one.

        Where all of them are, none is deleted, which takes as long as to give them back: the kept table goes as a whole.

        :returns: how many are left
        """
        if not self.has_any('%s k WHERE NOT EXISTS (SELECT 1 FROM %s t WHERE %s AND %s)' % (
                self.quote(kept), self.quote(table), on, condition)):
            return 0
        self.delete_from_kept(kept, table, on, condition)
        return self.count(kept)

    def put_in(self, table, kept, names, condition):
        """Put the rows of a kept table into one that is made again, but for those that a key does not take.

        :param condition: SQL, of which rows
        :returns: how many
        """
        return self.run('INSERT %s INTO %s (%s) SELECT %s FROM %s k WHERE %s' % (
            self.ignore, self.quote(table), self.listed(names), self.listed(names, 'k.'), self.quote(kept), condition))

    def has_others(self, kept, table):
        """Whether a kept table has rows that are not in the table any more."""
        definition = self.definition(table)
        there = self.definition(kept).columns
        key = [name for name in self.key(definition) if name in there]
        names = [name for name in definition.columns if name in there]
        is_there = self.found(key, 't', 'k') if key and key == self.key(definition) else self.same(names, 't', 'k')
        return self.has_any('%s k WHERE NOT EXISTS (SELECT 1 FROM %s t WHERE %s)' % (
            self.quote(kept), self.quote(table), is_there))

    def make(self, table):
        """Create a table of SQLAlchemy's."""
        from sqlalchemy.schema import CreateTable
        self.run(str(CreateTable(table).compile(dialect=self.connection.dialect)))

    def listed(self, names, prefix=''):
        return ', '.join(prefix + self.quote(name) for name in names)

    def type_of(self, definition, column):
        """A column's type, by which it is seen that it has the one again that its kept values are of."""
        return column.type

    def key(self, definition):
        """The columns of a primary key that consists of whole columns; an empty list of any other."""
        parts = list(definition.primary_key.columns) if definition.primary_key else []
        return parts if all(part in definition.columns for part in parts) else []

    def make_kept(self, name, definition, key, others, columns):
        """Create a table for values.

        :param key: the columns by which a row is found again, or none
        :param others: the columns that are kept beside the values: the key's, or all others
        :param columns: triples of a name, a `schema.Column` and whether it may be NULL
        """
        lines = [] if key else [self.row_number, BACK + ' INTEGER']
        lines += [self.column_line(other, definition.columns[other], not key) for other in others]
        lines += [self.column_line(own, column, null) for own, column, null in columns]
        lines += ['PRIMARY KEY (%s)' % self.listed(key)] if key else []
        self.run('CREATE TABLE %s (%s)%s' % (self.quote(name), ', '.join(lines), self.options(definition)))

    def column_line(self, name, column, null):
        collate = ' COLLATE %s' % column.collate if column.collate else ''
        return '%s %s%s%s' % (self.quote(name), column.type, collate, self.nullable if null else ' NOT NULL')

    def found(self, names, one, other):
        """The condition that a row of one table has another's key."""
        return ' AND '.join('%s.%s = %s.%s' % (one, self.quote(name), other, self.quote(name)) for name in names)

    def give_values(self, table, kept, key, pairs, condition=lambda table: '1 = 1'):
        """Put values back, found by the key.

        :param pairs: of a column of the table and one of the kept table
        :param condition: takes what the table is called, and gives a condition over it and `k`, the kept one
        """
        raise NotImplementedError

    def as_it_is(self, table, column):
        """What a new column has in its rows."""
        raise NotImplementedError

    def give_to_one(self, table, kept, row, others, column, first):
        """Put one value back into one row of a table without a key.

        :param row: of the kept table
        :param first: see `as_it_is`
        :returns: whether there is such a row
        """
        raise NotImplementedError

    def delete_from_kept(self, kept, table, on, condition):
        """Delete the rows of one table that are in another."""
        raise NotImplementedError

    def give_to_all(self, table, kept, others, column, first):
        """Put all values back at once into the rows of a table without a key, as `give_without_key` does one by one.

        :param first: see `as_it_is`
        :returns: rows with the numbers of those in the kept table that are left, and are to be given one by one; None where
            that is to be told of all of them
        """

    def same(self, names, one, other):
        """The condition that the rows of two tables are the same in these columns."""
        return ' AND '.join(self.equal('%s.%s' % (one, self.quote(name)), '%s.%s' % (other, self.quote(name)))
                            for name in names) or '1 = 1'


def local_name(store, table):
    """The name of a table of the database that is migrated; None of another database's, and of a temporary one on SQLite.

    :param store: `store.Store`
    :param table: `sql.TableName`, or None
    """
    is_here = table and (table.schema is None or store.is_own_schema(table.schema)) and not store.is_hidden(table.name)
    return table.name if is_here else None


def local_names(store, statement):
    """The names of the tables that a statement is about."""
    return [name for name in (local_name(store, table) for table in statement.tables) if name]


def altered(store, statement):
    """The table of an `ALTER TABLE`, or None."""
    return local_name(store, statement.tables[0]) if statement.action == 'ALTER TABLE' and statement.tables else None


def dropped_columns(statement):
    """The columns that an `ALTER TABLE` drops."""
    return [name for one in statement.clauses if one.action == clauses.DROP_COLUMN for name in one.names]


def columns_made(statement):
    """The columns that an `ALTER TABLE` adds or gives another definition, by their new names."""
    return [name for one in statement.clauses for name in columns_made_by(one)]


def columns_made_by(clause):
    if clause.action in (clauses.MODIFY, clauses.CHANGE):
        return [clause.new_name]
    return list(clause.names) if clause.action == clauses.ADD_COLUMN else []


class Change(NamedTuple):
    """What a statement makes of a table."""

    table: str
    before: Table
    columns: list  # pairs of a `schema.Column` as it is and as it will be, or None
    after: Optional[Table]  # None where columns have other names in it


class NotKnown(Exception):
    """What a statement does to a table's rows cannot be told; the argument says why."""


def change(table, before, after, renamed, is_kept):
    """What becomes of a table's columns.

    :param before, after: `schema.Table`
    :param renamed: a column's new name by its old one
    :param is_kept: takes a column before and after, and says that every value stays as it is
    """
    stored = {name: one for name, one in after.columns.items() if not one.computed}
    pairs = [(one, stored.get(renamed.get(name, name))) for name, one in before.columns.items() if not one.computed]
    return Change(table, before, [(old, new) for old, new in pairs if new is None or not is_kept(old, new)],
                  None if renamed else after)

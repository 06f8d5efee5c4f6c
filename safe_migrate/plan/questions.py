"""What a change of a table's definition means for its rows, as queries to the real database."""
import re
from collections import namedtuple

from ..language import _
from .narrowing import too_much

LOST, REJECTED, KEPT = 'lost', 'rejected', 'kept'
PART = re.compile(r'(.*?)(?:\((\d+)\))?\Z', re.DOTALL)

# what: LOST, REJECTED or KEPT (the database keeps the values as they are); column: or None; text: what is wrong, in the
# user's terms; count, example: queries. `count` gives one number, `example` some of the rows.
Question = namedtuple('Question', 'what column text count example')


class Questions:
    """The questions about one table. The dialects differ in how they quote and count, and in what they refuse.

    :param origin: a `statements.Origin`: what the table and its columns are called in the real database
    :param origins: of the other tables, by name; None for those that the real database does not have yet
    """

    characters = 'CHAR_LENGTH'
    refuses_nulls, refuses_orphans = True, True
    misfit = REJECTED  # what becomes of a value that does not fit into its column's new type

    def __init__(self, quote, origin, origins):
        self.quote, self.origin, self.origins = quote, origin, origins
        self.table = quote(origin.table)

    def column(self, name):
        """A column's quoted name in the real database; None of one that is not there yet."""
        real = self.origin.columns.get(name)
        return real and self.quote(real)

    def ask(self, what, column, text, condition):
        rows = 'FROM %s WHERE %s' % (self.table, condition)
        return Question(what, column, text, 'SELECT COUNT(*) ' + rows, 'SELECT * %s LIMIT 5' % rows)

    def dropped(self):
        """The rows of a table that is dropped."""
        rows = 'FROM ' + self.table
        return [Question(LOST, None, _('rows'), 'SELECT COUNT(*) ' + rows, 'SELECT * %s LIMIT 5' % rows)]

    def of(self, old, new):
        """The questions of a change.

        :param old, new: of `definition.Table`, with the columns under the names that they have after the change
        """
        found = []
        for name, column in old.columns.items():
            if self.column(name) and name not in new.columns:
                found.append(self.ask(LOST, name, _('values of %s') % name, '%s IS NOT NULL' % self.column(name)))
            elif self.column(name):
                found += self.of_column(column, new.columns[name])
        return (found + [one for key in new_keys(old, new) for one in self.of_key(key)]
                + [one for key in added(old.foreign_keys, new.foreign_keys) for one in self.of_foreign_key(key)]
                + [self.of_check(check) for check in added(old.checks, new.checks) if self.is_as_it_was(new)])

    def is_as_it_was(self, new):
        """Whether each column is in the real database, under the same name, so that a CHECK can be asked as it stands."""
        return all(self.origin.columns.get(name) == name for name in new.columns)

    def of_column(self, old, new):
        here = self.column(old.name)
        if old.null and not new.null:
            what = REJECTED if self.refuses_nulls else LOST
            yield self.ask(what, old.name, _('NULL in %s') % old.name, '%s IS NULL' % here)
        found = too_much(here, old.type, new.type, self.characters) if old.type != new.type else None
        if found:
            condition, wrong = found
            text = _('%(column)s that are %(wrong)s') % {'column': old.name, 'wrong': wrong}
            yield self.ask(self.misfit, old.name, text, condition)

    def of_key(self, parts):
        columns = [self.part(part) for part in parts]
        if not all(columns):
            return
        listed = ', '.join(columns)
        given = ' AND '.join('%s IS NOT NULL' % one for one in columns)
        rows = 'SELECT %s, COUNT(*) AS number FROM %s WHERE %s GROUP BY %s HAVING COUNT(*) > 1' % (
            listed, self.table, given, listed)
        yield Question(REJECTED, ', '.join(parts), _('duplicates in %s') % ', '.join(parts),
                       'SELECT COUNT(*) FROM (%s) AS duplicates' % rows, rows + ' LIMIT 5')

    def part(self, text):
        """A part of a key, as an expression over the real table; None where it is more than a column."""
        name, length = PART.match(text).groups()
        column = self.column(name)
        return 'LEFT(%s, %s)' % (column, length) if column and length else column

    def of_foreign_key(self, key):
        target = self.origins(key.table)
        columns = [self.column(name) for name in key.columns]
        if not all(columns) or not target or key.schema:
            return
        targets = key.targets or key.columns
        matches = ' AND '.join('parent.%s = child.%s' % (self.quote(target.columns.get(there, there)), here)
                               for here, there in zip(columns, targets))
        given = ' AND '.join('child.%s IS NOT NULL' % one for one in columns)
        rows = 'FROM %s AS child WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS parent WHERE %s)' % (
            self.table, given, self.quote(target.table), matches)
        yield Question(REJECTED if self.refuses_orphans else KEPT, ', '.join(key.columns),
                       _('rows whose %(columns)s is not in %(table)s')
                       % {'columns': ', '.join(key.columns), 'table': key.table},
                       'SELECT COUNT(*) ' + rows, 'SELECT child.* %s LIMIT 5' % rows)

    def of_check(self, check):
        return self.ask(REJECTED, None, _('rows that break CHECK (%s)') % check.text, 'NOT (%s)' % check.text)


class QuestionsToMySQL(Questions):
    """MySQL and MariaDB, as their `sql_mode` has it."""

    def __init__(self, quote, origin, origins, is_strict=True):
        super().__init__(quote, origin, origins)
        self.refuses_nulls, self.misfit = is_strict, REJECTED if is_strict else LOST


class QuestionsToSQLite(Questions):
    """SQLite, which keeps any value in any column, and looks after foreign keys where it is told to."""

    characters, misfit = 'LENGTH', KEPT

    def __init__(self, quote, origin, origins, is_strict=True):
        super().__init__(quote, origin, origins)
        self.refuses_orphans = is_strict


def added(old, new):
    """What is there now and was not, whatever it is called."""
    return [one for one in new if one._replace(name=None) not in [other._replace(name=None) for other in old]]


def unique_parts(table):
    """The columns of each primary key, unique constraint and unique index."""
    keys = [table.primary_key.columns] if table.primary_key else []
    return keys + [key.columns for key in table.uniques] + [
        index.parts for index in table.indexes.values() if index.unique and index.where is None]


def new_keys(old, new):
    """The columns that have to be unique now, and had not to be."""
    before = [set(parts) for parts in unique_parts(old)]
    return [tuple(parts) for parts in unique_parts(new) if not any(one <= set(parts) for one in before)]

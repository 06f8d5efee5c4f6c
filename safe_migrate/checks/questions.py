"""What a change of a table's definition means for its rows, as queries to the real database; and its answers."""
import re
from typing import NamedTuple, Optional

from sqlalchemy.exc import DBAPIError

from .. import databases
from ..codebase.environment import shown
from ..schema import execute
from ..translation.language import _
from . import narrowing
from .losses import is_kept
from .statements import quoting

LOST, REJECTED, KEPT = 'lost', 'rejected', 'kept'
PART = re.compile(r'(.*?)(?:\((\d+)\))?(?: DESC| ASC)?\Z', re.DOTALL)
NULL = 'NULL'


class Question(NamedTuple):
    """What a change means for the rows, and how to ask."""

    what: str  # LOST, REJECTED or KEPT: the database keeps the values as they are
    column: Optional[str]
    text: str  # what is wrong, in the user's terms
    count: str  # type: ignore  # a query that gives one number
    example: str  # a query that gives some of the rows
    single: Optional[str] = None  # the text for one


class Questions:
    """The questions about one table. The dialects differ in how they quote and count, and in what they refuse.

    :param origin: a `statements.Origin`: what the table and its columns are in the real database
    :param origins: of the other tables, by name; None for those that the real database does not have yet
    """

    refuses_nulls, refuses_orphans = True, True
    misfit = REJECTED  # what becomes of a value that does not fit into its column's new type

    def __init__(self, quote, origin, origins):
        self.quote, self.origin, self.origins = quote, origin, origins
        self.table, self.old, self.new = quote(origin.table), None, None

    def column(self, name, before=''):
        """A column's quoted name in the real database, or the value that all rows have in a new one; None of others.

        :param before: what stands before a name
        """
        real = self.origin.columns.get(name)
        return before + self.quote(real) if real else self.origin.given.get(name)

    def is_real(self, name):
        return name in self.origin.columns

    def ask(self, what, column, text, condition, single=None):
        rows = 'FROM %s WHERE %s' % (self.table, condition)
        return Question(what, column, text, 'SELECT COUNT(*) ' + rows, 'SELECT * %s LIMIT 5' % rows, single)

    def dropped(self):
        """The rows of a table that is dropped."""
        rows = 'FROM ' + self.table
        return [Question(LOST, None, _('rows'), 'SELECT COUNT(*) ' + rows, 'SELECT * %s LIMIT 5' % rows, _('row'))]

    def of(self, old, new):
        """The questions of a change.

        :param old, new: of `schema.Table`, with the columns under the names that they have after the change
        """
        self.old, self.new = old, new
        self.origin.add({name: self.given(column, new) for name, column in new.columns.items() if name not in old.columns})
        found = []
        for name, column in old.columns.items():
            if self.is_real(name) and name not in new.columns:
                found.append(self.ask(LOST, name, _('values of %s') % name, '%s IS NOT NULL' % self.column(name),
                                      _('value of %s') % name))
            elif name in new.columns and (self.column(name) or self.origin.kept.get(name)):
                found += self.of_column(column, new.columns[name])
        found += [one for name in new.columns if name not in old.columns for one in self.of_new(new.columns[name])]
        return (found + [one for key in self.keys(old, new) for one in self.of_key(key)]
                + [one for key in added(old.foreign_keys, new.foreign_keys) for one in self.of_foreign_key(key)]
                + [one for check in added(old.checks, new.checks) for one in self.of_check(check)])

    def given(self, column, table):
        """What all rows have in a new column; None where that differs, or cannot be told."""
        if column.computed or column.autoincrement or column.name in self.origin.kept:
            return None
        if column.default is not None:
            return column.default if narrowing.LITERAL.match(column.default) else None
        return NULL if column.null else self.zero(column, table)

    def is_null(self, expression):
        """The condition that a column, or what it will have, is NULL."""
        return '%s IS NULL' % expression

    def zero(self, column, table):
        """What all rows have in a new column that has no default and no NULL."""
        raise NotImplementedError

    def of_column(self, old, new):
        here = self.column(old.name) or self.origin.kept.get(old.name)
        if old.null and not new.null:
            yield self.ask(self.of_null(new), old.name, _('NULL in %s') % old.name, self.is_null(here))
        is_written = self.is_changed(old.name) and self.is_real(old.name)
        for condition, wrong in self.too_much(here, old, new) if is_written else ():
            text = _('%(column)s that are %(wrong)s') % {'column': old.name, 'wrong': wrong}
            yield self.ask(self.misfit, old.name, text, condition)
        rounded = self.rounded(here, old, new) if is_written else None
        if rounded:
            yield self.ask(LOST, old.name, _('values of %s that are rounded') % old.name, rounded,
                           _('value of %s that is rounded') % old.name)

    def is_changed(self, name):
        """Whether a column's values are written anew."""
        return name in self.old.columns and self.old.columns[name].type != self.new.columns[name].type

    def of_null(self, column):
        """What becomes of a NULL in a column that takes none."""
        return REJECTED if self.refuses_nulls else LOST

    def of_new(self, column):
        """The questions about a column that is new."""
        return ()

    def too_much(self, here, old, new):
        """Which values do not fit: pairs of a condition and what is wrong with them."""
        raise NotImplementedError

    def rounded(self, here, old, new):
        """The condition of the values that are rounded or cut without a word; None where none are."""

    def keys(self, old, new):
        """The columns that have to be unique now, and had not to be, or not with the values that they will have."""
        return new_keys(old, new)

    def of_key(self, parts):
        """What is not unique. A column that is new has one value in all rows, by which they need not be grouped."""
        columns = [self.part(part) for part in parts]
        if not all(columns) or NULL in columns:
            return
        columns = [one for one, part in zip(columns, parts) if self.is_real(name_of(part))]
        listed = ', '.join(columns)
        given = ' AND '.join('%s IS NOT NULL' % one for one in columns)
        rows = 'SELECT %sCOUNT(*) AS number FROM %s%s%s HAVING COUNT(*) > 1' % (
            listed and listed + ', ', self.table, given and ' WHERE ' + given, listed and ' GROUP BY ' + listed)
        yield Question(REJECTED, ', '.join(parts), _('duplicates in %s') % ', '.join(parts),
                       'SELECT COUNT(*) FROM (%s) AS duplicates' % rows, rows + ' LIMIT 5')

    def part(self, text):
        """A part of a key, as an expression over the real table; None where it is more than a column."""
        name, length = PART.match(text).groups()
        column = self.converted(name)
        return 'LEFT(%s, %s)' % (column, length) if column and length and self.is_real(name) else column

    def converted(self, name):
        """A column's values, as they will be when its type is another one."""
        return self.column(name)

    def of_foreign_key(self, key):
        target = self.origin if key.table == self.new.name else self.origins(key.table)
        columns = [self.column(name, 'child.') for name in key.columns]
        if not all(columns) or NULL in columns or not target or key.schema:
            return
        targets = key.targets or key.columns
        matches = ' AND '.join('parent.%s = %s' % (self.quote(target.columns.get(there, there)), here)
                               for here, there in zip(columns, targets))
        given = ' AND '.join('%s IS NOT NULL' % one for one in columns)
        rows = 'FROM %s AS child WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS parent WHERE %s)' % (
            self.table, given, self.quote(target.table), matches)
        yield Question(REJECTED if self.refuses_orphans else KEPT, ', '.join(key.columns),
                       _('rows whose %(columns)s is not in %(table)s')
                       % {'columns': ', '.join(key.columns), 'table': key.table},
                       'SELECT COUNT(*) ' + rows, 'SELECT child.* %s LIMIT 5' % rows)

    def of_check(self, check):
        text = self.text_of(check)
        if text:
            yield self.ask(REJECTED, None, _('rows that break CHECK (%s)') % check.text, 'NOT (%s)' % text)

    def text_of(self, check):
        """A CHECK over the real table; None where it cannot be asked."""
        raise NotImplementedError


def name_of(part):
    """The column of a key's part: `name` of `name(10)`."""
    return PART.match(part).group(1)


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


class Found(NamedTuple):
    """The real database's answer to a `Question`."""

    what: str
    column: Optional[str]
    text: str
    number: Optional[int]  # of rows, values or keys; None where it cannot be asked
    example: list
    certain: bool  # see `recorder.Statement`


BIN = 'bin'  # in place of LOST, of what goes into the bin


def answered(database, no_bin=False):
    """A plan of one database as it is printed as JSON.

    :param database: `collect.Database`
    :param no_bin: whether nothing is to go into the bin
    """
    with database.real.connect() as connection:
        asked = Answers(connection, no_bin)
        return {'database': shown(database.real.url), 'bind': database.bind,
                'revisions': [asked.revision(one) for one in database.revisions]}


class Answers:
    """Asks the real database, by queries alone.

    :param connection: SQLAlchemy's
    """

    def __init__(self, connection, no_bin=False):
        self.connection, self.rows, self.no_bin, self.sizes = connection, {}, no_bin, None
        self.quote = quoting(connection.dialect)

    def revision(self, one):
        return {'revision': one.revision, 'message': one.message, 'direction': one.direction, 'applied': one.applied,
                'reads_rows': bool(one.reads),
                'statements': [self.statement(statement) for statement in one.statements]}

    def statement(self, one):
        found = [self.question(question, one.certain) for question in one.questions]
        told = dict(one.server, size=self.size(one.table)) if one.server else {}
        return dict({'sql': one.sql, 'table': one.table, 'rows': one.table and self.count_rows(one.table), 'runs': one.runs,
                     'found': [dict(entry._asdict()) for entry in found if entry.number != 0]}, **told)

    def size(self, table):
        """Bytes on the disk with all indexes; None where that cannot be told."""
        if self.sizes is None:
            self.sizes = databases.of(self.connection).sizes(self.connection)
        return self.sizes.get(table)

    def count_rows(self, table):
        if table not in self.rows:
            self.rows[table] = self.number('SELECT COUNT(*) FROM ' + self.quote(table))
        return self.rows[table]

    def question(self, one, certain):
        number = self.number(one.count)
        kept = one.what == LOST and number is not None and is_kept('.' if one.column else '', number, self.no_bin)
        text = one.single if one.single and number == 1 else one.text
        return Found(BIN if kept else one.what, one.column, text, number, one.example, certain)

    def number(self, query):
        """One number; None where the database refuses the question."""
        try:
            return execute(self.connection, query.replace('%', '%%') if self.formats() else query).scalar()
        except DBAPIError:
            return None

    def formats(self):
        return self.connection.dialect.paramstyle in ('format', 'pyformat')

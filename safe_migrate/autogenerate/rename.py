"""Renames: a dropped and an added column or table that are one. Never guessed: answered beforehand, or asked."""
import difflib
import functools
import itertools
import re
from typing import Any, NamedTuple, Optional

from alembic.operations.ops import RenameTableOp

from ..messages.autogenerate import could_be_renamed, rename_unknown, was_renamed
from .sides import DatabaseSide

# The types among which a column's values are often converted.
CONVERTED = (re.compile(r'(?!point)\w*(int|bool|numeric|decimal|float|double|real|bit|char|text|clob|enum|set|json)', re.I),
             re.compile(r'date|time|year', re.I))


class Answers:
    """What `--rename old=new` says, and what is asked on a terminal.

    :param given: list of texts such as `user.name=user.username`
    :param prompter: a `prompts.Prompter`
    :param count: takes the name of a table in the database, and of a column for its values, and returns how many it has
    :ivar notes: of what nobody was asked, functions that return a comment for the script, in the user's language
    :ivar pairs: of the same an old and a new name, each name once
    """

    def __init__(self, given, prompter, count):
        self.given = [tuple(part.strip() for part in text.split('=', 1)) for text in given]
        for pair, text in zip(self.given, given):
            if len(pair) != 2 or not all(pair):
                raise rename_unknown(text)
        self.prompter, self.count, self.used = prompter, count, set()
        self.notes, self.pairs = [], []

    def tables(self, were, will_be):
        """The tables that were renamed.

        :param were: `Table`, by name, of the database
        :param will_be: models' tables, by name
        :returns: new names, by old ones
        """
        found = self.take({pair: pair for pair in self.given}, were, will_be, {})
        for new, old in apart(were, will_be):
            if old not in found and new not in found.values() and alike(were[old], will_be[new]):
                if self.same(old, new, True, functools.partial(self.count, old)):
                    found[old] = new
        return found

    def columns(self, names, were, will_be):
        """The columns of a table that were renamed.

        :param names: the names of the table, old and new
        :param were, will_be: `Column`, by name, of the database and of the model
        :returns: new names, by old ones
        """
        split = {pair: [text.rsplit('.', 1) for text in pair] for pair in self.given}
        here = {(parts[0][1], parts[1][1]): pair for pair, parts in split.items()
                if all(len(part) == 2 and part[0] in names for part in parts)}
        found = self.take(here, were, will_be,
                          {old: new for new, old in apart(were, will_be) if old.lower() == new.lower()})
        pairs = candidates(were, will_be, found)
        for number, (new, old) in enumerate(pairs, 1):
            if old not in found and new not in found.values():
                places = ['%s.%s' % (names[-1], name) for name in (old, new)]
                is_last = not any(one == old and other not in found.values() for other, one in pairs[number:])
                if self.same(places[0], places[1], False, functools.partial(self.count, names[0], old), is_last):
                    found[old] = new
        return found

    def same(self, old, new, is_table, count, is_last=True):
        """Whether two names are one thing: asked once for each; where nobody is, it is no rename, and a word about it.

        :param is_last: whether the old name could be no other one
        """
        answer = self.prompter.confirm(lambda: was_renamed(old, new, is_table, count(), is_last))
        if answer is None:
            self.notes.append(functools.partial(could_be_renamed, old, new, is_table))
            if not any(old == one or new == other for one, other in self.pairs):
                self.pairs.append((old, new))
        return bool(answer)

    def take(self, pairs, were, will_be, found):
        """Those of the given renames that lead from a name that is there to one that is new, or that is itself renamed.

        :param pairs: what was typed, by old and new name
        :param found: new names, by old ones, that are known already
        :returns: the same, with these
        """
        leaving = {old for old, _ in pairs if old in were}
        for old, new in pairs:
            free = new in will_be and new not in found.values() and (new not in were or new in leaving - {old})
            if found.get(old) == new or old in leaving and old not in found and free:
                found[old] = new
                self.used.add(pairs[old, new])
        return found

    def unknown(self, pair):
        """The error for an answer that fits nothing."""
        return rename_unknown('='.join(pair))


LITTLE = 0.5


def apart(were, will_be):
    """Each name that is new, with each that is gone."""
    return [(new, old) for new in will_be if new not in were for old in were if old not in will_be]


def candidates(were, will_be, found):
    """The pairs of a new and an old name that could be one column: of one kind of type, and, of what no such pair has, of
    types that are often converted, where only one pair is so.

    :param were, will_be: `Column`, by name
    :param found: new names, by old ones, that are known already
    """
    pairs = [(new, old) for new, old in apart(were, will_be) if old not in found and new not in found.values()]
    alike = sorted(((new, old) for new, old in pairs if could_be(were[old], will_be[new])),
                   key=lambda pair: (unlike(pair), were[pair[1]].type != will_be[pair[0]].type))
    left = [(new, old) for new, old in pairs if not any(new == one or old == other for one, other in alike)]
    converted = [(new, old) for new, old in left if could_become(were[old], will_be[new])]
    return alike + (converted if len(converted) == 1 else [])


def unlike(names):
    """How little two names have in common, from 0 on: the likeliest pair is asked about first. Less than a half tells
    nothing, and there that of one and the same type is the likelier."""
    return min(1 - difflib.SequenceMatcher(None, *names).ratio(), LITTLE)


def in_order(found, taken):
    """Renames one after the other, so that each new name is free by then: where they go round, by way of another name.

    :param found: new names, by old ones
    :param taken: the names that are there
    :returns: list of (old name, new name)
    """
    left, steps = dict(found), []
    while left:
        free = [old for old, new in left.items() if new not in left]
        old = (free or list(left))[0]
        new = left.pop(old)
        if not free:
            names = ('renamed_%d' % number for number in itertools.count(1))
            aside = next(name for name in names if name not in taken and name not in left.values())
            left[aside], new = new, aside
        steps.append((old, new))
    return steps


def could_be(was, will):
    """Whether two columns could be one."""
    return kind_of(was.type) == kind_of(will.type) and was.computed == will.computed


def could_become(was, will):
    """Whether two columns of different types could be one: both of numbers or texts, or both of times."""
    plain = was.computed is None and will.computed is None
    return plain and any(group.match(was.type) and group.match(will.type) for group in CONVERTED)


def kind_of(text):
    """A type without its length and the like."""
    return re.match(r'\w*', text).group().lower().replace('varchar', 'char').replace('bigint', 'int')


def alike(real, table):
    """Whether a dropped table and a model's could be one: more than half of their columns have the same names."""
    old, new = set(real.columns), {str(column.name) for column in table.columns}
    return len(old & new) * 2 > max(len(old), len(new))


def rename_column(table, old, new, rewrite):
    """Rename a column in a definition, and in all that names it there.

    :param table: a `Table`, which is changed
    :param rewrite: the database's own: takes SQL and both names, and returns SQL
    """
    def name(text):
        return new if text == old else text

    def part(text):
        if text in table.columns:
            return name(text)
        prefix = re.match(r'(.*)(\(\d+\)|( DESC))$', text, re.DOTALL)
        return name(prefix.group(1)) + prefix.group(2) if prefix and prefix.group(1) == old else rewrite(text, old, new)

    table.indexes = type(table.indexes)((key, one._replace(
        parts=tuple(part(text) for text in one.parts), where=one.where and rewrite(one.where, old, new)))
        for key, one in table.indexes.items())
    table.columns = type(table.columns)((name(key), one._replace(
        name=name(key), computed=one.computed and (rewrite(one.computed[0], old, new), one.computed[1])))
        for key, one in table.columns.items())
    table.checks = [one._replace(text=rewrite(one.text, old, new)) for one in table.checks]
    table.uniques = [one._replace(columns=tuple(map(name, one.columns))) for one in table.uniques]
    table.foreign_keys = [one._replace(columns=tuple(map(name, one.columns))) for one in table.foreign_keys]
    if table.primary_key:
        table.primary_key = table.primary_key._replace(columns=tuple(map(name, table.primary_key.columns)))


# The renames of one revision: carried out in the definitions, so that only what else differs is found.

class Column(NamedTuple):
    """A column that gets another name."""

    table: str  # its new name
    schema: Optional[str]
    old: str
    new: str
    column: Any  # a `schema.Column`, before
    made: Any  # SQLAlchemy's
    checks: list  # that have to go meanwhile, as they were


class Renames:
    """All renames, in their order.

    :param database: an `interface.Autogenerate`
    """

    def __init__(self, database):
        self.database = database
        self.tables, self.columns = [], []

    def add_table(self, table, new, others):
        """Rename a table in its definition and in those of others.

        :param table: its `Table`, which is changed
        :param others: all tables
        """
        place, old, table.name = table.place, table.name, new
        self.tables.append((old, new, table.schema))
        for other in others:
            other.foreign_keys = [one._replace(table=new) if (one.schema, one.table) == place else one
                                  for one in other.foreign_keys]
        self.database.table_renamed(table, old, new)

    def add_column(self, table, old, new, others):
        """Rename a column in the definition of its table and in those of others."""
        column, made = table.columns[old], DatabaseSide(table, self.database).column(old)
        checks = self.database.checks_in_the_way(table, old)
        self.columns.append(Column(table.name, table.schema, old, new, column, made, checks))
        rename_column(table, old, new, self.database.rewrite)
        for other in others:
            other.foreign_keys = [self.led_to(one, table, old, new) for one in other.foreign_keys]
        self.database.column_renamed(table, new)

    def led_to(self, one, table, old, new):
        """A foreign key, with a new name of a column that it refers to."""
        if (one.schema, one.table) != table.place:
            return one
        return one._replace(targets=tuple(new if target == old else target for target in one.targets))

    def names_of(self, table):
        """The names of a table, the old one too."""
        names = [table.name]
        for old, new, _ in reversed(self.tables):
            names += [old] if new == names[-1] else []
        return names[::-1]

    def before(self, table, column):
        """The names that the database still has for a table and its column."""
        for one in reversed(self.columns):
            column = one.old if (one.table, one.new) == (table.name, column) else column
        return self.names_of(table)[0], column

    def forward(self):
        """The operations that rename, before all others."""
        tables = [RenameTableOp(old, new, schema=schema) for old, new, schema in self.tables]
        return tables + [operation for one in self.columns
                         for operation in self.database.rename_operations(one, one.old, one.new)]

    def back(self):
        """Those of the downgrade, after all others."""
        columns = [operation for one in reversed(self.columns)
                   for operation in self.database.rename_operations(one, one.new, one.old)]
        return columns + [RenameTableOp(new, old, schema=schema) for old, new, schema in reversed(self.tables)]

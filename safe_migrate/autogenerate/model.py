"""What the models say: each table as it is to be written into a script, and as its database would define it."""
import contextlib
from collections import OrderedDict

from sqlalchemy import CheckConstraint, Index, MetaData, UniqueConstraint
from sqlalchemy.dialects import mysql
from sqlalchemy.sql.elements import quoted_name
from sqlalchemy.types import Boolean, Enum

from ..compat.dialects import add_to_preparers
from ..compat.inside_alembic import TruncatedLabel, in_order_of_creation, is_made, target_of, type_behind
from ..schema import ForeignKey, another
from .difference import Difference, names_column

add_to_preparers()  # what is written on one database is for MySQL, too


class Unnamed(str):
    """A stand-in for the name of a constraint or index that the model itself gives none.

    :ivar wish: the name that a naming convention gives it, or None
    """

    def __new__(cls, text, wish=None):
        name = super().__new__(cls, text)
        name.wish = wish
        return name


class Model:
    """A model's table.

    :param source: SQLAlchemy's table
    :param dialect: SQLAlchemy's, of the database that it is for
    :param reads_backticks: whether that reads MySQL's quotation marks, too
    :ivar table: a copy in which every CHECK stands at the table
    :ivar definition: what the database would say it is; set by its `Autogenerate`
    :ivar server_options: those of the table's options that the model leaves to the server, too; set likewise
    :ivar not_made: what of the definition no operation of Alembic's makes; set likewise
    :ivar conditions: the text of each CHECK as the model has it, by the name that it has in the definition
    :ivar indexes: SQLAlchemy's, by the names that they have in the definition
    :ivar named: SQLAlchemy's CHECKs and unique constraints, by the names that they have in the definition
    :ivar bound: of the CHECKs that come from a column's type, the column's name, by theirs
    """

    def __init__(self, source, dialect, reads_backticks):
        self.reads_backticks = reads_backticks
        self.source, self.dialect, self.definition, self.server_options = source, dialect, None, {}
        self.not_made = set()
        self.table = copy_of(source)
        self.conditions, self.bound, self.indexes, self.named = {}, {}, {}, {}

    def constraints(self, kind):
        """The table's constraints of a kind that this database has, in one order."""
        compiler = self.dialect.statement_compiler(self.dialect, None)
        found = [one for one in self.table.constraints if isinstance(one, kind) and is_made(one, compiler)]
        return in_order_of_creation(found)

    @contextlib.contextmanager
    def as_shadow(self, table_name):
        """Within, the table has another name, and every constraint and index one by which it is told which is which.

        :param table_name: the name within
        :returns: `names`, in which `names.get(name, name)` is what a name in the definition stands for
        """
        uniques, indexes = self.constraints(UniqueConstraint), sorted(self.table.indexes, key=lambda one: str(one.name))
        things = self.constraints(CheckConstraint) + uniques + indexes
        before = [(one, one.name) for one in things]
        names = [name_of(one, '_unnamed_%d' % number) for number, one in enumerate(things)]
        name, schema = self.table.name, self.table.schema
        self.table.name, self.table.schema = quoted_name(table_name, None), None
        self.indexes = {str(own): one for one, own in zip(things, names) if isinstance(one, Index)}
        self.named = {str(own): one for one, own in zip(things, names) if not isinstance(one, Index)}
        for one, own in zip(things, names):
            one.name = own
            if isinstance(one, CheckConstraint):
                self.keep(one)
        try:
            yield {str(own): own for own in names}
        finally:
            self.table.name, self.table.schema = name, schema
            for one, own in before:
                one.name = own

    def keep(self, check):
        self.conditions[check.name] = condition_of(check, self.dialect, self.reads_backticks)
        if bound_to(check) is not None:
            self.bound[check.name] = bound_to(check)

    def foreign_keys(self, default_schema=None):
        """The table's foreign keys, as the database would have them."""
        found = sorted(self.source.foreign_key_constraints, key=lambda one: [column.name for column in one.columns])
        return [foreign_key(one, name_of(one, '_unnamed_key_%d' % number), default_schema)
                for number, one in enumerate(found)]


def copy_of(source):
    """A copy of a model's table, on its own, with the CHECKs of its columns at the table."""
    to_metadata = getattr(source, 'to_metadata', None) or source.tometadata  # the name from SQLAlchemy 1.4 on, and before
    table = to_metadata(MetaData(naming_convention=source.metadata.naming_convention))
    for referred in referred_by_key(source):
        (getattr(referred, 'to_metadata', None) or referred.tometadata)(table.metadata)
    for column, own in zip(table.columns, source.columns):
        if isinstance(own.type, mysql.ENUM):
            column.type = own.type  # whose copy loses its character set
        for constraint in [one for one in column.constraints if isinstance(one, CheckConstraint)]:
            column.constraints.remove(constraint)
            table.append_constraint(CheckConstraint(constraint.sqltext, name=constraint.name))
    return table


def referred_by_key(source):
    """The other tables to which a foreign key leads by a column's key, and not its name: Alembic looks for them there."""
    columns = [referred_column(element, target_of(element)) for element in source.foreign_keys]
    return {column.table for column in columns
            if column is not None and column.key != column.name and column.table is not source}


def name_of(thing, stand_in):
    """A constraint's or index's own name; a stand-in where it has none, or one that a convention makes."""
    name = thing.name
    if isinstance(name, TruncatedLabel) or not isinstance(name, str):
        return Unnamed(stand_in, wished(thing))
    return str(name)


def wished(thing):
    """The name that a naming convention gives, or None; not longer than MySQL takes it."""
    preparer = mysql.dialect().identifier_preparer
    make = preparer.format_index if isinstance(thing, Index) else preparer.format_constraint
    name = thing.name
    if not isinstance(name, str) or type(name).__name__ == '_defer_none_name':
        return None
    return (make(thing) or '').strip('`').replace('``', '`').replace('%%', '%') or None


def condition_of(constraint, dialect, reads_backticks):
    """A CHECK's condition as text, with names quoted as SQLite and MySQL both read them, if this one does."""
    for quoting in (mysql.dialect(), dialect) if reads_backticks else (dialect,):
        text = str(constraint.sqltext.compile(
            dialect=quoting, compile_kwargs={'literal_binds': True, 'include_table': False})).replace('%%', '%')
        if '\\' not in text:
            return text
    return text


def bound_to(constraint):
    """The name of the column whose type makes a CHECK (Boolean, Enum), or None."""
    type_ = type_behind(constraint)
    if not isinstance(type_, (Boolean, Enum)):
        return None
    columns = [column.name for column in constraint.table.columns if column.type is type_]
    return columns[0] if columns else None


def foreign_key(constraint, name, default_schema):
    """A model's foreign key in the form of a definition."""
    targets = [target_of(element) for element in constraint.elements]
    schema = targets[0][-3] if len(targets[0]) > 2 else None
    deferrable = 'DEFERRABLE' if constraint.deferrable else ''
    deferrable += ' INITIALLY %s' % constraint.initially.upper() if constraint.initially else ''
    own_schema = None if schema == default_schema else schema
    return ForeignKey(name, tuple(column.name for column in constraint.columns), own_schema, targets[0][-2],
                      tuple(column_of(element, path) for element, path in zip(constraint.elements, targets)),
                      upper(constraint.ondelete), upper(constraint.onupdate), deferrable.strip() or None)


def column_of(element, path):
    """The name in the database of the column that a foreign key refers to, which a model may call by another key."""
    column = referred_column(element, path)
    return path[-1] if column is None else column.name


def referred_column(element, path):
    """SQLAlchemy's column to which a foreign key leads; None where its table has no model, or no such key."""
    table = element.parent.table.metadata.tables.get('.'.join(path[:-1]))
    return None if table is None else table.columns.get(path[-1])


def upper(action):
    return None if action is None else ' '.join(action.upper().split())


# Which constraint of a model is which of the database's, where the model gives it no name; and the names of new ones.

def settle(real, wanted, names):
    """Put the database's names, or new ones, where a model leaves a constraint or index without a name.

    :param real: the database's `Table`, or None
    :param wanted: the model's `Table`, which is changed
    :param names: the database's own names for what has none, such as `schema.Names`
    :returns: the names that they had in the model's definition, by those that they have now
    """
    origins = {}
    settle_list(real.foreign_keys if real else [], wanted.foreign_keys, origins,
                lambda one: names.foreign_key_name(wanted.name, one.columns, one.table))
    settle_list(real.checks if real else [], wanted.checks, origins,
                lambda one: names.check_name(wanted.name, one.text, list(wanted.columns)))
    settle_list(real.uniques if real else [], wanted.uniques, origins,
                lambda one: names.unique_name(wanted.name, one.columns))
    indexes = list(wanted.indexes.values())
    # one that the server has made for a foreign key goes when a model's own comes, and is never that
    there = [index for index in real.indexes.values() if index.name not in real.implied] if real else []
    settle_list(there, indexes, origins,
                lambda one: names.unique_name(wanted.name, one.parts))
    wanted.indexes = OrderedDict((index.name, index) for index in indexes)
    if real and real.primary_key and wanted.primary_key:
        wanted.primary_key = wanted.primary_key._replace(name=real.primary_key.name)
    return origins


def settle_list(real, wanted, origins, name_for):
    """The same for the constraints of one kind, in place."""
    left = [one for one in real if one.name is None or not any(same_name(one, other) for other in wanted)]
    for place, one in enumerate(wanted):
        if isinstance(one.name, Unnamed):
            found = next((other for other in left if contents(other) == contents(one)), None)
            if found:
                left.remove(found)
            name = found.name if found else one.name.wish or not_taken(name_for(one), one, wanted)
            wanted[place] = one._replace(name=name)
            origins[name] = str(one.name)


def not_taken(name, one, others):
    """The name, or another where one of the same table has it: `uq_a_b_c` is that of `b_c`, and of `b` and `c` together."""
    what = getattr(one, 'parts', None) or getattr(one, 'columns', None) or one.text
    return another(name, what) if name in [other.name for other in others] else name


def same_name(one, other):
    return one.name == other.name and not isinstance(other.name, Unnamed)


def contents(one):
    """All of a constraint but its name."""
    return one._replace(name=None)


# The CHECKs that a Boolean or an Enum brings along, which a history may have made once, twice or not at all.
# `op.add_column` leaves them out on SQLite, MySQL before 8.0.16 and MariaDB before 10.2.1 made none, and an older revision
# of this package's may have added one beside another. The values of such a column are right in each case, so where its type
# is the same, the database's word stands: a revision that followed the one database would break another. A CHECK that the
# model itself names, and that no revision has a word of, is none that a history has left out: it is new.

def keep_type_checks(old, new, in_history):
    """Give the model's definition as many CHECKs of a column's type as the database has.

    :param old: a `DatabaseSide`
    :param new: a `ModelSide`, whose definition is changed; a CHECK of a new column, or of a new type, stays in it
    :param in_history: whether a revision has a name in it
    """
    difference = Difference(old.definition, new.definition)
    own = {check.text for check in new.definition.checks if bound_column(new, check)}
    twice = [check for check in difference.old_checks if check.text in own]
    missing = [check for check in difference.new_checks if has_column(old, bound_column(new, check), new)
               and (check.name in new.origins or in_history(check.name))
               and not any(names_column(other.text, bound_column(new, check)) for other in difference.old_checks)]
    new.definition.checks = [check for check in new.definition.checks if check not in missing] + twice


def bound_column(new, check):
    """The name of the column whose type makes a CHECK; None of others."""
    return new.model.bound.get(new.origins.get(check.name, check.name))


def has_column(old, name, new):
    """Whether the database has a column with the type that the model gives it."""
    columns = old.definition.columns, new.definition.columns
    return name in columns[0] and name in columns[1] and columns[0][name].type == columns[1][name].type


def give_names_back(definition, names):
    """Let the indexes and constraints of a model's shadow be called as the model calls them.

    :param names: see `Model.as_shadow`
    """
    definition.indexes = {names.get(name, name): one._replace(name=names.get(name, name))
                          for name, one in definition.indexes.items()}
    for kind in ('checks', 'uniques'):
        setattr(definition, kind, [one._replace(name=names.get(one.name, one.name)) for one in getattr(definition, kind)])

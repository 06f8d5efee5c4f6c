"""The two sides of a comparison: a table as the database has it, and one as a model has it.

Each gives the SQLAlchemy objects of which Alembic's operations are made, so that an upgrade and its downgrade are found by
the same rules with the sides exchanged.
"""
import re

import sqlalchemy as sa
from alembic.operations.ops import CreateIndexOp, CreateTableOp
from sqlalchemy.schema import Computed
from sqlalchemy.types import Boolean, Enum

from ..compat.inside_alembic import target_of


class DatabaseSide:
    """A table as the database has it.

    :param definition: the database's `Table`
    :param database: an `interface.Autogenerate`
    :ivar fills: values for old rows, by the names of columns that are to be NOT NULL
    """

    def __init__(self, definition, database):
        self.definition, self.database, self.fills = definition, database, {}

    def column(self, name, plain=True):
        """A column, for `op.add_column` and `op.alter_column`.

        :param plain: whether without what only `op.create_table` can say
        """
        column = self.definition.columns[name]
        extra = [Computed(self.sql(column.computed[0]), persisted=column.computed[1])] if column.computed else []
        key = self.definition.primary_key
        options = {} if plain else self.database.numbering(column, key)
        if column.default is not None:
            options['server_default'] = sql_text(self.database.portable(column.default))
        return sa.Column(name, self.type(column), *extra, nullable=column.null, comment=column.comment, **options)

    def sql(self, text):
        """An expression of the database's."""
        return sql_text(self.database.portable_sql(text))

    def source_column(self, name):
        """A column as a codebase's `include_object` knows it, in its table."""
        return next(column for column in self.table().columns if column.name == name)  # whose key may be another

    def source_index(self, index):
        """An index as a codebase's `include_object` knows it, with its table."""
        operation = self.create_index(index.name)
        return operation.to_index()

    def constraint(self, one):
        """A constraint as a codebase's `include_object` knows it, in its table."""
        return next((other for other in self.table().constraints if other.name == one.name), one)

    def kind_of(self, index):
        """Alembic's word for it."""
        return 'unique_constraint' if self.is_constraint(index) else 'index'

    def table(self):
        """SQLAlchemy's table."""
        return self.create_table().to_table()

    def server_options(self):
        """The options that the server gives the table."""
        return self.definition.options

    def type(self, column):
        return self.database.column_type(column, self.definition)

    def condition(self, name):
        """The condition of a CHECK."""
        return self.database.portable_sql(next(one.text for one in self.definition.checks if one.name == name))

    def create_table(self, without=()):
        """`op.create_table`.

        :param without: names of foreign keys that are added later
        """
        one, key = self.definition, self.definition.primary_key
        parts = [self.column(name, plain=False) for name in one.columns]
        parts += [sa.PrimaryKeyConstraint(*key.columns, name=key.name)] if key else []
        parts += [sa.UniqueConstraint(*unique.columns, name=unique.name) for unique in one.uniques]
        parts += [sa.CheckConstraint(self.sql(check.text), name=check.name) for check in one.checks]
        parts += [foreign_key(each, one.schema_of(each)) for each in one.foreign_keys if each.name not in without]
        options = self.database.table_options(one)
        comment = one.options.get('COMMENT')
        table = sa.Table(one.name, sa.MetaData(), *parts, schema=one.schema, comment=comment, **options)
        return CreateTableOp.from_table(table)

    def separate_indexes(self):
        """The names of the indexes that `op.create_table` does not make."""
        made = {one.name for one in self.definition.foreign_keys} & self.definition.implied
        return [name for name in self.definition.indexes if name not in made]

    def is_constraint(self, index):
        """Whether a unique index is a constraint for Alembic: of what the database has, its name has to tell."""
        return index.unique and not index.name.startswith('ix_')

    def create_index(self, name):
        """`op.create_index`."""
        index = self.definition.indexes[name]
        parts, options = self.database.index_parts(index, self.definition.columns)
        return CreateIndexOp(name, self.definition.name, parts, schema=self.definition.schema, unique=index.unique,
                             **options)


class ModelSide(DatabaseSide):
    """A table as a model has it.

    :param model: a `Model`
    :param definition: its `Table`, with the names that its constraints have or get
    :param origins: the names that they have in the model's own definition, by these
    :param call: makes of a constraint's name what is to stand in the script
    """

    def __init__(self, model, definition, origins, database, call):
        super().__init__(definition, database)
        self.model, self.origins, self.call = model, origins, call
        self.columns = {str(column.name): column for column in model.table.columns}
        self.indexes = {name: model.indexes[origins.get(name, name)] for name in definition.indexes
                        if origins.get(name, name) in model.indexes}

    def column(self, name, plain=True):
        column = self.columns[name]
        extra = [Computed(column.computed.sqltext, persisted=column.computed.persisted)] if column.computed else []
        default = None if column.computed else column.server_default
        options = {'server_default': default} if default is not None else {}
        return sa.Column(name, quiet(column.type), *extra, nullable=self.definition.columns[name].null,
                         comment=column.comment, **options)

    def condition(self, name):
        return self.model.conditions.get(self.origins.get(name, name)) or super().condition(name)

    def server_options(self):
        return self.model.server_options

    def table(self):
        return self.model.source

    def create_table(self, without=()):
        """`op.create_table`, in which every constraint has a name, so that a later revision can drop it on any database."""
        table = self.model.table
        for name, constraint in self.named_constraints():
            if name in without:
                leave_out(table, constraint)
                continue
            if not isinstance(constraint.name, str):
                constraint.name = self.call(name)
            if isinstance(constraint, sa.ForeignKeyConstraint):
                constraint.use_alter = False  # `op.create_table` makes no other; what leads in a circle is added later
        for column in table.columns:
            column.type = quiet(column.type)
        for name, constraint in self.bound_checks():
            table.constraints.discard(constraint)
            table.append_constraint(sa.CheckConstraint(sql_text(self.condition(name)), name=self.call(name)))
        return CreateTableOp.from_table(table)

    def named_constraints(self):
        """The names that constraints have or get, and SQLAlchemy's constraints."""
        new_names = {origin: name for name, origin in self.origins.items()}
        for origin, constraint in self.model.named.items():
            if origin not in self.model.bound:
                yield new_names.get(origin, origin), constraint
        for constraint in self.model.table.foreign_key_constraints:
            columns = tuple(column.name for column in constraint.columns)
            referred = target_of(constraint.elements[0])[-2]
            yield from [(one.name, constraint) for one in self.definition.foreign_keys
                        if (one.columns, one.table) == (columns, referred)][:1]

    def bound_checks(self):
        """The same, of the CHECKs that come from a column's type, and that ours take the place of."""
        new_names = {origin: name for name, origin in self.origins.items()}
        for origin in self.model.bound:
            if origin not in self.enum_origins():
                yield new_names.get(origin, origin), self.model.named[origin]

    def enum_origins(self):
        """The names of the CHECKs that an Enum brings along, where the database has no type for it."""
        return [origin for origin, column in self.model.bound.items() if native(self.columns[column].type)]

    def separate_indexes(self):
        return [name for name in self.definition.indexes if name in self.indexes]

    def is_constraint(self, index):
        return index.unique and index.name not in self.indexes

    def create_index(self, name):
        if name not in self.indexes:
            return super().create_index(name)
        index = self.indexes[name]
        parts = [column.name if isinstance(column, sa.Column) else text_of(column, self.model.dialect)
                 for column in index.expressions]
        return CreateIndexOp(name, self.definition.name, parts, schema=self.definition.schema, unique=index.unique,
                             **index.kwargs)


def leave_out(table, constraint):
    """Take a foreign key off a table, and off its columns."""
    table.constraints.discard(constraint)
    for element in constraint.elements:
        table.foreign_keys.discard(element)
        element.parent.foreign_keys.discard(element)


def native(type_):
    """Whether a type is an Enum that is a type of its own where the database has one."""
    return isinstance(type_, Enum) and type_.native_enum


def quiet(type_):
    """A type that makes no CHECK of its own, where ours is written beside it under a name."""
    if isinstance(type_, Boolean):
        return Boolean(create_constraint=False)
    if isinstance(type_, Enum) and not type_.native_enum:
        return sa.String(length=type_.length)
    return type_


def foreign_key(one, schema):
    """A foreign key of a definition, as SQLAlchemy has it.

    :param schema: of the table that it leads to; None of the default one
    """
    path = '.'.join(part for part in (schema, one.table) if part)
    return sa.ForeignKeyConstraint(
        one.columns, ['%s.%s' % (path, target) for target in one.targets], name=one.name, ondelete=one.ondelete,
        onupdate=one.onupdate, **deferral(one))


def deferral(one):
    """When a foreign key of a definition is looked at, in SQLAlchemy's words."""
    text = one.deferrable or ''
    return {'deferrable': True if text.startswith('DEFERRABLE') else None,
            'initially': text.split('INITIALLY ')[1] if 'INITIALLY' in text else None}


def enum_members(text, column):
    """The members of an Enum whose CHECK a condition is: `kind IN ('a', 'b')`; else None."""
    members = r"'(?:[^']|'')*'"
    shape = re.match(r'["`\[]?%s["`\]]? IN ?\((%s(?:, ?%s)*)\)$' % (re.escape(column), members, members), text, re.I)
    return [one[1:-1].replace("''", "'") for one in re.findall(members, shape.group(1))] if shape else None


def sql_text(text):
    """SQL in which no colon is taken for a parameter."""
    return sa.text(re.sub(r'(?<![:\w\\]):(?=\w)', r'\\:', text))


def text_of(expression, dialect):
    """An expression of an index, as SQL."""
    text = expression.compile(dialect=dialect, compile_kwargs={'literal_binds': True, 'include_table': False})
    return sa.text(str(text).replace('%%', '%'))

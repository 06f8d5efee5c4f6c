"""The two sides of a comparison: a table as the database has it, and one as a model has it.

Each gives the SQLAlchemy objects of which Alembic's operations are made, so that an upgrade and its downgrade are found by
the same rules with the sides exchanged.
"""
import re

import sqlalchemy as sa
from alembic.operations.ops import CreateIndexOp, CreateTableOp
from sqlalchemy.schema import Computed, DefaultClause
from sqlalchemy.types import Boolean, Enum


class DatabaseSide:
    """A table as the database has it.

    :param definition: the database's `Table`
    :param database: the database's own rules, such as `autogenerate.mysql`
    """

    def __init__(self, definition, database):
        self.definition, self.database = definition, database

    def column(self, name, plain=True):
        """A column, for `op.add_column` and `op.alter_column`.

        :param plain: whether without what only `op.create_table` can say
        """
        column = self.definition.columns[name]
        extra = [Computed(sql_text(column.computed[0]), persisted=column.computed[1])] if column.computed else []
        key = self.definition.primary_key
        options = {} if plain else {'autoincrement': autoincrement(column, key)}
        if column.default is not None:
            options['server_default'] = sql_text(self.database.portable(column.default))
        return sa.Column(name, self.type(column), *extra, nullable=column.null, comment=column.comment, **options)

    def type(self, column):
        return self.database.type_of(column)

    def condition(self, name):
        """The condition of a CHECK."""
        return next(check.text for check in self.definition.checks if check.name == name)

    def create_table(self, without=()):
        """`op.create_table`.

        :param without: names of foreign keys that are added later
        """
        one, key = self.definition, self.definition.primary_key
        parts = [self.column(name, plain=False) for name in one.columns]
        parts += [sa.PrimaryKeyConstraint(*key.columns, name=key.name)] if key else []
        parts += [sa.UniqueConstraint(*unique.columns, name=unique.name) for unique in one.uniques]
        parts += [sa.CheckConstraint(sql_text(check.text), name=check.name) for check in one.checks]
        parts += [foreign_key(each) for each in one.foreign_keys if each.name not in without]
        options = self.database.table_options(one)
        comment = one.options.get('COMMENT')
        table = sa.Table(one.name, sa.MetaData(), *parts, schema=one.schema, comment=comment, **options)
        return CreateTableOp.from_table(table)

    def create_index(self, name):
        """`op.create_index`."""
        index = self.definition.indexes[name]
        parts, options = self.database.index_parts(index, self.definition.columns)
        return CreateIndexOp(name, self.definition.name, parts, schema=self.definition.schema, unique=index.unique, **options)


class ModelSide(DatabaseSide):
    """A table as a model has it.

    :param model: a `Model`
    :param definition: its `Table`, with the names that its constraints have or get
    :param origins: the names that they have in the model's own definition, by these
    """

    def __init__(self, model, definition, origins, database):
        super().__init__(definition, database)
        self.model, self.origins = model, origins
        self.columns = {str(column.name): column for column in model.table.columns}

    def column(self, name, plain=True):
        column = self.columns[name]
        extra = [Computed(column.computed.sqltext, persisted=column.computed.persisted)] if column.computed else []
        default = None if column.computed else column.server_default
        options = {key: value for key, value in (('server_default', default and written_default(default)),) if value}
        return sa.Column(name, quiet(column.type), *extra, nullable=self.definition.columns[name].null,
                         comment=column.comment, **options)

    def condition(self, name):
        return self.model.conditions.get(self.origins.get(name, name)) or super().condition(name)

    def create_table(self, without=()):
        table = self.model.table
        for constraint in list(table.foreign_key_constraints) if without else ():
            columns = tuple(column.name for column in constraint.columns)
            if any(one.columns == columns and one.name in without for one in self.definition.foreign_keys):
                leave_out(table, constraint)
        for column in table.columns:
            if column.server_default is not None and not column.computed:
                column.server_default = written_default(column.server_default)
        return CreateTableOp.from_table(table)

    def create_index(self, name):
        origin = self.origins.get(name, name)
        for index in self.model.table.indexes:
            if origin in (index.name, self.model.index_names.get(id(index))):
                parts = [column.name if isinstance(column, sa.Column) else text_of(column, self.model.dialect)
                         for column in index.expressions]
                return CreateIndexOp(name, self.definition.name, parts, schema=self.definition.schema,
                                     unique=index.unique, **index.kwargs)
        return super().create_index(name)


def leave_out(table, constraint):
    """Take a foreign key off a table, and off its columns."""
    table.constraints.discard(constraint)
    for element in constraint.elements:
        table.foreign_keys.discard(element)
        element.parent.foreign_keys.discard(element)


def autoincrement(column, key):
    """What makes the database number a column, or not: by itself SQLAlchemy lets it number a key of one integer."""
    alone = key is not None and key.columns == (column.name,)
    return 'auto' if column.autoincrement == alone else column.autoincrement


def quiet(type_):
    """A type that makes no CHECK of its own, where ours is written beside it under a name."""
    if isinstance(type_, Boolean):
        return Boolean(create_constraint=False)
    if isinstance(type_, Enum) and not type_.native_enum:
        return sa.String(length=type_.length)
    return type_


def written_default(default):
    """A default of which Alembic writes the same: text in quotes is kept apart from SQL."""
    if isinstance(default, DefaultClause) and isinstance(default.arg, str):
        return DefaultClause(sql_text("'%s'" % default.arg.replace("'", "''"))) if "'" in default.arg else default
    return default


def foreign_key(one):
    """A foreign key of a definition, as SQLAlchemy has it."""
    path = '.'.join(part for part in (one.schema, one.table) if part)
    deferrable = one.deferrable or ''
    return sa.ForeignKeyConstraint(
        one.columns, ['%s.%s' % (path, target) for target in one.targets], name=one.name, ondelete=one.ondelete,
        onupdate=one.onupdate, deferrable=True if deferrable.startswith('DEFERRABLE') else None,
        initially=deferrable.split('INITIALLY ')[1] if 'INITIALLY' in deferrable else None)


def sql_text(text):
    """SQL in which no colon is taken for a parameter."""
    return sa.text(re.sub(r'(?<![:\w\\]):(?=\w)', r'\\:', text))


def text_of(expression, dialect):
    """An expression of an index, as SQL."""
    text = expression.compile(dialect=dialect, compile_kwargs={'literal_binds': True, 'include_table': False})
    return sa.text(str(text).replace('%%', '%'))

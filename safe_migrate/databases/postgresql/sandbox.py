"""What the server makes of a model: a temporary table, in a transaction that is rolled back to where it was."""
import contextlib
import re
from collections import OrderedDict

import click
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable, FetchedValue
from sqlalchemy.types import Enum, TypeDecorator, Variant

from ...autogenerate.interface import SHADOW
from ...autogenerate.model import give_names_back
from ...compat.inside_alembic import is_two_phase
from ...schema import is_end_of
from .catalogs import Catalogs, path, string
from .introspection import EnumType, enum_named, read
from .names import MOST_BYTES, object_name
from .texts import compared_without_temporary_tables, no_temporary_tables

TEMPORARY = re.compile(r'pg_temp(_\d+)?\.')
MAKES = re.compile(r'\s*CREATE\s+(\w+\s+)*?TABLE')


def makes_temporary_tables(connection):
    """Whether the server can say what a model means: whether it makes temporary tables for this user. If not, say why.

    :raises DBAPIError: where the connection has ended
    """
    if is_two_phase(connection):
        click.echo(compared_without_temporary_tables(), err=True)
        return False
    catalogs = Catalogs(connection)
    try:
        with catalogs.tried():
            catalogs.run('CREATE TEMPORARY TABLE %s (id INTEGER PRIMARY KEY)' % SHADOW)
            catalogs.run("CREATE TYPE pg_temp.%s_type AS ENUM ('a')" % SHADOW)
    except DBAPIError as error:
        if is_end_of(connection, error):
            raise
        database, user = catalogs.rows('SELECT current_database(), current_user')[0]
        click.echo(no_temporary_tables(str(error.orig).splitlines()[0], database, user), err=True)
        return False
    return True


def define(connection, model, real):
    """Have the server say what a model's table is, by a temporary table without foreign keys.

    :param model: a `Model`, which is given its definition
    :param real: the `Table` that the database has, or None
    """
    catalogs, dialect = Catalogs(connection), connection.dialect
    enums = {(name_of(enum), enum.schema): enum for enum in (
        enum_of(column.type, dialect) for column in model.table.columns) if enum is not None}
    there = {key: enum_named(catalogs, *key) for key in enums}
    with model.as_shadow(SHADOW) as names, catalogs.tried():
        for enum in enums.values():
            labels = ', '.join(map(string, enum.enums))
            catalogs.run('CREATE TYPE %s AS ENUM (%s)' % (temporary(enum), labels))
        for make, thing in [(create_statement, model.table)] + [(create_index, index) for index in model.table.indexes]:
            with types_as_temporary(dialect):
                statement = make(thing, dialect)
            catalogs.run(with_types(statement, enums.values(), dialect))
        schema, = catalogs.rows('SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()')[0]
        definition = read(connection, SHADOW, schema)
    definition.sequences.clear()
    settle_types(definition, enums, there, dialect)
    give_names_back(definition, names)
    key = definition.primary_key
    if key and key.name == object_name(SHADOW, '', 'pkey'):  # the server's name, where the model has none
        definition.primary_key = key._replace(name=object_name(str(model.source.name), '', 'pkey'))
    definition.foreign_keys = [as_the_server_has_it(one) for one in model.foreign_keys(dialect.default_schema_name)]
    for column in model.table.columns:  # COMMENT is a statement of its own
        definition.columns[str(column.name)] = definition.columns[str(column.name)]._replace(comment=column.comment or None)
    definition.options.update({'COMMENT': model.table.comment} if model.table.comment else {})
    definition.name, definition.schema = str(model.source.name), model.source.schema
    model.definition = definition
    keep_unsaid(model, real)


def settle_types(definition, enums, there, dialect):
    """The types that the model's columns are of, by how the server will write them.

    :param definition: the shadow's, which is changed
    :param enums: SQLAlchemy's, by name and schema
    :param there: the type of the database's, or None, by the same; see `enum_named`
    """
    found, definition.types = definition.types, OrderedDict()
    for (name, said), enum in enums.items():
        own = next(text for text, one in found.items() if one.name == name)
        schema = None if said == dialect.default_schema_name else said
        text = TEMPORARY.sub('', own)  # which is there where temporary types are not the first that are found
        text = '%s.%s' % (dialect.identifier_preparer.quote(schema), text) if schema else text
        if there[name, said]:
            text, definition.types_there[text] = there[name, said]
            schema = definition.types_there[text].schema
        if text != own:
            qualify(definition, own, text)
        definition.types[text] = EnumType(name, schema, tuple(enum.enums), (), False)
        definition.types_said[name, said] = text


def enum_of(type_, dialect):
    """The ENUM that a type is, or is an array of, or is made of on this database; None of any other."""
    while True:
        if isinstance(type_, Variant):
            type_ = type_.mapping.get(dialect.name, type_.impl)
        elif isinstance(type_, TypeDecorator):
            type_ = type_.load_dialect_impl(dialect)
        elif hasattr(type_, 'item_type'):
            type_ = type_.item_type
        else:
            return type_ if isinstance(type_, Enum) and type_.native_enum and type_.name else None


def name_of(enum):
    """The name of a type, which the server cuts where it is longer than a name may be."""
    return str(enum.name).encode('utf-8')[:MOST_BYTES].decode('utf-8', 'ignore')


def temporary(enum):
    return path('pg_temp', name_of(enum))


@contextlib.contextmanager
def types_as_temporary(dialect):
    """Within, SQLAlchemy writes each ENUM as the shadow's."""
    preparer = dialect.identifier_preparer
    otherwise = preparer.format_type  # of what has no name, and of a DOMAIN

    def format_type(type_, use_schema=True):
        return temporary(type_) if isinstance(type_, Enum) and type_.name else otherwise(type_, use_schema)
    preparer.format_type = format_type
    try:
        yield
    finally:
        del preparer.format_type


def create_statement(table, dialect):
    """The shadow's CREATE TABLE."""
    text = str(CreateTable(table, include_foreign_key_constraints=[]).compile(dialect=dialect)).replace('%%', '%')
    return MAKES.sub('CREATE TEMPORARY TABLE', text, 1)


def create_index(index, dialect):
    """An index of the shadow, which is built at once."""
    given = index.dialect_kwargs.get('postgresql_concurrently')
    if given:
        index.dialect_kwargs['postgresql_concurrently'] = False
    try:
        return str(CreateIndex(index).compile(dialect=dialect)).replace('%%', '%')
    finally:
        if given:
            index.dialect_kwargs['postgresql_concurrently'] = given


def with_types(text, enums, dialect):
    """A statement with the shadow's own types in the SQL that the model itself has."""
    for enum in enums:
        name = re.escape(dialect.identifier_preparer.format_type(enum))
        before = r'(?<![\w".])' if enum.schema else r'(?<=::)'
        text = re.sub(before + name + r'(?![\w".])', temporary(enum).replace('\\', r'\\'), text)
    return text


def qualify(definition, name, text):
    """Call a type by its schema, too, in all of a definition."""
    own = re.compile('(?<=::)%s(?![\\w"])' % re.escape(name))

    def said(sql):
        return sql and own.sub(lambda _: text, sql)
    for key, column in definition.columns.items():
        kind = re.sub(r'^%s(?=(\[\])*$)' % re.escape(name), lambda _: text, column.type)
        computed = column.computed and (said(column.computed[0]), column.computed[1])
        definition.columns[key] = column._replace(type=kind, default=said(column.default), computed=computed)
    definition.checks = [one._replace(text=said(one.text)) for one in definition.checks]
    for key, index in definition.indexes.items():
        definition.indexes[key] = index._replace(parts=tuple(map(said, index.parts)), where=said(index.where))


def as_the_server_has_it(one):
    """A model's foreign key in the server's words: NO ACTION is what it does without being told."""
    actions = [None if action == 'NO ACTION' else action for action in (one.ondelete, one.onupdate)]
    text = one.deferrable or ''
    deferrable = 'DEFERRABLE INITIALLY DEFERRED' if 'DEFERRED' in text else 'DEFERRABLE' if 'DEFERRABLE' in text else None
    return one._replace(ondelete=actions[0], onupdate=actions[1], deferrable=deferrable)


def keep_unsaid(model, real):
    """A column of which the model says only that the server has a value for it has the one that the server has."""
    for column in model.table.columns if real else ():
        name = str(column.name)
        if type(column.server_default) is FetchedValue and name in real.columns:
            was = real.columns[name]
            model.definition.columns[name] = model.definition.columns[name]._replace(
                default=was.default, autoincrement=was.autoincrement, more=was.more, computed=was.computed)

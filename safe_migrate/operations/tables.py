"""The tables of each database, as the databases themselves tell."""
from typing import NamedTuple, Optional

from sqlalchemy import func, inspect
from sqlalchemy.sql import column
from sqlalchemy.types import NullType

from .. import databases
from ..codebase.revisions import select_from
from ..translation.language import _


class Size(NamedTuple):
    """How large a table is."""

    name: str
    rows: int
    about: bool  # whether the rows are an estimate
    size: Optional[int]  # bytes; None where that cannot be told


def sizes(connection):
    """Each table with its rows and its size.

    :returns: a list of `Size`, by name
    """
    database = databases.of(connection)
    on_disk, estimated = database.sizes(connection), database.estimated_rows(connection)
    return [Size(name, estimated[name] if name in estimated else count(connection, name), name in estimated,
                 on_disk.get(name)) for name in database.table_names(connection)]


def count(connection, name):
    """How many rows a table has."""
    return connection.execute(select_from(name, [func.count()])).scalar()


def columns(connection, name):
    """A table's columns: name, type, whether NULL may be in it, default, and what key it is part of."""
    inspector = inspect(connection)
    found = list(inspector.get_columns(name))  # SQLAlchemy 1.3 sorts its own list anew for the primary key of SQLite
    keys, types = keys_of(inspector, name), databases.of(connection).types(connection, name)
    return [(one['name'], in_capitals(types.get(one['name'])) or type_of(one['type'], connection.dialect),
             _('yes') if one['nullable'] else _('no'),
             one['default'] or '', ', '.join(keys.get(one['name'], []))) for one in found]


def in_capitals(text):
    """A type as the database writes it, in capitals as `db migrate` has it, but for what is in quotes."""
    return text.upper() if text and "'" not in text else text


def type_of(kind, dialect):
    """A type as the database spells it; empty where a column has none, as SQLite allows."""
    return '' if isinstance(kind, NullType) else kind.compile(dialect)


def keys_of(inspector, name):
    """The keys that each column is part of, by its name."""
    found = {}
    for one in inspector.get_pk_constraint(name)['constrained_columns']:
        found.setdefault(one, []).append(_('primary key'))
    for key in inspector.get_foreign_keys(name):
        for one, target in zip(key['constrained_columns'], key['referred_columns']):
            found.setdefault(one, []).append('-> %s.%s' % (key['referred_table'], target))
    return found


def indexes(connection, name):
    """The lines that tell of a table's indexes and unique constraints."""
    inspector = inspect(connection)
    found = {one['name']: (_('unique') if one['unique'] else _('index'), one['column_names'])
             for one in inspector.get_indexes(name)}
    for one in inspector.get_unique_constraints(name):  # several may have no name
        found[one['name'] or tuple(one['column_names'])] = (_('unique'), one['column_names'])
    return ['%s %s (%s)' % (kind, key if isinstance(key, str) else _('without name'), ', '.join(map(str, names)))
            for key, (kind, names) in sorted(found.items(), key=str)]


def first_rows(connection, name, number):
    """The first rows of a table, in no order that is promised, its columns' names before them."""
    names = [one['name'] for one in inspect(connection).get_columns(name)]
    databases.of(connection).take_any_text(connection)
    rows = connection.execute(select_from(name, [column(one) for one in names]).limit(number))
    return [names] + [list(row) for row in rows]

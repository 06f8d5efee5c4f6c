"""The tables of each database, as the databases themselves tell."""
from collections import namedtuple

from flask import current_app
from sqlalchemy import func, inspect, select
from sqlalchemy.sql import column, quoted_name, table
from sqlalchemy.types import NullType

from ..language import _
from .database import database_of

# rows: a number; about: whether it is an estimate; size: bytes, or None where that cannot be told
Size = namedtuple('Size', 'name rows about size')


def version_table():
    """The name of Alembic's own table, which an application may choose: `Migrate(app, db, version_table='...')`."""
    return current_app.extensions['migrate'].configure_args.get('version_table', 'alembic_version')


def engines():
    """The engine of each of the application's databases: pairs of the bind's name, None for the main one, and the engine."""
    db = current_app.extensions['migrate'].db
    binds = current_app.config.get('SQLALCHEMY_BINDS') or {}
    return [(None, db.engine)] + [(bind, db.get_engine(current_app, bind)) for bind in sorted(binds)]


def sizes(connection):
    """Each table with its rows and its size.

    :returns: a list of `Size`, by name
    """
    database = database_of(connection.engine.url)
    on_disk, estimated = database.sizes(connection), database.estimated_rows(connection)
    return [Size(name, estimated[name] if name in estimated else count(connection, name), name in estimated,
                 on_disk.get(name)) for name in sorted(inspect(connection).get_table_names())]


def count(connection, name):
    """How many rows a table has."""
    return connection.execute(select_from(name, [func.count()])).scalar()


def select_from(name, columns):
    """A SELECT of a table by its name, in the form that SQLAlchemy 1.3 and 1.4 both take."""
    return select(columns).select_from(table(quoted_name(name, True)))


def columns(connection, name):
    """A table's columns: name, type, whether NULL may be in it, default, and what key it is part of."""
    inspector = inspect(connection)
    found = list(inspector.get_columns(name))  # SQLAlchemy 1.3 sorts its own list anew for the primary key of SQLite
    keys = keys_of(inspector, name)
    return [(one['name'], type_of(one['type'], connection.dialect), _('yes') if one['nullable'] else _('no'),
             one['default'] or '', ', '.join(keys.get(one['name'], []))) for one in found]


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
    for one in inspector.get_unique_constraints(name):
        found[one['name']] = (_('unique'), one['column_names'])
    return ['%s %s (%s)' % (kind, key or _('without name'), ', '.join(map(str, names)))
            for key, (kind, names) in sorted(found.items(), key=str)]


def first_rows(connection, name, number):
    """The first rows of a table, in no order that is promised, its columns' names before them."""
    names = [one['name'] for one in inspect(connection).get_columns(name)]
    database_of(connection.engine.url).take_any_text(connection)
    rows = connection.execute(select_from(name, [column(one) for one in names]).limit(number))
    return [names] + [list(row) for row in rows]


def current_revisions(connection):
    """The revisions that a database is at, as its version table says."""
    if not connection.dialect.has_table(connection, version_table()):
        return []
    from .state import spelled
    return [spelled(row[0]) for row in connection.execute(select_from(version_table(), [column('version_num')]))]

"""MySQL and MariaDB: a `MODIFY` says all of a column, so what an `op.alter_column` does not name has to be said again.

Alembic takes NULL, no default, no comment and no AUTO_INCREMENT for what a call does not name.
"""
import logging
import re

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import Date, DateTime, Integer, Numeric, String

from ...messages.upgrade import not_restated
from . import introspection

log = logging.getLogger('alembic.safe_migrate')
COLON = re.compile(r'(?<![:\w\\]):(?=\w)')  # in SQLAlchemy's texts it begins a parameter
NUMBERS = ('tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'float', 'double', 'bit')
FAMILIES = (((Integer, Numeric), NUMBERS), ((String,), ('char', 'varchar', 'enum', 'set', 'binary', 'varbinary')),
            ((DateTime,), ('datetime', 'timestamp')), ((Date,), ('date',)))


def completed(connection, table, column, schema, options):
    """The options of an `op.alter_column` with what they do not name of the column as it is.

    :param connection: SQLAlchemy's, whose events see that it is asked: where a revision goes on, the journal answers what
        the column was, also on the copy of a plan
    :param options: the keywords of Alembic's `alter_column`
    :returns: options; the same where the column cannot be read
    """
    found = column_of(connection, table, column, schema)
    if found is None or found.computed:
        return options
    wanted, type_ = dict(options), options.get('type_')
    for name, value in (('nullable', found.null), ('comment', found.comment)):
        if wanted.get(name) in (None, False) and wanted.get('existing_' + name) is None and value is not None:
            wanted['existing_' + name] = value
    if found.autoincrement and wanted.get('autoincrement') is None and wanted.get('existing_autoincrement') is None:
        if type_ is None or isinstance(type_, Integer):
            wanted['existing_autoincrement'] = True
        else:
            log.warning(not_restated(table, column, 'AUTO_INCREMENT'))
    existing = wanted.get('existing_server_default')  # compared with `is`: SQL such as sa.false() is neither true nor equal
    is_named = wanted.get('server_default', False) is not False or not (existing is None or existing is False)
    if found.default is not None and not is_named:
        if type_ is None or is_of_family(found.type, type_):
            wanted['existing_server_default'] = text(COLON.sub(r'\\:', found.default))
        else:
            log.warning(not_restated(table, column, 'DEFAULT ' + found.default))
    return wanted


def column_of(connection, table, column, schema):
    """A column as the server tells it, a `schema.Column`; None where there is none, or the table cannot be read."""
    name = '.'.join(introspection.quoted(part) for part in (schema, table) if part)
    try:
        shown = introspection.execute(connection, 'SHOW CREATE TABLE ' + name.replace('%', '%%')).first()
        columns = introspection.parse(shown[1], table).columns
    except (DBAPIError, ValueError, KeyError, IndexError):
        return None
    return next((one for own, one in columns.items() if own.lower() == str(column).lower()), None)


def is_of_family(old, new):
    """Whether a default of one type can be one of the other.

    :param old: as the server writes it
    :param new: SQLAlchemy's
    """
    name = re.match(r'\w*', old).group().lower()
    return any(isinstance(new, types) and name in names for types, names in FAMILIES)

"""`db migrate` sees a changed column type without the tutorial's edit of `env.py` (`compare_type=True`)."""
import logging

from alembic.autogenerate import comparators
from sqlalchemy import Column, MetaData, Table
from sqlalchemy.schema import CreateTable
from sqlalchemy.types import NullType

from .chosen import chosen

log = logging.getLogger('alembic.autogenerate.column_type')  # below `alembic`, whose level a stock alembic.ini sets
SHADOW = '_safe_migrate_type'


def differs(context, table, reflected, wanted):
    """Whether two types differ: Alembic suspects it, and the database does not say that they are one.

    Alembic compares names, and takes JSON for another type than the LONGTEXT that MariaDB makes of it. A type that the
    models or the inspector do not know cannot be judged.
    """
    unknown = isinstance(reflected.type, NullType) or isinstance(wanted.type, NullType)
    return not unknown and context.impl.compare_type(reflected, wanted) and not same_in_database(context, table, wanted)


def same_in_database(context, table, column):
    """Whether the database gives a column made as the model says the type that the real column has."""
    found = {'mysql': types_of_mysql, 'mariadb': types_of_mysql, 'sqlite': types_of_sqlite}.get(context.dialect.name)
    if not found:
        return False
    real, shadow = found(context.connection, table, column)
    return real == shadow


def types_of_mysql(connection, table, column):
    """The types of a real column and of one in a temporary table, as the server names them, character set included."""
    shadow = Table(SHADOW, MetaData(), Column(column.name, column.type), prefixes=['TEMPORARY'])
    quote = connection.dialect.identifier_preparer
    create = str(CreateTable(shadow).compile(dialect=connection.dialect))
    # the table's own character set is the default of its columns
    charset = connection.execute('SHOW TABLE STATUS WHERE name = %s', table.name).first()['Collation']
    try:
        connection.execute(create.rstrip() + ' COLLATE ' + charset)
        rows = [connection.execute('SHOW FULL COLUMNS FROM %s WHERE field = %%s' % name, column.name).first()
                for name in (quote.format_table(table), SHADOW)]
    finally:
        connection.execute('DROP TEMPORARY TABLE IF EXISTS ' + SHADOW)
    return [(row['Type'], row['Collation']) for row in rows]


def types_of_sqlite(connection, table, column):
    """SQLite keeps a type as it was written."""
    quote = connection.dialect.identifier_preparer
    rows = connection.execute('PRAGMA table_info(%s)' % quote.quote(table.name))
    real = {row['name']: row['type'] for row in rows}[column.name]
    return real, column.type.compile(dialect=connection.dialect)


@comparators.dispatch_for('column')
def compare_type(autogen_context, operation, schema, table, column, reflected, wanted):
    """Compare a column's type as Alembic does with `compare_type=True`, where the codebase has not chosen.

    Alembic's own comparator asks the option first, and from below `env.py` that option cannot be set in time.

    :source: https://alembic.sqlalchemy.org/en/latest/autogenerate.html#compare-types
    """
    context = autogen_context.migration_context
    if not chosen('compare_type', context) and differs(context, wanted.table, reflected, wanted):
        operation.existing_type, operation.modify_type = reflected.type, wanted.type
        log.info('Detected type change from %r to %r on \'%s.%s\'', reflected.type, wanted.type, table, column)
    elif operation.modify_type is not None and not callable(context.opts.get('compare_type')):
        if same_in_database(context, wanted.table, wanted):  # a change that Alembic has found, and the database has not
            operation.modify_type = None

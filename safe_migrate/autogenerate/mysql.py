"""MySQL and MariaDB as judges: what the server makes of a model."""
from sqlalchemy.schema import CreateIndex, CreateTable

from ..definition import Index, execute
from ..definition.mysql import read

SHADOW = '_safe_migrate_shadow'
# MariaDB and MySQL refuse these on a temporary InnoDB table (error 1796).
NOT_TEMPORARY = ('FULLTEXT', 'SPATIAL')


def define(connection, model, real):
    """Have the server say what a model's table is, by a temporary table without foreign keys.

    :param model: a `Model`, which is given its definition
    :param real: the `Table` that the database has, or None
    """
    with model.as_shadow(SHADOW) as names:
        execute(connection, create_statement(model.table, connection.dialect, real))
        try:
            for index in ordinary(model.table.indexes):
                execute(connection, str(CreateIndex(index).compile(dialect=connection.dialect)).strip())
            definition = read(connection, SHADOW)
        finally:
            execute(connection, 'DROP TEMPORARY TABLE ' + SHADOW)
        definition.indexes.update((index.name, special(index)) for index in model.table.indexes if kind_of(index))
    definition.indexes = {names.get(name, name): index._replace(name=names.get(name, name))
                          for name, index in definition.indexes.items()}
    definition.checks = [check._replace(name=names.get(check.name, check.name)) for check in definition.checks]
    definition.foreign_keys = model.foreign_keys(connection.dialect.default_schema_name)
    definition.name, definition.schema = str(model.source.name), model.source.schema
    model.definition = definition


def create_statement(table, dialect, real):
    """The shadow's CREATE TABLE, in the real table's character set unless the model has one of its own."""
    text = str(CreateTable(table, include_foreign_key_constraints=[]).compile(dialect=dialect)).strip()
    text = text.replace('CREATE TABLE', 'CREATE TEMPORARY TABLE', 1)
    own = own_options(table)
    wanted = own.get('COLLATE') or own.get('CHARSET')
    if real is None or 'COLLATE' not in real.options or wanted not in (None, real.options['CHARSET']):
        return text
    return '%s COLLATE=%s' % (text, real.options['COLLATE'])


def own_options(table):
    """The options that a model itself gives its table, by the names that SHOW CREATE TABLE has for them."""
    options = {name.split('_', 1)[1].upper(): value for name, value in table.kwargs.items()
               if name.startswith(('mysql_', 'mariadb_'))}
    options = {name.replace('DEFAULT_', '').replace('CHARACTER_SET', 'CHARSET'): value for name, value in options.items()}
    if table.comment:
        options['COMMENT'] = table.comment
    return options


def ordinary(indexes):
    """Those that a temporary table can have."""
    return [index for index in indexes if not kind_of(index)]


def kind_of(index):
    """FULLTEXT or SPATIAL, or None."""
    prefix = (index.dialect_options['mysql']['prefix'] or '').upper()
    return prefix if prefix in NOT_TEMPORARY else None


def special(index):
    """An index that a temporary table cannot have, as the server would say it."""
    parser = index.dialect_options['mysql']['with_parser']
    return Index(index.name, tuple(column.name for column in index.columns), False, kind_of(index), None,
                 '/*!50100 WITH PARSER %s */' % parser if parser else '')

"""MySQL and MariaDB: what the server makes of a model, and what its ALTERs need that others do not."""
import contextlib
import re
from collections import OrderedDict

import click
import sqlalchemy as sa
from alembic.operations import ops
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable

from ..definition import Index, execute
from ..definition import mysql as definitions
from ..definition.mysql import GENERATED_KEY, action_of, quoted, write_column
from ..explain.autogenerate import no_temporary_tables
from .foreign_keys_of_mysql import has_any, not_made, refused  # noqa: F401  a database's file has all of them
from .in_the_way import in_the_way, steps_by_table
from .operations import MYSQL, CreateCheck, Only, RenameColumn
from .sides import sql_text
from .steps import TableSteps, key_of
from .types_of_mysql import type_of
from .unsaid_of_mysql import has_generated_key, keep_unsaid, make_shadow, without_keys_of_no_model

CHARSETS = ('CHARSET', 'COLLATE')
# What puts an option back that a table no longer has.
RESET = {'ROW_FORMAT': 'DEFAULT', 'KEY_BLOCK_SIZE': '0'}
# The server refuses these for a temporary table.
NOT_FOR_TEMPORARY = re.compile(r'\b(ROW_FORMAT|KEY_BLOCK_SIZE)=\w+')
# A temporary table has no partitions; they are in no comparison, as in Alembic's.
PARTITIONS = re.compile(r'\b(SUB)?PARTITION(S|\s+BY)\b.*\Z', re.DOTALL)
# The types that have a character set.
TEXT = re.compile(r'(var)?char\b|(tiny|medium|long)?text\b|enum\b|set\b')

OF_THE_OPTIMIZER = re.compile(r'\b(INVISIBLE|IGNORED)\b')

# What the server calls functions of another name, in the expressions that it prints.
OTHER_NAMES = {'ucase': 'upper', 'lcase': 'lower', 'octet_length': 'length'}
TOKENS = re.compile(r"'(?:[^'\\]|''|\\.)*'|`(?:[^`]|``)*`|\w+(?=\()", re.DOTALL)
ESCAPED = re.compile(r'\\(.)', re.DOTALL)

SHADOW = '_safe_migrate_shadow'
# MariaDB and MySQL refuse these on a temporary InnoDB table (error 1796).
NOT_TEMPORARY = ('FULLTEXT', 'SPATIAL')


def can_judge(connection):
    """Whether the database can say what a model means: whether this user may make temporary tables. If not, say so.

    :raises DBAPIError: where the server refuses for another reason
    """
    try:
        with outside_transaction(connection):
            execute(connection, 'CREATE TEMPORARY TABLE %s (id INTEGER PRIMARY KEY)' % SHADOW)
            execute(connection, 'DROP TEMPORARY TABLE ' + SHADOW)
    except DBAPIError as error:
        if error.orig.args[:1] not in ((1044,), (1142,), (1227,), (1290,), (1792,), (1836,)):
            raise
        click.echo(no_temporary_tables(error.orig.args[1]), err=True)
        return False
    return True


@contextlib.contextmanager
def outside_transaction(connection):
    """Within, each statement is committed by itself: MySQL 5.7 with GTID makes no temporary table otherwise (error 1787).

    :source: https://dev.mysql.com/doc/refman/5.7/en/replication-gtids-restrictions.html
    """
    if execute(connection, 'SELECT @@SESSION.autocommit').scalar():
        yield
        return
    execute(connection, 'SET SESSION autocommit = 1')
    try:
        yield
    finally:
        execute(connection, 'SET SESSION autocommit = 0')


def define(connection, model, real):
    """Have the server say what a model's table is, by a temporary table without foreign keys.

    :param model: a `Model`, which is given its definition
    :param real: the `Table` that the database has, or None
    """
    with model.as_shadow(SHADOW) as names:
        make_shadow(connection, create_statement(model.table, connection.dialect, real))
        try:
            for index in ordinary(model.table.indexes):
                execute(connection, str(CreateIndex(index).compile(dialect=connection.dialect)).strip())
            definition = without_keys_of_no_model(definitions.read(connection, SHADOW), model.table)
        finally:
            execute(connection, 'DROP TEMPORARY TABLE ' + SHADOW)
        definition.indexes.update((index.name, special(index)) for index in model.table.indexes if kind_of(index))
    definition.indexes = {names.get(name, name): index._replace(name=names.get(name, name))
                          for name, index in definition.indexes.items()}
    definition.checks = [check._replace(name=names.get(check.name, check.name)) for check in definition.checks]
    definition.foreign_keys = [one._replace(ondelete=action_of(one.ondelete), onupdate=action_of(one.onupdate),
                                            deferrable=None)
                               for one in model.foreign_keys(connection.dialect.default_schema_name)]
    spell_alike(connection, definition, real)
    definition.name, definition.schema = str(model.source.name), model.source.schema
    model.server_options = definition.options
    definition.options = chosen_options(definition, own_options(model.table))
    model.definition = definition


def create_statement(table, dialect, real):
    """The shadow's CREATE TABLE, in the real table's character set unless the model has one of its own."""
    text = str(CreateTable(table, include_foreign_key_constraints=[]).compile(dialect=dialect)).strip()
    text = NOT_FOR_TEMPORARY.sub('', text.replace('CREATE TABLE', 'CREATE TEMPORARY TABLE', 1))
    if any(name.endswith('_partition_by') for name in table.kwargs):
        start = text.rindex('\n)')
        text = text[:start] + PARTITIONS.sub('', text[start:])
    own = own_options(table)
    wanted = own.get('COLLATE') or own.get('CHARSET')
    if real is None or 'COLLATE' not in real.options or wanted not in (None, real.options['CHARSET']):
        return text
    return '%s COLLATE=%s' % (text, real.options['COLLATE'])


def chosen_options(definition, own):
    """Of the shadow's options those that the model gives the table, as the server says them where it is asked."""
    named = {name for name in definition.options if name in own or (name in CHARSETS and set(CHARSETS) & set(own))}
    options = OrderedDict((name, definition.options[name]) for name in definition.options if name in named)
    options.update((name, str(own[name]).upper()) for name in ('ROW_FORMAT', 'KEY_BLOCK_SIZE') if name in own)
    return options


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
                 'WITH PARSER %s' % quoted(parser) if parser else '')


def complete(definition, real):
    """Add to a model's definition what the table has whatever the model says.

    :param definition: the model's, whose constraints have their names
    :param real: the database's `Table`, or None
    """
    for key, value in (real.options if real else {}).items():
        if key != 'COMMENT':
            definition.options.setdefault(key, value)
    if real:
        keep_unsaid(definition.columns, real.columns)
        keep_unsaid(definition.indexes, real.indexes)
    if real and has_generated_key(real) and not definition.primary_key and GENERATED_KEY not in definition.columns:
        definition.columns[GENERATED_KEY] = real.columns[GENERATED_KEY]
        definition.primary_key = real.primary_key
    if real and any(real.options.get(name) != definition.options.get(name) for name in CHARSETS):
        say_charsets(real)
        say_charsets(definition)
    explicit = list(definition.indexes.values())
    ignored = real is not None and not has_any(definition.options)
    for one in [one for one in definition.foreign_keys if not covered(one.columns, definition, explicit)]:
        # a new foreign key brings an index of its own name, and puts that of an older one away
        index = real and (ignored or one in real.foreign_keys) and made_for(one, real)
        index = index or Index(one.name, one.columns, False, None, None, '')
        definition.indexes[index.name] = index
        definition.implied.add(index.name)
    definition.foreign_keys = [] if ignored else definition.foreign_keys


def say_charsets(table):
    """Say with each text what its character set is, also where it is the table's."""
    own = ' CHARACTER SET %s COLLATE %s' % tuple(table.options.get(name) for name in CHARSETS)
    for name, column in table.columns.items():
        if TEXT.match(column.type) and ' COLLATE ' not in column.type and ' CHARACTER SET ' not in column.type:
            table.columns[name] = column._replace(type=column.type + own)


def read(connection, name, schema=None):
    """What the server says that a table is, with the indexes marked that it has made by itself."""
    table = definitions.read(connection, name, schema)
    made = [made_for(one, table) for one in table.foreign_keys] if table else []
    for index in made:
        table.implied.update([index.name] if index else [])
    return table


def covered(columns, table, indexes):
    """Whether a table has a key or one of these indexes that begins with these columns, as a foreign key needs it."""
    keys = [index.parts for index in indexes if not index.kind]
    keys += [table.primary_key.columns] if table.primary_key else []
    return any(key[:len(columns)] == tuple(columns) for key in keys)


def made_for(one, table):
    """The index that the server has made for a foreign key by itself: named after it, or after its first column."""
    own_names = r'(%s|%s(_\d+)?)$' % (re.escape(one.name), re.escape(one.columns[0]))
    fitting = [index for index in table.indexes.values() if index.parts == one.columns and not index.unique
               and not index.kind and (index.name in table.implied or re.match(own_names, index.name))]
    return fitting[0] if fitting else None


class Steps(TableSteps):
    """The operations for one table on MySQL."""

    def __init__(self, old, new, call, again=()):
        super().__init__(old, new, call, again)
        # what was generated and not stored cannot be made an ordinary column where it stands
        self.computed = [name for name in self.difference.altered
                         if (old.definition.columns[name].computed or ('', True))[1] is False]
        self.difference.altered = [name for name in self.difference.altered if name not in self.computed]
        self.difference.remade += self.computed
        self.difference.make_again(set(self.computed))
        # a CHECK that rows are held to from now on, or no more, stays
        was = {one.name: one for one in old.definition.checks}
        self.switched = [one for one in self.difference.new_checks if one.name in was
                         and one == was[one.name]._replace(enforced=one.enforced)]
        names = [one.name for one in self.switched]
        for kind in ('old_checks', 'new_checks'):
            setattr(self.difference, kind, [one for one in getattr(self.difference, kind) if one.name not in names])
        self.exchanged = [pair for pair in exchanged(self.difference)
                          if not any(begins_with(pair[0], one.columns) for one in self.again)]
        for kind, place in (('old_indexes', 0), ('new_indexes', 1)):
            taken = [pair[place] for pair in self.exchanged]
            setattr(self.difference, kind, [one for one in getattr(self.difference, kind) if one not in taken])
        # what the server makes together with a foreign key is not made before it
        coming = {one.name for one in self.difference.new_foreign_keys + self.again}
        implied = self.new.definition.implied
        self.difference.new_indexes = [index for index in self.difference.new_indexes
                                       if not (index.name in implied and index.name in coming)]

    def alter(self, name):
        operation = super().alter(name)
        old, new = self.old.definition.columns[name], self.new.definition.columns[name]
        simple = new.default is not None and re.match(r"('|-?\d)", new.default)
        if old.computed or same_but(old, new, 'default') and not simple or same_but(old, new, 'more'):
            # Alembic tells MySQL the whole column only for a reason, and an ALTER COLUMN SET DEFAULT takes only values
            operation.modify_type = self.new.column(name).type
        if old.autoincrement or new.autoincrement:  # which is put on after the key, where that is another
            operation.kw['autoincrement'] = new.autoincrement and not self.difference.key
        return self.as_it_is(name) if new.more else operation

    def alter_columns(self):
        """All but those of which only the numbering changes, along with the key."""
        columns = self.old.definition.columns, self.new.definition.columns
        alone = [name for name in self.difference.altered if self.difference.key
                 and same_but(columns[0][name], columns[1][name], 'autoincrement')]
        return [self.alter(name) for name in self.difference.altered if name not in alone]

    def fill_added(self):
        """The values for new columns, and of those that were generated so far."""
        texts = ['UPDATE %s SET %s = %s' % (self.full_name(), quoted(name), self.old.definition.columns[name].computed[0])
                 for name in self.computed]
        return super().fill_added() + [Only(MYSQL, [ops.ExecuteSQLOp(text)]) for text in texts]

    def as_it_is(self, name):
        """A column as the server itself writes it, where Alembic has no words for it."""
        checks = [one.text for one in self.new.definition.checks if one.name is None and quoted(name) in one.text]
        text = 'ALTER TABLE %s MODIFY COLUMN %s%s' % (
            self.full_name(), write_column(self.new.definition.columns[name]),
            ''.join(' CHECK (%s)' % text for text in checks))
        return Only(MYSQL, [ops.ExecuteSQLOp(text)])

    def drop_foreign_keys(self):
        return super().drop_foreign_keys() + [operation for one in self.again for operation in self.keep_index(one)]

    def add_indexes(self):
        """Those that the optimizer is not to use keep that mark, which no operation of Alembic's has."""
        marks = [(self.full_name(), quoted(index.name), mark) for index in self.difference.new_indexes
                 for mark in OF_THE_OPTIMIZER.findall(index.more)]
        return super().add_indexes() + [Only(MYSQL, [ops.ExecuteSQLOp('ALTER TABLE %s ALTER INDEX %s %s' % mark)])
                                        for mark in marks]

    def keep_index(self, one):
        """A foreign key that comes again would put the index that the server made for it away, for one of its own name."""
        index = made_for(one, self.new.definition)
        if index is None or index.name == one.name or index.name not in self.new.definition.implied:
            return []
        return [Only(MYSQL, [ops.ExecuteSQLOp('ALTER TABLE %s DROP INDEX %s, ADD INDEX %s (%s)' % (
            self.full_name(), quoted(index.name), quoted(index.name), ', '.join(quoted(part) for part in index.parts)))])]

    def full_name(self):
        return '.'.join(quoted(part) for part in (self.schema, self.name) if part)

    def drop_checks(self):
        self.difference.old_checks = [one for one in self.difference.old_checks if one.name is not None]
        return super().drop_checks()

    def add_checks(self):
        own = [one for one in self.difference.new_checks if one.name is None]
        self.difference.new_checks = [one for one in self.difference.new_checks if one.name is not None]
        columns = [name for name in self.new.definition.columns if any(quoted(name) in one.text for one in own)]
        switched = ['ALTER TABLE %s ALTER CHECK %s %s' % (
            self.full_name(), quoted(one.name), 'ENFORCED' if one.enforced else 'NOT ENFORCED') for one in self.switched]
        return super().add_checks() + [self.as_it_is(name) for name in columns] + [
            Only(MYSQL, [ops.ExecuteSQLOp(text)]) for text in switched]

    def drop_indexes(self):
        gone = set(self.difference.dropped + self.difference.remade)
        dropped = [index for index in self.difference.old_indexes if not set(index.parts) <= gone or index.unique]
        implied = [index for index in dropped if index.name in self.old.definition.implied]
        return self.drop_each([index for index in dropped if index not in implied]) + [
            Only(MYSQL, self.drop_each([index])) for index in implied]

    def drop_each(self, indexes):
        return [self.drop(index, 'unique') if self.old.is_constraint(index)
                else ops.DropIndexOp(index.name, self.name, schema=self.schema) for index in indexes]

    def add_index(self, index):
        if self.new.is_constraint(index) and plain(index):
            return ops.CreateUniqueConstraintOp(self.call(index.name), self.name, list(index.parts), schema=self.schema)
        operation = self.new.create_index(index.name)
        return Only(MYSQL, [operation]) if index.name in self.new.definition.implied else operation

    def exchange(self, going, coming):
        """One index for another in one statement: the foreign keys that need one of them would refuse two."""
        implied = self.old.definition.implied, self.new.definition.implied
        text = 'ALTER TABLE %s DROP INDEX %s, ADD %sINDEX %s (%s)' % (
            self.full_name(), quoted(going.name), 'UNIQUE ' * coming.unique, quoted(coming.name),
            ', '.join(quoted(part) for part in coming.parts))
        others = [] if going.name in implied[0] else self.drop_each([going])
        others += [] if coming.name in implied[1] else [self.add_index(coming)]
        return Only(MYSQL, [ops.ExecuteSQLOp(text)], others)

    def set_options(self):
        """The table's comment, and what Alembic has no operation for."""
        new, found = self.new.definition.options, []
        comment = self.old.definition.options.get('COMMENT')
        if 'COMMENT' in self.difference.options:
            found.append(
                ops.CreateTableCommentOp(self.name, new['COMMENT'], existing_comment=comment, schema=self.schema)
                if 'COMMENT' in new else ops.DropTableCommentOp(self.name, existing_comment=comment, schema=self.schema))
        others = [name for name in self.difference.options if name != 'COMMENT']
        if others:
            text = ' '.join('%s=%s' % ('DEFAULT CHARSET' if name == 'CHARSET' else name, new.get(name, RESET.get(name)))
                            for name in others)
            found.append(Only(MYSQL, [ops.ExecuteSQLOp('ALTER TABLE %s %s' % (self.full_name(), text))]))
        return found

    def change_key(self):
        """The primary key, with its numbering taken off before and put on after."""
        old, new = self.old.definition, self.new.definition
        if not self.difference.key:
            return [], []
        numbered = [name for name in old.columns if old.columns[name].autoincrement]
        before = [self.number(self.old, name, False) for name in numbered]
        fresh = [name for name in self.difference.added if new.columns[name].autoincrement]
        if fresh:
            return before + self.drop_key(), [self.add_numbered(name) for name in fresh]
        after = [self.number(self.new, name, True) for name in new.columns if new.columns[name].autoincrement]
        return before + self.drop_key(), self.add_key() + after

    def number(self, side, name, whether):
        """Let a column be numbered, or not."""
        column, own = side.definition.columns[name], side.column(name)
        return ops.AlterColumnOp(
            self.name, name, schema=self.schema, existing_type=own.type, modify_type=own.type, existing_nullable=column.null,
            existing_server_default=own.server_default or False, existing_comment=column.comment, autoincrement=whether)

    def add_numbered(self, name):
        """A new column that numbers the rows has to be the key at once."""
        key = self.new.definition.primary_key.columns
        text = 'ALTER TABLE %s ADD COLUMN %s, ADD PRIMARY KEY (%s)' % (
            self.full_name(), write_column(self.new.definition.columns[name]), ', '.join(quoted(one) for one in key))
        return Only(MYSQL, [ops.ExecuteSQLOp(text)])

    def change(self):
        """All but the foreign keys, in an order that the server takes."""
        key_before, key_after = self.change_key()
        fresh = [name for name in self.difference.added if self.new.definition.columns[name].autoincrement]
        if self.difference.key:
            self.difference.added = [name for name in self.difference.added if name not in fresh]
        return (self.drop_checks() + self.drop_indexes() + self.set_options() + key_before + self.drop_columns()
                + self.fill_altered() + self.alter_columns() + self.add_columns() + self.fill_added() + self.close_added()
                + key_after + [self.exchange(*pair) for pair in self.exchanged] + self.add_indexes() + self.add_checks())


def operations(changes, call):
    """The operations that make the changes.

    :param changes: a `Changes`
    :param call: makes of a constraint's name what is to stand in the script
    :returns: Alembic's operations, in order
    """
    tables = steps_by_table(changes, call)
    steps = [Steps(old, new, call, in_the_way(new, tables, unmissed(tables[key_of(new)].difference)))
             for old, new in changes.kept]
    steps = [one for one in steps if one.difference or one.again or one.switched or one.exchanged]
    found = [operation for one in steps for operation in one.drop_foreign_keys()]
    found += changes.drop_tables()
    found += [operation for one in steps for operation in one.change()]
    found += changes.create_tables(call, Steps)
    return found + [operation for one in steps for operation in one.add_foreign_keys()]


def exchanged(difference):
    """The indexes that a foreign key needs all the time, each with the one that takes its place."""
    gone, pairs = set(difference.dropped + difference.remade), []
    staying = [one for one in difference.new.foreign_keys if one not in difference.new_foreign_keys]
    for going in [index for index in difference.old_indexes if plain(index) and not gone & set(index.parts)]:
        needed = [one.columns for one in staying if begins_with(going, one.columns)]
        fitting = [coming for coming in difference.new_indexes if plain(coming) and coming not in [pair[1] for pair in pairs]
                   and all(begins_with(coming, columns) for columns in needed)]
        pairs += [(going, fitting[0])] if needed and fitting else []
    return pairs


def unmissed(difference):
    """The names of the indexes that may go though a foreign key uses them: another takes their place, or is there."""
    staying = [index for index in difference.new.indexes.values()
               if index not in difference.new_indexes and plain(index)]
    keys = [key for key in (difference.new.primary_key,) if key and not difference.key]
    columns = [one.columns for one in difference.new.foreign_keys]
    spared = [going for going in difference.old_indexes if all(
        any(begins_with(index, one) for index in staying) or any(key.columns[:len(one)] == one for key in keys)
        for one in columns if begins_with(going, one))]
    return [going.name for going in spared] + [going.name for going, _ in exchanged(difference)]


def begins_with(index, columns):
    return index.parts[:len(columns)] == tuple(columns)


def same_but(old, new, attribute):
    """Whether two columns differ in one thing alone."""
    return old != new and old._replace(**{attribute: None}) == new._replace(**{attribute: None})


def plain(index):
    """Whether an index is one that a constraint can be."""
    return not index.kind and not index.more and not any(part.endswith((')', ' DESC')) for part in index.parts)


def table_key(connection, name):
    """A table's name, as the server tells it from others."""
    return name.lower() if getattr(connection.dialect, '_casing', 0) else name


def spell_alike(connection, wanted, real):
    """Call the tables that the database's foreign keys lead to as the model does, where the server keeps no capitals."""
    spellings = {table_key(connection, one.table): one.table for one in wanted.foreign_keys}
    for at, one in enumerate(real.foreign_keys if real else ()):
        real.foreign_keys[at] = one._replace(table=spellings.get(table_key(connection, one.table), one.table))


def table_renamed(table, old, new):
    """The server itself renames the foreign keys that it has named after the table."""
    own = re.compile('%s(_ibfk_\\d+)$' % re.escape(old))
    table.foreign_keys = [one._replace(name=new + own.match(one.name).group(1)) if own.match(one.name) else one
                          for one in table.foreign_keys]


def checks_in_the_way(table, column):
    """The CHECKs that have to go while a column of theirs is renamed."""
    return [one for one in table.checks if 'checks' in table.one_per_database and quoted(column) in one.text]


def column_renamed(table, name):
    """A CHECK in the column's own definition is lost when it is renamed."""
    table.checks = [one for one in table.checks if not (one.name is None and quoted(name) in one.text)]


def rewrite(text, old, new):
    """SQL with another name for a column."""
    return text.replace(quoted(old), quoted(new))


def rename_operations(one, old, new):
    """The rename, and around it the CHECKs of the column, without which MySQL refuses it (error 3959)."""
    drop = [ops.DropConstraintOp(check.name, one.table, 'check', schema=one.schema) for check in one.checks]
    add = [CreateCheck(check.name, one.table, sql_text(portable_sql(rewrite(check.text, one.old, new))), schema=one.schema)
           for check in one.checks]
    return drop + [rename_operation(one, old, new)] + add


def rename_operation(one, old, new):
    """`op.alter_column` with the whole definition, which MySQL has to be told."""
    column, made = one.column, one.made
    if column.computed or column.more:
        path = '.'.join(quoted(part) for part in (one.schema, one.table) if part)
        text = 'ALTER TABLE %s CHANGE %s %s' % (path, quoted(old), write_column(column._replace(name=new)))
        return Only(MYSQL, [ops.ExecuteSQLOp(text)])
    options = {'autoincrement': True} if column.autoincrement else {}
    return RenameColumn(one.table, old, schema=one.schema, existing_type=made.type, existing_nullable=column.null,
                        existing_server_default=made.server_default or False, existing_comment=column.comment,
                        modify_name=new, **options)


def column_type(column, table):
    """The SQLAlchemy type of a column that the database has."""
    return type_of(column.type)


def numbering(column, key):
    """What makes the server number a column, or not: by itself SQLAlchemy lets it number a key of one integer."""
    alone = key is not None and key.columns == (column.name,)
    return {} if column.autoincrement == alone else {'autoincrement': column.autoincrement}


def portable(default):
    """A default as every database reads it, where it can be said so."""
    return re.sub(r'\bcurrent_timestamp\(\)', 'CURRENT_TIMESTAMP', default)


def portable_sql(text):
    """An expression with the names and quotation marks that every database has for it."""
    def said(found):
        token = found.group()
        if token.startswith("'"):
            return ESCAPED.sub(lambda one: "''" if one.group(1) == "'" else one.group(), token)
        return OTHER_NAMES.get(token.lower(), token)
    return TOKENS.sub(said, text)


def table_options(definition):
    """A table's options, as SQLAlchemy's Table takes them."""
    names = {'CHARSET': 'default_charset'}
    return {'mysql_' + names.get(name, name).lower(): value for name, value in definition.options.items()
            if name != 'COMMENT'}


def index_parts(index, columns):
    """An index's columns and options, as SQLAlchemy's Index takes them."""
    parts, lengths, options = [], {}, {}
    for part in index.parts:
        prefix = re.match(r'(.*)\((\d+)\)$', part, re.DOTALL)
        if part not in columns and prefix and prefix.group(1) in columns:
            lengths[prefix.group(1)], part = int(prefix.group(2)), prefix.group(1)
        parts.append(part if part in columns else sa.text(part))
    options.update({'mysql_length': lengths} if lengths else {})
    options.update({'mysql_prefix': index.kind} if index.kind else {})
    using = re.search(r'USING (\w+)', index.more)
    parser = re.search(r'WITH PARSER `?(\w+)', index.more)
    options.update({'mysql_using': using.group(1).lower()} if using else {})
    options.update({'mysql_with_parser': parser.group(1)} if parser else {})
    return parts, options

"""MySQL and MariaDB: what the server makes of a model, and what its ALTERs need that others do not."""
import contextlib
import re
from collections import OrderedDict

import click
import sqlalchemy as sa
from alembic.operations import ops
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable

from ...autogenerate.interface import SHADOW, Autogenerate
from ...autogenerate.model import give_names_back
from ...autogenerate.operations import MYSQL, CreateCheck, Only, RenameColumn
from ...autogenerate.sides import sql_text
from ...autogenerate.steps import in_the_way, key_of, steps_by_table
from ...compat.inside_alembic import has_one_case
from ...messages.autogenerate import no_temporary_tables
from ...schema import Index, Names, execute
from . import introspection
from .foreign_keys import has_any, ignored, refused
from .introspection import GENERATED_KEY, KEY_REQUIRED, action_of, quoted, write_column
from .steps import Steps, begins_with, exchanged, made_for, plain
from .types import in_its_width, is_one_integer, type_of

CHARSETS = ('CHARSET', 'COLLATE')
# The server refuses these for a temporary table.
NOT_FOR_TEMPORARY = re.compile(r'\b(ROW_FORMAT|KEY_BLOCK_SIZE)=\w+')
# A temporary table has no partitions; they are in no comparison, as in Alembic's.
PARTITIONS = re.compile(r'\b(SUB)?PARTITION(S|\s+BY)\b.*\Z', re.DOTALL)
# The types that have a character set.
TEXT = re.compile(r'(var)?char\b|(tiny|medium|long)?text\b|enum\b|set\b')

# What the server calls functions of another name, in the expressions that it prints.
OTHER_NAMES = {'ucase': 'upper', 'lcase': 'lower', 'octet_length': 'length'}
TOKENS = re.compile(r"\b_utf8mb4(?=')|'(?:[^'\\]|''|\\.)*'|`(?:[^`]|``)*`|\w+(?=\()", re.DOTALL)
ESCAPED = re.compile(r'\\(.)', re.DOTALL)

# MariaDB and MySQL refuse these on a temporary InnoDB table (error 1796).
NOT_TEMPORARY = ('FULLTEXT', 'SPATIAL')


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


def kind_of(index):
    """FULLTEXT or SPATIAL, or None."""
    prefix = (index.dialect_options['mysql']['prefix'] or '').upper()
    return prefix if prefix in NOT_TEMPORARY else None


def special(index):
    """An index that a temporary table cannot have, as the server would say it."""
    parser = index.dialect_options['mysql']['with_parser']
    return Index(index.name, tuple(column.name for column in index.columns), False, kind_of(index), None,
                 'WITH PARSER %s' % quoted(parser) if parser else '')


def as_they_count(definition, real):
    """The foreign keys, those first whose indexes the server puts in the place of others': of more columns, new, later."""
    known = real.foreign_keys if real else []
    return sorted(reversed(definition.foreign_keys), key=lambda one: (-len(one.columns), one in known))


def say_charsets(table):
    """Say with each text what its character set is, also where it is the table's."""
    own = ' CHARACTER SET %s COLLATE %s' % tuple(table.options.get(name) for name in CHARSETS)
    for name, column in table.columns.items():
        if TEXT.match(column.type) and ' COLLATE ' not in column.type and ' CHARACTER SET ' not in column.type:
            table.columns[name] = column._replace(type=column.type + own)


def covered(columns, table, indexes):
    """Whether a table has a key or one of these indexes that begins with these columns, as a foreign key needs it."""
    keys = [index.parts for index in indexes if not index.kind]
    keys += [table.primary_key.columns] if table.primary_key else []
    return any(key[:len(columns)] == tuple(columns) for key in keys)


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


def spell_alike(wanted, real, key):
    """Call the tables that the database's foreign keys lead to as the model does, where the server keeps no capitals.

    :param key: takes a table's name, and returns by what the server knows it
    """
    spellings = {key(one.table): one.table for one in wanted.foreign_keys}
    for at, one in enumerate(real.foreign_keys if real else ()):
        real.foreign_keys[at] = one._replace(table=spellings.get(key(one.table), one.table))


def rename_operation(one, old, new):
    """`op.alter_column` with the whole definition, which MySQL has to be told."""
    column, made = one.column, one.made
    if column.computed or column.more:
        path = '.'.join(quoted(part) for part in (one.schema, one.table) if part)
        text = 'ALTER TABLE %s CHANGE %s %s' % (path, quoted(old), write_column(column._replace(name=new)))
        return Only(MYSQL, [ops.ExecuteSQLOp(text)])
    options = {'autoincrement': True} if column.autoincrement else {}
    return RenameColumn(one.table, old, schema=one.schema, existing_type=in_its_width(made.type, column.type),
                        existing_nullable=column.null, existing_server_default=made.server_default or False,
                        existing_comment=column.comment, modify_name=new, **options)


# What the server has of a table and no model can say: it stays, whatever the models are.

SHADOW_KEY = '_safe_migrate_key'  # for the shadow of a table that has none, where the server wants one
# What stands with a column or an index and no model can say. The server has it from somebody else, and it stays.
UNSAID = re.compile(r"\b(INVISIBLE|IGNORED|COMPRESSED|SRID \d+|COLUMN_FORMAT \w+|STORAGE \w+|KEY_BLOCK_SIZE=\w+|"
                    r"(?:SECONDARY_)?ENGINE_ATTRIBUTE '(?:[^'\\]|''|\\.)*'|COMMENT '(?:[^'\\]|''|\\.)*')", re.DOTALL)


def make_shadow(connection, statement):
    """Run it, and where the server wants a primary key that the model does not have, run it with one."""
    try:
        execute(connection, statement)
    except DBAPIError as error:
        if error.orig.args[0] not in KEY_REQUIRED:
            raise
        execute(connection, statement.replace(' (', ' (%s INTEGER PRIMARY KEY, ' % SHADOW_KEY, 1))


def without_keys_of_no_model(definition, table):
    """A shadow's definition without the key that the model does not have."""
    for name in (SHADOW_KEY, GENERATED_KEY):
        if name in definition.columns and name not in table.columns:
            del definition.columns[name]
            definition.primary_key = None
    return definition


def has_generated_key(definition):
    """Whether the server has given a table its primary key by itself."""
    column = definition.columns.get(GENERATED_KEY)
    return bool(column and 'INVISIBLE' in column.more and column.autoincrement
                and definition.primary_key.columns == (GENERATED_KEY,))


def keep_unsaid(wanted, real):
    """Give the columns or indexes of a model what those of the database have and no model can say."""
    for name in [name for name in wanted if name in real]:
        more, theirs = wanted[name].more, real[name].more
        words = [more] + [word for word in UNSAID.findall(theirs) if word.split()[0] not in more]
        is_all = ' '.join(UNSAID.sub('', theirs).split()) == more
        wanted[name] = wanted[name]._replace(more=theirs if is_all else ' '.join(filter(None, words)))


def keep_widths(wanted, real):
    """Give the integers of a model the width in which the database shows them: of older releases and of SQL by hand."""
    for name in [name for name in wanted if name in real]:
        if is_one_integer(wanted[name].type, real[name].type):
            wanted[name] = wanted[name]._replace(type=real[name].type)


class AutogenerateMySQL(Autogenerate):
    """The server says what a model means, by a temporary table."""

    READS_BACKTICKS = FILLS_BY_ITSELF = True
    NUMBERING = 'AUTO_INCREMENT'

    def can_compare(self, connection):
        """Whether this user may make temporary tables."""
        try:
            with self.outside_transaction(connection):
                execute(connection, 'CREATE TEMPORARY TABLE %s (id INTEGER PRIMARY KEY)' % SHADOW)
                execute(connection, 'DROP TEMPORARY TABLE ' + SHADOW)
        except DBAPIError as error:
            if error.orig.args[:1] not in ((1044,), (1142,), (1227,), (1290,), (1792,), (1836,)):
                raise
            click.echo(no_temporary_tables(error.orig.args[1]), err=True)
            return False
        return True

    @contextlib.contextmanager
    def outside_transaction(self, connection):
        """Within, each statement is committed by itself: else MySQL 5.7 with GTID makes no temporary table (error 1787).

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

    def read(self, connection, name, schema=None):
        """What the server says that a table is, with the indexes marked that it has made by itself."""
        table = introspection.read(connection, name, schema)
        made = [made_for(one, table) for one in table.foreign_keys] if table else []
        for index in made:
            table.implied.update([index.name] if index else [])
        return table

    def define(self, connection, model, real):
        """By a temporary table without foreign keys."""
        with model.as_shadow(SHADOW) as names:
            make_shadow(connection, create_statement(model.table, connection.dialect, real))
            try:
                for index in [one for one in model.table.indexes if not kind_of(one)]:  # that a temporary table can have
                    execute(connection, str(CreateIndex(index).compile(dialect=connection.dialect)).strip())
                definition = without_keys_of_no_model(introspection.read(connection, SHADOW), model.table)
            finally:
                execute(connection, 'DROP TEMPORARY TABLE ' + SHADOW)
            definition.indexes.update((index.name, special(index)) for index in model.table.indexes if kind_of(index))
        give_names_back(definition, names)
        definition.foreign_keys = [one._replace(ondelete=action_of(one.ondelete), onupdate=action_of(one.onupdate),
                                                deferrable=None)
                                   for one in model.foreign_keys(connection.dialect.default_schema_name)]
        spell_alike(definition, real, lambda name: self.table_key(connection, name))
        definition.name, definition.schema = str(model.source.name), model.source.schema
        model.server_options = definition.options
        definition.options = chosen_options(definition, own_options(model.table))
        model.definition = definition

    def complete(self, definition, real):
        for key, value in (real.options if real else {}).items():
            if key != 'COMMENT':
                definition.options.setdefault(key, value)
        if real:
            keep_widths(definition.columns, real.columns)
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
        names = [one.name for one in definition.foreign_keys]
        going = [one.name for one in real.foreign_keys if one.name not in names] if real else []
        for one in [one for one in as_they_count(definition, real) if not covered(one.columns, definition, explicit)]:
            # a new foreign key brings an index of its own name, and puts that of an older one away
            index = real and (ignored or one in real.foreign_keys) and made_for(one, real)
            index = index if index and index.name not in going else None
            longer = [other for other in map(definition.indexes.get, definition.implied) if begins_with(other, one.columns)]
            if longer and not (index and all(other in real.indexes.values() for other in longer)):
                continue  # one index is enough for several keys; of two that are there, both stay
            index = index or Index(one.name, one.columns, False, None, None, '')
            definition.indexes[index.name] = index
            definition.implied.add(index.name)
        definition.foreign_keys = [] if ignored else definition.foreign_keys

    def naming(self, connection, schema):
        return Names(lambda: introspection.owners(connection, schema or connection.dialect.default_schema_name))

    def table_key(self, connection, name):
        return name.lower() if has_one_case(connection.dialect) else name

    def refused(self, changes):
        return refused(changes)

    def not_made(self, changes):
        return ignored(changes)

    def operations(self, changes, call):
        tables = steps_by_table(changes, call)
        steps = [Steps(old, new, call, in_the_way(new, tables, unmissed(tables[key_of(new)].difference)))
                 for old, new in changes.kept]
        steps = [one for one in steps if one.difference or one.again or one.switched or one.exchanged]
        found = [operation for one in steps for operation in one.drop_foreign_keys()]
        found += changes.drop_tables()
        found += [operation for one in steps for operation in one.change()]
        found += changes.create_tables(call, Steps)
        return found + [operation for one in steps for operation in one.add_foreign_keys()]

    def table_renamed(self, table, old, new):
        """The server itself renames the foreign keys that it has named after the table."""
        own = re.compile('%s(_ibfk_\\d+)$' % re.escape(old))
        table.foreign_keys = [one._replace(name=new + own.match(one.name).group(1)) if own.match(one.name) else one
                              for one in table.foreign_keys]

    def checks_in_the_way(self, table, column):
        return [one for one in table.checks if 'checks' in table.one_per_database and quoted(column) in one.text]

    def column_renamed(self, table, name):
        """A CHECK in the column's own definition is lost when it is renamed."""
        table.checks = [one for one in table.checks if not (one.name is None and quoted(name) in one.text)]

    def rewrite(self, text, old, new):
        return text.replace(quoted(old), quoted(new))

    def rename_operations(self, one, old, new):
        """The rename, and around it the CHECKs of the column, without which MySQL refuses it (error 3959)."""
        drop = [ops.DropConstraintOp(check.name, one.table, 'check', schema=one.schema) for check in one.checks]
        texts = [self.portable_sql(self.rewrite(check.text, one.old, new)) for check in one.checks]
        add = [CreateCheck(check.name, one.table, sql_text(text), schema=one.schema)
               for check, text in zip(one.checks, texts)]
        return drop + [rename_operation(one, old, new)] + add

    def column_type(self, column, table):
        return type_of(column.type)

    def numbering(self, column, key):
        """What makes the server number a column, or not: by itself SQLAlchemy lets it number a key of one integer."""
        alone = key is not None and key.columns == (column.name,)
        return {} if column.autoincrement == alone else {'autoincrement': column.autoincrement}

    def portable(self, default):
        return re.sub(r'\bcurrent_timestamp\(\)', 'CURRENT_TIMESTAMP', default)

    def portable_sql(self, text):
        """An expression with the names and quotation marks that every database has for it."""
        def said(found):
            token = found.group()
            if token.startswith("'"):
                return ESCAPED.sub(lambda one: "''" if one.group(1) == "'" else one.group(), token)
            if token == '_utf8mb4':  # which MySQL puts before each string itself
                return ''
            return OTHER_NAMES.get(token.lower(), token)
        return TOKENS.sub(said, text)

    def table_options(self, definition):
        names = {'CHARSET': 'default_charset'}
        return {'mysql_' + names.get(name, name).lower(): value for name, value in definition.options.items()
                if name != 'COMMENT'}

    def index_parts(self, index, columns):
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

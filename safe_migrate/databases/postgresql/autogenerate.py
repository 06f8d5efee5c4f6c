"""The operations that PostgreSQL needs to make one set of tables of another."""
import re

import sqlalchemy as sa
from alembic.autogenerate import renderers
from alembic.operations import ops

from ...autogenerate.difference import names_column
from ...autogenerate.interface import Autogenerate
from ...autogenerate.operations import CreateCheck, Only
from ...autogenerate.report import Found
from ...autogenerate.sides import DatabaseSide, ModelSide, sql_text
from ...autogenerate.steps import TableSteps, key_of
from . import types
from .catalogs import Catalogs, path, quoted, string
from .enums import POSTGRESQL, Autocommit, Enums, element, statement
from .introspection import INVALID, bracketed, read
from .names import Names, object_name
from .sandbox import define, makes_temporary_tables
from .texts import members_renamed, views_in_the_way

WORDS = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+""")
IDENTITY = re.compile(r'GENERATED (ALWAYS|BY DEFAULT) AS IDENTITY(?: \(.*?(START WITH (-?\d+))?\))?')


class AlterType(ops.AlterColumnOp):
    """`op.alter_column` with `postgresql_using`, which Alembic does not write.

    :param operation: the same without
    :param using: the expression
    """

    def __init__(self, operation, using):
        vars(self).update(vars(operation))
        self.using = using


@renderers.dispatch_for(AlterType)
def render_alter_type(autogen_context, operation):
    text = renderers.dispatch(ops.AlterColumnOp)(autogen_context, operation)
    return '%s,\n%spostgresql_using=%r)' % (text[:-1], ' ' * 11, operation.using)


class Steps(TableSteps):
    """The operations for one table on PostgreSQL.

    :param exchanged: the ENUM types in whose place others come
    """

    def __init__(self, old, new, call, again=(), exchanged=()):
        super().__init__(old, new, call, again)
        difference = self.difference
        self.casts = old.definition.casts or new.definition.casts
        self.version = old.definition.version or new.definition.version
        difference.new_indexes = [one for one in difference.new_indexes if one.more != INVALID]  # which nobody makes
        if not difference and not exchanged:
            return
        # no type changes under a generated column, and an ordinary one cannot be made one
        changing = [name for name in difference.altered if not same_type(self.old.definition, self.new.definition, name)]
        changing += [name for name, column in old.definition.columns.items() if element(column) in exchanged]
        held = [name for name, column in new.definition.columns.items() if column.computed and name in old.definition.columns
                and name not in difference.remade and (name in changing or any(
                    names_column(column.computed[0], one) for one in changing))]
        difference.remade += held
        difference.altered = [name for name in difference.altered if name not in held]
        difference.make_again(set(held))
        if self.version < (13,):
            difference.make_again({name for name in difference.altered if self.becomes_ordinary(name)})
        self.make_again(re.compile('::(?:%s)(?![\\w"])' % '|'.join(map(re.escape, exchanged))) if exchanged else None)

    def make_again(self, pattern):
        """What names the members of a type that is exchanged goes and comes with it."""
        for kind, text_of in (('indexes', lambda one: ' '.join(one.parts + (one.where or '',))),
                              ('checks', lambda one: one.text)) if pattern else ():
            old, new = getattr(self.old.definition, kind), getattr(self.new.definition, kind)
            old, new = [list(one.values()) if kind == 'indexes' else one for one in (old, new)]
            going, coming = getattr(self.difference, 'old_' + kind), getattr(self.difference, 'new_' + kind)
            for one in old:
                if one not in going and pattern.search(text_of(one)):
                    going.append(one)
                    coming += [one] if one in new else []

    def full_name(self):
        return path(self.schema, self.name)

    def sql(self, text):
        return Only(POSTGRESQL, [statement(text)])

    def change_column(self, name, text):
        return self.sql('ALTER TABLE %s ALTER COLUMN %s %s' % (self.full_name(), quoted(name), text))

    # The columns

    def alter_columns(self):
        return [operation for name in self.difference.altered for operation in self.alter_all(name)]

    def alter_all(self, name):
        """The operations for one column: what numbers it or makes its values goes first, and comes last."""
        old, new = self.old.definition.columns[name], self.new.definition.columns[name]
        found, is_like = [], self.keeps_default(old, new)
        if self.becomes_ordinary(name):
            found += self.keep_values(name, old) if self.version < (13,) else [self.change_column(name, 'DROP EXPRESSION')]
        found += self.stop_numbering(name, old, new)
        if old.default is not None and not is_like and not old.computed:
            found.append(ops.AlterColumnOp(self.name, name, schema=self.schema, existing_type=self.old.column(name).type,
                                           modify_server_default=None))
        operation = self.alter(name)
        if old.default is not None and not is_like and new.default is not None:
            operation.modify_server_default = self.new.column(name).server_default
        if changes(operation):
            found.append(operation)
        return found + self.start_numbering(name, old, new)

    def keeps_default(self, old, new):
        """Whether a column's default can stay while its type changes: that of an ENUM, cast, would hold the ENUM itself."""
        is_enum = element(old) in self.old.definition.types
        return old.type == new.type or not is_enum and types.is_like(old.type, new.type, self.casts)

    def becomes_ordinary(self, name):
        return bool(self.old.definition.columns[name].computed and not self.new.definition.columns[name].computed)

    def keep_values(self, name, old):
        """Another column with the values of one that is generated: before PostgreSQL 13 there is no DROP EXPRESSION."""
        table, own = self.full_name(), quoted(name)
        source = quoted(object_name(name, '', 'generated'))
        collate = ' COLLATE ' + quoted(old.collate) if old.collate else ''
        found = [self.sql(text) for text in (
            'ALTER TABLE %s RENAME COLUMN %s TO %s' % (table, own, source),
            'ALTER TABLE %s ADD COLUMN %s %s%s' % (table, own, old.type, collate),
            'UPDATE %s SET %s = %s' % (table, own, source),
            'ALTER TABLE %s DROP COLUMN %s' % (table, source))]
        found += [self.change_column(name, 'SET NOT NULL')] * (not old.null)
        comment = 'COMMENT ON COLUMN %s.%s IS %s' % (table, own, string(old.comment or ''))
        return found + [self.sql(comment)] * bool(old.comment)

    def alter(self, name):
        operation = super().alter(name)
        old, new = self.old.definition.columns[name], self.new.definition.columns[name]
        using = operation.modify_type is not None and types.using(quoted(name), old.type, new.type, self.casts)
        return AlterType(operation, using) if using else operation

    def add_columns(self):
        """New columns; one that numbers the rows does so with those that are there."""
        return [self.add_numbered(operation) for operation in super().add_columns()]

    def add_numbered(self, operation):
        if getattr(operation.column, 'identity', None):  # as SQLAlchemy 1.4 has it, with its numbers
            return operation
        name = operation.column.name
        column = self.new.definition.columns[name]
        kind = types.SERIAL.get(column.type) if column.autoincrement else identity_of(column) and '%s %s' % (
            column.type, identity_of(column))
        return self.sql('ALTER TABLE %s ADD COLUMN %s %s%s' % (
            self.full_name(), quoted(name), kind, ' NOT NULL' * (not column.null))) if kind else operation

    def stop_numbering(self, name, old, new):
        if identity_of(old) and identity_of(old) != identity_of(new):
            return [self.change_column(name, 'DROP IDENTITY IF EXISTS')]
        if old.autoincrement and not new.autoincrement:
            return [self.change_column(name, 'DROP DEFAULT'),
                    self.sql('DROP SEQUENCE IF EXISTS %s' % self.sequence(name))]
        return []

    def start_numbering(self, name, old, new):
        """A sequence, or an identity, that goes on behind the highest number that is there."""
        following = 'COALESCE((SELECT max(%s) FROM %s), 0) + 1' % (quoted(name), self.full_name())
        if identity_of(new) and identity_of(old) != identity_of(new):
            add, start = self.change_column(name, 'ADD ' + identity_of(new)), IDENTITY.search(new.more).group(3)
            return [add] if 'BY -' in identity_of(new) else [add, self.sql(
                'SELECT setval(pg_get_serial_sequence(%s, %s), %s, false)' % (
                    string(self.full_name()), string(name), start and 'GREATEST(%s, %s)' % (following, start) or following))]
        if new.autoincrement and not old.autoincrement:
            sequence = self.sequence(name)
            return [self.sql('CREATE SEQUENCE %s%s OWNED BY %s.%s' % (
                sequence, self.counts_as(new.type), self.full_name(), quoted(name))),
                    self.sql('SELECT setval(%s, %s, false)' % (string(sequence), following)),
                    self.change_column(name, 'SET DEFAULT nextval(%s)' % string(sequence))]
        if new.autoincrement and old.type != new.type and self.counts_as(new.type):
            return [self.sql('ALTER SEQUENCE %s%s' % (self.sequence(name), self.counts_as(new.type)))]
        return []

    def counts_as(self, kind):
        """A sequence counts as far as its column does; before PostgreSQL 10 each counts as far as there are numbers."""
        return ' AS ' + kind if self.version >= (10,) and kind in types.SERIAL else ''

    def sequence(self, name):
        known = self.old.definition.sequences.get(name) or self.new.definition.sequences.get(name)
        return known or path(self.schema, object_name(self.name, name, 'seq'))

    # Keys, indexes and CHECKs

    def drop_indexes(self):
        gone = set(self.difference.dropped + self.difference.remade)
        return [ops.DropIndexOp(index.name, self.name, schema=self.schema) for index in self.difference.old_indexes
                if not set(index.parts) & gone or index.where is not None]

    def add_index(self, index):
        if index.more and index.name not in getattr(self.new, 'indexes', ()):
            return self.sql(statement_of(index, self.full_name()))
        operation = self.new.create_index(index.name)
        if 'postgresql_ops' in operation.kw and not all(part in self.new.definition.columns for part in index.parts):
            # which SQLAlchemy has by the labels of expressions, that are in no script
            more = operation.kw
            operation = DatabaseSide.create_index(self.new, index.name)
            operation.kw.update({name: value for name, value in more.items()
                                 if name not in ('postgresql_ops', 'postgresql_where')})
        if self.old is self.new:  # a new table has no rows, and is not seen yet
            operation.kw.pop('postgresql_concurrently', None)
        return operation

    def add_indexes(self):
        return [Only(POSTGRESQL, [Autocommit([one])], [one]) if isinstance(one, ops.CreateIndexOp) and one.kw.get(
            'postgresql_concurrently') else one for one in super().add_indexes()]

    def add_uniques(self):
        plain = [one for one in self.difference.new_uniques if not one.more]
        others = [one for one in self.difference.new_uniques if one.more]
        self.difference.new_uniques = plain
        try:
            found = super().add_uniques()
        finally:
            self.difference.new_uniques = plain + others
        return found + [self.add_unique(one) for one in others]

    def add_unique(self, one):
        shape = re.match(r'DEFERRABLE( INITIALLY DEFERRED)?$', one.more)
        if shape:
            return ops.CreateUniqueConstraintOp(self.call(one.name), self.name, list(one.columns), schema=self.schema,
                                                deferrable=True, initially='DEFERRED' if shape.group(1) else None)
        return self.sql('ALTER TABLE %s ADD CONSTRAINT %s UNIQUE (%s) %s' % (
            self.full_name(), quoted(one.name), ', '.join(map(quoted, one.columns)), one.more))

    def add_checks(self):
        """Its CHECKs; what excludes rows beside others (EXCLUDE) as the server says it."""
        excluding = [one for one in self.difference.new_checks if one.text.startswith('EXCLUDE ')]
        checks = [one for one in self.difference.new_checks if one not in excluding]
        return [CreateCheck(self.call(one.name), self.name, sql_text(self.new.condition(one.name)), schema=self.schema)
                for one in checks] + [self.sql('ALTER TABLE %s ADD CONSTRAINT %s %s' % (
                    self.full_name(), quoted(one.name), one.text)) for one in excluding]

    def set_comment(self):
        new, old = self.new.definition.options.get('COMMENT'), self.old.definition.options.get('COMMENT')
        if 'COMMENT' not in self.difference.options:
            return []
        if new is None:
            return [ops.DropTableCommentOp(self.name, existing_comment=old, schema=self.schema)]
        return [ops.CreateTableCommentOp(self.name, new, existing_comment=old, schema=self.schema)]

    def drops(self):
        """What goes, but the foreign keys."""
        return (self.drop_checks() + self.drop_uniques() + self.drop_indexes() + self.drop_key() + self.set_comment()
                + self.drop_columns())

    def rest(self):
        """What changes and comes, but the foreign keys, in an order that the server takes."""
        return (self.fill_altered() + self.alter_columns() + self.add_columns() + self.fill_added() + self.close_added()
                + self.add_key() + self.add_uniques() + self.add_indexes() + self.add_checks())


def same_type(old, new, name):
    return (old.columns[name].type, old.columns[name].collate) == (new.columns[name].type, new.columns[name].collate)


def changes(operation):
    """Whether an `op.alter_column` says anything."""
    return (operation.modify_type is not None or operation.modify_nullable is not None
            or operation.modify_server_default is not False or operation.modify_comment is not False)


def identity_of(column):
    found = IDENTITY.search(column.more)
    return found.group() if found else None


def statement_of(index, table):
    """The CREATE INDEX of a definition."""
    return 'CREATE %sINDEX %s ON %s USING %s (%s) %s%s' % (
        'UNIQUE ' * index.unique, quoted(index.name), table, index.kind or 'btree', ', '.join(index.parts), index.more,
        ' WHERE ' + index.where if index.where else '')


def joined(operations):
    """Those for PostgreSQL alone that follow one another under one condition."""
    found = []
    for operation in operations:
        if isinstance(operation, Only) and not operation.others and found and isinstance(found[-1], Only) \
                and not found[-1].others:
            found[-1].ops.extend(operation.ops)
        else:
            found.append(operation)
    return found


def create_tables(changes, call):
    """The tables that are new, each with what `op.create_table` cannot say of one that the database has."""
    later = {(side.definition.schema, side.definition.name): take_apart(side, call)
             for side in changes.created if not isinstance(side, ModelSide)}
    for operation in changes.create_tables(call, Steps):
        yield operation
        if isinstance(operation, ops.CreateTableOp):
            yield from later.get((operation.schema, operation.table_name), ())


def take_apart(side, call):
    """Take off a definition what is added later, and return the operations for it."""
    steps, definition = Steps(side, side, call), side.definition
    difference = steps.difference
    difference.new_checks = [one for one in definition.checks if one.text.startswith('EXCLUDE ')]
    difference.new_uniques = [one for one in definition.uniques if one.more]
    definition.checks = [one for one in definition.checks if one not in difference.new_checks]
    definition.uniques = [one for one in definition.uniques if one not in difference.new_uniques]
    found = []
    for name, column in definition.columns.items():
        alone = definition.primary_key and definition.primary_key.columns == (name,)
        if identity_of(column) or column.autoincrement and not alone:
            found += steps.start_numbering(name, column._replace(autoincrement=False, more=''), column)
    return found + steps.add_uniques() + steps.add_checks()


def in_the_way(side, tables, exchanged):
    """The names of a table's foreign keys that stay, and have to go while a type or a key under them changes.

    :param exchanged: the ENUM types in whose place others come
    """
    own, found = tables[key_of(side)], []
    for one in side.definition.foreign_keys:
        referred = tables.get((one.schema, one.table))
        if one not in own.difference.new_foreign_keys and (
                disturbs(own, one.columns)
                or any(element(side.definition.columns[name]) in exchanged for name in one.columns)
                or referred and (disturbs(referred, one.targets) or loses(referred, one.targets))):
            found.append(one.name)
    return found


def disturbs(steps, columns):
    """Whether columns get a type of another kind."""
    difference = steps.difference
    return any(name in columns and not types.is_compared(
        difference.old.columns[name].type, difference.new.columns[name].type) for name in difference.altered)


def loses(steps, columns):
    """Whether a key of just these columns goes, be it that another like it comes."""
    difference = steps.difference
    keys = [one.columns for one in difference.old_uniques]
    keys += [index.parts for index in difference.old_indexes if index.unique]
    keys += [difference.old.primary_key.columns] if difference.key and difference.old.primary_key else []
    return any(sorted(key) == sorted(columns) for key in keys)


def without(enum, other):
    """The members of an ENUM type that another does not have."""
    return [label for label in enum.labels if label not in other.labels]


def members(enum):
    return 'ENUM(%s)' % ', '.join(map(string, enum.labels))


def numbered(column):
    """Whether a column's values come from a sequence that is not its own."""
    return (column.default or '').startswith('nextval(')


class AutogeneratePostgreSQL(Autogenerate):
    """The server says what a model means, by a temporary table."""

    NUMBERING = 'SERIAL'

    def can_compare(self, connection):
        return makes_temporary_tables(connection)

    def read(self, connection, name, schema=None):
        return read(connection, name, schema)

    def define(self, connection, model, real):
        define(connection, model, real)

    def naming(self, connection, schema):
        return Names(Catalogs(connection), schema or connection.dialect.default_schema_name)

    def complete(self, definition, real):
        for name, column in definition.columns.items() if real else ():
            was = real.columns.get(name)
            if was and column.autoincrement and not was.autoincrement and (identity_of(was) or numbered(was)):
                # which numbers the rows as well, by what older releases of SQLAlchemy have no word for
                definition.columns[name] = column._replace(autoincrement=False, default=was.default, more=was.more)

    def not_made(self, changes):
        """What the server would refuse: a change under a view, and members of an ENUM that rows have and others replace."""
        enums = Enums(changes)
        exchanged, found = enums.exchanged, []
        for text in exchanged:
            gone, come = without(enums.old[text], enums.new[text]), without(enums.new[text], enums.old[text])
            found += [members_renamed(text, gone, come)] if gone and len(gone) == len(come) else []
        return found + [' '.join(views_in_the_way(path(old.definition.schema, old.definition.name) + '.' + name, views))
                for old, new in changes.kept for name, views in sorted(old.definition.views.items())
                if name in old.definition.columns and (
                    name not in new.definition.columns or element(old.definition.columns[name]) in exchanged
                    or not same_type(old.definition, new.definition, name))]

    def changed_types(self, changes):
        """The ENUM types whose members change."""
        enums = Enums(changes)
        return [Found('~', '%s  %s -> %s' % (text, members(enums.old[text]), members(enums.new[text])),
                      'Detected changed members of type %r' % text) for text in enums.longer + enums.exchanged]

    def operations(self, changes, call):
        enums = Enums(changes)
        tables = {key_of(new): Steps(old, new, call) for old, new in changes.kept}
        steps = [Steps(old, new, call, in_the_way(new, tables, enums.exchanged), enums.exchanged)
                 for old, new in changes.kept]
        steps = [one for one in steps if one.difference or one.again]
        found = [operation for one in steps for operation in one.drop_foreign_keys()]
        found += changes.drop_tables()
        found += [operation for one in steps for operation in one.drops()]
        found += enums.exchange()
        found += [operation for one in steps for operation in one.rest()]
        found += create_tables(changes, call)
        found += [operation for one in steps for operation in one.add_foreign_keys()]
        last = [one for one in found if isinstance(one, Only) and isinstance(one.ops[0], Autocommit)]
        found = [one for one in found if one not in last]
        return enums.lengthen() + joined(enums.settle(found)) + last  # what is committed half-way is first or last

    def rewrite(self, text, old, new):
        spellings = {old, '"%s"' % old.replace('"', '""')}
        return WORDS.sub(lambda found: quoted(new) if found.group() in spellings else found.group(), text)

    def column_type(self, column, table):
        return types.type_of(column.type, column.collate, table.types)

    def numbering(self, column, key):
        """What makes SQLAlchemy number a column, or not: by itself it lets the server number a key of one integer."""
        alone = key is not None and key.columns == (column.name,) and column.type in types.SERIAL
        return {'autoincrement': False} if alone and not column.autoincrement else {}

    def portable(self, default):
        return 'CURRENT_TIMESTAMP' if default == 'now()' else bracketed(default)

    def index_parts(self, index, columns):
        parts = [part if part in columns else sa.text(part) for part in index.parts]
        options = {'postgresql_using': index.kind} if index.kind else {}
        return parts, dict(options, **({'postgresql_where': sql_text(index.where)} if index.where else {}))

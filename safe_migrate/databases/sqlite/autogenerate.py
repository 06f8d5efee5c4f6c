"""SQLite: what it makes of a model, in a database in memory, and its ALTERs, which are batches that copy the table."""
import contextlib
import re
import sqlite3

import sqlalchemy as sa
from alembic.autogenerate import renderers
from alembic.operations import ops
from alembic.operations.ops import ModifyTableOps
from sqlalchemy.schema import CreateIndex, CreateTable

from ...autogenerate.interface import SHADOW, Autogenerate
from ...autogenerate.model import give_names_back
from ...autogenerate.operations import MYSQL, Only
from ...autogenerate.sides import enum_members, native
from ...autogenerate.steps import TableSteps, elsewhere, key_of, waits_for
from ...messages.autogenerate import conflict_not_made
from ...schema import PRIMARY_KEY_NAME, Names, execute
from .introspection import action_of, expression, identifier, quoted, read, tokens_of
from .types import type_of


class BatchTableOps(ModifyTableOps):
    """The changes of one table, rendered in batch mode whatever the rest of the script is.

    :param options: what `op.batch_alter_table` is told beside the table's name
    """

    def __init__(self, table_name, ops, schema=None, options=None):
        super().__init__(table_name, ops, schema=schema)
        self.options = options or {}

    def is_empty(self):
        return not self.ops and not self.options


@renderers.dispatch_for(BatchTableOps)
def render(autogen_context, operation):
    """Render it as Alembic does with `render_as_batch=True`, an option that otherwise holds for the whole script."""
    before = autogen_context.opts.get('render_as_batch')
    autogen_context.opts['render_as_batch'] = True
    try:
        lines = renderers.dispatch(ModifyTableOps(operation.table_name, ops=[]))(autogen_context, operation)
    finally:
        autogen_context.opts['render_as_batch'] = before
    return with_options(lines, operation) if operation.options else lines


def with_options(lines, operation):
    """The batch with what the table is told, also where it is all that changes."""
    options = ', '.join('%s=%r' % item for item in sorted(operation.options.items()))
    first = 'with op.batch_alter_table(%r, schema=%r, %s) as batch_op:' % (
        operation.table_name, operation.schema, options)
    return [first] + (lines[1:] or ['pass', ''])


CONFLICT = re.compile('ON CONFLICT ')
PRIMARY_KEY_NAMES = {'pk': PRIMARY_KEY_NAME}
DEFAULTS = {'sqlite_autoincrement': False, 'sqlite_with_rowid': True}


def keep_number(definition, real):
    """An INTEGER PRIMARY KEY is the number of the row, and never NULL, whether the table says so or not.

    :param definition: the model's, which is changed
    """
    key = real.primary_key
    if key and len(key.columns) == 1 and key == definition.primary_key and 'DESC' not in key.more:
        own, column = (one.columns.get(key.columns[0]) for one in (real, definition))
        if own and column and own.null and own.type.upper() == column.type.upper() == 'INTEGER':
            definition.columns[column.name] = column._replace(null=True)


def conflicts(table):
    """What of a table has an ON CONFLICT of its own: each column or key, with it."""
    return {(place, one.more) for place, one in things(table).items() if CONFLICT.match(one.more)}


def things(table):
    """What may have one: the columns by their names, the keys by those of their columns."""
    keys = table.uniques + [key for key in (table.primary_key,) if key]
    return dict(list(table.columns.items()) + [(key.columns, key) for key in keys])


def keep_conflicts(definition, real):
    """Give what is there the ON CONFLICT that it has: no operation of Alembic's changes one, so none would be the end of it.

    :param definition: the model's, which is changed
    """
    were = {one.columns: one.more for one in real.uniques}
    definition.uniques = [one._replace(more=were.get(one.columns, '')) for one in definition.uniques]
    if definition.primary_key and real.primary_key:
        definition.primary_key = definition.primary_key._replace(more=real.primary_key.more)
    for name, column in definition.columns.items():
        own = real.columns.get(name)
        if own and CONFLICT.match(own.more or column.more):
            definition.columns[name] = column._replace(more=own.more if not column.null else '')


class Steps(TableSteps):
    """The operations for one table on SQLite, which are all in one batch."""

    def __init__(self, old, new, call, again=()):
        super().__init__(old, new, call, again)
        wanted = set(enum_columns(old)) | set(enum_columns(new)) if old is not new else set()
        self.enums = {id(side): enums_of(side, wanted) for side in (old, new)}
        self.leave_enums()

    def leave_enums(self):
        """The CHECK of an Enum comes and goes with its type."""
        difference, both = self.difference, set(self.old.definition.columns) & set(self.new.definition.columns)
        old, new = self.enums[id(self.old)], self.enums[id(self.new)]
        gone = [name for name, check in old.items() if check in difference.old_checks]
        come = [name for name, check in new.items() if check in difference.new_checks]
        difference.old_checks = [one for one in difference.old_checks if one not in old.values()]
        difference.new_checks = [one for one in difference.new_checks if one not in new.values()]
        difference.altered += sorted((set(gone) | set(come)) & both - set(difference.altered))

    def alter(self, name):
        """`op.alter_column`. An Enum brings and takes its own CHECK along."""
        operation = super().alter(name)
        old, new = self.old.definition.columns[name], self.new.definition.columns[name]
        was, will = self.enum(self.old, name), self.enum(self.new, name)
        if was is not None or will is not None:
            operation.existing_type = was or operation.existing_type
            operation.modify_type = will or self.new.column(name).type
        elif old.computed and not new.computed:  # the values that it has are kept
            operation.modify_server_default = self.new.column(name).server_default
        elif old.collate != new.collate:
            operation.modify_type = self.new.column(name).type
        return operation

    def add_columns(self):
        found = super().add_columns()
        for operation in found:
            operation.column.type = self.enum(self.new, operation.column.name) or operation.column.type
        return found

    def enum(self, side, name):
        """A column's type where it is an Enum, else None."""
        check = self.enums[id(side)].get(name)
        if check is None:
            return None
        own = side.column(name).type
        return own if native(own) else sa.Enum(*enum_members(check.text, name), name=check.name)

    def in_batches(self):
        """One batch, and where new columns are filled before they are NOT NULL one before it."""
        filled = [name for name in self.difference.added if name in self.new.fills]
        first = [operation for operation in self.add_columns() if operation.column.name in filled]
        self.closing = filled
        batches = [BatchTableOps(self.name, ops=first, schema=self.schema)] if first else []
        return batches + self.fill_altered() + self.fill_added() + [
            BatchTableOps(self.name, ops=self.change(), schema=self.schema, options=self.options())]

    def options(self):
        """What the batch is told: the numbering, and by which name it finds a primary key that has none."""
        kwargs, key = self.table_kwargs(), self.old.definition.primary_key
        unnamed = self.difference.key and key and key.name is None
        return dict({'table_kwargs': kwargs} if kwargs else {},
                    **({'naming_convention': PRIMARY_KEY_NAMES} if unnamed else {}))

    def table_kwargs(self):
        """What SQLAlchemy's table is told so that SQLite numbers its rows in another way."""
        old, new = table_options(self.old.definition), table_options(self.new.definition)
        return {name: new.get(name, DEFAULTS[name]) for name in DEFAULTS if old.get(name) != new.get(name)}

    def alter_columns(self):
        """All but those of which only the numbering changes, which the table is told."""
        columns = self.old.definition.columns, self.new.definition.columns
        enums = set(self.enums[id(self.old)]) | set(self.enums[id(self.new)])
        return [self.alter(name) for name in self.difference.altered if name in enums or
                columns[0][name]._replace(autoincrement=None) != columns[1][name]._replace(autoincrement=None)]

    def change(self):
        """All the operations, in an order that the batch takes."""
        return (self.drop_foreign_keys() + self.drop_checks() + self.drop_uniques() + self.drop_indexes() + self.drop_key()
                + self.drop_columns() + self.alter_columns() + self.close_added()
                + [one for one in self.add_columns() if one.column.name not in self.closing] + self.add_key()
                + self.add_uniques()
                + self.add_checks() + self.add_indexes() + self.add_foreign_keys())


def table_options(definition):
    """A table's options, as SQLAlchemy's Table takes them."""
    numbered = any(column.autoincrement for column in definition.columns.values())
    options = {'sqlite_autoincrement': True} if numbered else {}
    return dict(options, **({'sqlite_with_rowid': False} if 'WITHOUT ROWID' in definition.options else {}))


def enum_columns(side):
    """The columns of a model that are an Enum."""
    model = getattr(side, 'model', None)
    return [model.bound[origin] for origin in side.enum_origins()] if model else []


def enums_of(side, wanted):
    """The CHECKs that are those of an Enum, by their columns' names.

    :param wanted: the columns that are an Enum in the model
    """
    found = {}
    for check in side.definition.checks:
        for name in side.definition.columns:
            own = check.name is None or not check.name.startswith('ck_')
            if enum_members(check.text, name) and (name in wanted or own):
                found[name] = check
    return found


def in_batches(changes, call):
    """The operations that SQLite itself needs."""
    kept = [one for one in (Steps(old, new, call) for old, new in changes.kept) if one.difference]
    # a foreign key goes before the unique key that it needs, and comes after it
    kept.sort(key=lambda one: bool(one.difference.new_foreign_keys) - bool(one.difference.old_foreign_keys))
    leaving = led_to(changes.dropped, kept, lambda one: one.old)
    coming = led_to(changes.created, kept, lambda one: one.new)
    others = [one for one in kept if one not in leaving + coming]
    drops = [one for operation in changes.drop_tables() for one in dropped(operation)]
    creates = [in_a_batch(one) for one in changes.create_tables(call, Steps)]
    if set(leaving) & set(coming):
        return batches(others) + creates + batches([one for one in kept if one not in others]) + drops
    # drops before creates: a new index may have the name of one that goes
    return batches(leaving) + drops + batches(others) + creates + batches(coming)


def led_to(sides, kept, side_of):
    """Of the tables that are kept, those whose foreign keys lead to others."""
    tables = {key_of(side) for side in sides}
    return [one for one in kept if waits_for(side_of(one), tables)]


def batches(steps):
    return [operation for one in steps for operation in one.in_batches()]


def dropped(operation):
    """A foreign key that is in the way of a drop, which SQLite does not mind, is dropped where it has a name."""
    if isinstance(operation, ops.DropTableOp):
        return [operation]
    return [Only(MYSQL, [operation])] if operation.constraint_name else []


def in_a_batch(operation):
    """A foreign key that a new table is given later, as SQLite can be told."""
    if not isinstance(operation, ops.CreateForeignKeyOp):
        return operation
    return BatchTableOps(operation.source_table, ops=[operation], schema=operation.kw.get('source_schema'))


def owners(connection):
    """The names of the constraints that there are, in small letters, each with its table."""
    names = [row[0] for row in execute(connection, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = [table for table in (read(connection, name) for name in names) if table]
    return {str(one.name).lower(): table.name for table in found for one in table.foreign_keys + table.checks}


class AutogenerateSQLite(Autogenerate):
    """SQLite always can say what a model means: a database in memory does."""

    READS_BACKTICKS = True
    NUMBERING = 'AUTOINCREMENT'

    def read(self, connection, name, schema=None):
        return read(connection, name, schema)

    def define(self, connection, model, real):
        with model.as_shadow(SHADOW) as names, contextlib.closing(sqlite3.connect(':memory:')) as memory:
            table = CreateTable(model.table, include_foreign_key_constraints=[])
            for one in [table] + list(map(CreateIndex, model.table.indexes)):
                memory.execute(str(one.compile(dialect=connection.dialect)))
            definition = read(memory, SHADOW)
        give_names_back(definition, names)
        definition.foreign_keys = [one._replace(ondelete=action_of(one.ondelete), onupdate=action_of(one.onupdate))
                                   for one in model.foreign_keys(connection.dialect.default_schema_name)]
        definition.name, definition.schema = str(model.source.name), model.source.schema
        if real:
            model.not_made = {one for one in conflicts(definition) - conflicts(real) if one[0] in things(real)}
            keep_conflicts(definition, real)
            keep_number(definition, real)
        model.definition = definition

    def complete(self, definition, real):
        if real and 'STRICT' in real.options:  # which SQLAlchemy has no word for
            definition.options['STRICT'] = True

    def naming(self, connection, schema):
        """No two tables have one, so that the script runs on MySQL, too."""
        return Names(lambda: owners(connection))

    def table_key(self, connection, name):
        return name.lower()  # SQLite does not tell capitals from small letters

    def not_made(self, changes):
        """An ON CONFLICT."""
        sides = changes.created + [new for _, new in changes.kept]
        found = [side.definition.name for side in sides if side.model.not_made]
        return [conflict_not_made(found)] if found else []

    def operations(self, changes, call):
        """In an order that a database takes, too, which looks at foreign keys."""
        first, last = elsewhere(changes, call)
        return first + in_batches(changes, call) + last

    def rewrite(self, text, old, new):
        return expression([quoted(new) if identifier(token) == old and not token.startswith("'") else token
                           for token in tokens_of(text)])

    def column_type(self, column, table):
        return type_of(column.type, column.collate)

    def portable(self, default):
        """An expression stands in brackets, as Alembic takes it."""
        simple = re.match(r"('(?:[^']|'')*'|[+-]?[\d.]+|CURRENT_\w+|\w+|[xX]'.*')$", default, re.DOTALL)
        return default if simple else '(%s)' % default

    def table_options(self, definition):
        return table_options(definition)

    def index_parts(self, index, columns):
        parts = [part if part in columns else sa.text(part) for part in index.parts]
        return parts, {'sqlite_where': sa.text(index.where)} if index.where else {}

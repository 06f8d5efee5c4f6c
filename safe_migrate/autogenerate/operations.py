"""Operations that Alembic has and does not write into a script, or that hold for one database alone."""
import itertools

from alembic.autogenerate import renderers
from alembic.operations import ops
from sqlalchemy.sql.elements import conv

from ..compat.inside_alembic import is_in_batch

MYSQL = ('mysql', 'mariadb')  # SQLAlchemy's names for it


class CreateCheck(ops.CreateCheckConstraintOp):
    """`op.create_check_constraint`, which Alembic leaves to the user to write."""


class CreateKey(ops.CreatePrimaryKeyOp):
    """`op.create_primary_key`, which Alembic leaves to the user to write."""


class RenameColumn(ops.AlterColumnOp):
    """`op.alter_column` with another name, which Alembic does not write."""


class Only(ops.OpContainer):
    """Operations for some databases alone, which the script asks for.

    :param dialects: names that SQLAlchemy has for them
    :param others: the operations for all others
    """

    def __init__(self, dialects, operations, others=()):
        super().__init__(operations)
        self.dialects, self.others = dialects, list(others)


class First(Only):
    """The same, of operations that stand before all others, renames too: what they do is committed."""


class Note(ops.MigrateOperation):
    """A comment in the script."""

    def __init__(self, text):
        self.text = text


# What Alembic 1.4 takes in a batch, too.
ON_ONE_TABLE = (ops.AddColumnOp, ops.DropColumnOp, ops.AlterColumnOp, ops.CreateIndexOp, ops.DropIndexOp,
                ops.AddConstraintOp, ops.DropConstraintOp)


def grouped(operations):
    """Those that follow one another on one table together, as Alembic's own comparison gives them.

    A codebase that has chosen `render_as_batch` gets them in one batch.
    """
    found = []
    for table, group in itertools.groupby(operations, table_of):
        members = list(group)
        found += [ops.ModifyTableOps(table[1], members, schema=table[0])] if table else members
    return found


def table_of(operation):
    """The schema and name of the table that an operation is about; None where it stands by itself."""
    if not isinstance(operation, ON_ONE_TABLE):
        return None
    if isinstance(operation, ops.CreateForeignKeyOp):
        return operation.kw.get('source_schema'), operation.source_table
    return operation.schema, operation.table_name


def name_in(script):
    """Within a naming convention, other than SQLAlchemy's own for indexes, a name that is one already.

    :param script: Alembic's autogenerate context
    """
    metadata = script.metadata
    first = metadata[0] if isinstance(metadata, (list, tuple)) else metadata
    return (lambda name: conv(name)) if set(first.naming_convention or ()) - {'ix'} else (lambda name: name)


def written_name(autogen_context, name):
    return '%s(%r)' % (prefix(autogen_context) + 'f', str(name)) if isinstance(name, conv) else repr(name)


def prefix(autogen_context):
    return 'batch_op.' if is_in_batch(autogen_context) else autogen_context.opts['alembic_module_prefix'] or ''


def table_and_schema(autogen_context, name, schema):
    """A table's name as an argument, and its schema as another; in batch mode they stand at the top."""
    if is_in_batch(autogen_context):
        return '', ''
    return ', %r' % str(name), ', schema=%r' % str(schema) if schema else ''


@renderers.dispatch_for(CreateCheck)
def render_check(autogen_context, operation):
    table, schema = table_and_schema(autogen_context, operation.table_name, operation.schema)
    return '%screate_check_constraint(%s%s, %stext(%r)%s)' % (
        prefix(autogen_context), written_name(autogen_context, operation.constraint_name), table,
        autogen_context.opts['sqlalchemy_module_prefix'] or '', operation.condition.text, schema)


@renderers.dispatch_for(CreateKey)
def render_key(autogen_context, operation):
    table, schema = table_and_schema(autogen_context, operation.table_name, operation.schema)
    return '%screate_primary_key(%s%s, %r%s)' % (
        prefix(autogen_context), written_name(autogen_context, operation.constraint_name), table,
        list(operation.columns), schema)


@renderers.dispatch_for(RenameColumn)
def render_rename(autogen_context, operation):
    text = renderers.dispatch(ops.AlterColumnOp)(autogen_context, operation)
    return '%s,\n%snew_column_name=%r)' % (text[:-1], ' ' * 11, str(operation.modify_name))


@renderers.dispatch_for(ops.RenameTableOp)
def render_table_rename(autogen_context, operation):
    _, schema = table_and_schema(autogen_context, operation.table_name, operation.schema)
    return '%srename_table(%r, %r%s)' % (
        prefix(autogen_context), str(operation.table_name), str(operation.new_table_name), schema)


@renderers.dispatch_for(Only)
def render_only(autogen_context, operation):
    lines = ['if op.get_context().dialect.name in %r:' % (tuple(operation.dialects),)]
    lines += rendered(autogen_context, operation.ops)
    lines += ['else:'] + rendered(autogen_context, operation.others) if operation.others else []
    return lines + ['']


def rendered(autogen_context, operations):
    """The lines of operations, one of which may have several."""
    texts = [renderers.dispatch(one)(autogen_context, one) for one in operations]
    return [line for text in texts for line in ([text] if isinstance(text, str) else text)]


@renderers.dispatch_for(Note)
def render_note(autogen_context, operation):
    return ['# ' + line for line in operation.text.splitlines()]

"""What `db migrate` would write now, in words: a line for each change."""
import re

from alembic import util
from alembic.autogenerate import produce_migrations
from alembic.operations import ops


def differences(context, heads):
    """Where the models differ from a database, by the comparison that `db migrate` makes.

    :param context: Alembic's migration context, connected
    :param heads: the ids that the version table names, for the codebase's own `process_revision_directives`
    :returns: a list of texts, empty where nothing differs; None where `env.py` has no models to compare
    """
    operations = changes(context, heads)
    return None if operations is None else [in_words(operation) for operation in operations]


def changes(context, heads):
    """The operations of which the difference consists, or None; see `differences`."""
    metadata = context.opts.get('target_metadata')
    if metadata is None:
        return None
    script = produce_migrations(context, metadata)
    script.rev_id, script.head, directives = util.rev_id(), 'head', [script]
    if context.opts.get('process_revision_directives'):
        context.opts['process_revision_directives'](context, heads, directives)
    return [operation for directive in directives for operation in flat(directive.upgrade_ops.ops)]


def flat(operations):
    """The operations, those on one table taken out of their container."""
    from ..autogenerate.operations import Note
    for operation in operations:
        if isinstance(operation, ops.OpContainer):
            for inner in flat(operation.ops):
                yield inner
        elif not isinstance(operation, Note):  # a comment for the script
            yield operation


def in_words(operation):
    """A change, from the database's point of view."""
    for kind, words in WORDS:
        if isinstance(operation, kind):
            return words(operation)
    return '%s%s' % (spelled(operation), on(operation))


def spelled(operation):
    """Such as `rename table` of a `RenameTableOp`."""
    name = re.sub('Op$', '', type(operation).__name__)
    return re.sub('(?<=[a-z])(?=[A-Z])', ' ', name).lower()


def on(operation):
    """The table, and what of it, that an operation names."""
    table = getattr(operation, 'table_name', None) or getattr(operation, 'source_table', None)
    name = getattr(operation, 'index_name', None) or getattr(operation, 'constraint_name', None)
    return ''.join([' %s' % name if name else '', ' on %s' % table if table else ''])


def altered(operation):
    """What of a column is changed into what."""
    parts = []
    if operation.modify_type is not None:
        parts.append('type from %s to %s' % (text_of(operation.existing_type), text_of(operation.modify_type)))
    if operation.modify_nullable is not None:
        parts.append('NULL allowed' if operation.modify_nullable else 'NOT NULL')
    if operation.modify_server_default is not False:
        parts.append('server default')
    if getattr(operation, 'modify_comment', False) is not False:
        parts.append('comment')
    if operation.modify_name:
        parts.append('name to %s' % operation.modify_name)
    return 'change column %s.%s: %s' % (operation.table_name, operation.column_name, ', '.join(parts) or 'definition')


def text_of(kind):
    """A type as it is written in a model; one that has no such form by its name."""
    try:
        return str(kind)
    except Exception:  # a type that a dialect alone can spell
        return type(kind).__name__


WORDS = (
    (ops.CreateTableOp, lambda op: 'add table %s' % op.table_name),
    (ops.DropTableOp, lambda op: 'remove table %s' % op.table_name),
    (ops.AddColumnOp, lambda op: 'add column %s.%s (%s)' % (op.table_name, op.column.name, text_of(op.column.type))),
    (ops.DropColumnOp, lambda op: 'remove column %s.%s' % (op.table_name, op.column_name)),
    (ops.AlterColumnOp, altered),
    (ops.CreateIndexOp, lambda op: 'add index%s' % on(op)),
    (ops.DropIndexOp, lambda op: 'remove index%s' % on(op)),
    (ops.AddConstraintOp, lambda op: '%s%s' % (spelled(op).replace('create', 'add'), on(op))),
    (ops.DropConstraintOp, lambda op: 'remove constraint%s' % on(op)),
)

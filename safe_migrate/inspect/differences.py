"""What `db migrate` would write now, in words: a line for each change."""
import re

from alembic import util
from alembic.autogenerate import produce_migrations
from alembic.operations import ops

from ..language import _


def differences(context, heads):
    """Where the models differ from a database, by the comparison that `db migrate` makes.

    :param context: Alembic's migration context, connected
    :param heads: the ids that the version table names, for the codebase's own `process_revision_directives`
    :returns: a list of texts, empty where nothing differs; None where `env.py` has no models to compare
    """
    operations = changes(context, heads)
    return None if operations is None else [in_words(operation) for operation in operations]


def not_compared(context):
    """What is not looked at where Alembic's own comparison stands: a list of texts, empty where the database is asked."""
    from ..autogenerate.chosen import chosen
    from ..autogenerate.detect import compares_as_alembic
    if context.opts.get('target_metadata') is None or not compares_as_alembic(context.connection):
        return []
    defaults = [] if chosen('compare_server_default', context) else [_('server defaults')]
    expressions = [] if hasattr(context.impl, 'compare_indexes') else [_('expressions of indexes')]  # from Alembic 1.13 on
    return defaults + [_('CHECKs'), _('primary keys'), _('the members of an ENUM'), _('generated columns'),
                       _('conditions of indexes')] + expressions + [_('views, sequences and triggers')]


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
    if name and table:
        return _(' %(name)s on %(table)s') % {'name': name, 'table': table}
    return _(' on %s') % table if table else ' %s' % name if name else ''


def altered(operation):
    """What of a column is changed into what."""
    parts = []
    types = {'old': text_of(operation.existing_type), 'new': text_of(operation.modify_type)}
    if operation.modify_type is not None and types['old'] != types['new']:  # not where it is AUTO_INCREMENT that changes
        parts.append(_('type from %(old)s to %(new)s') % types)
    if operation.modify_nullable is not None:
        parts.append(_('NULL allowed') if operation.modify_nullable else 'NOT NULL')
    if operation.modify_server_default is not False:
        parts.append(_('server default'))
    if getattr(operation, 'modify_comment', False) is not False:
        parts.append(_('comment'))
    if operation.modify_name:
        parts.append(_('name to %s') % operation.modify_name)
    return _('change column %(table)s.%(column)s: %(what)s') % {
        'table': operation.table_name, 'column': operation.column_name, 'what': ', '.join(parts) or _('definition')}


def text_of(kind):
    """A type as it is written in a model; one that has no such form by its name."""
    try:
        return str(kind)
    except Exception:  # a type that a dialect alone can spell
        return type(kind).__name__


WORDS = (
    (ops.CreateTableOp, lambda op: _('add table %s') % op.table_name),
    (ops.DropTableOp, lambda op: _('remove table %s') % op.table_name),
    (ops.AddColumnOp, lambda op: _('add column %(table)s.%(column)s (%(type)s)') % {
        'table': op.table_name, 'column': op.column.name, 'type': text_of(op.column.type)}),
    (ops.DropColumnOp, lambda op: _('remove column %(table)s.%(column)s') % {
        'table': op.table_name, 'column': op.column_name}),
    (ops.AlterColumnOp, altered),
    (ops.CreateIndexOp, lambda op: _('add index%s') % on(op)),
    (ops.DropIndexOp, lambda op: _('remove index%s') % on(op)),
    (ops.CreatePrimaryKeyOp, lambda op: _('add primary key%s') % on(op)),
    (ops.CreateUniqueConstraintOp, lambda op: _('add unique constraint%s') % on(op)),
    (ops.CreateForeignKeyOp, lambda op: _('add foreign key%s') % on(op)),
    (ops.CreateCheckConstraintOp, lambda op: _('add check constraint%s') % on(op)),
    (ops.AddConstraintOp, lambda op: '%s%s' % (spelled(op).replace('create', 'add'), on(op))),
    (ops.DropConstraintOp, lambda op: _('remove constraint%s') % on(op)),
)

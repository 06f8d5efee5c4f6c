"""The operations of a revision, in words: a line for each change."""
import re

from alembic.operations import ops
from sqlalchemy.types import Enum

from ..messages import short
from ..translation.language import _
from .operations import Note


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
    old, new = getattr(operation, 'spelled', (None, None))
    types = {'old': text_of(operation.existing_type, old), 'new': text_of(operation.modify_type, new)}
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


def text_of(kind, spelled=None):
    """A type as the database writes it, or as it is written in a model; one that has no such form by its name.

    :param spelled: the database's, where it was asked
    """
    if spelled and ("'" in spelled or not isinstance(kind, Enum)):
        return spelled
    if isinstance(kind, Enum) and kind.enums:  # as a text it is the VARCHAR that it is on a database without
        return 'ENUM(%s)' % ','.join(map(repr, kind.enums))
    try:
        return str(kind)
    except Exception:  # a type that a dialect alone can spell
        return type(kind).__name__


def flat(operations):
    """The operations, those on one table taken out of their container."""
    for operation in operations:
        if isinstance(operation, ops.OpContainer):
            for inner in flat(operation.ops):
                yield inner
        elif not isinstance(operation, Note):  # a comment for the script
            yield operation


WORDS = (
    (ops.ExecuteSQLOp, lambda op: _('run %s') % short(str(op.sqltext))),
    (ops.CreateTableOp, lambda op: _('add table %s') % op.table_name),
    (ops.DropTableOp, lambda op: _('remove table %s') % op.table_name),
    (ops.AddColumnOp, lambda op: _('add column %(table)s.%(column)s (%(type)s)') % {
        'table': op.table_name, 'column': op.column.name,
        'type': text_of(op.column.type, getattr(op, 'spelled', None))}),
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

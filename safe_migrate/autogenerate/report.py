"""What was found, line by line: in Alembic's words for the log, and for a reader what was and what will be."""
import logging
import re
from typing import NamedTuple

from alembic.operations import ops
from sqlalchemy.types import Enum

from ..messages import short
from ..messages.layout import echo
from ..translation.language import _
from .difference import Difference
from .operations import Note

# The logger on which Alembic itself reports what it finds.
log = logging.getLogger('alembic.autogenerate.compare')
COLOURS = {'+': 'green', '-': 'red', '~': 'yellow'}


class Found(NamedTuple):
    """A difference, as it is told."""

    sign: str  # + - or ~
    text: str  # for a reader
    logged: str  # as Alembic says it


def report(found, summary):
    """Print what was found where a summary is wanted, and else log it as Alembic does."""
    for one in found if not summary else ():
        log.info(one.logged)
    for one in [one for one in found if one.sign] if summary else ():
        echo('%s %s' % (one.sign, one.text), fg=COLOURS[one.sign])


def everything(changes, renames):
    """All that was found, table by table.

    :param changes: a `Changes`
    :param renames: a `Renames`
    :returns: list of `Found`
    """
    found = [Found('~', '%s -> %s  %s' % (old, new, _('table')), 'Detected renamed table %r to %r' % (old, new))
             for old, new, schema in renames.tables]
    found += [Found('~', '%s.%s -> %s' % (one.table, one.old, one.new), 'Detected renamed column \'%s.%s\' to %r' % (
        one.table, one.old, one.new)) for one in renames.columns]
    for side in changes.created:
        found.append(Found('+', side.definition.name, 'Detected added table %r' % full_name(side.definition)))
        for name in side.separate_indexes():
            text, logged = index_words(side.definition.indexes[name], side.definition.name, 'added')
            found.append(Found('+', '%s  %s' % (side.definition.name, text), 'Detected added ' + logged))
    for side in changes.dropped:
        found.append(Found('-', side.definition.name, 'Detected removed table %r' % full_name(side.definition)))
    for old, new in changes.kept:
        found += in_table(old, new)
    return found


def in_table(old, new):
    """All that was found in one table."""
    difference, table = Difference(old.definition, new.definition), new.definition.name
    found = [Found('+', '%s.%s  %s' % (table, name, words(new.definition.columns[name])),
                   'Detected added column \'%s.%s\'' % (full_name(new.definition), name)) for name in difference.added]
    found += [Found('-', '%s.%s  %s' % (table, name, words(old.definition.columns[name])),
                    'Detected removed column \'%s.%s\'' % (full_name(new.definition), name)) for name in difference.dropped]
    for name in difference.altered + difference.remade:
        found += in_column(old, new, name)
    return found + in_keys(difference, table) + in_constraints(difference, table)


def in_column(old, new, name):
    """A changed column: one line for a reader, one for each of Alembic's reports."""
    was, will = old.definition.columns[name], new.definition.columns[name]
    place = '%s.%s' % (full_name(new.definition), name)
    reports = []
    if (was.type, was.collate) != (will.type, will.collate):
        reports.append('Detected type change from %r to %r on \'%s\'' % (
            old.source_column(name).type, new.source_column(name).type, place))
    if was.null != will.null:
        reports.append('Detected %s on column \'%s\'' % ('NULL' if will.null else 'NOT NULL', place))
    if was.default != will.default:
        reports.append('Detected server default on column \'%s\'' % place)
    if was.comment != will.comment:
        reports.append('Detected column comment \'%s\'' % place)
    if was.computed != will.computed:
        reports.append('Detected computed column change on \'%s\'' % place)
    text = '%s.%s  %s' % (new.definition.name, name, ', '.join(between(was, will, new.database.NUMBERING)))
    return [Found('~', text, report) for report in reports[:1] or ['Detected change of column \'%s\'' % place]] + [
        Found('', '', report) for report in reports[1:]]


def between(was, will, numbering):
    """What changes of a column: `VARCHAR(50) -> VARCHAR(80)`.

    :param numbering: the server's word for what numbers the rows
    """
    if (was.type, was.collate) != (will.type, will.collate):
        yield '%s -> %s' % (type_of(was), type_of(will))
    if was.null != will.null:
        yield '%s -> %s' % tuple('NULL' if one.null else 'NOT NULL' for one in (was, will))
    for label, attribute in (('DEFAULT', 'default'), ('COMMENT', 'comment'), ('AS', 'computed')):
        before, after = getattr(was, attribute), getattr(will, attribute)
        if before != after:
            yield '%s %s -> %s' % (label, shown(before), shown(after))
    if was.autoincrement != will.autoincrement:
        yield numbering if will.autoincrement else _('without %s') % numbering


def in_keys(difference, table):
    found = []
    if difference.key:
        keys = [', '.join(one.primary_key.columns) if one.primary_key else _('none')
                for one in (difference.old, difference.new)]
        found.append(Found('~', '%s  %s %s -> %s' % (table, _('primary key'), keys[0], keys[1]),
                           'Detected changed primary key on %r' % table))
    for name in difference.options:
        found.append(Found('~', '%s  %s %s -> %s' % (table, name, shown(difference.old.options.get(name)),
                                                     shown(difference.new.options.get(name))),
                           'Detected table comment %r' % table if name == 'COMMENT'
                           else 'Detected %s of %r' % (name, table)))
    return found


def in_constraints(difference, table):
    """Indexes, unique constraints, foreign keys and CHECKs."""
    found = []
    for sign, verb, side in (('-', 'removed', 'old'), ('+', 'added', 'new')):
        for kind, text in (('indexes', index_words), ('uniques', unique_words), ('foreign_keys', foreign_key_words),
                           ('checks', check_words)):
            for one in getattr(difference, '%s_%s' % (side, kind)):
                if kind != 'indexes' or one.name not in getattr(difference, side).implied:
                    own, logged = text(one, table, verb)
                    found.append(Found(sign, '%s  %s' % (table, own), 'Detected %s %s' % (verb, logged)))
    return found


def index_words(one, table, verb):
    name = str(one.name)
    kind = _('unique index') if one.unique else _('%s index') % one.kind if one.kind else _('index')
    logged = 'index %r on %r' % (name, table if verb == 'removed' else list(one.parts))
    return '%s %s (%s)' % (kind, name, ', '.join(one.parts)), logged


def unique_words(one, table, verb):
    return _('unique (%s)') % ', '.join(one.columns), 'unique constraint %r on %r' % (
        one.name and str(one.name), table if verb == 'removed' else list(one.columns))


def foreign_key_words(one, table, verb):
    rules = ''.join(' ON %s %s' % pair for pair in (('DELETE', one.ondelete), ('UPDATE', one.onupdate)) if pair[1])
    return '%s (%s) -> %s (%s)%s' % (_('foreign key'), ', '.join(one.columns), one.table, ', '.join(one.targets), rules), (
        'foreign key (%s)(%s) on table %s' % (','.join(one.columns), ','.join(one.targets), table))


def check_words(one, table, verb):
    text = _('check (%s)') % one.text + ('' if one.enforced else ' NOT ENFORCED')
    return text, 'check constraint %r on table %s' % (one.name and str(one.name), table)


def words(column):
    """A column in a few words."""
    return ' '.join([type_of(column)] + ([] if column.null else ['NOT NULL']) + (
        ['DEFAULT ' + column.default] if column.default is not None else []))


def type_of(column):
    text = column.type if "'" in column.type else column.type.upper()
    return '%s COLLATE %s' % (text, column.collate) if column.collate else text


def shown(value):
    """A value for a reader."""
    return _('none') if value is None else value[0] if isinstance(value, tuple) else value


def full_name(table):
    return '%s.%s' % (table.schema, table.name) if table.schema else table.name


# The operations of a revision, in words: a line for each change.

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

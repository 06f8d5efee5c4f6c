"""What `db migrate` would write now, in words: a line for each change."""
from alembic import util
from alembic.autogenerate import produce_migrations
from alembic.operations.ops import DropTableOp

from ..autogenerate.report import flat, in_words
from ..databases.address import application_db
from ..translation.language import _


def differences(context, heads):
    """Where the models differ from a database, by the comparison that `db migrate` makes: see `changes` and `texts`."""
    return texts(changes(context, heads))


def refused_or_differences(context, heads):
    """What `db migrate` would stop with, see `refused`, and where the models differ, see `texts`."""
    operations = changes(context, heads)
    return refused(context, operations), texts(operations)


def texts(operations):
    """The operations, a text each; empty where nothing differs, None where `env.py` has no models to compare."""
    return None if operations is None else [in_words(operation) for operation in operations]


def refused(context, operations):
    """What `db migrate` would stop with in place of writing the operations; None where it would write them."""
    from ..autogenerate.drops import refusal
    dropped = {operation.table_name for operation in operations or () if isinstance(operation, DropTableOp)}
    if not dropped:
        return None
    own = getattr(application_db(), 'metadata', None)
    given = [own] * (own is not None) + util.to_list(context.opts.get('target_metadata'), [])
    error = refusal(dropped, any(metadata.tables for metadata in given))
    return error and error.format_message()


def not_compared(context):
    """What is not looked at where Alembic's own comparison stands: a list of texts, empty where the database is asked."""
    from ..autogenerate.detect import compares_as_alembic
    from ..autogenerate.overrides import chosen
    if context.opts.get('target_metadata') is None or not compares_as_alembic(context.connection):
        return []
    defaults = [] if chosen('compare_server_default', context) else [_('server defaults')]
    expressions = [] if hasattr(context.impl, 'compare_indexes') else [_('expressions of indexes')]  # from Alembic 1.13 on
    return defaults + [_('CHECKs'), _('primary keys'), _('the members of an ENUM'), _('generated columns'),
                       _('conditions of indexes')] + expressions + [_('views, sequences and triggers')]


def changes(context, heads):
    """The operations that `db migrate` would write now, or None where `env.py` has no models to compare.

    :param context: Alembic's migration context, connected
    :param heads: the ids that the version table names, for the codebase's own `process_revision_directives`
    """
    metadata = context.opts.get('target_metadata')
    if metadata is None:
        return None
    script = produce_migrations(context, metadata)
    script.rev_id, script.head, directives = util.rev_id(), 'head', [script]
    if context.opts.get('process_revision_directives'):
        context.opts['process_revision_directives'](context, heads, directives)
    return [operation for directive in directives for operation in flat(directive.upgrade_ops.ops)]

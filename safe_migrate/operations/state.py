"""Where a database stands: its revision, the heads, what is pending, what was interrupted, and where the models differ."""
from alembic import util
from alembic.autogenerate import produce_migrations
from alembic.operations.ops import DropTableOp

from .. import databases
from ..autogenerate.report import flat, in_words
from ..codebase.environment import bind_of, shown, visit
from ..codebase.revisions import needed, revision, spelled
from ..databases.address import application_db
from ..sql import READ
from ..translation.language import _
from ..upgrade.beginning import baseline_of


def states(config):
    """Where each database of the codebase stands.

    :param config: see `environment.configuration`
    :returns: a list of dictionaries, see `state`
    """
    return visit(config, state)


def state(context, heads):
    """Where one database stands, as `db status --json` prints it.

    :param context: Alembic's migration context, connected
    :param heads: the ids that the version table names
    :returns: database: its address without password; bind; current, heads, pending, branches: lists of revision and
        message; redundant: ids of the version table that another one there follows; unknown: ids that the database names and
        no file has; interrupted: see `interrupted_in`, or None;
        differences: list of texts, or None where `env.py` has no models to compare; refused: see `refused`;
        not_compared: see `not_compared`
    """
    script = context.script
    known = [head for head in heads if revision(script, head)]
    kept, operations = needed(script, known), changes(context, heads)
    return {
        'database': shown(context.connection.engine.url), 'bind': bind_of(context),
        'current': [named(script, head) for head in known],
        'redundant': sorted(set(known) - set(kept)),
        'unknown': [spelled(head) for head in heads if head not in known],
        'heads': [named(script, head) for head in sorted(script.get_heads())],
        'branches': [named(script, item.revision) for item in script.walk_revisions() if item.is_branch_point],
        'pending': begun(context, heads, [named(script, item) for item in pending(script, known)]),
        'interrupted': interrupted_in(context.connection),
        'differences': texts(operations), 'refused': refused(context, operations),
        'not_compared': not_compared(context),
    }


def named(script, identifier):
    """A revision with its message."""
    return {'revision': identifier, 'message': script.get_revision(identifier).doc}


def pending(script, current):
    """The ids of the revisions that `db upgrade heads` would apply, in order.

    :param current: the ids that the database is at
    """
    applied = {one.revision for head in current for one in script.walk_revisions('base', head)}
    return [one.revision for one in reversed(list(script.walk_revisions())) if one.revision not in applied]


def begun(context, heads, found):
    """Pending revisions, of which an empty database has a baseline in the place of those that it stands for.

    :param found: as `named` gives them
    """
    __, first, replaced = baseline_of(context, heads, {one['revision'] for one in found})
    instead = [{'revision': first.revision, 'message': first.doc}] if first else []
    return instead + [one for one in found if one['revision'] not in replaced]


def interrupted_in(connection):
    """The revision that was interrupted half-way in a database.

    :returns: None, or a dictionary of revision, direction, started (UTC), who, applied: how many of its statements took
        effect, statement: the last one that the journal has, took_effect: whether that one did, or None where the
        database does not tell, command: upgrade or downgrade, which goes on with it, and resumes: whether it does so behind
        that statement, or from the first; running: whether it is no interruption, because it is at work now
    """
    from ..journal.journal import RUNNING, Journal, is_being_undone
    journal = Journal(connection)
    row = journal.exists() and journal.unfinished()
    if not row:
        return None
    statements, database = journal.statements(row), databases.of(connection)
    effects = [database.took_effect(connection, one) for one in statements if one['kind'] != READ]
    found = {name: row[name] for name in ('revision', 'direction', 'started', 'who')}
    found['command'] = 'downgrade' if is_being_undone(statements) else row['direction']
    found['resumes'] = database.resumes
    found['running'] = row['ended'] == RUNNING and is_running(connection)
    return dict(found, applied=effects.count(True), statement=statements[-1]['statement'],
                took_effect=database.took_effect(connection, statements[-1]))


def is_running(connection):
    """Whether an upgrade or downgrade of a database is at work now."""
    store = databases.of(connection).store(connection)
    return store is not None and store.is_upgraded_now()


def differences(context, heads):
    """What `db migrate` would write now, in words, a line for each change: see `changes` and `texts`."""
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

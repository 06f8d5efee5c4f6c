"""Where a database stands: its revision, the heads, what is pending, what was interrupted."""
from .. import databases
from ..codebase.environment import bind_of, shown, visit
from ..codebase.revisions import needed, revision, spelled
from ..sql import READ
from .differences import changes, not_compared, refused, texts


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
        differences: list of texts, or None where `env.py` has no models to compare; refused: see `differences.refused`;
        not_compared: see `differences.not_compared`
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
        'pending': [named(script, item) for item in pending(script, known)],
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


def interrupted_in(connection):
    """The revision that was interrupted half-way in a database.

    :returns: None, or a dictionary of revision, direction, started (UTC), who, applied: how many of its statements took
        effect, statement: the last one that the journal has, took_effect: whether that one did, or None where the
        database does not tell, command: upgrade or downgrade, which goes on with it, and resumes: whether it does so behind
        that statement, or from the first
    """
    from ..journal.journal import Journal, is_being_undone
    journal = Journal(connection)
    row = journal.exists() and journal.unfinished()
    if not row:
        return None
    statements, database = journal.statements(row), databases.of(connection)
    effects = [database.took_effect(connection, one) for one in statements if one['kind'] != READ]
    found = {name: row[name] for name in ('revision', 'direction', 'started', 'who')}
    found['command'] = 'downgrade' if is_being_undone(statements) else row['direction']
    found['resumes'] = database.resumes
    return dict(found, applied=effects.count(True), statement=statements[-1]['statement'],
                took_effect=database.took_effect(connection, statements[-1]))

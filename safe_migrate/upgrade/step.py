"""The command that runs, and its steps as Alembic gives them."""
from ..compat.inside_alembic import given_to_steps


def is_stamp(context):
    """Whether `db stamp` runs, which says what the database is and runs no revision."""
    return context.opts['fn'].__name__ == 'do_stamp'


def is_downgrade(context):
    """Whether `db downgrade` runs, also where it has no step to take."""
    return context.opts['fn'].__name__ == 'downgrade'


def direction_of(step):
    """`upgrade`, `downgrade` or `stamp`, of a step as Alembic gives it."""
    if getattr(step, 'revision', None) is None:
        return 'stamp'
    return 'upgrade' if step.is_upgrade else 'downgrade'


def revision_of(step):
    """The id of the revision that a step applies or reverts; of a stamp, where it leads."""
    if direction_of(step) == 'stamp':
        return ', '.join(step.to_revisions) or 'base'
    return step.revision.revision


def function_of(step, context):
    """What of a revision's file a step runs: Flask-Migrate's env.py of several databases has `upgrade(engine_name)` call
    `globals()["upgrade_%s" % engine_name]()`."""
    function = step.migration_fn
    if getattr(getattr(function, '__code__', None), 'co_names', None) != ('globals',):
        return function
    return function.__globals__.get('%s_%s' % (function.__name__, given_to_steps(context).get('engine_name')), function)


def with_first(steps, row):
    """The steps with the one first that was interrupted, where it is among them: on branches Alembic's order is one of
    several, and may be another one in the next run.

    :param row: the journal's, of a revision
    """
    first = [step for step in steps if (revision_of(step), direction_of(step)) == (row['revision'], row['direction'])]
    return first + [step for step in steps if step not in first]

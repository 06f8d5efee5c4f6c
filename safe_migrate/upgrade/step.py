"""The command that runs, and its steps as Alembic gives them."""


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

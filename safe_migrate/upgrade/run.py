"""The upgrade, downgrade or stamp that is running."""
import functools

import alembic.context
import click

from ..codebase.revisions import refuse_broken
from ..compat.inside_alembic import keep_the_transaction, take_the_steps
from ..messages.layout import be_heard
from ..translation.language import _
from .step import direction_of


def running(impl):
    """Alembic's migration context, where the command that runs may change the database.

    :param impl: the dialect's implementation that Alembic has just told to start
    :returns: None for a command that only reads or writes revisions, for `--sql`, and outside of an `env.py`
    """
    context = context_of_environment()
    changes = context and context.impl is impl and not context.as_sql and 'destination_rev' in context.opts
    return context if changes else None


def context_of_environment():
    """Alembic's migration context; None outside of an `env.py`, where a codebase uses Alembic's operations by itself."""
    try:
        return alembic.context.get_context()
    except Exception:
        return None


def see_revisions(impl):
    """Stop where the revisions that a command has read do not hang together.

    :param impl: the dialect's implementation that Alembic has just told to start
    :raises UserError: where some of them follow one another in a circle
    """
    context = context_of_environment()
    if context and context.impl is impl:
        refuse_broken(alembic.context.script)


def watch(context, watcher, joining=None):
    """Tell a watcher of each step.

    :param context: Alembic's migration context, before it has read the current revision
    :param watcher: `plan(take)` is called before the first, where `take()` gives Alembic's steps, and returns the ones that
        are taken; `begin(step)` and `end(step)` around each (`end` after the version is written), `finish()` after the
        last; nothing after a failure. `stopped(number)` returns the error where a signal ends it between two statements
    :param joining: `joined.Joining`, which says whether the watcher, and not Alembic, has the transaction; None of a driver
        whose connections do not join
    """
    from ..codebase.revisions import refuse_odd
    from .attendant import Attendant
    be_heard()
    def watched(take_steps, heads, migration_context):
        refuse_odd(heads, context.script)
        steps = watcher.plan(lambda: begun_steps(context, heads, take_steps(heads, migration_context)))
        attendant = Attendant(context, watcher.stopped, len(steps))
        if steps:
            attendant.listen(joining)
        elif context.opts['fn'].__name__ == 'upgrade':
            click.echo(_('Nothing to do: there is no revision to apply.'), err=True)
        for step in from_nothing(steps, heads, context):
            attendant.begin(step)
            watcher.begin(step)
            if joining:
                step.migration_fn = within(joining, step.migration_fn)
            yield step
            watcher.end(step)
        watcher.finish()
    take_the_steps(context, lambda take_steps: functools.partial(watched, take_steps))
    if joining and joining.keeps_the_transaction:
        keep_the_transaction(context)


def begun_steps(context, heads, steps):
    """The steps, with which an empty database may begin otherwise; none is taken on a database that has two names."""
    from ..codebase.environment import refuse_one_database_twice
    from .beginning import begun
    found = begun(context, heads, list(steps))
    if found:
        refuse_one_database_twice(context)
    return found


def from_nothing(steps, heads, context):
    """The steps; of those that build an empty database, an error says so: see `began_empty`."""
    from .beginning import is_empty
    if heads or not steps or direction_of(steps[0]) != 'upgrade' or not is_empty(context):
        return steps
    for step in steps:
        step.migration_fn = telling(step.migration_fn)
    return steps


def telling(function):
    """A revision's function, whose error says that the database was empty before the first revision."""
    @functools.wraps(function)
    def tells(*arguments, **options):
        try:
            return function(*arguments, **options)
        except Exception as error:
            error.began_empty = True
            raise
    return tells


def began_empty(error):
    """Whether an error is that of a revision that was to build an empty database."""
    return getattr(error, 'began_empty', False)


def within(joining, function):
    """A revision's function, while which all that leads to the database is one connection. Alembic's own writes to its
    version table come after it."""
    @functools.wraps(function)  # whose name Alembic tells: `Running upgrade`
    def run(**options):
        with joining.revision():
            return function(**options)
    return run

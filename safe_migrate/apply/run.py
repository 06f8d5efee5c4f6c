"""The upgrade, downgrade or stamp that is running."""
import alembic.context


def running(impl):
    """Alembic's migration context, where the command that runs may change the database.

    :param impl: the dialect's implementation that Alembic has just told to start
    :returns: None for a command that only reads or writes revisions, for `--sql`, and outside of an `env.py`
    """
    try:
        context = alembic.context.get_context()
    except Exception:  # no environment: a codebase that uses Alembic's operations by itself
        return None
    changes = context.impl is impl and not context.as_sql and 'destination_rev' in context.opts
    return context if changes else None


def finish_with(context, finish):
    """Call a function when the last step has been done, before the command ends; not after a failure."""
    steps = context._migrations_fn

    def then_finish(heads, migration_context):
        for step in steps(heads, migration_context):
            yield step
        finish()
    # Alembic takes the steps from here and nowhere else; it offers a callback after each step, but none after the last.
    context._migrations_fn = then_finish

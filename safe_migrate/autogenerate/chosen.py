"""What a codebase has chosen itself is left as it is."""
from flask import current_app


def chosen(name, context):
    """Whether the codebase has set one of Alembic's options, whose default is False.

    An explicit False in `env.py` cannot be told from the default; in `Migrate(app, db, name=False)` it can.

    :param name: such as `compare_type`
    :param context: Alembic's migration context
    """
    return context.opts.get(name) is not False or name in current_app.extensions['migrate'].configure_args

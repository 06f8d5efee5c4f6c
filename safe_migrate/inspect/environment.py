"""Each database of the codebase, looked at through the codebase's own `env.py`."""
import contextlib
import logging

from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from flask import current_app

from ..configuration import ATTRIBUTE
from ..explain import ran_nothing

TOKEN = '_upgrades'  # behind a bind's name, in Flask-Migrate's `env.py` for several databases


def configuration(directory=None, x_arg=None):
    """Alembic's configuration as `db migrate` would have it.

    :param directory: the migrations folder, where it is not the application's
    :param x_arg: for the codebase's own `env.py`
    """
    config = current_app.extensions['migrate'].migrate.get_config(directory, opts=['autogenerate'], x_arg=x_arg)
    config.attributes.setdefault(ATTRIBUTE, {})['looking'] = True  # no script is written, so none is spoken of
    return config


def visit(config, look):
    """Let a function look at each database, one after the other, while it is connected.

    :param config: see `configuration`
    :param look: takes Alembic's migration context and the ids that the database's version table names
    :returns: a list of what it returned
    :raises UserError: where `env.py` connects to none
    """
    found, script = [], ScriptDirectory.from_config(config)

    def retrieve(heads, context):
        found.append(look(context, heads))
        return []
    with quiet(), EnvironmentContext(config, script, fn=retrieve, dont_mutate=True):
        try:
            script.run_env()
        except SystemExit as left:
            if left.code:
                raise
    if not found:
        raise ran_nothing(script.env_py_location)
    return found


@contextlib.contextmanager
def quiet():
    """Within, what Alembic tells of its progress is not printed: the answer is on the screen instead."""
    before = logging.root.manager.disable
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(before)


def bind_of(context):
    """The name of a database's bind; None for the application's main one, or where there are no others."""
    token = context.opts['upgrade_token']
    return token[:-len(TOKEN)] or None if token.endswith(TOKEN) else None


def shown(url):
    """An address as it may be printed: without password, and without what may hold one."""
    if url.get_backend_name() == 'sqlite':
        return 'sqlite:///%s' % (url.database or ':memory:')
    user = '%s@' % url.username if url.username else ''
    port = ':%d' % url.port if url.port else ''
    return '%s://%s%s%s/%s' % (url.drivername, user, url.host or 'localhost', port, url.database or '')

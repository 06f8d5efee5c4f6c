"""Each database of the codebase, looked at through the codebase's own `env.py`."""
import contextlib
import logging
import os

from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from flask import current_app

from ..compat.postgres_address import backend_of
from ..configuration import ATTRIBUTE
from ..explain import one_database_twice, ran_nothing

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


def refuse_one_database_twice(context):
    """Stop where an `env.py` for several databases leads to one of them twice, which then share a version table.

    An `env.py` that gives each its own version table says so in its text, and is left alone.

    :param context: Alembic's migration context
    :raises UserError: with the names of both
    """
    if not context.opts['upgrade_token'].endswith(TOKEN) or context.script is None:
        return
    from .tables import engines
    with open(context.script.env_py_location, encoding='utf-8', errors='replace') as file:
        if 'version_table' in file.read():
            return
    seen = {}
    for bind, engine in engines():
        place = place_of(engine.url)
        if place and seen.setdefault(place, bind) != bind:
            raise one_database_twice(seen[place], bind, shown(engine.url))


def place_of(url):
    """Where an address leads to, however it is spelled; None where that cannot be told."""
    kind = backend_of(url)
    if kind == 'sqlite':
        return url.database and url.database != ':memory:' and (kind, os.path.realpath(url.database))
    host = {'localhost': '127.0.0.1', None: '127.0.0.1'}.get(url.host, url.host)
    more = tuple(sorted(url.query.items())) if kind == 'postgresql' else url.query.get('unix_socket')
    return kind, host, url.port or {'postgresql': 5432}.get(kind, 3306), url.database, more


def shown(url):
    """An address as it may be printed: without password, and without what may hold one."""
    if url.get_backend_name() == 'sqlite':
        return 'sqlite:///%s' % (url.database or ':memory:')
    user = '%s@' % url.username if url.username else ''
    port = ':%d' % url.port if url.port else ''
    return '%s://%s%s%s/%s' % (url.drivername, user, url.host or 'localhost', port, url.database or '')

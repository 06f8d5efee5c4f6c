"""Each database of the codebase, looked at through the codebase's own `env.py`."""
import contextlib
import logging

from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from flask import current_app

from .. import databases
from ..databases.address import application_db, spelled_once
from ..messages import no_db, one_database_twice, ran_nothing
from ..options import ATTRIBUTE

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
    with open(context.script.env_py_location, encoding='utf-8', errors='replace') as file:
        if 'version_table' in file.read():
            return
    seen = {}
    for bind, engine in engines_as_they_are():
        place = databases.of(engine).place()
        if place and seen.setdefault(place, bind) != bind:
            raise one_database_twice(seen[place], bind, shown(engine.url))


def shown(url):
    """An address as it may be printed: without password, and without what may hold one."""
    return databases.of(url).shown()


def version_table():
    """The name of Alembic's own table, which an application may choose: `Migrate(app, db, version_table='...')`."""
    return current_app.extensions['migrate'].configure_args.get('version_table', 'alembic_version')


def needed_db():
    """The application's `SQLAlchemy()`.

    :raises UserError: where it has none
    """
    db = application_db()
    if db is None:
        raise no_db()
    return db


def engines():
    """The engine of each of the application's databases: pairs of the bind's name, None for the main one, and the engine.

    They say nothing of what they are asked, also where the application has `SQLALCHEMY_ECHO`, which prints into an answer.
    """
    found = engines_as_they_are()
    for _bind, engine in found:
        engine.echo = False
    return found


def engines_as_they_are():
    """The same, and what the application has set of them stays."""
    db = needed_db()
    binds = current_app.config.get('SQLALCHEMY_BINDS') or {}
    return [(None, db.engine)] + [(bind, db.get_engine(current_app, bind)) for bind in sorted(binds)]


# The databases that models name with `__bind_key__`, beside those that the application has.

def model_tables():
    """The tables of the application's models, by name; none where its models are not those of a `SQLAlchemy()`."""
    return getattr(getattr(application_db(), 'metadata', None), 'tables', {})


def bind_of_table(table):
    """The bind that a model names; None of a table of the main database."""
    return table.info.get('bind_key')


def unknown_binds():
    """The tables whose bind the application does not have: no command of Flask-Migrate's would ever make them.

    :returns: a list of pairs of a table's name and its bind's, in the tables' order
    """
    known = current_app.config.get('SQLALCHEMY_BINDS') or {}
    return sorted((table.name, bind_of_table(table)) for table in model_tables().values()
                  if bind_of_table(table) not in (None, '') and bind_of_table(table) not in known)


def bind_names():
    """The names of the application's binds, in one text; empty where it has none."""
    return ', '.join(sorted(map(str, current_app.config.get('SQLALCHEMY_BINDS') or {})))


def is_elsewhere(table, engine):
    """Whether a model's table belongs to another database than that of an engine."""
    bind, known = bind_of_table(table), current_app.config.get('SQLALCHEMY_BINDS') or {}
    if bind in (None, ''):
        return False
    return bind not in known or spelled_once(engine.url) not in (spelled_once(known[bind]), spelled_once(
        application_db().get_engine(current_app, bind).url))

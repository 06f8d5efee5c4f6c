"""Before a command does anything: whether the address is one, `env.py` has code, and the revisions hang together."""
import functools
import os

from flask import current_app

from .. import messages as explain

# Flask-SQLAlchemy's own, where neither SQLALCHEMY_DATABASE_URI nor SQLALCHEMY_BINDS is set.
NO_ADDRESS = 'sqlite:///:memory:'


def see_address(run):
    """Wrap a command that a database in memory makes no sense for, as it is gone with the command. Without
    Flask-SQLAlchemy `env.py` alone knows the address."""
    from ..databases.address import application_db

    @functools.wraps(run)
    def with_address(**options):
        address = str(current_app.config.get('SQLALCHEMY_DATABASE_URI') or NO_ADDRESS)
        if application_db() is not None and address == NO_ADDRESS and not current_app.config.get('SQLALCHEMY_BINDS'):
            from ..messages.server import unset
            raise explain.no_address(unset())
        return run(**options)
    return with_address


def see_revisions(run):
    """Wrap a command that reads the revisions and no database, so that it stops where they do not hang together."""
    @functools.wraps(run)
    def with_revisions(directory=None, **options):
        from alembic.script import ScriptDirectory

        from ..codebase.revisions import refuse_broken
        config = current_app.extensions['migrate'].migrate.get_config(directory)
        refuse_broken(ScriptDirectory.from_config(config))
        return run(directory=directory, **options)
    return with_revisions


def see_environment(run):
    """Wrap a command that works through `env.py`: where that is empty, Alembic does nothing and says nothing."""
    @functools.wraps(run)
    def with_environment(directory=None, **options):
        migrate = current_app.extensions['migrate']
        path = os.path.join(migrate.migrate.get_config(directory).get_main_option('script_location'), 'env.py')
        if is_empty(path):
            raise explain.ran_nothing(path)
        return run(directory=directory, **options)
    return with_environment


def is_empty(path):
    """Whether a file is there and holds no code."""
    from ..codebase.sources import parsed_or_none
    tree = parsed_or_none(path) if os.path.isfile(path) else None
    return tree is not None and not tree.body

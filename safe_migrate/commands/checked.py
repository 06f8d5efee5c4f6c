"""Before a command does anything: whether the address is one, and whether the revisions hang together."""
import functools

from flask import current_app

from .. import explain
from .lines import LINES

# Flask-SQLAlchemy's own, where neither SQLALCHEMY_DATABASE_URI nor SQLALCHEMY_BINDS is set.
NO_ADDRESS = 'sqlite:///:memory:'
WITHOUT_DATABASE = ('history', 'heads', 'branches', 'show', 'edit', 'merge', 'revision')
NEEDS_ADDRESS = ('migrate', 'upgrade', 'downgrade', 'stamp', 'status', 'check', 'repair', 'tables', 'log', 'bin', 'doctor')


def see_address(run):
    """Wrap a command that a database in memory makes no sense for, as it is gone with the command."""
    @functools.wraps(run)
    def with_address(**options):
        address = str(current_app.config.get('SQLALCHEMY_DATABASE_URI') or NO_ADDRESS)
        if address == NO_ADDRESS and not current_app.config.get('SQLALCHEMY_BINDS'):
            raise explain.no_address()
        return run(**options)
    return with_address


def see_revisions(run):
    """Wrap a command that reads the revisions and no database, so that it stops where they do not hang together."""
    @functools.wraps(run)
    def with_revisions(directory=None, **options):
        from alembic.script import ScriptDirectory
        from ..inspect.circles import refuse
        config = current_app.extensions['migrate'].migrate.get_config(directory)
        refuse(ScriptDirectory.from_config(config))
        return run(directory=directory, **options)
    return with_revisions


def install(manager):
    """Put both on the commands of both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    for line in LINES:
        for name in NEEDS_ADDRESS:
            line.around(name, see_address)
        for name in WITHOUT_DATABASE:
            line.around(name, see_revisions)

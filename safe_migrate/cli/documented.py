"""Commands and options as the tutorials write them, where Flask-Migrate itself has none."""
import functools

from flask import Flask
from flask_migrate import MigrateCommand, cli

from ..autogenerate.revision_file import write_any_message
from ..compat.inside_flask import commands_of
from ..options import with_options
from ..translation.encoding import as_text
from ..translation.language import _
from .lines import LINES


def keep_message(run):
    """Wrap a command that takes no message, so that it may be given one, for the journal."""
    @functools.wraps(run)
    def with_message(message=None, **options):
        with with_options(message=message and as_text(message)):
            return run(**options)
    return with_message


def names_of(manager):
    """The names under which a manager carries Flask-Migrate's commands, mostly `db` alone."""
    return [name for name, command in commands_of(manager).items() if command is MigrateCommand]


def install(manager):
    """`db upgrade --message`, a message in any language, and `flask db` without an entry point.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    for line in LINES:
        for name in ('upgrade', 'downgrade'):
            line.add_option(name, ('-m', '--message'), help=_('Why, for the log'))
            line.around(name, keep_message)
        for name in ('migrate', 'revision', 'merge'):
            line.around(name, write_any_message)
    # Flask 1.1 finds the entry point of `flask db` with the help of setuptools, which a new environment need not have.
    if isinstance(getattr(manager, 'app', None), Flask) and 'db' not in manager.app.cli.commands:
        manager.app.cli.add_command(cli.db)

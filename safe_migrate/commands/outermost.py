"""The outermost layer of `python manage.py`: where the command line is read, and an error becomes a line."""
import argparse
import sys

from flask_migrate import MigrateCommand

from ..explain import UserError
from .documented import names_of


class QuietParser(argparse.ArgumentParser):
    """Leaves it to Flask-Script's own parser to say what is wrong."""

    def error(self, message):
        raise ValueError(message)


class Handle:
    """Stands in for `Manager.handle`, which Flask-Script calls with the command line.

    :param manager: the `flask_script.Manager` whose command line it is
    """

    def __init__(self, manager):
        self.manager = manager
        self.stock = manager.handle

    def __call__(self, prog, args=None):
        args = list(args or [])
        names = names_of(self.manager)
        # `manage.py upgrade`, as the second tutorial has it, unless the codebase has a command of that name by now.
        if names and 'upgrade' not in self.manager._commands:
            self.manager.add_command('upgrade', MigrateCommand._commands['upgrade'])
        if args and args[-1] in names and not self.words(args[:-1]):
            args.append('--help')  # `db` alone shows its help and has not failed
        try:
            return self.stock(prog, args)
        except UserError as error:
            error.show()
            sys.exit(error.exit_code)

    def words(self, args):
        """What is left of the arguments when the manager's own options, such as `-c`, are taken out."""
        parser = QuietParser(add_help=False)
        for option in self.manager.get_options():
            parser.add_argument(*option.args, **option.kwargs)
        try:
            return parser.parse_known_args(args)[1]
        except ValueError:
            return args


def install(manager):
    """Let what goes wrong in a manager's commands be told in a few lines.

    :param manager: the `flask_script.Manager` whose command line it is
    """
    if not isinstance(manager.handle, Handle):
        manager.handle = Handle(manager)

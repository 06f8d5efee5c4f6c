"""The outermost layer of `python manage.py`: where an error becomes a line and an exit status."""
import sys

from ..explain import UserError
from .documented import names_of


class Handle:
    """Stands in for `Manager.handle`, which Flask-Script calls with the command line.

    :param manager: the `flask_script.Manager` whose command line it is
    """

    def __init__(self, manager):
        self.manager = manager
        self.stock = manager.handle

    def __call__(self, prog, args=None):
        args = list(args or [])
        if len(args) == 1 and args[0] in names_of(self.manager):
            args.append('--help')  # `db` alone shows its help and has not failed
        try:
            return self.stock(prog, args)
        except UserError as error:
            error.show()
            sys.exit(error.exit_code)


def install(manager):
    """Let what goes wrong in a manager's commands be told in a few lines.

    :param manager: the `flask_script.Manager` whose command line it is
    """
    if not isinstance(manager.handle, Handle):
        manager.handle = Handle(manager)

"""The outermost layer of `python manage.py`: where the command line is read, and an error becomes a line."""
import contextlib
import signal
import sys

from flask_migrate import MigrateCommand

from .. import explain
from ..encoding import write_anything
from ..language import typed
from .documented import names_of
from .explained import told
from .mistyped import refuse_unknown, words_behind


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
        if args and args[-1] in names and not words_behind(self.manager, args[:-1]):
            args.append('--help')  # `db` alone shows its help and has not failed
        words = words_behind(self.manager, args)
        if not words or words[0] not in names + ['upgrade']:  # the codebase's own command: only what is ours is told
            with shown():
                refuse_unknown(self.manager, prog, args)
                return self.stock(prog, args)
        if words[0] in names:
            typed(prog, args[:args.index(words[0])], words[0])
        with shown(), stopped_by_ctrl_c(), told():
            write_anything()
            refuse_unknown(self.manager, prog, args)
            return self.stock(prog, args)


@contextlib.contextmanager
def shown():
    """Within, an error that a user can put right is printed and ends the command."""
    try:
        yield
    except explain.UserError as error:
        error.show()
        sys.exit(error.exit_code)


@contextlib.contextmanager
def stopped_by_ctrl_c():
    """Within, Ctrl-C ends the command in a line; an upgrade that has begun tells more of it, see `apply.stopping`."""
    try:
        yield
    except KeyboardInterrupt:
        from ..explain import apply
        raise apply.stopped(signal.SIGINT, apply.nothing_changed()) from None


def install(manager):
    """Let what goes wrong in a manager's commands be told in a few lines.

    :param manager: the `flask_script.Manager` whose command line it is
    """
    if not isinstance(manager.handle, Handle):
        manager.handle = Handle(manager)

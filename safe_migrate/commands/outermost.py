"""The outermost layer of `python manage.py`: where the command line is read, and an error becomes a line."""
import argparse
import contextlib
import difflib
import signal
import sys

from flask_migrate import MigrateCommand

from .. import explain
from ..encoding import write_anything
from .documented import names_of
from .explained import told


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
        words = self.words(args)
        if not words or words[0] not in names + ['upgrade']:  # the codebase's own command: only what is ours is told
            with shown():
                return self.stock(prog, args)
        with shown(), stopped_by_ctrl_c(), told():
            write_anything()
            if words[0] in names:  # what stands behind `upgrade` is a revision
                refuse_unknown(prog, words)
            return self.stock(prog, args)

    def words(self, args):
        """What is left of the arguments when the manager's own options, such as `-c`, are taken out."""
        parser = QuietParser(add_help=False)
        for option in self.manager.get_options():
            parser.add_argument(*option.args, **option.kwargs)
        try:
            return parser.parse_known_args(args)[1]
        except ValueError:
            return args


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


def refuse_unknown(prog, words):
    """Of a command that is not there, name the nearest that is; the exit status is argparse's own.

    :param prog: the program, such as `manage.py`
    :param words: what stands behind it, such as `db` and `upgrad`
    :raises UserError: where there is no such command
    """
    known = list(MigrateCommand._commands)
    if len(words) > 1 and words[1] not in known and not words[1].startswith('-'):
        word = words[1].lower()
        nearest = (difflib.get_close_matches(word, known, n=1) or [name for name in known if name.startswith(word)])[:1]
        raise explain.UnknownCommand(prog, words, nearest)


def install(manager):
    """Let what goes wrong in a manager's commands be told in a few lines.

    :param manager: the `flask_script.Manager` whose command line it is
    """
    if not isinstance(manager.handle, Handle):
        manager.handle = Handle(manager)

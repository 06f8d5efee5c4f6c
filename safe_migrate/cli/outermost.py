"""The outermost layer of `python manage.py`: where the command line is read, and an error becomes a line."""
import ast
import atexit
import contextlib
import logging
import os
import signal
import sys
import tokenize

from flask import Flask
from flask_migrate import MigrateCommand, cli

from .. import messages as explain
from ..codebase.project import ARGUMENTS
from ..compat.inside_flask import commands_of
from ..compat.trees import tree_of
from ..translation.encoding import write_anything
from ..translation.language import INSERTED, typed
from .errors import told
from .mistyped import refuse_unknown, words_behind


class Handle:
    """Stands in for `Manager.handle`, which Flask-Script calls with the command line.

    :param manager: the `flask_script.Manager` whose command line it is
    """

    def __init__(self, manager):
        self.manager = manager
        self.stock = manager.handle
        self.script = getattr(sys.modules['__main__'], '__file__', None)
        self.called = False

    def __call__(self, prog, args=None):
        self.called = True
        args = list(args or [])
        names = names_of(self.manager)
        # `manage.py upgrade`, as the second tutorial has it, unless the codebase has a command of that name by now.
        if names and 'upgrade' not in commands_of(self.manager):
            self.manager.add_command('upgrade', commands_of(MigrateCommand)['upgrade'])
        if args and args[-1] in names and not words_behind(self.manager, args[:-1]):
            args.append('--help')  # `db` alone shows its help and has not failed
        words, alone = words_behind(self.manager, args), list(by_themselves(self.manager))
        if not words or words[0] not in names + alone + ['upgrade']:  # the codebase's own command: only what is ours is told
            with shown():
                refuse_unknown(self.manager, prog, args)
                return self.stock(prog, args)
        if words[0] in names + alone:
            INSERTED.extend(words[:1] if words[0] in names and words[0] not in ARGUMENTS else ())
            typed(prog, args[:args.index(words[0])], '' if words[0] in alone + INSERTED else words[0])
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
    """Within, Ctrl-C ends the command in a line; an upgrade that has begun tells more of it, see `upgrade.attendant`."""
    try:
        yield
    except KeyboardInterrupt:
        from ..messages import upgrade
        raise upgrade.stopped(signal.SIGINT, upgrade.nothing_changed()) from None


def names_of(manager):
    """The names under which a manager carries Flask-Migrate's commands, mostly `db` alone."""
    return [name for name, command in commands_of(manager).items() if command is MigrateCommand]


def by_themselves(manager):
    """Flask-Migrate's commands, by their names, where the manager is theirs, or has them itself, and under no name."""
    commands = commands_of(MigrateCommand)
    return dict(commands) if commands_of(manager).get('migrate') is commands['migrate'] else {}


def install(manager):
    """Let what goes wrong in a manager's commands be told in a few lines.

    :param manager: the `flask_script.Manager` whose command line it is
    """
    # Flask 1.1 finds the entry point of `flask db` with the help of setuptools, which a new environment need not have.
    if isinstance(manager.app, Flask) and 'db' not in manager.app.cli.commands:
        manager.app.cli.add_command(cli.db)
    if not isinstance(manager.handle, Handle):
        manager.handle = Handle(manager)
        atexit.register(tell_of_silence, manager)


def tell_of_silence(manager):
    """At the end of a `manage.py` that never came to `manager.run()`: Python ends it with exit status 0
    and without a word."""
    script, typed_here = manager.handle.script, bool(set(sys.argv[1:2]) & set(names_of(manager)))
    failed, by_flask = hasattr(sys, 'last_type'), os.environ.get('FLASK_RUN_FROM_CLI')
    if manager.handle.called or failed or by_flask or not typed_here or script is None or runs(script):
        return
    from ..messages.command_line import never_run
    never_run(script).show()
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(1)


def runs(script):
    """Whether a script calls `run()` or `handle()` of something where Python runs it as a program."""
    with tokenize.open(script) as file:
        body = tree_of(file.read()).body
    lines = [line for line in body if not (isinstance(line, ast.If) and is_misspelled(line.test))]
    return any(isinstance(node, ast.Call) and getattr(node.func, 'attr', None) in ('run', 'handle')
               for line in lines for node in ast.walk(line))


def is_misspelled(test):
    """Whether a condition is `__name__ == '...'` with another name than a program has."""
    if not isinstance(test, ast.Compare):
        return False
    sides = [ast.dump(side) for side in [test.left] + test.comparators]
    return any("'__name__'" in side for side in sides) and not any("'__main__'" in side for side in sides)

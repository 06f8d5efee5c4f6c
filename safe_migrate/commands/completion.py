"""Completion on Tab with argcomplete, which Flask-Script calls where it is installed."""
import os

from flask_migrate import MigrateCommand

COMPLETING = '_ARGCOMPLETE'  # argcomplete runs the program with it in its environment


def completing():
    """Whether the program runs to complete a command line, and not to do it."""
    return COMPLETING in os.environ


def leave(parser):
    """Stands in for `Manager._patch_argparser`, which lets a parser without arguments print its help and end.

    While a line is completed that keeps the parser from being ready, and argcomplete fails.
    """


def install(manager):
    """Let the parsers be as argcomplete needs them, while it runs the program.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    for one in (manager, MigrateCommand) if completing() and manager else ():
        one._patch_argparser = leave

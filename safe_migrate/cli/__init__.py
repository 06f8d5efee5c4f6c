"""What a user types and reads: the `db` commands, for both command lines (see lines.py for what `flask` sees of it).

commands/       the commands that Flask-Migrate itself does not have, one file for one command
lines.py        the two command lines, behind one interface
options.py      options of several commands
writing.py      what stands around the commands that write a revision
checked.py      before a command does anything; explained.py and outermost.py: what goes wrong is told,
                by the catalogue of errors in catalogue.py
help.py         the help, and completion on Tab; mistyped.py: what nearly was right

Each has a function `install(manager)`.
"""
import os

from ..translation.language import TYPED, settled
from . import checked, explained, help, mistyped, options, outermost, writing
from .commands import bin, check, doctor, graph, leave, log, plan, repair, status, tables

COMMANDS = (options, log, writing, status, check, tables, graph, doctor, repair, plan, bin, leave)
# They look at the commands that are there.
AROUND_THEM = (checked.install, options.install_connect_timeout, help.install, mistyped.install, explained.install)


def install(manager):
    """Put the commands of this package on both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    register(manager)
    outermost.install(manager)


def register(manager=None):
    """Put the commands and options where the command lines find them.

    :param manager: the `flask_script.Manager`; None for the program `flask`, which knows none
    """
    with settled():
        for install_one in [module.install for module in COMMANDS] + list(AROUND_THEM):
            install_one(manager)


def named_as_typed(group):
    """Let the texts name `flask db`, where that was typed.

    :param group: click's group of the `db` commands
    """
    stock = group.invoke

    def invoke(context):
        if os.path.basename(context.find_root().info_name or '') != 'manage.py':
            TYPED.append(context.command_path)
        return stock(context)
    group.invoke = invoke

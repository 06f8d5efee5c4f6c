"""What a user types and reads: the `db` commands, for both command lines (see lines.py for what `flask` sees of it).

commands/       the commands that Flask-Migrate itself does not have, one file for one command
lines.py        the two command lines, behind one interface
documented.py, connect_timeout.py, drops.py, one_at_a_time.py  options of several commands
migrating.py, written.py  what stands around the commands that write a revision
checked.py      before a command does anything; explained.py and outermost.py: what goes wrong is told,
                by the catalogue of errors in catalogue.py
worded.py, helped.py  the help; completion.py: on Tab; mistyped.py: what nearly was right

Each has a function `install(manager)`.
"""
import os

from ..translation.language import TYPED, settled
from . import (
    checked, completion, connect_timeout, documented, drops, explained, helped, migrating, mistyped, one_at_a_time,
    outermost, worded, written)
from .commands import bin, check, doctor, graph, leave, log, plan, repair, status, tables

COMMANDS = (
    documented,
    one_at_a_time,
    drops,
    log,
    migrating,
    written,
    status,
    check,
    tables,
    graph,
    doctor,
    repair,
    plan,
    bin,
    leave,
)
# They look at the commands that are there.
AROUND_THEM = (checked, connect_timeout, worded, helped, completion, mistyped, explained)


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
        for module in COMMANDS + AROUND_THEM:
            module.install(manager)


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

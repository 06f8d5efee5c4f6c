"""What a user types and reads: the `db` commands, for both command lines (see lines.py for what `flask` sees of it).

commands/         the commands that Flask-Migrate itself does not have, one file for one command
lines.py          the two command lines, behind one interface
options.py        options of several commands
writing.py        what the commands that write a revision have beside Flask-Migrate's own
preconditions.py  before a command does anything
errors.py         what goes wrong is told, by the catalogue of errors in catalogue.py; outermost.py: it is printed
help.py           the help, and completion on Tab; mistyped.py: what nearly was right

Here stands which commands there are, and in which order their functions are wrapped.
"""
import os

from ..autogenerate import revision_file
from ..codebase import project
from ..compat.inside_flask import commands_of
from ..translation.language import SCRIPTS, TYPED, settled
from . import help, mistyped, options, outermost, writing
from .commands import bin, check, doctor, graph, leave, log, plan, repair, status, tables
from .errors import escape, imported, mask, tell
from .lines import LINES
from .options import UNCONNECTED, give_up, keep_message, take_options
from .preconditions import see_address, see_environment, see_revisions
from .writing import compare, leave_no_folder, write_alone

# Each has a function `add(line)`; the help shows their options in this order.
COMMANDS = (options, log, writing, status, check, tables, graph, doctor, repair, plan, bin, leave)

WRITE = ('migrate', 'revision', 'merge')  # a revision
CHANGE = ('upgrade', 'downgrade', 'stamp')  # the database
READ = ('history', 'heads', 'branches', 'show')  # revisions, and print them


def around(names):
    """What each command's function is wrapped in, the innermost first.

    :param names: of all commands
    :returns: pairs of a function that wraps one, and the names of the commands
    """
    return (
        (leave_no_folder, ('init',)),
        (revision_file.write_any_message, WRITE),
        (write_alone, WRITE + ('repair',)),
        (compare, ('migrate', 'revision')),
        (revision_file.leave_nothing_behind, WRITE),
        (revision_file.take_identifiers, WRITE),  # refused before the lock is waited for
        (graph.draw, ('history',)),
        (keep_message, ('upgrade', 'downgrade')),
        (take_options, CHANGE),
        (plan.UPGRADE, ('upgrade',)),  # outside of both: a plan changes nothing, and has options that go with no upgrade
        (plan.DOWNGRADE, ('downgrade',)),
        # from here on what is seen to before any of them, a plan too, begins
        (see_address, CHANGE + ('migrate', 'status', 'check', 'repair', 'tables', 'log', 'bin', 'doctor')),
        (see_environment, CHANGE + ('migrate', 'current')),
        (see_revisions, READ + ('edit', 'merge', 'revision')),
        (give_up, names - UNCONNECTED),
        (mask, ('current',)),
        (escape, READ),
        (tell, names),  # the outermost: it tells what goes wrong in all others
    )


def install(manager):
    """Put the commands of this package on both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    register(manager)
    for name, command in outermost.by_themselves(manager).items():
        if name not in commands_of(manager):
            manager.add_command(name, command)
    outermost.install(manager)


def register(manager=None):
    """Put the commands and options where the command lines find them.

    :param manager: the `flask_script.Manager`; None for the program `flask`, which knows none
    """
    revision_file.install()
    with settled():
        for line in LINES:
            for module in COMMANDS:
                module.add(line)
            options.add_to_all(line)
            for wrap, names in around(set(line.commands)):
                for name in names:
                    line.around(name, wrap)
        help.install(manager)
        mistyped.install(manager)


def named_as_typed(group):
    """Let the texts name `flask db`, where that was typed, and an application that cannot be imported be told as there.

    :param group: click's group of the `db` commands
    """
    stock = group.invoke

    def invoke(context):
        if os.path.basename(context.find_root().info_name or '') != 'manage.py':
            TYPED.append(context.command_path)
            SCRIPTS.extend((file, 'db') for file in [project.application_file()] if file)
        with imported():
            return stock(context)
    group.invoke = invoke

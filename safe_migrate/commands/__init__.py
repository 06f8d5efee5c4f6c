"""The `db` commands: what is new in them, registered for both command lines (see lines.py for what `flask` sees of it).

One file for one command or option; each has a function `install(manager)`.
"""
from ..language import settled
from . import (
    bin,
    check,
    checked,
    completion,
    connect_timeout,
    doctor,
    documented,
    drops,
    explained,
    graph,
    helped,
    leave,
    log,
    migrating,
    mistyped,
    one_at_a_time,
    outermost,
    plan,
    repair,
    status,
    tables,
    worded,
    written,
)

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

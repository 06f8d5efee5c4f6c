"""The `db` commands: what is new in them, registered for both command lines (see lines.py for what `flask` sees of it).

One file for one command or option; each has a function `install(manager)`.
"""
from . import (
    check,
    connect_timeout,
    doctor,
    documented,
    drops,
    graph,
    log,
    migrating,
    one_at_a_time,
    outermost,
    repair,
    status,
    tables,
    written,
)

COMMANDS = (
    documented,
    one_at_a_time,
    written,
    drops,
    log,
    migrating,
    status,
    check,
    tables,
    graph,
    doctor,
    repair,
)
AROUND_THEM = (connect_timeout, outermost)  # they look at the commands that are there


def install(manager):
    """Put the commands of this package on both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    for module in COMMANDS + AROUND_THEM:
        module.install(manager)

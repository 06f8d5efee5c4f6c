"""The `db` commands: what is new in them, registered for both command lines (see lines.py for what `flask` sees of it).

One file for one command or option; each has a function `install(manager)`.
"""
from . import check, connect_timeout, documented, graph, log, one_at_a_time, outermost, status, tables


def install(manager):
    """Put the commands of this package on both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    documented.install(manager)
    one_at_a_time.install(manager)
    log.install(manager)
    status.install(manager)
    check.install(manager)
    tables.install(manager)
    graph.install(manager)
    connect_timeout.install(manager)
    outermost.install(manager)

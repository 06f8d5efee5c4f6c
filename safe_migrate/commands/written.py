"""The commands that write a revision: a file that is whole, under a name that every file system takes, or none."""
from ..autogenerate import nothing, written
from ..autogenerate.identifiers import take_identifiers
from .lines import LINES


def install(manager):
    """Put it on the commands of both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    written.install()
    nothing.install()
    for line in LINES:
        for name in ('migrate', 'revision', 'merge'):
            line.around(name, written.leave_nothing_behind)
            line.around(name, take_identifiers)

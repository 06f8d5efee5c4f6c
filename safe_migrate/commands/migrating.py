"""`db migrate` prints what it has found, and takes the answers that it would ask for."""
import functools

from ..configuration import with_options
from .lines import LINES


def print_summary(run):
    """Wrap a command that looks for changes, so that it prints them."""
    @functools.wraps(run)
    def with_summary(**options):
        with with_options(summary=True):
            return run(**options)
    return with_summary


def install(manager):
    """Put it on the commands of both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    for line in LINES:
        for name in ('migrate', 'revision'):
            line.around(name, print_summary)

"""`db migrate` prints what it has found, and takes the answers that it would ask for."""
import functools

from ..autogenerate.beforehand import Waiting
from ..configuration import with_options
from ..language import _
from .lines import LINES


def print_summary(run):
    """Wrap a command that looks for changes, so that it prints them."""
    @functools.wraps(run)
    def with_summary(rename=None, fill=None, **options):
        waiting = Waiting()
        with with_options(summary=True, rename=rename, fill=fill, waiting=waiting):
            result = run(**options)
        waiting.check()
        return result
    return with_summary


def install(manager):
    """Put it on the commands of both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    for line in LINES:
        for name in ('migrate', 'revision'):
            line.add_list(name, '--rename', _(
                'old=new: a column (user.name=user.username) or table (user=member) that was renamed; may be given again'))
            line.add_list(name, '--fill', _(
                'user.age=0: the value of the old rows for a column that may not be NULL; may be given again'))
            line.around(name, print_summary)

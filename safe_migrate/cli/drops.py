"""`db migrate --drop-unknown --yes`: which tables it may drop."""
import functools

from ..options import with_options
from ..translation.language import _
from .lines import LINES


def take_options(run):
    """Wrap a command that compares the models with the database, so that our options reach it."""
    @functools.wraps(run)
    def with_ours(drop_unknown=False, yes=False, **options):
        with with_options(drop_unknown=drop_unknown, yes=yes):
            return run(**options)
    return with_ours


def install(manager):
    """Put the options on the commands of both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    for line in LINES:
        for name in ('migrate', 'revision'):
            line.add_switch(name, '--drop-unknown', _('Drop tables, too, that no revision has created'))
            line.add_switch(name, '--yes', _('Drop more than half of the tables without asking'))
            line.around(name, take_options)

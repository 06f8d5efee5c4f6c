"""`--connect-timeout`, for every command that connects."""
import functools

from ..databases.connecting import CONNECT_TIMEOUT, within
from ..translation.language import _
from .lines import LINES, BadValue
from .one_at_a_time import seconds

UNCONNECTED = {'init', 'heads', 'branches', 'show', 'edit', 'merge'}


def positive(text):
    """A number of seconds, more than none.

    :raises ValueError: for any other; argparse and click say so in a line
    """
    number = seconds(text)
    if not number:
        raise BadValue(_('%r is no number of seconds, more than 0') % text)
    return number


def give_up(run):
    """Wrap a command so that it does not wait for ever for a server that never answers."""
    @functools.wraps(run)
    def in_time(connect_timeout=None, **options):
        with within(connect_timeout):
            return run(**options)
    return in_time


def install(manager):
    """Put it on the commands of both command lines, those of this package included.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    text = _('Seconds to wait for the database server to answer (default is %d)') % CONNECT_TIMEOUT
    for line in LINES:
        for name in set(line.commands) - UNCONNECTED:
            line.add_option(name, ('--connect-timeout',), type=positive, help=text)
            line.around(name, give_up)

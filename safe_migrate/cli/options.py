"""Options of the commands that change the database, and of all that connect."""
import functools

from ..databases.connecting import CONNECT_TIMEOUT, within
from ..options import with_options
from ..translation.encoding import as_text
from ..translation.language import _
from ..upgrade.waiting import DDL_TIMEOUT, LOCK_TIMEOUT
from .lines import BadValue

UNCONNECTED = {'init', 'heads', 'branches', 'show', 'edit', 'merge'}


def keep_message(run):
    """Wrap a command that takes no message, so that it may be given one, for the journal, as the tutorials do."""
    @functools.wraps(run)
    def with_message(message=None, **options):
        with with_options(message=message and as_text(message)):
            return run(**options)
    return with_message


def seconds(text):
    """A number of seconds, as a command line gives it.

    :raises ValueError: for what is none; argparse and click say so in a line
    """
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0 <= number < float('inf'):
        raise BadValue(_('%r is no number of seconds, 0 or more') % text)
    return number


def skip_or_redo(text):
    """The value of `--resume`.

    :raises ValueError: for any other
    """
    if text not in ('skip', 'redo'):
        raise BadValue(_('%r is neither skip nor redo') % text)
    return text


def take_options(run):
    """Wrap a command that changes the database, so that our options reach it."""
    @functools.wraps(run)
    def with_ours(lock_timeout=None, ddl_timeout=None, resume=None, **options):
        with with_options(lock_timeout=lock_timeout, ddl_timeout=ddl_timeout, resume=resume):
            return run(**options)
    return with_ours


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


def add(line):
    """Put them on a command line.

    :param line: one of `lines.LINES`
    """
    for name in ('upgrade', 'downgrade'):
        line.add_option(name, ('-m', '--message'), help=_('Why, for the log'))
    for name in ('upgrade', 'downgrade', 'stamp'):
        line.add_option(name, ('--lock-timeout',), type=seconds, help=_(
            'Seconds to wait while another process changes the database (default is %d)') % LOCK_TIMEOUT)
        line.add_option(name, ('--ddl-timeout',), type=seconds, help=_(
            'Seconds to wait for a table that another session holds, three times (default is %d)') % DDL_TIMEOUT)
        line.add_option(name, ('--resume',), type=skip_or_redo, help=_(
            'skip or redo: what to do with an interrupted statement of which it cannot be told whether it took effect'))


def add_to_all(line):
    """Put what all commands have, those of this package included, on a command line."""
    for name in set(line.commands) - UNCONNECTED:
        line.add_option(name, ('--connect-timeout',), type=positive, help=_(
            'Seconds to wait for the database server to answer (default is %d)') % CONNECT_TIMEOUT)
    for name in line.commands:
        line.add_switch(name, '--debug', _('Show the whole traceback of an error, without passwords'))

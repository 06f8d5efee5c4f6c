"""Options of waiting for the commands that change the database, and one writer at a time for the revisions' folder."""
import contextlib
import functools
import os
import signal
import threading

from flask import current_app

from ..messages.autogenerate import folder_locked, waiting_to_write
from ..messages.upgrade import stopped, type_again
from ..options import with_options
from ..translation.language import _
from ..upgrade.waiting import DDL_TIMEOUT, LOCK_TIMEOUT, Patience
from .lines import LINES, BadValue

LOCK_NAME = '.writing'


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


def write_alone(run):
    """Wrap a command that writes a revision, so that two that start together do not make two heads."""
    @functools.wraps(run)
    def alone(directory=None, **options):
        from ..upgrade.file_lock import FileLock
        folder = directory or current_app.extensions['migrate'].directory
        if not os.access(folder, os.W_OK):  # the command itself says what is wrong with it
            return run(directory=directory, **options)
        lock = FileLock(os.path.join(folder, LOCK_NAME))
        with Patience(LOCK_TIMEOUT, waiting_to_write) as patience:
            if not lock.take(LOCK_TIMEOUT, patience):
                raise folder_locked(folder, lock.holder(), LOCK_TIMEOUT)
        try:
            with stopped_by_sigterm():
                return run(directory=directory, **options)
        finally:
            lock.let_go()
    return alone


class Terminated(BaseException):
    """SIGTERM came, which nothing on the way takes for an error."""


def terminate(number, frame):
    raise Terminated


@contextlib.contextmanager
def stopped_by_sigterm():
    """Within, SIGTERM ends the command in order, so that it leaves no file behind; where another has its own use for it, or
    outside of the main thread, it is left alone.

    :raises UserError: when it came
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    except Terminated:
        raise stopped(signal.SIGTERM, type_again()) from None
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def install(manager):
    """Put both on the commands of both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    for line in LINES:
        for name in ('upgrade', 'downgrade', 'stamp'):
            line.add_option(name, ('--lock-timeout',), type=seconds, help=_(
                'Seconds to wait while another process changes the database (default is %d)') % LOCK_TIMEOUT)
            line.add_option(name, ('--ddl-timeout',), type=seconds, help=_(
                'Seconds to wait for a table that another session holds, three times (default is %d)') % DDL_TIMEOUT)
            line.add_option(name, ('--resume',), type=skip_or_redo, help=_(
                'skip or redo: what to do with an interrupted statement of which it cannot be told whether it took effect'))
            line.around(name, take_options)
        for name in ('migrate', 'revision', 'merge'):
            line.around(name, write_alone)

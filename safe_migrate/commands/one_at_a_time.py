"""`--lock-timeout` for the commands that change the database, and one writer at a time for the revisions' folder."""
import functools
import os

from flask import current_app

from ..apply.file_lock import FileLock
from ..apply.waiting import LOCK_TIMEOUT, Patience
from ..configuration import with_options
from ..explain import folder_locked
from .lines import LINES

LOCK_NAME = '.writing'
HELP = 'Seconds to wait while another process changes the database (default is %d)' % LOCK_TIMEOUT


def seconds(text):
    """A number of seconds, as a command line gives it.

    :raises ValueError: for what is none; argparse and click say so in a line
    """
    number = float(text)
    if not 0 <= number < float('inf'):
        raise ValueError(text)
    return number


def take_lock_timeout(run):
    """Wrap a command that changes the database, so that `--lock-timeout` reaches it."""
    @functools.wraps(run)
    def with_timeout(lock_timeout=None, **options):
        with with_options(lock_timeout=lock_timeout):
            return run(**options)
    return with_timeout


def write_alone(run):
    """Wrap a command that writes a revision, so that two that start together do not make two heads."""
    @functools.wraps(run)
    def alone(directory=None, **options):
        folder = directory or current_app.extensions['migrate'].directory
        if not os.access(folder, os.W_OK):  # the command itself says what is wrong with it
            return run(directory=directory, **options)
        lock = FileLock(os.path.join(folder, LOCK_NAME))
        if not lock.take(LOCK_TIMEOUT, Patience()):
            raise folder_locked(folder, lock.holder(), LOCK_TIMEOUT)
        try:
            return run(directory=directory, **options)
        finally:
            lock.let_go()
    return alone


def install(manager):
    """Put both on the commands of both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    for line in LINES:
        for name in ('upgrade', 'downgrade', 'stamp'):
            line.add_option(name, ('--lock-timeout',), type=seconds, help=HELP)
            line.around(name, take_lock_timeout)
        for name in ('migrate', 'revision', 'merge'):
            line.around(name, write_alone)

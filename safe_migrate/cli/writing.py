"""The commands that write a revision: a file that is whole, under a name that every file system takes, or none."""
import contextlib
import functools
import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading

from flask import current_app

from ..autogenerate import revision_file
from ..autogenerate.overrides import Waiting
from ..messages.autogenerate import cannot_write, folder_locked, waiting_to_write
from ..messages.masked import masked
from ..messages.upgrade import stopped, type_again
from ..options import with_options
from ..translation.encoding import as_text
from ..translation.language import _
from ..upgrade.waiting import LOCK_TIMEOUT, Patience

LOCK_NAME = '.writing'
COMMANDS = ('migrate', 'revision')


def leave_no_folder(run):
    """Wrap `db init`, so that it leaves none of its files when it fails."""
    @functools.wraps(run)
    def all_or_nothing(directory=None, **options):
        folder = directory or current_app.extensions['migrate'].directory
        before = os.listdir(folder) if os.path.isdir(folder) else None
        try:
            return run(directory=directory, **options)
        except BaseException as error:
            if getattr(error, 'code', 1) and not before:
                clear(folder, before is None)
            if isinstance(error, OSError):  # whose file may be the template
                raise cannot_write(folder, error.strerror) from error
            raise
    return all_or_nothing


def clear(folder, is_new):
    """Remove what is in a folder, and the folder itself where it is new."""
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
        revision_file.remove(os.path.join(folder, name))
    if is_new and os.path.isdir(folder):
        os.rmdir(folder)


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


def compare(run):
    """Wrap a command that looks for changes, so that it prints them, takes the answers that it would ask for, and is told
    which tables it may drop."""
    @functools.wraps(run)
    def with_ours(rename=None, fill=None, drop_unknown=False, yes=False, **options):
        waiting = Waiting()
        with with_options(summary=True, rename=rename, fill=fill, waiting=waiting, typed=as_typed(), unanswered=([], []),
                          drop_unknown=drop_unknown, yes=yes):
            result = run(**options)
        waiting.check()
        return result
    return with_ours


def as_typed():
    """The command that runs as it was typed, without the program and without passwords, such as one behind `-x`, for a line
    to which more is added, and which stands in the script, too."""
    words = [masked(as_text(word)) for word in sys.argv[1:]]
    start = next((number for number, word in enumerate(words) if word in COMMANDS), None)
    if start is None:  # the application itself has called it
        return COMMANDS[0]
    return subprocess.list2cmdline(words[start:]) if os.name == 'nt' else ' '.join(map(shlex.quote, words[start:]))


def add(line):
    """Put the options of a command that looks for changes on a command line.

    :param line: one of `lines.LINES`
    """
    for name in COMMANDS:
        line.add_switch(name, '--drop-unknown', _('Drop tables, too, that no revision has created'))
        line.add_switch(name, '--yes', _('Drop more than half of the tables without asking'))
        line.add_list(name, '--rename', _(
            'old=new: a column (user.name=user.username) or table (user=member) that was renamed; may be given again'))
        line.add_list(name, '--fill', _(
            'user.age=0: the value of the old rows for a column that may not be NULL; may be given again'))

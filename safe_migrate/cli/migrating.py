"""`db migrate` prints what it has found, and takes the answers that it would ask for."""
import functools
import os
import shlex
import subprocess
import sys

from ..autogenerate.overrides import Waiting
from ..messages.masked import masked
from ..options import with_options
from ..translation.encoding import as_text
from ..translation.language import _
from .lines import LINES

COMMANDS = ('migrate', 'revision')


def print_summary(run):
    """Wrap a command that looks for changes, so that it prints them."""
    @functools.wraps(run)
    def with_summary(rename=None, fill=None, **options):
        waiting = Waiting()
        with with_options(summary=True, rename=rename, fill=fill, waiting=waiting, typed=as_typed(), unanswered=([], [])):
            result = run(**options)
        waiting.check()
        return result
    return with_summary


def as_typed():
    """The command that runs as it was typed, without the program and without passwords, such as one behind `-x`, for a line
    to which more is added, and which stands in the script, too."""
    words = [masked(as_text(word)) for word in sys.argv[1:]]
    start = next((number for number, word in enumerate(words) if word in COMMANDS), None)
    if start is None:  # the application itself has called it
        return COMMANDS[0]
    return subprocess.list2cmdline(words[start:]) if os.name == 'nt' else ' '.join(map(shlex.quote, words[start:]))


def install(manager):
    """Put it on the commands of both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    for line in LINES:
        for name in COMMANDS:
            line.add_list(name, '--rename', _(
                'old=new: a column (user.name=user.username) or table (user=member) that was renamed; may be given again'))
            line.add_list(name, '--fill', _(
                'user.age=0: the value of the old rows for a column that may not be NULL; may be given again'))
            line.around(name, print_summary)

"""Questions to who sits at the terminal, in the reader's language and asked again after nonsense.

Each capability has a class that does not ask and gives the safe answer, and one that asks by these functions. Ctrl-C and
Ctrl-D are no answer: `click.Abort`.
"""
import contextlib
import signal
import sys
import threading

import click

from .apply.progress import paused
from .language import _

YES, NO = ('y', 'yes', '是'), ('n', 'no', '否', '')


def at_terminal():
    """Whether somebody is there who reads a question and can answer it."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def confirm(question):
    """Whether the answer is yes; Enter alone means no.

    :param question: which says what each answer does
    :raises click.Abort: where there is none
    """
    while True:
        answer = ask('%s [y/N]: ' % question).lower()
        if answer in YES + NO:
            return answer in YES
        say(_('Type y for yes, or n for no; Enter alone means no.'))


def choose(question, choices):
    """One of some words.

    :raises click.Abort: where there is no answer
    """
    while True:
        answer = ask('%s (%s): ' % (question, ', '.join(choices))).lower()
        if answer in choices:
            return answer
        say(_('Type one of: %s') % ', '.join(choices))


def value(question, read):
    """A value that is not empty.

    :param read: takes the text and returns the value; raises `click.ClickException` for what is none, which is said
    :raises click.Abort: where there is no answer
    """
    while True:
        answer = ask(question + ': ')
        try:
            if answer:
                return read(answer)
            say(_('Type a value, or Ctrl-C to leave it.'))
        except click.ClickException as error:
            say(error.message.splitlines()[0])


def ask(text):
    """What is typed behind a text, without the blanks around it."""
    with paused(), interruptible():
        return click.prompt(text, default='', show_default=False, prompt_suffix='', err=True).strip()


def declined():
    """What is said after a no."""
    return _('Nothing was changed.')


def say(text):
    click.echo(text, err=True)


def end_line():
    """Behind a question that was ended with Ctrl-C or Ctrl-D on a terminal, what is told begins on a line of its own."""
    if sys.stdin.isatty():
        click.echo(err=True)


@contextlib.contextmanager
def interruptible():
    """Within, Ctrl-C is the answer that there is none, whatever else it means while an upgrade runs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

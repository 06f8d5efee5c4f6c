"""Questions to who sits at the terminal, in the reader's language and asked again after nonsense.

What goes on without an answer, too, asks a `Prompter`: where nobody is there, it has none, and who asked does what is safe.
Ctrl-C and Ctrl-D are no answer: `Unanswered`.
"""
import contextlib
import signal
import sys
import threading

import click

from ..translation.language import _
from . import Unanswered, answered_no
from .layout import wrapped
from .progress import paused

YES, NO = ('y', 'yes', '是'), ('n', 'no', '否', '')


def at_terminal():
    """Whether somebody is there who reads a question and can answer it."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def confirm(question):
    """Whether the answer is yes; Enter alone means no.

    :param question: which says what each answer does
    :raises Unanswered: where there is none
    """
    while True:
        answer = ask('%s [y/N]: ' % question).lower()
        if answer in YES + NO:
            return answer in YES
        say(_('Type y for yes, or n for no; Enter alone means no.'))


class Prompter:
    """Asks nobody: no question has an answer."""

    def confirm(self, question):
        """
        :param question: a function that returns it, which is called where somebody is asked
        :returns: whether the answer is yes; None where nobody was asked, here and below
        :raises Unanswered: here and below, where who was asked gives none
        """

    def choose(self, question, choices):
        """One of some words."""

    def value(self, question, read):
        """A value, see the function `value`."""


class Terminal(Prompter):
    """Asks who sits at the terminal."""

    def confirm(self, question):
        return confirm(question())

    def choose(self, question, choices):
        return choose(question(), choices)

    def value(self, question, read):
        return value(question(), read)


def prompter(wanted=True):
    """Who asks.

    :param wanted: whether a question may be asked at all
    """
    return Terminal() if wanted and at_terminal() else Prompter()


def agrees(question):
    """The same, where nobody is asked without a terminal, which is a no.

    :raises Unanswered: where there is no answer
    """
    return at_terminal() and confirm(question)


def refusal(error):
    """The error where nobody has agreed; on a terminal the question has told what happened, and its advice is left.

    :param error: what is told where nobody was asked
    """
    return answered_no(error.advice) if at_terminal() else error


def choose(question, choices):
    """One of some words.

    :raises Unanswered: where there is no answer
    """
    while True:
        answer = ask('%s (%s): ' % (question, ', '.join(choices))).lower()
        if answer in choices:
            return answer
        say(_('Type one of: %s') % ', '.join(choices))


def value(question, read):
    """A value that is not empty.

    :param read: takes the text and returns the value; raises `click.ClickException` for what is none, which is said
    :raises Unanswered: where there is no answer
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
    """What is typed behind a text, without the blanks around it.

    :raises Unanswered: where nothing is, but Ctrl-C or Ctrl-D
    """
    try:
        with paused(), interruptible():
            return click.prompt(wrapped(text, stream=sys.stderr), default='', show_default=False, prompt_suffix='',
                                err=True).strip()
    except click.Abort as abort:
        end_line()
        raise Unanswered(abort) from None


def declined():
    """What is said after a no."""
    return _('Nothing was changed.')


def say(text):
    click.echo(wrapped(text, stream=sys.stderr), err=True)


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

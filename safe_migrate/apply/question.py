"""Whether an interrupted statement took effect, where nothing in the database tells: asked on a terminal alone."""
import contextlib
import signal
import sys
import threading

import click

from ..explain import apply as explain
from ..explain import end_line

SKIP, REDO = 'skip', 'redo'


@contextlib.contextmanager
def interruptible():
    """Within, Ctrl-C is the answer that there is none, whatever else it means."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Silent:
    """Does not ask, and so does not go on."""

    def took_effect(self, row):
        """Whether a statement took effect.

        :param row: the journal's
        :raises UserError: where that is not known
        """
        raise explain.effect_unknown(row)


class Terminal(Silent):
    """Asks who sits at the terminal. Without an answer it does not go on either."""

    def took_effect(self, row):
        click.echo(explain.effect_unknown(row).message.splitlines()[0], err=True)
        try:
            with interruptible():
                choice = click.prompt(explain.took_effect(), type=click.Choice([SKIP, REDO]), err=True)
        except click.Abort:
            end_line()
            return super().took_effect(row)
        return choice == SKIP


class Given(Silent):
    """Was told on the command line.

    :param choice: SKIP or REDO
    """

    def __init__(self, choice):
        self.choice = choice

    def took_effect(self, row):
        return self.choice == SKIP


def asker(choice):
    """Who answers.

    :param choice: what `--resume` says, or None
    """
    if choice:
        return Given(choice)
    return Terminal() if sys.stdin.isatty() and sys.stderr.isatty() else Silent()

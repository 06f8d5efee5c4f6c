"""Ctrl-C and SIGTERM: the statement in hand is finished, and nothing is begun after it. The second one ends at once."""
import os
import signal
import threading

import click

from ..messages.progress import paused

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopping:
    """Hears the signals, in the main thread, which alone may; elsewhere, whoever started the thread hears them.

    :param first: gives what is said at the first signal
    :param again: gives what is said at the second
    """

    def __init__(self, first, again):
        self.first, self.again = first, again
        self.received, self.before = None, {}

    def listen(self):
        """Take the signals over, but none that was to be ignored, as under `nohup`."""
        if threading.current_thread() is threading.main_thread():
            for number in SIGNALS:
                before = signal.getsignal(number)
                if before not in (None, signal.SIG_IGN):
                    self.before[number] = before
                    signal.signal(number, self.hear)

    def hear(self, number, frame):
        before, self.received = self.received, number  # first of all, since the second may come while the first is answered
        with paused():
            click.echo(self.again() if before else self.first(), err=True)
        if before:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

    def give_back(self):
        """Let the signals mean what they meant before."""
        while self.before:
            signal.signal(*self.before.popitem())

"""Ctrl-C and SIGTERM: the statement in hand is finished, and nothing is begun after it. The second one ends at once."""
import os
import signal
import threading

import click

from ..explain.apply import stopping

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopping:
    """Hears the signals, in the main thread, which alone may; elsewhere, whoever started the thread hears them."""

    def __init__(self):
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
        if self.received:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        self.received = number
        click.echo(stopping(), err=True)

    def give_back(self):
        """Let the signals mean what they meant before."""
        while self.before:
            signal.signal(*self.before.popitem())

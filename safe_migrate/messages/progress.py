"""On a terminal, one line that says which revision and which statement runs, and for how long; nothing elsewhere."""
import contextlib
import logging
import shutil
import sys
import threading
import time
import unicodedata

from . import short

LOG = logging.getLogger('alembic.safe_migrate')
TICK = 0.2  # seconds
CLEAR = '\r\x1b[K'


class Progress:
    """Writes the line from a thread of its own, because the statement keeps the main one.

    What takes less than a tick is not shown.

    :param stream: where to; no terminal, no line
    """

    running = None  # the one that is not closed yet: a terminal has room for one

    def __init__(self, stream=None):
        self.stream = stream or sys.stderr
        self.wanted = self.stream.isatty()
        # A signal's handler pauses it, too, and may come while the main thread has the lock.
        self.lock, self.thread, self.done = threading.RLock(), None, threading.Event()
        self.text, self.started, self.shown = None, None, False
        self.share, self.asked, self.done_so_far = None, 0, ''
        self.silent_until = 0

    def begin(self, told, share=None):
        """A statement runs from now on.

        :param told: gives the text, revision and statement, where it is shown
        :param share: gives how much of it is done as a text, asked from the thread each second; None where nobody knows
        """
        if self.wanted:
            self.text, self.started, self.share, self.asked = told(), time.monotonic(), share, 0
            Progress.running = self
            LOG.addFilter(GIVES_WAY)
            if not self.thread:
                self.thread = threading.Thread(target=self.tick, daemon=True)
                self.thread.start()

    def tick(self):
        while not self.done.wait(TICK):
            self.ask()
            with self.lock:
                if self.text and time.monotonic() >= self.silent_until:
                    self.shown = True
                    self.write(CLEAR + fitting(self.text, '%s, %d s' % (self.done_so_far, time.monotonic() - self.started)))

    def ask(self):
        """How much is done, once a second; of a server that is asked on another connection and may be slow or gone."""
        share, seconds = self.share, self.started and int(time.monotonic() - self.started)
        if not self.text or not seconds:
            self.done_so_far = ''
        elif share and seconds != self.asked:
            self.asked = seconds
            with contextlib.suppress(Exception):
                self.done_so_far = share()

    def write(self, text):
        self.stream.write(text)
        self.stream.flush()

    def pause(self):
        """Nothing runs any more: take the line away."""
        with self.lock:
            self.text = None
            if self.shown:
                self.shown = False
                self.write(CLEAR)

    def give_way(self):
        """Something is logged while the statement runs: take the line away, and write it again behind that."""
        with self.lock:
            self.silent_until = time.monotonic() + TICK
            if self.shown:
                self.write(CLEAR)

    def close(self):
        self.done.set()
        self.pause()
        if Progress.running is self:
            Progress.running = None


class GivesWay(logging.Filter):
    """Lets everything by, each on a line of its own."""

    def filter(self, record):
        if Progress.running:
            Progress.running.give_way()
        return True


GIVES_WAY = GivesWay()


@contextlib.contextmanager
def paused():
    """Within, no line of progress is written, because something else is said on the terminal or asked."""
    progress = Progress.running
    if not progress:
        yield
        return
    with progress.lock:
        text = progress.text
        progress.write(CLEAR)  # also where no line is shown: what a terminal echoes of Ctrl-C stands there
        progress.pause()
    try:
        yield
    finally:
        progress.text = text


def fitting(text, end):
    """A text and its end in one line of the terminal, in which some characters take two places."""
    room = shutil.get_terminal_size().columns - len(end) - 1
    kept = ''
    for character in short(text, length=1000):
        room -= 2 if unicodedata.east_asian_width(character) in 'WF' else 1
        if room < 0:
            break
        kept += character
    return kept + end

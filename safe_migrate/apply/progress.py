"""On a terminal, one line that says which revision and which statement runs, and for how long; nothing elsewhere."""
import shutil
import sys
import threading
import time
import unicodedata

from ..explain import short

TICK = 0.2  # seconds
CLEAR = '\r\x1b[K'


class Progress:
    """Writes the line from a thread of its own, because the statement keeps the main one.

    What takes less than a tick is not shown.

    :param stream: where to; no terminal, no line
    """

    def __init__(self, stream=None):
        self.stream = stream or sys.stderr
        self.wanted = self.stream.isatty()
        self.lock, self.thread, self.done = threading.Lock(), None, threading.Event()
        self.text, self.started, self.shown = None, None, False

    def begin(self, told):
        """A statement runs from now on.

        :param told: gives the text, revision and statement, where it is shown
        """
        if self.wanted:
            self.text, self.started = told(), time.monotonic()
            if not self.thread:
                self.thread = threading.Thread(target=self.tick, daemon=True)
                self.thread.start()

    def tick(self):
        while not self.done.wait(TICK):
            with self.lock:
                if self.text:
                    self.shown = True
                    self.write(CLEAR + fitting(self.text, ', %d s' % (time.monotonic() - self.started)))

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

    def close(self):
        self.done.set()
        self.pause()


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

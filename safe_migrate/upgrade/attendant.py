"""Between two statements of a revision: stops where the user wants to, and says on a terminal what runs."""
import os
import signal
import threading

import click

from .. import databases
from ..messages.progress import Progress, paused
from ..messages.upgrade import ended_at_once, interrupting, progress, stopping
from . import version_table
from .pooled import listen_to_statements, when_the_connection_ends
from .step import revision_of

INSTRUCTIONS = 100000  # of SQLite's machine, between two looks whether a signal has come: some milliseconds


class Attendant:
    """Attends each statement of each step, from the first step to the end of the connection.

    :param context: Alembic's migration context
    :param stopped: called with a signal's number, returns the error that says what is applied and how to go on
    :param count: of steps
    """

    def __init__(self, context, stopped, count):
        self.context, self.stopped, self.count = context, stopped, count
        self.connection = context.connection
        self.raw = self.connection.connection.connection
        self.number, self.step, self.place = 0, None, 0
        self.share = databases.of(self.connection).share(self.connection)
        self.interrupts = hasattr(self.raw, 'set_progress_handler')  # SQLite's driver
        self.stopping, self.progress = Stopping(interrupting if self.interrupts else stopping, self.ends_at_once), Progress()

    def listen(self, joining):
        """
        :param joining: `joined.Joining`, which tells of each statement; None where SQLAlchemy does
        """
        if joining:
            joining.attendant = self
        else:
            listen_to_statements(self.connection, self.take)
        self.stopping.listen()
        if self.interrupts:
            # A signal is heard only where Python runs, which it does not while SQLite does: so SQLite calls it.
            self.raw.set_progress_handler(lambda: bool(self.stopping.received), INSTRUCTIONS)
        when_the_connection_ends(self.connection, self.leave)

    def leave(self):
        """Once; everything is as it was before."""
        self.progress.close()
        self.stopping.give_back()
        if self.interrupts:
            self.raw.set_progress_handler(None, 0)

    def refused(self, error):
        """Of a statement that was interrupted because a signal came, that is told and not SQLite's word for it."""
        if self.stopping.received and 'interrupted' in str(error):
            raise self.stopped(self.stopping.received) from None

    def ends_at_once(self):
        return ended_at_once(self.stopped(self.stopping.received))

    def begin(self, step):
        """The next step."""
        self.check()
        self.number, self.step, self.place = self.number + 1, step, 0

    def check(self):
        """Where a signal has come, nothing is begun any more."""
        if self.stopping.received:
            raise self.stopped(self.stopping.received)

    def take(self, cursor, statement, context, execute):
        if version_table.is_writing():
            return False
        self.before(statement)
        try:
            execute()
        finally:
            self.after()
        return True

    def before(self, statement, is_read=False):
        """
        :param is_read: whether it only asks, and is not counted
        """
        self.check()
        if self.step is None:  # what is asked before the first step is none of its statements
            return
        self.place += not is_read
        place = self.place + is_read
        self.progress.begin(lambda: progress(self.number, self.count, revision_of(self.step), place, statement), self.share)

    def after(self):
        self.progress.pause()


# Ctrl-C and SIGTERM: the statement in hand is finished, and nothing is begun after it. The second one ends at once.

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

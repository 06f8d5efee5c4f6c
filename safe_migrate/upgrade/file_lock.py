"""A lock that a file stands for: held while the process lives and has not let it go."""
import contextlib
import os
import time

from ..journal.journal import who
from ..messages.upgrade import another_process

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

POLL_SECONDS = 0.05


class FileLock:
    """Holds a file, so that of all processes that ask for it one has it; a process that dies lets it go.

    The file names its holder. It is removed when it is let go.

    :param path: the file; made where there is none
    """

    def __init__(self, path):
        self.path, self.file = path, None

    def take(self, timeout, waiting):
        """Wait until the file is ours.

        :param timeout: seconds
        :param waiting: called again and again while another process has it, with that process's name and the seconds
        :returns: whether it is ours now
        """
        start = time.monotonic()
        while not self.try_once():
            seconds = time.monotonic() - start
            if seconds > timeout:
                return False
            waiting(self.holder(), seconds)
            time.sleep(POLL_SECONDS)
        return True

    def try_once(self):
        try:
            file = open(self.path, 'ab+', buffering=0)  # nothing is left to be written where the disk is full
        except PermissionError:  # it is another user's, whose process may be gone
            return self.try_to_read()
        if not hold(file) or not self.is_still(file):
            file.close()
            return False
        file.truncate(0)
        file.write(who().encode('utf-8'))
        self.file = file
        return True

    def try_to_read(self):
        """Hold another user's file, which may be read and not written: it goes on naming that user's process."""
        try:
            file = open(self.path, encoding='utf-8')
        except OSError:
            return False
        if not hold(file) or not self.is_still(file):
            file.close()
            return False
        self.file = file
        return True

    def is_still(self, file):
        """Whether the path leads to the file that was opened, and not to one that was made after its removal."""
        try:
            return os.path.samestat(os.fstat(file.fileno()), os.stat(self.path))
        except OSError:
            return False

    def holder(self):
        """The name of the process that has it, as far as it can be read."""
        try:
            with open(self.path, encoding='utf-8') as file:
                return file.read() or another_process()
        except OSError:
            return another_process()

    def let_go(self):
        """Remove the file and let the next process have its turn."""
        if self.file:
            with contextlib.suppress(OSError):  # Windows does not remove an open file
                os.unlink(self.path)
            self.file.close()
            self.file = None


def hold(file):
    """Whether an open file could be locked for this process, without waiting."""
    try:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            file.seek(0x7fffffff)  # beyond the text, which stays readable
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        return True
    except OSError:
        return False

"""How long to wait while another process has the lock, and what is said meanwhile."""
import logging

from ..messages.progress import Progress
from ..messages.upgrade import still_waiting, waiting
from ..options import option

log = logging.getLogger('alembic.safe_migrate')  # below `alembic`, whose level a stock alembic.ini sets
SAY_AFTER = 2  # seconds
LOCK_TIMEOUT = 60  # seconds
DDL_TIMEOUT = 10  # seconds; the server's own default is a day or a year


def lock_timeout(context):
    """How many seconds the running command waits for another one.

    :param context: Alembic's migration context
    """
    return option(context.config, 'lock_timeout', LOCK_TIMEOUT)


class Patience:
    """Says once, after two seconds, whom we wait for and for how long at most. Within `with`, a terminal shows each second.

    :param timeout: how many seconds
    :param text: takes the holder and the timeout, and returns what is said
    """

    def __init__(self, timeout=None, text=waiting):
        self.said, self.timeout, self.text, self.progress = False, timeout, text, None

    def __enter__(self):
        self.progress = Progress()
        return self

    def __exit__(self, *_error):
        self.progress.close()

    def __call__(self, holder, seconds):
        """
        :param holder: who has the lock
        :param seconds: since when we have been waiting
        """
        if seconds >= SAY_AFTER and not self.said:
            self.said = True
            log.warning('%s', self.text(holder, self.timeout))
            if self.progress:
                self.progress.begin(still_waiting)

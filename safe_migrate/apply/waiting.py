"""How long to wait while another process has the lock, and what is said meanwhile."""
import logging

from ..configuration import option
from ..explain.apply import waiting

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
    """Says once, after two seconds, whom we wait for."""

    def __init__(self):
        self.said = False

    def __call__(self, holder, seconds):
        """
        :param holder: who has the lock
        :param seconds: since when we have been waiting
        """
        if seconds >= SAY_AFTER and not self.said:
            self.said = True
            log.warning('%s', waiting(holder))

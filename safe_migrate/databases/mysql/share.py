"""MariaDB: how much of its statement a connection has done."""
from ...messages.upgrade import share_done


class Share:
    """How much of its statement a connection of MariaDB has done, asked on another connection.

    :param connection: SQLAlchemy's
    :source: https://mariadb.com/kb/en/progress-reporting/
    """

    QUERY = 'SELECT stage, max_stage, progress FROM information_schema.processlist WHERE id = %d'

    def __init__(self, connection):
        self.engine, self.raw = connection.engine, connection.connection.connection

    def text(self):
        """Such as `, 45 % of stage 1 of 2`; empty where the server does not know."""
        other = self.engine.raw_connection()
        try:
            cursor = other.cursor()
            cursor.execute(self.QUERY % self.raw.thread_id())
            stage, stages, progress = cursor.fetchone()
            return share_done(int(stage), int(stages), float(progress)) if stages else ''
        finally:
            other.close()

"""MySQL and MariaDB: a lock that the server holds for the connection that does the work."""
import hashlib

from alembic.ddl import mysql
from sqlalchemy import event

from ..explain import locked
from .run import running
from .waiting import SAY_AFTER, Patience, lock_timeout

NAME_LENGTH = 64  # of a lock, from MySQL 5.7 on
DAY = 86400  # seconds


class MySQLImpl(mysql.MySQLImpl):
    """Takes the place of Alembic's implementation for MySQL and MariaDB."""

    __dialect__ = 'mysql'

    def start_migrations(self):
        """Alembic calls it on the connection of the migration, before it reads the current revision."""
        super().start_migrations()
        context = running(self)
        if context:
            ServerLock(self.connection, lock_timeout(context)).take()


if hasattr(mysql, 'MariaDBImpl'):  # from Alembic 1.5 on, for a `mariadb://` address
    class MariaDBImpl(MySQLImpl):
        """The same for SQLAlchemy's separate dialect."""

        __dialect__ = 'mariadb'


class ServerLock:
    """One upgrade at a time for each database. The end of the connection lets it go, kill -9 included.

    :param connection: SQLAlchemy's connection, on which the work is done
    :param timeout: how many seconds to wait for another process
    :source: https://mariadb.com/kb/en/get_lock/
    """

    def __init__(self, connection, timeout):
        self.timeout = timeout
        self.engine, self.driver = connection.engine, connection.connection
        self.database = self.query('SELECT DATABASE()')
        self.name = lock_name(self.database)

    def query(self, statement, *arguments):
        """The first value of the first row, past SQLAlchemy, which would log it and begin a transaction."""
        cursor = self.driver.cursor()
        try:
            cursor.execute(statement, arguments)
            row = cursor.fetchone()
            return row and row[0]
        finally:
            cursor.close()

    def take(self):
        """Wait for the lock, and keep the server from ending an idle connection, which would let it go."""
        self.set_for_session('wait_timeout', DAY)
        patience = Patience()
        if not self.get(min(self.timeout, SAY_AFTER)):
            patience(self.holder(), self.timeout)
            if not self.get(max(self.timeout - SAY_AFTER, 0)):
                raise locked(self.database, self.holder(), self.timeout)
        self.let_go_with_the_connection()

    def get(self, seconds):
        return self.query('SELECT GET_LOCK(%s, %s)', self.name, seconds) == 1

    def set_for_session(self, variable, seconds):
        self.query('SET SESSION %s = %d' % (variable, seconds))

    def holder(self):
        """Who has the lock: connection, user and host, and since when it does what."""
        found = self.query(
            'SELECT CONCAT("connection ", id, " of ", user, "@", host, ", for ", time, " s: ", COALESCE(info, command)) '
            'FROM information_schema.processlist WHERE id = IS_USED_LOCK(%s)', self.name)
        return found or 'a connection that this user may not see'

    def let_go_with_the_connection(self):
        """A pool keeps the connection open after its use: then the lock goes when it is given back to the pool."""
        ours, name = self.driver.connection, self.name

        def let_go(connection, record):
            if connection is ours:
                cursor = connection.cursor()
                cursor.execute('DO RELEASE_LOCK(%s)', (name,))
                cursor.close()
        event.listen(self.engine.pool, 'checkin', let_go)


def lock_name(database):
    """The name of a database's lock, which must not be longer than the server allows."""
    name = 'safe_migrate.%s' % database
    return name if len(name) <= NAME_LENGTH else 'safe_migrate.' + hashlib.sha1(name.encode('utf-8')).hexdigest()

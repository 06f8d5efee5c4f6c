"""A Galera cluster: a lock that holds on all of its nodes, where GET_LOCK holds on one.

The lock is a row of a table `migration_lock`. Two nodes that take it at once both change the row, and the cluster's
certification lets one of the two commits through. The holder renews its lease from a thread with a connection of its own,
because the connection that does the work may be busy for an hour; a process that dies renews nothing, and loses it.

:source: https://galeracluster.com/library/documentation/certification-based-replication.html
"""
import contextlib
import threading
import time
import uuid

from ...journal.journal import who
from ...journal.names import LOCK
from ...journal.own_tables import LOCK_COLUMNS, is_claimed
from ...messages.upgrade import another_process, lock_lost, locked, name_taken
from ...upgrade.waiting import Patience
from ..rights import denied

LEASE = 12  # seconds that a dead process keeps the others waiting at most
RENEW = LEASE / 6  # seconds
POLL = 0.2  # seconds
ROW = 1
RUNS = set()  # that have a lock, of this process
CREATE = ('CREATE TABLE IF NOT EXISTS %s (id INTEGER PRIMARY KEY, owner VARCHAR(255), run VARCHAR(32), lease DATETIME(6)) '
          'ENGINE=InnoDB CHARACTER SET utf8mb4' % LOCK)
NEW = 'INSERT IGNORE INTO %s (id) VALUES (%d)' % (LOCK, ROW)
TAKE = ('UPDATE %s SET owner = %%s, run = %%s, lease = UTC_TIMESTAMP(6) + INTERVAL %d SECOND '
        'WHERE id = %d AND (run IS NULL OR lease < UTC_TIMESTAMP(6))' % (LOCK, LEASE, ROW))
RENEWAL = 'UPDATE %s SET lease = UTC_TIMESTAMP(6) + INTERVAL %d SECOND WHERE id = %d AND run = %%s' % (LOCK, LEASE, ROW)
LET_GO = 'UPDATE %s SET run = NULL, lease = NULL WHERE id = %d AND run = %%s' % (LOCK, ROW)
CAUSAL_READS = 15  # of every kind: a node answers when it has what the others had committed


def is_member(server):
    """Whether the server says that it is one of several nodes."""
    found = dict(server.rows("SHOW GLOBAL STATUS WHERE Variable_name IN ('wsrep_cluster_size', 'wsrep_ready')"))
    return found.get('wsrep_ready') == 'ON' and int(found.get('wsrep_cluster_size') or 0) > 1


def obstacle(server, context=None):
    """Why the table cannot hold the lock; None where it can. It is made where there is none.

    :param context: Alembic's migration context
    """
    try:
        if not server.rows("SHOW TABLES LIKE '%s'" % LOCK):
            if context is not None and is_claimed(context, LOCK):
                return name_taken(LOCK)
            server.rows(CREATE)
        if not set(LOCK_COLUMNS) <= {row[0] for row in server.rows('SHOW COLUMNS FROM ' + LOCK)}:
            return name_taken(LOCK)
        server.rows('UPDATE %s SET owner = owner WHERE 1 = 0' % LOCK)
        server.rows('INSERT INTO %s (id) SELECT id FROM %s WHERE 1 = 0' % (LOCK, LOCK))
    except server.error as error:
        if not denied(error):
            raise
        return denied(error)


class ClusterLock:
    """One upgrade at a time for each database, on whichever nodes.

    :param server: on the connection that does the work
    :param engine: makes the connection that renews the lease
    :param timeout: how many seconds to wait for another process
    """

    def __init__(self, server, engine, timeout):
        self.server, self.engine, self.timeout = server, engine, timeout
        self.database = server.value('SELECT DATABASE()')
        self.run, self.ended, self.renewed = uuid.uuid4().hex, threading.Event(), None

    def take(self):
        """Wait for the lock.

        :raises UserError: where another process has it for longer than the timeout
        """
        self.server.set_for_session(wsrep_sync_wait=CAUSAL_READS)
        self.without_conflict(lambda: self.server.count(NEW))
        if RUNS and set(self.server.rows('SELECT run FROM %s WHERE id = %d' % (LOCK, ROW))) & {(run,) for run in RUNS}:
            return  # another connection of this process has it, as a bind that is the same database
        start = time.monotonic()
        with Patience(self.timeout) as patience:
            while not self.without_conflict(lambda: self.server.count(TAKE, who(), self.run)):
                seconds = time.monotonic() - start
                if seconds > self.timeout:
                    raise locked(self.database, self.holder(), self.timeout)
                patience(self.holder(), seconds)
                time.sleep(POLL)
        self.renewed = time.monotonic()
        RUNS.add(self.run)
        threading.Thread(target=self.keep, daemon=True).start()

    def without_conflict(self, change):
        """Whether rows were changed and committed; another node's commit that comes first is a deadlock for this one."""
        try:
            changed = change()
            self.server.raw.commit()
            return changed
        except self.server.error as error:
            if error.args[:1] not in ((1213,), (1205,)):  # deadlock, or waited too long for a row
                raise
            self.server.raw.rollback()
            return False

    def holder(self):
        rows = self.server.rows('SELECT owner FROM %s WHERE id = %d AND run IS NOT NULL' % (LOCK, ROW))
        self.server.raw.commit()
        return rows[0][0] if rows else another_process()

    def is_taken(self):
        return bool(self.server.rows('SELECT 1 FROM %s WHERE id = %d AND lease >= UTC_TIMESTAMP(6)' % (LOCK, ROW)))

    def keep(self):
        """Renew the lease until the work ends; a renewal that fails is tried again while the lease lasts."""
        while not self.ended.wait(RENEW):
            with contextlib.suppress(Exception):  # of the network or of the driver; `check` tells when it lasted too long
                self.renew()

    def renew(self):
        now, connection = time.monotonic(), self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(RENEWAL, (self.run,))
            connection.commit()
            if cursor.rowcount == 1:
                self.renewed = now
        finally:
            connection.close()

    def check(self):
        """Before a statement: whether the lock is still ours.

        :raises UserError: where the lease could not be renewed in time
        """
        if self.renewed is not None and time.monotonic() - self.renewed > LEASE - RENEW:
            raise lock_lost(self.database, LEASE)

    def let_go(self):
        self.ended.set()
        RUNS.discard(self.run)
        self.server.rows(LET_GO, self.run)
        self.server.raw.commit()

"""What the plan says of an ALTER, beside the seconds that it takes on a table with rows.

    venv/bin/python benchmarks/plan.py [rows]        (200,000, where none is given)

Each kind of `tests/test_runs.py` is planned by `db upgrade --plan` and then run on a table of its own that has the rows, in
the way that the plan names. Beside it stand the longest that an UPDATE of the table's last row had to wait meanwhile in
another session, and the seconds of a copy, which blocks writers (`ALGORITHM=COPY`). The MariaDB server is a private one, on
disk, with the durability that it comes with, and a buffer pool that holds the table.
"""
import contextlib
import os
import sys
import tempfile
import threading
import time

from startup import ROOT, copy_project

sys.path.insert(0, os.path.join(ROOT, 'tests'))
import pymysql  # noqa: E402
from conftest import MariaDB, Project  # noqa: E402
from servers import PrivateServer, numbers, server_program  # noqa: E402
from test_runs import CLAUSES, KINDS, PLAIN, planned  # noqa: E402

ROWS = 200000
FILL = "INSERT INTO %s (id, a, b, e, n) SELECT seq, seq %% 30000, seq, 'x', seq FROM %s"
UPDATE = 'UPDATE r SET e = "y" WHERE id = %d'


@contextlib.contextmanager
def server():
    """A server of our own, on disk; ended and removed at the end."""
    with tempfile.TemporaryDirectory() as folder:
        found = PrivateServer(server_program(), folder, '--innodb-buffer-pool-size=512M')
        found.start()
        try:
            yield found
        finally:
            found.stop()


class Writer(threading.Thread):
    """Another session, which updates a row again and again.

    :ivar longest: the seconds of the longest update
    """

    def __init__(self, database, rows):
        super().__init__()
        self.connection = pymysql.connect(host=database.server.host, port=database.server.port, user='root',
                                          database=database.database, autocommit=True)
        self.rows, self.longest, self.ended = rows, 0, threading.Event()

    def run(self):
        with contextlib.closing(self.connection), self.connection.cursor() as cursor:
            while not self.ended.wait(0.001):
                start = time.perf_counter()
                with contextlib.suppress(pymysql.err.MySQLError):  # the table has another name or another type by now
                    cursor.execute(UPDATE % self.rows)
                self.longest = max(self.longest, time.perf_counter() - start)


def seconds(database, rows, kind, clause):
    """The seconds of an ALTER on a new table, and those that a writer waited; None where the server refuses it so."""
    database.query('DROP TABLE IF EXISTS r, s')
    database.query(PLAIN % 'r')
    database.query(FILL % ('r', numbers(rows)))
    writer = Writer(database, rows)
    writer.start()
    start = time.perf_counter()
    try:
        database.query('ALTER TABLE r %s%s' % (kind, clause))
        taken = time.perf_counter() - start
    except pymysql.err.MySQLError as error:
        assert error.args[0] in (1845, 1846), error
        taken = None
    finally:
        writer.ended.set()
        writer.join()
    return taken, writer.longest


def classes(project, database):
    """What the plan says of each kind."""
    project.manage('db', 'upgrade')
    database.query('CREATE TABLE p (id INT PRIMARY KEY)')
    for number in range(len(KINDS)):
        database.query(PLAIN % 'r%d' % number)
    found = planned(project, ['ALTER TABLE r%d %s' % pair for pair in enumerate(KINDS)])
    database.query('INSERT INTO p SELECT seq FROM seq_0_to_30000')
    return found


def measure(project, database, rows):
    print('%-42s %-13s %9s %9s %9s   (%d rows)' % ('ALTER TABLE', 'plan', 'seconds', 'writer', 'copy', rows))
    for kind, way in zip(KINDS, classes(project, database)):
        taken, waited = seconds(database, rows, kind, CLAUSES[way])
        copied, _ = seconds(database, rows, kind, ', ALGORITHM=COPY')
        print('%-42s %-13s %9.3f %9.3f %9s' % (kind, way, taken, waited, '-' if copied is None else '%.3f' % copied),
              flush=True)


def main(rows):
    with tempfile.TemporaryDirectory() as folder, server() as running, running.database() as name:
        copy_project(folder, safeguarded=True)
        database = MariaDB(running, name)
        measure(Project(folder, database.settings), database, rows)


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)

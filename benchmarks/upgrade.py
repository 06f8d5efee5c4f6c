"""How long `db upgrade` takes over many revisions, with `safeguard(manager)` and without, side by side.

    venv/bin/python benchmarks/upgrade.py [revisions]

Each revision makes a table and puts a row in it. On MariaDB the server is a private one with the durability that it comes
with, and the same SQL through the client `mariadb` stands beside it.
"""
import os
import subprocess
import sys
import tempfile
import time

from startup import ROOT, copy_project

sys.path.insert(0, os.path.join(ROOT, 'tests'))
from conftest import MariaDB  # noqa: E402
from servers import available_server  # noqa: E402

STATEMENTS = ('CREATE TABLE t%d (id INTEGER PRIMARY KEY, name VARCHAR(50))', "INSERT INTO t%d VALUES (1, 'x')")
REVISION = '''from alembic import op
revision, down_revision, branch_labels, depends_on = 'r%05d', %r, None, None


def upgrade():
    op.execute(%r)
    op.execute(%r)


def downgrade():
    op.execute('DROP TABLE t%d')
'''


def write_revisions(folder, count):
    before = '423cbaf36ad7'
    for number in range(count):
        path = os.path.join(folder, 'migrations', 'versions', 'r%05d.py' % number)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(REVISION % ((number, before) + tuple(text % number for text in STATEMENTS) + (number,)))
        before = 'r%05d' % number


def upgrade_seconds(folder, settings):
    """The seconds of `db upgrade` to the last revision, less those of the same command with nothing left to do."""
    command = [sys.executable, 'manage.py', 'db', 'upgrade']
    environment = dict(os.environ, **settings)
    taken = []
    for _ in range(2):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, env=environment, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken.append(time.perf_counter() - start)
    return taken[0] - taken[1]


def client_seconds(server, database, count):
    """The same statements and one version update for each revision, through the server's own client."""
    lines = ['%s;\n%s;\nUPDATE v SET n = %d;' % (tuple(text % number for text in STATEMENTS) + (number,))
             for number in range(count)]
    script = 'CREATE TABLE v (n INTEGER);\nINSERT INTO v VALUES (0);\n' + '\n'.join(lines)
    start = time.perf_counter()
    subprocess.run(['mariadb', '--no-defaults', '-h', server.host, '-P', str(server.port), '-u', server.user, database],
                   input=script.encode(), check=True)
    return time.perf_counter() - start


def measure(count, settings_of):
    with tempfile.TemporaryDirectory() as stock, tempfile.TemporaryDirectory() as ours:
        for folder, safeguarded in ((stock, False), (ours, True)):
            copy_project(folder, safeguarded)
            write_revisions(folder, count)
        return [upgrade_seconds(folder, settings_of()) for folder in (stock, ours)]


def main(count):
    print('%-10s %10s %10s %7s   (%d revisions)' % ('', 'without', 'with', 'ratio', count))
    stock, ours = measure(count, dict)
    print('%-10s %9.1fs %9.1fs %7.2f' % ('SQLite', stock, ours, ours / stock))
    with available_server(durable=True) as server:
        with server.database() as one, server.database() as two, server.database() as three:
            names = iter([one, two])
            stock, ours = measure(count, lambda: MariaDB(server, next(names)).settings)
            print('%-10s %9.1fs %9.1fs %7.2f' % ('MariaDB', stock, ours, ours / stock))
            print('%-10s %9.1fs' % ('its client', client_seconds(server, three, count)))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

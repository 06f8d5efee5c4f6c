"""How long `db upgrade` takes over many revisions and how much memory, with `safeguard(manager)` and without, side by side.

    venv/bin/python benchmarks/upgrade.py [revisions ...]        (100, 1000 and 5000, where none are given)
    venv/bin/python benchmarks/upgrade.py --postgresql [revisions ...]      (on that alone)

Each revision makes a table and puts a row in it. Beside it stand Django's `migrate` with the same SQL, on SQLite, in an
environment that is made for it, and the same SQL through the client `mariadb`. The servers, MariaDB and, where it is
installed, PostgreSQL, are private ones, on disk, with the durability that they come with. Seconds are those of the command
less those of the same command with nothing left to do, each the fastest of three turns up to 1,000 revisions and of one
above; behind them are the processor's alone. The ratio is of the first, and so one of disks, for which the stock tool waits
several times in each revision. All take turns, in another order each time, after one that does not count: a server that was
just started is faster than ever after. Memory is the largest that the process had.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

from startup import ROOT, copy_project

sys.path.insert(0, os.path.join(ROOT, 'tests'))
import postgresql  # noqa: E402
from conftest import MariaDB  # noqa: E402
from servers import available_server  # noqa: E402

COUNTS = (100, 1000, 5000)
MOST_OF_DJANGO = 1000  # revisions, so that it does not keep one waiting for too long
STATEMENTS = ('CREATE TABLE t%d (id INTEGER PRIMARY KEY, name VARCHAR(50))', "INSERT INTO t%d VALUES (1, 'x')")
REVISION = '''from alembic import op
revision, down_revision, branch_labels, depends_on = 'r%05d', %r, None, None


def upgrade():
    op.execute(%r)
    op.execute(%r)


def downgrade():
    op.execute('DROP TABLE t%d')
'''
DJANGO_MIGRATION = '''from django.db import migrations


class Migration(migrations.Migration):
    dependencies = %r
    operations = [migrations.RunSQL(%r), migrations.RunSQL(%r)]
'''
DJANGO_SETTINGS = '''SECRET_KEY = 'x'
INSTALLED_APPS = ['bench']
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'app.db'}}
'''


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def statements(number):
    return tuple(text % number for text in STATEMENTS)


class Measured:
    """A tool with revisions to apply.

    :param folder: where it is set up
    :param command: what applies them
    """

    def __init__(self, folder, command, settings=None):
        self.folder, self.command, self.settings = folder, command, settings or {}
        self.forget()

    def forget(self):
        self.taken, self.idle, self.busy, self.busy_idle, self.memory = [], [], [], [], []

    def run(self):
        """Its seconds, those of the processor, and the kilobytes of its memory."""
        start = time.perf_counter()
        process = subprocess.Popen(self.command, cwd=self.folder, env=dict(os.environ, **self.settings),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        assert status == 0, self.command
        return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss

    def turn(self):
        path = os.path.join(self.folder, 'app.db')
        if os.path.exists(path):
            os.unlink(path)
        for seconds, busy in ((self.taken, self.busy), (self.idle, self.busy_idle)):
            taken = self.run()
            seconds.append(taken[0])
            busy.append(taken[1])
            self.memory.append(taken[2])

    def seconds(self):
        return min(self.taken) - min(self.idle)

    def __str__(self):
        return '%7.2f s %6.2f s %5d MB' % (self.seconds(), min(self.busy) - min(self.busy_idle), max(self.memory) / 1024)


class OnMariaDB(Measured):
    """The same on a database of its own for each turn, without which it starts each time."""

    server, kind = None, MariaDB

    def turn(self):
        with self.server.database() as name:
            self.settings = self.kind(self.server, name).settings
            super().turn()


class OnPostgreSQL(OnMariaDB):
    kind = postgresql.PostgreSQL


class Client(Measured):
    """The same statements and one version update for each revision, through the server's own client."""

    def __init__(self, count, server):
        super().__init__(None, None)
        lines = ['%s;\n%s;\nUPDATE v SET n = %d;' % (statements(number) + (number,)) for number in range(count)]
        self.script = 'CREATE TABLE v (n INTEGER);\nINSERT INTO v VALUES (0);\n' + '\n'.join(lines)
        self.server = server

    def turn(self):
        with self.server.database() as name:
            command = ['mariadb', '--no-defaults', '-h', self.server.host, '-P', str(self.server.port),
                       '-u', self.server.user, name]
            start = time.perf_counter()
            subprocess.run(command, input=self.script.encode(), check=True)
            self.taken.append(time.perf_counter() - start)
            self.idle.append(0)

    def __str__(self):
        return '%7.2f s                  ' % self.seconds()


def project(folder, count, safeguarded):
    """This project with so many revisions."""
    os.makedirs(folder)
    copy_project(folder, safeguarded)
    before = '423cbaf36ad7'
    for number in range(count):
        path = os.path.join(folder, 'migrations', 'versions', 'r%05d.py' % number)
        write(path, REVISION % ((number, before) + statements(number) + (number,)))
        before = 'r%05d' % number
    return folder, [sys.executable, 'manage.py', 'db', 'upgrade']


def django_environment(folder):
    """The path of a Python that has Django."""
    subprocess.run([sys.executable, '-m', 'venv', folder], check=True)
    python = os.path.join(folder, 'bin', 'python')
    subprocess.run([python, '-m', 'pip', 'install', '-q', 'django'], check=True)
    return python


def django_project(folder, count, python):
    """An application of Django's with so many migrations."""
    write(os.path.join(folder, 'settings.py'), DJANGO_SETTINGS)
    for package in ('bench', 'bench/migrations'):
        write(os.path.join(folder, package, '__init__.py'), '')
    for number in range(count):
        dependencies = [('bench', 'r%05d' % (number - 1))] if number else []
        write(os.path.join(folder, 'bench', 'migrations', 'r%05d.py' % number),
              DJANGO_MIGRATION % ((dependencies,) + statements(number)))
    return folder, [python, '-m', 'django', 'migrate', '--settings=settings', '--pythonpath=.']


def take_turns(measured, count):
    order = list(measured.values())
    for turn in range(4 if count <= 1000 else 2):
        for one in order:
            one.turn()
            if not turn:
                one.forget()
        order.append(order.pop(0))
    for name, one in measured.items():
        print('  %-9s %s  %5.2f' % (name, one, one.seconds() / measured['without'].seconds()), flush=True)


def projects_of(count, folder):
    """The same revisions with the stock tool and with ours."""
    print('%d revisions: seconds, of the processor, memory, ratio to the stock tool' % count)
    return {name: project(os.path.join(folder, name), count, name == 'with') for name in ('without', 'with')}


def measure(count, folder, python, server):
    path = lambda name: os.path.join(folder, name)  # noqa: E731
    projects = projects_of(count, folder)
    measured = {name: Measured(*made) for name, made in projects.items()}
    if count <= MOST_OF_DJANGO:
        measured['Django'] = Measured(*django_project(path('django'), count, python))
    print(' SQLite')
    take_turns(measured, count)
    OnMariaDB.server = server
    measured = {name: OnMariaDB(*made) for name, made in projects.items()}
    measured['client'] = Client(count, server)
    print(' MariaDB')
    take_turns(measured, count)
    if postgresql.programs():
        with postgresql.private_server(durable=True) as OnPostgreSQL.server:
            measure_postgresql(count, projects)


def measure_postgresql(count, projects):
    print(' PostgreSQL')
    take_turns({name: OnPostgreSQL(*made) for name, made in projects.items()}, count)


def main(counts, is_postgresql):
    if is_postgresql:
        with tempfile.TemporaryDirectory() as folder, postgresql.private_server(durable=True) as OnPostgreSQL.server:
            for count in counts:
                measure_postgresql(count, projects_of(count, os.path.join(folder, str(count))))
        return
    with tempfile.TemporaryDirectory() as folder, available_server(durable=True) as server:
        python = django_environment(os.path.join(folder, 'environment'))
        for count in counts:
            measure(count, os.path.join(folder, str(count)), python, server)
            shutil.rmtree(os.path.join(folder, str(count)))


if __name__ == '__main__':
    main([int(text) for text in sys.argv[1:] if text.isdigit()] or COUNTS, '--postgresql' in sys.argv)

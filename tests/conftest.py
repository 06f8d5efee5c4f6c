"""The fixtures: a project in a temporary folder, its real command line, and a real database to run it on."""
import compileall
import contextlib
import importlib.util
import os
import re
import shutil
import sqlite3
import subprocess
import sys

import pytest

sys.path.insert(0, os.path.dirname(__file__))
import postgresql as postgresql_servers  # noqa: E402
import preloaded  # noqa: E402
import servers  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROJECT = ['manage.py', 'app.py', 'models.py', 'exts.py', 'config.py', '.flaskenv', 'setup.py', 'setup.cfg',
           'migrations', 'safe_migrate']
OWN_TABLES = re.compile('migration_(?:journal|lock|bin(?:_[0-9]+)?)$')
NO_SERVER = 'no mariadbd or mysqld of the kind that the test needs is on this machine, and TEST_MYSQL_URL is not set'
NO_POSTGRESQL = 'no PostgreSQL server (apt-get install postgresql) or no psycopg2 is on this machine'
# What the person who runs the tests may have set, and what would change what a command does.
FOREIGN = ('DB_', 'SQLALCHEMY_', 'FLASK_', 'PYTHON', 'LC_', 'LANG', 'SAFE_MIGRATE_')


def lay_out(folder):
    """Copy this project to a folder; `safe_migrate` is linked, because to copy it takes as long as half of a test.

    :param folder: an empty one
    """
    for name in PROJECT:
        source, target = os.path.join(ROOT, name), os.path.join(str(folder), name)
        if name == 'safe_migrate':
            os.symlink(source, target)
        else:
            (shutil.copytree if os.path.isdir(source) else shutil.copy)(source, target)


class Result:
    """What a command left: its exit status and all that it printed."""

    def __init__(self, command, done):
        self.command, self.status = command, done.returncode
        self.out, self.err = done.stdout.decode('utf-8'), done.stderr.decode('utf-8')

    def __repr__(self):
        return '%s\nexit status %d\n%s%s' % (' '.join(self.command), self.status, self.out, self.err)


class Project:
    """A project in a folder of its own, run by the real command line in a subprocess.

    :param folder: where it is
    :param settings: environment variables for every command
    """

    def __init__(self, folder, settings=()):
        self.folder, self.settings = str(folder), dict(settings)

    def write(self, **files):
        """Write or replace Python files: `write(models='...')`."""
        for name, text in files.items():
            self.replace(name + '.py', text)

    def replace(self, name, text):
        with open(self.path(name), 'w', encoding='utf-8') as file:
            file.write(text)
        # A change of the same length within the same second is one that Python's cache does not see.
        shutil.rmtree(os.path.join(os.path.dirname(self.path(name)), '__pycache__'), ignore_errors=True)

    def read(self, *path):
        with open(self.path(*path), encoding='utf-8') as file:
            return file.read()

    def edit(self, name, old, new):
        text = self.read(name)
        assert old in text
        self.replace(name, text.replace(old, new))

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def revisions(self):
        """The texts of the revision files, by file name."""
        names = [name for name in os.listdir(self.path('migrations', 'versions')) if name.endswith('.py')]
        return {name: self.read('migrations', 'versions', name) for name in names}

    def run(self, *command, **options):
        """Run a command, by default in the project's folder.

        :param cwd: another folder
        :param settings: more environment variables, for this command alone
        :param typed: what stands on its standard input, which is no terminal
        """
        environment = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        environment['LC_ALL'] = 'C.UTF-8'
        environment['PATH'] = os.path.dirname(sys.executable) + os.pathsep + environment.get('PATH', '')
        environment.update(self.settings)
        environment.update(options.get('settings', {}))
        command = [os.fsencode(str(word)) if isinstance(word, str) else word for word in command]
        done = self.call(command, options.get('cwd', self.folder), environment, options.get('typed', '').encode('utf-8'))
        return Result([os.fsdecode(word) for word in command], done)

    def call(self, command, cwd, environment, typed):
        done = None if os.environ.get('TEST_COLD') else preloaded.run(command, cwd, environment, typed)
        return done or subprocess.run(command, cwd=cwd, env=environment, input=typed, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE)

    def manage(self, *arguments, **options):
        """`python manage.py ...`; it must succeed, unless `status` says otherwise; None is any."""
        return expect(self.run(sys.executable, options.pop('script', 'manage.py'), *arguments, **options), options)

    def flask(self, *arguments, **options):
        """`flask ...`, the program itself; it must succeed, unless `status` says otherwise."""
        return expect(self.run('flask', *arguments, **options), options)


def expect(result, options):
    assert options.get('status', 0) in (None, result.status), result
    return result


class SQLite:
    """The file beside `manage.py`, which is used when nothing is set."""

    name = 'sqlite'
    settings = {}

    def __init__(self, folder):
        self.path = os.path.join(str(folder), 'app.db')

    def query(self, statement):
        with contextlib.closing(sqlite3.connect(self.path)) as connection, connection:
            return connection.execute(statement).fetchall()

    def tables(self):
        return {name for name, in self.query("SELECT name FROM sqlite_master WHERE type = 'table'")
                if not name.startswith('sqlite_') and not OWN_TABLES.match(name)}


class MariaDB:
    """A database of its own on the tests' server."""

    name = 'mariadb'

    def __init__(self, server, database):
        self.server, self.database = server, database
        self.settings = {'DB_HOST': server.host, 'DB_PORT': str(server.port), 'DB_USERNAME': server.user,
                         'DB_PASSWORD': server.password, 'DB_NAME': database}

    def query(self, statement):
        return self.server.query(statement, database=self.database)

    def tables(self):
        return {name for name, in self.query('SHOW TABLES') if not OWN_TABLES.match(name)}


class Pool:
    """The servers of this run, each started when the first test needs it."""

    def __init__(self, stack):
        self.stack, self.servers = stack, {}

    def server(self, program, *options):
        """A server of a `servers.Program`."""
        key = (program.path,) + options
        if key not in self.servers:
            self.servers[key] = self.stack.enter_context(servers.private_server(program, *options))
        return self.servers[key]


@pytest.fixture(scope='session')
def pool():
    with contextlib.ExitStack() as stack:
        yield Pool(stack)


def pytest_generate_tests(metafunc):
    """A test with the fixture `each` runs on every server program of the kinds that its mark `servers` names, or on all."""
    if 'each' in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker('servers')
        kinds = mark.args if mark else ('mariadb', 'mysql')
        found = [program for program in servers.programs() if program.kind in kinds]
        metafunc.parametrize('each', found or [None], ids=repr, indirect=True)


@pytest.fixture
def each(request, pool):
    """A server of each program there is, with the options of the command line that the mark `started_with` names; without a
    program the server that runs already, where neither a kind nor an option is asked for."""
    mark = request.node.get_closest_marker('started_with')
    asks = mark or request.node.get_closest_marker('servers')
    if request.param is None and os.environ.get('TEST_MYSQL_URL') and not asks:
        return request.getfixturevalue('running_server')
    if request.param is None:
        (pytest.fail if os.environ.get('CI') else pytest.skip)(NO_SERVER)
    return pool.server(request.param, *(mark.args if mark else ()))


@pytest.fixture(scope='session')
def running_server(pool):
    if os.environ.get('TEST_MYSQL_URL'):
        with servers.available_server() as server:
            yield server
    else:
        program = servers.server_program()
        yield program and pool.server(program)


@pytest.fixture
def server(running_server):
    """The first server that there is, MariaDB or MySQL. Without one the test is skipped, or fails where CI is set."""
    if running_server is None:
        (pytest.fail if os.environ.get('CI') else pytest.skip)(NO_SERVER)
    return running_server


@pytest.fixture
def mariadb(server):
    """An empty database on the server."""
    with server.database() as name:
        yield MariaDB(server, name)


@pytest.fixture(scope='session')
def postgresql_server():
    """A PostgreSQL. Without one, or without its driver, the test is skipped, or fails where CI is set."""
    if not postgresql_servers.programs() or not importlib.util.find_spec('psycopg2'):
        (pytest.fail if os.environ.get('CI') else pytest.skip)(NO_POSTGRESQL)
    with postgresql_servers.private_server() as server:
        yield server


@pytest.fixture
def postgresql(postgresql_server):
    """An empty database on PostgreSQL."""
    with postgresql_server.database() as name:
        yield postgresql_servers.PostgreSQL(postgresql_server, name)


@pytest.fixture
def on_postgresql(project, postgresql):
    """This project on an empty database on PostgreSQL."""
    project.settings.update(postgresql.settings)
    return project


@pytest.fixture(params=['sqlite', 'mariadb'])
def database(request, tmp_path):
    """An empty database: the test runs once on SQLite and once on MariaDB."""
    if request.param == 'sqlite':
        return SQLite(tmp_path / 'project')
    return request.getfixturevalue('mariadb')


@pytest.fixture(scope='session')
def compiled():
    """What each test would otherwise compile anew in its own copy."""
    compileall.compile_dir(os.path.join(ROOT, 'safe_migrate'), quiet=1)


@pytest.fixture
def project(tmp_path, compiled):
    """This project, copied to a folder of its own, with nothing set."""
    folder = tmp_path / 'project'
    folder.mkdir()
    lay_out(folder)
    return Project(folder)


@pytest.fixture
def migrated(project, database):
    """This project on the `database`, with no tables yet."""
    project.settings.update(database.settings)
    return project


@pytest.fixture
def new(migrated):
    """This project on the `database`, as it is before `db init`."""
    shutil.rmtree(migrated.path('migrations'))
    return migrated


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get('skipped', [])
    for name, reason in (('MariaDB', NO_SERVER), ('PostgreSQL', NO_POSTGRESQL)):
        count = sum(reason in str(report.longrepr) for report in skipped)
        if count:
            terminalreporter.write_sep('=', name + ' was not tested')
            terminalreporter.write_line('%d tests were skipped: %s.' % (count, reason))

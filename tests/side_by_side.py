"""One revision on the stock tool and on ours, each on a database of its own, and what that leaves.

`Bench` is what both the tests and `benchmarks/revisions.py` run them on.
"""
import contextlib
import json
import os
import shutil
import sqlite3
import sys
import uuid

import preloaded
from conftest import OWN_TABLES, lay_out

TABLES = ['CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)',
          "INSERT INTO alembic_version VALUES ('423cbaf36ad7')",
          'CREATE TABLE user (id INTEGER PRIMARY KEY {auto}, username VARCHAR(50) NOT NULL)',
          'CREATE TABLE student (id INTEGER PRIMARY KEY {auto}, name VARCHAR(50) NOT NULL)',
          'CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, name VARCHAR(20))',
          "INSERT INTO t VALUES (1, 10, 'a'), (2, 20, 'b'), (3, 30, 'c')",
          'CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INTEGER, note VARCHAR(20))',
          "INSERT INTO u VALUES (1, 1, 'x'), (2, 2, 'y')"]
HEAD = '''
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session
from exts import db
from models import Student, User
revision, down_revision, branch_labels, depends_on = 'last', '423cbaf36ad7', None, None


def downgrade():
    pass


def upgrade():
'''
GO = '''
@manager.command
def go():
    from flask_migrate import upgrade
%s
    upgrade()
%s


if __name__'''
BEFORE_THE_FIRST = 'SELECT COALESCE(MAX(id), 0) AS last FROM migration_journal'
# Every statement that reaches the driver, whoever sends it, is counted; before the one that KILL names the process dies.
KILLER = '''
import atexit
import json
import os
import signal
import sqlite3
import pymysql.connections

WHICH, COUNT = int(os.environ.get('KILL', 0)), os.environ.get('COUNT')
sent, connect, query = [], sqlite3.connect, pymysql.connections.Connection.query


def counted(statement):
    sent.append(statement)
    if len(sent) == WHICH:
        os.kill(os.getpid(), signal.SIGKILL)


def traced(*arguments, **options):
    connection = connect(*arguments, **options)
    connection.set_trace_callback(counted)
    return connection


def queried(self, statement, *arguments, **options):
    counted(statement)
    return query(self, statement, *arguments, **options)


def tell():
    if COUNT:
        with open(COUNT, 'w') as file:
            json.dump([text if isinstance(text, str) else text.decode('utf-8', 'replace') for text in sent], file)


sqlite3.connect = sqlite3.dbapi2.connect = traced
pymysql.connections.Connection.query = queried
atexit.register(tell)

'''


def indented(text):
    return ''.join('    %s\n' % line for line in text.strip().splitlines())


class Bench:
    """Two projects, one with `safeguard(manager)` and one without, and the databases that they run on.

    :param folder: where they are made
    :param server: a `servers.Server` for MySQL or MariaDB; None where there is none
    """

    def __init__(self, folder, server):
        self.folder, self.server = str(folder), server
        if server:  # the stock tool waits for itself in some of them, by default for a day
            self.waits(2, 2)
        self.python = preloaded.Server()
        self.projects = {name: self.project(name) for name in ('stock', 'ours')}

    def project(self, name):
        place = os.path.join(self.folder, name)
        os.makedirs(place)
        lay_out(place)
        path = os.path.join(place, 'manage.py')
        text = read(path)
        if name == 'stock':
            text = text.replace('safeguard(manager)\n', '')
        write(path, text.replace('from flask_script', KILLER + 'from flask_script', 1))
        shutil.copy(path, path + '.plain')
        return place

    def waits(self, lock, innodb):
        """How many seconds whoever connects from now on waits, in SQL: for a table, and for a row."""
        self.server.query('SET GLOBAL lock_wait_timeout = %s, innodb_lock_wait_timeout = %s' % (lock, innodb))

    def close(self):
        self.python.close()
        if self.server:  # other tests go on with it
            self.waits('DEFAULT', 'DEFAULT')

    @contextlib.contextmanager
    def database(self, kind):
        """A database with the tables, for one run: its settings, and what reads it afterwards."""
        name = 'side_' + uuid.uuid4().hex[:10]
        if kind == 'sqlite':
            path = os.path.join(self.folder, name + '.db')
            with contextlib.closing(sqlite3.connect(path)) as connection, connection:
                for statement in TABLES:
                    connection.execute(statement.format(auto=''))
            yield {'SQLALCHEMY_DATABASE_URI': 'sqlite:///' + path}, lambda query: read_sqlite(path, query)
            os.unlink(path)
        else:
            self.server.query('CREATE DATABASE %s CHARACTER SET utf8mb4' % name)
            for statement in TABLES:
                self.server.query(statement.format(auto='AUTO_INCREMENT'), database=name)
            yield ({'DB_HOST': self.server.host, 'DB_PORT': str(self.server.port), 'DB_USERNAME': self.server.user,
                    'DB_PASSWORD': self.server.password, 'DB_NAME': name},
                   lambda query: self.server.query(query, database=name))
            self.server.query('DROP DATABASE %s' % name)
            self.server.query('DROP DATABASE IF EXISTS %s_other' % name)

    def prepare(self, tool, code, before=None, after=None):
        """Write the revision, and what the application does before and after the upgrade."""
        place = self.projects[tool]
        versions = os.path.join(place, 'migrations', 'versions')
        write(os.path.join(versions, 'last.py'), HEAD + indented(code))
        for cache in (versions, place):
            shutil.rmtree(os.path.join(cache, '__pycache__'), ignore_errors=True)
        text = read(os.path.join(place, 'manage.py.plain'))
        if before:
            text = text.replace('if __name__', GO % (indented(before), indented(after)))
        write(os.path.join(place, 'manage.py'), text)

    def upgrade(self, tool, settings, *options, **environment):
        """Run it.

        :returns: exit status and what was printed
        """
        command = ['manage.py', 'go'] if environment.pop('go', False) else ['manage.py', 'db', 'upgrade'] + list(options)
        env = {name: os.environ[name] for name in ('PATH', 'HOME', 'TMPDIR') if name in os.environ}
        env.update(settings, LC_ALL='C.UTF-8', PYTHONDONTWRITEBYTECODE='1', **environment)
        done = self.python.run(command, cwd=self.projects[tool], env=env)
        return done.returncode, (done.stdout + done.stderr).decode('utf-8', 'replace')

    def once(self, tool, kind, code, before=None, after=None):
        """One run on a new database.

        :returns: exit status, what is in the database, what was printed
        """
        self.prepare(tool, code, before, after)
        with self.database(kind) as (settings, query):
            status, text = self.upgrade(tool, settings, go=bool(before))
            return status, contents(kind, query), text

    def killed(self, kind, code, expected, everywhere=True):
        """One run for each statement that reaches the driver, killed before it, and then run again.

        :param everywhere: also before the first statement of the revision, where all of them are the same
        :returns: for each a number, 'once', 'stopped' or 'wrong', and what was printed
        """
        self.prepare('ours', code)
        with self.database(kind) as (settings, query):
            path = os.path.join(self.folder, 'count')
            self.upgrade('ours', settings, COUNT=path)
            sent = json.loads(read(path))
        first = 1 if everywhere else 1 + max(place for place, text in enumerate(sent, 1) if BEFORE_THE_FIRST in text)
        for number in range(first, len(sent) + 2):
            with self.database(kind) as (settings, query):
                self.upgrade('ours', settings, KILL=str(number))
                status, text = self.upgrade('ours', settings)
                found = contents(kind, query)
                stopped = 'stopped' if status == 1 and stops(text) else 'wrong'
                outcome = 'once' if not status and found == expected else stopped
                yield number, outcome, text + ('' if outcome != 'wrong' else '\n%s\n%s' % (expected, found))


def stops(text):
    """Whether a command has ended with a line that says why, and not in an answer that has no rows."""
    return 'Error: ' in text and 'Traceback' not in text and 'ResourceClosedError' not in text


def contents(kind, query):
    """The definitions and rows of every table but ours; without ids, which the server may have given twice."""
    found = {}
    if kind == 'sqlite':
        names = [name for name, in query("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    else:
        names = [row[0] for row in query('SHOW TABLES')]
    for name in sorted(names):
        if not OWN_TABLES.match(name) and not name.startswith('sqlite_'):
            columns = [row[1] for row in query('PRAGMA table_info(%s)' % name)] if kind == 'sqlite' else [
                row[0] for row in query('SHOW COLUMNS FROM `%s`' % name)]
            rows = query('SELECT %s FROM `%s`' % (', '.join('`%s`' % one for one in columns), name))
            numbered = name in ('user', 'student')
            found[name] = columns, sorted((row[1:] if numbered else tuple(row)) for row in map(plain, rows))
    return found


def plain(row):
    return tuple('' if value is None else str(value) for value in row)


def read_sqlite(path, query):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def write(path, text):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


sys.dont_write_bytecode = True

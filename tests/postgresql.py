"""A real PostgreSQL server for the tests: a private one, in a temporary folder."""
import contextlib
import getpass
import glob
import os
import re
import shutil
import subprocess
import tempfile
import uuid

from servers import free_port, memory

PROGRAMS = '/usr/lib/postgresql/*/bin'
SMALL = '-c shared_buffers=32MB -c max_connections=30 -c max_prepared_transactions=5 -c log_min_messages=fatal'
QUICK = '-c fsync=off -c full_page_writes=off'
ADMINISTRATOR = 'root'
OWN_TABLES = re.compile('migration_(?:journal|bin(?:_[0-9]+)?)$')


def programs():
    """The folder of the newest server's programs; None where there is none."""
    found = sorted(glob.glob(PROGRAMS), key=lambda path: int(path.split('/')[-2]) if path.split('/')[-2].isdigit() else 0)
    return found[-1] if found else None


def as_postgres(command, folder):
    """Run a program of PostgreSQL, which refuses to be run by root."""
    user = ['runuser', '-u', 'postgres', '--'] if getpass.getuser() == 'root' else []
    done = subprocess.run(user + command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(' '.join(command))


class Server:
    """A private server on loopback.

    :ivar port: its port
    """

    def __init__(self, port, control=None):
        self.host, self.port, self.control = '127.0.0.1', port, control

    def restart(self):
        """As after a power cut."""
        self.control('-w', '-m', 'immediate', 'restart')

    def connect(self, database='postgres', **options):
        import psycopg2
        connection = psycopg2.connect(host=self.host, port=self.port, user=ADMINISTRATOR, dbname=database, **options)
        connection.autocommit = True
        return connection

    def query(self, statement, database='postgres'):
        """The rows that a statement returns, run by the administrator."""
        with contextlib.closing(self.connect(database)) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    @contextlib.contextmanager
    def database(self):
        """A new, empty database, by its name; dropped at the end."""
        name = 'test_' + uuid.uuid4().hex[:12]
        self.query('CREATE DATABASE ' + name)
        try:
            yield name
        finally:
            self.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'" % name)
            self.query('DROP DATABASE ' + name)


@contextlib.contextmanager
def private_server(durable=False):
    """A server of our own, ended and removed at the end; it asks users whose names begin with `with_password` for one.

    :param durable: whether it is on the disk and keeps what is committed, as it comes
    """
    folder, port = tempfile.mkdtemp(prefix='postgresql-', dir=None if durable else memory()), free_port()
    options = SMALL if durable else SMALL + ' ' + QUICK
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        if getpass.getuser() == 'root':
            shutil.chown(folder, 'postgres')
        data, log = os.path.join(folder, 'data'), os.path.join(folder, 'log')
        as_postgres([programs() + '/initdb', '-A', 'trust', '-U', ADMINISTRATOR, '-E', 'UTF8', '--locale=C', '--no-sync',
                     '-D', data], folder)
        with open(os.path.join(data, 'pg_hba.conf'), 'w') as file:
            file.write('local all all trust\nhost all with_password 127.0.0.1/32 scram-sha-256\n'
                       'host all no_entry 127.0.0.1/32 reject\nhost all all 127.0.0.1/32 trust\n')
        def control(*words):
            as_postgres([programs() + '/pg_ctl', '-D', data, '-l', log] + list(words), folder)
        control('-w', '-o', '-p %d -k %s -h 127.0.0.1 %s' % (port, folder, options), 'start')
        stack.callback(control, '-m', 'immediate', 'stop')
        yield Server(port, control)


class PostgreSQL:
    """A database of its own on the tests' server."""

    name = 'postgresql'

    def __init__(self, server, database):
        self.server, self.database = server, database
        self.settings = {'DB_URI': self.address()}

    def address(self, scheme='postgresql', user=ADMINISTRATOR, host=None, port=None, database=None):
        return '%s://%s@%s:%d/%s' % (scheme, user, host or self.server.host, port or self.server.port,
                                     database or self.database)

    def query(self, statement):
        return self.server.query(statement, self.database)

    def value(self, statement):
        return self.query(statement)[0][0]

    def tables(self):
        """Without Alembic's and this package's own."""
        return {name for name, in self.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                if name != 'alembic_version' and not OWN_TABLES.match(name)}

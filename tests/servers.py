"""Real MariaDB and MySQL servers for the tests: private ones in temporary folders, or the one in TEST_MYSQL_URL.

`programs()` lists the server programs that there are: those in TEST_SERVERS, or else those on the search path and in the
roots of other Debian releases under ~/.cache/safe-migrate. Most tests run on the first; some name what they need.
"""
import contextlib
import getpass
import glob
import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
import uuid

import pymysql
from sqlalchemy.engine.url import make_url

START_SECONDS = 60
ATTEMPTS = 3
MEMORY, MEMORY_NEEDED = '/dev/shm', 2 * 1024 ** 3
PROGRAMS, ROOTS = ('mariadbd', 'mysqld'), '~/.cache/safe-migrate'
FROM_THE_FIRST = ('--lower-case-table-names', '--innodb-page-size')  # settings that data once made keeps
LOADER = '/lib64/ld-linux-x86-64.so.2'
LIBRARIES = ('/usr/lib/x86_64-linux-gnu', '/usr/lib/mysql/private')
SYSTEM_TABLES = ['mariadb_system_tables.sql', 'mariadb_performance_tables.sql', 'mariadb_system_tables_data.sql',
                 'maria_add_gis_sp_bootstrap.sql', 'mariadb_sys_schema.sql']
GALERA = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so', '/usr/lib64/galera/libgalera_smm.so']


def numbers(last, first=1):
    """The numbers from one to another, as a table with the column `seq`, in SQL that every server has."""
    digits = '(SELECT 0 AS d' + ''.join(' UNION ALL SELECT %d' % digit for digit in range(1, 10)) + ')'
    places = range(len(str(last)))
    return '(SELECT seq FROM (SELECT %s AS seq FROM %s) AS every WHERE seq BETWEEN %d AND %d) AS numbers' % (
        ' + '.join('p%d.d * %d' % (place, 10 ** place) for place in places),
        ', '.join('%s AS p%d' % (digits, place) for place in places), first, last)


class Server:
    """A server on which databases and users can be made.

    :param host, port, user, password: how an administrator reaches it
    """

    def __init__(self, host, port, user, password):
        self.host, self.port, self.user, self.password = host, port, user, password

    def query(self, statement, arguments=None, database=None):
        """The rows that a statement returns, run by the administrator."""
        with contextlib.closing(pymysql.connect(
                host=self.host, port=self.port, user=self.user, password=self.password, database=database,
                charset='utf8mb4', autocommit=True)) as connection, connection.cursor() as cursor:
            cursor.execute(statement, arguments)
            return cursor.fetchall()

    def kind(self):
        """`mariadb` or `mysql`."""
        return 'mariadb' if 'MariaDB' in self.query('SELECT VERSION()')[0][0] else 'mysql'

    @contextlib.contextmanager
    def database(self, charset='utf8mb4'):
        """A new, empty database, by its name; dropped at the end."""
        name = 'test_' + uuid.uuid4().hex[:12]
        self.query('CREATE DATABASE %s CHARACTER SET %s' % (name, charset))
        try:
            yield name
        finally:
            self.query('DROP DATABASE %s' % name)

    @contextlib.contextmanager
    def setting(self, name, value):
        """Within, a global variable of the server has another value."""
        before = self.query('SELECT @@GLOBAL.' + name)[0][0]
        self.query('SET GLOBAL %s = %%s' % name, (value,))
        try:
            yield
        finally:
            self.query('SET GLOBAL %s = %%s' % name, (before,))

    @contextlib.contextmanager
    def account(self, user, password):
        """A user who may do everything; dropped at the end."""
        self.query("CREATE USER %s@'%%' IDENTIFIED BY %s", (user, password))
        try:
            self.query("GRANT ALL ON *.* TO %s@'%%'", (user,))
            yield
        finally:
            self.query("DROP USER %s@'%%'", (user,))


class OpenServer(Server):
    """A server that is asked over one open connection, which is many times faster.

    :param server: the `Server`
    """

    def __init__(self, server):
        super().__init__(server.host, server.port, server.user, server.password)
        self.connection = pymysql.connect(host=self.host, port=self.port, user=self.user, password=self.password,
                                          charset='utf8mb4', autocommit=True)

    def query(self, statement, arguments=None, database=None):
        if database:
            self.connection.select_db(database)
        with self.connection.cursor() as cursor:
            cursor.execute(statement, arguments)
            return cursor.fetchall()

    def close(self):
        self.connection.close()


class Program:
    """A server program, of this machine or of a root of another Debian release, which needs no chroot to run.

    :param path: such as `/usr/sbin/mariadbd`, or `/some/root/usr/sbin/mysqld`
    :ivar kind: `mariadb` or `mysql`
    """

    def __init__(self, path):
        self.path, self.root = os.path.realpath(path), ''
        self.kind = 'mariadb' if 'mariadb' in os.path.basename(self.path) else 'mysql'
        root = self.path.partition('/usr/')[0]
        if root and os.path.exists(root + LOADER):
            self.root = root
        self.share = self.root + ('/usr/share/mysql' if os.path.isdir(self.root + '/usr/share/mysql/charsets')
                                  else '/usr/share/' + self.kind)

    def __repr__(self):
        return '-'.join(part for part in (os.path.basename(self.root), self.kind) if part)

    def command(self, *options):
        """The command that runs it with these options."""
        if not self.root:
            return [self.path, '--no-defaults'] + list(options)
        libraries = ':'.join(self.root + folder for folder in LIBRARIES)
        return [self.root + LOADER, '--library-path', libraries, self.path, '--no-defaults',
                '--basedir=' + self.root + '/usr', '--lc-messages-dir=' + self.share,
                '--character-sets-dir=' + self.share + '/charsets'] + list(options)

    def create_data(self, data, *options):
        """Make the system tables of a new server, with an administrator `root` who has no password.

        :param options: of the command line, such as `--lower-case-table-names=1`, which count from here on
        """
        own = ['--datadir=' + data, '--user=' + getpass.getuser()] + list(options)
        installer = shutil.which('mariadb-install-db', path=search_path())
        if self.kind == 'mysql':
            quietly(self.command('--initialize-insecure', *own))
        elif installer and not self.root:
            quietly([installer, '--no-defaults', '--auth-root-authentication-method=normal', '--skip-test-db'] + own)
        else:
            os.makedirs(data)
            quietly(self.command('--bootstrap', *own), self.system_tables())

    def system_tables(self):
        """What `mariadb-install-db` has the server run."""
        text = ['create database if not exists mysql;\nuse mysql;\nSET @auth_root_socket=NULL;\n']
        for name in SYSTEM_TABLES:
            with open(os.path.join(self.share, name), encoding='utf-8') as file:
                text.append(file.read())
        return ''.join(text).encode('utf-8')


def quietly(command, typed=b''):
    """:raises RuntimeError: with what it has printed, where it fails"""
    done = subprocess.run(command, input=typed, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise RuntimeError('%s:\n%s' % (' '.join(command), done.stdout.decode('utf-8', 'replace')[-3000:]))


def programs():
    """The server programs that there are, as a list of `Program`; the first is the one that most tests run on."""
    given = os.environ.get('TEST_SERVERS')
    if given is not None:
        paths = [path for path in given.split(os.pathsep) if os.path.exists(path)]
    else:
        found = [shutil.which(name, path=search_path()) for name in PROGRAMS]
        paths = [path for path in found if path] + [path for name in PROGRAMS for path in sorted(
            glob.glob(os.path.join(os.path.expanduser(ROOTS), '*', 'usr/sbin', name)))]
    listed = []
    for program in map(Program, paths):
        if program.path not in [other.path for other in listed]:
            listed.append(program)
    return listed


def server_program():
    """The first of `programs()`; None where there is none."""
    return (programs() or [None])[0]


def search_path():
    return os.pathsep.join([os.environ.get('PATH', ''), '/usr/sbin', '/usr/local/sbin', '/usr/libexec'])


def free_port():
    """A port on which nobody listens, below those that the system gives to outgoing connections."""
    while True:
        port = random.randrange(15000, 32000)
        with contextlib.closing(socket.socket()) as probe:
            try:
                probe.bind(('127.0.0.1', port))
            except OSError:
                continue
        return port


def answers(server):
    try:
        return bool(server.query('SELECT 1'))
    except pymysql.err.OperationalError:
        return False


def wait_for(server, process, log):
    deadline = time.time() + START_SECONDS
    while not answers(server):
        if process.poll() is not None or time.time() > deadline:
            with open(log, errors='replace') as lines:
                raise RuntimeError('the database server did not start:\n' + lines.read()[-3000:])
        time.sleep(0.1)


def memory():
    """A folder in memory, where there is room in one; None where there is not."""
    roomy = os.path.isdir(MEMORY) and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED
    return MEMORY if roomy else None


class PrivateServer(Server):
    """A server of our own on loopback, in a folder of its own.

    :param program: a `Program`
    :param folder: where its data is, or will be
    :param options: more of its command line
    """

    process = None

    def __init__(self, program, folder, *options, **settings):
        """:param like: another server that has ended, whose data this one begins with"""
        super().__init__('127.0.0.1', free_port(), 'root', '')
        self.is_mysql = program.kind == 'mysql'
        self.program, self.folder, self.options = program, folder, options
        self.data, self.log = os.path.join(folder, 'data'), os.path.join(folder, 'log')
        if 'like' in settings:
            shutil.copytree(settings['like'].data, self.data)
        else:
            program.create_data(self.data, *[option for option in options if option.startswith(FROM_THE_FIRST)])

    def start(self, *options):
        with open(self.log, 'wb') as output:
            self.process = subprocess.Popen(self.program.command(
                '--datadir=' + self.data, '--socket=' + os.path.join(self.folder, 'socket'),
                '--bind-address=127.0.0.1', '--port=%d' % self.port, '--user=' + getpass.getuser(),
                '--tmpdir=' + self.folder,  # a server that starts deletes the temporary files of others
                '--innodb-buffer-pool-size=64M', *(('--mysqlx=OFF', '--secure-file-priv=') if self.is_mysql else ())
                + self.options + options), stdout=output, stderr=subprocess.STDOUT)
        wait_for(self, self.process, self.log)

    def stop(self):
        self.process.terminate()
        self.process.wait()


@contextlib.contextmanager
def private_server(program, *options, durable=False):
    """A server of our own in a temporary folder; ended and removed at the end.

    :param program: a `Program`
    :param options: more of its command line
    :param durable: whether each commit reaches the disk, as it does by default
    """
    folder = tempfile.mkdtemp(prefix='%s-' % program.kind, dir=None if durable else memory())
    try:
        server = PrivateServer(program, folder, '--innodb-flush-log-at-trx-commit=%d' % durable, *options)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def galera_library():
    """The path of Galera's library; None where it is not installed."""
    return next((path for path in GALERA if os.path.exists(path)), None)


def galera_options(number, ports):
    """The command line of a node of three.

    :param ports: for each node, three: of its own, to receive changes, and to receive a whole state
    """
    return ['--wsrep-on=ON', '--wsrep-provider=' + galera_library(), '--binlog-format=ROW', '--innodb-autoinc-lock-mode=2',
            '--innodb-flush-log-at-trx-commit=0', '--wsrep-node-address=127.0.0.1', '--wsrep-node-name=node%d' % number,
            '--wsrep-cluster-address=gcomm://' + ','.join('127.0.0.1:%d' % port for port, _, _ in ports),
            '--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:%d;ist.recv_addr=127.0.0.1:%d;gcache.size=8M'
            % ports[number][:2], '--wsrep-sst-method=rsync', '--wsrep-sst-receive-address=127.0.0.1:%d' % ports[number][2]]


@contextlib.contextmanager
def cluster(program):
    """Three nodes of a Galera cluster on loopback, in a temporary folder; ended and removed at the end."""
    folder, nodes = tempfile.mkdtemp(prefix='galera-'), []
    os.chmod(folder, 0o755)
    try:
        for attempt in range(ATTEMPTS):
            try:
                come_together(program, os.path.join(folder, str(attempt)), nodes)
                break
            except (AssertionError, RuntimeError):  # on a busy machine another has taken a port, or it took too long
                end_all(nodes)
                if attempt == ATTEMPTS - 1:
                    raise
        yield nodes
    finally:
        end_all(nodes)
        shutil.rmtree(folder)


def come_together(program, folder, nodes):
    """Start three nodes, of which the first begins the cluster and the others begin with its state.

    :param nodes: a list that they are put into
    """
    ports = [(free_port(), free_port(), free_port()) for _ in range(3)]
    for number in range(3):
        place = os.path.join(folder, str(number))
        os.makedirs(place)
        like = {'like': nodes[0]} if nodes else {}
        nodes.append(PrivateServer(program, place, *galera_options(number, ports), **like))
        os.chmod(nodes[-1].data, 0o777)  # rsync's daemon may write there as nobody
        os.chmod(place, 0o755)
        os.chmod(folder, 0o755)
        if number == 0:
            nodes[0].start('--wsrep-new-cluster')
            nodes[0].stop()
    nodes[0].start('--wsrep-new-cluster')
    for node in nodes[1:]:
        node.start()
    wait_for_nodes(nodes)


def end_all(nodes):
    for node in nodes:
        if node.process:
            node.process.kill()
            node.process.wait()
    del nodes[:]


def wait_for_nodes(nodes):
    deadline = time.time() + START_SECONDS
    while any(node.query("SHOW STATUS LIKE 'wsrep_local_state_comment'")[0][1] != 'Synced' for node in nodes):
        assert time.time() < deadline, 'the cluster did not come together'
        time.sleep(0.1)


@contextlib.contextmanager
def available_server(durable=False):
    """The server to test on, or None where the machine has none."""
    url = os.environ.get('TEST_MYSQL_URL')
    program = server_program()
    if url:
        url = make_url(url)
        yield Server(url.host or '127.0.0.1', url.port or 3306, url.username or 'root', url.password or '')
    elif program:
        with private_server(program, durable=durable) as server:
            yield server
    else:
        yield None

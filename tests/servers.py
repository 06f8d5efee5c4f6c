"""A real MariaDB or MySQL server for the tests: a private one in a temporary folder, or the one in TEST_MYSQL_URL."""
import contextlib
import getpass
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
GALERA = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so', '/usr/lib64/galera/libgalera_smm.so']


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


def server_program():
    """The path of `mariadbd` or `mysqld`; None where there is neither."""
    return shutil.which('mariadbd', path=search_path()) or shutil.which('mysqld', path=search_path())


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


def create_data(program, data):
    """Make the system tables of a new server, with an administrator `root` who has no password."""
    installer = shutil.which('mariadb-install-db', path=search_path())
    if installer and 'mariadb' in os.path.basename(os.path.realpath(program)):
        command = [installer, '--no-defaults', '--auth-root-authentication-method=normal', '--skip-test-db']
    else:
        command = [program, '--no-defaults', '--initialize-insecure']
    subprocess.run(command + ['--datadir=' + data, '--user=' + getpass.getuser()],
                   check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


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

    :param folder: where its data is, or will be
    :param options: more of its command line
    """

    process = None

    def __init__(self, program, folder, *options, **settings):
        """:param like: another server that has ended, whose data this one begins with"""
        super().__init__('127.0.0.1', free_port(), 'root', '')
        self.program, self.folder, self.options = program, folder, options
        self.data, self.log = os.path.join(folder, 'data'), os.path.join(folder, 'log')
        if 'like' in settings:
            shutil.copytree(settings['like'].data, self.data)
        else:
            create_data(program, self.data)

    def start(self, *options):
        with open(self.log, 'wb') as output:
            self.process = subprocess.Popen(
                [self.program, '--no-defaults', '--datadir=' + self.data, '--socket=' + os.path.join(self.folder, 'socket'),
                 '--bind-address=127.0.0.1', '--port=%d' % self.port, '--user=' + getpass.getuser(),
                 '--tmpdir=' + self.data,  # a server that starts deletes the temporary files of others
                 '--innodb-buffer-pool-size=64M'] + list(self.options + options),
                stdout=output, stderr=subprocess.STDOUT)
        wait_for(self, self.process, self.log)

    def stop(self):
        self.process.terminate()
        self.process.wait()


@contextlib.contextmanager
def private_server(program, durable=False):
    """A server of our own in a temporary folder; ended and removed at the end.

    :param durable: whether each commit reaches the disk, as it does by default
    """
    folder = tempfile.mkdtemp(prefix='mariadb-', dir=None if durable else memory())
    try:
        server = PrivateServer(program, folder, '--innodb-flush-log-at-trx-commit=%d' % durable)
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
        with private_server(program, durable) as server:
            yield server
    else:
        yield None

"""PostgreSQL: one upgrade at a time. Wants Debian's `postgresql`, and fetches the driver for itself."""
import contextlib
import getpass
import glob
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid

import pytest
from servers import free_port
from test_concurrency import DATA, SLOW, add_revision, applied, end, start, together, wait_for_file

pytestmark = pytest.mark.exhaustive


def as_postgres(command, folder):
    """Run a program of PostgreSQL, which refuses to be run by root."""
    user = ['runuser', '-u', 'postgres', '--'] if getpass.getuser() == 'root' else []
    subprocess.run(user + command, check=True, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


@pytest.fixture(scope='module')
def driver(tmp_path_factory):
    """A folder with psycopg2, which requirements.txt does not name."""
    folder = str(tmp_path_factory.mktemp('driver'))
    subprocess.run([sys.executable, '-m', 'pip', 'install', '-q', '--target', folder, 'psycopg2-binary'], check=True)
    return folder


@pytest.fixture(scope='module')
def port():
    """The port of a private server, in a temporary folder; ended and removed at the end."""
    programs = sorted(glob.glob('/usr/lib/postgresql/*/bin'))[-1]
    folder, number = tempfile.mkdtemp(prefix='postgresql-'), free_port()
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        if getpass.getuser() == 'root':
            shutil.chown(folder, 'postgres')
        data, log = os.path.join(folder, 'data'), os.path.join(folder, 'log')
        as_postgres([programs + '/initdb', '-A', 'trust', '-U', 'root', '-D', data], folder)
        as_postgres([programs + '/pg_ctl', '-w', '-D', data, '-l', log, '-o', '-p %d -k %s -h 127.0.0.1' % (number, folder),
                     'start'], folder)
        stack.callback(as_postgres, [programs + '/pg_ctl', '-D', data, '-m', 'immediate', 'stop'], folder)
        yield number


@pytest.fixture
def on_postgresql(project, driver, port):
    """This project on an empty database."""
    name = 'test_' + uuid.uuid4().hex
    psql = [sorted(glob.glob('/usr/lib/postgresql/*/bin'))[-1] + '/psql', '-h', '127.0.0.1', '-p', str(port), '-U', 'root']
    subprocess.run(psql + ['-c', 'CREATE DATABASE ' + name, 'postgres'], check=True, stdout=subprocess.PIPE)
    project.settings.update(DB_URI='postgresql+psycopg2://root@127.0.0.1:%d/%s' % (port, name), PYTHONPATH=driver)
    project.query = lambda statement: subprocess.run(
        psql + ['-Atc', statement, name], check=True, stdout=subprocess.PIPE).stdout.decode().split()
    return project


def test_five_upgrades_at_once_all_succeed(on_postgresql):
    results = together(on_postgresql, 5, 'upgrade')
    assert [result.status for result in results] == [0] * 5, results
    assert len(applied(results)) == len(set(applied(results))) == 2
    add_revision(on_postgresql, 'data', DATA)
    results = together(on_postgresql, 5, 'upgrade')
    assert [result.status for result in results] == [0] * 5, results
    assert len(applied(results)) == 1 and on_postgresql.query('SELECT n FROM counter') == ['4']


def test_who_waits_says_for_whom_and_stops_with_nothing_changed(on_postgresql):
    on_postgresql.manage('db', 'upgrade')
    add_revision(on_postgresql, 'slow', SLOW, '6')
    first = start(on_postgresql, 'upgrade')
    wait_for_file(on_postgresql.path('started'))
    second = on_postgresql.manage('db', 'upgrade', '--lock-timeout', '2.5', status=1)
    assert 'of root@127.0.0.1' in second.err and 'is still running' in second.err and 'Traceback' not in second.err
    assert end(first).status == 0 and on_postgresql.query('SELECT id FROM slow') == ['1']


def test_a_killed_upgrade_leaves_nothing_and_lets_the_next_one_go_on(on_postgresql):
    on_postgresql.manage('db', 'upgrade')
    add_revision(on_postgresql, 'slow', SLOW, '60')
    first = start(on_postgresql, 'upgrade')
    wait_for_file(on_postgresql.path('started'))
    first.send_signal(signal.SIGKILL)
    first.communicate()
    on_postgresql.edit('migrations/versions/slow.py', '60', '0')
    on_postgresql.manage('db', 'upgrade')
    assert on_postgresql.query('SELECT id FROM slow') == ['1']


def test_db_log_tells_who_did_what_and_why(on_postgresql):
    on_postgresql.manage('db', 'upgrade', '--message', '为什么')
    on_postgresql.manage('db', 'downgrade')
    lines = on_postgresql.manage('db', 'log').out.splitlines()
    assert len(lines) == 3 and 'downgrade 423cbaf36ad7  done' in lines[0] and '为什么' in lines[1]
    assert 'No changes' in on_postgresql.manage('db', 'upgrade').err + on_postgresql.manage('db', 'migrate').err


def test_a_lock_is_let_go_when_the_connection_goes_back_to_its_pool(on_postgresql):
    on_postgresql.edit('manage.py', 'if __name__', '''
@manager.command
def upgrade_twice():
    from flask_migrate import downgrade, upgrade
    import subprocess, sys
    upgrade()
    subprocess.check_call([sys.executable, 'manage.py', 'db', 'downgrade', '--lock-timeout', '1'])
    upgrade()


if __name__''')
    on_postgresql.manage('upgrade_twice')
    assert 'student' in on_postgresql.manage('db', 'history').out.lower()


def test_what_looks_at_a_throw_away_database_says_that_there_is_none(on_postgresql):
    for words in (['upgrade', '--plan'], ['upgrade', '--plan', '--json'], ['downgrade', '--plan'], ['check', '--deep'],
                  ['upgrade', '--plan', '--shadow', 'x']):
        result = on_postgresql.manage('db', *words, status=1)
        assert result.out == '' and 'MySQL, MariaDB and SQLite alone' in result.err, result
        assert len(result.err.splitlines()) == 2 and 'Traceback' not in result.err

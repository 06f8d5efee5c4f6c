"""The server itself is killed in the middle of an upgrade and started again: the next upgrade ends like an unbroken one."""
import os

import pytest
import servers
from conftest import NO_SERVER, MariaDB
from test_resume import TEN, contents, revise

pytestmark = pytest.mark.long
KILLER = '''
import os
import signal
import threading
from sqlalchemy import event
from sqlalchemy.engine import Engine

WHEN, WHICH, SERVER = os.environ.get('KILL_SERVER', 'never 0 0').split()
seen = []


def kill():
    if int(SERVER):
        os.kill(int(SERVER), signal.SIGKILL)


@event.listens_for(Engine, 'before_cursor_execute')
def before(connection, cursor, statement, parameters, context, many):
    if 'alembic_version' not in statement and not statement.startswith(('SHOW', 'DESCRIBE', "SELECT CAST")):
        seen.append(statement)
        if len(seen) == int(WHICH) and WHEN == 'before':
            kill()
        if len(seen) == int(WHICH) and WHEN == 'during':
            threading.Timer(0.002, kill).start()


@event.listens_for(Engine, 'after_cursor_execute')
def after(connection, cursor, statement, parameters, context, many):
    if len(seen) == int(WHICH) and WHEN == 'after':
        kill()


manager = Manager(app)'''
SAID = 'The server ended the connection.', 'The connection to the server is closed.', 'cannot be reached'
POINTS = [('before', 2), ('during', 3), ('after', 4), ('during', 5), ('before', 6), ('after', 8), ('during', 10),
          ('after', 11), ('during', 12), ('after', 13)]


@pytest.fixture
def mortal(project):
    """This project at its last revision, on a server of its own that keeps what is committed."""
    if not servers.server_program():
        (pytest.fail if os.environ.get('CI') else pytest.skip)(NO_SERVER)
    project.edit('manage.py', '\nmanager = Manager(app)', KILLER)
    with servers.private_server(servers.server_program(), durable=True) as server:
        server.query('CREATE DATABASE first')
        project.settings.update(MariaDB(server, 'first').settings)
        project.manage('db', 'upgrade')
        revise(project, TEN)
        yield project, server


def copied(project, server, name):
    """The project on another database, which is like the first."""
    server.query('CREATE DATABASE ' + name)
    for table, in server.query('SHOW TABLES', database='first'):
        server.query('CREATE TABLE %s.%s LIKE first.%s' % (name, table, table))
        server.query('INSERT INTO %s.%s SELECT * FROM first.%s' % (name, table, table))
    project.settings['DB_NAME'] = name
    return MariaDB(server, name)


def test_an_upgrade_in_which_the_server_was_killed_is_finished_by_the_next_one(mortal):
    project, server = mortal
    database = copied(project, server, 'unbroken')
    project.manage('db', 'upgrade')
    unbroken = contents(database)
    for number, (when, which) in enumerate(POINTS):
        database = copied(project, server, 'broken%d' % number)
        killing = {'KILL_SERVER': '%s %d %d' % (when, which, server.process.pid)}
        done = project.manage('db', 'upgrade', settings=killing, status=None)
        if server.process.poll() is None:  # on a busy machine the statement may be over before the server is killed
            server.process.kill()
        assert server.process.wait() == -9
        assert not done.status or any(text in done.err for text in SAID), done.err
        server.start()
        done = project.manage('db', 'upgrade')
        assert contents(database) == unbroken, (when, which, done)

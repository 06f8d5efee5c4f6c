"""A server that accepts the connection and never speaks ends a command in one clear line."""
import contextlib
import socket
import time

import pytest


@pytest.fixture
def silent(project):
    """The project before a server that accepts connections and never says anything."""
    with contextlib.closing(socket.socket()) as listener:
        listener.bind(('127.0.0.1', 0))
        listener.listen(5)
        project.settings.update(DB_HOST='127.0.0.1', DB_PORT=str(listener.getsockname()[1]), DB_NAME='x')
        project.port = listener.getsockname()[1]
        yield project


def explained(done, seconds):
    assert 'the database server at 127.0.0.1:' in done.err.lower() and 'Traceback' not in done.err, done
    assert 'within %d s' % seconds in done.err and '--connect-timeout' in done.err and len(done.err.splitlines()) < 4, done


def test_it_is_given_up_after_the_time_that_is_set(silent):
    explained(silent.manage('db', 'upgrade', '--connect-timeout', '1', status=1), 1)


@pytest.mark.long
@pytest.mark.parametrize('command', ['current', 'migrate', 'downgrade', 'stamp', 'history', 'log'])
def test_every_command_that_connects_gives_up(silent, command):
    arguments = {'history': ['--indicate-current'], 'stamp': ['head']}.get(command, [])
    explained(silent.manage('db', command, '--connect-timeout', '1', *arguments, status=1), 1)


@pytest.mark.long
def test_it_is_ten_seconds_by_default_also_in_a_codebases_own_call(silent):
    silent.edit('manage.py', 'if __name__', '''
@manager.command
def own():
    from flask_migrate import upgrade
    upgrade()


if __name__''')
    start = time.time()
    explained(silent.manage('own', status=1), 10)
    assert 10 <= time.time() - start < 25


@pytest.mark.long
def test_a_codebases_own_setting_wins(silent):
    silent.edit('exts.py', 'SQLAlchemy()', "SQLAlchemy(engine_options={'connect_args': {'read_timeout': 2}})")
    start = time.time()
    silent.manage('db', 'current', '--connect-timeout', '60', status=1)
    assert time.time() - start < 30


@pytest.mark.parametrize('text', ['0', '-1', 'x', 'inf'])
@pytest.mark.long
def test_what_is_no_time_is_refused_in_a_line(silent, text):
    done = silent.manage('db', 'current', '--connect-timeout', text, status=2)
    assert 'Traceback' not in done.err and '--connect-timeout' in done.err


@pytest.mark.long
def test_a_statement_may_take_longer_than_the_greeting(project, mariadb):
    project.settings.update(mariadb.settings)
    project.edit('migrations/versions/fcc71ef3b1ac_create_user.py', "    op.create_table('user'",
                 "    op.execute('SELECT SLEEP(2)')\n    op.create_table('user'")
    project.manage('db', 'upgrade', '--connect-timeout', '1')


@pytest.mark.long
def test_an_application_itself_waits_as_long_as_it_did_before(silent):
    silent.edit('manage.py', 'if __name__', '''
@manager.command
def ask():
    db.session.execute('SELECT 1')


if __name__''')
    done = silent.run('timeout', '12', 'python', 'manage.py', 'ask')
    assert done.status == 124, done

"""Ctrl-C and SIGTERM end after the statement in hand; a line on a terminal says what runs."""
import re
import signal
import time

import pymysql
import pytest
from conftest import MariaDB
from servers import numbers
from terminal import CTRL_C, Terminal
from test_concurrency import end, start, wait_for_file

pytestmark = pytest.mark.long
REVISION = '''
from alembic import op
import time
revision, down_revision, branch_labels, depends_on = 'slow', '423cbaf36ad7', None, None


def upgrade():
    op.execute('CREATE TABLE one (id INTEGER)')
    op.execute('INSERT INTO one VALUES (1)')
    open('started', 'w').close()
    op.execute("%s")
    op.execute('CREATE TABLE two (id INTEGER)')
    op.execute('CREATE TABLE three (id INTEGER)')


def downgrade():
    for name in ('one', 'two', 'three', 'slept'):
        op.execute('DROP TABLE IF EXISTS ' + name)
'''
SLOW = {'mariadb': 'CREATE TABLE slept AS SELECT SLEEP(2) AS n',
        'sqlite': 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000000) SELECT MAX(i) FROM n'}

LONGER = {'mariadb': ('SLEEP(2)', 'SLEEP(60)'), 'sqlite': ('20000000', '2000000000')}


@pytest.fixture(autouse=True)
def heard():
    """A command that a script has started in the background ignores Ctrl-C, and so would what it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def slow(migrated, database):
    """The project before a revision whose third statement takes seconds."""
    migrated.manage('db', 'upgrade')
    migrated.replace('migrations/versions/slow.py', REVISION % SLOW[database.name])
    return migrated


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_after_the_statement_in_hand(slow, database, number):
    process = start(slow, 'upgrade')
    wait_for_file(slow.path('started'))
    time.sleep(0.5)
    process.send_signal(number)
    done = end(process)
    assert done.status == 128 + number and 'Traceback' not in done.err, done
    assert 'Stopped by' in done.err.splitlines()[-1] and 'two' not in database.tables()
    said = '3 statements are applied; `db upgrade` goes on' if database.name == 'mariadb' else 'Nothing was changed'
    assert said in done.err.splitlines()[-1], done
    slow.manage('db', 'upgrade')
    assert {'one', 'two', 'three'} <= database.tables() and list(database.query('SELECT id FROM one')) == [(1,)]


@pytest.mark.parametrize('database', ['mariadb'], indirect=True)
def test_ctrl_c_twice_ends_it_at_once(slow, database):
    terminal = Terminal(slow, 'db', 'upgrade')
    wait_for_file(slow.path('started'))
    time.sleep(0.5)
    terminal.type(CTRL_C)
    terminal.wait_for('Stopping after the statement')
    terminal.type(CTRL_C)
    assert terminal.end() == -signal.SIGINT and 'Traceback' not in terminal.output, terminal.output
    assert '\nEnded at once. Of the upgrade of revision slow, ' in on_lines(terminal), terminal.output
    slow.manage('db', 'upgrade')
    assert {'one', 'two', 'three'} <= database.tables() and list(database.query('SELECT id FROM one')) == [(1,)]


def on_lines(terminal):
    """What is left on the screen of each line, when what was wiped is gone."""
    return '\n'.join(line.split('\x1b[K')[-1] for line in terminal.output.replace('\r', '').split('\n'))


@pytest.mark.parametrize('database', ['sqlite'], indirect=True)
def test_a_long_statement_of_sqlite_is_interrupted(slow, database):
    slow.edit('migrations/versions/slow.py', *LONGER['sqlite'])
    terminal = Terminal(slow, 'db', 'upgrade')
    wait_for_file(slow.path('started'))
    terminal.wait_for(', 1 s')
    terminal.type(CTRL_C)
    assert terminal.end() == 130 and 'Traceback' not in terminal.output, terminal.output
    assert '\nStopping the statement that runs now.\n' in on_lines(terminal), terminal.output
    assert 'Nothing was changed' in terminal.output and 'one' not in database.tables()


def test_a_terminal_shows_revision_statement_and_seconds(slow, database):
    terminal = Terminal(slow, 'db', 'upgrade')
    assert terminal.end() == 0, terminal.output
    assert 'Revision 1 of 1, slow, statement 3: %s' % SLOW[database.name][:20] in terminal.output
    assert ', 1 s' in terminal.output and terminal.output.rstrip(' ')[-4:].endswith('\x1b[K'), terminal.output


@pytest.mark.servers('mariadb')
def test_mariadb_tells_how_much_of_a_statement_is_done(project, each):
    with each.database() as name:
        project.settings.update(MariaDB(each, name).settings)
        project.manage('db', 'upgrade')
        each.query('CREATE TABLE many AS SELECT seq AS id, REPEAT(MD5(seq), 20) AS text FROM ' + numbers(600000),
                   database=name)
        text = REVISION % 'ALTER TABLE many ADD COLUMN n INTEGER, ALGORITHM=COPY'
        project.replace('migrations/versions/slow.py', text)
        terminal = Terminal(project, 'db', 'upgrade')
        assert terminal.end() == 0 and re.search(r', [0-9]+ % of stage [12] of [2-9], [0-9]+ s', terminal.output), \
            terminal.output


def test_who_waits_on_a_terminal_sees_that_it_goes_on(slow, database):
    if database.name == 'mariadb':
        slow.edit('migrations/versions/slow.py', 'SLEEP(2)', 'SLEEP(12)')
    first = start(slow, 'upgrade')
    wait_for_file(slow.path('started'))
    terminal = Terminal(slow, 'db', 'upgrade', '--lock-timeout', '50')
    terminal.wait_for('; at most 50 s')
    terminal.wait_for('Waiting, ')
    if database.name == 'mariadb':
        assert 'the journal has the upgrade of slow, begun by ' in terminal.output
    assert (terminal.end(), end(first).status) == (0, 0), terminal.output


def test_what_is_told_while_a_statement_waits_stands_on_a_line_of_its_own(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    project.replace('migrations/versions/slow.py', REVISION % 'ALTER TABLE user ADD COLUMN n INTEGER')
    holder = pymysql.connect(host=mariadb.server.host, port=mariadb.server.port, user=mariadb.server.user,
                             password=mariadb.server.password, database=mariadb.database)
    try:
        holder.cursor().execute('SELECT * FROM user')
        terminal = Terminal(project, 'db', 'upgrade', '--ddl-timeout', '1')
        terminal.wait_for('(try 1 of 3)')
    finally:
        holder.close()
    assert terminal.end() == 0 and 'statement 3: ALTER TABLE user' in terminal.output
    waits = [line for line in on_lines(terminal).splitlines() if 'Waiting for a table' in line]
    assert waits and all(line.startswith('WARN') for line in waits), terminal.output


def test_a_pipe_shows_no_such_line(slow):
    done = slow.manage('db', 'upgrade')
    assert 'Revision 1 of 1' not in done.err + done.out and '\r' not in done.err + done.out


def test_a_program_that_ignores_ctrl_c_goes_on_ignoring_it(slow, database):
    slow.edit('manage.py', '\nmanager = Manager(app)', '\nimport signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n'
              'manager = Manager(app)')
    process = start(slow, 'upgrade')
    wait_for_file(slow.path('started'))
    process.send_signal(signal.SIGINT)
    assert end(process).status == 0 and 'three' in database.tables()


def test_the_handlers_are_given_back_and_another_thread_runs_without_any(slow, database):
    slow.edit('manage.py', 'if __name__', '''
@manager.command
def check():
    import signal, threading
    from flask_migrate import downgrade, upgrade
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    upgrade()
    downgrade()
    assert before == [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]

    def work():
        with app.app_context():
            upgrade()
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


if __name__''')
    done = slow.manage('check')
    assert 'Traceback' not in done.err and 'two' in database.tables()


def test_ctrl_c_ends_the_waiting_for_another_one(slow, database):
    slow.edit('migrations/versions/slow.py', *LONGER[database.name])
    first = start(slow, 'upgrade')
    wait_for_file(slow.path('started'))
    second = start(slow, 'upgrade')
    while b'Waiting for another' not in second.stderr.readline():
        assert second.poll() is None
    second.send_signal(signal.SIGINT)
    done = end(second)
    assert done.status == 130 and 'Traceback' not in done.err and 'Stopped by Ctrl-C' in done.err, done
    first.kill()
    end(first)

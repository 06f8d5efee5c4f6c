"""One upgrade at a time: processes that start together all succeed, and each revision is applied once."""
import os
import subprocess
import sys
import time

import pytest
from conftest import Result

DATA = '''
from alembic import op
import sqlalchemy as sa
revision, down_revision, branch_labels, depends_on = 'data', %r, None, None


def upgrade():
    op.create_table('counter', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.Integer))
    op.execute('INSERT INTO counter (n) VALUES (1)')
    for _ in range(3):
        n = op.get_bind().execute('SELECT n FROM counter').scalar()
        op.get_bind().execute('UPDATE counter SET n = %%d' %% (n + 1))


def downgrade():
    op.drop_table('counter')
'''
SLOW = '''
from alembic import op
import time
revision, down_revision, branch_labels, depends_on = 'slow', %r, None, None


def upgrade():
    op.execute('CREATE TABLE slow (id INTEGER)')
    open('started', 'w').close()
    time.sleep(%s)
    op.execute('INSERT INTO slow VALUES (1)')


def downgrade():
    op.execute('DROP TABLE slow')
'''


def add_revision(project, name, text, *arguments):
    head = project.manage('db', 'heads').out.split()[0]
    project.replace('migrations/versions/%s.py' % name, text % ((head,) + arguments))


def start(project, *arguments, **settings):
    environment = dict(os.environ, **project.settings)
    environment.update(settings)
    return subprocess.Popen([sys.executable, 'manage.py', 'db'] + list(arguments), cwd=project.folder, env=environment,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def end(process):
    out, err = process.communicate()
    return Result(['db'], subprocess.CompletedProcess([], process.returncode, out, err))


def together(project, count, *arguments):
    return [end(process) for process in [start(project, *arguments) for _ in range(count)]]


@pytest.fixture(params=['', 'data'], ids=['on an empty database', 'before a revision that moves data'])
def before(migrated, request):
    if request.param:
        migrated.manage('db', 'upgrade')
        add_revision(migrated, 'data', DATA)
    return migrated


def wait_for_file(path):
    deadline = time.time() + 20
    while not os.path.exists(path):
        assert time.time() < deadline
        time.sleep(0.02)


def applied(results):
    return [line for result in results for line in result.err.splitlines() if 'Running upgrade' in line]


def test_five_upgrades_at_once_all_succeed(before, database):
    results = together(before, 5, 'upgrade')
    assert [result.status for result in results] == [0] * 5, results
    assert len(applied(results)) == len(set(applied(results)))
    if 'counter' in database.tables():
        assert list(database.query('SELECT n FROM counter')) == [(4,)]


@pytest.mark.exhaustive
def test_twenty_upgrades_at_once_ten_times(before, database):
    for _ in range(10):
        results = together(before, 20, 'upgrade')
        assert [result.status for result in results] == [0] * 20, results
        assert len(applied(results)) == len(set(applied(results))) > 0
        before.manage('db', 'downgrade', 'base' if len(applied(results)) > 1 else '-1')


def test_an_upgrade_and_a_downgrade_at_once_run_one_after_the_other(migrated):
    migrated.manage('db', 'upgrade')
    results = [end(process) for process in [start(migrated, 'downgrade', 'base'), start(migrated, 'upgrade')]]
    assert [result.status for result in results] == [0, 0], results


@pytest.mark.long
def test_who_waits_says_for_whom(migrated, database):
    migrated.manage('db', 'upgrade')
    add_revision(migrated, 'slow', SLOW, '4')
    first = start(migrated, 'upgrade')
    wait_for_file(migrated.path('started'))
    second = migrated.manage('db', 'upgrade')
    assert 'Waiting for another upgrade or downgrade of this database: ' in second.err
    assert ('process %d' % first.pid if database.name == 'sqlite' else 'connection ') in second.err
    assert end(first).status == 0
    assert list(database.query('SELECT * FROM slow')) == [(1,)]


@pytest.mark.long
def test_who_has_waited_long_enough_stops_with_nothing_changed(migrated):
    migrated.manage('db', 'upgrade')
    add_revision(migrated, 'slow', SLOW, '3')
    first = start(migrated, 'upgrade')
    wait_for_file(migrated.path('started'))
    second = migrated.manage('db', 'upgrade', '--lock-timeout', '0.5', status=1)
    assert 'is still running' in second.err and '--lock-timeout' in second.err
    assert len(second.err.splitlines()) < 6 and 'Traceback' not in second.err
    assert end(first).status == 0


def test_a_killed_upgrade_lets_the_next_one_go_on(migrated):
    migrated.manage('db', 'upgrade')
    add_revision(migrated, 'slow', SLOW, '60')
    first = start(migrated, 'upgrade')
    wait_for_file(migrated.path('started'))
    first.kill()
    first.communicate()
    migrated.manage('db', 'current')
    migrated.manage('db', 'stamp', 'head')


@pytest.mark.long
def test_an_idle_connection_killer_does_not_free_the_lock(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    add_revision(project, 'slow', SLOW, '3')
    before = mariadb.query('SELECT @@global.wait_timeout')[0][0]
    mariadb.query('SET GLOBAL wait_timeout = 1')
    try:
        first = start(project, 'upgrade')
        wait_for_file(project.path('started'))
        time.sleep(1.5)
        second = project.manage('db', 'upgrade')
        assert end(first).status == 0 and 'Waiting for another' not in second.out
    finally:
        mariadb.query('SET GLOBAL wait_timeout = %d' % before)
    assert applied([second]) == [] and mariadb.query('SELECT * FROM slow') == ((1,),)


# A command that leaves its connection in the pool, and one of another process meanwhile.
UPGRADE_TWICE = '''
@manager.command
def upgrade_twice():
    from flask_migrate import downgrade, upgrade
    import subprocess, sys
    upgrade()
    subprocess.check_call([sys.executable, 'manage.py', 'db', 'downgrade', '--lock-timeout', '1'])
    upgrade()


if __name__'''


def test_a_lock_is_let_go_when_the_connection_goes_back_to_its_pool(migrated, database):
    migrated.edit('manage.py', 'if __name__', UPGRADE_TWICE)
    migrated.manage('upgrade_twice')
    assert 'student' in database.tables()


def test_nothing_is_left_beside_the_sqlite_file(project):
    project.manage('db', 'upgrade')
    assert [name for name in os.listdir(project.folder) if name.startswith('app.db')] == ['app.db']


@pytest.mark.long
@pytest.mark.parametrize('command', ['migrate', 'revision'])
def test_two_revisions_written_at_once_do_not_make_two_heads(migrated, command):
    migrated.manage('db', 'upgrade')
    migrated.edit('models.py', 'nullable=False)', 'nullable=False)\n    age = db.Column(db.Integer)')
    together(migrated, 4, command)
    assert len(migrated.manage('db', 'heads').out.splitlines()) == 1

"""The commands that the two tutorials name, and the rest of Flask-Migrate's, on real databases."""
import json
import os
import sys

import pytest

MESSAGE = '创建Student模型'
CREATED = {'alembic_version', 'user', 'student'}


def test_init_migrate_upgrade_downgrade_from_an_empty_folder(new, database):
    new.manage('db', 'init')
    assert {'env.py', 'alembic.ini', 'versions'} <= set(os.listdir(new.path('migrations')))
    new.manage('db', 'migrate', '--message', MESSAGE)
    (name, text), = new.revisions().items()
    assert name.endswith('_创建student模型.py') and text.startswith('"""' + MESSAGE)
    new.manage('db', 'upgrade')
    assert database.tables() == CREATED
    new.manage('db', 'downgrade')
    assert database.tables() == {'alembic_version'}


def test_committed_revisions_create_what_the_models_say(migrated, database):
    migrated.manage('db', 'upgrade')
    assert database.tables() == CREATED
    assert 'No changes in schema detected' in migrated.manage('db', 'migrate').err


def test_downgrade_takes_one_revision_back(migrated, database):
    migrated.manage('db', 'upgrade')
    migrated.manage('db', 'downgrade')
    assert database.tables() == {'alembic_version', 'user'}


def test_flask_db_runs_the_same_commands_with_nothing_to_set(new, database):
    new.flask('db', 'init')
    new.flask('db', 'migrate', '--message', MESSAGE)
    new.flask('db', 'upgrade')
    assert database.tables() == CREATED
    new.flask('db', 'downgrade')
    assert database.tables() == {'alembic_version'}


def test_upgrade_as_the_second_document_writes_it(migrated, database):
    migrated.manage('upgrade')
    assert database.tables() == CREATED


def test_upgrade_and_downgrade_take_a_message(migrated, database):
    migrated.manage('db', 'upgrade', '--message', MESSAGE)
    assert database.tables() == CREATED
    migrated.manage('db', 'downgrade', '--message', MESSAGE)
    assert 'student' not in database.tables()


def test_the_rest_of_flask_migrate_runs(migrated):
    assert '(head)' in migrated.manage('db', 'heads').out
    assert '<base> -> ' in migrated.manage('db', 'history').out
    assert 'Revision ID' in migrated.manage('db', 'show').out
    migrated.manage('db', 'branches')
    migrated.manage('db', 'stamp', 'head')
    assert '(head)' in migrated.manage('db', 'current').out
    migrated.manage('db', 'revision', '--message', 'by hand')
    assert 'CREATE TABLE user' in migrated.manage('db', 'upgrade', '--sql').out.replace('`', '')
    assert 'DROP TABLE' in migrated.manage('db', 'downgrade', '--sql', 'head:base').out


def test_a_script_of_sql_has_a_column_that_is_altered(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'revision', '--message', 'altered', '--rev-id', 'altered')
    project.edit('migrations/versions/altered_altered.py', 'def upgrade():\n', 'def upgrade():\n'
                 "    op.alter_column('user', 'username', existing_type=sa.String(length=80), nullable=False)\n")
    for reached in (True, False):  # the script is written without asking the server
        settings = {} if reached else {'DB_PORT': '1'}
        script = project.manage('db', 'upgrade', '--sql', settings=settings).out.replace('`', '')
        assert 'ALTER TABLE user MODIFY username VARCHAR(80) NOT NULL;' in script


@pytest.mark.long
def test_an_application_that_prints_its_statements_prints_none_into_an_answer(migrated):
    migrated.manage('db', 'upgrade')
    migrated.manage('db', 'downgrade', '--yes')
    migrated.edit('config.py', 'SQLALCHEMY_TRACK_MODIFICATIONS = False',
                  'SQLALCHEMY_TRACK_MODIFICATIONS = False\nSQLALCHEMY_ECHO = True')
    for command in (('status', '--json'), ('log', '--json'), ('bin', '--json'), ('upgrade', '--plan', '--json')):
        json.loads(migrated.manage('db', *command).out)
    for command in (('tables',), ('doctor',), ('check', '--deep'), ('repair',)):
        assert 'sqlalchemy.engine' not in migrated.manage('db', *command, status=None).out, command
    assert 'sqlalchemy.engine' in str(migrated.manage('db', 'upgrade'))


def test_merge_joins_two_heads(project):
    project.manage('db', 'revision', '--rev-id', 'aaa')
    project.manage('db', 'revision', '--rev-id', 'bbb', '--head', 'base', '--splice')
    assert len(project.manage('db', 'heads').out.splitlines()) == 2
    project.manage('db', 'merge', 'heads', '--message', '合并')
    assert len(project.manage('db', 'heads').out.splitlines()) == 1


@pytest.mark.parametrize('arguments', [('db',), ('db', '--help'), ('--help',)])
def test_help_is_shown_with_exit_status_0(project, arguments):
    out = project.manage(*arguments).out
    assert 'usage:' in out and ('Make the folder migrations' in out or 'db' not in arguments)


def test_help_is_shown_behind_an_option_of_the_manager_itself(project):
    project.edit('manage.py', 'Manager(app)', 'Manager(lambda config=None: app)\nmanager.add_option("-c", dest="config")')
    assert 'usage:' in project.manage('-c', 'prod', 'db').out
    assert '-c of manage.py needs a value' in project.manage('-c', status=2).err


def test_a_command_named_upgrade_of_the_codebases_own_is_left_alone(migrated, database):
    migrated.edit('manage.py', 'if __name__', """
@manager.option('-n', '--name', dest='name')
def upgrade(name):
    print('own', name)


if __name__""")
    assert migrated.manage('upgrade', '-n', 'x').out == 'own x\n'
    migrated.manage('db', 'upgrade')
    assert database.tables() == CREATED


def test_no_command_at_all_keeps_exit_status_2(project):
    project.manage(status=2)


def test_an_unknown_command_keeps_exit_status_2(project):
    assert 'There is no command db upgrad.' in project.manage('db', 'upgrad', status=2).err


@pytest.mark.parametrize('arguments', [('--help',), ('db', '--help'), ('db', 'history'), ('db', 'heads'), ('runme',)])
def test_a_command_that_needs_no_database_opens_none(project, arguments):
    project.settings.update(DB_HOST='127.0.0.1', DB_PORT='1', DB_NAME='nowhere')
    project.edit('manage.py', 'if __name__', '@manager.command\ndef runme():\n    pass\n\n\nif __name__')
    project.manage(*arguments)


def test_a_command_that_needs_no_database_leaves_no_sqlite_file(project):
    for command in (('--help',), ('db',), ('db', 'history'), ('db', 'heads'), ('db', 'show')):
        project.manage(*command)
    assert not os.path.exists(project.path('app.db'))


def test_a_command_of_the_applications_own(migrated):
    migrated.manage('db', 'upgrade')
    migrated.edit('manage.py', 'if __name__', '''
@manager.command
def add_user(name, shout=False):
    db.session.add(User(username=name.upper() if shout else name))
    db.session.commit()
    print(User.query.count(), User.query.first().username)


if __name__''')
    assert migrated.manage('add_user', '李雷').out == '1 李雷\n'
    assert '--shout' in migrated.manage('add_user', '--help').out


def test_shell_runs_in_the_application(project):
    assert 'the app is app' in project.manage('shell', typed='print("the app is", app.name)\n').out


def test_runserver_serves(project):
    project.edit('app.py', 'return app', "app.add_url_rule('/', 'index', lambda: 'served')\n    return app")
    done = project.run(sys.executable, '-c', '''
import signal, subprocess, sys, time, urllib.request
sys.path.insert(0, %r)
import servers
port = servers.free_port()
process = subprocess.Popen([sys.executable, 'manage.py', 'runserver', '--port', str(port), '--no-reload'])
try:
    for attempt in range(100):
        try:
            print(urllib.request.urlopen('http://127.0.0.1:%%d/' %% port).read())
            break
        except OSError:
            time.sleep(0.1)
finally:
    process.terminate()
    process.wait()
''' % os.path.dirname(__file__))
    assert "b'served'" in done.out, done


def test_manage_py_can_be_executed_itself(project):
    assert '(head)' in project.run('./manage.py', 'db', 'heads').out


def test_without_safeguard_it_is_the_stock_tool(migrated, database):
    migrated.edit('manage.py', 'safeguard(manager)\n', '')
    migrated.manage('db', status=2)
    migrated.manage('upgrade', status=2)
    migrated.manage('db', 'upgrade', '--message', 'why', status=2)
    migrated.manage('db', 'upgrade')
    assert database.tables() == CREATED


def test_adopting_it_later_needs_no_other_change(new, database):
    new.edit('manage.py', 'safeguard(manager)\n', '')
    new.manage('db', 'init')
    new.manage('db', 'migrate')
    new.edit('manage.py', "MigrateCommand)\n", "MigrateCommand)\nsafeguard(manager)\n")
    new.manage('db', 'upgrade', '--message', MESSAGE)
    assert database.tables() == CREATED


def test_an_upgrade_and_a_downgrade_are_told_by_their_names(migrated):
    assert [line.rsplit('] ', 1)[1] for line in migrated.manage('db', 'upgrade').err.splitlines()[-2:]] == [
        'Running upgrade  -> fcc71ef3b1ac, create user', 'Running upgrade fcc71ef3b1ac -> 423cbaf36ad7, create student']
    assert 'Running downgrade 423cbaf36ad7 -> fcc71ef3b1ac, create student' in migrated.manage('db', 'downgrade').err

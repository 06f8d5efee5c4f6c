"""The help of `db`, its completion, and the new commands under `flask db`."""
import os
import re
import sys

import pytest
from conftest import ROOT
from errors.complaint import CHINESE
from terminal import Shell, Terminal

pytestmark = pytest.mark.long

GROUPS = ['Begin', 'Write revisions', 'Change the database', 'Look', 'Check and repair']
NEW = ['status', 'tables', 'log', 'check', 'doctor', 'repair']


@pytest.fixture
def installed(project):
    """The project with its entry point, as `pip install -e .` leaves it."""
    assert project.run(sys.executable, 'setup.py', '-q', 'egg_info').status == 0
    project.settings['PYTHONPATH'] = project.folder
    return project


def test_the_commands_are_in_groups(project):
    text = project.manage('db', '--help').out
    assert re.findall(r'(?m)^ +([A-Z][a-z ]+):$', text) == GROUPS
    assert all(re.search(r'(?m)^      %s +\w' % name, text) for name in NEW + ['init', 'migrate', 'upgrade', 'history'])


def test_the_usage_is_what_is_typed(project):
    assert project.manage('db', '--help').out.startswith('usage: python manage.py db\n')
    assert project.manage('db', 'upgrade', '--help').out.startswith('usage: python manage.py db upgrade ')


def test_each_command_has_an_example(project):
    from safe_migrate.cli.help import EXAMPLES
    for name, example in EXAMPLES.items():
        text = ' '.join(project.manage('db', name, '--help').out.split())
        assert 'Example: python manage.py ' + example in text, name


def test_flask_db_has_the_new_commands_where_setup_py_was_installed(installed):
    text = installed.flask('db', '--help').out
    assert re.findall(r'(?m)^([A-Z][a-z ]+):$', text)[-5:] == GROUPS
    for name in NEW:
        assert 'Example: flask db ' + name in installed.flask('db', name, '--help').out
    installed.flask('db', 'upgrade', '--message', 'why')
    assert installed.flask('db', 'status', '--exit-code').out == installed.manage('db', 'status').out
    assert 'why' in installed.flask('db', 'log').out
    assert installed.flask('db', 'tables', 'nothing', status=1).err.startswith('Error: There is no table nothing.')


def test_both_command_lines_have_the_same_options(installed):
    for name in NEW + ['history', 'upgrade', 'migrate']:
        script, flask = (set(re.findall(r'--[a-z-]+', installed.run(*words, 'db', name, '--help').out))
                         for words in ([sys.executable, 'manage.py'], ['flask']))
        assert script == flask, name


def test_each_command_and_option_says_what_it_does_in_the_readers_language(installed):
    chinese = {'SAFE_MIGRATE_LANG': 'zh', 'COLUMNS': '100'}
    lines = [line for line in installed.manage('db', '--help', settings=chinese).out.splitlines()
             if re.match('      [a-z]', line)]
    columns = {re.search('  +(?=[^ a-z]|head|stamp)', line[6:]).end() for line in lines}
    assert len(lines) > 20 and len(columns) == 1 and columns < {15, 17}, lines  # argparse's, until Python 3.12 and since
    for words in ([sys.executable, 'manage.py'], ['flask']):
        for name in ('migrate', 'history', 'upgrade', 'stamp'):
            text = installed.run(*words, 'db', name, '--help', settings=chinese).out
            options = re.split(r'\n  (?=-)', text)[1:]
            bare = [option for option in options if not CHINESE.search(option) and '--help' not in option]
            assert options and not bare, bare
    assert '--message MESSAGE' in installed.flask('db', 'migrate', '--help').out


def test_tab_completes_commands_revisions_tables_and_values_as_the_reference_says(project, tmp_path):
    """In bash, with the line that the reference has for it."""
    with open(os.path.join(ROOT, 'docs', 'reference.md'), encoding='utf-8') as file:
        line, = re.findall(r'^eval .*argcomplete.*$', file.read(), re.MULTILINE)
    site = str(tmp_path / 'site')
    assert project.run(sys.executable, '-m', 'pip', 'install', '-q', '--target', site, 'argcomplete').status == 0
    project.manage('db', 'upgrade')
    project.settings.update(PYTHONPATH=site, PS1='$ ', TERM='dumb', PATH=os.pathsep.join(
        [os.path.dirname(sys.executable), os.path.join(site, 'bin'), os.environ['PATH']]))
    shell = Shell(project)
    shell.type(line + '\n')
    for typed, completed in (('up', 'upgrade '), ('upgrade fc', 'upgrade fcc71ef3b1ac '), ('tables stu', 'tables student '),
                             ('history --format mer', 'history --format mermaid '), ('bin re', 'bin restore ')):
        shell.type('\x15python manage.py db %s\t' % typed)
        shell.wait_for('python manage.py db ' + completed)
    shell.type('\x15exit\n')
    shell.end()


def test_colours_are_of_a_terminal_and_of_who_wants_them(project):
    terminal = Terminal(project, 'db', 'status')
    assert terminal.end() == 0 and '\x1b[' not in terminal.output
    project.settings['NO_COLOR'] = ''
    terminal = Terminal(project, 'db', 'status')
    assert terminal.end() == 0 and '\x1b[33m423cbaf36ad7' in terminal.output
    assert '\x1b[' not in project.manage('db', 'status').out
    forced = {'CLICOLOR_FORCE': '1'}
    assert '\x1b[1mupgrade of' in project.manage('db', 'upgrade', '--plan', settings=forced).out
    assert '\x1b[31m\x1b[1mError: ' in project.manage('db', 'upgrade', 'nowhere', settings=forced, status=1).err
    project.manage('db', 'upgrade')
    assert '\x1b[32m* student' in project.manage('db', 'tables', settings=forced).out


def test_what_is_not_in_order_has_a_colour(migrated):
    force = {'settings': {'CLICOLOR_FORCE': '1'}}
    migrated.manage('db', 'upgrade')
    assert migrated.manage('db', 'check', **force).out.startswith('\x1b[32mThe models are as the database')
    migrated.replace('rooms.py', 'from exts import db\n\n\nclass Room(db.Model):\n'
                     '    id = db.Column(db.Integer, primary_key=True)\n')
    assert '\x1b[33m1. rooms.py' in migrated.manage('db', 'doctor', **force).out
    assert '\x1b[' not in migrated.manage('db', 'log', **force).out
    migrated.edit('models.py', "'student'", "'student'\n    age = db.Column(db.Integer)")
    found = migrated.manage('db', 'check', status=1, **force).out.splitlines()
    assert found[0].startswith('\x1b[31m') and found[1].startswith('\x1b[33m  add column student.age')
    migrated.replace('migrations/versions/bad.py', 'revision, down_revision = "bad", "423cbaf36ad7"\n'
                     'def upgrade():\n    raise LookupError\ndef downgrade():\n    pass\n')
    migrated.manage('db', 'upgrade', status=1)
    failed = [line for line in migrated.manage('db', 'log', **force).out.splitlines() if 'failed' in line]
    assert not failed or failed[0].startswith('\x1b[31m')
    assert '\x1b[' not in migrated.manage('db', 'check', status=1, settings={'CLICOLOR_FORCE': '1', 'NO_COLOR': '1'}).out

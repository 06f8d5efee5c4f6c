"""The help of `db`, its completion, and the new commands under `flask db`."""
import os
import re
import sys

import pytest

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
    from safe_migrate.commands.helped import EXAMPLES
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


def test_completion_knows_the_commands(project, tmp_path):
    site = str(tmp_path / 'site')
    assert project.run(sys.executable, '-m', 'pip', 'install', '-q', '--target', site, 'argcomplete').status == 0
    answer = str(tmp_path / 'answer')
    line = 'manage.py db st'
    project.run(sys.executable, 'manage.py', settings={
        'PYTHONPATH': site, '_ARGCOMPLETE': '1', 'COMP_LINE': line, 'COMP_POINT': str(len(line)), '_ARGCOMPLETE_IFS': '\n',
        '_ARGCOMPLETE_STDOUT_FILENAME': answer, '_ARGCOMPLETE_SHELL': 'bash', '_ARGCOMPLETE_SUPPRESS_SPACE': '1'})
    assert os.path.exists(answer)
    with open(answer) as file:
        assert file.read().split() == ['stamp', 'status']

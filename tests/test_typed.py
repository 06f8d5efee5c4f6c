"""What is typed is what the answers name; what a terminal would obey is printed as text."""
import pytest

pytestmark = pytest.mark.long


def test_the_answers_name_the_command_as_it_was_typed(project):
    project.edit('manage.py', "add_command('db'", "add_command('database'")
    said = project.manage('database', 'check', status=1).out
    assert 'Type: python manage.py database upgrade' in said and 'manage.py db ' not in said
    project.edit('manage.py', "add_command('database'",
                 "add_option('-c', dest='config', required=False)\nmanager.add_command('db'")
    project.edit('manage.py', 'Manager(app)', 'Manager(lambda config=None: app)')
    assert 'Type: python manage.py -c conf.py db upgrade' in project.manage('-c', 'conf.py', 'db', 'check', status=1).out


def test_a_function_that_is_no_command_is_told(project):
    project.edit('manage.py', 'safeguard(manager)', "manager.add_command('test', lambda: 1)\nsafeguard(manager)")
    said = project.manage('db', 'status', status=1).err
    assert 'manage.py gives a function to manager.add_command()' in said and '@manager.command' in said


def test_a_message_does_not_command_the_terminal(project):
    name = next(name for name in project.revisions() if 'student' in name)
    project.edit('migrations/versions/' + name, 'create student', 'create \\x1b[31mstudent')
    for command in ('history', 'heads'):
        assert '\x1b' not in project.manage('db', command).out
    assert '\\x1b[31mstudent' in project.manage('db', 'history').out

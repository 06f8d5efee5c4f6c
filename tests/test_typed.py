"""What is typed is what the answers name; what a terminal would obey is printed as text."""
import pytest
from errors.complaint import complains

pytestmark = pytest.mark.long


def test_the_answers_name_the_command_as_it_was_typed(project):
    project.edit('manage.py', "add_command('db'", "add_command('database'")
    said = project.manage('database', 'check', status=1).out
    assert 'Type: python manage.py database upgrade' in said and 'manage.py db ' not in said
    project.edit('manage.py', "add_command('database'",
                 "add_option('-c', dest='config', required=False)\nmanager.add_command('db'")
    project.edit('manage.py', 'Manager(app)', 'Manager(lambda config=None: app)')
    assert 'Type: python manage.py -c conf.py db upgrade' in project.manage('-c', 'conf.py', 'db', 'check', status=1).out


@pytest.mark.parametrize('written, said', [
    ('lambda: 1', 'a function'), ('print()', 'the result of a function, None,'), ('"test"', 'str')])
def test_what_is_no_command_is_told(project, written, said):
    project.edit('manage.py', 'safeguard(manager)', "manager.add_command('test', %s)\nsafeguard(manager)" % written)
    complains(project, 'status', words=['manage.py gives %s to manager.add_command()' % said, '@manager.command'])


@pytest.mark.parametrize('right, wrong, words', [
    ('Manager(app)', 'Manager()', ['A Manager that has no application', 'Manager(app)']),
    ('MigrateCommand)', 'MigrateCommand())', ['A Manager that has no application', 'without brackets']),
    ('Manager(app)', "Manager('app')", ['gives str to Manager()', 'Manager(app)']),
    ('safeguard(manager)', 'safeguard(manager)\n\n\n@manager.command()\ndef hello():\n    pass',
     ['@manager.command with brackets'])])
def test_what_flask_script_is_given_and_does_not_take_is_told(project, right, wrong, words):
    project.edit('manage.py', right, wrong)
    complains(project, 'status', words=words)


@pytest.mark.parametrize('end', ["if __name__ == 'main':\n    manager.run()\n", "if __name__ == '__main__':\n    1\n", ''])
def test_a_manage_py_that_never_runs_says_so(project, end):
    text = project.read('manage.py')
    project.replace('manage.py', text[:text.index('if __name__')] + end)
    complains(project, 'upgrade', words=['manage.py does not call manager.run()', "if __name__ == '__main__':"])
    assert not project.manage('runserver').err  # which is no command of ours


def test_a_manage_py_that_runs_in_another_way_is_left_alone(project):
    project.edit('manage.py', '    manager.run()', "    manager.handle('manage.py', ['db', 'current'])")
    assert not project.manage('db', 'upgrade').err.count('Error')
    project.edit('manage.py', 'safeguard(manager)', 'safeguard(manager)\nraise SystemExit(3)')
    assert not project.manage('db', 'upgrade', status=3).err


def test_a_message_does_not_command_the_terminal(project):
    name = next(name for name in project.revisions() if 'student' in name)
    project.edit('migrations/versions/' + name, 'create student', 'create \\x1b[31mstudent')
    for command in ('history', 'heads'):
        assert '\x1b' not in project.manage('db', command).out
    assert '\\x1b[31mstudent' in project.manage('db', 'history').out

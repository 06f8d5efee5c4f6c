"""A script of another name, or that has the commands under another one or under none: what is to be typed works there."""
import sys

import pytest
from errors.complaint import CHINESE

# What is put in the place of the lines of manage.py, and how a command is typed then.
SCRIPTS = {
    'another file': ('migrate.py', {}, 'python migrate.py db '),
    'another name': ('manage.py', {"'db', MigrateCommand": "'schema', MigrateCommand"}, 'python manage.py schema '),
    'the name put in': ('db_migrate.py', {'manager.run()': "__import__('sys').argv.insert(1, 'db')\n    manager.run()"},
                        'python db_migrate.py '),
    'none': ('migration.py', {"manager.add_command('db', MigrateCommand)": 'manager = MigrateCommand\nmanager.app = app'},
             'python migration.py '),
    'each command': ('commands.py', {"manager.add_command('db', MigrateCommand)":
                                     'for name, command in list(MigrateCommand._commands.items()):\n'
                                     '    manager.add_command(name, command)'}, 'python commands.py '),
}


@pytest.fixture(params=sorted(SCRIPTS))
def script(request, project):
    """A function that runs a command as it is typed there."""
    name, lines, typed = SCRIPTS[request.param]
    text = project.read('manage.py')
    for old, new in lines.items():
        assert old in text
        text = text.replace(old, new)
    project.write(**{name[:-len('.py')]: text})
    words = typed.split()[2:]

    def run(*command, **options):
        return project.manage(*(words + list(command)), script=name, **options)
    run.typed, run.project, run.name = typed, project, name
    return run


@pytest.mark.long
def test_what_is_to_be_typed_can_be(script):
    told = script('check', status=1).out
    assert told.endswith('Type: %supgrade\n' % script.typed), told
    script('upgrade')
    mistyped = script('upgrad', status=2).err
    assert 'Did you mean: %supgrade' % script.typed in mistyped, mistyped
    refused = script('bin', '--yes', status=1).err
    assert 'or type: %sbin empty' % script.typed in refused, refused
    told = script('bin', 'restore', status=1, settings={'SAFE_MIGRATE_LANG': 'zh'}).err
    assert CHINESE.search(told) and '%sbin restore 3' % script.typed in told, told


def test_the_file_that_is_to_be_changed_is_named(script):
    script.project.write(models='Student = User = None\n')
    assert 'Import the models in %s.' % script.name in script('doctor').out


def test_a_file_that_cannot_be_imported_is_told_without_a_traceback(script):
    script.project.replace('models.py', 'import nothing_there\n' + script.project.read('models.py'))
    said = script('doctor', status=1).err
    assert 'models.py:1 imports nothing_there' in said and 'Traceback' not in said, said


def test_a_command_of_the_codebases_own_ends_as_ever(project):
    project.replace('models.py', 'import nothing_there\n' + project.read('models.py'))
    assert 'Traceback' in project.manage('check', status=1).err


@pytest.mark.long
@pytest.mark.parametrize('flask_app, file', [('wsgi.py', 'wsgi.py'), ('wsgi:app', 'wsgi.py'), ('manage.py', 'manage.py')])
def test_under_flask_it_is_the_file_that_the_application_is_taken_from(project, flask_app, file):
    assert project.run(sys.executable, 'setup.py', '-q', 'egg_info').status == 0
    project.settings.update(PYTHONPATH=project.folder, FLASK_APP=flask_app)
    project.write(models='Student = User = None\n', wsgi=project.read('manage.py'))
    assert 'Import the models in %s.' % file in project.flask('db', 'doctor').out

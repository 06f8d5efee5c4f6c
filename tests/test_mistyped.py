"""What is mistyped on the command line is named, with the nearest that is right."""
import sys

import pytest
from errors.complaint import CHINESE, MOST_LINES

MISTYPED = [  # behind the program, what is told in the first line, and what is to be typed
    ('db upgrade --lock-timout 3', 'db upgrade has no option --lock-timout', 'db upgrade --lock-timeout'),
    ('db upgrade --lock-timout=3', 'db upgrade has no option --lock-timout', 'db upgrade --lock-timeout'),
    ('db upgrade --sqll', 'db upgrade has no option --sqll', 'db upgrade --sql'),
    ('db upgrade -y', 'db upgrade has no option -y', 'db upgrade --yes'),
    ('db upgrade -h', 'db upgrade has no option -h', 'db upgrade --help'),
    ('db upgrade --frobnicate', 'db upgrade has no option --frobnicate', 'db upgrade --help'),
    ('db --plan upgrade', 'db has no option --plan', 'db upgrade --plan'),
    ('db upgrade head head', 'db upgrade cannot take: head', 'db upgrade --help'),
    ('db upgrade --lock-timeout', '--lock-timeout of db upgrade needs a value', 'db upgrade --help'),
    ('db upgrade --lock-timeout x', "--lock-timeout of db upgrade: 'x' is no number of seconds", 'db upgrade --help'),
    ('db upgrade --sql=3', '--sql of db upgrade takes no value', 'db upgrade --help'),
    ('db upgrad', 'There is no command db upgrad', 'db upgrade'),
    ('db xyz', 'There is no command db xyz', 'db --help'),
]
OF_MANAGE_PY = [
    ('migrate', 'There is no command migrate', 'db migrate'),
    ('downgrad', 'There is no command downgrad', 'db downgrade'),
    ('upgrad', 'There is no command upgrad', 'upgrade'),
    ('xyz', 'There is no command xyz', '--help'),
    ('upgrade --lock-timout 3', 'upgrade has no option --lock-timout', 'upgrade --lock-timeout'),
    ('--verbose db upgrade', 'manage.py has no option --verbose', '--help'),
    ('-h', 'manage.py has no option -h', '--help'),
    ('runserver --prt 80', 'runserver has no option --prt', 'runserver --port'),
    ('db merge', 'db merge needs: revisions', 'db merge --help'),
    ('-c', '-c of manage.py needs a value', '--help'),
    ('add lines two', 'There is no command add lines', 'add line'),
    ('add line one two', 'add line cannot take: two', 'add line --help'),
]
WITH_COMMANDS = '''from flask_script import Manager as Sub
add = Sub(usage='Add something')
manager.add_command('add', add)
manager.add_option('-c', dest='config')


@add.command
def line(name):
    print('added', name)


class Everything(Sub.__mro__[0].command.__globals__['Command']):
    capture_all_args = True

    def run(self, words):
        print(words)


manager.add_command('everything', Everything())

if __name__'''


def is_named(result, program, told, meant):
    first, second = result.err.splitlines()[:2]
    assert result.status == 2 and not result.out and len(result.err.splitlines()) <= MOST_LINES, result
    assert first.startswith('Error: ' + told) and second.endswith(' %s %s' % (program, meant)), result


@pytest.fixture
def with_commands(project):
    """A project with commands and options of its own."""
    project.edit('manage.py', 'Manager(app)', 'Manager(lambda config=None: app)')
    project.edit('manage.py', 'if __name__', WITH_COMMANDS)
    return project


def test_what_is_mistyped_is_named(with_commands):
    for words, told, meant in MISTYPED[:1] + MISTYPED[-2:] + OF_MANAGE_PY[:1]:
        is_named(with_commands.manage(*words.split(), status=2), 'python manage.py', told, meant)


@pytest.mark.long
def test_what_is_mistyped_is_named_on_every_level(with_commands):
    for words, told, meant in MISTYPED + OF_MANAGE_PY:
        is_named(with_commands.manage(*words.split(), status=2), 'python manage.py', told, meant)


def test_it_is_named_in_chinese(with_commands):
    for words in ('db upgrade --sqll', 'db xyz', 'db merge', 'db upgrade --sql=3', 'db upgrade a b', 'db upgrade -m'):
        err = with_commands.manage(*words.split(), status=2, settings={'SAFE_MIGRATE_LANG': 'zh'}).err
        assert all(CHINESE.search(line) for line in err.splitlines()), err


def test_what_is_right_stays_so(with_commands):
    assert with_commands.manage('add', 'line', 'x').out == 'added x\n'
    assert with_commands.manage('-c', 'prod', 'add', 'line', 'x').out == 'added x\n'
    assert with_commands.manage('everything', 'a', '--b', '-c').out == "['a', '--b', '-c']\n"
    assert 'usage:' in with_commands.manage('-?').out
    assert 'usage:' in with_commands.manage(status=2).out
    with_commands.manage('db', 'upgrade', '--lock-time', '3')  # an option may be shortened, as ever


@pytest.mark.long
def test_what_is_mistyped_is_named_under_flask(project):
    assert project.run(sys.executable, 'setup.py', '-q', 'egg_info').status == 0
    project.settings['PYTHONPATH'] = project.folder
    for words, told, meant in MISTYPED:
        is_named(project.flask(*words.split(), status=2), 'flask', told, meant)
    is_named(project.flask('db', 'downgrade', '-1', status=2), 'flask', 'db downgrade has no option -1',
             'db downgrade -- -1')


def test_an_upgrade_with_nothing_to_do_says_so(migrated):
    assert 'Nothing to do' not in migrated.manage('db', 'upgrade').err
    assert migrated.manage('db', 'upgrade').err.endswith('\nNothing to do: there is no revision to apply.\n')
    assert migrated.manage('db', 'upgrade', settings={'SAFE_MIGRATE_LANG': 'zh'}).err.endswith('\n没有需要执行的迁移。\n')
    for options in (['--sql'], ['--plan', '--json']):
        done = migrated.manage('db', 'upgrade', *options)
        assert 'Nothing to do' not in done.err + done.out

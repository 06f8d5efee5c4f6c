"""What is wrong with the revisions, or with the name of one."""
import os
import shutil

import pytest

from .complaint import complains, revise

pytestmark = pytest.mark.long
READS = ['upgrade', 'history', 'heads', 'current', 'migrate', 'status']


def test_a_revision_that_nobody_has(project):
    complains(project, 'upgrade', 'nosuch', words=['There is no revision nosuch.', 'db history'])


def test_a_revision_that_the_database_names_and_no_file_has(migrated):
    path = revise(migrated)
    migrated.manage('db', 'upgrade')
    os.unlink(migrated.path(path))
    for command in ['upgrade'], ['downgrade'], ['current'], ['migrate']:
        complains(migrated, *command, words=['The database is at the revision bad, and no file has it.', 'db repair'])


@pytest.mark.parametrize('command', READS)
def test_a_file_that_is_missing_in_between(project, command):
    os.unlink(project.path('migrations', 'versions', 'fcc71ef3b1ac_create_user.py'))
    complains(project, command, words=['The revision 423cbaf36ad7 follows fcc71ef3b1ac, and no file has it.', 'db repair'])


@pytest.mark.parametrize('command', READS)
def test_an_id_that_is_there_twice(project, command):
    shutil.copy(project.path('migrations', 'versions', 'fcc71ef3b1ac_create_user.py'),
                project.path('migrations', 'versions', 'copy.py'))
    complains(project, command, words=['The revision fcc71ef3b1ac is there twice.', 'db repair'])


@pytest.mark.parametrize('command', READS + ['repair'])
def test_revisions_in_a_circle(project, command):
    revise(project, revision='one', follows='two')
    revise(project, revision='two', follows='one')
    complains(project, command, words=['in a circle', 'down_revision'])


@pytest.mark.parametrize('command', READS + ['repair'])
def test_a_revision_that_follows_itself(project, command):
    revise(project, revision='one', follows='one')
    complains(project, command, words=['in a circle', 'down_revision'])


def test_several_heads(project):
    revise(project, revision='other', follows='fcc71ef3b1ac')
    complains(project, 'upgrade', words=['There are several heads', 'db merge heads'])


def test_a_database_that_is_behind(migrated):
    complains(migrated, 'migrate', words=['not at the newest revision', 'db upgrade', 'db merge heads', 'db repair'])


def test_sql_of_a_comparison(project):
    complains(project, 'migrate', '--sql', words=['--sql prints statements', 'db upgrade --sql'])


def test_the_first_characters_of_several(project):
    revise(project, revision='423c0')
    complains(project, 'upgrade', '423c', words=['Several revisions begin with 423c'])


def test_steps_out_of_range(migrated):
    complains(migrated, 'upgrade', '+9', words=['+9 is out of range'])
    complains(migrated, 'downgrade', '-9', words=['-9 is out of range'])


def test_a_file_without_a_revision(project):
    project.write(**{'migrations/versions/stray': 'x = 1\n'})
    complains(project, 'upgrade', words=['stray.py', "revision = '...'"])


def test_a_folder_that_is_there_already(project):
    complains(project, 'init', words=['The folder migrations is there already', 'Nothing was written', 'db migrate'])


def test_no_folder(project):
    shutil.rmtree(project.path('migrations'))
    for command in READS:
        complains(project, command, words=['There is no folder', 'migrations', 'db init'])


@pytest.mark.parametrize('name', ['alembic.ini', 'env.py'])
def test_a_file_of_the_folder_is_missing(project, name):
    os.unlink(project.path('migrations', name))
    complains(project, 'upgrade', words=[name, 'git checkout'])


def test_no_folder_for_the_revisions(new):
    new.manage('db', 'init')
    shutil.rmtree(new.path('migrations', 'versions'))
    complains(new, 'migrate', words=['The file or folder is missing: migrations/versions', 'mkdir migrations/versions'])


def test_an_alembic_ini_that_is_broken(project):
    project.replace('migrations/alembic.ini', 'script_location = migrations\n')
    complains(project, 'upgrade', words=['alembic.ini cannot be read'])


def test_a_template_that_cannot_be_rendered(migrated):
    migrated.manage('db', 'upgrade')
    migrated.replace('migrations/script.py.mako', '${nothing(}')
    complains(migrated, 'revision', words=['script.py.mako', 'Nothing was written'])


OPTIONS = [('upgrade --lock-timeout x', "'x' is no number of seconds"), ('upgrade --resume maybe', 'neither skip nor redo'),
           ('status --connect-timeout 0', 'more than 0'), ('tables --rows 1.5', "'1.5' is no number of rows"),
           ('history --format gif', 'mermaid'), ('check --shadow /nowhere/x.db', 'its folder is not there')]


@pytest.mark.parametrize('command, words', OPTIONS)
def test_a_value_that_an_option_does_not_take(project, command, words):
    result = project.manage('db', *command.split(), status=None)
    assert result.status in (1, 2) and words in result.err and '_' not in result.err.splitlines()[-1], result


@pytest.mark.parametrize('typed, meant', [('UPGRADE', 'upgrade'), ('down', 'downgrade')])
def test_a_command_in_other_letters_or_only_begun(project, typed, meant):
    complains(project, typed, status=2, words=['Did you mean: python manage.py db ' + meant])


def test_an_unknown_command_names_the_nearest(project):
    complains(project, 'upgrad', status=2, words=['There is no command db upgrad.', 'python manage.py db upgrade'])
    complains(project, 'xyz', status=2, words=['There is no command db xyz.', 'db --help'])


def test_a_revision_behind_the_short_upgrade_is_no_command(migrated):
    migrated.manage('upgrade', 'fcc71ef3b1ac')
    assert 'fcc71ef3b1ac' in migrated.manage('db', 'current').out


def test_a_range_that_is_none(project):
    complains(project, 'history', '--rev-range', 'x:y:z', words=['A range of revisions is two of them', 'FROM:TO'])
    complains(project, 'upgrade', 'fcc71:423cb', words=['only be given with --sql', 'db upgrade --sql FROM:TO'])


def test_a_folder_for_a_revision_that_is_not_configured(project):
    complains(project, 'revision', '--version-path', '/nowhere', words=['version_locations', 'Nothing was written'])


@pytest.mark.parametrize('old, new', [("'bad', '", "5, '"), ("'423cbaf36ad7'", '5')])
def test_an_id_that_is_no_text(project, old, new):
    project.edit(revise(project), old, new)
    complains(project, 'upgrade', words=['bad.py'])


def test_an_upgrade_that_is_no_function(project):
    project.edit(revise(project), 'def upgrade', 'upgrade = 5\n\n\ndef other')
    complains(project, 'upgrade', words=["TypeError: 'int' object is not callable"])


def test_a_name_that_is_empty(project):
    complains(project, 'upgrade', '', words=['The name of a revision is empty'])


WRITTEN_WRONG = {
    'an empty id': ("revision = ''\ndown_revision = '423cbaf36ad7'", 'has an empty revision'),
    'one parent twice': ("revision = 'bad'\ndown_revision = ('423cbaf36ad7', '423cbaf36ad7')", 'names a revision twice'),
    'a label that is an id': ("revision = 'bad'\ndown_revision = '423cbaf36ad7'\nbranch_labels = ('fcc71ef3b1ac',)",
                              'is the id of a revision'),
    'a need that nobody has': ("revision = 'bad'\ndown_revision = '423cbaf36ad7'\ndepends_on = 'gone'",
                               'follows or needs gone'),
    'one of two parents that nobody has': ("revision = 'bad'\ndown_revision = ('423cbaf36ad7', 'gone')", 'bad follows gone'),
    'an end of the program': ("revision = 'bad'\ndown_revision = '423cbaf36ad7'\nraise SystemExit",
                              'ended by migrations/versions'),
}


@pytest.mark.parametrize('case', sorted(WRITTEN_WRONG))
def test_what_alembic_would_pass_over(project, case):
    text, words = WRITTEN_WRONG[case]
    project.replace('migrations/versions/bad.py', text + '\ndef upgrade(): pass\ndef downgrade(): pass\n')
    for command in 'upgrade', 'check':
        complains(project, command, words=[words])
    assert 'fcc71ef3b1ac' not in project.manage('db', 'current', status=None).out


def test_a_branch_label_that_two_revisions_have(project):
    for name in 'one', 'two':
        path = revise(project, revision=name)
        project.edit(path, "= 'one', '423cbaf36ad7', None" if name == 'one' else "= 'two', '423cbaf36ad7', None",
                     "= '%s', '423cbaf36ad7', ('mine',)" % name)
    complains(project, 'upgrade', words=['The branch label mine is in the revisions one and two.', 'branch_labels'])


@pytest.mark.parametrize('body, words', [
    ('raise SystemExit(0)', 'ended by migrations/versions/bad.py'),
    ("raise type('Timeout', (BaseException,), {})('too slow')", 'Timeout: too slow'),
    ("input('Sure? ')", 'migrations/versions/bad.py:7 asks with input(), and there is nobody to answer.'),
    ("op.drop_column('user', 'nope')", 'A column is not there'),
    ("op.execute('SELECT 1 -- :name')", 'A colon in the SQL stands for a value that is not given: name'),
])
def test_an_upgrade_that_ends_in_another_way(project, body, words):
    revise(project, body)
    complains(project, 'upgrade', words=[words])
    assert 'bad' not in project.manage('db', 'current').out


def test_a_link_that_leads_nowhere(project):
    os.symlink('nowhere.py', project.path('migrations', 'versions', 'bad.py'))
    for command in 'upgrade', 'check':
        complains(project, command, words=['missing', 'bad.py'])

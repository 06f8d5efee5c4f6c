"""`db repair`: shows what is wrong with the revisions and what it would do, and does it after a yes."""
import importlib.util
import os
import py_compile
import shutil
import warnings

import pytest

pytestmark = pytest.mark.long

FIRST, SECOND = 'fcc71ef3b1ac', '423cbaf36ad7'
SECOND_NAME = '423cbaf36ad7_create_student.py'
SECOND_FILE = 'migrations/versions/' + SECOND_NAME


def repair(project, *options, **expected):
    return project.manage('db', 'repair', *options, **expected).out


def version(database):
    return sorted(one for one, in database.query('SELECT version_num FROM alembic_version'))


def commit(project, message):
    for words in (['init', '-q'], ['add', '-A'], ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', message]):
        assert project.run('git', *words).status == 0


@pytest.fixture
def branched(migrated):
    """Two heads: 423cbaf36ad7, and the newer aaaaaaaaaaaa."""
    migrated.manage('db', 'revision', '--head', FIRST, '--splice', '--rev-id', 'aaaaaaaaaaaa', '-m', 'mine')
    return migrated


def test_a_project_in_order_has_nothing_to_repair(migrated):
    migrated.manage('db', 'upgrade')
    assert repair(migrated) == 'Nothing is wrong.\n'


def test_nothing_is_done_without_a_yes(branched):
    before = branched.revisions()
    text = repair(branched, status=1)
    assert 'There are 2 heads' in text and 'It would write the merge' in text and 'add --yes' in text
    assert branched.revisions() == before


def test_a_lost_revision_comes_back_from_git(migrated, database):
    migrated.manage('db', 'upgrade')
    text = migrated.read(SECOND_FILE)
    commit(migrated, 'with it')
    os.remove(migrated.path(SECOND_FILE))
    commit(migrated, 'without it')
    shown = repair(migrated, status=1)
    assert 'No file has the revision 423cbaf36ad7, which the database names.' in shown
    assert 'It would bring %s back from the commit' % SECOND_FILE in shown
    repair(migrated, '--yes')
    assert migrated.read(SECOND_FILE) == text
    migrated.manage('db', 'check')


def test_a_lost_revision_comes_back_from_another_branch_with_what_it_follows(project):
    with open(project.path('.gitignore'), 'w') as file:
        file.write('*.db\n__pycache__\n.writing\n')
    commit(project, 'begin')
    project.run('git', 'checkout', '-qb', 'other')
    for identifier, parent in (('aaaaaaaaaaaa', SECOND), ('bbbbbbbbbbbb', 'aaaaaaaaaaaa')):
        project.manage('db', 'revision', '--rev-id', identifier, '--head', parent, '-m', 'other')
    project.manage('db', 'upgrade')
    commit(project, 'other')
    assert project.run('git', 'checkout', '-q', '-').status == 0
    assert len(project.revisions()) == 2
    repair(project, '--yes')
    assert {'aaaaaaaaaaaa_other.py', 'bbbbbbbbbbbb_other.py'} <= set(project.revisions())
    assert 'Pending      nothing' in project.manage('db', 'status').out


def test_a_lost_revision_whose_file_has_a_chinese_name_comes_back(migrated):
    os.rename(migrated.path(SECOND_FILE), migrated.path('migrations/versions/423cbaf36ad7_学生 表.py'))
    migrated.manage('db', 'upgrade')
    before = migrated.read('migrations/versions/423cbaf36ad7_学生 表.py')
    commit(migrated, 'with it')
    os.remove(migrated.path('migrations/versions/423cbaf36ad7_学生 表.py'))
    repair(migrated, '--yes')
    assert migrated.read('migrations/versions/423cbaf36ad7_学生 表.py') == before
    assert len(migrated.revisions()) == 2


def test_without_git_the_version_is_told_from_the_structure(migrated, database):
    migrated.manage('db', 'upgrade', FIRST)
    database.query("UPDATE alembic_version SET version_num = 'ffffffffffff'")
    assert 'It would set the version to %s' % FIRST in repair(migrated, status=1)
    assert version(database) == ['ffffffffffff']
    repair(migrated, '--yes')
    assert version(database) == [FIRST]
    migrated.manage('db', 'upgrade')


def test_a_structure_that_no_revision_has_is_left_alone(migrated, database):
    migrated.manage('db', 'upgrade')
    database.query("UPDATE alembic_version SET version_num = 'ffffffffffff'")
    database.query('CREATE TABLE other (id INTEGER)')
    assert 'the structure of none of the revisions' in repair(migrated, '--yes', status=1)
    assert version(database) == ['ffffffffffff']


def test_several_heads_are_merged(branched):
    assert 'Done.\nNothing is left to repair.\n' in repair(branched, '--yes')
    assert len(branched.manage('db', 'heads').out.splitlines()) == 1
    branched.manage('db', 'upgrade')


def test_ones_own_revision_goes_behind_the_other_head(branched, database):
    branched.manage('db', 'upgrade', SECOND)
    assert 'It would let aaaaaaaaaaaa, mine follow 423cbaf36ad7' in repair(branched, '--rebase', status=1)
    repair(branched, '--rebase', '--yes')
    text = branched.read('migrations/versions/aaaaaaaaaaaa_mine.py')
    assert "down_revision = '423cbaf36ad7'" in text and 'Revises: 423cbaf36ad7' in text
    branched.manage('db', 'upgrade')
    assert version(database) == ['aaaaaaaaaaaa']


def test_what_a_database_has_is_not_rebased(branched):
    branched.manage('db', 'upgrade', 'heads')
    before = branched.revisions()
    assert 'leave --rebase out' in repair(branched, '--rebase', '--yes', status=1)
    assert branched.revisions() == before


def test_the_newer_of_two_files_with_one_id_gets_another(migrated):
    migrated.replace('migrations/versions/copy.py', migrated.read(SECOND_FILE).replace('create student', 'copy')
                     .replace('Create Date: 20', 'Create Date: 29'))
    shown = repair(migrated, status=1)
    assert 'The revision 423cbaf36ad7 is there twice' in shown
    assert 'type: python manage.py db repair --baseline' in repair(migrated, '--yes', status=1)  # both make the table
    assert "revision = '423cbaf36ad7'" in migrated.read(SECOND_FILE)
    assert "revision = '423cbaf36ad7'" not in migrated.read('migrations/versions/copy.py')
    assert len(migrated.manage('db', 'heads').out.splitlines()) == 1


@pytest.mark.parametrize('make', [shutil.copy, lambda path, copy: os.symlink(os.path.basename(path), copy)])
def test_of_two_files_that_are_the_same_the_copy_goes(migrated, make):
    before = migrated.read(SECOND_FILE)
    make(migrated.path(SECOND_FILE), migrated.path('migrations', 'versions', '423cbaf36ad7_create_student - copy.py'))
    repair(migrated, '--yes')
    assert sorted(migrated.revisions()) == [SECOND_NAME, 'fcc71ef3b1ac_create_user.py']
    assert migrated.read(SECOND_FILE) == before
    migrated.manage('db', 'upgrade')


def test_a_revision_that_another_needs_comes_back_from_git(migrated):
    path = 'migrations/versions/needed.py'
    migrated.replace(path, migrated.read(SECOND_FILE).replace(SECOND, 'needed').replace(FIRST, ''))
    migrated.edit(path, "down_revision = ''", 'down_revision = None')
    migrated.edit(SECOND_FILE, 'depends_on = None', "depends_on = 'needed'")
    commit(migrated, 'both')
    os.unlink(migrated.path(path))
    assert 'another revision follows or needs' in repair(migrated, status=1)
    repair(migrated, '--yes', status=None)
    assert os.path.exists(migrated.path(path))


@pytest.fixture
def old(new, database):
    """A database that the models made, without migrations, with a row."""
    new.run('python', '-c', 'from app import app; from exts import db; app.app_context().push(); db.create_all()')
    database.query("INSERT INTO student (id, name) VALUES (1, '张三')")
    new.manage('db', 'init')
    return new


def builds_anew(project, database):
    """Whether the revisions build an empty database that is as the models."""
    return 'Each revision that was tried' in project.manage('db', 'check', '--all').out


def test_a_database_from_before_gets_its_first_revision(old, database):
    assert 'from the models, which are as the database' in repair(old, '--baseline', status=1)
    repair(old, '--baseline', '--yes')
    assert len(version(database)) == 1 and len(database.query('SELECT * FROM student')) == 1
    assert old.manage('db', 'check').status == 0
    assert builds_anew(old, database)


def test_where_the_models_differ_it_is_written_from_the_database(old, database):
    old.edit('models.py', "'student'", "'student'\n    age = db.Column(db.Integer)")
    assert 'from the database' in repair(old, '--baseline', status=1)
    repair(old, '--baseline', '--yes')
    assert '  add column student.age (INT' in old.manage('db', 'check', status=1).out
    old.manage('db', 'migrate', '-m', 'age')
    old.manage('db', 'upgrade')
    old.manage('db', 'check')
    assert builds_anew(old, database) and len(database.query('SELECT * FROM student')) == 1


def test_a_database_with_a_version_needs_no_baseline(migrated):
    migrated.manage('db', 'upgrade')
    assert repair(migrated, '--baseline') == 'Nothing is wrong.\n'


def test_a_baseline_keeps_what_the_models_do_not_know(old, database):
    database.query("CREATE TABLE a_mark (id INTEGER, at VARCHAR(20) DEFAULT ':x 5%', student_id INTEGER, "
                   'FOREIGN KEY (student_id) REFERENCES student (id))')
    repair(old, '--baseline', '--yes')
    shown = old.manage('db', 'check', '--all', status=1).out
    assert shown == 'The revisions do not build what the models say; db migrate would\n  remove table a_mark\n'
    text = ''.join(old.revisions().values())
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        compile(text, 'baseline', 'exec')
    assert ':x 5%' in text


def test_of_a_file_that_is_written_anew_nothing_compiled_is_left(tmp_path):
    from safe_migrate.operations.repair.files import write
    path = str(tmp_path / 'revision.py')
    write(path, "down_revision = 'a'\n")
    py_compile.compile(path)
    write(path, "down_revision = 'b'\n")  # of the same length and in the same second: Python takes it for the same
    assert not os.path.exists(importlib.util.cache_from_source(path))


ODD_VERSIONS = {
    'a revision and one before it': [SECOND, FIRST],
    'the same twice': [SECOND, SECOND],
    'the first characters': [SECOND[:4]],
    'a word for it': ['head'],
    'NULL': [None],
    'an empty text': [''],
}


@pytest.mark.parametrize('case', sorted(ODD_VERSIONS))
def test_a_version_table_that_no_command_of_alembic_writes(migrated, database, case):
    migrated.manage('db', 'upgrade')
    database.query('DROP TABLE alembic_version')
    database.query('CREATE TABLE alembic_version (version_num VARCHAR(32))')
    for one in ODD_VERSIONS[case]:
        database.query('INSERT INTO alembic_version VALUES (%s)' % ('NULL' if one is None else "'%s'" % one))
    result = migrated.manage('db', 'downgrade', status=None)
    if result.status == 0 and case == 'a revision and one before it':
        return  # later releases of Alembic go down from both
    assert result.status == 1 and 'db repair' in result.err and 'Traceback' not in result.err
    assert 'student' in database.tables()
    for command in 'status', 'tables', 'check', 'check --deep', 'upgrade --plan':
        assert 'It was raised at' not in migrated.manage('db', *command.split(), status=None).err
    repair(migrated, '--yes')
    assert version(database) == [SECOND]
    migrated.manage('db', 'downgrade')


def test_a_database_whose_version_was_deleted_is_marked_as_the_models_say(migrated, database):
    migrated.manage('db', 'upgrade')
    database.query('DELETE FROM alembic_version')
    assert 'python manage.py db stamp head' in migrated.manage('db', 'repair', '--baseline', status=1).out
    migrated.manage('db', 'stamp', 'head')
    migrated.manage('db', 'check')
    database.query('DELETE FROM alembic_version')
    migrated.edit('models.py', "'student'", "'student'\n    age = db.Column(db.Integer)")
    assert 'python manage.py db stamp REVISION' in migrated.manage('db', 'repair', '--baseline', status=1).out


def test_a_version_that_nobody_has_says_how_it_is_set_by_hand(migrated, database):
    migrated.manage('db', 'upgrade')
    database.query('CREATE TABLE more (id INTEGER PRIMARY KEY)')
    database.query("UPDATE alembic_version SET version_num = 'lost'")
    said = migrated.manage('db', 'repair', status=1).out
    assert 'run in it: DELETE FROM alembic_version, and then type: python manage.py db stamp REVISION' in said
    database.query('DELETE FROM alembic_version')
    migrated.manage('db', 'stamp', 'head')
    assert 'Nothing is wrong' in migrated.manage('db', 'repair').out

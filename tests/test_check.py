"""`db check`: exit status 1 and the reasons, when the models or the revisions are not in order."""
import pytest
from conftest import SQLite

pytestmark = pytest.mark.long

FIRST, SECOND = 'fcc71ef3b1ac', '423cbaf36ad7'
SECOND_FILE = 'migrations/versions/423cbaf36ad7_create_student.py'


def reasons(project, *options):
    return project.manage('db', 'check', *options, status=1).out.splitlines()


def downgrade_is(project, body):
    """Let the second revision's downgrade be another one; returns the line that it stands in."""
    text = project.read(SECOND_FILE)
    before = text[:text.index('def downgrade')]
    project.replace(SECOND_FILE, before + body)
    return before.count('\n') + 1


def test_a_project_in_order_passes(migrated):
    migrated.manage('db', 'upgrade')
    assert migrated.manage('db', 'check').out == (
        'The models are as the database, there is one head, and every revision compiles and has a downgrade.\n')


def test_a_difference_of_the_models_is_told(migrated):
    migrated.manage('db', 'upgrade')
    migrated.edit('models.py', "'student'", "'student'\n    age = db.Column(db.Integer)")
    first, second = reasons(migrated)
    assert first.endswith('Type: python manage.py db migrate') and second in (
        '  add column student.age (INTEGER)', '  add column student.age (INT(11))', '  add column student.age (INT)')


@pytest.mark.parametrize('key', ['id INTEGER PRIMARY KEY', 'id integer, PRIMARY KEY (id)'])
def test_the_number_of_a_row_on_sqlite_is_never_null_whether_its_table_says_so_or_not(project, tmp_path, key):
    project.manage('db', 'upgrade')
    database = SQLite(tmp_path / 'project')
    database.query('DROP TABLE user')
    first, rest = (key + ',').split(',', 1)
    database.query('CREATE TABLE user (%s, username VARCHAR(50) NOT NULL%s)' % (first, rest and ',' + rest.rstrip(',')))
    project.manage('db', 'check')


def test_a_database_behind_the_head_is_told(migrated):
    migrated.manage('db', 'upgrade', FIRST)
    reason, = reasons(migrated)
    assert 'is not at the head' in reason and '1 pending' in reason


def test_several_heads_are_told(migrated):
    migrated.manage('db', 'upgrade')
    migrated.manage('db', 'revision', '--head', FIRST, '--splice', '--rev-id', 'aaaaaaaaaaaa', '-m', 'other')
    assert reasons(migrated)[0].startswith('There are 2 heads: ')


@pytest.mark.parametrize('text', ['def upgrade(:\n', 'x = "\n', 'a\0b', '# coding: nonsense\n'])
def test_a_revision_that_does_not_compile_is_told_with_its_line(project, text):
    project.replace(SECOND_FILE, text)
    reason, = reasons(project)
    assert reason.startswith('migrations/versions/423cbaf36ad7_create_student.py:1 does not compile: ')


@pytest.mark.parametrize('body', ['', 'def downgrade():\n    pass\n', 'def downgrade():\n    """No."""\n',
                                  'def downgrade():\n    raise NotImplementedError\n', 'def downgrade():\n    ...\n'])
def test_a_revision_without_downgrade_is_told(project, body):
    project.manage('db', 'upgrade')
    line = downgrade_is(project, body)
    reason, = reasons(project)
    assert reason.endswith(' has no downgrade')
    assert not body or ':%d ' % line in reason


def test_a_downgrade_that_says_why_there_is_none_passes(project):
    project.manage('db', 'upgrade')
    downgrade_is(project, "def downgrade():\n    raise NotImplementedError('the rows are gone')\n")
    project.manage('db', 'check')


def test_a_merge_has_nothing_to_take_back(project):
    project.manage('db', 'revision', '--head', FIRST, '--splice', '--rev-id', 'aaaaaaaaaaaa', '-m', 'other')
    project.manage('db', 'merge', 'heads')
    project.manage('db', 'upgrade')
    project.manage('db', 'check')


def test_it_changes_nothing(migrated, database):
    before = migrated.revisions()
    reasons(migrated)
    assert (database.tables(), migrated.revisions()) == (set(), before)

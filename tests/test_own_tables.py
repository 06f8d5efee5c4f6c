"""The tables of this package are told from the application's by what they are: a name alone is nobody's."""
import pytest

NAMES = ['migration_trial', 'migration_lock', 'migration_bin_7', 'migration_journal', 'migration_bin', 'migration_bin_1']
REVISION = '''
from alembic import op
import sqlalchemy as sa
revision, down_revision, branch_labels, depends_on = 'changes', '423cbaf36ad7', None, None


def upgrade():
    with op.batch_alter_table('user') as batch:
        batch.alter_column('username', existing_type=sa.String(50), type_=sa.String(60), nullable=False)
    with op.batch_alter_table('student') as batch:
        batch.drop_column('name')


def downgrade():
    with op.batch_alter_table('student') as batch:
        batch.add_column(sa.Column('name', sa.String(50)))
'''
MODEL = '''

class Taken(db.Model):
    __tablename__ = %r
    number = db.Column(db.Integer, primary_key=True)
'''


def own_table(database, name):
    """A table of the application's own, with a row."""
    database.query('CREATE TABLE %s (number INTEGER PRIMARY KEY, text VARCHAR(20))' % name)
    database.query("INSERT INTO %s VALUES (1, 'of the user')" % name)


def has_its_row(database, name):
    return [tuple(row) for row in database.query('SELECT * FROM %s' % name)] == [(1, 'of the user')]


def is_there(database, name):
    query = "SELECT name FROM sqlite_master" if database.name == 'sqlite' else 'SHOW TABLES'
    return name in [row[0] for row in database.query(query)]


@pytest.mark.long
def test_tables_of_the_applications_own_stay_with_their_rows_whatever_their_names(migrated, database):
    for name in NAMES:
        own_table(database, name)
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO student VALUES (1, 'Ada')")
    migrated.replace('migrations/versions/changes.py', REVISION)
    migrated.manage('db', 'upgrade', '--no-bin')
    for command in ('downgrade',), ('status',), ('log',), ('bin',), ('leave', '--yes'):
        migrated.manage('db', *command)
    assert all(has_its_row(database, name) for name in NAMES)


@pytest.mark.long
def test_a_kept_table_takes_no_name_that_the_application_has(migrated, database):
    own_table(database, 'migration_bin_1')
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO student VALUES (1, 'Ada')")
    migrated.replace('migrations/versions/changes.py', REVISION)
    migrated.manage('db', 'upgrade')
    assert is_there(database, 'migration_bin_2')
    migrated.manage('db', 'downgrade')
    assert database.query('SELECT name FROM student')[0][0] == 'Ada'
    assert has_its_row(database, 'migration_bin_1') and not is_there(database, 'migration_bin_2')


@pytest.mark.long
def test_models_of_these_names_are_created_and_dropped_as_in_stock(migrated, database):
    names = [name for name in NAMES if name != 'migration_journal']
    migrated.replace('models.py', migrated.read('models.py') + ''.join(
        (MODEL % name).replace('Taken', 'Taken%d' % number) for number, name in enumerate(names)))
    migrated.manage('db', 'upgrade')
    migrated.manage('db', 'migrate', '-m', 'taken')
    migrated.manage('db', 'upgrade')
    assert all(is_there(database, name) for name in names)
    assert 'No changes in schema detected' in migrated.manage('db', 'migrate').err
    migrated.manage('db', 'downgrade')
    assert not any(is_there(database, name) for name in names)


@pytest.mark.long
def test_a_model_of_the_journals_name_is_told_how_to_get_it(migrated, database):
    migrated.manage('db', 'upgrade')
    migrated.replace('models.py', migrated.read('models.py') + MODEL % 'migration_journal')
    migrated.manage('db', 'migrate', '-m', 'taken')
    result = migrated.manage('db', 'upgrade', status=1)
    assert 'A model has the table migration_journal' in result.err and 'db leave' in result.err
    migrated.manage('db', 'leave', '--yes')
    migrated.manage('db', 'upgrade')
    assert database.query('SELECT COUNT(*) FROM migration_journal')[0][0] == 0


def test_without_a_journal_of_its_own_an_upgrade_runs_and_says_so(migrated, database):
    own_table(database, 'migration_journal')
    result = migrated.manage('db', 'upgrade')
    assert result.err.count("No journal is kept (a table migration_journal is the application's own)") == 1
    assert {'user', 'student'} <= database.tables() and has_its_row(database, 'migration_journal')


def test_where_nothing_can_be_kept_rows_are_dropped_only_when_that_is_said(migrated, database):
    own_table(database, 'migration_bin')
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO student VALUES (1, 'Ada')")
    migrated.replace('migrations/versions/changes.py', REVISION)
    result = migrated.manage('db', 'upgrade', status=1)
    assert 'cannot be kept in the bin' in result.err and '--no-bin' in result.err
    assert database.query('SELECT name FROM student')[0][0] == 'Ada'
    migrated.manage('db', 'upgrade', '--yes')
    assert has_its_row(database, 'migration_bin')

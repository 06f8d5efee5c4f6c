"""After an interrupted or failed upgrade on MariaDB and MySQL, what only looks begins where `db upgrade` would."""
import json

import pytest

pytestmark = pytest.mark.long
REVISION = '''"""half of it"""
import sqlalchemy as sa
from alembic import op
revision, down_revision = 'half', '423cbaf36ad7'


def upgrade():
    op.add_column('student', sa.Column('age', sa.Integer(), nullable=True))
    rows = op.get_bind().execute('SELECT id FROM student').fetchall()
    op.execute('UPDATE student SET age = %d' % len(rows))
    op.create_index('ix_age', 'student', ['age'])
    op.execute('CREATE UNIQUE INDEX u_name ON student (name)')
    op.add_column('student', sa.Column('size', sa.Integer(), nullable=True))


def downgrade():
    with op.batch_alter_table('student') as batch:
        batch.drop_column('size')
        batch.drop_index('u_name')
        batch.drop_index('ix_age')
        batch.drop_column('age')
'''
MODEL = '''
    name = db.Column(db.String(50), nullable=False, unique=True)
    age = db.Column(db.Integer, index=True)
    size = db.Column(db.Integer)
'''


@pytest.fixture
def halfway(project, mariadb):
    """Three statements that change something are applied, and the fourth is refused; its rows are mended since."""
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    project.replace('migrations/versions/half.py', REVISION)
    mariadb.query("INSERT INTO student (id, name) VALUES (1, 'a'), (2, 'a')")
    assert 'Duplicate entry' in project.manage('db', 'upgrade', status=1).err
    mariadb.query('DELETE FROM student WHERE id = 2')
    return project


def plan(project, *command):
    found, = json.loads(project.manage('db', *command, '--plan', '--json').out)
    return [(revision['direction'], revision['revision'], revision['applied'],
             [statement['sql'] for statement in revision['statements']]) for revision in found['revisions']]


def test_the_plan_the_check_the_status_and_the_upgrade_begin_at_the_same_statement(halfway, mariadb):
    before = mariadb.query('SHOW CREATE TABLE student'), mariadb.query('SELECT * FROM migration_journal')
    assert plan(halfway, 'upgrade') == [('upgrade', 'half', 3, [
        'CREATE UNIQUE INDEX u_name ON student (name)', 'ALTER TABLE student ADD COLUMN size INTEGER'])]
    assert 'It was interrupted after 3 of its statements.' in halfway.manage('db', 'upgrade', '--plan').out
    halfway.edit('models.py', "    name = db.Column(db.String(50), nullable=False)\n", MODEL)
    reasons = halfway.manage('db', 'check', '--deep', status=None).out
    assert 'fails' not in reasons and 'does not restore' not in reasons, reasons
    status = halfway.manage('db', 'status').out
    assert '3 of its statements took effect; it stopped at this one:' in status and 'db migrate would' not in status
    assert before == (mariadb.query('SHOW CREATE TABLE student'), mariadb.query('SELECT * FROM migration_journal'))
    assert 'was interrupted after 3 of its statements' in halfway.manage('db', 'upgrade').err
    assert mariadb.query('SELECT id, name, age FROM student') == ((1, 'a', 2),)


def test_the_plan_of_a_downgrade_takes_back_what_is_applied(halfway, mariadb):
    half = ('downgrade', 'half', 0, ['DROP INDEX ix_age ON student', 'ALTER TABLE student DROP COLUMN age'])
    assert plan(halfway, 'downgrade') == [half]
    assert [one[1] for one in plan(halfway, 'downgrade', '-2')] == ['half', '423cbaf36ad7']
    halfway.manage('db', 'downgrade', '--yes')
    assert [one[2] for one in plan(halfway, 'upgrade')] == [0] and 'Interrupted' not in halfway.manage('db', 'status').out


def test_the_plan_refuses_what_the_upgrade_would_refuse(halfway):
    halfway.edit('migrations/versions/half.py', "'ix_age', 'student', ['age']", "'ix_age', 'student', ['age', 'id']")
    for command in (['upgrade', '--plan'], ['upgrade']):
        assert 'its statement 4, which the database already has, has changed since' in halfway.manage(
            'db', *command, status=1).err
    assert 'its statement 4' in halfway.manage('db', 'check', '--deep', status=1).out


RENAMES = '''"""half of it"""
import sqlalchemy as sa
from alembic import op
revision, down_revision = 'half', '423cbaf36ad7'


def upgrade():
    op.alter_column('student', 'name', new_column_name='label', existing_type=sa.String(50), existing_nullable=False)
    op.execute('CREATE INDEX ix_id ON later (id)')


def downgrade():
    pass
'''


def test_what_a_changed_column_was_is_asked_beside_the_revision(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    project.replace('migrations/versions/half.py', RENAMES)
    mariadb.query("ALTER TABLE student ALTER name SET DEFAULT 'x'")
    project.manage('db', 'upgrade', status=1)
    mariadb.query('CREATE TABLE later (id INTEGER PRIMARY KEY)')
    assert plan(project, 'upgrade') == [('upgrade', 'half', 1, ['CREATE INDEX ix_id ON later (id)'])]
    project.manage('db', 'upgrade')
    assert "DEFAULT 'x'" in mariadb.query('SHOW CREATE TABLE student')[0][1]

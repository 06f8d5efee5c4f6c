"""Revisions that branch, meet again or wait for another branch's: killed anywhere, the same command goes on."""
import pytest

pytestmark = pytest.mark.long
REVISION = '''import os
import signal
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = %r, %r, %r, %r


def upgrade():
    op.create_table('t_' + revision, sa.Column('id', sa.Integer, primary_key=True))
    if os.environ.get('KILL') == revision:
        os.kill(os.getpid(), signal.SIGKILL)
    op.execute('INSERT INTO t_%%s VALUES (1)' %% revision)


def downgrade():
    op.drop_table('t_' + revision)
    if os.environ.get('KILL') == revision:
        os.kill(os.getpid(), signal.SIGKILL)
'''
STUDENT = '423cbaf36ad7'
REVISIONS = [('left', STUDENT, ('of_left',), None), ('right', STUDENT, ('of_right',), None), ('right2', 'right', None, None),
             ('both', ('left', 'right2'), None, None), ('apart', None, ('of_apart',), 'left')]
TABLES = {'t_left', 't_right', 't_right2', 't_both', 't_apart'}


@pytest.fixture
def branched(migrated):
    for one in REVISIONS:
        migrated.replace('migrations/versions/%s_.py' % one[0], REVISION % one)
    return migrated


def rows(database, tables):
    return {name: [tuple(row) for row in database.query('SELECT * FROM ' + name)] for name in tables}


@pytest.mark.parametrize('revision', ['left', 'right', 'right2', 'both', 'apart'])
def test_an_upgrade_of_a_branch_that_was_killed_is_finished_first_by_one_of_all(branched, database, revision):
    branched.manage('db', 'upgrade', STUDENT)
    branched.manage('db', 'upgrade', revision, settings={'KILL': revision}, status=-9)
    branched.manage('db', 'upgrade', 'heads')
    assert rows(database, TABLES) == {name: [(1,)] for name in TABLES}
    assert sorted(database.query('SELECT version_num FROM alembic_version')) == [('apart',), ('both',)]


@pytest.mark.parametrize('revision', ['left', 'right', 'apart'])
def test_a_downgrade_of_a_branch_that_was_killed_is_finished_first_by_one_of_all(branched, database, revision):
    branched.manage('db', 'upgrade', 'heads')
    branched.manage('db', 'downgrade', 'of_%s@base' % revision, settings={'KILL': revision}, status=-9)
    branched.manage('db', 'downgrade', 'base')
    assert not TABLES & set(database.tables())
    branched.manage('db', 'upgrade', 'heads')
    assert rows(database, TABLES) == {name: [(1,)] for name in TABLES}

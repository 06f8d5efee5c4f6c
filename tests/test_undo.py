"""`db downgrade` after a half-applied upgrade takes back what was applied, and never the last good revision."""
import signal

import pytest
from terminal import CTRL_C, Terminal
from test_resume import KILLER, contents, revise

pytestmark = pytest.mark.long
FAIL = "    op.execute('ALTER TABLE missing ADD n INTEGER')\n"
EVERYTHING = '''
    make()
    op.bulk_insert(t, [{'id': 1, 'n': 1}])
    op.add_column('user', sa.Column('age', sa.Integer))
    op.execute('UPDATE user SET age = 7, `age` = age + 1 WHERE id > 0')
    op.create_index('ix_age', 'user', ['age'])
    op.create_unique_constraint('uq_age', 'user', ['age'])
    op.create_foreign_key('fk_t', 't', 'user', ['t_id'], ['id'])
    op.create_foreign_key('fk_student', 'student', 'user', ['id'], ['id'])
    op.execute('ALTER TABLE user ADD CONSTRAINT ck_age CHECK (age > 0)')
    op.rename_table('student', 'pupil')
'''


@pytest.fixture
def upgraded(project, mariadb):
    """This project on MariaDB at its last revision, with rows."""
    project.settings.update(mariadb.settings)
    project.edit('manage.py', '\nmanager = Manager(app)', KILLER)
    project.manage('db', 'upgrade')
    mariadb.query("INSERT INTO user (id, username) VALUES (1, 'a')")
    return project


def half(project, body):
    """Upgrade half-way, as far as `body` goes."""
    revise(project, body + FAIL)
    return project.manage('db', 'upgrade', status=1)


def test_an_upgrade_after_a_half_applied_downgrade_says_what_to_type_in_whole_commands(upgraded, mariadb):
    body = "    op.execute('CREATE TABLE t (id INTEGER)')\n"
    revise(upgraded, body)
    upgraded.manage('db', 'upgrade')
    upgraded.edit('migrations/versions/ten.py', 'def downgrade():\n', 'def downgrade():\n    op.drop_table("t")\n' + FAIL)
    upgraded.manage('db', 'downgrade', status=1)
    said = upgraded.manage('db', 'upgrade', status=1).err.splitlines()
    assert said[-4:] == [
        '  DROP TABLE t', 'Nothing was changed now. Let it finish first: python manage.py db downgrade',
        'Or undo these statements by hand, and type the revision at which the database is then:',
        'python manage.py db stamp REVISION'], said


def test_what_a_half_applied_upgrade_added_is_taken_away_again(upgraded, mariadb):
    before = contents(mariadb)
    half(upgraded, EVERYTHING)
    assert {'t', 'pupil'} <= mariadb.tables()
    done = upgraded.manage('db', 'downgrade')
    assert contents(mariadb) == before, done
    assert '423cbaf36ad7' in upgraded.manage('db', 'current').out
    assert 'downgrade ten  done' in upgraded.manage('db', 'log').out


def test_the_mended_revision_is_applied_afterwards_from_its_start(upgraded, mariadb):
    half(upgraded, EVERYTHING)
    upgraded.manage('db', 'downgrade')
    revise(upgraded, EVERYTHING)
    upgraded.manage('db', 'upgrade')
    assert mariadb.query('SELECT age FROM user') == ((8,),) and 'pupil' in mariadb.tables()


def test_two_steps_back_are_the_half_one_and_the_one_before(upgraded, mariadb):
    half(upgraded, '    make()\n')
    upgraded.manage('db', 'downgrade', '-2')
    assert mariadb.tables() == {'alembic_version', 'user'}


def test_back_to_the_base_takes_all_the_others_too(upgraded, mariadb):
    half(upgraded, '    make()\n')
    upgraded.manage('db', 'downgrade', 'base')
    assert mariadb.tables() == {'alembic_version'}


def test_the_very_first_revision_is_taken_back_too(upgraded, mariadb):
    upgraded.manage('db', 'downgrade', 'base')
    upgraded.edit('migrations/versions/fcc71ef3b1ac_create_user.py', '\n\n\ndef downgrade',
                  '\n' + FAIL + '\n\ndef downgrade')
    upgraded.manage('db', 'upgrade', status=1)
    assert 'user' in mariadb.tables()
    upgraded.manage('db', 'downgrade')
    assert mariadb.tables() == {'alembic_version'}


@pytest.mark.parametrize('statement', [
    "op.execute('UPDATE user SET username = 1')",
    "op.execute('DELETE FROM user')",
    "op.drop_column('user', 'username')",
    "op.execute('ALTER TABLE user ADD a INTEGER, ADD b INTEGER')",
    "op.alter_column('user', 'username', type_=sa.String(70), existing_type=sa.String(50))"])
def test_what_cannot_be_taken_back_stops_it_with_nothing_touched(upgraded, mariadb, statement):
    half(upgraded, "    make()\n    %s\n    op.create_index('ix_n', 't', ['n'])\n" % statement)
    before = contents(mariadb)
    done = upgraded.manage('db', 'downgrade', status=1)
    assert contents(mariadb) == before and 'Traceback' not in done.err
    assert 'CREATE TABLE t' in done.err and 'cannot be told from:\n' in done.err and 'db stamp' in done.err
    assert '423cbaf36ad7' in upgraded.manage('db', 'current').out


def test_what_only_asks_is_not_counted_and_what_cannot_be_taken_back_is_listed_whole(upgraded, mariadb):
    revise(upgraded, "    op.alter_column('user', 'username', new_column_name='login', existing_type=sa.String(50), "
           "existing_nullable=False)\n" + FAIL)
    upgraded.manage('db', 'upgrade', status=1)
    assert '1 of its statements took effect; it stopped at this one' in upgraded.manage('db', 'status').out
    assert 'after 1 of its statements' in upgraded.manage('db', 'upgrade', status=1).err
    err = upgraded.manage('db', 'downgrade', status=1).err
    assert err.count('ALTER TABLE user CHANGE username login') == 2 and 'SHOW CREATE' not in err


@pytest.mark.parametrize('when', ['before', 'after'])
@pytest.mark.parametrize('table', ['`user` DROP COLUMN', 'RENAME TABLE'])
def test_an_undoing_that_was_killed_is_finished_by_the_next_downgrade(upgraded, mariadb, when, table):
    before = contents(mariadb)
    half(upgraded, "    make()\n    op.bulk_insert(t, [{'n': 1}])\n    op.add_column('user', sa.Column('a', sa.Integer))\n"
         "    op.add_column('user', sa.Column('b', sa.Integer))\n")
    upgraded.edit('manage.py', 'manager = Manager(app)', KILL_UNDO % (when, table.replace('`', '')))
    assert upgraded.manage('db', 'downgrade', status=-signal.SIGKILL)
    upgraded.edit('manage.py', KILL_UNDO % (when, table.replace('`', '')), 'manager = Manager(app)')
    if table == 'RENAME TABLE' or when == 'after':  # something has been taken back
        assert 'db downgrade' in upgraded.manage('db', 'upgrade', status=1).err
    upgraded.manage('db', 'downgrade')
    assert contents(mariadb) == before


KILL_UNDO = '''
import pymysql.cursors
execute = pymysql.cursors.Cursor.execute


def killing(cursor, statement, arguments=None):
    when, which = '%s', '%s'
    found = which in statement
    if found and when == 'before':
        os.kill(os.getpid(), signal.SIGKILL)
    done = execute(cursor, statement, arguments)
    if found:
        os.kill(os.getpid(), signal.SIGKILL)
    return done


pymysql.cursors.Cursor.execute = killing
manager = Manager(app)'''


@pytest.fixture
def unknown(upgraded):
    """An upgrade that was killed after a statement whose effect cannot be told."""
    revise(upgraded, "    op.execute('CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1')\n")
    upgraded.manage('db', 'upgrade', status=-signal.SIGKILL, settings={'KILL': 'answered CREATE FUNCTION'})
    return upgraded


@pytest.mark.parametrize('answer, current', [('skip', 'ten (head)'), ('redo', '423cbaf36ad7')])
def test_a_terminal_is_asked_whether_a_statement_took_effect(unknown, answer, current):
    terminal = Terminal(unknown, 'db', 'upgrade')
    terminal.wait_for('skip, redo')
    assert 'CREATE FUNCTION' in terminal.output
    terminal.type(answer + '\n')
    assert terminal.end() == (0 if answer == 'skip' else 1), terminal.output  # the function is there already
    assert current in unknown.manage('db', 'current').out


def test_ctrl_c_at_the_question_leaves_all_as_it_was(unknown):
    terminal = Terminal(unknown, 'db', 'upgrade')
    terminal.wait_for('skip, redo')
    terminal.type(CTRL_C)
    assert terminal.end() == 130 and '--resume=skip' in terminal.output and 'Traceback' not in terminal.output
    assert '423cbaf36ad7' in unknown.manage('db', 'current').out


def test_rows_that_the_application_has_written_since_are_kept_and_come_back(upgraded, mariadb):
    half(upgraded, "    make()\n    op.add_column('user', sa.Column('age', sa.Integer))\n")
    mariadb.query('INSERT INTO t (id, n) VALUES (5, 55)')
    mariadb.query('UPDATE user SET age = 66')
    result = upgraded.manage('db', 'downgrade')
    assert 'Kept in the bin (db bin): t, 1 row' in result.err and 'user.age, 1 value' in result.err
    revise(upgraded, "    make()\n    op.add_column('user', sa.Column('age', sa.Integer))\n")
    upgraded.manage('db', 'upgrade')
    assert mariadb.query('SELECT id, n FROM t') == ((5, 55),) and mariadb.query('SELECT age FROM user') == ((66,),)


def test_a_terminal_is_asked_before_they_go(upgraded, mariadb):
    half(upgraded, '    make()\n')
    mariadb.query('INSERT INTO t (id, n) VALUES (5, 55)')
    terminal = Terminal(upgraded, 'db', 'downgrade')
    terminal.wait_for('t, 1 row')
    terminal.type('n\n')
    assert terminal.end() == 1, terminal.output
    assert mariadb.query('SELECT n FROM t') == ((55,),)

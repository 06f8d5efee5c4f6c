"""Before rows are dropped, who sits at a terminal is asked; elsewhere it is said."""
import pytest
from conftest import SQLite
from terminal import Terminal
from test_check_deep import SECOND, add

pytestmark = pytest.mark.long

CTRL_D = '\x04'
LINE = '%s: student, 2 rows' % SECOND
CONFIRM = {'SAFE_MIGRATE_CONFIRM': '1'}


@pytest.fixture
def filled(migrated, database):
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO student (id, name) VALUES (1, 'a'), (2, 'b')")
    return migrated


def test_after_ctrl_c_what_is_told_begins_on_a_line_of_its_own(filled):
    terminal = Terminal(filled, 'db', 'downgrade', '--no-bin')
    terminal.wait_for('[y/N]')
    terminal.type(CTRL_D)
    terminal.end()
    assert '\nError: ' in terminal.output.replace('\r', ''), terminal.output


def test_without_a_terminal_it_is_said_and_done(filled, database):
    assert LINE in filled.manage('db', 'downgrade', '--no-bin').err
    assert 'student' not in database.tables()


def test_where_the_environment_wants_a_yes_it_stops_without_one(filled, database):
    result = filled.manage('db', 'downgrade', settings=CONFIRM, status=1)
    assert LINE in result.err and '--yes' in result.err and 'Traceback' not in result.err
    assert database.query('SELECT COUNT(*) FROM student')[0][0] == 2
    filled.manage('db', 'downgrade', '--yes', settings=CONFIRM)
    assert 'student' not in database.tables()


@pytest.mark.parametrize('answer, status', [('n\n', 1), ('\n', 1), ('y\n', 0)])
def test_on_a_terminal_it_asks_with_the_numbers(filled, database, answer, status):
    terminal = Terminal(filled, 'db', 'downgrade')
    terminal.wait_for('Go on?')
    terminal.type(answer)
    assert (terminal.end(), terminal.output.count(LINE)) == (status, 1)
    assert ('student' in database.tables()) == bool(status)


def test_columns_are_counted_by_their_values_in_and_out_of_a_batch(filled, database):
    database.query('CREATE TABLE pet (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c INTEGER)')
    database.query('INSERT INTO pet VALUES (1, 1, 1, NULL), (2, NULL, 2, NULL)')
    add(filled, """op.drop_column('pet', 'a')
    with op.batch_alter_table('pet') as batch:
        batch.drop_column('b')
    with op.batch_alter_table('pet') as batch:
        batch.drop_column('c')
    op.create_table('new', sa.Column('id', sa.Integer))
    op.drop_table('new')""", 'pass')
    lines = filled.manage('db', 'upgrade', '--no-bin', settings=CONFIRM, status=1).err.splitlines()
    assert [line.strip() for line in lines if 'aaaaaaaaaaaa' in line] == [
        'aaaaaaaaaaaa: pet.b, 2 values', 'aaaaaaaaaaaa: pet.a, 1 value']


def test_what_has_no_rows_is_dropped_without_a_word(filled, database):
    database.query('DELETE FROM student')
    assert 'drops rows' not in filled.manage('db', 'downgrade', settings=CONFIRM).err


def test_of_a_long_list_the_first_ten_are_told_and_how_many_there_are_more(migrated, database):
    migrated.manage('db', 'upgrade')
    for number in range(14):
        database.query('CREATE TABLE t%d (id INTEGER)' % number)
        database.query('INSERT INTO t%d VALUES (1)' % number)
    add(migrated, '; '.join("op.drop_table('t%d')" % number for number in range(14)), 'pass')
    result = migrated.manage('db', 'upgrade', '--no-bin', settings=CONFIRM, status=1)
    assert 'aaaaaaaaaaaa: t9, 1 row' in result.err and 't10' not in result.err and 'and 4 more; --plan' in result.err
    assert 't13' in migrated.manage('db', 'upgrade', '--plan').out


def test_of_a_long_list_the_largest_losses_are_told(project):
    database = SQLite(project.folder)
    project.manage('db', 'upgrade')
    columns = ['c%d' % number for number in range(11)]
    database.query('CREATE TABLE many (id INTEGER PRIMARY KEY, %s)' % ', '.join(columns))
    database.query('INSERT INTO many VALUES (%s)' % ', '.join('1' for _ in range(12)))
    database.query("INSERT INTO user (username) VALUES ('a'), ('b')")
    add(project, '; '.join(["op.drop_column('many', '%s')" % name for name in columns] + ["op.drop_table('user')"]), 'pass')
    err = project.manage('db', 'upgrade', '--no-bin', settings=CONFIRM, status=1).err
    listed = [line.strip() for line in err.splitlines() if 'aaaaaaaaaaaa: ' in line]
    assert listed[0] == 'aaaaaaaaaaaa: user, 2 rows' and len(listed) == 10 and 'and 2 more' in err


def test_what_sql_of_its_own_drops_is_asked_beforehand_too(filled, database):
    add(filled, "op.execute('DROP TABLE /* x */ `student`')", 'pass')
    err = filled.manage('db', 'upgrade', '--no-bin', settings=CONFIRM, status=1).err
    assert 'student, 2 rows' in err and 'student' in database.tables()


def test_rows_of_a_partition_which_the_bin_does_not_keep_go_after_a_yes_alone(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    mariadb.query('CREATE TABLE pet (id INTEGER PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), '
                  'PARTITION p1 VALUES LESS THAN (20), PARTITION p2 VALUES LESS THAN (30))')
    mariadb.query('INSERT INTO pet VALUES (1), (2), (11)')
    drop = "op.execute('ALTER TABLE pet DROP PARTITION %s')"
    add(project, drop % 'p2' + '\n    ' + drop % 'p0', 'pass')
    result = project.manage('db', 'upgrade', status=1)
    assert 'pet, 2 rows' in result.err and '--yes' in result.err and 'Traceback' not in result.err
    assert mariadb.query('SELECT COUNT(*) FROM pet') == ((3,),)
    terminal = Terminal(project, 'db', 'upgrade')
    terminal.wait_for('Go on?')
    terminal.type('n\n')
    assert terminal.end() == 1 and mariadb.query('SELECT COUNT(*) FROM pet') == ((3,),)
    project.manage('db', 'upgrade', '--yes')
    assert mariadb.query('SELECT COUNT(*) FROM pet') == ((1,),)


def test_rows_that_ignore_takes_for_duplicates_are_lost_and_not_refused(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    mariadb.query("INSERT INTO student (id, name) VALUES (1, 'x'), (2, 'x')")
    for clause in 'UNIQUE (name(1))', 'CHECK (id > 1)', 'COLUMN z INT DEFAULT 1 UNIQUE':
        add(project, "op.execute('ALTER IGNORE TABLE student ADD %s')" % clause, 'pass')
        project.manage('db', 'upgrade', status=1)
        assert mariadb.query('SELECT COUNT(*) FROM student') == ((2,),)
    if mariadb.server.kind() == 'mysql':  # which has no IGNORE
        return
    add(project, "op.execute('ALTER IGNORE TABLE student ADD UNIQUE (name)')", 'pass')
    assert 'loses, student, 1 row' in project.manage('db', 'upgrade', status=1).err
    project.manage('db', 'upgrade', '--yes')
    assert mariadb.query('SELECT COUNT(*) FROM student') == ((1,),)

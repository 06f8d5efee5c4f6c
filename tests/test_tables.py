"""`db tables`: the tables with their rows and size, one table as an editor's window shows it, and the address for one."""
import contextlib
import sqlite3

import pytest
from terminal import Terminal

pytestmark = pytest.mark.long

FOREIGN_KEY = '''

class Mark(db.Model):
    __tablename__ = 'mark'
    id = db.Column(db.Integer, primary_key=True)
    student_id = db.Column(db.Integer, db.ForeignKey('student.id'), index=True)
    seal = db.Column(db.LargeBinary)
'''


def lines(project, *options):
    return project.manage('db', 'tables', *options).out.splitlines()


def columns_of(lines):
    """Where each column begins, by the line under the heading: in columns of a terminal."""
    return [number for number, one in enumerate(' ' + lines[1]) if one == '-' and (' ' + lines[1])[number - 1] == ' ']


@pytest.fixture
def filled(migrated, database):
    """The project's tables, with two students."""
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO student (id, name) VALUES (1, '张三'), (2, 'Al'), (3, 'O''Hara')")
    return migrated


def test_each_table_has_its_rows_and_size(filled):
    found = {line.split()[-4]: line.split() for line in lines(filled) if line.endswith('KB')}
    assert {'alembic_version', 'migration_journal', 'student', 'user'} == set(found)
    assert (found['student'][-3], found['user'][-3]) == ('3', '0')
    assert float(found['student'][-2]) >= 4


def test_what_sqlite_keeps_for_itself_is_not_among_them(project):
    project.manage('db', 'upgrade')
    with contextlib.closing(sqlite3.connect(project.path('app.db'))) as connection:
        connection.execute('CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT)')
    assert 'counted' in project.manage('db', 'tables').out and 'sqlite_sequence' not in project.manage('db', 'tables').out


def test_what_the_last_revision_changed_is_marked(filled):
    shown = lines(filled)
    assert [line.split()[1] for line in shown if line.startswith('* ') and line.endswith('KB')] == ['student']
    assert shown[-1] == '* changed by 423cbaf36ad7, create student'
    filled.edit('models.py', "'student'", "'student'\n    age = db.Column(db.Integer)")
    filled.manage('db', 'migrate', '-m', 'age', '--rev-id', 'aaaaaaaaaaaa')
    filled.manage('db', 'upgrade')
    assert [line.split()[1] for line in lines(filled, 'student') if line.startswith('* ')] == ['age', 'changed']
    filled.edit('models.py', '    age = ', '    years = ')
    filled.manage('db', 'migrate', '-m', 'years', '--rev-id', 'bbbbbbbbbbbb', '--rename', 'student.age=student.years')
    filled.manage('db', 'upgrade')
    assert [line.split()[1] for line in lines(filled, 'student') if line.startswith('* ')] == ['years', 'changed']


def test_a_batch_and_a_statement_of_a_revision_are_seen_too(filled):
    filled.manage('db', 'revision', '--rev-id', 'aaaaaaaaaaaa', '-m', 'by hand')
    filled.edit('migrations/versions/aaaaaaaaaaaa_by_hand.py', 'def upgrade():\n    pass', '''def upgrade():
    with op.batch_alter_table('user') as batch_op:
        batch_op.add_column(sa.Column('age', sa.Integer()))
    op.execute("ALTER TABLE student ADD COLUMN age INTEGER")
''')
    filled.manage('db', 'upgrade')
    assert [line.split()[1] for line in lines(filled) if line.startswith('* ')] == ['student', 'user', 'changed']
    assert [line.split()[1] for line in lines(filled, 'user') if line.startswith('* ')] == ['age', 'changed']


def test_one_table_shows_its_columns_and_keys(filled, database):
    filled.replace('models.py', filled.read('models.py') + FOREIGN_KEY)
    filled.manage('db', 'migrate', '-m', 'mark')
    filled.manage('db', 'upgrade')
    shown = lines(filled, 'mark')
    assert [line.split()[0] for line in shown[2:5]] == ['id', 'student_id', 'seal']
    assert 'primary key' in shown[2] and '-> student.id' in shown[3]
    assert 'index ix_mark_student_id (student_id)' in shown
    database.query("INSERT INTO mark (id, seal) VALUES (1, x'00ff')")
    assert lines(filled, 'mark')[-1].split() == ['1', 'NULL', '0x00ff']


def test_chinese_rows_are_aligned(filled, database):
    database.query("INSERT INTO user (id, username) VALUES (1, '李小龙')")
    filled.edit('models.py', "'student'", "'student'\n    age = db.Column(db.Integer, server_default='7')")
    filled.manage('db', 'migrate', '-m', 'age')
    filled.manage('db', 'upgrade')
    shown = lines(filled, 'student')[-5:]
    assert shown[0] == 'id  name    age' and shown[1] == '--  ------  ---'
    assert shown[2:] == ['1   张三    7', '2   Al      7', "3   O'Hara  7"]


def test_as_many_rows_are_shown_as_are_asked_for(filled):
    assert lines(filled, 'student', '--rows', '1')[-1] == '1   张三'
    assert 'name' not in lines(filled, 'student', '--rows', '0')[-1]
    for wrong in ('-1', 'x'):
        assert 'rows' in filled.manage('db', 'tables', 'student', '--rows=' + wrong, status=2).err


def test_an_unknown_table_is_answered_with_the_nearest(filled):
    assert filled.manage('db', 'tables', 'studnet', status=1).err == 'Error: There is no table studnet.\nIs it student?\n'
    assert 'db tables' in filled.manage('db', 'tables', 'x`; DROP TABLE user', status=1).err


def test_a_table_may_have_any_name(filled, database):
    statement = 'CREATE TABLE `order 表 %x` (`a b` INTEGER)'
    database.query(statement if database.name == 'mariadb' else statement.replace('`', '"'))
    assert any('order 表 %x' in line for line in lines(filled))
    assert 'a b' in lines(filled, 'order 表 %x')[2]


def test_an_empty_database_has_no_table(migrated):
    assert lines(migrated)[-1] == 'There is no table yet.'


def test_the_address_for_an_editor_has_no_password(project, mariadb):
    project.settings.update(mariadb.settings, DB_PASSWORD='sEcret-1', DB_USERNAME='a b')
    result = project.manage('db', 'tables', '--url')
    assert result.out == 'jdbc:mysql://127.0.0.1:%s/%s?user=a%%20b\n' % (mariadb.settings['DB_PORT'], mariadb.database)
    assert 'sEcret' not in result.out + result.err


def test_the_address_of_sqlite_is_its_file(project):
    assert project.manage('db', 'tables', '--url').out == 'jdbc:sqlite:%s\n' % project.path('app.db')


def test_text_in_another_encoding_is_shown_with_marks(project):
    project.manage('db', 'upgrade')
    with contextlib.closing(sqlite3.connect(project.path('app.db'))) as connection, connection:
        connection.execute("INSERT INTO student (name) VALUES (CAST(X'C4E341' AS TEXT))")
    assert '\ufffd\ufffdA' in project.manage('db', 'tables', 'student').out


@pytest.mark.parametrize('columns, shown', [(80, 3), (44, 4), (19, 5)])
def test_what_is_wider_than_the_terminal_is_broken_in_its_column_or_stands_below_one_another(project, columns, shown):
    project.edit('models.py', "'student'", "'student'\n    note = db.Column(db.String(80))")
    for command in (('upgrade',), ('migrate',), ('upgrade',)):
        project.manage('db', *command)
    with contextlib.closing(sqlite3.connect(project.path('app.db'))) as connection, connection:
        connection.execute("INSERT INTO student VALUES (1, 'O''Hara', 'one two three four five six seven')")
    project.settings['COLUMNS'] = str(columns)
    terminal = Terminal(project, 'db', 'tables', 'student')
    assert terminal.end() == 0, terminal.output
    last = terminal.output.replace('\r', '').strip().split('\n\n')[-1].splitlines()
    assert max(map(len, last)) <= columns and "O'Hara" in ' '.join(last) and len(last) == shown, last


def test_a_long_name_begins_in_the_first_line_of_its_cell(project):
    project.manage('db', 'upgrade')
    with contextlib.closing(sqlite3.connect(project.path('app.db'))) as connection, connection:
        connection.execute('CREATE TABLE %s (id INTEGER)' % ('one_of_a_long_name' * 3))
    project.settings['COLUMNS'] = '50'
    terminal = Terminal(project, 'db', 'tables')
    assert terminal.end() == 0, terminal.output
    found = [line for line in terminal.output.replace('\r', '').splitlines() if line.startswith('  one_of')]
    assert len(found) == 2 and found[0].split()[1:] == ['0', '4', 'KB'], found


def test_each_unique_constraint_without_a_name_is_shown(project):
    with contextlib.closing(sqlite3.connect(project.path('app.db'))) as connection, connection:
        connection.execute('CREATE TABLE pet (a INTEGER UNIQUE, b INTEGER UNIQUE)')
    assert lines(project, 'pet', '--rows', '0')[-2:] == ['unique without name (a)', 'unique without name (b)']

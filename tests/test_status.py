"""`db status`: where each database stands, on one screen and for a program."""
import json

import pytest

pytestmark = pytest.mark.long

FIRST, SECOND = 'fcc71ef3b1ac', '423cbaf36ad7'
SECOND_FILE = 'migrations/versions/423cbaf36ad7_create_student.py'
TWO_DATABASES = '''
import os
SQLALCHEMY_BINDS = {'archive': 'sqlite:///' + os.path.join(HERE, 'archive.db')}
'''
ARCHIVED = '''

class Archived(db.Model):
    __bind_key__ = 'archive'
    id = db.Column(db.Integer, primary_key=True)
'''


def screen(project, *options, **expected):
    """What the command prints, by its titles."""
    found, title = {}, None
    for line in project.manage('db', 'status', *options, **expected).out.splitlines():
        title = line[:13].strip() or title
        found.setdefault(title, []).append(line[13:])
    return found


def states(project):
    return json.loads(project.manage('db', 'status', '--json').out)


def test_a_new_database_has_everything_pending(migrated):
    found = screen(migrated)
    assert found['Current'] == ['no revision yet']
    assert found['Head'] == [SECOND + '  create student']
    assert found['Pending'] == [FIRST + '  create user', SECOND + '  create student']
    assert found['Models'] == ['differ from the database in 2 places (some may be in what is pending); db migrate would',
                               '  add table student', '  add table user']


def test_an_upgraded_database_has_nothing_pending(migrated):
    migrated.manage('db', 'upgrade')
    found = screen(migrated, '--exit-code')
    assert (found['Current'], found['Pending'], found['Models']) == (
        [SECOND + '  create student'], ['nothing'], ['as the database'])


def test_the_exit_status_tells_a_program_that_something_is_pending(migrated):
    migrated.manage('db', 'upgrade', FIRST)
    assert screen(migrated)['Pending'] == [SECOND + '  create student']
    screen(migrated, '--exit-code', status=1)


def test_it_tells_each_change_of_the_models(migrated):
    migrated.manage('db', 'upgrade')
    migrated.edit('models.py', "'student'", "'student'\n    age = db.Column(db.Integer, index=True)")
    migrated.edit('models.py', 'username = db.Column(db.String(50), nullable=False)', 'username = db.Column(db.String(80))')
    state, = states(migrated)
    written = migrated.manage('db', 'migrate').out.splitlines()[0].partition('+ student.age  ')[2]  # INT(11) on MariaDB
    assert state['differences'] == [
        'add column student.age (%s)' % written, 'add index ix_student_age on student',
        'change column user.username: type from VARCHAR(50) to VARCHAR(80), NULL allowed']


def test_an_enum_is_told_with_its_members(migrated):
    migrated.edit('models.py', "'student'", "'student'\n    kind = db.Column(db.Enum('x', 'y', name='kind'))")
    migrated.manage('db', 'upgrade')
    assert in_one_spelling(states(migrated)) == "add column student.kind (ENUM('x','y'))"
    migrated.manage('db', 'migrate')
    migrated.manage('db', 'upgrade')
    migrated.edit('models.py', "'x', 'y'", "'x', 'zz'")
    assert in_one_spelling(states(migrated)) == (
        "change column student.kind: type from ENUM('x','y') to ENUM('x','zz')")


def in_one_spelling(states):
    """The first difference, as if MariaDB did not write `enum('x', 'y')`."""
    return states[0]['differences'][0].replace('enum(', 'ENUM(').replace("', '", "','")


def of_another_sqlalchemy(project):
    project.edit('models.py', 'from exts import db', 'from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()')


def not_imported(project):
    for name in ('manage.py', 'app.py'):
        project.edit(name, 'from models import Student, User', '')


def one_not_imported(project):
    user, student = project.read('models.py').split('class Student')
    project.write(models=user, students='from exts import db\n\n\nclass Student' + student)
    for name in ('manage.py', 'app.py'):
        project.edit(name, 'from models import Student, User', 'from models import User')


@pytest.mark.parametrize('slip', [of_another_sqlalchemy, not_imported, one_not_imported])
def test_where_migrate_would_stop_it_says_so_and_why(migrated, slip):
    migrated.manage('db', 'upgrade')
    slip(migrated)
    told = migrated.manage('db', 'migrate', status=1).err.partition('Error: ')[2].splitlines()
    indented = ['  ' + line for line in told]
    assert screen(migrated)['Models'] == ['differ from the database; db migrate would stop:'] + indented
    first, rest = migrated.manage('db', 'check', status=1).out.split('\n', 1)
    assert first.startswith('The models differ from ') and first.endswith(', and db migrate would stop:')
    assert rest.splitlines() == indented
    assert states(migrated)[0]['refused'].splitlines() == told
    deep = migrated.manage('db', 'check', '--deep', status=1).out
    assert 'and db migrate would stop: ' + told[0] in deep and 'would remove' not in deep


def test_what_migrate_would_warn_of_is_no_change_of_its_own(migrated, database):
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO student (id, name) VALUES (1, '张三')")
    migrated.edit('models.py', '    name = db.Column(db.String(50), nullable=False)',
                  '    nome = db.Column(db.Integer, nullable=False)')
    result = migrated.manage('db', 'status')
    assert 'in 2 places' in result.out and 'Warning' not in result.out + result.err


def test_a_change_that_a_type_does_not_show_is_one_of_the_definition(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    mariadb.query('ALTER TABLE student MODIFY id INTEGER NOT NULL')
    assert states(project)[0]['differences'] == ['change column student.id: definition']


def test_it_changes_nothing(migrated, database):
    screen(migrated)
    assert database.tables() == set()
    assert len(migrated.revisions()) == 2


def test_a_lost_revision_is_named(migrated, database):
    migrated.manage('db', 'upgrade')
    database.query("UPDATE alembic_version SET version_num = 'ffffffffffff'")
    found = screen(migrated, '--exit-code', status=1)
    assert 'ffffffffffff, which the database names and no file has' in found['Unknown'][0]


def test_several_heads_and_where_they_part_are_named(migrated):
    migrated.manage('db', 'upgrade')
    migrated.manage('db', 'revision', '--head', FIRST, '--splice', '--rev-id', 'aaaaaaaaaaaa', '-m', 'other')
    found = screen(migrated)
    assert sorted(found['Head']) == [SECOND + '  create student', 'aaaaaaaaaaaa  other']
    assert found['Branches at'] == [FIRST + '  create user']
    assert found['Pending'] == ['aaaaaaaaaaaa  other']


def test_an_interrupted_revision_is_told_with_its_statement(project, mariadb):
    project.settings.update(mariadb.settings)
    project.edit(SECOND_FILE, '    # ### end Alembic commands ###\n\n\ndef',
                 "    op.execute('INSERT INTO nowhere VALUES (1)')\n\n\ndef")
    project.manage('db', 'upgrade', status=1)
    state, = states(project)
    interrupted = state['interrupted']
    assert (interrupted['revision'], interrupted['direction'], interrupted['applied']) == (SECOND, 'upgrade', 1)
    assert 'CREATE TABLE student' in interrupted['statement'] and interrupted['took_effect']
    assert 'python manage.py db upgrade  goes on from there' in screen(project, '--exit-code', status=1)['Interrupted'][-1]


def test_no_password_is_printed(project, mariadb):
    with mariadb.server.account('reader', 'sEcret-1'):
        project.settings['DB_URI'] = 'mysql+pymysql://reader:sEcret-1@127.0.0.1:%d/%s?read_timeout=9' % (
            mariadb.server.port, mariadb.database)
        result = project.manage('db', 'status')
    assert 'reader@127.0.0.1' in result.out and 'sEcret-1' not in result.out + result.err


def test_several_databases_are_one_under_another(new):
    new.replace('config.py', new.read('config.py') + TWO_DATABASES)
    new.replace('models.py', new.read('models.py') + ARCHIVED)
    new.manage('db', 'init', '--multidb')
    new.manage('db', 'migrate', '-m', 'begin')
    main, archive = states(new)
    assert (main['bind'], archive['bind']) == (None, 'archive')
    assert 'archive.db' in archive['database'] and 'archive.db' not in main['database']
    assert archive['differences'] == ['add table archived']
    assert new.manage('db', 'status').out.count('Database ') == 2


def test_the_options_of_flask_migrate_are_there(migrated):
    migrated.manage('db', 'status', '--directory', 'migrations', '-x', 'a=b')
    text = migrated.manage('db', 'status', '--help').out
    assert all(option in text for option in ('--json', '--exit-code', '--directory', '--x-arg'))


@pytest.mark.long
def test_a_server_that_quotes_names_as_ansi_sql_does(project, mariadb):
    project.settings.update(mariadb.settings, DB_NAME='', DB_URI='mysql+pymysql://%s:%s@%s:%d/%s?init_command=%s' % (
        mariadb.server.user, mariadb.server.password, mariadb.server.host, mariadb.server.port, mariadb.database,
        "SET sql_mode='ANSI_QUOTES,STRICT_TRANS_TABLES'"))
    project.manage('db', 'upgrade')
    mariadb.query("ALTER TABLE user ADD note VARCHAR(9) DEFAULT 'a\"b' COMMENT 'it''s \"so\"'")
    assert 'remove column user.note' in project.manage('db', 'status').out
    project.manage('db', 'check', '--all')


def test_a_version_that_another_one_follows_is_named_with_its_cure(migrated, database):
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO alembic_version VALUES ('%s')" % FIRST)
    assert screen(migrated)['Redundant'] == [
        FIRST + ', which another revision in the version table follows: python manage.py db repair']
    assert states(migrated)[0]['redundant'] == [FIRST]
    migrated.manage('db', 'repair', '--yes')
    assert 'Redundant' not in screen(migrated) and states(migrated)[0]['redundant'] == []


def test_a_type_is_spelled_as_migrate_and_tables_spell_it(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    project.edit('models.py', "'student'", "'student'\n    kind = db.Column(db.Enum('a', 'b'))")
    assert "add column student.kind (enum('a', 'b'))" in project.manage('db', 'check', status=1).out
    assert "+ student.kind  enum('a', 'b')" in project.manage('db', 'migrate').out
    project.manage('db', 'upgrade')
    assert "enum('a', 'b')" in project.manage('db', 'tables', 'student').out

"""`db check --deep`: each revision goes up, down and up again on a throw-away copy, and nothing real is touched."""
import contextlib
import glob
import os
import sqlite3
import tempfile

import pytest

pytestmark = pytest.mark.long

FIRST, SECOND, NEW = 'fcc71ef3b1ac', '423cbaf36ad7', 'aaaaaaaaaaaa'
SECOND_FILE = 'migrations/versions/423cbaf36ad7_create_student.py'


def add(project, upgrade, downgrade, identifier=NEW, parent=SECOND):
    """A revision with these bodies, each one statement."""
    project.replace('migrations/versions/%s_.py' % identifier, '''"""tried"""
import sqlalchemy as sa
from alembic import op
revision, down_revision = %r, %r


def upgrade():
    %s


def downgrade():
    %s
''' % (identifier, parent, upgrade, downgrade))


def reasons(project, *options):
    return project.manage('db', 'check', *options, status=1).out.splitlines()


def left_behind(database):
    if database.name == 'sqlite':
        return glob.glob(os.path.join(tempfile.gettempdir(), 'shadow_*.db'))
    return [name for name, in database.query("SHOW DATABASES LIKE '%shadow%'")]


@pytest.fixture
def upgraded(migrated, database):
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO student (id, name) VALUES (1, '张三')")
    return migrated


def test_revisions_in_order_pass_and_nothing_is_left_behind(migrated, database):
    for options in (['--deep'], ['--all']):
        assert 'Each revision that was tried goes up, down and up again' in migrated.manage('db', 'check', *options).out
    assert (database.tables(), left_behind(database)) == (set(), [])


def test_rows_that_a_revision_has_put_in_are_kept_meanwhile_and_that_is_no_difference(upgraded):
    add(upgraded, "op.execute('CREATE TABLE pet (id INTEGER PRIMARY KEY)')\n    op.execute('INSERT INTO pet VALUES (1)')",
        "op.drop_table('pet')")
    assert 'does not restore' not in upgraded.manage('db', 'check', '--deep', status=1).out


def test_a_downgrade_that_does_not_restore_is_named(upgraded, database):
    upgraded.edit('models.py', "'student'", "'student'\n    age = db.Column(db.Integer)\n    size = db.Column(db.Integer)")
    add(upgraded, "op.add_column('student', sa.Column('age', sa.Integer()))", "op.execute('SELECT 1')")
    add(upgraded, "op.add_column('student', sa.Column('size', sa.Integer()))",
        "op.get_bind()\n    with op.batch_alter_table('student') as b: b.drop_column('size')",
        'bbbbbbbbbbbb', 'aaaaaaaaaaaa')
    reason, = reasons(upgraded, '--deep')
    assert 'aaaaaaaaaaaa, tried: the downgrade does not restore what the upgrade found: student: there is ' in reason
    assert 'age' in reason
    assert database.query('SELECT * FROM student') in ([(1, '张三')], ((1, '张三'),))
    assert left_behind(database) == []


def test_an_upgrade_that_fails_is_told_and_ends_the_trial(upgraded, database):
    add(upgraded, "op.execute('INSERT INTO nowhere VALUES (1)')", "op.execute('SELECT 1')")
    reason, = reasons(upgraded, '--deep')
    assert 'aaaaaaaaaaaa, tried: the upgrade fails: ' in reason and 'nowhere' in reason
    assert left_behind(database) == []


def test_of_an_error_in_a_revisions_own_code_the_line_is_named(upgraded):
    add(upgraded, 'nothing_such', "op.execute('SELECT 1')")
    reason, = reasons(upgraded, '--deep')
    line = "NameError: name 'nothing_such' is not defined (%s:8)" % os.path.join('migrations', 'versions', NEW + '_.py')
    assert reason.endswith(line)
    assert line in upgraded.manage('db', 'upgrade', '--plan', status=1).err


def test_a_downgrade_that_fails_is_told_and_the_next_are_tried(upgraded):
    add(upgraded, "op.create_table('a', sa.Column('id', sa.Integer()))", "op.drop_table('b')")
    add(upgraded, "op.create_table('c', sa.Column('id', sa.Integer()))", "op.execute('SELECT 1')",
        'bbbbbbbbbbbb', 'aaaaaaaaaaaa')
    first, second, *models = reasons(upgraded, '--deep')
    assert 'aaaaaaaaaaaa, tried: the downgrade fails: ' in first
    assert 'bbbbbbbbbbbb, tried: the downgrade does not restore what the upgrade found: c is there' in second
    assert models[0] == 'The revisions do not build what the models say; db migrate would'
    assert sorted(models[1:]) == ['  remove table a', '  remove table c']


def test_a_second_upgrade_that_makes_something_else_is_told(upgraded):
    upgraded.edit('models.py', "'student'", "'student'\n    age = db.Column(db.Integer)")
    add(upgraded, "op.add_column('student', sa.Column('age', sa.Integer() if not made else sa.String(9))); made.append(1)",
        "with op.batch_alter_table('student') as b: b.drop_column('age')")
    upgraded.edit('migrations/versions/aaaaaaaaaaaa_.py', 'import sqlalchemy as sa',
                  'import sqlalchemy as sa\nmade = sa.__dict__.setdefault("made", [])')
    assert 'the second upgrade, after the downgrade, makes something else' in reasons(upgraded, '--deep')[0]


def test_a_downgrade_that_says_why_there_is_none_is_not_tried(upgraded):
    upgraded.edit('models.py', "'student'", "'student'\n    age = db.Column(db.Integer)")
    add(upgraded, "op.add_column('student', sa.Column('age', sa.Integer()))", "raise RuntimeError('the rows are gone')")
    upgraded.manage('db', 'check', '--deep')


def test_the_pending_ones_are_tried_on_the_structure_that_is_there(upgraded, database):
    """A table that no revision makes is there too, with the names that it has."""
    database.query('CREATE TABLE legacy (id INTEGER)')
    add(upgraded, "op.add_column('legacy', sa.Column('age', sa.Integer()))",
        "with op.batch_alter_table('legacy') as b: b.drop_column('age')")
    upgraded.manage('db', 'check', '--deep')
    assert 'the upgrade fails' in reasons(upgraded, '--all')[0]


def test_a_wide_table_of_a_server_that_drops_columns_instantly(project, mariadb):
    """The column that was dropped counts for the size of a row until its table is built anew; a second one is too much."""
    project.settings.update(mariadb.settings)
    columns = ', '.join("sa.Column('c%d', sa.String(50))" % number for number in range(39))
    add(project, "op.create_table('wide', sa.Column('id', sa.Integer(), primary_key=True), %s)" % columns,
        "op.drop_table('wide')")
    add(project, "op.add_column('wide', sa.Column('x', sa.String(50)))", "op.drop_column('wide', 'x')", 'bbbbbbbbbbbb', NEW)
    found = reasons(project, '--all')
    assert 'do not build what the models say' in found[0] and [one for one in found[1:] if not one.startswith('  ')] == []


def test_branches_and_merges_are_tried(migrated):
    add(migrated, "op.create_index('i', 'user', ['username'])", "op.drop_index('i', 'user')", 'aaaaaaaaaaaa', FIRST)
    migrated.edit('models.py', 'username = db.Column(db.String(50), nullable=False)',
                  "username = db.Column(db.String(50), nullable=False)\n    __table_args__ = (db.Index('i', 'username'),)")
    migrated.manage('db', 'merge', 'heads')
    migrated.manage('db', 'check', '--all')


def test_a_revision_that_connects_by_itself_does_not_reach_the_real_database(upgraded, database):
    address = ('sqlite:///' + database.path if database.name == 'sqlite' else
               'mysql+pymysql://{DB_USERNAME}@{DB_HOST}:{DB_PORT}/{DB_NAME}'.format(**database.settings))
    add(upgraded, "sa.create_engine(%r).execute('DELETE FROM student')" % address, 'pass')
    assert 'by an address of its own' in reasons(upgraded, '--deep')[1]
    assert len(database.query('SELECT * FROM student')) == 1


def test_a_session_of_the_application_is_the_throw_away_databases(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    mariadb.query("INSERT INTO student (id, name) VALUES (1, '张三')")
    add(project, "from exts import db; db.session.execute('DELETE FROM student'); db.session.commit()",
        'raise ValueError("the rows are gone")')
    project.manage('db', 'check', '--deep')
    assert len(mariadb.query('SELECT * FROM student')) == 1


def test_the_user_may_name_the_database(project, mariadb):
    project.settings.update(mariadb.settings)
    with mariadb.server.database() as name:
        project.manage('db', 'check', '--all', '--shadow', name)
        assert mariadb.server.query('SHOW TABLES', database=name) == ()
        mariadb.server.query('CREATE TABLE precious (id INTEGER)', database=name)
        assert 'it is not empty' in project.manage('db', 'check', '--all', '--shadow', name, status=1).err
        assert len(mariadb.server.query('SHOW TABLES', database=name)) == 1
    assert 'it is the real one' in project.manage('db', 'check', '--deep', '--shadow', mariadb.database, status=1).err
    gone = project.manage('db', 'check', '--deep', '--shadow', name, status=1).err
    assert 'Unknown database' in gone and 'CREATE DATABASE IF NOT EXISTS `%s`' % name in gone


def test_a_user_who_may_not_make_a_database_is_told_what_to_do(project, mariadb):
    project.settings.update(mariadb.settings, DB_USERNAME='clerk', DB_PASSWORD='sEcret-1')
    with mariadb.server.account('clerk', 'sEcret-1'):
        mariadb.query("REVOKE ALL PRIVILEGES, GRANT OPTION FROM clerk@'%'")
        mariadb.query("GRANT ALL ON %s.* TO clerk@'%%'" % mariadb.database.replace('_', '\\_').join('``'))
        result = project.manage('db', 'check', '--all', status=1)
    assert 'Access denied' in result.err and 'sEcret' not in result.err
    assert '--shadow %s_shadow:' % mariadb.database in result.err


def test_a_copy_has_triggers_views_and_foreign_keys(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    mariadb.query('CREATE TABLE child (id INT, student_id INT, FOREIGN KEY (student_id) REFERENCES student (id))')
    mariadb.query('CREATE VIEW pupils AS SELECT name FROM student')
    mariadb.query('CREATE TRIGGER t BEFORE INSERT ON student FOR EACH ROW SET NEW.name = UPPER(NEW.name)')
    add(project, "op.execute('DROP VIEW pupils'); op.execute('DROP TRIGGER t')", "op.execute('SELECT 1')")
    reason, = [one for one in reasons(project, '--deep') if 'aaaaaaaaaaaa' in one]
    assert 'pupils is gone; trigger t is gone' in reason
    assert len(mariadb.query('SHOW TRIGGERS')) == 1


def test_a_version_table_of_another_name_is_alembics_too(migrated, database):
    for name in 'app.py', 'manage.py':
        migrated.edit(name, 'Migrate(app, db)', "Migrate(app, db, version_table='my_version')")
    migrated.manage('db', 'upgrade', FIRST)
    assert 'my_version' in database.tables()
    assert 'Each revision that was tried' in migrated.manage('db', 'check', '--deep').out
    assert migrated.manage('db', 'repair', '--baseline').out == 'Nothing is wrong.\n'


def test_a_virtual_table_comes_into_the_copy_with_what_it_keeps(project):
    project.manage('db', 'upgrade')
    with contextlib.closing(sqlite3.connect(project.path('app.db'))) as connection:
        connection.execute('CREATE VIRTUAL TABLE words USING fts5(text)')
        connection.execute('CREATE TABLE words_of_mine (id INTEGER)')
    add(project, "op.add_column('words_of_mine', sa.Column('tried', sa.Integer))",
        "op.drop_column('words_of_mine', 'tried')")
    assert 'Each revision that was tried' in project.manage('db', 'check', '--deep').out
    assert 'tried' in project.manage('db', 'upgrade', '--plan').out
    assert 'text' in project.manage('db', 'tables', 'words').out


def test_views_come_into_the_copy_in_their_order_and_those_that_are_broken_do_not(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    for statement in ('CREATE TABLE gone (id INTEGER)', 'CREATE VIEW z AS SELECT id FROM user',
                      'CREATE VIEW a AS SELECT id FROM z', 'CREATE VIEW broken AS SELECT id FROM gone', 'DROP TABLE gone'):
        mariadb.query(statement)
    add(project, "op.create_table('tried', sa.Column('id', sa.Integer))", "op.drop_table('tried')")
    assert 'tried' in project.manage('db', 'upgrade', '--plan').out
    assert 'the upgrade fails' not in project.manage('db', 'check', '--deep', status=None).out

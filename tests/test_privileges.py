"""Users of one database who may not do all in it: what the stock tool does with them works here, too."""
import contextlib
import uuid

import pymysql
import pytest
from servers import Server

ALL = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'ALTER', 'INDEX', 'REFERENCES', 'CREATE TEMPORARY TABLES',
       'LOCK TABLES', 'TRIGGER']
REVISION = '''
from alembic import op
import sqlalchemy as sa
revision, down_revision, branch_labels, depends_on = 'changes', '423cbaf36ad7', None, None


def upgrade():
    %s


def downgrade():
    pass
'''
DATA = '''op.execute("UPDATE user SET username = 'x'")
    op.execute("INSERT INTO user (id, username) VALUES (7, 'y')")'''
ADD = "op.add_column('user', sa.Column('age', sa.Integer()))"
STRICTER = "op.alter_column('student', 'name', existing_type=sa.String(50), type_=sa.String(60), nullable=False)"
DROP_COLUMN = "op.drop_column('student', 'name')"
PREPARED = ['CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)',
            "INSERT INTO alembic_version VALUES ('423cbaf36ad7')",
            'CREATE TABLE user (id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY, username VARCHAR(50) NOT NULL)',
            'CREATE TABLE student (id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(50) NOT NULL)',
            "INSERT INTO student VALUES (1, 'Ada')"]


@contextlib.contextmanager
def user_with(mariadb, *privileges):
    """A user who has these privileges on the database and no others, by the settings that name him."""
    name = 'u' + uuid.uuid4().hex[:10]
    mariadb.query("CREATE USER %s@'%%' IDENTIFIED BY 'sEcret'" % name)
    mariadb.query("GRANT %s ON %s.* TO %s@'%%'" % (', '.join(privileges), mariadb.database, name))
    try:
        yield {'DB_USERNAME': name, 'DB_PASSWORD': 'sEcret'}
    finally:
        mariadb.query("DROP USER %s@'%%'" % name)


def without(mariadb, *missing):
    return user_with(mariadb, *[one for one in ALL if one not in missing])


@pytest.fixture
def prepared(project, mariadb):
    """The project at its head on MariaDB, with a row, as the stock tool has made it."""
    project.settings.update(mariadb.settings)
    for statement in PREPARED:
        mariadb.query(statement)
    return project


def test_a_revision_of_data_is_applied_by_a_user_who_may_change_rows_alone(prepared, mariadb):
    prepared.replace('migrations/versions/changes.py', REVISION % DATA)
    with user_with(mariadb, 'SELECT', 'INSERT', 'UPDATE', 'DELETE') as user:
        result = prepared.manage('db', 'upgrade', settings=user)
    assert result.err.count('No journal is kept') == 1 and mariadb.query('SELECT username FROM user') == (('y',),)
    assert mariadb.query('SELECT version_num FROM alembic_version') == (('changes',),)


@pytest.mark.long
def test_nothing_is_promised_of_going_on_where_no_journal_is_kept(prepared, mariadb):
    failing = ADD + "\n    op.execute('ALTER TABLE missing ADD n INTEGER')"
    prepared.replace('migrations/versions/changes.py', REVISION % failing)
    told = prepared.manage('db', 'upgrade', status=1).err
    assert 'goes on from here' in told
    mariadb.query('ALTER TABLE user DROP COLUMN age')
    mariadb.query('DROP TABLE migration_journal')
    with without(mariadb, 'INSERT') as user:
        assert 'goes on from here' not in prepared.manage('db', 'upgrade', settings=user, status=1).err


# missing privileges, what the revision does, and what is said of a protection that is left out
CASES = [(('DROP',), STRICTER, None), (('DROP', 'CREATE TEMPORARY TABLES'), STRICTER, 'not looked at beforehand'),
         (('CREATE', 'CREATE TEMPORARY TABLES'), DATA, 'No journal is kept'), (('DELETE',), DATA, None),
         (('DELETE',), STRICTER, None), (('INSERT',), "op.execute('DELETE FROM user WHERE id = 9')", 'No journal is kept'),
         (('LOCK TABLES', 'TRIGGER', 'REFERENCES', 'INDEX'), ADD, None)]


@pytest.mark.long
@pytest.mark.parametrize('missing, revision, said', CASES)
def test_what_the_stock_tool_may_do_is_done(prepared, mariadb, missing, revision, said):
    prepared.replace('migrations/versions/changes.py', REVISION % revision)
    prepared.replace('stock.py', prepared.read('manage.py').replace('safeguard(manager)', ''))
    with without(mariadb, *missing) as user:
        result = prepared.manage('db', 'upgrade', settings=user)
        assert said in result.err if said else 'WARN' not in result.err, result
        mariadb.query("UPDATE alembic_version SET version_num = '423cbaf36ad7'")
        mariadb.query('DELETE FROM user')
        if revision == ADD:
            mariadb.query('ALTER TABLE user DROP COLUMN age')
        prepared.manage('db', 'upgrade', script='stock.py', settings=user)


@pytest.mark.long
@pytest.mark.parametrize('missing', ['CREATE', 'DROP', 'DELETE'])
def test_what_may_not_be_kept_is_dropped_only_when_that_is_said(prepared, mariadb, missing):
    prepared.replace('migrations/versions/changes.py', REVISION % DROP_COLUMN)
    with without(mariadb, missing) as user:
        result = prepared.manage('db', 'upgrade', settings=user, status=1)
        assert 'student.name, 1 value, which cannot be kept in the bin: %s command denied' % missing in result.err
        assert 'Traceback' not in result.err and mariadb.query('SELECT name FROM student') == (('Ada',),)
        prepared.manage('db', 'upgrade', '--no-bin', settings=user)
    assert [name for name, in mariadb.query('SHOW TABLES') if 'trial' in name or 'bin' in name] == []


@pytest.mark.long
def test_an_interrupted_upgrade_is_not_begun_anew_by_a_user_who_may_not_write_the_journal(prepared, mariadb):
    prepared.replace('migrations/versions/changes.py', REVISION % (ADD + '\n    ' + "raise RuntimeError('half-way')"))
    prepared.manage('db', 'upgrade', status=1)
    with without(mariadb, 'INSERT') as user:
        assert 'goes on only with the journal' in prepared.manage('db', 'upgrade', settings=user, status=1).err


@pytest.mark.long
def test_without_temporary_tables_migrate_reports_no_table_of_this_package(prepared, mariadb):
    prepared.manage('db', 'stamp', 'fcc71ef3b1ac')
    prepared.manage('db', 'stamp', 'head')
    assert ('migration_journal',) in mariadb.query('SHOW TABLES')
    with without(mariadb, 'CREATE TEMPORARY TABLES') as user:
        result = prepared.manage('db', 'migrate', settings=user)
    assert 'migration_journal' not in result.out + result.err and 'No changes in schema detected' in result.err


@pytest.mark.long
def test_a_baseline_is_written_by_a_user_of_one_database(prepared, mariadb):
    mariadb.query('DROP TABLE alembic_version')
    for name in prepared.revisions():
        prepared.run('rm', 'migrations/versions/' + name)
    with without(mariadb) as user:
        result = prepared.manage('db', 'repair', '--baseline', '--yes', settings=user)
        assert 'Done.' in result.out and 'was not tried' in result.out and '--shadow' in result.out
        assert prepared.manage('db', 'check', settings=user).status == 0
    assert len(prepared.revisions()) == 1


@pytest.mark.long
def test_what_needs_a_database_of_its_own_names_the_option_that_gives_it_one(prepared, mariadb):
    prepared.replace('migrations/versions/changes.py', REVISION % ADD)
    other = mariadb.database + '_shadow'
    with without(mariadb) as user:
        try:
            for command in ('upgrade', '--plan'), ('check', '--deep'), ('repair', '--baseline'):
                result = prepared.manage('db', *command, settings=user, status=1)
                said = result.err.partition('type the same command with --shadow %s:\n' % other)[2].splitlines()
                for statement in said:  # as an administrator would
                    mariadb.query(statement)
                given = prepared.manage('db', *(command + ('--shadow', other)), settings=user, status=None)
                assert len(said) == 2 and 'throw-away' not in given.err, given
                mariadb.query("REVOKE ALL ON %s.* FROM %s@'%%'" % (other, user['DB_USERNAME']))
        finally:
            mariadb.query('DROP DATABASE IF EXISTS ' + other)


@pytest.mark.long
def test_doctor_names_the_transactions_of_this_database_alone(prepared, mariadb):
    server = mariadb.server
    with server.database() as other, contextlib.closing(pymysql.connect(
            host=server.host, port=server.port, user=server.user, password=server.password, database=other)) as connection:
        Server.query(server, 'CREATE TABLE t (id INTEGER)', database=other)
        with connection.cursor() as cursor:
            cursor.execute('INSERT INTO t VALUES (1)')
        assert 'has a transaction open' not in prepared.manage('db', 'doctor').out

"""SQLite: an upgrade is all or nothing, also when it fails or is killed half-way."""
import os
import signal
import sqlite3
import time

import pytest
from conftest import SQLite
from test_concurrency import start

REVISION = '''
from alembic import op
import sqlalchemy as sa
import os, signal, sys
revision, down_revision, branch_labels, depends_on = %r, %r, None, None


def upgrade():
%s


def downgrade():
    pass
'''
GOOD = """    op.create_table('good', sa.Column('id', sa.Integer, primary_key=True))
    op.execute('INSERT INTO good VALUES (1)')"""
BATCH = '''
    op.execute("INSERT INTO user (id, username) VALUES (2, 'b')")
    with op.batch_alter_table('user') as batch:
        batch.alter_column('username', type_=sa.String(80), existing_type=sa.String(50))
    with op.batch_alter_table('student') as batch:
        batch.alter_column('name', type_=sa.String(80), existing_type=sa.String(50))
'''
FAIL = "    raise RuntimeError('half-way')"
KILL = '    os.kill(os.getpid(), signal.SIGKILL)'
ENFORCED = '''
from sqlalchemy import event
from sqlalchemy.engine import Engine


@event.listens_for(Engine, 'connect')
def enforce(connection, record):
    connection.execute('PRAGMA foreign_keys = ON')


manager = Manager(app)'''


@pytest.fixture
def upgraded(project):
    """A project whose database is at head and has a row."""
    project.manage('db', 'upgrade')
    database(project).query("INSERT INTO user (id, username) VALUES (1, 'a')")
    return project


def database(project):
    return SQLite(project.folder)


def dump(project):
    connection = sqlite3.connect(project.path('app.db'))
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def add(project, name, *body):
    head = project.manage('db', 'heads').out.split()[0]
    text = REVISION % (name, head, '\n'.join(body))
    project.replace('migrations/versions/%s.py' % name, text)


@pytest.mark.parametrize('end, status', [(FAIL, 1), (KILL, -signal.SIGKILL)], ids=['fails', 'is killed'])
@pytest.mark.parametrize('body', [GOOD, BATCH], ids=['after DDL and data', 'after a table was rebuilt'])
def test_an_upgrade_that_ends_half_way_leaves_the_database_as_it_was(upgraded, body, end, status):
    before = dump(upgraded)
    add(upgraded, 'first', GOOD.replace('good', 'first'))
    add(upgraded, 'second', body, end)
    upgraded.manage('db', 'upgrade', status=status)
    assert dump(upgraded) == before


def test_the_mended_revision_is_applied_by_the_same_command(upgraded):
    add(upgraded, 'second', BATCH, FAIL)
    upgraded.manage('db', 'upgrade', status=1)
    assert not os.path.exists(upgraded.path('app.db-migrating'))
    upgraded.edit('migrations/versions/second.py', FAIL, '')
    upgraded.manage('db', 'upgrade')
    assert database(upgraded).query('SELECT * FROM user') == [(1, 'a'), (2, 'b')]
    assert [name for name in database(upgraded).tables() if name.startswith('_alembic_tmp')] == []


def test_a_failed_downgrade_leaves_it_as_it_was_too(upgraded):
    upgraded.edit('migrations/versions/fcc71ef3b1ac_create_user.py', "op.drop_table('user')",
                  "op.drop_table('user')\n    raise RuntimeError")
    before = dump(upgraded)
    upgraded.manage('db', 'downgrade', 'base', status=1)
    assert dump(upgraded) == before


def test_an_env_py_that_asks_for_a_transaction_for_each_revision_is_all_or_nothing_too(upgraded):
    upgraded.edit('migrations/env.py', '**options)', 'transaction_per_migration=True, **options)')
    before = dump(upgraded)
    add(upgraded, 'first', GOOD)
    add(upgraded, 'second', FAIL)
    upgraded.manage('db', 'upgrade', status=1)
    assert dump(upgraded) == before
    upgraded.edit('migrations/versions/second.py', FAIL, '    pass')
    upgraded.manage('db', 'upgrade')
    assert database(upgraded).query('SELECT * FROM good') == [(1,)]


def test_a_session_of_the_codebases_own_in_a_revision_is_part_of_it(upgraded):
    session = '''
    from sqlalchemy.orm import Session
    session = Session(bind=op.get_bind())
    session.execute("UPDATE user SET username = 'changed'")
    session.commit()'''
    before = dump(upgraded)
    add(upgraded, 'first', session, FAIL)
    upgraded.manage('db', 'upgrade', status=1)
    assert dump(upgraded) == before


CHILD = '''
    op.create_table('child', sa.Column('id', sa.Integer, primary_key=True),
                    sa.Column('user_id', sa.Integer, sa.ForeignKey('user.id', ondelete='CASCADE')))
    op.execute('INSERT INTO child VALUES (1, %s)')'''


def test_a_rebuilt_table_keeps_its_children_where_foreign_keys_are_enforced(upgraded):
    upgraded.edit('manage.py', '\nmanager = Manager(app)', ENFORCED)
    add(upgraded, 'child', CHILD % 1)
    add(upgraded, 'rebuild', BATCH)
    upgraded.manage('db', 'upgrade')
    assert database(upgraded).query('SELECT * FROM child') == [(1, 1)]


def test_references_that_would_lead_nowhere_are_refused_where_they_are_enforced(upgraded):
    upgraded.edit('manage.py', '\nmanager = Manager(app)', ENFORCED)
    before = dump(upgraded)
    add(upgraded, 'child', CHILD % 99)
    done = upgraded.manage('db', 'upgrade', status=1)
    assert 'child (to user)' in done.err and 'Traceback' not in done.err
    assert dump(upgraded) == before


LOOSE = """    op.execute('PRAGMA foreign_keys = OFF')
    op.execute('INSERT INTO child VALUES (2, 98)')"""


def test_references_that_lead_nowhere_are_told_where_a_revision_has_switched_the_foreign_keys_off(upgraded):
    upgraded.edit('manage.py', '\nmanager = Manager(app)', ENFORCED)
    add(upgraded, 'child', CHILD % 1, LOOSE)
    assert '1 rows refer to rows that do not exist, in child (to user)' in upgraded.manage('db', 'upgrade').err
    assert database(upgraded).query('SELECT * FROM child') == [(1, 1), (2, 98)]
    add(upgraded, 'next', '    pass')
    assert 'refer to rows' not in upgraded.manage('db', 'upgrade').err


SESSION = '''    from exts import db
    db.session.execute('INSERT INTO good VALUES (2)')
    db.session.commit()'''
# :source: https://docs.sqlalchemy.org/en/14/dialects/sqlite.html#pysqlite-serializable
SERIALIZABLE = '''
from sqlalchemy import event
from sqlalchemy.engine import Engine


@event.listens_for(Engine, 'connect')
def begin_none(connection, record):
    connection.isolation_level = None


@event.listens_for(Engine, 'begin')
def begin(connection):
    connection.execute('BEGIN')


manager = Manager(app)'''


def test_an_application_that_begins_each_transaction_itself_as_sqlalchemy_advises(project):
    project.edit('manage.py', '\nmanager = Manager(app)', SERIALIZABLE)
    for command in (['upgrade'], ['downgrade', 'base'], ['upgrade'], ['check', '--deep']):
        project.manage('db', *command)
    add(project, 'good', GOOD, SESSION)
    add(project, 'half', "    op.execute('INSERT INTO good VALUES (3)')", FAIL)
    before = dump(project)
    project.manage('db', 'upgrade', status=1)
    assert dump(project) == before
    project.manage('db', 'upgrade', 'good')
    assert database(project).query('SELECT id FROM good') == [(1,), (2,)]


UNLIKE = ['CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT)', "INSERT INTO parent VALUES (1, 'a')",
          'CREATE TABLE child (id INTEGER PRIMARY KEY, code TEXT REFERENCES parent (code), user_id INTEGER REFERENCES user)',
          "INSERT INTO child VALUES (1, 'a', 1)"]


def contents(project):
    """All of it; Python's own `iterdump` fails on such a key, too."""
    names = database(project).tables()
    return [database(project).query('SELECT sql FROM sqlite_master')] + [
        (name, database(project).query('SELECT * FROM %s' % name)) for name in sorted(names)]


@pytest.fixture
def unlike(upgraded):
    """SQLite takes such a key, and enforces it by refusing what writes rows of its two tables: "foreign key mismatch"."""
    upgraded.edit('manage.py', '\nmanager = Manager(app)', ENFORCED)
    for statement in UNLIKE:
        database(upgraded).query(statement)
    return upgraded


@pytest.mark.long
@pytest.mark.parametrize('statement', [
    'ALTER TABLE user ADD COLUMN age INTEGER', "UPDATE user SET username = 'b'", 'DROP TABLE child', 'DROP TABLE parent',
    'ALTER TABLE child ADD COLUMN age INTEGER', 'CREATE UNIQUE INDEX ux_code ON parent (code)'])
def test_a_foreign_key_to_what_is_not_unique_stops_no_upgrade(unlike, statement):
    project = unlike
    before = contents(project)
    add(project, 'next', '    op.execute(%r)' % statement)
    project.manage('db', 'upgrade', '--yes')
    assert contents(project) != before


@pytest.mark.long
@pytest.mark.parametrize('statement, place', [
    ('DELETE FROM user', 'user'), ('DROP TABLE user', 'user'), ('UPDATE child SET user_id = 99', 'user'),
    ('DELETE FROM parent', 'parent'), ('UPDATE child SET code = 99', 'parent')])
def test_the_rows_beside_a_foreign_key_to_what_is_not_unique_are_looked_at(unlike, statement, place):
    project = unlike
    before = contents(project)
    add(project, 'next', '    op.execute(%r)' % statement)
    assert 'child (to %s)' % place in project.manage('db', 'upgrade', '--yes', status=1).err
    assert contents(project) == before


@pytest.mark.long
def test_an_application_that_writes_meanwhile_is_waited_for(upgraded):
    add(upgraded, 'good', GOOD)
    writer = sqlite3.connect(upgraded.path('app.db'), isolation_level=None)
    writer.execute('BEGIN IMMEDIATE')
    process = start(upgraded, 'upgrade')
    time.sleep(3)
    writer.execute('COMMIT')
    writer.close()
    assert process.wait() == 0, process.stderr.read()


def test_that_nothing_was_changed_is_not_said_of_a_stock_tool(upgraded):
    upgraded.edit('manage.py', 'safeguard(manager)\n', '')
    add(upgraded, 'half', "    op.execute('CREATE TABLE stays (id INTEGER)')", "    op.execute('CREATE TABLE')")
    assert 'Nothing was changed' not in upgraded.manage('db', 'upgrade', status=1).err
    assert 'stays' in database(upgraded).tables()


def test_a_stock_tool_reads_and_writes_the_database_afterwards(upgraded):
    add(upgraded, 'good', GOOD)
    upgraded.manage('db', 'upgrade')
    upgraded.edit('manage.py', 'safeguard(manager)\n', '')
    assert 'good (head)' in upgraded.manage('db', 'current').out
    upgraded.manage('db', 'downgrade')
    assert not os.path.exists(upgraded.path('app.db-migrating'))


def test_a_codebases_own_connection_works_as_before_after_a_call_of_upgrade(project):
    project.edit('manage.py', 'if __name__', '''
@manager.command
def fill():
    from flask_migrate import upgrade
    upgrade()
    db.session.add(User(username='after'))
    db.session.rollback()
    db.session.add(User(username='kept'))
    db.session.commit()
    print([user.username for user in User.query])


if __name__''')
    assert project.manage('fill').out == "['kept']\n"


@pytest.mark.long
def test_an_application_that_has_not_committed_what_it_wrote_is_told_and_not_waited_for(project):
    project.manage('db', 'upgrade')
    project.edit('manage.py', 'if __name__', '''
@manager.command
def fill():
    from flask_migrate import downgrade
    db.session.add(User(username='open'))
    db.session.flush()
    downgrade()


if __name__''')
    told = project.manage('fill', status=1).err
    assert 'The application itself has written' in told and 'another process' not in told.lower()


def test_a_connection_of_a_revision_that_is_no_part_of_the_upgrade_is_not_blamed_on_another_process(upgraded):
    add(upgraded, 'more', '    import sqlite3\n    own = sqlite3.Connection(op.get_bind().engine.url.database, timeout=0)',
        "    own.execute('CREATE TABLE x (id INTEGER)')")
    told = upgraded.manage('db', 'upgrade', status=1).err
    assert 'no part of the upgrade' in told and 'Another process' not in told

"""A COMMIT that the server refuses, be it one that a DDL statement brings, takes back what stood before it: that is said,
and the same command applies it once."""
import pytest

HEAD = '''
import threading

import pymysql
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = 'held', '423cbaf36ad7', None, None


def hold(seconds):
    """Another session keeps everyone from writing for some time, as a backup does, once the journal has been written."""
    url, query = op.get_bind().engine.url, pymysql.connections.Connection.query

    def lock(held):
        connection = pymysql.connect(host=url.host, port=url.port, user=url.username, password=url.password or '')
        connection.cursor().execute('FLUSH TABLES WITH READ LOCK')
        held.set()
        threading.Event().wait(seconds)
        connection.close()

    def answered(self, statement, *arguments, **options):
        found = query(self, statement, *arguments, **options)
        if 'INTO migration_journal' in str(statement):
            pymysql.connections.Connection.query, held = query, threading.Event()
            threading.Thread(target=lock, args=[held], daemon=True).start()
            held.wait()
        return found
    pymysql.connections.Connection.query = answered


def downgrade():
    op.drop_column('user', 'n')


def upgrade():
'''
ADD = "    op.execute('ALTER TABLE user ADD n INTEGER')\n"
WRITE = '''    op.execute("INSERT INTO user (username) VALUES ('a')")\n'''
CAUGHT = '''    try:
    %s    except Exception:
        pass
    op.execute("INSERT INTO user (username) VALUES ('b')")
'''
WAYS = {
    'DDL behind data': WRITE + '    hold(1.5)\n' + ADD,
    'DDL behind data and DDL': ADD + WRITE + '    hold(1.5)\n' + ADD.replace(' n ', ' m '),
    'data that is kept in the bin': WRITE + '    hold(1.5)\n    op.drop_table("gone")\n',
    'a drop whose column is kept': WRITE + '    hold(1.5)\n    op.drop_column("kept", "n")\n',
    'the end of the revision': WRITE + '    hold(1.5)\n',
    'a procedure': WRITE + "    hold(1.5)\n    op.execute('CALL nothing()')\n",
    'DDL whose error is caught': WRITE + '    hold(4)\n' + CAUGHT % ADD,
    'a COMMIT whose error is caught': WRITE + '    hold(4)\n' + CAUGHT % "    op.execute('COMMIT')\n",
    'a session': "    from exts import db\n    from models import User\n    db.session.add(User(username='a'))\n"
                 '    db.session.commit()\n    hold(1.5)\n' + ADD,
}


@pytest.fixture
def on_each(project, each):
    """This project on a server of each program, which waits for a lock for a second, with rows that may be dropped."""
    with each.setting('lock_wait_timeout', 1), each.database() as name:
        project.settings.update(DB_HOST=each.host, DB_PORT=str(each.port), DB_USERNAME=each.user, DB_PASSWORD=each.password,
                                DB_NAME=name)
        project.manage('db', 'upgrade')
        project.query = lambda statement: each.query(statement, database=name)
        project.query('CREATE TABLE gone (id INTEGER PRIMARY KEY)')
        project.query('INSERT INTO gone VALUES (1), (2)')
        project.query('CREATE TABLE kept (id INTEGER PRIMARY KEY, n INTEGER)')
        project.query('INSERT INTO kept VALUES (1, 5), (2, 6)')
        project.query('CREATE PROCEDURE nothing() SELECT 1')
        yield project


@pytest.mark.long
@pytest.mark.parametrize('way', WAYS)
def test_what_stood_before_a_refused_commit_is_applied_once(on_each, way):
    on_each.replace('migrations/versions/held.py', HEAD + WAYS[way])
    first = on_each.manage('db', 'upgrade', '--ddl-timeout', '1', status=None)
    assert 'Traceback' not in first.err
    again = on_each.manage('db', 'upgrade', status=None) if first.status else first
    expected = ('a', 'b') if 'caught' in way else ('a',)
    assert again.status == 0 and tuple(name for name, in on_each.query('SELECT username FROM user')) == expected


@pytest.mark.long
@pytest.mark.started_with('--innodb-rollback-on-timeout=1')
def test_a_server_that_rolls_back_when_a_row_is_waited_for_in_vain_loses_nothing_unseen(on_each):
    on_each.replace('migrations/versions/held.py', HEAD + WRITE + """
    op.execute('SET SESSION innodb_lock_wait_timeout = 1')
    url, held = op.get_bind().engine.url, threading.Event()

    def lock():
        connection = pymysql.connect(host=url.host, port=url.port, user=url.username, password=url.password or '',
                                     database=url.database)
        connection.cursor().execute('UPDATE kept SET n = 1')
        held.set()
        threading.Event().wait(1.5)
        connection.close()
    threading.Thread(target=lock, daemon=True).start()
    held.wait()
""" + CAUGHT % "    op.execute('UPDATE kept SET n = 2')\n")
    assert 'rolled back' in on_each.manage('db', 'upgrade', status=1).err
    on_each.edit('migrations/versions/held.py', 'wait(1.5)', 'wait(0)')
    on_each.manage('db', 'upgrade')
    assert [name for name, in on_each.query('SELECT username FROM user')] == ['a', 'b']

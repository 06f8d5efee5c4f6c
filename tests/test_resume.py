"""An upgrade that was killed or has failed is finished by the same command, with nothing lost and nothing done twice."""
import re
import signal

import pytest

KILLER = '''
import os
import signal
import threading
from pymysql.connections import Connection
from sqlalchemy import event
from sqlalchemy.engine import Engine

WHEN, WHICH = os.environ.get('KILL', 'never 0').split(' ', 1)
seen = []


def kill(when, statement):
    if when == WHEN and (len(seen) == int(WHICH) if WHICH.isdigit() else statement.startswith(WHICH)):
        os.kill(os.getpid(), signal.SIGKILL)


@event.listens_for(Engine, 'before_cursor_execute')
def before(connection, cursor, statement, parameters, context, many):
    if connection.engine.name == 'sqlite' or 'running' in globals():
        seen.append(statement)
    if 'alembic_version' in statement and 'SELECT' in statement:
        globals()['running'] = True
    kill('before', statement)
    if WHEN == 'during' and len(seen) == int(WHICH):
        threading.Timer(0.003, os.kill, (os.getpid(), signal.SIGKILL)).start()


def answered(self, statement, *arguments, **options):
    """A statement has run on MySQL or MariaDB, and nobody has heard of it."""
    found = query(self, statement, *arguments, **options)
    kill('answered', statement)
    return found


query, Connection.query = Connection.query, answered


@event.listens_for(Engine, 'after_cursor_execute')
def after(connection, cursor, statement, parameters, context, many):
    kill('after', statement)
    if 'COUNT' in os.environ:
        with open(os.environ['COUNT'], 'w') as file:
            file.write(str(len(seen)))


manager = Manager(app)'''
HEAD = '''
import datetime
import random

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session
revision, down_revision, branch_labels, depends_on = 'ten', '423cbaf36ad7', None, None

t = sa.table('t', sa.column('id', sa.Integer), sa.column('n', sa.Integer), sa.column('name', sa.String),
             sa.column('made', sa.DateTime), sa.column('price', sa.Numeric(8, 2)), sa.column('t_id', sa.Integer))


def make(name='t'):
    op.create_table(name, sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.Integer),
                    sa.Column('name', sa.String(20)), sa.Column('made', sa.DateTime), sa.Column('price', sa.Numeric(8, 2)),
                    sa.Column('t_id', sa.Integer))


def downgrade():
    op.drop_table('t')


def upgrade():
'''
TEN = '''
    make()
    op.bulk_insert(t, [{'id': n, 'n': n, 'name': 'row %d' % n} for n in (1, 2, 3)])
    op.add_column('t', sa.Column('twice', sa.Integer))
    for id, n in op.get_bind().execute('SELECT id, n FROM t ORDER BY id'):
        op.get_bind().execute(sa.text('UPDATE t SET twice = :twice, n = n + 1 WHERE id = :id'), twice=2 * n, id=id)
    with op.batch_alter_table('t') as batch:
        batch.alter_column('name', type_=sa.String(40), existing_type=sa.String(20))
    op.create_index('ix_name', 't', ['name'])
    op.rename_table('student', 'pupil')
    op.execute("INSERT INTO pupil (id, name) VALUES (1, 'x')")
    op.execute('DELETE FROM t WHERE id = 3')
    op.drop_index('ix_name', 't')
'''
DATA = {
    'bulk insert': "op.bulk_insert(t, [{'id': n, 'n': n} for n in range(1, 40)])",
    'loop': '''
    rows = op.get_bind().execute('SELECT id, n, price FROM user_t ORDER BY id').fetchall()
    for id, n, price in rows:
        op.get_bind().execute(sa.text('UPDATE user_t SET n = :n, price = :price WHERE id = :id'), n=n * 2, id=id,
                              price=price + 1)''',
    'idempotent loop': '''
    for id, in op.get_bind().execute('SELECT id FROM user_t WHERE name IS NULL ORDER BY id').fetchall():
        op.get_bind().execute(sa.text('UPDATE user_t SET name = :name WHERE id = :id'), name='n%d' % id, id=id)''',
    'child of a parent': '''
    for n in (1, 2):
        parent = op.get_bind().execute(sa.text("INSERT INTO user_t (n) VALUES (:n)"), n=n).lastrowid
        op.get_bind().execute(sa.text("INSERT INTO user_t (t_id, name) VALUES (:parent, 'child')"), parent=parent)''',
    'parent through an orm session': '''
    session = Session(bind=op.get_bind())
    parent = session.execute(sa.text("INSERT INTO user_t (n) VALUES (1)")).lastrowid
    session.commit()
    session.execute(sa.text("INSERT INTO user_t (t_id) VALUES (:parent)"), {'parent': parent})
    session.commit()''',
    'the present time': '''
    op.get_bind().execute(sa.text('INSERT INTO user_t (n, made) VALUES (1, :now)'), now=datetime.datetime.now())''',
    'a random value': '''
    op.get_bind().execute(sa.text('INSERT INTO user_t (n, name) VALUES (:n, 1)'), n=random.randint(1, 2))
    op.get_bind().execute('UPDATE user_t SET n = 7 WHERE n < 3')''',
}
MOMENT = re.compile(r'20\d\d-\d\d-\d\d \d\d:')
GIVEN_IDS = ('child of a parent', 'parent through an orm session', 'the present time', 'a random value')
PLACES = {
    'alone': '%s\n',
    'after DDL': "    op.add_column('user_t', sa.Column('more', sa.Integer))\n%s\n",
    'between DDL': "    op.add_column('user_t', sa.Column('more', sa.Integer))\n%s\n"
                   "    op.add_column('user_t', sa.Column('most', sa.Integer))\n",
    'before the DDL that drops what it read': "%s\n    with op.batch_alter_table('user_t') as batch:\n"
                                              "        batch.drop_column('price')\n",
}


@pytest.fixture
def killable(migrated, database):
    """This project, one table with rows, and a command line that a setting kills at a statement."""
    migrated.edit('manage.py', '\nmanager = Manager(app)', KILLER)
    migrated.manage('db', 'upgrade')
    database.query('CREATE TABLE user_t (id INTEGER PRIMARY KEY %s, n INTEGER, name VARCHAR(20), made DATETIME, '
                   'price DECIMAL(8, 2), t_id INTEGER)' % ('' if database.name == 'sqlite' else 'AUTO_INCREMENT'))
    database.query('INSERT INTO user_t (id, n, price) VALUES (1, 10, 1.5), (2, 20, 2.5), (3, 30, 3.5)')
    return migrated


def revise(project, body):
    project.replace('migrations/versions/ten.py', HEAD + body)


def contents(database, numbered=False):
    """The definition and the rows of every table; of a moment in time, whether there is one.

    :param numbered: give each row its number in place of its id, in references to it, too. An id that the server gives out
        is used up even when the row is rolled back; given out again, it might be the one of a row that was deleted.
    """
    if database.name == 'sqlite':
        definitions = database.query("SELECT sql FROM sqlite_master WHERE name NOT LIKE 'migration_bin%' "
                                     "AND name <> 'sqlite_sequence'")
    else:
        definitions = [database.query('SHOW CREATE TABLE `%s`' % name)[0][1] for name in sorted(database.tables())]
    rows = {name: [[str(value)[:2] if MOMENT.match(str(value)) else value for value in row]
                   for row in database.query('SELECT * FROM `%s` ORDER BY 1' % name)] for name in database.tables()}
    if numbered:
        definitions = [re.sub(r' AUTO_INCREMENT=\d+', '', str(definition)) for definition in definitions]
        rows['user_t'] = with_numbers(rows['user_t'], reference=5 if 'price' in str(definitions) else 4)
    return definitions, str(rows)


def with_numbers(rows, reference):
    """The rows of the table `user_t`, each by its number, with the numbers of the rows that they refer to."""
    number = {row[0]: number for number, row in enumerate(rows)}
    return [[number[row[0]]] + row[1:reference] + [number.get(row[reference])] + row[reference + 1:] for row in rows]


def count_statements(project, tmp_path):
    path = tmp_path / 'count'
    project.manage('db', 'upgrade', settings={'COUNT': str(path)})
    return int(path.read_text())


def set_back(project, database):
    """The database as it was before the revision."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table'" if database.name == 'sqlite' else 'SHOW TABLES'
    there = {name for name, in database.query(query)}
    in_the_bin = {name for name in there if name.startswith('migration_bin')}
    for name in {'t', 'pupil', 'user_t', 'student', JOURNAL_OF[database.name]} & there | in_the_bin:
        database.query('DROP TABLE IF EXISTS `%s`' % name)
    database.query("UPDATE alembic_version SET version_num = 'fcc71ef3b1ac'")
    project.run('mv', 'migrations/versions/ten.py', 'ten.py')
    project.manage('db', 'upgrade')
    project.run('mv', 'ten.py', 'migrations/versions/ten.py')
    database.query('CREATE TABLE user_t (id INTEGER PRIMARY KEY %s, n INTEGER, name VARCHAR(20), made DATETIME, '
                   'price DECIMAL(8, 2), t_id INTEGER)' % ('' if database.name == 'sqlite' else 'AUTO_INCREMENT'))
    database.query('INSERT INTO user_t (id, n, price) VALUES (1, 10, 1.5), (2, 20, 2.5), (3, 30, 3.5)')


JOURNAL_OF = {'sqlite': 'none', 'mariadb': 'migration_journal'}


def killed_everywhere(project, database, tmp_path, moments, step=1, numbered=False):
    total = count_statements(project, tmp_path)
    unbroken = contents(database, numbered)
    for number in range(1, total + 1, step):
        for when in moments:
            set_back(project, database)
            done = project.run('python', 'manage.py', 'db', 'upgrade', settings={'KILL': '%s %d' % (when, number)})
            assert done.status in (-signal.SIGKILL, 0), done
            done = project.manage('db', 'upgrade')
            assert contents(database, numbered) == unbroken, (number, when, done)


def test_a_revision_killed_at_a_statement_is_finished_by_the_next_upgrade(killable, database, tmp_path):
    revise(killable, TEN)
    killed_everywhere(killable, database, tmp_path, ['after'], step=8)


@pytest.mark.long
def test_a_revision_killed_at_any_statement_is_finished_by_the_next_upgrade(killable, database, tmp_path):
    revise(killable, TEN)
    killed_everywhere(killable, database, tmp_path, ['before', 'during', 'after'])


@pytest.mark.exhaustive
@pytest.mark.parametrize('place', sorted(PLACES))
@pytest.mark.parametrize('kind', sorted(DATA))
def test_data_is_moved_once_wherever_it_is_killed(killable, database, tmp_path, kind, place):
    data = '    ' + DATA[kind].strip() if kind == 'bulk insert' else DATA[kind]
    revise(killable, PLACES[place] % data.replace('(t, ', "(sa.table('user_t', sa.column('id'), sa.column('n')), ").replace(
        'range(1, 40)', 'range(4, 40)'))
    killed_everywhere(killable, database, tmp_path, ['before', 'after'], numbered=kind in GIVEN_IDS)


@pytest.fixture
def interrupted(project, mariadb):
    """A revision of three statements on MariaDB, of which the second was applied and the third fails."""
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    revise(project, "    make()\n    op.execute('INSERT INTO t (n) VALUES (1)')\n"
                    "    op.execute('CREATE TABLE more (id INTEGER)')\n"
                    "    op.execute('ALTER TABLE missing ADD n INTEGER')\n")
    project.manage('db', 'upgrade', status=1)
    return project


def test_a_mended_revision_goes_on_after_the_statements_that_were_applied(interrupted, mariadb):
    interrupted.edit('migrations/versions/ten.py', 'ALTER TABLE missing', 'ALTER TABLE more')
    done = interrupted.manage('db', 'upgrade')
    assert 'was interrupted after 3 of its statements' in done.err
    assert mariadb.query('SELECT n FROM t') == ((1,),)
    assert 'ten (head)' in interrupted.manage('db', 'current').out


def test_a_changed_statement_stops_it_with_both_texts(interrupted, mariadb):
    interrupted.edit('migrations/versions/ten.py', 'VALUES (1)', 'VALUES (2)')
    done = interrupted.manage('db', 'upgrade', status=1)
    assert 'VALUES (1)' in done.err and 'VALUES (2)' in done.err and 'Traceback' not in done.err
    assert mariadb.query('SELECT n FROM t') == ((1,),)


def test_a_statement_taken_out_stops_it(interrupted):
    interrupted.edit('migrations/versions/ten.py', "    op.execute('CREATE TABLE more (id INTEGER)')\n"
                     "    op.execute('ALTER TABLE missing ADD n INTEGER')\n", '')
    assert 'CREATE TABLE more' in interrupted.manage('db', 'upgrade', status=1).err
    assert '423cbaf36ad7' in interrupted.manage('db', 'current').out


def test_a_downgrade_takes_back_what_was_applied_and_nothing_else(interrupted, mariadb):
    done = interrupted.manage('db', 'downgrade')
    assert 'DROP TABLE more' in done.err
    assert mariadb.tables() == {'alembic_version', 'user', 'student'}


def test_a_stamp_says_that_it_was_undone_by_hand(interrupted, mariadb):
    mariadb.query('DROP TABLE t, more')
    interrupted.manage('db', 'stamp', '423cbaf36ad7')
    interrupted.manage('db', 'downgrade')
    assert mariadb.tables() == {'alembic_version', 'user'}


def test_a_revision_that_fails_before_it_has_done_anything_leaves_nothing_to_resume(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    revise(project, "    op.execute('INSERT INTO user (username) VALUES (1)')\n    raise RuntimeError('stop')\n")
    project.manage('db', 'upgrade', status=1)
    assert mariadb.query('SELECT * FROM user') == ()
    project.manage('db', 'downgrade')
    assert 'student' not in mariadb.tables()


@pytest.mark.long
def test_a_statement_that_was_refused_runs_again_whatever_has_been_done_to_its_table_since(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    revise(project, "    op.execute('ALTER TABLE user ADD n INTEGER AFTER missing')\n")
    project.manage('db', 'upgrade', status=1)
    mariadb.query('ALTER TABLE user ADD missing INTEGER')
    project.manage('db', 'upgrade')
    assert 'n' in [row[0] for row in mariadb.query('SHOW COLUMNS FROM user')]


@pytest.mark.long
def test_refusals_that_are_mended_one_by_one_are_not_given_again(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    revise(project, '''    run = op.get_bind().execute  # of which the rows are not looked at before
    run('ALTER TABLE user ADD n INTEGER')
    run('CREATE UNIQUE INDEX one ON user (username)')
    run('CREATE UNIQUE INDEX two ON student (name)')
''')
    for table, column in ('user', 'username'), ('student', 'name'):
        mariadb.query("INSERT INTO %s (%s) VALUES ('a'), ('a')" % (table, column))
    for table in 'user', 'student':
        assert 'Duplicate' in project.manage('db', 'upgrade', status=1).err
        mariadb.query('DELETE FROM %s LIMIT 1' % table)
    project.manage('db', 'upgrade')
    assert mariadb.query('SELECT count(*) FROM user') + mariadb.query('SELECT count(*) FROM student') == ((1,), (1,))


@pytest.mark.long
@pytest.mark.parametrize('cleaning', ['ALTER TABLE student ADD n INTEGER', 'UNLOCK TABLES'])
def test_an_error_that_ends_a_revision_is_no_answer_though_it_cleans_up(project, mariadb, cleaning):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    mariadb.query("INSERT INTO user (id, username) VALUES (1, 'a')")
    revise(project, '''    try:
        op.execute("INSERT INTO user (id, username) VALUES (1, 'b')")
    finally:
        op.execute('%s')
''' % cleaning)
    assert 'Duplicate' in project.manage('db', 'upgrade', status=1).err
    mariadb.query('DELETE FROM user')
    project.manage('db', 'upgrade')
    assert mariadb.query('SELECT username FROM user') == (('b',),)


@pytest.mark.long
def test_variables_are_restored_behind_a_statement_that_is_refused_again(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    mariadb.query("INSERT INTO user (id, username) VALUES (1, 'a')")
    revise(project, '''    op.execute('ALTER TABLE user ADD n INTEGER')
    op.execute('SET @x = 5')
    op.execute('UPDATE user SET n = @x')
    try:
        op.execute('DESCRIBE made')
    except Exception:
        op.execute('CREATE TABLE made (id INTEGER PRIMARY KEY, student INTEGER REFERENCES missing (id))')
    op.execute('UPDATE user SET n = n + @x')
''')
    project.manage('db', 'upgrade', status=1)
    mariadb.query('CREATE TABLE missing (id INTEGER PRIMARY KEY)')
    project.manage('db', 'upgrade')
    assert mariadb.query('SELECT n FROM user') == ((10,),)


@pytest.mark.long
def test_a_downgrade_that_has_done_nothing_stands_in_nobodys_way(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    revise(project, "    op.execute('ALTER TABLE user ADD n INTEGER')\n"
                    "def downgrade():\n    op.execute('ALTER TABLE user DROP missing')\n")
    project.manage('db', 'upgrade')
    project.manage('db', 'downgrade', status=1)
    project.manage('db', 'upgrade')
    assert 'ten (head)' in project.manage('db', 'current').out


def test_what_cannot_be_told_is_asked_for(project, mariadb):
    project.settings.update(mariadb.settings)
    project.edit('manage.py', '\nmanager = Manager(app)', KILLER)
    project.manage('db', 'upgrade')
    revise(project, "    op.execute('CREATE FUNCTION f() RETURNS INT NO SQL RETURN 1')\n")
    killed = project.run('python', 'manage.py', 'db', 'upgrade', settings={'KILL': 'answered CREATE FUNCTION'})
    assert killed.status == -signal.SIGKILL
    done = project.manage('db', 'upgrade', status=1)
    assert '--resume=skip' in done.err and 'CREATE FUNCTION' in done.err and 'Traceback' not in done.err
    project.manage('db', 'upgrade', '--resume=skip')
    assert 'ten (head)' in project.manage('db', 'current').out


@pytest.mark.long
def test_a_table_that_another_session_holds_is_waited_for_and_named(project, mariadb):
    import pymysql
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    revise(project, "    op.add_column('user', sa.Column('more', sa.Integer))\n")
    holder = pymysql.connect(host=mariadb.server.host, port=mariadb.server.port, user=mariadb.server.user,
                             password=mariadb.server.password, database=mariadb.database)
    try:
        holder.cursor().execute('SELECT * FROM user')
        done = project.manage('db', 'upgrade', '--ddl-timeout', '1', status=1)
        assert 'connection %d of ' % holder.thread_id() in done.err and 'Traceback' not in done.err
    finally:
        holder.close()
    project.manage('db', 'upgrade')
    assert 'ten (head)' in project.manage('db', 'current').out


def test_the_journal_tells_who_what_when_why_and_how_it_ended(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade', '--message', '为什么')
    rows = mariadb.query("SELECT revision, direction, message, ended, who LIKE '%%@%%, process %%' FROM migration_journal "
                         'WHERE position = 0 ORDER BY id')
    assert [row[:4] for row in rows] == [('fcc71ef3b1ac', 'upgrade', '为什么', 'done'),
                                         ('423cbaf36ad7', 'upgrade', '为什么', 'done')]
    assert mariadb.query("SELECT COUNT(*) FROM migration_journal WHERE answer IS NOT NULL OR ended <> 'done'") == ((0,),)


def test_a_table_whose_name_has_a_percent_sign_is_looked_at_too(project, mariadb):
    project.settings.update(mariadb.settings)
    project.edit('manage.py', '\nmanager = Manager(app)', KILLER)
    project.manage('db', 'upgrade')
    revise(project, "    make('a%b')\n    op.add_column('a%b', sa.Column('more', sa.Integer))\n")
    for statement in ('CREATE TABLE `a', 'ALTER TABLE `a'):
        project.run('python', 'manage.py', 'db', 'upgrade', settings={'KILL': 'after ' + statement})
    project.manage('db', 'upgrade')
    assert 'a%b' in mariadb.tables() and 'ten (head)' in project.manage('db', 'current').out


def test_a_connection_that_the_server_ends_is_gone_on_with(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    killed = "    op.get_bind().execute('KILL CONNECTION_ID()')\n"
    revise(project, "    make()\n    op.execute('INSERT INTO t (n) VALUES (1)')\n" + killed)
    project.manage('db', 'upgrade', status=1)
    project.edit('migrations/versions/ten.py', killed, '')
    project.manage('db', 'upgrade')
    assert mariadb.query('SELECT n FROM t') == ((1,),)


@pytest.mark.long
def test_rows_that_a_revision_reads_as_dictionaries_are_given_again_as_such(project, mariadb):
    project.settings.update(mariadb.settings)
    project.edit('manage.py', '\nmanager = Manager(app)', KILLER)
    project.manage('db', 'upgrade')
    mariadb.query("INSERT INTO user (id, username) VALUES (1, 'a'), (2, 'b')")
    revise(project, '''    import pymysql
    cursor = op.get_bind().connection.cursor(pymysql.cursors.DictCursor)
    cursor.execute('SELECT id, username FROM user ORDER BY id')
    rows = cursor.fetchall()
    op.execute('ALTER TABLE user ADD n INTEGER')
    for row in rows:
        cursor.execute('UPDATE user SET n = %(id)s WHERE username = %(username)s', row)
    op.execute('ALTER TABLE user ADD m INTEGER')
''')
    project.run('python', 'manage.py', 'db', 'upgrade', settings={'KILL': 'answered ALTER TABLE user ADD n'})
    project.manage('db', 'upgrade')
    assert mariadb.query('SELECT id, n FROM user ORDER BY id') == ((1, 1), (2, 2))


def test_a_password_in_a_revision_is_not_kept(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    revise(project, """    op.execute("CREATE USER IF NOT EXISTS kept@localhost IDENTIFIED BY 'se''cret'")
    op.execute("UPDATE user SET username = 'secret'")
    op.execute("DROP USER kept@localhost")
""")
    project.manage('db', 'upgrade')
    rows = mariadb.query("SELECT statement FROM migration_journal WHERE statement LIKE '%%IDENTIFIED%%'")
    assert rows == (("CREATE USER IF NOT EXISTS kept@localhost IDENTIFIED BY '***'",),)


@pytest.mark.parametrize('password', ['pässword1', 'ab"cdefg', 'long' * 30])
def test_a_password_in_an_error_that_the_revision_lives_with_is_not_kept(project, mariadb, password):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    revise(project, """    try:
        op.execute('''INSERT INTO user VALUES ('%s', 'x')''')
    except Exception:
        pass
    op.execute('ALTER TABLE user ADD n INTEGER')
    op.execute('no such statement')
""" % password)
    project.manage('db', 'upgrade', status=1)
    kept = str(mariadb.query('SELECT statement, answer FROM migration_journal'))
    assert 'ALTER TABLE user ADD n' in kept and password[:4] not in kept and 'ssword1' not in kept and 'cdefg' not in kept


def test_db_migrate_does_not_see_the_journal(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    assert 'migration_journal' in {name for name, in mariadb.query('SHOW TABLES')}
    assert 'No changes in schema detected' in project.manage('db', 'migrate').err


PAIR = """from alembic import op
revision, down_revision = %r, %r


def upgrade():
    %s


def downgrade():
    pass
"""
MADE = "op.execute('CREATE TABLE %s (id INTEGER PRIMARY KEY)')", "op.execute('INSERT INTO %s VALUES (1)')"
BAD = {'a text that is no SQL': "op.execute('ALTER TABLE user ADD ADD')",
       'a table that is not there': "op.execute('ALTER TABLE missing ADD n INTEGER')",
       'a row that is there': "op.execute('INSERT INTO a0 VALUES (1)')",
       'an error of Python': 'op.execute(None.text)'}


def chain(project, before, *revisions):
    """Write revisions, each a name and its statements, one behind the other."""
    for name, statements in revisions:
        project.replace('migrations/versions/%s.py' % name, PAIR % (name, before, '\n    '.join(statements)))
        before = name
    return before


def making(name):
    return name, [text % name for text in MADE]


def test_what_a_revision_did_is_committed_when_the_next_one_fails_at_once(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    before = '423cbaf36ad7'
    for number, (what, statement) in enumerate(sorted(BAD.items())):
        name = 'a%d' % number
        chain(project, before, making(name), ('bad', [statement]))
        project.manage('db', 'upgrade', status=1)
        assert mariadb.query('SELECT version_num FROM alembic_version') == ((name,),), what
        assert mariadb.query('SELECT id FROM ' + name) == ((1,),), what
        assert mariadb.query("SELECT ended FROM migration_journal WHERE revision = '%s'" % name) == (('done',),) * 3, what
        before = name


@pytest.mark.long
def test_revisions_one_after_the_other_are_applied_once_wherever_they_are_killed(project, mariadb, tmp_path):
    project.settings.update(mariadb.settings)
    project.edit('manage.py', '\nmanager = Manager(app)', KILLER)
    project.manage('db', 'upgrade')
    chain(project, '423cbaf36ad7', making('a1'), making('a2'), ('a3', [MADE[1].replace('1', '2') % 'a1', MADE[0] % 'a3']),
          ('a4', ["op.execute('ALTER TABLE a2 ADD n INTEGER')"]), ('a5', ['op.get_bind()', MADE[1] % 'a3']))
    total, unbroken = count_statements(project, tmp_path), contents(mariadb)
    assert total > 12
    for number in range(2, total + 1):
        for name in {'a1', 'a2', 'a3'} & mariadb.tables():
            mariadb.query('DROP TABLE ' + name)
        mariadb.query("UPDATE alembic_version SET version_num = '423cbaf36ad7'")
        mariadb.query('DELETE FROM migration_journal')
        project.run('python', 'manage.py', 'db', 'upgrade', settings={'KILL': 'before %d' % number})
        done = project.manage('db', 'upgrade')
        assert contents(mariadb) == unbroken, (number, done)

"""PostgreSQL: what is interrupted half-way is finished by the same command, with nothing lost and nothing done twice."""
import contextlib
import importlib.util
import os
import signal
import subprocess
import sys
import time

import pytest
from conftest import NO_POSTGRESQL
from errors.complaint import complains, execute, revise
from postgresql import PostgreSQL, private_server, programs
from test_concurrency import applied, end, start, together
from test_postgresql import STUDENT, without_safeguard

pytestmark = pytest.mark.long
# Every statement that reaches the driver, whoever sends it, is counted; before the one that KILL names the process dies.
KILLER = '''
import atexit
import os
import signal
import psycopg2
from psycopg2.extensions import cursor

WHICH, COUNT = int(os.environ.get('KILL', 0)), os.environ.get('COUNT')
sent, connect = [], psycopg2.connect


class Counted(cursor):
    def execute(self, *arguments):
        sent.append(arguments)
        if len(sent) == WHICH:
            os.kill(os.getpid(), int(os.environ['SERVER']) if 'SERVER' in os.environ else signal.SIGKILL)
        return super().execute(*arguments)


psycopg2.connect = lambda *arguments, **options: connect(*arguments, cursor_factory=Counted, **options)
if COUNT:
    atexit.register(lambda: open(COUNT, 'w').write(str(len(sent))))

manager = Manager(app)'''
ALL = '''run = op.get_bind().execute
    op.add_column('student', sa.Column('toy', sa.Integer))
    for number, name in run('SELECT id, name FROM student WHERE toy IS NULL ORDER BY id').fetchall():
        run(sa.text('UPDATE student SET toy = :id, name = :name WHERE id = :id'), id=number, name=name + '!')
    given = run("INSERT INTO student (name, toy) VALUES ('c', 9) RETURNING id").scalar()
    with op.get_context().autocommit_block():
        op.execute('CREATE INDEX CONCURRENTLY ix_toy ON student (toy)')
        op.execute('CREATE UNIQUE INDEX CONCURRENTLY ON student (name, toy)')
        op.execute("ALTER TYPE mood ADD VALUE 'b'")
        op.execute("UPDATE student SET name = name || '?'")
        op.execute('CREATE TABLE plain (id INT)')
    run(sa.text('INSERT INTO plain VALUES (:given)'), given=given)
    from exts import db
    db.session.execute("UPDATE student SET name = name || '.'")
    db.session.commit()
    op.execute("ALTER TABLE student ADD m mood DEFAULT 'b'")'''
STATE = ("SELECT count(*)::text, string_agg(name || toy, ',' ORDER BY id) FROM student",
         'SELECT count(*), max(m::text) FROM student', 'SELECT toy FROM plain JOIN student USING (id)',
         "SELECT c.relname, indisvalid FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = "
         "'student'::regclass ORDER BY 1",
         "SELECT enumlabel FROM pg_enum WHERE enumtypid = 'mood'::regtype ORDER BY 1",
         'SELECT version_num FROM alembic_version',
         "SELECT revision FROM migration_journal WHERE position = 0 AND ended = 'done' ORDER BY 1")


def filled(project, database):
    """At the last but one revision, with two rows and a type `mood`."""
    project.manage('db', 'upgrade', STUDENT)
    database.query("INSERT INTO student (name) VALUES ('a'), ('b'); CREATE TYPE mood AS ENUM ('a')")


@pytest.fixture
def student(on_postgresql, postgresql):
    filled(on_postgresql, postgresql)
    return on_postgresql


def set_back(postgresql):
    """As it was before the revision."""
    postgresql.query("DROP TABLE IF EXISTS plain; ALTER TABLE student DROP IF EXISTS toy, DROP IF EXISTS m; DROP TYPE mood; "
                     "CREATE TYPE mood AS ENUM ('a'); TRUNCATE student RESTART IDENTITY; "
                     "INSERT INTO student (name) VALUES ('a'), ('b'); DELETE FROM migration_journal WHERE revision = 'bad'; "
                     "UPDATE alembic_version SET version_num = '%s'" % STUDENT)


def state_of(database):
    return [database.query(query) for query in STATE]


def counted(project, postgresql, tmp_path):
    """How many statements the revision sends when nobody ends it, and what it leaves."""
    project.edit('manage.py', '\nmanager = Manager(app)', KILLER)
    project.run(sys.executable, 'manage.py', 'db', 'upgrade', settings={'COUNT': str(tmp_path / 'count')})
    return int((tmp_path / 'count').read_text()), state_of(postgresql)


def killed_at(project, postgresql, numbers, unbroken):
    for number in numbers:
        set_back(postgresql)
        done = subprocess_of(project, 'upgrade', KILL=str(number))
        assert done.status == -signal.SIGKILL, (number, done)
        free(postgresql)
        again = project.manage('db', 'upgrade')
        assert state_of(postgresql) == unbroken, (number, done, again)


def free(postgresql):
    """The server has seen that the process is gone."""
    deadline = time.time() + 20
    while postgresql.query("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"):
        assert time.time() < deadline
        time.sleep(0.02)


def subprocess_of(project, *command, **settings):
    return end(start(project, *command, **settings))


def test_a_revision_killed_at_some_of_its_statements_is_finished_by_the_next_upgrade(student, postgresql, tmp_path):
    revise(student, ALL, follows=STUDENT)
    total, unbroken = counted(student, postgresql, tmp_path)
    assert unbroken[0] == [('3', 'a!?.1,b!?.2,c?.9')]
    killed_at(student, postgresql, range(25, total, 9), unbroken)


def test_beside_stock_which_begins_at_the_first_statement_again_and_fails(student, postgresql, tmp_path):
    without_safeguard(student)
    plain = "op.execute('CREATE TABLE plain"
    revise(student, ALL.replace(plain, 'import os; os.kill(os.getpid(), 9); ' + plain), follows=STUDENT)
    assert subprocess_of(student, 'upgrade').status == -signal.SIGKILL
    assert 'already exists' in student.manage('db', 'upgrade', status=1).err
    student.manage('db', 'downgrade')  # which takes an earlier revision back
    assert 'student' not in postgresql.tables()


def test_a_revision_of_one_transaction_leaves_nothing_when_it_is_killed_and_the_log_has_it(student, postgresql):
    kill = "import os; os.kill(os.getpid(), %d)"
    for place in range(3):
        lines = ["op.add_column('student', sa.Column('toy', sa.Integer))", "op.execute('UPDATE student SET toy = 1')"]
        revise(student, '\n    '.join(lines[:place] + [kill % signal.SIGKILL] + lines[place:]), follows=STUDENT)
        assert subprocess_of(student, 'upgrade').status == -signal.SIGKILL
        free(postgresql)
        assert 'upgrade   bad  failed' in student.manage('db', 'log').out.splitlines()[0]
        assert 'Interrupted' not in student.manage('db', 'status').out
    revise(student, '\n    '.join(lines), follows=STUDENT)
    student.manage('db', 'upgrade')
    told = student.manage('db', 'log').out.splitlines()
    assert ['done' in told[0]] + ['failed' in line for line in told[1:4]] == [True] * 4, told


def test_the_log_tells_of_a_revision_that_has_failed(student):
    revise(student, execute('CREATE TABLE x (id INT)', 'nonsense'), follows=STUDENT)
    student.manage('db', 'upgrade', status=1)
    assert 'upgrade   bad  failed' in student.manage('db', 'log').out.splitlines()[0]


INDEX = "with op.get_context().autocommit_block(): op.execute('CREATE INDEX CONCURRENTLY %s ON student (name)')"


@contextlib.contextmanager
def holding(postgresql, statement='SELECT * FROM student'):
    """Within, another session has an open transaction."""
    with contextlib.closing(postgresql.server.connect(postgresql.database)) as connection:
        connection.autocommit = False
        connection.cursor().execute(statement)
        yield connection


def wait_for(process, postgresql, query):
    """Until a query finds something, while a command runs."""
    while not postgresql.query(query):
        assert process.poll() is None, end(process)
        time.sleep(0.05)


def interrupted_index(student, postgresql, name):
    """The session that makes an index is ended while it waits for another one."""
    revise(student, INDEX % name, follows=STUDENT)
    with holding(postgresql, "UPDATE student SET name = name"):
        process = start(student, 'upgrade')
        waiting = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONC%%' AND wait_event_type = 'Lock'"
        wait_for(process, postgresql, waiting)
        postgresql.query('SELECT pg_terminate_backend(pid) FROM (%s) AS waiting' % waiting)
        result = end(process)
    return result


@pytest.mark.parametrize('name', ['ix_name', ''])
def test_an_index_that_is_left_invalid_is_named_and_dropped_before_the_next_try(student, postgresql, name):
    said = interrupted_index(student, postgresql, name)
    assert said.status == 1 and 'Traceback' not in said.err
    invalid, = postgresql.query('SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid')
    err = student.manage('db', 'upgrade').err
    assert '%s is invalid' % invalid in err
    assert postgresql.query("SELECT indisvalid FROM pg_index WHERE indrelid = 'student'::regclass") == [(True,)] * 2


def test_a_downgrade_in_its_place_drops_what_is_invalid_and_goes_back(student, postgresql):
    interrupted_index(student, postgresql, 'ix_name')
    assert 'ix_name is invalid' in student.manage('db', 'downgrade', '--yes').err
    assert 'student' not in postgresql.tables()


def test_an_invalid_index_that_was_there_before_is_nobodys_to_drop(student, postgresql):
    with pytest.raises(Exception, match='could not create unique index'):
        postgresql.query('CREATE UNIQUE INDEX CONCURRENTLY ix_name ON student ((1))')
    revise(student, INDEX % 'ix_name', follows=STUDENT)
    for _ in range(2):
        complains(student, 'upgrade', words=['42P07', 'ix_name'])
    assert postgresql.value("SELECT NOT indisvalid FROM pg_index WHERE indexrelid = 'ix_name'::regclass")


def test_what_cannot_be_told_is_asked_for(student, postgresql):
    revise(student, """with op.get_context().autocommit_block():
        op.execute('CREATE TABLE x (id INT)')
        op.execute('DO $$ BEGIN INSERT INTO x VALUES (1); PERFORM pg_terminate_backend(pg_backend_pid()); COMMIT; END $$')
    op.execute('CREATE TABLE y (id INT)')""", follows=STUDENT)
    student.manage('db', 'upgrade', status=1)
    complains(student, 'upgrade', words=['--resume=skip', '--resume=redo', 'DO $$'])
    assert 'of which it cannot be told' in student.manage('db', 'status').out
    student.manage('db', 'upgrade', '--resume=skip')
    assert 'y' in postgresql.tables() and not postgresql.query('SELECT * FROM x')


def test_a_statement_that_is_applied_and_has_changed_or_is_gone_stops_it(student, postgresql):
    body = """with op.get_context().autocommit_block():
        op.execute('CREATE TABLE x (id INT)')
    op.execute('nonsense')"""
    revise(student, body, follows=STUDENT)
    student.manage('db', 'upgrade', status=1)
    revise(student, body.replace('id INT', 'n INT'), follows=STUDENT)
    complains(student, 'upgrade', words=['(id INT)', '(n INT)'])
    revise(student, 'pass', follows=STUDENT)
    complains(student, 'upgrade', words=['is gone since', 'CREATE TABLE x'])
    revise(student, body.replace('nonsense', 'SELECT 1'), follows=STUDENT)
    student.manage('db', 'upgrade')


def test_a_downgrade_that_was_interrupted_goes_on_too(student, postgresql):
    path = revise(student, "op.execute('CREATE INDEX ix ON student (name)'); op.execute('CREATE TABLE x (id INT)')",
                  follows=STUDENT)
    student.edit(path, 'def downgrade():\n    pass', """def downgrade():
    op.execute('DROP TABLE x')
    with op.get_context().autocommit_block():
        op.execute('DROP INDEX CONCURRENTLY ix')
    op.execute('nonsense')""")
    student.manage('db', 'upgrade')
    assert '2 statements are applied; `db downgrade` goes on' in student.manage('db', 'downgrade', status=1).err
    complains(student, 'downgrade', STUDENT, words=['42601'])
    student.edit(path, 'nonsense', 'SELECT 1')
    student.manage('db', 'downgrade')
    assert postgresql.value('SELECT version_num FROM alembic_version') == STUDENT


OWN_COMMIT = '''op.execute("UPDATE student SET name = name || '!'")
    op.get_bind().execute('COMMIT')
    op.execute("UPDATE student SET name = name || '?'")
    op.execute('%s')'''


def test_what_a_commit_of_its_own_has_applied_is_applied_once(student, postgresql):
    revise(student, OWN_COMMIT % 'nonsense', follows=STUDENT)
    for _ in range(2):
        student.manage('db', 'upgrade', status=1)
    revise(student, OWN_COMMIT % 'SELECT 1', follows=STUDENT)
    student.manage('db', 'upgrade')
    assert postgresql.query('SELECT name FROM student') == [('a!?',), ('b!?',)]


# What a revision does by other ways than `op`

APPENDS = "UPDATE student SET name = name || '!'"
WAYS = {
    'session': "from exts import db; db.session.execute(%r); db.session.commit()",
    'engine': "from exts import db; db.engine.execute(%r)",
    'transaction of an engine': "from exts import db\n    with db.engine.begin() as connection: connection.execute(%r)",
    'engine of its own': "bind = op.get_bind(); sa.create_engine(bind.engine.url).execute(%r)",
    'driver': "import psycopg2; from config import SQLALCHEMY_DATABASE_URI as uri; c = psycopg2.connect(uri); "
              "c.cursor().execute(%r); c.commit()",
    'with the driver': "from exts import db\n    with db.engine.raw_connection().connection as c: c.cursor().execute(%r)",
    'what commits each': "from exts import db; each = db.engine.connect().execution_options(isolation_level='AUTOCOMMIT')\n"
                         "    each.execute(%r)",
}


@pytest.mark.parametrize('way', sorted(WAYS))
def test_what_is_written_by_another_way_is_there_once_though_the_revision_fails_before(student, postgresql, way):
    body = WAYS[way] % APPENDS + '\n    op.execute(%r)'
    revise(student, body % 'nonsense', follows=STUDENT)
    for _ in range(2):
        student.manage('db', 'upgrade', status=1)
    kept = postgresql.value('SELECT name FROM student ORDER BY id')
    assert kept == ('a!' if way == 'what commits each' else 'a')
    revise(student, body % 'SELECT 1', follows=STUDENT)
    student.manage('db', 'upgrade')
    assert postgresql.query('SELECT name FROM student ORDER BY 1') == [('a!',), ('b!',)]


@pytest.mark.parametrize('way', ['session', 'engine', 'driver', 'with the driver'])
def test_a_session_sees_what_the_revision_has_changed_and_does_not_wait_for_it(student, postgresql, way):
    revise(student, "op.add_column('student', sa.Column('toy', sa.Integer))\n    " + WAYS[way] %
           'UPDATE student SET toy = 7', follows=STUDENT)
    student.manage('db', 'upgrade')
    assert postgresql.query('SELECT DISTINCT toy FROM student') == [(7,)]


def test_beside_stock_which_waits_for_itself_for_ever(student, postgresql):
    without_safeguard(student)
    revise(student, "op.add_column('student', sa.Column('toy', sa.Integer))\n    " + WAYS['session'] %
           'UPDATE student SET toy = 7', follows=STUDENT)
    process = start(student, 'upgrade')
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(6)
    process.kill()
    end(process)


def test_a_session_that_rolls_back_takes_back_its_own_and_nothing_else(student, postgresql):
    revise(student, """from exts import db
    from sqlalchemy.exc import ProgrammingError
    db.session.execute("UPDATE student SET name = 'x'")
    op.execute('CREATE TABLE between (id INT)')
    db.session.rollback()
    try:
        db.session.execute('SELECT * FROM missing')
    except ProgrammingError:
        db.session.rollback()
    try:
        db.session.execute('DELETE FROM missing')
    except ProgrammingError:
        pass
    op.execute('INSERT INTO between VALUES (1)')
    db.session.rollback()
    db.session.execute("INSERT INTO student (name) VALUES ('c')")""", follows=STUDENT)
    student.manage('db', 'upgrade')
    assert postgresql.query('SELECT name FROM student ORDER BY 1') == [('a',), ('b',)]
    assert postgresql.query('SELECT id FROM between') == [(1,)]


def test_the_drivers_own_helpers_and_cursors_work_as_ever(student, postgresql):
    revise(student, """import io
    from psycopg2 import extras, sql
    cursor = op.get_bind().connection.cursor()
    insert = sql.SQL('INSERT INTO {} (name) VALUES %s').format(sql.Identifier('student'))
    extras.execute_values(cursor, insert, [('c',), ('d',)])
    cursor.copy_from(io.StringIO('e\\n'), 'student', columns=['name'])
    cursor.copy_expert('COPY student (name) FROM STDIN', io.StringIO('f\\n'))
    rows = op.get_bind().connection.cursor(cursor_factory=extras.RealDictCursor)
    rows.execute('SELECT name FROM student ORDER BY id')
    assert [row['name'] for row in rows] == list('abcdef')
    import psycopg2, config
    named = sql.SQL('SELECT {}, {}').format(sql.Identifier('a b'), sql.Literal("a'b"))
    for one in (op.get_bind().connection.connection, psycopg2.connect(config.SQLALCHEMY_DATABASE_URI)):
        assert isinstance(one, psycopg2.extensions.connection)
        assert named.as_string(one) == named.as_string(cursor) and psycopg2.extensions.quote_ident('a', one) == '"a"'
        extras.register_uuid(conn_or_curs=one)
        extras.register_default_jsonb(one)
    with op.get_context().autocommit_block():
        op.execute('SELECT 1')
    if not __import__('os').path.exists('go.py'):
        raise RuntimeError('stop')""", follows=STUDENT)
    student.manage('db', 'upgrade', status=1)
    student.replace('go.py', '')
    student.manage('db', 'upgrade')
    assert postgresql.value('SELECT count(*) FROM student') == 6


# A table that another session holds

def test_who_reads_does_not_queue_behind_a_change_that_waits_and_the_holder_is_named(student, postgresql):
    revise(student, "op.add_column('student', sa.Column('toy', sa.Integer))", follows=STUDENT)
    with holding(postgresql) as holder:
        process, pid = start(student, 'upgrade'), holder.info.backend_pid
        wait_for(process, postgresql,
                 "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'ALTER TABLE%%' AND wait_event_type = 'Lock'")
        for _ in range(3):
            postgresql.query("SET statement_timeout = '15s'; SELECT * FROM student")  # the change waits for 30
            assert process.poll() is None
            time.sleep(1)
        holder.rollback()
        result = end(process)
    assert result.status == 0 and 'connection %d of root@' % pid in result.err
    assert 'at most 30 s' in result.err and 'SELECT * FROM student' in result.err


def test_the_wait_ends_with_the_holder_named_and_nothing_changed(student, postgresql):
    revise(student, "op.create_table('x', sa.Column('id', sa.Integer)); op.drop_column('student', 'name')", follows=STUDENT)
    with holding(postgresql) as holder:
        said = complains(student, 'upgrade', '--yes', '--ddl-timeout', '0.4', words=['55P03', 'rolled back'])
        assert 'connection %d of root@' % holder.info.backend_pid in said
    assert 'x' not in postgresql.tables()


def test_a_lock_timeout_of_the_users_own_stays(student, postgresql):
    postgresql.query("ALTER ROLE root IN DATABASE %s SET lock_timeout = '1234ms'" % postgresql.database)
    revise(student, "op.execute(\"CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS value\")", follows=STUDENT)
    student.manage('db', 'upgrade')
    assert postgresql.value('SELECT value FROM seen') == '1234ms'


def test_who_may_not_create_in_the_schema_is_told_and_keeps_no_journal(student, postgresql):
    revise(student, "op.execute('GRANT SELECT ON student TO clerk')\n    with op.get_context().autocommit_block(): "
           "op.execute('COMMENT ON TABLE student IS NULL')", follows=STUDENT)
    for statement in ('DROP TABLE migration_journal', 'DROP ROLE IF EXISTS clerk', 'CREATE ROLE clerk LOGIN',
                      'ALTER TABLE student OWNER TO clerk', 'REVOKE CREATE ON SCHEMA public FROM PUBLIC',
                      'GRANT ALL ON alembic_version TO clerk'):
        postgresql.query(statement)
    try:
        told = student.manage('db', 'upgrade', settings={'DB_URI': postgresql.address(user='clerk')})
        assert 'No journal is kept' in told.err and 'migration_journal' not in postgresql.tables()
    finally:
        postgresql.query('DROP OWNED BY clerk')
        postgresql.query('DROP ROLE clerk')


# At once

def test_upgrades_at_once_apply_what_commits_on_its_way_once(student, postgresql):
    revise(student, ALL, follows=STUDENT)
    results = together(student, 6, 'upgrade')
    assert [result.status for result in results] == [0] * 6 and len(applied(results)) == 1
    assert postgresql.value("SELECT string_agg(name, ',' ORDER BY id) FROM student") == 'a!?.,b!?.,c?.'


# The server itself

def test_an_upgrade_in_which_the_server_was_killed_is_finished_by_the_next_one(project, tmp_path):
    if not programs() or not importlib.util.find_spec('psycopg2'):
        (pytest.fail if os.environ.get('CI') else pytest.skip)(NO_POSTGRESQL)
    with private_server() as server, server.database() as name:
        postgresql = PostgreSQL(server, name)
        project.settings.update(postgresql.settings)
        filled(project, postgresql)
        revise(project, ALL, follows=STUDENT)
        total, unbroken = counted(project, postgresql, tmp_path)
        for number in range(30, total, 12):
            set_back(postgresql)
            process = start(project, 'upgrade', KILL=str(number), SERVER=str(int(signal.SIGSTOP)))
            while os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
                time.sleep(0.05)
            server.restart()
            process.send_signal(signal.SIGCONT)
            result = end(process)
            assert result.status == 1 and 'Traceback' not in result.err, (number, result)
            again = project.manage('db', 'upgrade')
            assert state_of(postgresql) == unbroken, (number, result, again)




# An error that the revision goes on after

COMPLETES = '''    if not __import__('os').path.exists('go.py'):
        op.execute('nonsense')'''
PASSES = 'try: op.execute(%r)\n    except Exception: %s\n    '
LOCKED = '''locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
    assert op.get_bind().execute(locks).scalar()
    assert op.get_bind().execute("SELECT current_setting('lock_timeout')").scalar() != '0'
    '''
ENDINGS = {'autocommit_block': "pass\n    with op.get_context().autocommit_block(): op.execute('SELECT 1')",
           'ROLLBACK': "op.execute('ROLLBACK')", 'COMMIT': "op.execute('COMMIT')",
           'driver': 'op.get_bind().connection.connection.rollback()'}


@pytest.mark.parametrize('ending', sorted(ENDINGS))
def test_a_transaction_that_has_failed_may_end_and_the_lock_is_kept(student, postgresql, ending):
    lines = PASSES % ('DROP INDEX nope', ENDINGS[ending])
    if ending in ('autocommit_block', 'driver'):  # behind which the driver begins another transaction
        lines += "op.execute('CREATE TABLE w (id INT)')\n    " + LOCKED
    revise(student, "op.execute('CREATE TABLE gone (id INT)')\n    " + lines + "op.execute('CREATE TABLE x (id INT)')",
           follows=STUDENT)
    told = student.manage('db', 'upgrade')
    assert 'Traceback' not in told.err and 'x' in postgresql.tables() and 'gone' not in postgresql.tables()
    assert postgresql.value('SELECT version_num FROM alembic_version') == 'bad'


def test_where_another_process_has_the_lock_by_then_the_revision_stops(student, postgresql):
    revise(student, """import psycopg2, threading
    from config import SQLALCHEMY_DATABASE_URI as uri
    from safe_migrate.databases.postgresql.locks import KEY
    other = []
    def take():
        other.append(psycopg2.connect(uri))
        other[0].cursor().execute('SELECT pg_advisory_lock(%s)', (KEY,))
    thread = threading.Thread(target=take, daemon=True)
    try: op.execute('nonsense')
    except Exception: thread.start(); thread.join(20)
    op.execute('ROLLBACK')
    op.execute('CREATE TABLE x (id INT)')""", follows=STUDENT)
    complains(student, 'upgrade', words=['another process has now', 'root@127.0.0.1'])
    assert 'x' not in postgresql.tables()


def test_a_savepoint_around_what_fails_leaves_the_rest(student, postgresql):
    revise(student, """bind = op.get_bind()
    try:
        with bind.begin_nested(): bind.execute('DROP INDEX nope')
    except Exception: pass
    bind.execute('CREATE TABLE x (id INT)')""", follows=STUDENT)
    student.manage('db', 'upgrade')
    assert 'x' in postgresql.tables()


def test_what_was_refused_and_lived_with_is_refused_again_where_the_revision_goes_on(student, postgresql):
    revise(student, """with op.get_context().autocommit_block():
        try: op.execute('DROP TABLE x')
        except Exception: pass
        try: op.execute('DROP INDEX CONCURRENTLY nope')
        except Exception: pass
        op.execute('CREATE TABLE x (id INT)')
        op.execute('INSERT INTO x VALUES (1)')
""" + COMPLETES, follows=STUDENT)
    for _ in range(2):
        student.manage('db', 'upgrade', status=1)
    student.replace('go.py', '')
    student.manage('db', 'upgrade')
    assert postgresql.query('SELECT id FROM x') == [(1,)]


def test_a_refusal_that_ended_the_revision_is_tried_again_though_something_came_behind_it(student, postgresql):
    revise(student, """with op.get_context().autocommit_block():
        try: op.execute('ALTER TABLE later ADD n INT')
        finally: op.execute('CREATE TABLE x (id INT)')""", follows=STUDENT)
    student.manage('db', 'upgrade', status=1)
    postgresql.query('CREATE TABLE later (id INT)')
    student.manage('db', 'upgrade')
    assert postgresql.query("SELECT 1 FROM pg_attribute WHERE attrelid = 'later'::regclass AND attname = 'n'")


# How the application connects

def test_the_first_upgrade_ever_takes_what_commits_each_statement_and_does_it_once(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade', STUDENT)
    postgresql.query('DROP TABLE migration_journal')
    revise(on_postgresql, WAYS['what commits each'] % 'CREATE TABLE apart (id INT)' + '\n' + COMPLETES, follows=STUDENT)
    for _ in range(2):
        assert '42601' in on_postgresql.manage('db', 'upgrade', status=1).err
    on_postgresql.replace('go.py', '')
    on_postgresql.manage('db', 'upgrade')
    assert 'apart' in postgresql.tables()


def test_a_journal_goes_to_the_schema_in_which_the_upgrade_works(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    before = postgresql.query('SELECT * FROM migration_journal ORDER BY id')
    postgresql.query('CREATE SCHEMA tenant')
    on_postgresql.edit('migrations/env.py', 'as connection:', """as connection:
        connection.execute('SET search_path TO tenant')""")
    on_postgresql.manage('db', 'upgrade')
    assert postgresql.query('SELECT * FROM migration_journal ORDER BY id') == before
    assert postgresql.query('SELECT ended FROM tenant.migration_journal WHERE position = 0') == [('done',)] * 2


@pytest.mark.parametrize('settings', ["'pool_size': 1, 'max_overflow': 0, 'pool_timeout': 300",
                                      "'isolation_level': 'REPEATABLE READ'", "'isolation_level': 'SERIALIZABLE'"])
def test_a_pool_of_one_connection_and_every_isolation_write_the_journal(student, postgresql, settings):
    student.replace('config.py', student.read('config.py') + '\nSQLALCHEMY_ENGINE_OPTIONS = {%s}\n' % settings)
    revise(student, "op.execute('CREATE TABLE x (id INT)')", follows=STUDENT)
    student.manage('db', 'upgrade')
    assert 'upgrade   bad  done' in student.manage('db', 'log').out.splitlines()[0] and 'x' in postgresql.tables()
    assert not postgresql.query("SELECT 1 FROM migration_journal WHERE ended = 'running'")


# A SELECT that does more than read

CALLS = {
    'own COMMIT': "op.execute('COMMIT')\n    op.execute('SELECT addone()')",
    'block': "op.execute('SELECT addone()')\n    with op.get_context().autocommit_block(): op.execute('VACUUM student')",
    'within a block': "with op.get_context().autocommit_block(): op.execute('SELECT 1, \"addone\" ()')",
    'session': "from exts import db; db.session.execute('SELECT addone()'); db.session.rollback()\n"
               "    db.session.execute('SELECT addone()'); db.session.commit()\n    op.execute('COMMIT')",
    'INTO': "op.execute('SELECT addone() AS n')\n    op.execute('SELECT 1 AS n INTO made')\n    op.execute('COMMIT')",
}


@pytest.mark.parametrize('way', sorted(CALLS))
def test_a_function_that_a_select_calls_is_called_once(student, postgresql, way):
    postgresql.query('CREATE TABLE t (n INT); INSERT INTO t VALUES (0); CREATE FUNCTION addone() RETURNS int LANGUAGE sql '
                     "AS 'UPDATE t SET n = n + 1 RETURNING n'")
    revise(student, CALLS[way] + '\n' + COMPLETES, follows=STUDENT)
    for _ in range(2):
        assert 'rolled back' not in student.manage('db', 'upgrade', status=1).err
    student.replace('go.py', '')
    student.manage('db', 'upgrade')
    assert postgresql.value('SELECT n FROM t') == 1


# What the journal keeps of a transaction

KEPT = {
    "a cursor of the server's": "run = op.get_bind().execution_options(stream_results=True).execute\n"
                                "    assert len(run('SELECT name FROM student').fetchall()) == 2",
    'dictionaries within': "run = op.get_bind().execute\n"
                           "    assert run(\"SELECT ARRAY['{{\\\"a\\\": 1}}'::jsonb]\").scalar() == [{{'a': 1}}]",
    'a savepoint with a semicolon': "run = op.get_bind().execute; run('SAVEPOINT A;'); run('CREATE TABLE y (id INT)')\n"
                                    "    run('ROLLBACK TO a'); run('RELEASE A'); run('CREATE TABLE y (id INT)')",
    'many rows': "for _ in range(60): op.get_bind().execute('SELECT generate_series(1, 1000)').fetchall()",
    'a cursor by place': "from psycopg2.extras import DictCursor; c = op.get_bind().connection.cursor(None, DictCursor)\n"
                         "    c.execute('SELECT 1 AS n'); assert c.fetchone()['n'] == 1",
}


@pytest.mark.parametrize('what', sorted(KEPT))
def test_a_revision_goes_on_behind(student, postgresql, what):
    revise(student, KEPT[what].replace('{{', '{').replace('}}', '}') + """
    op.execute('CREATE TABLE x (id INT)')
    with op.get_context().autocommit_block(): op.execute('SELECT 1')
""" + COMPLETES, follows=STUDENT)
    for _ in range(2):
        assert '42601' in student.manage('db', 'upgrade', status=1).err
    student.replace('go.py', '')
    student.manage('db', 'upgrade')
    assert 'x' in postgresql.tables()


def test_another_user_works_as_that_user(student, postgresql):
    postgresql.query('DROP ROLE IF EXISTS adm')
    postgresql.query('CREATE ROLE adm LOGIN SUPERUSER')
    try:
        revise(student, 'sa.create_engine(%r).execute("CREATE TABLE adm (id INT)")' % postgresql.address(user='adm'),
               follows=STUDENT)
        student.manage('db', 'upgrade')
        assert postgresql.value("SELECT tableowner FROM pg_tables WHERE tablename = 'adm'") == 'adm'
    finally:
        postgresql.query('DROP OWNED BY adm')
        postgresql.query('DROP ROLE adm')


def test_a_role_that_may_not_touch_our_tables_upgrades_without_them(student, postgresql):
    revise(student, "op.execute('CREATE TABLE x (id INT)'); op.drop_column('student', 'name')", follows=STUDENT)
    for statement in ('CREATE TABLE migration_bin (id INT)', 'DROP ROLE IF EXISTS clerk',
                      'CREATE ROLE clerk LOGIN',
                      'GRANT CREATE ON SCHEMA public TO clerk', 'ALTER TABLE student OWNER TO clerk',
                      'GRANT ALL ON alembic_version TO clerk'):
        postgresql.query(statement)
    try:
        told = student.manage('db', 'upgrade', '--yes', settings={'DB_URI': postgresql.address(user='clerk')}, status=None)
        assert 'No journal is kept' in told.err and told.status == 0, told
    finally:
        postgresql.query('DROP OWNED BY clerk CASCADE')
        postgresql.query('DROP ROLE clerk')


def test_the_schemas_that_a_connection_sets_are_its_own(student, postgresql):
    postgresql.query('CREATE SCHEMA t1; CREATE TABLE t1.thing (id INT); CREATE TABLE t1.alembic_version (n INT)')
    revise(student, """from exts import db
    with db.engine.connect() as c:
        c.execute('SET search_path TO t1')
        c.execute('ALTER TABLE thing ADD n INT')
        op.execute('CREATE TABLE x (id INT)')
        try: c.execute('DELETE FROM missing')
        except Exception: pass
        with c.begin() as transaction:
            c.execute('INSERT INTO thing VALUES (1, 2)')
            op.execute('CREATE TABLE y (id INT)')
            transaction.rollback()
        op.execute('CREATE TABLE z (id INT)')
        assert c.execute('SELECT count(*) FROM thing').scalar() == 0
    op.execute("UPDATE student SET name = 'c'")""", follows=STUDENT)
    student.manage('db', 'upgrade')
    assert {'x', 'y', 'z'} <= postgresql.tables()
    assert postgresql.query('SELECT id, n FROM t1.thing') == [] and not postgresql.query('SELECT 1 FROM t1.alembic_version')

"""PostgreSQL: one upgrade at a time, nothing said that is not so, and no rows lost unasked. Wants Debian's `postgresql`."""
import json
import os
import shutil
import signal

import pytest
from errors.complaint import complains, execute, revise
from terminal import Terminal
from test_concurrency import DATA, SLOW, add_revision, applied, end, start, together, wait_for_file

pytestmark = pytest.mark.long
STUDENT = '423cbaf36ad7'
PET = '''
CREATE TABLE pet (id SERIAL PRIMARY KEY, age INTEGER, weight NUMERIC(10, 2), name VARCHAR(20), born TIMESTAMP);
INSERT INTO pet (age, weight, name, born) VALUES (1, 1.5, 'abcdefgh', '2020-01-01 10:00'), (2, 2, 'ab', '2020-01-01')'''
MODELS = '''

class Owner(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(20), unique=True)
    mail = db.Column(db.String(20))
    %s


class Pet(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    owner_id = db.Column(db.Integer%s)
    name = db.Column(db.String(20))
    %s
'''


@pytest.fixture
def student(on_postgresql, postgresql):
    """At the head, with two rows in `student` and two in a table `pet`."""
    on_postgresql.manage('db', 'upgrade')
    postgresql.query("INSERT INTO student (name) VALUES ('a'), ('b')")
    postgresql.query(PET)
    return on_postgresql


def without_safeguard(project):
    """The stock tool: the same project without the two lines in its manage.py."""
    project.edit('manage.py', 'from safe_migrate import safeguard', 'from safe_migrate import compat  # noqa: F401')
    project.edit('manage.py', 'safeguard(manager)\n', '')


# One at a time

def test_five_upgrades_at_once_all_succeed(on_postgresql, postgresql):
    results = together(on_postgresql, 5, 'upgrade')
    assert [result.status for result in results] == [0] * 5, results
    assert len(applied(results)) == len(set(applied(results))) == 2
    add_revision(on_postgresql, 'data', DATA)
    results = together(on_postgresql, 5, 'upgrade')
    assert [result.status for result in results] == [0] * 5, results
    assert len(applied(results)) == 1 and postgresql.value('SELECT n FROM counter') == 4


def test_who_waits_says_for_whom_and_stops_with_nothing_changed(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    add_revision(on_postgresql, 'slow', SLOW, '6')
    first = start(on_postgresql, 'upgrade')
    wait_for_file(on_postgresql.path('started'))
    second = on_postgresql.manage('db', 'upgrade', '--lock-timeout', '1', status=1)
    assert 'of root@127.0.0.1' in second.err and 'is still running' in second.err and 'Traceback' not in second.err
    assert end(first).status == 0 and postgresql.value('SELECT id FROM slow') == 1


def test_a_killed_upgrade_leaves_nothing_and_lets_the_next_one_go_on(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    add_revision(on_postgresql, 'slow', SLOW, '60')
    first = start(on_postgresql, 'upgrade')
    wait_for_file(on_postgresql.path('started'))
    first.send_signal(signal.SIGKILL)
    first.communicate()
    on_postgresql.edit('migrations/versions/slow.py', '60', '0')
    on_postgresql.manage('db', 'upgrade')
    assert postgresql.value('SELECT id FROM slow') == 1


def test_a_lock_is_let_go_when_the_connection_goes_back_to_its_pool(on_postgresql):
    on_postgresql.edit('manage.py', 'if __name__', '''
@manager.command
def upgrade_twice():
    from flask_migrate import downgrade, upgrade
    import subprocess, sys
    upgrade()
    subprocess.check_call([sys.executable, 'manage.py', 'db', 'downgrade', '--lock-timeout', '1'])
    upgrade()


if __name__''')
    on_postgresql.manage('upgrade_twice')
    assert 'student' in on_postgresql.manage('db', 'history').out.lower()


def test_ddl_timeout_ends_the_wait_for_a_table_that_another_session_holds(student, postgresql):
    revise(student, "op.add_column('pet', sa.Column('x', sa.Integer))", follows=STUDENT)
    with postgresql.server.connect(postgresql.database) as held:
        held.autocommit = False
        held.cursor().execute('SELECT * FROM pet')
        said = complains(student, 'upgrade', '--ddl-timeout', '0.3', words=['Another session holds the table', '55P03'])
        assert 'pg_blocking_pids' in said and '--ddl-timeout' in said
        held.rollback()
    student.manage('db', 'upgrade', '--ddl-timeout', '0.3')


# Commands say what is so

def test_addresses_as_heroku_and_as_sqlalchemy_write_them(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    for scheme in 'postgres', 'postgresql', 'postgresql+psycopg2':
        result = on_postgresql.manage('db', 'status', settings={'DB_URI': postgresql.address(scheme)})
        assert STUDENT in result.out, scheme
    tables = on_postgresql.manage('db', 'tables', settings={'DB_URI': postgresql.address('postgres')}).out
    assert 'KB' in tables and on_postgresql.manage('db', 'tables', '--url', settings={
        'DB_URI': postgresql.address('postgres')}).out.startswith('jdbc:postgresql://')


def test_db_log_tells_who_did_what_and_why(on_postgresql):
    on_postgresql.manage('db', 'upgrade', '--message', '为什么')
    on_postgresql.manage('db', 'downgrade')
    lines = on_postgresql.manage('db', 'log').out.splitlines()
    assert len(lines) == 3 and 'downgrade 423cbaf36ad7  done' in lines[0] and '为什么' in lines[1]


def test_options_that_mean_nothing_there_are_refused_with_what_to_type(student, postgresql):
    complains(student, 'downgrade', '--no-bin', words=['no bin', '--yes'])
    complains(student, 'upgrade', '--resume', 'skip', words=['--resume', 'rolled back'])
    before = student.revisions()
    student.edit('models.py', 'name = db.Column', 'title = db.Column')
    complains(student, 'migrate', '--rename', 'student.name=student.title',
              words=["op.alter_column('student', 'name', new_column_name='title')", 'db revision'])
    complains(student, 'migrate', '--rename', 'student=pupil', words=["op.rename_table('student', 'pupil')"])
    complains(student, 'migrate', '--fill', 'student.age=3', words=['nullable=True', 'UPDATE student SET age'])
    assert student.revisions() == before and postgresql.value('SELECT count(*) FROM student') == 2


def test_what_is_tried_on_a_throw_away_database_elsewhere_says_what_to_type_instead(student, postgresql):
    for words in (['upgrade', '--plan'], ['downgrade', '--plan', '--json'], ['check', '--deep'],
                  ['upgrade', '--plan', '--shadow', 'x'], ['repair', '--baseline']):
        said = complains(student, *words, words=['MySQL, MariaDB and SQLite alone', 'createdb', '--sql'])
        assert '--shadow NAME' not in said
    assert 'not tried' in student.manage('db', 'repair').out
    postgresql.query('DROP TABLE alembic_version')
    shutil.rmtree(student.path('migrations', 'versions'))
    os.mkdir(student.path('migrations', 'versions'))
    result = student.manage('db', 'repair', '--baseline', '--yes', status=1)
    assert 'createdb' in result.out and 'db stamp head' in result.out and student.revisions() == {}


def test_there_is_no_bin_and_the_doctor_looks_at_the_server(student, postgresql):
    assert 'no bin' in student.manage('db', 'bin').out
    assert 'no bin' in student.manage('db', 'bin', 'restore', '3', status=1).out
    assert json.loads(student.manage('db', 'bin', '--json').out) == []
    assert student.manage('db', 'doctor').out == 'Nothing was found.\n'
    with pytest.raises(Exception, match='could not create unique index'):
        postgresql.query("INSERT INTO pet (name) VALUES ('ab')")
        postgresql.query('CREATE UNIQUE INDEX CONCURRENTLY pet_name ON pet (name)')
    assert 'DROP INDEX pet_name' in student.manage('db', 'doctor', status=None).out


def test_check_and_status_name_what_they_do_not_compare(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    postgresql.query("ALTER TABLE student ADD CHECK (name <> '')")
    for command in 'check', 'status':
        out = on_postgresql.manage('db', command).out
        assert 'compared' in out and 'CHECKs' in out and 'server defaults' in out, out
        assert 'The models are as the database, ' not in out
    state, = json.loads(on_postgresql.manage('db', 'status', '--json').out)
    assert state['differences'] == [] and 'CHECKs' in state['not_compared']
    on_postgresql.edit('migrations/env.py', 'context.configure(', 'context.configure(compare_server_default=True, ')
    assert 'server defaults' not in on_postgresql.manage('db', 'check').out


def test_the_tables_of_this_package_are_nobodys_business(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    result = on_postgresql.manage('db', 'migrate', '--drop-unknown')
    assert 'Left alone' not in result.err and 'removed table' not in result.err and len(on_postgresql.revisions()) == 2
    assert 'migration_journal' in on_postgresql.manage('db', 'leave', '--yes').out
    assert not postgresql.query("SELECT 1 FROM pg_tables WHERE tablename LIKE 'migration%%'")


def test_constraints_without_a_name_get_one_in_the_script_so_that_the_downgrade_runs(on_postgresql, postgresql):
    models = on_postgresql.read('models.py')
    on_postgresql.write(models=models + MODELS % ('', '', ''))
    on_postgresql.manage('db', 'upgrade')
    on_postgresql.manage('db', 'migrate', '-m', 'before')
    on_postgresql.manage('db', 'upgrade')
    on_postgresql.write(models=models + (MODELS % (
        "__table_args__ = db.UniqueConstraint('name', 'mail'),", ", db.ForeignKey('owner.id')",
        "long_%s = db.Column(db.Integer, db.ForeignKey('owner.id'), unique=True)" % ('x' * 50))).replace(
            'mail = db.Column(db.String(20))', 'mail = db.Column(db.String(20), unique=True)'))
    on_postgresql.manage('db', 'migrate', '-m', 'constraints')
    script, = [text for text in on_postgresql.revisions().values() if 'constraints' in text.splitlines()[0]]
    assert 'drop_constraint(None' not in script and '_constraint(None' not in script
    assert "'owner_mail_key'" in script and "'owner_name_mail_key'" in script and "'pet_owner_id_fkey'" in script
    on_postgresql.manage('db', 'upgrade')
    names = names_in(postgresql)
    assert len(names) == 6 and all(len(name) <= 63 for name in names)
    assert on_postgresql.manage('db', 'check').status == 0
    on_postgresql.manage('db', 'downgrade')
    assert names_in(postgresql) == ['owner_name_key']
    on_postgresql.manage('db', 'upgrade')


def names_in(postgresql):
    """The names of unique constraints and foreign keys."""
    return sorted(row[0] for row in postgresql.query(
        "SELECT conname FROM pg_constraint WHERE contype IN ('u', 'f') AND connamespace = 'public'::regnamespace"))


# No rows are lost unasked

def test_what_is_dropped_is_asked_before_with_the_way_to_keep_it(student, postgresql):
    said = complains(student, 'downgrade', words=['student, 2 rows', 'pg_dump', '-t student', '--yes'])
    assert said.count('\n') == 3 and postgresql.value('SELECT count(*) FROM student') == 2
    assert 'student, 2 rows' in student.manage('db', 'downgrade', status=1, settings={'SAFE_MIGRATE_CONFIRM': '1'}).err
    for answer, status in ('n', 1), ('y', 0):
        terminal = Terminal(student, 'db', 'downgrade')
        terminal.wait_for('Go on?')
        terminal.type(answer + '\n')
        assert (terminal.end(), 'student, 2 rows' in terminal.output, 'pg_dump' in terminal.output) == (status, True, True)
    assert 'student' not in postgresql.tables()


LOSING = [
    ("op.drop_column('pet', 'age')", 'pet.age, 2 values'),
    ("with op.batch_alter_table('pet') as batch: batch.drop_column('age')", 'pet.age, 2 values'),
    ("op.execute('DROP TABLE IF EXISTS pet, nosuch CASCADE')", 'pet, 2 rows'),
    ("op.get_bind().connection.cursor().execute('ALTER TABLE ONLY \"pet\" DROP age, DROP COLUMN name')",
     'pet.name, 2 values'),
    ("from exts import db; db.session.execute('DROP TABLE pet'); db.session.commit()", 'pet, 2 rows'),
    ("op.alter_column('pet', 'weight', type_=sa.Integer())", 'pet.weight, 1 value'),
    ("op.alter_column('pet', 'born', type_=sa.Date())", 'pet.born, 1 value'),
    ("op.alter_column('pet', 'name', type_=sa.String(5), postgresql_using='name::varchar(5)')", 'pet.name, 1 value'),
    ("op.execute('DROP SCHEMA public CASCADE')", 'pet, 2 rows'),
    ("op.execute('CREATE SCHEMA empty; DROP SCHEMA empty, public CASCADE')", 'pet, 2 rows'),
    ("op.rename_table('pet', 'former'); op.drop_table('former')", 'former, 2 rows'),
    ("op.alter_column('pet', 'age', new_column_name='former'); op.drop_column('pet', 'former')", 'pet.former, 2 values'),
    ("op.execute('CREATE TABLE empty AS SELECT 1 WHERE false'); op.rename_table('pet', 'was'); "
     "op.execute('DROP TABLE was')", 'was, 2 rows'),
    ("op.execute('DO $$ BEGIN DROP TABLE pet; END $$')", 'DROP TABLE pet'),
    ("op.execute('CREATE TYPE mood AS ENUM (\\'a\\')'); op.execute('ALTER TABLE pet ADD m mood DEFAULT \\'a\\''); "
     "op.execute('DROP TYPE mood CASCADE')", 'pet.m, 2 values'),
]


def test_every_way_to_lose_rows_is_asked_and_a_yes_lets_it_run(student, postgresql):
    for body, what in LOSING:
        revise(student, body, follows=STUDENT)
        err = student.manage('db', 'upgrade', status=1).err
        assert what in err and '--yes' in err and 'Traceback' not in err, (body, err)
        assert postgresql.value('SELECT count(age) + count(name) FROM pet') == 4, body
    revise(student, LOSING[0][0], follows=STUDENT)
    student.manage('db', 'upgrade', '--yes')
    assert not postgresql.query("SELECT 1 FROM pg_attribute WHERE attrelid = 'pet'::regclass AND attname = 'age'")


KEEPING = [
    "op.alter_column('pet', 'weight', type_=sa.Numeric(12, 4))",
    "op.alter_column('pet', 'name', type_=sa.Text())",
    "op.alter_column('pet', 'age', type_=sa.BigInteger(), nullable=False, server_default='0')",
    "op.alter_column('pet', 'born', type_=sa.DateTime(timezone=True))",
    "op.alter_column('pet', 'name', type_=sa.Boolean(), postgresql_using='name = \\'ab\\'')",
    "op.execute('CREATE TEMP TABLE z AS SELECT * FROM pet'); op.execute('DROP TABLE z')",
    "op.execute('CREATE TABLE z AS SELECT * FROM pet; DROP TABLE z')",
    "op.execute('DROP TABLE IF EXISTS nosuch')",
    "with op.get_context().autocommit_block(): op.execute('DROP TABLE IF EXISTS nosuch')\n"
    "    from exts import db; db.session.execute('ALTER TABLE pet DROP COLUMN IF EXISTS nosuch'); db.session.commit()",
    "op.add_column('pet', sa.Column('type', sa.Text)); op.alter_column('pet', 'type', type_=sa.String(20))",
    "op.create_table('z', sa.Column('id', sa.Integer)); op.execute('INSERT INTO z VALUES (1)'); op.rename_table('z', 'y'); "
    "op.drop_table('y')",
    "op.execute('CREATE TABLE z (id INT)'); op.execute('DELETE FROM z'); op.drop_table('z')",
    "op.execute('DO $$ BEGIN CREATE TYPE mood AS ENUM (\\'a\\'); EXCEPTION WHEN duplicate_object THEN NULL; END $$'); "
    "op.execute('DROP TYPE mood CASCADE')",
    "op.execute('DELETE FROM pet WHERE id = 7'); op.execute('UPDATE pet SET age = 1')",
    "op.execute('CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int)'); op.execute('DROP AGGREGATE total (int)')",
]


def test_what_loses_nothing_runs_as_with_the_stock_tool(student, postgresql):
    parent = STUDENT
    for number, body in enumerate(KEEPING):
        revise(student, body, revision='keeping%d' % number, follows=parent)
        parent = 'keeping%d' % number
    err = student.manage('db', 'upgrade', settings={'SAFE_MIGRATE_CONFIRM': '1'}).err
    assert err.count('Running upgrade') == len(KEEPING) and postgresql.value('SELECT count(*) FROM pet') == 2


def test_emptying_a_table_is_said_and_asked_where_a_yes_is_wanted(student, postgresql):
    postgresql.query('CREATE TABLE toy (pet_id INTEGER REFERENCES pet); INSERT INTO toy VALUES (1)')
    revise(student, "op.execute('TRUNCATE pet CASCADE'); op.execute('DELETE FROM student')", follows=STUDENT)
    confirm = {'SAFE_MIGRATE_CONFIRM': '1'}
    err = student.manage('db', 'upgrade', status=1, settings=confirm).err
    assert 'pet, 2 rows' in err and 'toy, 1 row' in err and 'TRUNCATE pet CASCADE' in err
    assert postgresql.value('SELECT count(*) FROM pet') == 2
    terminal = Terminal(student, 'db', 'upgrade')
    terminal.wait_for('Go on?')
    terminal.type('n\n')
    assert terminal.end() == 1 and postgresql.value('SELECT count(*) FROM pet') == 2
    err = student.manage('db', 'upgrade').err
    assert 'pet, 2 rows' in err and 'student, 2 rows' in err and postgresql.value('SELECT count(*) FROM student') == 0


def test_a_user_who_may_not_count_the_rows_is_told_and_nothing_is_dropped(student, postgresql):
    revise(student, "op.get_bind().execute('DROP TABLE pet')", follows=STUDENT)
    postgresql.query("CREATE ROLE limited LOGIN; GRANT ALL ON SCHEMA public TO limited; ALTER TABLE pet OWNER TO limited;"
                     "GRANT ALL ON alembic_version, migration_journal, student, \"user\" TO limited;"
                     "REVOKE SELECT ON pet FROM limited")
    settings = {'DB_URI': postgresql.address(user='limited')}
    try:
        err = student.manage('db', 'upgrade', status=1, settings=settings).err
        assert 'pet' in err and '--yes' in err and 'Traceback' not in err and 'pet' in postgresql.tables()
        student.manage('db', 'upgrade', '--yes', settings=settings)
    finally:
        postgresql.query('DROP OWNED BY limited; DROP ROLE limited')


# What is half applied

def test_behind_a_half_applied_autocommit_block_a_downgrade_takes_nothing_back(student, postgresql):
    body = '''op.add_column('pet', sa.Column('toy', sa.Integer))
    with op.get_context().autocommit_block():
        op.execute('CREATE INDEX CONCURRENTLY pet_age ON pet (age)')
        op.execute('CREATE UNIQUE INDEX CONCURRENTLY pet_twice ON pet ((1))')
    op.execute('SELECT 1')'''
    revise(student, body, follows=STUDENT)
    said = student.manage('db', 'upgrade', status=1).err
    assert all(text in said for text in ('23505', 'DROP INDEX pet_twice', '2 statements are committed')), said
    assert 'rolled back' not in said and 'Traceback' not in said
    said = complains(student, 'downgrade', words=['interrupted half-way', 'ADD COLUMN toy', 'pet_age', 'db upgrade'])
    assert 'pet_twice' not in said and 'student' in postgresql.tables()
    status = student.manage('db', 'status').out
    assert '2 of its statements took effect' in status and 'from its first statement' in status
    revise(student, body.replace("op.add_column('pet', sa.Column('toy', sa.Integer))", 'pass').replace(
        'CONCURRENTLY pet_age', 'CONCURRENTLY IF NOT EXISTS pet_age').replace('((1))', '(id)').replace(
        'pet_twice', 'pet_id'), follows=STUDENT)
    err = student.manage('db', 'upgrade').err
    assert 'run again from its first statement' in err
    assert 'Interrupted' not in student.manage('db', 'status').out
    student.edit('migrations/versions/bad.py', 'def downgrade():\n    pass',
                 "def downgrade():\n    op.drop_column('pet', 'toy')")
    student.manage('db', 'downgrade')
    student.manage('db', 'downgrade', '--yes')
    assert 'student' not in postgresql.tables()


def test_a_commit_of_the_revisions_own_is_known_and_a_stamp_settles_it(student, postgresql):
    revise(student, "op.execute('CREATE TYPE mood AS ENUM (\\'a\\')'); op.execute('COMMIT'); "
           "op.execute('ALTER TYPE mood ADD VALUE \\'b\\''); op.execute('nonsense')", follows=STUDENT)
    said = student.manage('db', 'upgrade', status=1).err
    assert '42601' in said and '2 statements are committed' in said and 'Traceback' not in said
    complains(student, 'downgrade', words=['CREATE TYPE mood', 'ALTER TYPE mood', 'db stamp'])
    assert 'student' in postgresql.tables()
    student.manage('db', 'stamp', STUDENT)
    assert 'Interrupted' not in student.manage('db', 'status').out
    student.manage('db', 'downgrade', '--yes')


def test_where_nothing_of_an_interrupted_revision_is_applied_a_downgrade_goes_back(student, postgresql):
    revise(student, "with op.get_context().autocommit_block(): "
           "op.execute('CREATE UNIQUE INDEX CONCURRENTLY u ON pet ((1))')", follows=STUDENT)
    student.manage('db', 'upgrade', status=1)
    student.manage('db', 'downgrade', '--yes')
    assert 'student' not in postgresql.tables()


def test_a_commit_within_a_text_is_known_and_what_was_refused_and_lived_with_is_not_said_to_be_there(student, postgresql):
    body = """op.execute('SAVEPOINT s')
    try:
        op.execute('CREATE TABLE pet (id INT)')
    except Exception:
        op.execute('ROLLBACK TO SAVEPOINT s')
    op.execute('CREATE TABLE a (id INT); COMMIT; SELECT 1')
    op.execute('nonsense')"""
    revise(student, body, follows=STUDENT)
    assert 'rolled back' not in student.manage('db', 'upgrade', status=1).err
    assert 'a' in postgresql.tables()
    said = complains(student, 'downgrade', words=['CREATE TABLE a'])
    assert 'CREATE TABLE pet' not in said and 'student' in postgresql.tables()


def test_what_fails_in_one_transaction_leaves_nothing_half_applied(student, postgresql):
    revise(student, execute('CREATE TABLE x (id INT)', 'nonsense'), follows=STUDENT)
    complains(student, 'upgrade', words=['rolled back'])
    assert 'x' not in postgresql.tables() and 'Interrupted' not in student.manage('db', 'status').out


def test_beside_stock_these_are_what_it_leaves(student, postgresql):
    """What the stock tool does there, so that each of the above is a difference."""
    without_safeguard(student)
    revise(student, "op.drop_column('pet', 'age')", follows=STUDENT)
    student.manage('db', 'upgrade')
    assert not postgresql.query("SELECT 1 FROM pg_attribute WHERE attrelid = 'pet'::regclass AND attname = 'age'")

"""PostgreSQL: one upgrade at a time, nothing said that is not so, and no rows lost unasked. Wants Debian's `postgresql`."""
import contextlib
import json
import shutil
import signal

import pytest
from errors.complaint import complains, execute, revise
from pooler import Pooler
from postgresql import PostgreSQL
from terminal import Terminal
from test_concurrency import DATA, SLOW, UPGRADE_TWICE, add_revision, applied, end, start, together, wait_for_file

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


@pytest.fixture
def beside(on_postgresql, postgresql):
    """Begun with `db init --multidb`: the bind `log` is another database of the server, which is returned."""
    with postgresql.server.database() as name:
        on_postgresql.replace('config.py', on_postgresql.read('config.py') + "\nSQLALCHEMY_BINDS = {'log': %r}\n"
                              % postgresql.address(database=name))
        on_postgresql.replace('models.py', on_postgresql.read('models.py') + '''

class Note(db.Model):
    __bind_key__ = 'log'
    id = db.Column(db.Integer, primary_key=True)
    text = db.Column(db.String(20))
''')
        shutil.rmtree(on_postgresql.path('migrations'))
        on_postgresql.manage('db', 'init', '--multidb')
        on_postgresql.manage('db', 'migrate', '-m', 'first')
        on_postgresql.manage('db', 'upgrade')
        yield PostgreSQL(postgresql.server, name)


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
    on_postgresql.edit('manage.py', 'if __name__', UPGRADE_TWICE)
    on_postgresql.manage('upgrade_twice')
    assert 'student' in on_postgresql.manage('db', 'history').out.lower()


def test_behind_a_pooler_a_transaction_leaves_no_lock_and_what_commits_on_its_way_tells_of_the_session_that_has_it(
        on_postgresql, postgresql):
    locks = "SELECT pid FROM pg_locks WHERE locktype = 'advisory'"
    with contextlib.closing(Pooler(postgresql.server.port)) as pooler:
        through = {'DB_URI': postgresql.address(port=pooler.port)}
        on_postgresql.manage('db', 'upgrade', settings=through)
        assert not postgresql.query(locks)
        for number in range(2):  # one of which ends on the session that it began on
            revise(on_postgresql, "with op.get_context().autocommit_block(): " + "op.execute('SELECT 1'); " * (number + 1),
                   revision='block%d' % number, follows='block%d' % (number - 1) if number else STUDENT)
            told = on_postgresql.manage('db', 'upgrade', settings=through)
            left = [row[0] for row in postgresql.query(locks)]
            if left:
                break
        assert 'SELECT pg_terminate_backend(%d)' % left[0] in told.err and 'PgBouncer' in told.err
        assert {row[0] for row in postgresql.query("SELECT setting FROM pg_settings WHERE name = 'lock_timeout'")} == {'0'}
        postgresql.query('SELECT pg_terminate_backend(%d)' % left[0])
    on_postgresql.manage('db', 'downgrade', '--lock-timeout', '1')


def test_ddl_timeout_ends_the_wait_for_a_table_that_another_session_holds(student, postgresql):
    revise(student, "op.add_column('pet', sa.Column('x', sa.Integer))", follows=STUDENT)
    with postgresql.server.connect(postgresql.database) as held:
        held.autocommit = False
        held.cursor().execute('SELECT * FROM pet')
        said = complains(student, 'upgrade', '--ddl-timeout', '0.3', words=['Another session holds the table', '55P03'])
        assert 'pg_blocking_pids' in said and '--ddl-timeout' in said
        held.rollback()
    student.manage('db', 'upgrade', '--ddl-timeout', '0.3')


def last_revision(project, words):
    """The path of the revision in whose text words stand."""
    name, = [name for name, text in project.revisions().items() if words in text]
    return 'migrations/versions/' + name


def test_of_two_databases_of_one_server_each_is_locked(on_postgresql, postgresql, beside):
    on_postgresql.manage('db', 'revision', '-m', 'looks')
    path = last_revision(on_postgresql, 'looks')
    for name in '', 'log':
        on_postgresql.edit(path, 'def upgrade_%s():\n    pass' % name, '''def upgrade_%s():
    op.execute("CREATE TABLE locks AS SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
               "WHERE l.locktype = 'advisory' AND d.datname = current_database()")''' % name)
    on_postgresql.manage('db', 'upgrade')
    assert [one.value('SELECT count(*) FROM locks') for one in (postgresql, beside)] == [1, 1]


# Commands say what is so

def test_addresses_as_heroku_and_as_sqlalchemy_write_them(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    for scheme in 'postgres', 'postgresql', 'postgresql+psycopg2':
        result = on_postgresql.manage('db', 'status', settings={'DB_URI': postgresql.address(scheme)})
        assert STUDENT in result.out, scheme
    tables = on_postgresql.manage('db', 'tables', settings={'DB_URI': postgresql.address('postgres')}).out
    assert 'KB' in tables and on_postgresql.manage('db', 'tables', '--url', settings={
        'DB_URI': postgresql.address('postgres')}).out.startswith('jdbc:postgresql://')


def test_the_tables_of_a_schema_with_a_capital_have_sizes(on_postgresql, postgresql):
    postgresql.query('CREATE SCHEMA "Shop"')
    postgresql.query('ALTER DATABASE %s SET search_path = "Shop"' % postgresql.database)
    on_postgresql.manage('db', 'upgrade')
    assert 'KB' in on_postgresql.manage('db', 'tables').out


def test_db_log_tells_who_did_what_and_why(on_postgresql):
    on_postgresql.manage('db', 'upgrade', '--message', '为什么')
    on_postgresql.manage('db', 'downgrade')
    lines = on_postgresql.manage('db', 'log').out.splitlines()
    assert len(lines) == 3 and 'downgrade 423cbaf36ad7  done' in lines[0] and '为什么' in lines[1]


@pytest.fixture
def clerk(student, postgresql):
    """The same by a user who may make no temporary table."""
    for statement in ('REVOKE TEMPORARY ON DATABASE {0} FROM PUBLIC', 'DROP ROLE IF EXISTS clerk', 'CREATE ROLE clerk LOGIN',
                      'GRANT USAGE, CREATE ON SCHEMA public TO clerk', 'GRANT ALL ON ALL TABLES IN SCHEMA public TO clerk'):
        postgresql.query(statement.format(postgresql.database))
    student.settings['DB_URI'] = postgresql.address(user='clerk')
    yield student
    postgresql.query('DROP OWNED BY clerk')
    postgresql.query('DROP ROLE clerk')


def test_who_may_make_no_temporary_table_is_compared_with_by_the_rules_of_alembic_and_told(clerk, postgresql):
    postgresql.query("ALTER TABLE student ADD CHECK (name <> '')")
    for command in 'check', 'status':
        result = clerk.manage('db', command)
        assert 'compared' in result.out and 'CHECKs' in result.out and 'server defaults' in result.out, result
        assert 'The models are as the database, ' not in result.out
        assert 'GRANT TEMPORARY ON DATABASE %s TO clerk' % postgresql.database in result.err
    state, = json.loads(clerk.manage('db', 'status', '--json').out)
    assert state['differences'] == [] and 'CHECKs' in state['not_compared']
    before = clerk.revisions()
    clerk.edit('models.py', 'name = db.Column', 'title = db.Column')
    for words, said in [(['--rename', 'student.name=student.title'],
                         ["op.alter_column('student', 'name', new_column_name='title')", 'db revision']),
                        (['--rename', 'student=pupil'], ["op.rename_table('student', 'pupil')"]),
                        (['--fill', 'student.age=3'], ['nullable=True', 'UPDATE student SET age'])]:
        result = clerk.manage('db', 'migrate', *words, status=1)
        assert all(word in result.err for word in said), result
    assert clerk.revisions() == before


def test_what_renames_a_column_and_fills_another_keeps_the_values(student, postgresql):
    student.edit('models.py', 'name = db.Column', 'age = db.Column(db.Integer, nullable=False)\n    title = db.Column')
    student.manage('db', 'migrate', '--rename', 'student.name=student.title', '--fill', 'student.age=3')
    student.manage('db', 'upgrade')
    assert postgresql.query('SELECT title, age FROM student ORDER BY 1') == [('a', 3), ('b', 3)]
    assert student.manage('db', 'check').status == 0
    student.manage('db', 'downgrade', '--yes')
    assert postgresql.query('SELECT name FROM student ORDER BY 1') == [('a',), ('b',)]


def test_the_bin_is_empty_and_the_doctor_looks_at_the_server(student, postgresql):
    assert 'nothing in the bin' in student.manage('db', 'bin').out
    assert 'There is no entry 3' in student.manage('db', 'bin', 'restore', '3', status=1).err
    assert json.loads(student.manage('db', 'bin', '--json').out) == []
    assert student.manage('db', 'doctor').out == 'Nothing was found.\n'
    with pytest.raises(Exception, match='could not create unique index'):
        postgresql.query("INSERT INTO pet (name) VALUES ('ab')")
        postgresql.query('CREATE UNIQUE INDEX CONCURRENTLY pet_name ON pet (name)')
    assert 'DROP INDEX pet_name' in student.manage('db', 'doctor', status=None).out


def test_a_check_that_the_models_do_not_have_is_found(student, postgresql):
    postgresql.query("ALTER TABLE student ADD CHECK (name <> '')")
    for command in 'check', 'status':
        result = student.manage('db', command, status=None)
        assert 'student_name_check' in result.out and 'compared' not in result.out, result
    assert json.loads(student.manage('db', 'status', '--json').out)[0]['not_compared'] == []


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


def models(project, *classes):
    """The models of the first two revisions, and these."""
    if not hasattr(project, 'models_before'):
        project.models_before = project.read('models.py')
    project.replace('models.py', project.models_before + ''.join('\n\n' + one for one in classes))


def table(name, *lines, key='id = db.Column(db.Integer, primary_key=True)'):
    """A model."""
    return 'class %s(db.Model):\n    __tablename__ = %r\n%s' % (
        name.capitalize(), name, ''.join('    %s\n' % line for line in (key,) + lines))


def migrate(project):
    """What is found is written and applied; nothing is found any more.

    :returns: the script
    """
    before = project.revisions()
    project.manage('db', 'migrate', '--yes')
    project.manage('db', 'upgrade', '--yes')
    assert project.manage('db', 'check').status == 0
    return next(text for name, text in project.revisions().items() if name not in before)


def test_models_that_spell_out_the_default_schema_are_made_changed_and_dropped_in_order(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    on_postgresql.edit('exts.py', 'db = SQLAlchemy()', "db = SQLAlchemy(metadata=db_metadata(schema='public'))")
    on_postgresql.replace('exts.py', 'from sqlalchemy import MetaData as db_metadata\n' + on_postgresql.read('exts.py'))
    assert on_postgresql.manage('db', 'check').status == 0
    key, led = 'id = db.Column(db.%s, primary_key=True)', 'other_id = db.Column(db.%s, db.ForeignKey("%s.id"))'
    kinds = [[table(name, *[led % (kind, other)] * bool(other), key=key % kind) for name, other in (
        ('aa', 'zz'), ('zz', 'aa'), ('bb', 'cc'), ('cc', ''))] for kind in ('Integer', 'String(9)')]
    models(on_postgresql, *kinds[0])
    assert "referent_schema='public'" in migrate(on_postgresql)
    postgresql.query('INSERT INTO cc DEFAULT VALUES; INSERT INTO bb (other_id) VALUES (1)')
    models(on_postgresql, *kinds[1])
    migrate(on_postgresql)
    models(on_postgresql)
    migrate(on_postgresql)
    assert postgresql.tables() == {'user', 'student'}
    on_postgresql.manage('db', 'downgrade')
    on_postgresql.manage('db', 'downgrade', '--yes')
    assert {'aa', 'zz', 'bb', 'cc'} <= postgresql.tables()


def test_a_primary_key_that_comes_to_a_table_has_the_name_that_the_server_gives(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    postgresql.query('CREATE TABLE pet (id INTEGER NOT NULL)')
    models(on_postgresql, table('pet', key='id = db.Column(db.Integer, primary_key=True, autoincrement=False)'))
    script = migrate(on_postgresql)
    assert "op.create_primary_key('pet_pkey', 'pet', ['id'])" in script and 'shadow' not in script
    on_postgresql.manage('db', 'downgrade')


def test_constraints_of_two_tables_do_not_get_one_name(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    models(on_postgresql, table('a', 'b_c = db.Column(db.Integer, unique=True)'),
           table('a_b', 'c = db.Column(db.Integer, unique=True)'))
    migrate(on_postgresql)
    assert names_in(postgresql) == ['a_b_c_key', 'a_b_c_key1']


def test_the_models_of_a_partition_and_of_an_extensions_table_are_left_alone_and_it_is_said(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    postgresql.query('CREATE TABLE log (id INTEGER, at DATE) PARTITION BY RANGE (at);'
                     "CREATE TABLE log_2020 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');"
                     'CREATE TABLE spatial_ref_sys (srid INTEGER PRIMARY KEY); CREATE EXTENSION hstore;'
                     'ALTER EXTENSION hstore ADD TABLE spatial_ref_sys')
    models(on_postgresql, table('log_2020'), table('spatial_ref_sys', key='srid = db.Column(db.Integer, primary_key=True)'))
    result = on_postgresql.manage('db', 'migrate')
    assert 'log_2020 is not compared: it is a partition of log' in result.err
    assert 'spatial_ref_sys is not compared: it belongs to the extension hstore' in result.err
    assert len(on_postgresql.revisions()) == 2 and on_postgresql.manage('db', 'check').status == 0


def test_a_foreign_key_to_a_table_in_partitions_is_one(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    postgresql.query('CREATE TABLE log (id INTEGER PRIMARY KEY) PARTITION BY HASH (id);'
                     'CREATE TABLE log_0 PARTITION OF log FOR VALUES WITH (MODULUS 2, REMAINDER 0);'
                     'CREATE TABLE log_1 PARTITION OF log FOR VALUES WITH (MODULUS 2, REMAINDER 1);'
                     'CREATE TABLE line (id SERIAL PRIMARY KEY, log_id INTEGER REFERENCES log)')
    models(on_postgresql, table('log', key='id = db.Column(db.Integer, primary_key=True, autoincrement=False)'),
           table('line', 'log_id = db.Column(db.Integer, db.ForeignKey("log.id"))'))
    result = on_postgresql.manage('db', 'check', status=None)
    assert result.status == 0, result


def test_a_number_of_a_sequence_that_is_called_in_another_way_is_no_change(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    postgresql.query("ALTER TABLE student ALTER id SET DEFAULT nextval(('student_id_seq'::text)::regclass)")
    for command in 'check', 'status', 'migrate':
        assert on_postgresql.manage('db', command).status == 0
    assert len(on_postgresql.revisions()) == 2


REFUSING = """CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
IF current_query() LIKE '%%%s%%' THEN %s; END IF; END $$;
CREATE EVENT TRIGGER refusing ON ddl_command_start WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION refuse()"""


def test_a_server_that_makes_no_temporary_table_for_a_reason_of_its_own_is_compared_with_by_the_rules_of_alembic(
        on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    postgresql.query(REFUSING % ('TEMPORARY', "RAISE 'not by you'"))
    on_postgresql.edit('models.py', 'name = db.Column', 'age = db.Column(db.Integer)\n    name = db.Column')
    postgresql.query('DROP ROLE IF EXISTS "web-user"; CREATE ROLE "web-user" SUPERUSER LOGIN')
    result = on_postgresql.manage('db', 'migrate', settings={'DB_URI': postgresql.address(user='web-user')})
    postgresql.query('DROP ROLE "web-user"')
    assert 'makes no temporary table (not by you' in result.err and 'Traceback' not in result.err
    assert 'ON DATABASE %s TO "web-user"' % postgresql.database in result.err
    assert len(on_postgresql.revisions()) == 3


def test_a_connection_that_ends_while_the_models_are_compared_is_told_as_that(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    postgresql.query(REFUSING % ('username', 'PERFORM pg_terminate_backend(pg_backend_pid())'))
    said = complains(on_postgresql, 'migrate', words=['The server ended the connection'])
    assert 'cannot be made on this database' not in said


def test_while_a_question_is_open_no_table_is_held(student, postgresql):
    student.edit('models.py', '    name = db', '    age = db.Column(db.Integer, nullable=False)\n    name = db')
    terminal = Terminal(student, 'db', 'migrate')
    terminal.wait_for('need')
    held = postgresql.query("SELECT relation::regclass FROM pg_locks WHERE relation = 'student'::regclass")
    terminal.type('7\n')
    assert terminal.end() == 0 and held == []


def test_a_column_that_becomes_numbered_is_told_in_the_words_of_the_server(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    postgresql.query('CREATE TABLE pet (id INTEGER PRIMARY KEY)')
    models(on_postgresql, table('pet'))
    assert '~ pet.id  SERIAL' in on_postgresql.manage('db', 'migrate').out


# No rows are lost unasked

def test_a_table_in_a_schema_that_the_user_may_not_use_does_not_stop_an_upgrade(clerk, postgresql):
    postgresql.query('CREATE SCHEMA hidden; CREATE TABLE hidden.t (id INTEGER); GRANT ALL ON hidden.t TO clerk;'
                     'ALTER TABLE pet OWNER TO clerk')
    revise(clerk, "op.drop_column('pet', 'age')", follows=STUDENT)
    err = clerk.manage('db', 'upgrade').err
    assert 'Kept in the bin (db bin): pet.age, 2 values' in err, err


def test_what_a_downgrade_drops_is_asked_about_at_a_terminal_and_kept(student, postgresql):
    for answer, status in ('n', 1), ('y', 0):
        terminal = Terminal(student, 'db', 'downgrade')
        terminal.wait_for('Go on?')
        terminal.type(answer + '\n')
        assert (terminal.end(), 'student, 2 rows' in terminal.output) == (status, True)
        assert ('student' in postgresql.tables()) == bool(status)
    student.manage('db', 'upgrade')
    assert postgresql.value('SELECT count(*) FROM student') == 2


def test_what_the_bin_does_not_keep_is_asked_before_with_the_way_to_keep_it(student, postgresql):
    postgresql.query('CREATE SCHEMA other; CREATE TABLE other.pet AS SELECT * FROM pet')
    revise(student, "op.drop_table('pet', schema='other')", follows=STUDENT)
    said = complains(student, 'upgrade', words=['other.pet, 2 rows', 'pg_dump', '-t other.pet', '--yes'])
    assert said.count('\n') == 4 and postgresql.value('SELECT count(*) FROM other.pet') == 2
    assert 'other.pet, 2 rows' in student.manage('db', 'upgrade', status=1, settings={'SAFE_MIGRATE_CONFIRM': '1'}).err
    terminal = Terminal(student, 'db', 'upgrade')
    terminal.wait_for('Go on?')
    terminal.type('y\n')
    assert (terminal.end(), 'pg_dump' in terminal.output) == (0, True)
    assert not postgresql.query("SELECT 1 FROM pg_tables WHERE schemaname = 'other'")


def test_a_view_in_the_way_of_a_change_is_named_by_the_migrate_and_by_the_upgrade(student, postgresql):
    postgresql.query('CREATE VIEW names AS SELECT name FROM student; CREATE MATERIALIZED VIEW "All" AS SELECT * FROM names')
    student.edit('models.py', 'name = db.Column(db.String(50), nullable=False)', 'name = db.Column(db.Text, nullable=False)')
    told = 'student.name while it is used by: MATERIALIZED VIEW "All", VIEW names.'
    drops = 'op.execute("DROP MATERIALIZED VIEW \\"All\\"; DROP VIEW names")'
    err = student.manage('db', 'migrate', '-m', 'text', '--yes').err
    assert told in err and drops in err and 'username' not in err
    complains(student, 'upgrade', '--yes', words=[told, drops, "pg_get_viewdef('names'::regclass)"])
    path = last_revision(student, 'text')
    student.edit(path, "    op.alter_column('student'", '    %s\n    op.alter_column(\'student\'' % drops)
    student.manage('db', 'upgrade', '--yes')
    revise(student, "op.execute('ALTER TABLE student DROP COLUMN name')", revision='less',
           follows=student.read(path).split("revision = '")[1][:12])
    postgresql.query('CREATE VIEW names AS SELECT name FROM student')
    complains(student, 'upgrade', '--yes', words=['view names depends on column name'])


def test_a_member_of_an_enum_that_may_be_renamed_is_told_and_no_row_is_lost(student, postgresql):
    student.replace('models.py', student.read('models.py') + "    mood = db.Column(db.Enum('a', 'b', name='mood'))\n")
    student.manage('db', 'migrate', '-m', 'mood', '--yes')
    student.manage('db', 'upgrade', '--yes')
    postgresql.query("UPDATE student SET mood = 'b'")
    student.edit('models.py', "'b', name", "'c', name")
    rename = "ALTER TYPE mood RENAME VALUE 'b' TO "
    assert rename + "'c'" in student.manage('db', 'migrate', '-m', 'renamed', '--yes').err
    complains(student, 'upgrade', '--yes', words=['There are 2', "WHERE mood::text = 'b'", rename])
    path = last_revision(student, 'renamed')
    student.edit(path, "    if op.get_context().dialect.name in ('postgresql',):\n",
                 '    op.execute("%s\'c\'")\n    if False:\n' % rename)
    student.manage('db', 'upgrade', '--yes')
    assert postgresql.query('SELECT mood FROM student') == [('c',), ('c',)]
    assert 'No changes' in student.manage('db', 'migrate').err


def test_what_is_refused_before_the_first_step_leaves_no_table_of_ours(student, postgresql):
    postgresql.query('DROP TABLE migration_journal; UPDATE student SET name = NULL WHERE false')
    revise(student, "op.alter_column('pet', 'age', nullable=False)", follows=STUDENT)
    postgresql.query('UPDATE pet SET age = NULL')
    complains(student, 'upgrade', words=['NULL'])
    assert not postgresql.query("SELECT 1 FROM pg_class WHERE relname LIKE 'migration\\_%'")


def test_a_generated_column_is_dropped_without_being_asked(student, postgresql):
    postgresql.query('ALTER TABLE pet ADD twice INTEGER GENERATED ALWAYS AS (age * 2) STORED')
    revise(student, "op.drop_column('pet', 'twice'); op.execute('ALTER TABLE pet ADD other INT GENERATED ALWAYS AS (age) "
                    "STORED'); op.execute('ALTER TABLE pet DROP COLUMN other')", follows=STUDENT)
    student.manage('db', 'upgrade')
    assert postgresql.value('SELECT count(age) FROM pet') == 2


def test_the_type_of_a_column_that_the_codebase_leaves_out_is_neither_made_nor_dropped(student, postgresql):
    postgresql.query("CREATE TYPE mood AS ENUM ('a'); ALTER TABLE student ADD kept mood")
    student.edit('models.py', ' name = db.Column', " later = db.Column(db.Enum('x', name='spare'))\n    nick = db.Column("
                 'db.String(9))\n    name = db.Column')
    student.edit('manage.py', 'Migrate(app, db)', '''
def include_object(item, name, kind, reflected, compare_to):
    return name not in ('kept', 'later')


Migrate(app, db, include_object=include_object)''')
    student.manage('db', 'migrate', '--rev-id', 'nick')
    script = student.revisions()['nick_.py']
    assert 'nick' in script and 'TYPE' not in script
    student.manage('db', 'upgrade')
    student.manage('db', 'downgrade', '--yes')
    assert postgresql.query("SELECT typname FROM pg_type WHERE typtype = 'e'") == [('mood',)]


def test_an_index_that_is_invalid_is_made_anew(student, postgresql):
    student.edit('models.py', 'name = db.Column', "__table_args__ = (db.Index('ix_name', 'name', unique=True),)\n"
                 '    name = db.Column')
    postgresql.query("INSERT INTO student (name) VALUES ('a')")
    with pytest.raises(Exception, match='could not create unique index'):
        postgresql.query('CREATE UNIQUE INDEX CONCURRENTLY ix_name ON student (name)')
    assert 'ix_name' in student.manage('db', 'check', status=1).out
    postgresql.query('DELETE FROM student WHERE id = 3')
    student.manage('db', 'migrate')
    student.manage('db', 'upgrade')
    assert postgresql.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_name'::regclass")
    assert student.manage('db', 'check').status == 0
    student.manage('db', 'downgrade')
    assert not postgresql.query("SELECT 1 FROM pg_class WHERE relname = 'ix_name'")


def test_a_connection_that_commits_each_statement_keeps_nothing_of_what_was_tried(student, postgresql):
    student.edit('config.py', 'SQLALCHEMY_TRACK_MODIFICATIONS',
                 "SQLALCHEMY_ENGINE_OPTIONS = {'isolation_level': 'AUTOCOMMIT'}"
                 '\nSQLALCHEMY_TRACK_MODIFICATIONS')
    student.edit('models.py', 'name = db.Column', "kind = db.Column(db.Enum('a', 'b', name='kind'))\n    name = db.Column")
    assert "add column student.kind (ENUM('a','b'))" in student.manage('db', 'check', status=1).out
    assert not postgresql.query("SELECT 1 FROM pg_type WHERE typname = 'kind'")


LOSING = [
    ("op.execute('DROP SCHEMA public CASCADE')", 'pet, 2 rows'),
    ("op.execute('CREATE SCHEMA empty; DROP SCHEMA empty, public CASCADE')", 'pet, 2 rows'),
    ("op.execute('DO $$ BEGIN DROP TABLE pet; END $$')", 'DROP TABLE pet'),
    ("op.execute('CREATE TYPE mood AS ENUM (\\'a\\')'); op.execute('ALTER TABLE pet ADD m mood DEFAULT \\'a\\''); "
     "op.execute('DROP TYPE mood CASCADE')", 'pet.m, 2 values'),
    ("op.execute('DO $$ BEGIN ALTER TABLE pet DROP age; END $$')", 'ALTER TABLE pet DROP age'),
    ("op.execute(sa.text('DO $$ BEGIN EXECUTE format(\\'DROP %s %I\\', \\'TABLE\\', \\'pet\\'); END $$'))",
     'EXECUTE format'),
    ("op.execute('CREATE FUNCTION inner_f() RETURNS INT LANGUAGE plpgsql AS $$ BEGIN TRUNCATE pet; RETURN 1; END $$'); "
     "op.execute('CREATE FUNCTION outer_f() RETURNS INT LANGUAGE sql AS $$ SELECT inner_f() $$'); "
     "op.execute('CREATE TABLE made AS SELECT outer_f()')", 'CREATE TABLE made AS SELECT outer_f()'),
    ("op.execute('CREATE FUNCTION f() RETURNS INT LANGUAGE plpgsql AS $$ BEGIN DROP TABLE pet; RETURN 1; END $$'); "
     "op.execute('UPDATE student SET id = f() WHERE id = 1')", 'UPDATE student SET id = f()'),
    ("op.execute('CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN DROP TABLE pet; END $$'); op.execute('CALL p()')",
     'CALL p()'),
    ("op.execute('DROP TABLE U&\"\\\\0070et\"')", 'DROP TABLE'),
    ("op.execute('CREATE SCHEMA other'); op.execute('ALTER TABLE pet SET SCHEMA other'); "
     "op.execute('SET search_path = other'); op.execute('DROP TABLE pet')", 'pet, 2 rows'),
    ("op.execute('CREATE TABLE all_of (LIKE pet) PARTITION BY RANGE (age)'); "
     "op.execute('ALTER TABLE all_of ATTACH PARTITION pet DEFAULT'); "
     "op.execute('CREATE SCHEMA other'); op.execute('ALTER TABLE all_of SET SCHEMA other'); "
     "op.execute('DROP TABLE other.all_of')", 'other.all_of, 2 rows'),
]


def test_every_way_to_lose_rows_that_the_bin_does_not_keep_is_asked_and_a_yes_lets_it_run(student, postgresql):
    for body, what in LOSING:
        revise(student, body, follows=STUDENT)
        err = student.manage('db', 'upgrade', status=1).err
        assert what in err and '--yes' in err and 'Traceback' not in err, (body, err)
        assert postgresql.value('SELECT count(age) + count(name) FROM pet') == 4, body
    revise(student, LOSING[2][0], follows=STUDENT)
    student.manage('db', 'upgrade', '--yes')
    assert 'pet' not in postgresql.tables()


# What no text tells: code that a statement runs beside what it says.
DROPS = "CREATE FUNCTION f() RETURNS %s LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DR' || 'OP TABLE pet'; RETURN %s; END $$"
OF_CODE = {
    'a block that puts it together': ["DO $$ BEGIN EXECUTE 'DR' || 'OP TABLE pet'; END $$"],
    'a block that drops a column': ["DO $$ BEGIN EXECUTE 'ALTER TABLE pet DR' || 'OP age'; END $$"],
    'a block that empties': ["DO $$ BEGIN EXECUTE 'TRUN' || 'CATE pet'; END $$"],
    'a block that cuts': ["DO $$ BEGIN ALTER TABLE pet ALTER name TYPE varchar(1) USING name::varchar(1); END $$"],
    'a trigger': [DROPS % ('trigger', 'NEW'), 'CREATE TRIGGER t BEFORE INSERT ON student FOR EACH ROW EXECUTE PROCEDURE f()',
                  "INSERT INTO student (name) VALUES ('q')"],
    'a view': [DROPS % ('int', '1'), 'CREATE VIEW v AS SELECT f()', 'SELECT * FROM v'],
    'a default': [DROPS % ('int', '1'), 'ALTER TABLE student ADD x INT', 'ALTER TABLE student ALTER x SET DEFAULT f()',
                  "INSERT INTO student (name) VALUES ('q')"],
    'an operator': ["CREATE FUNCTION g(int, int) RETURNS int LANGUAGE sql AS $$ TRUNCATE pet; SELECT 1 $$",
                    'CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, PROCEDURE = g)', 'SELECT 1 === 2'],
    'a prepared statement': [DROPS % ('int', '1'), 'PREPARE q AS SELECT f()', 'EXECUTE q'],
    'a script': ["SELECT 1; ALTER TABLE pet RENAME TO former; DROP TABLE former"],
    'a temporary table in front of it': ['CREATE TEMP TABLE pet (id INT)', 'DROP TABLE public.pet'],
}


def executing(statements):
    return '\n    '.join('op.execute(sa.text(%r))' % one.replace(':', '\\:') for one in statements)


@pytest.mark.parametrize('way', list(OF_CODE))
def test_what_a_statement_loses_beside_what_it_says_is_taken_back_and_asked_about(student, postgresql, way):
    revise(student, executing(OF_CODE[way]), follows=STUDENT)
    err = student.manage('db', 'upgrade', status=1).err
    assert 'it was rolled back: ' in err and 'pet' in err and ', 2 ' in err and 'Traceback' not in err, err
    assert postgresql.value('SELECT count(age) + sum(length(name)) FROM pet') == 12
    terminal = Terminal(student, 'db', 'upgrade')
    terminal.wait_for('Go on?')
    terminal.type('y\n')
    assert terminal.end() == 0


BINNED = [
    ("from exts import db; db.session.execute('DROP TABLE pet'); db.session.commit()", 'pet, 2 rows'),
    ("op.drop_column('pet', 'age')", 'pet.age, 2 values'),
    ("with op.batch_alter_table('pet') as batch: batch.drop_column('age')", 'pet.age, 2 values'),
    ("op.execute('DROP TABLE IF EXISTS pet, nosuch CASCADE')", 'pet, 2 rows'),
    ("op.get_bind().connection.cursor().execute('ALTER TABLE ONLY \"pet\" DROP age, DROP COLUMN name')",
     'pet.name, 2 values'),
    ("op.alter_column('pet', 'weight', type_=sa.Integer())", 'pet.weight, 1 value'),
    ("op.alter_column('pet', 'born', type_=sa.Date())", 'pet.born, 1 value'),
    ("op.alter_column('pet', 'name', type_=sa.String(5), postgresql_using='name::varchar(5)')", 'pet.name, 1 value'),
    ("op.alter_column('pet', 'name', type_=sa.Integer(), postgresql_using='length(name) + age')", 'pet.name, 2 values'),
    ("op.rename_table('pet', 'former'); op.drop_table('former')", 'former, 2 rows'),
    ("op.execute('ALTER TABLE PET DROP COLUMN Age')", 'pet.age, 2 values'),
    ("op.alter_column('pet', 'age', type_=sa.BigInteger(), postgresql_using='NULL')", 'pet.age, 2 values'),
    ("op.alter_column('pet', 'age', new_column_name='former'); op.drop_column('pet', 'former')", 'pet.former, 2 values'),
    ("op.execute('CREATE TABLE empty AS SELECT 1 WHERE false'); op.rename_table('pet', 'was'); "
     "op.execute('DROP TABLE was')", 'was, 2 rows'),
]


def test_every_way_to_drop_what_the_bin_keeps_is_told_and_the_rows_are_in_it(student, postgresql):
    for number, (body, what) in enumerate(BINNED):
        postgresql.query('DROP TABLE IF EXISTS pet')
        postgresql.query(PET)
        revise(student, body, follows=STUDENT if not number else 'bad%d' % (number - 1), revision='bad%d' % number)
        assert 'Kept in the bin (db bin): ' + what in student.manage('db', 'upgrade').err, body


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
    "op.execute('CREATE TABLE E (id INT)'); op.execute('INSERT INTO E VALUES (1)'); op.execute('DROP TABLE e')",
    "op.execute('DO $$ BEGIN CREATE TABLE z AS SELECT 1 AS x; ALTER TABLE pet ALTER age TYPE bigint; END $$'); "
    "op.execute('DO $$ BEGIN DROP TABLE z; DROP TABLE IF EXISTS nosuch; ALTER TABLE pet ALTER age TYPE int; END $$')",
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


def test_an_empty_database_is_upgraded_on_a_terminal(on_postgresql, postgresql):
    assert Terminal(on_postgresql, 'db', 'upgrade').end() == 0 and 'student' in postgresql.tables()


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
    assert '23505' in said and 'the invalid index pet_twice' in said and '2 statements are applied; `db upgrade`' in said
    assert 'rolled back' not in said and 'Traceback' not in said
    said = complains(student, 'downgrade', words=['interrupted half-way', 'ADD COLUMN toy', 'pet_age', 'db upgrade'])
    assert 'pet_twice' not in said and 'student' in postgresql.tables()
    status = student.manage('db', 'status').out
    assert '2 of its statements took effect' in status and 'goes on from there' in status
    revise(student, body.replace('((1))', '(id)'), follows=STUDENT)
    err = student.manage('db', 'upgrade').err
    assert 'after 2 of its statements; it goes on from there' in err and 'pet_twice is invalid' in err
    assert 'Interrupted' not in student.manage('db', 'status').out
    student.edit('migrations/versions/bad.py', 'def downgrade():\n    pass',
                 "def downgrade():\n    op.drop_column('pet', 'toy')")
    student.manage('db', 'downgrade')
    student.manage('db', 'downgrade', '--yes')
    assert 'student' not in postgresql.tables()


WITHOUT_TRANSACTION = """
    op.add_column('%s', sa.Column('more', sa.Integer))
    with op.get_context().autocommit_block():
        op.execute('CREATE INDEX CONCURRENTLY ix_more ON %s (more)')
    op.execute('%s')"""


def test_what_commits_by_itself_runs_under_an_env_py_of_several_databases(on_postgresql, postgresql, beside):
    on_postgresql.manage('db', 'revision', '-m', 'block')
    path, here = last_revision(on_postgresql, 'block'), 'def upgrade_%s():\n    '
    on_postgresql.edit(path, here % '' + 'pass', here % '' + WITHOUT_TRANSACTION % ('student', 'student', 'SELECT 1'))
    on_postgresql.edit(path, here % 'log' + 'pass', here % 'log' + WITHOUT_TRANSACTION % ('note', 'note', 'nonsense'))
    said = on_postgresql.manage('db', 'upgrade', status=1).err
    assert '42601' in said and '2 statements are applied; `db upgrade` goes on' in said and 'Traceback' not in said
    assert beside.query("SELECT 1 FROM pg_indexes WHERE indexname = 'ix_more'")
    on_postgresql.edit(path, 'nonsense', 'SELECT 1')
    on_postgresql.manage('db', 'upgrade')
    version = 'SELECT version_num FROM alembic_version'
    assert postgresql.value(version) == beside.value(version)
    assert 'Interrupted' not in on_postgresql.manage('db', 'status').out


def test_what_commits_by_itself_does_not_run_where_all_databases_are_committed_at_once(on_postgresql, postgresql, beside):
    on_postgresql.manage('db', 'revision', '-m', 'block')
    path = last_revision(on_postgresql, 'block')
    on_postgresql.edit(path, 'def upgrade_():\n    pass',
                       'def upgrade_():' + WITHOUT_TRANSACTION % ('student', 'student', 'SELECT 1'))
    on_postgresql.edit('migrations/env.py', 'USE_TWOPHASE = False', 'USE_TWOPHASE = True')
    complains(on_postgresql, 'upgrade', words=['USE_TWOPHASE', 'autocommit_block'])
    assert not postgresql.query("SELECT 1 FROM pg_indexes WHERE indexname = 'ix_more'")


def test_where_all_databases_are_committed_at_once_nothing_is_tried_on_temporary_tables(on_postgresql, postgresql, beside):
    on_postgresql.edit('migrations/env.py', 'USE_TWOPHASE = False', 'USE_TWOPHASE = True')
    on_postgresql.replace('models.py', on_postgresql.read('models.py') + '    more = db.Column(db.Integer)\n')
    assert 'USE_TWOPHASE = False' in on_postgresql.manage('db', 'migrate', '-m', 'more').err
    assert "add_column('note'" in on_postgresql.read(last_revision(on_postgresql, 'more'))
    on_postgresql.manage('db', 'upgrade')
    on_postgresql.manage('db', 'revision', '-m', 'block')
    path = last_revision(on_postgresql, 'block')
    on_postgresql.edit(path, 'def upgrade(engine_name):', """def upgrade(engine_name=None):
    op.create_check_constraint('ck', 'alembic_version', "version_num <> 'x'")


def former(engine_name):""")
    said = on_postgresql.manage('db', 'upgrade').err
    assert 'not looked at beforehand' in said and 'USE_TWOPHASE' in said
    version = 'SELECT version_num FROM alembic_version'
    assert postgresql.value(version) == beside.value(version)
    assert postgresql.value("SELECT count(*) FROM pg_constraint WHERE conname = 'ck'") == 1


def test_a_commit_of_the_revisions_own_is_known_and_a_stamp_settles_it(student, postgresql):
    revise(student, "op.execute('CREATE TYPE mood AS ENUM (\\'a\\')'); op.execute('COMMIT'); "
           "op.execute('ALTER TYPE mood ADD VALUE \\'b\\''); op.execute('nonsense')", follows=STUDENT)
    said = student.manage('db', 'upgrade', status=1).err
    assert '42601' in said and '2 statements are applied; `db upgrade` goes on' in said and 'Traceback' not in said
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

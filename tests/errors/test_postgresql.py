"""What PostgreSQL refuses is told with what to type: a server, a statement, and rows that stand against it."""
import pytest

from .complaint import PASSWORD, complains, execute, revise

pytestmark = pytest.mark.long
STUDENT = '423cbaf36ad7'
TABLES = '''
CREATE TABLE parent (id SERIAL PRIMARY KEY, name VARCHAR(20), code VARCHAR(20) DEFAULT '1');
CREATE TABLE child (id SERIAL PRIMARY KEY, parent_id INTEGER, age INTEGER, name VARCHAR(20));
CREATE VIEW grown AS SELECT age FROM child;
CREATE TYPE mood AS ENUM ('a');
INSERT INTO parent (name, code) VALUES ('same', 'x1'), ('same', '2'), ('other', '3');
INSERT INTO child (parent_id, age, name) VALUES (1, NULL, 'ab'), (99, 3, 'abcdefgh'), (98, 4, NULL)'''

# the body of an upgrade, and what is said of it
REFUSED = [
    ("op.create_unique_constraint('parent_name', 'parent', ['name'])",
     ['equal', '23505', 'There are 1', 'SELECT name, COUNT(*) FROM parent GROUP BY name HAVING COUNT(*) > 1']),
    ("op.create_index('i', 'child', [sa.text('lower(name)'), 'parent_id'], unique=True); "
     "op.create_index('i', 'parent', [sa.text('lower(name)')], unique=True)", ['42P07']),
    ("op.alter_column('child', 'age', nullable=False)",
     ['NULL', '23502', 'There are 1', 'SELECT * FROM child WHERE age IS NULL', 'UPDATE child SET age = ...']),
    ("op.add_column('child', sa.Column('toy', sa.Integer, nullable=False))",
     ['23502', 'server_default', "op.alter_column('child', 'toy', nullable=False)"]),
    ("op.create_foreign_key('f', 'child', 'parent', ['parent_id'], ['id'])",
     ['23503', 'There are 2', 'NOT EXISTS (SELECT 1 FROM parent AS parent WHERE parent.id = child.parent_id)']),
    ("op.create_check_constraint('c', 'child', 'age > 3')", ['CHECK', '23514', 'There are 1', 'WHERE NOT (age > 3)']),
    ("op.alter_column('child', 'name', type_=sa.String(5))", ['22001', 'There are 1', 'length(name) > 5']),
    ("op.alter_column('parent', 'code', type_=sa.Integer())",
     ['42804', "postgresql_using='code::integer'", 'server_default=None']),
    ("op.alter_column('parent', 'code', type_=sa.Integer(), postgresql_using='code::integer')",
     ['42804', 'server_default=None']),
    ("op.alter_column('parent', 'code', server_default=None); "
     "op.alter_column('parent', 'code', type_=sa.Integer(), postgresql_using='code::integer')", ['22P02', 'x1']),
    ("op.alter_column('child', 'age', type_=sa.BigInteger())", ['view', '0A000']),
    ("op.alter_column('child', 'nosuch', type_=sa.Integer())", ['42703', 'column is not there']),
    ("op.drop_column('child', 'nosuch')", ['42703', 'column is not there']),
    ("op.drop_table('nosuch')", ['42P01', 'table is not there']),
    ("op.add_column('child', sa.Column('age', sa.Integer))", ['42701', 'there already']),
    ("op.create_table('parent', sa.Column('id', sa.Integer))", ['42P07', 'there already']),
    (execute("CREATE TYPE mood AS ENUM ('b')"), ['42710', 'create_type=False']),
    (execute('CREATE INDEX CONCURRENTLY i ON child (age)'), ['25001', 'autocommit_block']),
    (execute('CREATE TABLE parent_of (p INT REFERENCES parent)', 'ALTER TABLE parent DROP CONSTRAINT parent_pkey'),
     ['2BP01', 'depends']),
    (execute('nonsense'), ['42601', 'cannot read the SQL']),
    (execute("SET LOCAL statement_timeout = 50", 'SELECT pg_sleep(5)'), ['57014', 'statement_timeout']),
    (execute("ALTER TABLE child ADD FOREIGN KEY (parent_id) REFERENCES grown (age)"), ['42809']),
    (execute('SELECT nosuch(1)'), ['42883', 'function']),
    (execute('SET TRANSACTION READ ONLY', 'CREATE TABLE x (id INT)'), ['25006', 'primary server']),
]


def test_each_statement_that_is_refused_says_what_to_type(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    postgresql.query(TABLES)
    for number, (body, words) in enumerate(REFUSED):
        # what it reads is not known beforehand, so that the rows are not looked at before the server does
        revise(on_postgresql, "op.get_bind().execute('SELECT 1').fetchall(); " + body, follows=STUDENT)
        if number % 5:  # the language is that of the same texts
            said = on_postgresql.manage('db', 'upgrade', '--yes', status=1).err
            assert not [word for word in words if word not in said] and 'Traceback' not in said, (body, said)
        else:
            said = complains(on_postgresql, 'upgrade', '--yes', words=words)
        assert 'bad.py:' in said and 'rolled back' in said, (body, said)
    assert {'parent', 'child'} <= postgresql.tables()


def test_a_server_that_gives_no_connection_says_why(on_postgresql, postgresql):
    postgresql.query("CREATE ROLE with_password LOGIN PASSWORD '%s'; CREATE ROLE no_entry LOGIN" % PASSWORD)
    try:
        for user, words in (('with_password:%s-wrong' % PASSWORD, ['password is wrong', 'psql -h 127.0.0.1']),
                            ('with_password', ['password is wrong']), ('nosuch', ['nosuch', 'user name or the password']),
                            ('no_entry', ['pg_hba.conf'])):
            complains(on_postgresql, 'upgrade', settings={'DB_URI': postgresql.address(user=user)}, words=words)
        for command in 'status', 'migrate':
            complains(on_postgresql, command, settings={'DB_URI': postgresql.address(port=1)},
                      words=['127.0.0.1:1 cannot be reached', 'DB_URI'])
        complains(on_postgresql, 'upgrade', settings={'DB_URI': postgresql.address(host='nosuch.invalid')},
                  words=['no host nosuch.invalid'])
        complains(on_postgresql, 'upgrade', settings={'DB_URI': postgresql.address(database='nosuch')},
                  words=['no database nosuch', 'createdb -h 127.0.0.1'])
        postgresql.query('ALTER ROLE no_entry CONNECTION LIMIT 0; ALTER ROLE with_password CONNECTION LIMIT 0')
        complains(on_postgresql, 'upgrade', words=['too many connections'],
                  settings={'DB_URI': postgresql.address(user='with_password:' + PASSWORD)})
    finally:
        postgresql.query('DROP ROLE with_password; DROP ROLE no_entry')


def test_a_user_without_a_privilege(on_postgresql, postgresql):
    postgresql.query('CREATE ROLE limited LOGIN')
    try:
        complains(on_postgresql, 'upgrade', settings={'DB_URI': postgresql.address(user='limited')},
                  words=['lacks a privilege', '42501', 'GRANT'])
        assert 'GRANT CREATE ON SCHEMA "public" TO "limited"' in on_postgresql.manage(
            'db', 'doctor', settings={'DB_URI': postgresql.address(user='limited')}, status=None).out
    finally:
        postgresql.query('DROP ROLE limited')


def test_a_deadlock_and_a_connection_that_is_ended(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    revise(on_postgresql, execute('SELECT pg_terminate_backend(pg_backend_pid())'), follows=STUDENT)
    complains(on_postgresql, 'upgrade', words=['ended the connection', 'db status'])
    revise(on_postgresql, execute("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$"), follows=STUDENT)
    complains(on_postgresql, 'upgrade', words=['deadlock', '40P01'])
    revise(on_postgresql, execute("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '53100'; END $$"), follows=STUDENT)
    complains(on_postgresql, 'upgrade', words=['disk of the server is full', '53100'])


def test_the_driver_is_missing(on_postgresql):
    on_postgresql.replace('psycopg2.py', 'raise ModuleNotFoundError("No module named \'psycopg2\'", name="psycopg2")\n')
    complains(on_postgresql, 'upgrade', words=['the driver psycopg2', 'pip install psycopg2-binary'])

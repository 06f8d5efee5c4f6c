"""PostgreSQL: `--plan` and `check --deep` on a throw-away database of the server's. Wants Debian's `postgresql`."""
import json
import os

import pytest
from errors.complaint import complains, revise
from test_check_deep import add
from test_plan import CASES
from test_postgresql_rows import STUDENT, filled  # noqa: F401

pytestmark = pytest.mark.long


def plan(project, *arguments):
    """The plan's database, as JSON has it."""
    found, = json.loads(project.manage('db', *(arguments or ('upgrade',)), '--plan', '--json').out)
    return found


def statements(project, *arguments):
    return [one for revision in plan(project, *arguments)['revisions'] for one in revision['statements']]


def databases(postgresql):
    return postgresql.query("SELECT datname FROM pg_database WHERE datname LIKE '%shadow%'")


FOUND = {case: told for case, told in CASES.items() if case != 'fewer enum members'}


def test_what_is_lost_or_refused_is_counted_in_the_real_rows_and_nothing_is_touched(filled, postgresql):  # noqa: F811
    for case, (statement, (what, count, text)) in sorted(FOUND.items()):
        revise(filled, statement, follows=STUDENT)
        one, = [one for statement in statements(filled) for one in statement['found']]
        assert (one['what'] if what != 'lost' else 'bin', one['number']) == (one['what'], count), case
        assert one['text'].startswith(text) and len(postgresql.query(one['example'])) == count, case
    assert postgresql.tables() == {'user', 'student', 'pet'} and not databases(postgresql)


# What is done, how the server runs it, its lock, its work, and whether there is advice.
WAYS = {
    'a column': ('ALTER TABLE pet ADD x INTEGER', 'instant', 'ACCESS EXCLUSIVE', None),
    'a column with a value': ('ALTER TABLE pet ADD x INTEGER NOT NULL DEFAULT 3', 'instant', 'ACCESS EXCLUSIVE', None),
    'a column with another value for each row': (
        'ALTER TABLE pet ADD x FLOAT DEFAULT random()', 'blocks reads and writes', 'ACCESS EXCLUSIVE', 'rewrites'),
    'a column less': ('ALTER TABLE pet DROP kind', 'instant', 'ACCESS EXCLUSIVE', None),
    'another name': ('ALTER TABLE pet RENAME kind TO race', 'instant', 'ACCESS EXCLUSIVE', None),
    'a longer text': ('ALTER TABLE pet ALTER kind TYPE VARCHAR(90)', 'instant', 'ACCESS EXCLUSIVE', None),
    'a shorter text': ('ALTER TABLE pet ALTER kind TYPE VARCHAR(10)', 'blocks reads and writes', 'ACCESS EXCLUSIVE',
                       'rewrites'),
    'a greater number': ('ALTER TABLE pet ALTER size TYPE BIGINT', 'blocks reads and writes', 'ACCESS EXCLUSIVE',
                         'rewrites'),
    'NOT NULL': ('ALTER TABLE pet ALTER id SET NOT NULL, ALTER size SET NOT NULL', 'blocks reads and writes',
                 'ACCESS EXCLUSIVE', 'reads'),
    'NULL': ('ALTER TABLE pet ALTER price DROP NOT NULL', 'instant', 'ACCESS EXCLUSIVE', None),
    'a default': ("ALTER TABLE pet ALTER kind SET DEFAULT 'x'", 'instant', 'ACCESS EXCLUSIVE', None),
    'a check': ('ALTER TABLE pet ADD CONSTRAINT ck CHECK (size < 100000)', 'blocks reads and writes', 'ACCESS EXCLUSIVE',
                'reads'),
    'a check that is not valid': ('ALTER TABLE pet ADD CONSTRAINT ck CHECK (size < 100000) NOT VALID', 'instant',
                                  'ACCESS EXCLUSIVE', None),
    'a foreign key': ('ALTER TABLE pet ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES student', 'blocks writes',
                      'SHARE ROW EXCLUSIVE', 'reads'),
    'a foreign key that is not valid': (
        'ALTER TABLE pet ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES student NOT VALID', 'instant',
        'SHARE ROW EXCLUSIVE', None),
    'a unique constraint': ('ALTER TABLE pet ADD CONSTRAINT uq UNIQUE (size)', 'blocks reads and writes', 'ACCESS EXCLUSIVE',
                            'reads'),
    'an index': ('CREATE INDEX ix ON pet (size)', 'blocks writes', 'SHARE', 'reads'),
    'an index beside writers': ('CREATE INDEX CONCURRENTLY ix ON pet (size)', 'online', 'SHARE UPDATE EXCLUSIVE',
                                'reads'),
    'an index less': ('DROP INDEX ix_born', 'instant', 'ACCESS EXCLUSIVE', None),
    'a validation': ('ALTER TABLE pet VALIDATE CONSTRAINT later', 'online', 'SHARE UPDATE EXCLUSIVE', 'reads'),
    'a table less': ('DROP TABLE pet', 'instant', 'ACCESS EXCLUSIVE', None),
    'a table of rows': ('CREATE TABLE other AS SELECT * FROM pet', None, None, None),
    'a materialized view': ('CREATE MATERIALIZED VIEW other AS SELECT * FROM pet', None, None, None),
    'a view': ('CREATE VIEW other AS SELECT * FROM pet', 'instant', None, None),
    'an index of a materialized view': ('CREATE INDEX ix ON pupils (id)', 'blocks writes', 'SHARE', 'reads'),
    'a comment': ("COMMENT ON TABLE pet IS 'x'", None, None, None),
}
UNLOCKED = {'a comment', 'an index beside writers', 'a table of rows', 'a materialized view', 'a view',
            'an index of a materialized view'}
ADVISED = {'NOT NULL': 'not null', 'a check': 'not valid', 'a foreign key': 'not valid',
           'a unique constraint': 'using index', 'an index': 'concurrently',
           'an index of a materialized view': 'concurrently'}
READY = 'CREATE INDEX ix_born ON pet (born); ALTER TABLE pet ADD CONSTRAINT later CHECK (size > 0) NOT VALID; '\
        'CREATE MATERIALIZED VIEW pupils AS SELECT id FROM student'


@pytest.fixture
def ready(filled, postgresql):  # noqa: F811
    postgresql.query(READY)
    return filled


def written(way):
    text = 'op.execute(%r)' % WAYS[way][0]
    return 'with op.get_context().autocommit_block():\n        ' + text if 'CONCURRENTLY' in text else text


def test_how_the_server_runs_each_statement_is_what_it_does(ready):
    for way in sorted(WAYS):
        statement, runs, lock, work = WAYS[way]
        revise(ready, written(way), follows=STUDENT)
        one, = statements(ready)
        assert (one['runs'], one.get('lock'), one.get('work')) == (runs, lock, work), (way, one)
        assert one.get('advice') == ADVISED.get(way), way


def test_what_is_said_of_the_locks_is_so_on_the_real_table(ready, postgresql):
    """Each statement runs on the real table, and another session looks whether it may read and write."""
    for way in sorted(set(WAYS) - UNLOCKED):
        statement, _runs, lock, _work = WAYS[way]
        with postgresql.server.connect(postgresql.database) as held, postgresql.server.connect(postgresql.database) as other:
            held.autocommit = other.autocommit = False
            cursor, asking = held.cursor(), other.cursor()
            cursor.execute('UPDATE pet SET size = 7 WHERE size IS NULL OR size > 100000')
            held.commit()
            cursor.execute(statement)
            may = []
            for mode in ('ACCESS SHARE', 'ROW EXCLUSIVE'):
                try:
                    asking.execute('LOCK TABLE pet IN %s MODE NOWAIT' % mode)
                    may.append(True)
                except Exception:
                    may.append(False)
                other.rollback()
            held.rollback()
        reads, writes = lock != 'ACCESS EXCLUSIVE', lock == 'SHARE UPDATE EXCLUSIVE'
        if way != 'an index less':
            assert may == [reads, writes], way


def test_the_plan_reads_as_it_is_meant(ready):
    revise(ready, 'op.create_index(\'ix\', \'pet\', [\'size\'])\n    ' + written('a foreign key'), follows=STUDENT)
    text = ready.manage('db', 'upgrade', '--plan').out
    assert '-- blocks writes, pet has 2 rows (' in text and 'SHARE lock on pet until this is committed' in text
    assert 'student takes no writes so long' in text and 'NOT VALID' in text and 'postgresql_concurrently=True' in text
    assert '阻塞写' in ready.manage('db', 'upgrade', '--plan', settings={'SAFE_MIGRATE_LANG': 'zh'}).out


def test_of_a_table_that_the_plan_makes_no_lock_is_told(ready):
    revise(ready, "op.create_table('new', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.Integer))\n    "
           "op.create_index('ix', 'new', ['n'])\n    op.create_foreign_key('fk', 'new', 'pet', ['n'], ['id'])",
           follows=STUDENT)
    text = ready.manage('db', 'upgrade', '--plan').out
    index, key = text.partition('CREATE INDEX')[2].split('ADD CONSTRAINT fk')
    assert 'lock' not in index and 'pet takes no writes so long' in key, text


def test_a_downgrade_says_which_rows_go_into_the_bin(filled, postgresql):  # noqa: F811
    assert 'kept in the bin: 4 rows' in filled.manage('db', 'downgrade', '--plan').out
    assert 'There is nothing to do.' in filled.manage('db', 'upgrade', '--plan').out


EVERYTHING = '''
CREATE SCHEMA other;
CREATE TYPE mood AS ENUM ('sad', 'so so');
CREATE DOMAIN zip AS TEXT DEFAULT '1' CHECK (VALUE ~ '^[0-9]+$');
CREATE TYPE place AS (x INTEGER, y TEXT);
CREATE SEQUENCE counter;
CREATE TABLE other.owner (id BIGSERIAL PRIMARY KEY, name VARCHAR(20) COLLATE "C" NOT NULL DEFAULT 'x', zip zip, at place);
CREATE TABLE toy (id INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, n INTEGER DEFAULT nextval('counter'),
    twice INTEGER GENERATED ALWAYS AS (n * 2) STORED, moods mood[], owner_id BIGINT REFERENCES other.owner ON DELETE CASCADE,
    CONSTRAINT positive CHECK (n > 0), UNIQUE (n, owner_id));
CREATE INDEX ix_toy ON toy USING gin (moods);
CREATE UNIQUE INDEX ix_lower ON other.owner (lower(name)) WHERE name <> '';
CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.n = (SELECT count(*) FROM toy); RETURN NEW; END';
CREATE TRIGGER shout BEFORE INSERT ON toy FOR EACH ROW EXECUTE PROCEDURE shout();
CREATE VIEW toys AS SELECT id, n FROM toy;
COMMENT ON COLUMN toy.n IS 'it''s';
CREATE TABLE parted (id INTEGER, day DATE) PARTITION BY RANGE (day);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
'''


def test_a_database_with_everything_is_copied(filled, postgresql):  # noqa: F811
    postgresql.query(EVERYTHING)
    revise(filled, "op.add_column('toy', sa.Column('x', sa.Integer))\n    op.execute('ALTER TABLE other.owner ADD y mood')",
           follows=STUDENT)
    assert [one['runs'] for one in statements(filled)] == ['instant', 'instant'] and not databases(postgresql)


def test_check_deep_tries_the_revisions_up_down_and_up(filled, postgresql):  # noqa: F811
    postgresql.query(EVERYTHING)
    add(filled, "op.add_column('pet', sa.Column('x', sa.Integer))", "op.drop_column('pet', 'x')")
    filled.manage('db', 'check', '--deep', '--all', status=1)  # the tables that no revision makes
    assert 'op.add_column' not in filled.manage('db', 'check', '--deep').out
    add(filled, "op.add_column('pet', sa.Column('x', sa.Integer))\n    op.create_index('ix_x', 'pet', ['x'])\n    "
                "op.create_index('ix_size', 'pet', ['size'])", "op.drop_column('pet', 'x')")
    said = filled.manage('db', 'check', '--deep', status=1).out
    assert 'the downgrade does not restore' in said and 'ix_size' in said and not databases(postgresql)


def test_who_may_make_no_database_gives_an_empty_one(filled, postgresql):  # noqa: F811
    revise(filled, 'op.create_index(\'ix\', \'pet\', [\'size\'])', follows=STUDENT)
    postgresql.query('DROP ROLE IF EXISTS smith; CREATE ROLE smith LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO smith')
    settings = {'DB_URI': postgresql.address(user='smith')}
    try:
        with postgresql.server.database() as name:
            complains(filled, 'upgrade', '--plan', settings=settings, words=['permission denied', '--shadow NAME'])
            postgresql.server.query('ALTER DATABASE %s OWNER TO smith' % name)
            for _ in range(2):  # it is left empty
                text = filled.manage('db', 'upgrade', '--plan', '--shadow', name, settings=settings).out
                assert 'blocks writes' in text
            postgresql.server.query('CREATE TABLE own (id INTEGER)', name)
            complains(filled, 'upgrade', '--plan', '--shadow', name, settings=settings, words=['is not empty'])
            complains(filled, 'upgrade', '--plan', '--shadow', postgresql.database, settings=settings,
                      words=['the real one'])
            postgresql.server.query('ALTER DATABASE %s OWNER TO root' % name)
    finally:
        postgresql.query('DROP OWNED BY smith; DROP ROLE smith')


def test_a_baseline_is_written_for_a_database_that_is_there(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    postgresql.query('DROP TABLE alembic_version')
    for name in on_postgresql.revisions():

        os.remove(on_postgresql.path('migrations', 'versions', name))
    on_postgresql.manage('db', 'repair', '--baseline', '--yes')
    assert len(on_postgresql.revisions()) == 1 and on_postgresql.manage('db', 'check', status=None).status == 0


def test_the_plan_of_an_empty_database_begins_with_the_baseline(on_postgresql, postgresql):
    on_postgresql.manage('db', 'upgrade')
    postgresql.query('CREATE TABLE legacy (id INTEGER)')  # which no revision makes
    add(on_postgresql, "op.drop_table('legacy')", 'pass')
    on_postgresql.manage('db', 'upgrade', '--yes')
    on_postgresql.manage('db', 'repair', '--baseline', '--yes')
    postgresql.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
    assert 'CREATE TABLE student' in on_postgresql.manage('db', 'upgrade', '--plan').out
    on_postgresql.manage('db', 'upgrade')
    assert 'student' in postgresql.tables()


HALF = """op.execute('ALTER TABLE pet ADD toy INT')
    for number, in op.get_bind().execute('UPDATE pet SET toy = id RETURNING id').fetchall():
        op.get_bind().execute(sa.text('UPDATE pet SET kind = :kind WHERE id = :id'), kind='k%d' % number, id=number)
    with op.get_context().autocommit_block():
        op.execute('CREATE INDEX CONCURRENTLY pet_toy ON pet (toy)')
        op.execute('CREATE UNIQUE INDEX CONCURRENTLY pet_twice ON pet ((1))')
    op.execute('ALTER TABLE pet DROP toy')"""


def test_behind_a_part_that_is_applied_the_plan_and_the_check_begin_where_the_upgrade_does(filled, postgresql):  # noqa: F811
    filled.edit(revise(filled, HALF, follows=STUDENT), 'def downgrade():\n    pass',
                "def downgrade():\n    op.drop_index('pet_twice')")
    filled.manage('db', 'upgrade', status=1)
    revision, = plan(filled)['revisions']
    assert revision['applied'] == 3 + postgresql.value('SELECT count(*) FROM pet')
    assert [one['sql'] for one in revision['statements']] == [
        'CREATE UNIQUE INDEX CONCURRENTLY pet_twice ON pet ((1))', 'ALTER TABLE pet DROP toy']
    assert 'It was interrupted after' in filled.manage('db', 'upgrade', '--plan').out
    said = [[line for line in filled.manage('db', 'downgrade', *option, status=1).err.splitlines() if 'INFO' not in line]
            for option in ((), ('--plan',))]
    assert said[0] == said[1] and 'ALTER TABLE pet ADD toy' in said[0][1] and said[0][3].endswith(' (× 2)'), said
    deep = filled.manage('db', 'check', '--deep', status=None).out
    assert 'fails' not in deep and 'does not restore' not in deep, deep
    filled.edit('migrations/versions/bad.py', 'pet ADD toy INT', 'pet ADD toy BIGINT')
    for command in (['upgrade', '--plan'], ['upgrade']):
        complains(filled, *command, words=['its statement 1, which the database already has, has changed since'])
    assert 'its statement 1' in filled.manage('db', 'check', '--deep', status=1).out and not databases(postgresql)


def test_a_session_beside_an_engine_of_env_pys_own_is_in_the_plan_and_waits_for_nobody(filled, postgresql):  # noqa: F811
    filled.edit('migrations/env.py', 'engine = migrate.db.engine\n',
                'import sqlalchemy\nengine = sqlalchemy.create_engine(str(migrate.db.engine.url))\n')
    session = "UPDATE pet SET toy = 3"
    body = """op.execute('ALTER TABLE pet ADD toy INT')
    from exts import db
    db.session.execute('%s')
    op.execute('ALTER TABLE pet ADD more INT')
    db.session.commit()
    with op.get_context().autocommit_block():
        op.execute('CREATE INDEX CONCURRENTLY pet_toy ON pet (toy)')
    op.execute('nonsense')""" % session
    revise(filled, body.replace('nonsense', 'SELECT 1'), follows=STUDENT)
    assert [one['sql'] for one in statements(filled)][:3] == [
        'ALTER TABLE pet ADD toy INT', session, 'ALTER TABLE pet ADD more INT']
    revise(filled, body, follows=STUDENT)
    filled.manage('db', 'upgrade', status=1)
    revise(filled, body.replace('nonsense', 'DROP INDEX pet_toy'), follows=STUDENT)
    assert [one['sql'] for one in statements(filled)] == ['DROP INDEX pet_toy']

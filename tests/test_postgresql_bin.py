"""PostgreSQL: what a migration drops is in the bin and comes back with the opposite one. Wants Debian's `postgresql`."""
import pytest
from test_bin import KINDS
from test_check_deep import add

pytestmark = pytest.mark.long
TRANSLATED = {'DATETIME': 'TIMESTAMP', '%s': '"a""b`c%"'}


def for_postgresql(statement):
    for old, new in TRANSLATED.items():
        statement = statement.replace(old, new)
    return statement


def made(project, postgresql, statements, upgrade, downgrade):
    project.manage('db', 'upgrade')
    for statement in statements:
        postgresql.query(for_postgresql(statement))
    add(project, upgrade, downgrade)
    return project


def ordered(postgresql, tables):
    """The rows, with the columns in the order of their names: one that is made again stands last."""
    found = {}
    for name in tables:
        columns = [row[0] for row in postgresql.query(
            "SELECT attname FROM pg_attribute WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped "
            'ORDER BY attname' % name)]
        texts = ', '.join('"%s"::text' % column.replace('"', '""') for column in columns)
        found[name] = sorted(map(repr, postgresql.query('SELECT %s FROM %s' % (texts, name))))
    return found


def entries(postgresql):
    return postgresql.query("SELECT 1 FROM pg_tables WHERE tablename = 'migration_bin'") and postgresql.query(
        "SELECT table_name FROM migration_bin WHERE state <> 'restored'")


TO_NUMBER = "op.alter_column('pet', 'text', type_=sa.Integer(), postgresql_using='text::integer')"
OTHERS = {
    'a text to a number': (KINDS['a text to a number'][0], ['pet'], TO_NUMBER, KINDS['a text to a number'][3]),
    'a type there and back in one revision': (
        KINDS['a text to a number'][0], ['pet'], TO_NUMBER + '\n    ' + KINDS['a text to a number'][3],
        TO_NUMBER + '\n    ' + KINDS['a text to a number'][3]),
}
ALL = dict(KINDS, **OTHERS)


@pytest.mark.parametrize('kind', sorted(ALL))
def test_what_an_upgrade_drops_comes_back_with_the_downgrade_each_time(on_postgresql, postgresql, kind):
    statements, tables, upgrade, downgrade = ALL[kind]
    statements = [one % '' if '%s' in one and 'PRIMARY KEY, name' in one else one for one in statements]
    made(on_postgresql, postgresql, statements, upgrade, downgrade)
    before = ordered(postgresql, tables)
    for _ in range(2):
        done = on_postgresql.manage('db', 'upgrade')
        assert 'Kept in the bin' in done.err, done
        on_postgresql.manage('db', 'downgrade')
        assert ordered(postgresql, tables) == before
    assert not entries(postgresql)


# Values, to the letter

EXACT = [
    ('bytes', 'BYTEA', r"'\x00ff5c27'"), ('list', 'INTEGER[]', "'{1,NULL,3}'"),
    ('texts', 'TEXT[]', "'{a,NULL,\"b,\\\"c\"}'"),
    ('plain', 'JSON', '\'{"a":  1, "a": 2}\''),
    ('tree', 'JSONB', '\'{"b": [1, null]}\''),
    ('moment', 'TIMESTAMPTZ', "'2020-02-03 04:05:06.123456+05:30'"),
    ('number', 'NUMERIC', "'1.500'"),
    ('double', 'DOUBLE PRECISION', '0.1::float8 + 0.2'), ('mood', 'mood', "'so so'"), ('moods', 'mood[]', "'{sad,NULL}'"),
    ('id2', 'UUID', "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"), ('span', 'INT4RANGE', "'[1,5)'"),
    ('net', 'INET', "'10.0.0.1/8'"),
    ('fixed', 'CHAR(5)', "'ab'"), ('zip', 'zip', "'12345'"), ('empty', 'TEXT', "''"),
    ('none', 'TEXT', 'NULL'),
    ('length', 'INTERVAL', "'1 mon 2 days 03:04:05.6'"), ('spot', 'POINT', "'(1,2)'"), ('flags', 'BIT(3)', "B'101'"),
    ('page', 'XML', "'<a>1</a>'"), ('"Odd ""na%me"', 'TEXT', "'%s'"), ('date', 'DATE', "'infinity'"),
    ('big', 'BIGINT', '2^62')]
TYPES = "CREATE TYPE mood AS ENUM ('sad', 'so so'); CREATE DOMAIN zip AS TEXT CHECK (VALUE ~ '^[0-9]+$')"
LINES = ', '.join('%s %s' % (name, kind) for name, kind, _value in EXACT)
THINGS = ['CREATE TABLE thing (id SERIAL PRIMARY KEY, %s)' % LINES,
          'INSERT INTO thing (%s) VALUES (%s)' % tuple(', '.join(one[place] for one in EXACT) for place in (0, 2)),
          'INSERT INTO thing (id) VALUES (7)', "SELECT setval('thing_id_seq', 40)"]


def of_sql(*statements):
    return '\n    '.join('op.execute(sa.text(%r))' % one.replace(':', '\\:') for one in statements)


def test_each_kind_of_value_comes_back_to_the_letter_with_the_table_and_its_types(on_postgresql, postgresql):
    made(on_postgresql, postgresql, [TYPES] + THINGS, of_sql('DROP TABLE thing', 'DROP TYPE mood', 'DROP DOMAIN zip'),
         of_sql(*TYPES.split('; ') + THINGS[:1]))
    before = ordered(postgresql, ['thing'])
    for _ in range(2):
        on_postgresql.manage('db', 'upgrade')
        assert not postgresql.query("SELECT 1 FROM pg_type WHERE typname = 'mood'")
        on_postgresql.manage('db', 'downgrade')
        assert ordered(postgresql, ['thing']) == before and not entries(postgresql)
    assert postgresql.value("SELECT nextval('thing_id_seq')") == 41


def test_each_kind_of_column_comes_back_to_the_letter(on_postgresql, postgresql):
    made(on_postgresql, postgresql, [TYPES] + THINGS, of_sql(*['ALTER TABLE thing DROP COLUMN ' + one[0] for one in EXACT]),
         of_sql(*['ALTER TABLE thing ADD %s %s' % one[:2] for one in EXACT]))
    before = ordered(postgresql, ['thing'])
    on_postgresql.manage('db', 'upgrade')
    on_postgresql.manage('db', 'downgrade')
    assert ordered(postgresql, ['thing']) == before and not entries(postgresql)


# Other ways to drop

PLAIN = ["CREATE TABLE pet (id SERIAL PRIMARY KEY, name TEXT NOT NULL, age INTEGER)",
         "INSERT INTO pet (name, age) VALUES ('Rex', 3), ('Mia', NULL)"]
AGAIN = of_sql(PLAIN[0])
COLUMN = of_sql('ALTER TABLE pet ADD name TEXT NOT NULL')
WAYS = {
    'a table in SQL': (of_sql('DROP TABLE IF EXISTS nosuch, public."pet" CASCADE'), AGAIN),
    'a table with a view on it': (of_sql('CREATE VIEW pets AS SELECT * FROM pet', 'DROP TABLE pet CASCADE'), AGAIN),
    'a table by the cursor of the driver': ("op.get_bind().connection.cursor().execute('DROP TABLE pet')", AGAIN),
    'a table by the session of the application': (
        "from exts import db; db.session.execute('DROP TABLE pet'); db.session.commit()", AGAIN),
    'a table behind a semicolon': (of_sql('SELECT 1; DROP TABLE pet'), AGAIN),
    'a table whose key is an identity': (of_sql('DROP TABLE pet'), of_sql(PLAIN[0].replace(
        'SERIAL', 'INTEGER GENERATED ALWAYS AS IDENTITY'))),
    'a column in SQL': (of_sql('ALTER TABLE ONLY public.pet DROP name, ADD COLUMN x INTEGER'), of_sql(
        'ALTER TABLE pet DROP x') + '\n    ' + COLUMN),
    'a column by Alembic': ("op.drop_column('pet', 'name')",
                            "op.add_column('pet', sa.Column('name', sa.Text, nullable=False))"),
    'a column within a savepoint': (
        "with op.get_bind().begin_nested():\n        op.drop_column('pet', 'name')", COLUMN),
    'a table behind what is rolled back to a savepoint': (
        "try:\n        with op.get_bind().begin_nested():\n            op.drop_table('pet')\n            raise ValueError\n"
        "    except ValueError:\n        op.drop_table('pet')", AGAIN),
    'a table in an autocommit_block': (
        "with op.get_context().autocommit_block():\n        op.drop_table('pet')", AGAIN),
    'a column in an autocommit_block': (
        "with op.get_context().autocommit_block():\n        op.drop_column('pet', 'name')", COLUMN),
}


@pytest.mark.parametrize('way', sorted(WAYS))
def test_in_whichever_way_it_is_dropped_it_comes_back(on_postgresql, postgresql, way):
    upgrade, downgrade = WAYS[way]
    made(on_postgresql, postgresql, PLAIN, upgrade, downgrade)
    before = ordered(postgresql, ['pet'])
    assert 'Kept in the bin' in on_postgresql.manage('db', 'upgrade').err
    assert 'Back from the bin' in on_postgresql.manage('db', 'downgrade').err
    assert ordered(postgresql, ['pet']) == before and not entries(postgresql)
    if 'table' in way:
        postgresql.query("INSERT INTO pet (name) VALUES ('new')")
        assert postgresql.value("SELECT id FROM pet WHERE name = 'new'") == 3


def test_an_upgrade_that_fails_leaves_nothing_in_the_bin(on_postgresql, postgresql):
    made(on_postgresql, postgresql, PLAIN, "op.drop_table('pet')\n    op.execute('nonsense')", 'pass')
    said = on_postgresql.manage('db', 'upgrade', status=1).err
    assert 'Kept in the bin' not in said and 'pet' in postgresql.tables() and not entries(postgresql)


def test_what_the_bin_cannot_keep_at_a_commit_that_is_refused_is_not_said_to_be_kept(on_postgresql, postgresql):
    made(on_postgresql, postgresql, PLAIN + [
        'CREATE TABLE toy (id INTEGER REFERENCES student DEFERRABLE INITIALLY DEFERRED)'],
        "op.drop_table('pet')\n    op.execute('INSERT INTO toy VALUES (77)')", 'pass')
    said = on_postgresql.manage('db', 'upgrade', status=1).err
    assert 'Kept in the bin' not in said and 'pet' in postgresql.tables()


def test_rows_come_back_in_the_order_of_their_foreign_keys_and_orphans_stay(on_postgresql, postgresql):
    tables = ['CREATE TABLE owner (id SERIAL PRIMARY KEY, boss INTEGER REFERENCES owner)',
              'CREATE TABLE pet (id SERIAL PRIMARY KEY, owner_id INTEGER NOT NULL REFERENCES owner, name TEXT UNIQUE)']
    made(on_postgresql, postgresql, tables + ['INSERT INTO owner VALUES (3, 3), (1, 3), (2, NULL)', "INSERT INTO pet VALUES "
         "(1, 1, 'a'), (2, 2, 'b'), (3, 3, NULL)"], of_sql('DROP TABLE pet'), of_sql(tables[1]))
    on_postgresql.manage('db', 'upgrade')
    postgresql.query('DELETE FROM owner WHERE id = 2')
    err = on_postgresql.manage('db', 'downgrade').err
    assert postgresql.query('SELECT id FROM pet ORDER BY id') == [(1,), (3,)]
    assert 'pet, 1 row' in err and 'pet' in on_postgresql.manage('db', 'bin').out
    postgresql.query('INSERT INTO owner (id) VALUES (2)')
    on_postgresql.manage('db', 'bin', 'restore', '1')
    assert postgresql.query('SELECT id, owner_id, name FROM pet ORDER BY id')[1] == (2, 2, 'b') and not entries(postgresql)
    assert not postgresql.query("SELECT 1 FROM pg_constraint WHERE condeferrable")


SEEDED = ['CREATE TABLE owner (id SERIAL PRIMARY KEY, name TEXT)',
          'CREATE TABLE toy (id SERIAL PRIMARY KEY, owner INT, FOREIGN KEY (owner) REFERENCES owner (id))',
          'ALTER TABLE pet ADD owner INT', 'ALTER TABLE pet ADD FOREIGN KEY (owner) REFERENCES owner (id)',
          "INSERT INTO owner (name) VALUES ('seed'), ('second')", 'INSERT INTO toy (owner) VALUES (1)']


@pytest.mark.parametrize('fills, owners', [
    (['UPDATE pet SET owner = 1'], [1, 3]), (['UPDATE pet SET owner = (SELECT max(id) FROM owner)'], [2, 2]),
    (['ALTER TABLE pet ALTER owner SET NOT NULL'], [1, 3]), (['CREATE INDEX ON pet (owner)'], [1, 3])], ids=str)
def test_rows_that_a_revision_writes_down_behind_a_foreign_key_are_no_obstacle(on_postgresql, postgresql, fills, owners):
    downgrade = of_sql('ALTER TABLE pet DROP owner', 'DROP TABLE toy', 'DROP TABLE owner')
    made(on_postgresql, postgresql, PLAIN, of_sql(*SEEDED[:4]), downgrade)
    on_postgresql.manage('db', 'upgrade')
    postgresql.query("INSERT INTO owner VALUES (1, 'changed'), (3, 'added'); UPDATE pet SET owner = CASE id WHEN 1 THEN 1 "
                     'ELSE 3 END; INSERT INTO toy VALUES (1, 3), (2, 1)')
    on_postgresql.manage('db', 'downgrade', '--yes')
    add(on_postgresql, of_sql(*(SEEDED + fills)), downgrade)
    on_postgresql.manage('db', 'upgrade')
    assert postgresql.query('SELECT id, name FROM owner ORDER BY id') == [(1, 'changed'), (2, 'second'), (3, 'added')]
    assert postgresql.query('SELECT id, owner FROM toy ORDER BY id') == [(1, 3), (2, 1)]
    assert [owner for owner, in postgresql.query('SELECT owner FROM pet ORDER BY id')] == owners


def test_a_value_that_the_type_does_not_have_yet_comes_back_when_it_has(on_postgresql, postgresql):
    made(on_postgresql, postgresql, PLAIN, of_sql(
        "CREATE TYPE kind AS ENUM ('a')", "ALTER TABLE pet ADD kind kind DEFAULT 'a', ADD note TEXT",
        'ALTER TABLE pet ALTER kind DROP DEFAULT', 'ALTER TYPE kind RENAME TO old', "CREATE TYPE kind AS ENUM ('a', 'b')",
        'ALTER TABLE pet ALTER kind TYPE kind USING kind::text::kind', 'DROP TYPE old'),
        of_sql('ALTER TABLE pet DROP kind, DROP note', 'DROP TYPE kind'))
    on_postgresql.manage('db', 'upgrade')
    postgresql.query("UPDATE pet SET kind = 'b', note = 'x' WHERE id = 1")
    on_postgresql.manage('db', 'downgrade', '--yes')
    on_postgresql.manage('db', 'upgrade')
    assert postgresql.query('SELECT kind::text, note FROM pet ORDER BY id') == [('b', 'x'), ('a', None)]


COPIED = ('CREATE TABLE new (id INTEGER PRIMARY KEY, name TEXT)', 'INSERT INTO new SELECT id, name FROM pet',
          'DROP TABLE pet', 'ALTER TABLE new RENAME TO pet')


@pytest.mark.parametrize('downgrade', ['SELECT 1', COPIED], ids=['nothing', 'a copy'])
def test_the_rows_of_a_table_that_was_copied_by_hand_stay_as_they_are(on_postgresql, postgresql, downgrade):
    made(on_postgresql, postgresql, PLAIN, of_sql(*COPIED), of_sql(*([downgrade] if downgrade == 'SELECT 1' else downgrade)))
    on_postgresql.manage('db', 'upgrade')
    postgresql.query("UPDATE pet SET name = 'Ivy' WHERE id = 1; DELETE FROM pet WHERE id = 2")
    for command in ('downgrade', 'upgrade', 'downgrade'):
        on_postgresql.manage('db', command, '--yes')
        assert postgresql.query('SELECT id, name FROM pet ORDER BY id')[:1] == [(1, 'Ivy')] and not postgresql.query(
            'SELECT 1 FROM pet WHERE id = 2')


def test_a_table_that_is_gone_is_put_back_by_hand_with_its_key_and_its_numbers(on_postgresql, postgresql):
    made(on_postgresql, postgresql, [TYPES] + THINGS, of_sql('DROP TABLE thing'), 'pass')
    before = ordered(postgresql, ['thing'])
    on_postgresql.manage('db', 'upgrade')
    listed = on_postgresql.manage('db', 'bin').out
    assert 'thing' in listed and '2' in listed
    assert 'CREATE TABLE thing' in on_postgresql.manage('db', 'bin', '--json').out
    on_postgresql.manage('db', 'bin', 'restore', '1')
    assert ordered(postgresql, ['thing']) == before and not entries(postgresql)
    assert postgresql.value("SELECT nextval('thing_id_seq')") == 41
    assert postgresql.query("SELECT conname FROM pg_constraint WHERE conrelid = 'thing'::regclass") == [('thing_pkey',)]


def test_a_downgrade_makes_a_table_that_was_restored_by_hand_and_has_its_rows(on_postgresql, postgresql):
    table = 'CREATE TABLE shop (id SERIAL PRIMARY KEY, name TEXT UNIQUE)'
    made(on_postgresql, postgresql, [table, "INSERT INTO shop (name) VALUES ('a'), (NULL)"], of_sql('DROP TABLE shop'),
         of_sql(table))
    before = ordered(postgresql, ['shop'])
    on_postgresql.manage('db', 'upgrade')
    on_postgresql.manage('db', 'bin', 'restore', '1')
    assert '-- shop, which was restored by hand' in on_postgresql.manage('db', 'downgrade', '--plan').out
    said = on_postgresql.manage('db', 'downgrade').err
    assert 'shop was there, because `db bin restore` had brought it back' in said and 'Back from the bin: shop' in said
    assert ordered(postgresql, ['shop']) == before and not entries(postgresql)


def test_a_column_is_put_back_by_hand_and_the_bin_is_emptied(on_postgresql, postgresql):
    made(on_postgresql, postgresql, PLAIN, of_sql('ALTER TABLE pet DROP name', 'ALTER TABLE pet DROP age'), 'pass')
    on_postgresql.manage('db', 'upgrade')
    postgresql.query("ALTER TABLE pet ADD name TEXT DEFAULT 'nobody'")
    on_postgresql.manage('db', 'bin', 'restore', '1')
    assert postgresql.query('SELECT name FROM pet ORDER BY id') == [('Rex',), ('Mia',)]
    on_postgresql.manage('db', 'bin', 'empty', '--yes')
    assert not entries(postgresql) and not [name for name in postgresql.tables() if name.startswith('migration_bin_')]


@pytest.mark.parametrize('rows', [60000, 200000])  # which the planner takes for different cases
def test_the_values_of_many_rows_come_back_into_a_column_that_is_not_null_though_each_is_looked_for_in_the_bin(
        on_postgresql, postgresql, rows):
    made(on_postgresql, postgresql, ['CREATE TABLE pet (id INTEGER PRIMARY KEY, age INTEGER NOT NULL, name VARCHAR(40))',
                                     'INSERT INTO pet SELECT i, i, i FROM generate_series(1, %d) AS i' % rows],
         of_sql('ALTER TABLE pet DROP age'), "op.add_column('pet', sa.Column('age', sa.Integer(), nullable=False))")
    on_postgresql.manage('db', 'upgrade')
    limit = {'PGOPTIONS': '-c statement_timeout=20s'}  # where each row looks through the whole bin, it takes minutes
    assert 'rejected' not in on_postgresql.manage('db', 'downgrade', '--plan', settings=limit).out
    on_postgresql.manage('db', 'downgrade', settings=limit)
    assert postgresql.value('SELECT COUNT(*) FROM pet WHERE age = id') == rows


def test_without_the_bin_it_goes_for_good_and_with_yes_it_is_kept(on_postgresql, postgresql):
    made(on_postgresql, postgresql, PLAIN, "op.drop_table('pet')", AGAIN)
    on_postgresql.manage('db', 'upgrade', '--yes')
    assert entries(postgresql)
    on_postgresql.manage('db', 'downgrade')
    err = on_postgresql.manage('db', 'upgrade', '--no-bin').err
    assert 'pet, 2 rows' in err and not entries(postgresql) and 'pet' not in postgresql.tables()


def test_more_values_than_the_bin_takes_are_asked_about(on_postgresql, postgresql):
    made(on_postgresql, postgresql, PLAIN, "op.drop_column('pet', 'name')", COLUMN)
    said = on_postgresql.manage('db', 'upgrade', status=1, settings={'SAFE_MIGRATE_BIN_ROWS': '1'}).err
    assert 'SAFE_MIGRATE_BIN_ROWS=2' in said and '--no-bin' in said


def test_who_may_make_no_table_is_told_before_anything_is_dropped(on_postgresql, postgresql):
    made(on_postgresql, postgresql, PLAIN, "op.drop_table('pet')", 'pass')
    postgresql.query('CREATE ROLE maid LOGIN; GRANT USAGE ON SCHEMA public TO maid; '
                     'GRANT ALL ON ALL TABLES IN SCHEMA public TO maid; ALTER TABLE pet OWNER TO maid')
    settings = {'DB_URI': postgresql.address(user='maid')}
    try:
        said = on_postgresql.manage('db', 'upgrade', status=1, settings=settings).err
        assert 'cannot be kept in the bin: permission denied' in said and 'pet' in postgresql.tables()
        on_postgresql.manage('db', 'upgrade', '--no-bin', settings=settings)
    finally:
        postgresql.query('DROP OWNED BY maid; DROP ROLE maid')


def test_the_triggers_of_a_table_come_back_with_its_rows(on_postgresql, postgresql):
    made(on_postgresql, postgresql, PLAIN + [
        "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.age = 99; RETURN NEW; END'",
        'CREATE TRIGGER shout BEFORE INSERT ON pet FOR EACH ROW EXECUTE PROCEDURE shout()'], "op.drop_table('pet')", AGAIN)
    before = ordered(postgresql, ['pet'])
    on_postgresql.manage('db', 'upgrade')
    assert 'the trigger shout of pet' in on_postgresql.manage('db', 'downgrade').err
    assert ordered(postgresql, ['pet']) == before
    postgresql.query("INSERT INTO pet (name) VALUES ('x')")
    assert postgresql.value("SELECT age FROM pet WHERE name = 'x'") == 99


def test_what_the_bin_keeps_is_nobodys_business_and_leaves_with_the_package(on_postgresql, postgresql):
    made(on_postgresql, postgresql, PLAIN, "op.drop_table('pet')", AGAIN)
    on_postgresql.manage('db', 'upgrade')
    assert on_postgresql.manage('db', 'check').status == 0
    assert 'migration_bin' in on_postgresql.manage('db', 'leave', '--yes').out
    assert not postgresql.query("SELECT 1 FROM pg_class WHERE relname LIKE 'migration%%'")


HEIR = 'CREATE TABLE toy (size INTEGER) INHERITS (pet)'


@pytest.mark.parametrize('lost, statements', [
    ('toy, 1 row', [HEIR, "INSERT INTO toy VALUES (9, 'Ivy', 2, 1)"]),
    ('top, 1 row', [HEIR, 'CREATE TABLE top () INHERITS (toy)', "INSERT INTO top VALUES (9, 'Ivy', 2, 1)"]),
    ('toy.owner, 1 value', ['CREATE TABLE toy (owner pet)', "INSERT INTO toy VALUES (ROW(1, 'Ivy', 2))"])])
def test_what_goes_with_a_table_and_no_bin_keeps_is_asked_about(on_postgresql, postgresql, lost, statements):
    made(on_postgresql, postgresql, PLAIN + statements, of_sql('DROP TABLE pet CASCADE'), 'pass')
    said = on_postgresql.manage('db', 'upgrade', status=1).err
    assert lost in said and 'pet' in postgresql.tables() and postgresql.value('SELECT count(*) FROM toy') == 1
    on_postgresql.manage('db', 'upgrade', '--yes')
    assert 'pet' not in postgresql.tables()


def test_behind_the_revisions_own_commit_values_are_kept_and_come_back(on_postgresql, postgresql):
    made(on_postgresql, postgresql, PLAIN + ["INSERT INTO student (name) VALUES ('a')"],
         of_sql('COMMIT', 'ALTER TABLE student ALTER COLUMN name TYPE varchar(20)', 'ALTER TABLE pet DROP name'),
         of_sql('COMMIT', 'ALTER TABLE student ALTER COLUMN name TYPE varchar(10)', 'ALTER TABLE pet ADD name TEXT'))
    assert 'pet.name' in on_postgresql.manage('db', 'upgrade').err
    on_postgresql.manage('db', 'downgrade')
    assert postgresql.query('SELECT name FROM pet ORDER BY id') == [('Rex',), ('Mia',)] and not entries(postgresql)


@pytest.mark.parametrize('when', ['', ' INITIALLY DEFERRED'])
def test_rows_come_back_where_a_key_is_looked_at_later_but_for_those_that_it_does_not_take(on_postgresql, postgresql, when):
    table = 'CREATE TABLE pet (id INTEGER PRIMARY KEY, name TEXT UNIQUE DEFERRABLE%s)' % when
    made(on_postgresql, postgresql, [table, "INSERT INTO pet VALUES (1, 'a'), (2, 'b')"], of_sql('DROP TABLE pet'),
         of_sql(table, "INSERT INTO pet VALUES (3, 'b')"))
    on_postgresql.manage('db', 'upgrade')
    said = on_postgresql.manage('db', 'downgrade').err
    assert postgresql.query('SELECT id, name FROM pet ORDER BY id') == [(1, 'a'), (3, 'b')] and 'pet, 1 row' in said


def test_what_numbers_a_table_goes_on_downwards_too_and_where_its_column_is_a_text(on_postgresql, postgresql):
    table = ['CREATE SEQUENCE sq', "CREATE TABLE pet (code TEXT PRIMARY KEY DEFAULT 'INV' || nextval('sq'), "
             'low INTEGER GENERATED BY DEFAULT AS IDENTITY (INCREMENT -1))', 'ALTER SEQUENCE sq OWNED BY pet.code']
    made(on_postgresql, postgresql, table + ['INSERT INTO pet DEFAULT VALUES'] * 2, of_sql('DROP TABLE pet'), of_sql(*table))
    on_postgresql.manage('db', 'upgrade')
    on_postgresql.manage('db', 'downgrade')
    postgresql.query('INSERT INTO pet DEFAULT VALUES')
    assert postgresql.query('SELECT code, low FROM pet ORDER BY code') == [('INV1', -1), ('INV2', -2), ('INV3', -3)]


TOUCH = ["ALTER TABLE pet ADD changed TEXT DEFAULT 'never'",
         "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.changed = ''now''; RETURN NEW; END'",
         'CREATE TRIGGER touch BEFORE UPDATE OR INSERT ON pet FOR EACH ROW EXECUTE PROCEDURE touch()',
         'CREATE TRIGGER off BEFORE UPDATE ON pet FOR EACH ROW EXECUTE PROCEDURE touch()',
         'ALTER TABLE pet DISABLE TRIGGER off']
TRIGGERS = ("SELECT tgname::text, tgenabled::text FROM pg_trigger WHERE tgrelid = 'pet'::regclass AND NOT tgisinternal "
            'ORDER BY 1')


@pytest.mark.parametrize('key', ['', 'ALTER TABLE pet DROP CONSTRAINT pet_pkey'])
def test_no_trigger_runs_for_values_that_come_back(on_postgresql, postgresql, key):
    made(on_postgresql, postgresql, PLAIN + [key] * bool(key) + TOUCH + [
        'ALTER TABLE pet ADD boss INTEGER REFERENCES student (id) DEFERRABLE INITIALLY DEFERRED'],
        of_sql('ALTER TABLE pet DROP name'), of_sql('ALTER TABLE pet ADD name TEXT'))
    before = ordered(postgresql, ['pet'])
    on_postgresql.manage('db', 'upgrade')
    assert 'triggers' not in on_postgresql.manage('db', 'downgrade').err
    assert ordered(postgresql, ['pet']) == before and postgresql.query(TRIGGERS) == [('off', 'D'), ('touch', 'O')]


def test_no_trigger_that_the_revision_makes_again_runs_for_rows_that_come_back(on_postgresql, postgresql):
    made(on_postgresql, postgresql, PLAIN + TOUCH, of_sql('DROP TABLE pet'),
         of_sql(PLAIN[0], TOUCH[0], TOUCH[2], 'ALTER TABLE pet ENABLE ALWAYS TRIGGER touch'))
    before = ordered(postgresql, ['pet'])
    on_postgresql.manage('db', 'upgrade')
    on_postgresql.manage('db', 'downgrade')
    assert ordered(postgresql, ['pet']) == before and ('touch', 'A') in postgresql.query(TRIGGERS)


def test_a_trigger_that_cannot_be_turned_off_is_named(on_postgresql, postgresql):
    owner = 'ALTER TABLE pet ADD owner INTEGER REFERENCES student (id) DEFERRABLE INITIALLY DEFERRED'
    made(on_postgresql, postgresql, PLAIN + TOUCH, of_sql('DROP TABLE pet'), of_sql(
        PLAIN[0], TOUCH[0], owner, TOUCH[2], "INSERT INTO student (id, name) VALUES (1, 'a')",
        "INSERT INTO pet (id, name, owner) VALUES (9, 'Ivy', 1)"))
    on_postgresql.manage('db', 'upgrade')
    assert 'triggers of pet run' in on_postgresql.manage('db', 'downgrade').err
    assert postgresql.query('SELECT name, changed FROM pet ORDER BY id') == [('Rex', 'now'), ('Mia', 'now'), ('Ivy', 'now')]


def test_a_key_of_the_applications_own_is_looked_at_when_the_revision_ends(on_postgresql, postgresql):
    made(on_postgresql, postgresql, PLAIN + [
        'CREATE TABLE toy (id INTEGER PRIMARY KEY, pet INTEGER REFERENCES pet)', 'INSERT INTO toy VALUES (1, 1)',
        'CREATE TABLE late (student INTEGER REFERENCES student (id) DEFERRABLE INITIALLY DEFERRED)'],
        of_sql('DROP TABLE toy'), of_sql(
            'INSERT INTO late VALUES (77)', 'CREATE TABLE toy (id INTEGER PRIMARY KEY, pet INTEGER REFERENCES pet)',
            'CREATE TABLE bone (toy INTEGER)',
            'ALTER TABLE bone ADD FOREIGN KEY (toy) REFERENCES toy (id)',
            "INSERT INTO student (id, name) VALUES (77, 'x')"))
    on_postgresql.manage('db', 'upgrade')
    on_postgresql.manage('db', 'downgrade')
    assert postgresql.value('SELECT pet FROM toy') == 1


def test_of_many_values_those_that_a_constraint_does_not_take_stay(on_postgresql, postgresql):
    tables, refused = ('keyed', 'without'), 'n NOT IN (7, 77)'
    made(on_postgresql, postgresql, ['CREATE TABLE keyed (id INTEGER PRIMARY KEY, n INTEGER)',
                                     'CREATE TABLE without (id INTEGER, n INTEGER)'] + [
        'INSERT INTO %s SELECT i, i FROM generate_series(1, 200) i' % table for table in tables],
        of_sql(*['ALTER TABLE %s DROP n' % table for table in tables]),
        of_sql(*['ALTER TABLE %s ADD n INTEGER CHECK (%s)' % (table, refused) for table in tables]))
    on_postgresql.manage('db', 'upgrade')
    on_postgresql.manage('db', 'downgrade')
    for table in tables:
        assert postgresql.query('SELECT count(*), count(n), bool_and(n = id) FROM ' + table) == [(200, 198, True)]

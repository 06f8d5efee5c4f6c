"""Values come back into the rows of a table without a primary key, which are told by all of their other columns."""
import collections
import contextlib
import json
import random

import pymysql
import pytest
from servers import numbers
from test_check_deep import add

pytestmark = pytest.mark.long

LETTERS = [None, '', 'x', 'X', 'x ', '-', "'", '猫']
# Counts the steps of SQLite's machine, and tells them in a file.
COUNTER = '''
import atexit
import sqlite3
steps, connect = [0], sqlite3.connect


class Counting(sqlite3.Connection):
    def set_progress_handler(self, *_handler):
        """There is only one, which is this one."""
        super().set_progress_handler(lambda: steps.__setitem__(0, steps[0] + 1), 1000)


def counting(*arguments, **options):
    connection = connect(*arguments, factory=Counting, **options)
    connection.set_progress_handler()
    return connection


sqlite3.connect = sqlite3.dbapi2.connect = counting
atexit.register(lambda: open('steps', 'w').write(str(steps[0])))

'''


def quoted(value):
    return 'NULL' if value is None else str(value) if isinstance(value, int) else "'%s'" % value.replace("'", "''")


def insert(database, table, rows):
    if rows:
        database.query('INSERT INTO %s VALUES %s' % (table, ', '.join('(%s)' % ', '.join(map(quoted, row)) for row in rows)))


def expected(kept, here):
    """What the rows are when values have come back, and how many values are left: each of equal rows gets one, in the order
    in which they were kept, unless there are fewer rows than values and it cannot be told whose value is whose."""
    values, left, rows = collections.defaultdict(list), 0, []
    for a, b, value in kept:
        values[a, b].append(value)
    number = collections.Counter(here)
    for key, found in values.items():
        if number[key] < len(found) and len(set(found)) > 1 or not number[key]:
            left += len(found)
            continue
        given = found[:number[key]] if len(set(found)) > 1 or found[0] is not None else found
        rows += [key + (value,) for value in given[:number[key]]]
        number[key] -= min(len(given), number[key])
        left += len(found) - len(given)
    return sorted(map(repr, rows + [key + (None,) for key in number.elements()])), left


def test_equal_rows_get_as_many_of_their_values_as_can_be_told(migrated, database):
    chance, kept, here = random.Random(7), {}, {}
    migrated.manage('db', 'upgrade')
    for number in range(25):
        table, keys = 't%d' % number, chance.choice([2, 5, 30])
        database.query('CREATE TABLE %s (a INTEGER, b VARCHAR(9), c VARCHAR(9))' % table)
        places = [(chance.choice([None, 0, 1]), chance.choice(LETTERS)) for _ in range(keys)]
        kept[table] = [chance.choice(places) + (chance.choice(LETTERS[:chance.choice([1, 2, 8])]),)
                       for _ in range(chance.choice([1, 8, 40]))]
        insert(database, table, kept[table])
    add(migrated, '\n    '.join("op.execute('ALTER TABLE %s DROP COLUMN c')" % table for table in kept),
        '\n    '.join("op.execute('ALTER TABLE %s ADD COLUMN c VARCHAR(9)')" % table for table in kept))
    migrated.manage('db', 'upgrade')
    for table, rows in kept.items():
        here[table] = [row[:2] for row in rows if chance.random() < 0.8]
        here[table] += [chance.choice(rows)[:2] for _ in range(chance.choice([0, 0, 3]))]
        chance.shuffle(here[table])
        database.query('DELETE FROM ' + table)
        insert(database, table, here[table])
    migrated.manage('db', 'downgrade')
    in_bin = {one['what']: one['rows'] for one in json.loads(migrated.manage('db', 'bin', '--json').out)}
    found = {table: (sorted(map(repr, database.query('SELECT a, b, c FROM ' + table))), in_bin.get(table + '.c', 0))
             for table in kept}
    assert found == {table: expected(kept[table], here[table]) for table in kept}


def reads(database):
    return sum(int(row[1]) for row in database.query("SHOW GLOBAL STATUS LIKE 'Handler_read%'"))


def test_what_it_takes_grows_with_the_number_of_rows_and_not_with_its_square(migrated, database):
    count = 3000
    migrated.manage('db', 'upgrade')
    database.query('CREATE TABLE t (a INTEGER, b VARCHAR(9), c VARCHAR(9))')
    database.query("INSERT INTO t SELECT seq, 'x', 'y' || seq FROM " + numbers(count) if database.name == 'sqlite' else
                   "INSERT INTO t SELECT seq, 'x', CONCAT('y', seq) FROM " + numbers(count))
    insert(database, 't', [(0, 'x', 'same')] * 100 + [(0, 'y', 'y1'), (0, 'y', 'y2')])
    before = sorted(map(repr, database.query('SELECT a, b, c FROM t')))
    add(migrated, "op.execute('ALTER TABLE t DROP COLUMN c')", "op.execute('ALTER TABLE t ADD COLUMN c VARCHAR(9)')")
    migrated.manage('db', 'upgrade')
    if database.name == 'sqlite':
        migrated.replace('manage.py', COUNTER + migrated.read('manage.py'))
        migrated.manage('db', 'downgrade')
        taken = 1000 * int(migrated.read('steps'))
    else:
        earlier = reads(database)
        migrated.manage('db', 'downgrade')
        taken = reads(database) - earlier
    assert sorted(map(repr, database.query('SELECT a, b, c FROM t'))) == before
    assert taken < 300 * count


TYPES = {
    'f': ('FLOAT', '0.1'), 'd': ('DOUBLE', '1e-300'), 'n': ('DECIMAL(30, 10)', '1.5'), 'b': ('BIT(9)', "b'101'"),
    'j': ('JSON', "'{\"a\": [1, \"猫\"]}'"), 'l': ('LONGBLOB', "X'0027FF2C'"), 'g': ('POINT', 'POINT(1, 2)'),
    'y': ('YEAR', '1999'), 't': ('TIME(6)', "'-10:11:12.000001'"), 'o': ('DATE', "'2020-00-00'"),
    'm': ('DATETIME(6)', "'2020-02-03 04:05:06.000007'"), 'z': ('TIMESTAMP NULL', "'2020-02-03 04:05:06'"),
    'e': ("ENUM('x', '猫') CHARACTER SET utf8mb4", "'猫'"), 's': ("SET('x', 'y')", "'x,y'"),
    'w': ('VARCHAR(9) CHARACTER SET ucs2', "'猫'"),
    'i': ('VARCHAR(9) CHARACTER SET latin1 COLLATE latin1_german2_ci', "'ß'"),
    'c%?': ('INTEGER GENERATED ALWAYS AS (a + 1)', None)}


def lax(database, statement):
    """Run a statement where a date may have no day."""
    with contextlib.closing(pymysql.connect(
            host=database.server.host, port=database.server.port, user=database.server.user,
            password=database.server.password, database=database.database, charset='utf8mb4', autocommit=True,
            init_command="SET SESSION sql_mode = 'ALLOW_INVALID_DATES'")) as connection:
        connection.cursor().execute(statement)


@pytest.mark.parametrize('dropped', [None] + sorted(set(TYPES) - {'c%?'}))
def test_rows_are_told_by_columns_of_any_type_and_values_of_any_type_come_back(project, mariadb, dropped):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    kind, value = TYPES.get(dropped, ('VARCHAR(9)', "'猫'"))
    columns = ', '.join('`%s` %s' % (name, one) for name, (one, _value) in TYPES.items())
    lax(mariadb, 'CREATE TABLE pet (a INTEGER, %s, name %s) CHARSET utf8mb4' % (columns, kind))
    names = ', '.join('`%s`' % name for name, (_kind, one) in TYPES.items() if one)
    values = ', '.join(one for _kind, one in TYPES.values() if one)
    lax(mariadb, 'INSERT INTO pet (a, %s, name) VALUES (1, %s, %s), (1, %s, NULL), (2, %s, %s)' % (
        names, values, value, values, values, value))
    lax(mariadb, 'INSERT INTO pet (a, name) VALUES (1, %s), (1, NULL), (NULL, %s)' % (value, value))
    before = sorted(map(repr, mariadb.query('SELECT * FROM pet')))
    add(project, "op.execute('ALTER TABLE pet DROP COLUMN name')",
        'op.execute("""ALTER TABLE pet ADD COLUMN name %s""")' % kind)
    project.manage('db', 'upgrade')
    assert 'Back from the bin: pet.name, 6 values' in project.manage('db', 'downgrade').err
    assert sorted(map(repr, mariadb.query('SELECT * FROM pet'))) == before


def test_a_value_that_a_unique_key_refuses_stays_in_the_bin(migrated, database):
    migrated.manage('db', 'upgrade')
    database.query('CREATE TABLE pet (a INTEGER, name VARCHAR(9))')
    insert(database, 'pet', [(1, 'x'), (1, 'x'), (2, 'x'), (3, 'y'), (4, 'z'), (4, 'x')])
    add(migrated, "op.execute('ALTER TABLE pet DROP COLUMN name')", {
        'sqlite': "with op.batch_alter_table('pet') as batch:\n        "
                  "batch.add_column(sa.Column('name', sa.String(9)))\n        "
                  "batch.create_unique_constraint('once', ['name'])",
        'mariadb': 'op.execute("ALTER TABLE pet ADD COLUMN name VARCHAR(9) UNIQUE")'}[database.name])
    migrated.manage('db', 'upgrade')
    done = migrated.manage('db', 'downgrade')
    assert 'Back from the bin: pet.name, 3 values' in done.err
    assert 'Stays in the bin as entry 1: pet.name, 3 values' in done.err
    values = [(1, 'x'), (1, None), (2, None), (3, 'y'), (4, 'z'), (4, None)]
    assert sorted(map(repr, database.query('SELECT a, name FROM pet'))) == sorted(map(repr, values))

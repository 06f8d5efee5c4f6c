"""Nothing that a migration drops is gone: it is in the bin, and the opposite migration brings it back."""
import json
import re

import pytest
from conftest import SQLite
from servers import numbers
from test_check_deep import NEW, add

pytestmark = pytest.mark.long

PET = 'CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(20), price DECIMAL(8, 4), born DATETIME, text VARCHAR(20) %s)'
PETS = ("INSERT INTO pet VALUES (1, 'Rex', 1.2345, '2020-02-03 04:05:06', '007'), (2, NULL, 2, '2020-02-03 00:00:00', '7'), "
        "(3, '猫', NULL, NULL, NULL)")
BATCH = "with op.batch_alter_table('%s') as batch:\n        %s"
DROP_NAME = BATCH % ('pet', "batch.drop_column('name')")
ADD_NAME = BATCH % ('pet', "batch.add_column(sa.Column('name', sa.String(20)))")


def retyped(column, old, new):
    change = "batch.alter_column('%s', type_=%s, existing_type=%s)"
    return BATCH % ('pet', change % (column, new, old)), BATCH % ('pet', change % (column, old, new))


def renamed(table, old, new, kind):
    return BATCH % (table, "batch.alter_column('%s', new_column_name='%s', existing_type=%s)" % (old, new, kind))


# a kind of loss: statements that make the tables, what is looked at, the upgrade that loses, the downgrade that restores
KINDS = {
    'a table': (
        [PET % '', PETS], ['pet'], "op.drop_table('pet')",
        "op.create_table('pet', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(20)), "
        "sa.Column('price', sa.Numeric(8, 4)), sa.Column('born', sa.DateTime), sa.Column('text', sa.String(20)))"),
    'a table and its child': (
        ['CREATE TABLE owner (id INTEGER PRIMARY KEY, boss INTEGER, FOREIGN KEY (boss) REFERENCES owner (id))',
         'CREATE TABLE pet (id INTEGER PRIMARY KEY, owner_id INTEGER, CONSTRAINT fk_owner FOREIGN KEY (owner_id) REFERENCES '
         'owner (id))', 'CREATE INDEX ix_owner ON pet (owner_id)',
         'INSERT INTO owner VALUES (2, NULL), (1, 2)', 'INSERT INTO pet VALUES (1, 1), (2, 2), (3, NULL)'],
        ['owner', 'pet'], "op.drop_table('pet')\n    op.drop_table('owner')",
        "op.create_table('owner', sa.Column('id', sa.Integer, primary_key=True), sa.Column('boss', sa.Integer, "
        "sa.ForeignKey('owner.id')))\n"
        "    op.create_table('pet', sa.Column('id', sa.Integer, primary_key=True), sa.Column('owner_id', sa.Integer), "
        "sa.ForeignKeyConstraint(['owner_id'], ['owner.id'], name='fk_owner'))\n"
        "    op.create_index('ix_owner', 'pet', ['owner_id'])"),
    'a table without a key': (
        ['CREATE TABLE pet (name VARCHAR(20), n INTEGER)', "INSERT INTO pet VALUES ('a', 1), ('a', 1), ('b', NULL)"],
        ['pet'], "op.drop_table('pet')",
        "op.create_table('pet', sa.Column('name', sa.String(20)), sa.Column('n', sa.Integer))"),
    'a column': ([PET % '', PETS], ['pet'], DROP_NAME, ADD_NAME),
    'a type there and back in one revision': (
        [PET % '', PETS], ['pet'], '\n    '.join(retyped('text', 'sa.String(20)', 'sa.Integer')),
        '\n    '.join(retyped('text', 'sa.String(20)', 'sa.Integer'))),
    'two columns': (
        [PET % '', PETS], ['pet'], BATCH % ('pet', "batch.drop_column('born')\n        batch.drop_column('price')"),
        BATCH % ('pet', "batch.add_column(sa.Column('price', sa.Numeric(8, 4)))\n        "
                        "batch.add_column(sa.Column('born', sa.DateTime))")),
    'a column of a composite key': (
        ['CREATE TABLE pet (a INTEGER NOT NULL, b VARCHAR(9) NOT NULL, name VARCHAR(20), PRIMARY KEY (a, b))',
         "INSERT INTO pet VALUES (0, 'x', 'one'), (0, 'y', 'two'), (1, 'x', NULL)"], ['pet'], DROP_NAME, ADD_NAME),
    'a column of the key': (
        ['CREATE TABLE pet (a INTEGER NOT NULL, name VARCHAR(20), b INTEGER NOT NULL, CONSTRAINT pk_pet PRIMARY KEY (a, b))',
         "INSERT INTO pet VALUES (1, 'x', 5), (2, 'x', 6), (3, NULL, 6)"], ['pet'],
        BATCH % ('pet', "batch.drop_constraint('pk_pet', type_='primary')\n        batch.drop_column('b')\n        "
                        "batch.create_primary_key('pk_pet', ['a'])"),
        BATCH % ('pet', "batch.drop_constraint('pk_pet', type_='primary')\n        batch.add_column(sa.Column('b', "
                        "sa.Integer, nullable=False))\n        batch.create_primary_key('pk_pet', ['a', 'b'])")),
    'a column without a key': (
        ['CREATE TABLE pet (a INTEGER, b VARCHAR(9), name VARCHAR(20))',
         "INSERT INTO pet VALUES (1, 'x', 'one'), (1, 'x', 'two'), (1, 'X', NULL), (NULL, NULL, 'three')"], ['pet'],
        DROP_NAME, ADD_NAME),
    'columns without a key, as db migrate writes them': (
        ['CREATE TABLE pet (a INTEGER, b VARCHAR(9), name VARCHAR(20), price DECIMAL(8, 4), text VARCHAR(9))',
         "INSERT INTO pet VALUES (1, 'x', 'one', 1.2345, 'p'), (1, 'x', 'two', 1.2345, 'q'), (1, 'y', 'one', 1.2341, NULL), "
         "(NULL, 'z', 'three', NULL, 'r')"], ['pet'],
        '\n    '.join([DROP_NAME, BATCH % ('pet', "batch.drop_column('b')"), BATCH % ('pet', "batch.drop_column('text')"),
                       retyped('price', 'sa.Numeric(8, 4)', 'sa.Numeric(8, 2)')[0]]),
        '\n    '.join([retyped('price', 'sa.Numeric(8, 4)', 'sa.Numeric(8, 2)')[1], ADD_NAME,
                       BATCH % ('pet', "batch.add_column(sa.Column('b', sa.String(9)))"),
                       BATCH % ('pet', "batch.add_column(sa.Column('text', sa.String(9)))")])),
    'two columns without a key at once': (
        ['CREATE TABLE pet (a INTEGER, b VARCHAR(9), name VARCHAR(20))',
         "INSERT INTO pet VALUES (1, 'x', 'one'), (2, 'x', 'two'), (3, 'X', NULL), (NULL, NULL, 'three')"], ['pet'],
        BATCH % ('pet', "batch.drop_column('name')\n        batch.drop_column('b')"),
        BATCH % ('pet', "batch.add_column(sa.Column('name', sa.String(20)))\n        "
                        "batch.add_column(sa.Column('b', sa.String(9)))")),
    'a column with a default': (
        ["CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(20) DEFAULT 'none')",
         "INSERT INTO pet VALUES (1, 'none'), (2, NULL), (3, 'x')"], ['pet'], DROP_NAME,
        BATCH % ('pet', "batch.add_column(sa.Column('name', sa.String(20), server_default='none'))")),
    'a column that is not NULL': (
        ['CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL)',
         "INSERT INTO pet VALUES (1, 'x'), (2, '猫')"], ['pet'], DROP_NAME, ADD_NAME.replace('20)', '20), nullable=False')),
    'a column that is not NULL and gets its key again': (
        ['CREATE TABLE owner (id INTEGER PRIMARY KEY)',
         'CREATE TABLE pet (id INTEGER PRIMARY KEY, name INTEGER NOT NULL, CONSTRAINT u UNIQUE (name), '
         'CONSTRAINT fk FOREIGN KEY (name) REFERENCES owner (id))',
         'INSERT INTO owner VALUES (1), (2)', 'INSERT INTO pet VALUES (1, 2), (2, 1)'], ['owner', 'pet'],
        BATCH % ('pet', "batch.drop_constraint('fk', type_='foreignkey')\n        "
                        "batch.drop_constraint('u', type_='unique')\n        batch.drop_column('name')"),
        BATCH % ('pet', "batch.add_column(sa.Column('name', sa.Integer, nullable=False))\n        "
                        "batch.create_unique_constraint('u', ['name'])\n        "
                        "batch.create_foreign_key('fk', 'owner', ['name'], ['id'])")),
    'a date that is not NULL': (
        ["CREATE TABLE pet (id INTEGER PRIMARY KEY, name DATE NOT NULL)", "INSERT INTO pet VALUES (1, '2020-02-03')"],
        ['pet'], DROP_NAME, BATCH % ('pet', "batch.add_column(sa.Column('name', sa.Date, nullable=False))")),
    'a column that is not NULL and unique': (
        ['CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, CONSTRAINT u UNIQUE (name))',
         "INSERT INTO pet VALUES (1, 'x'), (2, 'y')"], ['pet'],
        BATCH % ('pet', "batch.drop_constraint('u', type_='unique')\n        batch.drop_column('name')"),
        "%s\n    op.execute(\"UPDATE pet SET name = 'filled'\")\n    %s" % (ADD_NAME, BATCH % (
            'pet', "batch.alter_column('name', nullable=False, existing_type=sa.String(20))\n        "
                   "batch.create_unique_constraint('u', ['name'])"))),
    'a column that is not NULL, without a default': (
        ['CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL)', "INSERT INTO pet VALUES (1, 'x'), (2, '')"],
        ['pet'], DROP_NAME, BATCH % ('pet', "batch.add_column(sa.Column('name', sa.String(20), nullable=False))")),
    'a column that is not NULL again only after it was made': (
        ['CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL)', "INSERT INTO pet VALUES (1, 'x'), (2, '')"],
        ['pet'], DROP_NAME, ADD_NAME + '\n    ' + BATCH % (
            'pet', "batch.alter_column('name', nullable=False, existing_type=sa.String(20))")),
    'a column with a foreign key': (
        ['CREATE TABLE owner (id INTEGER PRIMARY KEY)',
         'CREATE TABLE pet (id INTEGER PRIMARY KEY, name INTEGER, CONSTRAINT fk FOREIGN KEY (name) REFERENCES owner (id))',
         'INSERT INTO owner VALUES (1), (2)', 'INSERT INTO pet VALUES (1, 1), (2, 2), (3, NULL)'], ['owner', 'pet'],
        BATCH % ('pet', "batch.drop_constraint('fk', type_='foreignkey')\n        batch.drop_column('name')"),
        BATCH % ('pet', "batch.add_column(sa.Column('name', sa.Integer))\n        "
                        "batch.create_foreign_key('fk', 'owner', ['name'], ['id'])")),
    'a column with a foreign key, and the table that it refers to': (
        ['CREATE TABLE owner (id INTEGER PRIMARY KEY)',
         'CREATE TABLE pet (id INTEGER PRIMARY KEY, name INTEGER NOT NULL, CONSTRAINT fk FOREIGN KEY (name) REFERENCES '
         'owner (id))', 'INSERT INTO owner VALUES (1), (2)', 'INSERT INTO pet VALUES (1, 1), (2, 2)'], ['owner', 'pet'],
        BATCH % ('pet', "batch.drop_constraint('fk', type_='foreignkey')\n        batch.drop_column('name')")
        + "\n    op.drop_table('owner')",
        "op.create_table('owner', sa.Column('id', sa.Integer, primary_key=True))\n    "
        + BATCH % ('pet', "batch.add_column(sa.Column('name', sa.Integer, nullable=False))\n        "
                          "batch.create_foreign_key('fk', 'owner', ['name'], ['id'])")),
    'a column and then its table': (
        [PET % '', PETS], ['pet'], DROP_NAME + "\n    op.drop_table('pet')",
        "op.create_table('pet', sa.Column('id', sa.Integer, primary_key=True), sa.Column('price', sa.Numeric(8, 4)), "
        "sa.Column('born', sa.DateTime), sa.Column('text', sa.String(20)))\n    " + ADD_NAME),
    'a column with a quote in its name': (
        ['CREATE TABLE pet (id INTEGER PRIMARY KEY, %s INTEGER)', 'INSERT INTO pet VALUES (1, 1), (2, NULL)'], ['pet'],
        "op.drop_column('pet', 'a\"b`c%')", "op.add_column('pet', sa.Column('a\"b`c%', sa.Integer))"),
    'a moment to a day': ([PET % '', PETS], ['pet']) + retyped('born', 'sa.DateTime()', 'sa.Date()'),
    'a moment to a day, under other names': (
        [PET % '', PETS], ['pet'],
        '\n    '.join(["op.rename_table('pet', 'animal')", renamed('animal', 'born', 'day', 'sa.DateTime()'),
                       retyped('day', 'sa.DateTime()', 'sa.Date()')[0].replace('pet', 'animal')]),
        '\n    '.join([retyped('day', 'sa.DateTime()', 'sa.Date()')[1].replace('pet', 'animal'),
                       renamed('animal', 'day', 'born', 'sa.DateTime()'), "op.rename_table('animal', 'pet')"])),
    'fewer digits': ([PET % '', PETS], ['pet']) + retyped('price', 'sa.Numeric(8, 4)', 'sa.Numeric(8, 2)'),
    'a text to a number': ([PET % '', PETS], ['pet']) + retyped('text', 'sa.String(20)', 'sa.Integer()'),
    'fewer digits without a key': (
        ['CREATE TABLE pet (a INTEGER, price DECIMAL(8, 4))', 'INSERT INTO pet VALUES (1, 1.2345), (1, 1.2341), (2, 1)'],
        ['pet']) + retyped('price', 'sa.Numeric(8, 4)', 'sa.Numeric(8, 2)'),
}
# Conversions that MariaDB and MySQL carry out, and an UPDATE of the same values would not: the values before, and the types.
CONVERTED = {
    'JSON that may no longer be NULL': ("'{}', '[1]', '\"a\"'", 'JSON', 'JSON NOT NULL'),
    'a number to JSON': ("1, -2, NULL", 'INT', 'JSON'),
    'JSON to a number': ("'7', '8', NULL", 'JSON', 'INT'),
    'a text to JSON': ("'{\"a\":1}', '2', NULL", 'TEXT', 'JSON'),
    'a place that may no longer be NULL': ('POINT(1, 2), POINT(3, 4), POINT(5, 6)', 'POINT', 'POINT NOT NULL'),
}
QUOTES = {'sqlite': '"a""b`c%"', 'mariadb': '`a"b``c%`'}
LAX = "op.execute(\"SET SESSION sql_mode = ''\")\n    "
# Those that only a MySQL or MariaDB without strict mode carries out.
CUTS = {
    'a shorter text': retyped('name', 'sa.String(20)', 'sa.String(2)'),
    'a smaller number': retyped('price', 'sa.Numeric(8, 4)', 'sa.Numeric(4, 4)'),
    'no NULL': (BATCH % ('pet', "batch.alter_column('name', nullable=False, existing_type=sa.String(20))"),
                BATCH % ('pet', "batch.alter_column('name', nullable=True, existing_type=sa.String(20))")),
    'no sign': ('op.execute("ALTER TABLE pet MODIFY price DECIMAL(8, 4) UNSIGNED")',
                'op.execute("ALTER TABLE pet MODIFY price DECIMAL(8, 4)")'),
    'a character set of the table': ('op.execute("ALTER TABLE pet CONVERT TO CHARACTER SET latin1")',
                                     'op.execute("ALTER TABLE pet CONVERT TO CHARACTER SET utf8mb4")'),
    'no member of the enum': retyped('name', 'sa.String(20)', "sa.Enum('Rex', 'x')"),
}


def made(project, database, statements, upgrade, downgrade):
    project.manage('db', 'upgrade')
    for statement in statements:
        database.query(statement)
    add(project, upgrade, downgrade)
    return project


def rows(database, tables):
    return {name: sorted(map(repr, database.query('SELECT * FROM %s' % name))) for name in tables}


def ordered(database, tables):
    """The rows, with the columns in the order of their names: one that is made again stands last."""
    columns = {name: columns_of(database, name) for name in tables}
    return {name: sorted(repr(sorted(zip(columns[name], row))) for row in database.query('SELECT * FROM ' + name))
            for name in tables}


def columns_of(database, name):
    if database.name == 'sqlite':
        return [row[1] for row in database.query('PRAGMA table_info(%s)' % name)]
    return [row[0] for row in database.query('SHOW COLUMNS FROM ' + name)]


def entries(database):
    return is_there(database, 'migration_bin') and database.query('SELECT table_name FROM migration_bin')


# what its types do not touch
KEPT_BY_SQLITE = ('a moment to a day', 'a moment to a day, under other names', 'fewer digits', 'fewer digits without a key')


@pytest.mark.parametrize('kind', sorted(KINDS))
def test_what_an_upgrade_drops_comes_back_with_the_downgrade_each_time(migrated, database, kind):
    statements, tables, upgrade, downgrade = KINDS[kind]
    made(migrated, database, [one.replace('%s', QUOTES[database.name]) for one in statements], upgrade, downgrade)
    before = ordered(database, tables)
    for _ in range(2):
        done = migrated.manage('db', 'upgrade')
        if not (database.name == 'sqlite' and kind in KEPT_BY_SQLITE):
            assert 'Kept in the bin' in done.err
        migrated.manage('db', 'downgrade')
        assert ordered(database, tables) == before
    assert not entries(database)


SHOUT = {'sqlite': "CREATE TRIGGER shout AFTER INSERT ON pet BEGIN UPDATE pet SET text = 'heard' WHERE id = NEW.id;\nEND",
         'mariadb': "CREATE TRIGGER shout BEFORE INSERT ON pet FOR EACH ROW BEGIN SET NEW.text = 'heard';\nEND"}


def test_the_triggers_of_a_table_come_back_with_its_rows_or_are_told(migrated, database):
    statements, tables, upgrade, downgrade = KINDS['a table']
    made(migrated, database, [one.replace('%s', QUOTES[database.name]) for one in statements] + [SHOUT[database.name]],
         upgrade, downgrade)
    migrated.manage('db', 'upgrade')
    assert 'Back from the bin: the trigger shout of pet' in migrated.manage('db', 'downgrade').err
    database.query('INSERT INTO pet (id) VALUES (9)')
    assert list(database.query('SELECT id, text FROM pet ORDER BY id'))[-2:] == [(3, None), (9, 'heard')]
    database.query('CREATE TABLE other (id INTEGER)')
    migrated.manage('db', 'upgrade')
    database.query(SHOUT[database.name].replace(' pet FOR', ' other FOR').replace(' ON pet', ' ON other').replace(
        'NEW.text', 'NEW.id').replace("'heard'", '1'))
    told = migrated.manage('db', 'downgrade').err
    assert 'is back without its trigger shout: ' in told and "= 'heard'" in told


def is_there(database, table):
    listed = "SELECT name FROM sqlite_master" if database.name == 'sqlite' else 'SHOW TABLES'
    return (table,) in database.query(listed)


def test_a_date_that_is_not_NULL_comes_back_where_the_server_takes_no_zero_in_it(project, mariadb):
    project.settings.update(mariadb.settings)
    project.edit('exts.py', 'db = ', "import sqlalchemy as sa\n\n"
                 "sa.event.listen(sa.pool.Pool, 'connect', lambda raw, record: raw.cursor().execute(\n"
                 "    \"SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE'\"))\ndb = ")
    statements, tables, upgrade, downgrade = KINDS['a date that is not NULL']
    made(project, mariadb, statements, upgrade, downgrade)
    before = rows(mariadb, tables)
    project.manage('db', 'upgrade')
    assert 'rejected' not in project.manage('db', 'downgrade', '--plan').out
    mariadb.query('INSERT INTO pet VALUES (2)')
    assert '1 rows that would have 0000-00-00 in name' in project.manage('db', 'downgrade', status=1).err
    mariadb.query('DELETE FROM pet WHERE id = 2')
    project.manage('db', 'downgrade')
    assert rows(mariadb, tables) == before


@pytest.mark.parametrize('kind', sorted(CUTS))
def test_what_a_lax_server_cuts_comes_back(project, mariadb, kind):
    project.settings.update(mariadb.settings)
    upgrade, downgrade = CUTS[kind]
    made(project, mariadb, [PET % '', PETS, 'INSERT INTO pet (id, price) VALUES (4, -5)'], LAX + upgrade, LAX + downgrade)
    before = rows(mariadb, ['pet'])
    for _ in range(2):
        assert 'Kept in the bin' in project.manage('db', 'upgrade').err
        assert rows(mariadb, ['pet']) != before
        project.manage('db', 'downgrade')
        assert rows(mariadb, ['pet']) == before
    assert not entries(mariadb)


# What happens in between

@pytest.mark.parametrize('kind', sorted(CONVERTED))
def test_what_the_server_converts_is_converted_and_comes_back(project, mariadb, kind):
    values, old, new = CONVERTED[kind]
    project.settings.update(mariadb.settings)
    made(project, mariadb, ['CREATE TABLE pet (id INTEGER PRIMARY KEY AUTO_INCREMENT, name %s)' % old]
         + ['INSERT INTO pet (name) VALUES (%s)' % value for value in re.split(r', (?![0-9]+\))', values)],
         "op.execute('ALTER TABLE pet MODIFY name %s')" % new, "op.execute('ALTER TABLE pet MODIFY name %s')" % old)
    before = rows(mariadb, ['pet'])
    for _ in range(2):
        project.manage('db', 'upgrade')
        project.manage('db', 'downgrade')
        assert rows(mariadb, ['pet']) == before


def test_what_the_bin_cannot_keep_is_not_changed_and_the_rows_are_not_blamed(project, mariadb):
    project.settings.update(mariadb.settings)
    columns = ', '.join('k%d VARCHAR(190)' % number for number in range(85))  # as many as a row takes
    made(project, mariadb, ['CREATE TABLE pet (%s, name VARCHAR(187)) CHARSET=utf8mb4' % columns,
                            "INSERT INTO pet (name) VALUES ('Rex')"], "op.drop_column('pet', 'name')", 'pass')
    result = project.manage('db', 'upgrade', status=1)
    assert 'The bin cannot keep pet.name, so it was not changed: ' in result.err
    assert '--no-bin' in result.err
    assert mariadb.query('SELECT name FROM pet') == (('Rex',),)
    project.manage('db', 'upgrade', '--no-bin', '--yes')


@pytest.fixture
def pets(migrated, database):
    return made(migrated, database, [PET % '', PETS], DROP_NAME, ADD_NAME)


def names(database):
    return database.query('SELECT id, name FROM pet ORDER BY id')


def test_a_row_that_was_added_has_no_value_and_one_that_was_deleted_does_not_come_back(pets, database):
    pets.manage('db', 'upgrade')
    database.query('DELETE FROM pet WHERE id = 1')
    database.query('INSERT INTO pet (id, price) VALUES (9, 9)')
    done = pets.manage('db', 'downgrade')
    assert list(names(database)) == [(2, None), (3, '猫'), (9, None)]
    assert 'Stays in the bin as entry 1: pet.name, 1 value ' in done.err
    assert 'pet.name' in pets.manage('db', 'bin').out


def test_on_sqlite_a_row_that_was_added_stands_against_a_column_that_is_not_NULL(project):
    database = SQLite(project.folder)
    statements, __, upgrade, downgrade = KINDS['a column that is not NULL']
    pets = made(project, database, statements, upgrade, downgrade)
    pets.manage('db', 'upgrade')
    assert 'rejected' not in pets.manage('db', 'downgrade', '--plan').out
    database.query('INSERT INTO pet VALUES (3)')
    assert '1 NULL in name' in pets.manage('db', 'downgrade', '--plan').out
    assert '1 NULL in name' in pets.manage('db', 'downgrade', status=1).err
    database.query('DELETE FROM pet WHERE id = 3')
    pets.manage('db', 'downgrade')
    assert sorted(database.query('SELECT * FROM pet')) == [(1, 'x'), (2, '猫')]


def test_a_row_that_was_changed_keeps_its_change_and_gets_its_value(pets, database):
    pets.manage('db', 'upgrade')
    database.query("UPDATE pet SET text = 'new' WHERE id = 1")
    pets.manage('db', 'downgrade')
    assert list(database.query('SELECT name, text FROM pet WHERE id = 1')) == [('Rex', 'new')]


def test_a_value_that_was_cut_comes_back_only_where_nobody_has_set_another(migrated, database):
    made(migrated, database, [PET % '', PETS, "INSERT INTO pet (id, text) VALUES (4, '008')"],
         *retyped('text', 'sa.String(20)', 'sa.Integer()'))
    migrated.manage('db', 'upgrade')
    database.query('UPDATE pet SET text = 9 WHERE id = 1')
    done = migrated.manage('db', 'downgrade')
    assert [row[0] for row in database.query('SELECT text FROM pet ORDER BY id')] == ['9', '7', None, '008']
    assert 'Stays in the bin' in done.err


def test_what_the_revision_computes_from_the_rows_stands_over_the_kept_value(migrated, database):
    made(migrated, database, [PET % '', PETS], DROP_NAME, ADD_NAME + "\n    op.execute('UPDATE pet SET name = text')")
    migrated.manage('db', 'upgrade')
    done = migrated.manage('db', 'downgrade')
    assert list(names(database)) == [(1, '007'), (2, '7'), (3, None)]
    assert 'Stays in the bin' in done.err


def test_what_the_revision_makes_of_a_columns_own_values_is_not_made_of_the_kept_ones_again(migrated, database):
    add_number = BATCH % ('pet', "batch.add_column(sa.Column('n', sa.Integer, server_default='5'))")
    add_one = "\n    op.execute('SELECT 1')\n    op.execute('UPDATE pet SET n = n + 1')"
    made(migrated, database, [PET % '', PETS], add_number + add_one, BATCH % ('pet', "batch.drop_column('n')"))
    for _ in range(3):
        migrated.manage('db', 'upgrade')
        assert [n for n, in database.query('SELECT n FROM pet')] == [6, 6, 6]
        migrated.manage('db', 'downgrade', '--yes')


REBUILT = """op.execute('CREATE TABLE new (id INTEGER PRIMARY KEY, name TEXT)')
    op.execute('INSERT INTO new SELECT id, name FROM pet')
    op.drop_table('pet')
    op.rename_table('new', 'pet')"""
RENAMED_FIRST = """op.rename_table('pet', 'old')
    op.execute('CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(20))')
    op.execute('INSERT INTO pet SELECT id, name FROM old')
    op.drop_table('old')"""


CARRIED = """pet = sa.table('pet', sa.column('id'), sa.column('name'))
    rows = [dict(row) for row in op.get_bind().execute(pet.select())]
    op.drop_table('pet')
    op.create_table('pet', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(20)))
    op.bulk_insert(pet, rows)"""


@pytest.mark.parametrize('upgrade, downgrade', [
    (REBUILT, 'pass'), (REBUILT, REBUILT), (REBUILT, RENAMED_FIRST), (CARRIED, CARRIED)],
    ids=['nothing', 'a copy', 'renamed first', 'carried by Python'])
def test_the_rows_of_a_table_that_was_copied_by_hand_stay_what_the_application_made_of_them(
        migrated, database, upgrade, downgrade):
    made(migrated, database, [PET % '', PETS], upgrade, downgrade)
    migrated.manage('db', 'upgrade')
    database.query("UPDATE pet SET name = 'Ivy' WHERE id = 1")
    database.query('DELETE FROM pet WHERE id = 3')
    for command in ('downgrade', 'upgrade', 'downgrade'):
        migrated.manage('db', command)
        assert list(names(database)) == [(1, 'Ivy'), (2, None)]
    assert 'pet' in migrated.manage('db', 'bin').out


ANOTHER = "op.add_column('pet', sa.Column('%s', sa.String(20)))\n    op.execute('UPDATE pet SET %s = %s')\n    "
NOT_NULL = BATCH % ('pet', "batch.alter_column('text', existing_type=sa.String(20), nullable=%s)")
RENAME = BATCH % ('pet', "batch.alter_column('%s', new_column_name='%s', existing_type=sa.String(20))") + '\n    '
DROP = BATCH % ('pet', "batch.drop_column('%s')") + '\n    '
BY_COPY = ANOTHER % ('new', 'new', 'text') + DROP % 'text' + RENAME % ('new', 'text') + NOT_NULL % False
RENAMED_ASIDE = RENAME % ('text', 'old') + ANOTHER % ('text', 'text', 'old') + DROP % 'old'


@pytest.mark.parametrize('upgrade, downgrade', [(BY_COPY, BY_COPY), (RENAMED_ASIDE, RENAMED_ASIDE), (
    BY_COPY, NOT_NULL % True)], ids=['a copy', 'renamed aside', 'another definition'])
def test_the_values_of_a_column_that_was_copied_by_hand_stay_what_the_application_made_of_them(
        migrated, database, upgrade, downgrade):
    made(migrated, database, [PET % '', PETS, "UPDATE pet SET text = '3' WHERE text IS NULL"], upgrade, downgrade)
    migrated.manage('db', 'upgrade')
    database.query("UPDATE pet SET text = 'new' WHERE id = 1")
    for command in ('downgrade', 'upgrade') if upgrade == downgrade else ('downgrade',):
        migrated.manage('db', command)
        assert [text for text, in database.query('SELECT text FROM pet ORDER BY id')] == ['new', '7', '3']


def test_a_table_that_somebody_else_has_made_meanwhile_has_his_rows_alone(migrated, database):
    made(migrated, database, [PET % '', PETS], "op.drop_table('pet')", 'pass')
    migrated.manage('db', 'upgrade')
    database.query('CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(20))')
    database.query("INSERT INTO pet VALUES (1, 'his')")
    assert 'Stays in the bin as entry 1' in migrated.manage('db', 'downgrade').err
    assert list(names(database)) == [(1, 'his')]


def test_rows_that_the_revision_writes_down_itself_do_not_hide_what_became_of_them(migrated, database):
    made(migrated, database, ['CREATE TABLE kind (id INTEGER PRIMARY KEY, name VARCHAR(20))',
                              "INSERT INTO kind VALUES (1, 'changed'), (3, 'added')"], "op.drop_table('kind')",
         "op.create_table('kind', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(20)))\n"
         "    op.execute(\"INSERT INTO kind (id, name) VALUES (1, 'seed')\")\n"
         "    op.execute(\"INSERT INTO kind (id, name) VALUES (2, 'seed')\")")
    migrated.manage('db', 'upgrade')
    migrated.manage('db', 'downgrade')
    assert list(database.query('SELECT * FROM kind ORDER BY id')) == [(1, 'changed'), (2, 'seed'), (3, 'added')]


def test_a_row_whose_parent_was_deleted_stays_in_the_bin(migrated, database):
    statements, _, upgrade, downgrade = KINDS['a column with a foreign key']
    made(migrated, database, statements, upgrade, downgrade)
    migrated.manage('db', 'upgrade')
    database.query('DELETE FROM owner WHERE id = 2')
    done = migrated.manage('db', 'downgrade')
    assert list(names(database)) == [(1, 1), (2, None), (3, None)]
    assert 'Stays in the bin as entry 1: pet.name, 1 value' in done.err


def test_a_row_of_a_table_whose_parent_was_deleted_stays_in_the_bin(migrated, database):
    made(migrated, database, [
        'CREATE TABLE owner (id INTEGER PRIMARY KEY)', 'INSERT INTO owner VALUES (1), (2)',
        'CREATE TABLE pet (id INTEGER PRIMARY KEY, owner_id INTEGER, FOREIGN KEY (owner_id) REFERENCES owner (id))',
        'INSERT INTO pet VALUES (1, 1), (2, 2)'], "op.drop_table('pet')",
        "op.create_table('pet', sa.Column('id', sa.Integer, primary_key=True), sa.Column('owner_id', sa.Integer, "
        "sa.ForeignKey('owner.id')))")
    migrated.manage('db', 'upgrade')
    database.query('DELETE FROM owner WHERE id = 2')
    done = migrated.manage('db', 'downgrade')
    assert list(database.query('SELECT id FROM pet')) == [(1,)]
    assert 'Stays in the bin as entry 1: pet, 1 row ' in done.err


def test_of_equal_rows_without_a_key_one_that_was_deleted_leaves_it_open_which_value_is_whose(migrated, database):
    statements, _, upgrade, downgrade = KINDS['a column without a key']
    made(migrated, database, statements, upgrade, downgrade)
    migrated.manage('db', 'upgrade')
    limit = ' LIMIT 1' if database.name == 'mariadb' else ' AND rowid = 1'
    database.query("DELETE FROM pet WHERE a = 1 AND b = 'x'" + limit)
    done = migrated.manage('db', 'downgrade')
    assert sorted(map(repr, database.query("SELECT name FROM pet"))) == ["('three',)", '(None,)', '(None,)']
    assert 'Stays in the bin' in done.err


def test_a_column_that_was_dropped_twice_gets_the_values_of_the_second_time(pets, database):
    pets.manage('db', 'upgrade')
    database.query('DELETE FROM pet WHERE id = 3')
    pets.manage('db', 'downgrade')
    database.query("UPDATE pet SET name = 'second' WHERE id = 1")
    database.query("INSERT INTO pet (id, name) VALUES (3, 'another')")
    pets.manage('db', 'upgrade')
    pets.manage('db', 'downgrade')
    assert list(names(database)) == [(1, 'second'), (2, None), (3, 'another')]
    assert '猫' in str(database.query('SELECT * FROM migration_bin_1'))


def test_a_column_of_the_same_name_in_another_revision_is_another_one(pets, database):
    pets.manage('db', 'upgrade')
    add(pets, ADD_NAME, 'pass', identifier='bbbbbbbbbbbb', parent=NEW)
    pets.manage('db', 'upgrade')
    assert [row[1] for row in names(database)] == [None, None, None]
    assert 'Rex' not in str(names(database)) and 'pet.name' in pets.manage('db', 'bin').out


def test_autogenerate_status_and_check_see_nothing_of_it(pets, database):
    pets.manage('db', 'upgrade')
    database.query('DROP TABLE pet')
    assert 'No changes in schema detected' in pets.manage('db', 'migrate').err
    assert 'migration_bin' not in pets.manage('db', 'status').out
    pets.manage('db', 'check')


# By hand

def test_an_entry_is_listed_and_restored_by_hand_where_nobody_has_set_anything(pets, database):
    pets.manage('db', 'upgrade')
    found, = json.loads(pets.manage('db', 'bin', '--json').out)
    assert (found['id'], found['revision'], found['what'], found['rows'], found['table']) == (
        1, NEW, 'pet.name', 2, 'migration_bin_1')
    assert 'There is no pet.name' in pets.manage('db', 'bin', 'restore', '1', status=1).err
    database.query('ALTER TABLE pet ADD COLUMN name VARCHAR(20)')
    database.query("UPDATE pet SET name = 'set' WHERE id = 1")
    assert 'Back from the bin: pet.name, 1 value' in pets.manage('db', 'bin', 'restore', '1').out
    assert list(names(database)) == [(1, 'set'), (2, None), (3, '猫')]
    assert 'no entry 7' in pets.manage('db', 'bin', 'restore', '7', status=1).err
    assert 'not said which entry' in pets.manage('db', 'bin', 'restore', status=1).err


def test_a_column_of_an_older_revision_is_not_made_again_by_the_downgrade_of_another(pets, database):
    pets.manage('db', 'upgrade')
    assert 'python manage.py db downgrade' in pets.manage('db', 'bin', 'restore', '1', status=1).err
    add(pets, 'pass', 'pass', identifier='bbbbbbbbbbbb', parent=NEW)
    pets.manage('db', 'upgrade')
    told = pets.manage('db', 'bin', 'restore', '1', status=1).err
    assert 'db downgrade' not in told and 'put it into its model, type python manage.py db migrate' in told, told


def test_a_table_is_restored_by_hand_under_its_old_name(migrated, database):
    made(migrated, database, [PET % '', PETS], "op.drop_table('pet')", 'pass')
    before = rows(database, ['pet'])
    migrated.manage('db', 'upgrade')
    assert migrated.manage('db', 'bin', 'restore', '1').out == 'Back from the bin: pet, 3 rows\n'
    assert rows(database, ['pet']) == before
    assert 'nothing in the bin' in migrated.manage('db', 'bin').out


def test_a_downgrade_makes_a_table_that_was_restored_by_hand_and_has_its_rows(migrated, database):
    made(migrated, database, [PET % '', PETS, 'CREATE INDEX ix_pet ON pet (price)'], "op.drop_table('pet')",
         "op.execute('%s')\n    op.create_index('ix_pet', 'pet', ['price'])" % PET % '')
    before = rows(database, ['pet'])
    migrated.manage('db', 'upgrade')
    migrated.manage('db', 'bin', 'restore', '1')
    assert '--no-bin' in migrated.manage('db', 'downgrade', '--no-bin', '--yes', status=1).err
    assert '-- pet, which was restored by hand' in migrated.manage('db', 'downgrade', '--plan').out
    said = migrated.manage('db', 'downgrade').err
    assert 'pet was there, because `db bin restore` had brought it back' in said
    assert 'Back from the bin: pet, 3 rows' in said and 'create_all' not in said
    assert rows(database, ['pet']) == before and 'nothing in the bin' in migrated.manage('db', 'bin').out
    migrated.manage('db', 'upgrade')
    migrated.manage('db', 'downgrade')
    assert rows(database, ['pet']) == before


def test_a_table_that_was_restored_by_hand_stays_where_the_downgrade_makes_none(migrated, database):
    made(migrated, database, [PET % '', PETS], "op.drop_table('pet')", 'pass')
    before = rows(database, ['pet'])
    migrated.manage('db', 'upgrade')
    migrated.manage('db', 'bin', 'restore', '1')
    migrated.manage('db', 'downgrade')
    assert rows(database, ['pet']) == before


def test_what_made_a_table_is_told_where_it_is_restored_without_its_keys(migrated, database):
    toy = 'CREATE TABLE toy (id INTEGER PRIMARY KEY, pet_id INTEGER, FOREIGN KEY (pet_id) REFERENCES pet (id))'
    made(migrated, database, [PET % '', PETS, toy, 'INSERT INTO toy VALUES (1, 1)'], "op.drop_table('toy')", 'pass')
    migrated.manage('db', 'upgrade')
    out = migrated.manage('db', 'bin', 'restore', '1').out
    assert 'It may lack keys' in out and 'REFERENCES' in out, out
    assert list(database.query('SELECT id, pet_id FROM toy')) == [(1, 1)]


def test_a_size_that_the_server_has_not_counted_yet_is_not_told(project, mariadb):
    project.settings.update(mariadb.settings)
    made(project, mariadb, ['CREATE TABLE pet (id INTEGER PRIMARY KEY, text VARCHAR(200))',
                            "INSERT INTO pet SELECT seq, REPEAT('x', 200) FROM %s" % numbers(20000)],
         "op.drop_column('pet', 'text')", 'pass')
    project.manage('db', 'upgrade')
    size = json.loads(project.manage('db', 'bin', '--json').out)[0]['size']
    assert size is None or size > 20000 * 200, size


def test_a_table_that_the_next_upgrade_makes_again_is_left_to_it(migrated, database):
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO student (id, name) VALUES (1, '李雷')")
    migrated.manage('db', 'downgrade', '--yes')
    done = migrated.manage('db', 'bin', 'restore', '1', status=1)
    assert 'python manage.py db upgrade' in done.err and 'migration_bin_1' in done.err, done
    migrated.manage('db', 'upgrade')
    assert list(database.query('SELECT id, name FROM student')) == [(1, '李雷')]


def test_the_bin_is_emptied_after_a_yes_or_of_what_is_old(pets, database):
    pets.manage('db', 'upgrade')
    assert pets.manage('db', 'bin', 'empty', '--older-than', '30d', '--yes').out == 'Nothing in the bin is older than 30d.\n'
    done = pets.manage('db', 'bin', 'empty', status=1)
    assert '--yes' in done.err and '2' in done.err and 'Traceback' not in done.err
    assert 'no age' in pets.manage('db', 'bin', 'empty', '--older-than', 'x', status=1).err
    pets.manage('db', 'bin', 'empty', '--yes', '--older-than', '0d')
    assert not entries(database) and not is_there(database, 'migration_bin_1')
    pets.manage('db', 'downgrade')
    assert [row[1] for row in names(database)] == [None, None, None]


def test_leaving_says_what_is_in_the_bin_and_takes_it_out(pets, database):
    pets.manage('db', 'upgrade')
    assert 'pet.name, 2 values' in pets.manage('db', 'leave', typed='n\n').out
    pets.manage('db', 'leave', '--yes')
    assert not [name for name in ('migration_journal', 'migration_bin', 'migration_bin_1') if is_there(database, name)]


def test_without_the_bin_it_is_dropped_for_good(pets, database):
    assert 'no later step brings back' in pets.manage('db', 'upgrade', '--no-bin').err
    assert 'nothing in the bin' in pets.manage('db', 'bin').out
    assert pets.manage('db', 'upgrade', settings={'SAFE_MIGRATE_CONFIRM': '1'}).err.count('drops rows') == 0


def test_more_values_than_the_bin_takes_stop_it_before_anything_is_dropped(pets, database):
    one = {'SAFE_MIGRATE_BIN_ROWS': '1'}
    done = pets.manage('db', 'upgrade', settings=one, status=1)
    assert 'SAFE_MIGRATE_BIN_ROWS=2' in done.err and '--no-bin' in done.err and 'Traceback' not in done.err
    assert len(names(database)) == 3
    assert 'lost: 2 values of name' in pets.manage('db', 'upgrade', '--plan', settings=one).out
    assert 'kept in the bin: 2 values of name' in pets.manage('db', 'upgrade', '--plan').out
    pets.manage('db', 'upgrade', '--yes', settings=one)
    assert 'nothing in the bin' in pets.manage('db', 'bin').out


@pytest.mark.parametrize('text', ['x', '-1', '1.5', '1e6'])
def test_a_limit_that_is_no_number_stops_it_with_nothing_changed(pets, database, text):
    before = names(database)
    done = pets.manage('db', 'upgrade', settings={'SAFE_MIGRATE_BIN_ROWS': text}, status=1)
    assert 'Error: SAFE_MIGRATE_BIN_ROWS=%s is no number.' % text in done.err and 'Traceback' not in done.err
    assert names(database) == before


def test_a_drop_in_sql_of_its_own_is_kept_and_limited_too(migrated, database):
    made(migrated, database, [PET % '', PETS], "op.get_bind().execute('DROP TABLE pet')", 'pass')
    migrated.manage('db', 'upgrade')
    assert 'pet' in migrated.manage('db', 'bin').out


def test_a_flask_db_upgrade_keeps_it_too(pets):
    pets.flask('db', 'upgrade')
    assert 'pet.name' in pets.manage('db', 'bin').out


def test_an_upgrade_that_fails_after_a_drop_leaves_the_bin_as_it_is_then(migrated, database):
    made(migrated, database, [PET % '', PETS], "op.drop_table('pet')\n    op.drop_table('none')", 'pass')
    migrated.manage('db', 'upgrade', status=1)
    kept = migrated.manage('db', 'bin').out
    assert ('pet' in kept) == (database.name == 'mariadb') == ('pet' not in database.tables())


def test_a_table_that_another_refers_to_is_dropped_by_nobody(project, mariadb):
    project.settings.update(mariadb.settings)
    made(project, mariadb, ['CREATE TABLE owner (id INTEGER PRIMARY KEY)', 'INSERT INTO owner VALUES (1)',
                            'CREATE TABLE pet (id INTEGER PRIMARY KEY, o INTEGER, FOREIGN KEY (o) REFERENCES owner (id))'],
         "op.drop_table('owner')", 'pass')
    project.manage('db', 'upgrade', status=1)
    assert mariadb.query('SELECT * FROM owner') == ((1,),)


def test_a_row_that_has_no_value_for_a_column_without_null_is_told_before_anything_is_changed(migrated, database):
    statements, _, upgrade, downgrade = KINDS['a column that is not NULL again only after it was made']
    made(migrated, database, statements, upgrade, downgrade).manage('db', 'upgrade')
    database.query('INSERT INTO pet (id) VALUES (9)')
    before = rows(database, ['pet'])
    if database.name == 'mariadb':
        assert 'rejected by the database: 1 NULL in name' in migrated.manage('db', 'downgrade', '--plan').out
    assert '1 NULL in name' in migrated.manage('db', 'downgrade', status=1).err
    assert rows(database, ['pet']) == before
    database.query('DELETE FROM pet WHERE id = 9')
    assert 'rejected' not in migrated.manage('db', 'downgrade', '--plan').out


# What is particular to MySQL and MariaDB

STAMPED = ('CREATE TABLE pet (id INTEGER%s, name VARCHAR(20), seen TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP '
           'ON UPDATE CURRENT_TIMESTAMP)')
SEEN = "INSERT INTO pet VALUES (1, 'x', '2001-01-01'), (2, NULL, '2002-02-02'), (3, 'z', NULL)"


@pytest.mark.parametrize('key', [' PRIMARY KEY', ''])
def test_a_column_that_the_server_stamps_is_not_stamped_when_another_one_comes_back(project, mariadb, key):
    project.settings.update(mariadb.settings)
    made(project, mariadb, [STAMPED % key, SEEN], DROP_NAME, ADD_NAME)
    before = ordered(mariadb, ['pet'])
    project.manage('db', 'upgrade')
    project.manage('db', 'downgrade')
    assert ordered(mariadb, ['pet']) == before


def test_a_column_that_the_server_stamps_is_restored_by_hand(project, mariadb):
    project.settings.update(mariadb.settings)
    made(project, mariadb, [STAMPED % ' PRIMARY KEY', SEEN], "op.drop_column('pet', 'seen')", 'pass')
    before = rows(mariadb, ['pet'])
    project.manage('db', 'upgrade')
    mariadb.query('ALTER TABLE pet ADD seen TIMESTAMP NULL ON UPDATE CURRENT_TIMESTAMP')
    project.manage('db', 'bin', 'restore', '1')
    assert rows(mariadb, ['pet']) == before


def test_a_key_of_a_timestamp_stays_as_it_is_where_the_server_stamps_the_first_one(project, mariadb):
    project.settings.update(mariadb.settings)
    old = 'op.execute("SET SESSION explicit_defaults_for_timestamp = 0")\n    '
    made(project, mariadb, [
        "CREATE TABLE pet (seen TIMESTAMP NOT NULL DEFAULT '2000-01-01', n INTEGER, price DECIMAL(8, 4), "
        "PRIMARY KEY (seen, n))",
        "INSERT INTO pet VALUES ('2001-01-01', 1, 1.2345), ('2002-02-02', 1, 1.2345)"],
        *[old + text for text in retyped('price', 'sa.Numeric(8, 4)', 'sa.Numeric(8, 2)')])
    before = rows(mariadb, ['pet'])
    project.manage('db', 'upgrade')
    project.manage('db', 'downgrade')
    assert rows(mariadb, ['pet']) == before


def test_what_a_refused_statement_would_have_dropped_is_kept_when_it_is_mended_and_runs(project, mariadb):
    project.settings.update(mariadb.settings)
    made(project, mariadb, ['CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(20), size INTEGER AS (LENGTH(name)))',
                            "INSERT INTO pet (id, name) VALUES (1, 'x'), (2, 'y')"], DROP_NAME, ADD_NAME)
    before = names(mariadb)
    project.manage('db', 'upgrade', status=1)
    assert 'nothing in the bin' in project.manage('db', 'bin').out
    mariadb.query('ALTER TABLE pet DROP size')
    project.manage('db', 'upgrade')
    assert 'name' not in columns_of(mariadb, 'pet')
    project.manage('db', 'downgrade')
    assert names(mariadb) == before


def test_a_row_whose_parent_does_not_come_back_is_told_when_all_others_have(project, mariadb):
    project.settings.update(mariadb.settings)
    statements, _, upgrade, downgrade = KINDS['a column with a foreign key, and the table that it refers to']
    made(project, mariadb, statements, upgrade, downgrade).manage('db', 'upgrade')
    mariadb.query('INSERT INTO pet (id) VALUES (9)')
    assert 'In pet there are rows, 1, whose name is not in owner.' in project.manage('db', 'downgrade', status=1).err
    mariadb.query('DELETE FROM pet WHERE id = 9')
    project.manage('db', 'downgrade')
    assert mariadb.query('SELECT id, name FROM pet') == ((1, 1), (2, 2))


def test_a_column_whose_key_goes_in_the_same_revision_comes_back_and_stays_in_the_bin(project, mariadb):
    project.settings.update(mariadb.settings)
    made(project, mariadb, ["CREATE TABLE pet (name VARCHAR(9) PRIMARY KEY)", "INSERT INTO pet VALUES ('x'), ('y')"],
         "op.execute('ALTER TABLE pet DROP PRIMARY KEY, ADD id INT AUTO_INCREMENT PRIMARY KEY')\n    "
         "op.drop_column('pet', 'name')",
         "op.add_column('pet', sa.Column('name', sa.String(9)))\n    "
         "op.execute('ALTER TABLE pet MODIFY id INT, DROP PRIMARY KEY')\n    op.drop_column('pet', 'id')")
    before = rows(mariadb, ['pet'])
    project.manage('db', 'upgrade')
    assert 'Stays in the bin as entry 1: pet.name, 2 values' in project.manage('db', 'downgrade').err
    assert rows(mariadb, ['pet']) == before


def test_what_is_made_again_under_another_name_stays_in_the_bin_and_is_told(migrated, database):
    made(migrated, database, [PET % '', PETS], "op.drop_table('pet')", "op.create_table('cat', sa.Column('id', sa.Integer))")
    migrated.manage('db', 'upgrade')
    assert 'Stays in the bin as entry 1, because' in migrated.manage('db', 'downgrade').err
    assert 'pet' in migrated.manage('db', 'bin').out


def test_a_long_varchar_becomes_a_text_that_holds_all_of_it(migrated, database):
    upgrade, downgrade = retyped('body', 'sa.String(10000)', 'sa.Text()')
    made(migrated, database, ['CREATE TABLE post (id INTEGER PRIMARY KEY, body VARCHAR(10000))',
                              "INSERT INTO post VALUES (1, ' hello  '), (2, NULL)"],
         upgrade.replace('pet', 'post'), downgrade.replace('pet', 'post'))
    assert 'Kept in the bin' not in migrated.manage('db', 'upgrade').err
    assert list(database.query('SELECT * FROM post ORDER BY id')) == [(1, ' hello  '), (2, None)]
    migrated.manage('db', 'downgrade', '--yes')
    assert list(database.query('SELECT * FROM post ORDER BY id')) == [(1, ' hello  '), (2, None)]


ROLLED_BACK = {
    'a drop': '%s\n    db.session.rollback()',
    'a drop and a table made anew': '%s\n    db.session.execute("CREATE TABLE pet (id INTEGER)")\n'
                                    '    db.session.rollback()\n    op.drop_table("pet")',
    'a drop behind a savepoint': 'cursor = op.get_bind().connection.cursor()\n    cursor.execute("SAVEPOINT here")\n'
                                 '    cursor.execute("DROP TABLE pet")\n    cursor.execute("ROLLBACK TO here")',
    'what came before a drop of somebody else': '%s\n    op.drop_table("toy")\n    db.session.rollback()',
}


def test_what_is_dropped_behind_a_rollback_is_kept_also_where_the_bin_was_first_made_before_it(project, tmp_path):
    database = SQLite(tmp_path / 'project')
    made(project, database, ['CREATE TABLE toy (id INTEGER PRIMARY KEY, n INTEGER)', 'INSERT INTO toy VALUES (1, 2)'],
         'from exts import db\n    db.session.execute("INSERT INTO user (id, username) VALUES (1, 1)")\n    %s\n'
         '    db.session.rollback()\n    op.drop_table("toy")' % (
             BATCH % ('toy', "batch.alter_column('n', type_=sa.Numeric(4))")), 'pass')
    assert 'toy, 1 row' in project.manage('db', 'upgrade').err


@pytest.mark.parametrize('way', list(ROLLED_BACK))
def test_the_bin_has_what_is_gone_and_nothing_of_what_was_rolled_back(project, tmp_path, way):
    database = SQLite(tmp_path / 'project')
    project.manage('db', 'upgrade')
    for table in 'pet', 'toy':
        database.query('CREATE TABLE %s (id INTEGER PRIMARY KEY)' % table)
        database.query('INSERT INTO %s VALUES (1), (2)' % table)
    body = ROLLED_BACK[way]
    begun = 'from exts import db\n    db.session.execute("INSERT INTO user (id, username) VALUES (1, 1)")\n' \
            '    db.session.execute("DROP TABLE pet")'
    add(project, body % begun if '%s' in body else body, 'pass')
    said = project.manage('db', 'upgrade').err
    there = database.tables()
    kept = [one['what'] for one in json.loads(project.manage('db', 'bin', '--json').out)]
    assert kept == sorted({'pet', 'toy'} - there)
    assert [name for name in ('pet', 'toy') if name + ', 2 rows' in said] == kept
    for name in kept:
        assert database.query('SELECT COUNT(*) FROM migration_bin_%d' % json.loads(
            project.manage('db', 'bin', '--json').out)[kept.index(name)]['id']) == [(2,)]

"""Nothing that a migration drops is gone: it is in the bin, and the opposite migration brings it back."""
import pytest
from test_check_deep import add

pytestmark = pytest.mark.long

NEW = 'aaaaaaaaaaaa'
PET = 'CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(20), price DECIMAL(8, 4), born DATETIME, text VARCHAR(20) %s)'
PETS = ("INSERT INTO pet VALUES (1, 'Rex', 1.2345, '2020-02-03 04:05:06', '007'), (2, NULL, 2, '2020-02-03 00:00:00', '7'), "
        "(3, '猫', NULL, NULL, NULL)")
BATCH = "with op.batch_alter_table('%s') as batch:\n        %s"
DROP_NAME = BATCH % ('pet', "batch.drop_column('name')")
ADD_NAME = BATCH % ('pet', "batch.add_column(sa.Column('name', sa.String(20)))")


def retyped(column, old, new):
    change = "batch.alter_column('%s', type_=%s, existing_type=%s)"
    return BATCH % ('pet', change % (column, new, old)), BATCH % ('pet', change % (column, old, new))


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
    'two columns': (
        [PET % '', PETS], ['pet'], BATCH % ('pet', "batch.drop_column('born')\n        batch.drop_column('price')"),
        BATCH % ('pet', "batch.add_column(sa.Column('price', sa.Numeric(8, 4)))\n        "
                        "batch.add_column(sa.Column('born', sa.DateTime))")),
    'a column of a composite key': (
        ['CREATE TABLE pet (a INTEGER NOT NULL, b VARCHAR(9) NOT NULL, name VARCHAR(20), PRIMARY KEY (a, b))',
         "INSERT INTO pet VALUES (0, 'x', 'one'), (0, 'y', 'two'), (1, 'x', NULL)"], ['pet'], DROP_NAME, ADD_NAME),
    'a column without a key': (
        ['CREATE TABLE pet (a INTEGER, b VARCHAR(9), name VARCHAR(20))',
         "INSERT INTO pet VALUES (1, 'x', 'one'), (1, 'x', 'two'), (1, 'X', NULL), (NULL, NULL, 'three')"], ['pet'],
        DROP_NAME, ADD_NAME),
    'a column with a default': (
        ["CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(20) DEFAULT 'none')",
         "INSERT INTO pet VALUES (1, 'none'), (2, NULL), (3, 'x')"], ['pet'], DROP_NAME,
        BATCH % ('pet', "batch.add_column(sa.Column('name', sa.String(20), server_default='none'))")),
    'a column that is not NULL and unique': (
        ['CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, CONSTRAINT u UNIQUE (name))',
         "INSERT INTO pet VALUES (1, 'x'), (2, 'y')"], ['pet'],
        BATCH % ('pet', "batch.drop_constraint('u', type_='unique')\n        batch.drop_column('name')"),
        "%s\n    op.execute(\"UPDATE pet SET name = 'filled'\")\n    %s" % (ADD_NAME, BATCH % (
            'pet', "batch.alter_column('name', nullable=False, existing_type=sa.String(20))\n        "
                   "batch.create_unique_constraint('u', ['name'])"))),
    'a column with a foreign key': (
        ['CREATE TABLE owner (id INTEGER PRIMARY KEY)',
         'CREATE TABLE pet (id INTEGER PRIMARY KEY, name INTEGER, CONSTRAINT fk FOREIGN KEY (name) REFERENCES owner (id))',
         'INSERT INTO owner VALUES (1), (2)', 'INSERT INTO pet VALUES (1, 1), (2, 2), (3, NULL)'], ['owner', 'pet'],
        BATCH % ('pet', "batch.drop_constraint('fk', type_='foreignkey')\n        batch.drop_column('name')"),
        BATCH % ('pet', "batch.add_column(sa.Column('name', sa.Integer))\n        "
                        "batch.create_foreign_key('fk', 'owner', ['name'], ['id'])")),
    'a moment to a day': ([PET % '', PETS], ['pet']) + retyped('born', 'sa.DateTime()', 'sa.Date()'),
    'fewer digits': ([PET % '', PETS], ['pet']) + retyped('price', 'sa.Numeric(8, 4)', 'sa.Numeric(8, 2)'),
    'a text to a number': ([PET % '', PETS], ['pet']) + retyped('text', 'sa.String(20)', 'sa.Integer()'),
    'fewer digits without a key': (
        ['CREATE TABLE pet (a INTEGER, price DECIMAL(8, 4))', 'INSERT INTO pet VALUES (1, 1.2345), (1, 1.2341), (2, 1)'],
        ['pet']) + retyped('price', 'sa.Numeric(8, 4)', 'sa.Numeric(8, 2)'),
}
LAX = "op.execute(\"SET SESSION sql_mode = ''\")\n    "
# Those that only a MySQL or MariaDB without strict mode carries out.
CUTS = {
    'a shorter text': retyped('name', 'sa.String(20)', 'sa.String(2)'),
    'a smaller number': retyped('price', 'sa.Numeric(8, 4)', 'sa.Numeric(4, 4)'),
    'no NULL': (BATCH % ('pet', "batch.alter_column('name', nullable=False, existing_type=sa.String(20))"),
                BATCH % ('pet', "batch.alter_column('name', nullable=True, existing_type=sa.String(20))")),
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
    return [row[0] for row in database.query('SELECT table_name FROM migration_bin')]


@pytest.mark.parametrize('kind', sorted(KINDS))
def test_what_an_upgrade_drops_comes_back_with_the_downgrade_each_time(migrated, database, kind):
    statements, tables, upgrade, downgrade = KINDS[kind]
    made(migrated, database, statements, upgrade, downgrade)
    before = ordered(database, tables)
    for _ in range(2):
        done = migrated.manage('db', 'upgrade')
        if not (database.name == 'sqlite' and kind in ('a moment to a day', 'fewer digits', 'fewer digits without a key')):
            assert 'Kept in the bin' in done.err
        migrated.manage('db', 'downgrade')
        assert ordered(database, tables) == before
    assert not entries_of(database)


def entries_of(database):
    try:
        return entries(database)
    except Exception as error:
        assert 'migration_bin' in str(error)
        return []


@pytest.mark.parametrize('kind', sorted(CUTS))
def test_what_a_lax_server_cuts_comes_back(project, mariadb, kind):
    project.settings.update(mariadb.settings)
    upgrade, downgrade = CUTS[kind]
    made(project, mariadb, [PET % '', PETS], LAX + upgrade, LAX + downgrade)
    before = rows(mariadb, ['pet'])
    for _ in range(2):
        assert 'Kept in the bin' in project.manage('db', 'upgrade').err
        assert rows(mariadb, ['pet']) != before
        project.manage('db', 'downgrade')
        assert rows(mariadb, ['pet']) == before
    assert not entries(mariadb)

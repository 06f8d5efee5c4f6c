"""An upgrade that is killed on its way into the bin or out of it is finished by the same command, with nothing lost."""
import random
import signal

import pytest
from test_bin import ordered, rows
from test_check_deep import NEW, SECOND, add

KILLER = '''
import os
import signal
import pymysql.cursors

WHEN, WHICH = os.environ.get('KILL', 'never 0').split()
execute, seen = pymysql.cursors.Cursor.execute, []


def killing(self, query, args=None):
    seen.append(query)
    for when in ('before', 'after'):
        if when == 'after':
            result = execute(self, query, args)
        if (when, len(seen)) == (WHEN, int(WHICH)):
            os.kill(os.getpid(), signal.SIGKILL)
    if 'COUNT' in os.environ:
        with open(os.environ['COUNT'], 'a') as file:
            file.write(' '.join(query.split()) + '\\n')
    return result


pymysql.cursors.Cursor.execute = killing

manager = Manager(app)'''
TABLES = ['owner', 'pet', 'note', 'plain']
SETUP = [
    'CREATE TABLE owner (id INTEGER PRIMARY KEY, name VARCHAR(20))',
    'CREATE TABLE pet (id INTEGER PRIMARY KEY, owner_id INTEGER, name VARCHAR(20), price DECIMAL(8, 4), '
    'CONSTRAINT fk_owner FOREIGN KEY (owner_id) REFERENCES owner (id))',
    'CREATE TABLE note (id INTEGER PRIMARY KEY, pet_id INTEGER, CONSTRAINT fk_pet FOREIGN KEY (pet_id) REFERENCES pet (id))',
    'CREATE TABLE plain (a INTEGER, name VARCHAR(20))',
    "INSERT INTO owner VALUES (1, 'A'), (2, 'B')", "INSERT INTO pet VALUES (1, 1, 'Rex', 1.2345), (2, 2, 'Bo', 2)",
    'INSERT INTO note VALUES (1, 1), (2, NULL)', "INSERT INTO plain VALUES (1, 'x'), (1, 'y'), (2, NULL)",
    'CREATE TRIGGER t BEFORE INSERT ON note FOR EACH ROW SET @x = 1']
UPGRADE = """op.drop_table('note')
    op.alter_column('pet', 'price', type_=sa.Numeric(8, 2), existing_type=sa.Numeric(8, 4))
    op.drop_constraint('fk_owner', 'pet', type_='foreignkey')
    op.drop_column('pet', 'owner_id')
    op.drop_column('plain', 'name')
    op.drop_table('owner')"""
DOWNGRADE = """op.create_table('owner', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(20)))
    op.add_column('plain', sa.Column('name', sa.String(20)))
    op.add_column('pet', sa.Column('owner_id', sa.Integer))
    op.execute("INSERT INTO owner VALUES (1, 'seed')")
    op.execute("UPDATE pet SET owner_id = 1")
    op.create_table('note', sa.Column('id', sa.Integer, primary_key=True), sa.Column('pet_id', sa.Integer, sa.ForeignKey(
        'pet.id', name='fk_pet')))
    op.alter_column('pet', 'price', type_=sa.Numeric(8, 4), existing_type=sa.Numeric(8, 2))"""


@pytest.fixture
def killable(project, mariadb):
    project.settings.update(mariadb.settings)
    project.edit('manage.py', '\nmanager = Manager(app)', KILLER)
    project.manage('db', 'upgrade')
    add(project, UPGRADE, DOWNGRADE)
    return project


def set_back(database):
    """The database as it was before the revision."""
    for table, key in database.query('SELECT table_name, constraint_name FROM information_schema.referential_constraints '
                                     'WHERE constraint_schema = DATABASE()'):
        database.query('ALTER TABLE `%s` DROP FOREIGN KEY `%s`' % (table, key))
    for name, in database.query('SHOW TABLES'):
        if name not in ('alembic_version', 'user', 'student'):
            database.query('DROP TABLE `%s`' % name)
    for statement in SETUP:
        database.query(statement)
    database.query("UPDATE alembic_version SET version_num = '%s'" % SECOND)


def statements(project, command, tmp_path):
    path = tmp_path / command
    project.manage('db', command, settings={'COUNT': str(path)})
    return path.read_text().splitlines()


def killed_everywhere(project, database, tmp_path, step):
    set_back(database)
    before = ordered(database, TABLES)
    counts = [len(statements(project, command, tmp_path)) for command in ('upgrade', 'downgrade')]
    assert ordered(database, TABLES) == before
    points = [(command, target, number, when)
              for command, count, target in zip(('upgrade', 'downgrade'), counts, (NEW, SECOND))
              for number in range(1, count + 1, step) for when in ('before', 'after')]
    random.shuffle(points)  # a run that is ended early has tried a fair sample
    for done, point in enumerate(points, 1):
        print('%d of %d: %s' % (done, len(points), point), flush=True)
        killed(project, database, before, *point)


def killed(project, database, before, command, target, number, when):
    """To a revision by its name: killed at its very end, a step is done, and the next one is not to be taken."""
    set_back(database)
    if command == 'downgrade':
        project.manage('db', 'upgrade')
    done = project.run('python', 'manage.py', 'db', command, target, settings={'KILL': '%s %d' % (when, number)})
    assert done.status in (-signal.SIGKILL, 0), done
    done = project.manage('db', command, target)
    if command == 'upgrade':
        assert set(rows(database, ['pet', 'plain'])) and database.query(
            'SELECT version_num FROM alembic_version') == ((NEW,),), (number, when)
        project.manage('db', 'downgrade')
    assert ordered(database, TABLES) == before, (command, number, when, done)
    # What has come back is empty, and gone with the next step.
    left = database.query("SELECT * FROM migration_bin WHERE state <> 'returned'")
    assert not left, (command, number, when, left)


@pytest.mark.long
def test_killed_at_some_statements_it_loses_nothing(killable, mariadb, tmp_path):
    killed_everywhere(killable, mariadb, tmp_path, step=31)


@pytest.mark.exhaustive
def test_killed_at_any_statement_it_loses_nothing(killable, mariadb, tmp_path):
    killed_everywhere(killable, mariadb, tmp_path, step=1)


@pytest.mark.long
@pytest.mark.parametrize('ending', ['os.kill(os.getpid(), 9)', "raise RuntimeError('no')"])
def test_what_the_interrupted_run_has_put_into_the_bin_is_told_by_the_one_that_goes_on(project, mariadb, ending):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    for statement in SETUP:
        mariadb.query(statement)
    add(project, "import os\n    op.drop_table('note')\n    if 'END' in os.environ:\n        %s\n    "
                 "op.drop_column('plain', 'name')" % ending, 'pass')
    first = project.manage('db', 'upgrade', status=None, settings={'END': '1'})
    assert first.status and 'Kept in the bin' not in first.err
    told = project.manage('db', 'upgrade').err
    assert [told.count('Kept in the bin (db bin): ' + one) for one in ('note, 2 rows', 'plain.name')] == [1, 1], told

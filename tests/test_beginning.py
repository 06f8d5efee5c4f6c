"""A history that cannot build an empty database: a baseline for empty databases, beside the revisions."""
import os

import pytest
from test_check_deep import SECOND, add

pytestmark = pytest.mark.long

OLDEST = "INSERT INTO student (id, name) VALUES (1, '张三')"


def version(database):
    return [one for one, in database.query('SELECT version_num FROM alembic_version')]


def begin_anew(database, *statements):
    """Another database in the place of the one that is there."""
    if database.name == 'sqlite':
        os.remove(database.path)
    else:
        database.server.query('DROP DATABASE %s' % database.database)
        database.server.query('CREATE DATABASE %s CHARACTER SET utf8mb4' % database.database)
    for statement in statements:
        database.query(statement)


@pytest.fixture(params=['drops', 'keeps'])
def grown(request, migrated, database):
    """A database at the head, by way of a table that somebody made by hand; the models know nothing of it."""
    migrated.manage('db', 'upgrade')
    database.query('CREATE TABLE legacy (id INTEGER)')
    add(migrated, "op.drop_table('legacy')" if request.param == 'drops' else
        "op.add_column('legacy', sa.Column('x', sa.String(9), server_default='a:b%'))", 'pass')
    migrated.manage('db', 'upgrade', '--yes')
    database.query(OLDEST)
    return migrated


def test_an_empty_database_begins_with_the_baseline_and_others_go_their_way(grown, database):
    assert 'type: python manage.py db repair --baseline' in grown.manage('db', 'repair', status=1).out
    before, tables = grown.revisions(), database.tables()
    result = grown.manage('db', 'repair', '--baseline', status=1)
    shown = result.out
    assert 'An empty database cannot be built: aaaaaaaaaaaa, tried fails' in shown
    assert 'write the newest state into migrations/baseline' in shown and 'add --yes' in shown
    assert not os.path.exists(grown.path('migrations', 'baseline'))
    assert 'Detected' not in grown.manage('db', 'repair', '--baseline', '--yes').err
    assert grown.revisions() == before and grown.manage('db', 'repair', '--baseline').out == 'Nothing is wrong.\n'
    add(grown, "op.create_table('later', sa.Column('id', sa.Integer(), primary_key=True))", "op.drop_table('later')",
        'bbbbbbbbbbbb', 'aaaaaaaaaaaa')

    tried = grown.manage('db', 'check', '--all', status=None).out
    assert 'the upgrade fails' not in tried and 'aaaaaaaaaaaa, ' not in tried

    grown.manage('db', 'upgrade')  # the database that was at the head
    assert database.tables() == tables | {'later'} and len(database.query('SELECT * FROM student')) == 1

    begin_anew(database)
    assert [one.split() for one in grown.manage('db', 'status').out.split('Pending')[1].splitlines()[:2]] == [
        ['aaaaaaaaaaaa', 'baseline'], ['bbbbbbbbbbbb', 'tried']]
    assert 'CREATE TABLE student' in grown.manage('db', 'upgrade', '--plan').out.replace('`', '')
    grown.manage('db', 'upgrade')
    assert database.tables() == tables | {'later'} and version(database) == ['bbbbbbbbbbbb']
    grown.manage('db', 'downgrade', '--yes')
    assert database.tables() == tables and version(database) == ['aaaaaaaaaaaa']

    begin_anew(database)  # one on its way
    stock(grown)
    grown.manage('db', 'upgrade', SECOND)
    database.query('CREATE TABLE legacy (id INTEGER)')
    grown.manage('db', 'upgrade')
    assert database.tables() == tables | {'later'}

    begin_anew(database)  # without this package
    grown.manage('db', 'upgrade', '--directory', 'migrations/baseline')
    grown.manage('db', 'upgrade')
    assert database.tables() == tables | {'later'} and version(database) == ['bbbbbbbbbbbb']


def stock(project):
    """From here on without `safeguard(manager)`."""
    lines = project.read('manage.py').splitlines(True)
    project.replace('manage.py', ''.join(line for line in lines if 'safeguard' not in line))


def test_an_upgrade_to_an_older_revision_takes_the_old_way(grown, database):
    grown.manage('db', 'repair', '--baseline', '--yes')
    begin_anew(database)
    grown.manage('db', 'upgrade', SECOND)
    assert version(database) == [SECOND]


def test_a_database_with_tables_and_no_version_is_not_begun_anew(grown, database):
    grown.manage('db', 'repair', '--baseline', '--yes')
    begin_anew(database, 'CREATE TABLE precious (id INTEGER)', 'INSERT INTO precious VALUES (1)')
    assert 'legacy' in grown.manage('db', 'upgrade', status=1).err
    assert database.query('SELECT * FROM precious')


def test_from_a_database_that_is_not_at_the_head_it_is_written_as_the_models_have_it(grown, database):
    begin_anew(database)
    grown.manage('db', 'upgrade', SECOND)
    assert 'as the models have it' in grown.manage('db', 'repair', '--baseline', '--yes').out
    begin_anew(database)
    grown.manage('db', 'upgrade')
    assert database.tables() == {'user', 'student', 'alembic_version'} and version(database) == ['aaaaaaaaaaaa']

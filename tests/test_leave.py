"""`db leave` takes out of the database what this package keeps there."""
import pytest
from conftest import OWN_TABLES

pytestmark = pytest.mark.long


def ours(database):
    query = "SELECT name FROM sqlite_master" if database.name == 'sqlite' else 'SHOW TABLES'
    return [name for name, in database.query(query) if OWN_TABLES.match(name)]


def test_it_asks_and_drops_the_journal_and_nothing_else(migrated, database):
    migrated.manage('db', 'upgrade')
    tables = database.tables()
    assert 'migration_journal' in migrated.manage('db', 'leave', typed='n\n').out
    assert ours(database) == ['migration_journal']
    assert 'The question was not answered.' in migrated.manage('db', 'leave', typed='', status=1).err
    assert ours(database) == ['migration_journal']
    migrated.manage('db', 'leave', '--yes')
    assert (ours(database), database.tables()) == ([], tables)
    assert 'nothing of this package' in migrated.manage('db', 'leave').out
    migrated.manage('db', 'downgrade')


def test_it_refuses_while_an_upgrade_is_interrupted(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    mariadb.query("UPDATE migration_journal SET ended = 'failed'")
    mariadb.query("INSERT INTO migration_journal (id, run, revision, direction, position, ended) "
                  "SELECT id + 100, run, revision, direction, 1, 'done' FROM migration_journal WHERE position = 0")
    result = project.manage('db', 'leave', '--yes', status=1)
    assert 'was interrupted' in result.err and 'Traceback' not in result.err
    assert ours(mariadb) == ['migration_journal']

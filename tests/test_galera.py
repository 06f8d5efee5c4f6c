"""A Galera cluster: one upgrade at a time, through whichever nodes."""
import os

import pytest
import servers
from conftest import MariaDB
from test_concurrency import DATA, SLOW, add_revision, applied, end, start, wait_for_file

pytestmark = pytest.mark.long
NO_CLUSTER = 'galera-4 is not on this machine'


@pytest.fixture(scope='module')
def nodes():
    """Three nodes. Without Galera the tests are skipped, or fail where CI is set."""
    program = next((one for one in servers.programs() if one.kind == 'mariadb' and not one.root), None)
    if not program or not servers.galera_library():
        (pytest.fail if os.environ.get('CI') else pytest.skip)(NO_CLUSTER)
    with servers.cluster(program) as three:
        yield three


@pytest.fixture
def databases(nodes):
    """One empty database, as it is reached through each node."""
    with nodes[0].database() as name:
        yield [MariaDB(node, name) for node in nodes]


def through(project, databases, *arguments):
    """Run a command through all nodes at once, twice through each."""
    processes = [start(project, *arguments, **database.settings) for database in databases * 2]
    return [end(process) for process in processes]


def test_upgrades_through_all_nodes_at_once_all_succeed(project, databases):
    results = through(project, databases, 'upgrade')
    assert [result.status for result in results] == [0] * 6, results
    assert len(applied(results)) == len(set(applied(results))) == 2
    project.settings.update(databases[0].settings)
    assert 'No changes in schema detected' in project.manage('db', 'migrate').err
    add_revision(project, 'data', DATA)
    results = through(project, databases, 'upgrade')
    assert [result.status for result in results] == [0] * 6, results
    assert databases[1].query('SELECT n FROM counter') == ((4,),)
    databases[0].query('CREATE TABLE loose (id INTEGER)')
    found = project.manage('db', 'doctor').out
    assert 'one of 3 nodes of a Galera cluster' in found and 'no primary key' in found and 'rows: loose' in found


def test_who_waits_says_for_whom_and_a_dead_process_loses_the_lock(project, databases):
    project.settings.update(databases[0].settings)
    project.manage('db', 'upgrade')
    add_revision(project, 'slow', SLOW, '600')
    first = start(project, 'upgrade', **databases[0].settings)
    wait_for_file(project.path('started'))
    second = project.manage('db', 'upgrade', '--lock-timeout', '3', settings=databases[1].settings, status=1)
    assert 'process %d' % first.pid in second.err and 'is still running' in second.err
    first.kill()
    first.communicate()
    project.edit('migrations/versions/slow.py', '600', '0')
    project.manage('db', 'upgrade', settings=databases[2].settings)
    assert databases[1].query('SELECT * FROM slow') == ((1,),)


def test_a_holder_that_lives_keeps_the_lock_for_longer_than_the_lease(project, databases):
    project.settings.update(databases[0].settings)
    project.manage('db', 'upgrade')
    add_revision(project, 'slow', SLOW, '15')
    first = start(project, 'upgrade', **databases[0].settings)
    wait_for_file(project.path('started'))
    second = project.manage('db', 'upgrade', settings=databases[1].settings)
    assert end(first).status == 0 and applied([second]) == []
    assert databases[2].query('SELECT * FROM slow') == ((1,),)

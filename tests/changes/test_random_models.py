"""From any models to any others: migrate, upgrade, nothing more to find, downgrade to the first definition, upgrade."""
import pytest
from hypothesis import HealthCheck, given, note, settings

from .change import Change
from .random_models import models
from .trial import Tool, Workshop

CI, BY_HAND = 100, 5000
COMMON = dict(deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False)


@pytest.fixture(scope='module')
def workshop(running_server):
    made = Workshop(Tool(), running_server)
    yield made
    made.close()


def take_through(workshop, name, before, after):
    note('%s\n=== and then ===\n%s' % (before, after))
    change = Change('random models', before, after, options=['--yes'])
    workshop.run(change, name)


def pairs(name):
    return given(before=models(name), after=models(name))


@pytest.mark.long
@settings(max_examples=CI, derandomize=True, **COMMON)
@pairs('sqlite')
def test_any_models_on_sqlite(workshop, before, after):
    take_through(workshop, 'sqlite', before, after)


@pytest.mark.long
@pytest.mark.usefixtures('server')
@settings(max_examples=CI, derandomize=True, **COMMON)
@pairs('mariadb')
def test_any_models_on_mariadb(workshop, before, after):
    take_through(workshop, 'mariadb', before, after)


@pytest.mark.exhaustive
@settings(max_examples=BY_HAND, **COMMON)
@pairs('sqlite')
def test_five_thousand_on_sqlite(workshop, before, after):
    take_through(workshop, 'sqlite', before, after)


@pytest.mark.exhaustive
@pytest.mark.usefixtures('server')
@settings(max_examples=BY_HAND, **COMMON)
@pairs('mariadb')
def test_five_thousand_on_mariadb(workshop, before, after):
    take_through(workshop, 'mariadb', before, after)

"""Each change is found, applied with the rows kept, found no more, undone to the first definition, and applied again."""
import pytest

from .change import Change, column, model, values
from .everything import CHANGES
from .trial import Lost, Tool, Workshop

long, exhaustive = pytest.mark.long, pytest.mark.exhaustive
EDITED = 'process_revision_directives=process_revision_directives,'
COLD = ['table: with everything', 'type: string length', 'default: chinese', 'index: composite', 'rename: and widen',
        'foreign key: on delete and on update', 'rich table: a column renamed', 'cycle: of three tables']


def as_the_first_document_has_it(env):
    """Its `env.py`, with the one line that the document adds."""
    assert EDITED in env
    return env.replace(EDITED, EDITED + '\n            compare_type=True,')


def each_database(changes):
    """Each change on each database that can express it."""
    return [pytest.param(change, name, id='%s-%s' % (name, change), marks=marks(number, change, name))
            for number, change in enumerate(changes) for name in change.on]


def marks(number, change, name):
    """CI takes three of eight changes through once, in one direction: on one database and on the other in turn,
    and a sixth of them on PostgreSQL, too, with half of its own. By hand: all."""
    first = [one for one in change.on if one != 'postgresql']
    if name == 'postgresql':
        turn = number % (6 if first else 2) == 0
    else:
        turn = number % 8 in (0, 3, 5) and first[number % len(first)] == name
    return long if turn and not change.name.endswith(', back') else exhaustive


@pytest.fixture(scope='module')
def workshop(running_server):
    made = Workshop(Tool(), running_server)
    yield made
    made.close()


@pytest.fixture(scope='module')
def edited(running_server):
    made = Workshop(Tool(env=as_the_first_document_has_it), running_server)
    yield made
    made.close()


@pytest.fixture(scope='module')
def cold(running_server):
    made = Workshop(Tool(cold=True), running_server)
    yield made
    made.close()


def served(workshop, request, name):
    """The workshop, with the server that a database needs."""
    if name == 'postgresql':
        workshop.postgresql = request.getfixturevalue('postgresql_server')
    elif name == 'mariadb':
        request.getfixturevalue('server')
    return workshop


@pytest.mark.parametrize('change, name', each_database(CHANGES))
def test_each_change(workshop, request, change, name):
    served(workshop, request, name).run(change, name)


@pytest.mark.parametrize('change, name',
     each_database([change for change in CHANGES if change.name.startswith(tuple(COLD))]))
def test_each_command_a_process_of_its_own(cold, request, change, name):
    served(cold, request, name).run(change, name)


@pytest.mark.parametrize('change, name', each_database([change for change in CHANGES if not change.multidb][::25]))
def test_with_the_first_documents_env(edited, request, change, name):
    served(edited, request, name).run(change, name)


@long
def test_what_is_lost_would_be_told(running_server):
    """The trial itself: the stock tool, a change that it does not find, and one that loses values."""
    stock = Workshop(Tool(safeguarded=False), running_server)
    try:
        with pytest.raises(Lost, match='not found'):
            stock.run(Change('', column('db.String(9)'), column('db.String(19)'), 'value'), 'sqlite')
        user = model('user', 'name = db.Column(db.String(9))')
        with pytest.raises(Lost, match='rows\nuser.name'):
            stock.run(Change('', user, user.replace('name', 'nick'), 'nick', options=['--rename', 'user.name=user.nick'],
                             rows=["INSERT INTO user (id, name) VALUES (1, 'a')"]), 'sqlite')
        with pytest.raises(Lost, match='upgrade'):
            stock.run(Change('', column('db.Integer'), column('db.Integer', 'nullable=False'), 'value', rows=values('1')),
                      'sqlite')
    finally:
        stock.close()

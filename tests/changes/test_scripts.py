"""A script that was written here runs elsewhere: on the stock tool, on the newest Alembic, and on the other database."""
import os
import subprocess
import sys

import pytest

from .change import BOTH, NOTHING, POSTGRESQL
from .everything import CHANGES
from .trial import FlaskTool, Tool, Workshop

NEWEST = ['Flask-Migrate', 'Flask-SQLAlchemy', 'PyMySQL[rsa]', 'psycopg2-binary', 'python-dotenv']
OTHER = {'sqlite': 'mariadb', 'mariadb': 'sqlite'}
PORTABLE = [change for change in CHANGES if change.on == BOTH and not change.multidb and change.expected != (NOTHING,)]
# What one of the two releases loses: the pinned one a name that is not ASCII, the newest the column under a CHECK.
NOT_IN_BATCH_MODE = ('foreign key: named in Chinese added', 'foreign key: named in Chinese dropped',
                     'column: enum with its check dropped')
# Those that one of the tools or databases takes in a single order or form alone.
HARD = ('cycle: ', 'primary key: ', 'a table dropped', 'an index dropped', 'a unique key dropped', 'rename: in ',
        'foreign key: its column', 'check: with', 'generated: t')
SAMPLE = [pytest.param(change, name, id='%s-%s' % (name, change),
    marks=pytest.mark.exhaustive if number % 40 and not str(change).startswith(HARD) else pytest.mark.long)
          for number, change in enumerate(PORTABLE) for name in OTHER]


@pytest.fixture(scope='module')
def python_with_the_newest(tmp_path_factory):
    folder = str(tmp_path_factory.mktemp('newest'))
    subprocess.run([sys.executable, '-m', 'venv', folder], check=True)
    python = os.path.join(folder, 'bin', 'python')
    subprocess.run([python, '-m', 'pip', 'install', '-q'] + NEWEST, check=True)
    return python


@pytest.fixture(scope='module')
def ours(running_server):
    made = Workshop(Tool(), running_server)
    yield made
    made.close()


@pytest.fixture(scope='module')
def stock(running_server):
    made = Workshop(Tool(safeguarded=False), running_server)
    yield made
    made.close()


@pytest.fixture(scope='module')
def newest(running_server, python_with_the_newest):
    made = Workshop(FlaskTool(python_with_the_newest), running_server)
    yield made
    made.close()


def runs_without_us(change, revisions, name):
    """Whether Alembic itself can run a script: on SQLite its batch mode, on any release, does not see a CHECK, so that none
    can drop one, and copies the values of generated columns, which SQLite refuses.
    """
    text = ''.join(revisions.values())
    lost = "type_='check'" in text or 'batch_alter_table' in text and 'sa.Computed(' in text
    return name == 'mariadb' or not lost and str(change) not in NOT_IN_BATCH_MODE


@pytest.mark.usefixtures('server')
@pytest.mark.parametrize('change, name', SAMPLE)
def test_a_script_runs_elsewhere(ours, stock, newest, change, name):
    ours.run(change, name)
    revisions = ours.revisions
    assert not [text for text in revisions.values() if 'safe_migrate' in text]
    models = change.after if 'import models' in ''.join(revisions.values()) else ''
    if runs_without_us(change, revisions, name):
        stock.replay(revisions, name, models)
        newest.replay(revisions, name, models)
    ours.replay(revisions, OTHER[name], models)


# A script about a schema or a table that somebody made by hand runs nowhere but where they are.
OF_POSTGRESQL = [change for change in CHANGES if change.on == POSTGRESQL and change.expected != (NOTHING,)
                 and 'schema' not in change.before + change.after and 'CREATE TABLE other ' not in ''.join(change.rows)]


@pytest.mark.parametrize('change', [
    pytest.param(change, id=change.name, marks=pytest.mark.exhaustive if number % 12 else pytest.mark.long)
    for number, change in enumerate(OF_POSTGRESQL)])
def test_a_script_of_postgresql_runs_without_us(ours, stock, newest, postgresql_server, change):
    ours.postgresql = stock.postgresql = newest.postgresql = postgresql_server
    ours.run(change, 'postgresql')
    assert not [text for text in ours.revisions.values() if 'safe_migrate' in text]
    models = change.after if 'import models' in ''.join(ours.revisions.values()) else ''
    for tool in stock, newest:
        tool.replay(ours.revisions, 'postgresql', models)

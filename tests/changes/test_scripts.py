"""A script that was written here runs elsewhere: on the stock tool, on the newest Alembic, and on the other database."""
import os
import subprocess
import sys

import pytest

from .change import BOTH, NOTHING
from .everything import CHANGES
from .trial import FlaskTool, Tool, Workshop

NEWEST = ['Flask-Migrate', 'Flask-SQLAlchemy', 'PyMySQL[rsa]', 'python-dotenv']
OTHER = {'sqlite': 'mariadb', 'mariadb': 'sqlite'}
PORTABLE = [change for change in CHANGES if change.on == BOTH and not change.multidb and change.expected != (NOTHING,)]
SAMPLE = [pytest.param(change, name, id='%s-%s' % (name, change),
    marks=pytest.mark.exhaustive if number % 40 else pytest.mark.long)
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


def runs_without_us(revisions, name):
    """Alembic's batch mode does not see a CHECK, so no script can drop one on SQLite, on any release."""
    return name == 'mariadb' or "type_='check'" not in ''.join(revisions.values())


@pytest.mark.usefixtures('server')
@pytest.mark.parametrize('change, name', SAMPLE)
def test_a_script_runs_elsewhere(ours, stock, newest, change, name):
    ours.run(change, name)
    revisions = ours.revisions
    assert not [text for text in revisions.values() if 'safe_migrate' in text]
    if runs_without_us(revisions, name):
        stock.replay(revisions, name)
        newest.replay(revisions, name)
    ours.replay(revisions, OTHER[name])

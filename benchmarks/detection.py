"""How many changes of the models are carried through: `kept / tried`, for three tools over the rows of `tests/changes/`.

    venv/bin/python benchmarks/detection.py [--lost] [part of a row's name ...]

Kept is a change that `db migrate` finds, `db upgrade` applies with the rows kept and as the models mean it, after which
`db migrate` finds nothing, `db downgrade` leads back to the first definition, and `db upgrade` to the second. A row where
there is nothing to find is kept where nothing is found. The tools: the pinned releases as they are, with
`safeguard(manager)`, and the newest Flask-Migrate in an environment made for it by the Python that runs. Run it on the
newest Python. Only the second knows `--rename` and `--fill`; the others are given the same changes without.
`--lost` prints the name of each row that was lost, and at which step.
"""
import contextlib
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, 'tests'))
from changes.everything import CHANGES  # noqa: E402
from changes.trial import FlaskTool, Tool, Workshop  # noqa: E402
from servers import available_server  # noqa: E402

NEWEST = ['Flask-Migrate', 'Flask-SQLAlchemy', 'PyMySQL[rsa]', 'python-dotenv']
VERSIONS = 'from importlib.metadata import version as v; print(*["%s %s" % (n, v(n)) for n in ("Flask-Migrate", "alembic")])'


@contextlib.contextmanager
def newest():
    """The Python of a new environment with the newest releases, and the names of these."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, '-m', 'venv', folder], check=True)
        python = os.path.join(folder, 'bin', 'python')
        subprocess.run([python, '-m', 'pip', 'install', '-q'] + NEWEST, check=True)
        yield python, subprocess.run([python, '-c', VERSIONS], check=True, stdout=subprocess.PIPE).stdout.decode().strip()


def lost(workshop, change, database):
    """The step at which a change is lost; None where it is kept."""
    try:
        workshop.run(change, database)
    except AssertionError as error:
        step = str(error).splitlines()[0]
        return None if step == 'other operation' else step
    return None


def score(tool, server, changes, print_lost):
    """`kept / tried` on each database."""
    workshop = Workshop(tool, server)
    try:
        for database in ('mariadb', 'sqlite') if server else ('sqlite',):
            tried = [change for change in changes if database in change.on]
            steps = [(change, lost(workshop, change, database)) for change in tried]
            if print_lost:  # before the line that counts them
                print(''.join('    %s: %s, %s\n' % (database, change, step) for change, step in steps if step), end='')
            yield '%s %d / %d' % (database, sum(not step for _, step in steps), len(tried))
    finally:
        workshop.close()


def main(words):
    print_lost, words = '--lost' in words, [word for word in words if word != '--lost']
    changes = [change for change in CHANGES if not words or any(word in change.name for word in words)]
    with available_server() as server, newest() as (python, named):
        for name, make in [('the stock tool', lambda: Tool(safeguarded=False)), ('with safeguard(manager)', Tool),
                           (named, lambda: FlaskTool(python))]:
            print('%-40s' % name, *score(make(), server, changes, print_lost), sep='   ', flush=True)


if __name__ == '__main__':
    main(sys.argv[1:])

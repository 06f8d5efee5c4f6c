"""How many changes of the models are carried through: `kept / tried`, for three tools over the rows of `tests/changes/`.

    venv/bin/python benchmarks/detection.py [--lost] [--on DATABASE] [--every N] [part of a row's name ...]

Kept is a change that `db migrate` finds, `db upgrade` applies with the rows kept and as the models mean it, after which
`db migrate` finds nothing, `db downgrade` leads back to the first definition, and `db upgrade` to the second. A row where
there is nothing to find is kept where nothing is found. The tools: the pinned releases as they are, with
`safeguard(manager)`, and the newest Flask-Migrate in an environment made for it by the Python that runs. Run it on the
newest Python. Only the second knows `--rename` and `--fill`; the others are given the same changes without.
`--lost` prints the name of each row that was lost, and at which step; `--every 5` takes each fifth row. The databases: the
first server program of each kind that `tests/servers.py` finds, MariaDB and MySQL, SQLite, and PostgreSQL where it and
psycopg2 are installed; `--on postgresql` takes one of them.
"""
import contextlib
import functools
import importlib.util
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, 'tests'))
from changes.everything import CHANGES  # noqa: E402
import postgresql  # noqa: E402
from changes.trial import FlaskTool, Tool, Workshop  # noqa: E402
from servers import private_server, programs  # noqa: E402

NEWEST = ['Flask-Migrate', 'Flask-SQLAlchemy', 'PyMySQL[rsa]', 'psycopg2-binary', 'python-dotenv']
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


def score(make, servers, changes, print_lost):
    """`kept / tried` on each database.

    :param make: makes the tool
    :param servers: by the names of their kinds; None of SQLite
    """
    for kind, server in servers.items():
        database = kind if kind in ('sqlite', 'postgresql') else 'mariadb'  # the tests' name for either server
        workshop = Workshop(make(), *[None] * (kind == 'postgresql'), server)
        try:
            tried = [change for change in changes if database in change.on]
            steps = [(change, lost(workshop, change, database)) for change in tried]
        finally:
            workshop.close()
        if print_lost:  # before the line that counts them
            print(''.join('    %s: %s, %s\n' % (kind, change, step) for change, step in steps if step), end='')
        yield '%s %d / %d' % (kind, sum(not step for _, step in steps), len(tried))


@contextlib.contextmanager
def one_of_each_kind(wanted):
    """A server of each kind that there is, by its name.

    :param wanted: the name of the only one that is wanted, or None
    """
    starts = {}
    for program in programs():
        starts.setdefault(program.kind, functools.partial(private_server, program))
    starts['sqlite'] = contextlib.ExitStack
    if postgresql.programs() and importlib.util.find_spec('psycopg2'):
        starts['postgresql'] = postgresql.private_server
    with contextlib.ExitStack() as stack:
        started = {kind: stack.enter_context(start()) for kind, start in starts.items() if wanted in (None, kind)}
        yield {kind: None if kind == 'sqlite' else server for kind, server in started.items()}


def option(words, name):
    """The value of an option, which is taken out of the words; None where it is not given."""
    if name not in words:
        return None
    place = words.index(name)
    value = words[place + 1]
    del words[place:place + 2]
    return value


def main(words):
    print_lost, words = '--lost' in words, [word for word in words if word != '--lost']
    wanted, every = option(words, '--on'), int(option(words, '--every') or 1)
    changes = [change for change in CHANGES if not words or any(word in change.name for word in words)]
    changes = [change for change in changes if wanted not in ('sqlite', 'postgresql') or wanted in change.on][::every]
    with one_of_each_kind(wanted) as servers, newest() as (python, named):
        for name, make in [('the stock tool', lambda: Tool(safeguarded=False)), ('with safeguard(manager)', Tool),
                           (named, lambda: FlaskTool(python))]:
            print('%-40s' % name, *score(make, servers, changes, print_lost), sep='   ', flush=True)


if __name__ == '__main__':
    main(sys.argv[1:])

"""The exit status of each command that the tutorials name, on each Python, on SQLite and on MariaDB.

    venv/bin/python benchmarks/commands.py PYTHON...

Each PYTHON is the interpreter of an environment with `requirements.txt`, such as `venv3.6/bin/python`. The rows run in
order, on a database that is empty at first.
"""
import os
import shutil
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, 'tests'))
from conftest import PROJECT, MariaDB, Project  # noqa: E402
from servers import available_server  # noqa: E402

OWN_COMMAND = '@manager.command\ndef hello(name):\n    print(name)\n\n\nif __name__'
MANAGE = ['python', 'manage.py']
COMMANDS = [
    MANAGE + ['db', 'init'],
    MANAGE + ['db', 'migrate', '--message', '创建Student模型'],
    MANAGE + ['db', 'upgrade'],
    MANAGE + ['db', 'downgrade'],
    MANAGE + ['upgrade'],
    MANAGE + ['db', 'downgrade', '--message', '后悔药'],
    MANAGE + ['db', 'upgrade', '--message', '创建Student模型'],
    MANAGE + ['db', '--help'],
    MANAGE + ['db'],
    MANAGE + ['--help'],
    MANAGE + ['db', 'revision', '--message', 'by hand'],
    MANAGE + ['db', 'upgrade', 'head'],
    MANAGE + ['db', 'current'],
    MANAGE + ['db', 'history', '--verbose'],
    MANAGE + ['db', 'heads'],
    MANAGE + ['db', 'branches'],
    MANAGE + ['db', 'show'],
    MANAGE + ['db', 'stamp', 'head'],
    MANAGE + ['db', 'upgrade', '--sql'],
    ['./manage.py', 'db', 'current'],
    MANAGE + ['shell'],
    MANAGE + ['runserver', '--help'],
    MANAGE + ['hello', '李雷'],
    MANAGE + ['db', 'downgrade', 'base'],
    ['rm', '-r', 'migrations'],
    ['flask', 'db', 'init'],
    ['flask', 'db', 'migrate', '--message', '创建Student模型'],
    ['flask', 'db', 'upgrade'],
    ['flask', 'db', 'downgrade'],
]


def statuses(python, database, folder):
    """The exit status of each command, run in turn in a new project."""
    for name in PROJECT:
        copy = shutil.copytree if os.path.isdir(os.path.join(ROOT, name)) else shutil.copy
        copy(os.path.join(ROOT, name), os.path.join(folder, name))
    shutil.rmtree(os.path.join(folder, 'migrations'))
    path = os.path.dirname(os.path.abspath(python)) + os.pathsep + os.environ['PATH']
    project = Project(folder, dict(database.settings if database else {}, PATH=path))
    project.edit('manage.py', 'if __name__', OWN_COMMAND)
    return [project.run(*command).status for command in COMMANDS]


def main(pythons):
    columns = []
    with available_server() as server:
        for python in pythons:
            with tempfile.TemporaryDirectory() as folder:
                columns.append(statuses(python, None, folder))
            with tempfile.TemporaryDirectory() as folder, server.database() as name:
                columns.append(statuses(python, MariaDB(server, name), folder))
    for number, python in enumerate(pythons):
        print('columns %d, %d: %s, SQLite and MariaDB' % (2 * number + 1, 2 * number + 2, python))
    for command, row in zip(COMMANDS, zip(*columns)):
        print('%-55s %s' % (' '.join(command), ' '.join(map(str, row))))


if __name__ == '__main__':
    main(sys.argv[1:])

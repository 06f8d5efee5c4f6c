"""`docs/tour.md`: each command in it prints what stands there. `python tests/test_tour.py` runs it and writes it anew."""
import os
import re
import subprocess
import sys
import tempfile

import alembic
import conftest
import pytest

TOUR = os.path.join(conftest.ROOT, 'docs', 'tour.md')
BLOCK = re.compile(r'```(console|python) ?(\S*)\n(.*?)```\n', re.DOTALL)
COMMAND = re.compile(r'^\$ (.*)$', re.MULTILINE)
EXIT_STATUS = '(exit status %d)\n'
# what differs from run to run
VARIABLE = (
    (re.compile(r'\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?'), '2026-11-21 09:30:00'),
    (re.compile(r'\b\d+\.\d+ s\b'), '0.0 s'),
    (re.compile(r'\S+@\S+, process \d+'), 'you@host, process 1'),
    (re.compile(r'-{20,}$', re.MULTILINE), '-' * len('you@host, process 1')),
    (re.compile(r'(?<=done  )\d+\.\d s'), '0.0 s'),
)
IDENTIFIER = re.compile(r'(?<![0-9a-z])[0-9a-f]{12}(?![0-9a-z])')


def run(folder, command):
    """What a command prints, and its exit status where that is not 0."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(conftest.FOREIGN)}
    environment.update(LC_ALL='C.UTF-8', COLUMNS='80', PYTHONHASHSEED='0', PATH=os.pathsep.join(
        [os.path.dirname(sys.executable), environment.get('PATH', '')]))
    done = subprocess.run(['bash', '-c', command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = done.stdout.decode('utf-8').replace(os.path.realpath(folder), '/project')
    for pattern, instead in VARIABLE:
        text = pattern.sub(instead, text)
    text = re.sub(r'(?m)[ \t]+$', '', text)
    return text + (EXIT_STATUS % done.returncode if done.returncode else '')


def walk(folder, text):
    """The tour as the commands print it now.

    :param folder: of a project; the blocks of Python are written to its files
    :param text: the tour, whose output is replaced
    """
    def block(match):
        kind, name, content = match.groups()
        if kind == 'python':
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
                file.write(content)
            return match.group()
        return '```console\n%s```\n' % ''.join(
            '$ %s\n%s' % (command, run(folder, command)) for command in COMMAND.findall(content))
    return BLOCK.sub(block, text)


def numbered(text):
    """The text with each revision's id as a number, in the order in which they come."""
    seen = []

    def number(match):
        if match.group() not in seen:
            seen.append(match.group())
        return 'revision%04d' % seen.index(match.group())
    return IDENTIFIER.sub(number, text)


@pytest.mark.skipif(alembic.__version__ != '1.4.3' or sys.version_info < (3, 10), reason='other releases word it otherwise')
@pytest.mark.long
def test_each_command_prints_what_stands_there(project):
    with open(TOUR, encoding='utf-8') as file:
        text = file.read()
    assert numbered(walk(project.folder, text)) == numbered(text)


def test_no_warning_of_python_is_in_it():
    with open(TOUR, encoding='utf-8') as file:
        assert 'Warning:' not in file.read()


@pytest.mark.long
def test_every_command_is_in_it():
    from safe_migrate.cli.help import EXAMPLES
    with open(TOUR, encoding='utf-8') as file:
        text = file.read()
    assert [name for name in EXAMPLES if 'db %s' % name not in text] == []


if __name__ == '__main__':
    with tempfile.TemporaryDirectory() as home:
        conftest.lay_out(home)
        with open(TOUR, encoding='utf-8') as file:
            written = walk(home, file.read())
    with open(TOUR, 'w', encoding='utf-8') as file:
        file.write(written)

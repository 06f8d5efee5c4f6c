"""A revision's file: any message, a name that every file system takes, whole or not at all."""
import json
import os
import sys

import pytest

pytestmark = pytest.mark.long
MESSAGES = [
    'create user', '创建Student模型', "it's \"quoted\"", '"""', '"""\nimport os\nos.mkdir("run")\n"""', "'''", '"', '""',
    'ends in "', 'ends in \\', '\\', '\\"""', '\\\\"""', '"""""""', 'a"""b"""c', 'C:\\users\\new', '\\N{DASH}', '\\x41',
    'a\\nb', 'two\nlines', 'two\r\nlines', 'paragraph\n\nanother', '\ttab', '${1/0}', '<% import os %>', '% if x:\n${y}',
    '## mako', '%(rev)s %s %', '{0} {x}', '../../etc/passwd', '/', '..', '.', 'con', 'nul.txt', 'COM1', 'trailing...',
    '👩‍👩‍👧 🏳️‍🌈 😀', '\u202eevil\u202c', 'שלום\u200f', 'a\x00b', 'a\x1b[31mb', '\ufeffbom', 'a\x0cb', 'a\u2028b',
    '\ud800', '# coding: utf-7', 'x' * 10000, 'word ' * 2000, '很长' * 5000, '-', '--help', 'ünïcödé']
# Runs one command of Flask-Migrate's in this process for each message, as a codebase's own script may.
RUN = '''
import json, sys
from manage import app
import flask_migrate
with app.app_context():
    for number, message in enumerate(json.load(open('messages.json'))):
        flask_migrate.revision(message=message, rev_id='r%d' % number)
'''
READ = '''
import json
from manage import app
from alembic.script import ScriptDirectory
with app.app_context():
    config = app.extensions['migrate'].migrate.get_config()
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    print(json.dumps({script.revision: script.module.__doc__ for script in scripts}))
'''


@pytest.fixture
def bare(project):
    """The project on SQLite, with an empty history."""
    for name in project.revisions():
        os.remove(project.path('migrations', 'versions', name))
    return project


def files(project):
    """All that is in the migrations folder, but for Python's cache."""
    found = []
    for folder, _, names in os.walk(project.path('migrations')):
        found += [os.path.relpath(os.path.join(folder, name), project.path('migrations')) for name in names]
    return sorted(name for name in found if '__pycache__' not in name)


def caches(project):
    folder = project.path('migrations', 'versions', '__pycache__')
    return os.listdir(folder) if os.path.isdir(folder) else []


def written(project, messages, run=RUN):
    """The docstrings of one revision for each message, as Alembic reads them back."""
    project.replace('messages.json', json.dumps(messages))
    project.write(run=run, read=READ)
    project.manage(script='run.py')
    read = json.loads(project.manage(script='read.py').out)
    return [read['r%d' % number] for number in range(len(messages))]


def test_every_message_is_read_back(bare):
    before = set(os.listdir(bare.folder))
    docs = written(bare, MESSAGES)
    read_back = [doc.split('\n\nRevision ID: ')[0].strip() for doc in docs]  # from Python 3.13 on without indentation
    assert read_back == [message.strip().replace('\ud800', '\ufffd') for message in MESSAGES]
    assert set(os.listdir(bare.folder)) - before <= {'messages.json', 'run.py', 'read.py', 'app.db', '__pycache__'}
    names = os.listdir(bare.path('migrations', 'versions'))
    assert all(len(os.fsencode(name)) < 144 for name in names)
    bare.manage('db', 'upgrade')
    assert '../../etc/passwd' in bare.manage('db', 'history').out


def test_a_harmless_message_gives_the_file_that_the_stock_tool_gives(bare):
    harmless = ["it's \"quoted\"", "'''", 'two\nlines', '${1/0}', '%s', '👩‍👩‍👧 🏳️‍🌈 😀', 'שלום\u200f', 'x' * 99]
    written(bare, harmless)
    ours = {name: text.split('Create Date')[0] for name, text in bare.revisions().items()}
    for name in bare.revisions():
        os.remove(bare.path('migrations', 'versions', name))
    bare.edit('manage.py', 'safeguard(manager)', '')
    written(bare, harmless)
    assert {name: text.split('Create Date')[0] for name, text in bare.revisions().items()} == ours
    assert len(ours) == len(harmless)


TEMPLATES = ["'''${message}\n'''", "'${message}'", '# ${message}', 'description = "${message}"', 'x = ${repr(message)}',
             '"""${message.title()}"""', 'r"""${message}"""', '"""${message}"""']
NASTY = [text for text in MESSAGES if len(text) < 99 and set(text) & set('\\"\'\n\r\0\ud800')]


def test_a_template_of_the_codebases_own_gets_no_code_by_a_message(bare):
    stock = bare.read('migrations', 'script.py.mako')
    for template in TEMPLATES:
        bare.replace('migrations/script.py.mako', template + '\n' + stock[stock.index('from alembic'):])
        written(bare, NASTY)
        assert len(bare.revisions()) == len(NASTY) and not os.path.exists(bare.path('run'))
        for name in bare.revisions():
            os.remove(bare.path('migrations', 'versions', name))


@pytest.mark.parametrize('command', ['migrate', 'revision'])
def test_a_message_on_the_command_line(bare, command):
    bare.manage('db', command, '--message', '"""\nraise SystemExit(7)\n"""\\', '--rev-id', 'one')
    assert 'raise SystemExit' in bare.manage('db', 'history').out
    bare.manage('db', 'revision', '--message', 'C:\\users', '--head', 'base', '--splice')
    bare.manage('db', 'merge', 'heads', '--message', '""" \\u')
    assert '""" \\u' in bare.manage('db', 'history').out


BAD = ['../../../x', '/tmp/x', "x'\nimport os", '"', 'a b', 'head', 'nul', '..', 'a\\b', '-', 'a:b', 'a@b', 'x' * 33, 'a\n']


def test_a_bad_id_or_label_is_refused_and_nothing_is_written(project):
    before = files(project)
    for option in ('--rev-id', '--branch-label'):
        for bad in BAD[:5] if option == '--branch-label' else BAD:
            result = project.manage('db', 'revision', option + '=' + bad, status=1)
            assert result.err.count('\n') == 2 and option in result.err and 'Traceback' not in result.err, result
    assert files(project) == before


def test_an_id_or_label_that_is_there_already_is_refused(bare):
    bare.manage('db', 'revision', '-m', 'first', '--rev-id', 'abc', '--branch-label', 'main')
    before = files(bare), bare.revisions()
    for option, text in (('--rev-id', 'abc'), ('--rev-id', 'main'), ('--branch-label', 'abc'), ('--branch-label', 'main')):
        assert text in bare.manage('db', 'revision', '-m', 'first', option, text, status=1).err
        assert text in bare.manage('db', 'merge', 'heads', option, text, status=1).err
    assert (files(bare), bare.revisions()) == before


def test_other_bad_values_are_refused_and_nothing_is_written(project, tmp_path):
    before = files(project)
    for option in (['--version-path', str(tmp_path)], ['--version-path', '../..'], ['--head', '../x'], ['--head', 'a"'],
                   ['--head', 'x@head'], ['--head', 'fcc71']):
        result = project.manage('db', 'revision', *option, status=1)
        assert 'Traceback' not in result.err, result
    assert files(project) == before and not list(tmp_path.glob('*.py'))


def test_a_file_is_not_overwritten(bare):
    bare.edit('migrations/alembic.ini', '# file_template = ', 'file_template = %%(slug)s\n# ')
    bare.manage('db', 'revision', '-m', 'same name')
    before = bare.revisions()
    assert 'same_name.py' in bare.manage('db', 'revision', '-m', 'Same name', status=1).err
    assert bare.revisions() == before


def test_reserved_and_empty_names_and_long_ones(bare):
    bare.edit('migrations/alembic.ini', '# file_template = ', 'file_template = %%(slug)s\ntruncate_slug_length = 200\n# ')
    for message in ('CON', '!', '很' * 200):
        bare.manage('db', 'revision', '-m', message)
    assert {'con_revision.py', '_revision.py', '很' * 53 + '.py'} == set(bare.revisions())


def test_a_full_disk_leaves_nothing(project):
    before = files(project)
    run = [sys.executable, 'manage.py', 'db', 'revision', '-m', 'word ' * 4000]
    result = project.run('sh', '-c', 'ulimit -f 16; exec "$@"', 'sh', *run)
    assert result.status == 1 and 'could not be written: File too large' in result.err, result
    assert files(project) == before


def test_a_folder_that_cannot_be_written_is_told(project):
    project.edit('migrations/alembic.ini', '# file_template = ', 'file_template = %s\n# ' % ('x' * 260))
    before = files(project)
    result = project.manage('db', 'revision', '-m', 'x', status=1)
    assert 'could not be written' in result.err and 'Traceback' not in result.err
    assert files(project) == before


def test_a_script_that_is_no_python_is_not_written(project):
    project.edit('migrations/script.py.mako', 'def upgrade():', 'def upgrade(:')
    before = files(project)
    assert 'would be no Python' in project.manage('db', 'revision', '-m', 'x', status=1).err
    assert files(project) == before


def test_a_template_that_is_missing_is_told(project):
    os.remove(project.path('migrations', 'script.py.mako'))
    before = files(project)
    error = project.manage('db', 'revision', '-m', 'x', status=1).err
    assert 'script.py.mako could not be read' in error and 'Traceback' not in error
    assert files(project) == before


def test_a_script_that_cannot_be_loaded_is_taken_back(project):
    project.edit('migrations/script.py.mako', 'from alembic import op', 'from alembic import op, nothing')
    before = files(project), caches(project)
    assert project.manage('db', 'revision', '-m', 'x', status=1)
    assert (files(project), [name for name in caches(project) if '_x.' in name]) == (before[0], [])


# The process ends before what it has written is on the disk.
KILLED = '''
import os
os.fsync = lambda number: os.kill(os.getpid(), 9)
'''


def test_a_killed_command_leaves_no_piece_that_alembic_reads(project):
    before = project.revisions()
    project.edit('manage.py', "if __name__ == '__main__':", KILLED + "\nif __name__ == '__main__':")
    assert project.run(sys.executable, 'manage.py', 'db', 'revision', '-m', 'x').status == -9
    assert project.revisions() == before


PROBE = '''
import inspect
import alembic.util
import manage
from alembic.script import base
assert base.util is alembic.util and alembic.util.template_to_file.is_whole
assert 'util.template_to_file' in inspect.getsource(base.ScriptDirectory._generate_template)
'''


def test_alembic_takes_the_function_from_where_it_is_replaced(project):
    project.write(probe=PROBE)
    project.manage(script='probe.py')

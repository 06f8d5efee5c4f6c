"""A file that cannot be read or written."""
import importlib.util
import os
import shutil
import subprocess
import sys

import pytest

from .complaint import complains, execute, revise

pytestmark = pytest.mark.long


@pytest.fixture
def small(tmp_path):
    """A file system with room for very little."""
    folder = tmp_path / 'small'
    folder.mkdir()
    done = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', str(folder)], stderr=subprocess.PIPE)
    if done.returncode:
        pytest.skip('only root may mount: %s' % done.stderr.decode())
    yield folder
    subprocess.run(['umount', '-l', str(folder)], check=True)


def fill(folder):
    """Leave no room on the small file system."""
    with open(str(folder / 'ballast'), 'wb', 0) as file:
        try:
            while file.write(b'x' * 4096):
                pass
        except OSError:
            return


def test_a_full_disk_under_the_revisions(migrated, small):
    migrated.manage('db', 'upgrade')
    shutil.copytree(migrated.path('migrations'), str(small / 'migrations'))
    fill(small)
    before = sorted(os.listdir(str(small / 'migrations' / 'versions')))
    complains(migrated, 'revision', '--directory', str(small / 'migrations'), words=['written', 'No space left'])
    assert [name for name in sorted(os.listdir(str(small / 'migrations' / 'versions'))) if name != '__pycache__'] == [
        name for name in before if name != '__pycache__']


def test_db_init_on_a_full_disk_leaves_nothing(new, small):
    fill(small)
    for folder in ('one', 'two'):
        complains(new, 'init', '--directory', str(small / folder), words=['No space left', 'Nothing was written'])
        assert os.listdir(str(small)) == ['ballast']
    with open(str(small / 'ballast'), 'rb+') as file:
        file.truncate(4096)
    new.manage('db', 'init', '--directory', str(small / 'one'))


def test_a_full_disk_under_the_database(project, small):
    project.settings['DB_URI'] = 'sqlite:///%s' % (small / 'app.db')
    project.manage('db', 'upgrade')
    revise(project, 'for number in range(9999): op.execute("CREATE TABLE t%d (id INTEGER)" % number)')
    complains(project, 'upgrade', words=['disk', 'Nothing was changed'])
    assert '423cbaf36ad7' in project.manage('db', 'current').out


def test_a_file_system_that_can_only_be_read(project, small):
    project.settings['DB_URI'] = 'sqlite:///%s' % (small / 'app.db')
    project.manage('db', 'upgrade')
    revise(project, execute('CREATE TABLE other (id INTEGER)'))
    subprocess.run(['mount', '-o', 'remount,ro', str(small)], check=True)
    complains(project, 'upgrade', words=['can only be read'])


def test_a_reader_that_goes_away(project):
    command = '"%s" manage.py db history --verbose | head -n 0' % sys.executable
    done = project.run('bash', '-o', 'pipefail', '-c', command)
    assert 'Traceback' not in done.err and 'BrokenPipe' not in done.err, done


def test_models_in_another_encoding(project):
    with open(project.path('migrations', 'versions', 'bad.py'), 'wb') as file:
        file.write('# 中文\n'.encode('gbk'))
    complains(project, 'upgrade', words=['bad.py'])


def test_a_revision_that_is_binary(project):
    with open(project.path('migrations', 'versions', 'bad.py'), 'wb') as file:
        file.write(bytes(range(256)))
    complains(project, 'upgrade', words=['bad.py'])


@pytest.mark.parametrize('command', ['history', 'status', 'upgrade --sql'])
def test_output_that_has_no_room(project, command):
    done = project.run('bash', '-c', '"%s" manage.py db %s > /dev/full' % (sys.executable, command))
    assert done.status == 1 and 'The disk is full' in done.err and 'ignored' not in done.err, done


@pytest.mark.parametrize('closed', ['<&-', '>&-', '2>&-'])
def test_a_stream_that_is_closed_is_not_needed(project, closed):
    for command in 'upgrade', 'history', 'revision':
        done = project.run('bash', '-c', '"%s" manage.py db %s %s' % (sys.executable, command, closed))
        assert done.status == 0, done


@pytest.fixture
def rightless(project):
    """Runs commands as somebody whom a folder's mode can keep out, which root is not."""
    def run(*command, **options):
        drop = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] if os.getuid() == 0 else []
        return project.run(*drop + [sys.executable, 'manage.py', 'db'] + list(command), **options)
    if os.getuid() == 0 and not shutil.which('setpriv'):
        pytest.skip('root is kept out of nothing')
    return run


@pytest.mark.parametrize('folder', ['migrations', 'migrations/versions'])
@pytest.mark.parametrize('command', ['upgrade', 'history', 'status', 'check'])
def test_a_folder_that_may_not_be_read_is_not_called_missing(project, rightless, folder, command):
    os.chmod(project.path(folder), 0)
    for language, words in ('en', 'may not be read'), ('zh', '没有读写'):
        result = rightless(command, settings={'SAFE_MIGRATE_LANG': language})
        assert result.status == 1 and words in result.err and 'missing' not in result.err, result
    os.chmod(project.path(folder), 0o755)


def test_a_link_in_the_place_of_the_folder(project):
    shutil.rmtree(project.path('migrations', 'versions'))
    os.symlink('nowhere', project.path('migrations', 'versions'))
    assert 'mkdir' not in complains(project, 'upgrade', words=['missing', 'migrations/versions'])


def test_what_python_keeps_of_a_module_is_cut_short(project):
    project.manage('db', 'history')
    for module in 'safe_migrate/cli/__init__.py', 'models.py':
        kept = importlib.util.cache_from_source(project.path(module))
        with open(kept, 'r+b') as file:
            file.truncate(os.path.getsize(kept) // 2)
        complains(project, 'upgrade', words=['is damaged', 'find . -name __pycache__'])
        os.remove(kept)

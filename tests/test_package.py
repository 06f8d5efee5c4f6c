"""`safe_migrate` as a package that is installed beside a codebase which is not this one."""
import glob
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest
from conftest import ROOT, Project

SOURCES = ['setup.py', 'setup.cfg', 'MANIFEST.in', 'LICENSE', 'README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'docs',
           'requirements.txt', 'requirements-postgresql.txt', 'requirements-sqlalchemy14.txt',
           'requirements-tests.txt', 'safe_migrate', 'tests']
BLOG = '''
from flask import Flask
from flask.ext.login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from werkzeug import generate_password_hash

app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///posts.db'
app.config['SQLALCHEMY_TRACK_MODIFICATIONS'] = False
db = SQLAlchemy(app)
LoginManager(app)


class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80), nullable=False, default=generate_password_hash)
'''
RUN = '''
from safe_migrate import safeguard
from blog import app, db
from flask_migrate import Migrate, MigrateCommand
from flask_script import Manager

Migrate(app, db)
manager = Manager(app)
manager.add_command('db', MigrateCommand)
safeguard(manager)

if __name__ == '__main__':
    manager.run()
'''


@pytest.fixture(scope='module')
def checkout(tmp_path_factory):
    """A copy of what the package is built from."""
    folder = tmp_path_factory.mktemp('checkout')
    for name in SOURCES:
        source, target = os.path.join(ROOT, name), str(folder / name)
        if os.path.isdir(source):
            shutil.copytree(source, target, ignore=shutil.ignore_patterns('__pycache__'))
        else:
            shutil.copy(source, target)
    return str(folder)


def pip(python, *arguments):
    done = subprocess.run([python, '-m', 'pip', '-q', '--disable-pip-version-check'] + list(arguments),
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout.decode()


def environment(folder):
    """The Python of a new virtual environment."""
    subprocess.run([sys.executable, '-m', 'venv', folder], check=True)
    return os.path.join(folder, 'bin', 'python')


@pytest.fixture(scope='module')
def wheel(checkout, tmp_path_factory):
    python = environment(str(tmp_path_factory.mktemp('builds')))
    pip(python, 'install', 'wheel')  # which the pip of Python 3.6 needs
    folder = str(tmp_path_factory.mktemp('wheel'))
    pip(python, 'wheel', '--no-deps', '--wheel-dir', folder, checkout)
    return glob.glob(os.path.join(folder, '*.whl'))[0]


@pytest.fixture
def blog(tmp_path):
    """A codebase of another kind, with requirements of its own."""
    project = Project(tmp_path / 'blog')
    os.mkdir(project.folder)
    project.write(blog=BLOG, run=RUN)
    project.replace('requirements.txt', 'Flask-Login<0.6\n')
    project.replace('.flaskenv', 'FLASK_APP=run.py\n')
    return project


@pytest.mark.long
def test_the_wheel_has_the_package_its_metadata_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata, = [archive.read(name).decode('utf-8') for name in names if name.endswith('dist-info/METADATA')]
    assert {name.partition('/')[0] for name in names} == {'safe_migrate', os.path.basename(wheel)[:-len('-py3-none-any.whl')]
                                                          + '.dist-info'}
    assert 'safe_migrate/translation/chinese/errors.py' in names and [name for name in names if name.endswith('LICENSE')]
    head, _, text = metadata.partition('\n\n')
    for line in ('Name: safe-migrate', 'License: MIT', 'Requires-Python: >=3.6', 'Summary: ',
                 'Classifier: Framework :: Flask',
                 'Description-Content-Type: text/markdown', 'Requires-Dist: Flask'):
        assert line in head, metadata
    assert text.startswith('# ')


@pytest.mark.long
def test_the_source_archive_has_the_manual_and_no_tests(checkout, tmp_path):
    subprocess.run([sys.executable, 'setup.py', '-q', 'sdist', '-d', str(tmp_path)], cwd=checkout, check=True)
    archive, = glob.glob(str(tmp_path / '*.tar.gz'))
    with tarfile.open(archive) as file:
        names = {name.partition('/')[2] for name in file.getnames()}
    assert {'LICENSE', 'docs/pins.md', 'requirements.txt', 'safe_migrate/translation/chinese/errors.py', 'setup.py'} <= names
    assert not [name for name in names if name.startswith('tests')]


@pytest.mark.long
@pytest.mark.parametrize('constraints', [[], ['-c', os.path.join(ROOT, 'requirements.txt')]], ids=['ranges', 'pins'])
def test_it_is_installed_beside_a_codebase_that_keeps_its_own_requirements(wheel, blog, tmp_path, constraints):
    python = environment(str(tmp_path / 'environment'))
    pip(python, 'install', '-r', blog.path('requirements.txt'), wheel, 'python-dotenv', *constraints)
    flask = os.path.join(os.path.dirname(python), 'flask')
    for arguments in (['init'], ['migrate', '--message', '博客'], ['upgrade', '--message', 'why'],
                      ['status', '--exit-code']):
        done = blog.run(python, 'run.py', 'db', *arguments)
        assert done.status == 0, done
    status = blog.run(flask, 'db', 'status', '--exit-code')
    assert status.status == 0 and status.out == done.out, status
    assert '升级' in blog.run(flask, 'db', '--help', settings={'SAFE_MIGRATE_LANG': 'zh'}).out
    version = blog.run(python, '-c', 'import safe_migrate; print(safe_migrate.__version__)').out
    assert '-%s-' % version.strip() in wheel


@pytest.mark.long
def test_what_the_checkout_itself_installs_leaves_no_litter(checkout, tmp_path):
    before = {name for name in os.listdir(checkout) if not name.endswith('.egg-info')}
    pip(environment(str(tmp_path / 'environment')), 'install', '--no-deps', checkout)
    assert {name for name in os.listdir(checkout) if not name.endswith('.egg-info')} == before


@pytest.mark.long
def test_the_newest_releases_are_named_with_what_to_type(project, tmp_path):
    python = environment(str(tmp_path / 'environment'))
    pip(python, 'install', 'flask>=2', 'flask-sqlalchemy', 'flask-migrate', 'Flask-Script', 'python-dotenv')
    done = project.run(python, 'manage.py', 'db', 'upgrade')
    assert done.status == 1 and done.err.count('\n') == 1, done
    assert done.err.startswith('Error: installed is Flask ') and "Type: pip install 'Flask>=1.0,<2'" in done.err, done


@pytest.fixture
def with_release(project, tmp_path):
    """Lets Flask-Migrate be installed in another release, as far as its metadata says."""
    import flask_migrate
    site = tmp_path / 'site'
    shutil.copytree(os.path.dirname(flask_migrate.__file__), str(site / 'flask_migrate'))
    project.settings['PYTHONPATH'] = str(site)

    def install(release):
        (site / ('Flask_Migrate-%s.dist-info' % release)).mkdir()
        return project
    return install


@pytest.mark.parametrize('release', ['2.1.1', '4.0.0'])
def test_a_release_that_does_not_fit_is_named_in_one_line(with_release, release):
    project = with_release(release)
    for arguments in (['db', 'upgrade'], ['db'], ['db', 'status']):
        assert project.manage(*arguments, status=1).err == (
            "Error: installed is Flask-Migrate %s, and safe_migrate needs Flask-Migrate>=2.5.3,<3. "
            "Type: pip install 'Flask-Migrate>=2.5.3,<3'\n" % release)
    assert '已安装的是' in project.manage('db', status=1, settings={'SAFE_MIGRATE_LANG': 'zh'}).err
    project.edit('manage.py', 'if __name__', '@manager.command\ndef greet():\n    print("hello")\n\n\nif __name__')
    assert project.manage('greet').out == 'hello\n'  # as it would without safeguard


def test_a_release_within_the_range_runs(with_release):
    with_release('2.6.0').manage('db', 'upgrade')


@pytest.mark.parametrize('language, said', [('en', 'needs 3.6 or later. Type: python3 manage.py db upgrade\n'),
                                            ('zh', '请输入：python3 manage.py db upgrade\n')])
def test_a_python_that_is_too_old_is_named_in_one_line(project, language, said):
    pyenv = os.path.expanduser('~/.pyenv')
    old = (glob.glob(pyenv + '/versions/2.7*/bin/python') + [shutil.which('python2.7')])[0]
    if old is None:  # as in Debian's newer suites, which have none; CI's machine has one beside the other Pythons
        (pytest.fail if os.environ.get('CI') and os.path.isdir(pyenv) else pytest.skip)('no Python 2.7 is on this machine')
    done = project.run(old, 'manage.py', 'db', 'upgrade', settings={'SAFE_MIGRATE_LANG': language})
    assert done.status == 1 and done.err.count('\n') == 1 and done.err.endswith(said), done


@pytest.mark.parametrize('encoding', ['utf-8', 'utf-16'])
def test_the_releases_of_what_is_held_are_taken_off_a_codebase_s_requirements(tmp_path, encoding):
    lines = ['Flask==0.12', 'click<7 ; python_version < "4"  # old', 'psycopg2==2.8.3', 'PyMySQL[rsa]==0.9', 'WTForms==2.2',
             'pkg-resources==0.0.0', '-r more.txt', '# SQLAlchemy==1.1', '']
    path = tmp_path / 'requirements.txt'
    path.write_bytes('\n'.join(lines).encode(encoding))
    for __ in range(2):  # the second time there is nothing left to take off, and the first file is still there
        done = subprocess.run([sys.executable, os.path.join(ROOT, 'safe_migrate', 'loosen.py'), str(path)], check=True,
                              stdout=subprocess.PIPE, cwd=str(tmp_path))
    assert done.stdout == b'' and (tmp_path / 'requirements.txt.old').read_text(encoding=encoding).splitlines() == lines[:-1]
    assert path.read_text().splitlines() == [
        'Flask', 'click ; python_version < "4"  # old', 'psycopg2-binary', 'PyMySQL[rsa]', 'WTForms==2.2', '', '-r more.txt',
        '# SQLAlchemy==1.1']


@pytest.mark.parametrize('language, said', [('en', 'Error: there is no file'), ('zh', '错误：这里没有文件')])
def test_a_codebase_without_requirements_is_told_what_to_install(tmp_path, language, said):
    done = subprocess.run([sys.executable, os.path.join(ROOT, 'safe_migrate', 'loosen.py'), 'requirements.txt'],
                          stderr=subprocess.PIPE, cwd=str(tmp_path),
                          env=dict(os.environ, SAFE_MIGRATE_LANG=language, PYTHONIOENCODING='utf-8'))
    typed = 'pip install -c {0}/requirements.txt {0}'.format(ROOT).encode()
    assert done.returncode == 1 and done.stderr.startswith(said.encode('utf-8')), done
    assert typed in done.stderr.splitlines()[1], done

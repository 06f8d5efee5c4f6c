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
    os.remove(blog.path('run.py'))
    blog.replace('blog.py', BLOG + 'from flask_migrate import Migrate\nMigrate(app, db)\n')
    alone = blog.run(flask, 'db', 'status', settings={'FLASK_APP': 'blog.py'})
    assert alone.status == 0 and alone.out == done.out, alone
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


@pytest.fixture
def loosen(tmp_path):
    """Runs the first step for a codebase of one's own in a folder with these files."""
    def run(argument='requirements.txt', status=0, path=os.environ['PATH'], language='en', **files):
        for name, lines in files.items():
            (tmp_path / (name if name == 'Pipfile' else name + '.txt')).write_text('\n'.join(lines) + '\n')
        done = subprocess.run([sys.executable, os.path.join(ROOT, 'safe_migrate', 'loosen.py'), argument], cwd=str(tmp_path),
                              env=dict(os.environ, SAFE_MIGRATE_LANG=language, PYTHONIOENCODING='utf-8', PATH=path,
                                       PIP_NO_INDEX='1', PIP_FIND_LINKS=str(tmp_path), PIP_CONFIG_FILE=os.devnull),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert done.returncode == status, done
        return (done.stdout + done.stderr).decode('utf-8').splitlines()
    return run


def content(tmp_path, name='requirements.txt'):
    return (tmp_path / name).read_text().splitlines()


@pytest.mark.parametrize('encoding', ['utf-8', 'utf-16'])
def test_the_releases_of_what_is_held_are_taken_off_a_codebase_s_requirements(tmp_path, loosen, encoding):
    lines = ['Flask==0.12', 'click<7 ; python_version < "4"  # old', 'psycopg2==2.8.3', 'PyMySQL[rsa]==0.9', 'WTForms',
             'pkg-resources==0.0.0', '-r more.txt', '# SQLAlchemy==1.1', '-e .', '']
    path = tmp_path / 'requirements.txt'
    path.write_bytes('\n'.join(lines).encode(encoding))
    loosen()
    assert loosen() == []  # the second time there is nothing left to take off, and the first file is still there
    assert (tmp_path / 'requirements.txt.old').read_text(encoding=encoding).splitlines() == lines[:-1]
    assert content(tmp_path) == ['Flask', 'click ; python_version < "4"  # old', 'psycopg2-binary', 'PyMySQL[rsa]',
                                 'WTForms', '', '-r more.txt', '# SQLAlchemy==1.1', '-e .']


def test_one_of_them_from_a_repository_or_an_archive_is_taken_from_the_index(tmp_path, loosen):
    """Beside the release that is held, pip refuses it."""
    other = ['git+https://example.com/tool.git@1.0#egg=tool==1.0', '-e git+https://example.com/site.git', 'own @ file:///own']
    loosen(requirements=['git+https://example.com/flask-sqlalchemy.git@500e732#egg=Flask-SQLAlchemy==2.3.2.dev20190108',
                         '-e git+https://example.com/flask-script.git#subdirectory=src&egg=Flask_Script',
                         'https://example.com/alembic/master.zip#egg=alembic',
                         'Flask-Migrate @ https://example.com/m.zip', *other])
    assert content(tmp_path) == ['Flask-SQLAlchemy', 'Flask_Script', 'alembic', 'Flask-Migrate'] + other


def test_what_was_there_is_kept_each_time(tmp_path, loosen):
    (tmp_path / 'requirements.txt.old').write_text('my own\n')
    assert loosen(requirements=['Flask==0.12'])[0] == 'What was there is kept in requirements.txt.old2.'
    assert content(tmp_path, 'requirements.txt.old') == ['my own']
    assert content(tmp_path, 'requirements.txt.old2') == ['Flask==0.12']


def test_a_file_that_they_name_is_loosened_with_them(tmp_path, loosen):
    said = loosen(requirements=['-r common.txt  # all of them', '-c limits.txt', 'six==1.0'],
                  common=['Flask==0.12', '-r requirements.txt'], limits=['Jinja2==2.9'])
    assert said == ['six==1.0 -> six', 'common.txt:', 'Flask==0.12 -> Flask', 'limits.txt:', 'Jinja2==2.9 -> Jinja2']
    assert content(tmp_path, 'common.txt') == ['Flask', '-r requirements.txt']
    assert content(tmp_path, 'common.txt.old') == ['Flask==0.12', '-r requirements.txt']


def test_hashes_are_taken_off_since_pip_wants_all_or_none(tmp_path, loosen):
    said = loosen(requirements=['Flask==0.12 \\', '    --hash=sha256:aa \\', '    --hash=sha256:bb',
                                'WTForms --hash=sha256:cc'])
    assert content(tmp_path) == ['Flask', 'WTForms']
    assert said == ['Flask==0.12 -> Flask', 'The hashes are taken off: pip wants them for each package or for none.']


def test_how_the_lines_end_and_a_comment_in_another_encoding_stay(tmp_path, loosen):
    (tmp_path / 'requirements.txt').write_bytes('# 依赖\r\nFlask==0.12  # 框架\r\n'.encode('gbk'))
    loosen()
    assert (tmp_path / 'requirements.txt').read_bytes() == '# 依赖\r\nFlask # 框架\r\n'.encode('gbk')


def test_what_only_a_compiler_or_an_older_python_installs_is_replaced_or_taken_off(tmp_path, loosen):
    loosen(requirements=['MySQL-python==1.2.5', 'pycrypto==2.6.1', 'Pillow==4.2', 'PyYAML==3.11', 'wsgiref==0.1.2',
                         'enum34==1.1.6', 'futures==3.0', 'typed-ast==1.3.5', 'pylint==2.3.1'])
    assert content(tmp_path) == ['PyMySQL', 'pycryptodome', 'Pillow', 'PyYAML', '', '', '', '', 'pylint']


def wheel_of(tmp_path, name, release, python='py3', needs=()):
    """A wheel that pip can install from a folder."""
    folder = '%s-%s.dist-info/' % (name, release)
    with zipfile.ZipFile(str(tmp_path / ('%s-%s-%s-none-any.whl' % (name, release, python))), 'w') as wheel:
        wheel.writestr(name + '.py', '')
        wheel.writestr(folder + 'METADATA', 'Metadata-Version: 2.1\nName: %s\nVersion: %s\n' % (name, release)
                       + ''.join('Requires-Dist: %s\n' % one for one in needs))
        wheel.writestr(folder + 'WHEEL', 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: %s-none-any\n' % python)
        wheel.writestr(folder + 'RECORD', '')


@pytest.mark.long
def test_a_release_that_pip_does_not_install_is_taken_off_with_those_of_what_the_newest_needs(tmp_path, loosen):
    wheel_of(tmp_path, 'queue', '1.0', needs=['wire (<2)'])
    wheel_of(tmp_path, 'queue', '2.0', needs=['wire (>=2)'])
    wheel_of(tmp_path, 'wire', '1.0', python='cp27')
    wheel_of(tmp_path, 'wire', '2.0')
    wheel_of(tmp_path, 'other', '1.0')
    said = loosen(requirements=['queue==1.0  # old', 'wire==1.0', 'other==1.0', 'nowhere==1.0', 'six<2; python_version<"3"',
                                'wire==9; python_version<"3"'])
    assert content(tmp_path) == ['queue # old', 'wire', 'other==1.0', 'nowhere==1.0', 'six ; python_version<"3"',
                                 'wire ; python_version<"3"']
    assert said[:3] == [
        'Trying in a temporary folder whether pip installs the releases that stay in requirements.txt: 5 ...',
        'pip cannot install queue==1.0 here. Its newest release takes the place, with what that needs.',
        'pip cannot install wire==1.0 here. Its newest release takes the place, with what that needs.']


@pytest.mark.long
def test_a_release_that_is_not_built_here_is_named_and_stays_where_no_newer_one_is(tmp_path, loosen):
    files = {'setup.py': 'raise SystemExit("use_2to3 is invalid")', 'PKG-INFO': 'Name: broken\nVersion: 1.0\n',
             'broken.py': 'raise SystemExit("no compiler")',
             'pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "broken"\nbackend-path = ["."]\n'}
    with tarfile.open(str(tmp_path / 'broken-1.0.tar.gz'), 'w:gz') as archive:
        for name in files if sys.version_info >= (3, 7) else ['setup.py', 'PKG-INFO']:  # the pip of then knows no other
            (tmp_path / name).write_text(files[name])
            archive.add(str(tmp_path / name), 'broken-1.0/' + name)
    said = loosen(requirements=['broken==1.0'])
    assert said[1:] == ['pip cannot install broken==1.0 here, nor its newest release.',
                        'Write in its place what does the same, or delete that line: %s/docs/faq.md' % ROOT]
    assert content(tmp_path) == ['broken==1.0']


def test_mysqlclient_stays_where_its_headers_are_and_is_pymysql_elsewhere(tmp_path, loosen):
    with_headers = tmp_path / 'bin'
    with_headers.mkdir()
    said = loosen(requirements=['mysqlclient==1.3.7'], path=str(with_headers))
    assert content(tmp_path) == ['PyMySQL'] and said[0] == 'mysqlclient==1.3.7 -> PyMySQL'
    assert said[1].endswith('put before it: import pymysql; pymysql.install_as_MySQLdb()')
    (with_headers / 'mysql_config').write_text('')
    (with_headers / 'mysql_config').chmod(0o755)
    assert 'mysqlclient==1.3.7 -> mysqlclient' in loosen(requirements=['mysqlclient==1.3.7'], path=str(with_headers))


def test_requirements_are_written_from_a_pipfile(tmp_path, loosen):
    said = loosen(Pipfile=['[[source]]', 'url = "https://pypi.org/simple"', '[dev-packages]', 'pytest = "*"', '[packages]',
                           'flask = "==0.12"', '"Flask-Login" = "~=0.4"', 'celery = {extras = ["redis"], version = "==4.1"}',
                           'wtforms = "*"', 'own = {path = "."}', '[requires]', 'python_version = "3.6"'])
    assert content(tmp_path) == ['flask', 'Flask-Login~=0.4', 'celery[redis]==4.1', 'wtforms']
    assert 'Not taken from the Pipfile, since it is no release: own = {path = "."}' in said
    assert 'requirements.txt is written from the Pipfile:' in said


@pytest.mark.parametrize('language, said', [('en', 'Error: there is no file'), ('zh', '错误：这里没有文件')])
def test_a_codebase_without_requirements_is_told_what_to_install(loosen, language, said):
    lines = loosen(status=1, language=language)
    assert lines[0].startswith(said) and 'pip install -c {0}/requirements.txt {0}'.format(ROOT) in lines[1]


def test_where_the_requirements_are_elsewhere_that_is_said(tmp_path, loosen):
    (tmp_path / 'setup.py').write_text('')
    said = loosen(status=1)
    assert said[1] == ('What setup.py asks for is installed with: pip install -c {0}/requirements.txt {0} -e .'.format(ROOT))
    (tmp_path / 'requirements').mkdir()
    (tmp_path / 'requirements' / 'dev.txt').write_text('')
    (tmp_path / 'pip-requirements.txt').write_text('')
    assert loosen(status=1)[1] == ('Give one of these in its place, here and after -r: pip-requirements.txt, '
                                   + os.path.join('requirements', 'dev.txt'))

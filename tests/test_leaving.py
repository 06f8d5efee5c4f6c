"""Leaving: the project's own files run unedited on the newest releases, on a database that the pinned ones made."""
import os
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT, Project

FIRST = 'fcc71ef3b1ac'
NEWEST = ['flask', 'flask-sqlalchemy', 'flask-migrate', 'sqlalchemy', 'pymysql[rsa]', 'python-dotenv']
FILES = ['app.py', 'exts.py', 'models.py', 'config.py', 'migrations']

pytestmark = pytest.mark.long


@pytest.fixture(scope='module')
def newest(tmp_path_factory):
    """The `flask` program of an environment with the newest releases of everything."""
    assert sys.version_info >= (3, 10), 'the newest Flask and SQLAlchemy need a newer Python'
    folder = str(tmp_path_factory.mktemp('newest'))
    subprocess.run([sys.executable, '-m', 'venv', folder], check=True)
    subprocess.run([os.path.join(folder, 'bin', 'pip'), 'install', '-q'] + NEWEST, check=True)
    return os.path.join(folder, 'bin', 'flask')


@pytest.fixture
def left(tmp_path):
    """The project's own files alone, without safe_migrate and manage.py."""
    folder = tmp_path / 'left'
    folder.mkdir()
    for name in FILES:
        copy = shutil.copytree if os.path.isdir(os.path.join(ROOT, name)) else shutil.copy
        copy(os.path.join(ROOT, name), str(folder / name))
    return Project(folder, {'FLASK_APP': 'app.py'})


def test_upgrade_check_and_downgrade_on_the_newest_releases(left, newest, mariadb):
    with mariadb.server.account('用户', '密码 %41@/'):
        for settings in ({}, dict(mariadb.settings, DB_USERNAME='用户', DB_PASSWORD='密码 %41@/')):
            for command in ('upgrade', 'check', 'downgrade', 'upgrade'):
                done = left.run(newest, 'db', command, settings=settings)
                assert done.status == 0, done
    assert mariadb.tables() == {'alembic_version', 'user', 'student'}
    assert os.path.getsize(left.path('app.db'))


def test_a_database_of_the_pinned_releases_has_nothing_to_migrate(left, newest, migrated, database):
    migrated.manage('db', 'upgrade')
    settings = database.settings or {'DB_URI': 'sqlite:///' + database.path}
    done = left.run(newest, 'db', 'check', settings=settings)
    assert done.status == 0 and 'No new upgrade operations detected' in done.out + done.err, done


def test_after_db_leave_the_newest_tool_finds_nothing_unknown(left, newest, migrated, database):
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO student (id, name) VALUES (1, 'x')")
    migrated.manage('db', 'downgrade', '--yes')
    migrated.manage('db', 'downgrade', 'base', '--yes')
    migrated.manage('db', 'upgrade', FIRST)  # the rows of the other table stay in the bin
    settings = database.settings or {'DB_URI': 'sqlite:///' + database.path}
    assert tables_of(database) > {'migration_bin', 'migration_journal'}
    migrated.manage('db', 'leave', '--yes')
    assert tables_of(database) == {'alembic_version', 'user'}
    for command in (['upgrade'], ['check'], ['migrate', '-m', 'nothing']):
        done = left.run(newest, 'db', *command, settings=settings)
        assert done.status == 0, done
    assert 'No changes in schema detected' in done.out + done.err and len(left.revisions()) == 2


def tables_of(database):
    """All of them, ours too."""
    query = 'SHOW TABLES' if database.name == 'mariadb' else "SELECT name FROM sqlite_master WHERE type = 'table'"
    return {name for name, in database.query(query) if not name.startswith('sqlite_')}


EDITS = {
    """config.set_main_option(
    'sqlalchemy.url',
    str(current_app.extensions['migrate'].db.engine.url).replace('%', '%%'))
""": "engine = current_app.extensions['migrate'].db.engine\n",
    'url = config.get_main_option("sqlalchemy.url")': 'url = engine.url',
    """connectable = engine_from_config(
        config.get_section(config.config_ini_section),
        prefix='sqlalchemy.',
        poolclass=pool.NullPool,
    )""": 'connectable = engine',
}


def test_a_stock_env_py_needs_the_edits_of_the_manual(left, newest, project, mariadb):
    shutil.rmtree(project.path('migrations'))
    project.manage('db', 'init')
    left.replace('migrations/env.py', project.read('migrations', 'env.py'))
    for old, new in EDITS.items():
        left.edit('migrations/env.py', old, new)
    with mariadb.server.account('leaver', 'secret'):
        settings = dict(mariadb.settings, DB_USERNAME='leaver', DB_PASSWORD='secret')
        for arguments in (('upgrade',), ('check',), ('downgrade',), ('upgrade', '--sql')):
            done = left.run(newest, 'db', *arguments, settings=settings)
            assert done.status == 0, done


def test_the_lines_of_the_manual_replace_manage_py(left, newest):
    with open(os.path.join(ROOT, 'docs', 'leaving.md'), encoding='utf-8') as file:
        manual = file.read()
    left.write(manage=manual.split('```python\n')[1].split('```')[0])
    left.settings['FLASK_APP'] = 'manage.py'
    for command in ('upgrade', 'check', 'downgrade'):
        done = left.run(newest, 'db', command)
        assert done.status == 0, done

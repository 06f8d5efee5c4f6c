"""Unusual surroundings: small packets, limits of a user, options of the application's engine, one database named twice."""
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import pytest
from conftest import ROOT
from test_privileges import user_with

REVISION = '''
from alembic import op
import sqlalchemy as sa
revision, down_revision, branch_labels, depends_on = 'changes', '423cbaf36ad7', None, None


def upgrade():
%s


def downgrade():
    pass
'''
MANY = '''    op.create_table('long', sa.Column('id', sa.Integer, primary_key=True), sa.Column('text', sa.Text))
    for number in range(1, 101):
        op.execute("INSERT INTO `long` (id, text) VALUES (%d, '%s')" % (number, 'x' * 59000))
'''
OWN_ENGINE = '''
from alembic import context
from flask import current_app
from sqlalchemy import create_engine, pool
config = context.config
target_metadata = current_app.extensions['migrate'].db.metadata
url = str(current_app.config['SQLALCHEMY_DATABASE_URI'])
with create_engine(url, poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection, target_metadata=target_metadata)
    with context.begin_transaction():
        context.run_migrations()
'''
BOUND = '''

class Event(db.Model):
    __bind_key__ = 'log'
    id = db.Column(db.Integer, primary_key=True)
'''


@pytest.fixture
def on_mariadb(project, mariadb):
    project.settings.update(mariadb.settings)
    return project


@pytest.mark.long
def test_many_long_statements_are_applied_where_the_server_takes_packets_of_a_megabyte(on_mariadb, mariadb):
    on_mariadb.replace('migrations/versions/changes.py', REVISION % MANY)
    before = mariadb.query('SELECT @@GLOBAL.max_allowed_packet')[0][0]
    mariadb.query('SET GLOBAL max_allowed_packet = 1048576')
    try:
        on_mariadb.manage('db', 'upgrade')
    finally:
        mariadb.query('SET GLOBAL max_allowed_packet = %d' % before)
    assert mariadb.query('SELECT COUNT(*) FROM `long`') == ((100,),)


@pytest.mark.long
def test_a_packet_that_is_too_long_is_told_in_a_few_lines(on_mariadb, mariadb):
    on_mariadb.replace('migrations/versions/changes.py', REVISION % MANY.replace('59000', '1500000'))
    before = mariadb.query('SELECT @@GLOBAL.max_allowed_packet')[0][0]
    mariadb.query('SET GLOBAL max_allowed_packet = 1048576')
    try:
        result = on_mariadb.manage('db', 'upgrade', status=1)
    finally:
        mariadb.query('SET GLOBAL max_allowed_packet = %d' % before)
    told = result.err[result.err.index('Error:'):]
    assert len(told.splitlines()) <= 6 and 'Traceback' not in result.err and 'sqlalchemy.pool' not in result.err, result


@pytest.mark.long
def test_a_user_whose_queries_are_used_up_is_told_so_in_a_few_lines(on_mariadb, mariadb):
    with user_with(mariadb, 'ALL') as user:
        mariadb.query("GRANT USAGE ON *.* TO %s@'%%' WITH MAX_QUERIES_PER_HOUR 30" % user['DB_USERNAME'])
        for _ in range(3):
            result = on_mariadb.manage('db', 'upgrade', settings=user, status=None)
    assert result.status == 1 and 'max_que' in result.err and 'gives this user no more' in result.err
    assert len(result.err[result.err.index('Error:'):].splitlines()) <= 6 and 'sqlalchemy.pool' not in result.err, result


@pytest.mark.long
@pytest.mark.parametrize('where', ['config', 'exts'])
def test_an_env_that_makes_its_own_engine_connects_as_the_application_does(on_mariadb, mariadb, where):
    on_mariadb.replace('migrations/env.py', OWN_ENGINE)
    options = "{'connect_args': {'port': %d}}" % mariadb.server.port
    on_mariadb.settings['DB_URI'] = 'mysql+pymysql://root@127.0.0.1/%s' % mariadb.database
    del on_mariadb.settings['DB_NAME']
    if where == 'config':
        on_mariadb.replace('config.py', on_mariadb.read('config.py') + '\nSQLALCHEMY_ENGINE_OPTIONS = %s\n' % options)
    else:
        on_mariadb.edit('exts.py', 'SQLAlchemy()', 'SQLAlchemy(engine_options=%s)' % options)
    on_mariadb.manage('db', 'upgrade')
    assert {'user', 'student'} <= mariadb.tables()


@pytest.mark.long
def test_one_database_under_two_names_is_told_before_anything_is_done(migrated, database):
    migrated.replace('models.py', migrated.read('models.py') + BOUND)
    migrated.replace('config.py', migrated.read('config.py') + "\nSQLALCHEMY_BINDS = {'log': SQLALCHEMY_DATABASE_URI}\n")
    shutil.rmtree(migrated.path('migrations'))
    migrated.manage('db', 'init', '--multidb')
    result = migrated.manage('db', 'migrate', status=1)
    assert "SQLALCHEMY_DATABASE_URI and SQLALCHEMY_BINDS['log'] are one database" in result.err, result
    assert database.tables() <= {'alembic_version'} and not migrated.revisions()


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, 'geteuid') or os.geteuid() != 0, reason='only root may be two users')
def test_the_lock_of_another_users_killed_process_stops_nobody():
    import fcntl
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'x.db-migrating')
        with open(path, 'w') as file:
            file.write('root@host, process 1')
        os.chmod(path, 0o644)
        os.chmod(folder, 0o777)
        assert taken_by_nobody(path)
        with open(path) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            assert not taken_by_nobody(path)


def taken_by_nobody(path):
    """Whether the user `nobody` gets a lock; Python itself may be in a folder that only root may enter."""
    program = ('import os, sys; sys.path.insert(0, %r)\nfrom safe_migrate.upgrade.file_lock import FileLock\n'
               'os.setuid(65534)\nsys.exit(not FileLock(%r).take(0.1, lambda holder, seconds: None))' % (ROOT, path))
    return subprocess.run([sys.executable, '-c', program]).returncode == 0


@pytest.mark.long
def test_a_baseline_that_was_killed_before_it_was_marked_is_taken_up(migrated, database):
    migrated.manage('db', 'upgrade')
    database.query('DROP TABLE alembic_version')
    for name in migrated.revisions():
        os.remove(migrated.path('migrations', 'versions', name))
    migrated.manage('db', 'repair', '--baseline', '--yes')
    version = database.query('SELECT version_num FROM alembic_version')[0][0]
    database.query('DELETE FROM alembic_version')  # as it is where the process ended between the two
    result = migrated.manage('db', 'repair', '--baseline', '--yes')
    assert 'mark the revision %s as applied' % version in result.out
    assert database.query('SELECT version_num FROM alembic_version')[0][0] == version and len(migrated.revisions()) == 1


@pytest.mark.long
def test_a_file_of_sqlite_that_may_only_be_read_is_told_in_a_few_lines(project):
    project.manage('db', 'upgrade', 'fcc71ef3b1ac')
    uri = "'sqlite:///file:%s?mode=ro&uri=true'" % project.path('app.db')
    project.replace('config.py', project.read('config.py') + '\nSQLALCHEMY_DATABASE_URI = %s\n' % uri)
    result = project.manage('db', 'upgrade', status=1)
    assert 'Traceback' not in result.err and len(result.err[result.err.index('Error:'):].splitlines()) <= 6, result


@pytest.mark.long
def test_a_full_disk_leaves_a_database_of_sqlite_as_it_was(project):
    project.manage('db', 'upgrade', 'fcc71ef3b1ac')
    body = MANY.replace('`long`', '"long"')
    project.replace('migrations/versions/changes.py', REVISION % body)
    before = sqlite3.connect(project.path('app.db')).execute('SELECT * FROM alembic_version').fetchall()
    command = "ulimit -f 2000; trap '' XFSZ; exec %s manage.py db upgrade" % sys.executable
    result = project.run('bash', '-c', command)
    assert result.status == 1 and 'Traceback' not in result.err, result
    connection = sqlite3.connect(project.path('app.db'))
    assert connection.execute('SELECT * FROM alembic_version').fetchall() == before
    assert connection.execute('PRAGMA integrity_check').fetchone() == ('ok',)


MODELS = '''import sqlalchemy as sa
from sqlalchemy.ext.declarative import declarative_base
Base = declarative_base()
%s = type('%s', (Base,), {'__tablename__': '%s', 'id': sa.Column(sa.Integer, primary_key=True)})
'''
OF_MIGRATE = 'engine = migrate.db.engine\ntarget_metadata = migrate.db.metadata'


@pytest.mark.long
@pytest.mark.parametrize('models', ["of Flask-SQLAlchemy's", "of SQLAlchemy's own"])
def test_migrate_without_a_db_works_where_env_py_knows_the_models(project, models):
    """As with the stock tool, which asks for `db` in no file but the env.py that it makes."""
    for name in ('app.py', 'manage.py'):
        project.edit(name, 'Migrate(app, db)', 'Migrate().init_app(app)')
    if models == "of Flask-SQLAlchemy's":
        project.edit('migrations/env.py', OF_MIGRATE,
                     'from exts import db\nimport models\nengine, target_metadata = db.engine, db.metadata')
        project.replace('models.py', project.read('models.py') + '    age = db.Column(db.Integer)\n')
    else:
        project.replace('models.py', MODELS.replace('%s', 'Pet'))
        project.edit('manage.py', 'from exts import db\n', '')
        project.edit('manage.py', 'from models import Student, User  # noqa: F401\n', '')
        project.replace('app.py', 'from flask import Flask\nfrom flask_migrate import Migrate\napp = Flask(__name__)\n'
                                  'Migrate().init_app(app)\n')
        project.edit('migrations/env.py', OF_MIGRATE, "import models\nimport sqlalchemy\n"
                     "engine, target_metadata = sqlalchemy.create_engine('sqlite:///app.db'), models.Base.metadata")
    for command in (['upgrade'], ['migrate', '-m', 'more', '--yes'], ['upgrade', '--yes'], ['stamp', 'head'],
                    ['downgrade', '--yes'], ['current'], ['status'], ['history']):
        project.manage('db', *command)
    for command in (['upgrade', '--plan'], ['log'], ['tables'], ['bin'], ['doctor'], ['check', '--deep']):
        done = project.manage('db', *command, status=None)
        assert 'Traceback' not in done.err and 'NoneType' not in done.err
        assert (done.status == 0) == (models == "of Flask-SQLAlchemy's") or 'Migrate(app, db)' in done.err, done

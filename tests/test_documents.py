"""Both tutorials as projects of their own: what they say fails has to fail, what they say works has to work."""
import os
import sys

import pytest
from conftest import ROOT, Project

CONFIG = '''
DB_URI = %r

SQLALCHEMY_DATABASE_URI = DB_URI
'''
EXTS = '''
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
'''
USER = '''
from %s import db

class User(db.Model):
    __tablename__ = 'user'
    id = db.Column(db.Integer,primary_key=True,autoincrement=True)
    username = db.Column(db.String(50),nullable=False)
'''
CIRCULAR_APP = '''
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
import config
from models import User

app = Flask(__name__)
app.config.from_object(config)
db = SQLAlchemy(app)

if __name__ == '__main__':
    app.run()
'''
APP = '''
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
import config
from models import User
from exts import db

app = Flask(__name__)
app.config.from_object(config)
db.init_app(app)

if __name__ == '__main__':
    app.run()
'''
MANAGE = '''
from safe_migrate import safeguard
from flask_script import Manager
from app import app
from flask_migrate import Migrate,MigrateCommand
from exts import db

from models import User

manager = Manager(app)

Migrate(app,db)

manager.add_command('db',MigrateCommand)
safeguard(manager)

if __name__ == '__main__':
    manager.run()
'''
FACTORY_APP = '''
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
import config

db = SQLAlchemy()

class Student(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(50))

def create_app():
    app = Flask(__name__)
    app.config.from_object(config)
    db.init_app(app)
    migrate=Migrate(app=app,db=db)
    return app
'''
FACTORY_MANAGE = '''
from safe_migrate import safeguard
from flask_migrate import MigrateCommand
from flask_script import Manager

import App

app = App.create_app()
manager = Manager(app)
manager.add_command('db', MigrateCommand)
safeguard(manager)

if __name__ == '__main__':
    manager.run()
'''


@pytest.fixture
def empty(tmp_path, database):
    """An empty folder with `config.py`, as both documents begin, and `safe_migrate` beside it."""
    folder = tmp_path / 'project'
    folder.mkdir()
    os.symlink(os.path.join(ROOT, 'safe_migrate'), str(folder / 'safe_migrate'))
    project = Project(folder)
    project.write(config=CONFIG % address_of(database))
    return project


def address_of(database):
    if database.name == 'sqlite':
        return 'sqlite:///' + database.path
    server = database.server
    account = server.user + (':' + server.password if server.password else '')
    return 'mysql+pymysql://%s@%s:%s/%s?charset=utf8' % (account, server.host, server.port, database.database)


def write_second(project):
    project.write(exts=EXTS, models=USER % 'exts', app=APP, manage=MANAGE)


def write_first(project):
    project.write(App=FACTORY_APP, manage=FACTORY_MANAGE)


# The second document: circular imports.

def test_models_and_app_that_import_one_another_fail(empty):
    empty.write(models=USER % 'app', app=CIRCULAR_APP, manage=MANAGE.replace('exts', 'app'))
    said = empty.manage('db', 'init', status=1).err
    assert 'models.py:2 imports app.py, which is itself still being imported: a circular import' in said


def test_a_third_file_breaks_the_circle(empty, database):
    write_second(empty)
    empty.manage('db', 'init')
    empty.manage('db', 'migrate')
    empty.manage('upgrade')
    assert database.tables() == {'alembic_version', 'user'}


def test_a_changed_model_is_migrated_by_the_same_two_commands(empty, database):
    write_second(empty)
    empty.manage('db', 'init')
    empty.manage('db', 'migrate')
    empty.manage('db', 'upgrade')
    empty.edit('models.py', 'nullable=False)', 'nullable=False)\n    email = db.Column(db.String(80))')
    empty.manage('db', 'migrate')
    empty.manage('db', 'upgrade')
    database.query("INSERT INTO user (username, email) VALUES ('a', 'b')")


def test_models_imported_in_app_alone_are_mapped_too(empty, database):
    write_second(empty)
    empty.edit('manage.py', 'from models import User', '')
    empty.manage('db', 'init')
    empty.manage('db', 'migrate')
    empty.manage('db', 'upgrade')
    assert 'user' in database.tables()


def test_models_that_only_manage_py_imports_are_mapped(empty, database):
    write_second(empty)
    empty.edit('app.py', 'from models import User', '')
    empty.manage('db', 'init')
    empty.manage('db', 'migrate')
    empty.manage('db', 'upgrade')
    assert 'user' in database.tables()


def test_models_that_nothing_imports_are_not_mapped(empty):
    write_second(empty)
    empty.edit('app.py', 'from models import User', '')
    empty.edit('manage.py', 'from models import User', '')
    empty.manage('db', 'init')
    said = empty.manage('db', 'migrate').err
    assert 'No changes in schema detected' in said and 'Add to manage.py:\n    from models import User\n' in said


def test_the_other_commands_are_listed(empty):
    write_second(empty)
    assert 'downgrade' in empty.manage('db', '--help').out


# The first document: Flask-Migrate in practice.

@pytest.fixture
def cold(monkeypatch):
    """Each command is started as a reader starts it, also where the others are forked (see preloaded)."""
    monkeypatch.setenv('TEST_COLD', '1')


@pytest.mark.usefixtures('cold')
def test_the_flow_with_flask_script(empty, database):
    write_first(empty)
    empty.manage('db', 'init')
    empty.manage('db', 'migrate', '--message', '创建Student模型')
    empty.manage('db', 'upgrade', '--message', '创建Student模型')
    assert database.tables() == {'alembic_version', 'student'}
    empty.manage('db', 'downgrade', '--message', '后悔药')
    assert database.tables() == {'alembic_version'}
    empty.manage('db', '--help')


def install(project):
    """What `pip install` of this package tells the program `flask`."""
    folder = project.path('safe_migrate-0.dist-info')
    os.mkdir(folder)
    with open(os.path.join(folder, 'METADATA'), 'w') as file:
        file.write('Metadata-Version: 2.1\nName: safe-migrate\nVersion: 0\n')
    with open(os.path.join(folder, 'entry_points.txt'), 'w') as file:
        file.write('[flask.commands]\ndb = safe_migrate.flask_db:db\n')
    project.settings['PYTHONPATH'] = project.folder


@pytest.mark.long
@pytest.mark.usefixtures('cold')
@pytest.mark.parametrize('installed', [True, False] if sys.version_info < (3, 14) else [True])
def test_the_flow_with_flask_itself(empty, database, installed):
    """App.py imports nothing of this package: before Python 3.14 that is stock, which runs on no later one."""
    write_first(empty)
    if installed:
        install(empty)
    empty.settings['FLASK_APP'] = 'App'
    empty.flask('db', 'init')
    empty.flask('db', 'migrate')
    empty.flask('db', 'upgrade')
    assert database.tables() == {'alembic_version', 'student'}


def test_a_revision_has_an_upgrade_a_downgrade_and_the_revision_before_it(empty):
    write_first(empty)
    empty.manage('db', 'init')
    empty.manage('db', 'migrate')
    (text,) = empty.revisions().values()
    assert 'def upgrade():' in text and 'def downgrade():' in text and 'down_revision = None' in text


def edit_env(project):
    """The document's edit of `migrations/env.py`."""
    project.edit('migrations/env.py', '            target_metadata=target_metadata,\n            process',
                 '            target_metadata=target_metadata,\n            compare_type=True,\n            process')


def length_of(database, table, column):
    if database.name == 'sqlite':
        return {row[1]: row[2].lower() for row in database.query('PRAGMA table_info(%s)' % table)}[column]
    return {row[0]: row[1] for row in database.query('SHOW COLUMNS FROM %s' % table)}[column]


@pytest.mark.parametrize('edited', [True, False], ids=['with the edit of env.py', 'without it'])
@pytest.mark.parametrize('write, models, table, column',
                         [(write_first, 'App.py', 'student', 'name'), (write_second, 'models.py', 'user', 'username')])
def test_a_changed_length_is_found(empty, database, edited, write, models, table, column):
    write(empty)
    empty.manage('db', 'init')
    if edited:
        edit_env(empty)
    empty.manage('db', 'migrate')
    empty.manage('db', 'upgrade')
    empty.edit(models, 'String(50)', 'String(80)')
    assert '~ %s.%s ' % (table, column) in empty.manage('db', 'migrate', '--rev-id', 'longer').out
    assert 'existing_type=' in empty.revisions()['longer_.py']
    empty.manage('db', 'upgrade')
    assert length_of(database, table, column) == 'varchar(80)'
    assert 'No changes in schema detected' in empty.manage('db', 'migrate').err
    empty.manage('db', 'downgrade')
    assert length_of(database, table, column) == 'varchar(50)'


def test_a_codebase_that_has_switched_the_comparison_off_is_respected(empty):
    write_first(empty)
    empty.edit('App.py', 'db=db', 'db=db, compare_type=False')
    empty.manage('db', 'init')
    empty.manage('db', 'migrate')
    empty.manage('db', 'upgrade')
    empty.edit('App.py', 'String(50)', 'String(80)')
    assert 'No changes in schema detected' in empty.manage('db', 'migrate').err

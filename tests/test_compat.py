"""What older codebases stumble over on a newer Python, or on a newer Flask."""
import ast
import contextlib
import glob
import os
import subprocess
import sys
import time
import urllib.request

import pytest
from conftest import ROOT
from servers import free_port

OLDEST = '''
from flask.ext.script import Manager
from flask.ext.migrate import Migrate, MigrateCommand
from flask.ext.sqlalchemy import SQLAlchemy
import flask.ext.sqlalchemy.model
'''


def python(project, code, **settings):
    return project.run(sys.executable, '-c', code, settings=settings)


def test_a_function_becomes_a_command_on_every_python(project):
    done = python(project, '''
import safe_migrate.compat, inspect
def command(name, loud=False, *rest, **more): pass
print(tuple(inspect.getargspec(command)))
''')
    assert done.out == "(['name', 'loud'], 'rest', 'more', (False,))\n", done


def test_getargspec_refuses_what_it_always_refused(project):
    done = python(project, 'import safe_migrate.compat, inspect\ndef f(*, a): pass\ninspect.getargspec(f)')
    assert 'ValueError: Function has keyword-only parameters' in done.err, done


COMMANDS = """
from flask import url_for


@app.route('/student/<int:number>/file/<name>')
def student(number, name):
    return '%d %s' % (number, name)


@app.route('/all/', defaults={'page': 1})
@app.route('/all/<int:page>')
def all_students(page):
    return str(page)


@manager.command
def where(name, loud=False):
    "Say where a student is, for 100% of them, %s and %(prog) too."
    print(url_for('student', number=7, name='a b/c', q='x'), url_for('all_students', page=1))
    print(url_for('static', filename=name))
    print(app.test_client().get('/student/7/file/a').data, loud)


@manager.option('-s', '--share', help='such as 50%')
def half(share):
    print(share)


if __name__"""


def test_the_codebases_own_commands_run_on_every_python(project):
    project.edit('manage.py', '\nif __name__', COMMANDS)
    done = project.manage('where', 'x.css', '--loud')
    assert done.out == "/student/7/file/a%20b/c?q=x /all/\n/static/x.css\nb'7 a' True\n", done
    assert project.manage('half', '-s', '50%').out == '50%\n'
    project.manage('db', 'upgrade')
    assert os.path.exists(project.path('app.db'))


def test_without_a_command_the_help_is_shown(project):
    done = project.manage(status=2)
    assert 'runserver' in done.out and done.err == '', done


def test_a_commands_usage_begins_with_the_usage_of_its_manager(project):
    project.edit('manage.py', '\nif __name__', """
people = Manager(usage='manage.py people [--all]')


@people.command
def count():
    print(1)


manager.add_command('people', people)
if __name__""")
    done = project.manage('people', 'count', '--help')
    assert done.out.startswith('usage: manage.py people [--all] count [-?]'), done
    assert project.manage('people', 'count').out == '1\n'


def test_the_shell_has_the_application(project):
    done = project.manage('shell', typed='print(app.name, len(app.url_map._rules))\n')
    assert 'app 1' in done.out, done


def served(project, process, port):
    """What the application answers, once it listens."""
    deadline = time.time() + 60
    while True:
        assert process.poll() is None and time.time() < deadline, project.read('log')
        with contextlib.suppress(OSError):
            return urllib.request.urlopen('http://127.0.0.1:%d/where/7' % port).read()
        time.sleep(0.1)


WSGI = """
from manage import app
from wsgiref.simple_server import make_server
make_server('127.0.0.1', %d, app).serve_forever()
"""


@pytest.mark.parametrize('server', ['wsgiref', 'runserver', 'flask run'])
def test_the_application_is_served(project, server):
    project.edit('app.py', 'return app', "app.add_url_rule('/where/<int:number>', 'where', lambda number: str(number))\n"
                                         '    return app')
    port = free_port()
    command = {'wsgiref': ['-c', WSGI % port], 'runserver': ['manage.py', 'runserver', '-p', str(port)],
               'flask run': ['-m', 'flask', 'run', '-p', str(port)]}[server]
    with open(project.path('log'), 'w') as log:
        process = subprocess.Popen([sys.executable] + command, cwd=project.folder, stdout=log, stderr=log,
                                   env=dict(os.environ, LC_ALL='C.UTF-8'))
    try:
        assert served(project, process, port) == b'7'
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize('name', ['app', 'json', '__main__', 'xml.dom', 'no_such_module'])
def test_the_loader_of_a_module_is_found_as_it_always_was(project, name):
    done = python(project, """
import importlib.util, pkgutil, safe_migrate.compat, sys
loader = pkgutil.get_loader(%r)
spec = importlib.util.find_spec(%r) if %r != '__main__' else sys.modules['__main__']
print(loader is None or type(loader) is type(getattr(spec, 'loader', __loader__)), loader is None)
""" % (name, name, name))
    assert done.out == 'True %s\n' % (name == 'no_such_module'), done


def test_extensions_are_imported_as_the_oldest_codebases_do(project):
    done = python(project, 'import safe_migrate.compat' + OLDEST + '''
import flask_script, flask_sqlalchemy.model, sys
from flask.ext import script
print(script is flask_script, sys.modules['flask.ext.sqlalchemy.model'] is flask_sqlalchemy.model)
print(flask_script.__spec__.name, flask_script.__name__)
''')
    assert done.out == 'True True\nflask_script flask_script\n', done


def test_an_extension_may_ask_for_a_part_of_itself_so(project):
    """As Flask-Admin 1.1 does in `flask_admin.model`."""
    os.makedirs(project.path('flask_zoo', 'model'))
    project.write(**{'flask_zoo/__init__': '', 'flask_zoo/model/filters': 'kind = 1\n', 'flask_zoo/model/__init__':
                     'from .base import kind\n', 'flask_zoo/model/base': 'from flask.ext.zoo.model import filters\n'
                     'kind = filters.kind\n'})
    done = python(project, 'import safe_migrate.compat, flask.ext.zoo.model, flask_zoo.model\n'
                           'print(flask.ext.zoo.model is flask_zoo.model, flask_zoo.model.kind)')
    assert done.out == 'True 1\n', done


IN_PLACE = '''from flask_sqlalchemy import SQLAlchemy as Stock


class SQLAlchemy(Stock):
    def apply_pool_defaults(self, app, options):
        super(SQLAlchemy, self).apply_pool_defaults(app, options)
        options['pool_pre_ping'] = True

    def apply_driver_hacks(self, app, info, options):
        super(SQLAlchemy, self).apply_driver_hacks(app, info, options)
        options['pool_recycle'] = 77


db = SQLAlchemy()
'''


def test_options_of_an_engine_may_be_changed_in_place(project):
    """As `pool_pre_ping` was put there before Flask-SQLAlchemy 2.4 had a setting for it."""
    project.write(exts=IN_PLACE)
    project.manage('db', 'upgrade')
    done = project.run(sys.executable, '-c', 'import manage\nfrom exts import db\nmanage.app.app_context().push()\n'
                       'print(db.engine.pool._pre_ping, db.engine.pool._recycle)')
    assert done.out == 'True 77\n', done


def test_an_error_that_a_package_only_prints_is_not_told_as_the_end_of_the_command(project):
    """As NumPy 2 does, in C, of a package that was built for NumPy 1."""
    project.replace('models.py', 'import sys\nsys.excepthook(AttributeError, AttributeError("_ARRAY_API not found"), None)\n'
                    + project.read('models.py'))
    done = project.manage('db', 'heads')
    assert 'AttributeError: _ARRAY_API not found\n' in done.err and '--debug' not in done.err, done


def test_an_extension_that_is_not_installed_is_named(project):
    done = python(project, 'import safe_migrate.compat\nimport flask.ext.mongoengine')
    assert "No module named 'flask_mongoengine'" in done.err, done


@pytest.mark.parametrize('driver', ['mysql', 'mysql+mysqldb'])
def test_a_mysql_address_uses_pymysql_where_mysqldb_is_missing(project, mariadb, driver):
    server = mariadb.server
    account = server.user + (':' + server.password if server.password else '')
    project.settings['DB_URI'] = '%s://%s@%s:%d/%s' % (driver, account, server.host, server.port, mariadb.database)
    project.manage('db', 'upgrade')
    assert 'student' in mariadb.tables()


def test_mysqldb_is_used_where_it_is_installed(project):
    with open(project.path('MySQLdb.py'), 'w') as file:
        file.write('__version__ = "2.0.0"\nparamstyle = "format"\n')
    done = python(project, '''
import safe_migrate.compat, sqlalchemy
print(sqlalchemy.create_engine('mysql://localhost').dialect.dbapi.__name__)
''')
    assert done.out == 'MySQLdb\n', done


def test_a_bind_that_cannot_be_used_does_not_matter_to_the_main_database(project):
    project.edit('config.py', 'SQLALCHEMY_TRACK', "SQLALCHEMY_BINDS = {'a': 'mssql+pymssql://sa:secret@10.0.0.1/old', "
                 "'b': 'mysql//sa:secret@10.0.0.1/old'}\nSQLALCHEMY_TRACK")
    assert 'secret' not in project.manage('db', 'upgrade').err
    assert os.path.exists(project.path('app.db'))


def test_flask_db_is_found_without_setuptools(project):
    done = python(project, '''
import sys
sys.modules['pkg_resources'] = None
sys.argv = ['flask', 'db', 'upgrade', '--message', 'why']
from flask.cli import main
main()
''')
    assert done.status == 0 and os.path.exists(project.path('app.db')), done


def test_no_deprecation_inside_a_pinned_package_is_printed(migrated):
    migrated.edit('config.py', 'SQLALCHEMY_TRACK_MODIFICATIONS = False\n', '')
    for command in ('upgrade', 'current', 'migrate', 'downgrade'):
        assert 'arning' not in migrated.manage('db', command).err
        assert 'arning' not in migrated.manage('db', command, settings={'PYTHONWARNINGS': 'always'}).err


def test_a_warning_of_the_codebases_own_stays_visible(project):
    project.edit('manage.py', 'if __name__', '''
import warnings
warnings.warn('mine', DeprecationWarning)


@manager.command
def warn():
    warnings.warn('also mine')


if __name__''')
    err = project.manage('warn', settings={'PYTHONWARNINGS': 'default'}).err  # 3.6 shows no deprecation unasked
    assert 'DeprecationWarning: mine' in err and 'UserWarning: also mine' in err


def test_importing_it_twice_changes_nothing_more(project):
    done = python(project, '''
import importlib, sys, safe_migrate.compat
importlib.reload(safe_migrate.compat)
print(sum(type(finder).__name__ == 'ExtensionFinder' for finder in sys.meta_path))
''')
    assert done.out == '1\n', done


@pytest.mark.parametrize('folder', ['', 'benchmarks', 'migrations', 'safe_migrate', 'tests'])
def test_every_module_parses_on_python_3_6(folder):
    pattern = '**/*.py' if folder else '*.py'
    for name in glob.glob(os.path.join(ROOT, folder, pattern), recursive=True):
        with open(name, encoding='utf-8') as file:
            ast.parse(file.read(), name, **({'feature_version': (3, 6)} if sys.version_info >= (3, 8) else {}))


# What compat/inside_alembic.py and inside_flask.py read and set, on objects of the installed releases.
INSIDE = '''
import safe_migrate.compat
import sqlalchemy as sa
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_script import Manager
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects import sqlite
from safe_migrate.compat import inside_alembic as inside, inside_flask

metadata = sa.MetaData()
flag = sa.Boolean(create_constraint=True)
table = sa.Table('t', metadata, sa.Column('id', sa.Integer, sa.ForeignKey('u.id')), sa.Column('b', flag))
check = next(one for one in table.constraints if isinstance(one, sa.CheckConstraint))
compiler = sqlite.dialect().statement_compiler(sqlite.dialect(), None)
assert inside.is_made(check, compiler) and inside.type_behind(check) is flag
assert inside.in_order_of_creation(table.constraints)
assert inside.target_of(next(iter(table.c.id.foreign_keys))) == ['u', 'id']
assert inside.has_values(sa.text(':a').bindparams(a=1)) and not inside.has_values(sa.text(':a'))
assert not inside.has_one_case(sqlite.dialect())
assert inside.all_comparators()

with sa.create_engine('sqlite://').connect() as connection:
    context = MigrationContext.configure(connection, opts={'target_metadata': metadata, 'sqlalchemy_module_prefix': 'sa.'})
    found = AutogenContext(context)
    assert inside.is_in_batch(found) is False
    before = len(found._object_filters)
    inside.leave_out(found, lambda *thing: True)
    assert len(found._object_filters) == before + 1
    assert inside.written_type(sa.String(5), found) == 'sa.String(length=5)'
    inside.take_the_steps(context, lambda function: function)
    inside.keep_the_transaction(context)
    assert not inside.is_begun_outside(context)
    with connection.begin():
        assert inside.is_begun_outside(context) and not inside.is_two_phase(connection)
with sa.create_engine('sqlite://').connect() as connection:
    connection.dialect.do_begin_twophase = connection.dialect.do_rollback_twophase = lambda *arguments, **options: None
    transaction = connection.begin_twophase()
    assert inside.is_two_phase(connection)

script = ScriptDirectory('migrations')
newest = inside.every_revision(script)['423cbaf36ad7']
assert inside.folders_of(script) and inside.parents_of(newest) == ('fcc71ef3b1ac',) and not inside.children_of(newest)
assert [len(inside.steps_to(script, *words)) for words in (('head', ()), ('base', ('423cbaf36ad7',), False))] == [2, 2]

import pymysql
connection = pymysql.connections.Connection(defer_connect=True, read_timeout=5)
assert inside.read_timeout_of(connection) == 5
inside.wait_for_every_answer(connection)
assert inside.read_timeout_of(connection) is None
made_with = inside.driver_like(connection)
assert len(made_with) == 4 and made_with[2:] == (True, False)
inside.refuse_files(connection)
assert connection._read_query_result.func is inside.read_result
assert callable(pymysql.connections.Connection._read_query_result) and callable(connection._read_packet)
assert connection.OperationalError and callable(connection.write_packet)
cursor = pymysql.cursors.Cursor(connection)
inside.answer(cursor, 1, 0, (('a',),), ((7,),))
assert cursor.fetchall() == ((7,),)

import argparse, flask_migrate
parser = argparse.ArgumentParser()
inner = parser.add_subparsers(action=inside_flask.ListedCommands)
inner.add_parser('x')
assert inner in inside_flask.actions_of(parser) and isinstance(inner, inside_flask.SubCommands)
assert 'upgrade' in inside_flask.commands_of(flask_migrate.MigrateCommand)
assert callable(Manager._patch_argparser)
assert flask_migrate._MigrateConfig
assert inside_flask.engine_options_of(SQLAlchemy(engine_options={'echo': True})) == {'echo': True}
'''


def test_the_installed_releases_have_what_is_read_of_their_inside(project):
    assert python(project, INSIDE).status == 0

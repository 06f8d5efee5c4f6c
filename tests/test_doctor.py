"""`db doctor`: what works today and will hurt later, each with its cure."""
import contextlib
import os
import re
import sys

import pymysql
import pytest
import sqlalchemy
from conftest import ROOT
from terminal import Terminal

pytestmark = pytest.mark.long


def report(project, *options):
    return project.manage('db', 'doctor', *options).out


def test_this_project_has_nothing(migrated):
    migrated.manage('db', 'upgrade')
    assert report(migrated, '--exit-code') == 'Nothing was found.\n'


def test_tests_may_make_tables_in_a_folder_of_any_case(project):
    os.mkdir(project.path('Tests'))
    project.write(**{'Tests/tests': 'from exts import db\ndb.create_all()\n'})
    assert report(project) == 'Nothing was found.\n'


def test_a_test_may_make_tables_in_what_sets_it_up(project):
    project.write(util='from exts import db\n\n\nclass Base:\n    def setUp(self):\n        db.create_all()\n')
    assert report(project) == 'Nothing was found.\n'


def test_something_found_is_an_exit_status_where_it_is_asked_for(project):
    project.edit('app.py', 'return app', 'db.create_all(app=app)\n    return app')
    assert 'Cure: ' in report(project)
    project.manage('db', 'doctor', '--exit-code', status=1)


def test_tables_made_past_the_migrations(project):
    project.edit('app.py', 'return app', 'db.create_all(app=app)\n    return app')
    told = report(project)
    assert 'app.py line 14 makes tables with create_all()' in told and 'db check --all' in told


def test_a_finding_is_broken_between_words_on_a_terminal_alone(project):
    project.edit('app.py', 'return app', 'db.create_all(app=app)\n    return app')
    whole = next(line for line in report(project).splitlines() if 'makes tables with create_all()' in line)
    project.settings['COLUMNS'] = '60'
    terminal = Terminal(project, 'db', 'doctor')
    assert terminal.end() == 0
    said = terminal.output.replace('\r', '')
    found, cure = (part.splitlines() for part in said[said.index(whole[:20]):].split('\n   Cure: ')[:2])
    assert len(found) == 2 and max(map(len, found + cure[:4])) <= 60 and found[0] + found[1][2:] == whole, found
    whole_lines = ('manage.py db check --all.', 'manage.py db repair --baseline')
    assert all(any(command in line for line in cure) for command in whole_lines)


def test_models_that_nobody_imports(project):
    project.write(more='from exts import db\n\n\nclass More(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\n')
    assert 'more.py has models and is not imported' in report(project)
    project.edit('manage.py', 'from exts import db', 'import more\nfrom exts import db')
    assert report(project) == 'Nothing was found.\n'


def test_no_models_at_all(project):
    project.write(models='Student = User = None\n')
    assert 'No model is imported' in report(project)


WSGI = """#!/usr/bin/env python
import os
from app import app as application
"""


@pytest.mark.parametrize('asks, name', [('from flask.ext.sqlalchemy import SQLAlchemy', 'flask.ext.sqlalchemy'),
                                        ('from werkzeug import secure_filename', 'werkzeug.secure_filename')])
def test_a_file_of_a_web_server_that_needs_this_package_and_does_not_import_it(project, asks, name):
    project.write(wsgi=WSGI, models=asks + '\n' + project.read('models.py'))
    said = report(project)
    assert 'wsgi.py:2 imports the application and not safe_migrate' in said and name in said, said
    project.write(wsgi='import safe_migrate\n' + WSGI)
    assert report(project) == 'Nothing was found.\n'


@pytest.mark.skipif(sys.version_info < (3, 10), reason='this Python has it')
def test_what_python_no_longer_has_is_named_where_a_web_server_would_miss_it(project):
    project.write(wsgi=WSGI, models='import collections\nKind = collections.Mapping\n' + project.read('models.py'))
    assert 'collections.Mapping' in report(project)


@pytest.mark.skipif(sys.version_info >= (3, 14), reason='Flask itself needs it there')
def test_of_a_file_of_a_web_server_that_needs_nothing_nothing_is_said(project):
    project.write(wsgi=WSGI)
    assert report(project) == 'Nothing was found.\n'


def test_what_manage_py_alone_asks_for_is_none_of_a_web_servers(project):
    if sys.version_info < (3, 14):
        project.write(wsgi=WSGI, manage='from safe_migrate import safeguard\nfrom flask.ext.script import Manager\n'
                      + project.read('manage.py'))
        assert report(project) == 'Nothing was found.\n'


def test_what_python_warns_of_in_a_source_is_not_said_by_us(project):
    project.write(pattern="DIGITS = '\\d+'\n", more='from pattern import DIGITS\n')
    done = project.manage('db', 'doctor')
    assert 'invalid escape' not in done.err and done.out == 'Nothing was found.\n'


def test_two_sqlalchemy_objects(project):
    project.edit('app.py', 'app = create_app()',
                 'from flask_sqlalchemy import SQLAlchemy\napp = create_app()\nsecond = SQLAlchemy(app)')
    assert 'There are 2 SQLAlchemy() objects, with ' in report(project)


def test_a_release_that_was_not_tested(project):
    folder = project.path('Werkzeug-0.9.dist-info')
    os.mkdir(folder)
    with open(os.path.join(folder, 'METADATA'), 'w') as file:
        file.write('Metadata-Version: 2.1\nName: Werkzeug\nVersion: 0.9\n')
    assert 'Werkzeug 0.9 is installed, which was not tested; 1.0.1 was.' in report(project)


def test_a_python_that_was_not_tested(project):
    project.edit('manage.py', "if __name__ == '__main__':", """if __name__ == '__main__':
    import platform
    import sys
    sys.version_info = (3, 99, 0, 'final', 0)
    platform.python_version = lambda: '3.99.0'""")
    assert 'Python 3.99.0 runs this, which was not tested; the newest that was is 3.15.' in report(project)


def test_the_newest_tested_python_is_the_newest_that_ci_runs():
    from safe_migrate.operations.doctor import NEWEST_PYTHON
    ci = open(os.path.join(ROOT, '.ci', 'run')).read()
    run = {tuple(map(int, version)) for version in re.findall(r'\b(3)\.(\d+)\b', ci)}
    assert max(run) == NEWEST_PYTHON


def test_the_tested_releases_are_the_pinned_ones():
    from safe_migrate.operations.doctor import TESTED
    text = ''.join(open(os.path.join(ROOT, name)).read() for name in ('requirements.txt', 'requirements-sqlalchemy14.txt'))
    for name, versions in TESTED.items():
        pinned = set(re.findall(r'(?im)^%s==([\w.]+)' % name, text))
        assert pinned == set(versions), name


def test_what_flask_migrates_own_env_py_has(new):
    new.manage('db', 'init')
    text = report(new)
    assert "silences the application's own loggers" in text
    is_near_2 = not sqlalchemy.__version__.startswith('1.3.')
    assert ('*** in the place of the password' in text, '\n2. ' in text, '\n3. ' in text) == (is_near_2, is_near_2, False)


def test_an_env_py_whose_address_comes_from_a_function(new):
    new.manage('db', 'init')
    text = new.read('migrations/env.py')
    start, end = text.index('config.set_main_option'), text.index('target_metadata')
    new.replace('migrations/env.py', text[:start] + "def get_engine_url():\n"
                "    url = current_app.extensions['migrate'].db.engine.url\n"
                "    return url.render_as_string(hide_password=False).replace('%', '%%')\n\n\n"
                "config.set_main_option('sqlalchemy.url', get_engine_url())\n" + text[end:])
    assert report(new).count('env.py line') == 1  # the loggers


def test_an_env_py_from_before_flask_migrate_2_5(new):
    new.manage('db', 'init')
    text = new.read('migrations/env.py')
    start = text.index('config.set_main_option')
    end = text.index('target_metadata', start)
    new.replace('migrations/env.py', text[:start] + "config.set_main_option('sqlalchemy.url',\n    "
                "current_app.config.get('SQLALCHEMY_DATABASE_URI'))\n" + text[end:])
    assert re.search(r'env.py line \d+ reads SQLALCHEMY_DATABASE_URI itself', report(new))
    new.edit('migrations/env.py', "current_app.config.get('SQLALCHEMY_DATABASE_URI')",
             "str(current_app.extensions['migrate'].db.engine.url)")
    found = report(new)
    assert 'does not double percent signs' in found
    cure = found.split('Write in the place of that call:\n')[1].split('\n2. ')[0]
    text = new.read('migrations/env.py')
    start, end = text.index('config.set_main_option'), text.index('target_metadata', start)
    new.replace('migrations/env.py', text[:start] + cure + '\n' + text[end:])
    assert report(new).count('env.py line') == 1  # the loggers
    new.manage('db', 'upgrade')


@pytest.fixture
def on_server(project, mariadb):
    project.settings.update(mariadb.settings)
    return project


def test_a_narrow_character_set(on_server, mariadb):
    mariadb.query('ALTER DATABASE %s CHARACTER SET utf8' % mariadb.database)
    mariadb.query('CREATE TABLE old (id INTEGER) CHARACTER SET utf8')
    on_server.settings['DB_CHARSET'] = 'utf8'
    text = report(on_server)
    assert 'The connection uses utf8' in text and 'makes new tables in utf8' in text
    assert 'These tables are in utf8 of three bytes: old.' in text
    assert 'ALTER DATABASE `%s` CHARACTER SET utf8mb4' % mariadb.database in text


def test_a_mode_that_is_not_strict(on_server, mariadb):
    mode, = mariadb.query('SELECT @@GLOBAL.sql_mode')[0]
    mariadb.query("SET GLOBAL sql_mode = ''")
    try:
        assert 'sql_mode is not strict' in report(on_server)
    finally:
        mariadb.server.query('SET GLOBAL sql_mode = %s', (mode,))


def test_privileges_that_are_missing(on_server, mariadb):
    with mariadb.server.account('clerk', 'sEcret-1'):
        mariadb.query("REVOKE ALL PRIVILEGES, GRANT OPTION FROM clerk@'%'")
        pattern = mariadb.database.replace('_', '\\_')
        mariadb.query("GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, INDEX ON `%s`.* TO clerk@'%%'" % pattern)
        on_server.settings.update(DB_USERNAME='clerk', DB_PASSWORD='sEcret-1')
        text = report(on_server)
        assert 'clerk@% may not do what `db upgrade` needs: ALTER, REFERENCES.' in text
        assert "GRANT ALTER, REFERENCES ON `%s`.* TO 'clerk'@'%%'" % mariadb.database in text
        assert 'CREATE TEMPORARY TABLES' in text and 'GRANT PROCESS' in text
        assert '--shadow %s_shadow' % mariadb.database in text and 'CREATE DATABASE' in text
        mariadb.query("GRANT ALL ON `%s`.* TO clerk@'%%'" % pattern)
        assert 'needs' not in report(on_server)
    assert 'sEcret' not in text


def test_a_session_that_holds_a_table_now(on_server, mariadb):
    on_server.manage('db', 'upgrade')
    with contextlib.closing(pymysql.connect(
            host=mariadb.server.host, port=mariadb.server.port, user=mariadb.server.user, password=mariadb.server.password,
            database=mariadb.database)) as connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO student (name) VALUES ('x')")
        text = report(on_server)
        assert 'Connection %d of ' % connection.thread_id() in text and 'KILL %d' % connection.thread_id() in text


def test_a_database_that_does_not_answer_is_told(project):
    project.settings['DB_URI'] = 'mysql+pymysql://root:sEcret@127.0.0.1:1/nowhere'
    result = project.manage('db', 'doctor', status=1)
    assert 'mysql+pymysql://root@127.0.0.1:1/nowhere was not reached' in result.out
    assert 'sEcret' not in result.out + result.err


@pytest.mark.parametrize('harm, words', [(lambda file: file.write(b'no database'), 'was not reached'),
                                         (lambda file: file.seek(4096) and file.write(b'x' * 4096), 'is damaged')])
def test_a_file_that_cannot_be_read_to_its_end(project, harm, words):
    project.manage('db', 'upgrade')
    with open(project.path('app.db'), 'r+b') as file:
        harm(file)
    assert words in project.manage('db', 'doctor', '--exit-code', status=1).out


def test_cryptography_is_asked_for_where_the_server_may_be_a_mysql(project, mariadb):
    project.settings.update(mariadb.settings)
    project.replace('sitecustomize.py', 'import sys\nsys.modules["cryptography"] = None\n')
    project.settings['PYTHONPATH'] = project.folder
    is_mariadb = 'MariaDB' in str(mariadb.query('SELECT VERSION()'))
    assert ('cryptography is not installed' in report(project)) is not is_mariadb

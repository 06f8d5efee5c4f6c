"""The settings of config.py: from the environment or from `.env`, for SQLite and for a real server."""
import os
import re

import pytest
from conftest import ROOT

PASSWORDS = ['p@ss:w/rd', 'a#b?c=d&e', '%41', '100%', '+ and spaces ', '密码', 'é', 'quote\'"\\', '😀']


def lines(result):
    return result.err.splitlines()


def upgraded(project, **options):
    return project.manage('db', 'upgrade', **options)


def test_with_nothing_set_sqlite_stands_in_the_project_folder(project, tmp_path):
    elsewhere = tmp_path / 'elsewhere'
    elsewhere.mkdir()
    upgraded(project, script=project.path('manage.py'), cwd=str(elsewhere))
    assert os.path.exists(project.path('app.db')) and not os.listdir(str(elsewhere))


@pytest.mark.parametrize('folder', ['with space', '中文', 'what?', 'hash#tag', '50%41'])
def test_sqlite_works_in_a_folder_of_any_name(project, folder):
    named = os.path.join(os.path.dirname(project.folder), folder)
    os.rename(project.folder, named)
    project.folder = named
    upgraded(project)
    assert os.path.getsize(project.path('app.db'))


def test_the_settings_may_stand_in_a_dotenv_file(project, mariadb):
    with open(project.path('.env'), 'w') as file:
        file.writelines('%s=%s\n' % setting for setting in mariadb.settings.items())
    upgraded(project)
    assert 'student' in mariadb.tables()


def test_a_dotenv_file_may_begin_with_a_byte_order_mark(project, mariadb):
    with open(project.path('.env'), 'w', encoding='utf-8-sig') as file:
        file.writelines('%s=%s\n' % setting for setting in sorted(mariadb.settings.items()))
    upgraded(project)
    assert 'student' in mariadb.tables()


def test_the_environment_goes_before_the_dotenv_file(project, mariadb):
    with open(project.path('.env'), 'w') as file:
        file.write('DB_NAME=another\n')
    upgraded(project, settings=mariadb.settings)
    assert 'student' in mariadb.tables()


@pytest.mark.parametrize('name', ['DB_URI', 'SQLALCHEMY_DATABASE_URI'])
def test_a_whole_address_goes_before_its_parts(project, tmp_path, name):
    upgraded(project, settings={name: 'sqlite:///%s/other.db' % tmp_path, 'DB_NAME': 'nowhere', 'DB_PORT': '1'})
    assert os.path.getsize(str(tmp_path / 'other.db'))


@pytest.mark.parametrize('name', ['DB_URI', 'SQLALCHEMY_DATABASE_URI'])
def test_an_address_that_is_none_is_refused_in_one_line_without_its_password(project, name):
    done = project.manage('db', 'upgrade', settings={name: 'mysql//root:secret@localhost/x'}, status=1)
    assert len(lines(done)) == 1 and name in done.err and 'secret' not in done.err


@pytest.mark.parametrize('port', ['abc', '0', '-1', '65536', '3306.0', '²', ' '])
def test_a_port_that_is_none_is_refused_in_one_line(project, port):
    done = project.manage('db', 'upgrade', settings={'DB_PORT': port, 'DB_NAME': 'x'}, status=1)
    assert len(lines(done)) == 1 and 'DB_PORT' in done.err and repr(port) in done.err


@pytest.mark.parametrize('name', ['DB_HOST', 'DB_PORT', 'DB_USERNAME', 'DB_PASSWORD'])
def test_a_server_without_a_database_is_refused_in_one_line(project, name):
    done = project.manage('db', 'upgrade', settings={name: '3306'}, status=1)
    assert len(lines(done)) == 1 and 'DB_NAME' in done.err
    assert not os.path.exists(project.path('app.db'))


def test_flask_db_refuses_in_the_same_line(project):
    assert 'DB_NAME' in lines(project.flask('db', 'upgrade', settings={'DB_HOST': 'localhost'}, status=1))[0]


@pytest.mark.parametrize('user, password', [('root@home', '%41')] + [('用户 %41', password) for password in PASSWORDS])
def test_any_user_name_and_password_reach_the_server(project, server, mariadb, user, password):
    with server.account(user, password):
        upgraded(project, settings=dict(mariadb.settings, DB_USERNAME=user, DB_PASSWORD=password))
    assert 'student' in mariadb.tables()


@pytest.mark.long
@pytest.mark.parametrize('password', ['%41', '密码', '+ and spaces ', 'a#b?c=d&e'])
def test_they_reach_it_through_a_stock_env_py_too(project, server, mariadb, password):
    project.run('rm', '-r', 'migrations')
    project.manage('db', 'init')
    with server.account('用户 %41', password):
        settings = dict(mariadb.settings, DB_USERNAME='用户 %41', DB_PASSWORD=password)
        project.manage('db', 'migrate', settings=settings)
        upgraded(project, settings=settings)
    assert 'student' in mariadb.tables()


@pytest.mark.parametrize('engine', ['migrate.db.engine', 'create_engine(str(migrate.db.engine.url))'],
                         ids=["the application's engine", "an engine of env.py's own"])
def test_a_whole_address_may_have_a_chinese_password(project, server, mariadb, engine):
    project.edit('migrations/env.py', 'engine = migrate.db.engine\n',
                 'from sqlalchemy import create_engine\nengine = %s\n' % engine)
    with server.account('u', '密码%41'):
        address = 'mysql+pymysql://u:%%E5%%AF%%86%%E7%%A0%%81%%2541@%s:%s/%s' % (server.host, server.port, mariadb.database)
        upgraded(project, settings={'DB_URI': address})
    assert 'student' in mariadb.tables()


@pytest.mark.parametrize('where', ['environment', '.env'])
def test_chinese_settings_work_under_an_ascii_locale(project, server, mariadb, where):
    ascii_locale = {'LC_ALL': 'C', 'PYTHONUTF8': '0', 'PYTHONCOERCECLOCALE': '0'}
    settings = dict(mariadb.settings, DB_USERNAME='用户', DB_PASSWORD='密码')
    if where == '.env':
        with open(project.path('.env'), 'w', encoding='utf-8') as file:
            file.writelines('%s="%s"\n' % setting for setting in settings.items())
        settings = {}
    with server.account('用户', '密码'):
        upgraded(project, settings=dict(settings, **ascii_locale))
    assert 'student' in mariadb.tables()


def test_sqlite_works_in_a_chinese_folder_under_an_ascii_locale(project):
    named = os.path.join(os.path.dirname(project.folder), '项目')
    os.rename(project.folder, named)
    project.folder = named
    upgraded(project, settings={'LC_ALL': 'C', 'PYTHONUTF8': '0', 'PYTHONCOERCECLOCALE': '0'})
    assert os.path.getsize(project.path('app.db'))


def test_a_port_that_is_not_used_is_not_looked_at(project, tmp_path):
    upgraded(project, settings={'DB_URI': 'sqlite:///%s/other.db' % tmp_path, 'DB_PORT': 'tcp://172.17.0.2:3306'})


def test_an_emoji_and_a_rare_character_are_stored(project, mariadb):
    project.settings.update(mariadb.settings)
    project.edit('manage.py', 'if __name__', '''
@manager.command
def add_user():
    db.session.add(User(username='😀𠮷'))
    db.session.commit()


if __name__''')
    upgraded(project)
    project.manage('add_user')
    assert mariadb.query('SELECT username FROM user') == (('😀𠮷',),)


def test_the_charset_can_be_another(project, mariadb):
    project.settings.update(mariadb.settings, DB_CHARSET='latin1')
    project.edit('manage.py', 'if __name__', '''
@manager.command
def charset():
    print(db.session.execute('SELECT @@character_set_connection').scalar())


if __name__''')
    assert project.manage('charset').out == 'latin1\n'


def test_no_password_is_committed(project):
    assert not os.path.exists(project.path('.env'))
    assert not re.search(r"PASSWORD', '[^']", project.read('config.py'))
    with open(os.path.join(ROOT, '.env.example'), encoding='utf-8') as file:
        assert not re.search('PASSWORD=.|:[^/@]+@', file.read())
    with open(os.path.join(ROOT, '.gitignore'), encoding='utf-8') as file:
        assert '/.env' in file.read().split()

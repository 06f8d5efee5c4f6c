"""A database server that cannot be reached, or lets nobody in."""
import socket

import pytest

from .complaint import PASSWORD, complains

pytestmark = pytest.mark.long
COMMANDS = ['upgrade', 'migrate', 'current', 'status', 'check', 'tables', 'repair', 'log', 'leave']


@pytest.fixture
def reached(project, mariadb):
    """The project on MariaDB, with a user of its own."""
    with mariadb.server.account('maintainer', PASSWORD):
        project.settings.update(mariadb.settings, DB_USERNAME='maintainer', DB_PASSWORD=PASSWORD)
        yield project


def closed_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return str(one.getsockname()[1])


@pytest.mark.parametrize('command', COMMANDS)
def test_a_server_that_does_not_run(reached, command):
    complains(reached, command, settings={'DB_PORT': closed_port()}, words=['127.0.0.1', 'cannot be reached', 'DB_HOST'])


def test_what_is_to_be_looked_at_is_what_the_codebase_itself_reads(project, mariadb):
    project.write(config='import os\nSQLALCHEMY_DATABASE_URI = os.environ["SHOP_DATABASE"]\n')
    address = 'mysql+pymysql://nobody:%s@%s:%d/x' % (PASSWORD, mariadb.server.host, mariadb.server.port)
    said = complains(project, 'upgrade', settings={'SHOP_DATABASE': address},
                     words=['the password in SHOP_DATABASE.', '-u nobody'])
    assert 'DB_USERNAME' not in said and 'DB_URI' not in said
    project.write(config='SQLALCHEMY_DATABASE_URI = %r' % address)
    complains(project, 'upgrade', words=['the password in SQLALCHEMY_DATABASE_URI.'])


def test_a_misspelt_database_of_a_user_who_may_use_only_others(project, mariadb):
    with mariadb.server.account('clerk', PASSWORD):
        mariadb.query("REVOKE ALL ON *.* FROM clerk@'%'")
        project.settings.update(mariadb.settings, DB_USERNAME='clerk', DB_PASSWORD=PASSWORD, DB_NAME='shopp')
        said = complains(project, 'upgrade',
                         words=['a database of that name, in DB_NAME', "GRANT ALL ON `shopp`.* TO 'clerk'@'"])
        mariadb.query(said[said.index('GRANT'):].splitlines()[0])


def test_an_unknown_host(reached):
    complains(reached, 'upgrade', settings={'DB_HOST': 'nosuch.invalid'}, words=['There is no host nosuch.invalid'])


@pytest.mark.parametrize('command', COMMANDS)
def test_a_wrong_password(reached, command):
    complains(reached, command, settings={'DB_PASSWORD': PASSWORD + '-wrong'}, words=['maintainer', 'password is wrong'])


@pytest.mark.parametrize('command', COMMANDS)
def test_a_database_that_is_not_there(reached, command):
    complains(reached, command, settings={'DB_NAME': 'nosuch'}, words=['no database nosuch', 'CREATE DATABASE `nosuch`'])


def test_too_many_connections(reached, mariadb):
    mariadb.query("ALTER USER maintainer@'%' WITH MAX_USER_CONNECTIONS 1")
    import pymysql
    held = pymysql.connect(host=mariadb.server.host, port=mariadb.server.port, user='maintainer', password=PASSWORD)
    complains(reached, 'upgrade', words=['gives this user no more for now'])
    held.close()


def test_a_user_without_a_privilege(reached, mariadb):
    mariadb.query("REVOKE ALL ON *.* FROM maintainer@'%'")
    mariadb.query("GRANT SELECT, INSERT, UPDATE, DELETE ON `%s`.* TO maintainer@'%%'" % mariadb.database)
    complains(reached, 'upgrade', words=['lacks a privilege', 'GRANT'])


def test_a_slip_in_the_address(project):
    for address in 'mysql:/root:%s@127.0.0.1/x' % PASSWORD, 'mysqll+pymysql://root:%s@127.0.0.1/x' % PASSWORD:
        project.edit('config.py', 'SQLALCHEMY_TRACK', 'SQLALCHEMY_DATABASE_URI = %r\nSQLALCHEMY_TRACK' % address)
        complains(project, 'upgrade', words=['SQLALCHEMY_DATABASE_URI', 'mysql+pymysql://'])


def test_no_address(project):
    project.edit('config.py', "SQLALCHEMY_DATABASE_URI = address('SQLALCHEMY_DATABASE_URI') or DB_URI\n", '')
    for command in ['upgrade'], ['migrate'], ['downgrade'], ['stamp', 'head']:
        complains(project, *command, words=['No database is configured', 'SQLALCHEMY_DATABASE_URI'])
    project.write(config="import os\nSQLALCHEMY_DATABASE_URI = os.environ.get('SHOP_URL')\n")
    complains(project, 'upgrade', words=['No database is configured', 'Set SHOP_URL in the environment'])


def test_the_address_is_shown_for_the_driver_that_is_installed(project):
    project.replace('sitecustomize.py', 'import sys\nsys.modules["pymysql"] = None\n')
    project.edit('config.py', "SQLALCHEMY_DATABASE_URI = address('SQLALCHEMY_DATABASE_URI') or DB_URI\n", '')
    complains(project, 'upgrade', settings={'PYTHONPATH': project.folder}, words=['postgresql://user:password@host:5432/name'])


def test_a_driver_that_is_not_installed(project):
    project.settings['DB_URI'] = 'postgresql://root:%s@127.0.0.1/x' % PASSWORD
    project.replace('psycopg2.py', 'raise ModuleNotFoundError("No module named \'psycopg2\'", name="psycopg2")\n')
    complains(project, 'upgrade', words=['the driver psycopg2', 'pip install'])


def test_cryptography_is_missing(reached):
    reached.replace('sitecustomize.py', 'import sys\nsys.modules["cryptography"] = None\n')
    reached.replace('pymysql_eight.py', EIGHT)
    reached.edit('exts.py', 'from flask_sqlalchemy', 'import pymysql_eight  # noqa: F401\nfrom flask_sqlalchemy')
    complains(reached, 'upgrade', settings={'PYTHONPATH': reached.folder}, words=['cryptography', 'pip install'])


# A server of MySQL 8 asks for a method that needs the package; MariaDB never does, so PyMySQL is made to take it.
EIGHT = '''
import pymysql._auth as auth
import pymysql.connections as connections
auth._have_cryptography = False
authenticate = connections.Connection._request_authentication
connections.Connection._request_authentication = lambda self: auth.sha2_rsa_encrypt(b'x', b'y', b'z')
'''


def test_a_password_that_is_an_ordinary_word_spoils_no_sentence_and_stands_in_none(project, mariadb):
    project.settings.update(mariadb.settings, DB_PASSWORD='wrong')
    err = project.manage('db', 'upgrade', status=1).err
    assert 'the user name or the password is wrong.' in err
    project.replace('migrations/env.py', "raise KeyError('wrong', 'mysql://root:wrong@host')")
    err = project.manage('db', 'upgrade', status=1).err
    assert "KeyError: ('***', 'mysql://root:***@host')" in err and 'wrong' not in err


def test_an_old_env_py_prints_no_password(reached):
    line = 'engine = migrate.db.engine\n'
    reached.edit('migrations/env.py', line, line + 'config.set_main_option("sqlalchemy.url", str(engine.url))\n')
    reached.settings['DB_PASSWORD'] = PASSWORD + '%'
    complains(reached, 'upgrade', words=['A % in a value', 'env.py'])


def test_current_prints_no_password(reached, mariadb):
    address = 'mysql+pymysql://%s:%s/%s?user=maintainer&password=%s' % (
        mariadb.server.host, mariadb.server.port, mariadb.database, PASSWORD)
    assert reached.manage('db', 'upgrade', settings={'DB_URI': address}).status == 0
    done = reached.manage('db', 'current', '--verbose', settings={'DB_URI': address})
    assert 'Current revision(s) for' in done.out and PASSWORD not in done.out + done.err
    assert PASSWORD not in reached.manage('db', 'upgrade', '--sql', settings={'DB_URI': address}).out


def test_no_password_in_the_traceback_of_debug(reached):
    reached.edit('config.py', "DB_PASSWORD = setting('DB_PASSWORD', '')", 'DB_PASSWORD = int(%r)' % PASSWORD)
    done = reached.manage('db', 'upgrade', '--debug', status=1)
    assert 'Traceback' in done.err and PASSWORD not in done.err + done.out, done


def test_a_name_with_a_backtick_is_quoted_in_the_statement_to_type(reached):
    complains(reached, 'upgrade', settings={'DB_NAME': "no`such'one"},
              words=["no database no`such'one", "CREATE DATABASE `no``such'one`"])


def test_a_character_set_that_the_driver_does_not_know(reached):
    complains(reached, 'upgrade', settings={'DB_CHARSET': 'nosuch'}, words=['character set', 'charset=utf8mb4'])


def test_an_address_that_is_no_text(project):
    project.edit('config.py', 'SQLALCHEMY_TRACK', 'SQLALCHEMY_DATABASE_URI = 5\nSQLALCHEMY_TRACK')
    complains(project, 'upgrade', words=['SQLALCHEMY_DATABASE_URI is no database address', 'user:password@host'])


def test_the_password_of_an_env_file_is_known_before_a_connection_is_made(project):
    project.replace('.env', 'DB_NAME=x\nDB_PASSWORD=%s\n' % PASSWORD)
    project.edit('config.py', 'SQLALCHEMY_TRACK', '{}[DB_PASSWORD]\nSQLALCHEMY_TRACK')
    complains(project, 'upgrade', words=["KeyError: '***'", 'config.py'])


@pytest.mark.parametrize('address, words', [
    ('mysql+pymysql://root:%s@127.0.0.1:33o6/x', 'The port in SQLALCHEMY_DATABASE_URI is no number.'),
    ('mysql+pymysql://root:%s@127.0.0.1:1/x?bogus=1', 'does not know the option bogus'),
    ('sqlite://app.db?%s', 'has a slash too few'),
])
def test_a_part_of_the_address_that_is_wrong(project, address, words):
    project.write(config='SQLALCHEMY_DATABASE_URI = %r' % (address % PASSWORD))
    complains(project, 'status', words=[words])


def test_an_address_without_a_database(project, server):
    project.write(config='SQLALCHEMY_DATABASE_URI = "mysql+pymysql://%s:%s@%s:%d/"' % (
        server.user, server.password, server.host, server.port))
    complains(project, 'upgrade', words=['names no database'])


@pytest.mark.parametrize('command', ['status', 'check', 'doctor', 'tables'])
def test_what_is_told_of_no_database_is_that_there_is_none(project, command):
    project.write(config='')
    complains(project, command, settings={'PYTHONWARNINGS': 'ignore'}, words=['No database is configured'])


@pytest.mark.parametrize('query, words', [
    ('ssl_ca=/nowhere/ca.pem', ['certificate', '/nowhere/ca.pem', 'ssl_ca']),
    ('unix_socket=/nowhere/my.sock', ['socket /nowhere/my.sock', 'unix_socket'])])
def test_a_file_that_the_address_names_and_that_is_not_there(reached, query, words):
    reached.settings['DB_URI'] = 'mysql+pymysql://maintainer:%s@127.0.0.1:%s/x?%s' % (
        PASSWORD, reached.settings['DB_PORT'], query)
    for command in ('upgrade', 'status'):
        complains(reached, command, words=words)

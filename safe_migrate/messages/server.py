"""A database server that cannot be reached, or lets nobody in."""
import linecache
import os
import re
import sys

from ..translation.language import _
from . import masked, sample_address
from .packages import to_install
from .place import frames, is_of_the_user, passed, passed_object

DATABASE = re.compile(r"database '(.*)'")
VARIABLE = re.compile(r"""['"]([A-Z][A-Z0-9_]+)['"]""")  # as a file of settings names one of the environment
USER = re.compile(r"user '(.*?)'@'([^']*)'")
ADDRESS = re.compile(r"server on '([^']*)'")
UNKNOWN_HOST = re.compile(r'name or service not known|nodename nor servname|getaddrinfo|temporary failure in name|'
                          r'unknown mysql server host|no address associated', re.IGNORECASE)
UNKNOWN_OPTION = re.compile(r"unexpected keyword argument '(\w+)'")
CRYPTOGRAPHY = "'cryptography' package is required"
CONFIG = 'config.py'


def explain(error, told):
    """What happened and what to type, of an error in reaching a server; None of any other.

    :param error: one of a chain
    :param told: the last of it, whose traceback begins in the user's code
    :source: https://mariadb.com/kb/en/mariadb-error-code-reference/
    """
    if isinstance(error, RuntimeError) and CRYPTOGRAPHY in str(error):
        return (_('The server logs in with caching_sha2_password, as MySQL 8 does, which needs the package cryptography.'),
                _('Type: pip install cryptography'))
    if isinstance(error, ModuleNotFoundError) and frames(error):
        return driver_missing(error)
    if isinstance(error, AttributeError):
        return of_what_is_none(error)
    if type(error).__name__ in ('NoSuchModuleError', 'ArgumentError'):
        return of_address(type(error).__name__, str(error))
    wrong = of_part(error)
    if wrong:
        return wrong
    code = number(error)
    connection = passed_object(error, 'pymysql', 'connections.py')
    if connection is not None and not masked.last:  # the codebase connects by itself while it is imported
        user = connection.user.decode('utf-8', 'replace') if isinstance(connection.user, bytes) else connection.user
        masked.last.update(host=connection.host, port=connection.port, user=user)
    return REASONS[code](str(error.args[1])) if code in REASONS else None


LOADS_DRIVER = ('dbapi', 'import_dbapi')  # by SQLAlchemy's dialects
DRIVERS = {'MySQLdb': 'mysqlclient', 'psycopg2': 'psycopg2-binary', 'pg8000': 'pg8000', 'pymysql': 'PyMySQL'}


def driver_missing(error):
    """Of a module that SQLAlchemy needs for the address; None of another, and of one that the codebase itself imports."""
    loads = [frame.function in LOADS_DRIVER for frame in frames(error)]
    if not (loads[-1] or any(loads) and error.name in DRIVERS):
        return None
    return (_('The database address needs the driver %(name)s, which is not installed.') % {'name': error.name},
            to_install(DRIVERS[error.name]) if error.name in DRIVERS else
            _('Type: pip install %(package)s, or begin the address in %(config)s with mysql+pymysql://')
            % {'package': error.name, 'config': CONFIG})


def of_what_is_none(error):
    """Flask-SQLAlchemy and PyMySQL look no closer at what they are given."""
    if "attribute 'drivername'" in str(error):
        return _('SQLALCHEMY_DATABASE_URI is no database address.'), write_it()
    if "attribute 'encoding'" in str(error) and passed(error, 'pymysql', 'connections.py'):
        return (_('PyMySQL does not know the character set of the database address.'),
                _('Let the address end in ?charset=utf8mb4; in .env: DB_CHARSET=utf8mb4'))
    return None


def number(error):
    """The number of a MySQL driver's error; None of any other exception."""
    arguments = getattr(error, 'args', ())
    is_drivers = type(error).__module__.split('.')[0] in ('pymysql', 'MySQLdb')
    return arguments[0] if is_drivers and len(arguments) > 1 and isinstance(arguments[0], int) else None


def of_address(kind, text):
    """The address in the settings is none, or names a database that SQLAlchemy has no dialect for."""
    if 'Could not parse' in text:
        return (_('SQLALCHEMY_DATABASE_URI is no database address.'), write_it())
    if 'Invalid SQLite URL' in text:
        return (_('SQLALCHEMY_DATABASE_URI has a slash too few for a SQLite file.'),
                _('Write sqlite:///app.db for a file beside the application, sqlite:////path/app.db for another.'))
    if kind == 'NoSuchModuleError' and 'dialects:' in text:
        return (_('SQLALCHEMY_DATABASE_URI begins with %(name)s, for which there is no dialect.')
                % {'name': text.rpartition('dialects:')[2].split()[0].replace('.', '+')}, write_it())
    return None


def of_part(error):
    """A part of the address that is none; None of another error."""
    if isinstance(error, ValueError) and 'for int()' in str(error) and passed(error, 'sqlalchemy', 'engine', 'url.py'):
        return _('The port in SQLALCHEMY_DATABASE_URI is no number.'), write_it()
    option = UNKNOWN_OPTION.search(str(error)) if isinstance(error, TypeError) else None
    if option and passed(error, 'sqlalchemy', 'engine', 'default.py'):
        return (_('The driver does not know the option %(name)s of the database address.') % {'name': option.group(1)},
                _('Take it out of SQLALCHEMY_DATABASE_URI, behind the question mark, or of connect_args.'))
    if number(error) == 1046 and not database_of(error):
        return _('SQLALCHEMY_DATABASE_URI names no database.'), write_it()
    return None


def database_of(error):
    """The name of the database on whose connection an error was raised; None where its address names none."""
    connection = passed_object(error, 'sqlalchemy', 'engine', 'base.py')
    engine = getattr(connection, 'engine', None)
    return engine.url.database if engine is not None else masked.last.get('database')


def write_it():
    """What to type where the address is none."""
    return _('Write it in config.py or .env as %s; an @ in the password is %%40.') % sample_address()


def settings_of(*parts):
    """What to look at in the settings: variables that a codebase reads and that are set, and where it sets the address.

    :param parts: those of the address that are in question, by their names in `masked.last`; `password`
    :returns: such as `DATABASE_URL` or `DB_HOST, DB_PORT`
    """
    variables = {name for path in files_with_address() for name in VARIABLE.findall(text_of(path))}
    values = {name: os.environ.get(name) or dict(masked.written()).get(name) or '' for name in variables}
    host = masked.last.get('host') or '\n'
    wanted = {str(masked.last[part]) for part in parts if masked.last.get(part)}
    wanted |= masked.seen if 'password' in parts else set()
    named = sorted(name for name, value in values.items() if '://' in value and host in value)
    return ', '.join(named or sorted(name for name, value in values.items() if value in wanted)
                     or ['SQLALCHEMY_DATABASE_URI'])


def unset():
    """The variable of the environment, not set, that the codebase reads the address from; None where that is not known."""
    lines = [line for path in files_with_address() for line in linecache.getlines(path)
             if 'SQLALCHEMY_DATABASE_URI' in line and ('environ' in line or 'getenv' in line)]
    named = {name for line in lines for name in VARIABLE.findall(line)} - {'SQLALCHEMY_DATABASE_URI'}
    return next((name for name in sorted(named) if not os.environ.get(name)), None)


def files_with_address():
    """The codebase's own imported files which speak of the address of the database."""
    paths = {getattr(module, '__file__', None) or '' for module in list(sys.modules.values())}
    return [path for path in paths if path.endswith('.py') and is_of_the_user(path)
            and 'SQLALCHEMY_DATABASE_URI' in text_of(path)]


def text_of(path):
    """The text of a file; linecache reads it in its own encoding, and nothing where it cannot be read."""
    return ''.join(linecache.getlines(path))


def not_reached(text):
    host = masked.last.get('host') or (ADDRESS.findall(text) + [''])[0]
    if masked.last.get('unix_socket'):
        return (_('The database server cannot be reached at its socket %s.') % masked.last['unix_socket'],
                _('Look whether it runs (systemctl status mariadb), and where its socket is: SHOW VARIABLES LIKE "socket"; '
                  'the path stands in SQLALCHEMY_DATABASE_URI as unix_socket.'))
    if UNKNOWN_HOST.search(text):
        return (_('There is no host %(host)s.') % {'host': host},
                _('Look at the host in %(names)s; is this machine in the right network?') % {'names': settings_of('host')})
    address = '%s:%s' % (host, masked.last['port']) if masked.last.get('port') else host
    return (_('The database server at %(host)s cannot be reached.') % {'host': address},
            _('Look whether it runs (systemctl status mariadb) and whether the host and the port in %s are right.')
            % settings_of('host', 'port'))


def named(text):
    """The user and the database that a message names; in SQL, a backtick in a name is doubled."""
    user, database = USER.search(text), DATABASE.search(text)
    name = database.group(1) if database else ''
    account = "'%s'@'%s'" % tuple(part.replace("'", "''") for part in user.groups()) if user else ''
    return {'user': '%s@%s' % user.groups() if user else '', 'database': name, 'quoted': name.replace('`', '``'),
            'account': account, 'names': settings_of('database')}


def denied(text):
    values = named(text)
    return (_('The server does not let %(user)s in: the user name or the password is wrong.') % values,
            _('Look at the user and the password in %(names)s. To try it: mariadb -h %(host)s -P %(port)s -u %(name)s -p')
            % {'names': settings_of('user', 'password'), 'host': masked.last.get('host') or 'localhost',
               'port': masked.last.get('port') or 3306, 'name': masked.last.get('user') or 'USER'})


def denied_database(text):
    values = named(text)
    return (_('The user %(user)s may not use the database %(database)s.') % values,
            _("Look whether there is a database of that name, in %(names)s.\nIf there is, type as the server's "
              "administrator: GRANT ALL ON `%(quoted)s`.* TO %(account)s") % values)


def unknown_database(text):
    values = named(text)
    return (_('The server has no database %(database)s.') % values,
            _('Make it, in the client of the server: CREATE DATABASE `%(quoted)s` CHARACTER SET utf8mb4;\n'
              'If there should be one, look at its name in %(names)s.') % values)


def too_many(text):
    return (_('The server has too many connections already.'),
            _('Try again later; SHOW PROCESSLIST tells who has them, and max_connections how many there may be.'))


def used_up(text):
    return (_('The server gives this user no more for now: %(text)s') % {'text': text},
            _('Try again later, or let the administrator raise it: ALTER USER ... WITH MAX_QUERIES_PER_HOUR 0, and its '
              'like.'))


def gone(text):
    return (_('The server ended the connection.'),
            _('Look whether it runs and what its log says, then type the same command again; python manage.py db status '
              'tells where it '
              'stands.'))


def closed(text):
    return (_('The connection to the server is closed.'),
            _('Look whether the server runs, and whether the revision itself closes what it uses, then type the same '
              'command again; python manage.py db status tells where it stands.'))


def host_refused(text):
    return (_('The server takes no connection from this machine: %(text)s') % {'text': text},
            _("As the server's administrator make a user for this host, or type: FLUSH HOSTS"))


def no_privilege(text):
    return (_('The database user lacks a privilege: %(text)s') % {'text': text},
            _("As the server's administrator type: GRANT ALL ON the database to the user; see python manage.py db doctor."))


def by_socket(text):
    return (_('The server lets this user in from its own account only (auth_socket): %(text)s') % {'text': text},
            _('Make a user with a password: CREATE USER ... IDENTIFIED BY ...; GRANT ALL ON the database to it.'))


# 0 is PyMySQL's, of a connection that is closed.
REASONS = {0: closed, 2002: not_reached, 2003: not_reached, 2005: not_reached, 1045: denied, 1044: denied_database,
           1049: unknown_database, 1040: too_many, 1203: too_many, 1226: used_up, 2006: gone, 2013: gone, 1053: gone,
           1927: gone, 4031: gone, 1129: host_refused, 1130: host_refused, 1142: no_privilege, 1143: no_privilege,
           1227: no_privilege, 1370: no_privilege, 1698: by_socket}


# What is said alike of what several databases refuse.

IS_THERE = _('Did create_all() make it, or another branch? python manage.py db status tells where the database stands; '
             'where it is at the '
             'revision in truth, type: python manage.py db stamp REVISION')
IS_NOT_THERE = _('Look at it with python manage.py db tables: was it changed by hand? python manage.py db status tells '
                 'which revisions there are.')
MEND_ROWS = _('Mend the rows, or let the revision mend them first: op.execute("UPDATE ...") before this operation.')
ROOM = _("Make room on the server's disk, and type the same command again.")
SYNTAX = _('Look at the SQL in op.execute() or in a server_default: is it meant for another database?')
REFUSED = (_('The database refused a statement'),
           _('To see the statement and the whole traceback, add --debug to the command.'))

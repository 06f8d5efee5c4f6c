"""The application's own database address and options, in place of what an `env.py` makes of them.

A stock `env.py` writes the address as a string and reads it back. Not every user name, password or path survives that
(`%41` comes back as `A`), so an engine that was made from the string form of one of the application's addresses gets that
address itself. And PyMySQL encodes a password as latin-1, which not every password can be.
"""
import sys

from flask import current_app
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError

from ..compat.dialects import backend_of
from ..compat.inside_flask import engine_options_of
from ..translation.encoding import as_text


def application_db():
    """The application's `SQLAlchemy()`: the one that Flask-Migrate was given, or else the application, as where
    `Migrate().init_app(app)` gives none; None where there is none."""
    found = current_app.extensions if current_app else {}
    state = found.get('sqlalchemy')
    return getattr(found.get('migrate'), 'db', None) or getattr(state, 'db', state)


def own_addresses():
    """All addresses of the application, its main database's and its binds', as objects."""
    config = current_app.config if current_app else {}
    addresses = [config.get('SQLALCHEMY_DATABASE_URI')] + list((config.get('SQLALCHEMY_BINDS') or {}).values())
    found = [address if isinstance(address, URL) else read_back(address) for address in addresses if address]
    return [address for address in found if address is not None]


def application_options():
    """What the application makes its engines with, of which an engine that an `env.py` makes by itself knows nothing.

    Flask-SQLAlchemy takes them from two places, the second of which goes before: `SQLALCHEMY_ENGINE_OPTIONS`, and the
    `engine_options` of `SQLAlchemy(...)`.
    """
    options = dict(current_app.config.get('SQLALCHEMY_ENGINE_OPTIONS') or {})
    options.update(engine_options_of(application_db()))
    return options


def spelled_once(url):
    """An address in one form: an empty password is none, as `root:@localhost` and `root@localhost` are one."""
    url = make_url(url)
    return (url.drivername, url.username or None, url.password or None, url.host, url.port, url.database,
            sorted(url.query.items()))


def arguments_of(dialect, url):
    """What a driver is called with for an address, as far as the address itself goes."""
    names = ('host', 'port', 'user', 'password', 'database')
    arguments, parameters = dialect.create_connect_args(url)
    return list(arguments), {name: parameters[name] for name in names if name in parameters}


def read_back(url):
    """The address as it comes back from its string form; None where it does not come back at all."""
    try:
        return make_url(str(url))
    except (ArgumentError, ValueError):
        return None


def connect_as_the_application(dialect, record, arguments, parameters):
    """SQLAlchemy's `do_connect` event: put right what the way through a string has changed, and add the options.

    :returns: a connection of the application's own `creator`, where it has one

    :source: https://docs.sqlalchemy.org/en/13/core/events.html#sqlalchemy.events.DialectEvents.do_connect
    """
    own = own_addresses()
    for url in own:
        changed = backend_of(url) == dialect.name and read_back(url)
        if changed and changed != url and is_for(dialect, changed, arguments, parameters):
            arguments[:], meant = arguments_of(dialect, url)
            parameters.update(meant)
            break
    is_own = any(backend_of(url) == dialect.name and is_for(dialect, url, arguments, parameters) for url in own)
    options = application_options() if is_own else {}
    if callable(options.get('creator')):
        return options['creator']()
    for name, value in (options.get('connect_args') or {}).items():
        parameters.setdefault(name, value)
    if dialect.name == 'sqlite' and arguments and sys.version_info < (3, 7):
        arguments[0] = as_text(arguments[0])  # later Pythons take a path as the file system has it
    if dialect.driver == 'pymysql' and isinstance(parameters.get('password'), str):
        parameters['password'] = as_the_server_has_it(parameters['password'])


def is_for(dialect, url, arguments, parameters):
    """Whether a driver is about to be called for an address."""
    expected, named = arguments_of(dialect, url)
    return list(arguments) == expected and all(parameters.get(name) == value for name, value in named.items())


def as_the_server_has_it(password):
    """A password as PyMySQL can send it: as UTF-8 where it cannot be latin-1."""
    try:
        password.encode('latin-1')
        return password
    except UnicodeEncodeError:
        return password.encode('utf-8')


def keep():
    """Let every connection that names the application's database use the application's own address."""
    event.listen(Engine, 'do_connect', connect_as_the_application)

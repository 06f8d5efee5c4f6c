"""The application's own database address, in place of what an `env.py` makes of it.

A stock `env.py` writes the address as a string and reads it back. Not every user name, password or path survives that
(`%41` comes back as `A`), and a password that the application gives to the driver as bytes is not in it at all. So an
engine that was made from the string form of the application's address gets that address itself.
"""
from flask import current_app
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import ArgumentError


def application_engines():
    """The engines of the application in whose context we are: its main database and its binds."""
    if not current_app or 'migrate' not in current_app.extensions:
        return []
    db = current_app.extensions['migrate'].db
    binds = current_app.config.get('SQLALCHEMY_BINDS') or {}
    return [db.get_engine(current_app._get_current_object(), bind) for bind in [None] + list(binds)]


def arguments_of(dialect, url):
    """What a driver is called with for an address, as a dictionary; empty where the address cannot be read."""
    try:
        return dialect.create_connect_args(make_url(url))[1]
    except (ArgumentError, ValueError):
        return {}


def connect_as_the_application(dialect, record, arguments, parameters):
    """SQLAlchemy's `do_connect` event: put right what reading the address back from a string has changed.

    :source: https://docs.sqlalchemy.org/en/13/core/events.html#sqlalchemy.events.DialectEvents.do_connect
    """
    options = (current_app.config.get('SQLALCHEMY_ENGINE_OPTIONS') or {}).get('connect_args', {}) if current_app else {}
    for engine in application_engines():
        read_back = arguments_of(dialect, str(engine.url))
        if read_back and all(parameters.get(name) == value for name, value in read_back.items()):
            meant = arguments_of(dialect, engine.url)
            parameters.update(meant)
            parameters.update((name, value) for name, value in options.items() if name in meant)
            return


def keep():
    """Let every connection that names the application's database use the application's own address."""
    event.listen(Engine, 'do_connect', connect_as_the_application)

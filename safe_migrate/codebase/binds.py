"""The databases that models name with `__bind_key__`, beside those that the application has."""
from flask import current_app

from ..databases.address import application_db, spelled_once


def model_tables():
    """The tables of the application's models, by name; none where its models are not those of a `SQLAlchemy()`."""
    return getattr(getattr(application_db(), 'metadata', None), 'tables', {})


def bind_of_table(table):
    """The bind that a model names; None of a table of the main database."""
    return table.info.get('bind_key')


def unknown():
    """The tables whose bind the application does not have: no command of Flask-Migrate's would ever make them.

    :returns: a list of pairs of a table's name and its bind's, in the tables' order
    """
    known = current_app.config.get('SQLALCHEMY_BINDS') or {}
    return sorted((table.name, bind_of_table(table)) for table in model_tables().values()
                  if bind_of_table(table) not in (None, '') and bind_of_table(table) not in known)


def names():
    """The names of the application's binds, in one text; empty where it has none."""
    return ', '.join(sorted(map(str, current_app.config.get('SQLALCHEMY_BINDS') or {})))


def is_elsewhere(table, engine):
    """Whether a model's table belongs to another database than that of an engine."""
    bind, known = bind_of_table(table), current_app.config.get('SQLALCHEMY_BINDS') or {}
    if bind in (None, ''):
        return False
    return bind not in known or spelled_once(engine.url) not in (spelled_once(known[bind]), spelled_once(
        application_db().get_engine(current_app, bind).url))

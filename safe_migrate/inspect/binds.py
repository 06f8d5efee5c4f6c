"""The databases that models name with `__bind_key__`, beside those that the application has."""
from flask import current_app
from sqlalchemy.engine.url import make_url


def bind_of_table(table):
    """The bind that a model names; None of a table of the main database."""
    return table.info.get('bind_key')


def unknown():
    """The tables whose bind the application does not have: no command of Flask-Migrate's would ever make them.

    :returns: a list of pairs of a table's name and its bind's, in the tables' order
    """
    known = current_app.config.get('SQLALCHEMY_BINDS') or {}
    tables = current_app.extensions['migrate'].db.metadata.tables.values()
    return sorted((table.name, bind_of_table(table)) for table in tables
                  if bind_of_table(table) not in (None, '') and bind_of_table(table) not in known)


def names():
    """The names of the application's binds, in one text; empty where it has none."""
    return ', '.join(sorted(map(str, current_app.config.get('SQLALCHEMY_BINDS') or {})))


def is_elsewhere(table, engine):
    """Whether a model's table belongs to another database than that of an engine."""
    bind, known = bind_of_table(table), current_app.config.get('SQLALCHEMY_BINDS') or {}
    if bind in (None, ''):
        return False
    return bind not in known or str(make_url(known[bind])) != str(engine.url) and str(
        current_app.extensions['migrate'].db.get_engine(current_app, bind).url) != str(engine.url)

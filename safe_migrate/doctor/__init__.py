"""What `db doctor` looks for: what works today and will hurt later, each with its cure.

A rule is a function that registers itself with `rule`, or with `database_rule` where it asks a database. It yields
findings; it changes nothing.

releases.py     the installed packages
environment.py  the codebase's `env.py`
application.py  the codebase's own modules
mysql.py        MySQL and MariaDB
postgresql.py   PostgreSQL
sqlite.py       SQLite
"""
from collections import namedtuple

from ..language import _

# what: what is wrong, in a sentence; cure: what to type or to change
Finding = namedtuple('Finding', 'what cure')


class Unseen(Finding):
    """A database that could not be looked at."""


RULES, DATABASE_RULES = [], []


class Codebase:
    """What the rules look at.

    :param app: the Flask application
    :param directory: the migrations folder
    """

    def __init__(self, app, directory):
        self.app, self.directory = app, directory
        self.db = app.extensions['migrate'].db


def rule(function):
    """Register a rule: takes a `Codebase`, yields findings."""
    RULES.append(function)
    return function


def database_rule(*dialects):
    """Register a rule for databases: takes a connection, yields findings.

    :param dialects: SQLAlchemy's names of those that it can ask
    """
    def register(function):
        DATABASE_RULES.append((dialects, function))
        return function
    return register


def findings(codebase):
    """All that the rules find.

    :param codebase: a `Codebase`
    """
    from . import application, environment, mysql, postgresql, releases, sqlite  # noqa: F401  they register themselves
    for look in RULES:
        for found in look(codebase):
            yield found
    from ..inspect.tables import engines
    for __, engine in engines():
        for found in of_database(engine):
            yield found


def of_database(engine):
    """What the rules find in one database."""
    from sqlalchemy.exc import DBAPIError
    from ..inspect.environment import shown
    try:
        with engine.connect() as connection:
            for dialects, look in DATABASE_RULES:
                for found in look(connection) if connection.dialect.name in dialects else ():
                    yield found
    except DBAPIError as error:
        said = {'database': shown(engine.url), 'reason': error.orig.args[-1] if error.orig.args else error.orig}
        yield Unseen(_('%(database)s was not reached or did not answer, so it was not looked at: %(reason)s') % said,
                     _('Type `db status` when it can be reached.'))

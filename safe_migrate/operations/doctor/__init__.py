"""What `db doctor` looks for: what works today and will hurt later, each with its cure.

A rule is a function that takes a `Codebase`, or a connection where it asks a database, and yields findings; it changes
nothing. Those of a file are in its `RULES`.

releases.py     the installed packages
environment.py  the codebase's `env.py`
application.py  the codebase's own modules
and `health.py` of each database
"""
from ... import databases
from ...codebase.environment import needed_db
from ...messages.finding import Finding
from ...translation.language import _


class Unseen(Finding):
    """A database that could not be looked at."""


class Codebase:
    """What the rules look at.

    :param app: the Flask application
    :param directory: the migrations folder
    """

    def __init__(self, app, directory):
        self.app, self.directory = app, directory
        self.db = needed_db()


def findings(codebase):
    """All that the rules find.

    :param codebase: a `Codebase`
    """
    from ...codebase.environment import engines
    from . import application, environment, releases
    for look in application.RULES + environment.RULES + releases.RULES:
        for found in look(codebase):
            yield found
    for __, engine in engines():
        for found in of_database(engine):
            yield found


def of_database(engine):
    """What the rules find in one database."""
    from sqlalchemy.exc import DBAPIError

    from ...codebase.environment import shown
    try:
        with engine.connect() as connection:
            for look in databases.of(engine).health_rules():
                for found in look(connection):
                    yield found
    except DBAPIError as error:
        said = {'database': shown(engine.url), 'reason': error.orig.args[-1] if error.orig.args else error.orig}
        yield Unseen(_('%(database)s was not reached or did not answer, so it was not looked at: %(reason)s') % said,
                     _('When it can be reached, type: python manage.py db status'))

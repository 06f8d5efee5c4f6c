"""The catalogue of errors: from an exception to a few lines that say what happened and what to type.

Of `messages/`, but for the databases:
server.py     a database server that cannot be reached, or lets nobody in
errors.py     of each database: what it says of a statement or a connection
revisions.py  what is wrong with the revisions, or with the name of one
packages.py   an installed package that does not run
imports.py    a file of the codebase that cannot be imported, or that was written for Python 2
models.py     what SQLAlchemy and Flask say of the models, and of what runs while they are imported
files.py      a file that cannot be read or written
place.py      where in the user's own code it was
"""
import linecache
import os
import re

from .. import databases
from ..messages import UserError, files, imports, models, packages, revisions, server, short
from ..messages.masked import masked
from ..messages.place import changes_a_database, frames, places, shown
from ..translation.language import _

EXPLAINERS = [module.explain for module in
              [server] + databases.all_of('errors') + [packages, imports, revisions, files, models]]
MOST_LINES = 6
LONGEST = 400  # characters of an error's own text


def explained(error):
    """What a user is told of an error.

    :param error: any exception
    :returns: a `UserError`; the exception itself where it is one
    """
    for one in chain(error):
        if isinstance(one, UserError):
            return one
        for explain in EXPLAINERS:
            found = explain(one, error)
            if found:
                return told(*found)
    return unknown(error)


def chain(error):
    """An exception and those that led to it, each once."""
    seen = []
    while error is not None and error not in seen:
        seen.append(error)
        before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        error = getattr(error, 'orig', None) or before
    return seen


def told(happened, advice):
    """What the catalogue says, within six lines and without a password, which only what happened may have."""
    lines = masked(happened).split('\n') + advice.split('\n')
    return UserError(lines[0], '\n'.join(lines[1:MOST_LINES]))


def unknown(error):
    """An error that the catalogue does not know keeps its type, its own text and the place in the user's code."""
    found = places(error) or frames(error)
    text = [line for line in str(error).splitlines() if line.strip()][:2]
    happened = '%s: %s' % (type(error).__name__, short(' '.join(text), LONGEST)) if text else type(error).__name__
    where = [_('It was raised at %(place)s.') % {'place': shown(found[-1])}] if found else []
    unset = unset_variables(found[-1]) if found else []
    if unset:
        where.append(_('That line reads %s from the environment, where it is not set.') % ', '.join(unset))
    if changes_a_database(error):
        where.append(_('What of it is applied tells: python manage.py db status'))
    return told(happened, '\n'.join(where + [_('To see the whole traceback, add --debug to the command.')]))


def unset_variables(place):
    """The variables of the environment that a line reads and that are not set."""
    line = linecache.getline(place.path, place.line)
    names = re.findall(r"""(?:environ(?:\.get\(|\[)|getenv\()\s*['"](\w+)['"]""", line)
    return [name for name in names if name not in os.environ]

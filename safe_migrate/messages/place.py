"""Where in the user's own code an error has come from."""
import ast
import linecache
import os
import re
import sys
import sysconfig
import traceback
from typing import NamedTuple

from ..translation.language import _
from . import short


class Place(NamedTuple):
    """A place in somebody's code."""

    path: str
    line: int
    function: str  # that line's, or `<module>`


SITE = re.compile(r'(.*[/\\](?:site|dist)-packages)[/\\]')  # where pip installs, for all or for one user
LIBRARIES = {os.path.realpath(sysconfig.get_paths()[name]) for name in ('stdlib', 'platstdlib', 'purelib', 'platlib')}
COMMAND = os.path.join('alembic', 'command.py')
OURS = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))


def frames(error):
    """The places of an error's traceback, the innermost last; each a `Place`."""
    return [Place(frame.filename, frame.lineno, frame.name) for frame in
            traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), lookup_lines=False)]


def is_of_the_user(path):
    """Whether a file is the codebase's own, and neither a library's nor one of this package."""
    real = os.path.realpath(path)
    installed = SITE.match(real) or any(real.startswith(folder + os.sep) for folder in LIBRARIES | {OURS})
    return os.path.isfile(real) and not installed


def places(error):
    """Those of the codebase's own files, the innermost last, without the file that was started."""
    main = os.path.realpath(getattr(sys.modules['__main__'], '__file__', '') or '')
    found = [one for one in frames(error) if is_of_the_user(one.path)]
    return [one for one in found if os.path.realpath(one.path) != main] or found


def passed(error, *names):
    """Whether an error has come through a file, by the last parts of its path."""
    return any(one.path.endswith(os.path.join(*names)) for one in frames(error))


def passed_object(error, *names, name='self'):
    """What an error has come through, by the last parts of its file's path; None where there is none.

    :param name: of the variable there; as it is, the object whose method it was
    """
    found = [frame.f_locals.get(name) for frame, _line in traceback.walk_tb(error.__traceback__)
             if frame.f_code.co_filename.endswith(os.path.join(*names))]
    return next((one for one in found if one is not None), None)


def relative(path):
    """A path as it is shortest from the working directory."""
    try:
        short = os.path.relpath(path)
    except (OSError, ValueError):  # it was deleted, or is on another drive
        return path
    return path if short.startswith(os.pardir) else short


def imported(place):
    """The module that the import in a line is from; None where that is no `from ... import`."""
    try:
        node = ast.parse(linecache.getline(place.path, place.line).strip()).body[0]
    except (SyntaxError, IndexError):
        return None
    return node.module if isinstance(node, ast.ImportFrom) else None


def closed(path):
    """The folder on the way to a path that this user may not enter or list; None where there is none."""
    folder, found = os.path.dirname(os.path.abspath(path)), None
    while not found and folder != os.path.dirname(folder):
        found = folder if os.path.isdir(folder) and not os.access(folder, os.R_OK | os.X_OK) else None
        folder = os.path.dirname(folder)
    return found


def shown(place):
    """A place as an editor takes it: `migrations/versions/1a2b_add_age.py:12`."""
    return '%s:%d' % (relative(place.path), place.line)


def at(error):
    """The lines that say where an error was and which statement of SQL it was about; none where neither is known."""
    found, statement = places(error), first_line(getattr(error, 'statement', None))
    said = {'place': shown(found[-1]) if found else '', 'statement': statement}
    if found:
        return [(_('It was at %(place)s: %(statement)s') if statement else _('It was at %(place)s.')) % said]
    return [_('The statement was: %(statement)s') % said] if statement else []


def first_line(statement):
    """Of a statement, without passwords and shortened."""
    from ..sql import parse
    lines = parse(statement).redacted().strip().splitlines() if statement else []
    return short(lines[0]) if lines else ''


def changes_a_database(error):
    """Whether an error has come out of an upgrade or downgrade while it ran."""
    found = frames(error)
    return ('--sql' not in sys.argv
            and any(one.function in ('upgrade', 'downgrade') and one.path.endswith(COMMAND) for one in found)
            and any(one.function == 'run_migrations' for one in found))

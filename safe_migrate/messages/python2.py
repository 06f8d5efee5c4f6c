"""A file of the codebase that was written for Python 2."""
import linecache
import re

from ..compat.python2 import METHODS, MODULES, NAMES, SET_ENCODING, is_line
from ..translation.language import _
from .place import frames, is_of_the_user, places, relative, shown

# Tabs at the beginning of a line only, as Python 2 counts them; it works in every shell, and leaves the line ends.
EXPAND = ("import sys, re; p = sys.argv[1]; s = open(p, 'rb').read(); open(p + '.bak', 'wb').write(s); "
          "open(p, 'wb').write(re.sub(rb'(?m)^[ \\t]+', lambda m: m.group().expandtabs(8), s))")
WAS_CALLED = re.compile(r"name '(\w+)' is not defined|has no attribute '(\w+)'")


def explain(error, told):
    """What happened and what to type, of something that Python 3 does not have; None of any other error.

    :param error: one of a chain
    :param told: the last of it, whose traceback begins in the user's code
    """
    if isinstance(error, SyntaxError):
        return of_syntax(error)
    if not places(error) or not is_of_the_user(frames(error)[-1].path):  # such as an old package
        return None
    place = shown(places(error)[-1])
    if isinstance(error, ModuleNotFoundError) and error.name in MODULES:
        return uses(place, error.name, MODULES[error.name])
    match = WAS_CALLED.search(str(error)) if isinstance(error, (NameError, AttributeError)) else None
    name = match and (match.group(1) or match.group(2))
    if name == SET_ENCODING or name == 'reload' and isinstance(error, NameError) and sets_encoding(places(error)[-1]):
        return (_('%(place)s is Python 2: %(name)s.') % {'place': place, 'name': 'reload(sys), sys.setdefaultencoding()'},
                _('Remove both lines: Python 3 is in UTF-8 as it is.'))
    known = NAMES if isinstance(error, NameError) else METHODS
    return uses(place, name, known[name]) if name in known else None


def of_syntax(error):
    """Of a line that Python 3 cannot read; None where it is none of Python 2."""
    if not error.filename:
        return None
    line = error.text or linecache.getline(error.filename, error.lineno or 1)
    mixed = isinstance(error, TabError)
    if not mixed and not is_line(line) and "call to 'print'" not in error.msg and "call to 'exec'" not in error.msg:
        return None
    path = relative(error.filename)
    happened = _('%(place)s is Python 2: %(name)s.') % {
        'place': '%s:%s' % (path, error.lineno or 1), 'name': _('tabs and spaces mixed') if mixed else line.strip()}
    if not is_of_the_user(error.filename):
        return happened, _('Install a newer release of that package.')
    if mixed:
        return happened, _('Indent with spaces alone, as this does: python -c "%(code)s" %(file)s') % {
            'code': EXPAND, 'file': path}
    return happened, _('Write it for Python 3. For the whole file: pip install fissix, and python -m fissix -w %(file)s') % {
        'file': path}


def uses(place, name, instead):
    """What is told of a name, and what stands for it now."""
    return (_('%(place)s is Python 2: %(name)s.') % {'place': place, 'name': name},
            _('Write in its place: %s') % instead)


def sets_encoding(place):
    """Whether `reload` in a line is that of `sys`, which was to bring back what sets the encoding."""
    return 'sys' in linecache.getline(place.path, place.line)

"""An installed package that does not run: on this Python, or beside the others that are installed."""
import json
import linecache
import os
import platform
import re
import sys
from typing import NamedTuple
from urllib.parse import urlparse
from urllib.request import url2pathname

from ..needs import INSTALLED, RELEASES, parts, plain, releases_in
from ..translation.language import _
from .place import OURS, SITE, Place, frames, is_of_the_user, relative

IMPORT = re.compile(r'\s*(?:import|from)\b')
FROM_MODULE = re.compile(r"No module named '?([\w.]+)|cannot import name '?\w+'? from '?([\w.]+)")
# Modules of the standard library that are gone: the last Python that has one, and the package that gives it back.
GONE = {name: ((3, 12), 'standard-' + name) for name in (
    'aifc', 'chunk', 'imghdr', 'mailcap', 'nntplib', 'pipes', 'sndhdr', 'sunau', 'telnetlib', 'uu', 'xdrlib')}
GONE.update({name: ((3, 12), None) for name in ('crypt', 'lib2to3', 'msilib', 'nis', 'spwd')})
GONE.update({'distutils': ((3, 11), 'setuptools<80.9'), 'asyncore': ((3, 11), 'pyasyncore'), 'imp': ((3, 11), None),
             'asynchat': ((3, 11), 'pyasynchat'), 'smtpd': ((3, 11), 'standard-smtpd'), 'cgi': ((3, 12), 'legacy-cgi'),
             'cgitb': ((3, 12), 'legacy-cgi'), 'audioop': ((3, 12), 'audioop-lts'), 'formatter': ((3, 9), None),
             'symbol': ((3, 9), None), 'binhex': ((3, 10), None)})
# Modules that a newer release no longer has, which older packages import, and the release that still has them.
BREAKS = {'redis._compat': 'redis<4', 'wtforms.compat': 'WTForms<3', 'wtforms.ext': 'WTForms<3',
          'marshmallow.compat': 'marshmallow<3', 'celery.task': 'celery<5'}
# What the names that a newer release no longer has want, by the module that had them: a release that still has them.
OLDER = {'wtforms': 'WTForms<3', 'flask_wtf': 'Flask-WTF<1', 'marshmallow': 'marshmallow<3', 'jwt': 'PyJWT<2',
         'flask_jwt_extended': 'Flask-JWT-Extended<4', 'flask_login': 'Flask-Login<0.6', 'celery': 'celery<5'}


SITE_OF_OURS = os.path.dirname(OURS)
PINS = ('requirements.txt', 'requirements-sqlalchemy14.txt')  # the second from that release of SQLAlchemy on


class Package(NamedTuple):
    """An installed package."""

    name: str
    release: str


def explain(error, told):
    """What happened and what to type, of an error that an installed package raises while it is imported; None of another.

    :param error: one of a chain
    :param told: the last of it, whose traceback begins in the user's code
    """
    if isinstance(error, SyntaxError) and error.filename:
        place, text = Place(error.filename, error.lineno or 1, '<module>'), error.msg
    elif isinstance(error, (ImportError, AttributeError, NameError, TypeError)):
        place, text = origin(error), re.sub(r' \((?:most likely|/|\w:).*', '', str(error))
    else:
        return None
    package = place and owner(place.path)
    if not package or plain(package.name) in [plain(name) for name, *__ in RELEASES]:
        return None
    inside = relative(place.path)
    inside = SITE.sub('', inside) if SITE.match(inside) else inside
    return (_('The installed %(package)s does not run here, %(place)s: %(text)s.') % {
        'package': '%s %s' % package, 'place': '%s:%d' % (inside, place.line), 'text': text.rstrip('.')},
        cure(error, package))


def origin(error):
    """The place in a package or in the codebase that an error in importing is from; None where it is from a call."""
    through = [one for one in frames(error) if is_of_the_user(one.path) or SITE.match(os.path.realpath(one.path))]
    if isinstance(error, ImportError):
        last = through[-1] if through else None
        imports = last and (last.function == '<module>' or IMPORT.match(linecache.getline(last.path, last.line)))
        return last if imports else None
    through = [one for one in through if one.function == '<module>']
    return through[-1] if through else None


def cure(error, package):
    """What to type for a package that does not run.

    :param package: a `Package`
    """
    match = FROM_MODULE.match(str(error)) if isinstance(error, ImportError) else None
    module = match and (match.group(1) or match.group(2))
    if module in BREAKS and not satisfied(BREAKS[module]):
        return _("It is written for an older release of another package. Type: pip install '%s'") % BREAKS[module]
    wanted = next(("'%s'" % one for one in OLDER.values() if plain(one.partition('<')[0]) == plain(package.name)
                   and satisfied(one)), package.name)  # of which a newer one has not what the code of then imports
    return (gone(module) if module else None) or _('Type: pip install -U %s\nWhere its newest release does not run here '
                                                   'either, take another package or an older Python.') % (wanted + held())


def to_install(packages):
    """What to type for packages that are not there."""
    return _('Add it to your requirements.txt, and type: pip install %(package)s') % {
        'package': packages + held()}


def gone(module):
    """What to type for a module that Python itself no longer has; None of another.

    :param module: as it is imported
    """
    last, gives = GONE.get(module.partition('.')[0], (None, None))
    if last is None or sys.version_info[:2] <= last:
        return None
    said = {'module': module.partition('.')[0], 'last': '%d.%d' % last, 'package': gives,
            'python': '.'.join(platform.python_version_tuple()[:2])}
    if gives:
        return _("Python %(python)s no longer has %(module)s; a package gives it back. Type: pip install '%(package)s'"
                 ) % said
    return _('Python %(python)s no longer has %(module)s; Python %(last)s is the last that does. Mend the import, or take '
             'a newer release of the package that imports it.') % said


def owner(path):
    """The installed package that a file belongs to; None where there is none, or where pip knows nothing of it."""
    match = SITE.match(os.path.realpath(path))
    if not match:
        return None
    folder = match.group(1)
    top = os.path.splitext(os.path.realpath(path)[match.end():].split(os.sep)[0])[0]
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return None
    found = [one.group(1, 2) for one in map(INSTALLED.match, names)
             if one and has_module(os.path.join(folder, one.group()), top)]
    return Package(found[0][0].replace('_', '-'), found[0][1]) if found else None


def has_module(described, top):
    """Whether a package has a module, by what pip writes down of it.

    :param described: the path of its `.dist-info` or `.egg-info`
    """
    for name in 'top_level.txt', 'RECORD':
        try:
            with open(os.path.join(described, name), encoding='utf-8', errors='replace') as file:
                if any(re.split(r'[/,.\s]', line)[0] == top for line in file):
                    return True
        except OSError:
            continue
    return False


def held(folder=SITE_OF_OURS):
    """What lets pip take no newer release of what this package runs beside: ` -c` and the pins of the checkout that it was
    installed from; empty where that is not known, or is gone.

    :param folder: where this package is installed
    :source: https://packaging.python.org/en/latest/specifications/direct-url-data-structure/
    """
    releases = releases_in(folder)
    described = os.path.join(folder, 'safe_migrate-%s.dist-info' % releases.get('safe-migrate'), 'direct_url.json')
    try:
        with open(described, encoding='utf-8') as file:
            checkout = url2pathname(urlparse(json.load(file)['url']).path)
    except (OSError, ValueError, KeyError):
        return ''
    path = os.path.join(checkout, PINS[parts(releases.get('sqlalchemy', '0')) >= [1, 4]])
    return (' -c "%s"' if ' ' in path else ' -c %s') % path if os.path.isfile(path) else ''


def satisfied(wanted):
    """Whether the installed release is one that `name<release` asks for."""
    name, _less, below = wanted.partition('<')
    return any(name_of == plain(name) and parts(release) < parts(below)
               for folder in sys.path if SITE.match(os.path.join(os.path.realpath(folder or os.curdir), ''))
               for name_of, release in releases_in(folder).items())

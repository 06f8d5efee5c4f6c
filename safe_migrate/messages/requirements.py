"""What the codebase's files of requirements and the installed packages say of one another's releases.

:source: https://packaging.python.org/en/latest/specifications/core-metadata/#requires-dist-multiple-use
"""
import codecs
import glob
import importlib
import json
import os
import re
import sys
from typing import NamedTuple
from urllib.parse import urlparse
from urllib.request import url2pathname

from ..needs import INSTALLED, parts, plain, releases_in
from .place import OURS, SITE

HOME = os.path.dirname(os.path.abspath(sys.argv[0]))  # the codebase's
FILES = ('requirements.txt', 'requirements*.txt', os.path.join('requirements', '*.txt'))
LINE = re.compile(r'(?P<name>[A-Za-z0-9][\w.-]*)(?:\s*\[[^\]]*\])?\s*(?P<release>[=<>~!][^;#]*)?')
# Reads a requirement as pip does, which is where pip is.
READERS = ('packaging.requirements', 'pip._vendor.packaging.requirements', 'setuptools._vendor.packaging.requirements')


SITE_OF_OURS = os.path.dirname(OURS)
PINS = ('requirements.txt', 'requirements-sqlalchemy14.txt')  # the second from that release of SQLAlchemy on


class Package(NamedTuple):
    """An installed package."""

    name: str
    release: str


class Line(NamedTuple):
    """A line of a file of requirements."""

    path: str
    number: int
    text: str
    name: str  # as pip compares it
    holds: bool  # whether it lets no newer release be taken


class Asked(NamedTuple):
    """What a package asks for of another one."""

    text: str
    name: str  # as pip compares it
    fits: bool  # whether the installed release is what it asks for
    holds: bool  # whether it lets no newer release be taken
    least: list  # the release that is the oldest it takes, in numbers


def lines():
    """The lines that name a package, of all files of requirements beside the program or in the working directory."""
    found = []
    for folder in dict.fromkeys([HOME, os.getcwd()]):
        for path in dict.fromkeys(path for pattern in FILES for path in sorted(glob.glob(os.path.join(folder, pattern)))):
            for number, text in enumerate(texts(path), 1):
                match = LINE.match(text.strip())
                if match:
                    found.append(Line(path, number, text.split(' #')[0].strip(), plain(match.group('name')),
                                      holds(match.group('release'))))
    return found


def texts(path):
    """The lines of a file, which PowerShell writes in UTF-16."""
    try:
        with open(path, 'rb') as file:
            content = file.read()
    except OSError:
        return []
    encoding = 'utf-16' if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else 'utf-8'
    return content.decode(encoding, 'replace').splitlines()


def holds(release):
    """Whether a release, such as `==1.0` or `>=1,<2`, has an upper end."""
    return bool(re.search('<|==|~=', release or ''))


def line_of(package):
    """The line that names a package, first one that holds it; None where none names it."""
    named = [line for line in lines() if line.name == plain(package)]
    return next((line for line in named if line.holds), named[0] if named else None)


def folders():
    """Where packages are installed."""
    found = dict.fromkeys(os.path.realpath(folder or os.curdir) for folder in sys.path)
    return [folder for folder in found if SITE.match(os.path.join(folder, ''))]


def installed():
    """The releases of the packages that are installed, by the names as pip compares them."""
    found = {}
    for folder in reversed(folders()):
        found.update(releases_in(folder))
    return found


def asked_by(package):
    """What an installed package asks for; nothing where that cannot be read. Each is an `Asked`."""
    reader, here, found = requirement(), installed(), []
    for text in written(package) if reader else ():
        try:
            one = reader(text)
            counts = one.marker is None or one.marker.evaluate({'extra': ''})
        except (ValueError, KeyError, TypeError):  # pip of then took what that of today does not
            continue
        release = here.get(plain(one.name))
        if counts and release:
            least = [parts(part.version) for part in one.specifier if part.operator in ('>=', '>', '==', '~=', '===')]
            found.append(Asked('%s%s' % (one.name, one.specifier), plain(one.name), one.specifier.contains(
                release, prereleases=True), holds(str(one.specifier)), max(least, default=[])))
    return found


def requirement():
    """The class that reads a requirement; None where it is not there."""
    for name in READERS:
        try:
            return importlib.import_module(name).Requirement
        except (ImportError, AttributeError):
            continue
    return None


def written(package):
    """What an installed package has written down of the packages that it asks for, as text."""
    for folder in folders():
        for name in sorted(os.listdir(folder)):
            match = INSTALLED.match(name)
            if match and plain(match.group(1)) == plain(package):
                path = os.path.join(folder, name)
                new = [text.partition(':')[2].strip() for text in texts(os.path.join(path, 'METADATA'))
                       if text.startswith('Requires-Dist:')]
                return new or before_a_section(texts(os.path.join(path, 'requires.txt')))
    return []


def before_a_section(lines):
    """What an older package asks for in any case, and not only for an extra."""
    found = []
    for line in lines:
        if line.startswith('['):
            break
        found += [line.strip()] if line.strip() else []
    return found


def all_asked():
    """What each installed package asks for, by its name."""
    return {name: asked_by(name) for name in installed()}


def holding(package):
    """The installed packages that let no newer release of one be taken, and those that hold these."""
    asked = all_asked()
    found, new = [], [plain(package)]
    while new:
        new = [name for name, of_it in asked.items() if name not in found + [plain(package)]
               and any(one.name in new and one.holds for one in of_it)]
        found += new
    return sorted(found)


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


def pins(folder=SITE_OF_OURS):
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
    release = installed().get(plain(name))
    return bool(release) and parts(release) < parts(below)

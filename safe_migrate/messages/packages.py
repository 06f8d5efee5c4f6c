"""An installed package that does not run: on this Python, or beside the others that are installed."""
import importlib.util
import linecache
import os
import platform
import re
import sys

from ..compat.python2 import MODULES, is_line
from ..needs import plain
from ..translation.language import _
from . import releases
from .place import OURS, SITE, Place, frames, imported, is_of_the_user, relative
from .releases import lacking, of_ours, of_python
from .requirements import owner, pins

IMPORT = re.compile(r'\s*(?:import|from)\b')
# What is installed under another name than it is imported by; every `flask_...` is installed under its own.
PACKAGES = {'cachelib': 'cachelib', 'secure_cookie': 'secure-cookie', 'cgi': 'legacy-cgi', 'wtforms': 'WTForms',
            'PIL': 'Pillow', 'yaml': 'PyYAML', 'bs4': 'beautifulsoup4', 'jwt': 'PyJWT', 'dateutil': 'python-dateutil',
            'redis': 'redis', 'celery': 'celery', 'requests': 'requests', 'bleach': 'bleach', 'markdown': 'Markdown',
            'psycopg2': 'psycopg2-binary', 'marshmallow': 'marshmallow', 'passlib': 'passlib',
            'Crypto': 'pycryptodome', 'pytz': 'pytz', 'six': 'six', 'gunicorn': 'gunicorn', 'faker': 'Faker',
            'apscheduler': 'APScheduler', 'elasticsearch': 'elasticsearch', 'pymongo': 'pymongo', 'numpy': 'numpy',
            'pandas': 'pandas', 'cv2': 'opencv-python', 'jose': 'python-jose', 'slugify': 'python-slugify',
            'configobj': 'configobj', 'xlrd': 'xlrd', 'openpyxl': 'openpyxl', 'docx': 'python-docx', 'qiniu': 'qiniu',
            'jieba': 'jieba', 'MySQLdb': 'mysqlclient', 'bcrypt': 'bcrypt', 'jinja2': 'Jinja2', 'lxml': 'lxml',
            'sklearn': 'scikit-learn', 'gevent': 'gevent', 'memcache': 'python-memcached', 'coverage': 'coverage',
            'marshmallow_sqlalchemy': 'marshmallow-sqlalchemy', 'email_validator': 'email-validator', 'oss2': 'oss2',
            'ldap': 'python-ldap'}
# Modules of the standard library that are gone: the last Python that has one, and the package that gives it back.
GONE = {name: ((3, 12), 'standard-' + name) for name in (
    'aifc', 'chunk', 'imghdr', 'mailcap', 'nntplib', 'pipes', 'sndhdr', 'sunau', 'telnetlib', 'uu', 'xdrlib')}
GONE.update({name: ((3, 12), None) for name in ('crypt', 'lib2to3', 'msilib', 'nis', 'spwd')})
GONE.update({'distutils': ((3, 11), 'setuptools<80.9'), 'asyncore': ((3, 11), 'pyasyncore'), 'imp': ((3, 11), None),
             'asynchat': ((3, 11), 'pyasynchat'), 'smtpd': ((3, 11), 'standard-smtpd'), 'cgi': ((3, 12), 'legacy-cgi'),
             'cgitb': ((3, 12), 'legacy-cgi'), 'audioop': ((3, 12), 'audioop-lts'), 'formatter': ((3, 9), None),
             'symbol': ((3, 9), None), 'binhex': ((3, 10), None)})
ADVISED = re.compile(r"pip3? install (?:-U |--upgrade )?[`'\"]?([A-Za-z][\w.-]*)")  # by the package itself
NEW_SYNTAX = (3, 10)  # from this Python on what the newest packages are written in can be read


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
    if not package or of_ours(package.name):
        return None
    inside = relative(place.path)
    inside = SITE.sub('', inside) if SITE.match(inside) else inside
    return (_('The installed %(package)s does not run here, %(place)s: %(text)s.') % {
        'package': '%s %s' % package, 'place': '%s:%d' % (inside, place.line), 'text': text.rstrip('.')},
        cure(error, package, place))


def origin(error):
    """The place in a package or in the codebase that an error in importing is from; None where it is from a call."""
    through = [one for one in frames(error) if is_of_the_user(one.path) or is_installed(os.path.realpath(one.path))]
    if isinstance(error, ImportError):
        last = through[-1] if through else None
        imports = last and (last.function == '<module>' or IMPORT.match(linecache.getline(last.path, last.line)))
        return last if imports else None
    through = [one for one in through if one.function == '<module>']
    return through[-1] if through else None


def is_installed(path):
    """Whether a file is of an installed package, but for this one, by way of which older imports go."""
    return SITE.match(path) and not path.startswith(OURS + os.sep)


def cure(error, package, place):
    """What to type for a package that does not run.

    :param package: a `Package`
    :param place: where the error is from
    """
    if isinstance(error, SyntaxError):
        return of_python(package, sys.version_info >= NEW_SYNTAX or is_old(error))
    advised = ADVISED.search(str(error))
    if advised:
        return to_install(advised.group(1))
    module, name = lacking(error, imported(place))
    top = (module or '').partition('.')[0]
    if gone(top):
        return gone(top)
    if isinstance(error, ModuleNotFoundError) and top not in MODULES and not is_there(top):
        known = package_of(top)
        return to_install(known) if known else _(
            'It imports %(module)s, which is not installed. Type pip install and the name that %(module)s has on PyPI; or '
            'pip install -U %(package)s') % {'module': top, 'package': package.name}
    other = owner(getattr(sys.modules.get(top), '__file__', None) or frames(error)[-1].path)
    if other and plain(other.name) != plain(package.name):
        return releases.cure(package, other, (module, name))
    return of_python(package)


def is_old(error):
    """Whether a line that cannot be read is of an older Python than 3.7."""
    line = error.text or linecache.getline(error.filename, error.lineno or 1)
    return is_line(line) or bool(re.search(r'\b(?:async|await)\b', line)) or isinstance(error, TabError)


def to_install(packages):
    """What to type for packages that are not there."""
    return _('Add it to your requirements.txt, and type: pip install %(package)s') % {
        'package': packages + pins()}


def is_there(package):
    """Whether a package can be imported."""
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError, AttributeError):
        return package in sys.modules


def package_of(module):
    """The name by which pip knows a module's package; None where that is not known."""
    return PACKAGES.get(module) or (module.replace('_', '-') if module.startswith('flask_') else None)


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



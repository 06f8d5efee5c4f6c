"""The Python that runs, and the installed packages."""
import importlib.util
import platform
import sys

from ... import databases
from ...messages.finding import Finding
from ...translation.language import _

# As in requirements.txt and in requirements-sqlalchemy14.txt.
TESTED = {'Flask': ('1.1.4',), 'Flask-Script': ('2.0.6',), 'Flask-SQLAlchemy': ('2.5.1',),
          'Flask-Migrate': ('2.5.3', '2.7.0'),
          'Werkzeug': ('1.0.1',), 'Jinja2': ('2.11.3',), 'MarkupSafe': ('2.0.1',), 'itsdangerous': ('1.1.0',),
          'click': ('7.1.2',), 'SQLAlchemy': ('1.3.24', '1.4.54'), 'alembic': ('1.4.3', '1.14.1')}
PAIRS = {('1.3.24', '1.4.3'), ('1.4.54', '1.14.1')}  # of SQLAlchemy and Alembic
NEWEST_PYTHON = (3, 15)


def installed(name):
    """The release of an installed package; None where it is not installed as one."""
    try:
        from importlib import metadata
    except ImportError:  # before Python 3.8
        import pkg_resources
        found = pkg_resources.working_set.by_key.get(name.lower())
        return found and found.version
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def python(codebase):
    """A Python newer than the newest that this was tested with."""
    if sys.version_info[:2] > NEWEST_PYTHON:
        newest = '%d.%d' % NEWEST_PYTHON
        yield Finding(_('Python %(version)s runs this, which was not tested; the newest that was is %(newest)s.')
                      % {'version': platform.python_version(), 'newest': newest},
                      _('If something does not work, make a virtual environment with Python %s.') % newest)


def pins(codebase):
    """Releases that differ from those that this was tested with."""
    versions = {name: installed(name) for name in TESTED}
    for name, version in sorted(versions.items()):
        if version and version not in TESTED[name]:
            yield Finding(_('%(name)s %(version)s is installed, which was not tested; %(tested)s was.')
                          % {'name': name, 'version': version, 'tested': _(' or ').join(TESTED[name])},
                          'pip install %s==%s' % (name, TESTED[name][0]))
    pair = versions['SQLAlchemy'], versions['alembic']
    if pair not in PAIRS and all(versions[name] in TESTED[name] for name in ('SQLAlchemy', 'alembic')):
        yield Finding(_('SQLAlchemy %(sqlalchemy)s and Alembic %(alembic)s were not tested together.')
                      % dict(zip(('sqlalchemy', 'alembic'), pair)), 'pip install SQLAlchemy==%s alembic==%s' % min(PAIRS))


def cryptography(codebase):
    """PyMySQL without what the login of MySQL 8 needs; a MariaDB never asks for it."""
    engine = codebase.db.engine
    if engine.driver == 'pymysql' and importlib.util.find_spec('cryptography') is None and may_need_it(engine):
        yield Finding(_('cryptography is not installed, without which PyMySQL cannot log in to MySQL 8 as it is by '
                        'default.'),
                      "pip install 'PyMySQL[rsa]'")


def may_need_it(engine):
    """Whether the server is a MySQL, or does not say what it is."""
    try:
        with engine.connect() as connection:
            return databases.of(engine).needs_cryptography(connection)
    except Exception:  # whatever keeps it from answering is told by the rules of the database
        return True


RULES = (python, pins, cryptography)

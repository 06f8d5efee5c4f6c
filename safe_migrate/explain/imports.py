"""A file of the codebase that cannot be imported, or that lacks what Flask-Migrate needs."""
import ast
import linecache
import os
import re
import sys
import traceback

from ..early import damaged
from ..language import _
from .place import frames, passed, places, relative, shown

NO_FILE = "Can't find Python file "  # Alembic's own, of an env.py or a revision: see revisions.py
SCRIPT_BASE = os.path.join('alembic', 'script', 'base.py')
MEND = _('Mend it, and type the same command again.')


def explain(error, told):
    """What happened and what to type, of an error in importing; None of any other.

    :param error: one of a chain
    :param told: the last of it, whose traceback begins in the user's code
    """
    if isinstance(error, SyntaxError) and error.filename:
        return (_('%(path)s:%(line)s cannot be read: %(text)s.')
                % {'path': relative(error.filename), 'line': error.lineno or 1, 'text': error.msg}, MEND)
    if passed(error, 'logging', 'config.py') and isinstance(error, (KeyError, ImportError, OSError, RuntimeError)):
        return (_('alembic.ini, in the folder of the migrations, is missing or not complete: %(text)s')
                % {'text': ' '.join(map(str, error.args)) if isinstance(error, KeyError) else error}, BRING_BACK)
    if isinstance(error, ImportError) and places(error) and not str(error).startswith(NO_FILE):
        return circular(error) or not_installed(error)
    if isinstance(error, EOFError) and 'marshal' in str(error):
        return damaged(error)
    if isinstance(error, SystemExit) and places(error):
        return (_('The program was ended by %(place)s.') % {'place': shown(places(error)[-1])},
                _('It came from exit(), sys.exit() or SystemExit; a revision that is to stop raises an error with a text.'))
    if isinstance(error, AssertionError) and 'sqlalchemy extension was not registered' in str(error):
        return _('The application has no SQLAlchemy.'), _('Add where the application is made: db.init_app(app)')
    if isinstance(error, KeyError) and error.args == ('migrate',):
        return (_('The application has no Flask-Migrate.'), _('Add to manage.py, behind the application: Migrate(app, db)'))
    if isinstance(error, (SyntaxError, ValueError)) and 'null bytes' in str(error) and being_loaded(told):
        return _('%(path)s is no Python: it has null bytes.') % {'path': relative(being_loaded(told))}, MEND
    return of_alembic_ini(error)


def of_alembic_ini(error):
    """Of the file alembic.ini, or of a value that env.py puts there; None of another error."""
    if isinstance(error, ValueError) and 'interpolation syntax' in str(error):
        return (_('A % in a value for alembic.ini has a meaning there; env.py gives it the address of the database.'),
                _("Write it in env.py as str(url).replace('%', '%%'), or use current_app.extensions['migrate'].db.engine."))
    percent, behind = os.getcwd().partition('%')[1:]
    if type(error).__name__.startswith('Interpolation') and percent and percent + behind in str(error):
        return (_('The path %s has a %% sign in it, which alembic.ini cannot hold.') % os.getcwd(),
                _('Rename the folder, and type the same command again.'))
    if type(error).__module__ == 'configparser' or isinstance(error, ValueError) and passed(error, 'configparser.py'):
        return _('alembic.ini cannot be read: %(text)s') % {'text': ' '.join(str(error).split())}, BRING_BACK
    if isinstance(error, (KeyError, ValueError)) and frames(error)[-1].path.endswith(SCRIPT_BASE):
        return _('alembic.ini has a value that Alembic cannot use: %(text)s') % {'text': error}, BRING_BACK
    return None


def being_loaded(error):
    """The path of the file that Alembic was loading; None where it was none, or where Alembic does it another way."""
    found = [frame.f_locals.get('path') for frame, _line in traceback.walk_tb(error.__traceback__)
             if frame.f_code.co_name == 'load_module_py']
    return found[-1] if found else None


BRING_BACK = _('Bring it back (git checkout), or copy the one that this makes: python manage.py db init --directory FOLDER')


def circular(error):
    """Two modules that import one another, as the second tutorial tells of it; None where it is another error."""
    if isinstance(error, ModuleNotFoundError):  # it is not there at all, as what a library's own import asks for
        return None
    importer, module = places(error)[-1], imported(places(error)[-1])
    running = [one.path for one in frames(error) if module and is_module(one.path, module)]
    if not running:
        return None
    return (_('%(place)s imports %(module)s, which is itself still being imported: a circular import.')
            % {'place': shown(importer), 'module': relative(running[0])},
            _('Put what both need into a file of its own: db = SQLAlchemy() into exts.py, and then in both: from exts '
              'import db'))


def imported(place):
    """The module that the import in a line is from; None where that is no `from ... import`."""
    try:
        node = ast.parse(linecache.getline(place.path, place.line).strip()).body[0]
    except (SyntaxError, IndexError):
        return None
    return node.module if isinstance(node, ast.ImportFrom) else None


def is_module(path, name):
    """Whether a file is a module, or its package's `__init__.py`."""
    path = os.path.splitext(path)[0].replace(os.sep, '.')
    name = '.' + name
    return path.endswith(name) or path.endswith(name + '.__init__')


# What is installed under another name than it is imported by; every `flask_...` is installed under its own.
PACKAGES = {'cachelib': 'cachelib', 'secure_cookie': 'secure-cookie', 'cgi': 'legacy-cgi', 'wtforms': 'WTForms',
            'PIL': 'Pillow', 'yaml': 'PyYAML', 'bs4': 'beautifulsoup4', 'jwt': 'PyJWT', 'dateutil': 'python-dateutil',
            'redis': 'redis', 'celery': 'celery', 'requests': 'requests', 'bleach': 'bleach', 'markdown': 'Markdown',
            'psycopg2': 'psycopg2-binary', 'marshmallow': 'marshmallow', 'passlib': 'passlib',
            'Crypto': 'pycryptodome', 'pytz': 'pytz', 'six': 'six', 'gunicorn': 'gunicorn', 'faker': 'Faker'}


def not_installed(error):
    place = shown(places(error)[-1])
    if isinstance(error, ModuleNotFoundError):
        return (_('%(place)s imports %(name)s, and there is no such module.') % {'place': place, 'name': error.name},
                install(error.name.partition('.')[0]))
    return _('%(place)s cannot import: %(text)s') % {'place': place, 'text': error}, MEND


def install(module):
    """What to type for a module that is not there."""
    package = PACKAGES.get(module) or (module.replace('_', '-') if module.startswith('flask_') else None)
    if package and not is_required(package):
        return _('Type: pip install %(package)s, and add it to your requirements.txt.') % {'package': package}
    return _('Type: pip install -r requirements.txt, or mend the import.')


def is_required(package):
    """Whether the codebase's `requirements.txt` names a package."""
    path = os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), 'requirements.txt')
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            named = {re.match(r'[\w.-]*', line.strip()).group().lower().replace('_', '-') for line in file}
    except OSError:
        return False
    return package.lower() in named

"""A file of the codebase that cannot be imported, is for Python 2, or lacks what Flask-Migrate needs."""
import ast
import linecache
import os
import re
import sys
import tokenize
import traceback

from ..compat.python2 import METHODS, MODULES, NAMES, SET_ENCODING, is_line
from ..compat.trees import tree_of
from ..translation.language import _, damaged
from . import releases
from .packages import gone, is_there, package_of, to_install
from .place import SITE, changes_a_database, frames, imported, is_of_the_user, passed, passed_object, places, relative, shown
from .requirements import HOME, line_of, owner, satisfied

NO_FILE = "Can't find Python file "  # Alembic's own, of an env.py or a revision: see revisions.py
SCRIPT_BASE = os.path.join('alembic', 'script', 'base.py')
MEND = _('Mend it, and type the same command again.')


def explain(error, told):
    """What happened and what to type, of an error in importing; None of any other.

    :param error: one of a chain
    :param told: the last of it, whose traceback begins in the user's code
    """
    old = of_python_2(error)
    if old:
        return old
    if isinstance(error, SyntaxError) and error.filename:
        if (error.text or '')[(error.offset or 1) - 1:].startswith('async'):
            return (_('%s uses async as a name, which is a word of Python itself from 3.7 on.')
                    % ('%s:%s' % (relative(error.filename), error.lineno)),
                    _('Write another name, there and wherever it is called by it, and type the same command again.'))
        return (_('%(path)s:%(line)s cannot be read: %(text)s.')
                % {'path': relative(error.filename), 'line': error.lineno or 1, 'text': error.msg}, MEND)
    if passed(error, 'logging', 'config.py') and isinstance(error, (KeyError, ImportError, OSError, RuntimeError)):
        return (_('alembic.ini, in the folder of the migrations, is missing or not complete: %(text)s')
                % {'text': ' '.join(map(str, error.args)) if isinstance(error, KeyError) else error}, BRING_BACK)
    if isinstance(error, ImportError) and places(error) and not str(error).startswith(NO_FILE):
        return circular(error) or not_installed(error)
    wants = re.match(r"Install '(\w+)'", str(error))  # WTForms, of its Email()
    if wants and places(error):
        return (_('%(place)s needs the package %(name)s.') % {'place': shown(places(error)[-1]), 'name': wants.group(1)},
                to_install(wants.group(1).replace('_', '-')))
    if isinstance(error, EOFError) and 'marshal' in str(error):
        return damaged(error)
    if isinstance(error, EOFError) and 'reading a line' in str(error) and places(error):
        return unanswered(error)
    if isinstance(error, SystemExit) and places(error):
        return (_('The program was ended by %(place)s.') % {'place': shown(places(error)[-1])},
                _('It came from exit(), sys.exit() or SystemExit; a revision that is to stop raises an error with a text.'))
    if isinstance(error, AssertionError) and 'sqlalchemy extension was not registered' in str(error):
        return _('The application has no SQLAlchemy.'), _('Add where the application is made: db.init_app(app)')
    if isinstance(error, KeyError) and error.args == ('migrate',):
        return (_('The application has no Flask-Migrate.'), _('Add to manage.py, behind the application: Migrate(app, db)'))
    if isinstance(error, (SyntaxError, ValueError)) and 'null bytes' in str(error) and being_loaded(told):
        return _('%(path)s is no Python: it has null bytes.') % {'path': relative(being_loaded(told))}, MEND
    return without_flask_app(error) or of_alembic_ini(error)


def unanswered(error):
    """Of a file that asks with `input()`."""
    advice = _('Type the same command on a terminal; or let the file take the answer from the environment: '
               "os.environ['ANSWER']")
    if changes_a_database(error):
        advice += '\n' + _('What of it is applied tells: python manage.py db status')
    return _('%(place)s asks with input(), and there is nobody to answer.') % {'place': shown(places(error)[-1])}, advice


def without_flask_app(error):
    """Of a factory that `flask` has found by itself and given its own object in place of a name; None of another error."""
    given = passed_object(error, 'flask', 'cli.py', name='script_info')
    if given is None or os.environ.get('FLASK_APP') or 'ScriptInfo object' not in str(error):
        return None
    file = next((name for name in ('manage.py', 'wsgi.py', 'run.py') if os.path.isfile(name)), 'FILE.py')
    words = ('set FLASK_APP=%s' if os.name == 'nt' else 'export FLASK_APP=%s') % file
    return (_('FLASK_APP is not set, so flask has called a factory that it found, without what the factory needs (%s).')
            % shown(places(error)[-1]),
            _('Type: %(words)s\nand the same command again; or write FLASK_APP=%(file)s into the file .flaskenv.')
            % {'words': words, 'file': file})


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
    through = frames(error)
    before = through[:max(number for number, one in enumerate(through) if one == importer)]
    running = [one.path for one in before if module and is_module(one.path, module)]
    if not running:
        return None
    return (_('%(place)s imports %(module)s, which is itself still being imported: a circular import.')
            % {'place': shown(importer), 'module': relative(running[0])},
            _('Put what both need into a file of its own: db = SQLAlchemy() into exts.py, and then in both: from exts '
              'import db'))


def is_module(path, name):
    """Whether a file is a module, or its package's `__init__.py`."""
    path = os.path.splitext(path)[0].replace(os.sep, '.')
    name = '.' + name
    return path.endswith(name) or path.endswith(name + '.__init__')


NEWER = {'DeclarativeBase', 'Mapped', 'mapped_column', 'MappedAsDataclass'}  # of SQLAlchemy 2


def not_installed(error):
    place = places(error)[-1]
    if isinstance(error, ModuleNotFoundError):
        package = error.name.partition('.')[0]
        if package == 'flaskext':  # the oldest extensions' own: flaskext.markdown is of Flask-Markdown
            package = 'flask_' + (imported(place) or '').rpartition('.')[2]
        elif package != error.name and is_there(package):
            return another_release(place, package, _('%(package)s has no module %(name)s') % {
                'package': package, 'name': error.name})
        return (_('%(place)s imports %(name)s, and there is no such module.') % {'place': shown(place), 'name': error.name},
                gone(error.name) or beside(place, error.name) or install(package, place))
    name = re.match(r"cannot import name '?(\w+)'?(?: from '?([\w.]+))?", str(error))
    module = name and (name.group(2) or imported(frames(error)[-1]))  # which Python 3.6 does not say
    if module and SITE.match(os.path.realpath(getattr(sys.modules.get(module), '__file__', None) or '')):
        return another_release(place, module.partition('.')[0], _('%(package)s has no %(name)s') % {
            'package': module, 'name': name.group(1)}, name.group(1))
    return _('%(place)s cannot import: %(text)s') % {'place': shown(place), 'text': error}, MEND


def another_release(place, package, what, name=None):
    """Of a package that is there and has not what is asked of it, by the codebase or by another package.

    :param what: what it has not, in a few words
    :param name: what is imported from it, where that is known
    """
    happened = _('%(place)s cannot be imported: the installed %(what)s.') % {'place': shown(place), 'what': what}
    if name in NEWER and package == 'sqlalchemy':
        return happened, _('It is written for SQLAlchemy 2. Such a codebase takes the newest Flask-Migrate in the place of '
                           'this package.')
    older = releases.OLDER.get(package)
    if older and not satisfied(older):
        return happened, '\n'.join([_('The code was written for an older release: pip install %s\nOr mend the import.')
                                    % releases.older(older)] + releases.kept(older.partition('<')[0]))
    installed = owner(getattr(sys.modules.get(package), '__file__', None) or '')
    if installed and releases.of_ours(installed.name):
        return happened, _('%(name)s %(release)s is one that safe_migrate runs on, and the code was written for another '
                           'release. Mend the import.') % installed._asdict()
    if installed:  # of the older ones it is not known which
        return happened, '\n'.join([_(
            '%(name)s %(release)s is installed, and the code was written for another release. An older one: pip install '
            '%(older)s\nOr mend the import.') % dict(installed._asdict(), older=releases.older(
                releases.before(installed, None)))] + releases.kept(installed.name))
    return happened, _('The code was written for another release of %s: install that one, or mend the import.') % package


def beside(place, name):
    """What to write where the module lies beside the file in a package, as only Python 2 looked for it; or None."""
    folder = os.path.dirname(place.path)
    path = os.path.join(folder, *name.split('.'))
    if os.path.isfile(os.path.join(folder, '__init__.py')) and (os.path.isfile(path + '.py') or os.path.isdir(path)):
        return _('It lies beside that file, where only Python 2 looks. Write: from .%s import ...') % name
    return None


def install(module, place):
    """What to type for a module that is not there, and for the others that the codebase imports."""
    imported = [module] + [name for path in [place.path] + in_packages(HOME) for name in imports_of(path)]
    missing = [name for name in dict.fromkeys(imported) if name == module or not is_there(name)]
    packages = [package for package in map(package_of, missing) if package]
    if module == 'MySQLdb':
        return _('Put before it, in the same file: import pymysql; pymysql.install_as_MySQLdb()')
    if package_of(module) and not any(map(line_of, packages)):
        return to_install(' '.join(packages))
    if line_of(package_of(module) or module) or os.path.exists(os.path.join(os.path.dirname(place.path), module)):
        return _('Type: pip install -r requirements.txt, or mend the import.')
    return _('Mend the import; or, where it is a package that your requirements.txt does not name, pip install it by the '
             'name that it has on PyPI, and add it there.')


def in_packages(folder):
    """The files of the packages in a folder, which are likely to be imported; scripts beside them and tests are not."""
    found = []
    for inner in names_in(folder):
        path = os.path.join(folder, inner)
        if os.path.isfile(os.path.join(path, '__init__.py')) and 'test' not in inner.lower() and is_of_the_user(
                os.path.join(path, '__init__.py')):
            found += [os.path.join(path, name) for name in names_in(path) if name.endswith('.py')]
            found += in_packages(path)
    return found


def names_in(folder):
    """What is in a folder; nothing where it may not be listed."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def imports_of(path):
    """The modules, without what is behind a point, that a file imports at its top, in their order."""
    try:
        with tokenize.open(path) as file:
            body = tree_of(file.read()).body
    except (OSError, SyntaxError, ValueError):
        return []
    names = [alias.name for node in body if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in body if isinstance(node, ast.ImportFrom) and node.module and not node.level]
    return list(dict.fromkeys(name.partition('.')[0] for name in names))


# Tabs at the beginning of a line only, as Python 2 counts them; it works in every shell, and leaves the line ends.
EXPAND = ("import sys, re; p = sys.argv[1]; s = open(p, 'rb').read(); open(p + '.bak', 'wb').write(s); "
          "open(p, 'wb').write(re.sub(rb'(?m)^[ \\t]+', lambda m: m.group().expandtabs(8), s))")
WAS_CALLED = re.compile(r"name '(\w+)' is not defined|has no attribute '(\w+)'")


def of_python_2(error):
    """Of something that Python 3 does not have; None of any other error."""
    if isinstance(error, SyntaxError):
        return of_old_syntax(error)
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


def of_old_syntax(error):
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
    folder = path.partition(os.sep)[0]
    if path == os.path.basename(path) or path.startswith(os.pardir) or os.path.isabs(path):
        return happened, _('Write it for Python 3. For the whole file: pip install fissix, and python -m fissix -w %s'
                           ) % path
    return happened, _('Write it for Python 3. For the whole folder: pip install fissix, and python -m fissix -w %s'
                       ) % folder


def uses(place, name, instead):
    """What is told of a name, and what stands for it now."""
    return (_('%(place)s is Python 2: %(name)s.') % {'place': place, 'name': name},
            _('Write in its place: %s') % instead)


def sets_encoding(place):
    """Whether `reload` in a line is that of `sys`, which was to bring back what sets the encoding."""
    return 'sys' in linecache.getline(place.path, place.line)

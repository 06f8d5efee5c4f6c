"""What `db doctor` looks for: what works today and will hurt later, each with its cure.

A rule is a function that takes a `Codebase`, or a connection where it asks a database, and yields findings; it changes
nothing. Those of a database are in its `health.py`.
"""
import ast
import gc
import importlib.util
import os
import platform
import sys

import sqlalchemy

from .. import databases
from ..codebase.environment import needed_db
from ..codebase.revision_files import parsed
from ..databases.base import Finding
from ..translation.language import _


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
    from ..codebase.environment import engines
    for look in RULES:
        for found in look(codebase):
            yield found
    for __, engine in engines():
        for found in of_database(engine):
            yield found


def of_database(engine):
    """What the rules find in one database."""
    from sqlalchemy.exc import DBAPIError

    from ..codebase.environment import shown
    try:
        with engine.connect() as connection:
            for look in databases.of(engine).health_rules():
                for found in look(connection):
                    yield found
    except DBAPIError as error:
        said = {'database': shown(engine.url), 'reason': error.orig.args[-1] if error.orig.args else error.orig}
        yield Unseen(_('%(database)s was not reached or did not answer, so it was not looked at: %(reason)s') % said,
                     _('When it can be reached, type: python manage.py db status'))


def tree(codebase):
    """The syntax tree of `env.py`; an empty one where there is none, or where it cannot be read: other commands tell."""
    try:
        return parsed(os.path.join(codebase.directory, 'env.py'))
    except (OSError, SyntaxError):
        return ast.Module(body=[])


def calls(node, name):
    """The calls of a function or method of that name."""
    return [one for one in ast.walk(node) if isinstance(one, ast.Call)
            and name in (getattr(one.func, 'id', None), getattr(one.func, 'attr', None))]


def names(node):
    """All attributes, names and texts that stand in an expression."""
    return {value for one in ast.walk(node) for value in (getattr(one, 'attr', None), getattr(one, 'id', None),
                                                          getattr(one, 's', None) or getattr(one, 'value', None))
            if isinstance(value, str)}


# Runs on each SQLAlchemy from 1.3 on, and no rule finds anything in it.
ADDRESS = """
url = current_app.extensions['migrate'].db.engine.url
url = url.render_as_string(hide_password=False) if hasattr(url, 'render_as_string') else str(url)
config.set_main_option('sqlalchemy.url', url.replace('%', '%%'))"""


def address(codebase):
    """An `env.py` of a Flask-Migrate before 2.5 reads the address from the settings, or keeps no percent sign; a later one
    takes `str(url)`, which has `***` in the place of the password on SQLAlchemy 2."""
    module = tree(codebase)
    for call in calls(module, 'set_main_option'):
        value = value_of(call, module) if 'sqlalchemy.url' in names(call) else None
        what = wrong(value, 'render_as_string' in names(module))
        if what:
            yield Finding(what % call.lineno, _('Write in the place of that call:%s') % ADDRESS)


def value_of(call, module):
    """What a call sets: an expression, or the function of `env.py` that gives it, as from Flask-Migrate 3.1 on; None where
    it sets nothing."""
    value = call.args[1] if len(call.args) > 1 else None
    name = getattr(getattr(value, 'func', None), 'id', None)
    return next((one for one in ast.walk(module) if isinstance(one, ast.FunctionDef) and one.name == name), value)


def wrong(value, is_rendered):
    """What is wrong with how the address is set, or None.

    :param value: see `value_of`
    :param is_rendered: whether `env.py` takes the address with its password
    """
    if value is None:
        return None
    if 'SQLALCHEMY_DATABASE_URI' in names(value):
        return _('env.py line %d reads SQLALCHEMY_DATABASE_URI itself, as before Flask-Migrate 2.5: an address that is no '
                 'text, or that the application changes, does not reach it.')
    if not calls(value, 'replace'):
        return _('env.py line %d does not double percent signs: a password with one stops every command.')
    if calls(value, 'str') and not is_rendered and not sqlalchemy.__version__.startswith('1.3.'):  # 2 is far from there
        return _('env.py line %d takes the address from str(url), which on SQLAlchemy 2 has *** in the place of the '
                 'password.')
    return None


def silenced_loggers(codebase):
    """`fileConfig`, which by default silences every logger that is there already."""
    for call in calls(tree(codebase), 'fileConfig'):
        if not any(keyword.arg == 'disable_existing_loggers' for keyword in call.keywords):
            yield Finding(_("env.py line %d silences the application's own loggers, also for a program that calls "
                            "upgrade().") % call.lineno, _('Add there: %s') % 'disable_existing_loggers=False')


# The codebase's own modules.

NOT_OURS = {'site-packages', 'dist-packages', 'node_modules', '__pycache__', 'tests', 'test', 'safe_migrate'}


def files(codebase):
    """The codebase's modules: those beside the migrations folder and below, but no environment's and no tests."""
    home, migrations = os.path.dirname(os.path.abspath(codebase.directory)), os.path.abspath(codebase.directory)
    for folder, folders, names in os.walk(home):
        folders[:] = sorted(name for name in folders if name.lower() not in NOT_OURS and not name.startswith('.')
                            and not os.path.exists(os.path.join(folder, name, 'pyvenv.cfg'))
                            and os.path.join(folder, name) != migrations)
        for name in sorted(names):
            if name.endswith('.py') and not name.startswith(('test_', 'conftest')):
                yield os.path.join(folder, name)


def trees(codebase):
    """The modules with their syntax trees; one that cannot be read is another command's to tell."""
    for path in files(codebase):
        try:
            yield path, parsed(path)
        except (OSError, SyntaxError):
            continue


SETS_UP = ('setUp', 'setUpClass', 'setup_method', 'setup_class')  # the tables of a test, which go with it


def create_all(codebase):
    """Tables made past the migrations."""
    for path, tree in trees(codebase):
        of_tests = [call for function in ast.walk(tree) if getattr(function, 'name', None) in SETS_UP
                    for call in calls(function, 'create_all')]
        for call in calls(tree, 'create_all'):
            if call in of_tests:
                continue
            yield Finding(_('%(file)s line %(line)d makes tables with create_all(): the next `db upgrade` finds them there '
                            'already.') % {'file': os.path.relpath(path), 'line': call.lineno},
                          _('Remove it once the revisions make every table, which this tells: python manage.py db check '
                            '--all. Where they do not: python manage.py db repair --baseline'))


def python_2(codebase):
    """Revisions that fail half-way, at a name that only Python 2 has."""
    from alembic.script import ScriptDirectory

    from ..codebase import environment, revision_files
    script = ScriptDirectory.from_config(environment.configuration(codebase.directory, None))
    for fault in () if revision_files.syntax_faults(script) else revision_files.of_python_2(script):
        yield Finding('%s:%d %s.' % (os.path.relpath(fault.path), fault.line, fault.text),
                      _('Write it there before a database reaches that revision.'))


def two_objects(codebase):
    """Models on one SQLAlchemy object and `Migrate` on another."""
    from flask_sqlalchemy import SQLAlchemy

    # by type(), because isinstance() would wake the proxies that Flask has
    found = [one for one in gc.get_objects() if issubclass(type(one), SQLAlchemy)]
    if len(found) > 1:
        tables = ', '.join(str(len(one.metadata.tables)) for one in found)
        yield Finding(_('There are %(number)d SQLAlchemy() objects, with %(tables)s tables: `db migrate` sees those of one '
                        'alone.') % {'number': len(found), 'tables': tables},
                      _('Make one in a module of its own, such as exts.py, and import it everywhere.'))


def models_not_imported(codebase):
    """Models in a file that nobody has imported, which `db migrate` takes for removed."""
    loaded = {os.path.realpath(module.__file__) for module in list(sys.modules.values())
              if isinstance(getattr(module, '__file__', None), str)}
    missing = [path for path, tree in trees(codebase) if os.path.realpath(path) not in loaded and has_models(tree)]
    for path in missing:
        yield Finding(_('%s has models and is not imported: `db migrate` does not see them.')
                      % os.path.relpath(path), _('Import it in manage.py.'))
    if not codebase.db.metadata.tables and not missing:
        yield Finding(_('No model is imported: `db migrate` would drop every table.'), _('Import the models in manage.py.'))


def has_models(tree):
    """Whether a class derives from `db.Model`."""
    return any(isinstance(node, ast.ClassDef) and any(getattr(base, 'attr', None) == 'Model' for base in node.bases)
               for node in tree.body)


def constraints_without_a_name(codebase):
    """`op.drop_constraint(None, ...)`, on which the stock tool ends."""
    from alembic.script import ScriptDirectory

    from ..codebase.environment import configuration
    from ..codebase.revision_files import unnamed_drops
    for drop in unnamed_drops(ScriptDirectory.from_config(configuration(codebase.directory))):
        said = {'place': '%s:%d' % (os.path.relpath(drop.path), drop.line), 'table': drop.table,
                'columns': ', '.join(drop.columns[-1]) if len(drop.columns) == 1 else ''}
        yield Finding(
            _('%(place)s drops a constraint of table %(table)s without a name, which fails without this package.') % said,
            _('Write its name in the place of None: that of the constraint on %(columns)s. Where a database has the table, '
              'this shows it: python manage.py db tables %(table)s')
            % said if said['columns'] else _('Write its name in the place of None. Where a database has the table, this '
                                             'shows it: python manage.py db tables %(table)s') % said)


def unknown_binds(codebase):
    """A `__bind_key__` that names no database: its table is made nowhere."""
    from ..codebase import environment
    from ..messages.autogenerate import bind_unknown
    for table, bind in environment.unknown_binds():
        yield Finding(bind_unknown(table, bind, environment.bind_names()) + '.',
                      _('Mend __bind_key__, or add that database to SQLALCHEMY_BINDS.'))


def slips(codebase):
    """What only looks like a column or a model."""
    from ..codebase.slips import slips
    for slip in slips():
        yield Finding(slip, _('Mend it, and type: python manage.py db migrate'))



# The Python that runs, and the installed packages.

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


def programs(codebase):
    """A file that a web server loads, and that does not import this package, which the application needs here."""
    from . import programs as look
    names = look.given(codebase.db.engine)
    for path, line in look.that_import_the_application(trees(codebase)) if names else ():
        yield Finding(_('%(place)s imports the application and not safe_migrate, without which this is not there any more: '
                        '%(names)s.') % {'place': '%s:%d' % (os.path.relpath(path), line), 'names': ', '.join(names)},
                      _('Where a web server or anything but manage.py loads that file, write as its first line: import '
                        'safe_migrate'))


RULES = (create_all, python_2, two_objects, models_not_imported, programs, constraints_without_a_name, unknown_binds, slips,
         address, silenced_loggers, python, pins, cryptography)

"""The codebase's own modules."""
import ast
import gc
import os
import sys

from ...codebase.revision_files import parsed
from ...messages.finding import Finding
from ...translation.language import _
from .environment import calls

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


def create_all(codebase):
    """Tables made past the migrations."""
    for path, tree in trees(codebase):
        for call in calls(tree, 'create_all'):
            yield Finding(_('%(file)s line %(line)d makes tables with create_all(): the next `db upgrade` finds them there '
                            'already.') % {'file': os.path.relpath(path), 'line': call.lineno},
                          _('Remove it once the revisions make every table, which this tells: python manage.py db check '
                            '--all. Where they do not: python manage.py db repair --baseline'))


def python_2(codebase):
    """Revisions that fail half-way, at a name that only Python 2 has."""
    from alembic.script import ScriptDirectory

    from ...codebase import environment, revision_files
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

    from ...codebase.environment import configuration
    from ...codebase.revision_files import unnamed_drops
    for drop in unnamed_drops(ScriptDirectory.from_config(configuration(codebase.directory))):
        said = {'place': '%s:%d' % (os.path.relpath(drop.path), drop.line), 'table': drop.table,
                'columns': ', '.join(drop.columns[-1]) if len(drop.columns) == 1 else ''}
        yield Finding(
            _('%(place)s drops a constraint of table %(table)s without a name, which fails without this package.') % said,
            _('Write its name in the place of None: that of the constraint on %(columns)s; python manage.py db tables '
              '%(table)s shows it.')
            % said if said['columns'] else _('Write its name in the place of None; python manage.py db tables %(table)s '
                                             'shows it.') % said)


def unknown_binds(codebase):
    """A `__bind_key__` that names no database: its table is made nowhere."""
    from ...codebase import environment
    from ...messages.autogenerate import bind_unknown
    for table, bind in environment.unknown_binds():
        yield Finding(bind_unknown(table, bind, environment.bind_names()) + '.',
                      _('Mend __bind_key__, or add that database to SQLALCHEMY_BINDS.'))


def slips(codebase):
    """What only looks like a column or a model."""
    from ...codebase.slips import slips
    for slip in slips():
        yield Finding(slip, _('Mend it, and type: python manage.py db migrate'))


RULES = (create_all, python_2, two_objects, models_not_imported, constraints_without_a_name, unknown_binds, slips)

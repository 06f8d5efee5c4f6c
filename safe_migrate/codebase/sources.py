"""The codebase's sources, parsed and never imported: where in them a table is defined."""
import ast
import os
import re
import sys
from typing import NamedTuple, Optional

from flask_sqlalchemy.model import camel_to_snake_case

from ..compat.trees import tree_of

SKIPPED = re.compile(r'(\..*|__pycache__|node_modules|site-packages|dist-packages|[Tt]ests?|safe_migrate)$')
TEST = re.compile(r'(test_.*|.*_test|conftest)\.py$')
# What tells that a folder is another thing than the codebase's own: a virtual environment, a project, migrations.
FOREIGN = ('pyvenv.cfg', 'manage.py', 'script.py.mako', os.path.join('bin', 'activate'), os.path.join('Scripts', 'activate'))


class Definition(NamedTuple):
    """Where a table is defined."""

    table: str
    path: str
    module: str  # as it is imported
    name: Optional[str]  # the class or variable


def not_imported(home, tables=None):
    """The definitions of tables in modules that this process has not imported.

    :param home: the project's folder
    :param tables: names of tables; None for all that there are
    :returns: a list of `Definition`
    """
    imported = {os.path.realpath(module.__file__) for module in list(sys.modules.values())
                if getattr(module, '__file__', None)}
    return [definition for path in files(home) if os.path.realpath(path) not in imported
            and (tables is None or mentions(path, tables))
            for definition in definitions(path, home) if tables is None or definition.table in tables]


def files(home):
    """The codebase's own Python files."""
    for folder, folders, names in os.walk(home):
        folders[:] = sorted(name for name in folders if not SKIPPED.match(name) and not any(
            os.path.exists(os.path.join(folder, name, foreign)) for foreign in FOREIGN))
        yield from (os.path.join(folder, name) for name in sorted(names)
                    if name.endswith('.py') and not name.startswith('.') and not TEST.match(name))


def mentions(path, tables):
    """Whether a file can define one of the tables: their names, or those of their classes, stand in it. One that cannot be
    read says nothing."""
    try:
        with open(path, 'rb') as file:
            text = file.read().lower()
    except OSError:
        return False
    return any(name.lower().encode() in text or name.lower().replace('_', '').encode() in text for name in tables)


def definitions(path, home):
    """What a file defines where it is imported: classes and tables outside of functions."""
    module, tree = module_of(path, home), parsed_or_none(path)
    for node in statements(tree) if tree and module else ():
        table, name = table_of(node)
        if table:
            yield Definition(table, path, module, name)


def module_of(path, home):
    """The name by which a file is imported, from the folder nearest to it that Python looks in; None where it has none."""
    homes = [os.path.realpath(folder or os.curdir) for folder in sys.path + [home]]
    around = [folder for folder in homes if os.path.realpath(path).startswith(os.path.join(folder, ''))]
    parts = os.path.relpath(os.path.realpath(path), max(around, key=len))[:-len('.py')].split(os.sep)
    parts = parts[:-1] if parts[-1] == '__init__' else parts
    return '.'.join(parts) if parts and all(part.isidentifier() for part in parts) else None


def statements(node):
    """The statements that run when a module is imported."""
    for name in ('body', 'handlers', 'orelse', 'finalbody'):
        for statement in getattr(node, name, ()):
            yield statement
            if isinstance(statement, (ast.If, ast.Try, ast.With, ast.ExceptHandler)):
                yield from statements(statement)


def table_of(node):
    """The table that a statement defines, and its class's or variable's name."""
    if isinstance(node, ast.ClassDef):
        return table_of_class(node), node.name
    name, value = assigned(node)
    call = value if name else getattr(node, 'value', None)
    return (text_of(call.args[0]), name) if called(call) == 'Table' and call.args else (None, None)


def table_of_class(node):
    """The table of a model, as Flask-SQLAlchemy names it; None of another class, and of a model without a table."""
    inside = dict(map(assigned, node.body))
    if '__abstract__' in inside:
        return None
    if '__tablename__' in inside:
        return text_of(inside['__tablename__'])
    if called(inside.get('__table__')) == 'Table' and inside['__table__'].args:
        return text_of(inside['__table__'].args[0])
    columns = any(called(value) in ('Column', 'mapped_column') for value in inside.values())
    return camel_to_snake_case(node.name) if columns or 'Model' in map(base_name, node.bases) else None


def base_name(base):
    return getattr(base, 'attr', None) or getattr(base, 'id', None)


def import_lines(definitions):
    """The lines that import what is defined, one for each module."""
    names = {}
    for definition in definitions:
        names.setdefault(definition.module, set()).update([definition.name] if definition.name else [])
    return ['from %s import %s' % (module, ', '.join(sorted(names[module]))) if names[module] else 'import ' + module
            for module in sorted(names)]


def parsed_or_none(path):
    """A file's syntax tree; None where it is no Python of today, or no source."""
    with open(path, 'rb') as file:
        source = file.read()
    try:
        return tree_of(source)
    except (SyntaxError, ValueError, RecursionError):
        return None


def text_of(node, names=None):
    """The text that an expression is, or None where that is not known without running it.

    :param names: texts by the names that stand for them
    """
    if isinstance(node, ast.Name):
        return (names or {}).get(node.id)
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError):
        return None
    return value if isinstance(value, str) else None


def called(node):
    """The last part of the name of what is called, such as `Column` of `db.Column(...)`; None of what is no call."""
    if not isinstance(node, ast.Call):
        return None
    return getattr(node.func, 'attr', None) or getattr(node.func, 'id', None)


def assigned(node):
    """The name that a statement assigns to, and the expression; None and None of any other."""
    targets = getattr(node, 'targets', None) or [getattr(node, 'target', None)]
    if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(targets[0], ast.Name):
        return targets[0].id, node.value
    return None, None

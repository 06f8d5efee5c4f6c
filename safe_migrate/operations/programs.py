"""The codebase's programs beside `manage.py`, such as the file that a web server loads, and whether they need this package.

What the pinned releases and older code no longer find (see `compat`) they find once `safe_migrate` is imported, which
`manage.py` does, and such a file by itself does not.
"""
import ast
import os
import sys
import types

from flask import Flask

from ..compat import dialects, moved, standard_library
from ..messages.place import is_of_the_user


def given(engine):
    """What this package has given here to the codebase and its packages, by name; not what `manage.py` itself has asked for.

    :param engine: the application's, or None
    """
    main = os.path.realpath(getattr(sys.modules['__main__'], '__file__', None) or '')
    names = [name for name, path in moved.ASKED if os.path.realpath(path) != main and 'flask_script' not in path]
    address = [engine.url.drivername + '://'] if engine is not None and dialects.is_ours(engine.url.drivername) else []
    return list(dict.fromkeys(standard_library.RESTORED + names + address))


def that_import_the_application(trees):
    """The first imports of programs that import the application and not this package; no module that another one imports.

    :param trees: pairs of a path and its syntax tree, of all modules of the codebase
    :returns: pairs of a path and a line
    """
    trees = list(trees)
    imported = {name for __, tree in trees for node in ast.walk(tree) for name in modules_of(node)}
    for path, tree in trees:
        lines = [node.lineno for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
        is_module = os.path.splitext(os.path.basename(path))[0] in {name.rpartition('.')[2] for name in imported}
        names = {name.partition('.')[0] for node in ast.walk(tree) for name in modules_of(node)}
        if not is_module and not is_loaded(path) and 'safe_migrate' not in names and any(
                map(imports_application, tree.body)):
            yield path, lines[0]


def modules_of(node):
    """The modules that an import names; none of another node."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ''] + ['%s.%s' % (node.module or '', alias.name) for alias in node.names]
    return []


def is_loaded(path):
    """Whether this process has imported a file, or was started with it."""
    return os.path.realpath(path) in {os.path.realpath(module.__file__) for module in list(sys.modules.values())
                                      if isinstance(getattr(module, '__file__', None), str)}


def imports_application(node):
    """Whether an import brings an application, or what makes one, as this process has them."""
    if isinstance(node, ast.Import):
        return any(has_application(sys.modules.get(alias.name)) for alias in node.names)
    module = sys.modules.get(node.module) if isinstance(node, ast.ImportFrom) and not node.level else None
    if not is_own(module):
        return False
    return any(is_application(name, vars(module).get(name)) for name in (alias.name for alias in node.names))


def is_application(name, value):
    if isinstance(value, types.ModuleType):
        return has_application(value)
    return issubclass(type(value), Flask) or isinstance(value, types.FunctionType) and 'app' in name.lower()


def has_application(module):
    """Whether a module of the codebase has one."""
    return is_own(module) and any(issubclass(type(value), Flask) for value in vars(module).values())


def is_own(module):
    path = getattr(module, '__file__', None)
    return isinstance(path, str) and is_of_the_user(path)

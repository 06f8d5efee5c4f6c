"""What Python 3.11 and 3.14 took out of the standard library, and the pinned releases still ask it for."""
import ast
import collections
import importlib.util
import inspect
import pkgutil
import sys
import types


def with_names(module, **names):
    """A copy of a module with some names of our own, for one package that looks them up there.

    :param module: of the standard library, which stays as it is
    :param names: what the copy has in addition, or instead
    """
    copy = types.ModuleType(module.__name__, module.__doc__)
    vars(copy).update(vars(module), **names)
    return copy


RESTORED = []  # the names that each application of Flask 1.1 needs


class Str(ast.Constant):
    """`ast.Str`, as Werkzeug 1.0 uses it to build an address from a route: it makes one, asks for it with `isinstance`, and
    reads its `s`.

    :source: https://docs.python.org/3.13/library/ast.html#ast.Constant
    """

    def __init__(self, s):
        super().__init__(s)

    @property
    def s(self):
        """The text."""
        return self.value


def find_loader(fullname):
    """`pkgutil.find_loader`: the loader of a module; None where there is no such module.

    :raises ImportError: where the name is none that can be imported
    :source: https://docs.python.org/3.13/library/pkgutil.html#pkgutil.find_loader
    """
    try:
        spec = importlib.util.find_spec(fullname)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise ImportError('Error while finding loader for %r (%s: %s)' % (fullname, type(error), error)) from error
    return spec and spec.loader


def get_loader(module_or_name):
    """`pkgutil.get_loader`, which Flask 1.1 calls for each application: of a module that is imported, or by its name.

    :source: https://docs.python.org/3.13/library/pkgutil.html#pkgutil.get_loader
    """
    module = module_or_name
    if isinstance(module, str):
        module = sys.modules.get(module, module)
    if module is None:  # which keeps a module from being imported
        return None
    if isinstance(module, str):
        return find_loader(module)
    if module.__loader__ is None and module.__spec__ is not None:
        return find_loader(module.__name__)
    return module.__loader__


ArgSpec = collections.namedtuple('ArgSpec', 'args varargs keywords defaults')


def getargspec(function):
    """`inspect.getargspec`, which Flask-Script calls for every `@manager.command` and Python 3.11 took away: the names and
    defaults of a function's positional parameters.

    :param function: a Python function or method
    :returns: `ArgSpec(args, varargs, keywords, defaults)`, as Python 3.10 and earlier gave it; annotations, which were
        an error there, do no harm
    :raises ValueError: where the function has keyword-only parameters, as it did there
    :source: https://docs.python.org/3.10/library/inspect.html#inspect.getargspec
    """
    spec = inspect.getfullargspec(function)
    if spec.kwonlyargs:
        raise ValueError('Function has keyword-only parameters, use inspect.signature()')
    return ArgSpec(spec.args, spec.varargs, spec.varkw, spec.defaults)


def restore():
    """Give back what Python no longer has."""
    # Flask, Werkzeug's middleware and extensions as old look these up in the standard module.
    for function in (find_loader, get_loader):
        if not hasattr(pkgutil, function.__name__):
            setattr(pkgutil, function.__name__, function)
            RESTORED.append('pkgutil.' + function.__name__)
    if not hasattr(ast, 'Str'):
        import werkzeug.routing
        werkzeug.routing.ast = with_names(ast, Str=Str)
        RESTORED.append('ast.Str')
    # Flask-Script looks it up there when a command is declared: there is no other place for it.
    if not hasattr(inspect, 'getargspec'):
        inspect.getargspec = getargspec

"""`inspect.getargspec`, which Flask-Script calls for every `@manager.command` and Python 3.11 took away."""
import collections
import inspect

ArgSpec = collections.namedtuple('ArgSpec', 'args varargs keywords defaults')


def getargspec(function):
    """The names and defaults of a function's positional parameters.

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
    """Give `inspect.getargspec` back where Python no longer has it."""
    # Flask-Script looks the name up in the standard module when a command is declared: there is no other place for it.
    if not hasattr(inspect, 'getargspec'):
        inspect.getargspec = getargspec

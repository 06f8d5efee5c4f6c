"""What codebases of 2013 to 2018, and extensions of that time, import from where it no longer is.

Each name leads to the very same thing at its present place. What has none any more is told by `messages.imports`.
"""
import collections
import collections.abc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
import time
import types

# Where Werkzeug has what could once be imported from `werkzeug` itself, such as secure_filename.
# :source: https://werkzeug.palletsprojects.com/en/1.0.x/changes/#version-1-0-0
WERKZEUG = ('utils', 'security', 'datastructures', 'exceptions', 'http', 'local', 'urls', 'wsgi', 'wrappers', 'formparser',
            'routing', 'serving', 'test', 'testapp', 'useragents', 'debug', 'middleware.dispatcher',
            'middleware.shared_data')
WSGI = ('middleware.dispatcher', 'middleware.shared_data', 'middleware.http_proxy')
# Modules that are somewhere else; cachelib and secure_cookie are packages of the same authors.
MODULES = {'werkzeug.contrib.profiler': 'werkzeug.middleware.profiler', 'werkzeug.contrib.lint': 'werkzeug.middleware.lint',
           'werkzeug.contrib.cache': 'cachelib', 'werkzeug.contrib.securecookie': 'secure_cookie.cookie',
           'werkzeug.contrib.sessions': 'secure_cookie.session', 'xml.etree.cElementTree': 'xml.etree.ElementTree',
           # the name before SQLAlchemy 0.6, an alias until 1.3
           'sqlalchemy.dialects.postgres': 'sqlalchemy.dialects.postgresql'}
EXTENSIONS = 'flask.ext'  # the way the oldest codebases import an extension, which Flask 1.0 took away
ASKED = []  # pairs of what was asked for and the file that asked, see `operations.programs`
PACKAGE, FIXERS, IMP = 'werkzeug.contrib', 'werkzeug.contrib.fixers', 'imp'
CACHE, GOOGLE = 'werkzeug.contrib.cache', 'GAEMemcachedCache'


def looking_in(submodules):
    """The class of a module that looks for a public name it does not have in its package's submodules.

    A class, because Python 3.6 knows no `__getattr__` of a module.
    """
    class Module(types.ModuleType):
        def __getattr__(self, name):
            for submodule in submodules if not name.startswith('_') else ():
                module = importlib.import_module('werkzeug.' + submodule)
                if hasattr(module, name) and module is not self:
                    note(self.__name__ + '.' + name)
                    return getattr(module, name)
            raise AttributeError('module %r has no attribute %r' % (self.__name__, name))
    return Module


def proxy_fix(app, num_proxies=1):
    """`werkzeug.contrib.fixers.ProxyFix`, which took the client's address, the scheme and the host from so many proxies."""
    from werkzeug.middleware.proxy_fix import ProxyFix
    return ProxyFix(app, x_for=num_proxies, x_proto=num_proxies, x_host=num_proxies)


def load_source(name, path):
    """`imp.load_source`: import a file under a name."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def note(name):
    """Somebody has asked for what would not be there."""
    frame = sys._getframe(2)
    while frame and (frame.f_code.co_filename == __file__ or 'importlib' in frame.f_code.co_filename):
        frame = frame.f_back
    ASKED.append((name, frame.f_code.co_filename if frame else ''))


def lend(module, names):
    """Give a module of the standard library names that it no longer has, when one is asked for.

    :param names: what they lead to
    """
    if not names:
        return

    def find(name):
        if name not in names:
            raise AttributeError('module %r has no attribute %r' % (module.__name__, name))
        note(module.__name__ + '.' + name)
        return names[name]
    module.__getattr__ = find


class MovedFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules that are somewhere else now; the last to be asked, so that what is there comes first."""

    def find_spec(self, fullname, path=None, target=None):
        """The spec of such a module; None for any other."""
        known = fullname in MODULES or fullname in (PACKAGE, FIXERS, IMP)
        return importlib.machinery.ModuleSpec(fullname, self, is_package=fullname == PACKAGE) if known else None

    def create_module(self, spec):
        """None: the import system makes an empty module, which `exec_module` fills or replaces."""

    def exec_module(self, module):
        """Fill the empty module, or put the real one in its place.

        :raises ModuleNotFoundError: naming the package that has it now, where that is not installed
        """
        name = module.__name__
        note(name)
        if name in MODULES:
            there = sys.modules[name] = importlib.import_module(MODULES[name])
            if name == CACHE and not hasattr(there, GOOGLE):  # which Flask-Cache 0.13 imports, and was another name of this
                setattr(there, GOOGLE, there.MemcachedCache)
        elif name == FIXERS:
            module.ProxyFix = proxy_fix
        elif name == IMP:
            module.reload, module.load_source, module.new_module = importlib.reload, load_source, types.ModuleType


class ExtensionFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds `flask.ext.script` as `flask_script`, and so on: the very same module, not a copy."""

    def find_spec(self, fullname, path=None, target=None):
        """The spec of `flask.ext` and of everything below it; None for any other module."""
        if fullname == EXTENSIONS:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        if fullname.startswith(EXTENSIONS + '.'):
            return importlib.machinery.ModuleSpec(fullname, self)
        return None

    def create_module(self, spec):
        """None: the import system makes an empty module, which `exec_module` replaces."""

    def exec_module(self, module):
        """Put the real extension in the place of the empty module.

        :raises ModuleNotFoundError: naming `flask_NAME`, where that extension is not installed
        """
        if module.__name__ != EXTENSIONS:
            note(module.__name__)
            extension = 'flask_' + module.__name__[len(EXTENSIONS) + 1:]
            del sys.modules[module.__name__]  # an extension that asks for a part of itself so meanwhile gets the real one
            sys.modules[module.__name__] = importlib.import_module(extension)


def install():
    """Let what has moved be imported from where it was, once for the process."""
    import werkzeug.wsgi
    for module, submodules in ((werkzeug, WERKZEUG), (werkzeug.wsgi, WSGI)):
        if type(module) is types.ModuleType:  # Werkzeug 0.16 has a class of its own, and the names
            module.__class__ = looking_in(submodules)
    lend(collections, {name: getattr(collections.abc, name) for name in collections.abc.__all__
                       if not hasattr(collections, name)})  # which Python 3.10 took away
    lend(time, {} if hasattr(time, 'clock') else {'clock': time.process_time})  # Python 3.8
    if not any(isinstance(finder, MovedFinder) for finder in sys.meta_path):
        sys.meta_path.append(MovedFinder())
    if not any(isinstance(finder, ExtensionFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, ExtensionFinder())

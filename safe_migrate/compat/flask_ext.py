"""`flask.ext.NAME`, the way the oldest codebases import an extension, which Flask 1.0 took away."""
import importlib
import importlib.abc
import importlib.machinery
import sys

PACKAGE = 'flask.ext'


class ExtensionFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds `flask.ext.script` as `flask_script`, and so on: the very same module, not a copy."""

    def find_spec(self, fullname, path=None, target=None):
        """The spec of `flask.ext` and of everything below it; None for any other module."""
        if fullname == PACKAGE:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        if fullname.startswith(PACKAGE + '.'):
            return importlib.machinery.ModuleSpec(fullname, self)
        return None

    def create_module(self, spec):
        """None: the import system makes an empty module, which `exec_module` replaces."""

    def exec_module(self, module):
        """Put the real extension in the place of the empty module.

        :raises ModuleNotFoundError: naming `flask_NAME`, where that extension is not installed
        """
        if module.__name__ != PACKAGE:
            extension = 'flask_' + module.__name__[len(PACKAGE) + 1:]
            sys.modules[module.__name__] = importlib.import_module(extension)


def install():
    """Let `import flask.ext.NAME` work, once for the process."""
    if not any(isinstance(finder, ExtensionFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, ExtensionFinder())

"""Where the project is: a relative `migrations` folder belongs to it, whatever the working directory."""
import os
import sys

import flask_migrate

from .explain import percent_in_path


def folder_of(module):
    """The folder of the file that a module was loaded from.

    :param module: the module's globals
    :returns: an absolute path
    """
    path = module.get('__file__', sys.argv[0])
    if not os.path.isabs(path):
        # Before Python 3.9 a script's own `__file__` is relative, and the codebase may have left the folder that it is
        # relative to. The script's folder stands in sys.path, absolute.
        name = os.path.basename(path)
        homes = [home for home in sys.path if os.path.isabs(home) and os.path.isfile(os.path.join(home, name))]
        path = os.path.join(homes[0], name) if homes else os.path.abspath(path)
    return os.path.dirname(path)


class ProjectDirectory:
    """An attribute that holds a folder's name and gives its path from any working directory.

    A relative name means the folder beside `manage.py`, or, where there is none, the one in the working directory.
    """

    def __init__(self, home):
        self.home = home

    def __set__(self, instance, directory):
        instance.__dict__['directory'] = directory

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        directory = instance.__dict__['directory']
        path = os.path.join(self.home, directory)
        if self.is_found_by(directory, path):
            return directory
        if '%' in path:
            raise percent_in_path(path)
        return path

    def is_found_by(self, directory, path):
        """Whether the name alone leads to the right folder, as it does in the stock tool."""
        try:
            here = os.getcwd()
        except OSError:  # the working directory was deleted
            return False
        return os.path.samefile(here, self.home) or (os.path.isdir(directory) and not os.path.isdir(path))


def anchor(home):
    """Let every relative migrations folder belong to the project.

    Flask-Migrate 2.5 reads `directory` from these two objects and gives it to Alembic as it is. They may be made before
    or after this call, by the codebase and without our help, so the attribute is put on their classes.

    :param home: the project's folder, absolute
    """
    flask_migrate.Migrate.directory = ProjectDirectory(home)
    flask_migrate._MigrateConfig.directory = ProjectDirectory(home)

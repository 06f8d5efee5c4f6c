"""Where the project is: a relative `migrations` folder belongs to it, whatever the working directory."""
import os
import sys


ARGUMENTS = sys.argv[1:]  # as they were typed: a program may put `db` in front of them afterwards


def working_directory():
    """The working directory; empty where it was deleted."""
    try:
        return os.getcwd()
    except OSError:
        return ''


def folder_of(module, started_in):
    """The folder of the file that a module was loaded from, as Python itself finds the modules beside it.

    Before Python 3.9 a script's own `__file__` is relative to the folder that it was started in, and the codebase may have
    left that folder meanwhile.

    :param module: the module's globals
    :param started_in: the working directory before the codebase changed it
    :returns: an absolute path, no link
    """
    path = module.get('__file__', sys.argv[0])
    homes = [started_in] + [home for home in sys.path if os.path.isabs(home)]
    paths = [os.path.join(home, path) for home in homes if os.path.isfile(os.path.join(home, path))]
    return os.path.dirname(os.path.realpath(paths[0] if paths else path))


def application_file():
    """The file that the program `flask` takes the application from; None where it is `manage.py`, or is not found.

    :source: https://flask.palletsprojects.com/en/1.1.x/cli/#application-discovery
    """
    named = os.environ.get('FLASK_APP', '').partition(':')[0].strip()
    path = named.replace('.', os.sep)
    places = [named, path + '.py', os.path.join(path, '__init__.py')] if named else ['wsgi.py', 'app.py']
    found = next((place for place in places if os.path.isfile(place)), None)
    return found if found and os.path.basename(found) != 'manage.py' else None


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
        if '%' in path or (os.path.isdir(directory) and not os.path.isdir(path)):
            return self.from_here(directory, path)
        return path

    def from_here(self, directory, path):
        """The name alone, as the stock tool takes it, where it leads to the right folder from the working directory."""
        here = os.path.realpath(directory)
        if '%' in path and here != os.path.realpath(path):
            from ..messages import percent_in_path
            raise percent_in_path(path)
        return directory


def anchor(home):
    """Let every relative migrations folder belong to the project.

    Flask-Migrate 2.5 reads `directory` from two objects and gives it to Alembic as it is.

    :param home: the project's folder, absolute
    """
    from ..compat.inside_flask import anchor_directory
    anchor_directory(ProjectDirectory(home))


def home():
    """The project's folder, which `anchor` was given; of `flask db` alone, where nothing was, the working directory."""
    import flask_migrate
    anchored = vars(flask_migrate.Migrate).get('directory')
    return anchored.home if anchored else working_directory()

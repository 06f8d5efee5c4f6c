"""The commands that write a revision: a file that is whole, under a name that every file system takes, or none."""
import functools
import os
import shutil

from flask import current_app

from ..autogenerate import revision_file
from ..messages.autogenerate import cannot_write
from .lines import LINES


def leave_no_folder(run):
    """Wrap `db init`, so that it leaves none of its files when it fails."""
    @functools.wraps(run)
    def all_or_nothing(directory=None, **options):
        folder = directory or current_app.extensions['migrate'].directory
        before = os.listdir(folder) if os.path.isdir(folder) else None
        try:
            return run(directory=directory, **options)
        except BaseException as error:
            if getattr(error, 'code', 1) and not before:
                clear(folder, before is None)
            if isinstance(error, OSError):  # whose file may be the template
                raise cannot_write(folder, error.strerror) from error
            raise
    return all_or_nothing


def clear(folder, is_new):
    """Remove what is in a folder, and the folder itself where it is new."""
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
        revision_file.remove(os.path.join(folder, name))
    if is_new and os.path.isdir(folder):
        os.rmdir(folder)


def install(manager):
    """Put it on the commands of both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    revision_file.install()
    for line in LINES:
        line.around('init', leave_no_folder)
        for name in ('migrate', 'revision', 'merge'):
            line.around(name, revision_file.leave_nothing_behind)
            line.around(name, revision_file.take_identifiers)

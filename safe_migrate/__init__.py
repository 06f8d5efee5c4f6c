"""Flask-Migrate's `db` commands, made dependable for codebases on the older releases.

A codebase adopts it with two lines in its own `manage.py`::

    from safe_migrate import safeguard      # before the other imports
    ...
    manager.add_command('db', MigrateCommand)
    safeguard(manager)

compat/         what the pinned releases need on a newer Python, and what older codebases still write
autogenerate/   what `db migrate` writes
sql/            what a statement of SQL is and does, read by its tokens
definition/     what a database itself says that a table is
apply/          what `db upgrade` and `db downgrade` do to the database
plan/           what they would do, and what the rows would refuse
bin/            what they drop, and how it comes back
commands/       the `db` commands, for `python manage.py db` and for `flask db` alike
inspect/        what `db status`, `db check`, `db tables` and their like look at
trial/          the revisions tried on a throw-away database
repair/         what `db repair` puts right
doctor/         what `db doctor` looks for
project.py      where the project is, whatever the working directory
address.py      the application's own database address, whatever `env.py` makes of it
connecting.py   how long a server may take to answer
configuration.py  what a command line gives to what runs below `env.py`
encoding.py     text under a locale that cannot hold it
flask_db.py     what the program `flask` loads of this, where setup.py was installed
explain/        what a user is told: the catalogue of errors
language.py     in which language; chinese/ has the texts of the second one
colour.py       colours on a terminal
prompts.py      questions on a terminal
rights.py       what a database user may not do
times.py        the times that our tables keep
masked.py       a text without the passwords in it
needs.py        the version of this package, and what it needs
early.py        errors, and a closed stream, before `safeguard` is called
"""
import sys

from . import needs

needs.refuse_old_python()

from . import early  # noqa: E402

early.open_streams()
early.tell()
MISFITS = early.misfits()

try:
    from . import compat  # noqa: F401,E402  the import is its work
except Exception:
    if not MISFITS:
        raise

from . import project  # noqa: E402

__version__ = needs.VERSION
STARTED_IN = project.working_directory()


def safeguard(manager):
    """Make the `db` commands of a Flask-Script manager dependable.

    Call it once, in the file that is run. What happens to the database and to the migrations folder is then the same for
    `python manage.py db`, `flask db` and the codebase's own calls of `flask_migrate.upgrade()` and its like; the options
    and commands that Flask-Migrate itself does not have are those of `manage.py`.

    :param manager: the `flask_script.Manager`, made with an application or with a function that makes one
    """
    if MISFITS:  # a command that is not one of ours runs as it would without this package
        from flask_migrate import MigrateCommand
        early.refuse(MISFITS, [name for name, one in manager._commands.items() if one is MigrateCommand])
        return
    from . import address, apply, commands, connecting, masked  # noqa: F401  apply registers itself
    from .autogenerate import column_type, types, detect  # noqa: F401  they register themselves
    from .autogenerate import drops  # noqa: F401  the last: it sees what the others have found
    project.anchor(project.folder_of(sys._getframe(1).f_globals, STARTED_IN))
    address.keep()
    masked.keep()
    connecting.limit_all()
    commands.install(manager)

"""Flask-Migrate's `db` commands, made dependable for codebases on the older releases.

A codebase adopts it with two lines in its own `manage.py`::

    from safe_migrate import safeguard      # before the other imports
    ...
    manager.add_command('db', MigrateCommand)
    safeguard(manager)

cli/            what a user types and reads
operations/     what a command does: status, check, tables, plan, repair, doctor
autogenerate/   what `db migrate` writes
upgrade/        what `db upgrade` and `db downgrade` do to the database
bin/            what they drop, and how it comes back
checks/         what a change means for the rows that are there
databases/      what is particular to MySQL and MariaDB, to SQLite and to PostgreSQL: a folder for each
journal/        our tables in the codebase's database: what was applied when, by whom, and how far it came
codebase/       what can be told of the codebase: its project, sources, revisions and databases
sql/            what a statement of SQL is and does, read by its tokens
messages/       what a user is told and asked
translation/    in which language, with the Chinese texts
compat/         what the pinned releases need on a newer Python, and what older codebases still write
schema.py       what a table is, as plain values
options.py      what a command line gives to what runs below `env.py`
flask_db.py     what the program `flask` loads of this, where setup.py was installed
needs.py        the version of this package, and what it needs
loosen.py       takes the releases of that off the requirements of a codebase, before this package is there
early.py        errors, and a closed stream, before `safeguard` is called
"""
import functools
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

from .codebase import project  # noqa: E402

__version__ = needs.VERSION
STARTED_IN = project.working_directory()


def safeguard(manager):
    """Make the `db` commands of a Flask-Script manager dependable.

    Call it once, in the file that is run. What happens to the database and to the migrations folder is then the same for
    `python manage.py db`, `flask db` and the file's own calls of `flask_migrate.upgrade()` and its like; the options
    and commands that Flask-Migrate itself does not have are those of `manage.py`.

    :param manager: the `flask_script.Manager`, made with an application or with a function that makes one
    """
    if MISFITS:  # a command that is not one of ours runs as it would without this package
        from flask_migrate import MigrateCommand

        from .compat.inside_flask import commands_of
        early.refuse(MISFITS, [name for name, one in commands_of(manager).items() if one is MigrateCommand])
        return
    from . import cli
    project.anchor(project.folder_of(sys._getframe(1).f_globals, STARTED_IN))
    protect()
    cli.install(manager)


@functools.lru_cache(maxsize=None)
def protect():
    """Make dependable what lies below the commands, whichever command line or program calls it.

    `safeguard` does it; a program that has no manager, and calls `flask_migrate.upgrade()` itself, calls this before.
    What is done once for the process is not done again.
    """
    if MISFITS:
        early.end(MISFITS)
    from .compat import inside_alembic
    inside_alembic.take_turns()
    from . import upgrade  # noqa: F401  it registers itself
    from .autogenerate import detect, rendering  # noqa: F401  they register themselves
    from .autogenerate import drops  # noqa: F401  the last: it sees what the others have found
    from .databases import address, connecting
    from .messages import masked
    address.keep()
    masked.keep()
    connecting.limit_all()

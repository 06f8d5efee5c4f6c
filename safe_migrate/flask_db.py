"""What the program `flask` loads before it reads its command line, where `setup.py` was installed.

Flask asks the entry points `flask.commands` for commands before it imports the application, and with them gets the
group `db` of Flask-Migrate. This is the same group, with our commands and options in it by then.
"""
from flask_migrate.cli import db  # noqa: F401  the entry point's value

from . import MISFITS

if not MISFITS:
    from . import commands

    commands.register()

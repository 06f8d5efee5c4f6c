"""What the program `flask` loads before it reads its command line, where `setup.py` was installed.

Flask asks the entry points `flask.commands` for commands before it imports the application, and with them gets the
group `db` of Flask-Migrate. This is the same group, with our commands and options in it by then, and dependable also where
the application calls no `safeguard`, as one without a `manage.py`.
"""
from flask_migrate.cli import db  # noqa: F401  the entry point's value

from . import MISFITS, protect

if not MISFITS:
    from . import cli

    protect()
    cli.register()
    cli.named_as_typed(db)

#!/usr/bin/env python
# PYTHON_ARGCOMPLETE_OK  Tab completes, where argcomplete is installed: see README.md
from safe_migrate import safeguard  # first, so that it is in place for what the other imports do

from flask_script import Manager
from app import app
from flask_migrate import Migrate, MigrateCommand
from exts import db

# every model whose table is to be in the database
from models import Student, User  # noqa: F401

manager = Manager(app)

# bind app and db to Flask-Migrate
Migrate(app, db)

# all of Flask-Migrate's commands, under `db`
manager.add_command('db', MigrateCommand)
safeguard(manager)

if __name__ == '__main__':
    manager.run()

"""What is read or set of the inside of Flask-Script, Flask-Migrate, Flask-SQLAlchemy and argparse; see inside_alembic.py."""
import argparse

import flask_migrate
import flask_sqlalchemy

SubCommands = argparse._SubParsersAction  # what a parser has its commands in


class ListedCommands(SubCommands):
    """Commands whose list in the help is what `listed` makes of them.

    `add_subparsers` takes a class of one's own as `action`; what its list is, argparse asks with `_get_subactions`.
    """

    def _get_subactions(self):
        return self.listed(super()._get_subactions())

    def listed(self, actions):
        """:param actions: argparse's, one for each command"""
        return actions


class Heading(argparse.Action):
    """A title in a list of commands, with those that belong to it below."""

    def __init__(self, title, commands):
        super().__init__(option_strings=[], dest=title, help=None)
        self.commands = commands

    def _get_subactions(self):
        return self.commands


def commands_of(manager):
    """The commands of a `flask_script.Manager`, by their names."""
    return manager._commands


def leave_parsers_alone(manager, leave):
    """Put a function in the place of the one that lets a parser without arguments show its help."""
    manager._patch_argparser = leave


def actions_of(parser):
    """The options and commands of a parser."""
    return parser._actions


def anchor_directory(directory):
    """Put a descriptor in the place of the `directory` that Flask-Migrate 2.5 keeps on two objects.

    They may be made before or after this call, by the codebase and without our help, so it is put on their classes.
    """
    flask_migrate.Migrate.directory = directory
    flask_migrate._MigrateConfig.directory = directory


def engine_options_of(db):
    """The `engine_options` of `SQLAlchemy(...)`; empty on a Flask-SQLAlchemy that has none."""
    return getattr(db, '_engine_options', None) or {}


class Answering:
    """A `flask_sqlalchemy.SQLAlchemy` whose own methods for an engine's options may return nothing.

    Until Flask-SQLAlchemy 2.5 they changed what they were given, and the `pool_pre_ping` of that time is put there so.
    """

    def __init__(self, db):
        self.db = db

    def __getattr__(self, name):
        return getattr(self.db, name)

    def apply_pool_defaults(self, app, options):
        return self.db.apply_pool_defaults(app, options) or options

    def apply_driver_hacks(self, app, url, options):
        return self.db.apply_driver_hacks(app, url, options) or (url, options)


def take_options_in_place():
    """Let an engine's options be what they are where a codebase's own methods only change them."""
    stock = getattr(flask_sqlalchemy._EngineConnector, 'get_options', None)

    def get_options(connector, *arguments):
        own = connector._sa
        connector._sa = Answering(own)
        try:
            return stock(connector, *arguments)
        finally:
            connector._sa = own
    if stock:  # before 2.4 no answer was asked for
        flask_sqlalchemy._EngineConnector.get_options = get_options

"""Completion on Tab with argcomplete, which Flask-Script calls where it is installed: commands, options and their values."""
import contextlib
import functools
import os

from flask import Flask, current_app
from flask_migrate import MigrateCommand

from ..compat.inside_flask import actions_of, commands_of, leave_parsers_alone

COMPLETING = '_ARGCOMPLETE'  # argcomplete runs the program with it in its environment


def completing():
    """Whether the program runs to complete a command line, and not to do it."""
    return COMPLETING in os.environ


def leave(parser):
    """Stands in for `Manager._patch_argparser`, which lets a parser without arguments print its help and end.

    While a line is completed that keeps the parser from being ready, and argcomplete fails.
    """


def revisions():
    """The ids of the revisions, and the words for some of them."""
    from alembic.script import ScriptDirectory
    script = ScriptDirectory.from_config(current_app.extensions['migrate'].migrate.get_config())
    return ['head', 'heads', 'base', '-1', '+1'] + [one.revision for one in script.walk_revisions()]


def tables():
    from sqlalchemy import inspect

    from ..codebase.environment import needed_db
    return inspect(needed_db().engine).get_table_names()


# By the name of an option or argument, as it is stored.
VALUES = {
    'revision': revisions, 'revisions': revisions, 'head': revisions, 'name': tables,
    'format': lambda: ['text', 'mermaid', 'svg'], 'resume': lambda: ['skip', 'redo'], 'action': lambda: ['restore', 'empty'],
}


def completer(manager, values):
    """What argcomplete asks for the values of an option.

    :param manager: the `flask_script.Manager`
    :param values: gives them, within the application
    """
    def complete(prefix, **_others):
        with contextlib.suppress(Exception):  # nobody is there who could be told, on Tab
            app = manager.app if isinstance(manager.app, Flask) else manager.app()
            with app.app_context():
                return [value for value in values() if value.startswith(prefix)]
        return []
    return complete


def with_values(create_parser, manager):
    """Wrap a command's `create_parser`, so that its options have values."""
    @functools.wraps(create_parser)
    def creating(*arguments, **options):
        parser = create_parser(*arguments, **options)
        for action in actions_of(parser):
            if VALUES.get(action.dest):
                action.completer = completer(manager, VALUES[action.dest])
        return parser
    return creating


def install(manager):
    """Let the parsers be as argcomplete needs them, while it runs the program.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    if not (completing() and manager):
        return
    for one in (manager, MigrateCommand):
        leave_parsers_alone(one, leave)
    for command in commands_of(MigrateCommand).values():
        command.create_parser = with_values(command.create_parser, manager)

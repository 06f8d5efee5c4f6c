"""The two command lines that carry the `db` commands, behind one small interface.

`add_option` gives a command an option, `around` wraps what it does. A command or wrapper that is there already is left,
so that both can be called again.
"""
import click
from flask.cli import with_appcontext
from flask_migrate import MigrateCommand, cli
from flask_script import Option


class ScriptLine:
    """`python manage.py db`, which is Flask-Script's."""

    commands = MigrateCommand._commands

    def add_option(self, name, flags, **attributes):
        """:param flags: as argparse and click both take them, such as `('-m', '--message')`"""
        command = self.commands[name]
        if not any(set(flags) & set(option.args) for option in command.option_list):
            command.add_option(Option(*flags, **attributes))

    def around(self, name, wrap):
        """:param wrap: takes the command's function and returns another with the same keyword arguments"""
        command = self.commands[name]
        if wrap not in command.__dict__.setdefault('wraps', []):
            command.wraps.append(wrap)
            command.run = wrap(command.run)


class FlaskLine:
    """`flask db`, which is click's."""

    commands = cli.db.commands

    def add_option(self, name, flags, **attributes):
        """:param flags: as argparse and click both take them, such as `('-m', '--message')`"""
        command = self.commands[name]
        if not any(set(flags) & set(option.opts) for option in command.params):
            command.params.append(click.Option(flags, **attributes))

    def around(self, name, wrap):
        """:param wrap: takes the command's function and returns another with the same keyword arguments"""
        command = self.commands[name]
        if wrap not in command.__dict__.setdefault('wraps', []):
            command.wraps.append(wrap)
            command.callback = with_appcontext(wrap(command.callback))


LINES = (ScriptLine(), FlaskLine())

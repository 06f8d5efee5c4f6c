"""The two command lines that carry the `db` commands, behind one small interface.

`add_command` makes a command, `add_option` gives one an option, `around` wraps what it does. An option or wrapper that is
there already is left, so that all can be called again.

Where setuptools is installed, as `requirements.txt` has it, the program `flask` reads its command line before it imports
`manage.py`: then `flask db` does what these commands do, but knows their new names and options only where `setup.py` was
installed (see flask_db.py).
"""
import argparse

import click
from flask.cli import with_appcontext
from flask_migrate import MigrateCommand, cli
from flask_script import Command, Option

from ..compat.inside_flask import commands_of
from ..translation.language import _


class BadValue(argparse.ArgumentTypeError, ValueError):
    """A value that an option does not take: argparse prints what it says, and click the value."""


class ScriptLine:
    """`python manage.py db`, which is Flask-Script's."""

    commands = commands_of(MigrateCommand)

    def add_command(self, name, function, switches, text=None):
        """
        :param switches: an option's name, which is the function's keyword, and its help, for each
        :param text: the command's own help; without it, the function's docstring
        """
        command = Command()
        command.run, command.__doc__ = function, text or function.__doc__
        command.option_list = [Option('--' + switch, action='store_true', default=False, help=help)
                               for switch, help in switches.items()]
        MigrateCommand.add_command(name, command)

    def add_switch(self, name, flag, text):
        """:param flag: such as `--graph`"""
        self.add_option(name, (flag,), action='store_true', default=False, help=text)

    def add_word(self, name, word, text):
        """:param word: the name of an argument that may be left out"""
        self.commands[name].add_option(Option(word, nargs='?', default=None, help=text))

    def add_option(self, name, flags, **attributes):
        """:param flags: as argparse and click both take them, such as `('-m', '--message')`"""
        command = self.commands[name]
        if not any(set(flags) & set(option.args) for option in command.option_list):
            command.add_option(Option(*flags, **attributes))

    def add_list(self, name, flag, text):
        """:param flag: such as `--rename`, which may be given again"""
        self.add_option(name, (flag,), action='append', default=None, help=text)

    def add_example(self, name, example):
        """:param example: what to type behind `python manage.py`"""
        command = self.commands[name]
        if not hasattr(command, 'help'):
            command.help = (command.__doc__ or name).strip()  # python -OO drops it
            command.__doc__ = _('%(help)s. Example: python manage.py %(example)s') % {
                'help': command.help.rstrip('.'), 'example': example}

    def around(self, name, wrap):
        """:param wrap: takes the command's function and returns another with the same keyword arguments"""
        command = self.commands[name]
        if wrap not in command.__dict__.setdefault('wraps', []):
            command.wraps.append(wrap)
            command.run = wrap(command.run)


class FlaskLine:
    """`flask db`, which is click's."""

    commands = cli.db.commands

    def add_command(self, name, function, switches, text=None):
        """
        :param switches: an option's name, which is the function's keyword, and its help, for each
        :param text: the command's own help; without it, the function's docstring
        """
        options = [click.Option(['--' + switch], is_flag=True, help=help) for switch, help in switches.items()]
        cli.db.add_command(click.Command(name, callback=with_appcontext(function), params=options,
                                      help=text or function.__doc__))

    def add_switch(self, name, flag, text):
        """:param flag: such as `--graph`"""
        self.add_option(name, (flag,), is_flag=True, help=text)

    def add_word(self, name, word, text):
        """:param word: the name of an argument that may be left out; click has no help for it"""
        self.commands[name].params.append(click.Argument([word], required=False))

    def add_option(self, name, flags, **attributes):
        """:param flags: as argparse and click both take them, such as `('-m', '--message')`"""
        command = self.commands[name]
        if not any(set(flags) & set(option.opts) for option in command.params):
            command.params.append(click.Option(flags, **attributes))

    def add_list(self, name, flag, text):
        """:param flag: such as `--rename`, which may be given again"""
        self.add_option(name, (flag,), multiple=True, help=text)

    def add_example(self, name, example):
        """:param example: what to type behind `flask`"""
        self.commands[name].epilog = _('Example: flask %s') % example

    def around(self, name, wrap):
        """:param wrap: takes the command's function and returns another with the same keyword arguments"""
        command = self.commands[name]
        if wrap not in command.__dict__.setdefault('wraps', []):
            command.wraps.append(wrap)
            command.callback = with_appcontext(wrap(command.callback))


def place(line, name):
    """Give a command the options that say where the revisions are, as Flask-Migrate's own have them."""
    line.add_option(name, ('-d', '--directory'), help=_("The folder of the migrations (default is 'migrations')"))
    line.add_option(name, ('-x', '--x-arg'), help=_('An argument for your own env.py; may be given again'))


LINES = (ScriptLine(), FlaskLine())

"""Flask-Script's parsers on an argparse that is newer than Flask-Script, whose last release is of 2017.

Both things are put right in Flask-Script alone: whatever else in the process uses argparse has it unchanged.
"""
import argparse

import flask_script
import flask_script.commands

from .standard_library import with_names


class Parser(argparse.ArgumentParser):
    """A parser as Flask-Script knows it, on Python 3.14 and later.

    There argparse looks at a help text when an option or command is added, so that one `%` in the docstring of one
    `@manager.command` would end every other command, too; and the usage of a command no longer begins with the one that its
    manager was given.
    """

    def _check_help(self, action):
        pass

    def add_subparsers(self, **kwargs):
        if self.usage is not None:
            kwargs.setdefault('prog', (self.usage % {'prog': self.prog}).strip())
        return super().add_subparsers(**kwargs)


def show_help_without_arguments(self, parser):
    """Stands in for `Manager._patch_argparser`: without arguments a parser shows its help and ends with exit status 2.

    Flask-Script's own does this under the name `_parse_known_args2`, which since October 2024 is a method of argparse's own
    (Python 3.13.1, and 3.12 from that time on).

    :source: https://github.com/python/cpython/issues/125355
    """
    parse = parser._parse_known_args

    def parse_or_help(arg_strings, *args, **kwargs):
        if not arg_strings:
            parser.print_help()
            parser.exit(2)
        return parse(arg_strings, *args, **kwargs)

    parser._parse_known_args = parse_or_help


def restore():
    """Let Flask-Script parse a command line on every Python."""
    if hasattr(argparse.ArgumentParser, '_parse_known_args2'):
        flask_script.Manager._patch_argparser = show_help_without_arguments
    if hasattr(argparse.ArgumentParser, '_check_help'):
        for module in (flask_script, flask_script.commands):
            module.argparse = with_names(argparse, ArgumentParser=Parser)

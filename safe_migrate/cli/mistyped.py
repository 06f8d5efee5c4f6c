"""What is mistyped on either command line is named, with the nearest that is right.

Flask-Script says "too many arguments" of an option that is not there, and click knows only what begins alike.
"""
import argparse
import difflib
import functools
import os
import re
import types

import click
from flask_migrate import cli
from flask_script import Group, Manager

from ..compat.inside_flask import SubCommands, actions_of, commands_of
from ..messages import command_line

HELP = {'-h': '--help', '-help': '--help'}


class QuietParser(argparse.ArgumentParser):
    """Leaves it to Flask-Script's own parser to say what is wrong."""

    def error(self, message):
        raise ValueError(message)


def words_behind(manager, args):
    """What is left of the arguments when the manager's own options, such as `-c`, are taken out."""
    parser = QuietParser(add_help=False)
    for option in manager.get_options():
        parser.add_argument(*option.args, **option.kwargs)
    try:
        return parser.parse_known_args(args)[1]
    except ValueError:
        return args


def refuse_unknown(manager, prog, args):
    """
    :param manager: the `flask_script.Manager` whose command line it is
    :param prog: the program, such as `manage.py`
    :param args: what stands behind it
    :raises Mistake: where on any level a command stands that is not there, or in front of one an option that is not
    """
    manager.set_defaults()  # `shell` and `runserver`, which Flask-Script otherwise adds when it reads the line
    command, words = program(prog), words_behind(manager, args)
    while isinstance(manager, Manager) and words:
        known = commands_of(manager)
        if words[0].startswith('-'):
            refuse_unknown_option(manager, command, words)
            return
        if words[0] not in known:
            raise command_line.unknown_command(command + ' ' + words[0], nearest_command(manager, command, words[0]))
        manager, command = known[words[0]], command + ' ' + words[0]
        words = words_behind(manager, words[1:]) if isinstance(manager, Manager) else []


def refuse_unknown_option(manager, command, words):
    """:param words: the first is an option that stands where the manager's own belong"""
    option, own = words[0].partition('=')[0], options_of(manager)
    if any(one.startswith(option) for one in own) or not is_option(option):
        return
    behind = [name for name in words[1:] if option in options_of(commands_of(manager).get(name))]
    found = ' '.join(behind[:1] + [option]) if behind else nearest_option(option, own)
    raise command_line.unknown_option(command, option, found and command + ' ' + found)


def options_of(command):
    """The options that a manager or a command of Flask-Script takes; none of None."""
    options = [each for one in command.get_options() for each in (one.get_options() if isinstance(one, Group) else [one])] \
        if command else []
    return [flag for one in options for flag in one.args if flag.startswith('-')] + list(Manager.help_args)


def program(prog):
    """How it is typed; Flask-Script itself shows the file's name alone."""
    return 'python ' + os.path.basename(prog)


def nearest_command(manager, command, word):
    """The command that a word may stand for, also one level below; None where nothing is near."""
    below = {name: [name] for name in commands_of(manager)}
    for name, one in commands_of(manager).items():
        for each in commands_of(one) if isinstance(one, Manager) else ():
            below.setdefault(each, [name, each])
    found = nearest(word, below)
    return ' '.join([command] + below[found]) if found else None


def nearest(word, known):
    """The known word that is most like another; None where none is."""
    word = word.lower()
    found = difflib.get_close_matches(word, known, n=1) or [
        name for name in known if len(word) > 1 and name.startswith(word)]
    return found[0] if found else None


def nearest_option(option, known):
    """The known option that is most like another, also by its first letter alone, such as `--yes` of `-y`."""
    if option in HELP:
        return HELP[option]
    long = [one[2:] for one in known if one.startswith('--')]
    same_letter = [one for one in long if one[0] == option[1].lower()]
    if len(option) == 2:
        found = same_letter[0] if len(same_letter) == 1 else None
    else:
        found = nearest(option.lstrip('-'), long)
    return found and '--' + found


def is_option(word):
    """Whether a word is an option, and no number such as the `-1` of a downgrade."""
    return re.match(r'--?[^\W\d]', word) is not None


class ScriptParser:
    """Makes the parser of `python manage.py`, in the place of `Manager.create_parser`, so that it names what is wrong.

    :param manager: the `flask_script.Manager` whose command line it is
    """

    def __init__(self, manager):
        self.stock = manager.create_parser

    def __call__(self, prog, *args, **options):
        parser = self.stock(prog, *args, **options)
        tell_errors(parser, program(prog))
        parser.parse_known_args = functools.partial(read, parser.parse_known_args, program(prog))
        return parser


def tell_errors(parser, command):
    """Let a parser, and those of its commands, raise what argparse would print with its usage, and tidy its help."""
    def error(message):
        raise command_line.not_read(command, message)
    parser.error = error
    parser.format_help = functools.partial(without_blanks, parser.format_help)
    for action in actions_of(parser):
        for name, one in action.choices.items() if isinstance(action, SubCommands) else ():
            tell_errors(one, command + ' ' + name)


def without_blanks(format_help):
    """A help whose lines end where their text does."""
    return re.sub('(?m) +$', '', format_help())


def read(parse, start, args):
    """Stands in for `parse_known_args`, which leaves it to its caller to say what it did not know.

    :raises Mistake: where something is left, unless the command takes all that is
    """
    namespace, left = parse(args)
    stack = getattr(namespace, 'func_stack', None)
    if left and stack and not getattr(stack[-1], 'capture_all_args', False):
        raise left_over(start, stack, args, left)
    return namespace, left


def left_over(start, stack, args, left):
    """What is told of words that no parser has taken.

    :param stack: the managers and the command that were found, outermost first
    """
    command = ' '.join([start] + [name_in(above, one, args) for above, one in zip(stack, stack[1:])])
    options = [word.partition('=')[0] for word in left if is_option(word)]
    if not options:
        return command_line.too_much(command, left)
    found = nearest_option(options[0], options_of(stack[-1]))
    return command_line.unknown_option(command, options[0], found and command + ' ' + found)


def name_in(manager, command, args):
    """The name under which a manager has a command, as it was typed."""
    return [name for name, one in commands_of(manager).items() if one is command and name in args][0]


def tell_of_flask(parse):
    """Wrap a click command's `parse_args`, so that it names what is wrong."""
    @functools.wraps(parse)
    def telling(self, context, args):
        typed = list(args)
        try:
            return parse(context, args)
        except click.UsageError as error:
            raise of_click(error, context, typed) from None
    return telling


def of_click(error, context, typed):
    """What is told in the place of click's own error."""
    command, line = context.command, context.command_path
    if isinstance(error, click.BadParameter) and isinstance(error.__context__, ValueError):  # click drops what it says
        error.message = str(error.__context__)
    if not isinstance(error, click.NoSuchOption):
        return command_line.not_read(line, error.format_message())
    option = error.option_name
    behind = [name for name in typed if option in flags_of(getattr(command, 'commands', {}).get(name))]
    if not is_option(option):  # a step, such as the `-1` of a downgrade, which click takes for an option
        found = '-- ' + option
    elif behind:
        found = behind[0] + ' ' + option
    else:
        found = nearest_option(option, flags_of(command))
    return command_line.unknown_option(line, option, found and line + ' ' + found)


def flags_of(command):
    """The options that a command of click takes; none of None."""
    return [flag for one in command.params for flag in one.opts if flag.startswith('-')] + ['--help'] if command else []


def resolve(group, context, args):
    """Stands in for click's method of that name."""
    if not group.get_command(context, args[0]) and not args[0].startswith('-'):
        found = nearest(args[0], group.list_commands(context))
        raise command_line.unknown_command('%s %s' % (context.command_path, args[0]),
                                           found and '%s %s' % (context.command_path, found))
    return type(group).resolve_command(group, context, args)


def install(manager):
    """Put it on both command lines.

    :param manager: the `flask_script.Manager` whose command line it is; None for the program `flask`
    """
    if manager and not isinstance(manager.create_parser, ScriptParser):
        manager.create_parser = ScriptParser(manager)
    cli.db.resolve_command = types.MethodType(resolve, cli.db)
    for command in [cli.db] + list(cli.db.commands.values()):
        if 'parse_args' not in vars(command):
            command.parse_args = types.MethodType(tell_of_flask(command.parse_args), command)

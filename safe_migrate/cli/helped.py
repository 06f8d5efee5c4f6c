"""The help of `db`: the commands in groups, each with an example."""
import types

from flask_migrate import MigrateCommand, cli

from ..compat.inside_flask import Heading, ListedCommands
from ..translation.language import _
from .completion import completing
from .lines import LINES

# Looked up when the command line is put together, as all help is.
GROUPS = (
    (_('Begin'), {'init': ''}),
    (_('Write revisions'), {
        'migrate': "--message 'add age to student'", 'revision': "--message 'fill in the ages'", 'merge': 'heads',
        'edit': 'head'}),
    (_('Change the database'), {'upgrade': '', 'downgrade': '-1', 'stamp': 'head'}),
    (_('Look'), {'status': '--exit-code', 'tables': 'student --rows 3', 'log': '--json', 'history': '--graph', 'current': '',
              'show': 'head', 'heads': '', 'branches': ''}),
    (_('Check and repair'), {'check': '--deep', 'doctor': '', 'repair': '', 'bin': 'restore 3', 'leave': ''}),
)
EXAMPLES = {name: ' '.join(('db', name, words)).strip() for __, commands in GROUPS for name, words in commands.items()}
OTHERS = _('More')
HEADING_LENGTH = 17


def grouped(names):
    """The groups with those of their commands that are there; a command that no group has is in the last one.

    :param names: of the commands that there are
    :returns: pairs of a group's title and the names in it
    """
    rest = [name for name in names if name not in EXAMPLES]
    groups = [(title, [name for name in commands if name in names]) for title, commands in GROUPS] + [(OTHERS, rest)]
    return [(title, found) for title, found in groups if found]


class GroupedCommands(ListedCommands):
    """The commands of `db`, whose list in the help has groups; Flask-Script gives `subparser_kwargs` to argparse."""

    def listed(self, actions):
        if completing():  # argcomplete takes each of them for a command
            return actions
        known = {action.dest: action for action in actions}
        # Whose length argparse takes for the column of the helps, and not that of the commands below.
        return [Heading((title + ':').ljust(HEADING_LENGTH), [known[name] for name in names])
                for title, names in grouped(list(known))]


def format_commands(group, context, formatter):
    """Click's method of that name, with groups."""
    commands = {name: group.get_command(context, name) for name in group.list_commands(context)}
    for title, names in grouped(list(commands)):
        with formatter.section(title):
            formatter.write_dl([(name, commands[name].get_short_help_str()) for name in names])


def install(manager):
    """Put the groups and the examples into the help of both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    MigrateCommand.usage = 'python manage.py db'  # which also stands before each command's own usage
    MigrateCommand.subparser_kwargs.update(action=GroupedCommands, title=_('commands'), metavar='COMMAND')
    cli.db.format_commands = types.MethodType(format_commands, cli.db)
    for line in LINES:
        for name in set(EXAMPLES) & set(line.commands):
            line.add_example(name, EXAMPLES[name])

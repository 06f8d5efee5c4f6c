"""The help of `db`: in the reader's language, alike on both command lines, in groups with examples; completion on Tab."""
import contextlib
import functools
import os
import types

from flask import Flask, current_app
from flask_migrate import MigrateCommand, cli

from ..compat.inside_flask import Heading, ListedCommands, actions_of, commands_of, leave_parsers_alone
from ..translation.language import _
from .lines import LINES, FlaskLine

TEXTS = {
    'init': _('Make the folder migrations/, once'),
    'migrate': _('Write a revision from the changes in the models'),
    'revision': _('Write an empty revision, to be filled in by hand'),
    'edit': _('Open a revision in the editor'),
    'merge': _('Write a revision that joins two or more heads'),
    'upgrade': _('Apply revisions, by default all that are pending'),
    'downgrade': _('Take revisions back, by default one'),
    'show': _('Show one revision'),
    'history': _('List the revisions, newest first'),
    'heads': _('List the newest revisions, of which each branch has one'),
    'branches': _('List the revisions behind which branches part'),
    'current': _('Show the revision that each database is at'),
    'stamp': _('Write down that a database is at a revision, and run nothing'),
}
REVISION = _('A revision: its id or the beginning of it, head, base, or steps such as +1 and -1')
OPTIONS = {  # by the name under which it is stored
    'multidb': _('For several databases (SQLALCHEMY_BINDS)'),
    'directory': _("The folder of the migrations (default is 'migrations')"),
    'message': _('What the revision is about; it becomes a part of the name of its file'),
    'autogenerate': _('Write in it what has changed in the models, as `migrate` does'),
    'sql': _('Print the SQL, and change nothing'),
    'head': _("The revision that it is to follow (default is 'head')"),
    'splice': _('Let it follow a revision that is no head'),
    'branch_label': _('A name for the branch that begins with it'),
    'version_path': _('The folder that it is written into, one of version_locations'),
    'rev_id': _('Its id (default is a random one)'),
    'x_arg': _('An argument for your own env.py; may be given again'),
    'revision': REVISION, 'revisions': _("The revisions to join, or 'heads'"),
    'tag': _('A word for your own env.py'),
    'rev_range': _('From where to where, as FROM:TO'),
    'verbose': _('More of each'),
    'indicate_current': _('Mark the revision that the database is at'),
    'resolve_dependencies': _('Take depends_on as if it were down_revision'),
    'head_only': _('Does nothing any more; see --verbose'),
}
OURS = ('message',)  # for which `upgrade` and `downgrade` have another text


def word_script(name, command):
    """:param command: of Flask-Script"""
    command.__doc__ = TEXTS[name]
    for option in command.option_list:
        flags = [flag for flag in option.args if flag.startswith('--')] or option.args
        stored = option.kwargs.get('dest') or flags[-1].lstrip('-').replace('-', '_')
        if is_stock(name, stored):
            option.kwargs['help'] = OPTIONS[stored]


def word_flask(name, command):
    """:param command: of click"""
    command.help = command.short_help = TEXTS[name]
    for param in command.params:
        if hasattr(param, 'help'):
            if is_stock(name, param.name):
                param.help = OPTIONS[param.name]
            if not param.is_flag:
                param.metavar = param.name.upper()


def is_stock(name, stored):
    return stored in OPTIONS and not (stored in OURS and name in ('upgrade', 'downgrade'))


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


# Completion on Tab with argcomplete, which Flask-Script calls where it is installed: commands, options and their values.

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
    from .. import databases
    from ..codebase.environment import needed_db
    engine = needed_db().engine
    return databases.of(engine).table_names(engine)


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
    """Put it on both command lines; and let the parsers be as argcomplete needs them, while it runs the program.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`; None for the program `flask`
    """
    MigrateCommand.description = _('Perform database migrations')
    MigrateCommand.usage = 'python manage.py db'  # which also stands before each command's own usage
    MigrateCommand.subparser_kwargs.update(action=GroupedCommands, title=_('commands'), metavar='COMMAND')
    cli.db.format_commands = types.MethodType(format_commands, cli.db)
    for line in LINES:
        word = word_flask if isinstance(line, FlaskLine) else word_script
        for name in TEXTS:
            if not hasattr(line.commands[name], 'is_worded'):
                line.commands[name].is_worded = True
                word(name, line.commands[name])
        for name in set(EXAMPLES) & set(line.commands):
            line.add_example(name, EXAMPLES[name])
    if completing() and manager:
        for one in (manager, MigrateCommand):
            leave_parsers_alone(one, leave)
        for command in commands_of(MigrateCommand).values():
            command.create_parser = with_values(command.create_parser, manager)

"""What Flask-Migrate's own commands and options say in the help: in the reader's language, alike on both command lines."""
from flask_migrate import MigrateCommand

from ..translation.language import _
from .lines import LINES, FlaskLine

COMMANDS = {
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
    command.__doc__ = COMMANDS[name]
    for option in command.option_list:
        flags = [flag for flag in option.args if flag.startswith('--')] or option.args
        stored = option.kwargs.get('dest') or flags[-1].lstrip('-').replace('-', '_')
        if is_stock(name, stored):
            option.kwargs['help'] = OPTIONS[stored]


def word_flask(name, command):
    """:param command: of click"""
    command.help = command.short_help = COMMANDS[name]
    for param in command.params:
        if hasattr(param, 'help'):
            if is_stock(name, param.name):
                param.help = OPTIONS[param.name]
            if not param.is_flag:
                param.metavar = param.name.upper()


def is_stock(name, stored):
    return stored in OPTIONS and not (stored in OURS and name in ('upgrade', 'downgrade'))


def install(manager):
    """Put it on both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    MigrateCommand.description = _('Perform database migrations')
    for line in LINES:
        word = word_flask if isinstance(line, FlaskLine) else word_script
        for name in COMMANDS:
            if not hasattr(line.commands[name], 'is_worded'):
                line.commands[name].is_worded = True
                word(name, line.commands[name])

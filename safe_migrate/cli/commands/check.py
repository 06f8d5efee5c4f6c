"""`db check`: whether what is committed is complete, for CI."""
import os
import sys
from collections import OrderedDict

import click

from ...messages.layout import CARE, DANGER, GOOD, echo
from ...translation.language import _
from ..lines import place


def check(directory=None, x_arg=None, deep=False, all=False, shadow=None):
    """Exit with status 1, and say why, when the models differ from the database or the revisions are not in order"""
    from ...codebase import environment
    config = environment.configuration(directory, x_arg)
    if deep or all or shadow:
        tell(trial_reasons(config, all, shadow), _(
            'Each revision that was tried goes up, down and up again, and the revisions build what the models say.'))
    else:
        found, unseen = reasons(config)
        tell(found, _('The models are as the database, there is one head, and every revision compiles and has a downgrade.')
             if not unseen else _('As far as they are compared, the models are as the database; there is one head, and '
                                  'every '
                                  'revision compiles and has a downgrade.\nNot compared: %s.') % ', '.join(unseen))


def tell(found, in_order):
    """Print the reasons, and exit with status 1; or that there is none. What is only suspected fails nothing."""
    from ...codebase.slips import slips
    from ...messages.autogenerate import warning
    from ...messages.layout import wrapped
    for slip in slips():
        click.echo(wrapped(warning(slip), '  ', sys.stderr), err=True)
    for reason in found:
        echo(wrapped(reason, '  '), **CARE if reason.startswith(' ') else DANGER)
    if found:
        sys.exit(1)
    echo(wrapped(in_order), **GOOD)


def trial_reasons(config, everything, shadow):
    """Why the check fails when the revisions are tried; the real database need not be at the head for that."""
    from ...operations.trial.up_down_up import problems
    return unreadable(config) or in_files(config) + list(problems(config, everything, shadow))


def reasons(config):
    """Why the check fails, without trying the revisions.

    :param config: see `codebase.environment.configuration`
    :returns: a list of texts, and a list of what is not compared, see `operations.state.not_compared`
    """
    from ...operations import state
    faults = unreadable(config)
    if faults:
        return faults, []
    faults, states = in_files(config) + of_binds(), state.states(config)
    return faults + [reason for one in states for reason in of_database(one)], list(OrderedDict.fromkeys(
        text for one in states for text in one['not_compared']))


def unreadable(config):
    """The revisions that cannot be read, where there are any; then nothing else can be told."""
    from alembic.script import ScriptDirectory

    from ...codebase import revision_files
    return [at(fault, _('does not compile: %s') % fault.text)
            for fault in revision_files.syntax_faults(ScriptDirectory.from_config(config))]


def in_files(config):
    """The reasons that the revisions' files give."""
    from alembic.script import ScriptDirectory

    from ...codebase import revision_files
    from ...codebase.revision_files import unnamed_drops
    script = ScriptDirectory.from_config(config)
    faults = revision_files.without_downgrade(script) + revision_files.of_python_2(script)
    return heads(script) + [at(fault, fault.text) for fault in faults] + [
        at(drop, _('drops a constraint of table %s without a name, and nothing in the file says which: write its name in '
                   'the place of None') % drop.table) for drop in unnamed_drops(script) if not drop.columns]


def of_binds():
    """The models that name no database of the application."""
    from ...codebase import environment
    from ...messages.autogenerate import bind_unknown
    return [bind_unknown(table, bind, environment.bind_names()) for table, bind in environment.unknown_binds()]


def at(fault, text):
    """A fault with its place, as an editor takes it."""
    return '%s:%d %s' % (os.path.relpath(fault.path), fault.line, text)


def heads(script):
    found = script.get_heads()
    if len(found) < 2:
        return []
    return [_('There are %(number)d heads: %(heads)s. Type: python manage.py db merge heads') % {
        'number': len(found), 'heads': ', '.join(found)}]


def of_database(state):
    """The reasons that one database gives."""
    where = state['database']
    if state['unknown']:
        return [_('%(database)s names %(revisions)s, and no file has it. Type: python manage.py db repair') % {
            'database': where, 'revisions': ', '.join(state['unknown'])}]
    if state['pending']:
        return [_('%(database)s is not at the head, so the models cannot be compared: %(number)d pending. '
                  'Type: python manage.py db upgrade') % {'database': where, 'number': len(state['pending'])}]
    if state['differences'] is None:
        return [_('env.py has no target_metadata, so the models cannot be compared.')]
    if not state['differences']:
        return []
    if state['refused']:
        return [_('The models differ from %s, and db migrate would stop:') % where] + [
            '  ' + line for line in state['refused'].splitlines()]
    return [_('The models differ from %s. Type: python manage.py db migrate') % where] + [
        '  ' + text for text in state['differences']]


def add(line):
    """Add the command to a command line.

    :param line: one of `lines.LINES`
    """
    line.add_command('check', check, {
        'deep': _('Try the pending revisions up, down and up, on a throw-away copy'),
        'all': _('As --deep, with every revision, from an empty database on')},
        _('Exit with status 1, and say why, when the models differ from the database or the revisions are not in order'))
    line.add_option('check', ('--shadow',), help=_('An empty database to try them in, where you may not make one'))
    place(line, 'check')

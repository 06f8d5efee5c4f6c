"""`db check`: whether what is committed is complete, for CI."""
import os
import sys

import click

from .lines import LINES, place

NOT_COMPILED = 'does not compile: '
PLAIN = 'The models are as the database, there is one head, and every revision compiles and has a downgrade.'
DEEP = 'Each revision that was tried goes up, down and up again, and the revisions build what the models say.'


def check(directory=None, x_arg=None, deep=False, all=False, shadow=None):
    """Exit with status 1, and say why, when the models differ from the database or the revisions are not in order"""
    from ..inspect import environment
    config = environment.configuration(directory, x_arg)
    if deep or all or shadow:
        tell(trial_reasons(config, all, shadow), DEEP)
    else:
        tell(reasons(config), PLAIN)


def tell(found, in_order):
    """Print the reasons, and exit with status 1; or that there is none."""
    for reason in found:
        click.echo(reason)
    if found:
        sys.exit(1)
    click.echo(in_order)


def trial_reasons(config, everything, shadow):
    """Why the check fails when the revisions are tried; the real database need not be at the head for that."""
    from ..trial.up_down_up import problems
    files = in_files(config)
    return files if unreadable(files) else files + list(problems(config, everything, shadow))


def unreadable(files):
    """Whether a revision cannot be read, so that nothing else can be told."""
    return any(NOT_COMPILED in one for one in files)


def reasons(config):
    """Why the check fails, without trying the revisions.

    :param config: see `inspect.environment.configuration`
    :returns: a list of texts
    """
    from ..inspect import state
    files = in_files(config)
    return files if unreadable(files) else files + [
        reason for one in state.states(config) for reason in of_database(one)]


def in_files(config):
    """The reasons that the revisions' files give."""
    from alembic.script import ScriptDirectory
    from ..inspect import revision_files
    script = ScriptDirectory.from_config(config)
    broken = [at(fault, NOT_COMPILED + fault.text) for fault in revision_files.syntax_faults(script)]
    if broken:
        return broken
    return heads(script) + [at(fault, fault.text) for fault in revision_files.without_downgrade(script)]


def at(fault, text):
    """A fault with its place, as an editor takes it."""
    return '%s:%d %s' % (os.path.relpath(fault.path), fault.line, text)


def heads(script):
    found = script.get_heads()
    if len(found) < 2:
        return []
    return ['There are %d heads: %s. Type: python manage.py db merge heads' % (len(found), ', '.join(found))]


def of_database(state):
    """The reasons that one database gives."""
    where = state['database']
    if state['unknown']:
        return ['%s names %s, and no file has it. Type: python manage.py db repair' % (where, ', '.join(state['unknown']))]
    if state['pending']:
        return ['%s is not at the head, so the models cannot be compared: %d pending. Type: python manage.py db upgrade'
                % (where, len(state['pending']))]
    if state['differences'] is None:
        return ['env.py has no target_metadata, so the models cannot be compared.']
    if not state['differences']:
        return []
    return ['The models differ from %s. Type: python manage.py db migrate' % where] + [
        '  ' + text for text in state['differences']]


def install(manager):
    """Add the command to both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    for line in LINES:
        line.add_command('check', check, {'deep': 'Try the pending revisions up, down and up, on a throw-away copy',
                                          'all': 'Try every revision, from an empty database on'})
        line.add_option('check', ('--shadow',), help='An empty database to try them in, where you may not make one')
        place(line, 'check')

"""`db check`: whether what is committed is complete, for CI."""
import os
import sys

import click

from .lines import LINES, place


def check(directory=None, x_arg=None):
    """Exit with status 1, and say why, when the models differ from the database or the revisions are not in order"""
    from ..inspect import environment
    found = reasons(environment.configuration(directory, x_arg))
    for reason in found:
        click.echo(reason)
    if found:
        sys.exit(1)
    click.echo('The models are as the database, there is one head, and every revision compiles and has a downgrade.')


def reasons(config):
    """Why the check fails.

    :param config: see `inspect.environment.configuration`
    :returns: a list of texts
    """
    from alembic.script import ScriptDirectory
    from ..inspect import revision_files, state
    script = ScriptDirectory.from_config(config)
    broken = [at(fault, 'does not compile: ' + fault.text) for fault in revision_files.syntax_faults(script)]
    if broken:  # nothing else can be told while a file cannot be read
        return broken
    one_way = [at(fault, fault.text) for fault in revision_files.without_downgrade(script)]
    return heads(script) + one_way + [reason for one in state.states(config) for reason in of_database(one)]


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
        line.add_command('check', check, {})
        place(line, 'check')

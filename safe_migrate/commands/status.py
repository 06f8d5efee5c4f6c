"""`db status`: where each database stands, on one screen."""
import json as json_format
import sys

import click

from .lines import LINES, place

STOPPED = {True: 'after this one:', False: 'at this one:', None: 'at this one, of which it cannot be told:'}


def status(directory=None, x_arg=None, json=False, exit_code=False):
    """Show where the database stands: its revision, what is pending, whether the models differ"""
    from ..inspect import environment, state
    found = state.states(environment.configuration(directory, x_arg))
    if json:
        click.echo(json_format.dumps(found, ensure_ascii=False, indent=2))
    else:
        click.echo('\n\n'.join('\n'.join(screen(one)) for one in found))
    if exit_code and any(unfinished(one) for one in found):
        sys.exit(1)


def unfinished(state):
    """Whether a database has still to be brought to the head."""
    return bool(state['pending'] or state['unknown'] or state['interrupted'])


def screen(state):
    """The lines that tell of one database."""
    for title, lines in sections(state):
        for number, line in enumerate(lines):
            yield '%-12s %s' % (title if number == 0 else '', line)


def sections(state):
    """A title and its lines, for each thing that there is to say."""
    yield 'Database', [state['database'] + (' (%s)' % state['bind'] if state['bind'] else '')]
    yield 'Current', revisions(state['current']) or ['no revision yet' if not state['unknown'] else '-']
    yield 'Head', revisions(state['heads']) or ['there is no revision']
    yield 'Branches at', revisions(state['branches'])
    yield 'Unknown', ['%s, which the database names and no file has: python manage.py db repair' % one
                      for one in state['unknown']]
    yield 'Pending', pending(state)
    yield 'Interrupted', interrupted(state['interrupted'])
    yield 'Models', models(state)


def revisions(found):
    return [('%s  %s' % (one['revision'], one['message'])).rstrip() for one in found]


def pending(state):
    return ['nothing'] if not state['pending'] and not state['unknown'] else revisions(state['pending'])


def interrupted(found):
    from ..explain import short
    if not found:
        return []
    return ['the %s of %s, on %s by %s' % (found['direction'], found['revision'], found['started'][:16].replace('T', ' '),
                                           found['who']),
            '%d of its statements took effect; it stopped %s' % (found['applied'], STOPPED[found['took_effect']]),
            '  ' + short(found['statement']),
            'python manage.py db %s  goes on from there' % found['direction']]


def models(state):
    found = state['differences']
    if found is None:
        return ['not compared, because env.py has no target_metadata']
    if not found:
        return ['as the database']
    places = '%d place%s' % (len(found), 's' * (len(found) > 1))
    some = ' (some may be in what is pending)' if state['pending'] else ''
    return ['differ from the database in %s; db migrate would%s' % (places, some)] + ['  ' + text for text in found]


def install(manager):
    """Add the command to both command lines.

    :param manager: the `flask_script.Manager` that carries `MigrateCommand`
    """
    for line in LINES:
        line.add_command('status', status, {'json': 'As JSON, for a program',
                                            'exit-code': 'Exit with status 1 when something is pending'})
        place(line, 'status')

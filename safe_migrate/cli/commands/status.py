"""`db status`: where each database stands, on one screen."""
import json as json_format
import sys

import click

from ...messages.layout import CARE, DANGER, TITLE, echo, utc
from ...translation.language import _, english
from ..lines import place


def status(directory=None, x_arg=None, json=False, exit_code=False):
    """Show where the database stands: its revision, what is pending, whether the models differ"""
    from ...codebase import environment
    from ...operations import state
    config = environment.configuration(directory, x_arg)
    with english(json):
        found = state.states(config)
    if json:
        click.echo(json_format.dumps([in_utc(one) for one in found], ensure_ascii=False, indent=2))
    else:
        echo('\n\n'.join('\n'.join(screen(one)) for one in found))
    if exit_code and any(unfinished(one) for one in found):
        sys.exit(1)


def in_utc(state):
    """A state whose time says that it is in UTC."""
    found = state['interrupted']
    return dict(state, interrupted=found and dict(found, started=utc(found['started'])))


def unfinished(state):
    """Whether a database has still to be brought to the head."""
    return bool(state['pending'] or state['unknown'] or state['interrupted'])


def screen(state):
    """The lines that tell of one database."""
    from ...messages.layout import padded, wrapped
    for title, lines in sections(state):
        for number, line in enumerate(lines):
            first = padded(title if number == 0 else '', 12)
            yield wrapped('%s %s' % (click.style(first, **TITLE) if number == 0 else first, line), ' ' * 17)


def sections(state):
    """A title and its lines, for each thing that there is to say."""
    yield _('Database'), [state['database'] + (' (%s)' % state['bind'] if state['bind'] else '')]
    yield _('Current'), revisions(state['current']) or [_('no revision yet') if not state['unknown'] else '-']
    yield _('Head'), revisions(state['heads']) or [_('there is no revision')]
    yield _('Branches at'), revisions(state['branches'])
    yield _('Unknown'), [_('%s, which the database names and no file has: python manage.py db repair') % one
                         for one in state['unknown']]
    redundant = _('%s, which another revision in the version table follows: python manage.py db repair')
    yield _('Redundant'), [click.style(redundant % one, **CARE) for one in state['redundant']]
    yield _('Pending'), pending(state)
    found = state['interrupted']
    is_running = bool(found and found['running'])
    yield (_('Running') if is_running else _('Interrupted')), [
        click.style(line, **(CARE if is_running else DANGER)) for line in interrupted(found)]
    yield _('Models'), models(state)


def revisions(found):
    return [('%s  %s' % (one['revision'], one['message'])).rstrip() for one in found]


def pending(state):
    if not state['pending'] and not state['unknown']:
        return [_('nothing')]
    return [click.style(line, **CARE) for line in revisions(state['pending'])]


def interrupted(found):
    from ...messages import short
    from ...messages.upgrade import facts
    if not found:
        return []
    what = _('the %(direction)s of %(revision)s, on %(started)s by %(who)s') % facts(found)
    if found['running']:
        return [what, _('%d of its statements took effect; the last one that it has come to:') % found['applied'],
                '  ' + short(found['statement'])]
    return [what,
            stopped(found['took_effect']) % found['applied'],
            '  ' + short(found['statement']),
            (_('python manage.py db %s  goes on from there') if found['resumes'] else
             _('python manage.py db %s  runs it again from its first statement')) % found['command']]


def stopped(took_effect):
    """Where it stopped.

    :param took_effect: whether the last statement did; None where that cannot be told
    """
    if took_effect is None:
        return _('%d of its statements took effect; it stopped at this one, of which it cannot be told:')
    return (_('%d of its statements took effect; it stopped after this one:') if took_effect else
            _('%d of its statements took effect; it stopped at this one:'))


def models(state):
    found = state['differences']
    if state['interrupted']:  # what differs is the interrupted revision's own
        return [_('not compared, because a revision is applied half-way')]
    if found is None:
        return [_('not compared, because env.py has no target_metadata')]
    unseen = [_('not compared: %s') % ', '.join(state['not_compared'])] if state['not_compared'] else []
    if not found:
        return [_('as the database, as far as they are compared') if unseen else _('as the database')] + unseen
    if state['refused']:
        return [_('differ from the database; db migrate would stop:')] + [
            '  ' + line for line in state['refused'].splitlines()] + unseen
    text = (_('differ from the database in %(number)d places%(some)s; db migrate would') if len(found) > 1 else
            _('differ from the database in %(number)d place%(some)s; db migrate would')) % {
                'number': len(found), 'some': _(' (some may be in what is pending)') if state['pending'] else ''}
    return [text] + ['  ' + one for one in found] + unseen


def add(line):
    """Add the command to a command line.

    :param line: one of `lines.LINES`
    """
    line.add_command('status', status, {'json': _('As JSON, for a program'),
                                        'exit-code': _('Exit with status 1 when something is pending')},
                     _('Show where the database stands: its revision, what is pending, whether the models differ'))
    place(line, 'status')

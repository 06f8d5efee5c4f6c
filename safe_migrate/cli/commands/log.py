"""`db log`: who applied or reverted what, when, why, how long it took and how it ended."""
import json as json_format

import click

from ...messages.layout import CARE, DANGER, echo, local, utc
from ...translation.language import _

# Of how it ended; what is done, or undone, has none.
COLOURS = {'failed': DANGER, 'interrupted': DANGER, 'abandoned': DANGER, 'running': CARE, 'undoing': CARE}
INTERRUPTED = 'interrupted'  # as `db status` has it: the same command goes on with it, or runs it again
FIELDS = ('started', 'direction', 'revision', 'ended', 'seconds', 'who', 'message')


def entries():
    """The journal's rows of revisions, newest first, as dictionaries of FIELDS; started is in UTC."""
    from ...codebase.environment import needed_db
    from ...journal.journal import FAILED, RUNNING, Journal
    from ...operations.state import is_running
    engine = needed_db().engine
    engine.echo = False  # nothing of the application's stands in the answer
    with engine.connect() as connection:
        journal = Journal(connection)
        if not journal.exists():
            return []
        rows, unfinished = journal.revisions(), [row['id'] for row in journal.all_unfinished()]
        begun = [row['id'] for row in rows if row['ended'] == RUNNING]
        now = begun[:1] if begun and is_running(connection) else []
    endings = dict.fromkeys(begun, FAILED)  # killed, before anything was applied
    endings.update(dict.fromkeys(unfinished, INTERRUPTED))
    endings.update(dict.fromkeys(now, RUNNING))
    return [dict({name: row[name] for name in FIELDS}, ended=endings.get(row['id'], row['ended'])) for row in rows]


def line(entry):
    from ...messages.layout import padded, wrapped
    took = '%.1f s' % entry['seconds'] if entry['seconds'] is not None else '-'
    text = '%s  %s %s  %s  %s  %s  %s' % (local(entry['started']), padded(what(entry['direction']), 9),
                                        entry['revision'], ended(entry['ended']), took, entry['who'] or '-',
                                        entry['message'] or '')
    return wrapped(text, ' ' * 21)


def what(direction):
    """What was done; a direction that is not ours as it stands."""
    return {'upgrade': _('upgrade'), 'downgrade': _('downgrade'), 'stamp': _('stamp')}.get(direction, direction)


def ended(text):
    """How it ended."""
    return {'done': _('done'), 'failed': _('failed'), 'running': _('running'), 'abandoned': _('abandoned'),
            'undoing': _('undoing'), 'undone': _('undone'), INTERRUPTED: _('interrupted')}.get(text, text)


def log(json=False):
    """Show who applied or reverted which revision, newest first"""
    found = entries()
    if json:
        click.echo(json_format.dumps([dict(entry, started=utc(entry['started'])) for entry in found], ensure_ascii=False,
                                     indent=2))
    else:
        for entry in found:
            echo(line(entry).rstrip(), **COLOURS.get(entry['ended'], {}))
        if not found:
            click.echo(_('Nothing has been applied or reverted yet, as far as the journal in this database knows.'))


def add(line):
    """Add the command to a command line.

    :param line: one of `lines.LINES`
    """
    line.add_command('log', log, {'json': _('As JSON, for a program')},
                     _('Show who applied or reverted which revision, newest first'))

"""`db bin`: what migrations have dropped and the database still keeps; `db bin restore ID` and `db bin empty`."""
import datetime
import json as json_format
import re
import sys

import click

from ...messages import prompts
from ...messages.layout import TITLE, echo, local, utc
from ...translation.language import _

FIELDS = ('id', 'bind', 'revision', 'direction', 'kept', 'who', 'kind', 'what', 'rows', 'size', 'table', 'definition')
UNITS = {'h': 'hours', 'd': 'days', 'w': 'weeks'}


def bin(action=None, id=None, older_than=None, yes=False, json=False):
    """Show what migrations have dropped and the bin keeps; restore ID puts it back, empty drops it for good"""
    from ... import databases
    from ...codebase.environment import engines
    from ...messages import UserError, belongs_to
    from ...messages.bin import bad_words
    if action != 'empty' and (older_than or yes):
        raise UserError(*belongs_to('--older-than' if older_than else '--yes', 'db bin empty'))
    if action and json:
        raise UserError(*belongs_to('--json', 'db bin'))
    missing = [databases.of(engine).no_bin() for __, engine in engines()]
    if all(missing):
        click.echo('[]' if json else missing[0])
        sys.exit(1 if action else 0)
    if action is None:
        show(json)
    elif action == 'restore' and id:
        restore(id)
    elif action == 'empty' and id is None:
        empty(older_than, yes)
    else:
        raise UserError(*bad_words(action, id))


def kept():
    """Each entry of each database, as a dictionary of FIELDS; rows and size are numbers, kept is in UTC."""
    from ...bin.by_hand import Opened
    from ...bin.catalogue import kept_table, place_of
    from ...codebase.environment import engines
    for bind, engine in engines():
        with engine.connect() as connection:
            for one in Opened(connection).entries():
                identifier = one['id'] if bind is None else '%s:%d' % (bind, one['id'])
                yield dict({name: one.get(name) for name in FIELDS}, bind=bind, id=identifier,
                           what=place_of(one), rows=one['number'], table=kept_table(one))


def show(as_json):
    from ...messages.bin import nothing, origin
    from ...messages.layout import aligned
    from .tables import size_text
    found = list(kept())
    if as_json:
        click.echo(json_format.dumps([dict(one, kept=utc(one['kept'])) for one in found], ensure_ascii=False, indent=2))
    elif found:
        lines = [[str(one['id']), one['what'], str(one['rows']), size_text(one['size']), origin(one),
                  local(one['kept']), one['who'] or ''] for one in found]
        heading = [_('id'), _('what'), _('rows'), _('size'), _('revision'), _('when'), _('who')]
        title, *table = aligned([heading] + lines, right=(2, 3))
        echo('\n'.join([click.style(title, **TITLE)] + table))
    else:
        click.echo(nothing())


def restore(text):
    """Put an entry back."""
    from ...bin.by_hand import opened
    from ...codebase.environment import engines
    from ...messages import UserError
    from ...messages.bin import no_entry
    bind, __, number = text.rpartition(':')
    engine = dict(engines()).get(bind or None)
    if engine is None or not number.isdigit():
        raise UserError(*no_entry(text))
    with opened(engine) as found:
        for line in found.restore(int(number), comes_again):
            click.echo(line)


def comes_again(revision):
    """Whether a file has a revision, so that `db upgrade` can apply it; what a history is, that cannot be read, is no
    reason to keep rows away."""
    from alembic.script import ScriptDirectory

    from ...codebase import environment
    from ...operations import state
    try:
        return state.revision(ScriptDirectory.from_config(environment.configuration()), revision) is not None
    except Exception:
        return False


def empty(older_than, yes):
    """Drop the entries for good, after a yes."""
    from ...messages import bin as texts
    from .tables import size_text
    before = moment_before(older_than) if older_than else None
    entries = list(kept())
    found = [one for one in entries if before is None or one['kept'][:19] <= before]
    if not found:
        click.echo(texts.nothing_older(older_than) if entries else texts.nothing())
        return
    sizes = [one['size'] for one in found]
    question = texts.empties(found, None if None in sizes else size_text(sum(sizes)))
    if yes or agreed(question):
        drop(found)
        click.echo(texts.emptied(len(found)))
    else:
        click.echo(prompts.declined())


def agreed(question):
    """Who sits at the terminal; nobody is asked elsewhere.

    :raises UserError: where nobody can be asked
    """
    from ...messages import UserError
    from ...messages.bin import not_asked
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UserError(*not_asked(question))
    return prompts.confirm(question)


def drop(entries):
    from ...bin.by_hand import opened
    from ...codebase.environment import engines
    for bind, engine in engines():
        numbers = {int(str(one['id']).rpartition(':')[2]) for one in entries if one['bind'] == bind}
        if numbers:
            with opened(engine) as found:
                found.empty([found.entry(number) for number in sorted(numbers)])


def moment_before(age):
    """The time that is some age ago, in UTC and ISO 8601.

    :param age: such as `30d`
    :raises UserError: for what is none
    """
    from ...journal.journal import now
    from ...messages import UserError
    from ...messages.bin import bad_age
    match = re.match(r'(\d{1,5})([hdw])\Z', age)
    if not match:
        raise UserError(*bad_age(age))
    ago = datetime.timedelta(**{UNITS[match.group(2)]: int(match.group(1))})
    return (datetime.datetime.strptime(now()[:19], '%Y-%m-%dT%H:%M:%S') - ago).isoformat()


def add(line):
    """Add the command to a command line.

    :param line: one of `lines.LINES`
    """
    line.add_command('bin', bin, {'json': _('As JSON, for a program'), 'yes': _('Empty it without asking')},
                     _('Show what migrations have dropped and the bin keeps; put it back, or drop it for good'))
    line.add_word('bin', 'action', _('restore or empty; without it, what is kept is shown'))
    line.add_word('bin', 'id', _('The entry to restore'))
    line.add_option('bin', ('--older-than',), help=_('Empty it of what is older, such as 30d, 12h or 4w'))

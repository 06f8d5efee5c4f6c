"""`db leave`: takes out of the databases what this package keeps there, before the codebase goes on without it."""
import click

from ...messages import prompts
from ...translation.language import _
from .bin import kept


def leave(yes=False):
    """Drop the journal and what else this package keeps in the databases"""
    from ...codebase.environment import engines, shown
    from ...messages.bin import in_bin
    from ...messages.layout import wrapped
    found = [(engine, tables_of(engine)) for __, engine in engines()]
    found = [(engine, names) for engine, names in found if names]
    if not found:
        click.echo(_('There is nothing of this package in the database.'))
        return
    for engine, names in found:
        click.echo(wrapped('%s: %s' % (shown(engine.url), ', '.join(names)), '  '))
    for one in kept():
        click.echo(in_bin(one))
    if yes or prompts.confirm(_('Drop them for good, with what they tell of who applied what and when?')):
        for engine, names in found:
            drop(engine, names)
        click.echo(_('Dropped.'))
    else:
        click.echo(prompts.declined())


def tables_of(engine):
    """The names of our tables that a database has.

    :raises UserError: where the journal is still needed
    """
    from ...journal.own_tables import own_tables
    with engine.connect() as connection:
        check(connection)
        return sorted(own_tables(connection))


def check(connection):
    """See that the journal is not needed any more.

    :raises UserError: where an upgrade is interrupted, which goes on from it
    """
    from ...journal.journal import Journal
    from ...messages import UserError
    from ...messages.upgrade import facts
    journal = Journal(connection)
    unfinished = journal.unfinished() if journal.exists() else None
    if unfinished:
        raise UserError(_('The %(direction)s of %(revision)s was interrupted, and goes on only with the journal.')
                        % facts(unfinished), _('Nothing was changed. Type `db %s` first.') % unfinished['direction'])


def drop(engine, names):
    from sqlalchemy import MetaData, Table
    for name in names:
        Table(name, MetaData()).drop(engine)


def add(line):
    """Add the command to a command line.

    :param line: one of `lines.LINES`
    """
    line.add_command('leave', leave, {'yes': _('Without asking')},
                     _('Drop the journal and what else this package keeps in the databases'))

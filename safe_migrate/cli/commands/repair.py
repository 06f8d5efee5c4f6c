"""`db repair`: shows what is wrong and what it would do, and does it after a yes."""
import sys

import click

from ...messages import prompts
from ...messages.layout import wrapped
from ...translation.language import _
from ..lines import place

MOST = 20  # remedies in one run


def repair(directory=None, x_arg=None, rebase=False, baseline=False, shadow=None, yes=False):
    """Show what is wrong with the revisions, and put it right after a yes"""
    from ...codebase.environment import configuration
    from ...messages import NoShadow
    from ...operations.repair import NotTried, remedy
    for done in range(MOST):
        try:
            found = remedy(configuration(directory, x_arg), rebase, baseline, shadow)
        except NoShadow as reason:
            if not done:
                raise
            click.echo(_('Whether the revisions can build an empty database was not tried: %s') % reason.message)
            return
        except NotTried as reason:
            click.echo(_('Nothing is left to repair.') if done else _('Nothing is wrong, as far as it was looked at.'))
            click.echo(_('Whether the revisions can build an empty database was not tried: %s') % reason)
            return
        if found is None:
            click.echo(_('Nothing is left to repair.') if done else _('Nothing is wrong.'))
            return
        show(found)
        if found.do is None or not agreed(yes):
            sys.exit(1)
        found.do()
        click.echo(_('Done.'))


def show(found):
    click.echo(wrapped(found.wrong))
    for line in found.would:
        click.echo(wrapped('  ' + (_('It would %s') % line if found.do else line), '    '))


def agreed(yes):
    """Whether it is to be done: asked on a terminal; elsewhere only `--yes` says so."""
    if yes:
        return True
    if sys.stdin.isatty():
        if prompts.confirm(_('Do it?')):
            return True
        click.echo(prompts.declined())
        return False
    click.echo(_('Nothing was done. To do it, add --yes'))
    return False


def add(line):
    """Add the command to a command line.

    :param line: one of `lines.LINES`
    """
    line.add_command('repair', repair, {
        'rebase': _("Several heads: put one's own revisions behind the other head, where a merge is written otherwise"),
        'baseline': _('A database that is there already: write its first revision, and mark it as applied; '
                      'revisions that cannot build an empty database: write one that does'),
        'yes': _('Do it without asking')}, _('Show what is wrong with the revisions, and put it right after a yes'))
    line.add_option('repair', ('--shadow',), help=_('An empty database to try them in, where you may not make one'))
    place(line, 'repair')

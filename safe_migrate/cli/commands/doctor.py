"""`db doctor`: what works today and will hurt later, each with its cure."""
import sys

import click
from flask import current_app

from ...messages.layout import CARE, echo
from ...translation.language import _


def doctor(directory=None, exit_code=False):
    """Show what will hurt later, each with its cure"""
    from ...messages.layout import wrapped
    from ...operations.doctor import Codebase, Unseen, findings
    codebase, number, unseen = Codebase(current_app, directory or current_app.extensions['migrate'].directory), 0, False
    for number, found in enumerate(findings(codebase), 1):
        unseen |= isinstance(found, Unseen)
        what = wrapped('%d. %s' % (number, found.what), '   ')
        cure, *code = (_('Cure: %s') % found.cure).split('\n')  # of which the code stays as it is to be copied
        echo('\n'.join([click.style(what, **CARE), wrapped('   ' + cure, '   ')] + code))
    if not number:
        click.echo(_('Nothing was found.'))
    elif exit_code or unseen:  # what was not looked at is not in order
        sys.exit(1)


def add(line):
    """Add the command to a command line.

    :param line: one of `lines.LINES`
    """
    line.add_command('doctor', doctor, {
        'exit-code': _('Exit with status 1 when something was found, as it does when a database was not reached')},
        _('Show what will hurt later, each with its cure'))
    line.add_option('doctor', ('-d', '--directory'), help="Migration script directory (default is 'migrations')")

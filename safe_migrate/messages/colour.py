"""Colours on a terminal, and nowhere else, unless the environment says otherwise.

:source: https://no-color.org and https://bixense.com/clicolors
"""
import os

import click

DANGER, CARE, GOOD = {'fg': 'red', 'bold': True}, {'fg': 'yellow'}, {'fg': 'green'}
TITLE = {'bold': True}


def wanted():
    """Whether there are colours; None where the stream decides, which has them as a terminal."""
    if os.environ.get('NO_COLOR'):
        return False
    if os.environ.get('CLICOLOR_FORCE', '0') not in ('', '0'):
        return True
    return False if os.environ.get('TERM') == 'dumb' else None


def echo(text, err=False, file=None, **style):
    """Print a text, of which parts may be `click.style`d already."""
    click.echo(click.style(text, **style) if style else text, err=err, file=file, color=wanted())

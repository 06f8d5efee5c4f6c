"""`db upgrade --plan` and `db downgrade --plan`: what it would do, and nothing is touched; `--yes`: what may be lost."""
import functools
import json as json_format

import click

from ...messages import UserError, belongs_to
from ...messages.layout import CARE, DANGER, TITLE, echo
from ...messages.plan import listed, of_server
from ...options import is_testing, with_options
from ...translation.language import _, english
from .tables import size_text

PER_LINE = '    '
BLOCKS, BLOCKS_ALL = 'blocks writes', 'blocks reads and writes'  # see `checks.recorder`


def planned(is_upgrade, default):
    """A wrapper for the command.

    :param default: the revision that the command takes where none is given
    """
    def wrap(run):
        @functools.wraps(run)
        def planning(plan=False, json=False, shadow=None, yes=False, no_bin=False, **options):
            refuse_alone(is_upgrade, plan, options, {'--json': json, '--shadow': shadow})
            if not plan:
                with with_options(yes=yes, no_bin=no_bin):
                    return run(**options)
            with english(json):
                found = plans(is_upgrade, options, default, shadow, no_bin)
            show(found, json)
        return planning
    return wrap


UPGRADE, DOWNGRADE = planned(True, 'head'), planned(False, '-1')


def refuse_alone(is_upgrade, plan, options, of_plan):
    """See that options that only the plan has come with it, and those that change the database without.

    :param of_plan: the values of the options that belong to the plan
    :raises UserError: where one does not
    """
    command = 'db upgrade' if is_upgrade else 'db downgrade'
    alone = [name for name, value in sorted(of_plan.items()) if value and not plan]
    if alone:
        raise UserError(*belongs_to(alone[0], command + ' --plan'))
    beside = [name for name in ('sql', 'message') if plan and options.get(name)]
    if beside:
        raise UserError(*belongs_to('--' + beside[0], command))


def plans(is_upgrade, options, default, shadow, no_bin=False):
    """The plan of each database, see `checks.questions.answered`."""
    from ...checks.questions import answered
    from ...codebase.environment import configuration
    from ...operations.plan import collect
    with with_options(resume=options.get('resume')):
        config = configuration(options.get('directory'), options.get('x_arg'))
    found = collect(config, options.get('revision') or default, is_upgrade, shadow)
    return [answered(one, no_bin or is_testing()) for one in found]


def show(found, as_json):
    if as_json:
        click.echo(json_format.dumps(found, ensure_ascii=False, indent=2, default=str))
        return
    echo('\n\n'.join('\n'.join(screen(plan)) for plan in found))


def screen(plan):
    """The lines that tell of one database."""
    from ...messages.upgrade import noun
    yield plan['database'] + (' (%s)' % plan['bind'] if plan['bind'] else '')
    if not plan['revisions']:
        yield _('There is nothing to do.')
    for revision in plan['revisions']:
        yield ''
        yield click.style(_('%(direction)s of %(revision)s, %(message)s') % dict(
            revision, direction=noun(revision['direction'])), **TITLE)
        if revision['applied']:
            yield '  ' + _('It was interrupted after %d of its statements. These are the others.') % revision['applied']
        if revision['reads_rows']:
            yield '  ' + _('It reads rows. The plan was made on a copy without rows, where it may do less.')
        for statement in revision['statements']:
            for line in of_statement(statement):
                yield line


def of_statement(statement):
    """The lines that tell of one statement."""
    for line in statement['sql'].splitlines():
        yield '  ' + line.rstrip()
    about = [how(statement['runs'])] if statement['runs'] else []
    if statement['runs'] in (BLOCKS, BLOCKS_ALL):
        about = [click.style(about[0], **CARE)]
    if statement['rows'] is not None:
        text = _('%(table)s has %(rows)d row') if statement['rows'] == 1 else _('%(table)s has %(rows)d rows')
        size = ' (%s)' % size_text(statement['size']) if statement.get('size') else ''
        about.append(text % statement + size)
    if about:
        yield comment(listed(about))
    for line in of_server(statement) if statement.get('lock') else ():
        yield comment(line)
    for one in statement['found']:
        yield comment(click.style(of_found(one), **(DANGER if one['what'] in ('lost', 'rejected') else CARE)))
        yield PER_LINE + '--   ' + one['example']


def comment(text):
    """What is said of a statement."""
    from ...messages.layout import wrapped
    return wrapped(PER_LINE + '-- ' + text, PER_LINE + '-- ')


def of_found(one):
    """What becomes of some rows or values."""
    number = _('it is not known how many') if one['number'] is None else one['number']
    text = _('%(becomes)s: %(number)s %(what)s') % {'becomes': what(one['what']), 'number': number, 'what': one['text']}
    return text if one['certain'] else _('as the rows are now, which a statement before it may change, %s') % text


def how(runs):
    """How the server would run a statement, see `databases.mysql.recorder`."""
    return {'instant': _('instant'), 'online': _('online'), BLOCKS: _('blocks writes'),
            BLOCKS_ALL: _('blocks reads and writes')}.get(runs, runs)


def what(becomes):
    """What becomes of rows, see `checks.questions`."""
    return {'lost': _('lost'), 'bin': _('kept in the bin'), 'rejected': _('rejected by the database'),
            'kept': _('kept, though the new definition says no')}[becomes]


def add(line):
    """Put the options on a command line.

    :param line: one of `lines.LINES`
    """
    for name in ('upgrade', 'downgrade'):
        line.add_switch(name, '--plan', _(
            'Show what it would do, and what of the rows is lost or refused; touch nothing'))
        line.add_switch(name, '--json', _('The plan as JSON, for a program'))
        line.add_switch(name, '--yes', _('Drop tables and columns that have rows without asking'))
        line.add_switch(name, '--no-bin', _('Drop for good: keep nothing of it in the bin'))
        line.add_option(name, ('--shadow',), help=_('An empty database to try the plan in, where you may not make one'))

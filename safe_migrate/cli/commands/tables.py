"""`db tables`: what is in the database, as an editor's database window shows it."""
import difflib

import click

from ...messages.layout import GOOD, echo
from ...translation.language import _
from ..lines import BadValue, place

MARK = '*'
MOST_ROWS = 10 ** 9
UNITS = ('B', 'KB', 'MB', 'GB', 'TB')


def tables(name=None, rows=5, url=False, directory=None, x_arg=None):
    """Show the tables with their rows and size, or one table's columns, keys and first rows"""
    from ... import databases
    from ...codebase import environment
    found = environment.engines()
    if url:
        for __, engine in found:
            click.echo(databases.of(engine).jdbc())
        return
    if name:
        echo('\n'.join(map(painted, table_screen(found, name, rows, changes(directory, x_arg)))))
    else:
        echo('\n\n'.join('\n'.join(map(painted, screen(engine, changes(directory, x_arg)))) for __, engine in found))


def changes(directory, x_arg):
    """What a database's last revision has changed, as far as its file is there.

    :returns: a function that takes a connection and returns that revision's texts and a set, see `last_change`
    """
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    from ...codebase import environment, revision_files, revisions

    def of(connection):
        texts, changed = [], set()
        for identifier in revisions.current_revisions(connection):
            try:
                revision = ScriptDirectory.from_config(environment.configuration(directory, x_arg)).get_revision(identifier)
            except CommandError:  # no migrations folder, or a lost revision: `db status` tells of it
                continue
            texts.append('%s, %s' % (identifier, revision.doc))
            changed |= revision_files.changed_by(revision.path)
        return texts, changed
    return of


def painted(line):
    """A line of what the last revision has changed is told from the others."""
    return click.style(line, **GOOD) if line.startswith(MARK + ' ') else line


def marked(name, changed):
    return (MARK if changed else ' ') + ' ' + name


def legend(texts, changed):
    from ...messages.layout import wrapped
    text = _('%(mark)s changed by %(revisions)s') % {'mark': MARK, 'revisions': '; '.join(texts)}
    return [wrapped(text, '  ')] if changed else []


def screen(engine, changes_of):
    """The lines that tell of one database's tables."""
    from ...codebase.environment import shown
    from ...messages.layout import aligned
    from ...operations.tables import sizes
    with engine.connect() as connection:
        found, (texts, changed) = sizes(connection), changes_of(connection)
    yield shown(engine.url)
    if not found:
        yield _('There is no table yet.')
        return
    seen = {table for table, __ in changed} & {one.name for one in found}
    for line in aligned([['  ' + _('table'), _('rows'), _('size')]] + [
            [marked(one.name, one.name in seen), ('~' if one.about else '') + str(one.rows), size_text(one.size)]
            for one in found], right=(1, 2)):
        yield line
    for line in legend(texts, seen):
        yield line


def size_text(size):
    """A size as people read it."""
    if size is None:
        return '-'
    unit = 0
    while size >= 1024 and unit < len(UNITS) - 1:
        size, unit = size / 1024, unit + 1
    return '%.4g %s' % (size, UNITS[unit])


def table_screen(engines, name, number, changes_of):
    """The lines that tell of one table, of the first database that has it."""
    from sqlalchemy import inspect
    names = []
    for __, engine in engines:
        with engine.connect() as connection:
            names += inspect(connection).get_table_names()
            if name in names:
                return list(definition(connection, name, changes_of)) + list(content(connection, name, number))
    raise no_such_table(name, names)


def definition(connection, name, changes_of):
    """The lines of a table's columns, keys and indexes."""
    from ...messages.layout import aligned, cell
    from ...operations.tables import columns, indexes
    texts, changed = changes_of(connection)
    of_this = {column for table, column in changed if table == name}
    found = [[marked(one[0], one[0] in of_this)] + [cell(text) for text in one[1:]] for one in columns(connection, name)]
    for line in aligned([['  ' + _('column'), _('type'), _('null'), _('default'), _('key')]] + found):
        yield line
    for line in indexes(connection, name) + legend(texts, of_this):
        yield line


def content(connection, name, number):
    """The lines of a table's first rows."""
    from ...messages.layout import aligned, cell
    from ...operations.tables import first_rows
    if number > 0:
        names, *rows = first_rows(connection, name, number)
        yield ''
        for line in aligned([names] + [map(cell, row) for row in rows]):
            yield line


def no_such_table(name, names):
    """The error of a name that no database has."""
    from ...messages import UserError
    near = difflib.get_close_matches(name, names, 1)
    return UserError(_('There is no table %s.') % name,
                     _('Is it %s?') % near[0] if near else _('Which there are is shown by: python manage.py db tables'))


def rows_number(text):
    """The value of `--rows`.

    :raises ValueError: for what is no number of rows
    """
    if not (str(text).isdecimal() and int(text) <= MOST_ROWS):  # click has the default come by, too
        raise BadValue(_('%r is no number of rows, 0 or more') % text)
    return int(text)


def add(line):
    """Add the command to a command line.

    :param line: one of `lines.LINES`
    """
    line.add_command('tables', tables, {'url': _('The address for PyCharm, DataGrip or DBeaver, without password')},
                     _("Show the tables with their rows and size, or one table's columns, keys and first rows"))
    line.add_word('tables', 'name', _('A table, to see its columns, keys and first rows'))
    line.add_option('tables', ('--rows',), type=rows_number, default=5, help=_('How many rows to show (default is 5)'))
    place(line, 'tables')

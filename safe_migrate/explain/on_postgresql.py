"""What a user is told of what is not done on PostgreSQL, and what to type there in its place."""
import shlex

from ..language import _
from . import NoShadow, UserError
from .apply import facts, listed
from .plan import counted, first

MOST_TABLES = 5  # in one command


def nothing_there(option):
    """An option that means nothing on PostgreSQL, by its name, such as `--resume`."""
    reasons = {
        '--no-bin': (_('On PostgreSQL there is no bin that --no-bin could leave out: nothing of what is dropped is kept.'),
                     _('Nothing was changed. Leave it out; --yes drops what has rows without asking.')),
        '--resume': (_('On PostgreSQL there is nothing that --resume could go on with: a revision is rolled back when it is '
                       'interrupted.'),
                     _('Nothing was changed. Leave it out; `db status` tells of a revision that commits on its way.'))}
    return UserError(*reasons[option])


def no_rename(old, new):
    """`--rename`, where the database is compared by Alembic's rules, which know no renaming.

    :param old, new: as they were given: `user.name` and `user.username`, or `user` and `member`
    """
    table, column = old.partition('.')[::2]
    line = ('op.alter_column(%r, %r, new_column_name=%r)' % (table, column, new.rpartition('.')[2]) if column
            else 'op.rename_table(%r, %r)' % (old, new))
    return UserError(_('This database is compared by the rules of Alembic, to which --rename means nothing: it would drop '
                       '%(old)s and add %(new)s, without its values.') % {'old': old, 'new': new},
                     _('Nothing was written. Type: python manage.py db revision -m rename\nand write into its upgrade(): '
                       '%(line)s') % {'line': line})


def no_fill(place, value):
    """`--fill`, where the database is compared by Alembic's rules.

    :param place: `user.age`
    """
    table, column = place.partition('.')[::2]
    said = {'fill': '%s=%s' % (place, value), 'column': column, 'table': table,
            'update': 'op.execute("UPDATE %s SET %s = ...")' % (table, column),
            'strict': 'op.alter_column(%r, %r, nullable=False)' % (table, column)}
    return UserError(_('This database is compared by the rules of Alembic, to which --fill %(fill)s means nothing.') % said,
                     _('Nothing was written. Leave it out, and in the revision add %(column)s with nullable=True, and '
                       'behind '
                       'that:\n%(update)s\n%(strict)s') % said)


def gone_for_good(found):
    """What is lost.

    :param found: pairs of a table, a column, or a statement, and the number of rows or values, None where it is not known
    """
    return '\n'.join([_('This loses what PostgreSQL does not give back, and no bin keeps:')] + first([
        '  ' + (place if number is None else '%s, %s' % (place, counted(is_column(place), number)))
        for place, number in found]))


def is_column(place):
    """Whether values are counted, and not rows: a column is written as `table.column`, a schema's table by that alone."""
    return isinstance(place, Column)


class Column(str):
    """A column's name with its table's."""


def copy(url, tables):
    """The lines that say how a copy of the tables is made beforehand.

    :param url: of the database
    :param tables: as they are written in SQL
    """
    if not tables:
        return []
    parts = [('-h', url.host), ('-p', url.port), ('-U', url.username)]
    words = ['pg_dump'] + [word for flag, value in parts if value for word in (flag, str(value))]
    names = sorted(set(tables))
    words += [word for name in names[:MOST_TABLES] for word in ('-t', name)] + ['-f', 'dropped.sql', url.database or '']
    return [_('A copy to keep, typed beforehand: %s') % ' '.join(map(shlex.quote, words))]


def go_on():
    """The question after it."""
    return _('Go on? y runs it, N stops here')


def not_agreed(question, copy, advice):
    """Nobody has agreed."""
    return UserError(question, '\n'.join(copy + [advice]))


def nothing_run():
    """Before the first step."""
    return _('Nothing was changed. Add --yes where it is to go.')


def not_run(statement):
    """Before a statement."""
    return _('This was not run: %s\nAdd --yes to run it.') % statement


def half_applied(row, statements):
    """A revision was interrupted behind a COMMIT of its own, and a step the other way would take something else back."""
    return UserError(
        _('The %(direction)s of %(revision)s was interrupted half-way on %(started)s by %(who)s. '
          'Of it the database already has:') % facts(row) + listed(statements),
        _('Nothing was changed now: another step would take back an earlier revision, and not this. Type `db '
          '%(command)s` to '
          'run it again from its first statement, or undo these statements by hand and then type `db stamp` with the '
          'revision that the database is at.') % facts(row))


def starts_again(row, statements):
    """A warning: the same revision is run again."""
    return _('The %(direction)s of %(revision)s was interrupted half-way. It is run again from its first statement, and the '
             'database already has:') % facts(row) + listed(statements)


def no_throw_away(url, current):
    """What is tried on a throw-away database elsewhere.

    :param url: of the real one
    :param current: the revisions that it is at
    """
    said = {'sql': 'python manage.py db upgrade %s--sql' % ('%s:head ' % current[0] if len(current) == 1 else ''),
            'made': 'createdb %s_trial' % (url.database or 'app')}
    return NoShadow(_('This is tried on a throw-away database, which is made for MySQL, MariaDB and SQLite alone so '
                      'far, and '
                      'not on PostgreSQL; --shadow does not help.'),
                    _('The SQL, without a look at the rows: %(sql)s\nTo try the revisions: %(made)s, and with its '
                      'address in '
                      'DB_URI: db upgrade, db downgrade base, db upgrade') % said)


def no_bin():
    """`db bin`."""
    return _('PostgreSQL has no bin: what a migration drops there is gone, which is asked before. Copies are made with '
             'pg_dump.')


def baseline_by_hand(url):
    """The lines of a first revision for a database that is there already."""
    return [_('Make an empty database, and write the first revision against it: createdb %s_empty, and with its address in '
              'DB_URI: python manage.py db migrate -m baseline') % (url.database or 'app'),
            _('Then mark it as applied here: python manage.py db stamp head')]

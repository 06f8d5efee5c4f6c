"""What a user is told of what is not done on PostgreSQL, and what to type there in its place."""
import shlex

from ...messages import UserError
from ...messages.plan import counted, first
from ...translation.language import _
from .catalogs import quoted, string

MOST_TABLES = 5  # in one command


def waiting_for_table(holders, seconds):
    """A warning, while another session holds a table.

    :param seconds: how long at most
    """
    return _('Waiting for a table that another session holds, at most %(seconds)g s: %(holders)s') % {
        'seconds': seconds, 'holders': holders}


def of_partition(parent):
    """Why a model is not compared: its table has the columns that another has."""
    return _('it is a partition of %s') % parent


def of_extension(name):
    """Why a model is not compared: `CREATE EXTENSION` makes its table, and `ALTER EXTENSION ... UPDATE` changes it."""
    return _('it belongs to the extension %s') % name


def no_temporary_tables(reason, database, user):
    """A warning: without temporary tables the models are compared by Alembic's rules, which miss some changes.

    :param reason: the server's
    """
    said = _('The server makes no temporary table (%s), so it cannot be asked what the models mean: they are compared by '
             'the rules of Alembic, which miss some changes. python manage.py db check names what these do not compare.'
             ) % reason
    return said + '\n' + _('Where the user lacks the right: GRANT TEMPORARY ON DATABASE %(database)s TO %(user)s') % {
        'database': quoted(database), 'user': quoted(user)}


def compared_without_temporary_tables():
    """A warning: the same where all databases are to be committed together."""
    return _('%s: the server cannot be asked what the models mean, and they are compared by the rules of Alembic, which '
             'miss some changes. With USE_TWOPHASE = False it is asked.') % no_copies_in_two_phases()


def no_copies_in_two_phases():
    """Why nothing is tried on temporary tables."""
    return _('Under USE_TWOPHASE in env.py no transaction with a temporary table is committed')


def triggers_run(table, names, reason):
    """A warning: what comes back may be changed by triggers.

    :param reason: the server's, why they could not be turned off
    """
    return _('The triggers of %(table)s run for what comes back from the bin, and may change it: %(names)s (%(reason)s)') % {
        'table': table, 'names': ', '.join(names), 'reason': reason}


def gone_for_good(found):
    """What is lost: what nobody can count first, then tables before columns, the largest first.

    :param found: pairs of a table, a column, or a statement, and the number of rows or values, None where it is not known
    """
    return '\n'.join([_('This loses what PostgreSQL does not give back, and no bin keeps:')] + first([
        '  ' + (place if number is None else '%s, %s' % (place, counted(is_column(place), number)))
        for place, number in sorted(found, key=lambda one: (one[1] is not None, is_column(one[0]), -(one[1] or 0)))]))


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


def taken_back(statement):
    """Behind a statement whose losses were only seen when it had run."""
    return _('This is what did it, and it was rolled back: %s\nAdd --yes to run it.') % statement


def members_renamed(kind, gone, come):
    """Members of an ENUM type go, and as many others come, which may be a rename.

    :param kind: as it is written in SQL
    """
    first = 'ALTER TYPE %s RENAME VALUE %s TO %s' % (kind, string(gone[0]), string(come[0]))
    return _('Of the type %(kind)s goes %(gone)s, and %(come)s comes: rows that have what goes are refused. Where it is a '
             'rename, write in the place of what exchanges the type, and the opposite in downgrade(): '
             'op.execute(%(sql)s)') % {
                 'kind': kind, 'gone': ', '.join(map(string, gone)), 'come': ', '.join(map(string, come)),
                 'sql': '"%s"' % first.replace('"', '\\"')}


def views_in_the_way(column, views):
    """A column cannot be dropped or get another type while a view uses it; two lines.

    :param column: with its table in front
    :param views: as DROP takes them, each before what it is made of
    """
    plain = views[-1].split('VIEW ', 1)[1]
    return [_('PostgreSQL does not change or drop %(column)s while it is used by: %(views)s.') % {
        'column': column, 'views': ', '.join(views)},
        _('Write into upgrade() and downgrade(), before the change: op.execute(%(drop)s), and behind it '
          'op.execute("CREATE ...") for each; its text tells: SELECT pg_get_viewdef(%(view)s::regclass)') % {
              'drop': '"%s"' % '; '.join('DROP ' + one for one in views).replace('"', '\\"'), 'view': string(plain)}]


def lock_is_left(session):
    """A warning: a pooler has given the connection another of the server's sessions meanwhile.

    :param session: the server's process id
    """
    return _('The lock of this command is still held by the session %(session)d of the server, as behind PgBouncer in '
             'transaction mode; the next upgrade waits for it. Let it go: SELECT pg_terminate_backend(%(session)d); and '
             'migrate by an address that leads to the server itself.') % {'session': session}


def lock_is_gone(holder):
    """A statement has failed and the revision went on: the lock ended with the transaction.

    :param holder: who has it now, in words
    """
    return UserError(
        _('A statement that failed has ended the transaction and its lock, which another process has now: %(holder)s.')
        % {'holder': holder},
        _('What was applied stays. Type the same command to go on from here.'))


def not_in_two_phases():
    """An `autocommit_block` where all databases are to be committed together."""
    return UserError(
        _('The revision commits on its way (autocommit_block), and USE_TWOPHASE in env.py is to commit all databases at '
          'once.'),
        _('Set USE_TWOPHASE = False in env.py for this upgrade, and give what stands in the block a revision of its own.'))

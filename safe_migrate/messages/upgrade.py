"""What a user is told by `db upgrade` and `db downgrade`."""
from collections import Counter

from ..translation.language import _
from . import UserError, short
from .layout import local

SIGNALS = {2: 'Ctrl-C', 15: 'SIGTERM'}


def noun(direction):
    """What a direction is called in a sentence; as a command it stays as it is."""
    return _('downgrade') if direction == 'downgrade' else _('upgrade')


def locked(database, holder, seconds):
    """Another process has been changing the database for longer than we were to wait."""
    return UserError(
        _('After %(seconds)g seconds another upgrade or downgrade of %(database)s is still running: %(holder)s.')
        % {'seconds': seconds, 'database': database, 'holder': holder},
        _('Nothing was changed. Try again when it has ended, or wait longer with --lock-timeout SECONDS.'))


def name_taken(table):
    """A table has the name of one of ours, and is the application's, or will be."""
    return _('a table %s is the application\'s own') % table


def name_of_ours(table):
    """A model has the name of a table that this package keeps, and that is there already."""
    return UserError(_('A model has the table %s, and the database has one of that name that this package keeps.') % table,
                     _('Nothing was changed. Drop that one, and then type the same command again: '
                       'python manage.py db leave'))


def no_journal(reason):
    """A warning: the journal cannot be written.

    :param reason: the server's words, or `name_taken`
    """
    return _('No journal is kept (%s): db log will not tell of this, and what is interrupted is not gone on with.') % reason


def journal_needed(row, reason):
    """The journal has a half-applied revision, and cannot be written any more."""
    return UserError(
        _('The %(direction)s of %(revision)s was interrupted, and goes on only with the journal, which this user may not '
          'write: %(reason)s') % dict(facts(row), reason=reason),
        _('Nothing was changed now. Give the user the privilege, or type the command as the user who began it.'))


def lock_of_one_node(reason):
    """A warning: on a cluster, the table of the lock cannot be used."""
    return _('The lock holds on this node of the cluster alone (%s): run no other upgrade on another one meanwhile.'
             ) % reason


def lock_lost(database, seconds):
    """On a cluster, the lease of the lock ran out while the server could not be reached to renew it."""
    return UserError(
        _('The lock on %(database)s could not be renewed for %(seconds)d seconds, so another process may have it by now.')
        % {'database': database, 'seconds': seconds},
        _('What was applied stays. Type the same command to go on from here.'))


def waiting(holder, seconds=None):
    """A warning, while another process is waited for.

    :param seconds: how long at most, where that is known
    """
    said = _('Waiting for another upgrade or downgrade of this database: %s') % holder
    return said if seconds is None else _('%(said)s; at most %(seconds)g s') % {'said': said, 'seconds': seconds}


def still_waiting():
    """The line on a terminal that shows that it goes on."""
    return _('Waiting')


def half_told(row):
    """What the journal says of who holds a lock: of the revision that it has not seen the end of."""
    return _('; the journal has the %(direction)s of %(revision)s, begun by %(who)s') % facts(row)


def waiting_for_table(attempt, tries, holders):
    """A warning, while another session holds a table."""
    return _('Waiting for a table that another session holds (try %(attempt)d of %(tries)d): %(holders)s') % {
        'attempt': attempt, 'tries': tries, 'holders': holders}


def session(number, user, host, seconds, doing):
    """Another session, and since when it does what."""
    return _('connection %(number)s of %(user)s@%(host)s, for %(seconds)s s: %(doing)s') % {
        'number': number, 'user': user, 'host': host, 'seconds': seconds, 'doing': doing}


def process(number, user, host, doing):
    """The same on PostgreSQL."""
    return _('process %(number)s of %(user)s@%(host)s: %(doing)s') % {
        'number': number, 'user': user, 'host': host, 'doing': doing}


def unseen_session():
    return _('a session that is not seen: it is over, or this user may not see it')


def another_process():
    return _('another process')


def writer(database):
    return _('a process that writes to %s') % database


def own_session_writes(database):
    """On SQLite, the application calls an upgrade while its own session has written and not committed."""
    return UserError(
        _('The application itself has written into %s and not committed, so that nothing else can write there.') % database,
        _('Nothing was changed. Commit its session or connection, or roll it back, before the upgrade is called: '
          'db.session.commit()'))


def check_goes(text, table, column):
    """A warning: a CHECK over several columns cannot stay when one of them goes."""
    return _('The CHECK (%(text)s) of %(table)s goes with its column %(column)s.') % {
        'text': text, 'table': table, 'column': column}


def not_restated(table, column, what):
    """A warning: a part of a column's definition goes, which the revision does not name and the new type does not take."""
    return _('%(what)s of %(table)s.%(column)s goes with the change of its type.') % {
        'what': what, 'table': table, 'column': column}


def goes_on(row, count):
    """A half-applied revision is taken up.

    :param count: of its statements, that are applied
    """
    return _('The %(direction)s of %(revision)s was interrupted after %(count)d of its statements; it goes on from '
             'there.') % dict(facts(row), count=count)


def broken_references(rows):
    """Foreign keys that lead nowhere after the upgrade, and did not before (`PRAGMA foreign_key_check`)."""
    return UserError(_('After this, %(number)d rows would refer to rows that do not exist, in %(places)s.')
                     % {'number': len(rows), 'places': places_of(rows)},
                     _('Nothing was changed. Mend the rows or the revision, and run the command again.'))


def references_left(rows):
    """The same, of a revision that has switched the foreign keys off."""
    return _('%(number)d rows refer to rows that do not exist, in %(places)s: foreign keys were off in a revision.') % {
        'number': len(rows), 'places': places_of(rows)}


def places_of(rows):
    return ', '.join(sorted({_('%(table)s (to %(other)s)') % {'table': row[0], 'other': row[2]} for row in rows}))


def lines_of(rows):
    """Statements of the journal, one line each, shortened, without those that only ask; what ran often stands there once."""
    times = Counter(short(row['statement']) for row in rows if row['kind'] != 'read')
    return ''.join('\n  %s%s' % (text, ' (× %d)' % number if number > 1 else '') for text, number in times.items())


def facts(row):
    """What the journal's row of a revision says, by the names that the texts have for it."""
    return {'direction': noun(row['direction']), 'command': row['direction'], 'revision': row['revision'],
            'started': local(row['started'], seconds=False), 'who': row['who']}


def interrupted(row, statements):
    """Another revision was interrupted half-way, which has to be finished first.

    :param statements: those that took effect
    """
    said = facts(row)
    happened = _('The %(direction)s of %(revision)s was interrupted half-way on %(started)s by %(who)s. '
                 'Of it the database already has:') % said
    return UserError(
        happened + (lines_of(statements) or _(' nothing for certain')),
        finish_first(row) + '\n' + or_by_hand())


def finish_first(row):
    """The way on, where the database has a part of a revision.

    :param row: the journal's
    """
    # an upgrade that names no revision wants one head
    command = 'upgrade ' + row['revision'] if row['direction'] == 'upgrade' else row['direction']
    return _('Nothing was changed now. Let it finish first: python manage.py db %(command)s') % {'command': command}


def or_by_hand():
    """The other way on, where the database has a part of a revision."""
    return _('Or undo these statements by hand, and type the revision at which the database is then:\n'
             'python manage.py db stamp REVISION')


def statement_changed(revision, row, statement):
    """A statement that was applied before an interruption is another one in the revision's file now."""
    return UserError(
        _('Revision %(revision)s was interrupted, and its statement %(number)d, which the database already has, has changed '
          'since.\n  applied:     %(applied)s\n  in the file: %(found)s')
        % {'revision': revision, 'number': row['position'], 'applied': short(row['statement']), 'found': short(statement)},
        _('Nothing was changed now. Put the statement back in the file, and run the command again; what is to be '
          'different goes behind the statements that were applied.'))


def statement_gone(revision, row):
    """A statement that was applied before an interruption is not in the revision's file any more."""
    return UserError(
        _('Revision %(revision)s was interrupted, and its statement %(number)d, which the database already has, is gone '
          'since: %(statement)s')
        % {'revision': revision, 'number': row['position'], 'statement': short(row['statement'])},
        _('Put the statement back in the file, and run the command again.'))


def effect_unknown(row):
    """The process died while a statement ran, and nothing in the database tells whether it took effect."""
    return UserError(
        _('Revision %(revision)s was interrupted while this statement ran, and it cannot be told whether it took effect: '
          '%(statement)s') % {'revision': row['revision'], 'statement': short(row['statement'])},
        _('Nothing was changed now. Look, and then add --resume=skip where it did, or --resume=redo where not.'))


def took_effect():
    """The question of such a statement."""
    return _('Look at the database: skip it where it took effect, redo it where not')


def transaction_lost(reason):
    """The database has rolled back what a revision had done and committed, with a statement of it that failed."""
    return UserError(
        _('The database has rolled back everything since its last commit, with a statement that failed: %s') % reason,
        _('The revision cannot go on from there. Mend what made it fail, and run the command again.'))


def commit_refused(reason, revision):
    """The server has refused a COMMIT, which takes back what was to be committed.

    :param revision: that runs, or None
    """
    return UserError(
        _('The server has refused to commit, so what was done since the last commit is taken back: %s') % reason,
        (_('What was committed before of revision %s stays.') % revision + ' ' if revision else '') +
        _('When what stands in the way has ended, such as a backup that locks all tables, the same command goes on from '
          'there.'))


def not_rolled_back(statement):
    """A session rolls back what had to be committed with something else."""
    return UserError(
        _('A session rolls back what it has written, which is committed since, with this statement of another connection: '
          '%s') % short(statement),
        _('Commit the session in the revision before that statement, or roll it back there; look what the database has, and '
          'run the command again.'))


def state_lost(revision, statement, name):
    """A resumed revision has come to a statement that needs what the interrupted connection had."""
    return UserError(
        _('Revision %(revision)s was interrupted, and this statement of it needs %(name)s, which was lost with the '
          'connection: %(statement)s') % {'revision': revision, 'name': name, 'statement': short(statement)},
        _('What was applied stays. Undo it by hand, and type the revision at which the database is then:\n'
          'python manage.py db stamp REVISION'))


def postponed_failed(statement, reason):
    """What no transaction of SQLite's may hold ran behind it, and was refused."""
    return UserError(_('The revisions are applied, but this could not run behind them: %(statement)s\n%(reason)s')
                     % {'statement': short(statement), 'reason': reason},
                     _('Type that statement by hand where it matters.'))


def attached_again(statement):
    """A revision attaches a database under a name that is to be free, and is so only after the transaction."""
    return UserError(_('Behind a DETACH this cannot run in the same upgrade: %s') % short(statement),
                     _('Nothing was changed. Put it into a revision of its own, and upgrade to the one before it first.'))


def progress(number, count, revision, place, statement):
    """The line that tells what runs now.

    :param number, count: which revision of how many
    :param place: which statement of it
    """
    return _('Revision %(number)d of %(count)d, %(revision)s, statement %(place)d: %(statement)s') % {
        'number': number, 'count': count, 'revision': revision, 'place': place, 'statement': statement}


def share_done(stage, stages, progress):
    """How much of a statement is done, as MariaDB tells it."""
    if stages < 2:
        return ', %.0f %%' % progress
    return _(', %(progress).0f %% of stage %(stage)d of %(stages)d') % {
        'progress': progress, 'stage': stage, 'stages': stages}


def stopping():
    """A signal came, and a statement runs."""
    return _('Stopping after the statement that runs now. Once more ends at once.')


def interrupting():
    """The same on SQLite, which can be interrupted and takes all of it back."""
    return _('Stopping the statement that runs now.')


def ended_at_once(error):
    """A second signal came: what is applied stays as it is, and the statement in hand is left to the server.

    :param error: what would have been told after the statement
    """
    return _('Ended at once. %s') % error.applied


def nothing_changed():
    return _('Nothing was changed; the same command starts again.')


def type_again():
    return _('The same command starts again.')


def rolled_back():
    return _('What was not finished is rolled back; the same command starts it again.')


class Stopped(UserError):
    """The user has ended it between two statements; the exit status is the shell's for that signal."""

    def __init__(self, number, advice):
        super().__init__(_('Stopped by %s.') % SIGNALS.get(number, _('signal %d') % number), advice)
        self.applied = advice
        self.message = self.message.replace('\n', ' ')
        self.exit_code = 128 + number


def stopped(number, applied):
    """A signal came, and the statement in hand is done.

    :param number: of the signal
    :param applied: what is applied and how to go on
    """
    return Stopped(number, applied)


def applied_so_far(revision, direction, count):
    """What of a revision stays when it ends half-way."""
    said = {'revision': revision, 'command': direction, 'direction': noun(direction), 'count': count}
    if not count:
        return _('Nothing of revision %(revision)s is applied; `db %(command)s` goes on with it.') % said
    if count == 1:
        return _('Of the %(direction)s of revision %(revision)s, 1 statement is applied; `db %(command)s` goes on from '
                 'there.') % said
    return _('Of the %(direction)s of revision %(revision)s, %(count)d statements are applied; `db %(command)s` goes on '
             'from there.') % said


def applied_up_to(revision, direction):
    """A signal came between two revisions."""
    return _('The %(direction)s of revision %(revision)s is done; `db %(command)s` goes on from there.') % {
        'direction': noun(direction), 'revision': revision, 'command': direction}


def undo_impossible(row, statements, obstacles):
    """A downgrade after a half-applied upgrade, in which there is something that cannot be derived from its statements."""
    happened = _('The upgrade of %(revision)s was interrupted half-way on %(started)s by %(who)s. '
                 'Of it the database has:') % facts(row)
    return UserError(
        '%s%s\n%s%s' % (happened, lines_of(statements), _('What is to be undone cannot be told from:'), lines_of(obstacles)),
        finish_first(row) + '\n' + or_by_hand())


def undone(row, statements):
    """A half-applied upgrade was taken back."""
    return _('The upgrade of %s, which was interrupted half-way, is undone:') % row['revision'] + (
        ''.join('\n  %s' % short(statement) for statement in statements) or _(' nothing of it was applied'))


def undo_interrupted(row):
    """A downgrade that took a half-applied upgrade back was itself interrupted."""
    return UserError(_('The upgrade of %s was interrupted, and then its undoing.') % row['revision'],
                     _('Nothing was changed now. Let that finish first: python manage.py db downgrade'))


def temporary_tables(row):
    """A temporary table is gone with the connection that made it, so what came after it cannot be resumed."""
    return UserError(
        _('The %(direction)s of %(revision)s was interrupted after it had made a temporary table, which is gone.')
        % facts(row),
        _('Nothing was changed now. Undo what it has done by hand, and type the revision at which the database is then:\n'
          'python manage.py db stamp REVISION'))


def table_held(statement, holders, revision):
    """Another session holds a table that a statement has to change."""
    return UserError(_('Another session holds the table, so this could not run: %s') % short(statement) + '\n  ' + holders,
                     _('What was applied of revision %s stays. When that session has ended, the same command goes on from '
                       'here.') % revision)


def no_such_constraint(place, table, name, there):
    """`op.drop_constraint('name', ...)` of a constraint that a table of SQLite does not have.

    :param place: the file and the line, or None
    :param there: the names of those that it has
    """
    said = {'place': place or 'op.drop_constraint()', 'table': table, 'name': name, 'constraints': ', '.join(there)}
    return UserError(_('%(place)s drops the constraint %(name)s, which table %(table)s does not have.') % said,
                     (_('Those with a name are: %(constraints)s.') % said if there else
                      _('None of its constraints has a name.')) + ' ' +
                     _('Mend the line, or take it out where the constraint is gone already.'))


def unnamed_constraint(place, table, constraints, are_all=True):
    """`op.drop_constraint(None, ...)`, where nothing tells which one is meant.

    :param place: the file and the line, or None
    :param constraints: pairs of a name, or None, and the columns, of those that the table has
    :param are_all: whether it has no others
    """
    there = ', '.join(('%s (%s)' % (name or _('without a name'), ', '.join(columns))) if columns else
                      name or _('without a name') for name, columns in constraints)
    said = {'place': place or 'op.drop_constraint(None)', 'table': table, 'constraints': there}
    return UserError(
        _('%(place)s drops a constraint of table %(table)s without a name, and it cannot be told which one is '
          'meant.') % said,
        _('Write its name in the place of None. Table %(table)s has: %(constraints)s.') % said if there else
        _('Table %(table)s has no such constraint now: take that line out, where it is gone already.') % said if are_all
        else _('Write its name in the place of None.'))

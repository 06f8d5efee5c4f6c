"""What a user is told when something cannot be done."""
import click


class UserError(click.ClickException):
    """Something that the user can put right. The outermost layer prints it and exits with status 1.

    :param happened: what happened, in the user's terms
    :param advice: what to type or to change
    """

    def __init__(self, happened, advice):
        super().__init__('%s\n%s' % (happened, advice))


def percent_in_path(path):
    """The migrations folder cannot be named in Alembic's configuration, where `%` has a meaning."""
    return UserError('The path %s has a %% sign in it, which Alembic cannot read from another folder.' % path,
                     'Run the command in the project\'s own folder, or rename the folder.')


def locked(database, holder, seconds):
    """Another process has been changing the database for longer than we were to wait."""
    return UserError('After %g seconds another upgrade or downgrade of %s is still running: %s.'
                     % (seconds, database, holder),
                     'Nothing was changed. Try again when it has ended, or wait longer with --lock-timeout SECONDS.')


def folder_locked(folder, holder, seconds):
    """Another process has been writing a revision for longer than we were to wait."""
    return UserError('After %g seconds another process is still writing a revision in %s: %s.' % (seconds, folder, holder),
                     'Nothing was written. Try again when it has ended.')


def broken_references(rows):
    """Foreign keys that lead nowhere after the upgrade, and did not before (`PRAGMA foreign_key_check`)."""
    places = ', '.join(sorted({'%s (to %s)' % (row[0], row[2]) for row in rows}))
    return UserError('After this, %d rows would refer to rows that do not exist, in %s.' % (len(rows), places),
                     'Nothing was changed. Mend the rows or the revision, and run the command again.')


def listed(rows):
    """The statements of the journal that took effect, one line each, shortened."""
    return ''.join('\n  %s' % short(row['statement']) for row in rows if row['kind'] != 'read' and row['ended'] == 'done')


def short(statement, length=110):
    """A statement on one line."""
    line = ' '.join(statement.split())
    return line if len(line) <= length else line[:length - 3] + '...'


def interrupted(row, statements):
    """Another revision was interrupted half-way, which has to be finished first."""
    return UserError(
        'The %s of %s was interrupted half-way on %s by %s. Of it the database already has:%s'
        % (row['direction'], row['revision'], row['started'][:16], row['who'], listed(statements) or ' nothing for certain'),
        'Nothing was changed now, because that cannot be undone by another step. Type `db %s` to go on with it, or undo '
        'these statements by hand and then type `db stamp` with the revision that the database is at.' % row['direction'])


def statement_changed(revision, row, statement):
    """A statement that was applied before an interruption is another one in the revision's file now."""
    return UserError(
        'Revision %s was interrupted, and its statement %d, which the database already has, has changed since.\n'
        '  applied:     %s\n  in the file: %s' % (revision, row['position'], short(row['statement']), short(statement)),
        'Nothing was changed now. Put the statement back in the file, and run the command again; what is to be '
        'different goes behind the statements that were applied.')


def statement_gone(revision, row):
    """A statement that was applied before an interruption is not in the revision's file any more."""
    return UserError('Revision %s was interrupted, and its statement %d, which the database already has, is gone since: %s'
                     % (revision, row['position'], short(row['statement'])),
                     'Put the statement back in the file, and run the command again.')


def effect_unknown(revision, row):
    """The process died while a statement ran, and nothing in the database tells whether it took effect."""
    return UserError('Revision %s was interrupted while this statement ran, and it cannot be told whether it took effect: '
                     '%s' % (revision, short(row['statement'])),
                     'Nothing was changed now. Look, and then add --resume=skip where it did, or --resume=redo where not.')


def temporary_tables(row):
    """A temporary table is gone with the connection that made it, so what came after it cannot be resumed."""
    return UserError('The %s of %s was interrupted after it had made a temporary table, which is gone.'
                     % (row['direction'], row['revision']),
                     'Nothing was changed now. Undo what it has done by hand, and then type `db stamp` with the revision '
                     'that the database is at.')


def table_held(statement, holders, revision):
    """Another session holds a table that a statement has to change."""
    return UserError('Another session holds the table, so this could not run: %s\n  %s' % (short(statement), holders),
                     'What was applied of revision %s stays. When that session has ended, the same command goes on from '
                     'here.' % revision)

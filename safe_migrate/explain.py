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

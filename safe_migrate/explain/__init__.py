"""What a user is told when something cannot be done."""
import click

from ..language import _


class UserError(click.ClickException):
    """Something that the user can put right. The outermost layer prints it and exits with status 1.

    :param happened: what happened, in the user's terms
    :param advice: what to type or to change
    """

    def __init__(self, happened, advice):
        super().__init__('%s\n%s' % (happened, advice))


class UnknownCommand(UserError):
    """A command that is not there; the exit status is that of argparse, where the command line is wrong.

    :param prog: the program, such as `manage.py`
    :param words: what stands behind it
    :param nearest: the names of commands that are nearly so; may be empty
    """

    exit_code = 2

    def __init__(self, prog, words, nearest):
        said = {'prog': prog, 'name': words[0], 'command': words[1], 'nearest': ' '.join(nearest)}
        advice = _('Did you mean: python %(prog)s %(name)s %(nearest)s') if nearest else \
            _('Those there are: python %(prog)s %(name)s --help')
        super().__init__(_('There is no command %(name)s %(command)s.') % said, advice % said)


def server_silent(host, port, seconds):
    """A server that cannot be reached, or accepts a connection and never speaks."""
    address = '%s:%s' % (host, port) if port else host
    return UserError('The database server at %s did not answer within %g s.' % (address, seconds),
                     'Look whether it runs and is the right one, or wait longer with --connect-timeout SECONDS.')


def real_database_in_a_trial(address):
    """An `env.py` or a revision connects by an address of its own, which would be the real database."""
    return UserError('It connects to %s by an address of its own, which cannot be replaced for a trial.' % address,
                     "Let it use current_app.extensions['migrate'].db.engine, or op.get_bind() in a revision.")


def no_shadow(name, reason):
    """The throw-away database cannot be made, or the one that was named cannot be used."""
    return UserError('%s cannot be the throw-away database: %s' % (name, reason),
                     'Make an empty database that this user may use, and name it: db check --deep --shadow NAME')


def percent_in_path(path):
    """The migrations folder cannot be named in Alembic's configuration, where `%` has a meaning."""
    return UserError('The path %s has a %% sign in it, which Alembic cannot read from another folder.' % path,
                     'Run the command in the project\'s own folder, or rename the folder.')


def locked(database, holder, seconds):
    """Another process has been changing the database for longer than we were to wait."""
    return UserError('After %g seconds another upgrade or downgrade of %s is still running: %s.'
                     % (seconds, database, holder),
                     'Nothing was changed. Try again when it has ended, or wait longer with --lock-timeout SECONDS.')


def lock_lost(database, seconds):
    """On a cluster, the lease of the lock ran out while the server could not be reached to renew it."""
    return UserError('The lock on %s could not be renewed for %d seconds, so another process may have it by now.'
                     % (database, seconds), 'What was applied stays. Type the same command to go on from here.')


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


def effect_unknown(row):
    """The process died while a statement ran, and nothing in the database tells whether it took effect."""
    return UserError('Revision %s was interrupted while this statement ran, and it cannot be told whether it took effect: '
                     '%s' % (row['revision'], short(row['statement'])),
                     'Nothing was changed now. Look, and then add --resume=skip where it did, or --resume=redo where not.')


TOOK_EFFECT = 'Look at the database: skip it where it took effect, redo it where not'
PROGRESS = 'Revision %d of %d, %s: %s'  # number, count, revision, statement
STOPPING = 'Stopping after the statement that runs now. Once more ends at once.'
NOTHING_CHANGED = 'Nothing was changed; the same command starts again.'
ROLLED_BACK = 'What was not finished is rolled back; the same command starts it again.'
SIGNALS = {2: 'Ctrl-C', 15: 'SIGTERM'}


class Stopped(UserError):
    """The user has ended it between two statements; the exit status is the shell's for that signal."""

    def __init__(self, number, advice):
        super().__init__('Stopped by %s.' % SIGNALS.get(number, 'signal %d' % number), advice)
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
    if not count:
        return 'Nothing of revision %s is applied; `db %s` goes on with it.' % (revision, direction)
    return 'Of the %s of revision %s, %d statement%s applied; `db %s` goes on from there.' % (
        direction, revision, count, ' is' if count == 1 else 's are', direction)


def applied_up_to(revision, direction):
    """A signal came between two revisions."""
    return 'The %s of revision %s is done; `db %s` goes on from there.' % (direction, revision, direction)


def undo_impossible(row, statements, obstacles):
    """A downgrade after a half-applied upgrade, in which there is something that cannot be derived from its statements."""
    return UserError(
        'The upgrade of %s was interrupted half-way on %s by %s. Of it the database has:%s\nWhat is to be undone cannot be '
        'told from:%s' % (row['revision'], row['started'][:16], row['who'], listed(statements), listed(obstacles)),
        'Nothing was changed now. Type `db upgrade` to go on with it, or undo these statements by hand and then type '
        '`db stamp` with the revision that the database is at.')


def undone(row, statements):
    """A half-applied upgrade was taken back."""
    return 'The upgrade of %s, which was interrupted half-way, is undone:%s' % (
        row['revision'], ''.join('\n  %s' % short(statement) for statement in statements) or ' nothing of it was applied')


def undo_interrupted(row):
    """A downgrade that took a half-applied upgrade back was itself interrupted."""
    return UserError('The upgrade of %s was interrupted, and then its undoing.' % row['revision'],
                     'Nothing was changed now. Type `db downgrade` to finish that first.')


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


def cannot_write(path, reason):
    """The disk is full, the folder is read-only, or the like."""
    return UserError('The file %s could not be written: %s.' % (path, reason), 'Nothing was written. Make room for it, '
                     'or see who may write there, and run the command again.')


def no_template(path, reason):
    """The codebase's script.py.mako is missing."""
    return UserError('The template %s could not be read: %s.' % (path, reason), 'Nothing was written. Bring the file back, '
                     'or copy the one that `db init --directory another` makes.')


def written_already(path):
    """A new revision would take another one's place."""
    return UserError('There is a file %s already.' % path, 'Nothing was written. Give the revision another message or '
                     'another --rev-id.')


def no_python(path, error):
    """What was to be the new revision does not compile."""
    line = '%s in line %s: %s' % (error, error.lineno, (error.text or '').strip()) if getattr(error, 'lineno', 0) else error
    return UserError('The new revision %s would be no Python: %s' % (path, line), 'Nothing was written. The template '
                     'script.py.mako has made this of it, or a type or default of the models that cannot be written down.')


def bad_identifier(option, text, words, longest):
    """A name that would end in a file's name, in Python, or in the version table, and breaks one of them."""
    return UserError('%s takes %s, at most %d of them, and no word that Alembic reads as something else: %s'
                     % (option, words, longest, ascii(short(text))), 'Nothing was written.')


def known_identifier(option, text):
    """Two revisions of one id, or two branches of one name."""
    return UserError('%s %s: a revision or a branch has that name already.' % (option, text),
                     'Nothing was written. Take another one; `db history` lists those there are.')


def no_temporary_tables(reason):
    """A warning: without temporary tables the models are compared by Alembic's rules, which miss some changes."""
    return ('The database user may not create temporary tables (%s), so the database cannot be asked what the models mean.\n'
            'Types and defaults are compared by name, and some changes may be missed. Give the user the privilege with: '
            'GRANT CREATE TEMPORARY TABLES ON the database.' % reason)


def models_wrong(reason):
    """Models that contradict themselves."""
    return UserError('The models do not fit together: %s' % reason,
                     'Nothing was written. Change the models and run the command again.')


def model_impossible(table, reason):
    """A model that this database refuses."""
    return UserError('The model of table %s cannot be made on this database: %s' % (table, reason),
                     'Nothing was written. Change the model and run the command again.')


def rename_unknown(text):
    """`--rename` that names nothing that was found."""
    return UserError('--rename %s: no column or table of the first name is gone and none of the second name is new.' % text,
                     'Nothing was written. Type it as --rename user.name=user.username, or as --rename user=member.')


def fill_unknown(text):
    """`--fill` that names nothing that was found."""
    return UserError('--fill %s: that is no column that is new or no longer NULL, and has no default.' % text,
                     'Nothing was written. Type it as --fill user.age=0.')


def fill_wrong(place, text, kind):
    """`--fill` with a value that the column cannot take."""
    return UserError('--fill %s=%s: that is no %s.' % (place, text, kind), 'Nothing was written. Give another value.')


def several(names, most=20):
    """Names in one line, the first of them where there are many."""
    return ', '.join(names[:most]) + (' and %d more' % (len(names) - most) if len(names) > most else '')


def to_import(lines):
    """Lines of Python to add."""
    return 'Nothing was written. Add to manage.py:%s' % ''.join('\n    ' + line for line in lines)


def no_models(tables, lines):
    """The application has no model at all, and the database has tables."""
    return UserError('No model is imported, so this would drop every table of the database: %s.' % several(tables),
                     to_import(lines) if lines else 'Nothing was written. Import the modules of your models in manage.py; '
                     'where the tables are to go, write the revision by hand (`db revision`, `op.drop_table`).')


def not_imported(places, lines):
    """Tables would be dropped whose models are there, in modules that nothing imports."""
    tables = several(['%s (defined in %s)' % place for place in places])
    return UserError('This would drop tables only because nothing imports the modules that define them: %s.' % tables,
                     to_import(lines) + '\nWhere such a table is to go, take its model out of that file, too.')


def left_alone(tables):
    """Tables that have no model, and that no revision has created."""
    return ('Left alone, because no revision has created them: %s. To drop them, too, add --drop-unknown.' % several(tables))


def most_tables(tables, count):
    """The question before most of a database is dropped."""
    return 'This would drop %d of %d tables: %s. Write that?' % (len(tables), count, several(tables))


def too_many_dropped(tables, count):
    """More than half of the tables would be dropped, and nobody has said so."""
    return UserError('This would drop %d of %d tables: %s.' % (len(tables), count, several(tables)),
                     'Nothing was written. Where they are to go, run the command again with --yes.')


# The plan

def plan_impossible(reason):
    """Alembic does not know the revision, or the like."""
    return UserError(reason, 'Nothing was changed.')


def plan_fails(revision, reason):
    """A revision fails on the copy of the structure, on which the plan is made."""
    return UserError('The %s of %s fails: %s' % (revision.direction, revision.revision, reason) if revision else reason,
                     'Nothing was changed. It was tried on a copy of the structure, without rows.')


def rows_refused(found):
    """What the server would refuse because of rows that are there.

    :param found: pairs of where it would, and a pair of a number and a question of `plan.questions`
    """
    lines = ['%s: %d %s\n  to see them: %s' % (where, number, one.text, one.example) for where, (number, one) in found]
    return UserError('The database would refuse this because of rows that it has.\n' + '\n'.join(lines),
                     'Nothing was changed. Mend the rows, or let the revision mend them first, and run the command again.')


GO_ON = 'Go on?'


def would_be_lost(found):
    """What is dropped and has rows.

    :param found: triples of a revision, a table or column, and the number of its rows or values
    """
    return 'This drops rows that no later step brings back:%s' % ''.join(
        '\n  %s: %s, %d %s' % (revision, name, number, ('values' if '.' in name else 'rows'))
        for revision, name, number in found)


def not_agreed(question):
    """Rows would be lost, and nobody has agreed."""
    return UserError(question, 'Nothing was changed. Add --yes where they are to go; --plan shows all that would be done.')

"""What SQLite says, and what that means in a migration."""
import os
import sqlite3

from ...messages.place import at, changes_a_database, frames, passed, places, shown
from ...messages.server import IS_NOT_THERE, IS_THERE, MEND_ROWS, REFUSED, ROOM, SYNTAX
from ...translation.language import _

# By how the message begins, the first that fits.
# source: https://www.sqlite.org/rescode.html
MEANINGS = (
    ('database is locked', _('Another process is writing into the database file'),
     _('Stop the application or the tool that has it open, and type the same command again.')),
    ('attempt to write a readonly database', _('The database file, or its folder, can only be read'),
     _('See who may write there: ls -l of the file and of its folder.')),
    ('unable to open database file', _('The database file cannot be opened or made'),
     _('Its folder has to be there and to be writable: look at the path in SQLALCHEMY_DATABASE_URI (sqlite:/// begins at '
       'the application, sqlite://// at the root).')),
    ('database or disk is full', _('The disk is full'), ROOM),
    ('disk i/o error', _('The disk could not be read or written'), ROOM),
    ('file is not a database', _('The file is no SQLite database'), _('Look at the path in SQLALCHEMY_DATABASE_URI.')),
    ('file is encrypted', _('The file is no SQLite database'), _('Look at the path in SQLALCHEMY_DATABASE_URI.')),
    ('database disk image is malformed', _('The database file is damaged'),
     _('Bring a copy of it back; the client sqlite3 can save what is readable: .recover')),
    ('malformed database schema', _('The database file is damaged'),
     _('Bring a copy of it back; the client sqlite3 can save what is readable: .recover')),
    ('no such table', _('A table is not there'), IS_NOT_THERE),
    ('no such column', _('A column is not there'), IS_NOT_THERE),
    ('no such index', _('What is to be dropped is not there'), IS_NOT_THERE),
    ('duplicate column name', _('A column that is to be added is there already'), IS_THERE),
    ('unique constraint failed', _('Rows are equal where they are to be unique'), MEND_ROWS),
    ('not null constraint failed', _('Rows have NULL where there may be none any more'), MEND_ROWS),
    ('cannot add a not null column', _('A column that may not be NULL needs a value for the rows that are there'),
     _('Give it a server_default, or write the revision again with: db migrate --fill TABLE.COLUMN=VALUE')),
    ('check constraint failed', _('Rows are against a CHECK'), MEND_ROWS),
    ('foreign key constraint failed', _('Rows refer to rows that are not there, or are to go'), MEND_ROWS),
    ('foreign key mismatch', _('A foreign key refers to columns that are neither the primary key nor unique'),
     _('Make the column referred to unique.')),
    ('near "', _('SQLite cannot read the SQL'), SYNTAX),
)
NOT_PART = (_('A connection that is no part of the upgrade cannot write while that runs'),
            _('Let the revision write through op, db.session, db.engine or sqlite3.connect(), in the thread that runs it: '
              'these are part of the upgrade.'))
PLACES = ((' already exists', _('What is to be made is there already'), IS_THERE),)
NO_ALTER = 'No support for ALTER of constraints in SQLite'
BATCH = _('Write it as: with op.batch_alter_table(TABLE) as batch_op: batch_op. and the same operation.')
ROLLED_BACK = _('Nothing was changed: on SQLite an upgrade is applied whole or not at all.')


def explain(error, told):
    """What happened and what to type, of an error that SQLite gave, or Alembic for it; None of any other.

    :param error: one of a chain
    :param told: the last of it, whose traceback begins in the user's code
    """
    if isinstance(error, NotImplementedError) and NO_ALTER in str(error):
        return _('SQLite cannot change a constraint with ALTER (%(place)s).') % {'place': where(told)}, BATCH
    if isinstance(error, KeyError) and passed(error, 'sqlite', 'rebuild.py'):
        said = {'meaning': _('A column is not there'), 'text': error.args[0]}
        return _('%(meaning)s: %(text)s') % said, '%s\n%s' % (IS_NOT_THERE, ROLLED_BACK)
    if not isinstance(error, sqlite3.Error):
        return None
    text = str(error)
    meaning, advice = NOT_PART if 'locked' in text and is_of_another_connection(told) else meaning_of(text.lower())
    lines = [_('%(meaning)s: %(text)s') % {'meaning': meaning, 'text': text}]
    lines += at(told)
    rolled_back = [ROLLED_BACK] if changes_a_database(told) and is_whole(told) else []
    return '\n'.join(lines), '\n'.join([advice] + rolled_back)


def is_whole(told):
    """Whether the upgrade that failed was one transaction: it is none where `safeguard(manager)` is not called."""
    return passed(told, 'upgrade', 'run.py') or passed(told, 'sqlite', 'locks.py')


def is_of_another_connection(told):
    """Whether a revision has sent a statement past the upgrade, which alone may write while it runs."""
    passed_through = {(os.path.basename(one.path), one.function) for one in frames(told)}
    return ('run.py', 'run') in passed_through and ('joined.py', 'run_in_unit') not in passed_through


def meaning_of(text):
    """:param text: SQLite's message in lower case"""
    for start, meaning, advice in MEANINGS:
        if text.startswith(start):
            return meaning, advice
    return next(((meaning, advice) for part, meaning, advice in PLACES if part in text), REFUSED)


def where(error):
    """The place in the user's code; empty where there is none."""
    found = places(error)
    return shown(found[-1]) if found else ''

"""What a user is told of the bin."""
from ..translation.language import _
from .plan import are_values, counted, first, largest_first, listed, named
from .upgrade import noun


class GoodNews(str):
    """What needs nobody's attention."""


def origin(entry):
    """What has put an entry into the bin."""
    return _('%(direction)s of %(revision)s') % dict(entry, direction=noun(entry['direction']))


def nothing():
    return _('There is nothing in the bin.')


def nothing_older(age):
    """`db bin empty --older-than`, where all that is there is younger."""
    return _('Nothing in the bin is older than %s.') % age


def made_otherwise(statements):
    """A table that came back by its name alone, and is not all that was dropped."""
    return _('It may lack keys, indexes and triggers. What was dropped had been made by:') + '\n' + statements


def kept(place, number):
    """Something went into the bin."""
    return GoodNews(_('Kept in the bin (db bin): %(what)s') % {'what': named(place, number)})


def lost(place, number):
    """Something did not, because somebody has said so."""
    return _('Not kept, because it is more than the bin takes: %(what)s') % {'what': named(place, number)}


def came_back(place, number):
    """The opposite migration has made it again."""
    return GoodNews(_('Back from the bin: %(what)s') % {'what': named(place, number)})


def trigger_came_back(name, table):
    """The table has it again."""
    return _('Back from the bin: %(what)s') % {'what': _('the trigger %(trigger)s of %(table)s') % {
        'trigger': name, 'table': table}}


def trigger_lost(name, table, reason, statement):
    """The server does not take it.

    :param reason: its words
    """
    return _('The table %(table)s is back without its trigger %(trigger)s: %(reason)s. It was: %(statement)s') % {
        'table': table, 'trigger': name, 'reason': reason, 'statement': statement}


def stays(place, number, identifier):
    """What of it cannot come back."""
    return _('Stays in the bin as entry %(id)d: %(what)s whose row is gone, or has another value, or would break a key') % {
        'what': named(place, number), 'id': identifier}


def waits(place, number, identifier):
    """The opposite migration has not made it again."""
    return _('Stays in the bin as entry %(id)d, because what it belongs to was not made again with its name and type: '
             '%(what)s') % {'what': named(place, number), 'id': identifier}


def orphans(reference, number):
    """Rows refer to none, after all that was in the bin came back.

    :param reference: `bin.returning.Reference`
    :returns: what happened, and what to do
    """
    names = dict(reference._asdict(), number=number, columns=', '.join(reference.columns))
    return (_('In %(table)s there are rows, %(number)d, whose %(columns)s is not in %(parent)s.') % names,
            _('What was applied stays; what is in the bin comes back with the rest. Mend these rows, behind SET '
              'foreign_key_checks = 0, and type the same command to go on from here.'))


def too_many(place, number, limit):
    """More values than the bin takes without being asked.

    :returns: what happened, and what to type
    """
    return (_('The bin takes up to %(limit)d values of a column without being asked; this drops %(what)s.') % {
        'limit': limit, 'what': named(place, number)},
        _('It was not dropped. Give the bin more with SAFE_MIGRATE_BIN_ROWS=%(number)d, or drop them for good with '
          '--no-bin.') % {'number': number})


def not_keepable(place, number, reason):
    """The bin cannot be written.

    :param reason: the server's words
    :returns: what happened, and what to type
    """
    return (_('This drops %(what)s, which cannot be kept in the bin: %(reason)s') % {
        'what': named(place, number), 'reason': reason},
        _('It was not dropped. Give the user the privilege, or drop it for good with --no-bin.'))


def lost_without(place, number, reason):
    """The bin could not be written, and somebody has said that it may go."""
    return _('Not kept (%(reason)s): %(what)s') % {'what': named(place, number), 'reason': reason}


def put_aside(entry):
    """A table that was restored by hand is made again by the downgrade of what had dropped it."""
    return GoodNews(_('%(table)s was there, because `db bin restore` had brought it back: it was put into the bin, and made '
                      'again.') % {'table': entry['table_name']})


def restored_is_there(entry, keeps):
    """The same, where it cannot go into the bin.

    :param keeps: whether it is to; otherwise other tables refer to it
    :returns: what happened, and what to type
    """
    happened = _('%(table)s is there already, because `db bin restore` has brought it back, and the downgrade of '
                 '%(revision)s makes it.') % {'table': entry['table_name'], 'revision': entry['revision']}
    return happened, (_('Drop the foreign keys of the tables that refer to it, and type the same command again: it is put '
                        'into the bin, and its rows come back.') if keeps else
                      _('Type the same command without --no-bin: it is put into the bin, and its rows come back.'))


def not_given_back(reason):
    """A warning: what belongs to what is made again stays in the bin."""
    return _('What the bin has for it is not given back (%s); it stays in the bin: db bin restore ID') % reason


def not_kept(statement, place, number):
    """Rows that the bin cannot keep would be lost for good.

    :returns: what happened, and what to type
    """
    return (_('The bin does not keep what this loses, %(what)s: %(statement)s') % {
        'what': '%s, %s' % (place, counted(False, number)), 'statement': statement},
        _('It was not run. With --yes it runs, and the rows are lost for good.'))


def not_known(statement, why=None):
    """What a statement does to the rows could not be found out.

    :param why: what the server has said, or None
    :returns: what happened, and what to type
    """
    happened = _('It could not be found out which rows or values this loses: %(statement)s') % {'statement': statement}
    return (happened + ('\n' + _('Tried on a copy of the table without rows: %(why)s') % {'why': why} if why else ''),
            _('It was not run. With --yes it runs as it stands, and nothing of it is kept in the bin.'))


def cannot_keep(place, reason):
    """The database refuses the copy.

    :returns: what happened, and what to type
    """
    return (_('The bin cannot keep %(place)s, so it was not changed: %(reason)s') % {'place': place, 'reason': reason},
            _('This is no fault of its rows. To change it without the bin, type the same command with --no-bin.'))


def no_limit(name, text):
    """The environment's limit is no number.

    :returns: what happened, and what to type
    """
    return (_('%(name)s=%(text)s is no number.') % {'name': name, 'text': text},
            _('Nothing was changed. Set it to a number of values, or take it out of the environment or of .env.'))


def would_be_kept(found):
    """What is dropped and has rows, and goes into the bin.

    :param found: triples of a revision, a table or column, and the number of its rows or values
    """
    title = {True: _('This drops values, which are kept in the bin:'),
             False: _('This drops rows, which are kept in the bin:')}.get(
        are_values(found), _('This drops rows and values, which are kept in the bin:'))
    return '\n'.join([title] + first(
        ['  %s: %s' % (revision, named(name, number)) for revision, name, number in largest_first(found)]))


def no_entry(identifier):
    """An id that is none."""
    return (_('There is no entry %(id)s in the bin.') % {'id': identifier},
            _('Which there are is shown by: python manage.py db bin'))


def in_use(entry):
    """A revision that was interrupted goes on with an entry."""
    return (_('Entry %(id)d belongs to the %(direction)s of %(revision)s, which was interrupted.')
            % dict(entry, direction=noun(entry['direction'])),
            _('Nothing was changed. Finish that first.'))


def comes_by_upgrade(entry, table):
    """A table that a downgrade has dropped, and that the next upgrade makes again.

    :param table: in which its rows are meanwhile
    """
    return (_('%(table)s was dropped by the downgrade of %(revision)s, and the upgrade makes it again and brings its rows '
              'back.') % {'table': entry['table_name'], 'revision': entry['revision']},
            _('Nothing was changed. Type: python manage.py db upgrade. Until then its rows can be read in the table '
              '%(kept)s.') % {'kept': table})


def no_place(entry, place, table, command):
    """There is no column that a value could go back to.

    :param command: what makes it again, and nothing else; None where nothing does
    """
    return (_('There is no %(place)s of the type %(type)s now, in a table with the key that it had.') % dict(
        entry, place=place),
            (_('Nothing was changed. Make it again first, as this does of its revision: python manage.py db %(command)s. Or '
               'read the values in the table %(table)s.') if command else
             _('Nothing was changed. Make it again first: put it into its model, type python manage.py db migrate, and then '
               'python manage.py db upgrade. Or read the values in the table %(table)s.')) % {
                   'table': table, 'command': command})


def empties(entries, size):
    """The question before the bin is emptied.

    :param entries: as `db bin` shows them
    :param size: as people read it, or None
    """
    rows, values = (sum(one['rows'] or 0 for one in entries if ('.' in one['what']) == are_values)
                    for are_values in (False, True))
    what = [counted(are_values, number) for are_values, number in ((False, rows), (True, values)) if number]
    question = _('Drop 1 entry (%(what)s) for good?') if len(entries) == 1 else \
        _('Drop %(entries)d entries (%(what)s) for good?')
    return question % {'entries': len(entries), 'what': listed(what + [size] * bool(size))}


def emptied(entries):
    return _('Dropped from the bin: 1 entry.') if entries == 1 else \
        _('Dropped from the bin: %(entries)d entries.') % {'entries': entries}


def not_asked(question):
    """Without a terminal nobody is asked."""
    return question, _('Nothing was changed. Type it with --yes.')


def bad_age(text):
    """What `--older-than` does not understand."""
    return (_('--older-than %(text)s is no age.') % {'text': text},
            _('Type a number of days, hours or weeks: 30d, 12h or 4w.'))


def bad_words(action, id):
    """Words behind `db bin` that it does not know, or one too few."""
    if action == 'restore':
        return _('It is not said which entry.'), _('What there is: python manage.py db bin\nThen with its number, such as: '
                                                   'python manage.py db bin restore 3')
    return (_('There is no command db bin %(words)s.') % {'words': ' '.join(word for word in (action, id) if word)},
            _('What there is: python manage.py db bin --help'))


def in_bin(entry):
    """What is gone with the bin."""
    return _('  in the bin, and gone with it: %(what)s') % {'what': named(entry['what'], entry['rows'])}

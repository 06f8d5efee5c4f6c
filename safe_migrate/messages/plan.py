"""What a user is told of a plan, and of rows that would be lost or refused."""
from ..translation.language import _
from . import UserError
from .upgrade import noun

MOST = 10  # lines of a list; a person reads no more


def plan_fails(revision, reason, empty):
    """A revision fails on the copy of the structure, on which the plan is made.

    :param empty: whether the database has nothing yet
    """
    said = revision and {'direction': noun(revision.direction), 'revision': revision.revision, 'reason': reason}
    return UserError(_('The %(direction)s of %(revision)s fails: %(reason)s') % said if revision else reason,
                     _('Nothing was changed. It was tried on a copy of the structure, without rows.')
                     + ('\n' + _('Where the revisions cannot build an empty database, type: '
                                 'python manage.py db repair --baseline') if empty else ''))


def rows_refused(found):
    """What the server would refuse because of rows that are there.

    :param found: pairs of where it would, and a pair of a number and a question of `checks.questions`
    """
    lines = [_('%(where)s: %(number)d %(what)s\n  to see them: %(query)s')
             % {'where': where, 'number': number, 'what': one.text, 'query': one.example} for where, (number, one) in found]
    return UserError(_('The database would refuse this because of rows that it has.') + '\n' + '\n'.join(first(lines)),
                     _('Nothing was changed. Mend the rows, or let the revision mend them first, and run the command '
                       'again.'))


def first(lines):
    """The first lines of a list, and how many more there are."""
    more = len(lines) - MOST
    return lines[:MOST] + ([_('  and %d more; --plan shows all of them') % more] if more > 0 else [])


def largest_first(found):
    """Tables before columns, each by its number: of a list that is cut the largest losses are told.

    :param found: triples of a revision, a table or column, and the number of its rows or values
    """
    return sorted(found, key=lambda one: ('.' in one[1], -one[2]))


def of_server(statement):
    """What the server has told of a statement: its lock, what it does with the rows, and what would keep nobody waiting.

    :param statement: of `checks.questions.Answers`, see `databases.postgresql.recorder.Way`
    :returns: yields lines
    """
    yield _('%(lock)s lock on %(locked)s until this is committed') % statement + (
        '' if not statement['also'] else _('; %s takes no writes so long') % ', '.join(statement['also']))
    if statement['work']:
        yield {'reads': _('reads all rows'), 'rewrites': _('writes the whole table anew')}[statement['work']]
    if statement['advice']:
        yield {
            'concurrently': _('blocks nobody in a revision of its own: with op.get_context().autocommit_block(): '
                              'op.create_index(..., postgresql_concurrently=True)'),
            'not valid': _('blocks nobody for long in two revisions: ADD CONSTRAINT ... NOT VALID; then '
                           'ALTER TABLE ... VALIDATE CONSTRAINT ...'),
            'not null': _('blocks nobody for long in three revisions: ADD CONSTRAINT ... CHECK (... IS NOT NULL) '
                          'NOT VALID; then VALIDATE CONSTRAINT; then this, which reads no rows'),
            'using index': _('blocks nobody for long in two revisions: CREATE UNIQUE INDEX CONCURRENTLY in an '
                             'autocommit_block; then ADD CONSTRAINT ... USING INDEX ...')}[statement['advice']]


def go_on():
    """The question after what would be lost."""
    return _('Go on? y drops what is listed, N changes nothing')


def named(place, number):
    """`user.name, 3 values`, or `user, 2 rows`."""
    return listed([place, counted('.' in place, number)])


def listed(phrases):
    """Phrases one after another; names, which are the same in every language, have a comma and a space between them."""
    return _(', ').join(phrases)


def counted(are_values, number):
    """`1 value` or `3 values`; of a table `1 row` or `2 rows`."""
    if are_values:
        return (_('%d value') if number == 1 else _('%d values')) % number
    return (_('%d row') if number == 1 else _('%d rows')) % number


def are_values(found):
    """Whether what is dropped are values of columns (True), rows of tables (False), or some of both (None).

    :param found: triples of a revision, a table or column, and the number of its rows or values
    """
    kinds = {'.' in name for __, name, __ in found}
    return kinds.pop() if len(kinds) == 1 else None


def would_be_lost(found):
    """What is dropped and has rows.

    :param found: triples of a revision, a table or column, and the number of its rows or values
    """
    title = {True: _('This drops values that no later step brings back:'),
             False: _('This drops rows that no later step brings back:')}.get(
        are_values(found), _('This drops rows and values that no later step brings back:'))
    return '\n'.join([title] + first([
        '  %s: %s' % (revision, named(name, number)) for revision, name, number in largest_first(found)]))


def not_agreed(question):
    """Rows would be lost, and nobody has agreed."""
    return UserError(question,
                     _('Nothing was changed. Add --yes where they are to go; --plan shows all that would be done.'))


def rows_not_looked_at(reason):
    """A warning: the user may make no table to try the statements on."""
    return _('Whether the rows fit was not looked at beforehand: %s') % reason

"""What foreign keys are to do to the rows that refer to a deleted one, done by statements of ours.

SQLite does it itself where it looks at foreign keys, which cannot be turned on within a transaction by a PRAGMA, and by the
driver only from Python 3.12 on. The rows are those that refer to none after the statement and did before it.
"""
from .introspection import quoted
from .references import broken, listed

ON_UPDATE, ON_DELETE = 5, 6  # in a row of `PRAGMA foreign_key_list`


def carrying_out(sqlite, place, execute):
    """Run a statement, and then what the foreign keys of other tables say.

    What is no deletion or emptying stays as it is, and is refused at the end, where the references are looked at:
    `RESTRICT`, the new keys of an `ON UPDATE CASCADE`, the rows of a table without rowid.

    :param sqlite: the driver's connection
    :param place: ON_UPDATE or ON_DELETE
    :param execute: runs the statement
    :returns: what it returns
    """
    seen = broken(sqlite)
    answer = execute()
    left = broken(sqlite) - seen
    while left:
        seen |= left
        for table, row, _parent, number in left:
            keys = [key for key in listed(sqlite, 'foreign_key_list', table) if key[0] == number]
            if row is not None:
                act(sqlite, table, row, keys, place)
        place = ON_DELETE  # of the rows that have gone with it
        left = broken(sqlite) - seen
    return answer


def act(sqlite, table, row, keys, place):
    """:param keys: the rows of one foreign key, one for each of its columns"""
    action = keys[0][place]
    if action == 'CASCADE' and place == ON_DELETE:
        sqlite.execute('DELETE FROM %s WHERE rowid = ?' % quoted(table), (row,))
    elif action in ('SET NULL', 'SET DEFAULT'):
        defaults = {column[1]: column[4] for column in listed(sqlite, 'table_info', table)} if action != 'SET NULL' else {}
        sqlite.execute('UPDATE %s SET %s WHERE rowid = ?' % (quoted(table), ', '.join(
            '%s = %s' % (quoted(key[3]), defaults.get(key[3]) or 'NULL') for key in keys)), (row,))

"""The rows whose foreign keys lead nowhere: `PRAGMA foreign_key_check`, also where that refuses.

It ends in "foreign key mismatch" as soon as one key of the whole database refers to columns that are not unique, though
SQLite itself refuses only what writes rows of one of the two tables.

:source: https://www.sqlite.org/foreignkeys.html#fk_indexes
"""
import sqlite3
from itertools import groupby

from .introspection import quoted


class References:
    """What leads nowhere at the beginning.

    :param sqlite: the driver's connection
    """

    def __init__(self, sqlite):
        self.sqlite, self.before, self.unchecked = sqlite, broken(sqlite), unchecked(sqlite)

    def newly_broken(self):
        """Rows that lead nowhere now and did not then. Where SQLite cannot look at a key, it lets the table be dropped that
        the key refers to, and so is it here."""
        return {row for row in broken(self.sqlite) - self.before
                if (row[0], row[2]) not in self.unchecked or listed(self.sqlite, 'table_info', row[2])}


def broken(sqlite):
    """The rows that lead nowhere, as a set of: table, number of the row, table referred to, number of the foreign key."""
    try:
        return set(sqlite.execute('PRAGMA foreign_key_check'))
    except sqlite3.OperationalError:
        return {row for table in tables(sqlite) for row in broken_in(sqlite, table)}


def broken_in(sqlite, table):
    try:
        return set(listed(sqlite, 'foreign_key_check', table))
    except sqlite3.OperationalError:
        return {(table, number, key[0][2], key[0][0])
                for key in keys_of(sqlite, table) for number in lost(sqlite, table, key)}


def unchecked(sqlite):
    """The tables with a foreign key that cannot be looked at, each with the table that this refers to."""
    try:
        sqlite.execute('PRAGMA foreign_key_check')
    except sqlite3.OperationalError:
        return {(table, key[0][2])
                for table in tables(sqlite) for key in keys_of(sqlite, table) if not is_unique(sqlite, key)}
    return set()


def is_unique(sqlite, key):
    """Whether a foreign key refers to a primary key or to columns that are unique."""
    columns, indexes = [listed(sqlite, pragma, key[0][2]) for pragma in ('table_info', 'index_list')]
    uniques = [primary_key(columns)] + [[row[2] for row in listed(sqlite, 'index_info', index[1])] for index in indexes
                                        if index[2] and not index[4]]
    if key[0][4] is None:
        return len(uniques[0]) == len(key)
    return lowered(row[4] for row in key) in map(lowered, uniques)


def lowered(names):
    return sorted(str(name).lower() for name in names)


def primary_key(columns):
    """:param columns: the rows of `PRAGMA table_info`"""
    return [row[1] for row in sorted(columns, key=lambda row: row[5]) if row[5]]


def tables(sqlite):
    return [row[0] for row in sqlite.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND "
                                             "sql LIKE '%REFERENCES%'")]


def listed(sqlite, pragma, name):
    return sqlite.execute('PRAGMA %s(%s)' % (pragma, quoted(name))).fetchall()


def keys_of(sqlite, table):
    """The foreign keys of a table, each as the rows of `PRAGMA foreign_key_list`, one for each of its columns."""
    return [list(rows) for _number, rows in groupby(listed(sqlite, 'foreign_key_list', table), lambda row: row[0])]


def lost(sqlite, table, key):
    """The numbers of the rows that lead nowhere by one foreign key; none where that cannot be told."""
    columns = listed(sqlite, 'table_info', key[0][2])
    targets = primary_key(columns) if key[0][4] is None else [row[4] for row in key]
    own = ['child.' + quoted(row[3]) for row in key]
    text = ' AND '.join('%s IS NOT NULL' % name for name in own)
    if columns:
        text += ' AND NOT EXISTS (SELECT 1 FROM %s AS parent WHERE %s)' % (
            quoted(key[0][2]), ' AND '.join('parent.%s = %s' % (quoted(name), child) for name, child in zip(targets, own)))
    for number in ('rowid', 'NULL'):  # a table may have none
        try:
            return [row[0] for row in sqlite.execute('SELECT %s FROM %s AS child WHERE %s' % (number, quoted(table), text))]
        except sqlite3.OperationalError:
            continue
    return []


# What foreign keys are to do to the rows that refer to a deleted one, done by statements of ours.
# SQLite does it itself where it looks at foreign keys, which cannot be turned on within a transaction by a PRAGMA, and by
# the driver only from Python 3.12 on. The rows are those that refer to none after the statement and did before it.

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

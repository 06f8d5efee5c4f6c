"""Values come back into the rows of a table without a key, which are told apart by all of their other columns."""
import contextlib
import itertools

from ...bin.store import BACK, BECAME, ROW, VALUE

HERE, KEPT = 0, 1
# The rows of the table and those of the bin, equal ones together: what is the same in them, whose the row is, its number,
# its value, and whether nobody has set the column, or would see that somebody has.
ROWS = """SELECT {here}, 0, t.rowid, NULL, {is_unset} FROM {table} AS t
UNION ALL SELECT {kept_as}, 1, k.{row}, {value}, {is_first} FROM {kept} AS k ORDER BY 1, 2, 3"""


def give_to_all(store, table, kept, others, column, first):
    """Put all of them back, and mark them; of equal rows each gets one, where it is clear which values are theirs.

    :param store: `SQLiteStore`
    """
    is_converted = BECAME in store.definition(kept).columns
    name = 't.' + store.quote(column)
    query = ROWS.format(
        here=exact(['t.' + store.quote(one) for one in others] + [name] * is_converted),
        kept_as=exact(['k.' + store.quote(one) for one in others] + ['k.' + BECAME] * is_converted),
        is_unset='1' if is_converted else name + ' IS ?', is_first='0' if is_converted else 'k.%s IS ?' % VALUE,
        value=exact(['k.' + VALUE]), row=ROW, table=store.quote(table), kept=store.quote(kept))
    give = 'UPDATE OR IGNORE %s SET %s = (SELECT %s FROM %s WHERE %s = ?) WHERE rowid = ?' % (
        store.quote(table), store.quote(column), VALUE, store.quote(kept), ROW)
    mark = 'UPDATE %s SET %s = 1 WHERE %s = ?' % (store.quote(kept), BACK, ROW)
    with contextlib.closing(store.execute(query, [] if is_converted else [first, first])) as cursor:
        for _same, group in itertools.groupby(cursor, lambda row: row[0]):
            sides = [[], []]
            for _same, side, number, value, is_unset in group:
                sides[side].append((number, value, is_unset))
            for row, place in pairs(*sides):
                if store.write(give, [row, place]):
                    store.write(mark, [row])


def pairs(here, kept):
    """Which kept row gives its value to which one of the table: none where fewer of these are left than there are values.

    :param here, kept: triples of a number, a value, and whether it is what a new column has
    """
    free = [number for number, _value, is_unset in here if is_unset]
    if len(here) < len(kept) and len({value for _row, value, _is_first in kept}) > 1:
        return
    for row, _value, is_first in kept:
        if free:
            yield row, free[0] if is_first else free.pop(0)


def exact(values):
    """Values as one text that is another for each other value, of whatever type and letters."""
    return " || ',' || ".join("CASE typeof({0}) WHEN 'text' THEN 't' || hex({0}) ELSE quote({0}) END".format(value)
                              for value in values) or "''"

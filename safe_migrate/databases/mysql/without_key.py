"""Values come back into the rows of a table without a key, which are told apart by all of their other columns.

The server has no name for one of several equal rows. All that belong to one value get it in one statement; those of
different values one after the other.
"""
from ...bin.store import BACK, BECAME, ROW, VALUE
from .introspection import quoted

AT_ONCE, SINGLY = 2, 3  # in place of a mark, while it is done
# Whether it is clear which value belongs to a row is said as `bin.returning.is_clear` has it.
SORT = """UPDATE {kept} k STRAIGHT_JOIN (
SELECT there.same, IF(here.free = there.number AND there.is_one, {at_once}, {singly}) AS way FROM
(SELECT {kept_as} AS same, COUNT(*) AS number, COUNT(DISTINCT {value}) = 1 AS is_one FROM {kept} k GROUP BY same) there
JOIN (SELECT {here} AS same, COUNT(*) AS number, SUM({is_unset}) AS free FROM {table} t GROUP BY same) here
ON here.same = there.same WHERE here.free AND (here.number >= there.number OR there.is_one)
) clear ON clear.same = {kept_as} SET k.{back} = clear.way"""
JOINED = """{table} t STRAIGHT_JOIN
(SELECT {kept_as} AS same, MIN({row}) AS first FROM {kept} k WHERE {back} = {at_once} GROUP BY same) given
ON given.same = {here}
STRAIGHT_JOIN {kept} k ON k.{row} = given.first"""
GIVE = 'UPDATE IGNORE ' + JOINED + ' SET t.{column} = k.{of}{times} WHERE {is_unset}'
REFUSED = 'SELECT given.same, COUNT(*) FROM ' + JOINED + ' WHERE {is_unset} AND NOT ({is_first}) GROUP BY given.same'


def give_to_all(store, table, kept, others, column, first):
    """Put back what can be at once, and mark it.

    :param store: `MySQLStore`
    :returns: the rows of the kept table whose values are to be given one by one
    """
    is_converted = BECAME in store.definition(kept).columns
    own = 't.' + quoted(column)
    first = 'k.' + BECAME if is_converted else binary(first)
    words = dict(
        table=quoted(table), kept=quoted(kept), column=quoted(column), row=ROW, of=VALUE, back=BACK,
        value=exact('k.' + VALUE),
        here=same(['t.' + quoted(one) for one in others] + [own] * is_converted),
        kept_as=same(['k.' + quoted(one) for one in others] + ['k.' + BECAME] * is_converted),
        is_unset='1 = 1' if is_converted else 'BINARY %s <=> %s' % (own, first),
        is_first='BINARY k.%s <=> BINARY %s' % (VALUE, first),
        times=store.times_as_they_are(table, [column], 't.'), at_once=AT_ONCE, singly=SINGLY)
    store.run(SORT.format(**words))
    if store.count(kept, '%s = %d' % (BACK, AT_ONCE)):
        store.run(GIVE.format(**words))
        for text, number in store.rows(REFUSED.format(**words)):
            store.run("UPDATE {kept} k SET {back} = NULL WHERE {back} = {at_once} AND {kept_as} = '{text}' "
                      'ORDER BY {row} DESC LIMIT {number}'.format(text=text, number=number, **words))
        store.run('UPDATE %s SET %s = 1 WHERE %s = %d' % (quoted(kept), BACK, BACK, AT_ONCE))
    singly = store.rows('SELECT %s FROM %s WHERE %s = %d ORDER BY 1' % (ROW, quoted(kept), BACK, SINGLY))
    store.run('UPDATE %s SET %s = NULL WHERE %s = %d' % (quoted(kept), BACK, BACK, SINGLY))
    return singly


def binary(value):
    """A value of `MySQLStore.as_it_is` in SQL."""
    return 'NULL' if value is None else "X'%s'" % value.hex()


def exact(value):
    """A value as a short text that is another for each other value, of whatever type and letters."""
    return "COALESCE(SHA2(BINARY %s, 256), '-')" % value


def same(values):
    """The same of several, which need not fit into a packet together."""
    return "SHA2(CONCAT_WS(',', %s), 256)" % (', '.join(map(exact, values)) or "''")

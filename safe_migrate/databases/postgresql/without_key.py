"""Values come back into the rows of a table without a key, which are told apart by all of their other columns."""
from ...bin.store import BACK, BECAME, ROW, VALUE
from .catalogs import quoted, string

# Equal rows are numbered on both sides. It has to be clear which value belongs to a row: there are as many equal rows, or
# one value for all of them, as `bin.returning.is_clear` has it for one row.
STATEMENT = """WITH here AS (SELECT t.tableoid AS part, t.ctid AS place, {here} AS same, {unset} AS is_unset FROM {table} t),
there AS (SELECT same, count(*) AS number FROM here GROUP BY same),
kept AS (SELECT k.{row}, {kept_as} AS same, ROW(k.{value})::text AS value FROM {kept} k),
counted AS (SELECT kept.*, count(*) OVER equal AS number, min(value) OVER equal = max(value) OVER equal AS is_one
FROM kept WINDOW equal AS (PARTITION BY same)),
clear AS (SELECT {row}, same, row_number() OVER (PARTITION BY same ORDER BY {row}) AS place_among
FROM counted LEFT JOIN there USING (same) WHERE there.number >= counted.number OR is_one),
free AS (SELECT part, place, same, row_number() OVER (PARTITION BY same ORDER BY part, place) AS place_among
FROM here WHERE is_unset),
given AS (UPDATE {table} t SET {column} = {cast} FROM clear JOIN free USING (same, place_among)
JOIN {kept} k ON k.{row} = clear.{row} WHERE t.tableoid = free.part AND t.ctid = free.place RETURNING clear.{row})
UPDATE {kept} SET {back} = 1 FROM given WHERE {kept}.{row} = given.{row}"""


def statement(table, kept, others, column, cast, first, is_converted):
    """The statement that puts all of them back, and marks them.

    :param others: the names of the other columns
    :param cast: the kept value, as `k.`, as the column takes it
    :param first: what a new column has in its rows, as text, or None
    :param is_converted: whether the column was there, and has what its values became
    """
    same = [', '.join(['%s.%s' % (side, quoted(name)) for name in others] + [last] * is_converted)
            for side, last in (('t', 't.' + quoted(column)), ('k', 'k.' + BECAME))]
    here, kept_as = ['ROW(%s)::text' % one if one else "''::text" for one in same]
    unset = 'true' if is_converted else '(t.%s)::text IS NOT DISTINCT FROM %s' % (
        quoted(column), 'NULL' if first is None else string(first))
    return STATEMENT.format(here=here, kept_as=kept_as, unset=unset, table=quoted(table), kept=quoted(kept), row=ROW,
                            value=VALUE, back=BACK, column=quoted(column), cast=cast)

"""The statements that make a table again, from the server's catalogs."""
from typing import NamedTuple

from .catalogs import quoted, string

COLUMNS = """SELECT a.attnum, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), a.attnotnull,
pg_get_expr(d.adbin, d.adrelid), %s, %s, (SELECT quote_ident(n.nspname) || '.' || quote_ident(c.collname)
FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
WHERE c.oid = a.attcollation AND a.attcollation <> t.typcollation)
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = %%s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""
CONSTRAINTS = """SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s AND contype IN ('p', 'u', 'c', 'x') ORDER BY contype = 'c', conname"""
FOREIGN_KEYS = """SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s AND contype = 'f'{own} ORDER BY conname"""
INDEXES = """SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = %s AND NOT EXISTS (
SELECT 1 FROM pg_constraint o WHERE o.conindid = i.indexrelid AND o.contype IN ('p', 'u', 'x')) ORDER BY i.indexrelid"""
TRIGGERS = 'SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s AND NOT tgisinternal ORDER BY tgname'
SEQUENCES = """SELECT s.oid, s.oid::regclass::text, a.attname, d.deptype::text FROM pg_depend d
JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = %s
AND d.deptype IN ('a', 'i') ORDER BY a.attnum"""
SEQUENCE = """SELECT format_type(seqtypid, NULL), seqincrement, seqmin, seqmax, seqstart, seqcache, seqcycle
FROM pg_sequence WHERE seqrelid = %s"""
COMMENTS = """SELECT objsubid, description, (SELECT quote_ident(attname) FROM pg_attribute
WHERE attrelid = objoid AND attnum = objsubid) FROM pg_description
WHERE classoid = 'pg_class'::regclass AND objoid = %s ORDER BY objsubid"""
PARTS = """SELECT (SELECT inhparent::regclass::text FROM pg_inherits WHERE inhrelid = c.oid AND c.relispartition),
pg_get_expr(c.relpartbound, c.oid), CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END
FROM pg_class c WHERE oid = %s"""
# The views that use a column, and those that use them, as DROP takes them: each before what it is made of.
VIEWS = """WITH RECURSIVE used(oid, attname, depth) AS (
SELECT r.ev_class, a.attname, 1 FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE d.classid = 'pg_rewrite'::regclass AND d.refobjid = %s::regclass AND r.ev_class <> d.refobjid
UNION SELECT r.ev_class, u.attname, u.depth + 1 FROM used u JOIN pg_depend d ON d.refobjid = u.oid
AND d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
JOIN pg_rewrite r ON r.oid = d.objid WHERE r.ev_class <> u.oid)
SELECT attname::text, array_agg(CASE relkind WHEN 'm' THEN 'MATERIALIZED ' ELSE '' END || 'VIEW ' || oid::regclass
ORDER BY depth DESC, oid DESC) FROM (SELECT oid, attname, max(depth) AS depth FROM used GROUP BY 1, 2) AS views
JOIN pg_class USING (oid) WHERE relkind IN ('v', 'm') GROUP BY 1 ORDER BY 1"""
# A table of the schema that is migrated, and nothing that comes and goes with another one.
IN_REACH = """SELECT has_table_privilege(oid, 'SELECT')
AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND relpersistence <> 't'
AND NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = c.oid) AND NOT EXISTS (
SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
FROM pg_class c WHERE oid = to_regclass(%s) AND relkind IN ('r', 'p')"""


def oid_of(catalogs, name):
    """:param name: as SQL writes it
    :returns: the table's number in the catalogs; None where there is none
    """
    return catalogs.rows('SELECT to_regclass(%s)::oid', name)[0][0]


class Sequence(NamedTuple):
    """What numbers a column."""

    oid: int
    name: str  # as SQL writes it
    column: str
    kind: str  # `a` of SERIAL, `i` of an identity


def sequences_of(catalogs, table):
    """:param table: as SQL writes it"""
    return [Sequence(*row) for row in catalogs.rows(SEQUENCES, oid_of(catalogs, table))]


def made(catalogs, oid):
    """The statements that make a table: itself with its sequences; its indexes; its triggers; its foreign keys.

    :param oid: its number in the catalogs
    :returns: four lists
    """
    table, = catalogs.rows('SELECT %s::oid::regclass::text', oid)[0]
    numbered = [one for one in sequences_of(catalogs, table) if one.kind == 'a']
    parent, bound, key = catalogs.rows(PARTS, oid)[0] if catalogs.version >= (10,) else (None, None, None)
    constraints = ['CONSTRAINT %s %s' % row for row in catalogs.rows(CONSTRAINTS, oid)]
    later = [one for one in constraints if one.endswith(' NOT VALID')]  # which a table without rows would make valid
    if parent:
        text = 'CREATE TABLE %s PARTITION OF %s %s' % (table, parent, bound)
    else:
        lines = [column(catalogs, *row[1:]) for row in columns(catalogs, oid)] + [
            one for one in constraints if one not in later]
        text = 'CREATE TABLE %s (%s)%s' % (table, ', '.join(lines), ' PARTITION BY ' + key if key else '')
    found = [sequence(catalogs, one.oid, one.name) for one in numbered] + [text] + [
        'ALTER SEQUENCE %s OWNED BY %s.%s' % (one.name, table, quoted(one.column)) for one in numbered]
    found += ['ALTER TABLE %s ADD %s' % (table, one) for one in later if not parent]
    for place, comment, own in catalogs.rows(COMMENTS, oid):
        what = 'COLUMN %s.%s' % (table, own) if place else 'TABLE ' + table
        found.append('COMMENT ON %s IS %s' % (what, string(comment)))
    own_keys = ' AND conparentid = 0' if catalogs.version >= (11,) else ''
    return (found, [] if parent else [row[0] for row in catalogs.rows(INDEXES, oid)],
            [row[0] for row in catalogs.rows(TRIGGERS, oid)],
            ['ALTER TABLE %s ADD CONSTRAINT %s %s' % ((table,) + row)
             for row in catalogs.rows(FOREIGN_KEYS.replace('{own}', own_keys), oid)])


def columns(catalogs, oid):
    return catalogs.rows(COLUMNS % ('a.attidentity::text' if catalogs.version >= (10,) else "''",
                                    'a.attgenerated::text' if catalogs.version >= (12,) else "''"), oid)


def column(catalogs, name, kind, not_null, default, identity, generated, collate):
    """A line of a CREATE TABLE."""
    words = [name, kind] + (['COLLATE ' + collate] if collate else [])
    if generated:
        words.append('GENERATED ALWAYS AS (%s) %s' % (default, 'STORED' if generated == 's' else 'VIRTUAL'))
    elif identity:
        words.append('GENERATED %s AS IDENTITY' % {'a': 'ALWAYS', 'd': 'BY DEFAULT'}[identity])
    elif default is not None:
        words.append('DEFAULT ' + default)
    return ' '.join(words + ['NOT NULL'] * bool(not_null))


def sequence(catalogs, oid, name):
    """The statement that makes a sequence."""
    if catalogs.version < (10,):
        return 'CREATE SEQUENCE ' + name
    kind, increment, least, most, start, cache, cycles = catalogs.rows(SEQUENCE, oid)[0]
    return 'CREATE SEQUENCE %s AS %s INCREMENT %d MINVALUE %d MAXVALUE %d START %d CACHE %d%s' % (
        name, kind, increment, least, most, start, cache, ' CYCLE' * cycles)

"""PostgreSQL's own definition of a table, from its catalogs, in the words of its own functions.

:source: https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CATALOG
"""
import re
from collections import OrderedDict, namedtuple

from ...schema import Check, Column, ForeignKey, Index, Key, Table
from .catalogs import Catalogs, quoted
from .structure import VIEWS
from .texts import of_extension, of_partition
from .types import casts_of

# A type of the application's own: name, schema (None where it is found without); labels; users: a `User` for each column
# that is of it, but those that a table has from another; is_needed: whether something else than a table needs it
EnumType = namedtuple('EnumType', 'name schema labels users is_needed')
# A column that is of a type, or of an array of it, and its default
User = namedtuple('User', 'schema table column is_array default')

TABLE = """SELECT c.oid, obj_description(c.oid, 'pg_class'), %s, (SELECT e.extname FROM pg_depend d JOIN pg_extension e
ON e.oid = d.refobjid WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %%s AND c.relname = %%s AND c.relkind IN ('r', 'p')"""
PARENT = """CASE WHEN c.relispartition THEN (SELECT inhparent::regclass::text FROM pg_inherits WHERE inhrelid = c.oid) END"""
COLUMNS = """SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
%s, %s, (SELECT collname FROM pg_collation WHERE oid = a.attcollation AND a.attcollation <> t.typcollation),
col_description(a.attrelid, a.attnum), EXISTS (SELECT 1 FROM pg_depend o JOIN pg_class s ON s.oid = o.objid
WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass AND o.refobjid = a.attrelid
AND o.refobjsubid = a.attnum AND o.deptype = 'a' AND s.relkind = 'S')
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = %%s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""
# Its letter, and what its numbers are where the model has said more than that the server numbers
IDENTITY = """a.attidentity::text || coalesce((SELECT concat(
CASE WHEN seqincrement <> 1 THEN ' INCREMENT BY ' || seqincrement END,
CASE WHEN seqstart <> CASE WHEN seqincrement > 0 THEN 1 ELSE -1 END THEN ' START WITH ' || seqstart END)
FROM pg_depend o JOIN pg_sequence s ON s.seqrelid = o.objid WHERE o.classid = 'pg_class'::regclass
AND o.refclassid = 'pg_class'::regclass AND o.refobjid = a.attrelid AND o.refobjsubid = a.attnum AND o.deptype = 'i'), '')"""
NAMES_OF = """ARRAY(SELECT a.attname::text FROM unnest(c.%s) WITH ORDINALITY k(number, place)
JOIN pg_attribute a ON a.attrelid = c.%s AND a.attnum = k.number ORDER BY k.place)"""
CONSTRAINTS = """SELECT c.conname, c.contype::text, pg_get_constraintdef(c.oid), pg_get_expr(c.conbin, c.conrelid), %s,
n.nspname, r.relname, %s, c.confdeltype::text, c.confupdtype::text, c.condeferrable, c.condeferred
FROM pg_constraint c LEFT JOIN pg_class r ON r.oid = c.confrelid LEFT JOIN pg_namespace n ON n.oid = r.relnamespace
WHERE c.conrelid = %%%%s AND c.contype IN ('c', 'p', 'u', 'f', 'x')%%s ORDER BY c.conname""" % (
    NAMES_OF % ('conkey', 'conrelid'), NAMES_OF % ('confkey', 'confrelid'))
OWN = " AND (c.contype <> 'f' OR c.conparentid = 0)"  # one for each partition that it leads to is the server's
INDEXES = """SELECT c.relname, i.indisunique, pg_get_indexdef(i.indexrelid), i.indisvalid FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = %s AND NOT EXISTS (
SELECT 1 FROM pg_constraint o WHERE o.conindid = i.indexrelid AND o.contype IN ('p', 'u', 'x')) ORDER BY c.relname"""
ENUMS = """SELECT format_type(t.oid, NULL), t.typname, CASE WHEN pg_type_is_visible(t.oid) THEN NULL ELSE n.nspname END,
ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder),
ARRAY(SELECT concat_ws(chr(10), u.nspname, c.relname, a.attname, a.atttypid = t.typarray, pg_get_expr(d.adbin, d.adrelid))
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace u ON u.oid = c.relnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.atttypid IN (t.oid, t.typarray) AND c.relkind IN ('r', 'p') AND a.attinhcount = 0
AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1),
EXISTS (SELECT 1 FROM pg_depend o LEFT JOIN pg_class c ON o.classid = 'pg_class'::regclass AND c.oid = o.objid
WHERE o.refclassid = 'pg_type'::regclass AND o.refobjid IN (t.oid, t.typarray) AND o.deptype = 'n'
AND (o.classid IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_rewrite'::regclass, 'pg_cast'::regclass,
'pg_operator'::regclass) OR c.relkind IN ('c', 'v', 'm', 'f')))
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' AND """
OF_TABLE = """t.oid IN (SELECT CASE WHEN e.typelem <> 0 THEN e.typelem ELSE e.oid END FROM pg_attribute a
JOIN pg_type e ON e.oid = a.atttypid WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped)"""
NAMED = "t.typname = %s AND CASE WHEN %s = '' THEN pg_type_is_visible(t.oid) ELSE n.nspname = %s END"

INVALID = 'INVALID'  # in an index's `more`
ACTIONS = {'a': None, 'r': 'RESTRICT', 'c': 'CASCADE', 'n': 'SET NULL', 'd': 'SET DEFAULT'}
NAME = r'(?:"(?:[^"]|"")*"|[^\s".(]+)'
INDEX = re.compile(r'CREATE (?:UNIQUE )?INDEX {0} ON (?:ONLY )?(?:{0}\.)?{0} USING (\w+) \('.format(NAME))
SEQUENCE = re.compile(r"nextval\('((?:[^']|'')*)'")
TABLESPACE = re.compile(r" TABLESPACE %s" % NAME)


class PostgreSQLTable(Table):
    """A table's definition.

    :ivar types: the ENUM types of its columns, an `EnumType` by how the server writes it
    :ivar types_there: of a model, those of them that the database has already, likewise
    :ivar types_said: of a model, how the server writes them, by the name and schema that they have there
    :ivar sequences: what numbers its columns (SERIAL), by their names, as the server writes it
    :ivar casts: see `types.casts_of`; of a table that the database has
    :ivar version: the server's
    :ivar views: those that use a column, by its name: see `structure.VIEWS`
    :ivar as_read: the names of its columns, each behind those of schema and table, as they are before anything is renamed
    """

    def __init__(self, name, schema=None):
        super().__init__(name, schema)
        self.types, self.types_there, self.sequences, self.casts, self.version = OrderedDict(), {}, {}, {}, ()
        self.types_said, self.as_read, self.views = {}, set(), {}


def read(connection, name, schema=None):
    """What the server says that a table is.

    :param connection: SQLAlchemy's
    :returns: a `Table`, of a part of another or of an extension's no more than that it is one; None where there is none, or
        where it is a view
    """
    catalogs = Catalogs(connection)
    parent = PARENT if catalogs.version >= (10,) else 'NULL'
    rows = catalogs.rows(TABLE % parent, schema or connection.dialect.default_schema_name, name)
    if not rows:
        return None
    (oid, comment, parent, extension), table = rows[0], PostgreSQLTable(name, schema)
    if parent or extension:
        table.made_by = of_partition(parent) if parent else of_extension(extension)
        return table
    table.casts, table.version = casts_of(connection, catalogs), catalogs.version
    if comment:
        table.options['COMMENT'] = comment
    table.types.update(enums(catalogs, OF_TABLE, oid))
    for row in catalogs.rows(COLUMNS % (IDENTITY if catalogs.version >= (10,) else "''",
                                        'a.attgenerated::text' if catalogs.version >= (12,) else "''"), oid):
        table.columns[row[0]] = column(*row)
        if table.columns[row[0]].autoincrement:
            table.sequences[row[0]] = SEQUENCE.match(row[3]).group(1).replace("''", "'")
    table.as_read = {(schema or connection.dialect.default_schema_name, name, own) for own in table.columns}
    for row in catalogs.rows(CONSTRAINTS % (OWN if catalogs.version >= (11,) else ''), oid):
        add_constraint(table, connection.dialect.default_schema_name, *row)
    table.views = dict(catalogs.rows(VIEWS, oid))
    table.indexes.update((row[0], index(*row, columns=table.columns)) for row in catalogs.rows(INDEXES, oid))
    return table


def enums(catalogs, which, *arguments):
    """The ENUM types of a query, by how the server writes them."""
    return [(text, EnumType(name, schema, tuple(labels), tuple(user(text, *one.split('\n', 4)) for one in users), is_needed))
            for text, name, schema, labels, users, is_needed in catalogs.rows(ENUMS + which, *arguments)]


def user(text, schema, table, name, is_array, default=None):
    return User(schema, table, name, is_array == 't', default and default_of(default, text))


def enum_named(catalogs, name, schema):
    """An ENUM type of the database's, by its name: how the server writes it, and what it is; None where there is none."""
    return next(iter(enums(catalogs, NAMED, name, schema or '', schema or '')), None)


def column(name, kind, not_null, default, identity, generated, collate, comment, owns):
    """A column; one whose default is the next number of a sequence of its own is one that the server numbers (SERIAL)."""
    serial = bool(owns and default and SEQUENCE.match(default))
    more = {'a': 'GENERATED ALWAYS AS IDENTITY', 'd': 'GENERATED BY DEFAULT AS IDENTITY'}.get(identity[:1], '')
    more += ' (%s)' % identity[2:] if identity[1:] else ''
    computed = (expression(default), generated == 's') if generated else None
    plain = default is None or serial or generated
    return Column(name, kind, not not_null, None if plain else default_of(default, kind), computed, collate, comment, serial,
                  more)


def add_constraint(table, default_schema, name, kind, text, condition, columns, schema, referred, targets, delete, update,
                   deferrable, deferred):
    """A constraint of the table."""
    when = deferrable and 'DEFERRABLE' + ' INITIALLY DEFERRED' * deferred or None
    if kind == 'c':
        table.checks.append(Check(name, expression(condition)))
    elif kind == 'x':
        table.checks.append(Check(name, text))
    elif kind == 'f':
        table.foreign_keys.append(ForeignKey(name, tuple(columns), None if schema == default_schema else schema, referred,
                                             tuple(targets), ACTIONS[delete], ACTIONS[update], when))
    else:
        key = Key(name, tuple(columns), text[closing(text, text.index('(')) + 1:].strip())
        if kind == 'p':
            table.primary_key = key
        else:
            table.uniques.append(key)


def index(name, unique, text, is_valid, columns):
    """An index, from the statement that makes it.

    :param is_valid: not of one that a failed CREATE INDEX CONCURRENTLY has left, which no query uses
    """
    shape = INDEX.match(text)
    start = shape.end() - 1
    end = closing(text, start)
    rest, where = TABLESPACE.sub('', text[end + 1:]), None
    if ' WHERE ' in rest:
        rest, where = rest.split(' WHERE ', 1)
    names = {spelling: one for one in columns for spelling in (quoted(one), '"%s"' % one.replace('"', '""'))}
    parts = tuple(names.get(part, in_one_spelling(part)) for part in split(text[start + 1:end]))
    kind = None if shape.group(1) == 'btree' else shape.group(1)
    return Index(name, parts, unique, kind, where and expression(where), rest.strip() if is_valid else INVALID)


# Expressions in one spelling. What the server says of one, given back to it, may come back in other words: it keeps the cast
# of the type that a column once had, and casts a list of values one by one.

LITERAL = re.compile(r"(E?'((?:[^']|'')*)')::[\w .\"()\[\],]+$")
EACH = re.compile(r"('(?:[^']|'')*')::character varying")
LIST_AS_TEXTS = re.compile(r"\(ARRAY\[(%s(?:, %s)*)\]\)::text\[\]" % ((EACH.pattern.replace('(\'', '(?:\''),) * 2))
AS_TEXT = re.compile(r"\(('(?:[^']|'')*')::character varying\)::text")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)$")
NUMBERS = ('smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision')
SIMPLE = re.compile(r"(E?'(?:[^']|'')*'|[+-]?[\d.]+|\w+)$")
NOW = ('CURRENT_TIMESTAMP', "transaction_timestamp()")


def default_of(text, kind):
    """A column's default.

    :param text: as the server says it
    :param kind: the column's type, likewise
    """
    text = without_brackets(text)
    found = LITERAL.match(text)
    value = without_brackets(found.group(2)) if found else text
    if kind.startswith(NUMBERS) and not kind.endswith(']') and NUMBER.match(without_cast(value)):
        return without_cast(value)
    if text in NOW:
        return 'now()'
    if text.startswith('NULL::'):
        return None
    return found.group(1) if found else text


def without_cast(text):
    """`(-1)::numeric` as `-1`."""
    shape = re.match(r'\(?([+-]?[\d.]+)\)?(::[\w ]+(\([\d,]+\))?)?$', text)
    return shape.group(1) if shape else text


def expression(text):
    """A condition, or what a generated column is made of."""
    return in_one_spelling(without_brackets(text))


def in_one_spelling(text):
    """An expression with the lists of texts in it as lists of one type."""
    text = LIST_AS_TEXTS.sub(lambda found: 'ARRAY[%s]' % EACH.sub(r'\1::text', found.group(1)), text)
    return AS_TEXT.sub(r'\1::text', text)


def bracketed(text):
    """A default as DEFAULT takes it: a value or a call as it stands, anything else in brackets."""
    call = re.match(r'[\w.]+\(', text)
    is_call = call and closing(text, call.end() - 1) == len(text) - 1
    return text if is_call or SIMPLE.match(text) else '(%s)' % text


def without_brackets(text):
    """An expression without the brackets around all of it."""
    while text.startswith('(') and closing(text, 0) == len(text) - 1:
        text = text[1:-1]
    return text


def closing(text, start):
    """The place of the bracket that closes the one at a place; what is in quotation marks does not count."""
    depth, quote = 0, None
    for place in range(start, len(text)):
        character = text[place]
        if quote:
            quote = None if character == quote else quote
        elif character in '\'"':
            quote = character
        else:
            depth += {'(': 1, ')': -1}.get(character, 0)
            if depth == 0:
                return place
    raise ValueError(text)


def split(text):
    """What stands between the commas outside of all brackets and quotation marks."""
    parts, place = [''], 0
    while place < len(text):
        end = place
        if text[place] == '(':
            end = closing(text, place)
        elif text[place] in '\'"':
            end = text.index(text[place], place + 1)
        if text[place] == ',':
            parts.append('')
        else:
            parts[-1] += text[place:end + 1]
        place = end + 1
    return [part.strip() for part in parts]

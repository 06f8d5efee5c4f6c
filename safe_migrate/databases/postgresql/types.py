"""The SQLAlchemy type for what PostgreSQL calls a type, generic where there is one; and which types become one another."""
import re

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from ...autogenerate.rendering import Raw
from .catalogs import quoted

# What the server writes, and what stands for it on every database.
PLAIN = {
    'integer': sa.Integer, 'bigint': sa.BigInteger, 'smallint': sa.SmallInteger, 'text': sa.Text, 'boolean': sa.Boolean,
    'bytea': sa.LargeBinary, 'date': sa.Date, 'timestamp without time zone': sa.DateTime, 'interval': sa.Interval,
    'time without time zone': sa.Time, 'json': sa.JSON, 'double precision': sa.Float, 'numeric': sa.Numeric,
    'character varying': sa.String, 'real': sa.REAL, 'jsonb': postgresql.JSONB, 'uuid': postgresql.UUID,
    'inet': postgresql.INET, 'cidr': postgresql.CIDR, 'macaddr': postgresql.MACADDR, 'money': postgresql.MONEY,
    'oid': postgresql.OID, 'tsvector': postgresql.TSVECTOR, 'hstore': postgresql.HSTORE, 'int4range': postgresql.INT4RANGE,
    'int8range': postgresql.INT8RANGE, 'numrange': postgresql.NUMRANGE, 'daterange': postgresql.DATERANGE,
    'tsrange': postgresql.TSRANGE, 'tstzrange': postgresql.TSTZRANGE,
}
DIALECT = postgresql.dialect()
SHAPE = re.compile(r'(?P<name>[a-z ]+?)(?:\((?P<inside>[\d,]+)\))?(?P<zone> with(?:out)? time zone)?$')
SERIAL = {'smallint': 'SMALLSERIAL', 'integer': 'SERIAL', 'bigint': 'BIGSERIAL'}


def type_of(text, collate=None, enums=()):
    """A type for a column's definition.

    :param text: as the server writes it, such as `character varying(50)`
    :param collate: the column's collation, or None
    :param enums: `EnumType` by how the server writes them
    :returns: a SQLAlchemy type of which the server makes the same again
    """
    if text.endswith('[]'):
        inner = type_of(text[:-2], collate, enums)
        return Raw(text) if isinstance(inner, Raw) else postgresql.ARRAY(inner)
    if text in enums:
        enum = enums[text]
        return sa.Enum(*enum.labels, name=enum.name, **({'schema': enum.schema} if enum.schema else {}))
    found = with_arguments(text, collate)
    return found or Raw('%s COLLATE %s' % (text, quoted(collate)) if collate else text)


def with_arguments(text, collate):
    """One of SQLAlchemy's own types, or None."""
    if text in PLAIN:
        return PLAIN[text](**{'collation': collate} if collate else {})
    shape = SHAPE.match(text)
    name, zone = (shape.group('name'), shape.group('zone') == ' with time zone') if shape else (None, False)
    numbers = [int(number) for number in (shape.group('inside') or '').split(',') if number] if shape else []
    if name in ('character varying', 'character'):
        kind = sa.String if name == 'character varying' else sa.CHAR
        return kind(*numbers, **({'collation': collate} if collate else {}))
    if name == 'numeric':
        return sa.Numeric(*numbers)
    if name in ('bit', 'bit varying'):
        return postgresql.BIT(*numbers, varying=name == 'bit varying')
    if name == 'interval':
        return postgresql.INTERVAL(precision=numbers[0]) if numbers else None
    if name in ('timestamp', 'time'):
        generic, own = (sa.DateTime, postgresql.TIMESTAMP) if name == 'timestamp' else (sa.Time, postgresql.TIME)
        return own(precision=numbers[0], timezone=zone) if numbers else generic(timezone=zone)
    return None


# Which change of a column's type the server makes by itself, and what makes the new values where it does not.
# :source: https://www.postgresql.org/docs/current/sql-createcast.html, "Notes", for what goes to and from texts by itself

CASTS = """SELECT format_type(castsource, NULL), format_type(casttarget, NULL), castcontext::text FROM pg_cast"""
TEXTS = ('text', 'character varying', 'character', 'name', 'citext')
NUMBERS = ('smallint', 'integer', 'bigint', 'numeric')
WHOLE = ('smallint', 'integer', 'bigint')  # each holds the values of those before it
BY_ITSELF = ('i', 'a')  # implicit, in an assignment
OF_CONNECTION = 'safe_migrate_casts'


def casts_of(connection, catalogs):
    """The server's casts, (from, to) -> pg_cast.castcontext, which the connection keeps."""
    if OF_CONNECTION not in connection.info:
        connection.info[OF_CONNECTION] = {tuple(row[:2]): row[2] for row in catalogs.rows(CASTS)}
    return connection.info[OF_CONNECTION]


def base(kind):
    """A type without what stands in brackets behind it: `numeric`, `timestamp with time zone`, `integer[]`."""
    return re.sub(r'\([\d,]+\)', '', kind)


def is_like(old, new, casts):
    """Whether the values of a type become those of another by themselves."""
    old, new = base(old), base(new)
    return old == new or casts.get((old, new)) in BY_ITSELF or new in TEXTS and old != 'bytea'


def is_compared(one, other):
    """Whether a foreign key may lead from a column of one type to one of the other."""
    return base(one) == base(other) or any(base(one) in kind and base(other) in kind for kind in (TEXTS, NUMBERS))


def using(name, old, new, casts):
    """The expression that makes the values of the new type; None where the server makes them by itself.

    :param name: the column, as SQL names it
    :param old, new: types as the server writes them
    """
    if is_like(old, new, casts):
        return None
    was, will = base(old), base(new)
    if will == 'bytea' and was in TEXTS:
        return "convert_to(%s, 'UTF8')" % name
    if was == 'bytea' and will in TEXTS:
        return "convert_from(%s, 'UTF8')" % name
    if (was, will) in casts or was in TEXTS or was.endswith('[]') and will.endswith('[]'):
        return '%s::%s' % (name, new)
    if (was, 'integer') in casts and ('integer', will) in casts:
        return '%s::integer::%s' % (name, new)
    if will == 'interval' and ('integer', was) in casts:
        return "%s * interval '1 second'" % name
    if was == 'interval' and ('integer', will) in casts:
        return 'extract(epoch FROM %s)::%s' % (name, new)
    return '%s::text::%s' % (name, new)


def is_wider(old, new):
    """Whether each value of a type is the same in another."""
    was, will = base(old), base(new)
    if old in WHOLE and new in WHOLE:
        return WHOLE.index(new) >= WHOLE.index(old)
    if was == 'character varying' and new in ('text', 'character varying'):
        return True
    if was == will == 'character varying':
        return inside(new) >= inside(old) > 0
    return was == will == 'numeric' and (old == new or new == 'numeric')


def inside(kind):
    """The number in the brackets of a type; 0 of one without."""
    text = kind.partition('(')[2].rstrip(')')
    return int(text) if text.isdigit() else 0

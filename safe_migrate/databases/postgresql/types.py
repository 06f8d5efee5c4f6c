"""The SQLAlchemy type for what PostgreSQL calls a type, a generic one wherever there is one."""
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

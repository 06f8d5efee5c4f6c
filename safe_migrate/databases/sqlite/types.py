"""The SQLAlchemy type for what SQLite calls a type."""
import re

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from ...autogenerate.rendering import Raw

PLAIN = {
    'INTEGER': sa.Integer, 'BIGINT': sa.BigInteger, 'SMALLINT': sa.SmallInteger, 'TEXT': sa.Text, 'BLOB': sa.LargeBinary,
    'DATETIME': sa.DateTime, 'TIMESTAMP': sa.TIMESTAMP, 'DATE': sa.Date, 'TIME': sa.Time, 'JSON': sa.JSON,
    'FLOAT': sa.Float, 'NUMERIC': sa.Numeric, 'DECIMAL': sa.DECIMAL, 'VARCHAR': sa.String, 'CHAR': sa.CHAR, 'REAL': sa.REAL,
    'NVARCHAR': sa.NVARCHAR, 'NCHAR': sa.NCHAR, 'VARBINARY': sa.VARBINARY, 'BINARY': sa.BINARY, 'CLOB': sa.CLOB,
}
DIALECT = sqlite.dialect()


def type_of(text, collate=None):
    """A type for a column's definition.

    :param text: as SQLite keeps it, such as `VARCHAR(50)`
    :param collate: the column's collation, or None
    :returns: a SQLAlchemy type that is written as the same text
    """
    if text == 'BOOLEAN':
        return sa.Boolean(create_constraint=False)
    shape = re.match(r'(\w+)(?:\(([\d, ]+)\))?$', text)
    kind = PLAIN.get(shape.group(1)) if shape else None
    if kind:
        numbers = [int(number) for number in (shape.group(2) or '').split(',') if number]
        try:
            type_ = kind(*numbers, **({'collation': collate} if collate else {}))
        except TypeError:
            return Raw(text)
        if re.sub(r'\s*COLLATE.*', '', type_.compile(dialect=DIALECT)) == text:
            return type_
    return Raw('%s COLLATE %s' % (text, collate) if collate else text)

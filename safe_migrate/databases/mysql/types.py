"""The SQLAlchemy type for what MySQL or MariaDB calls a type, a generic one wherever there is one."""
import re

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from ...autogenerate.rendering import Raw
from .introspection import string

# What the server writes, and what stands for it on every database.
GENERIC = {
    'int(11)': sa.Integer, 'int': sa.Integer, 'bigint(20)': sa.BigInteger, 'bigint': sa.BigInteger,
    'smallint(6)': sa.SmallInteger, 'smallint': sa.SmallInteger, 'text': sa.Text, 'blob': sa.LargeBinary,
    'datetime': sa.DateTime, 'timestamp': sa.TIMESTAMP, 'date': sa.Date, 'time': sa.Time, 'json': sa.JSON,
    'float': sa.Float, 'longtext': mysql.LONGTEXT, 'mediumtext': mysql.MEDIUMTEXT, 'tinytext': mysql.TINYTEXT,
    'longblob': mysql.LONGBLOB, 'mediumblob': mysql.MEDIUMBLOB, 'tinyblob': mysql.TINYBLOB,
    'tinyint(4)': mysql.TINYINT, 'tinyint': mysql.TINYINT, 'mediumint(9)': mysql.MEDIUMINT, 'mediumint': mysql.MEDIUMINT,
}
WITH_LENGTH = {'varchar': sa.String, 'char': sa.CHAR, 'varbinary': sa.VARBINARY, 'binary': sa.BINARY}
TEXTS = {'varchar': mysql.VARCHAR, 'char': mysql.CHAR, 'text': mysql.TEXT, 'longtext': mysql.LONGTEXT,
         'mediumtext': mysql.MEDIUMTEXT, 'tinytext': mysql.TINYTEXT}
INTEGERS = {'tinyint': mysql.TINYINT, 'smallint': mysql.SMALLINT, 'mediumint': mysql.MEDIUMINT, 'int': mysql.INTEGER,
            'bigint': mysql.BIGINT}
FRACTIONS = {'decimal': mysql.DECIMAL, 'float': mysql.FLOAT, 'double': mysql.DOUBLE}
MOMENTS = {'datetime': mysql.DATETIME, 'timestamp': mysql.TIMESTAMP, 'time': mysql.TIME}
SHAPE = re.compile(r"(?P<name>\w+)(?:\((?P<inside>.*)\))?(?P<unsigned> unsigned)?(?P<zerofill> zerofill)?"
                   r"(?: CHARACTER SET (?P<charset>\w+))?(?: COLLATE (?P<collation>\w+))?$", re.DOTALL)
SPELLED = {'charset': 'CHARACTER SET', 'collation': 'COLLATE'}
UNSIGNED_WIDTHS = {'tinyint': 3, 'smallint': 5, 'mediumint': 8, 'int': 10, 'bigint': 20}


def type_of(text):
    """A type for a column's definition.

    :param text: as the server writes it, such as `varchar(50)`
    :returns: a SQLAlchemy type of which the server makes the same again
    """
    shape = SHAPE.match(text)
    if text in GENERIC:
        return GENERIC[text]()
    if text == 'tinyint(1)':
        return sa.Boolean(create_constraint=False)
    if text == 'double':
        return sa.Float(precision=53)
    make = shape and MAKERS.get(shape.group('name'))
    return make(**shape.groupdict()) if make else Raw(text)


def is_one_integer(wanted, real):
    """Whether two types are one integer that the server only shows in another width, where the first is of none of its own.

    `tinyint(1)` is what drivers read as a boolean, and `zerofill` shows the width.

    :param wanted, real: as the server writes them, such as `int(11)` and `int(10)`
    """
    shape, theirs = SHAPE.match(wanted), SHAPE.match(real)
    name = shape and shape.group('name')
    if name not in INTEGERS or not theirs or 'tinyint(1)' in (wanted, real) or shape.group('zerofill'):
        return False
    is_plain = shape.group('inside') == str(UNSIGNED_WIDTHS[name]) if shape.group('unsigned') else wanted in GENERIC
    return is_plain and all(shape.group(part) == theirs.group(part) for part in ('name', 'unsigned', 'zerofill'))


def in_its_width(type_, text):
    """A column's type, in the width in which the server shows an integer, where that is not the one that it gives by itself.

    :param type_: SQLAlchemy's, as the models have it
    :param text: as the server writes it
    """
    own = type_of(text)
    return type_ if getattr(own, 'display_width', None) is None else own


def text_type(name, inside, charset, collation, **_):
    if charset or collation:
        given = {'charset': charset, 'collation': collation}
        return TEXTS[name](**dict({key: value for key, value in given.items() if value},
                                  **({'length': int(inside)} if inside else {})))
    return WITH_LENGTH[name](int(inside))


def binary_type(name, inside, **_):
    return WITH_LENGTH[name](int(inside))


def integer_type(name, inside, unsigned, zerofill, **_):
    options = {'unsigned': True} if unsigned else {}
    options.update({'zerofill': True} if zerofill else {})
    width = int(inside) if inside else None
    if width is not None and not (unsigned and width == UNSIGNED_WIDTHS[name]):
        options['display_width'] = width
    return INTEGERS[name](**options)


def fraction_type(name, inside, unsigned, zerofill, **_):
    numbers = [int(number) for number in inside.split(',')] if inside else []
    if name == 'decimal' and not unsigned:
        return sa.Numeric(*numbers)
    options = dict(zip(('precision', 'scale'), numbers), **({'unsigned': True} if unsigned else {}))
    return FRACTIONS[name](**dict(options, **({'zerofill': True} if zerofill else {})))


def moment_type(name, inside, **_):
    return MOMENTS[name](fsp=int(inside))


def members_type(name, inside, charset, collation, **_):
    members = [string(member) for member in re.findall(r"'(?:[^'\\]|\\.|'')*'", inside, re.DOTALL)]
    given = {key: value for key, value in (('charset', charset), ('collation', collation)) if value}
    if '\\' in inside:  # which SQLAlchemy does not escape in a member
        given = ''.join(' %s %s' % (SPELLED[key], value) for key, value in given.items())
        return Raw('%s(%s)%s' % (name, inside, given))
    if name == 'enum' and not given:
        return sa.Enum(*members)
    return (mysql.ENUM if name == 'enum' else mysql.SET)(*members, **given)


def bit_type(inside, **_):
    return mysql.BIT(int(inside)) if inside != '1' else mysql.BIT()


def year_type(inside, **_):
    return mysql.YEAR()


MAKERS = dict({name: text_type for name in TEXTS}, bit=bit_type, year=year_type, enum=members_type, set=members_type,
              binary=binary_type, varbinary=binary_type)
MAKERS.update({name: integer_type for name in INTEGERS})
MAKERS.update({name: fraction_type for name in FRACTIONS})
MAKERS.update({name: moment_type for name in MOMENTS})

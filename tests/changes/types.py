"""Column types: each pair in both directions, with a value that both can hold."""
from .change import BOTH, LOOSE, MARIADB, NOTHING, SQLITE, Change, column, there_and_back, thing, values

TEXT, NUMBER, DAY, MOMENT = "'a'", '1', "'2020-01-02'", "'2020-01-02 03:04:05'"

GENERIC = [
    ('string length', 'db.String(50)', 'db.String(80)', TEXT),
    ('unicode length', 'db.Unicode(20)', 'db.Unicode(21)', TEXT),
    ('char length', 'db.CHAR(2)', 'db.CHAR(3)', TEXT),
    ('char and varchar', 'db.CHAR(9)', 'db.String(9)', TEXT),
    ('string and text', 'db.String(50)', 'db.Text', TEXT),
    ('string and enum', 'db.String(9)', 'db.Enum("a", "b", name="kind")', TEXT),
    ('string and integer', 'db.String(9)', 'db.Integer', "'1'"),
    ('string and json', 'db.String(99)', 'db.JSON', "'{}'"),
    ('string and numeric', 'db.String(9)', 'db.Numeric(8, 2)', "'1.00'"),
    ('string and boolean', 'db.String(9)', 'db.Boolean', "'1'"),
    ('string and date', 'db.String(10)', 'db.Date', DAY),
    ('string and datetime', 'db.String(30)', 'db.DateTime', MOMENT),
    ('string and time', 'db.String(8)', 'db.Time', "'10:11:12'"),
    ('string and binary', 'db.String(9)', 'db.VARBINARY(9)', TEXT),
    ('text and json', 'db.Text', 'db.JSON', "'{}'"),
    ('text and blob', 'db.Text', 'db.LargeBinary', TEXT),
    ('integer and bigint', 'db.Integer', 'db.BigInteger', NUMBER),
    ('integer and smallint', 'db.Integer', 'db.SmallInteger', NUMBER),
    ('integer and boolean', 'db.Integer', 'db.Boolean', NUMBER),
    ('integer and numeric', 'db.Integer', 'db.Numeric(10, 2)', NUMBER),
    ('integer and float', 'db.Integer', 'db.Float', NUMBER),
    ('integer and text', 'db.Integer', 'db.Text', NUMBER),
    ('smallint and boolean', 'db.SmallInteger', 'db.Boolean', NUMBER),
    ('numeric precision', 'db.Numeric(8, 2)', 'db.Numeric(10, 2)', '1.25'),
    ('numeric scale', 'db.Numeric(10, 2)', 'db.Numeric(10, 4)', '1.25'),
    ('numeric without precision', 'db.Numeric', 'db.Numeric(12, 3)', NUMBER),
    ('numeric and float', 'db.Numeric(8, 2)', 'db.Float', '1.5'),
    ('date and datetime', 'db.Date', 'db.DateTime', DAY),
    ('datetime and integer', 'db.DateTime', 'db.BigInteger', 'NULL'),
    ('interval and integer', 'db.Interval', 'db.Integer', 'NULL'),
    ('boolean and enum', 'db.Boolean', 'db.Enum("yes", "no", name="answer")', 'NULL'),
    ('binary length', 'db.VARBINARY(5)', 'db.VARBINARY(9)', TEXT),
    ('enum member', 'db.Enum("a", "b", name="kind")', 'db.Enum("a", "b", "c", name="kind")', TEXT),
    ('enum member in the middle', 'db.Enum("a", "b", name="kind")', 'db.Enum("a", "x", "b", name="kind")', TEXT),
    ('enum members of other lengths', 'db.Enum("a", name="kind")', 'db.Enum("a", "longer", name="kind")', TEXT),
    ('enum of other characters', 'db.Enum("a", "it\'s", name="kind")', 'db.Enum("a", "\u7537", name="kind")', TEXT),
    ('enum not native', 'db.Enum("a", "b", name="kind", native_enum=False, create_constraint=True)',
     'db.Enum("a", "bb", name="kind", native_enum=False, create_constraint=True)', TEXT),
    ('enum not native, member', 'db.Enum("a", "b", name="kind", native_enum=False, create_constraint=True)',
     'db.Enum("a", "b", "c", name="kind", native_enum=False, create_constraint=True)', TEXT),
    ('type of a dialect', 'db.String(9).with_variant(mysql.VARCHAR(19), "mysql").with_variant(db.String(29), "sqlite")',
     'db.String(9).with_variant(mysql.VARCHAR(20), "mysql").with_variant(db.String(30), "sqlite")', TEXT),
]
MYSQL = [
    ('enum reordered', 'db.Enum("a", "b", name="kind")', 'db.Enum("b", "a", name="kind")', TEXT),
    ('enum made native', 'db.Enum("a", "b", name="kind", native_enum=False, create_constraint=True)',
     'db.Enum("a", "b", name="kind")', TEXT),
    ('unsigned', 'db.Integer', 'mysql.INTEGER(unsigned=True)', NUMBER),
    ('unsigned bigint', 'mysql.BIGINT', 'mysql.BIGINT(unsigned=True)', NUMBER),
    ('unsigned decimal', 'mysql.DECIMAL(8, 2)', 'mysql.DECIMAL(8, 2, unsigned=True)', NUMBER),
    ('unsigned double', 'mysql.DOUBLE', 'mysql.DOUBLE(unsigned=True)', NUMBER),
    ('zerofill', 'mysql.INTEGER(unsigned=True)', 'mysql.INTEGER(unsigned=True, zerofill=True)', NUMBER),
    ('display width', 'mysql.INTEGER(11, unsigned=True, zerofill=True)', 'mysql.INTEGER(9, unsigned=True, zerofill=True)',
     NUMBER),
    ('tinyint and smallint', 'mysql.TINYINT', 'mysql.SMALLINT', NUMBER),
    ('tinyint and boolean', 'mysql.TINYINT(4)', 'db.Boolean', NUMBER),
    ('mediumint and integer', 'mysql.MEDIUMINT', 'db.Integer', NUMBER),
    ('float and double', 'db.Float', 'mysql.DOUBLE', '1.5'),
    ('float precision', 'db.Float', 'db.Float(53)', '1.5'),
    ('double precision', 'mysql.DOUBLE(8, 2)', 'mysql.DOUBLE(9, 3)', '1.5'),
    ('bit length', 'mysql.BIT(1)', 'mysql.BIT(8)', NUMBER),
    ('datetime fractions', 'db.DateTime', 'mysql.DATETIME(fsp=3)', MOMENT),
    ('datetime more fractions', 'mysql.DATETIME(fsp=3)', 'mysql.DATETIME(fsp=6)', MOMENT),
    ('time fractions', 'db.Time', 'mysql.TIME(fsp=2)', "'10:11:12'"),
    ('timestamp fractions', 'mysql.TIMESTAMP(fsp=2)', 'mysql.TIMESTAMP(fsp=6)', MOMENT),
    ('datetime and timestamp', 'db.DateTime', 'mysql.TIMESTAMP', MOMENT),
    ('year and integer', 'mysql.YEAR', 'db.Integer', '2020'),
    ('tinytext', 'mysql.TINYTEXT', 'db.Text', TEXT),
    ('mediumtext', 'db.Text', 'mysql.MEDIUMTEXT', TEXT),
    ('longtext', 'db.Text', 'mysql.LONGTEXT', TEXT),
    ('text length', 'db.Text', 'db.Text(70000)', TEXT),
    ('tinyblob', 'mysql.TINYBLOB', 'db.LargeBinary', TEXT),
    ('longblob', 'db.LargeBinary', 'mysql.LONGBLOB', TEXT),
    ('blob length', 'db.LargeBinary(length=60000)', 'db.LargeBinary(length=70000)', TEXT),
    ('binary and varbinary', 'mysql.BINARY(1)', 'mysql.VARBINARY(1)', TEXT),
    ('native enum reordered', 'mysql.ENUM("a", "b")', 'mysql.ENUM("b", "a")', TEXT),
    ('native enum member', 'mysql.ENUM("a", "b")', 'mysql.ENUM("a", "b", "c")', TEXT),
    ('set member', 'mysql.SET("a", "b")', 'mysql.SET("a", "b", "c")', "'a,b'"),
    ('set reordered', 'mysql.SET("a", "b")', 'mysql.SET("b", "a")', "'a'"),
    ('set and enum', 'mysql.SET("a", "b")', 'mysql.ENUM("a", "b")', TEXT),
    ('json and longtext', 'db.JSON', 'mysql.LONGTEXT', "'{}'"),
    ('charset', 'mysql.VARCHAR(20)', 'mysql.VARCHAR(20, charset="latin1")', TEXT),
    ('charset of text', 'mysql.TEXT(charset="utf8mb4")', 'mysql.TEXT(charset="ascii")', TEXT),
    ('charset of enum', 'mysql.ENUM("a", "b")', 'mysql.ENUM("a", "b", charset="latin1")', TEXT),
    ('charset of char', 'mysql.CHAR(36, charset="ascii")', 'mysql.CHAR(36, charset="utf8mb4")', TEXT),
    ('collation', 'db.String(20)', 'db.String(20, collation="utf8mb4_bin")', TEXT),
    ('collation of two', 'db.String(20, collation="utf8mb4_bin")', 'db.String(20, collation="utf8mb4_unicode_ci")', TEXT),
    ('binary collation', 'mysql.VARCHAR(20)', 'mysql.VARCHAR(20, binary=True)', TEXT),
]
LITE = [
    ('enum and its check', 'db.Enum("a", "b", name="kind", create_constraint=True)', 'db.String(1)', TEXT),
    ('collation nocase', 'db.String(20)', 'db.String(20, collation="NOCASE")', TEXT),
    ('collation rtrim', 'db.String(20, collation="NOCASE")', 'db.String(20, collation="RTRIM")', TEXT),
    ('length of text', 'db.Text', 'db.Text(70000)', TEXT),
    ('boolean and bigint', 'db.Boolean', 'db.BigInteger', NUMBER),
    ('string without length', 'db.String', 'db.String(20)', TEXT),
]
SAME = [  # one thing in two spellings
    ('string and unicode', 'db.String(20)', 'db.Unicode(20)', BOTH),
    ('text and unicode text', 'db.Text', 'db.UnicodeText', BOTH),
    ('pickle and blob', 'db.PickleType', 'db.LargeBinary', BOTH),
    ('integer of the dialect', 'db.Integer', 'mysql.INTEGER', LOOSE),
    ('boolean and tinyint(1)', 'db.Boolean(create_constraint=False)', 'mysql.TINYINT(1)', MARIADB),
    ('interval and datetime', 'db.Interval', 'db.DateTime', LOOSE),
    ('integer of another width', 'mysql.INTEGER(10)', 'db.Integer', MARIADB),
    ('unsigned integer of another width', 'mysql.BIGINT(21, unsigned=True)', 'mysql.BIGINT(unsigned=True)', MARIADB),
    ('enum of another name', 'db.Enum("a", "b", name="one")', 'db.Enum("a", "b", name="two")', MARIADB),
    ('numeric and decimal', 'db.Numeric(8, 2)', 'mysql.NUMERIC(8, 2)', MARIADB),
    ('boolean and bool', 'db.Boolean(create_constraint=False)', 'mysql.BOOLEAN(create_constraint=False)', MARIADB),
]
DECORATED = '''

class Lower(sa.TypeDecorator):
    impl = db.String(%d)
    cache_ok = True
'''


def pair(name, before, after, value, on=None):
    on = on or (LOOSE if 'VARBINARY' in before + after or 'with_variant' in before else BOTH)
    expected = ('kind' if name.startswith('enum member') else 'value',)
    return there_and_back('type: ' + name, column(before), column(after), expected, on=on, rows=values(value, 'NULL'))


CHANGES = [change for row in GENERIC for change in pair(*row)]
CHANGES += [change for row in MYSQL for change in pair(*row, on=MARIADB)]
CHANGES += [change for row in LITE for change in pair(*row, on=SQLITE)]
CHANGES += [Change('type: %s is the same' % name, column(before), column(after), NOTHING, on=on)
            for name, before, after, on in SAME]
CHANGES += [
    Change('type: one of the codebase', DECORATED % 20 + column('db.Text'), DECORATED % 20 + column('Lower'), 'value',
           rows=values(TEXT)),
    Change('type: one of the codebase, longer', DECORATED % 20 + column('Lower'), DECORATED % 30 + column('Lower'), 'value',
           rows=values(TEXT)),
    Change('type: of two columns', thing('one = db.Column(db.String(9))', 'two = db.Column(db.Integer)'),
           thing('one = db.Column(db.String(19))', 'two = db.Column(db.BigInteger)'), 'one', 'two',
           rows=["INSERT INTO thing (id, one, two) VALUES (1, 'a', 2)"]),
    Change('type: beside an index', column('db.String(9)', 'index=True'), column('db.String(19)', 'index=True'), 'value',
           rows=values(TEXT)),
    Change('type: beside a unique key', column('db.String(9)', 'unique=True'), column('db.String(19)', 'unique=True'),
           'value', rows=values(TEXT)),
    Change('type: not null with a default kept', column('db.String(9)', 'nullable=False', 'server_default="x"'),
           column('db.String(19)', 'nullable=False', 'server_default="x"'), 'value', rows=values(TEXT)),
    Change('type: with a comment kept', column('db.String(9)', 'comment="it\'s"'), column('db.String(19)',
        'comment="it\'s"'),
           'value', rows=values(TEXT)),
    Change('type: a list of a column named in Chinese', thing('name = db.Column("姓名", db.String(9))'),
           thing('name = db.Column("姓名", db.String(19))'), '姓名', rows=['INSERT INTO thing (id, `姓名`) VALUES (1, 2)']),
]

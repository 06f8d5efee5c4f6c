"""Directly after `db upgrade`, `db migrate` finds nothing: each type with each kind of default that it can have."""
import re

import pytest

from .change import HEADER, model
from . import made_by_hand_on_postgresql as on_postgresql
from .made_by_hand import GEO, ROWS
from .trial import Tool, Workshop, begin, written

pytestmark = pytest.mark.long
WORDS = ['"x"', '""', '"it\'s"', '"50%"', '"a:b"', r'"a\\b"', '"中文"', '"0"', '"NULL"',
         'sa.text("\'x\'")', 'sa.text("NULL")']
NUMBERS = ['"0"', '"1"', '"-7"', 'sa.text("3")', 'sa.literal_column("5")', 'sa.text("(1 + 2)")', 'sa.text("NULL")']
FRACTIONS = ['"0"', '"0.00"', '"1.5"', '"1.50"', '"-2.25"', 'sa.text("1.25")', 'sa.text("(1.5 * 2)")']
NOW = ['sa.func.now()', 'sa.func.current_timestamp()', 'sa.text("CURRENT_TIMESTAMP")']
BOOLEANS = ['sa.true()', 'sa.false()', '"0"', '"1"', 'sa.text("1")']
GENERIC = [
    ('db.String(50)', WORDS + ['sa.text("(lower(\'Y\'))")']), ('db.Unicode(30)', WORDS[:3]), ('db.CHAR(9)', WORDS[:6]),
    ('db.Text', WORDS[:7]), ('db.UnicodeText', ['"x"']), ('db.Integer', NUMBERS), ('db.SmallInteger', NUMBERS),
    ('db.BigInteger', NUMBERS + ['"9223372036854775807"']), ('db.Float', FRACTIONS), ('db.Float(53)', FRACTIONS[:3]),
    ('db.Numeric', ['"1"']), ('db.Numeric(10, 2)', FRACTIONS), ('db.Numeric(12, 6)', FRACTIONS), ('db.Boolean', BOOLEANS),
    ('db.Boolean(create_constraint=False)', BOOLEANS), ('db.Date', ['"2000-01-01"', 'sa.text("\'2000-01-01\'")']),
    ('db.Time', ['"10:11:12"']), ('db.DateTime', NOW + ['"2000-01-02 03:04:05"', '"2000-01-02"', 'sa.text("NULL")']),
    ('db.Interval', []), ('db.LargeBinary', []), ('db.LargeBinary(length=70000)', []), ('db.PickleType', []),
    ('db.JSON', ['"{}"', '"[]"', 'sa.text("\'{}\'")']), ('db.VARBINARY(9)', ['"x"']),
    ('db.Enum("a", "b", name="one")', ['"a"', 'sa.text("\'b\'")']),
    ('db.Enum("a", "it\'s", "中", name="two", native_enum=False, create_constraint=True)', ['"a"', '"it\'s"']),
    ('db.String(9).with_variant(mysql.VARCHAR(8), "mysql")', ['"x"']),
]
MYSQL = [
    ('mysql.TINYINT', NUMBERS[:4]), ('mysql.TINYINT(1)', NUMBERS[:4] + BOOLEANS[:2]), ('mysql.SMALLINT', ['"1"']),
    ('mysql.MEDIUMINT', ['"1"']), ('mysql.INTEGER(11)', ['"1"']), ('mysql.INTEGER(9, unsigned=True)', ['"1"']),
    ('mysql.INTEGER(unsigned=True, zerofill=True)', ['"1"']), ('mysql.BIGINT(20)', ['"1"']),
    ('mysql.BIGINT(unsigned=True)', ['"18446744073709551615"']), ('mysql.DECIMAL(8, 3)', FRACTIONS),
    ('mysql.DECIMAL(8, 3, unsigned=True)', ['"1.5"']), ('mysql.NUMERIC(9, 2)', FRACTIONS[:4]),
    ('mysql.DOUBLE', FRACTIONS), ('mysql.DOUBLE(8, 2)', FRACTIONS[:4]), ('mysql.FLOAT', FRACTIONS[:4]),
    ('mysql.FLOAT(8, 2)', ['"1.5"']), ('mysql.REAL', ['"1.5"']), ('mysql.BIT(1)', ['sa.text("b\'1\'")']),
    ('mysql.BIT(8)', ['sa.text("b\'101\'")']), ('mysql.YEAR', ['"2000"']), ('mysql.TIME(fsp=3)', ['"10:11:12"']),
    ('mysql.DATETIME', NOW), ('mysql.DATETIME(fsp=3)', ['sa.text("CURRENT_TIMESTAMP(3)")', '"2000-01-01"']),
    ('mysql.DATETIME(fsp=6)', ['sa.text("CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)")']),
    ('mysql.TIMESTAMP', NOW + ['sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP")', '"2000-01-01 00:00:00"']),
    ('mysql.TIMESTAMP(fsp=6)', ['sa.text("CURRENT_TIMESTAMP(6)")']), ('mysql.TINYTEXT', ['"x"']), ('mysql.TEXT(100)',
        ['"x"']),
    ('mysql.MEDIUMTEXT', WORDS[:3]), ('mysql.LONGTEXT', WORDS[:3]), ('mysql.TINYBLOB', ['"x"']), ('mysql.MEDIUMBLOB', []),
    ('mysql.LONGBLOB', ['"x"']), ('mysql.BLOB(500)', []), ('mysql.BINARY(3)', ['"abc"']), ('mysql.VARBINARY(8)', ['"x"']),
    ('mysql.CHAR(9, charset="ascii")', ['"x"']), ('mysql.VARCHAR(9, charset="latin1")', ['"x"', '""']),
    ('mysql.VARCHAR(9, collation="utf8mb4_bin")', ['"x"']), ('mysql.VARCHAR(9, binary=True)', ['"x"']),
    ('mysql.NVARCHAR(9)', ['"x"']), ('mysql.NCHAR(9)', ['"x"']), ('mysql.TEXT(charset="utf8")', []),
    ('mysql.ENUM("a", "b")', ['"b"']), ('mysql.ENUM("a", "it\'s", "中", charset="utf8mb4")', ['"it\'s"', '"中"']),
    ('mysql.SET("a", "b")', ['"a"', '"a,b"', '""']), ('mysql.JSON', ['"{}"']),
    ('db.String(36)', ['sa.text("(uuid())")']), ('db.Integer', ['sa.text("(floor(1.5))")']),
    ('db.Date', ['sa.text("(curdate())")']),
]
SQLITE = [
    ('db.String', WORDS[:4]), ('db.String(9, collation="NOCASE")', ['"x"']), ('db.Date', ['sa.text("CURRENT_DATE")']),
    ('db.DateTime', ['sa.text("(datetime(\'now\'))")', 'sa.text("(datetime(\'now\', \'localtime\'))")']),
    ('db.Integer', ['sa.text("(strftime(\'%s\', \'now\'))")', 'sa.text("(abs(random()))")']), ('db.REAL', ['"1.5"']),
    ('db.BLOB', ['sa.text("x\'00\'")', '"x"']), ('db.NCHAR(9)', ['"x"']), ('db.DECIMAL(8, 2)', FRACTIONS[:4]),
    ('db.TIMESTAMP', NOW),
]
POSTGRESQL = [
    ('db.String', WORDS[:4]), ('db.DateTime(timezone=True)', NOW + ['"2000-01-01 00:00:00+00"']),
    ('postgresql.JSONB', ['"{}"', 'sa.text("\'[]\'::jsonb")']), ('postgresql.UUID', ['sa.func.gen_random_uuid()']),
    ('postgresql.UUID(as_uuid=True)', []), ('postgresql.ARRAY(db.Integer)', ['"{}"', '"{1,2}"']),
    ('postgresql.ARRAY(db.String(9))', ['"{}"', 'sa.text("ARRAY[]::varchar[]")']),
    ('postgresql.ARRAY(db.Numeric(8, 2))', []),
    ('postgresql.INET', ['"127.0.0.1"']), ('postgresql.CIDR', []), ('postgresql.MACADDR', []), ('postgresql.TSVECTOR', []),
    ('postgresql.BIT(3)', ['sa.text("B\'101\'")']), ('postgresql.BIT(varying=True)', []), ('postgresql.INT4RANGE', []),
    ('postgresql.TSTZRANGE', []), ('postgresql.MONEY', []), ('postgresql.OID', []), ('postgresql.BYTEA', []),
    ('postgresql.DOUBLE_PRECISION', FRACTIONS), ('db.REAL', FRACTIONS[:4]),
    ('postgresql.INTERVAL', ['"1 day"', '"36:00:00"']),
    ('postgresql.TIMESTAMP(precision=3)', NOW[:1]), ('postgresql.TIME(precision=2, timezone=True)', []),
    ('postgresql.ENUM("a", "b", name="three")', ['"b"']), ('postgresql.ARRAY(db.Enum("a", "b", name="four"))', ['"{a}"']),
    ('db.String(20, collation="C")', ['"x"']), ('db.Text(collation="POSIX")', []), ('db.CHAR(1)', ['"x"']),
    ('db.Date', ['sa.func.current_date()', 'sa.text("(now() + interval \'1 day\')::date")']),
    ('db.DateTime', ['sa.text("(now() AT TIME ZONE \'utc\')")', 'sa.text("LOCALTIMESTAMP")',
                     'sa.text("clock_timestamp()")']),
    ('db.String(99)', ['sa.func.current_user()', 'sa.text("upper(\'x\') || \'y\'")', 'sa.text("md5(random()::text)")']),
    ('db.Boolean', ['sa.text("(1 = 1)")']), ('db.Integer', ['sa.text("(random() * 9)::int")', 'sa.text("length(\'abc\')")']),
]
NOT_ON_POSTGRESQL = ('VARBINARY', 'mysql.')
OTHERS = ['comment="it\'s 100%: 中"', 'nullable=False', 'index=True', 'unique=True']
PER_TABLE = 20


def probes(database, server=None):
    """A column's arguments each: every type bare, not null, and with every default.

    :param server: `mysql`, where a TEXT, BLOB or JSON has no default but an expression
    """
    for kind, defaults in GENERIC + {'mariadb': MYSQL, 'sqlite': SQLITE, 'postgresql': POSTGRESQL}[database]:
        if database == 'postgresql' and any(word in kind for word in NOT_ON_POSTGRESQL):
            continue
        yield [kind]
        if database == 'postgresql' and 'Bool' in kind:
            defaults = [default for default in defaults if default != 'sa.text("1")']
        if server == 'mysql' and re.search('Text|TEXT|BLOB|JSON', kind):
            defaults = ['sa.text("(\'%s\')")' % word.strip('"') for word in defaults if re.match(r'"[\w{}[\]]*"$', word)]
        for default in defaults:
            yield [kind, 'server_default=' + default] + ['nullable=False'] * ('NULL' not in default)
    for other in OTHERS:
        yield ['db.String(20)', other]
        yield ['db.Integer', other, 'server_default="0"']


def models_of(columns):
    """Models with these columns, some to a table."""
    tables = [columns[start:start + PER_TABLE] for start in range(0, len(columns), PER_TABLE)]
    return HEADER + ''.join(
        model('t%d' % number, *[('c%d = db.Column(%s)' % (at, ', '.join(arguments))).replace('"two"', '"two%d"' % at)
                                for at, arguments in enumerate(table)])
        for number, table in enumerate(tables))


@pytest.fixture(scope='module')
def workshop(running_server):
    made = Workshop(Tool(), running_server)
    yield made
    made.close()


@pytest.mark.parametrize('name', ['sqlite', 'mariadb', 'postgresql'])
def test_directly_after_an_upgrade_nothing_is_found(workshop, request, name):
    if name == 'postgresql':
        workshop.postgresql = request.getfixturevalue('postgresql_server')
    columns = list(probes(name, name == 'mariadb' and request.getfixturevalue('server').kind()))
    assert len(columns) > (150 if name == 'sqlite' else 200)
    with workshop.trial(name) as trial:
        begin(trial, models_of(columns), ())
        assert written(trial) == ''


@pytest.mark.servers('mysql')
def test_what_was_made_by_hand_is_as_the_models_say(each):
    workshop = Workshop(Tool(), each)
    try:
        with workshop.trial('mariadb') as trial:
            for number, (line, *_) in enumerate(ROWS):
                trial.databases[0].query('CREATE TABLE t%d (id INT PRIMARY KEY AUTO_INCREMENT, %s)' % (number, line))
            trial.replace('models.py', HEADER + GEO + ''.join(
                model('t%d' % number, *lines) for number, (_, *lines) in enumerate(ROWS)))
            assert written(trial) == ''
    finally:
        workshop.close()


def test_what_was_made_by_hand_on_postgresql_is_as_the_models_say(workshop, postgresql_server):
    workshop.postgresql = postgresql_server
    with workshop.trial('postgresql') as trial:
        for statement in on_postgresql.BEFORE:
            trial.databases[0].query(statement)
        models = HEADER + on_postgresql.OWN
        for number, (lines, texts, *after) in enumerate(on_postgresql.ROWS):
            name, key = 't%d' % number, on_postgresql.KEYS[number % len(on_postgresql.KEYS)]
            trial.databases[0].query(('CREATE TABLE {t} (%s, %s)' % (key, lines)).replace('{t}', name))
            for statement in after:
                trial.databases[0].query(statement.replace('{t}', name))
            models += model(name, *[text.replace('{t}', name) for text in texts])
        trial.replace('models.py', models)
        assert written(trial) == ''

"""Random models, as hypothesis draws them: up to five tables of few names, so that two of them have much in common."""
from hypothesis import strategies as st

TABLES, COLUMNS = ['apple', 'order', 'pear', 'user', '表'], ['one', 'two', 'three', 'kind', 'name']
# a type, and the defaults that it may have
SHORT = [
    ('db.String(20)', ['"x"', '""', '"it\'s"', '"中 50%"']), ('db.String(30)', ['"x"']), ('db.CHAR(3)', ['"abc"']),
    ('db.Unicode(20)', ['"y"']), ('db.Integer', ['"0"', '"-7"', 'sa.text("3")']), ('db.SmallInteger', ['"1"']),
    ('db.BigInteger', ['"1"']), ('db.Numeric(8, 2)', ['"1.50"', '"0"']), ('db.Numeric(10, 4)', ['"1.5"']),
    ('db.Float', ['"0.5"']), ('db.Date', ['"2000-01-01"']), ('db.Time', ['"10:00:00"']),
    ('db.DateTime', ['sa.func.now()', '"2000-01-01 00:00:00"', 'sa.text("CURRENT_TIMESTAMP")']),
    ('db.Boolean', ['sa.true()', '"0"']), ('db.Boolean(create_constraint=False)', ['sa.false()']),
]
ENUMS = [  # named apart from the column: MariaDB calls the key of a unique column so, and allows no CHECK of that name
    ('db.Enum("a", "b", name="a_%s")', ['"a"']), ('db.Enum("b", "a", "it\'s", name="a_%s")', ['"a"']),
    ('db.Enum("a", "long one", name="a_%s", native_enum=False, create_constraint=True)', ['"a"']),
]
LONG = [('db.Text', ['"x"']), ('db.LargeBinary', []), ('db.JSON', ['"{}"']), ('db.PickleType', []), ('db.Interval', [])]
MYSQL = [
    ('mysql.INTEGER(unsigned=True)', ['"1"']), ('mysql.TINYINT(1)', ['"1"']), ('mysql.MEDIUMINT', []),
    ('mysql.BIGINT(unsigned=True)', ['"1"']), ('mysql.DOUBLE', ['"0.5"']), ('mysql.DECIMAL(8, 2, unsigned=True)',
        ['"1.00"']),
    ('mysql.DATETIME(fsp=3)', ['sa.text("CURRENT_TIMESTAMP(3)")']), ('mysql.YEAR', ['"2000"']), ('mysql.BIT(3)', []),
    ('mysql.VARCHAR(20, charset="latin1")', ['"x"']), ('mysql.VARCHAR(20, collation="utf8mb4_bin")', ['"x"']),
    ('mysql.ENUM("a", "b")', ['"b"']), ('mysql.SET("a", "b")', ['"a,b"']), ('mysql.VARBINARY(9)', ['"x"']),
    ('mysql.TIMESTAMP', ['sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP")']),
]
MYSQL_LONG = [('mysql.LONGTEXT', ['"x"']), ('mysql.MEDIUMBLOB', []), ('mysql.TINYTEXT', [])]
SQLITE = [('db.String(20, collation="NOCASE")', ['"x"']), ('db.String', []), ('db.VARBINARY(9)', [])]
KEYS = ['db.Integer', 'db.BigInteger', 'db.String(20)']
ACTIONS = ['', ', ondelete="CASCADE"', ', ondelete="SET NULL"', ', onupdate="CASCADE"',
    ', ondelete="CASCADE", onupdate="CASCADE"']


def kinds(database):
    """The types that can be in a key, and those that cannot, of a database."""
    if database == 'mariadb':
        return SHORT + ENUMS + MYSQL, LONG + MYSQL_LONG
    return SHORT + ENUMS + SQLITE, LONG


@st.composite
def columns(draw, database, name):
    """The line of a column, whether it can be in a key, and its type."""
    short, long = kinds(database)
    kind, defaults = draw(st.sampled_from(short + long))
    keyed = (kind, defaults) in short
    arguments = [kind.replace('%s', name)]
    default = draw(st.sampled_from([''] * 3 + defaults))
    if default and not keyed and database == 'mariadb':  # MySQL takes it as an expression alone, MariaDB either way
        default = 'db.text("(\'%s\')")' % default.strip('"')
    # MariaDB gives a TIMESTAMP that may not be NULL a default of its own
    null = draw(st.booleans()) or 'TIMESTAMP' in kind and not default
    arguments += ['nullable=%s' % null] + ['server_default=' + default] * bool(default)
    if keyed:
        arguments += draw(st.sampled_from([[]] * 5 + [['index=True'], ['unique=True'], ['index=True', 'unique=True']]))
    if database == 'mariadb' and draw(st.integers(0, 5)) == 0:
        arguments.append('comment=%r' % draw(st.sampled_from(['one', "it's 100%", '注'])))
    return '%s = db.Column(%s)' % (name, ', '.join(arguments)), keyed, kind


@st.composite
def tables(draw, database, name, targets):
    """The text of a model.

    :param targets: the types of the keys of the tables that it may refer to, by table
    :returns: the text, and the type of its own key
    """
    key = draw(st.sampled_from(KEYS))
    lines, extras, short, numbers = ['id = db.Column(%s, primary_key=True)' % key], [], [], []
    for column in draw(st.lists(st.sampled_from(COLUMNS), unique=True, max_size=4)):
        line, keyed, kind = draw(columns(database, column))
        lines.append(line)
        short += [column] * keyed
        numbers += [column] * ('Integer' in kind)
    for number, target in enumerate(draw(st.lists(st.sampled_from(sorted(targets) + [name]), max_size=2))):
        column, named = 'to_%d' % number, draw(st.sampled_from(['', ', name="fk_%s_%d"' % (name, number)]))
        lines.append('%s = db.Column(%s, db.ForeignKey("%s.id"%s%s)%s)' % (
            column, targets.get(target, key), target, draw(st.sampled_from(ACTIONS)), named,
            draw(st.sampled_from(['', '', ', index=True']))))
    for number in range(draw(st.integers(0, 2)) if short else 0):
        names = ', '.join(map(repr, draw(st.lists(st.sampled_from(short), min_size=1, max_size=2, unique=True))))
        extras.append(draw(st.sampled_from([
            'db.Index("ix_%s_more_%d", %s)' % (name, number, names),
            'db.Index("ux_%s_more_%d", %s, unique=True)' % (name, number, names),
            'db.UniqueConstraint(%s, name="uq_%s_%d")' % (names, name, number)])))
    for column in numbers[:draw(st.integers(0, 1))]:
        extras.append('db.CheckConstraint("%s >= %d", name="ck_%s")' % (column, draw(st.integers(-9, 0)), name))
    if extras:
        lines.append('__table_args__ = (%s,)' % ', '.join(extras))
    text = '\n\nclass T%d(db.Model):\n    __tablename__ = %r\n' % (TABLES.index(name), name)
    return text + ''.join('    %s\n' % line for line in lines), key


@st.composite
def models(draw, database):
    """The text of a `models.py`: each table may refer to itself and to those before it, in an order of its own."""
    keys, text = {}, ''
    for name in draw(st.lists(st.sampled_from(TABLES), unique=True, min_size=1, max_size=5)):
        part, keys[name] = draw(tables(database, name, dict(keys)))
        text += part
    return text

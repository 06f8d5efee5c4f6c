"""Columns: added, dropped, their nullability, defaults and comments."""
from .change import (BOTH, COMMENTS, LOOSE, MARIADB, NOTHING, SQLITE, TWO_ROWS, Change, added_and_dropped, column, model,
                     there_and_back, thing, values)

NONE, ROW = thing(), values("'1'")
NOW = 'server_default=sa.func.now()'
AFTER_UPDATE = 'server_default=sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP")'

# name, the column's arguments, databases
KINDS = [
    ('string', ['db.String(50)'], BOTH),
    ('with a default', ['db.String(50)', 'nullable=False', 'server_default="x"'], BOTH),
    ('integer with a default', ['db.Integer', 'nullable=False', 'server_default="0"'], BOTH),
    ('boolean', ['db.Boolean'], BOTH),
    ('boolean with a default', ['db.Boolean', 'nullable=False', 'server_default=sa.false()'], BOTH),
    ('enum', ['db.Enum("a", "b", name="kind")'], BOTH),
    ('enum with its check', ['db.Enum("a", "b", name="kind", native_enum=False, create_constraint=True)'], BOTH),
    ('json', ['db.JSON'], BOTH),
    ('numeric', ['db.Numeric(10, 2)'], BOTH),
    ('datetime', ['db.DateTime'], BOTH),
    ('datetime with now()', ['db.DateTime', NOW], MARIADB),
    ('blob', ['db.LargeBinary'], BOTH),
    ('with an index', ['db.String(50)', 'index=True'], BOTH),
    ('with a unique key', ['db.String(50)', 'unique=True'], BOTH),
    ('with a unique index', ['db.String(50)', 'unique=True', 'index=True'], BOTH),
    ('with a comment', ['db.String(50)', 'comment="a column"'], BOTH),
    ('with a check', ['db.Integer', 'db.CheckConstraint("value > 0")'], BOTH),
    ('with a collation', ['db.String(50, collation="NOCASE")'], SQLITE),
    ('text of a dialect', ['mysql.LONGTEXT'], MARIADB),
    ('timestamp on update', ['mysql.TIMESTAMP', 'nullable=False', AFTER_UPDATE], MARIADB),
    ('set', ['mysql.SET("a", "b")'], MARIADB),
]
NAMES = ['order', '姓名', 'a%b', 'a b', 'a-b', 'a:b', 'Select', "it's", 'value(1)', 'naïve']
# name, type, the default before and after, databases
DEFAULTS = [
    ('string', 'db.String(50)', '"a"', '"b"', BOTH),
    ('empty string', 'db.String(50)', '""', '"x"', BOTH),
    ('quote', 'db.String(50)', '"x"', '"it\'s"', BOTH),
    ('per cent', 'db.String(50)', '"50"', '"50%"', BOTH),
    ('colon and backslash', 'db.String(50)', '"x"', '"a:b"', BOTH),
    ('backslash', 'db.String(50)', '"x"', r'"a\\\\b"', BOTH),
    ('chinese', 'db.String(50)', '"x"', '"中文"', BOTH),
    ('word that is a function', 'db.String(50)', '"x"', '"now()"', BOTH),
    ('integer', 'db.Integer', '"0"', '"1"', BOTH),
    ('negative', 'db.Integer', '"0"', '"-1"', BOTH),
    ('integer as sql', 'db.Integer', 'sa.text("0")', 'sa.text("7")', BOTH),
    ('numeric', 'db.Numeric(8, 2)', '"0.00"', '"1.50"', BOTH),
    ('float', 'db.Float', '"0.5"', '"1.5"', BOTH),
    ('boolean', 'db.Boolean', 'sa.true()', 'sa.false()', BOTH),
    ('boolean as text', 'db.Boolean', '"0"', '"1"', BOTH),
    ('date', 'db.Date', '"2000-01-01"', '"2000-01-02"', BOTH),
    ('moment', 'db.DateTime', '"2000-01-01 00:00:00"', 'sa.text("CURRENT_TIMESTAMP")', BOTH),
    ('now', 'db.DateTime', '"2000-01-01 00:00:00"', 'sa.func.now()', BOTH),
    ('enum', 'db.Enum("a", "b", name="kind")', '"a"', '"b"', BOTH),
    ('expression', 'db.String(50)', 'sa.text("\'x\'")', 'sa.text("(lower(\'Y\'))")', BOTH),
    # which MySQL takes as an expression alone
    ('text', 'db.Text', 'sa.text("(\'a\')")', 'sa.text("(\'b\')")', BOTH),
    ('json', 'db.JSON', 'sa.text("(\'{}\')")', 'sa.text("(\'[]\')")', BOTH),
    ('blob', 'db.LargeBinary', 'sa.text("(\'a\')")', 'sa.text("(\'b\')")', MARIADB),
    ('uuid', 'db.String(50)', '"x"', 'sa.text("(uuid())")', MARIADB),
    ('set', 'mysql.SET("a", "b")', '"a"', '"a,b"', MARIADB),
    ('fractions', 'mysql.DATETIME(fsp=3)', '"2000-01-01"', 'sa.text("CURRENT_TIMESTAMP(3)")', MARIADB),
    ('sqlite expression', 'db.String(50)', '"x"', 'sa.text("(datetime(\'now\'))")', SQLITE),
]


def default(kind, value):
    return column(kind, 'server_default=' + value) if value else column(kind)


def defaults(name, kind, before, after, on):
    rows, name = values('NULL'), 'default: ' + name
    yield Change(name + ' added', default(kind, ''), default(kind, after), 'value', on=on, rows=rows)
    yield Change(name + ' changed', default(kind, before), default(kind, after), 'value', on=on, rows=rows)
    yield Change(name + ' removed', default(kind, after), default(kind, ''), 'value', on=on, rows=rows)


CHANGES = [change for name, lines, on in KINDS for change in added_and_dropped(
    'column: ' + name, NONE, column(*lines), 'add_column', 'drop_column', on=on, rows=TWO_ROWS)]
CHANGES += [change for name in NAMES for change in added_and_dropped(
    'column: named %s' % name, NONE, thing('value = db.Column(%r, db.String(9))' % name), 'add_column', 'drop_column',
    rows=TWO_ROWS)]
CHANGES += [change for row in DEFAULTS for change in defaults(*row)]
CHANGES += there_and_back('nullable: string', column('db.String(50)'),
                          column('db.String(50)', 'nullable=False'), ['nullable'], rows=ROW)
CHANGES += there_and_back('nullable: integer', column('db.Integer'), column('db.Integer', 'nullable=False'), ['nullable'],
                          rows=ROW)
CHANGES += there_and_back('nullable: with a default', column('db.Integer', 'server_default="5"'),
                          column('db.Integer', 'server_default="5"', 'nullable=False'), ['nullable'], rows=ROW)
CHANGES += there_and_back('nullable: boolean', column('db.Boolean'), column('db.Boolean', 'nullable=False'), ['nullable'],
                          rows=ROW)
CHANGES += there_and_back('nullable: enum', column('db.Enum("1", "2", name="kind")'),
                          column('db.Enum("1", "2", name="kind")', 'nullable=False'), ['nullable'], rows=ROW)
CHANGES += there_and_back('nullable: timestamp', column('mysql.TIMESTAMP', 'nullable=True'),
                          column('mysql.TIMESTAMP', 'nullable=False', NOW), ['nullable'], on=MARIADB,
                          rows=values("'2020-01-01'"))
CHANGES += there_and_back('nullable: with a unique key', column('db.String(50)', 'unique=True'),
                          column('db.String(50)', 'unique=True', 'nullable=False'), ['nullable'], rows=ROW)
CHANGES += there_and_back('nullable and type and default', column('db.String(50)'),
                          column('db.String(60)', 'nullable=False', 'server_default="z"'), ['nullable'], rows=ROW)
CHANGES += there_and_back('default: on update', column('mysql.TIMESTAMP', 'nullable=False', NOW),
                          column('mysql.TIMESTAMP', 'nullable=False', AFTER_UPDATE), ['value'], on=MARIADB,
                          rows=values("'2020-01-01'"))
CHANGES += there_and_back('default: on update of a datetime', column('db.DateTime'),
                          column('db.DateTime', AFTER_UPDATE), ['value'], on=MARIADB, rows=values("'2020-01-01'"))
CHANGES += there_and_back('default: and type', column('db.Integer', 'server_default="1"'),
                          column('db.String(9)', 'server_default="one"'), ['value'], rows=ROW)
CHANGES += [
    Change('comment: added', column('db.String(9)'), column('db.String(9)', 'comment="one"'), 'comment', on=COMMENTS,
        rows=ROW),
    Change('comment: changed', column('db.String(9)', 'comment="one"'), column('db.String(9)', 'comment="it\'s 100%: 二"'),
           'comment', on=COMMENTS, rows=ROW),
    Change('comment: removed', column('db.String(9)', 'comment="one"'), column('db.String(9)'), 'comment', on=COMMENTS,
           rows=ROW),
    Change('comment: of a column with everything',
           column('db.String(9)', 'nullable=False', 'server_default="x"', 'unique=True'),
           column('db.String(9)', 'nullable=False', 'server_default="x"', 'unique=True', 'comment="one"'), 'comment',
           on=COMMENTS, rows=ROW),
    Change('comment: sqlite has none', column('db.String(9)'), column('db.String(9)', 'comment="one"'), NOTHING, on=SQLITE),
    Change('comment: with the type', column('db.String(9)', 'comment="one"'), column('db.String(8)', 'comment="two"'),
           'comment', on=COMMENTS, rows=ROW),
    Change('column order', thing('one = db.Column(db.Integer)', 'two = db.Column(db.Integer)'),
           thing('two = db.Column(db.Integer)', 'one = db.Column(db.Integer)'), NOTHING),
    Change('column order with keys',
           thing('one = db.Column(db.Integer, index=True)', 'two = db.Column(db.String(9), unique=True)'),
           thing('two = db.Column(db.String(9), unique=True)', 'one = db.Column(db.Integer, index=True)'), NOTHING),
    Change('a default in Python is none of the database', column('db.Integer'), column('db.Integer', 'default=5'), NOTHING),
    Change('an attribute of another name', thing('one = db.Column("value", db.Integer)'),
           thing('two = db.Column("value", db.Integer)'), NOTHING),
    Change('columns added in the middle', thing('one = db.Column(db.Integer)', 'two = db.Column(db.Integer)'),
           thing('one = db.Column(db.Integer)', 'middle = db.Column(db.Integer)', 'two = db.Column(db.Integer)'), 'middle',
           rows=TWO_ROWS),
    Change('a column filled', NONE, thing('age = db.Column(db.Integer, nullable=False)'), 'add_column',
           rows=TWO_ROWS, options=['--fill', 'thing.age=0']),
    Change('a text column filled', NONE, thing('name = db.Column(db.String(30), nullable=False)'), 'add_column',
           rows=TWO_ROWS, options=['--fill', "thing.name=it's 100% 中"]),
    Change('a boolean column filled', NONE, thing('ready = db.Column(db.Boolean, nullable=False)'), 'add_column',
           rows=TWO_ROWS, options=['--fill', 'thing.ready=1']),
    Change('a date column filled', NONE, thing('born = db.Column(db.Date, nullable=False)'), 'add_column',
           rows=TWO_ROWS, options=['--fill', 'thing.born=2000-01-01']),
    Change('two columns filled', NONE,
           thing('age = db.Column(db.Integer, nullable=False)', 'size = db.Column(db.Integer, nullable=False)'),
               'add_column',
           rows=TWO_ROWS, options=['--fill', 'thing.age=0', '--fill', 'thing.size=7']),
    Change('a unique column added', NONE, thing('name = db.Column(db.String(30), unique=True, nullable=True)'), 'add_column',
           rows=TWO_ROWS),
]

# a column whose key, by which the models know it, is another than its name
KEYED = thing("up = db.Column('up', db.Integer, key='up_key')", "b = db.Column('b', db.String(20), key='b_key')")
CHANGES += [
    Change('column: with a key, altered', KEYED, thing(
        "up = db.Column('up', db.BigInteger, key='up_key', nullable=False, server_default='0', index=True)",
        "b = db.Column('b', db.String(30), key='b_key')", "__table_args__ = (db.UniqueConstraint('up_key', 'b_key'),)"),
        'alter_column', 'create_unique_constraint', 'create_index'),
    Change('column: with a key, dropped', KEYED, thing("b = db.Column('b', db.String(20), key='b_key')"), 'drop_column'),
    Change('column: with a key, referred to', '', model(
        'owner', "id = db.Column('ident', db.Integer, primary_key=True, key='id_key')") + thing(
        "owner = db.Column('owner_id', db.ForeignKey('owner.id_key'), key='owner_key')"), "['owner.ident']"),
    Change('column: filled that has a default', thing('age = db.Column(db.Integer)'),
           thing('age = db.Column(db.Integer, nullable=False, server_default="3")'), 'alter_column', rows=TWO_ROWS,
           options=['--fill', 'thing.age=7'], gone=['thing.age']),
    Change('column: with another ON CONFLICT', thing('age = db.Column(db.Integer, nullable=False)'),
           thing('age = db.Column(db.Integer, nullable=False, sqlite_on_conflict_not_null="FAIL")'), NOTHING, on=SQLITE),
    Change('column: unique, with another ON CONFLICT',
           thing('age = db.Column(db.Integer)', '__table_args__ = (db.UniqueConstraint("age", name="uq_age"),)'),
           thing('age = db.Column(db.Integer)', '__table_args__ = (db.UniqueConstraint("age", name="uq_age", '
                 'sqlite_on_conflict="REPLACE"),)'), NOTHING, on=SQLITE),
]


def needed(text):
    """A column that may not be NULL and has no default, whose values come back before it and its keys are closed."""
    before = model('owner') + thing('value = db.Column(db.Integer, %s)' % text)
    return Change('column: needed, dropped: ' + text, before, model('owner') + thing(), 'drop_column', on=LOOSE,
                  rows=['INSERT INTO owner (id) VALUES (1), (2)'] + values('1', '2'))


CHANGES += [needed(text) for text in ['nullable=False', 'nullable=False, unique=True',
                                      'db.ForeignKey("owner.id"), nullable=False',
                                      'db.CheckConstraint("value > 0"), nullable=False']]

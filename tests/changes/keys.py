"""Keys: indexes, unique constraints, primary keys and autoincrement."""
from .change import (BOTH, COMMENTS, MARIADB, NOTHING, SQLITE, TWO_ROWS, Change, added_and_dropped, arguments, model,
                     there_and_back, thing)

COLUMNS = ['one = db.Column(db.String(50))', 'two = db.Column(db.String(50))', 'three = db.Column(db.Integer)']
ROWS = ["INSERT INTO thing (id, one, two, three) VALUES (1, 'a', 'b', 3), (2, 'c', 'd', 4)"]
PLAIN = thing(*COLUMNS)


def keyed(*texts):
    """A table with these indexes and constraints."""
    return thing(*COLUMNS + [arguments(*texts)])


def with_column(text):
    return thing('one = db.Column(db.String(50), %s)' % text, *COLUMNS[1:])


def index(columns, *more, name='ix_thing'):
    return 'db.Index(%s)' % ', '.join([repr(name)] + [repr(each) for each in columns.split()] + list(more))


def unique(columns, *more):
    return 'db.UniqueConstraint(%s)' % ', '.join([repr(each) for each in columns.split()] + list(more))


# name, model, databases
INDEXES = [
    ('of a column', with_column('index=True'), BOTH),
    ('unique, of a column', with_column('unique=True, index=True'), BOTH),
    ('named', keyed(index('one')), BOTH),
    ('composite', keyed(index('one two')), BOTH),
    ('unique', keyed(index('one two', 'unique=True')), BOTH),
    ('named in Chinese', keyed(index('one', name='索引')), BOTH),
    ('named with a reserved word', keyed(index('one', name='order')), BOTH),
    ('named with a space', keyed(index('one', name='a b')), BOTH),
    ('named with per cent', keyed(index('one', name='a%b')), BOTH),
    ('two', keyed(index('one'), index('two', name='ix_other')), BOTH),
    ('descending', keyed('db.Index("ix_thing", sa.desc("one"))'), BOTH),
    ('descending and not', keyed('db.Index("ix_thing", "two", sa.desc("one"))'), BOTH),
    ('of a prefix', keyed(index('one', 'mysql_length=10')), MARIADB),
    ('of prefixes', keyed(index('one two', 'mysql_length={"one": 10, "two": 5}')), MARIADB),
    ('fulltext', keyed(index('one', 'mysql_prefix="FULLTEXT"')), MARIADB),
    ('using btree', keyed(index('one', 'mysql_using="btree"')), MARIADB),
    ('using hash', keyed(index('one', 'mysql_using="hash"')), MARIADB),
    ('expression', keyed('db.Index("ix_thing", sa.func.lower(sa.text("one")))'), SQLITE),
    ('expression and column', keyed('db.Index("ix_thing", sa.text("lower(one)"), "two")'), SQLITE),
    ('partial', keyed(index('one', 'sqlite_where=sa.text("three > 0")')), SQLITE),
    ('partial unique', keyed(index('one', 'unique=True', 'sqlite_where=sa.text("three > 0")')), SQLITE),
]
# name, before, after, databases
CHANGED = [
    ('made unique', with_column('index=True'), with_column('index=True, unique=True'), BOTH),
    ('renamed', keyed(index('one', name='ix_a')), keyed(index('one', name='ix_b')), BOTH),
    ('other column', keyed(index('one')), keyed(index('two')), BOTH),
    ('one column more', keyed(index('one')), keyed(index('one two')), BOTH),
    ('other order', keyed(index('one two')), keyed(index('two one')), BOTH),
    ('composite made unique', keyed(index('one two')), keyed(index('one two', 'unique=True')), BOTH),
    ('made descending', keyed(index('one')), keyed('db.Index("ix_thing", sa.desc("one"))'), BOTH),
    ('longer prefix', keyed(index('one', 'mysql_length=10')), keyed(index('one', 'mysql_length=20')), MARIADB),
    ('prefix', keyed(index('one')), keyed(index('one', 'mysql_length=10')), MARIADB),
    ('prefix of one of two', keyed(index('one two', 'mysql_length={"one": 9}')),
     keyed(index('one two', 'mysql_length={"two": 9}')), MARIADB),
    ('made fulltext', keyed(index('one')), keyed(index('one', 'mysql_prefix="FULLTEXT"')), MARIADB),
    ('fulltext of two', keyed(index('one', 'mysql_prefix="FULLTEXT"')), keyed(index('one two', 'mysql_prefix="FULLTEXT"')),
     MARIADB),
    ('using', keyed(index('one', 'mysql_using="btree"')), keyed(index('one', 'mysql_using="hash"')), MARIADB),
    ('other expression', keyed('db.Index("ix_thing", sa.text("lower(one)"))'),
     keyed('db.Index("ix_thing", sa.text("upper(one)"))'), SQLITE),
    ('other condition', keyed(index('one', 'sqlite_where=sa.text("three > 0")')),
     keyed(index('one', 'sqlite_where=sa.text("three > 1")')), SQLITE),
    ('condition', keyed(index('one')), keyed(index('one', 'sqlite_where=sa.text("three > 0")')), SQLITE),
    ('unique constraint instead', keyed(index('one', 'unique=True', name='x')), keyed(unique('one', 'name="x"')), SQLITE),
]
UNIQUES = [
    ('of a column', with_column('unique=True'), BOTH),
    ('named', keyed(unique('one', 'name="uq_one"')), BOTH),
    ('unnamed', keyed(unique('one two')), BOTH),
    ('composite', keyed(unique('one two', 'name="uq_both"')), BOTH),
    ('two', keyed(unique('one', 'name="uq_one"'), unique('two', 'name="uq_two"')), BOTH),
    ('two unnamed', keyed(unique('one'), unique('two')), BOTH),
    ('of a column and an index', with_column('unique=True').replace('two = db.Column(db.String(50))',
                                                                    'two = db.Column(db.String(50), index=True)'), BOTH),
    ('named in Chinese', keyed(unique('one', 'name="唯一"')), BOTH),
]
UNIQUES_CHANGED = [
    ('renamed', keyed(unique('one', 'name="uq_a"')), keyed(unique('one', 'name="uq_b"'))),
    ('other column', keyed(unique('one', 'name="uq"')), keyed(unique('two', 'name="uq"'))),
    ('one column more', keyed(unique('one', 'name="uq"')), keyed(unique('one two', 'name="uq"'))),
    ('other order', keyed(unique('one two', 'name="uq"')), keyed(unique('two one', 'name="uq"'))),
    ('unnamed to another column', keyed(unique('one')), keyed(unique('two'))),
    ('unnamed, one column more', keyed(unique('one')), keyed(unique('one two'))),
]


def key(kind, *lines):
    return thing('id = db.Column(%s, primary_key=True)' % kind, *lines)


COMPOSITE = thing('id = db.Column(db.Integer, primary_key=True, autoincrement=False)',
                  'code = db.Column(db.Integer, primary_key=True, autoincrement=False)')
CODE = thing('id = db.Column(db.Integer, primary_key=True, autoincrement=False)',
             'code = db.Column(db.Integer, nullable=False)')
OTHER_KEY = thing('id = db.Column(db.Integer, nullable=False)',
                  'code = db.Column(db.Integer, primary_key=True, autoincrement=False)')
NO_KEY = '''
thing = db.Table('thing', db.Column('id', db.Integer, nullable=False, autoincrement=False), db.Column('code', db.Integer))
'''
CODE_ROWS = ['INSERT INTO thing (id, code) VALUES (1, 7), (2, 8)']
UNDER = model('part', 'thing_id = db.Column(%s, db.ForeignKey("thing.id"))')
UNDER_ROWS = ['INSERT INTO thing (id) VALUES (1), (2)', 'INSERT INTO part (id, thing_id) VALUES (1, 1), (2, 2)']

CHANGES = [change for name, text, on in INDEXES for change in added_and_dropped(
    'index: ' + name, PLAIN, text, 'create_index', 'drop_index', on=on, rows=ROWS)]
CHANGES += [change for name, before, after, on in CHANGED for change in there_and_back(
    'index: ' + name, before, after, ['thing'], on=on, rows=ROWS)]
CHANGES += [change for name, text, on in UNIQUES for change in added_and_dropped(
    'unique: ' + name, PLAIN, text, 'create_unique_constraint', 'drop', on=on, rows=ROWS)]
CHANGES += [change for name, before, after in UNIQUES_CHANGED for change in there_and_back(
    'unique: ' + name, before, after, ['thing'], rows=ROWS)]
CHANGES += [
    Change('unique: one spelling and another', with_column('unique=True'), keyed(unique('one')), NOTHING),
    Change('index: one spelling and another', with_column('index=True'), keyed('db.Index("ix_thing_one", "one")'), NOTHING),
    Change('index: one ascending and one not said', keyed(index('one')), keyed('db.Index("ix_thing", sa.asc("one"))'),
        NOTHING,
           on=MARIADB),
    Change('index: with its column', thing(), thing('one = db.Column(db.String(50), index=True)'), 'create_index',
           rows=TWO_ROWS),
    Change('index: of two with one column', keyed(index('one two')), thing(COLUMNS[0], COLUMNS[2], arguments(index('one'))),
           'drop_column', rows=ROWS),
    Change('unique: with one of its columns', keyed(unique('one two', 'name="uq"')), thing(COLUMNS[0], COLUMNS[2]),
           'drop_column', rows=ROWS),
]
CHANGES += there_and_back('primary key: integer and bigint', key('db.Integer'), key('db.BigInteger'), ['id'], rows=TWO_ROWS)
CHANGES += there_and_back('primary key: string length', key('db.String(20)'), key('db.String(30)'), ['id'],
                          rows=["INSERT INTO thing (id) VALUES ('a'), ('b')"])
CHANGES += there_and_back('primary key: integer and string', key('db.Integer, autoincrement=False'), key('db.String(20)'),
                          ['id'], rows=TWO_ROWS)
CHANGES += there_and_back('primary key: unsigned', key('mysql.INTEGER'), key('mysql.INTEGER(unsigned=True)'), ['id'],
                          on=MARIADB, rows=TWO_ROWS)
CHANGES += there_and_back('primary key: one column more', CODE, COMPOSITE, ['thing'], rows=CODE_ROWS)
CHANGES += there_and_back('primary key: another column', CODE, OTHER_KEY, ['thing'], rows=CODE_ROWS)
CHANGES += there_and_back('primary key: none', NO_KEY, NO_KEY.replace("'id', db.Integer",
                          "'id', db.Integer, primary_key=True"), ['thing'], rows=CODE_ROWS)
CHANGES += there_and_back('autoincrement', key('db.Integer, autoincrement=False'),
                          key('db.Integer, autoincrement=True'), ['id'], on=COMMENTS, rows=TWO_ROWS)
CHANGES += there_and_back('autoincrement: of a bigint', key('db.BigInteger, autoincrement=False'),
                          key('db.BigInteger, autoincrement=True'), ['id'], on=COMMENTS, rows=TWO_ROWS)
CHANGES += there_and_back('autoincrement: of sqlite', thing(), thing("__table_args__ = {'sqlite_autoincrement': True}"),
                          ['thing'], on=SQLITE, rows=TWO_ROWS)
CHANGES += there_and_back('autoincrement: of sqlite, kept',
    thing( 'name = db.Column(db.String(9))',
    "__table_args__ = {'sqlite_autoincrement': True}"),
    thing( 'name = db.Column(db.String(19))',
    "__table_args__ = {'sqlite_autoincrement': True}"),
    ['name'],
    on=SQLITE,
     rows=TWO_ROWS)
CHANGES += there_and_back('primary key: under a foreign key', key('db.Integer') + UNDER % 'db.Integer',
                          key('db.BigInteger') + UNDER % 'db.BigInteger', ['id', 'thing_id'], rows=UNDER_ROWS)
CHANGES += there_and_back('primary key: a string under a foreign key', key('db.String(20)') + UNDER % 'db.String(20)',
                          key('db.String(30)') + UNDER % 'db.String(30)', ['id', 'thing_id'],
                          rows=UNDER_ROWS)
CHANGES += [Change('primary key: named', thing(), thing(arguments('db.PrimaryKeyConstraint("id", name="pk_thing")'),
                                                        'id = db.Column(db.Integer, nullable=False)'), NOTHING, on=MARIADB)]

"""Changes that hold one another up, and changes of many things at once."""
from .change import MARIADB, SQLITE, Change, arguments, model, thing, there_and_back

ROW = ["INSERT INTO thing (id, a, b) VALUES (1, 5, 'x'), (2, 6, 'y')"]
A, B = 'a = db.Column(db.Integer)', 'b = db.Column(db.String(9))'
CYCLE = model('one', 'two_id = db.Column(db.Integer, db.ForeignKey("two.id", name="fk_one_two", use_alter=True))') + model(
    'two', 'one_id = db.Column(db.Integer, db.ForeignKey("one.id", name="fk_two_one"))')
CYCLE_UNNAMED = model('one', 'two_id = db.Column(db.Integer, db.ForeignKey("two.id"))') + model(
    'two', 'one_id = db.Column(db.Integer, db.ForeignKey("one.id"))')
THREE = ''.join(model(name, 'next_id = db.Column(db.Integer, db.ForeignKey("%s.id"))' % after)
                for name, after in [('one', 'two'), ('two', 'three'), ('three', 'one')])
KEEP = model('keep') + model('stay') + model('last')
OWNER, OWNER_ROWS = model('owner', 'name = db.Column(db.String(9))'), ["INSERT INTO owner (id, name) VALUES (1, 'a')"]
OWNED = thing('owner_id = db.Column(db.Integer, db.ForeignKey("owner.id"))', A)
OWNED_ROWS = OWNER_ROWS + ['INSERT INTO thing (id, owner_id, a) VALUES (1, 1, 5)']
NOT_OWNED_ROWS = OWNER_ROWS + ['INSERT INTO thing (id, owner_id, a) VALUES (1, NULL, 5)']
RICH = model(
    'kind',
    'code = db.Column(db.String(9), unique=True)') + thing(
        'a = db.Column(db.Integer, db.CheckConstraint("a > 0"), nullable=False, server_default="1")',
        'b = db.Column(db.String(9), server_default="x", index=True)',
        'c = db.Column(db.Enum("p", "q", name="letters", create_constraint=True))',
        'd = db.Column(db.Boolean(create_constraint=True), server_default=sa.true())',
        'e = db.Column(db.Integer, db.Computed("a + 1"))',
        'f = db.Column(db.Integer, db.ForeignKey("kind.id", ondelete="CASCADE"))',
        'g = db.Column(db.String(9))',
        'h = db.Column(db.DateTime, server_default=sa.func.now())',
        arguments(
            'db.UniqueConstraint("a", "b")',
            'db.CheckConstraint("b <> \'\'", name="ck_b")',
             'db.Index("ix_part", "b", sqlite_where=sa.text("a > 0"))'))
RICH_ROWS = ["INSERT INTO kind (id, code) VALUES (1, 'k')",
             "INSERT INTO thing (id, a, b, c, d, f, g, h) VALUES (1, 5, 'x', 'p', 1, 1, 'g', '2020-01-01 00:00:00')"]
CHILDREN = model('child', 'thing_id = db.Column(db.Integer, db.ForeignKey("thing.id", ondelete="CASCADE"))')
CHILDREN_ROWS = ['INSERT INTO child (id, thing_id) VALUES (1, 1)']
CONVENTION = '''
db.Model.metadata.naming_convention = {
    'ix': 'ix_%(column_0_label)s', 'uq': 'uq_%(table_name)s_%(column_0_name)s',
        'ck': 'ck_%(table_name)s_%(constraint_name)s',
    'fk': 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s', 'pk': 'pk_%(table_name)s'}
'''
MIXIN = '''

class Stamped(object):
    made = db.Column(db.DateTime, server_default=sa.func.now())
    changed = db.Column(db.DateTime)
'''
JOINED = model('animal', 'kind = db.Column(db.String(20))', '__mapper_args__ = {"polymorphic_on": "kind"}')
DOG = model('dog', 'id = db.Column(db.Integer, db.ForeignKey("animal.id"), primary_key=True)',
            'breed = db.Column(db.String(20))', '__mapper_args__ = {"polymorphic_identity": "dog"}', base='Animal')

CHANGES = [
    Change('cycle: of two tables added', KEEP, KEEP + CYCLE, 'create_table'),
    Change('cycle: of two tables dropped', KEEP + CYCLE, KEEP, 'drop_table'),
    Change('cycle: unnamed, added', KEEP, KEEP + CYCLE_UNNAMED, 'create_table'),
    Change('cycle: unnamed, dropped', KEEP + CYCLE_UNNAMED, KEEP, 'drop_table'),
    Change('cycle: of three tables added', KEEP, KEEP + THREE, 'create_table'),
    Change('cycle: of three tables dropped', KEEP + THREE, KEEP, 'drop_table'),
    Change('a table dropped with the column that points at it', OWNER + OWNED, thing(A), 'drop_table', 'drop_column',
           rows=OWNED_ROWS),
    Change('a table dropped, and the column that pointed at it kept', OWNER + OWNED,
           thing('owner_id = db.Column(db.Integer)', A), 'drop_table', rows=NOT_OWNED_ROWS),
    Change('a table dropped, and the column that pointed at it points at another', OWNER + model('other') + OWNED,
           model('other') + OWNED.replace('owner.id', 'other.id'), 'drop_table',
           rows=NOT_OWNED_ROWS + ['INSERT INTO other (id) VALUES (1)']),
    Change('an index dropped that a foreign key needs', OWNER + OWNED.replace('"owner.id")', '"owner.id"), index=True'),
           OWNER + thing('owner_id = db.Column(db.Integer)', A), 'drop_index', rows=OWNED_ROWS),
    Change('an index dropped beside the foreign key that needs it',
           OWNER + OWNED.replace('"owner.id")', '"owner.id"), index=True'), OWNER + OWNED, 'drop_index',
               rows=OWNED_ROWS),
    Change('an index of its own for a foreign key, which stays', OWNER + OWNED,
           OWNER + OWNED.replace('"owner.id")', '"owner.id"), index=True'), 'DROP INDEX', 'ADD INDEX `ix_thing_owner_id`',
           'else:\n        op.create_index', on=MARIADB, rows=OWNED_ROWS),
    Change('a unique constraint for a foreign key, which stays',
           OWNER + OWNED.replace('"owner.id")', '"owner.id"), index=True'),
           OWNER + OWNED.replace('"owner.id")', '"owner.id"), unique=True'),
           'DROP INDEX `ix_thing_owner_id`, ADD UNIQUE INDEX', on=MARIADB, rows=OWNED_ROWS),
    Change('one of two indexes dropped that a foreign key can use',
           OWNER + OWNED.replace('"owner.id")', '"owner.id"), index=True') + '    ' + arguments(
               'db.Index("ix_both", "owner_id", "id")'), OWNER + OWNED + '    ' + arguments(
               'db.Index("ix_both", "owner_id", "id")'), "drop_index('ix_thing_owner_id'", on=MARIADB, rows=OWNED_ROWS),
    Change('an index dropped with the column of a foreign key', OWNER + OWNED.replace('"owner.id")',
        '"owner.id"), index=True'),
           OWNER + thing(A), 'drop_column', rows=OWNED_ROWS),
    Change('a composite index that a foreign key needs, with one column less',
           OWNER + thing('owner_id = db.Column(db.Integer, db.ForeignKey("owner.id"))', A,
                         arguments('db.Index("ix_both", "owner_id", "a")')),
           OWNER + thing('owner_id = db.Column(db.Integer, db.ForeignKey("owner.id"))', A,
                         arguments('db.Index("ix_both", "owner_id")')), 'thing', rows=OWNED_ROWS),
    Change('a unique key dropped that a foreign key points at', model('owner', 'code = db.Column(db.Integer, unique=True)') +
           thing('owner_code = db.Column(db.Integer, db.ForeignKey("owner.code"))'),
           model('owner', 'code = db.Column(db.Integer)') + thing('owner_code = db.Column(db.Integer)'), 'drop_constraint',
           rows=['INSERT INTO owner (id, code) VALUES (1, 7)', 'INSERT INTO thing (id, owner_code) VALUES (1, 7)']),
    Change('everything of a table at once', thing(A, B), thing(
        'a = db.Column(db.BigInteger, nullable=False, server_default="0", index=True)', 'c = db.Column(db.String(5))',
        arguments('db.CheckConstraint("a >= 0", name="ck_a")', 'db.UniqueConstraint("a", "c", name="uq")')),
        'add_column', 'drop_column', rows=ROW, options=[]),
    Change('five tables at once', thing(A) + KEEP + model('out'), KEEP + model('one') + model('two', B) +
        thing(A.replace('Integer', 'BigInteger')),
           'create_table', 'drop_table', "'a'"),
    Change('a one-to-many made many-to-many', OWNER + OWNED, OWNER + thing(A) + '''
link = db.Table('link', db.Column('owner_id', db.Integer, db.ForeignKey('owner.id'), primary_key=True),
                db.Column('thing_id', db.Integer, db.ForeignKey('thing.id'), primary_key=True))
''', 'create_table', 'drop_column', rows=OWNED_ROWS),
    Change('a naming convention adopted late', OWNER + OWNED, CONVENTION + OWNER + OWNED.replace('Integer)\n    a',
        'Integer)\n    a'),
           'nothing is found'),
    Change('a naming convention, and a longer column', CONVENTION + OWNER + OWNED,
           CONVENTION + OWNER.replace('9', '19') + OWNED, "'name'", rows=OWNED_ROWS),
    Change('a naming convention, and new keys', CONVENTION + OWNER + thing(A),
           CONVENTION + OWNER.replace('String(9)', 'String(9), unique=True, index=True') + OWNED, 'create', 'add_column',
           rows=OWNER_ROWS),
]
CHANGES += there_and_back('a mixin', MIXIN + thing(A), MIXIN + model('thing',
                          A, base='Stamped, db.Model'), ['made', 'changed'])
CHANGES += there_and_back('joined inheritance', JOINED, JOINED + DOG, ['dog'])
CHANGES += there_and_back('single-table inheritance',
    JOINED,
    JOINED + model( 'cat',
    '__tablename__ = None',
    'claws = db.Column(db.Integer)',
    '__mapper_args__ = {"polymorphic_identity": "cat"}',
    base='Animal').replace('    id = db.Column(db.Integer, primary_key=True)\n',
    '').replace('    __tablename__ = None\n',
    ''),
     ['claws'])
CHANGES += [Change('rich table: ' + name, RICH + CHILDREN, after + CHILDREN, *expected, rows=RICH_ROWS + CHILDREN_ROWS,
                   on=on, options=options, gone=gone) for name, after, expected, on, options, gone in [
    ('a column longer', RICH.replace('g = db.Column(db.String(9)', 'g = db.Column(db.String(19)'), ["'g'"],
     ('mariadb', 'sqlite'), [], []),
    ('a column added', RICH + '    i = db.Column(db.Integer)\n', ['add_column'], ('mariadb', 'sqlite'), [], []),
    ('a column dropped', RICH.replace('    g = db.Column(db.String(9))\n', ''), ['drop_column'], ('mariadb', 'sqlite'), [],
        []),
    ('a column with a check and a key dropped', RICH.replace(
        '    c = db.Column(db.Enum("p", "q", name="letters", create_constraint=True))\n', ''), ['drop_column'],
     ('mariadb', 'sqlite'), [], []),
    ('a boolean dropped', RICH.replace('    d = db.Column(db.Boolean(create_constraint=True), server_default=sa.true())\n',
        ''),
     ['drop_column'], ('mariadb', 'sqlite'), [], []),
    ('a column renamed', RICH.replace('    g =', '    gg ='), ['gg'], ('mariadb', 'sqlite'), ['--rename',
        'thing.g=thing.gg'], []),
    ('the boolean renamed', RICH.replace('    d =', '    dd ='), ['dd'], ('mariadb', 'sqlite'),
     ['--rename', 'thing.d=thing.dd'], []),
    ('the enum renamed', RICH.replace('    c =', '    cc ='), ['cc'], ('mariadb', 'sqlite'), ['--rename',
        'thing.c=thing.cc'], []),
    ('a foreign key changed', RICH.replace('CASCADE', 'SET NULL'), ['create_foreign_key'], ('mariadb', 'sqlite'), [], []),
    ('a check changed', RICH.replace("b <> ''", "b <> 'z'").replace("b <> \\'\\'", "b <> \\'z\\'"), ['ck_b'],
     ('mariadb', 'sqlite'), [], []),
    ('an index dropped', RICH.replace('server_default="x", index=True', 'server_default="x"'), ['drop_index'],
     ('mariadb', 'sqlite'), [], []),
    ('a default changed', RICH.replace('server_default="x"', 'server_default="y"'), ["'b'"], ('mariadb', 'sqlite'), [], []),
    ('the key made a bigint', RICH.replace('class Thing(db.Model):\n', 'class Thing(db.Model):\n').replace(
        "'thing'\n    id = db.Column(db.Integer", "'thing'\n    id = db.Column(db.BigInteger"), ["'id'"], SQLITE, [], []),
    ('a member more', RICH.replace('"p", "q"', '"p", "q", "r"'), ["'c'"], ('mariadb', 'sqlite'), [], []),
]]
CHANGES += [
    Change('fulltext beside a new column', thing('b = db.Column(db.Text)',
        arguments('db.Index("ft", "b", mysql_prefix="FULLTEXT")')),
           thing('b = db.Column(db.Text)', 'c = db.Column(db.Text)',
               arguments('db.Index("ft", "b", mysql_prefix="FULLTEXT")')),
           'add_column', on=MARIADB, rows=["INSERT INTO thing (id, b) VALUES (1, 'x')"]),
    Change('charset and a longer column', thing(B, "__table_args__ = {'mysql_charset': 'latin1'}"),
           thing(B.replace('9', '19'), "__table_args__ = {'mysql_charset': 'utf8mb4'}"), "'b'", on=MARIADB,
           rows=["INSERT INTO thing (id, b) VALUES (1, 'x')"]),
    Change('engine and a foreign key', OWNER + thing('owner_id = db.Column(db.Integer)',
        "__table_args__ = {'mysql_engine': 'MyISAM'}"),
           OWNER + thing('owner_id = db.Column(db.Integer, db.ForeignKey("owner.id"))',
               "__table_args__ = {'mysql_engine': 'InnoDB'}"),
           'create_foreign_key', on=MARIADB,
           rows=OWNER_ROWS + ['INSERT INTO thing (id, owner_id) VALUES (1, 1)']),
    Change('string key of another charset under a foreign key',
           model('owner', 'id = db.Column(mysql.VARCHAR(20, charset="latin1"), primary_key=True)') + thing(
               'owner_id = db.Column(mysql.VARCHAR(20, charset="latin1"), db.ForeignKey("owner.id"))'),
           model('owner', 'id = db.Column(mysql.VARCHAR(20, charset="utf8mb4"), primary_key=True)') + thing(
               'owner_id = db.Column(mysql.VARCHAR(20, charset="utf8mb4"), db.ForeignKey("owner.id"))'), "'owner_id'",
                   on=MARIADB,
           rows=["INSERT INTO owner (id) VALUES ('a')", "INSERT INTO thing (id, owner_id) VALUES (1, 'a')"]),
]

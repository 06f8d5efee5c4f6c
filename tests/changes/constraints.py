"""Foreign keys, CHECKs and generated columns."""
from .change import (BOTH, DEFERRED, LOOSE, MARIADB, NOTHING, TWO_ROWS, Change, added_and_dropped, arguments, model,
                     there_and_back, thing)

ENDS = model('owner',
    'code = db.Column(db.Integer, nullable=False, unique=True)',
    'name = db.Column(db.String(50))') + model( 'other') + model('pair',
    'one = db.Column(db.Integer, nullable=False)',
    'two = db.Column(db.Integer, nullable=False)',
     arguments('db.UniqueConstraint("one", "two", name="uq_pair")'))
LINKS = ['owner_id = db.Column(db.Integer%s)', 'one = db.Column(db.Integer)', 'two = db.Column(db.Integer)']
PLAIN = ENDS + thing(LINKS[0] % '', *LINKS[1:])
ROWS = ["INSERT INTO owner (id, code, name) VALUES (1, 1, 'a'), (2, 2, 'b')", 'INSERT INTO other (id) VALUES (1), (2)',
        'INSERT INTO pair (id, one, two) VALUES (1, 1, 1)',
        'INSERT INTO thing (id, owner_id, one, two) VALUES (1, 1, 1, 1), (2, NULL, NULL, NULL)']


def linked(target, *more):
    """A foreign key beside its column."""
    text = ', db.ForeignKey(%s)' % ', '.join([repr(target)] + list(more))
    return ENDS + thing(LINKS[0] % text, *LINKS[1:])


def constrained(*texts):
    """Foreign keys in `__table_args__`."""
    return ENDS + thing(LINKS[0] % '', *(LINKS[1:] + [arguments(*texts)]))


PAIR = 'db.ForeignKeyConstraint(["one", "two"], ["pair.one", "pair.two"]%s)'
FOREIGN_KEYS = [
    ('unnamed', linked('owner.id'), BOTH),
    ('named', linked('owner.id', 'name="fk_owner"'), BOTH),
    ('named in Chinese', linked('owner.id', 'name="外键"'), BOTH),
    ('on delete', linked('owner.id', 'ondelete="CASCADE"'), BOTH),
    ('on update', linked('owner.id', 'onupdate="CASCADE"'), BOTH),
    ('on delete and on update', linked('owner.id', 'ondelete="SET NULL"', 'onupdate="CASCADE"', 'name="fk_owner"'), BOTH),
    ('to a unique column', linked('owner.code'), BOTH),
    ('to itself', linked('thing.id'), BOTH),
    ('to itself, cascading', linked('thing.id', 'ondelete="CASCADE"', 'name="fk_self"'), BOTH),
    ('composite', constrained(PAIR % ''), BOTH),
    ('composite, named', constrained(PAIR % ', name="fk_pair", ondelete="CASCADE"'), BOTH),
    ('two', constrained(PAIR % '', 'db.ForeignKeyConstraint(["owner_id"], ["owner.id"])'), BOTH),
    ('beside an index', linked('owner.id').replace('db.ForeignKey("owner.id")', 'db.ForeignKey("owner.id"), index=True'),
        BOTH),
    ('deferrable', linked('owner.id', 'deferrable=True', 'initially="DEFERRED"'), DEFERRED),
    ('deferrable, named', linked('owner.id', 'deferrable=True', 'initially="DEFERRED"', 'name="fk_owner"'), DEFERRED),
]
FOREIGN_KEYS_CHANGED = [
    ('target table', linked('owner.id'), linked('other.id'), BOTH),
    ('target column', linked('owner.id'), linked('owner.code'), BOTH),
    ('renamed', linked('owner.id', 'name="fk_a"'), linked('owner.id', 'name="fk_b"'), BOTH),
    ('on delete', linked('owner.id', 'ondelete="CASCADE"'), linked('owner.id', 'ondelete="SET NULL"'), BOTH),
    ('on delete, none', linked('owner.id'), linked('owner.id', 'ondelete="CASCADE"'), BOTH),
    ('on delete, named', linked('owner.id', 'name="fk"'), linked('owner.id', 'ondelete="CASCADE"', 'name="fk"'), BOTH),
    ('on update', linked('owner.id', 'onupdate="CASCADE"'), linked('owner.id', 'onupdate="SET NULL"'), BOTH),
    ('on update, none', linked('owner.id'), linked('owner.id', 'onupdate="CASCADE"'), BOTH),
    ('composite instead', linked('owner.id'), constrained(PAIR % ''), BOTH),
    ('composite, on delete', constrained(PAIR % ''), constrained(PAIR % ', ondelete="CASCADE"'), BOTH),
    ('deferrable', linked('owner.id'), linked('owner.id', 'deferrable=True', 'initially="DEFERRED"'), DEFERRED),
    ('initially', linked('owner.id', 'deferrable=True', 'initially="DEFERRED"'),
     linked('owner.id', 'deferrable=True', 'initially="IMMEDIATE"'), DEFERRED),
]
SAME = [
    ('restrict, said', linked('owner.id'), linked('owner.id', 'ondelete="RESTRICT"'), MARIADB),
    ('no action, said', linked('owner.id'), linked('owner.id', 'ondelete="NO ACTION"'), BOTH),
    ('one spelling and another', linked('owner.id'),
     constrained('db.ForeignKeyConstraint(["owner_id"], ["owner.id"])'), BOTH),
    ('deferrable, of sqlite alone', linked('owner.id'), linked('owner.id', 'info={"a": 1}'), BOTH),
]
OWNER = model('owner')
OWNED = thing('owner_id = db.Column(db.Integer, db.ForeignKey("owner.id"))')
OWNED_ROWS = ['INSERT INTO owner (id) VALUES (1)', 'INSERT INTO thing (id, owner_id) VALUES (1, 1), (2, NULL)']

A, B = 'a = db.Column(db.Integer)', 'b = db.Column(db.String(9))'
CHECKED = thing(A, B)
CHECKED_ROWS = ["INSERT INTO thing (id, a, b) VALUES (1, 5, 'x'), (2, 6, 'y')"]


def checked(*texts):
    return thing(A, B, arguments(*['db.CheckConstraint(%s)' % text for text in texts]))


CHECKS = [
    ('named', checked('"a > 0", name="ck_a"'), BOTH),
    ('unnamed', checked('"a > 0"'), BOTH),
    ('of two columns', checked('"a > 0 OR b IS NOT NULL", name="ck_both"'), BOTH),
    ('with quotes', checked('"b <> \'it\'\'s\'", name="ck_b"'), BOTH),
    ('with per cent', checked('"b NOT LIKE \'100%\'", name="ck_b"'), BOTH),
    ('with a list', checked('"b IN (\'x\', \'y\')", name="ck_b"'), BOTH),
    ('with a function', checked('"length(b) < 9", name="ck_b"'), BOTH),
    ('with between', checked('"a BETWEEN 1 AND 9", name="ck_a"'), BOTH),
    ('with Chinese', checked('"b <> \'中文\'", name="ck_b"'), BOTH),
    ('two', checked('"a > 0", name="ck_a"', '"b <> \'\'", name="ck_b"'), BOTH),
    ('two unnamed', checked('"a > 0"', '"b <> \'\'"'), BOTH),
    ('from an expression', checked('sa.column("a") > 3, name="ck_a"'), BOTH),
]
CHECKS_CHANGED = [
    ('condition', checked('"a > 0", name="ck_a"'), checked('"a > 1", name="ck_a"'), BOTH),
    ('condition, unnamed', checked('"a > 0"'), checked('"a > 1"'), BOTH),
    ('renamed', checked('"a > 0", name="ck_a"'), checked('"a > 0", name="ck_b"'), BOTH),
    ('one of two', checked('"a > 0", name="ck_a"', '"b <> \'\'", name="ck_b"'),
     checked('"a > 0", name="ck_a"', '"b <> \'z\'", name="ck_b"'), BOTH),
    ('two made one', checked('"a > 0", name="ck_a"', '"b <> \'\'", name="ck_b"'),
     checked('"a > 0 AND b <> \'\'", name="ck_a"'), BOTH),
]


def computed(text, *more, kind='db.Integer'):
    return thing(A, B, 'c = db.Column(%s, db.Computed(%s))' % (kind, ', '.join([repr(text)] + list(more))))


CHANGES = [change for name, text, on in FOREIGN_KEYS for change in added_and_dropped(
    'foreign key: ' + name, PLAIN, text, 'create_foreign_key', 'drop_constraint', on=on, rows=ROWS)]
CHANGES += [change for name, before, after, on in FOREIGN_KEYS_CHANGED for change in there_and_back(
    'foreign key: ' + name, before, after, ['create_foreign_key', 'drop_constraint'], on=on, rows=ROWS)]
CHANGES += [Change('foreign key: ' + name, before, after, NOTHING, on=on, rows=ROWS) for name, before, after, on in SAME]
CHANGES += added_and_dropped('foreign key: and its column', OWNER + thing(), OWNER + OWNED, 'add_column', 'drop_column',
                             rows=OWNED_ROWS[:1])
CHANGES += added_and_dropped('foreign key: its column and its table', thing(), OWNER + OWNED, 'add_column', 'drop_column')
CHANGES += added_and_dropped(
    'foreign key: named, and its column', OWNER + thing(),
    OWNER + OWNED.replace('"owner.id"', '"owner.id", name="fk_owner", ondelete="CASCADE"'), 'add_column', 'drop_column')
CHANGES += added_and_dropped('foreign key: to itself, and its column',
    thing(),
    thing('parent_id = db.Column(db.Integer, db.ForeignKey("thing.id"))'),
    'add_column',
     'drop_column')
CHANGES += [
    Change('foreign key: dropped with its table', OWNER + OWNED, OWNER, 'drop_table', rows=OWNED_ROWS),
    Change('foreign key: dropped with both tables', OWNER + OWNED + model('third') + model('last'), model('third') +
        model('last'), 'drop_table',
           rows=OWNED_ROWS),
    Change('foreign key: column made not null', OWNER + OWNED,
           OWNER + OWNED.replace('"owner.id")', '"owner.id"), nullable=False'), 'nullable', rows=OWNED_ROWS[:1]),
    Change('foreign key: on delete beside child rows', OWNER + thing(
        'owner_id = db.Column(db.Integer, db.ForeignKey("owner.id", ondelete="CASCADE"))'), OWNER.replace(
        'primary_key=True)', 'primary_key=True)\n    name = db.Column(db.String(9))') + thing(
        'owner_id = db.Column(db.Integer, db.ForeignKey("owner.id", ondelete="CASCADE"))'), 'add_column', rows=OWNED_ROWS),
    Change('foreign key: type of the parent\'s column, child rows kept', model('owner',
        'name = db.Column(db.String(9))') + thing(
        'owner_id = db.Column(db.Integer, db.ForeignKey("owner.id", ondelete="CASCADE"))'), model(
        'owner', 'name = db.Column(db.String(19))') + thing(
        'owner_id = db.Column(db.Integer, db.ForeignKey("owner.id", ondelete="CASCADE"))'), 'name', rows=OWNED_ROWS),
]
CHANGES += [change for name, text, on in CHECKS for change in added_and_dropped(
    'check: ' + name, CHECKED, text, 'check', 'drop_constraint', on=on, rows=CHECKED_ROWS)]
CHANGES += [change for name, before, after, on in CHECKS_CHANGED for change in there_and_back(
    'check: ' + name, before, after, ['drop_constraint'], on=on, rows=CHECKED_ROWS)]
CHANGES += there_and_back('check: beside a column', CHECKED,
                          thing('a = db.Column(db.Integer, db.CheckConstraint("a > 0"))', B), ['a'], rows=CHECKED_ROWS)
# Without a name of its own in the model, the column is as a history with `op.add_column` has left it: the database's word
# stands.
BOOLEAN, CHECKED_BOOLEAN = [thing('a = db.Column(db.Boolean(%s))' % arguments_of, B) for arguments_of in (
    'create_constraint=False', 'create_constraint=True, name="ck_bool"')]
ONE_ROW = ["INSERT INTO thing (id, a, b) VALUES (1, 1, 'x')"]
CHANGES += [Change('check: of a boolean, that a history may have left out', BOOLEAN,
                   CHECKED_BOOLEAN.replace(', name="ck_bool"', ''), NOTHING, rows=ONE_ROW)]
CHANGES += there_and_back('check: of a boolean, that the model names itself', BOOLEAN, CHECKED_BOOLEAN, ['ck_bool'],
                          rows=ONE_ROW, on=LOOSE)  # PostgreSQL has a type for it, and no CHECK
CHANGES += there_and_back('check: beside a column that gets longer', thing(A, B, arguments('db.CheckConstraint("a > 0")')),
                          thing(A, B.replace('9', '19'), arguments('db.CheckConstraint("a > 0")')), ['b'], rows=CHECKED_ROWS)
CHANGES += there_and_back('check: on a column that gets longer',
                          thing(A, B, arguments('db.CheckConstraint("length(b) < 5", name="ck_b")')),
                          thing(A, B.replace('9', '19'), arguments('db.CheckConstraint("length(b) < 5", name="ck_b")')),
                              ['b'],
                          rows=CHECKED_ROWS)
CHANGES += [ Change('check: with the column that it names',
    checked('"a > 0", name="ck_a"'),
    thing(B),
    'drop_column',
    rows=CHECKED_ROWS),
    Change('check: unnamed, with its column',
    checked('"a > 0"'),
    thing(B),
    'drop_column',
    rows=CHECKED_ROWS),
    Change('check: of two columns, with one of them',
    checked('"a > 0 OR b IS NOT NULL", name="ck_both"'),
    thing(B),
    'drop_column',
    rows=CHECKED_ROWS),
    Change('check: spaces are none of its meaning',
    checked('"a > 0", name="ck_a"'),
    checked('"a>0", name="ck_a"'),
    NOTHING,
    on=MARIADB),
     ]
for name, text, on in [
    ('virtual', computed('a + 1'), BOTH),
    ('stored', computed('a + 1', 'persisted=True'), BOTH),
    ('not stored, said', computed('a + 1', 'persisted=False'), LOOSE),
    ('text', computed('upper(b)', kind='db.String(9)'), BOTH),
]:
    CHANGES += added_and_dropped('generated: ' + name, CHECKED, text, 'add_column', 'drop_column', on=on, rows=CHECKED_ROWS)
CHANGES += there_and_back('generated: expression', computed('a + 1'),
                          computed('a + 2'), ['c'], rows=CHECKED_ROWS, gone=['thing.c'])
CHANGES += there_and_back('generated: stored expression', computed('a + 1', 'persisted=True'),
                          computed('a * 2', 'persisted=True'), ['c'], rows=CHECKED_ROWS, gone=['thing.c'])
CHANGES += there_and_back('generated: stored or not', computed('a + 1'), computed('a + 1', 'persisted=True'), ['c'],
                          on=LOOSE, rows=CHECKED_ROWS)
CHANGES += there_and_back('generated: type', computed('upper(b)', kind='db.String(9)'),
                          computed('upper(b)', kind='db.String(19)'), ['c'], rows=CHECKED_ROWS)
CHANGES += there_and_back('generated: made an ordinary one', computed('a + 1', 'persisted=True'),
                          thing(A, B, 'c = db.Column(db.Integer)'), ['c'], rows=CHECKED_ROWS, gone=['thing.c'])
CHANGES += there_and_back('generated: beside a column that gets longer', computed('a + 1'),
                          computed('a + 1').replace('String(9)', 'String(19)'), ['b'], rows=CHECKED_ROWS)

CHAIN = [A, 'c = db.Column(db.Integer, db.Computed("a + 1", persisted=True))',
         'd = db.Column(db.Integer, db.Computed("c + 1", persisted=True))']
CHANGES += [
    Change('generated: with its source', computed('a + 1'), thing(B), 'drop_column', rows=CHECKED_ROWS),
    Change('generated: from another, when the first is dropped',
           thing(A, 'k = db.Column(db.Integer)', 'c = db.Column(db.Integer, db.Computed("a + 1"))'),
           thing('k = db.Column(db.Integer)', 'c = db.Column(db.Integer, db.Computed("k + 1"))'), 'drop_column',
           rows=['INSERT INTO thing (id, a, k) VALUES (1, 2, 3)'], gone=['thing.c']),
    Change('generated: before its source in the model', thing(), thing(CHAIN[1].replace(', persisted=True', ''), A),
           'add_column', rows=TWO_ROWS),
]
CHANGES += added_and_dropped('generated: from one that is generated', thing(B), thing(B, *CHAIN), 'add_column',
                             'drop_column', on=MARIADB, rows=["INSERT INTO thing (id, b) VALUES (1, 'x')"])


OWN_ENGINE = "__table_args__ = {'mysql_engine': 'MyISAM'}"
CHANGES += [
    Change('foreign key: of an engine that ignores it', model('owner', OWN_ENGINE) + thing(OWN_ENGINE),
           model('owner', OWN_ENGINE) + thing(OWN_ENGINE, LINKS[0] % ', db.ForeignKey("owner.id")'), 'add_column',
           on=MARIADB),
]


# `fk_a_b_c_owner` would be the name of either, and `uq_thing_b_c`, and on MySQL the first may be there once in a database.
def linked_tables(*linked):
    """The columns `a.b_c` and `a_b.c`, those that are named here with a foreign key."""
    return OWNER + ''.join(
        model(table, '%s = db.Column(db.Integer%s)' % (name, ", db.ForeignKey('owner.id')" * (table in linked)))
        for table, name in [('a', 'b_c'), ('a_b', 'c')])


BOTH_LINKED, THREE = linked_tables('a', 'a_b'), ['%s = db.Column(db.Integer)' % name for name in ('b', 'c', 'b_c')]
CHANGES += added_and_dropped('foreign key: two tables, one name', linked_tables(), BOTH_LINKED, 'create_foreign_key',
                             'drop_constraint')
CHANGES += there_and_back('foreign key: two tables, one name, another action', BOTH_LINKED, BOTH_LINKED.replace(
    "('owner.id')", "('owner.id', ondelete='CASCADE')"), ['create_foreign_key'])
CHANGES += added_and_dropped('foreign key: a name that another table has', linked_tables('a'), BOTH_LINKED,
                             'create_foreign_key', 'drop_constraint')
CHANGES += added_and_dropped('unique constraint: two, one name', thing(*THREE), thing(*THREE + [arguments(
    'db.UniqueConstraint("b_c")', 'db.UniqueConstraint("b", "c")')]), 'create_unique_constraint', 'drop_')


# One index is enough for several foreign keys, and the server makes it in the place of another that it has made.
REFERRED = OWNER + model('two', *THREE + [arguments('db.UniqueConstraint("b", "c", name="uq_two")')]) + model(
    'three', *THREE + [arguments('db.UniqueConstraint("b", "c", "b_c", name="uq_three")')])
KEYS = ['db.ForeignKeyConstraint(["b"], ["owner.id"])', 'db.ForeignKeyConstraint(["b", "c"], ["two.b", "two.c"])',
        'db.ForeignKeyConstraint(["b", "c", "b_c"], ["three.b", "three.c", "three.b_c"])']
WIDE = 'db.Index("ix_wide", "b", "c", "b_c")'


def keys(*texts):
    """A table with these foreign keys and indexes."""
    return REFERRED + thing(*THREE + [arguments(*texts)] * bool(texts))


CHANGES += there_and_back('foreign key: of one column more than another', keys(KEYS[0]), keys(*KEYS[:2]), [], on=MARIADB)
CHANGES += there_and_back('foreign key: three, each of one column more', keys(), keys(*KEYS), [], on=MARIADB)
CHANGES += there_and_back('foreign key: three above one index', keys(*KEYS), keys(*KEYS + [WIDE]), ['ix_wide'], on=MARIADB)
CHANGES += there_and_back('foreign key: two of one column', keys(KEYS[0]), keys(
    KEYS[0], 'db.ForeignKeyConstraint(["b"], ["two.id"])'), [], on=MARIADB)

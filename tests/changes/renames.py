"""Renames, which `--rename` says are renames."""
from .change import BOTH, MARIADB, REFUSED, SQLITE, Change, arguments, column, model, thing, values

USER = model('user', 'name = db.Column(db.String(50), nullable=False)', 'age = db.Column(db.Integer)')
USER_ROWS = ["INSERT INTO `user` (id, name, age) VALUES (1, 'a', 30), (2, 'b', NULL)"]
# what the column has: its arguments, a value, databases
KINDS = [
    ('string', 'db.String(50)', "'a'", BOTH),
    ('not null', 'db.String(50), nullable=False', "'a'", BOTH),
    ('with a default', 'db.String(50), nullable=False, server_default="x"', "'a'", BOTH),
    ('with a moment as default', 'db.DateTime, server_default=sa.func.now()', "'2020-01-01 00:00:00'", BOTH),
    ('text', 'db.Text', "'a'", BOTH),
    ('boolean', 'db.Boolean', '1', BOTH),
    ('boolean with its check', 'db.Boolean(create_constraint=True), nullable=False', '1', BOTH),
    ('enum', 'db.Enum("a", "b", name="kind")', "'a'", BOTH),
    ('enum with its check', 'db.Enum("a", "b", name="kind", native_enum=False, create_constraint=True)', "'a'", BOTH),
    ('json', 'db.JSON', "'{}'", BOTH),
    ('with a comment', 'db.String(50), comment="one"', "'a'", BOTH),
    ('unsigned', 'mysql.INTEGER(unsigned=True)', '1', MARIADB),
    ('with a charset', 'mysql.VARCHAR(20, charset="latin1")', "'a'", MARIADB),
    ('timestamp on update',
     'mysql.TIMESTAMP, nullable=False, server_default=sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP")',
     "'2020-01-01 00:00:00'", MARIADB),
    ('with a collation', 'db.String(50, collation="NOCASE")', "'a'", SQLITE),
]
KEYED = [  # what refers to it by name
    ('with an index', 'db.String(50), index=True', None),
    ('with a unique key', 'db.String(50), unique=True', None),
    ('in a named index', 'db.String(50)', 'db.Index("ix_named", "%s")'),
    ('in a composite index', 'db.String(50)', 'db.Index("ix_named", "%s", "id")'),
    ('in a named unique constraint', 'db.String(50)', 'db.UniqueConstraint("%s", name="uq_named")'),
    ('in a check', 'db.String(50)', 'db.CheckConstraint("%s <> \'\'", name="ck_named")'),
]


def renamed(old, new):
    return ['--rename', 'thing.%s=thing.%s' % (old, new)]


def holding(name, kind, more=None):
    return thing('%s = db.Column(%s)' % (name, kind), *([arguments(more % name)] if more else []))


CHANGES = [Change('rename: ' + name, holding('value', kind), holding('worth', kind), 'worth', on=on, rows=values(value),
                  options=renamed('value', 'worth')) for name, kind, value, on in KINDS]
CHANGES += [Change('rename: ' + name, holding('value', kind, more), holding('worth', kind, more), 'worth',
                   rows=values("'a'", "'b'"), options=renamed('value', 'worth')) for name, kind, more in KEYED]
CHANGES += [
    Change('rename: two', USER, USER.replace('name =', 'username =').replace('age =', 'years ='), 'username', 'years',
           rows=USER_ROWS, options=['--rename', 'user.name=user.username', '--rename', 'user.age=user.years']),
    Change('rename: and widen', USER, USER.replace('name =', 'username =').replace('50', '80'), 'username', rows=USER_ROWS,
           options=['--rename', 'user.name=user.username']),
    Change('rename: and another type', USER, USER.replace('age =', 'years =').replace('Integer)\n', 'BigInteger)\n'),
        'years',
           rows=USER_ROWS, options=['--rename', 'user.age=user.years']),
    Change('rename: and not null with a default', USER,
           USER.replace('age = db.Column(db.Integer', 'years = db.Column(db.Integer, server_default="0"'), 'years',
           rows=USER_ROWS, options=['--rename', 'user.age=user.years']),
    Change('rename: and a new column beside it', USER, USER.replace('name =', 'username =') + (
        '    city = db.Column(db.String(50))\n'), 'username', 'add_column', rows=USER_ROWS,
        options=['--rename', 'user.name=user.username']),
    Change('rename: and a dropped column beside it', USER,
           model('user', 'username = db.Column(db.String(50), nullable=False)'), 'username', 'drop_column', rows=USER_ROWS,
           options=['--rename', 'user.name=user.username']),
    Change('rename: to a reserved word', USER, USER.replace('age =', 'order ='), 'order', rows=USER_ROWS,
           options=['--rename', 'user.age=user.order']),
    Change('rename: to Chinese', USER, USER.replace('age = db.Column(', 'age = db.Column("年龄", '), '年龄', rows=USER_ROWS,
           options=['--rename', 'user.age=user.年龄']),
    Change('rename: in another case', column('db.String(9)'), thing('Value = db.Column(db.String(9))'), 'Value', on=MARIADB,
           rows=values("'a'"), options=renamed('value', 'Value')),
    Change('rename: a primary key', thing(), thing('thing_id = db.Column(db.Integer, primary_key=True)'), 'thing_id',
           rows=['INSERT INTO thing (id) VALUES (1), (2)'], options=renamed('id', 'thing_id')),
    Change('rename: a foreign key\'s column', model('owner') + thing(
        'owner_id = db.Column(db.Integer, db.ForeignKey("owner.id"))'), model('owner') + thing(
        'holder_id = db.Column(db.Integer, db.ForeignKey("owner.id"))'), 'holder_id',
        rows=['INSERT INTO owner (id) VALUES (1)', 'INSERT INTO thing (id, owner_id) VALUES (1, 1), (2, NULL)'],
        options=renamed('owner_id', 'holder_id')),
    Change('rename: a column that a foreign key points at', model('owner', 'code = db.Column(db.Integer, unique=True)') +
        thing(
        'owner_code = db.Column(db.Integer, db.ForeignKey("owner.code"))'), model(
        'owner', 'number = db.Column(db.Integer, unique=True)') + thing(
        'owner_code = db.Column(db.Integer, db.ForeignKey("owner.number"))'), 'number',
        rows=['INSERT INTO owner (id, code) VALUES (1, 7)', 'INSERT INTO thing (id, owner_code) VALUES (1, 7)'],
        options=['--rename', 'owner.code=owner.number']),
    Change('rename: a table', USER, USER.replace("'user'", "'account'"), 'rename_table', rows=USER_ROWS,
           options=['--rename', 'user=account']),
    Change('rename: a table with a new column', USER,
           USER.replace("'user'", "'account'") + '    city = db.Column(db.String(50))\n', 'rename_table', 'add_column',
           rows=USER_ROWS, options=['--rename', 'user=account']),
    Change('rename: a table and its column', USER, USER.replace("'user'", "'account'").replace('name =', 'username ='),
           'rename_table', 'username', rows=USER_ROWS,
           options=['--rename', 'user=account', '--rename', 'account.name=account.username']),
    Change('rename: a table and its column, by the old name', USER,
           USER.replace("'user'", "'account'").replace('name =', 'username ='), 'rename_table', 'username', rows=USER_ROWS,
           options=['--rename', 'user=account', '--rename', 'user.name=account.username']),
    Change('rename: a table and a type', USER, USER.replace("'user'", "'account'").replace('50', '80'), 'rename_table',
        'name',
           rows=USER_ROWS, options=['--rename', 'user=account']),
    Change('rename: a table with an index', thing('value = db.Column(db.String(9), index=True)'),
           thing('value = db.Column(db.String(9), index=True)').replace("'thing'", "'item'"), 'rename_table',
           rows=values("'a'"), options=['--rename', 'thing=item']),
    Change('rename: a table that another refers to', USER + model(
        'post', 'user_id = db.Column(db.Integer, db.ForeignKey("user.id"))'), (USER + model(
            'post', 'user_id = db.Column(db.Integer, db.ForeignKey("user.id"))')).replace("'user'", "'account'").replace(
                'user.id', 'account.id'), 'rename_table',
        rows=USER_ROWS + ['INSERT INTO post (id, user_id) VALUES (1, 1)'], options=['--rename', 'user=account']),
    Change('rename: two tables', USER + thing(), (USER + thing()).replace("'user'", "'account'").replace("'thing'",
        "'item'"),
           'rename_table', rows=USER_ROWS, options=['--rename', 'user=account', '--rename', 'thing=item']),
    Change('rename: a table to a reserved word', USER, USER.replace("'user'", "'order'"), 'rename_table', rows=USER_ROWS,
           options=['--rename', 'user=order']),
    Change('rename: a table to Chinese', USER, USER.replace("'user'", "'用户'"), 'rename_table', rows=USER_ROWS,
           options=['--rename', 'user=用户']),
    Change('rename: a many-to-many table', '''
link = db.Table('link', db.Column('one', db.Integer, db.ForeignKey('user.id')), db.Column('two', db.Integer))
''' + USER, '''
link = db.Table('friends', db.Column('one', db.Integer, db.ForeignKey('user.id')), db.Column('two', db.Integer))
''' + USER, 'rename_table', rows=USER_ROWS + ['INSERT INTO link (one, two) VALUES (1, 2)'],
           options=['--rename', 'link=friends']),
]

TWO = thing('a = db.Column(db.String(20))', 'b = db.Column(db.String(20))')
TWO_ROWS = ["INSERT INTO thing (id, a, b) VALUES (1, 'left', 'right'), (2, NULL, '')"]
HELD = ['%s = db.Column(db.Integer, index=True)', '%s = db.Column(db.Integer)']
HELD_BY = arguments('db.CheckConstraint("%s < %s", name="ck")', 'db.UniqueConstraint("%s", name="uq")')
NUMBERS = [letter + ' = db.Column(db.Integer)' for letter in 'abcd']
PAIR = [model('one', 'v = db.Column(db.Integer)'), model('two', 'w = db.Column(db.String(9))')]
PAIR_ROWS = ["INSERT INTO one (id, v) VALUES (1, 5)", "INSERT INTO two (id, w) VALUES (1, 'x'), (2, 'y')"]
CHANGES += [
    Change('rename: two columns change their names', TWO, TWO, 'renamed_1', rows=TWO_ROWS,
           options=renamed('a', 'b') + renamed('b', 'a')),
    Change('rename: two columns change their names, under keys and a check',
           thing(HELD[0] % 'a', HELD[1] % 'b', HELD_BY % ('a', 'b', 'b')),
           thing(HELD[0] % 'b', HELD[1] % 'a', HELD_BY % ('b', 'a', 'a')), 'renamed_1',
           rows=['INSERT INTO thing (id, a, b) VALUES (1, 2, 3)'], options=renamed('a', 'b') + renamed('b', 'a')),
    Change('rename: each column takes the name of the next', thing(*NUMBERS[:3]),
           thing('a = db.Column(db.String(9))', *NUMBERS[1:]), 'new_column_name', 'add_column',
           rows=['INSERT INTO thing (id, a, b, c) VALUES (1, 2, 3, 4)'], gone=['thing.a'],
           options=renamed('a', 'b') + renamed('b', 'c') + renamed('c', 'd')),
    Change('rename: onto a column that stays', TWO, thing('b = db.Column(db.String(20))'), REFUSED, rows=TWO_ROWS,
           options=renamed('a', 'b')),
    Change('rename: two columns to one name', TWO, thing('c = db.Column(db.String(20))'), REFUSED, rows=TWO_ROWS,
           options=renamed('a', 'c') + renamed('b', 'c')),
    Change('rename: two tables change their names', ''.join(PAIR),
           PAIR[0].replace("'one'", "'two'") + PAIR[1].replace("'two'", "'one'"), 'rename_table', rows=PAIR_ROWS,
           options=['--rename', 'one=two', '--rename', 'two=one']),
    Change('rename: a table takes the name of one that takes another', ''.join(PAIR),
           PAIR[0].replace("'one'", "'two'") + PAIR[1].replace("'two'", "'three'"), 'rename_table', rows=PAIR_ROWS,
           options=['--rename', 'one=two', '--rename', 'two=three']),
    Change('rename: circle of tables', *[
        model(one, 'other_id = db.Column(db.Integer, db.ForeignKey("%s.id"))' % two) + model(
            two, 'other_id = db.Column(db.Integer, db.ForeignKey("%s.id"))' % one) for one, two in [
                ('one', 'two'), ('uno', 'due')]], 'rename_table',
        rows=['INSERT INTO one (id) VALUES (1)', 'INSERT INTO two (id, other_id) VALUES (1, 1)'],
        options=['--rename', 'one=uno', '--rename', 'two=due']),
]

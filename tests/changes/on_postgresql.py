"""What PostgreSQL alone has: its types, ENUMs, indexes, constraints, schemas."""
import sqlalchemy

from .change import NOTHING, POSTGRESQL, TWO_ROWS, Change, added_and_dropped, arguments, column, model, thing
from .change import there_and_back as both_ways
from .change import values

TEXT, DAY, MOMENT = "'a'", "'2020-01-02'", "'2020-01-02 03:04:05'"
UUID = "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"


def there_and_back(name, before, after, *expected, **more):
    return both_ways(name, before, after, list(expected) or ['value'], on=POSTGRESQL, **more)


def come_and_go(name, without, with_it, added, dropped, **more):
    return added_and_dropped(name, without, with_it, added, dropped, on=POSTGRESQL, **more)


TYPES = [
    ('a string with a length', 'db.String', 'db.String(20)', TEXT),
    ('text and jsonb', 'db.Text', 'postgresql.JSONB', "'{}'"),
    ('json and jsonb', 'db.JSON', 'postgresql.JSONB', "'{}'"),
    ('string and uuid', 'db.String(36)', 'postgresql.UUID', UUID),
    ('a moment with its time zone', 'db.DateTime', 'db.DateTime(timezone=True)', MOMENT),
    ('fractions of a moment', 'db.DateTime', 'postgresql.TIMESTAMP(precision=3)', MOMENT),
    ('a time with its time zone', 'db.Time', 'postgresql.TIME(timezone=True)', "'10:11:12'"),
    ('date and moment', 'db.Date', 'db.DateTime(timezone=True)', DAY),
    ('array of bigger numbers', 'postgresql.ARRAY(db.Integer)', 'postgresql.ARRAY(db.BigInteger)', "'{1,2}'"),
    ('array of texts', 'postgresql.ARRAY(db.String(9))', 'postgresql.ARRAY(db.Text)', "'{a}'"),
    ('text and array', 'db.Text', 'postgresql.ARRAY(db.Text)', "'{a}'"),
    ('array of numbers and of texts', 'postgresql.ARRAY(db.Integer)', 'postgresql.ARRAY(db.Text)', "'{1}'"),
    ('string and address', 'db.String(40)', 'postgresql.INET', 'NULL'),
    ('addresses', 'postgresql.INET', 'postgresql.CIDR', "'10.0.0.0/8'"),
    ('bits', 'postgresql.BIT(3)', 'postgresql.BIT(5, varying=True)', "'101'"),
    ('real and double', 'db.REAL', 'db.Float(53)', '1.5'),
    ('a collation', 'db.String(20)', 'db.String(20, collation="C")', TEXT),
    ('another collation', 'db.Text(collation="C")', 'db.Text(collation="POSIX")', TEXT),
    ('interval and text', 'db.Interval', 'db.Text', "'1 day'"),
    ('smallint and numeric', 'db.SmallInteger', 'db.Numeric(6, 2)', '1'),
    ('range', 'postgresql.INT4RANGE', 'postgresql.INT8RANGE', 'NULL'),
    ('search', 'db.Text', 'postgresql.TSVECTOR', "'a'"),
    ('binary and text', 'db.LargeBinary', 'db.Text', TEXT),
]
CHANGES = [change for name, before, after, value in TYPES for change in there_and_back(
    'postgresql: type: ' + name, column(before), column(after), rows=values(value, 'NULL'),
    gone=['thing.value'] * (name == 'search'))]
CHANGES += there_and_back('postgresql: type: under a default that has to go', column('db.String(9)', 'server_default="1"'),
                          column('db.Integer', 'server_default="1"'), rows=values("'1'"))
CHANGES += there_and_back('postgresql: type: under a default of now', column('db.DateTime', 'server_default=sa.func.now()'),
                          column('db.Date', 'server_default=sa.func.current_date()'), rows=values(DAY))
CHANGES += there_and_back('postgresql: type: beside NOT NULL and an index',
                          column('db.String(9)', 'nullable=False', 'index=True'),
                          column('db.Integer', 'nullable=False', 'index=True'), rows=values("'1'"))
CHANGES += [
    Change('postgresql: type: float is double precision', column('db.Float'), column('postgresql.DOUBLE_PRECISION'),
           NOTHING, on=POSTGRESQL),
    Change('postgresql: type: a variant is that of the database', column('db.Text().with_variant(postgresql.JSONB, '
           '"postgresql")'), column('postgresql.JSONB'), NOTHING, on=POSTGRESQL),
    Change('postgresql: default: now and CURRENT_TIMESTAMP', column('db.DateTime', 'server_default=sa.func.now()'),
           column('db.DateTime', 'server_default=sa.text("CURRENT_TIMESTAMP")'), NOTHING, on=POSTGRESQL),
]

DEFAULTS = [
    ('json', 'postgresql.JSONB', '"{}"', 'sa.text("\'[]\'::jsonb")'),
    ('array', 'postgresql.ARRAY(db.Integer)', '"{}"', '"{1,2}"'),
    ('uuid', 'postgresql.UUID', UUID.replace("'", '"'), 'sa.text("gen_random_uuid()")'),
    ('interval', 'db.Interval', '"1 day"', '"2 days"'),
    ('moment in a time zone', 'db.DateTime', 'sa.func.now()', 'sa.text("(now() AT TIME ZONE \'utc\')")'),
    ('function', 'db.String(50)', 'sa.text("lower(\'X\')")', 'sa.text("upper(\'x\')")'),
    ('backslash', 'db.String(50)', '"x"', r'"a\\\\b"'),
    ('cast', 'db.Text', 'sa.text("\'x\'::text")', 'sa.text("\'y\'::varchar")'),
    ('big number', 'db.BigInteger', '"0"', '"9223372036854775807"'),
    ('negative numeric', 'db.Numeric(8, 2)', '"0"', '"-1.50"'),
]
for name, kind, before, after in DEFAULTS:
    CHANGES += there_and_back('postgresql: default: ' + name, column(kind, 'server_default=' + before),
                              column(kind, 'server_default=' + after), rows=values('NULL'))
    CHANGES += there_and_back('postgresql: default: %s, and none' % name, column(kind),
                              column(kind, 'server_default=' + after), rows=values('NULL'))


def enum(*members, name='kind', more=''):
    return 'db.Enum(%s, name="%s"%s)' % (', '.join(map(repr, members)), name, more)


AB = enum('a', 'b')
SECOND = model('second', 'one = db.Column(%s)' % AB)
TWO = thing('value = db.Column(%s)' % AB) + SECOND
IN_PYTHON = '''
import enum


class Kind(enum.Enum):
    a = 1
    b = 2
    %s
'''
MEMBERS = [
    ('at the end', AB, enum('a', 'b', 'c')), ('at the beginning', AB, enum('x', 'a', 'b')),
    ('in the middle', AB, enum('a', 'x', 'b')), ('two of them', AB, enum('x', 'a', 'y', 'b')),
    ('with a quote', AB, enum('a', 'b', "it's")), ('in Chinese', AB, enum('a', 'b', '丙')),
    ('in another order', AB, enum('b', 'a')), ('one for another', AB, enum('a', 'c')),
    ('in a type of another name', AB, enum('a', 'b', name='other')),
    ('in a type whose name has a capital', enum('a', 'b', name='Kind'), enum('a', 'b', 'c', name='Kind')),
    ('of the type of the dialect', 'postgresql.ENUM("a", "b", name="kind")', 'postgresql.ENUM("a", "c", "b", name="kind")'),
]
for name, before, after in MEMBERS:
    CHANGES += there_and_back('postgresql: enum: members, ' + name, column(before), column(after), {
        'in a type of another name': 'value', 'in a type whose name has a capital': 'Kind'}.get(name, 'kind'),
        rows=values(TEXT, 'NULL'))
    CHANGES += there_and_back('postgresql: enum: members under a default, ' + name, column(before, 'server_default="a"'),
                              column(after, 'server_default="a"', 'nullable=False'), 'value', rows=values(TEXT))
CHANGES += there_and_back('postgresql: enum: members of a key and of what refers to it', *[
    model('owner', 'id = db.Column(%s, primary_key=True)' % one) + thing(
        'o = db.Column(%s, db.ForeignKey("owner.id"))' % one)
    for one in (AB, enum('a', 'c'))], 'create_foreign_key',
    rows=["INSERT INTO owner (id) VALUES ('a')", "INSERT INTO thing (id, o) VALUES (1, 'a')"])
CHANGES += there_and_back('postgresql: enum: a default that is a new member', column(AB, 'server_default="a"'),
                          column(enum('a', 'b', 'c'), 'server_default="c"'), 'value',
                          rows=values(TEXT))
CHANGES += there_and_back('postgresql: enum: members of an array', column('postgresql.ARRAY(%s)' % AB),
                          column('postgresql.ARRAY(%s)' % enum('a', 'c', 'b')), 'kind', rows=values("'{a}'"))
CHANGES += there_and_back('postgresql: enum: members that an index and a CHECK name', *[
    thing('value = db.Column(%s)' % one, arguments(
        'db.Index("ix_value", "value", postgresql_where=sa.text("value = \'a\'"))',
        'db.CheckConstraint("value <> \'b\'", name="ck_value")')) for one in (AB, enum('b', 'c', 'a'))],
    'kind', rows=values(TEXT))
CHANGES += there_and_back('postgresql: enum: of a class', *[
    IN_PYTHON % more + column('db.Enum(Kind)') for more in ('pass', 'c = 3')], 'kind', rows=values(TEXT))
CHANGES += there_and_back('postgresql: enum: of two tables, members', TWO, TWO.replace("'b'", "'c', 'b'"), 'kind',
                          rows=values(TEXT) + ["INSERT INTO second (id, one) VALUES (1, 'b')"])
CHANGES += there_and_back('postgresql: enum: of two tables, members lost', TWO.replace("'b'", "'b', 'c'"), TWO, 'kind',
                          rows=values(TEXT) + ["INSERT INTO second (id, one) VALUES (1, 'b')"])
CHANGES += come_and_go('postgresql: enum: a second table of it', thing('value = db.Column(%s)' % AB), TWO, 'create_table',
                       'drop_table', rows=values(TEXT))
CHANGES += come_and_go('postgresql: enum: a second column of it', thing('value = db.Column(%s)' % AB),
                       thing('value = db.Column(%s)' % AB, 'two = db.Column(%s)' % AB), 'add_column', 'drop_column',
                       rows=values(TEXT))
CHANGES += come_and_go('postgresql: enum: two tables of it', model('stay') + model('keep') + model('last'),
                       model('stay') + model('keep') + model('last') + TWO, 'create_table', 'DROP TYPE kind')
CHANGES += come_and_go('postgresql: enum: a column and a table of it', thing(), TWO, 'CREATE TYPE kind', 'DROP TYPE kind',
                       rows=TWO_ROWS)
CHANGES += come_and_go('postgresql: enum: a column of an array of it', thing(),
                       column('postgresql.ARRAY(%s)' % AB), 'CREATE TYPE kind', 'DROP TYPE kind', rows=TWO_ROWS)
CHANGES += come_and_go('postgresql: enum: a column that is filled', thing(),
                       column(AB, 'nullable=False', 'server_default="b"'), 'CREATE TYPE kind', 'DROP TYPE kind',
                       rows=TWO_ROWS)
CHANGES += there_and_back('postgresql: enum: and a number', column(enum('1', '2')), column('db.Integer'),
                          rows=values("'1'"))
CHANGES += there_and_back('postgresql: enum: and a string, under a default and an index', *[
    column(kind, 'index=True', 'server_default="a"') for kind in (AB, 'db.String(9)')], rows=values(TEXT, 'NULL'))

ONE, N, WORDS = 'one = db.Column(db.String(50))', 'n = db.Column(db.Integer)', 'words = db.Column(postgresql.TSVECTOR)'
SPAN = 'during = db.Column(postgresql.TSRANGE)'
PLAIN = thing(ONE, N, WORDS, SPAN, 'more = db.Column(postgresql.JSONB)')
ROWS = ["INSERT INTO thing (id, one, n) VALUES (1, 'a', 3), (2, 'b', 4)"]


def keyed(*texts):
    return PLAIN + '    ' + arguments(*texts) + '\n'


INDEXES = [
    ('partial', '"one", postgresql_where=sa.text("n > 0")'),
    ('partial unique', '"one", unique=True, postgresql_where=sa.text("n > 0 AND one IS NOT NULL")'),
    ('expression', 'sa.func.lower(sa.text("one"))'),
    ('expression as text', 'sa.text("lower(one)"), "n"'),
    ('expression with a cast', 'sa.text("(n::text)")'),
    ('gin', '"words", postgresql_using="gin"'),
    ('gist', '"during", postgresql_using="gist"'),
    ('brin', '"n", postgresql_using="brin"'),
    ('hash', '"one", postgresql_using="hash"'),
    ('operator class', '"one", postgresql_ops={"one": "varchar_pattern_ops"}'),
    ('operator class of gin', '"more", postgresql_using="gin", postgresql_ops={"more": "jsonb_path_ops"}'),
    ('descending, nulls last', 'sa.text("n DESC NULLS LAST")'),
    ('nulls first', 'sa.text("n NULLS FIRST")'),
    ('concurrently', '"one", postgresql_concurrently=True'),
    ('fill factor', '"one", postgresql_with={"fillfactor": 50}'),
    ('a collation of its own', 'sa.text(\'one COLLATE "C"\')'),
    ('a field of json', 'sa.text("(more ->> \'a\')")'),
]
for name, text in INDEXES:
    CHANGES += come_and_go('postgresql: index: ' + name, PLAIN, keyed('db.Index("ix_thing", %s)' % text), 'ix_', 'ix_',
                           rows=ROWS)
    CHANGES += there_and_back('postgresql: index: made one of ' + name, keyed('db.Index("ix_thing", "n", "one")'),
                              keyed('db.Index("ix_thing", %s)' % text), 'ix_', rows=ROWS)
CHANGES += come_and_go('postgresql: index: with its table', model('stay') + model('keep'), model('stay') + model(
    'keep') + keyed(*['db.Index("ix_%d", %s)' % (number, text) for number, (_, text) in enumerate(INDEXES)]),
    'create_table', 'drop_table')
CHANGES += there_and_back('postgresql: index: another condition',
                          keyed('db.Index("ix_thing", "one", postgresql_where=sa.text("n > 0"))'),
                          keyed('db.Index("ix_thing", "one", postgresql_where=sa.text("n > 1"))'), 'ix_thing', rows=ROWS)
CHANGES += [Change('postgresql: index: a condition in another spelling',
                   keyed('db.Index("ix_thing", "one", postgresql_where=sa.text("n > 0"))'),
                   keyed('db.Index("ix_thing", "one", postgresql_where=sa.text("(n)>0"))'), NOTHING, on=POSTGRESQL)]

UNIQUES = [
    ('deferrable', 'db.UniqueConstraint("one", name="uq_one", deferrable=True)'),
    ('initially deferred', 'db.UniqueConstraint("one", name="uq_one", deferrable=True, initially="DEFERRED")'),
    ('that excludes', 'postgresql.ExcludeConstraint(("during", "&&"), name="ex_during", using="gist")'),
    ('that excludes, with a condition', 'postgresql.ExcludeConstraint(("during", "&&"), name="ex_during", using="gist", '
     'where=sa.text("n > 0"))'),
]
for name, text in UNIQUES:
    CHANGES += come_and_go('postgresql: constraint ' + name, PLAIN, keyed(text), 'CONSTRAINT' if 'excl' in name
                           else 'create_unique_constraint', 'drop_constraint', rows=ROWS)
    CHANGES += come_and_go('postgresql: constraint %s, with its table' % name, model('stay') + model('keep'),
                           model('stay') + model('keep') + keyed(text), 'create_table', 'drop_table')
CHANGES += there_and_back('postgresql: unique constraint made deferrable', keyed('db.UniqueConstraint("one", name="u")'),
                          keyed('db.UniqueConstraint("one", name="u", deferrable=True)'), 'drop_constraint', rows=ROWS)
CHANGES += there_and_back('postgresql: unique index and unique constraint', keyed('db.UniqueConstraint("one", name="u")'),
                          keyed('db.Index("u", "one", unique=True)'), 'drop', rows=ROWS)
CHANGES += there_and_back('postgresql: check with functions', PLAIN, keyed(
    'db.CheckConstraint("length(one) < 9 AND one ~ \'^[a-z]+$\'", name="ck_one")'), 'ck_one', rows=ROWS)
CHANGES += [Change('postgresql: check in another spelling', keyed('db.CheckConstraint("n IN (3, 4)", name="ck")'),
                   keyed('db.CheckConstraint("n in (3,4)", name="ck")'), NOTHING, on=POSTGRESQL)]

OWNER = model('owner', 'code = db.Column(db.Integer, unique=True)')
OWNED = thing('owner_id = db.Column(db.Integer, db.ForeignKey("owner.id"%s))')
OWNED_ROWS = ['INSERT INTO owner (id, code) VALUES (1, 1)', 'INSERT INTO thing (id, owner_id) VALUES (1, 1)']
for name, text in [('deferrable', ', deferrable=True'), ('initially deferred', ', deferrable=True, initially="DEFERRED"'),
                   ('restrict', ', ondelete="RESTRICT"'), ('set default', ', ondelete="SET DEFAULT"')]:
    CHANGES += there_and_back('postgresql: foreign key made ' + name, OWNER + OWNED % '', OWNER + OWNED % text,
                              'create_foreign_key', rows=OWNED_ROWS)
KEYS = [model('owner', 'id = db.Column(%s, primary_key=True)' % kind) + (OWNED % '').replace(
    'owner_id = db.Column(db.Integer', 'owner_id = db.Column(' + kind) for kind in ('db.Integer', 'db.String(9)')]
CHANGES += there_and_back('postgresql: foreign key under a key of another kind', *KEYS + ['id'],
                          rows=['INSERT INTO owner (id) VALUES (1)', OWNED_ROWS[1]])

HERE, THERE = "__table_args__ = {'schema': 'other'}", ['CREATE SCHEMA other']
CHANGES += [
    Change('postgresql: schema: a table in another', thing(), thing() + model('elsewhere', 'name = db.Column(db.String(9), '
           'unique=True, index=False)', HERE), 'create_table', on=POSTGRESQL, rows=TWO_ROWS + tuple(THERE)),
    Change('postgresql: schema: a table in another, with all of it', thing(), thing() + model(
        'elsewhere', 'name = db.Column(db.String(9), index=True)', 'kind = db.Column(%s)' % enum(
            'a', 'b', more=', inherit_schema=True'), 'n = db.Column(db.Integer, server_default="3", comment="n")',
        'thing_id = db.Column(db.Integer, db.ForeignKey("thing.id"))', HERE), 'create_table', on=POSTGRESQL,
        rows=TWO_ROWS + tuple(THERE)),
]
CHANGES += there_and_back('postgresql: numbering: of a table that had none', thing(
    'id = db.Column(db.Integer, primary_key=True, autoincrement=False)'), thing(
    'id = db.Column(db.Integer, primary_key=True)'), 'id', rows=TWO_ROWS)
CHANGES += there_and_back('postgresql: numbering: of bigger numbers', thing('id = db.Column(db.Integer, primary_key=True)'),
                          thing('id = db.Column(db.BigInteger, primary_key=True)'), 'id', rows=TWO_ROWS)
CHANGES += there_and_back('postgresql: numbering: none of a key that is a text', thing(), thing(
    'id = db.Column(db.String(9), primary_key=True)'), 'id', rows=TWO_ROWS)
CHANGES += there_and_back('postgresql: generated: under a type', *[thing(
    'n = db.Column(db.%s)' % kind, 'twice = db.Column(db.BigInteger, db.Computed("n * 2", persisted=True))')
    for kind in ('Integer', 'SmallInteger')], 'n', rows=['INSERT INTO thing (id, n) VALUES (1, 2)'])

# several at once
KIND, OF_THING = 'kind = db.Column(%s)', "'thing'"
RENAMED = thing(KIND % AB, 'n = db.Column(db.Integer, unique=True)', 'm = db.Column(db.String(9), index=True)')
NEWER = RENAMED.replace("'b'", "'b', 'c'").replace('Integer, unique', 'BigInteger, unique').replace('9', '19')
NUMBERED = thing('n = db.Column(db.Integer, unique=True)')
NAMED = 'one = db.Column(db.String(9))', 'other = db.Column(db.String(9))'
HELD = arguments('db.Index("ix_lower", sa.text("lower(%s)"))',
                 'db.CheckConstraint("length(%s) > 0 AND %s <> \'one\'", name="ck")')
CODE = 'code = db.Column(db.Integer)'
LED = model('owner', CODE, arguments('db.UniqueConstraint("code", name="%s")')) + thing(
    'code = db.Column(db.Integer, db.ForeignKey("owner.code"))')
CHANGES += [
    Change('postgresql: a table renamed, a member more, a bigger type', RENAMED, NEWER.replace(OF_THING, "'item'"),
           'rename_table', on=POSTGRESQL, options=['--rename', 'thing=item'],
           rows=["INSERT INTO thing (id, kind, n, m) VALUES (1, 'a', 2, 'x')"]),
    Change('postgresql: a table renamed, and another of its old name', NUMBERED, NUMBERED.replace(OF_THING, "'item'")
           + NUMBERED.replace('class Thing', 'class Other'), 'rename_table', 'create_table', on=POSTGRESQL,
           options=['--rename', 'thing=item'], rows=['INSERT INTO thing (id, n) VALUES (1, 2)']),
    Change('postgresql: a column renamed that an expression and a CHECK name', thing(NAMED[0], HELD % (('one',) * 3)),
           thing(NAMED[1], HELD % (('other',) * 3)), 'new_column_name', on=POSTGRESQL,
           options=['--rename', 'thing.one=thing.other'], rows=["INSERT INTO thing (id, one) VALUES (1, 'x')"]),
    Change('postgresql: an ENUM filled', thing(), column(AB, 'nullable=False'), 'CREATE TYPE', on=POSTGRESQL,
           options=['--fill', 'thing.value=b'], rows=TWO_ROWS),
    Change('postgresql: an ENUM that moves to another table', thing(KIND % AB) + model('other'),
           thing() + model('other', KIND % AB), 'add_column', 'drop_column', on=POSTGRESQL),
    Change('postgresql: an ENUM of one table, of other members in another', thing() + model('stay') + model(
        'one', KIND % AB), thing() + model('stay') + model('two', KIND % enum('a', 'c')), 'create_table', 'drop_table',
        on=POSTGRESQL),
    Change('postgresql: a unique key renamed that a foreign key needs', LED % 'u1', LED % 'u2', 'u2', on=POSTGRESQL,
           rows=['INSERT INTO owner (id, code) VALUES (1, 1)', 'INSERT INTO thing (id, code) VALUES (1, 1)']),
]
CHANGES += there_and_back('postgresql: enum: members with a colon and a per cent', column(enum('a:b', name='odd kind')),
                          column(enum('a:b', 'x:y%', name='odd kind')), 'odd kind', rows=values("'a:b'"))
CHANGES += come_and_go('postgresql: index: an expression with an operator class', thing(NAMED[0]), thing(NAMED[0], arguments(
    'db.Index("ix_lower", sa.func.lower(sa.text("one")).label("low"), postgresql_ops={"low": "text_pattern_ops"})')),
    'ix_lower', 'ix_lower', rows=TWO_ROWS)

# ENUMs that others use, too, or that are not found under their plain name
AC, ABC = enum('a', 'c'), enum('a', 'b', 'c')
OTHER = 'CREATE SCHEMA other'
PATH = ("DO $$ BEGIN EXECUTE format('ALTER DATABASE %%I SET search_path = public, %s', current_database()); END $$")
FUNCTION = 'CREATE FUNCTION other.kind_of{} RETURNS {} LANGUAGE sql AS $$ SELECT {} $$'.format
USERS = [
    ('a table of the same name in another schema', 'CREATE TABLE other.thing (id INTEGER, value kind)'),
    ('a function', FUNCTION('(kind)', 'integer', '1')),
    ('a function of many', FUNCTION('(kind[])', 'integer', '1')),
    ('a domain', 'CREATE DOMAIN other.own AS kind'),
    ('a type of several', 'CREATE TYPE other.own AS (one kind)'),
    ('a view', "CREATE VIEW other.own AS SELECT 1 AS one WHERE 'a'::kind = 'a'"),
    ('a materialized view', "CREATE MATERIALIZED VIEW other.own AS SELECT 'a'::kind AS one"),
]
for name, user in USERS:
    CHANGES += [Change('postgresql: enum: that stays for ' + name, column(AB), thing(), 'drop_column', on=POSTGRESQL,
                       rows=[OTHER, user], alone=False)]
CHANGES += there_and_back('postgresql: enum: members lost of an array under a default', column(
    'postgresql.ARRAY(%s)' % ABC, 'server_default="{}"'), column('postgresql.ARRAY(%s)' % AB, 'server_default="{}"'),
    'kind', rows=values("'{a}'"))
CHANGES += there_and_back('postgresql: enum: members lost under a default that is worked out', *[
    column(one, 'server_default=sa.text("lower(\'A\')::kind")') for one in (ABC, AB)], 'kind', rows=values(TEXT))
CHANGES += there_and_back('postgresql: enum: members, of a table that has no model, too', column(AB), column(AC), 'kind',
                          alone=False, rows=values(TEXT) + [
    "CREATE TABLE other (id INTEGER, one kind DEFAULT 'a', many kind[] DEFAULT '{a}')"])
CHANGES += there_and_back('postgresql: enum: members, of a table that inherits', column(AB), column(AC), 'kind',
                          rows=values(TEXT) + [OTHER, 'CREATE TABLE other.part () INHERITS (thing)'])
CHANGES += there_and_back('postgresql: enum: members lost, of a table in parts', column(ABC), column(AB), 'kind', rows=[
    'DROP TABLE thing', "CREATE TABLE thing (id SERIAL PRIMARY KEY, value kind) PARTITION BY RANGE (id)",
    'CREATE TABLE thing_low PARTITION OF thing FOR VALUES FROM (1) TO (100)'] + values(TEXT), alone=False)
CHANGES += [Change('postgresql: enum: dropped with the column that another table inherits', column(AB), thing(),
                   'DROP TYPE kind', on=POSTGRESQL, rows=[OTHER, 'CREATE TABLE other.part () INHERITS (thing)'])]
CHANGES += [
    Change('postgresql: enum: in a schema of the search path', thing(), column(enum('a', 'b', more=', schema="other"')),
           'CREATE TYPE other.kind', on=POSTGRESQL, alone=False, rows=[OTHER, PATH % 'other']),
    Change('postgresql: enum: beside a function whose name begins likewise', thing(), thing(
        'value = db.Column(%s)' % enum('a', 'b', more=', schema="other"'),
        'word = db.Column(db.Text, server_default=sa.text("other.kind_of()"))'), 'CREATE TYPE other.kind', on=POSTGRESQL,
        alone=False, rows=[OTHER, FUNCTION('()', 'text', "'x'")]),
    Change('postgresql: enum: where temporary things are found last', thing(KIND % AB, arguments(
        'db.CheckConstraint("kind <> \'b\'::kind", name="ck")')), thing(KIND % AC, arguments(
            'db.CheckConstraint("kind <> \'b\'", name="ck")')).replace("'b'", "'c'"), 'RENAME TO', on=POSTGRESQL,
        rows=[PATH % 'pg_temp']),
    Change('postgresql: enum: the same where temporary things are found last', *[thing(
        KIND % enum('a', 'b', name='Kind'), 'one = db.Column(postgresql.ARRAY(%s), server_default="{a}")' % AB,
        arguments('db.CheckConstraint("one <> \'{b}\'", name="ck")'))] * 2, NOTHING, on=POSTGRESQL,
        rows=[PATH % 'pg_temp']),
]
OWN_CLASS = """

class StatusEnum(db.Enum):
    def __init__(self, *members, **more):
        super().__init__(*(members or () if more.get('_enums') else ('a', 'b')), **dict(more, name='kind'))


class Status(sa.types.TypeDecorator):
    impl = db.String

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(db.Enum('a', 'b', name='kind'))
"""
for name, of_class in ('an own class', 'StatusEnum()'), ('a class made of one', 'Status()'), (
        'an array of an own class', 'postgresql.ARRAY(StatusEnum())'):
    CHANGES += come_and_go('postgresql: enum: a second table of ' + name, OWN_CLASS + column(AB), OWN_CLASS + column(
        AB) + model('second', 'one = db.Column(%s)' % of_class), 'create_table', 'drop_table', rows=values(TEXT))
for name, kind in ('an array', 'postgresql.ARRAY(%s)' % AB), ('a class that is made of one', 'Status()'), (
        'one that the codebase makes itself', 'postgresql.ENUM("a", "b", name="kind", create_type=False)'):
    first = OWN_CLASS + thing() + model('stay')
    CHANGES += come_and_go('postgresql: enum: a table of %s, with its type' % name, first, first + model(
        'second', 'one = db.Column(%s)' % kind), 'create_table', 'DROP TYPE', alone=False)  # `create_all` makes none
GENERATED = "db.Computed(%r, persisted=True))"
CHANGES += there_and_back('postgresql: enum: members, under a generated column', *[thing(
    KIND % one, 'first = db.Column(db.Boolean, ' + GENERATED % "kind = 'a'", 'same = db.Column(%s, ' % one
    + GENERATED % 'kind') for one in (AB, AC)], 'kind', rows=["INSERT INTO thing (id, kind) VALUES (1, 'a')"])
for length in 60, 63, 70:
    CHANGES += there_and_back('postgresql: enum: members, of a name of %d bytes' % length, *[column(enum(
        'a', other, name='k' * length)) for other in 'bc'], 'kkk', rows=values(TEXT))
CHANGES += [Change('postgresql: generated: made an ordinary one that is not null, with an index and a comment', *[thing(
    'n = db.Column(db.Integer)', 'twice = db.Column(db.Integer%s, nullable=False, index=True, comment="2 n")' % more)
    for more in (', db.Computed("n * 2", persisted=True)', '')], 'twice', on=POSTGRESQL,
    rows=['INSERT INTO thing (id, n) VALUES (1, 2)'])]

NUMBERS = 'start=100, increment=5'  # what SQLAlchemy 1.4 has a word for
if hasattr(sqlalchemy, 'Identity'):
    PLAIN, OF_NUMBERS = [thing('id = db.Column(db.Integer, sa.Identity(%s), primary_key=True)' % more)
                         for more in ('', NUMBERS)]
    CHANGES += come_and_go('postgresql: identity: with its numbers', thing(), thing(
        'n = db.Column(db.Integer, sa.Identity(%s), nullable=False)' % NUMBERS), NUMBERS, 'drop_column', rows=TWO_ROWS)
    CHANGES += [Change('postgresql: identity: in the place of SERIAL', thing(), OF_NUMBERS, 'id', on=POSTGRESQL,
                       rows=TWO_ROWS)]
    CHANGES += there_and_back('postgresql: identity: other numbers', PLAIN, OF_NUMBERS, 'id', rows=TWO_ROWS)

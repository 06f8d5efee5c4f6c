"""Columns, indexes and constraints as somebody has made them by hand on PostgreSQL, and the model that means the same."""

# The lines of CREATE TABLE, those of the model, and statements that come after; {t} is the table.
ROWS = [
    ('a VARCHAR(9), b CHARACTER VARYING, c TEXT, d CHAR(3)', ['a = db.Column(db.String(9))', 'b = db.Column(db.String)',
     'c = db.Column(db.Text)', 'd = db.Column(db.CHAR(3))']),
    ('a INT, b INT2, c INT8, d SMALLINT, e BIGINT', ['a = db.Column(db.Integer)', 'b = db.Column(db.SmallInteger)',
     'c = db.Column(db.BigInteger)', 'd = db.Column(db.SmallInteger)', 'e = db.Column(db.BigInteger)']),
    ('a FLOAT, b FLOAT8, c FLOAT4, d REAL, e DOUBLE PRECISION, f FLOAT(53)', [
        'a = db.Column(db.Float)', 'b = db.Column(db.Float)', 'c = db.Column(db.REAL)', 'd = db.Column(db.REAL)',
        'e = db.Column(postgresql.DOUBLE_PRECISION)', 'f = db.Column(db.Float(53))']),
    ('a NUMERIC, b DECIMAL(10, 2), c NUMERIC(5)', ['a = db.Column(db.Numeric)', 'b = db.Column(db.Numeric(10, 2))',
                                                 'c = db.Column(db.Numeric(5))']),
    ('a BOOL, b BOOLEAN NOT NULL DEFAULT FALSE, c BOOLEAN DEFAULT \'t\'', [
        'a = db.Column(db.Boolean)', 'b = db.Column(db.Boolean, nullable=False, server_default=sa.false())',
        'c = db.Column(db.Boolean, server_default="1")']),
    ('a TIMESTAMP, b TIMESTAMPTZ, c TIMESTAMP(3), d TIME, e TIMETZ, f DATE', [
        'a = db.Column(db.DateTime)', 'b = db.Column(db.DateTime(timezone=True))',
        'c = db.Column(postgresql.TIMESTAMP(precision=3))', 'd = db.Column(db.Time)',
        'e = db.Column(db.Time(timezone=True))', 'f = db.Column(db.Date)']),
    ('a TIMESTAMP DEFAULT now(), b TIMESTAMP DEFAULT CURRENT_TIMESTAMP, c DATE DEFAULT CURRENT_DATE', [
        'a = db.Column(db.DateTime, server_default=sa.text("CURRENT_TIMESTAMP"))',
        'b = db.Column(db.DateTime, server_default=sa.func.now())',
        'c = db.Column(db.Date, server_default=sa.func.current_date())']),
    ("a TIMESTAMP DEFAULT (now() AT TIME ZONE 'utc'), b TIMESTAMP DEFAULT timezone('utc', now())", [
        'a = db.Column(db.DateTime, server_default=sa.text("(now() at time zone \'utc\')"))',
        'b = db.Column(db.DateTime, server_default=sa.text("timezone(\'utc\', now())"))']),
    ("a TEXT DEFAULT 'it''s', b VARCHAR(9) DEFAULT '', c TEXT DEFAULT E'a\\\\b', d TEXT DEFAULT '50%'", [
        'a = db.Column(db.Text, server_default="it\'s")', 'b = db.Column(db.String(9), server_default="")',
        r'c = db.Column(db.Text, server_default="a\\b")', 'd = db.Column(db.Text, server_default="50%")']),
    ("a TEXT DEFAULT 'a:b'", ['a = db.Column(db.Text, server_default="a:b")']),
    ("a INT DEFAULT 0, b INT DEFAULT '7', c INT DEFAULT -1, d NUMERIC(8,2) DEFAULT 1.50, e BIGINT DEFAULT 0", [
        'a = db.Column(db.Integer, server_default="0")', 'b = db.Column(db.Integer, server_default=sa.text("7"))',
        'c = db.Column(db.Integer, server_default="-1")', 'd = db.Column(db.Numeric(8, 2), server_default="1.50")',
        'e = db.Column(db.BigInteger, server_default="0")']),
    ('a INT DEFAULT (1 + 2), b FLOAT DEFAULT 0.5, c REAL DEFAULT 1', [
        'a = db.Column(db.Integer, server_default=sa.text("1 + 2"))', 'b = db.Column(db.Float, server_default="0.5")',
        'c = db.Column(db.REAL, server_default="1")']),
    ('a INT DEFAULT NULL', ['a = db.Column(db.Integer)']),
    ('a UUID DEFAULT gen_random_uuid(), b UUID', [
        'a = db.Column(postgresql.UUID, server_default=sa.func.gen_random_uuid())', 'b = db.Column(postgresql.UUID)']),
    ("a JSON DEFAULT '{}', b JSONB NOT NULL DEFAULT '[]'::jsonb, c JSONB", [
        'a = db.Column(db.JSON, server_default="{}")',
        'b = db.Column(postgresql.JSONB, nullable=False, server_default="[]")',
        'c = db.Column(postgresql.JSONB)']),
    ("a INT[], b TEXT[] DEFAULT '{}', c VARCHAR(9)[] DEFAULT ARRAY[]::varchar[], d INT[][]", [
        'a = db.Column(postgresql.ARRAY(db.Integer))', 'b = db.Column(postgresql.ARRAY(db.Text), server_default="{}")',
        'c = db.Column(postgresql.ARRAY(db.String(9)), server_default=sa.text("ARRAY[]::varchar[]"))',
        'd = db.Column(postgresql.ARRAY(db.Integer, dimensions=2))']),
    ('a BYTEA, b INET, c CIDR, d MACADDR, e BIT(3), f BIT VARYING(5), g INTERVAL, h MONEY, i OID', [
        'a = db.Column(db.LargeBinary)', 'b = db.Column(postgresql.INET)', 'c = db.Column(postgresql.CIDR)',
        'd = db.Column(postgresql.MACADDR)', 'e = db.Column(postgresql.BIT(3))',
        'f = db.Column(postgresql.BIT(5, varying=True))', 'g = db.Column(db.Interval)', 'h = db.Column(postgresql.MONEY)',
        'i = db.Column(postgresql.OID)']),
    ('a INT4RANGE, b NUMRANGE, c TSRANGE, d TSTZRANGE, e DATERANGE, f TSVECTOR', [
        'a = db.Column(postgresql.INT4RANGE)', 'b = db.Column(postgresql.NUMRANGE)', 'c = db.Column(postgresql.TSRANGE)',
        'd = db.Column(postgresql.TSTZRANGE)', 'e = db.Column(postgresql.DATERANGE)', 'f = db.Column(postgresql.TSVECTOR)']),
    ('a VARCHAR(9) COLLATE "C", b TEXT COLLATE "POSIX"', [
        'a = db.Column(db.String(9, collation="C"))', 'b = db.Column(db.Text(collation="POSIX"))']),
    ('a INT CHECK (a > 0)', ['a = db.Column(db.Integer, db.CheckConstraint("a > 0"))']),
    ("a INT, b VARCHAR(9), CONSTRAINT ck_{t} CHECK (a BETWEEN 1 AND 9 AND b IN ('x', 'y') OR b LIKE 'z%')", [
        'a = db.Column(db.Integer)', 'b = db.Column(db.String(9))',
        '__table_args__ = (db.CheckConstraint("a between 1 and 9 and b in (\'x\', \'y\') or b like \'z%\'", '
        'name="ck_{t}"),)']),
    ("a VARCHAR(9), CONSTRAINT ck_{t} CHECK (a::text = ANY (ARRAY['x', 'y']::text[]))", [
        'a = db.Column(db.String(9))', '__table_args__ = (db.CheckConstraint("a in (\'x\', \'y\')", name="ck_{t}"),)']),
    ('a INT, b INT, CONSTRAINT ck_{t} CHECK (a < b) NOT VALID', [
        'a = db.Column(db.Integer)', 'b = db.Column(db.Integer)',
        '__table_args__ = (db.CheckConstraint("a < b", name="ck_{t}"),)']),
    ('a INT UNIQUE, b INT, c INT, UNIQUE (b, c)', [
        'a = db.Column(db.Integer, unique=True)', 'b = db.Column(db.Integer)', 'c = db.Column(db.Integer)',
        '__table_args__ = (db.UniqueConstraint("b", "c"),)']),
    ('a INT, CONSTRAINT own_{t} UNIQUE (a) DEFERRABLE INITIALLY DEFERRED', [
        'a = db.Column(db.Integer)',
        '__table_args__ = (db.UniqueConstraint("a", name="own_{t}", deferrable=True, initially="DEFERRED"),)']),
    ('a INT REFERENCES t0, b INT REFERENCES t0 (id) ON DELETE CASCADE ON UPDATE SET NULL', [
        'a = db.Column(db.Integer, db.ForeignKey("t0.id"))',
        'b = db.Column(db.Integer, db.ForeignKey("t0.id", ondelete="CASCADE", onupdate="SET NULL"))']),
    ('a INT REFERENCES t0 DEFERRABLE INITIALLY DEFERRED, b INT REFERENCES t0 ON DELETE NO ACTION', [
        'a = db.Column(db.Integer, db.ForeignKey("t0.id", deferrable=True, initially="DEFERRED"))',
        'b = db.Column(db.Integer, db.ForeignKey("t0.id"))']),
    ('a INT, b INT GENERATED ALWAYS AS (a + 1) STORED', [
        'a = db.Column(db.Integer)', 'b = db.Column(db.Integer, db.Computed("a + 1", persisted=True))']),
    ("a VARCHAR(9), b TEXT GENERATED ALWAYS AS (upper(a) || 'x') STORED", [
        'a = db.Column(db.String(9))', 'b = db.Column(db.Text, db.Computed("upper(a) || \'x\'"))']),
    ('a VARCHAR(9), b INT', ['a = db.Column(db.String(9), index=True)', 'b = db.Column(db.Integer)'],
     'CREATE INDEX ix_{t}_a ON {t} (a)'),
    ('a VARCHAR(9), b INT', ['a = db.Column(db.String(9))', 'b = db.Column(db.Integer)',
                             '__table_args__ = (db.Index("ix_{t}", sa.text("lower(a)"), "b"),)'],
     'CREATE INDEX ix_{t} ON {t} (LOWER(a), b)'),
    ('a VARCHAR(9), b INT', ['a = db.Column(db.String(9))', 'b = db.Column(db.Integer)',
                             '__table_args__ = (db.Index("ix_{t}", "a", postgresql_where=sa.text("b > 0")),)'],
     'CREATE INDEX ix_{t} ON {t} USING btree (a) WHERE (b)>0'),
    ('a JSONB, b TEXT', ['a = db.Column(postgresql.JSONB)', 'b = db.Column(db.Text)',
                         '__table_args__ = (db.Index("ix_{t}", "a", postgresql_using="gin", '
                         'postgresql_ops={"a": "jsonb_path_ops"}), db.Index("iy_{t}", "b", '
                         'postgresql_ops={"b": "text_pattern_ops"}))'],
     'CREATE INDEX ix_{t} ON {t} USING gin (a jsonb_path_ops); CREATE INDEX iy_{t} ON {t} (b text_pattern_ops)'),
    ('a INT, b INT', ['a = db.Column(db.Integer)', 'b = db.Column(db.Integer)',
                      '__table_args__ = (db.Index("ix_{t}", sa.desc("a"), sa.text("b NULLS FIRST")),)'],
     'CREATE INDEX ix_{t} ON {t} (a DESC NULLS FIRST, b ASC NULLS FIRST)'),
    ('a INT', ['a = db.Column(db.Integer)', '__table_args__ = (db.Index("ix_{t}", "a", postgresql_using="hash"),)'],
     'CREATE INDEX ix_{t} ON {t} USING hash (a)'),
    ('a INT', ['a = db.Column(db.Integer, comment="it\'s 100%: 中")', '__table_args__ = {"comment": "all"}'],
     "COMMENT ON COLUMN {t}.a IS 'it''s 100%: 中'; COMMENT ON TABLE {t} IS 'all'"),
    ("a kind_by_hand, b kind_by_hand DEFAULT 'y', c kind_by_hand[]", [
        'a = db.Column(db.Enum("x", "y", name="kind_by_hand"))',
        'b = db.Column(postgresql.ENUM("x", "y", name="kind_by_hand"), server_default="y")',
        'c = db.Column(postgresql.ARRAY(postgresql.ENUM("x", "y", name="kind_by_hand")))']),
    ("a kind_by_hand, CONSTRAINT ck_{t} CHECK (a <> 'x')", [
        'a = db.Column(db.Enum("x", "y", name="kind_by_hand"))',
        '__table_args__ = (db.CheckConstraint("a <> \'x\'", name="ck_{t}"),)']),
    ('a citext, b hstore', ['a = db.Column(Own("citext"))', 'b = db.Column(postgresql.HSTORE)']),
    ('a TEXT', ['a = db.Column(db.Text)', '__table_args__ = (db.Index("ix_{t}", "a", postgresql_using="gin", '
                'postgresql_ops={"a": "gin_trgm_ops"}),)'], 'CREATE INDEX ix_{t} ON {t} USING gin (a gin_trgm_ops)'),
    ('a INT, b TSRANGE, CONSTRAINT ex_{t} EXCLUDE USING gist (a WITH =, b WITH &&)', [
        'a = db.Column(db.Integer)', 'b = db.Column(postgresql.TSRANGE)',
        '__table_args__ = (postgresql.ExcludeConstraint(("a", "="), ("b", "&&"), name="ex_{t}", using="gist"),)']),
    ('"Name" TEXT, "order" INT, "姓名" INT', ['a = db.Column("Name", db.Text, index=True)',
     'b = db.Column("order", db.Integer)', 'c = db.Column("姓名", db.Integer)'],
     'CREATE INDEX "ix_{t}_Name" ON {t} ("Name")'),
    ('a NUMERIC(10, 2) DEFAULT 0, b VARCHAR(9) NOT NULL DEFAULT upper(\'x\')', [
        'a = db.Column(db.Numeric(10, 2), server_default="0")',
        'b = db.Column(db.String(9), nullable=False, server_default=sa.text("upper(\'x\')"))']),
    ("a INTERVAL DEFAULT '1 day', b DATE DEFAULT '2000-01-01', c TIME DEFAULT '10:00'", [
        'a = db.Column(db.Interval, server_default="1 day")', 'b = db.Column(db.Date, server_default="2000-01-01")',
        'c = db.Column(db.Time, server_default="10:00")']),
    ('a INT) WITH (fillfactor=70', ['a = db.Column(db.Integer)']),
    ('a INT', ['a = db.Column(db.Text)'], 'ALTER TABLE {t} ALTER a TYPE TEXT'),
    ("a VARCHAR(9) DEFAULT 'x'", ['a = db.Column(db.Text, server_default="x")'], 'ALTER TABLE {t} ALTER a TYPE TEXT'),
    ('a INT DEFAULT 3', ['a = db.Column(db.BigInteger, server_default="3")'], 'ALTER TABLE {t} ALTER a TYPE BIGINT'),
    ("a INT DEFAULT nextval('own_numbers')", [
        'a = db.Column(db.Integer, server_default=sa.text("nextval(\'own_numbers\')"))']),
    ('a INT DEFAULT 3, b TEXT', ['a = db.Column(db.Integer, server_default=sa.FetchedValue())', 'b = db.Column(db.Text)']),
]
# How the key is made: each of them is what a model's `db.Column(db.Integer, primary_key=True)` means.
KEYS = ['id SERIAL PRIMARY KEY', 'id INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY',
        'id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY', "id INTEGER DEFAULT nextval('own_numbers') PRIMARY KEY",
        'id SERIAL, CONSTRAINT own_key_{t} PRIMARY KEY (id)']
BEFORE = ["CREATE TYPE kind_by_hand AS ENUM ('x', 'y')", 'CREATE SEQUENCE own_numbers'] + [
    'CREATE EXTENSION ' + name for name in ('citext', 'hstore', 'pg_trgm', 'btree_gist')]
OWN = """

class Own(sa.types.UserDefinedType):
    def __init__(self, text):
        self.text = text

    def get_col_spec(self, **options):
        return self.text
"""

"""PostgreSQL: rows that stand against an upgrade are found before its first statement. Wants Debian's `postgresql`."""
import pytest
from errors.complaint import complains, revise
from postgresql import PostgreSQL
from test_plan import CASES
from test_rejections import AGAIN, MENDING, MORE

pytestmark = pytest.mark.long
FIRST = "op.create_table('first', sa.Column('id', sa.Integer, primary_key=True))\n    "
STUDENT = '423cbaf36ad7'
STUDENTS = "INSERT INTO student (name) VALUES ('a'), ('b'), ('a'), ('a very long name')"
PET = ("CREATE TABLE pet (id SERIAL PRIMARY KEY, owner INTEGER, size INTEGER, kind VARCHAR(20), price NUMERIC(8, 4), "
       "born TEXT)")
PETS = ("INSERT INTO pet (owner, size, kind, price, born) VALUES (7, 5, 'dog', 1.5, '2020-01-02'), "
        "(NULL, 70000, NULL, 99, 'never')")


@pytest.fixture
def filled(on_postgresql, postgresql):
    """At the head, with rows, and a table that no model has."""
    on_postgresql.manage('db', 'upgrade')
    for statement in (STUDENTS, PET, PETS):
        postgresql.query(statement)
    return on_postgresql


def retyped(column, kind, using):
    return "op.alter_column('pet', '%s', type_=%s, postgresql_using='%s')" % (column, kind, using)


OF_ITS_OWN = {
    'fewer enum members': (
        "op.execute(\"CREATE TYPE k AS ENUM ('cat', 'cow')\"); " + retyped('kind', "sa.Enum('cat', 'cow', name='k')",
                                                                          'kind::text::k'),
        1, 'kind that are none of the enum'),
    'a text to a number': (retyped('born', 'sa.Integer()', 'born::integer'), 2, 'born that are no INTEGER'),
    'a text to a uuid': (retyped('born', 'postgresql.UUID()', 'born::uuid'), 2, 'born that are no UUID'),
    'fewer digits before the point': (
        "op.alter_column('pet', 'price', type_=sa.Numeric(3, 2))", 1, 'price that are out of range'),
    'a unique index of an expression': (
        "op.execute('CREATE UNIQUE INDEX ix ON student (lower(name))')", 1, 'duplicates in lower'),
    'an index that is made beside the others': (
        "op.execute('CREATE UNIQUE INDEX CONCURRENTLY ix ON student (name)')", 1,
        'duplicates in name'),
    'a new column without a value': ("op.add_column('pet', sa.Column('x', sa.Integer, nullable=False))", 2, 'NULL in x'),
    'a constraint of a table with its schema': (
        "op.create_unique_constraint('uq', 'student', ['name'], schema='public')", 1, 'duplicates in name'),
    'a key to a table of the same upgrade that is renamed': (
        "op.rename_table('user', 'person'); op.create_foreign_key('fk', 'pet', 'person', ['owner'], ['id'])", 1,
        'rows whose owner is not in person'),
}
OF_ALL = {case: (statement, number, text) for case, (statement, (what, number, text)) in CASES.items()
          if what == 'rejected' and case != 'fewer enum members'}


@pytest.mark.parametrize('case', sorted(set(OF_ALL) | set(OF_ITS_OWN)))
def test_nothing_is_changed_when_rows_stand_against_a_later_statement(filled, postgresql, case):
    statement, number, text = dict(OF_ALL, **OF_ITS_OWN)[case]
    revise(filled, FIRST + statement, follows=STUDENT)
    filled.edit('migrations/versions/bad.py', 'import sqlalchemy as sa', 'import sqlalchemy as sa\n'
                'from sqlalchemy.dialects import postgresql')
    said = complains(filled, 'upgrade', words=[': %d %s' % (number, text), 'to see them: SELECT', 'Nothing was changed.'])
    query = said.split('to see them: ')[1].splitlines()[0]
    assert len(postgresql.query(query)) == number
    assert postgresql.tables() == {'user', 'student', 'pet'} and not postgresql.query(
        "SELECT 1 FROM pg_class WHERE relpersistence = 't'")


@pytest.mark.parametrize('case', sorted(set(MORE) - {'a unique constraint where case does not count'}))
def test_keys_of_several_columns_and_new_columns_are_refused_as_well(filled, postgresql, case):
    postgresql.query('CREATE TABLE mark (name VARCHAR(9) NOT NULL, kind INTEGER NOT NULL, size INTEGER)')
    postgresql.query("INSERT INTO mark VALUES ('Anna', 1, 2), ('anna', 1, 2), ('o', 2, NULL), ('p', 2, NULL)")
    statement, text = MORE[case]
    revise(filled, FIRST + statement, follows=STUDENT)
    complains(filled, 'upgrade', words=[text])


@pytest.mark.parametrize('case', sorted(AGAIN))
def test_what_comes_before_it_is_followed(filled, postgresql, case):
    postgresql.query('CREATE TABLE mark (id INTEGER PRIMARY KEY, kind INTEGER, CONSTRAINT ck CHECK (kind > 0))')
    postgresql.query('INSERT INTO mark VALUES (1, 5), (2, 5)')
    statement, text = AGAIN[case]
    revise(filled, FIRST + statement, follows=STUDENT)
    complains(filled, 'upgrade', words=[text])


FITTING = {name: mending + CASES['NULL under NOT NULL'][0] for name, mending in MENDING.items()}
FITTING.update({
    'a constraint that does not look at the rows':
        "op.execute('ALTER TABLE pet ADD CONSTRAINT ck CHECK (size < 9) NOT VALID')",
    'columns and tables of the same upgrade': """op.add_column('pet', sa.Column('x', sa.Integer()))
    op.create_index('ix_x', 'pet', ['x'], unique=True)
    op.create_table('toy', sa.Column('id', sa.Integer, primary_key=True), sa.Column('x', sa.Integer, unique=True))
    op.create_index('ix_toy', 'toy', ['x'], unique=True)""",
    'two keys of which each is right': "op.create_unique_constraint('uq', 'pet', ['owner', 'size'])",
    'blanks that a shorter text loses': "op.execute(\"UPDATE student SET name = 'a' || id\"); "
                                        "op.alter_column('student', 'name', type_=sa.String(5))",
    'a column that is numbered':
        "op.execute('ALTER TABLE pet ADD n INTEGER NOT NULL GENERATED ALWAYS AS IDENTITY, ADD m SERIAL')",
    'a reference that is dropped and made again': (
        "op.execute('ALTER TABLE pet ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES student (id)')\n    "
        "op.drop_constraint('fk', 'pet')\n    "
        "op.create_foreign_key('fk', 'pet', 'student', ['id'], ['id'], ondelete='CASCADE')"),
    'a wider type':
        "op.alter_column('student', 'name', type_=sa.String(90)); "
        "op.alter_column('pet', 'size', type_=sa.BigInteger())",
    'values that are made by an expression': retyped('born', 'sa.Boolean()', 'length(born) > 5'),
})


@pytest.mark.parametrize('case', sorted(FITTING))
def test_what_fits_is_not_stopped(filled, postgresql, case):
    revise(filled, FITTING[case], follows=STUDENT)
    filled.manage('db', 'upgrade')


def test_who_may_make_no_temporary_table_is_told_that_the_rows_were_not_looked_at(filled, postgresql):
    revise(filled, "op.add_column('student', sa.Column('x', sa.Integer, nullable=False, server_default='1'))",
           follows=STUDENT)
    for statement in ('REVOKE TEMPORARY ON DATABASE {0} FROM PUBLIC', 'CREATE ROLE scribe LOGIN',
                      'GRANT USAGE, CREATE ON SCHEMA public TO scribe', 'GRANT ALL ON ALL TABLES IN SCHEMA public TO scribe',
                      'ALTER TABLE student OWNER TO scribe'):
        postgresql.query(statement.format(postgresql.database))
    try:
        err = filled.manage('db', 'upgrade', settings={'DB_URI': postgresql.address(user='scribe')}).err
        assert 'not looked at beforehand' in err and 'permission denied' in err
    finally:
        postgresql.query('DROP OWNED BY scribe; DROP ROLE scribe')


def test_the_database_of_a_bind_is_looked_at_too(filled, postgresql):
    with postgresql.server.database() as name:
        other = PostgreSQL(postgresql.server, name)
        filled.settings['DB_URI'] = other.address()
        filled.manage('db', 'upgrade')
        other.query(STUDENTS)
        revise(filled, CASES['a unique index'][0], follows=STUDENT)
        complains(filled, 'upgrade', words=['1 duplicates in name'])

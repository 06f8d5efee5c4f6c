"""`db upgrade` ends before its first statement where the database would refuse a later one because of its rows."""
import pytest
from test_check_deep import add
from test_plan import CASES, KEPT_BY_SQLITE, filled, on, state  # noqa: F401

pytestmark = pytest.mark.long

FIRST = "op.create_table('first', sa.Column('id', sa.Integer, primary_key=True))\n    "
REFUSED = [case for case in sorted(CASES) if CASES[case][1][0] == 'rejected']
MENDING = {
    'an update': 'op.execute("UPDATE pet SET kind = \'cat\' WHERE kind IS NULL")\n    ',
    'a delete': 'op.execute("DELETE FROM pet WHERE kind IS NULL")\n    ',
    'code': 'op.get_bind().execute(sa.text("UPDATE pet SET kind = \'cat\' WHERE kind IS NULL"))\n    ',
}


@pytest.mark.parametrize('case', REFUSED)
def test_nothing_is_changed_when_rows_stand_against_a_later_statement(filled, database, case):  # noqa: F811
    statement, (_, number, text) = CASES[case]
    add(filled, FIRST + statement, 'pass')
    before = state(database)
    if database.name == 'sqlite' and case in KEPT_BY_SQLITE:  # it takes any value, and looks after no foreign key
        filled.manage('db', 'upgrade')
        return
    result = filled.manage('db', 'upgrade', status=1)
    assert ': %d %s' % (number, on(database, case, text)) in result.err
    assert 'to see them: SELECT' in result.err and 'Nothing was changed.' in result.err and 'Traceback' not in result.err
    assert state(database) == before
    assert database.query('SELECT version_num FROM alembic_version')[0][0] != 'aaaaaaaaaaaa'


IN_BATCH = "with op.batch_alter_table('mark') as batch:\n        batch."
MORE = {
    'a primary key over duplicates': (IN_BATCH + "create_primary_key('pk', ['kind'])", 'duplicates in kind'),
    'a unique constraint of two columns': (
        IN_BATCH + "create_unique_constraint('uq', ['kind', 'size'])", 'duplicates in kind, size'),
    'a unique index of two columns': (
        "op.create_index('ix', 'mark', ['kind', 'size'], unique=True)", 'duplicates in kind, size'),
    'a unique constraint where case does not count': (
        IN_BATCH + "create_unique_constraint('uq', ['name'])", 'duplicates in name'),
    'a new column that is unique': (
        IN_BATCH + "add_column(sa.Column('x', sa.Integer(), server_default='5'))\n"
        "        batch.create_unique_constraint('uq', ['x'])", 'duplicates in x'),
    'a new column that becomes NOT NULL': (
        "op.add_column('mark', sa.Column('x', sa.Integer()))\n    "
        + IN_BATCH + "alter_column('x', nullable=False, existing_type=sa.Integer())", 'NULL in x'),
}


@pytest.mark.parametrize('case', sorted(MORE))
def test_keys_of_several_columns_and_new_columns_are_refused_as_well(filled, database, case):  # noqa: F811
    nocase = 'NOCASE' if database.name == 'sqlite' else 'utf8mb4_general_ci'
    database.query('CREATE TABLE mark (name VARCHAR(9) COLLATE %s NOT NULL, kind INTEGER NOT NULL, size INTEGER)' % nocase)
    database.query("INSERT INTO mark VALUES ('Anna', 1, 2), ('anna', 1, 2), ('o', 2, NULL), ('p', 2, NULL)")
    statement, text = MORE[case]
    add(filled, FIRST + statement, 'pass')
    before = state(database)
    for options in (['--plan'], []):
        result = filled.manage('db', 'upgrade', *options, status=None if options else 1)
        assert text in result.out + result.err and 'Traceback' not in result.err
    assert 'Nothing was changed.' in result.err and state(database) == before


AGAIN = {
    'a table that has another name by then': (
        "op.rename_table('mark', 'sign')\n    with op.batch_alter_table('sign') as batch:\n        "
        "batch.create_unique_constraint('uq', ['kind'])", '1 duplicates in kind'),
    'a CHECK in place of another of its name': (
        IN_BATCH + "drop_constraint('ck', type_='check')\n        batch.create_check_constraint('ck', 'kind > 7')",
        'rows that break CHECK'),
}


@pytest.mark.parametrize('case', sorted(AGAIN))
def test_what_comes_before_it_is_followed(filled, database, case):  # noqa: F811
    database.query('CREATE TABLE mark (id INTEGER PRIMARY KEY, kind INTEGER, CONSTRAINT ck CHECK (kind > 0))')
    database.query('INSERT INTO mark VALUES (1, 5), (2, 5)')
    statement, text = AGAIN[case]
    add(filled, FIRST + statement, 'pass')
    before = state(database)
    result = filled.manage('db', 'upgrade', status=1)
    assert text in result.err and 'Nothing was changed.' in result.err and state(database) == before


def test_what_only_seems_to_be_a_duplicate_is_none(filled, database):  # noqa: F811
    database.query('CREATE TABLE mark (id INTEGER PRIMARY KEY, kind INTEGER, size INTEGER)')
    database.query('INSERT INTO mark VALUES (1, 1, NULL), (2, 1, NULL), (3, 2, 1), (4, 2, 2)')
    add(filled, "op.create_index('ix', 'mark', ['kind', 'size'], unique=True)\n"
                "    op.add_column('mark', sa.Column('x', sa.Integer()))\n"
                "    op.create_index('ix2', 'mark', ['x'], unique=True)", 'pass')
    filled.manage('db', 'upgrade')


@pytest.mark.parametrize('mending', sorted(MENDING))
def test_an_upgrade_that_mends_the_rows_itself_is_not_stopped(filled, database, mending):  # noqa: F811
    add(filled, MENDING[mending] + CASES['NULL under NOT NULL'][0], 'pass')
    filled.manage('db', 'upgrade')
    assert database.query('SELECT COUNT(*) FROM pet WHERE kind IS NULL')[0][0] == 0
    assert 'migration_trial' not in database.tables()


def test_the_rows_of_a_revision_before_count_as_its_own(filled, database):  # noqa: F811
    add(filled, MENDING['an update'], 'pass')
    add(filled, CASES['NULL under NOT NULL'][0], 'pass', 'bbbbbbbbbbbb', 'aaaaaaaaaaaa')
    filled.manage('db', 'upgrade')


def test_columns_and_tables_of_the_same_upgrade_stop_nothing(filled):  # noqa: F811
    add(filled, """op.add_column('pet', sa.Column('x', sa.Integer()))
    op.create_index('ix_x', 'pet', ['x'], unique=True)
    op.create_table('a', sa.Column('id', sa.Integer, primary_key=True), sa.Column('x', sa.Integer))
    op.create_index('ix_a', 'a', ['x'], unique=True)
    op.drop_table('pet')
    op.create_table('pet', sa.Column('id', sa.Integer, primary_key=True), sa.Column('kind', sa.String(20)))
    with op.batch_alter_table('pet') as batch:
        batch.alter_column('kind', nullable=False, existing_type=sa.String(20))""", 'pass')
    filled.manage('db', 'upgrade')


def test_a_renamed_column_is_asked_under_its_real_name(filled, database):  # noqa: F811
    add(filled, """with op.batch_alter_table('pet') as batch:
        batch.alter_column('kind', new_column_name='race', existing_type=sa.String(20))
    with op.batch_alter_table('student') as batch:
        batch.alter_column('name', type_=sa.String(60), existing_type=sa.String(50), existing_nullable=False)
    with op.batch_alter_table('pet') as batch:
        batch.alter_column('race', nullable=False, existing_type=sa.String(20))""", 'pass')
    before = state(database)
    assert '1 NULL in race' in filled.manage('db', 'upgrade', status=1).err
    assert state(database) == before


def test_a_trial_copy_that_a_killed_process_has_left_is_removed_and_never_seen_by_migrate(filled, mariadb):  # noqa: F811
    filled.settings.update(mariadb.settings)
    left = 'migration_trial_0123456789abcdef0123456789abcdef'
    filled.manage('db', 'upgrade')
    mariadb.query('CREATE TABLE %s (id INTEGER PRIMARY KEY)' % left)
    assert left not in filled.manage('db', 'migrate').err
    add(filled, CASES['NULL under NOT NULL'][0], 'pass')
    filled.manage('db', 'upgrade', status=None)
    assert left not in mariadb.tables()


def test_a_revision_that_is_more_than_operations_runs_once(filled, database):  # noqa: F811
    add(filled, "print('it runs')\n    op.create_index('ix', 'pet', ['size'], unique=True)", 'pass')
    assert filled.manage('db', 'upgrade').out.count('it runs') == 1

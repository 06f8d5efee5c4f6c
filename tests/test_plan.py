"""`db upgrade --plan` and `db downgrade --plan`: what would be done, lost and refused, and nothing is touched."""
import json

import pytest
from test_check_deep import SECOND, add

pytestmark = pytest.mark.long

ROWS = "(1, 'a'), (2, 'b'), (3, 'a'), (4, 'a very long name')"
OWNER_IN_BATCH = ("with op.batch_alter_table('pet') as batch: "
                  "batch.create_foreign_key('fk_owner', 'user', ['owner'], ['id'])")


@pytest.fixture
def filled(migrated, database):
    """A database at the head, with rows, and tables that no model has."""
    migrated.manage('db', 'upgrade')
    database.query('INSERT INTO student (id, name) VALUES ' + ROWS)
    database.query('CREATE TABLE pet (id INTEGER PRIMARY KEY, owner INTEGER, size INTEGER, kind VARCHAR(20))')
    database.query("INSERT INTO pet VALUES (1, 7, 5, 'dog'), (2, NULL, 70000, NULL)")
    return migrated


def plan(project, *arguments):
    """The plan's database, as JSON has it."""
    found, = json.loads(project.manage('db', *(arguments or ('upgrade',)), '--plan', '--json').out)
    return found


def found(project, *arguments):
    """What becomes of which rows."""
    return [(one['what'], one['number'], one['text']) for revision in plan(project, *arguments)['revisions']
            for statement in revision['statements'] for one in statement['found']]


def alter(table, column, new, old):
    return "with op.batch_alter_table('%s') as batch: batch.alter_column('%s', %s, existing_type=%s)" % (
        table, column, new, old)


def state(database):
    tables = sorted(database.tables())
    return tables, [database.query('SELECT * FROM ' + table) for table in tables]


def test_a_downgrade_says_which_rows_it_would_lose(filled, database):
    before = state(database)
    text = filled.manage('db', 'downgrade', '--plan').out
    assert 'downgrade of %s, create student' % SECOND in text
    assert 'kept in the bin: 4 rows' in text and 'DROP TABLE student' in text
    assert state(database) == before
    assert found(filled, 'downgrade', 'base') == [('bin', 4, 'rows')]


def test_an_upgrade_with_nothing_to_do_says_so(filled):
    assert 'There is nothing to do.' in filled.manage('db', 'upgrade', '--plan').out


def test_the_plan_touches_nothing(filled, database):
    add(filled, "op.execute('DELETE FROM student')\n    op.drop_table('pet')", 'pass')
    before, databases = state(database), left(database)
    text = filled.manage('db', 'upgrade', '--plan').out
    assert 'DELETE FROM student' in text and 'kept in the bin: 2 rows' in text
    assert (state(database), left(database)) == (before, databases)


def left(database):
    if database.name == 'mariadb':
        return sorted(database.query('SHOW TABLES')), database.query("SHOW DATABASES LIKE '%shadow%'")
    return sorted(database.query('SELECT name, sql FROM sqlite_master'))


CASES = {
    'a dropped column': ("with op.batch_alter_table('pet') as batch: batch.drop_column('kind')",
                         ('bin', 1, 'value of kind')),
    'NULL under NOT NULL': (alter('pet', 'kind', 'nullable=False', 'sa.String(20)'), ('rejected', 1, 'NULL in kind')),
    'a shorter type': (alter('student', 'name', 'type_=sa.String(5)', 'sa.String(50), existing_nullable=False'),
                       ('rejected', 1, 'name that are longer than 5')),
    'a smaller number': (alter('pet', 'size', 'type_=sa.SmallInteger()', 'sa.Integer()'),
                         ('rejected', 1, 'size that are out of range')),
    'fewer enum members': (alter('pet', 'kind',
                                 "type_=sa.Enum('cat', 'cow', name='k', create_constraint=True)", 'sa.String(20)'),
                           ('rejected', 1, 'kind that are none of the enum')),
    'a unique constraint': ("with op.batch_alter_table('student') as b: b.create_unique_constraint('uq_name', ['name'])",
                            ('rejected', 1, 'duplicates in name')),
    'a unique index': ("op.create_index('ix_name', 'student', ['name'], unique=True)",
                       ('rejected', 1, 'duplicates in name')),
    'a foreign key': (OWNER_IN_BATCH, ('rejected', 1, 'rows whose owner is not in user')),
    'a check': ("with op.batch_alter_table('pet') as batch: batch.create_check_constraint('ck_size', 'size < 1000')",
                ('rejected', 1, 'rows that break CHECK')),
}
KEPT_BY_SQLITE = ('a shorter type', 'a smaller number', 'a foreign key')


@pytest.mark.parametrize('case', sorted(CASES))
def test_what_is_lost_or_refused_is_counted_in_the_real_rows(filled, database, case):
    statement, (what, number, text) = CASES[case]
    if database.name == 'sqlite' and case in KEPT_BY_SQLITE:
        what = 'kept'
    add(filled, statement, 'pass')
    (one_what, one_number, one_text), = found(filled)
    assert (one_what, one_number) == (what, number)
    assert one_text.startswith(on(database, case, text))
    assert number == len(database.query(example(filled)))


def on(database, case, text):
    """What is said of a case; an enum is a CHECK on SQLite."""
    return 'rows that break CHECK' if (database.name, case) == ('sqlite', 'fewer enum members') else text


def example(project):
    one, = [one for revision in plan(project)['revisions'] for statement in revision['statements']
            for one in statement['found']]
    return one['example']


def test_rows_that_an_earlier_statement_may_mend_are_told_with_that_word(filled, database):
    add(filled, 'op.execute("UPDATE pet SET kind = 0")\n    ' + CASES['NULL under NOT NULL'][0], 'pass')
    text = filled.manage('db', 'upgrade', '--plan').out
    assert 'as the rows are now, which a statement before it may change, rejected by the database: 1 NULL in kind' in text


def test_a_renamed_table_and_column_lose_nothing_and_are_asked_under_their_real_names(filled):
    add(filled, """op.rename_table('pet', 'animal')
    with op.batch_alter_table('animal') as batch:
        batch.alter_column('kind', new_column_name='race', existing_type=sa.String(20))
    with op.batch_alter_table('animal') as batch:
        batch.alter_column('race', nullable=False, existing_type=sa.String(20))""", 'pass')
    assert found(filled) == [('rejected', 1, 'NULL in race')]


def test_a_percent_sign_in_a_name_is_asked_about_as_it_is(filled, database):
    quoted = '"a%s"' if database.name == 'sqlite' else '`a%s`'
    database.query('CREATE TABLE %s (%s INTEGER)' % (quoted, quoted))
    database.query('INSERT INTO %s VALUES (NULL), (1)' % quoted)
    add(filled, alter('a%s', 'a%s', 'nullable=False', 'sa.Integer()'), 'pass')
    assert found(filled) == [('rejected', 1, 'NULL in a%s')]
    assert '1 NULL in a%s' in filled.manage('db', 'upgrade', status=1).err


def test_tables_that_the_same_upgrade_makes_are_not_asked_about(filled):
    add(filled, "op.create_table('new', sa.Column('id', sa.Integer, primary_key=True), sa.Column('x', sa.Integer))\n"
                "    op.create_index('ix_new', 'new', ['x'], unique=True)\n    op.drop_table('new')", 'pass')
    assert found(filled) == []


def test_an_env_py_that_reads_the_address_from_the_settings_is_planned_for(project, mariadb):
    """Which spells it otherwise than Flask-SQLAlchemy: without a character set, and with an empty password."""
    server = mariadb.server
    address = 'mysql+pymysql://%s:%s@%s:%s/%s' % (server.user, server.password, server.host, server.port, mariadb.database)
    project.replace('config.py', project.read('config.py') + '\nSQLALCHEMY_DATABASE_URI = %r\n' % address)
    project.edit('migrations/env.py', 'engine = migrate.db.engine', "from sqlalchemy import create_engine\n"
                 "engine = create_engine(current_app.config['SQLALCHEMY_DATABASE_URI'])")
    for command in 'upgrade --plan', 'upgrade', 'status', 'check --deep --all', 'downgrade --plan':
        project.manage('db', *command.split())


@pytest.mark.parametrize('between, at_once', [('', True), ("op.execute('INSERT INTO other (n) VALUES (1)')\n    ", False)])
def test_an_index_of_a_table_that_the_same_upgrade_makes_blocks_nobody(filled, between, at_once):
    add(filled, "op.create_table('other', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.Integer))\n    "
                + between + "op.create_index('ix_n', 'other', ['n'])", 'pass')
    last = plan(filled)['revisions'][-1]['statements'][-1]
    assert 'ix_n' in last['sql'] and (last['runs'] == 'instant') == at_once


SIDE_BY_SIDE = ["ALTER TABLE pet ADD COLUMN toy INTEGER", "INSERT INTO pet (id, toy) VALUES (3, 1)",
                "UPDATE pet SET toy = 9", "UPDATE pet SET toy = 8", "CREATE TABLE other (id INTEGER)",
                "UPDATE pet SET toy = 7", "ALTER TABLE other ADD COLUMN n INTEGER"]


def test_a_session_beside_an_engine_of_env_pys_own_is_in_the_plan_and_waits_for_nobody(filled):
    """The env.py that came with Flask-Migrate has one, so `op` and `db.session` are two connections to the copy."""
    filled.edit('migrations/env.py', 'engine = migrate.db.engine\n',
                'import sqlalchemy\nengine = sqlalchemy.create_engine(str(migrate.db.engine.url))\n')
    add(filled, """from exts import db
    op.execute('%s')
    op.execute('%s')
    db.session.execute('%s')
    op.execute('%s')
    db.session.execute('%s')
    with db.session.begin_nested():
        db.session.execute('%s')
    op.execute('%s')
    db.session.commit()""" % tuple(SIDE_BY_SIDE), 'pass')
    assert [one['sql'] for one in plan(filled)['revisions'][0]['statements']] == SIDE_BY_SIDE
    filled.manage('db', 'upgrade')


def test_a_revision_that_reads_rows_is_named(filled):
    add(filled, "op.get_bind().execute(sa.text('SELECT * FROM student')).fetchall()", 'pass')
    assert 'It reads rows.' in filled.manage('db', 'upgrade', '--plan').out


def test_one_that_reads_the_structure_alone_is_none(filled):
    add(filled, """sa.inspect(op.get_bind()).get_columns('student')
    with op.batch_alter_table('pet') as batch: batch.drop_column('kind')""", 'pass')
    assert 'It reads rows.' not in filled.manage('db', 'upgrade', '--plan').out


def test_a_revision_that_fails_and_an_unknown_one_end_with_status_1_and_two_lines(filled, database):
    add(filled, "op.drop_table('nowhere')", 'pass')
    before = state(database)
    result = filled.manage('db', 'upgrade', '--plan', status=1)
    assert 'The upgrade of aaaaaaaaaaaa fails' in result.err and 'Traceback' not in result.err
    result = filled.manage('db', 'upgrade', 'nothing', '--plan', status=1)
    assert 'nothing' in result.err and 'Traceback' not in result.err
    assert state(database) == before


ROUNDED = [('DECIMAL(8, 4)', "1.2345", 'sa.Numeric(8, 2)'), ('DATETIME', "'2020-02-03 04:05:06'", 'sa.Date()'),
           ('DATETIME(3)', "'2020-02-03 04:05:06.789'", 'sa.DateTime()'), ('DOUBLE', '1.5', 'sa.Integer()')]


@pytest.mark.parametrize('old, value, new', ROUNDED)
def test_values_that_are_rounded_are_told_and_kept(project, mariadb, old, value, new):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    mariadb.query('CREATE TABLE price (id INTEGER PRIMARY KEY, price %s)' % old)
    mariadb.query('INSERT INTO price VALUES (1, %s), (2, NULL)' % value)
    add(project, "op.alter_column('price', 'price', type_=%s, existing_type=sa.Float())" % new, 'pass')
    assert found(project) == [('bin', 1, 'value of price that is rounded')]
    assert 'Kept in the bin (db bin): price.price, 1 value' in project.manage('db', 'upgrade').err


@pytest.mark.parametrize('name', ['a%b', 'a"b'])
def test_a_name_with_a_percent_sign_or_a_quotation_mark_is_counted(filled, database, name):
    quoted = '`%s`' % name if database.name == 'mariadb' else '"%s"' % name.replace('"', '""')
    database.query('CREATE TABLE %s (id INTEGER)' % quoted)
    database.query('INSERT INTO %s VALUES (1), (2)' % quoted)
    add(filled, "op.drop_table('%s')" % name, 'pass')
    assert '%s has 2 rows' % name in filled.manage('db', 'upgrade', '--plan').out

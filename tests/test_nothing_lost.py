"""Whatever the spelling of a statement that drops or converts: what it takes is kept in the bin, or it stops before it."""
import json
import os

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from conftest import SQLite
from test_check_deep import add

ROWS = "(1, 'abc', '2020-02-03 04:05:06', 300), (2, 'd''e', NULL, -1), (3, '猫', '2021-01-01 00:00:01', 7)"
# Runs each statement by itself, and goes on behind one that is refused; what became of it is written down.
BODY = '''import json
    from sqlalchemy.exc import DBAPIError
    said = []
    for number, text in enumerate(json.load(open('spelled.json', encoding='utf-8'))):
        try:
            op.execute(sa.text(text.replace(':', chr(92) + ':')))
            said.append('ran')
        except DBAPIError as error:
            said.append('refused: %s' % error.orig)
        except Exception as error:
            said.append('stopped: %s' % error)
        with open('said.json', 'w', encoding='utf-8') as file:
            json.dump(said, file)'''


def run(project, database, spelled, before=(), options=()):
    """Run statements, each of which has a table of its own, `t0`, `t1` and so on.

    :param spelled: the statements, with `{t}` for the table's name and `{d}` for the database's
    :returns: what became of each: `whole` where its rows are as they were, `kept`, `refused`, `stopped` or `LOST`
    """
    project.manage('db', 'upgrade')
    for number in range(len(spelled)):
        database.query('CREATE TABLE t%d (id INTEGER PRIMARY KEY, t VARCHAR(20), at DATETIME, n INTEGER)' % number)
        database.query('INSERT INTO t%d VALUES %s' % (number, ROWS))
    for statement in before:
        database.query(statement)
    schema = getattr(database, 'database', 'main')
    texts = [text.format(t='t%d' % number, d=schema, T='T%d' % number) for number, text in enumerate(spelled)]
    project.replace('spelled.json', json.dumps(texts))
    add(project, BODY, 'pass')
    done = project.manage('db', 'upgrade', *options, status=None)
    said = json.loads(project.read('said.json')) if os.path.exists(project.path('said.json')) else []
    assert len(said) == len(spelled), done
    kept = {name.lower() for name, in database.query('SELECT table_name FROM migration_bin')} if 'migration_bin' in names(
        database) else set()
    return [(text, fate(database, 't%d' % number, said[number], kept)) for number, text in enumerate(texts)]


def fate(database, name, said, kept):
    try:
        found = database.query('SELECT id, t, at, n FROM ' + name)
    except Exception:  # no such table or column
        found = None
    if found == database.query('SELECT id, t, at, n FROM untouched'):
        return 'whole' if said == 'ran' else said
    return 'kept' if name in kept else 'LOST (%s)' % said


def names(database):
    query = "SELECT name FROM sqlite_master WHERE type = 'table'" if database.name == 'sqlite' else 'SHOW TABLES'
    return {name for name, in database.query(query)}


UNTOUCHED = ['CREATE TABLE untouched (id INTEGER PRIMARY KEY, t VARCHAR(20), at DATETIME, n INTEGER)',
             'INSERT INTO untouched VALUES ' + ROWS]
OF_MARIADB = [
    'DROP TABLE {d}.{t}', 'DROP TABLE {t} /* x */', 'DROP TABLES {t}', 'drop table `{t}`;', 'DROP TABLE {t} -- x',
    'DROP TABLE/**/{t}', '/*!50100 DROP TABLE {t} */', '# x\nDROP TABLE {t}', 'DROP TABLE IF EXISTS `{d}` . `{t}` RESTRICT',
    'DROP TABLE {t} /* alembic_version */',
    'ALTER TABLE {d}.{t} DROP COLUMN t', 'ALTER TABLE {t} DROP COLUMN t -- x', 'ALTER TABLE {t} DROP t /* x */',
    'alter table {t} drop `T`', 'ALTER TABLE {t} ALTER n SET DEFAULT 1, DROP COLUMN t, ADD KEY k (n)',
    'ALTER TABLE {t} DROP FOREIGN KEY fk_{t}, DROP COLUMN t, MODIFY at DATE',
    'ALTER TABLE {t} ADD CHECK (n > -5), MODIFY at DATE', 'ALTER TABLE {t} CHANGE COLUMN t u VARCHAR(2)',
    'ALTER IGNORE TABLE {t} MODIFY t VARCHAR(1)', 'ALTER TABLE {t} /* x */ MODIFY /* y */ n TINYINT UNSIGNED',
    'ALTER TABLE {t} CONVERT TO CHARACTER SET latin1', 'ALTER TABLE {t} RENAME TO {t}_new, DROP COLUMN t',
    'SELECT 1', 'GRANT SELECT ON {d}.{t} TO CURRENT_USER', 'ANALYZE TABLE {t}', 'CREATE VIEW v{t} AS SELECT 1',
    'ALTER TABLE {t} ADD COLUMN note TEXT', 'CREATE INDEX i ON {t} (n)', 'OPTIMIZE TABLE {t}', 'DO 1',
    '-- nothing\nSELECT 2',
    'ALTER TABLE {t} MODIFY t TEXT, DEFAULT CHARACTER SET latin1',
    'ALTER TABLE {t} MODIFY n INTEGER AS (id * 2) STORED', 'ALTER TABLE {t} CHANGE n n INT GENERATED ALWAYS AS (id) STORED',
    'ALTER TABLE {t} SHUFFLE', 'SHUFFLE TABLE {t}', "DROP TABLE '{t}"]
OF_SERVER = {  # what only one of the two has
    'mariadb': ['CREATE OR REPLACE TABLE {t} (id INTEGER)', 'CREATE OR REPLACE SEQUENCE {t}', 'DROP TABLE {t} WAIT 5',
                'ALTER TABLE {t} NOWAIT DROP COLUMN t',
                "EXECUTE IMMEDIATE 'DROP TABLE {t}'", 'BEGIN NOT ATOMIC DROP TABLE {t}; END', '/*M!100100 DROP TABLE {t} */',
                'ALTER ONLINE TABLE {t} DROP COLUMN IF EXISTS t', "EXECUTE IMMEDIATE CONCAT('DROP TABLE ', '{t}')",
                'SET STATEMENT max_statement_time = 100 FOR DROP TABLE {t}',
                "SET STATEMENT sql_mode = '' FOR ALTER TABLE {t} MODIFY t VARCHAR(1)"],
    'mysql': ['ALTER TABLE {t} DROP CHECK c_{t}, MODIFY at DATE', 'ALTER TABLE {t} DROP COLUMN t, ALGORITHM=INPLACE']}
OF_SQLITE = [
    'DROP TABLE [{t}]', 'DROP TABLE main.{t}', 'drop table if exists "main"."{t}";', "DROP TABLE '{t}'", 'DROP TABLE {T}',
    'DROP TABLE `{t}` -- x', 'DROP/**/TABLE/* ; */{t}', 'DROP TABLE {t} /* alembic_version */', 'DROP TABLE {t} /* open',
    'ALTER TABLE [{t}] DROP COLUMN t', 'ALTER TABLE {t} DROP COLUMN T', 'ALTER TABLE main.{t} DROP "t"',
    'ALTER TABLE {T} DROP COLUMN [t] /* x */', 'ALTER TABLE {t} DROP\nt -- x', 'ALTER TABLE {t} ADD COLUMN note TEXT',
    'CREATE VIEW v{t} AS SELECT 1', 'ANALYZE', 'SELECT 1', 'REINDEX {t}', 'PRAGMA user_version', '-- nothing\nSELECT 2',
    'ALTER TABLE {t} SHUFFLE', 'SHUFFLE TABLE {t}', 'CREATE INDEX i{t} ON {t} (n)', ';DROP TABLE {t}']


def statements_of(database):
    """The statements above, and what is to be there before they run."""
    if database.name == 'sqlite':
        return OF_SQLITE, []
    server = 'mariadb' if 'MariaDB' in database.query('SELECT VERSION()')[0][0] else 'mysql'
    spelled = OF_MARIADB + OF_SERVER[server]
    keyed = [number for number, text in enumerate(spelled) if 'fk_' in text or 'c_{t}' in text]
    return spelled, ['CREATE TABLE parent (id INTEGER PRIMARY KEY)', 'INSERT INTO parent VALUES (300), (-1), (7)'] + [
        'ALTER TABLE t%d ADD CONSTRAINT fk_t%d FOREIGN KEY (n) REFERENCES parent (id)' % (number, number) for number in keyed
    ] + ['ALTER TABLE t%d ADD CONSTRAINT c_t%d CHECK (id > 0)' % (number, number) for number in keyed]


def test_no_spelling_of_a_drop_or_a_change_of_type_loses_a_row(migrated, database):
    spelled, before = statements_of(database)
    found = run(migrated, database, spelled, UNTOUCHED + before)
    assert '\n'.join('%s: %s' % one for one in found if one[1].startswith('LOST')) == ''
    ran = [fate for text, fate in found]
    assert ran.count('kept') >= 14  # the drops are carried out, and not only refused


def test_what_loses_nothing_is_not_stopped(migrated, database):
    spelled, before = statements_of(database)
    harmless = [text for text in spelled if text.split()[0] in (
        'SELECT', 'GRANT', 'ANALYZE', 'CREATE', 'OPTIMIZE', 'DO', 'REINDEX', 'PRAGMA', '--') and 'REPLACE' not in text]
    found = run(migrated, database, harmless, UNTOUCHED)
    assert [fate for _text, fate in found] == ['whole'] * len(harmless)


# Spellings from a grammar. A space is any white space or a comment; a word stands in any capitals; a name in any quotes.
def spaced(draw, is_mysql, may_be_none=False):
    spaces = [' ', '  ', '\n', '\t', '/**/', ' /* ; DROP TABLE untouched */ ', ' -- it\'s\n', ' /* " */ ']
    return draw(st.sampled_from(spaces + [' # `x\n'] * is_mysql + [''] * may_be_none))


def in_capitals(draw, word):
    return draw(st.sampled_from([word, word.lower(), word.capitalize()]))


def in_quotes(draw, name, is_mysql):
    return draw(st.sampled_from([name, '`%s`' % name] + ([] if is_mysql else ['"%s"' % name, '[%s]' % name])))


@st.composite
def statements(draw, server):
    """A statement that drops or converts something of `{t}`, in one spelling of many."""
    is_mysql = server != 'sqlite'

    def words(text):
        return spaced(draw, is_mysql).join(in_capitals(draw, word) for word in text.split())

    def joined(*parts):
        return spaced(draw, is_mysql).join(part for part in parts if part)

    def column(name):
        return in_quotes(draw, draw(st.sampled_from([name, name.upper()])), is_mysql)

    exists = words(draw(st.sampled_from(['', 'IF EXISTS'])))
    of_column = exists if server == 'mariadb' else ''
    waits = words(draw(st.sampled_from(['', 'WAIT 5', 'NOWAIT']))) if server == 'mariadb' else ''
    schema = draw(st.sampled_from(['', '{d}', '`{d}`'] if is_mysql else ['', 'main', '[main]', '"main"', 'MAIN']))
    name = in_quotes(draw, '{t}', is_mysql)
    table = schema and schema + spaced(draw, is_mysql, True) + '.' + spaced(draw, is_mysql, True) + name or name
    end = draw(st.sampled_from(['', ';', ' ', ' /* end */', '; -- end', ' -- alembic_version']))
    if draw(st.booleans()):
        made = joined(words('DROP' + spaced(draw, is_mysql) + draw(st.sampled_from(['TABLE', 'TABLES'] if is_mysql else [
            'TABLE']))), exists, table, waits, words(draw(st.sampled_from(['', 'RESTRICT', 'CASCADE']))) if is_mysql else '')
        return draw(st.sampled_from(['', ' ', '/* x */', '-- x\n'])) + made + end
    drop = joined(words('DROP'), words(draw(st.sampled_from(['', 'COLUMN']))), of_column, column('t'))
    if not is_mysql:
        return joined(words('ALTER TABLE'), table, drop) + end
    of_type = [joined(words('MODIFY'), words(draw(st.sampled_from(['', 'COLUMN']))), of_column, column('at'), words('DATE')),
               joined(words('CHANGE'), of_column, column('n'), draw(st.sampled_from(['n', '`m`'])), words('TINYINT')),
               joined(words('MODIFY'), column('t'), words('VARCHAR') + '(' + spaced(draw, True, True) + '1)',
                      words('FIRST'))]
    others = [joined(words('ADD COLUMN'), 'note', words('ENUM') + "('a, b', 'DROP t')"), joined(words('ADD KEY'), '(id, t)'),
              joined(words('ALTER'), 'n', words('SET DEFAULT 1')), joined(words('COMMENT'), '=', "'; DROP t'")]
    clauses = draw(st.permutations([draw(st.sampled_from([drop] + of_type))] + draw(
        st.lists(st.sampled_from(others), max_size=2, unique=True))))
    ignore = words(draw(st.sampled_from(['', 'ONLINE', 'IGNORE']))) if server == 'mariadb' else ''
    return joined(words('ALTER'), ignore, words('TABLE'), exists if server == 'mariadb' else '', table, waits,
                  (spaced(draw, True, True) + ',' + spaced(draw, True, True)).join(clauses)) + end


def spelled(server, number, start=1):
    """So many different spellings, the same in each run."""
    found = []

    @seed(start)
    @settings(max_examples=number, database=None, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))
    @given(statements(server))
    def collect(text):
        if text not in found:
            found.append(text)
    while len(found) < number:
        collect()
        start += 1
        collect = seed(start)(collect)
    return found[:number]


def server_of(database):
    if database.name == 'sqlite':
        return 'sqlite'
    return 'mariadb' if 'MariaDB' in database.query('SELECT VERSION()')[0][0] else 'mysql'


def lost_of(project, database, number, start=1):
    """Those of so many spellings that have lost a row, and how many were carried out."""
    found = run(project, database, spelled(server_of(database), number, start), UNTOUCHED)
    refused = [one for one in found if one[1].startswith('refused')]
    assert len(refused) <= number / 2, refused
    return [one for one in found if one[1].startswith('LOST')], len(found) - len(refused)


@pytest.mark.long
def test_a_row_is_kept_in_spellings_from_a_grammar(migrated, database):
    lost, carried_out = lost_of(migrated, database, 25)
    assert lost == [] and carried_out > 12


@pytest.mark.parametrize('number', [pytest.param(120, marks=pytest.mark.long),
                                    pytest.param(500, marks=pytest.mark.exhaustive)])
def test_a_row_is_kept_in_many_spellings_from_a_grammar(migrated, database, number):
    lost, carried_out = lost_of(migrated, database, number, start=1000)
    assert lost == [] and carried_out > number // 2


ALWAYS = "with op.batch_alter_table('pet', recreate='always') as batch:\n        %s"


@pytest.mark.parametrize('old, new', [('sa.DateTime()', 'sa.Date()'), ('sa.String(20)', 'sa.Integer()')])
def test_a_batch_that_always_makes_the_table_anew_keeps_the_values_of_a_changed_type(project, tmp_path, old, new):
    database = SQLite(tmp_path / 'project')
    project.manage('db', 'upgrade')
    database.query('CREATE TABLE pet (id INTEGER PRIMARY KEY, born DATETIME, text VARCHAR(20), CHECK (id > 0))')
    database.query("INSERT INTO pet VALUES (1, '2020-02-03 04:05:06', 'abc'), (2, NULL, '007')")
    before = database.query('SELECT id, born, text FROM pet')
    column = 'born' if 'Date' in old else 'text'
    change = ALWAYS % "batch.alter_column('%s', type_=%s, existing_type=%s)"
    add(project, change % (column, new, old), change % (column, old, new))
    project.manage('db', 'upgrade')
    assert 'CHECK' in database.query("SELECT sql FROM sqlite_master WHERE name = 'pet'")[0][0]
    project.manage('db', 'downgrade')
    assert database.query('SELECT id, born, text FROM pet') == before


# Beside the spelling of a drop it is told apart who sends it, and how.
SENDERS = {
    'query() of the driver': ('mariadb', "op.get_bind().connection.query('DROP TABLE pet')"),
    'bytes': ('mariadb', "op.get_bind().connection.cursor().execute(b'DROP TABLE pet')"),
    'executemany': ('mariadb', "op.get_bind().connection.cursor().executemany('DROP TABLE pet', [()])"),
    'a pymysql.Connection': (
        'mariadb', "import pymysql\n    u = op.get_bind().engine.url\n    "
        "own = pymysql.Connection(host=u.host, port=u.port, user=u.username, password=u.password or '', database=u.database)"
        "\n    own.cursor().execute('DROP TABLE pet')"),
    'executescript': ('sqlite', "op.get_bind().connection.executescript('DROP TABLE pet; CREATE TABLE pet (id INTEGER)')"),
    'the catalogue': ('sqlite', "op.execute('PRAGMA writable_schema = ON')\n    "
                      "op.execute(\"DELETE FROM sqlite_master WHERE name = 'pet'\")"),
    'the catalogue behind a WITH': ('sqlite', "op.execute('PRAGMA writable_schema = ON')\n    "
                                    "op.execute(\"WITH x AS (SELECT 'pet' AS y) DELETE FROM main.sqlite_schema \"\n"
                                    "               \"WHERE name IN (SELECT y FROM x)\")"),
    'what the catalogue says of a table': ('sqlite', "op.execute('PRAGMA writable_schema = ON')\n    "
                                           "op.execute(\"UPDATE sqlite_schema SET rootpage = 0 WHERE name = 'pet'\")"),
    'a name that a temporary table has, too': ('sqlite', "op.execute('CREATE TEMP TABLE pet (id INTEGER)')\n    "
                                               "op.execute('DROP TABLE main.pet')"),
    'a procedure that puts it together': (
        'mariadb', "op.execute(\"CREATE PROCEDURE p() BEGIN SET @x = CONCAT('DR', 'OP TABLE pet'); PREPARE s FROM @x; \"\n"
        "               \"EXECUTE s; END\")\n    op.execute('CALL p()')"),
    'a procedure that is given it': (
        'mariadb', "op.execute('CREATE PROCEDURE p(y TEXT) BEGIN SET @x = y; PREPARE s FROM @x; EXECUTE s; END')\n    "
        "op.execute(\"CALL p(CONCAT('DROP', ' TABLE pet'))\")"),
    'a mode that leaves out the character set': (
        'mariadb', "op.execute(\"SET sql_mode = 'ANSI'\")\n    op.execute('DROP TABLE pet')"),
    'an event': (None, "made = sa.Table('made', sa.MetaData(), sa.Column('id', sa.Integer))\n    "
                 "sa.event.listen(made, 'after_create', sa.DDL('DROP TABLE pet'))\n    made.create(op.get_bind())"),
    'the engine': (None, "from exts import db\n    sa.Table('pet', sa.MetaData()).drop(db.engine)"),
}


@pytest.mark.long
@pytest.mark.parametrize('sender', list(SENDERS))
def test_whoever_drops_a_table_it_is_in_the_bin_or_stopped(migrated, database, sender):
    name, body = SENDERS[sender]
    if name in (None, database.name):
        migrated.manage('db', 'upgrade')
        database.query('CREATE TABLE pet (id INTEGER PRIMARY KEY)')
        database.query('INSERT INTO pet VALUES (1), (2)')
        add(migrated, body, 'pass')
        done = migrated.manage('db', 'upgrade', status=None)
        assert 'pet, 2 rows' in done.err if not done.status else database.query('SELECT COUNT(*) FROM pet')[0][0] == 2
        assert 'Traceback' not in done.err


OF_ALEMBIC = {
    'copy_from': "copy_from=sa.Table('pet', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True), "
                 "sa.Column('born', %s), sa.Column('text', sa.String(20)))",
    'table_args': "table_args=[sa.CheckConstraint('id > 0')]",
    'reflect_args': "reflect_args=[sa.Column('text', sa.String(20))]",
    'partial_reordering': "recreate='always', partial_reordering=[('born', 'text')]",
}


@pytest.mark.parametrize('way', [pytest.param(way, marks=[pytest.mark.long] if number else [])
                                 for number, way in enumerate(OF_ALEMBIC)])
def test_a_batch_that_is_left_to_alembic_keeps_the_values_of_a_changed_type(project, tmp_path, way):
    database = SQLite(tmp_path / 'project')
    project.manage('db', 'upgrade')
    database.query('CREATE TABLE pet (id INTEGER PRIMARY KEY, born DATETIME, text VARCHAR(20))')
    database.query("INSERT INTO pet VALUES (1, '2020-02-03 04:05:06', 'abc'), (2, NULL, '007')")
    before = database.query('SELECT id, born, text FROM pet')
    add(project, *['with op.batch_alter_table("pet", %s) as batch:\n        batch.alter_column("born", type_=%s)' % (
        OF_ALEMBIC[way].replace('%s', old), new) for old, new in (
            ('sa.DateTime()', 'sa.Date()'), ('sa.Date()', 'sa.DateTime()'))])
    project.manage('db', 'upgrade')
    assert database.query('SELECT born FROM pet') == [('2020-02-03 04:05:06',), (None,)]
    project.manage('db', 'downgrade')
    assert database.query('SELECT id, born, text FROM pet') == before


def test_what_a_change_of_type_does_not_name_of_a_column_stays(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    mariadb.query("CREATE TABLE pet (id INTEGER AUTO_INCREMENT PRIMARY KEY, "
                  "name VARCHAR(20) NOT NULL DEFAULT 'a:b' COMMENT 'whose')")
    add(project, "op.alter_column('pet', 'id', type_=sa.BigInteger())\n    "
                 "op.alter_column('pet', 'name', type_=sa.String(40))", 'pass')
    project.manage('db', 'upgrade')
    made = mariadb.query('SHOW CREATE TABLE pet')[0][1].lower()
    assert '`id` bigint' in made and 'auto_increment' in made
    assert "varchar(40) not null default 'a:b' comment 'whose'" in made


def test_a_check_that_is_taken_off_in_the_catalogue_stops_nothing(project, tmp_path):
    database = SQLite(tmp_path / 'project')
    project.manage('db', 'upgrade')
    database.query('CREATE TABLE pet (id INTEGER PRIMARY KEY, n INTEGER CHECK (n > 0))')
    database.query('INSERT INTO pet VALUES (1, 2)')
    add(project, "op.execute('PRAGMA writable_schema = ON')\n    op.execute(\"UPDATE sqlite_master SET sql = replace(sql, "
                 "' CHECK (n > 0)', '') WHERE name = 'pet'\")\n    op.execute('PRAGMA writable_schema = OFF')", 'pass')
    project.manage('db', 'upgrade')
    database.query('UPDATE pet SET n = -1')
    assert database.query('SELECT * FROM pet') == [(1, -1)]


def test_a_procedure_is_looked_into_and_one_that_loses_nothing_runs(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    for statement in UNTOUCHED:
        mariadb.query(statement)
    mariadb.query("CREATE PROCEDURE adds() BEGIN SET @x = 'ALTER TABLE untouched ADD COLUMN more INT'; PREPARE s FROM @x; "
                  'EXECUTE s; DEALLOCATE PREPARE s; END')
    mariadb.query('CREATE PROCEDURE drops() BEGIN SELECT 1; DROP TABLE untouched; END')
    add(project, "op.execute('CALL adds()')\n    op.execute('CALL drops()')", 'pass')
    result = project.manage('db', 'upgrade', status=1)
    assert 'CALL drops()' in result.err and '--yes' in result.err and 'Traceback' not in result.err
    assert len(mariadb.query('SELECT id, more FROM untouched')) == 3

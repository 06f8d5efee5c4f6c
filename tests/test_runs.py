"""How the server runs an ALTER: the plan's word for it is what the server does on a table with rows."""
import contextlib

import pymysql
import pytest
from conftest import MariaDB
from servers import OpenServer, numbers
from test_check_deep import add
from test_plan import plan

pytestmark = pytest.mark.long

# of a table as `PLAIN` makes it
KINDS = [kind.strip() for kind in '''
ADD COLUMN x INT; ADD COLUMN x INT NOT NULL DEFAULT 5; ADD COLUMN x INT FIRST; DROP COLUMN b; MODIFY b VARCHAR(30);
MODIFY b VARCHAR(10); MODIFY b VARCHAR(300); MODIFY b TEXT; MODIFY b VARCHAR(20) NOT NULL; MODIFY b VARCHAR(20) AFTER id;
MODIFY b VARCHAR(20) COMMENT 'x'; MODIFY b VARCHAR(20) CHARACTER SET ascii; MODIFY a BIGINT; MODIFY a SMALLINT;
MODIFY a INT NOT NULL; MODIFY n INT; MODIFY n INT UNSIGNED NOT NULL; CHANGE b c VARCHAR(20); RENAME COLUMN a TO c;
ALTER b SET DEFAULT 'x'; ALTER n DROP DEFAULT; ADD INDEX i (a); ADD UNIQUE u (id, a); DROP INDEX ia; RENAME INDEX ia TO i;
DROP INDEX ia, ADD INDEX ia (a, id); ADD COLUMN x INT, ADD INDEX i (x); ADD FULLTEXT INDEX i (b);
ADD CONSTRAINT c CHECK (a > -5); ADD FOREIGN KEY (a) REFERENCES p (id); DROP PRIMARY KEY;
DROP PRIMARY KEY, ADD PRIMARY KEY (id, n); MODIFY e ENUM('x', 'y', 'z'); MODIFY e ENUM('y', 'x');
ADD COLUMN x INT AS (a + 1) VIRTUAL; ADD COLUMN x INT AS (a + 1) STORED; CONVERT TO CHARACTER SET latin1; COMMENT 'x';
AUTO_INCREMENT=1000; ROW_FORMAT=COMPACT; ENGINE=InnoDB; FORCE; RENAME TO s
'''.replace('\n', ' ').split(';')]
WRITTEN_OTHERWISE = ['ADD COLUMN x INT -- and a word', 'ADD COLUMN x INT; -- and a word', "COMMENT 'one; -- two'",
                     'ADD COLUMN x INT, ALGORITHM=COPY', 'ADD INDEX i (a), ALGORITHM=NOCOPY', 'ADD INDEX i (a), LOCK=SHARED']
CLAUSES = {'instant': ', ALGORITHM=INSTANT', 'online': ', ALGORITHM=INPLACE, LOCK=NONE', 'blocks writes': ''}
PLAIN = ("CREATE TABLE %s (id INT PRIMARY KEY, a INT, b VARCHAR(20), e ENUM('x', 'y'), n INT NOT NULL DEFAULT 1, "
         'INDEX ia (a)) CHARACTER SET utf8mb4')
AFTER = "INSERT INTO {0} (id, a, b, e, n) SELECT seq, seq, seq, 'x', seq FROM " + numbers(100, 51)
TABLES = {
    'with a foreign key': [PLAIN.replace(') CHAR', ', FOREIGN KEY (n) REFERENCES p (id)) CHAR')],
    'with a full-text index': [PLAIN.replace(') CHAR', ', FULLTEXT ib (b)) CHAR')],
    'with computed columns': [PLAIN.replace(') CHAR', ', v INT AS (a + 1) STORED, w INT AS (a + 2), INDEX iw (w)) CHAR')],
    'with a CHECK': [PLAIN.replace(') CHAR', ', CHECK (a > -9)) CHAR')],
    'without a key': [PLAIN.replace(' PRIMARY KEY', '')],
    'compressed': [PLAIN + ' ROW_FORMAT=COMPRESSED'],
    'redundant': [PLAIN + ' ROW_FORMAT=REDUNDANT'],
    'partitioned': [PLAIN + ' PARTITION BY HASH (id) PARTITIONS 3'],
    'with versions': [PLAIN + ' WITH SYSTEM VERSIONING'],
    'of Aria': [PLAIN + ' ENGINE=Aria'],
    'with a trigger': [PLAIN, 'CREATE TRIGGER tr_{0} BEFORE INSERT ON {0} FOR EACH ROW SET NEW.a = NEW.a'],
    'changed instantly before': [PLAIN, 'ALTER TABLE {0} ADD COLUMN i INT, ALGORITHM=INSTANT',
                                 'ALTER TABLE {0} ADD COLUMN j INT FIRST, DROP COLUMN i, ALGORITHM=INSTANT', AFTER],
    'that another one refers to': [PLAIN, 'CREATE TABLE c_{0} (id INT PRIMARY KEY, r INT, '
                                          'FOREIGN KEY (r) REFERENCES {0} (id))'],
}
OF_MARIADB = {'with versions', 'of Aria'}
DIFFER_BY_TABLE = [
    'ADD COLUMN x INT', 'ADD COLUMN x INT FIRST', 'DROP COLUMN b', 'MODIFY b VARCHAR(30)', 'MODIFY b VARCHAR(300)',
    'MODIFY a BIGINT', 'MODIFY n INT', 'CHANGE n m INT NOT NULL', 'ADD UNIQUE u (id, a)', 'DROP INDEX ia',
    'ADD FULLTEXT INDEX i (b)', "MODIFY e ENUM('x', 'y', 'z')", 'DROP PRIMARY KEY', 'ENGINE=InnoDB']


@pytest.fixture
def mariadb(mariadb):
    """An empty database that is asked over one connection, because much is asked."""
    with contextlib.closing(OpenServer(mariadb.server)) as server:
        yield MariaDB(server, mariadb.database)


@pytest.fixture
def there(project, mariadb):
    """A project on a database with a table that foreign keys may refer to."""
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    mariadb.query('CREATE TABLE p (id INT PRIMARY KEY)')
    mariadb.query('INSERT INTO p SELECT seq FROM ' + numbers(100))
    return project


def fill(database, name, statements):
    """Make a table and 50 rows in it, and change it."""
    database.query(statements[0] % name)
    database.query("INSERT INTO %s (id, a, b, e, n) SELECT seq, seq, seq, 'x', seq FROM %s" % (name, numbers(50)))
    for statement in statements[1:]:
        database.query(statement.format(name))


def planned(project, statements):
    """What the plan says of each."""
    add(project, '\n    '.join('op.execute(%r)' % one for one in statements), 'pass')
    return [one['runs'] for one in plan(project)['revisions'][0]['statements']]


def best(database, statement):
    """The best class in which the server runs a statement, having refused each better one; None where it runs none."""
    for way, clauses in CLAUSES.items():
        try:
            database.query(statement + clauses)
            return way
        except pymysql.err.MySQLError as error:
            if error.args[0] not in (1845, 1846):  # that algorithm or lock cannot be had
                return None


def test_the_class_of_each_kind_is_what_the_server_does(there, mariadb):
    for number in range(len(KINDS)):
        fill(mariadb, 'r%d' % number, [PLAIN])
    statements = ['ALTER TABLE r%d %s' % pair for pair in enumerate(KINDS)]
    said = planned(there, statements)
    assert list(zip(KINDS, said)) == [(kind, best(mariadb, one)) for kind, one in zip(KINDS, statements)]
    assert set(said) == set(CLAUSES)


def test_it_is_so_for_every_kind_of_table(there, mariadb):
    tables = set(TABLES) - (set() if mariadb.server.kind() == 'mariadb' else OF_MARIADB)
    cases = [(table, kind) for table in sorted(tables) for kind in DIFFER_BY_TABLE if is_possible(mariadb, table, kind)]
    for number, (table, _) in enumerate(cases):
        fill(mariadb, 'r%d' % number, TABLES[table])
    statements = ['ALTER TABLE r%d %s' % (number, kind) for number, (_, kind) in enumerate(cases)]
    said = planned(there, statements)
    assert list(zip(cases, said)) == [(case, best(mariadb, one)) for case, one in zip(cases, statements)]
    assert {table for table, _ in cases} == tables and len(cases) > 10 * len(tables)


def is_possible(database, table, kind):
    """Whether the server does it at all to a table of that kind."""
    fill(database, 'tried', TABLES[table])
    try:
        database.query('ALTER TABLE tried ' + kind)
        return True
    except pymysql.err.MySQLError:
        return False
    finally:
        database.query('DROP TABLE IF EXISTS c_tried, tried')


@pytest.mark.parametrize('written, way', zip(WRITTEN_OTHERWISE, (
    'instant', 'instant', {'mariadb': 'instant', 'mysql': 'online'}, 'blocks writes', {'mariadb': 'online'},
    'blocks writes')))
def test_what_the_statement_itself_says_counts(there, mariadb, written, way):
    way = way.get(mariadb.server.kind()) if isinstance(way, dict) else way  # None: that server has no such word
    fill(mariadb, 'r', [PLAIN])
    if way is None:
        with pytest.raises(pymysql.err.MySQLError):
            mariadb.query('ALTER TABLE r ' + written)
        return
    assert planned(there, ['ALTER TABLE r ' + written]) == [way]


def test_a_session_that_copies_every_table_blocks_writes(there, mariadb):
    fill(mariadb, 'r', [PLAIN])
    setting = {'mariadb': "alter_algorithm = 'COPY'", 'mysql': 'old_alter_table = 1'}[mariadb.server.kind()]
    there.edit('config.py', 'SQLALCHEMY_TRACK_MODIFICATIONS', """\
SQLALCHEMY_ENGINE_OPTIONS = {'connect_args': {'init_command': "SET SESSION %s"}}
SQLALCHEMY_TRACK_MODIFICATIONS""" % setting)
    assert planned(there, ['ALTER TABLE r ADD COLUMN x INT']) == ['blocks writes']


def test_an_index_has_the_class_of_the_alter_that_makes_or_drops_it(there, mariadb):
    """MariaDB's DROP INDEX takes no ALGORITHM=, which is not to say that it blocks."""
    for name in 'abcd':
        fill(mariadb, name, [PLAIN])
    said = planned(there, ['DROP INDEX ia ON a', 'CREATE INDEX i ON b (n)', 'DROP INDEX `PRIMARY` ON c',
                           'CREATE FULLTEXT INDEX i ON d (b)'])
    assert said == [best(mariadb, 'ALTER TABLE ' + one) for one in (
        'a DROP INDEX ia', 'b ADD INDEX i (n)', 'c DROP PRIMARY KEY', 'd ADD FULLTEXT INDEX i (b)')]
    assert said[0] == 'online'

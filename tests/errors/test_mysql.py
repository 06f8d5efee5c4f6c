"""What MySQL or MariaDB says of a statement, by its number; a number that this server never gives is signalled by it."""
import pytest
from conftest import MariaDB

from .complaint import complains, execute, revise

pytestmark = pytest.mark.long
PARENT = ('CREATE TABLE parent (id INTEGER PRIMARY KEY)', 'INSERT INTO parent VALUES (1)',
          'CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER, CONSTRAINT fk_parent FOREIGN KEY (parent_id) '
          'REFERENCES parent (id))', 'INSERT INTO child VALUES (1, 1)')
OF_ONE_NAME = 'CREATE TABLE other (id INTEGER, CONSTRAINT fk_parent FOREIGN KEY (id) REFERENCES parent (id))'
TWINS = ("INSERT INTO user (username) VALUES ('a'), ('a')",)
NARROW = ("CREATE TABLE narrow (n TINYINT, e ENUM('a'), d DATE, s VARCHAR(2), l VARCHAR(9) CHARACTER SET latin1, "
          'CONSTRAINT ck CHECK (n > 0))',)
# By number: what is there before, and the statement that fails.
REAL = {
    1050: ((), 'CREATE TABLE user (id INTEGER)'),
    1054: ((), 'UPDATE user SET nothing = 1'),
    1059: ((), 'ALTER TABLE user ADD COLUMN %s INTEGER' % ('x' * 65)),
    1060: ((), 'ALTER TABLE user ADD COLUMN username INTEGER'),
    1061: (('CREATE INDEX i ON user (username)',), 'CREATE INDEX i ON user (id)'),
    1062: (TWINS, 'ALTER TABLE user ADD UNIQUE (username)'),
    1064: ((), 'ALTER TABLE user ADDD COLUMN x INTEGER'),
    1067: ((), "ALTER TABLE user ADD COLUMN d DATE DEFAULT 'x'"),
    1068: ((), 'ALTER TABLE user ADD PRIMARY KEY (username)'),
    1071: ((), 'CREATE TABLE wide (a VARCHAR(2000) PRIMARY KEY)'),
    1072: ((), 'CREATE INDEX i ON user (nothing)'),
    1074: ((), 'ALTER TABLE user ADD COLUMN c CHAR(300)'),
    1075: ((), 'CREATE TABLE counted (id INTEGER AUTO_INCREMENT)'),
    1091: ((), 'ALTER TABLE user DROP COLUMN nothing'),
    1115: ((), 'CREATE TABLE other (s VARCHAR(9)) CHARACTER SET nothing'),
    1146: ((), 'UPDATE nothing SET x = 1'),
    1170: ((), 'CREATE TABLE other (s TEXT PRIMARY KEY)'),
    1264: (NARROW, 'INSERT INTO narrow (n) VALUES (999)'),
    1265: (NARROW, "INSERT INTO narrow (e) VALUES ('b')"),
    1273: ((), 'CREATE TABLE other (s VARCHAR(9)) COLLATE nothing'),
    1292: (NARROW, "INSERT INTO narrow (d) VALUES ('2020-99-99')"),
    1364: ((), 'INSERT INTO user (id) VALUES (1)'),
    1366: (NARROW, "INSERT INTO narrow (n) VALUES ('x')"),
    1406: (NARROW, "INSERT INTO narrow (s) VALUES ('abc')"),
    1451: (PARENT, 'DELETE FROM parent'),
    1452: (PARENT, 'INSERT INTO child VALUES (2, 2)'),
    1553: (PARENT, 'ALTER TABLE child DROP INDEX fk_parent'),
    1846: ((), 'ALTER TABLE user MODIFY id BIGINT, ALGORITHM=INPLACE'),
}
REAL_ON = {
    'mariadb': {
        1005: (PARENT, 'CREATE TABLE other (id INTEGER, FOREIGN KEY (id) REFERENCES parent (nothing))'),
        1833: (PARENT, 'ALTER TABLE parent MODIFY id BIGINT'),
        4025: (NARROW, 'INSERT INTO narrow (n) VALUES (-1)'),
    },
    'mysql': {
        1101: ((), "CREATE TABLE other (s TEXT DEFAULT 'x')"),
        1826: (PARENT, OF_ONE_NAME),
        1828: (PARENT, 'ALTER TABLE child DROP COLUMN parent_id'),
        3108: (('CREATE TABLE other (s VARCHAR(9), g VARCHAR(9) AS (lower(s)))',), 'ALTER TABLE other DROP COLUMN s'),
        3734: (PARENT, 'CREATE TABLE other (id INTEGER, FOREIGN KEY (id) REFERENCES parent (nothing))'),
        3780: (PARENT, 'ALTER TABLE parent MODIFY id BIGINT'),
        3819: (NARROW, 'INSERT INTO narrow (n) VALUES (-1)'),
        3821: (NARROW, 'ALTER TABLE narrow DROP CHECK nothing'),
        3822: (NARROW, 'CREATE TABLE other (id INTEGER, CONSTRAINT ck CHECK (id > 0))'),
        3837: (('CREATE TABLE other (s VARCHAR(9), INDEX i ((lower(s))))',), 'ALTER TABLE other DROP COLUMN s'),
        3959: (NARROW, 'ALTER TABLE narrow CHANGE n m TINYINT'),
    },
}
NAMED = [1050, 1060, 1061, 1062, 1071, 1091, 1101, 1138, 1146, 1171, 1205, 1213, 1215, 1217, 1265, 1292, 1364, 1366, 1406,
         1451, 1452, 1553, 1822, 1826, 3730]
SIGNAL = ("CREATE FUNCTION said() RETURNS INTEGER NO SQL BEGIN SIGNAL SQLSTATE '45000' "
          "SET MYSQL_ERRNO = %d, MESSAGE_TEXT = 'what the server says'; RETURN 1; END")
SAY = 'SET @said = said()'


def test_every_number_that_matters_is_known():
    from safe_migrate.databases.mysql.errors import MEANINGS
    assert set(NAMED) | set(REAL) | {number for real in REAL_ON.values() for number in real} <= set(MEANINGS)


def numbers():
    from safe_migrate.databases.mysql.errors import MEANINGS
    return sorted(MEANINGS)


@pytest.mark.parametrize('number', numbers())
def test_what_the_server_says_is_explained(project, mariadb, number):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    real = {**REAL, **REAL_ON[mariadb.server.kind()]}
    before, statement = real.get(number, ((SIGNAL % number,), SAY))
    for one in before:
        mariadb.query(one)
    revise(project, execute(statement))
    said = complains(project, 'upgrade', words=['(error %d)' % number, 'migrations/versions/bad.py:7'])
    assert 'the same command goes on from here' in said, said


def test_a_number_that_is_not_known_is_told_as_it_is(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    mariadb.query(SIGNAL % 30123)
    revise(project, execute(SAY))
    complains(project, 'upgrade', words=['The database refused a statement (error 30123): what the server says', '--debug'])


@pytest.mark.servers('mariadb')
def test_a_name_of_a_foreign_key_that_is_taken_is_no_fault_of_its_types(project, each):
    with each.database() as name:
        database = MariaDB(each, name)
        project.settings.update(database.settings)
        project.manage('db', 'upgrade')
        for one in PARENT:
            database.query(one)
        revise(project, execute(OF_ONE_NAME))
        complains(project, 'upgrade', words=['of this name is there already', '(error 1005)', 'a name of its own'])


@pytest.mark.servers('mysql')
def test_the_key_that_the_server_has_made_itself(project, each):
    with each.database() as name, each.setting('sql_generate_invisible_primary_key', 1):
        database = MariaDB(each, name)
        project.settings.update(database.settings)
        project.manage('db', 'upgrade')
        database.query('CREATE TABLE other (s INTEGER)')
        revise(project, execute('ALTER TABLE other MODIFY my_row_id BIGINT UNSIGNED NOT NULL'))
        complains(project, 'upgrade', words=['(error 4110)', 'given the table by itself'])


def test_a_server_that_wants_a_primary_key(project, each):
    setting = {'mysql': ('sql_require_primary_key', 3750), 'mariadb': ('innodb_force_primary_key', 1173)}[each.kind()]
    with each.database() as name:
        project.settings.update(MariaDB(each, name).settings)
        project.manage('db', 'upgrade')
        with each.setting(setting[0], 1):
            revise(project, execute('CREATE TABLE other (id INTEGER)'))
            complains(project, 'upgrade', words=['(error %d)' % setting[1], 'wants a primary key'])

"""What MariaDB says of a statement, by its number; a number that this server never gives is signalled by it."""
import pytest

from .complaint import complains, execute, revise

pytestmark = pytest.mark.long
PARENT = ('CREATE TABLE parent (id INTEGER PRIMARY KEY)', 'INSERT INTO parent VALUES (1)',
          'CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER, CONSTRAINT fk_parent FOREIGN KEY (parent_id) '
          'REFERENCES parent (id))', 'INSERT INTO child VALUES (1, 1)')
TWINS = ("INSERT INTO user (username) VALUES ('a'), ('a')",)
NARROW = ("CREATE TABLE narrow (n TINYINT, e ENUM('a'), d DATE, s VARCHAR(2), l VARCHAR(9) CHARACTER SET latin1, "
          'CONSTRAINT ck CHECK (n > 0))',)
# By number: what is there before, and the statement that fails.
REAL = {
    1005: (PARENT, 'CREATE TABLE other (id INTEGER, FOREIGN KEY (id) REFERENCES parent (nothing))'),
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
    1833: (PARENT, 'ALTER TABLE parent MODIFY id BIGINT'),
    4025: (NARROW, 'INSERT INTO narrow (n) VALUES (-1)'),
}
NAMED = [1050, 1060, 1061, 1062, 1071, 1091, 1101, 1138, 1146, 1171, 1205, 1213, 1215, 1217, 1265, 1292, 1364, 1366, 1406,
         1451, 1452, 1553, 1822, 1826, 3730]
SIGNAL = "BEGIN NOT ATOMIC SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = %d, MESSAGE_TEXT = 'what the server says'; END"


def test_every_number_that_matters_is_known():
    from safe_migrate.explain.mysql import MEANINGS
    assert set(NAMED) | set(REAL) <= set(MEANINGS)


def numbers():
    from safe_migrate.explain.mysql import MEANINGS
    return sorted(MEANINGS)


@pytest.mark.parametrize('number', numbers())
def test_what_the_server_says_is_explained(project, mariadb, number):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    before, statement = REAL.get(number, ((), SIGNAL % number))
    for one in before:
        mariadb.query(one)
    revise(project, execute(statement))
    said = complains(project, 'upgrade', words=['(error %d)' % number, 'migrations/versions/bad.py:7'])
    assert ('the same command goes on from here' in said) == (number in REAL), said


def test_a_number_that_is_not_known_is_told_as_it_is(project, mariadb):
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    revise(project, execute(SIGNAL % 30123))
    complains(project, 'upgrade', words=['The database refused a statement (error 30123): what the server says', '--debug'])

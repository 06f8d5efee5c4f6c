"""What a statement of SQL is and does, as it is read from its tokens."""
import pytest

from safe_migrate.sql import DATA, DDL, MARIADB, MYSQL, POSTGRESQL, READ, SESSION, SQLITE, parse, syntax_of

SERVER = MARIADB._replace(version=101100)


def names(statement):
    return ['.'.join(part for part in table if part) for table in statement.tables]


@pytest.mark.parametrize('text, syntax, wanted', [
    ('DROP TABLE plain', MYSQL, ['plain']),
    ('DROP TABLE shop.plain', MYSQL, ['shop.plain']),
    ('DROP TABLE plain /* x */', MYSQL, ['plain']),
    ('DROP TABLE plain -- x', MYSQL, ['plain']),
    ('DROP TABLE plain # x', MYSQL, ['plain']),
    ('drop/**/tables IF EXISTS `a``b`, c.`d e` WAIT 3 RESTRICT ;', MARIADB, ['a`b', 'c.d e']),
    ('/* ; */ DROP /*!50100 TABLE */ plain', MYSQL, ['plain']),
    ('/*!50100 DROP TABLE plain */', SERVER, ['plain']),
    ('/*M!100100 DROP TABLE plain */', SERVER, ['plain']),
    ('DROP TABLE `100%%`', MYSQL, ['100%']),
    ('DROP TABLE [a b]', SQLITE, ['a b']),
    ('DROP TABLE main."a""b"', SQLITE, ['main.a"b']),
    ("DROP TABLE 'plain'", SQLITE, ['plain']),
    ('DROP TABLE --x\nplain', SQLITE, ['plain']),
    ('DROP TABLE "plain" /* a /* b */ c */ CASCADE', POSTGRESQL, ['plain']),
    ('DROP TABLE "plain"', MYSQL._replace(ansi_quotes=True), ['plain']),
    ('DROP TABLE 日本', MYSQL, ['日本']),
])
def test_the_tables_that_a_drop_names_in_any_spelling(text, syntax, wanted):
    statement = parse(text, syntax)
    assert (statement.action, names(statement), statement.may_lose_rows) == ('DROP TABLE', wanted, True)


@pytest.mark.parametrize('clause, action, found, new_name', [
    ('DROP COLUMN c', 'DROP COLUMN', ('c',), None),
    ('drop `c`', 'DROP COLUMN', ('c',), None),
    ('DROP COLUMN IF EXISTS c CASCADE', 'DROP COLUMN', ('c',), None),
    ('DROP FOREIGN KEY fk', 'DROP FOREIGN KEY', ('fk',), None),
    ('DROP CHECK ck', 'DROP CHECK', ('ck',), None),
    ('DROP `index`', 'DROP COLUMN', ('index',), None),
    ('DROP PRIMARY KEY', 'DROP PRIMARY KEY', (), None),
    ('DROP PARTITION p0, p1', 'DROP PARTITION', ('p0', 'p1'), None),
    ('TRUNCATE PARTITION ALL', 'TRUNCATE PARTITION', ('ALL',), None),
    ('EXCHANGE PARTITION p WITH TABLE o', 'EXCHANGE PARTITION', (), 'o'),
    ('MODIFY c INT NOT NULL', 'MODIFY', ('c',), 'c'),
    ('CHANGE COLUMN c d INT', 'CHANGE', ('c',), 'd'),
    ('RENAME COLUMN c TO d', 'RENAME COLUMN', ('c',), 'd'),
    ('RENAME TO u', 'RENAME', (), 'u'),
    ('RENAME s.u', 'RENAME', ('s',), 'u'),
    ('RENAME INDEX a TO b', 'OPTION', ('RENAME',), None),
    ('CONVERT TO CHARACTER SET utf8mb4', 'CONVERT', (), None),
    ('ADD COLUMN IF NOT EXISTS (a INT, b DECIMAL(3, 1), KEY (a))', 'ADD COLUMN', ('a', 'b'), None),
    ('ADD c INT DEFAULT 0', 'ADD COLUMN', ('c',), 'c'),
    ('ADD UNIQUE INDEX u (a, b)', 'ADD UNIQUE', ('u',), None),
    ('ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES o (id)', 'ADD FOREIGN KEY', ('fk',), None),
    ('ENGINE = InnoDB ROW_FORMAT=DYNAMIC', 'OPTION', ('ENGINE',), None),
    ('SHUFFLE EVERYTHING', None, (), None),
])
def test_a_clause_of_an_alter_table(clause, action, found, new_name):
    clauses = parse('ALTER TABLE t ' + clause, MARIADB).clauses
    assert [(one.action, one.names, one.new_name) for one in clauses] == [(action, found, new_name)]


def test_several_clauses_stand_apart_at_the_commas_outside_of_brackets_and_texts():
    statement = parse("ALTER ONLINE TABLE d.t WAIT 5 DROP a, MODIFY b ENUM('x, y', 'z;'), ADD KEY k (a, b), ALGORITHM=COPY;")
    assert [one.action for one in statement.clauses] == ['DROP COLUMN', 'MODIFY', 'ADD INDEX', 'OPTION']
    assert names(statement) == ['d.t'] and statement.is_understood


@pytest.mark.parametrize('text', [
    'GRANT SELECT ON a.* TO b', 'SET NAMES utf8', 'ANALYZE TABLE t', 'OPTIMIZE TABLE t', 'CREATE VIEW v AS SELECT 1',
    'CREATE OR REPLACE VIEW v AS SELECT 1', 'DO SLEEP(1)', 'HANDLER t OPEN', 'SELECT 1', '(SELECT 1)',
    'WITH x AS (SELECT 1) SELECT * FROM x', '-- nothing', '/* nothing */', '', 'FLUSH TABLES', 'CREATE TABLE t (id INT)',
    'CREATE TABLE IF NOT EXISTS t (id INT)', 'CREATE INDEX i ON t (a)', 'DROP INDEX i ON t', 'DROP VIEW v',
    'DROP TRIGGER g', 'DROP PROCEDURE p',
    'CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW BEGIN DELETE FROM u; END', 'ALTER TABLE t ADD a INT', 'ALTER TABLE t '
    'ENGINE=InnoDB', 'ALTER TABLE t ALTER a SET DEFAULT 1', 'ALTER TABLE t RENAME u', 'RENAME TABLE t TO u', 'CREATE USER a',
    "COMMENT ON TABLE t IS 'x'", 'LOCK TABLES t WRITE', 'UNLOCK TABLES', 'START TRANSACTION', 'CALL p()',
    'CREATE DATABASE d',
    'ALTER DATABASE d CHARACTER SET utf8mb4', 'DROP TEMPORARY TABLE t', 'CREATE OR REPLACE TEMPORARY TABLE t (a INT)',
    'CREATE SEQUENCE s', 'ALTER TABLE t ADD CONSTRAINT CHECK (a > 0)', 'ALTER TABLE t DROP INDEX i, DROP FOREIGN KEY f',
    'BEGIN NOT ATOMIC SELECT 1; END', 'EXPLAIN SELECT 1', "KILL 3", 'CREATE FUNCTION f() RETURNS INT RETURN 1',
    'ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u', 'ALTER TABLE t ADD PARTITION (PARTITION p3 VALUES LESS THAN (9))',
    'ALTER TABLE t REORGANIZE PARTITION a, b INTO (PARTITION c VALUES LESS THAN (9))', 'ALTER TABLE t ORDER BY a, b DESC'])
def test_what_can_lose_no_row_is_said_to_lose_none(text):
    assert not parse(text, MARIADB).may_lose_rows


@pytest.mark.parametrize('text', [
    'ALTER TABLE t DROP a', 'ALTER TABLE t MODIFY a INT', 'ALTER TABLE t CHANGE a b INT',
    'ALTER TABLE t CONVERT TO CHARACTER SET latin1', 'CREATE OR REPLACE TABLE t (id INT)', 'TRUNCATE t', 'DROP DATABASE d',
    'ALTER IGNORE TABLE t ADD UNIQUE (a)',
    'ALTER TABLE t DISCARD TABLESPACE', 'ALTER TABLE t ENGINE=BLACKHOLE', 'ALTER TABLE t SHUFFLE', 'SHUFFLE TABLE t',
    'BEGIN NOT ATOMIC DROP TABLE t; END', "DROP TABLE 'a", 'INSERT INTO t VALUES (1); DROP TABLE u', 'DROP TABLE',
    'ALTER TABLE t DROP SYSTEM VERSIONING', 'ALTER TABLE t ADD a INT, DROP b'])
def test_what_may_lose_rows_or_was_not_understood_is_said_to(text):
    assert parse(text, MARIADB).may_lose_rows


@pytest.mark.parametrize('text, wanted', [
    ('SELECT 1; DROP TABLE t', ['SELECT', 'DROP TABLE']),
    ("INSERT INTO t VALUES ('a; b'); DELETE FROM u -- ; x", ['INSERT', 'DELETE']),
    ('DROP TABLE t; -- the end', ['DROP TABLE']),
    ('CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW BEGIN IF a THEN DELETE FROM u; END IF; END; SELECT 1',
     ['CREATE TRIGGER', 'SELECT']),
    ('CREATE PROCEDURE p() BEGIN CASE x WHEN 1 THEN SELECT 1; END CASE; SELECT CASE 1 WHEN 1 THEN 2 END; END',
     ['CREATE PROCEDURE']),
    ('CREATE TABLE t (a INT); CREATE TABLE u (b INT)', ['CREATE TABLE', 'CREATE TABLE'])])
def test_the_statements_of_one_text(text, wanted):
    assert [one.action for one in parse(text).parts] == wanted


@pytest.mark.parametrize('text, kind', [
    ('SELECT 1', READ), ('INSERT INTO t VALUES (1)', DATA), ('CREATE TABLE t (a INT)', DDL), ('SET @a = 1', SESSION),
    ('CREATE TEMPORARY TABLE t (a INT)', SESSION), ('CALL p()', DATA), ('SELECT 1; INSERT INTO t VALUES (1)', DATA),
    ('SHUFFLE', DDL), ('-- x', READ)])
def test_the_kind_of_a_statement(text, kind):
    assert parse(text).kind == kind


@pytest.mark.parametrize('text, syntax, ends', [
    ('COMMIT', MYSQL, True), ('/* x */ commit', MYSQL, True), ('ROLLBACK', MYSQL, True),
    ('ROLLBACK TO SAVEPOINT a', MYSQL, False),
    ('SET autocommit = 1', MYSQL, True), ('SET @@session.autocommit=1', MYSQL, True), ('SET @a = 1', MYSQL, False),
    ('START TRANSACTION', MYSQL, True), ('LOCK TABLES t WRITE', MYSQL, True), ('CREATE TABLE t (a INT)', MYSQL, True),
    ('CREATE TEMPORARY TABLE t (a INT)', MYSQL, False), ('INSERT INTO t VALUES (1)', MYSQL, False),
    ('CALL p()', MYSQL, True),
    ('INSERT INTO t VALUES (1); COMMIT', MYSQL, True), ('CREATE TABLE t (a INT)', SQLITE, False), ('END', SQLITE, True),
    ('COMMIT', POSTGRESQL, True), ('SAVEPOINT a', MYSQL, False)])
def test_whether_it_ends_the_transaction(text, syntax, ends):
    assert parse(text, syntax).ends_transaction is ends


@pytest.mark.parametrize('text, uses, leaves', [
    ('SET @a = 1', False, True), ('UPDATE t SET n = @a', True, False), ('SELECT id INTO @a FROM t', False, True),
    ('SET @a = @b', True, True), ('INSERT INTO t VALUES (LAST_INSERT_ID())', True, False), ('USE other', False, True),
    ('SELECT @@version', False, False), ("GRANT SELECT ON a.* TO 'bob'@'%'", False, False), ('EXECUTE s', True, False),
    ("INSERT INTO t VALUES ('bob@example.org')", False, False), ('CREATE TEMPORARY TABLE t (a INT)', False, True),
    ('SELECT @a := 1', False, True), ('LOCK TABLES t WRITE', False, True)])
def test_what_it_reads_from_the_connection_and_leaves_there(text, uses, leaves):
    statement = parse(text)
    assert (statement.uses_session_state, statement.leaves_session_state) == (uses, leaves)


@pytest.mark.parametrize('text, written', [
    ('INSERT IGNORE INTO `a` VALUES (1)', 'a'), ('REPLACE a VALUES (1)', 'a'), ('UPDATE a SET b = 1', 'a'),
    ('UPDATE a AS x SET b = 1', 'a'), ('UPDATE a, b SET a.c = 1', None), ('DELETE FROM a WHERE b = 1', 'a'),
    ('DELETE a FROM a JOIN b', None), ('DELETE FROM a USING a JOIN b', None), ("LOAD DATA INFILE 'x' INTO TABLE a", 'a'),
    ('UPDATE a JOIN b ON a.id = b.id SET a.c = 1', None), ('DELETE FROM a', 'a')])
def test_the_one_table_that_a_data_statement_writes_to(text, written):
    found = parse(text).writes
    assert (found and found.name) == written


@pytest.mark.parametrize('text, shown', [
    ("INSERT INTO user (name, password) VALUES ('bob', 'secret'), ('eve', 'other')",
     "INSERT INTO user (name, password) VALUES ('bob', '***'), ('eve', '***')"),
    ("UPDATE user SET `password` = 'it''s', name = 'bob'", "UPDATE user SET `password` = '***', name = 'bob'"),
    ("INSERT INTO user SET name = 'bob', pwd = 'secret'", "INSERT INTO user SET name = 'bob', pwd = '***'"),
    ("CREATE USER 'bob'@'%' IDENTIFIED BY 'secret'", "CREATE USER 'bob'@'%' IDENTIFIED BY '***'"),
    ("SET PASSWORD FOR bob = 'secret'", "SET PASSWORD FOR bob = '***'"),
    ("INSERT INTO user (name, pw) VALUES ('bob', 'secret')", "INSERT INTO user (name, pw) VALUES ('bob', '***')"),
    ("INSERT INTO user VALUES (1, 'bob', 'secret')", "INSERT INTO user VALUES (1, '***', '***')"),
    ("INSERT INTO user (SELECT 1, 'secret')", "INSERT INTO user (SELECT 1, '***')"),
    ("CALL add_user('bob', 'secret')", "CALL add_user('***', '***')"),
    ("PREPARE s FROM \"UPDATE user SET password = 'secret'\"", "PREPARE s FROM '***'"),
    ("SET @password = 'secret', @name = 'bob'", "SET @password = '***', @name = 'bob'"),
    ("SELECT 'secret' INTO @password", "SELECT '***' INTO @password"),
    ("SET @s = 'UPDATE user SET token = \\'secret\\''", "SET @s = '***'"),
    ("CREATE TABLE t (n INT COMMENT 'the user''s password')", "CREATE TABLE t (n INT COMMENT 'the user''s password')"),
    ("DELETE FROM user WHERE api_token IN ('a', 'b') AND name = 'bob'",
     "DELETE FROM user WHERE api_token IN ('***', '***') AND name = 'bob'"),
    ("INSERT INTO user (name, password) SELECT 'bob', MD5('secret')",
     "INSERT INTO user (name, password) SELECT 'bob', MD5('***')"),
    ("INSERT INTO user (password) VALUES ('not ended", "INSERT INTO user (password) VALUES ( '***'"),
    ("INSERT INTO user (name) VALUES ('password')", "INSERT INTO user (name) VALUES ('password')")])
def test_a_password_is_not_shown(text, shown):
    assert parse(text).redacted() == shown


def test_which_parameters_are_passwords():
    assert parse('INSERT INTO user (name, password) VALUES (%s, %s)').secret_parameters() == {1}
    long = parse('INSERT INTO user VALUES ' + ', '.join("(%d, 'secret')" % number for number in range(1000))).redacted()
    assert long.startswith("INSERT INTO user VALUES (0, '***'), (1, '***')") and 'secret' not in long
    assert 'word' in parse('UPDATE user SET password = %(word)s', POSTGRESQL).secret_parameters()


def test_the_same_statement_about_another_table():
    assert parse('ALTER TABLE a.`b` DROP c').on('`x`') == 'ALTER TABLE `x` DROP c'
    with pytest.raises(ValueError):
        parse('SELECT 1').on('x')


def test_what_the_server_does_not_run_of_a_comment_is_none_of_the_statement():
    assert parse('/*!99999 DROP TABLE t */ SELECT 1', SERVER).action == 'SELECT'
    assert parse('/*!80000 DROP TABLE t */ SELECT 1', SERVER).action == 'SELECT'
    assert parse('/*M!100100 DROP TABLE t */ SELECT 1', MYSQL._replace(version=90700)).action == 'SELECT'
    assert parse('/*M!100100 DROP TABLE t */ SELECT 1', MYSQL).action == 'DROP TABLE'  # which server it is, is not known
    assert parse('--x\nDROP TABLE t', MYSQL).action is None


def test_a_backslash_is_one_only_where_the_database_reads_it_so():
    assert len(parse("SELECT 'a\\'; DROP TABLE t", SQLITE).parts) == 2
    assert not parse("SELECT 'a\\'; DROP TABLE t", MYSQL).is_understood
    assert len(parse("SELECT 'a\\'; DROP TABLE t", MYSQL._replace(backslash=False)).parts) == 2


def test_the_syntax_of_a_database():
    class Dialect:
        name, server_version_info, _is_mariadb = 'mysql', (10, 11, 6, 'MariaDB'), True
    assert syntax_of(Dialect, 'ANSI_QUOTES') == ('mariadb', True, True, 101106)


def test_a_long_insert_is_not_read_to_its_end_to_tell_what_it_is():
    statement = parse('INSERT INTO t VALUES ' + ', '.join(["('x')"] * 100000))
    assert statement.kind == DATA and statement.writes.name == 't' and len(statement.reader.found) < 20

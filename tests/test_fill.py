"""NOT NULL without a default on a table with rows: the old rows get a value that is asked for or given beforehand."""
import pytest
from terminal import Terminal

pytestmark = pytest.mark.long


@pytest.fixture
def used(migrated, database):
    """The tutorials' tables with a user in them."""
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO user (username) VALUES ('李雷')")
    return migrated


def add(used, line):
    used.edit('models.py', 'username = ', line + '\n    username = ')


def value(database, column):
    return list(database.query('SELECT %s FROM user' % column))[0][0]


def test_given_beforehand_the_old_rows_have_it_and_new_ones_do_not(used, database):
    add(used, 'age = db.Column(db.Integer, nullable=False)')
    used.manage('db', 'migrate', '--fill', 'user.age=7')
    assert 'NULL in age' not in used.manage('db', 'upgrade', '--plan').out
    used.manage('db', 'upgrade')
    assert value(database, 'age') == 7
    assert 'No changes in schema detected' in used.manage('db', 'migrate').err
    with pytest.raises(Exception):  # noqa: B017  of either driver: there is no default
        database.query("INSERT INTO user (username) VALUES ('韩梅梅')")
    used.manage('db', 'downgrade')
    used.manage('db', 'upgrade')


def test_a_column_that_may_no_longer_be_null_is_filled_where_it_is(used, database):
    add(used, 'age = db.Column(db.Integer)')
    used.manage('db', 'migrate')
    used.manage('db', 'upgrade')
    database.query("INSERT INTO user (username, age) VALUES ('韩梅梅', 9)")
    used.edit('models.py', 'db.Integer)\n', 'db.Integer, nullable=False)\n')
    used.manage('db', 'migrate', '--fill', 'user.age=7')
    used.manage('db', 'upgrade')
    assert sorted(row[0] for row in database.query('SELECT age FROM user')) == [7, 9]


def test_a_text_may_be_any(used, database):
    add(used, 'city = db.Column(db.String(20), nullable=False)')
    used.manage('db', 'migrate', '--fill', "user.city=it's 100% 北京 = : x")
    used.manage('db', 'upgrade')
    assert value(database, 'city') == "it's 100% 北京 = : x"


def test_without_a_terminal_it_is_said(used, database):
    add(used, 'age = db.Column(db.Integer, nullable=False)')
    result = used.manage('db', 'migrate', '--rev-id', 'filling')
    refuses = database.name == 'sqlite'
    assert ('the upgrade would be refused' in result.err) == refuses != ("the server would put 0 or ''" in result.err)
    assert '--fill user.age=VALUE' in result.err and '# user.age may not be NULL' in used.revisions()['filling_.py']


@pytest.mark.parametrize('kind, text', [
    ('db.String(3)', 'abcd'), ("db.Enum('a', 'b')", 'c'), ('db.Date', 'yesterday'), ('db.Date', '5'),
    ('db.DateTime', '12:00'), ('db.Time', 'noon'), ('db.Numeric(4, 2)', '123'), ('db.Numeric', 'x'),
    ('db.Integer', '9' * 20), ('db.Boolean', 'x')])
def test_a_value_that_the_column_does_not_hold_is_refused(used, kind, text):
    add(used, 'more = db.Column(%s, nullable=False)' % kind)
    before = used.revisions()
    said = used.manage('db', 'migrate', '--fill', 'user.more=' + text, status=1).err
    assert '--fill user.more=%s: that is no ' % text in said
    assert used.revisions() == before


@pytest.mark.parametrize('kind, text, kept', [
    ('db.String(3)', 'abc', 'abc'), ('db.Text', 'x' * 300, 'x' * 300), ("db.Enum('a', 'b')", 'b', 'b'),
    ('db.Date', '2000-01-31', '2000-01-31'), ('db.DateTime', '2000-01-31', '2000-01-31 00:00:00'),
    ('db.DateTime', '2000-01-31T12:30', '2000-01-31 12:30:00'), ('db.Time', '12:00', '12:00:00'),
    ('db.Numeric(4, 2)', '99.5', '99.50'), ('db.Boolean', 'true', 'True'), ('db.Float', '0.5', '0.5')])
def test_the_application_reads_the_value(used, kind, text, kept):
    add(used, 'more = db.Column(%s, nullable=False)' % kind)
    used.edit('manage.py', '\nif __name__', """
@manager.command
def look():
    print(User.query.one().more)


if __name__""")
    used.manage('db', 'migrate', '--fill', 'user.more=' + text)
    used.manage('db', 'upgrade')
    assert used.manage('look').out.strip() == kept


def test_an_empty_table_needs_none(used, database):
    database.query('DELETE FROM user')
    add(used, 'age = db.Column(db.Integer, nullable=False)')
    assert '--fill' not in used.manage('db', 'migrate').err


def test_a_terminal_is_asked(used, database):
    add(used, 'age = db.Column(db.Integer, nullable=False)')
    terminal = Terminal(used, 'db', 'migrate')
    terminal.wait_for('need')
    terminal.type('7\n')
    assert terminal.end() == 0
    used.manage('db', 'upgrade')
    assert value(database, 'age') == 7


def test_ctrl_c_at_the_question_writes_nothing(used):
    add(used, 'age = db.Column(db.Integer, nullable=False)')
    before = used.revisions()
    terminal = Terminal(used, 'db', 'migrate')
    terminal.wait_for('need')
    terminal.type('\x03')
    assert terminal.end() == 130 and 'Traceback' not in terminal.output
    assert used.revisions() == before


@pytest.mark.parametrize('text', ['user.age=abc', 'user.nothing=1', 'age=1', 'user.username=x', 'x'])
def test_a_value_that_fits_nothing_is_refused_and_nothing_written(used, text):
    add(used, 'age = db.Column(db.Integer, nullable=False)')
    before = used.revisions()
    result = used.manage('db', 'migrate', '--fill', text, status=1)
    assert '--fill %s' % text in result.err and 'Traceback' not in result.err
    assert used.revisions() == before

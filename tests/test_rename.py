"""A rename is asked for or answered beforehand, never guessed."""
import os

import pytest
from terminal import Terminal

pytestmark = pytest.mark.long
WARNING = 'user.username=user.account'


@pytest.fixture
def used(migrated, database):
    """The tutorials' tables with a user in them, and a model in which the column has another name."""
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO user (username) VALUES ('李雷')")
    migrated.edit('models.py', 'username = ', 'account = ')
    return migrated


def names(database):
    return [row[0] for row in database.query('SELECT account FROM user')]


def script(used):
    return used.revisions()['renaming_.py']


def test_answered_beforehand_it_keeps_the_rows_up_and_down(used, database):
    result = used.manage('db', 'migrate', '--rename', WARNING, '--rev-id', 'renaming')
    assert '~ user.username -> account' in result.out and 'add_column' not in script(used)
    used.manage('db', 'upgrade')
    assert names(database) == ['李雷']
    used.manage('db', 'downgrade')
    assert [row[0] for row in database.query('SELECT username FROM user')] == ['李雷']


def test_without_a_terminal_it_is_a_drop_and_an_add_and_says_so(used):
    result = used.manage('db', 'migrate', '--rev-id', 'renaming')
    assert '--rename ' + WARNING in result.err and "--fill user.account=VALUE" in result.err
    assert '# If it is a rename' in script(used) and 'drop_column' in script(used)


@pytest.mark.parametrize('database', ['sqlite'], indirect=True)
def test_what_is_to_be_typed_is_one_line_with_every_answer_and_the_message(used, database):
    used.edit('models.py', '    account =', '    level = db.Column(db.Integer, nullable=False)\n    account =')
    result = used.manage('db', 'migrate', '-m', "the user's account", '--rev-id', 'renaming')
    typed, otherwise = [line for line in result.err.splitlines() if line.startswith('python manage.py db migrate ')]
    assert otherwise.endswith(' --fill user.level=VALUE --fill user.account=VALUE') and '--rename' not in otherwise
    os.remove(used.path('migrations', 'versions', 'renaming_the_user_s_account.py'))
    assert used.run('sh', '-c', typed.replace('VALUE', '3')).status == 0
    used.manage('db', 'upgrade')
    assert list(database.query('SELECT account, level FROM user')) == [('李雷', 3)]
    assert "the user's account" in used.manage('db', 'history').out


def test_the_likest_name_is_the_rename_that_is_proposed(used):
    used.edit('models.py', '    account =', '    size = db.Column(db.String(9))\n    username_old =')
    assert '--rename user.username=user.username_old' in used.manage('db', 'migrate').err


def test_of_names_that_are_all_unlike_that_of_the_same_type_is_proposed(used):
    used.edit('models.py', '    account =', '    bio = db.Column(db.String(9))\n    label =')
    assert '--rename user.username=user.label' in used.manage('db', 'migrate').err


@pytest.mark.parametrize('answer, done', [('y', 'new_column_name'), ('n', 'drop_column')])
def test_a_terminal_is_asked(used, answer, done):
    terminal = Terminal(used, 'db', 'migrate', '--rev-id', 'renaming')
    terminal.wait_for('is new. Renamed?')
    terminal.type(answer + '\n')
    if answer == 'n':
        terminal.wait_for('need')
        terminal.type('nobody\n')
    assert terminal.end() == 0
    assert done in script(used)


@pytest.mark.parametrize('text', [
    'user.username=user.nothing', 'user.nothing=user.account', 'username', 'a=b', '=', 'user.username='])
def test_a_rename_of_nothing_is_refused_and_nothing_written(used, text):
    before = used.revisions()
    result = used.manage('db', 'migrate', '--rename', text, status=1)
    assert '--rename %s' % text in result.err and 'Traceback' not in result.err
    assert used.revisions() == before


def test_a_column_of_another_kind_is_no_candidate(used):
    used.edit('models.py', 'account = db.Column(db.String(50), nullable=False)', 'born = db.Column(db.Date)')
    assert 'rename' not in used.manage('db', 'migrate').err


@pytest.mark.parametrize('others', ['', 'born = db.Column(db.Date)\n    '])
def test_a_column_whose_type_changes_too_is_one_where_it_is_the_only_one(used, others):
    used.edit('models.py', 'account = db.Column(db.String(50), nullable=False)',
              others + 'number = db.Column(db.SmallInteger)')
    assert '--rename user.username=user.number' in used.manage('db', 'migrate').err


def test_a_table_is_renamed_with_its_rows_and_what_refers_to_it(migrated, database):
    migrated.edit('models.py', 'class Student', '''class Book(db.Model):
    __tablename__ = 'book'
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey('user.id'))


class Student''')
    migrated.manage('db', 'upgrade')
    migrated.manage('db', 'migrate')
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO user (username) VALUES ('李雷')")
    database.query('INSERT INTO book (user_id) VALUES (1)')
    migrated.edit('models.py', "'user'", "'member'")
    migrated.edit('models.py', "'user.id'", "'member.id'")
    result = migrated.manage('db', 'migrate', '--rename', 'user=member', '--rev-id', 'renaming')
    assert '~ user -> member  table' in result.out
    migrated.manage('db', 'upgrade')
    assert list(database.query('SELECT username FROM member'))[0][0] == '李雷'
    assert 'No changes in schema detected' in migrated.manage('db', 'migrate').err
    migrated.manage('db', 'downgrade')
    assert list(database.query('SELECT username FROM user JOIN book ON book.user_id = user.id'))[0][0] == '李雷'

"""What SQLite says, and Alembic for it."""
import contextlib
import sqlite3

import pytest

from .complaint import complains, execute, revise

pytestmark = pytest.mark.long
CHILD = ('CREATE TABLE child (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES user (id), n INTEGER NOT NULL UNIQUE '
         'CHECK (n > 0))',)
STATEMENTS = {
    'table user already exists': ((), 'CREATE TABLE user (id INTEGER)'),
    'no such table: missing': ((), 'UPDATE missing SET x = 1'),
    'no such column: missing': ((), 'UPDATE user SET missing = 1'),
    'duplicate column name: username': ((), 'ALTER TABLE user ADD COLUMN username INTEGER'),
    'no such index: missing': ((), 'DROP INDEX missing'),
    'UNIQUE constraint failed': (CHILD, 'INSERT INTO child (n) VALUES (1), (1)'),
    'NOT NULL constraint failed': (CHILD, 'INSERT INTO child (n) VALUES (NULL)'),
    'CHECK constraint failed': (CHILD, 'INSERT INTO child (n) VALUES (-1)'),
    'Cannot add a NOT NULL column': (("INSERT INTO user (username) VALUES ('a')",),
                                     'ALTER TABLE user ADD COLUMN n INTEGER NOT NULL'),
    'near "MODIFY"': ((), 'ALTER TABLE user MODIFY username VARCHAR(80)'),
}


@pytest.mark.parametrize('text', STATEMENTS)
def test_what_sqlite_says_is_explained(project, text):
    project.manage('db', 'upgrade')
    before, statement = STATEMENTS[text]
    revise(project, execute(*before + (statement,)))
    place = 'migrations/versions/bad.py:%d' % (7 + len(before))
    complains(project, 'upgrade', words=[text, place, 'Nothing was changed'])


def test_a_locked_file(project):
    project.manage('db', 'upgrade')
    revise(project)
    with contextlib.closing(sqlite3.connect(project.path('app.db'), isolation_level=None)) as other:
        other.execute('BEGIN EXCLUSIVE')
        complains(project, 'current', words=['Another process is writing into the database file: database is locked'])


def test_a_folder_that_is_not_there(project):
    project.settings['DB_URI'] = 'sqlite:////nowhere/app.db'
    complains(project, 'upgrade', words=['The database file cannot be opened or made', 'SQLALCHEMY_DATABASE_URI'])


def test_a_file_that_is_no_database(project):
    project.replace('app.db', 'This is a text, and it is longer than a header of SQLite. ' * 9)
    complains(project, 'upgrade', words=['The file is no SQLite database'])


def test_a_constraint_that_is_not_there(project):
    project.manage('db', 'upgrade')
    revise(project, 'op.drop_constraint("student_name_key", "student", type_="unique")')
    complains(project, 'upgrade', words=['bad.py:7 drops the constraint student_name_key', 'None of its'])


def test_the_check_of_an_old_enum_goes_with_it_in_a_batch_by_hand(project):
    project.manage('db', 'upgrade')
    project.edit('models.py', 'db.String(50)', "db.Enum('a', 'b', native_enum=False, create_constraint=True)")
    project.manage('db', 'migrate')
    project.manage('db', 'upgrade')
    enum = 'sa.Enum(%s, native_enum=False, create_constraint=True)'
    revise(project, 'with op.batch_alter_table("user") as batch:\n        batch.alter_column("username", existing_type=%s, '
           'type_=%s)' % (enum % '"a", "b"', enum % '"a", "b", "c"'), follows=project.manage('db', 'heads').out.split()[0])
    project.manage('db', 'upgrade')
    with contextlib.closing(sqlite3.connect(project.path('app.db'))) as connection:
        connection.execute("INSERT INTO user (username) VALUES ('c')")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("INSERT INTO user (username) VALUES ('d')")

"""Programs of the codebase's own that upgrade without `manage.py`: what a web server loads, and a suite of tests."""
import os
import re
import sys

import pytest
from conftest import expect
from terminal import Terminal

SERVED = '''
import safe_migrate
safe_migrate.protect()

from flask_migrate import downgrade, upgrade
from app import app
from exts import db
from models import Student

with app.app_context():
    upgrade()
    db.session.add(Student(name='kept'))
    db.session.commit()
    downgrade(revision='base')
    upgrade()
    print([student.name for student in Student.query])
'''
THREADS = '''
import sys
import threading
import safe_migrate
safe_migrate.protect()

from flask_migrate import upgrade
from app import app


def begin():
    with app.app_context():
        upgrade()
        sys.stdout.write('done\\n')


threads = [threading.Thread(target=begin) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
'''
SUITE = '''
import unittest

from app import app
from exts import db
from models import Student


class StudentTest(unittest.TestCase):
    def setUp(self):
        from flask_migrate import upgrade
        self.context = app.app_context()
        self.context.push()
        upgrade()

    def tearDown(self):
        from flask_migrate import downgrade
        db.session.remove()
        downgrade(revision='base')
        self.context.pop()

    def add(self):
        db.session.add(Student(name='a'))
        db.session.commit()
        assert Student.query.count() == 1, 'rows of another test'

    test_one = test_two = test_three = add
'''
TESTED = '''
@manager.command
def test():
    import unittest
    unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromName('suite'))


if __name__'''


def test_what_a_web_server_loads_loses_no_row_either(migrated, database):
    migrated.write(wsgi=SERVED)
    assert expect(migrated.run(sys.executable, 'wsgi.py'), {}).out == "['kept']\n"
    assert database.query('SELECT name FROM student')[0][0] == 'kept'


def test_threads_of_a_process_that_upgrade_wait_for_one_another(migrated, database):
    migrated.write(wsgi=THREADS)
    assert expect(migrated.run(sys.executable, 'wsgi.py'), {}).out == 'done\n' * 4
    assert database.tables() == {'alembic_version', 'student', 'user'}


def test_packages_that_do_not_fit_are_told_where_it_is_called(project):
    import click
    os.makedirs(project.path('older', 'click-4.0.dist-info'))
    os.symlink(os.path.dirname(click.__file__), project.path('older', 'click'))
    project.write(wsgi=SERVED)
    err = expect(project.run(sys.executable, 'wsgi.py', settings={'PYTHONPATH': 'older'}), {'status': 1}).err
    assert err.startswith('Error: installed is click 4.0, and safe_migrate needs click>=') and err.count('\n') == 1


@pytest.mark.long
@pytest.mark.parametrize('name, old, new', [
    ('alembic.ini', '[logger_alembic]\nlevel = INFO', '[logger_alembic]\nlevel = WARN'),
    ('env.py', 'fileConfig(', '(lambda *_, **__: 0)('),
    ('env.py', '', '')], ids=['with a level that leaves it out', 'that sets up no logging', 'that tells all'])
def test_what_becomes_of_rows_is_told_once_whatever_the_logging(migrated, database, name, old, new):
    migrated.edit('migrations/' + name, old, new)
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO student (name) VALUES ('a')")
    assert migrated.manage('db', 'downgrade', 'base').err.count('Kept in the bin (db bin): student, 1 row') == 1
    assert migrated.manage('db', 'upgrade').err.count('Back from the bin: student, 1 row') == 1


@pytest.mark.long
def test_a_suite_that_upgrades_for_each_test_begins_each_with_no_rows(migrated):
    migrated.write(suite=SUITE)
    migrated.edit('manage.py', '\nif __name__', TESTED)
    assert 'rows of another test' in migrated.manage('test').err
    migrated.manage('db', 'bin', 'empty', '--yes')
    migrated.settings['SAFE_MIGRATE_TESTING'] = '1'
    terminal = Terminal(migrated, 'test')
    assert terminal.end() == 0
    assert 'OK' in terminal.output and '[y/N]' not in terminal.output, terminal.output
    assert re.search(r'\bbin\b', terminal.output) is None

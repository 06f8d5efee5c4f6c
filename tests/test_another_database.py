"""Another database is a folder and a line: one that says nothing of itself has every command as with the stock tool."""
import os
import shutil

import conftest
import pytest

# A dialect of SQLAlchemy's own kind that this package has no folder for; a driver of a real one comes in a package.
DIALECT = '''
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite


class dialect(SQLiteDialect_pysqlite):
    name = 'toy'


registry.register('toy', 'toydialect', 'dialect')
'''
FOLDER = {
    '__init__': '"""A toy."""\n',
    'database': '''"""A toy."""
from ..base import Database


class Toy(Database):
    """It has the safe answer to everything."""
''',
    'implementation': '''"""What Alembic calls on it."""
from alembic.ddl.impl import DefaultImpl

from ...upgrade.guarded import Guarded


class ToyImpl(Guarded, DefaultImpl):
    """In one transaction, as SQLite has it."""

    __dialect__, transactional_ddl = 'toy', True
'''}
LINE = "KINDS = {"


@pytest.fixture
def toy(project):
    """This project on a database of which the package has a folder and a line."""
    os.remove(project.path('safe_migrate'))
    shutil.copytree(os.path.join(conftest.ROOT, 'safe_migrate'), project.path('safe_migrate'))
    os.mkdir(project.path('safe_migrate', 'databases', 'toy'))
    project.write(toydialect=DIALECT, **{'safe_migrate/databases/toy/' + name: text for name, text in FOLDER.items()})
    project.edit('safe_migrate/databases/__init__.py', LINE, LINE + "'toy': ('toy', 'Toy'), ")
    project.replace('config.py', 'import toydialect\n' + project.read('config.py'))
    project.settings['DB_URI'] = 'toy:///' + project.path('toy.db')
    return project


def test_the_commands_of_the_stock_tool_work(toy):
    assert 'Running upgrade fcc71ef3b1ac -> 423cbaf36ad7' in toy.manage('db', 'upgrade').err
    assert 'No changes in schema detected' in toy.manage('db', 'migrate').err
    assert 'Running downgrade' in toy.manage('db', 'downgrade').err
    toy.manage('db', 'upgrade')
    toy.edit('models.py', 'String(50)', 'String(80)')
    assert "type change from VARCHAR(length=50) to String(length=80) on 'user.username'" in toy.manage('db', 'migrate').err


def test_what_looks_says_what_it_can_and_what_it_cannot(toy):
    toy.manage('db', 'upgrade')
    assert 'Not compared: ' in toy.manage('db', 'check').out
    assert '423cbaf36ad7' in toy.manage('db', 'status').out
    assert 'student' in toy.manage('db', 'tables').out
    toy.manage('db', 'doctor')
    assert toy.manage('db', 'bin').out == 'There is nothing in the bin.\n'
    assert toy.manage('db', 'leave', '--yes').out == 'There is nothing of this package in the database.\n'
    for command in (('upgrade', '--plan'), ('check', '--deep')):
        assert 'cannot be it' in toy.manage('db', *command, status=1).err

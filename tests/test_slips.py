"""What only looks like a column or a model is named, with its line; what is right is not."""
import pytest
from conftest import SQLite

MODELS = '''from exts import db


class Mixin(object):
    created = db.Column(db.DateTime)


class Base(db.Model):
    __abstract__ = True
    changed = db.Column(db.DateTime)


class User(Mixin, Base):
    KINDS = db.Enum('a', 'b')
    id = db.Column(db.Integer, primary_key=True)
    kind = db.Column(KINDS)
    by_kind = db.Index('by_kind', kind)
    roles = ('admin', 'guest')
    created_by: str = 'nobody'
%s


class Pet%s:
    id = db.Column(db.Integer, primary_key=True)
%s'''
ON_CONFLICT = '''

class Word(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    text = db.Column(db.String(9), nullable=False, sqlite_on_conflict_not_null='IGNORE')
    __table_args__ = (db.UniqueConstraint('text', sqlite_on_conflict='REPLACE'),)
'''
RIGHT = MODELS % ('', '(db.Model)', '')
SLIPS = {
    'age = db.column(db.Integer)': 'age is no column: db.column() makes none',
    'age = db.Column(db.Integer),': 'age is no column: a comma behind it',
    'age = db.Integer': 'age is a type, and no column. Write: age = db.Column(db.Integer)',
    'age = db.String(50)': 'age is a type, and no column. Write: age = db.Column(db.String(length=50))',
    'age = db.Column': 'age is no column: db.Column stands there without its brackets',
    "age = db.ForeignKey('user.id')": 'age is a foreign key without a column',
    "age = db.UniqueConstraint('id')": 'age belongs to no table. Put it into: __table_args__',
    'age: db.Column(db.Integer)': 'age is only an annotation',
    "__table_name__ = 'people'": 'SQLAlchemy does not read __table_name__. Did you mean: __tablename__',
    "__tablename = 'people'": 'SQLAlchemy does not read __tablename. Did you mean: __tablename__',
    "__bindkey__ = 'log'": 'Did you mean: __bind_key__',
}


def warnings(result):
    return [line for line in result.err.splitlines() if line.startswith('Warning: models.py')]


@pytest.fixture
def checked(project):
    project.write(app=project.read('app.py').replace('Student, User', 'User'),
                  manage=project.read('manage.py').replace('Student, User', 'User'), models=RIGHT)
    return project


def test_each_is_named_with_its_line_by_what_compares_the_models(checked):
    lines = [slip.replace('age', 'age%d' % number) for number, slip in enumerate(SLIPS)]
    checked.write(models=MODELS % (''.join('    %s\n' % line for line in lines), '', 'age = db.Column(db.Integer)\n'))
    checked.manage('db', 'upgrade')
    found = warnings(checked.manage('db', 'migrate', '--drop-unknown', '--yes'))
    for number, (slip, text) in enumerate(SLIPS.items()):
        place, text = 'Warning: models.py:%d: ' % (number + 20), text.replace('age', 'age%d' % number)
        assert any(one.startswith(place) and text in one for one in found), (slip, found)
    assert 'the class Pet has columns and is no model, so it has no table. Write: class Pet(db.Model):' in found[-2]
    assert 'age stands outside of every class' in found[-1] and len(found) == len(SLIPS) + 2
    assert warnings(checked.manage('db', 'check', status=1)) == found
    assert 'age0 is no column: db.column() makes none' in checked.manage('db', 'doctor').out


def test_of_what_is_right_nothing_is_said(checked):
    checked.manage('db', 'upgrade')
    assert not warnings(checked.manage('db', 'migrate', '--yes'))


@pytest.mark.parametrize('name', ['__tablename_base__', '__base_tablename__', '_table_args_of_all'])
def test_a_name_of_the_codebases_own_that_has_one_of_sqlalchemys_in_it_is_no_slip(checked, name):
    checked.write(models=RIGHT.replace('created_by: str', "%s = 'people'\n    created_by: str" % name))
    checked.manage('db', 'upgrade')
    assert not warnings(checked.manage('db', 'migrate', '--yes'))


def test_it_is_said_in_chinese_too(checked):
    checked.write(models=RIGHT.replace('by_kind = ', 'age = db.column(db.Integer)\n    by_kind = '))
    checked.manage('db', 'upgrade')
    result = checked.manage('db', 'migrate', '--yes', settings={'SAFE_MIGRATE_LANG': 'zh'})
    assert '警告：models.py:17: age 不是列：db.column() 不会创建列' in result.err


def test_what_sqlite_does_on_a_conflict_is_said_as_long_as_the_database_has_it_not(checked):
    database = SQLite(checked.folder)
    made = ('CREATE TABLE word (id INTEGER NOT NULL PRIMARY KEY, text VARCHAR(9) NOT NULL %s, '
            'CONSTRAINT uq_word_text UNIQUE (text) %s)')
    checked.manage('db', 'upgrade')
    checked.manage('db', 'migrate', '--yes')
    checked.manage('db', 'upgrade')
    checked.write(models=RIGHT + ON_CONFLICT)
    for actions, is_said in (('', ''), True), (('ON CONFLICT IGNORE', 'ON CONFLICT REPLACE'), False):
        database.query('DROP TABLE IF EXISTS word')
        database.query(made % actions)
        said = checked.manage('db', 'migrate').err
        assert 'No changes in schema detected' in said
        assert ('Warning: the sqlite_on_conflict in the models of these tables is not made, ' in said) == is_said

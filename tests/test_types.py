"""Types, defaults and expressions in a script: imported, and written so that they make the same column again."""
import pytest

pytestmark = pytest.mark.long
OWN = '''
import enum
import sqlalchemy as sa


class Color(enum.Enum):
    red = 1
    green = 2


class Upper(sa.TypeDecorator):
    impl = sa.String(20)


class Choice(sa.TypeDecorator):
    impl = sa.String

    def __init__(self, choices, length=9):
        self.choices = choices
        super().__init__(length)


class Opaque(sa.TypeDecorator):
    impl = sa.Numeric(9, 3)

    def __init__(self, key):
        self.secret = key
        super().__init__()


class Point(sa.types.UserDefinedType):
    def get_col_spec(self, **kw):
        return 'CHAR(7)'


class Outer:
    class Inner(sa.TypeDecorator):
        impl = sa.Text
'''
MODELS = '''
from exts import db
from sqlalchemy.dialects import mysql
import kinds


class Kept(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Thing(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    n = db.Column(db.Integer)
    %s
'''
COLUMNS = ['kinds.Upper()', 'kinds.Choice([("a", "A")])', 'kinds.Opaque(object())', 'kinds.Point()', 'kinds.Outer.Inner()',
           'db.Enum(kinds.Color)', 'db.Enum("a", "b", name="ab", native_enum=False, length=40)', 'db.PickleType()',
           'db.String(5).with_variant(mysql.VARCHAR(9, collation="utf8mb4_bin"), "mysql")',
           'kinds.Upper().with_variant(mysql.SET("x", "y"), "mysql")',
           'db.String(20, collation=None), server_default=db.text("\'100%\'")',
           'db.String(20), server_default=db.text("\'a \\\\:b\'")', 'db.String(20), server_default="\'quoted\'"',
           'db.String(20), server_default="it\'s 5% \\\\ :x"', 'db.DateTime, server_default=db.func.now()',
           'db.Integer, db.Computed("n % 3", persisted=True)']
MYSQL = ['mysql.SET("a", "b\'c")', 'mysql.SET("a", charset="latin1")', 'mysql.ENUM("a", "b")',
         'mysql.VARCHAR(9, charset="latin1", collation="latin1_bin")', 'mysql.DECIMAL(9, 2, unsigned=True)']


@pytest.fixture
def thing(new, database):
    """A project with one model that has all of these columns, and its database."""
    new.write(kinds=OWN)
    columns = COLUMNS + (MYSQL if database.name == 'mariadb' else [])
    new.write(models=MODELS % '\n    '.join('c%02d = db.Column(%s)' % pair for pair in enumerate(columns)))
    for name in ('manage.py', 'app.py'):
        new.replace(name, new.read(name).replace('from models import Student, User', 'from models import Thing'))
    new.manage('db', 'init')
    return new


def definition(database):
    if database.name == 'mariadb':
        return database.query('SHOW CREATE TABLE thing')
    return database.query("SELECT sql FROM sqlite_master WHERE name = 'thing'")


def created_by_the_models(thing, database):
    """The table's definition when SQLAlchemy itself creates it."""
    thing.write(create='from manage import app\nfrom exts import db\nwith app.app_context():\n    db.create_all()\n')
    thing.manage(script='create.py')
    made = definition(database)
    database.query('DROP TABLE thing')
    return made


def comparable(rows):
    """A definition's lines, whatever their order: constraints stand elsewhere in a script."""
    text = str(rows).replace('(CURRENT_TIMESTAMP)', 'CURRENT_TIMESTAMP')
    return sorted(line.strip(' ,)') for line in text.replace('\\t', '').split('\\n'))


def test_a_script_makes_the_table_that_the_models_make(thing, database):
    wanted = created_by_the_models(thing, database)
    thing.manage('db', 'migrate')
    (text,) = thing.revisions().values()
    assert '\nimport kinds\n' in text
    thing.manage('db', 'upgrade')
    assert comparable(definition(database)) == comparable(wanted)


def test_a_table_that_is_dropped_comes_back_as_it_was(thing, database):
    thing.manage('db', 'migrate')
    thing.manage('db', 'upgrade')
    before = definition(database)
    thing.write(models=MODELS.split('class Thing')[0] + 'Thing = Kept\n')
    thing.manage('db', 'migrate')
    thing.manage('db', 'upgrade')
    thing.manage('db', 'downgrade')
    assert comparable(definition(database)) == comparable(before)


def test_the_codebases_own_render_item_comes_first(thing):
    thing.edit('manage.py', 'Migrate(app, db)', '''
def render_item(kind, item, context):
    return 'sa.String(33)' if kind == 'type' and type(item).__name__ == 'Point' else False


Migrate(app, db, render_item=render_item)''')
    thing.manage('db', 'migrate')
    (text,) = thing.revisions().values()
    assert text.count('sa.String(33)') == 1 and 'kinds.Upper' in text


def test_a_template_without_a_place_for_imports_gets_none(thing):
    thing.edit('migrations/script.py.mako', '${imports if imports else ""}', '')
    thing.manage('db', 'migrate')
    (text,) = thing.revisions().values()
    assert 'kinds.' not in text

"""An error in the models, or in what runs while they are imported: what happened, where, and what to type."""
import pytest

from .complaint import complains

pytestmark = pytest.mark.long

USER = 'class User(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\n'
PET = 'class Pet(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\n'
OWNED = '    owner_id = db.Column(db.ForeignKey("user.id"))\n    other_id = db.Column(db.ForeignKey("user.id"))\n'
# what stands in models.py below the import of db; what is told, and what to type
SLIPS = {
    'the application': (USER + 'User.query.all()', ':4: The application is needed', 'with app.app_context():'),
    'a request': ('from flask import request\nrequest.args', ':3: A request is needed', 'in a view'),
    'a default': (USER + '    age = db.Column(db.Integer, server_default=0)', ':4: server_default is of type int',
                  "server_default='0'"),
    'a key': ('class User(db.Model):\n    name = db.Column(db.Text)',
        'The model User has no primary key', 'primary_key=True'),
    'a table twice': (USER + PET + '    __tablename__ = "user"', 'The table user has a model already', '__tablename__'),
    'metadata': (USER + '    metadata = db.Column(db.Text)', 'keeps the name metadata for itself', "db.Column('metadata'"),
    'a name': (USER + '    age = db.Colum(db.Integer)', ':4: SQLAlchemy has no Colum', 'db.Column'),
    'a type of another tool': (USER + '    age = db.Column(db.VarChar(9))', 'no VarChar', 'Did you mean: db.String'),
    'an import': (USER + '    age = Column(db.Integer)', 'Column is not defined', 'from sqlalchemy import Column'),
    'an argument': (USER + '    age = db.Column(db.Integer, nulable=False)',
        'no argument nulable', 'Did you mean: nullable='),
    'a type in quotation marks': (USER + '    age = db.Column("age", "Integer")',
        "'Integer' stands where", 'type stands first'),
    'no tuple': (USER + '    __table_args__ = (db.UniqueConstraint("id"))', '__table_args__ is no tuple', 'a comma'),
    'options first': (USER + '    __table_args__ = ({}, db.UniqueConstraint("id"))', 'does not stand last', 'Write: '),
    'a column that is not there': (USER + '    __table_args__ = (db.UniqueConstraint("age"),)',
        'column age', 'Mend the name'),
    'a foreign key to a class': (USER + PET + '    owner = db.Column(db.ForeignKey(User))', 'given a class', "'user.id'"),
    'no foreign key': (USER + PET + '    owner = db.relationship("User")\nPet()', 'there is no foreign key', 'Add a column'),
    'two foreign keys': (USER + PET + OWNED + '    owner = db.relationship("User")\nPet()', 'Several foreign keys',
                         'foreign_keys=['),
    'another class': (USER + '    pets = db.relationship("Pets")\nUser()', 'names a class Pets', 'import its module'),
    'a name back': (USER + PET + OWNED.splitlines(True)[0] +
                    '    owner = db.relationship("User", back_populates="pets")\nPet()',
                    'back_populates names pets', "backref='pets'"),
    'no table': ('from sqlalchemy.ext.declarative import declarative_base\nclass User(declarative_base()):\n'
                 '    id = db.Column(db.Integer, primary_key=True)', 'does not say which table', '__tablename__'),
    'a mixin': ('class Owned:\n    owner = db.Column(db.ForeignKey("user.id"))\nclass User(Owned, db.Model):\n'
                '    id = db.Column(db.Integer, primary_key=True)', 'only derive from', '@declared_attr'),
    'numbers in an enum': (USER + '    kind = db.Column(db.Enum(1, 2))', 'no texts', "db.Enum('1', '2')"),
}


def test_a_foreign_key_to_a_table_that_no_model_has_is_told_with_those_there_are(project):
    project.write(models=project.read('models.py') + '    owner_id = db.Column(db.ForeignKey("users.id"))\n')
    project.manage('db', 'upgrade')
    complains(project, 'migrate', words=["could not find table 'users'", 'The models have: student, user.'])


def test_models_of_another_sqlalchemy_are_told(project):
    project.manage('db', 'upgrade')
    project.edit('models.py', 'from exts import db', 'from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()')
    complains(project, 'migrate', words=['The models of student, user belong to another', 'from exts import db'])


@pytest.mark.parametrize('slip', sorted(SLIPS))
def test_a_slip_in_the_models_is_told_with_its_place_and_its_cure(project, slip):
    models, happened, advice = SLIPS[slip]
    project.write(app=project.read('app.py').replace('Student, User', 'db'),
                  manage=project.read('manage.py').replace('Student, User', 'db'),
                  models='from exts import db\n' + models + '\n')
    assert complains(project, 'migrate', words=[happened, advice]).startswith('Error: models.py:')

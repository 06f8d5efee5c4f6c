"""A foreign key of a model is made, however the model has it."""
import pytest

pytestmark = pytest.mark.long
PET = '''

class Pet(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    owner_id = db.Column(db.Integer, db.ForeignKey('student.id', use_alter=True, name='fk_owner'))
'''


def see_that_it_is_made(project):
    project.manage('db', 'upgrade')
    project.replace('models.py', project.read('models.py') + PET)
    project.manage('db', 'migrate')
    project.manage('db', 'upgrade')
    assert 'No changes in schema detected' in project.manage('db', 'migrate').err
    project.manage('db', 'downgrade')
    project.manage('db', 'upgrade')


def test_one_that_is_to_be_made_later_and_leads_in_no_circle(migrated):
    see_that_it_is_made(migrated)


def test_the_same_on_postgresql(on_postgresql):
    see_that_it_is_made(on_postgresql)

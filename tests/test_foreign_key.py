"""A foreign key of a model is made, however the model has it."""
import pytest
from conftest import MariaDB

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


BEHIND_AN_INDEX = '''

class Owner(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    city = db.Column(db.Integer, index=True)


class Toy(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    city = db.Column(db.Integer)
    owner = db.Column(db.Integer)
    __table_args__ = (db.ForeignKeyConstraint(['city', 'owner'], ['owner.city', 'owner.id'], name='fk_owner'),)
'''


@pytest.mark.servers('mariadb')
def test_what_innodb_writes_behind_an_index_may_be_referred_to(project, each):
    with each.database() as name:
        project.settings.update(MariaDB(each, name).settings)
        project.manage('db', 'upgrade')
        project.replace('models.py', project.read('models.py') + BEHIND_AN_INDEX)
        said = project.manage('db', 'migrate').err
        assert 'no key of that table' not in said, said
        project.manage('db', 'upgrade')
        assert each.query("SELECT 1 FROM information_schema.referential_constraints WHERE constraint_name = 'fk_owner' "
                          "AND constraint_schema = '%s'" % name)
        assert 'No changes in schema detected' in project.manage('db', 'migrate').err

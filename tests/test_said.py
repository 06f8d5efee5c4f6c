"""What a command says on its way: each fact once, what comes next, and no warning of what is good."""
import pytest

pytestmark = pytest.mark.long
REFUSED = '''"""refused"""
from alembic import op
revision, down_revision = 'refused', None


def upgrade():
    op.execute("""
        INSERT INTO nowhere (id)
        VALUES (1)""")


def downgrade():
    pass
'''


def test_a_change_is_said_once_and_what_to_type_next(migrated):
    migrated.manage('db', 'upgrade')
    migrated.edit('models.py', "'student'", "'student'\n    age = db.Column(db.Integer)")
    done = migrated.manage('db', 'migrate')
    assert (done.out + done.err).count('student.age') == 1
    assert done.out.splitlines()[-1] == 'Look it over, and apply it with: python manage.py db upgrade'
    again = migrated.manage('db', 'upgrade') and migrated.manage('db', 'migrate')
    assert 'Look it over' not in again.out


def test_what_is_kept_and_comes_back_is_no_warning(migrated, database):
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO student (id, name) VALUES (1, 'a')")
    there, back = migrated.manage('db', 'downgrade'), migrated.manage('db', 'upgrade')
    assert 'INFO  [alembic.safe_migrate] Kept in the bin' in there.err and 'Back from the bin' in back.err
    assert 'WARN' not in there.err + back.err


def test_of_sqlite_it_is_said_that_its_ddl_is_transactional(project, mariadb):
    assert 'Will assume transactional DDL' in project.manage('db', 'upgrade').err
    project.settings.update(mariadb.settings)
    assert 'Will assume non-transactional DDL' in project.manage('db', 'upgrade').err


def test_an_error_of_sql_shows_the_first_line_of_the_statement(new):
    new.manage('db', 'init')
    new.replace('migrations/versions/refused.py', REFUSED)
    line, = [line for line in new.manage('db', 'upgrade', status=1).err.splitlines() if line.startswith('It was at')]
    assert line.endswith('refused.py:7: INSERT INTO nowhere (id)'), line

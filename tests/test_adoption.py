"""A codebase that adopts the package: what its own revisions and databases have from the stock tool goes on working."""
import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import tempfile
import venv

import pytest

from conftest import ROOT

pytestmark = pytest.mark.long

REVISION = '''"""{name}

Revision ID: {name}
Revises:
"""
from alembic import op
import sqlalchemy as sa

revision = {name!r}
down_revision = {parent!r}


def upgrade():
    {up}


def downgrade():
    {down}
'''
HEAD = '423cbaf36ad7'


def add_revision(project, name, parent, up='pass', down='pass'):
    up, down = ('\n    '.join(body.splitlines()) for body in (up, down))
    text = REVISION.format(name=name, parent=parent, up=up, down=down)
    project.replace('migrations/versions/%s.py' % name, text)


def stock(project, *arguments, **options):
    """The same command line without `safeguard(manager)`."""
    text = project.read('manage.py')
    project.replace('manage.py', text.replace('safeguard(manager)\n', ''))
    try:
        return project.manage(*arguments, **options)
    finally:
        project.replace('manage.py', text)


def models(project, *columns):
    """Give the model of `student` more columns."""
    project.edit('models.py', "'student'\n", "'student'\n" + ''.join('    %s\n' % column for column in columns))


# What a type brings along

ADDED = [
    ("op.add_column('student', sa.Column('active', sa.Boolean(), nullable=True))", 'active = db.Column(db.Boolean)'),
    ("op.add_column('student', sa.Column('kind', sa.Enum('a', 'b'), nullable=True))", "kind = db.Column(db.Enum('a', 'b'))"),
    ("op.add_column('student', sa.Column('kind', sa.Enum('a', 'b', name='kind'), nullable=True))",
     "kind = db.Column(db.Enum('a', 'b', name='kind'))"),
    ("op.add_column('student', sa.Column('active', sa.Boolean(name='is_active'), nullable=True))",
     "active = db.Column(db.Boolean(name='is_active'))"),
    ("op.add_column('student', sa.Column('active', sa.Boolean(), server_default='1', nullable=False))",
     "active = db.Column(db.Boolean, server_default='1', nullable=False)"),
    ("with op.batch_alter_table('student') as batch_op:\n"
     "    batch_op.add_column(sa.Column('active', sa.Boolean(), nullable=True))", 'active = db.Column(db.Boolean)'),
]


@pytest.mark.parametrize('up, column', ADDED)
@pytest.mark.parametrize('tool', ['stock', 'safe'])
def test_the_check_of_a_type_is_no_difference_however_the_column_was_added(migrated, up, column, tool):
    add_revision(migrated, 'added', HEAD, up)
    models(migrated, column)
    (stock if tool == 'stock' else type(migrated).manage)(migrated, 'db', 'upgrade')
    assert re.search('Models +as the database', migrated.manage('db', 'status').out)


def test_sqlite_has_the_same_table_from_the_same_revision(project):
    tables = []
    add_revision(project, 'added', HEAD, ADDED[0][0])
    for tool in (stock, type(project).manage):
        tool(project, 'db', 'upgrade')
        with contextlib.closing(sqlite3.connect(project.path('app.db'))) as connection:
            tables.append(connection.execute("SELECT sql FROM sqlite_master WHERE name = 'student'").fetchone())
        os.remove(project.path('app.db'))
    assert tables[0] == tables[1]


def test_a_new_type_has_its_check(migrated):
    models(migrated, 'number = db.Column(db.Integer)')
    migrated.manage('db', 'upgrade')
    migrated.manage('db', 'migrate', '--rev-id', 'first')
    migrated.manage('db', 'upgrade')
    migrated.edit('models.py', 'number = db.Column(db.Integer)', 'number = db.Column(db.Boolean)')
    assert 'check (number' in migrated.manage('db', 'migrate', '--rev-id', 'second').out.replace('`', '').lower()


# Constraints without a name

FOREIGN_KEY = ("op.add_column('student', sa.Column('user_id', sa.Integer()))\n"
               "{batch}create_foreign_key(None, {table}'user', ['user_id'], ['id'])")


@pytest.fixture(params=['alone', 'in a batch'])
def with_a_key(request, migrated):
    """A project whose last revision makes a foreign key without a name, and drops it without one."""
    batch = "with op.batch_alter_table('student') as batch_op:\n    batch_op."
    if request.param == 'alone':
        add_revision(migrated, 'key', HEAD, FOREIGN_KEY.format(batch='op.', table="'student', "),
                     "op.drop_constraint(None, 'student', type_='foreignkey')\nop.drop_column('student', 'user_id')")
    else:
        add_revision(migrated, 'key', HEAD, FOREIGN_KEY.format(batch=batch, table=''),
                     batch + "drop_constraint(None, type_='foreignkey')\n    batch_op.drop_column('user_id')")
    migrated.manage('db', 'upgrade')
    return migrated


def test_a_foreign_key_without_a_name_is_found(with_a_key, database):
    with_a_key.manage('db', 'downgrade')
    with_a_key.manage('db', 'upgrade')
    with_a_key.manage('db', 'downgrade')
    assert 'user_id' not in str(database.query('SELECT * FROM student')) and \
        with_a_key.manage('db', 'current').out.split()[0] == HEAD


def test_the_sql_of_it_names_it(with_a_key, database):
    if database.name == 'sqlite':
        return  # whose batches make no SQL
    text = with_a_key.manage('db', 'downgrade', 'key:' + HEAD, '--sql').out
    assert 'ALTER TABLE student DROP FOREIGN KEY student_ibfk_1' in text
    with_a_key.manage('db', 'downgrade')
    told = with_a_key.manage('db', 'downgrade', 'key:' + HEAD, '--sql', status=1).err
    assert re.search(r'key.py:\d+ drops a constraint of table student without a name', told)
    assert 'Write its name in the place of None.' in told


def test_an_interrupted_downgrade_goes_on_with_it(migrated, database):
    made = (FOREIGN_KEY.format(batch='op.', table="'student', ")
            + "\nop.create_unique_constraint('uq_name', 'student', ['name'])")
    add_revision(migrated, 'key', HEAD, made, "op.drop_constraint(None, 'student', type_='foreignkey')\n"
                 "op.drop_column('student', 'user_id')\nop.execute('DROP TABLE missing')\n"
                 "op.drop_constraint(None, 'student', type_='unique')")
    if database.name == 'sqlite':
        return  # where all of a revision is applied, or none
    migrated.manage('db', 'upgrade')
    migrated.manage('db', 'downgrade', status=1)
    database.query('CREATE TABLE missing (id INTEGER)')
    migrated.manage('db', 'downgrade')
    text = database.query('SHOW CREATE TABLE student')[0][1]
    assert 'KEY' not in text.replace('PRIMARY KEY', '') and 'user_id' not in text


def test_of_several_the_one_on_the_columns_that_the_file_names(migrated):
    both = ("op.create_unique_constraint(None, 'student', ['name'])\n"
            "op.create_unique_constraint('uq_both', 'student', ['id', 'name'])")
    add_revision(migrated, 'unique', HEAD, both, "op.drop_constraint(None, 'student', type_='unique')\n"
                 "op.drop_constraint('uq_both', 'student', type_='unique')")
    migrated.manage('db', 'upgrade')
    migrated.manage('db', 'downgrade')


def test_where_it_cannot_be_told_the_names_are(migrated):
    add_revision(migrated, 'unique', HEAD, "op.create_unique_constraint('uq_one', 'student', ['id', 'name'])\n"
                 "op.create_unique_constraint('uq_two', 'student', ['name'])",
                 "op.drop_constraint(None, 'student', type_='unique')")
    migrated.manage('db', 'upgrade')
    error = migrated.manage('db', 'downgrade', status=1).err
    assert re.search(r'migrations/versions/unique.py:\d+ drops a constraint of table student without a name', error)
    assert 'uq_one (id, name), uq_two (name)' in error or 'uq_two (name), uq_one (id, name)' in error
    text = migrated.manage('db', 'check', status=1).out
    assert re.search(r'migrations/versions/unique.py:\d+ drops a constraint of table student without a name', text)


def test_doctor_reads_them_in_the_file(with_a_key):
    text = with_a_key.manage('db', 'doctor').out
    assert re.search(r'key.py:\d+ drops a constraint of table student without a name', text)
    assert 'that of the constraint on user_id' in text
    assert 'without a name' not in with_a_key.manage('db', 'check', status=1).out  # it is found by the column


DEFAULTS = ['sa.false()', 'sa.text("0")', 'sa.literal(0)', "'0'", 'None', 'False']


@pytest.mark.parametrize('default', DEFAULTS)
def test_an_existing_default_that_is_sql_is_taken_as_by_the_stock_tool(migrated, database, default):
    existing = 'existing_type=sa.Boolean(), existing_nullable=False, existing_server_default=%s' % default
    add_revision(migrated, 'made', HEAD, "op.add_column('student', sa.Column('on', sa.Boolean(), nullable=False, "
                 "server_default=sa.false()))")
    add_revision(migrated, 'named', 'made', "with op.batch_alter_table('student') as table:\n    table.alter_column('on', "
                 "new_column_name='off', %s)" % existing)
    migrated.manage('db', 'upgrade', 'made')
    database.query("INSERT INTO student (id, name) VALUES (1, 'a')")
    migrated.manage('db', 'upgrade', '--plan')
    migrated.manage('db', 'upgrade')
    database.query("INSERT INTO student (id, name) VALUES (2, 'b')")
    assert [row[0] for row in database.query('SELECT off FROM student')] == [0, 0]


# A model that the server cannot make

IMPOSSIBLE = [  # the model's column, that of the revision, what the server says, what Alembic finds
    ('note = db.Column(db.String)', "sa.Column('note', sa.String(255))", 'VARCHAR requires a length', []),
    ("user_id = db.Column(db.String(20), db.ForeignKey('user.id'))", "sa.Column('user_id', sa.String(20))",
     'needs the type of user.id', ['add foreign key on student']),
]


@pytest.fixture
def on_server(project, mariadb):
    project.settings.update(mariadb.settings)
    return project


@pytest.mark.parametrize('column, built, reason, found', IMPOSSIBLE)
def test_a_model_that_the_server_cannot_make_is_set_aside_alone(on_server, column, built, reason, found):
    add_revision(on_server, 'built', HEAD, "op.add_column('student', %s)" % built)
    on_server.manage('db', 'upgrade')
    models(on_server, column)
    on_server.edit('models.py', "'user'\n", "'user'\n    age = db.Column(db.Integer)\n")
    status = on_server.manage('db', 'status')
    assert reason in status.err and 'shadow' not in status.err and len(status.err.splitlines()) == 1
    told = re.sub(r'INT(\(11\))?\)', 'INTEGER)', status.out)  # the first is MariaDB's word
    assert told.splitlines()[-1 - len(found):] == [13 * ' ' + '  ' + one for one in
                                                         ['add column user.age (INTEGER)'] + found]
    assert reason in on_server.manage('db', 'check', status=1).err
    text = on_server.manage('db', 'migrate', '--rev-id', 'next').err
    assert reason in text and "op.add_column('user', sa.Column('age'" in on_server.read('migrations/versions/next_.py')


def test_a_new_table_that_the_server_cannot_make_is_written_as_by_the_stock_tool(on_server):
    on_server.manage('db', 'upgrade')
    on_server.replace('models.py', on_server.read('models.py') + """

class Note(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    text = db.Column(db.String)
""")
    done = on_server.manage('db', 'migrate', '--rev-id', 'next')
    assert '+ note\n' in done.out and 'Detected added table' not in done.err
    assert "op.create_table('note'" in on_server.read('migrations/versions/next_.py')


KEYS = {  # the foreign key's column, more of the table that it refers to, and why the server refuses it
    'another size': ("db.BigInteger, db.ForeignKey('owner.id')", '', 'needs the type of owner.id'),
    'another character set': ("db.String(9), db.ForeignKey('owner.word')", "__table_args__ = {'mysql_charset': 'utf8'}",
                              'needs the type of owner.word'),
    'no key': ("db.Integer, db.ForeignKey('owner.code')", '', 'no key of that table begins with'),
    'an engine without foreign keys': ("db.Integer, db.ForeignKey('owner.id')",
                                       "__table_args__ = {'mysql_engine': 'MyISAM'}", 'needs InnoDB'),
    'no NULL to be set': ("db.Integer, db.ForeignKey('owner.id', ondelete='SET NULL'), nullable=False", '', 'sets NULL'),
}


@pytest.mark.parametrize('name', sorted(KEYS))
def test_a_foreign_key_that_the_server_refuses_is_told(on_server, name):
    column, more, reason = KEYS[name]
    on_server.manage('db', 'upgrade')
    models(on_server, 'owner_id = db.Column(%s)' % column)
    on_server.replace('models.py', on_server.read('models.py') + """

class Owner(db.Model):
    %s
    id = db.Column(db.Integer, primary_key=True)
    code = db.Column(db.Integer)
    word = db.Column(db.String(9), unique=True)
""" % more)
    assert reason in on_server.manage('db', 'migrate').err


def test_partitioned_models_are_compared(on_server, mariadb):
    models(on_server, "__table_args__ = {'mysql_partition_by': 'HASH(id)', 'mysql_partitions': '4'}",
           'age = db.Column(db.Integer)')
    shutil.rmtree(on_server.path('migrations'))
    on_server.manage('db', 'init')
    on_server.manage('db', 'migrate')
    on_server.manage('db', 'upgrade')
    assert 'PARTITION BY' in mariadb.query('SHOW CREATE TABLE student')[0][1]
    assert re.search('Models +as the database', on_server.manage('db', 'status').out)
    on_server.edit('models.py', 'age = db.Column(db.Integer)', 'age = db.Column(db.BigInteger)')
    assert 'student.age' in on_server.manage('db', 'migrate').out


# Histories that cannot build an empty database

TWICE = "op.create_table('student', sa.Column('id', sa.Integer(), primary_key=True))"


@pytest.fixture(params=['twice', 'empty', 'lost'])
def unbuildable(request, migrated):
    """A checkout whose revisions do not build an empty database, and an empty database."""
    if request.param == 'twice':
        add_revision(migrated, 'twice', HEAD, TWICE)
    elif request.param == 'empty':
        for name in migrated.revisions():
            os.remove(migrated.path('migrations', 'versions', name))
        add_revision(migrated, 'empty', None)
    else:
        add_revision(migrated, 'later', 'gone', "op.add_column('student', sa.Column('age', sa.Integer()))")
        models(migrated, 'age = db.Column(db.Integer)')
    return migrated


def test_the_models_alone_are_enough_for_a_beginning(unbuildable):
    assert '--baseline' in unbuildable.manage('db', 'repair', status=1).out
    unbuildable.manage('db', 'repair', '--baseline', status=1)
    done = unbuildable.manage('db', 'repair', '--baseline', '--yes').out
    assert done.endswith('Nothing is left to repair.\n')
    unbuildable.manage('db', 'upgrade')
    assert re.search('Models +as the database', unbuildable.manage('db', 'status').out)


def test_the_error_of_an_upgrade_of_an_empty_database_names_it(migrated):
    add_revision(migrated, 'twice', HEAD, TWICE)
    assert 'python manage.py db repair --baseline' in migrated.manage('db', 'upgrade', status=1).err


@pytest.mark.parametrize('options', [(), ('--baseline',)])
def test_after_the_folder_was_made_anew_its_first_revision_has_the_old_id(migrated, database, options):
    migrated.manage('db', 'upgrade')
    shutil.rmtree(migrated.path('migrations'))
    migrated.manage('db', 'init')
    shown = migrated.manage('db', 'repair', *options, status=1).out
    assert 'write the revision %s anew, from the models' % HEAD in shown
    migrated.manage('db', 'repair', '--yes', *options)
    assert migrated.manage('db', 'current').out.split()[0] == HEAD
    assert re.search('Models +as the database', migrated.manage('db', 'status').out)
    migrated.manage('db', 'migrate')
    assert len(migrated.revisions()) == 1


# Older and incomplete projects

def test_an_env_py_without_process_revision_directives_gets_no_empty_revision(new):
    new.manage('db', 'init')
    text = new.read('migrations/env.py')
    text = re.sub(r'\n *process_revision_directives=process_revision_directives,', '', text)
    new.replace('migrations/env.py', text)
    new.manage('db', 'migrate')
    new.manage('db', 'upgrade')
    before = new.revisions()
    result = new.manage('db', 'migrate')
    assert new.revisions() == before and 'No changes in schema detected' in result.err
    new.manage('db', 'revision')
    assert len(new.revisions()) == len(before) + 1  # which is to be empty


def test_a_folder_that_git_never_had_is_to_be_made(project):
    project.edit('models.py', 'from exts import db', "from exts import db\nopen('logs/logs', 'a')")
    error = project.manage('db', 'current', status=1).err
    assert 'models.py:2' in error and error.rstrip().endswith('type: mkdir logs') and 'git checkout' not in error


def test_what_a_library_lacks_is_no_circular_import(project):
    os.mkdir(project.path('library'))
    project.replace('library/__init__.py', 'import nowhere_to_be_found')
    project.edit('models.py', 'from exts import db', 'from exts import db\nfrom library import nothing')
    error = project.manage('db', 'current', status=1).err
    assert 'imports nowhere_to_be_found, and there is no such module' in error and 'circular' not in error


class Environment:
    """An environment with the packages of this one, and with some of its own.

    :param folder: that is not there yet
    """

    def __init__(self, folder):
        venv.create(folder, with_pip=False, symlinks=True)
        self.python = os.path.join(folder, 'bin', 'python')
        self.packages = os.path.join(folder, 'lib', 'python%d.%d' % sys.version_info[:2], 'site-packages')
        self.put('others.pth', sysconfig.get_paths()['purelib'])

    def put(self, name, text):
        with open(os.path.join(self.packages, name), 'w') as file:
            file.write(text)


@pytest.fixture
def environment(tmp_path):
    return Environment(str(tmp_path / 'environment'))


def test_a_package_that_fails_inside_itself_is_no_circular_import(project, environment):
    environment.put('flask_old.py', 'from of_another_year import a\n')
    environment.put('of_another_year.py', '')
    project.edit('models.py', 'from exts import db', 'from exts import db\nfrom flask_old import old')
    error = project.run(environment.python, 'manage.py', 'db', 'current').err
    assert 'circular' not in error and 'models.py:2' in error and 'of_another_year has no a.' in error
    assert 'written for another release of of_another_year' in error


@pytest.mark.parametrize('line, lacks', [('from wtforms import Required', 'wtforms has no Required'),
                                         ('import wtforms.html5', 'wtforms has no module wtforms.html5')])
def test_what_a_newer_release_no_longer_has_names_one_that_has_it(project, environment, line, lacks):
    environment.put('wtforms.py', 'class DataRequired: pass\n')
    project.replace('forms.py', line + '\n')
    project.edit('models.py', 'from exts import db', 'from exts import db\nimport forms')
    error = project.run(environment.python, 'manage.py', 'db', 'current').err
    assert 'forms.py:1' in error and lacks in error and "pip install 'WTForms<3'" in error


def test_a_module_beside_the_file_is_named_as_python_2_imported_it(project):
    os.mkdir(project.path('api'))
    project.replace('api/__init__.py', 'from authentication import auth\n')
    project.replace('api/authentication.py', 'auth = None\n')
    project.edit('models.py', 'from exts import db', 'from exts import db\nimport api')
    error = project.manage('db', 'current', status=1).err
    assert 'api/__init__.py:1 imports authentication' in error and 'Write: from .authentication import' in error


def test_all_packages_that_a_file_lacks_are_named_at_once(project):
    project.edit('models.py', 'from exts import db', 'from exts import db\nimport apscheduler\nfrom flask_nope.sub import x'
                 '\nimport os, bs4')
    assert 'and type: pip install APScheduler beautifulsoup4 flask-nope\n' in project.manage('db', 'current', status=1).err


@pytest.mark.skipif(not hasattr(os, 'getuid'), reason='Windows lets a user list what he may enter')
def test_a_folder_that_may_not_be_listed_is_left_out_of_an_explanation():
    with tempfile.TemporaryDirectory() as folder:
        for name in 'closed', 'open':
            os.mkdir(os.path.join(folder, name))
            with open(os.path.join(folder, name, '__init__.py'), 'w'):
                pass
        os.chmod(folder, 0o755)
        os.chmod(os.path.join(folder, 'closed'), 0o311)
        program = ('import os, sys; sys.path.insert(0, %r)\nfrom safe_migrate.messages.imports import in_packages\n'
                   'os.getuid() or os.setuid(65534)\nprint(in_packages(%r))' % (ROOT, folder))
        found = subprocess.check_output([sys.executable, '-c', program]).decode('utf-8').strip()
    assert found == repr([os.path.join(folder, 'open', '__init__.py')])


def test_what_a_library_asks_to_be_installed_is_named(project):
    project.edit('models.py', 'from exts import db', "from exts import db\nraise Exception(\"Install 'email_validator' for "
                 "email validation support.\")")
    error = project.manage('db', 'current', status=1).err
    assert 'models.py:2 needs the package email_validator.' in error and 'and type: pip install email-validator\n' in error


def test_requirements_that_powershell_wrote_are_read(project):
    with open(project.path('requirements.txt'), 'w', encoding='utf-16') as file:
        file.write('APScheduler==3.0\n')
    project.edit('models.py', 'from exts import db', 'from exts import db\nimport apscheduler')
    assert 'Type: pip install -r requirements.txt' in project.manage('db', 'current', status=1).err


def test_a_variable_of_the_environment_that_is_not_set_is_named(project):
    project.edit('models.py', 'from exts import db', "from exts import db\nimport os\n"
                 "SENDER = 'Admin <' + os.environ.get('MAIL_OF_NOBODY') + '>' + os.getenv('PATH')")
    assert 'reads MAIL_OF_NOBODY from the environment' in project.manage('db', 'current', status=1).err


def test_a_plan_for_an_empty_database_that_cannot_be_built_names_the_baseline(migrated):
    add_revision(migrated, 'bad', HEAD, 'op.drop_table("nowhere")')
    for more in ['--plan'], []:
        assert 'type: python manage.py db repair --baseline' in migrated.manage('db', 'upgrade', *more, status=1).err


def test_a_batch_on_a_table_that_is_not_there_says_so(migrated):
    add_revision(migrated, 'bad', HEAD, 'with op.batch_alter_table("nowhere") as table:\n    table.drop_column("x")')
    assert 'nowhere' in migrated.manage('db', 'upgrade', status=1).err


def test_a_foreign_key_to_a_table_that_nothing_imports_prints_the_import(migrated):
    migrated.replace('rooms.py', 'from exts import db\n\n\nclass Room(db.Model):\n'
                     '    id = db.Column(db.Integer, primary_key=True)\n')
    migrated.manage('db', 'upgrade')
    models(migrated, "room_id = db.Column(db.Integer, db.ForeignKey('room.id'))")
    for command in 'migrate', 'status', 'check':
        error = migrated.manage('db', command, status=1).err
        assert 'rooms.py, which nothing imports' in error and 'from rooms import Room' in error


# Several databases

NOTE = """

class Note(db.Model):
    __bind_key__ = '%s'
    id = db.Column(db.Integer, primary_key=True)
"""


def with_bind(project, bind):
    project.replace('config.py', project.read('config.py') +
                    "\nSQLALCHEMY_BINDS = {'log': 'sqlite:///' + os.path.join(HERE, 'log.db')}\n")
    project.replace('models.py', project.read('models.py') + NOTE % bind)


def test_a_bind_that_is_not_there_is_told(project):
    shutil.rmtree(project.path('migrations'))
    with_bind(project, 'lgo')
    project.manage('db', 'init', '--multidb')
    told = "the model of table note has __bind_key__ = 'lgo', and SQLALCHEMY_BINDS has only: log"
    assert project.manage('db', 'migrate').err.count(told) == 1
    project.manage('db', 'upgrade')
    assert told in project.manage('db', 'check', status=1).out
    assert told in project.manage('db', 'doctor').out


def test_the_table_of_a_bind_is_not_made_in_the_main_database(migrated):
    migrated.manage('db', 'upgrade')
    with_bind(migrated, 'log')
    told = migrated.manage('db', 'migrate').err
    assert 'table note belongs to the bind log' in told and len(migrated.revisions()) == 2
    assert migrated.manage('db', 'check').status == 0


def test_an_older_revision_says_how_it_goes_on_under_the_env_py_of_several_databases(migrated):
    migrated.manage('db', 'upgrade')
    with_bind(migrated, 'log')
    migrated.manage('db', 'init', '--multidb', '--directory', 'other')
    for name in 'env.py', 'script.py.mako':
        shutil.copy(migrated.path('other', name), migrated.path('migrations', name))
    error = migrated.manage('db', 'upgrade', status=1).err
    assert "its upgrade() takes no engine_name" in error and "def upgrade(engine_name=''):" in error
    for name in migrated.revisions():
        text = migrated.read('migrations', 'versions', name)
        for function in 'upgrade', 'downgrade':
            text = text.replace('def %s():' % function,
                                "def %s(engine_name=''):\n    if engine_name:\n        return" % function)
        migrated.replace('migrations/versions/' + name, text)
    for command in ['upgrade'], ['migrate'], ['upgrade'], ['check', '--deep', '--all'], ['downgrade', '--yes'], ['upgrade']:
        migrated.manage('db', *command)


@pytest.mark.parametrize('kind', ['mariadb', 'postgresql'])
def test_the_rows_are_asked_beforehand_under_the_env_py_of_several_databases(project, kind, request):
    database = request.getfixturevalue(kind)
    project.settings.update(database.settings)
    shutil.rmtree(project.path('migrations'))
    with_bind(project, 'log')
    models(project, 'kind = db.Column(db.String(20))')
    for command in ['init', '--multidb'], ['migrate'], ['upgrade']:
        project.manage('db', *command)
    database.query("INSERT INTO student (name, kind) VALUES ('a', 'much too long')")
    project.edit('models.py', 'String(20)', 'String(5)')
    project.manage('db', 'migrate')
    error = project.manage('db', 'upgrade', status=1).err
    assert '1 kind that are longer than 5' in error and 'Nothing was changed.' in error
    database.query("UPDATE student SET kind = 'cat'")
    project.manage('db', 'upgrade')
    error = project.manage('db', 'downgrade', 'base', settings={'SAFE_MIGRATE_CONFIRM': '1'}, status=1).err
    assert 'student, 1 row' in error and len(database.query('SELECT id FROM student')) == 1


def test_the_env_py_of_several_databases_without_binds_says_what_to_set(project):
    shutil.rmtree(project.path('migrations'))
    project.manage('db', 'init', '--multidb')
    error = project.manage('db', 'migrate', status=1).err
    assert 'SQLALCHEMY_BINDS is not set' in error and 'to {} where there is one database alone' in error
    project.replace('config.py', project.read('config.py') + '\nSQLALCHEMY_BINDS = {}\n')
    for command in 'migrate', 'upgrade', 'check':
        project.manage('db', command)


def test_a_main_address_without_a_database_beside_a_bind_is_told(on_server):
    shutil.rmtree(on_server.path('migrations'))
    with_bind(on_server, 'log')
    on_server.replace('config.py', on_server.read('config.py') + "\nSQLALCHEMY_BINDS['other'] = SQLALCHEMY_DATABASE_URI"
                      "\nSQLALCHEMY_DATABASE_URI = str(SQLALCHEMY_DATABASE_URI).rpartition('/')[0] + '/'\n")
    on_server.manage('db', 'init', '--multidb')
    assert 'SQLALCHEMY_DATABASE_URI names no database' in on_server.manage('db', 'migrate', status=1).err


# `flask db` alone

def by_flask_db(project, environment):
    """Let a project be one of `flask db` alone, with what pip makes of the entry point in setup.py."""
    environment.put('here.pth', ROOT)
    os.mkdir(os.path.join(environment.packages, 'safe_migrate-1.dist-info'))
    environment.put('safe_migrate-1.dist-info/METADATA', 'Name: safe_migrate\nVersion: 1\n')
    environment.put('safe_migrate-1.dist-info/entry_points.txt', '[flask.commands]\ndb = safe_migrate.flask_db:db\n')
    os.remove(project.path('manage.py'))
    project.settings['FLASK_APP'] = 'app.py'


def test_a_codebase_of_flask_db_needs_no_line(project, environment):
    by_flask_db(project, environment)
    shutil.rmtree(project.path('migrations'))

    def flask(*words):
        return project.run(environment.python, '-m', 'flask', 'db', *words)
    for words in 'init', 'migrate', 'upgrade':
        assert flask(words).status == 0
    models(project, "kind = db.Column(db.String(9), server_default='a', nullable=False)")
    assert 'Type: flask db migrate' in flask('check').out.replace('python -m ', '')
    assert '+ student.kind' in flask('migrate').out
    assert flask('upgrade').status == 0 and 'upgrade' in flask('log').out
    project.edit('models.py', "server_default='a'", "server_default='b'")
    found = flask('migrate').out
    assert '~ student.kind' in found and 'manage.py' not in found, found
    flask('upgrade')
    project.edit('app.py', 'from models import Student, User  # noqa: F401\n', '')
    assert 'No model is imported, so this would drop every table' in flask('migrate').err


def test_a_factory_that_flask_has_found_by_itself_is_told_with_the_file_to_name(project, environment):
    environment.put('here.pth', ROOT)
    os.mkdir(os.path.join(environment.packages, 'safe_migrate-1.dist-info'))
    environment.put('safe_migrate-1.dist-info/METADATA', 'Name: safe_migrate\nVersion: 1\n')
    environment.put('safe_migrate-1.dist-info/entry_points.txt', '[flask.commands]\ndb = safe_migrate.flask_db:db\n')
    os.remove(project.path('.flaskenv'))
    project.replace('app.py', 'KINDS = {"default": 1}\n\n\ndef create_app(config_name):\n    return KINDS[config_name]\n')
    told = project.run(environment.python, '-m', 'flask', 'db', 'status')
    assert told.status == 1 and 'FLASK_APP is not set' in told.err and 'app.py:5' in told.err, told
    assert 'export FLASK_APP=manage.py' in told.err and 'ScriptInfo' not in told.err, told


@pytest.mark.parametrize('line, said', [
    ('import not_there_at_all', 'imports not_there_at_all, and there is no such module.'),
    ('from models import Teacher', "cannot import name 'Teacher'"), ('print "x"', 'is Python 2')])
def test_an_application_that_cannot_be_imported_is_told_in_a_few_lines_by_flask_too(project, environment, line, said):
    by_flask_db(project, environment)
    project.replace('app.py', '\n' + line + '\n')
    told = project.run(environment.python, '-m', 'flask', 'db', 'status')
    assert told.status == 1 and 'app.py:2' in told.err and said in told.err, told
    assert 'Traceback' not in told.err and len(told.err.splitlines()) <= 6, told
    told = project.run(environment.python, '-m', 'flask', 'db', 'status', '--debug')
    assert told.status == 1 and said in told.err and 'Traceback' in told.err, told


# Rows whose parent is missing, which SQLite does not look at by default

PET = ("CREATE TABLE owner (id INTEGER PRIMARY KEY); INSERT INTO owner VALUES (1); CREATE TABLE pet (%s owner_id INTEGER "
       "REFERENCES owner (id)); INSERT INTO pet VALUES (%s1), (%s9), (%sNULL)")
KEYED, PLAIN = PET % ('id INTEGER PRIMARY KEY,', '1, ', '2, ', '3, '), PET % ('', '', '', '')
AGAIN = ("op.create_table('pet', %ssa.Column('owner_id', sa.Integer(), sa.ForeignKey('owner.id')))")
WHOLE = "op.drop_table('pet')", AGAIN % "sa.Column('id', sa.Integer(), primary_key=True), "
OF_A_COLUMN = ("with op.batch_alter_table('pet') as batch_op:\n    batch_op.drop_column('owner_id')",
               "with op.batch_alter_table('pet') as batch_op:\n"
               "    batch_op.add_column(sa.Column('owner_id', sa.Integer()))\n"
               "    batch_op.create_foreign_key('fk_pet', 'owner', ['owner_id'], ['id'])")


def with_orphans(project, statements, up, down='pass'):
    """A project on SQLite at the head, with a pet without owner, and a revision that drops it."""
    project.manage('db', 'upgrade')
    with contextlib.closing(sqlite3.connect(project.path('app.db'))) as connection:
        connection.executescript(statements)
    add_revision(project, 'drops', HEAD, up, down)
    project.manage('db', 'upgrade', '--yes')


def pets(project):
    with contextlib.closing(sqlite3.connect(project.path('app.db'))) as connection:
        return connection.execute('SELECT * FROM pet ORDER BY 1').fetchall()


@pytest.mark.parametrize('statements, up, down, rows', [
    (KEYED,) + WHOLE + ([(1, 1), (2, 9), (3, None)],), (KEYED,) + OF_A_COLUMN + ([(1, 1), (2, 9), (3, None)],),
    (KEYED.replace('owner (id))', 'owner)'),) + WHOLE + ([(1, 1), (2, 9), (3, None)],),
    (PLAIN, WHOLE[0], AGAIN % '', [(None,), (1,), (9,)])],
    ids=['a table', 'a column', 'a table whose foreign key names no column', 'a table without a key'])
def test_a_row_without_a_parent_comes_back_as_it_was(project, statements, up, down, rows):
    with_orphans(project, statements, up, down)
    done = project.manage('db', 'downgrade', '--yes')
    assert pets(project) == rows and 'Stays in the bin' not in done.err


def test_it_is_restored_from_the_bin(project):
    with_orphans(project, KEYED, WHOLE[0])
    project.manage('db', 'bin', 'restore', '1')
    assert pets(project) == [(1, 1), (2, 9), (3, None)]

"""`db migrate` drops no table by mistake."""
import os
import shutil

import pytest
from conftest import SQLite
from terminal import Terminal

pytestmark = pytest.mark.long
NO_CHANGES = 'No changes in schema detected'
MODEL = 'class %s(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\n'
TAGS = "\n\ntags = db.Table('tag', db.Column('id', db.Integer))\n"
HEAD = 'from exts import db\n\n\n'


def models(*names):
    return HEAD + '\n\n'.join(MODEL % name for name in names)


@pytest.fixture
def shop(new):
    """A project on the `database`, whose models are imported, and whose tables are there."""
    return opened(new)


@pytest.fixture
def local(project):
    """The same on SQLite alone, for what is the same on each database."""
    shutil.rmtree(project.path('migrations'))
    return opened(project)


def opened(new):
    """Give a project models in models.py, orders.py and a package, and their tables."""
    import_models(new, 'import models, orders\nfrom parts import stock')
    new.write(models=models('User', 'Student'), orders=models('BookOrder') + TAGS)
    os.mkdir(new.path('parts'))
    new.replace('parts/__init__.py', '')
    new.replace('parts/stock.py', models('Any').replace('id =', "__tablename__ = 'stock'\n    id ="))
    new.manage('db', 'init')
    new.manage('db', 'migrate')
    new.manage('db', 'upgrade')
    return new


def import_models(project, lines):
    for name in ('manage.py', 'app.py'):
        text = project.read(name).split('\n')
        project.replace(name, '\n'.join(lines if 'from models import' in line else line for line in text))


def imports(project, old, new):
    for name in ('manage.py', 'app.py'):
        project.edit(name, old, new)


def refused(project, *arguments):
    """What `db migrate` says when it refuses, and leaves nothing."""
    before = project.revisions()
    result = project.manage('db', 'migrate', *arguments, status=1)
    assert project.revisions() == before and 'Traceback' not in result.err
    return result.err


def test_what_this_package_keeps_is_hidden_where_models_name_the_default_schema(migrated, database):
    name = 'main' if database.name == 'sqlite' else database.database
    migrated.manage('db', 'upgrade')
    migrated.replace('models.py', migrated.read('models.py').replace(
        "__tablename__ =", "__table_args__ = {'schema': %r}\n    __tablename__ =" % name))
    told = migrated.manage('db', 'migrate', '--drop-unknown', '--yes')
    assert 'alembic_version' not in told.err + told.out and 'migration_journal' not in told.err + told.out
    assert not [text for text in migrated.revisions().values() if 'migration_journal' in text or 'alembic_version' in text]


def test_without_models_nothing_is_dropped(shop):
    imports(shop, 'import models, orders\nfrom parts import stock', 'pass')
    for arguments in ((), ('--yes',), ('--drop-unknown', '--yes')):
        error = refused(shop, *arguments)
        assert 'No model is imported' in error
        for line in ('models import Student, User', 'orders import BookOrder, tags', 'parts.stock import Any'):
            assert line in error


def test_without_models_and_tables_there_is_nothing_to_do_as_ever(new):
    import_models(new, 'pass')
    new.manage('db', 'init')
    assert NO_CHANGES in new.manage('db', 'migrate').err


def test_a_table_whose_module_is_not_imported_is_not_dropped(shop):
    imports(shop, 'import models, orders', 'import models')
    error = refused(shop)
    assert 'book_order (defined in' in error and 'from orders import BookOrder, tags' in error
    imports(shop, 'import models', 'import models\nfrom orders import BookOrder, tags')
    assert NO_CHANGES in shop.manage('db', 'migrate').err


def test_a_model_in_a_package_is_found_and_others_are_not(local):
    imports(local, 'from parts import stock', 'pass')
    for folder in ('tests', 'lib/site-packages', '.hidden', 'other'):
        os.makedirs(local.path(folder))
        local.replace(folder + '/models.py', local.read('parts', 'stock.py'))
    local.replace('other/manage.py', '')
    local.replace('broken.py', 'class Stock(:  stock')
    local.replace('forms.py', 'class Stock(Form):\n    n = Field()\n')
    error = refused(local)
    assert error.count('    from ') == 1 and 'from parts.stock import Any' in error


def test_a_table_whose_model_is_gone_is_dropped(local):
    local.replace('parts/stock.py', '')
    local.manage('db', 'migrate')
    local.manage('db', 'upgrade')
    assert 'stock' not in SQLite(local.folder).tables()


def test_a_table_that_no_revision_has_created_is_left_alone_and_named(shop, database):
    database.query('CREATE TABLE legacy (id INTEGER PRIMARY KEY, name VARCHAR(20))')
    database.query('CREATE INDEX legacy_name ON legacy (name)')
    result = shop.manage('db', 'migrate')
    assert NO_CHANGES in result.err and result.err.count('no revision has created them: legacy.') == 1
    shop.manage('db', 'migrate', '--drop-unknown', '--rev-id', 'dropping')
    text = shop.revisions()['dropping_.py']
    assert "op.drop_table('legacy')" in text
    shop.manage('db', 'upgrade')
    assert 'legacy' not in database.tables()


RAW = '''
from alembic import op
import sqlalchemy as sa
revision, down_revision, branch_labels, depends_on = 'raw', %r, None, None
NAME = 'by_constant'


def upgrade():
    op.execute("CREATE TABLE IF NOT EXISTS `by_sql` (id INTEGER)")
    op.create_table(NAME, sa.Column('id', sa.Integer))
    op.create_table('old', sa.Column('id', sa.Integer))
    op.rename_table('old', 'renamed')
    op.create_table('old2', sa.Column('id', sa.Integer))
    op.execute('ALTER TABLE old2 RENAME TO renamed2')


def downgrade():
    pass
'''


def test_what_a_revision_has_created_in_any_way_is_known(shop, database):
    head = shop.manage('db', 'heads').out.split()[0]
    shop.replace('migrations/versions/raw.py', RAW % head)
    shop.manage('db', 'upgrade')
    database.query('CREATE TABLE old (id INTEGER)')
    shop.manage('db', 'migrate', '--rev-id', 'after')
    text = shop.revisions()['after_.py'].split('def downgrade')[0]
    for name in ('by_sql', 'by_constant', 'renamed', 'renamed2', 'old'):
        assert "op.drop_table('%s')" % name in text


def test_more_than_half_of_the_tables_needs_a_yes(local):
    local.write(models=models('User'))
    local.replace('orders.py', '')
    error = refused(local)
    assert 'This would drop 3 of 5 tables: book_order, student, tag.' in error and '--yes' in error
    local.manage('db', 'migrate', '--yes', '--rev-id', 'dropping')
    assert "op.drop_table('student')" in local.revisions()['dropping_.py']


def test_half_of_the_tables_needs_none(project):
    shutil.rmtree(project.path('migrations'))
    import_models(project, 'import models')
    project.write(models=models('User', 'Student'))
    project.manage('db', 'init')
    project.manage('db', 'migrate')
    project.manage('db', 'upgrade')
    project.write(models=models('User'))
    project.manage('db', 'migrate', '--rev-id', 'dropping')
    assert "op.drop_table('student')" in project.revisions()['dropping_.py']


def test_a_renamed_table_is_not_dropped(local):
    local.write(models=models('Person', 'Pupil'))
    local.replace('orders.py', '')
    renames = ('--rename', 'user=person', '--rename', 'student=pupil')
    assert 'would drop' not in local.manage('db', 'migrate', *renames).err


def test_a_table_that_no_revision_has_created_can_be_renamed(local):
    SQLite(local.folder).query('CREATE TABLE legacy (id INTEGER PRIMARY KEY)')
    local.replace('orders.py', local.read('orders.py') + '\n\n' + MODEL % 'Modern')
    result = local.manage('db', 'migrate', '--rename', 'legacy=modern', '--rev-id', 'renaming')
    assert 'no revision' not in result.err and "op.rename_table('legacy', 'modern')" in local.revisions()['renaming_.py']


@pytest.mark.parametrize('answer, status', [('y', 0), ('n', 1), ('\x03', 130)])
def test_on_a_terminal_it_asks(local, answer, status):
    local.write(models=models('User'))
    local.replace('orders.py', '')
    before = len(local.revisions())
    terminal = Terminal(local, 'db', 'migrate')
    terminal.wait_for('N writes nothing [y/N]')
    terminal.type(answer + '\n')
    assert terminal.end() == status
    assert len(local.revisions()) == before + (status == 0)


def test_a_first_migrate_of_an_old_database_drops_nothing(new, database):
    import_models(new, 'import models')
    new.write(models=models('User', 'Added'))
    for name in ('user', 'wp_posts', 'wp_users', 'audit'):
        database.query('CREATE TABLE %s (id INTEGER NOT NULL PRIMARY KEY)' % name)
    new.manage('db', 'init')
    result = new.manage('db', 'migrate', '--rev-id', 'first')
    assert 'audit, wp_posts, wp_users' in result.err
    text = new.revisions()['first_.py'].split('def downgrade')[0]
    assert 'drop' not in text and "op.create_table('added'" in text


def test_the_codebases_include_object_comes_first(local):
    SQLite(local.folder).query('CREATE TABLE legacy (id INTEGER PRIMARY KEY)')
    local.edit('manage.py', 'Migrate(app, db)', '''
def include_object(item, name, kind, reflected, compare_to):
    return name not in ('legacy', 'book_order')


Migrate(app, db, include_object=include_object)''')
    imports(local, 'import models, orders', 'import models')
    error = refused(local)
    assert 'legacy' not in error and 'book_order' not in error and 'tag' in error


def test_other_schemas_are_left_alone(shop, server):
    if 'DB_NAME' not in shop.settings:
        shop.edit('manage.py', 'Migrate(app, db)', 'Migrate(app, db, include_schemas=True)')
        assert NO_CHANGES in shop.manage('db', 'migrate').err
        return
    with server.database() as other:
        server.query('CREATE TABLE user (id INTEGER)', database=other)
        shop.edit('manage.py', 'Migrate(app, db)', 'Migrate(app, db, include_schemas=True)')
        result = shop.manage('db', 'migrate')
        assert NO_CHANGES in result.err and 'no revision has created them' in result.err


def test_each_database_of_several_is_looked_at(new, database, tmp_path):
    binds = "SQLALCHEMY_BINDS = {'log': 'sqlite:///%s/log.db'}\n" % tmp_path
    new.edit('config.py', 'SQLALCHEMY_TRACK', binds + 'SQLALCHEMY_TRACK')
    import_models(new, 'import models, logs')
    new.write(models=models('User', 'Student'), logs=models('Entry').replace('id =', "__bind_key__ = 'log'\n    id ="))
    new.manage('db', 'init', '--multidb')
    new.manage('db', 'migrate')
    new.manage('db', 'upgrade')
    imports(new, 'import models, logs', 'import models')
    assert 'from logs import Entry' in refused(new)
    new.replace('logs.py', '')
    new.manage('db', 'migrate', '--rev-id', 'gone')
    assert "op.drop_table('entry')" in new.revisions()['gone_.py']


def test_the_codebases_own_process_revision_directives_sees_what_is_left(local):
    SQLite(local.folder).query('CREATE TABLE legacy (id INTEGER PRIMARY KEY)')
    local.edit('manage.py', 'Migrate(app, db)', '''
def directives(context, revision, found):
    print('found', len(found[0].upgrade_ops.ops))
    found[:] = []


Migrate(app, db)''')
    local.edit('migrations/env.py', 'process_revision_directives=process_revision_directives',
              "process_revision_directives=__import__('__main__').directives")
    assert 'found 0' in local.manage('db', 'migrate').out


def test_what_only_looks_is_not_refused(local):
    imports(local, 'import models, orders', 'import models')
    assert 'book_order' in local.manage('db', 'check', status=1).out

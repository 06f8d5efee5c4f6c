"""A file of the codebase that cannot be imported."""
import sys

import pytest

from .complaint import PASSWORD, complains, revise

pytestmark = pytest.mark.long
FILES = ['models.py', 'config.py', 'app.py', 'exts.py', 'migrations/env.py', 'migrations/versions/bad.py']


def break_with(project, name, text):
    """Put a line at a file's end; its place."""
    if name.endswith('bad.py'):
        revise(project)
    project.replace(name, project.read(name) + text + '\n')
    return '%s:%d' % (name, project.read(name).count('\n'))


@pytest.mark.parametrize('name', FILES)
def test_a_file_that_does_not_compile(project, name):
    complains(project, 'upgrade', words=[break_with(project, name, "x = '%s" % PASSWORD), 'cannot be read'])


@pytest.mark.parametrize('name', FILES)
def test_a_file_that_fails(project, name):
    complains(project, 'upgrade', words=[break_with(project, name, 'x = int("x")'), 'ValueError: invalid literal'])


@pytest.mark.parametrize('name', FILES)
def test_a_module_that_is_not_installed(project, name):
    complains(project, 'upgrade', words=[break_with(project, name, 'import nosuch'), 'imports nosuch', 'pip install'])


def test_the_circular_import_of_the_second_tutorial(project):
    project.edit('app.py', 'from exts import db', 'from flask_sqlalchemy import SQLAlchemy')
    project.edit('app.py', 'app = create_app()', 'db = SQLAlchemy()\napp = create_app()')
    project.edit('models.py', 'from exts import db', 'from app import db')
    complains(project, 'upgrade', words=['models.py:1 imports app.py', 'circular import', 'exts.py'])


def test_no_sqlalchemy_on_the_application(project):
    project.edit('app.py', '    db.init_app(app)\n', '')
    for command in 'upgrade', 'tables':
        complains(project, command, words=['no SQLAlchemy', 'db.init_app(app)'])


def test_no_flask_migrate_on_the_application(project):
    for name in 'app.py', 'manage.py':
        project.edit(name, '\n    Migrate(app, db)' if name == 'app.py' else '\nMigrate(app, db)', '')
    complains(project, 'upgrade', words=['The application has no Flask-Migrate', 'Migrate(app, db)'])


def test_a_revision_without_upgrade(project):
    project.edit(revise(project), 'def upgrade', 'def other')
    complains(project, 'upgrade', words=['upgrade'])


def test_the_pinned_packages_are_not_in_the_python_that_runs(project):
    python = [sys.executable, '-S', 'manage.py', 'db', 'upgrade']  # -S is without its packages
    done = project.run(*python)
    assert done.status == 1 and 'Traceback' not in done.err and 'is not installed in this Python' in done.err, done
    assert '没有安装' in project.run(*python, settings={'SAFE_MIGRATE_LANG': 'zh'}).err


def test_an_error_that_is_not_known_keeps_its_type_and_its_place(migrated):
    migrated.manage('db', 'upgrade')
    revise(migrated, 'raise LookupError("what it says")')
    complains(migrated, 'upgrade',
              words=['LookupError: what it says', 'migrations/versions/bad.py:7', '--debug', 'db status'])


def test_other_commands_are_as_they_were(project):
    project.write(models='x = (\n')
    assert 'Traceback' in project.manage('runserver', status=1).err


def test_debug_adds_the_traceback(migrated):
    revise(migrated, 'raise LookupError("what it says")')
    for how in {'settings': {'SAFE_MIGRATE_DEBUG': '1'}}, {}:
        done = migrated.manage('db', 'upgrade', *([] if how else ['--debug']), status=1, **how)
        assert 'Traceback' in done.err and '\nIt was raised at ' in done.err


def test_ctrl_c_while_the_application_is_imported(project):
    project.write(models='raise KeyboardInterrupt\n')
    complains(project, 'upgrade', status=None, words=['Stopped by Ctrl-C', 'Nothing was changed'])


def test_a_file_that_hides_a_package(project):
    project.write(alembic='')
    complains(project, 'upgrade', words=['alembic.py hides the package alembic'])


@pytest.mark.parametrize('text', ['', 'raise SystemExit(0)\n'])
def test_an_env_py_that_connects_to_nothing(project, text):
    project.replace('migrations/env.py', text)
    for command in 'status', 'check':
        complains(project, command, words=['context.run_migrations()'])


@pytest.mark.parametrize('text', ['', '# from __future__ import with_statement\n'])
def test_an_env_py_without_code(project, text):
    project.replace('migrations/env.py', text)
    for command in 'upgrade', 'downgrade', 'current', 'migrate', 'stamp head':
        complains(project, *command.split(), words=['env.py has not called context.run_migrations()', 'git checkout'])


def test_an_env_py_without_models(project):
    project.edit('migrations/env.py', 'target_metadata = migrate.db.metadata', 'target_metadata = None')
    project.manage('db', 'upgrade')
    complains(project, 'migrate', words=['no models', 'target_metadata = '])


@pytest.mark.parametrize('old, new, words', [
    ('[alembic]', '[alembic]\nfile_template = %%(nope)s', 'nope'),
    ('[alembic]', '[alembic]\ntruncate_slug_length = x', "'x'"),
    ('[alembic]', '[alembic]\nversion_locations = nowhere elsewhere', 'nowhere'),
    ('class = StreamHandler', 'class = NoHandler', 'NoHandler'),
])
def test_a_value_in_alembic_ini_that_is_none(project, old, new, words):
    project.edit('migrations/alembic.ini', old, new)
    complains(project, 'revision' if old == '[alembic]' else 'upgrade', words=[words])


def test_an_alembic_ini_in_another_encoding(project):
    with open(project.path('migrations', 'alembic.ini'), 'ab') as file:
        file.write('# 中文\n'.encode('gbk'))
    complains(project, 'upgrade', words=['alembic.ini cannot be read'])

"""A relative `migrations` folder is the project's, whatever the working directory."""
import os
import sys

import pytest

LEAVES = "import os\nos.chdir(os.environ['ELSEWHERE'])\n"


@pytest.fixture
def elsewhere(tmp_path):
    folder = tmp_path / 'elsewhere'
    folder.mkdir()
    return str(folder)


def heads(project, **options):
    return project.manage('db', 'heads', **options).out


def test_from_another_folder(project, elsewhere):
    assert '(head)' in heads(project, script=project.path('manage.py'), cwd=elsewhere)


def test_from_a_folder_below_with_a_relative_path(project):
    assert '(head)' in heads(project, script='../manage.py', cwd=project.path('migrations'))


def test_from_a_folder_that_was_deleted(project, tmp_path):
    script = 'mkdir gone; cd gone; rmdir ../gone; "%s" "%s" db heads' % (sys.executable, project.path('manage.py'))
    assert '(head)' in project.run('sh', '-c', script, cwd=str(tmp_path)).out


@pytest.mark.parametrize('file', ['app.py', 'manage.py'])
def test_after_the_codebase_has_changed_the_folder(project, elsewhere, file):
    project.edit(file, 'from exts import db', LEAVES + 'from exts import db')
    project.settings['ELSEWHERE'] = elsewhere
    assert '(head)' in heads(project)
    project.manage('db', 'upgrade')
    assert '(head)' in project.flask('db', 'current').out


def test_after_a_function_that_makes_the_application_has_changed_it(project, elsewhere):
    project.edit('app.py', '    db.init_app', '    import os\n    os.chdir(os.environ["ELSEWHERE"])\n    db.init_app')
    project.edit('app.py', '\napp = create_app()\n', '')
    project.edit('manage.py', 'from app import app', 'from app import create_app')
    project.edit('manage.py', 'Manager(app)', 'Manager(create_app)')
    project.edit('manage.py', 'Migrate(app, db)', '')
    project.settings['ELSEWHERE'] = elsewhere
    assert '(head)' in heads(project)
    assert '(head)' in project.flask('db', 'heads').out


def test_through_a_link_to_manage_py(project, elsewhere):
    os.symlink(project.path('manage.py'), os.path.join(elsewhere, 'manage.py'))
    assert '(head)' in heads(project, script=os.path.join(elsewhere, 'manage.py'), cwd=elsewhere)
    assert '(head)' in heads(project, script=os.path.join(elsewhere, 'manage.py'), cwd='/')


def test_beside_another_manage_py_on_the_search_path(project, elsewhere):
    project.edit('manage.py', 'from safe_migrate', 'import sys\nsys.path.insert(0, %r)\nfrom safe_migrate' % elsewhere)
    for name in ('manage.py', 'migrations'):
        project.run('cp', '-r', name, elsewhere)
    project.run('rm', os.path.join(elsewhere, 'migrations', 'versions', '423cbaf36ad7_create_student.py'))
    assert '423cbaf36ad7 (head)' in heads(project)


def test_after_env_py_has_changed_the_folder(project, elsewhere):
    project.edit('migrations/env.py', 'import logging\n', 'import os\nimport logging\nos.chdir(os.environ["ELSEWHERE"])\n')
    project.settings['ELSEWHERE'] = elsewhere
    project.manage('db', 'upgrade')
    project.manage('db', 'migrate')


def test_init_makes_it_beside_manage_py(project, elsewhere):
    project.run('rm', '-r', 'migrations')
    project.manage('db', 'init', script=project.path('manage.py'), cwd=elsewhere)
    assert os.path.isdir(project.path('migrations')) and not os.listdir(elsewhere)


def test_a_folder_of_another_name(project, elsewhere):
    os.rename(project.path('migrations'), project.path('revisions'))
    project.edit('manage.py', 'Migrate(app, db)', "Migrate(app, db, directory='revisions')")
    assert '(head)' in heads(project, script=project.path('manage.py'), cwd=elsewhere)


def test_the_migrations_of_another_project_are_not_taken_for_its_own(project, elsewhere):
    os.mkdir(os.path.join(elsewhere, 'migrations'))
    assert '(head)' in heads(project, script=project.path('manage.py'), cwd=elsewhere)


def test_a_folder_named_on_the_command_line_is_relative_to_the_working_directory(project, elsewhere):
    done = project.manage('db', 'heads', '-d', 'migrations', script=project.path('manage.py'), cwd=elsewhere, status=1)
    assert 'There is no folder migrations.' in done.err


def test_a_path_that_alembic_cannot_read_is_refused_with_what_to_do(project, elsewhere):
    named = project.folder + ' 50%'
    os.rename(project.folder, named)
    project.folder = named
    assert '(head)' in heads(project)
    done = project.manage('db', 'heads', script=project.path('manage.py'), cwd=elsewhere, status=1)
    assert len(done.err.splitlines()) == 2 and named in done.err


def test_flask_migrate_still_reads_the_folder_where_it_is_put_right():
    """Fails when a pinned release stops reading `directory` from these two classes."""
    import inspect
    import flask_migrate
    assert 'directory = self.directory' in inspect.getsource(flask_migrate.Migrate.get_config)
    assert "current_app.extensions['migrate'].directory" in inspect.getsource(flask_migrate.init)
    assert 'self.directory = migrate.directory' in inspect.getsource(flask_migrate._MigrateConfig)

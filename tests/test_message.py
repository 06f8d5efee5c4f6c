"""A message in any language, under any locale and on any file system."""
import os

import pytest

MESSAGE = '创建Student模型'
# What a Python up to 3.6 does under LANG=C on its own, a newer one is told to do.
ASCII = {'LC_ALL': 'C', 'PYTHONUTF8': '0', 'PYTHONCOERCECLOCALE': '0'}
LOCALES = {'LANG=C': {'LC_ALL': '', 'LANG': 'C'}, 'ASCII': ASCII, 'UTF-8': {'LC_ALL': 'C.UTF-8'}}


@pytest.fixture(params=sorted(LOCALES))
def under(project, request):
    project.settings.update(LOCALES[request.param])
    return project


@pytest.mark.parametrize('command', ['migrate', 'revision'])
def test_it_stands_in_the_file_and_in_its_name(under, command):
    under.run('rm', '-r', 'migrations/versions')
    os.mkdir(under.path('migrations', 'versions'))
    under.manage('db', command, '--message', MESSAGE)
    (name, text), = under.revisions().items()
    assert text.startswith('"""' + MESSAGE + '\n')
    assert name[12:] == '_创建student模型.py'


def test_such_a_revision_is_applied_listed_and_merged(project):
    project.settings.update(ASCII)
    project.manage('db', 'revision', '--message', MESSAGE)
    project.manage('db', 'upgrade', '--message', MESSAGE)
    assert '(head)' in project.manage('db', 'history', '--verbose').out
    project.manage('db', 'revision', '--message', MESSAGE, '--head', 'base', '--splice')
    project.manage('db', 'merge', 'heads', '--message', MESSAGE)
    assert len([name for name in project.revisions() if name.endswith('_创建student模型.py')]) == 3


def test_a_file_name_of_the_codebases_own_keeps_its_form(project):
    project.settings.update(ASCII)
    project.edit('migrations/alembic.ini', '# file_template = ', 'file_template = 1_')
    project.manage('db', 'revision', '--message', MESSAGE, '--rev-id', 'abc')
    assert '1_abc_创建student模型.py' in project.revisions()


def test_a_long_message_gives_a_short_file_name(project):
    project.settings.update(ASCII)
    project.manage('db', 'revision', '--message', '很长' * 100, '--rev-id', 'abc')
    assert 'abc_' + '很长' * 20 + '_.py' in project.revisions()

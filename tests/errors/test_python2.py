"""Code that was written for Python 2: named, with what to write."""
import os
import sys

import pytest

from .complaint import complains, revise

LINES = [  # in models.py, what is told of it, and what to do
    ('import sys\nreload(sys)\nsys.setdefaultencoding("utf8")', 'reload(sys), sys.setdefaultencoding()',
     'Remove both lines'),
    ('import sys\nsys.setdefaultencoding("utf8")', 'reload(sys), sys.setdefaultencoding()', 'Remove both lines'),
    ('print "x"', 'print "x"', 'python -m fissix -w models.py'),
    ('try:\n    pass\nexcept Exception, e:\n    pass', 'except Exception, e:', 'fissix'),
    ('raise ValueError, "x"', 'raise ValueError, "x"', 'fissix'),
    ('x = 1 <> 2', 'x = 1 <> 2', 'fissix'),
    ('if True:\n        x = 1\n\ty = 2', 'tabs and spaces mixed', 'python -c '),
    ('x = unicode("x")', 'unicode', 'Write in its place: str'),
    ('for k, v in {}.iteritems():\n    pass', 'iteritems', 'Write in its place: items'),
    ('import urllib2', 'urllib2', 'Write in its place: urllib.request'),
]


@pytest.mark.parametrize('text, told, advice', LINES[:1] + [pytest.param(*one, marks=pytest.mark.long) for one in LINES[1:]])
def test_it_is_named_where_it_fails(project, text, told, advice):
    number = project.read('models.py').count('\n') + 1
    project.replace('models.py', project.read('models.py') + text + '\n')
    said = complains(project, 'upgrade', words=['models.py:', ' is Python 2: %s.' % told, advice])
    line = int(said.partition('models.py:')[2].partition(' ')[0])
    assert number <= line <= number + text.count('\n'), said


@pytest.mark.skipif(sys.version_info < (3, 7), reason='there it is still a name')
@pytest.mark.parametrize('line', ['def send(to, async=True):', 'send("you", async=True)', 'from celery import async',
                                  'task.async'])
def test_a_name_that_has_become_a_word_of_python_is_told_as_one(project, line):
    project.replace('models.py', line + ('\n    pass\n' if line.endswith(':') else '\n'))
    complains(project, 'upgrade', words=['models.py:1 uses async as a name, which is a word of Python itself'])
    project.replace('models.py', 'x = ("async"\n')
    assert 'as a name' not in complains(project, 'upgrade')


def test_of_a_package_the_whole_folder_is_named(project):
    os.makedirs(project.path('shop', 'data'))
    project.write(**{'shop/__init__': '', 'shop/data/__init__': '', 'shop/data/prices': 'print "x"\n'})
    project.replace('models.py', 'import shop.data.prices\n' + project.read('models.py'))
    complains(project, 'upgrade', words=['shop/data/prices.py:1 is Python 2', 'python -m fissix -w shop'])


@pytest.mark.long
def test_an_error_that_only_looks_like_it_is_told_as_it_is(project):
    project.replace('models.py', project.read('models.py') + 'x = dict.iteritem\n')
    complains(project, 'upgrade', words=["has no attribute 'iteritem'"])
    project.replace('models.py', 'x = (\n')
    complains(project, 'upgrade', words=['models.py:1 cannot be read'])


REVISION = """for key, value in {}.iteritems():
        assert {}.has_key(key) and isinstance(key, basestring) and unicode(value) and raw_input()"""
GUARDED = """try:
        unicode
    except NameError:
        unicode = str"""


def test_a_revision_is_named_before_it_fails(project):
    project.manage('db', 'upgrade')
    revise(project, REVISION)
    for command, status in (('check', 1), ('doctor', None)):
        out = project.manage('db', command, status=status).out
        for line, name, instead in ((7, 'iteritems', 'items'), (8, 'has_key', 'key in mapping'), (8, 'basestring', 'str'),
                                    (8, 'unicode', 'str'), (8, 'raw_input', 'input')):
            assert 'migrations/versions/bad.py:%d uses %s, which Python 3 does not have; write %s' % (
                line, name, instead) in out, out


@pytest.mark.long
def test_a_revision_that_defines_the_name_itself_is_not(project):
    revise(project, GUARDED)
    assert 'Python 3' not in project.manage('db', 'check', status=1).out


@pytest.mark.long
@pytest.mark.parametrize('module, advice', [
    ('MySQLdb', 'Put before it, in the same file: import pymysql; pymysql.install_as_MySQLdb()'),
    ('flask_login', 'Add it to your requirements.txt, and type: pip install flask-login'),
    ('werkzeug.contrib.cache', 'pip install cachelib'),
    ('flaskext.markdown import Markdown', 'pip install flask-markdown'),
    ('nosuch', 'Mend the import; or, where it is a package')])
def test_what_is_not_installed_is_named_with_its_package(project, module, advice):
    line = ('from %s\n' if ' import ' in module else 'import %s\n') % module
    project.replace('models.py', line + project.read('models.py'))
    complains(project, 'upgrade', words=[advice])


@pytest.mark.long
def test_what_the_codebase_s_packages_import_is_named_at_once(project):
    project.replace('models.py', 'import flask_login\nfrom PIL import Image\n' + project.read('models.py'))
    os.makedirs(project.path('shop', 'api'))
    os.makedirs(project.path('shop', 'tests'))
    for name, module in [('shop', 'os'), ('shop/api', 'qiniu'), ('shop/tests', 'jieba'), ('scripts', 'xlrd')]:
        os.makedirs(project.path(name), exist_ok=True)
        project.replace(name + '/%s.py' % ('__init__' if name != 'scripts' else 'once'), 'import %s\n' % module)
    complains(project, 'upgrade', words=['type: pip install flask-login Pillow qiniu'])


@pytest.mark.long
def test_what_the_codebase_requires_is_installed_from_there(project):
    project.replace('models.py', 'import flask_login\n' + project.read('models.py'))
    project.replace('requirements.txt', 'Flask_Login>=0.2\n')
    complains(project, 'upgrade', words=['Type: pip install -r requirements.txt'])
    assert project.run(sys.executable, 'manage.py', 'db', 'heads').status == 1


def test_what_is_advised_for_tabs_works_as_it_is_typed(project):
    project.replace('models.py', project.read('models.py') + '\nif True:\n\tone = 1\n        two = 2\n')
    said = complains(project, 'heads', words=['tabs and spaces mixed', 'python -c '])
    command = said[said.index('python -c ') + len('python '):].splitlines()[0]
    fixed = project.run('/bin/sh', '-c', '%s %s' % (sys.executable, command))
    assert fixed.status == 0, fixed
    assert '\t' not in project.read('models.py') and '\t' in project.read('models.py.bak')
    assert project.manage('db', 'heads').status == 0

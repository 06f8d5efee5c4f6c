"""An installed package that does not run on this Python, or not beside the others."""
import json
import os
import shutil
import sys

import pytest
from conftest import ROOT

from safe_migrate.messages import requirements

from .complaint import complains


@pytest.fixture
def install(project):
    """Install a package as pip leaves it, in a folder that Python looks in."""
    def installing(name, release, module, text, asks=()):
        described = 'site-packages/%s-%s.dist-info' % (name, release)
        os.makedirs(project.path(described))
        project.replace(described + '/METADATA', ''.join('Requires-Dist: %s\n' % one for one in asks))
        project.replace('site-packages/%s.py' % module.replace('.', '/'), text)
        top = module.partition('.')[0]
        project.replace('site-packages/%s-%s.dist-info/top_level.txt' % (name, release), top + '\n')
        project.replace('models.py', 'import %s  # noqa: F401\n' % top + project.read('models.py').replace(
            'import %s  # noqa: F401\n' % top, ''))
    project.settings['PYTHONPATH'] = project.path('site-packages')
    return installing


def test_one_that_does_not_compile_is_named_and_not_to_be_edited(project, install):
    install('rq', '0.12.0', 'rq', 'def enqueue(async=True):\n    pass\n' if sys.version_info >= (3, 7) else 'def a(:\n')
    said = complains(project, 'heads', words=['rq 0.12.0', 'rq.py:1', 'pip install -U rq'])
    assert 'Mend it' not in said


@pytest.mark.long
@pytest.mark.parametrize('line', ['from html import parse_qs', 'import html\nhtml.parse_qs', 'print "x"'])
def test_one_that_asks_python_for_what_it_has_not(project, install, line):
    install('twilio', '5.6.0', 'twilio', line + '\n')
    said = complains(project, 'heads', words=['twilio 5.6.0', 'twilio.py:', 'pip install -U twilio'])
    assert 'release of html' not in said


def test_one_that_asks_another_for_what_it_no_longer_has(project, install):
    install('redis', '5.0.1', 'redis', '')
    install('rq', '1.16', 'rq', '', ['redis>=4.5'])
    install('Flask_RQ', '0.2', 'flask_rq', 'import redis._compat\n')
    project.replace('requirements.txt', 'Flask\nredis  # the queue\n')
    complains(project, 'heads', words=['Flask-RQ 0.2', 'redis._compat', 'an older redis than the installed 5.0.1',
                                       "pip install 'redis<4' rq", 'requirements.txt:2 (redis)'])


def test_one_that_asks_for_another_release_than_the_installed_one(project, install):
    install('shelf', '3.1', 'shelf', '')
    install('Flask_Shelf', '0.2', 'flask_shelf', 'from shelf import board\n', ['shelf (<3,>=1.2)', 'six; extra == "all"'])
    complains(project, 'heads', words=['It asks for shelf<3,>=1.2, and shelf 3.1 is installed.',
                                       "pip install 'shelf<3,>=1.2'"])


@pytest.mark.long
def test_one_that_imports_what_has_moved_into_a_package_that_is_not_there(project, install):
    """Also where this package is installed beside it, by way of which the import goes."""
    install('Flask_Cache', '0.13.1', 'flask_cache', 'from werkzeug.contrib.cache import SimpleCache, GAEMemcachedCache\n')
    os.unlink(project.path('safe_migrate'))
    shutil.copytree(os.path.join(ROOT, 'safe_migrate'), project.path('site-packages', 'safe_migrate'))
    complains(project, 'heads', words=['The installed Flask-Cache 0.13.1 does not run here', 'flask_cache.py:1',
                                       'pip install cachelib'])
    project.replace('site-packages/cachelib.py', 'class SimpleCache: pass\n\n\nclass MemcachedCache: pass\n')
    project.manage('db', 'heads')


def test_one_that_this_package_runs_on_is_not_to_be_replaced_by_an_older_one(project):
    project.replace('models.py', 'import sqlalchemy.dialects.informix\n' + project.read('models.py'))
    said = complains(project, 'heads', words=['the installed sqlalchemy has no module sqlalchemy.dialects.informix',
                                              'Mend the import.'])
    assert 'pip install' not in said


ONE_OF_TWO = {  # the lines of requirements.txt, and what is to be typed first
    'the one that imports is held': (['Flask-Shelf==0.2', 'shelf'], 'shelf 3.1 is likely too new for Flask-Shelf 0.2',
                                     "Type: pip install 'shelf<3'", 'does not help: pip install -U Flask-Shelf'),
    'the other one is held': (['Flask-Shelf', 'shelf==3.1'], 'Flask-Shelf 0.2 is likely too new for shelf 3.1',
                              "Type: pip install 'Flask-Shelf<0.2'", 'does not help: pip install -U shelf'),
    'both are held': (['Flask-Shelf==0.2', 'shelf==3.1'], 'which of the two is too old is not known here',
                      "Type: pip install 'shelf<3'", 'does not help: pip install -U Flask-Shelf',
                      'requirements.txt:1 (Flask-Shelf==0.2), requirements.txt:2 (shelf==3.1)'),
    'none is held': (['Flask-Shelf'], 'which of the two is too old is not known here', "Type: pip install 'shelf<3'",
                     'does not help: pip install -U Flask-Shelf', 'requirements.txt:1 (Flask-Shelf)'),
}


@pytest.mark.long
@pytest.mark.parametrize('lines, words', [(lines, words) for lines, *words in ONE_OF_TWO.values()], ids=list(ONE_OF_TWO))
def test_of_two_that_do_not_fit_the_one_that_is_not_held_is_likely_too_new(project, install, lines, words):
    install('shelf', '3.1', 'shelf', '')
    install('Flask_Shelf', '0.2', 'flask_shelf', 'import shelf\nshelf.board()\n')
    project.replace('requirements.txt', '\n'.join(lines) + '\n')
    complains(project, 'heads', words=words)


def test_one_that_is_too_new_for_flask_1_is_not_to_be_upgraded(project, install):
    install('Flask_Shelf', '2.1', 'flask_shelf', 'from flask.json.provider import JSONProvider\n')
    said = complains(project, 'heads', words=['Flask-Shelf 2.1 is likely too new for Flask 1',
                                              "pip install 'Flask-Shelf<2'"])
    assert 'install -U Flask ' not in said and "'Flask<" not in said


def test_one_that_is_held_by_another_is_upgraded_with_it(project, install):
    install('vine', '1.3.0', 'vine', 'from html import parse_qs\n')
    install('amqp', '2.6.1', 'amqp', '', ['vine<5'])
    install('celery', '4.4.7', 'celery', '', ['amqp (==2.6.1)', 'redis<4; extra == "redis"'])
    project.replace('requirements.txt', 'celery==4.4.7\n')
    complains(project, 'heads', words=['pip install -U vine amqp celery', 'requirements.txt:1 (celery==4.4.7)'])


@pytest.mark.long
@pytest.mark.parametrize('module, words', [('celery.app', 'pip install celery'), ('shelf', 'pip install -U Flask-Shelf')])
def test_one_that_imports_what_is_not_installed(project, install, module, words):
    install('Flask_Shelf', '0.2', 'flask_shelf', 'import %s\n' % module)
    complains(project, 'heads', words=['Flask-Shelf 0.2', words])


def test_one_that_says_itself_what_to_install(project, install):
    install('Flask_Shelf', '0.2', 'flask_shelf', "raise ImportError('Missing wood dependency, you can install it using pip: "
            "pip install wood')\n")
    said = complains(project, 'heads', words=['Flask-Shelf 0.2', 'type: pip install wood'])
    assert '-U Flask-Shelf' not in said


@pytest.mark.long
def test_a_release_that_is_installed_already_is_not_advised(project, install):
    install('Flask_WTF', '0.14.3', 'flask_wtf', '')
    project.edit('models.py', 'import flask_wtf', 'from flask_wtf import InputRequired')
    said = complains(project, 'heads', words=["pip install 'Flask-WTF<0.14'"])
    assert 'Flask-WTF<1' not in said


@pytest.mark.long
@pytest.mark.skipif(sys.version_info < (3, 13), reason='this Python has them')
@pytest.mark.parametrize('module, words', [
    ('asyncore', "pip install 'pyasyncore'"), ('crypt', 'Python 3.12 is the last'),
    ('telnetlib', "pip install 'standard-telnetlib'")])
def test_a_module_that_python_no_longer_has(project, module, words):
    project.replace('models.py', 'import %s\n' % module + project.read('models.py'))
    complains(project, 'heads', words=[words])


@pytest.mark.parametrize('sqlalchemy, pins', [('1.3.24', 'requirements.txt'), ('1.4.54', 'requirements-sqlalchemy14.txt')])
def test_what_is_installed_takes_no_newer_flask_along(tmp_path, sqlalchemy, pins):
    checkout, site = tmp_path / 'the checkout', tmp_path / 'site-packages'
    described = site / 'safe_migrate-1.0.0.dist-info'
    for folder in (checkout, described, site / ('SQLAlchemy-%s.dist-info' % sqlalchemy)):
        folder.mkdir(parents=True)
    (described / 'direct_url.json').write_text(json.dumps({'url': checkout.as_uri(), 'dir_info': {}}))
    assert requirements.pins(str(site)) == ''
    (checkout / pins).touch()
    assert requirements.pins(str(site)) == ' -c "%s"' % (checkout / pins)

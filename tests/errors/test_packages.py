"""An installed package that does not run on this Python, or not beside the others."""
import json
import os
import sys

import pytest

from safe_migrate.messages import packages

from .complaint import complains


@pytest.fixture
def install(project):
    """Install a package as pip leaves it, in a folder that Python looks in."""
    def installing(name, release, module, text):
        os.makedirs(project.path('site-packages', '%s-%s.dist-info' % (name, release)))
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


@pytest.mark.long
def test_one_that_asks_another_for_what_it_no_longer_has(project, install):
    install('redis', '5.0.1', 'redis', '')
    install('Flask_RQ', '0.2', 'flask_rq', 'import redis._compat\n')
    complains(project, 'heads', words=['Flask-RQ 0.2', 'redis._compat', "pip install 'redis<4'"])


@pytest.mark.long
def test_a_release_that_is_installed_already_is_not_advised(project, install):
    install('Flask_WTF', '0.14.3', 'flask_wtf', '')
    project.edit('models.py', 'import flask_wtf', 'from flask_wtf import InputRequired')
    said = complains(project, 'heads', words=["pip install 'Flask-WTF<0.14.3'"])
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
    assert packages.held(str(site)) == ''
    (checkout / pins).touch()
    assert packages.held(str(site)) == ' -c "%s"' % (checkout / pins)

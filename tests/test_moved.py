"""What codebases of 2013 to 2018 import from where it no longer is."""
import sys

IMPORTS = '''
from werkzeug import secure_filename, generate_password_hash, check_password_hash, FileStorage, LocalProxy, url_quote
from werkzeug import cached_property, redirect, abort, import_string, MultiDict, escape, BaseResponse, url_encode
from werkzeug.wsgi import DispatcherMiddleware, SharedDataMiddleware
from werkzeug.contrib.fixers import ProxyFix
from werkzeug.contrib.profiler import ProfilerMiddleware
from werkzeug.security import safe_str_cmp
from flask import Markup, escape, json
from flask.json import JSONEncoder
from jinja2 import Markup, escape
from itsdangerous import TimedJSONWebSignatureSerializer
from collections import Mapping, MutableMapping, Iterable, Callable, OrderedDict
from xml.etree import cElementTree
from sqlalchemy.dialects.postgres import ARRAY, JSONB
import imp, time
time.clock()
'''


def python(project, code):
    return project.run(sys.executable, '-c', 'import safe_migrate.compat\n' + code)


def test_a_codebase_of_that_time_is_imported(project):
    project.replace('models.py', IMPORTS + project.read('models.py'))
    project.manage('db', 'upgrade')


def test_each_is_the_very_same_thing(project):
    done = python(project, '''
import collections.abc, werkzeug, werkzeug.security, werkzeug.middleware.shared_data, werkzeug.wsgi
import werkzeug.contrib.profiler
print(werkzeug.generate_password_hash is werkzeug.security.generate_password_hash,
      werkzeug.wsgi.SharedDataMiddleware is werkzeug.middleware.shared_data.SharedDataMiddleware,
      collections.Mapping is collections.abc.Mapping, hasattr(werkzeug, 'nosuch'), hasattr(werkzeug.wsgi, 'nosuch'))
''')
    assert done.out == 'True True True False False\n', done


def test_the_proxy_fix_of_that_time_takes_the_host_too(project):
    done = python(project, '''
from werkzeug.contrib.fixers import ProxyFix
environ = {'REMOTE_ADDR': '10.0.0.1', 'HTTP_HOST': 'inside', 'wsgi.url_scheme': 'http', 'HTTP_X_FORWARDED_FOR': '1.2.3.4',
           'HTTP_X_FORWARDED_HOST': 'outside', 'HTTP_X_FORWARDED_PROTO': 'https'}
ProxyFix(lambda environ, start: None)(environ, None)
print(environ['REMOTE_ADDR'], environ['HTTP_HOST'], environ['wsgi.url_scheme'])
''')
    assert done.out == '1.2.3.4 outside https\n', done


def test_what_needs_a_package_of_its_own_names_it(project):
    assert "No module named 'cachelib'" in python(project, 'import werkzeug.contrib.cache').err


def test_imp_loads_and_loads_again(project):
    project.write(thing='x = 1\n')
    done = python(project, '''
import imp
thing = imp.load_source('thing', 'thing.py')
print(thing.x, imp.reload(thing).x, imp.new_module('y').__name__)
''')
    assert done.out == '1 1 y\n', done

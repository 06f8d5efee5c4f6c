"""The package `safe_migrate`: `pip install .`; setup.cfg says the rest, and safe_migrate/needs.py the releases."""
import atexit
import os
import runpy
import shutil
import tempfile

from setuptools import find_packages, setup

NEEDS = runpy.run_path(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'safe_migrate', 'needs.py'))
# On these Pythons there is no release of Alembic that SQLAlchemy 1.4 was tried with. They stand first, for an older pip.
ON_OLD_PYTHONS = ['SQLAlchemy>=1.3.24,<1.4; python_version < "3.8"', 'alembic>=1.4,<1.5; python_version < "3.8"']
# With which Flask 1.1 finds `flask db`, and older packages distutils; from Python 3.12 on a new environment has none.
SETUPTOOLS = 'setuptools<80.9'

# What is built stands outside of the checkout: it would be litter there, and what is deleted here would stay in it.
BUILD = tempfile.mkdtemp(prefix='safe-migrate-')
atexit.register(shutil.rmtree, BUILD, ignore_errors=True)

setup(version=NEEDS['VERSION'], python_requires='>=%d.%d' % NEEDS['PYTHON'],
      packages=find_packages(include=['safe_migrate', 'safe_migrate.*']),
      install_requires=ON_OLD_PYTHONS + ['%s>=%s,<%s' % (name, first, below)
                                         for name, __, first, below in NEEDS['RELEASES']] + [SETUPTOOLS],
      extras_require={'mysql': ['PyMySQL[rsa]'], 'postgresql': ['psycopg2-binary']},
      entry_points={'flask.commands': ['db = safe_migrate.flask_db:db']},
      options={'build': {'build_base': BUILD}})

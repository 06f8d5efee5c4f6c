"""Tells the program `flask` of the new `db` commands: `pip install -e .`, once. Everything else runs without it."""
from setuptools import find_packages, setup

setup(name='safe-migrate', version='0.1', packages=find_packages(include=['safe_migrate', 'safe_migrate.*']),
      entry_points={'flask.commands': ['db = safe_migrate.flask_db:db']})

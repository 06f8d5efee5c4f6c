"""Alembic's configuration for the one command that runs, through the callbacks that Flask-Migrate has for it."""
import contextlib
import os

from flask import current_app

ATTRIBUTE = 'safe_migrate'
TESTING = 'SAFE_MIGRATE_TESTING'  # the databases are a test suite's, which makes and drops tables for each test


@contextlib.contextmanager
def changed_by(change):
    """Within, each configuration that Flask-Migrate makes is changed.

    :param change: takes and returns an Alembic configuration
    """
    callbacks = current_app.extensions['migrate'].migrate.configure_callbacks
    callbacks.append(change)
    try:
        yield
    finally:
        callbacks.remove(change)


def with_options(**options):
    """Within, the commands below `env.py` are given options that Alembic does not know.

    :param options: None stands for an option that was not given
    """
    def put(config):
        given = {name: value for name, value in options.items() if value is not None}
        config.attributes.setdefault(ATTRIBUTE, {}).update(given)
        return config
    return changed_by(put)


def option(config, name, default):
    """An option of the command that runs.

    :returns: what the command line gave, or the default
    """
    if name in ('yes', 'no_bin') and is_testing():
        return True
    return config.attributes.get(ATTRIBUTE, {}).get(name, default)


def is_testing():
    """Whether the codebase's tests run, for which nothing is asked and what is dropped is not kept for the next test."""
    return os.environ.get(TESTING) == '1'

"""Revisions that cannot build an empty database: they stay as they are, and a baseline for empty databases stands beside."""
import os
import shutil

from alembic.script import ScriptDirectory

from ..apply.beginning import folder_of
from ..explain import UserError
from ..inspect.environment import configuration
from ..inspect.tables import current_revisions, engines
from ..language import _
from ..trial.shadow import shadows
from ..trial.up_down_up import Trial
from . import Remedy
from .baseline import are_modelled, from_database, from_models, tables

FILES = ('env.py', 'alembic.ini', 'script.py.mako')


def remedy(config):
    """:returns: a `Remedy`, or None where an empty database can be built"""
    script = ScriptDirectory.from_config(config)
    if not script.get_heads() or os.path.exists(folder_of(script)):
        return None
    failed = failure(config)
    return failed and baseline_for(config, script, cannot_build(failed))


def cannot_build(failed):
    return _('An empty database cannot be built: %(revision)s, %(message)s fails: %(reason)s') % failed


def failure(config):
    """The first revision that fails on an empty database.

    :returns: None, or a dictionary of revision, message and reason
    """
    with shadows(copied=False) as found:
        trial = Trial(config, found)
        for revision in trial.revisions():
            reason = trial.step(revision, True)
            if reason:
                return {'revision': revision, 'message': trial.script.get_revision(revision).doc, 'reason': reason}
    return None


def baseline_for(config, script, wrong):
    """The remedy that writes the newest state down, as the models or the database have it."""
    if len(engines()) > 1:
        return Remedy(wrong, [_('Write the baseline by hand.')], None)
    (_bind, engine), = engines()
    head, = script.get_heads()
    with engine.connect() as connection:
        is_newest, names = current_revisions(connection) == [head], tables(connection)
    if not is_newest:
        return Remedy(wrong, [_('Go to a database that is at the head, %s: its structure is written down.') % head], None)
    write_it = from_models if are_modelled(config, names) else from_database
    return Remedy(wrong, [
        _('write the newest state into %s, for an empty database to begin with; the revisions stay for the databases that '
          'have begun') % os.path.relpath(folder_of(script)),
        _('let db upgrade begin there on an empty database; without this package: '
          'db upgrade --directory %s, and then db upgrade') % os.path.relpath(folder_of(script))],
        lambda: write_baseline(script, head, write_it))


def write_baseline(script, head, write_it):
    """Make the folder, whole or not at all."""
    folder = folder_of(script)
    try:
        os.makedirs(os.path.join(folder, 'versions'))
        for name in FILES:
            shutil.copy(os.path.join(script.dir, name), os.path.join(folder, name))
        write_it(configuration(folder), head)
        failed = failure(configuration(folder))
        if failed:
            raise UserError(cannot_build(failed), _('Nothing was written. Write the baseline by hand.'))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise

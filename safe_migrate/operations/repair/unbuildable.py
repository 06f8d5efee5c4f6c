"""Revisions that cannot build an empty database: they stay as they are, and a baseline for empty databases stands beside."""
import os
import shutil

from alembic.script import ScriptDirectory

from ...codebase.environment import configuration, engines, model_tables
from ...codebase.revisions import current_revisions
from ...messages import UserError
from ...translation.language import _
from ...upgrade.beginning import folder_of
from ..trial.shadow import shadows
from ..trial.up_down_up import Trial
from .baseline import are_modelled, from_database, from_models, tables
from .remedy import NotTried, Remedy

FILES = ('env.py', 'alembic.ini', 'script.py.mako')


def remedy(config, baseline, shadow=None):
    """
    :param baseline: whether a beginning for empty databases is to be written; otherwise it is named
    :param shadow: see `trial.shadow.shadows`
    :returns: a `Remedy`, or None where an empty database can be built
    """
    script = ScriptDirectory.from_config(config)
    if not script.get_heads() or os.path.exists(folder_of(script)):
        return None
    try:
        wrong = failure(config, shadow)
    except UserError as reason:
        if baseline:
            raise
        raise NotTried(reason.message.splitlines()[0]) from None  # the user may not make a database to try it in
    if wrong is None or baseline:
        return wrong and baseline_for(config, script, wrong, shadow)
    return Remedy(wrong, [_('Databases that have begun go on as they are. For an empty one type: '
                            'python manage.py db repair --baseline')], None)


def failure(config, shadow):
    """Why the revisions cannot build an empty database: the first that fails there.

    :returns: a text, or None
    """
    with shadows(shadow, copied=False) as found:
        trial = Trial(config, found)
        for revision in trial.revisions():
            reason = trial.step(revision, True)
            if reason:
                return _('An empty database cannot be built: %(revision)s, %(message)s fails: %(reason)s') % {
                    'revision': revision, 'message': trial.script.get_revision(revision).doc, 'reason': reason}
        names = [name for one in found for name in tables_of(one.engine())]
    modelled = {table.name for table in model_tables().values()}
    if not names and modelled:
        return _('The revisions leave an empty database without any table.')
    return None


def tables_of(engine):
    with engine.connect() as connection:
        return tables(connection)


def is_newest(script, connection):
    """Whether a database is at the head."""
    return sorted(current_revisions(connection)) == sorted(script.get_heads())


def baseline_for(config, script, wrong, shadow):
    """The remedy that writes the newest state down, as the models or the database have it."""
    if len(engines()) > 1:
        return Remedy(wrong, [_('Write the baseline by hand.')], None)
    (_bind, engine), = engines()
    head, = script.get_heads()
    with engine.connect() as connection:
        told = is_newest(script, connection) and not are_modelled(config, tables(connection))
    text = (_('write the newest state into %s, as the database has it, for an empty database to begin with; the revisions '
              'stay for the databases that have begun') if told else
            _('write the newest state into %s, as the models have it, for an empty database to begin with; the revisions '
              'stay for the databases that have begun'))
    return Remedy(wrong, [
        text % os.path.relpath(folder_of(script)),
        _('let db upgrade begin there on an empty database; without this package: '
          'db upgrade --directory %s, and then db upgrade') % os.path.relpath(folder_of(script))],
        lambda: write_baseline(script, head, from_database if told else from_models, shadow))


def write_baseline(script, head, write_it, shadow):
    """Make the folder, whole or not at all."""
    folder = folder_of(script)
    try:
        os.makedirs(os.path.join(folder, 'versions'))
        for name in FILES:
            shutil.copy(os.path.join(script.dir, name), os.path.join(folder, name))
        write_it(configuration(folder), head, shadow)
        failed = failure(configuration(folder), shadow)
        if failed:
            raise UserError(failed, _('Nothing was written. Write the baseline by hand.'))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise

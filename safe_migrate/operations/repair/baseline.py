"""Where a beginning is missing: a database that is there already and has no version gets its first revision, which is marked
as applied; beside revisions that cannot build an empty database stands a baseline for one, and they stay as they are.
"""
import os
import shutil

from alembic import command, util
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from ... import databases
from ...codebase.environment import configuration, engines, model_tables, quiet, visit
from ...codebase.revisions import current_revisions
from ...messages import NoShadow, UserError
from ...sql import parse, syntax_of
from ...translation.language import _
from ...upgrade.beginning import folder_of
from ..state import differences
from ..trial.shadow import ours, shadows
from ..trial.up_down_up import Trial
from .files import write
from .remedy import NotTried, Remedy

BASELINE = 'baseline'  # the message of such a revision
FROM_DATABASE = '''"""baseline

Revision ID: {revision}
Revises:

The structure that the database had when migrations began, as the database told it.
"""
from alembic import op

revision = {revision!r}
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = {statements}
TABLES = {tables!r}


def upgrade():
    for statement in STATEMENTS:
        op.execute(statement.replace(':', '\\\\:'))  # no colon in it stands for a value


def downgrade():
    for table in reversed(TABLES):
        op.drop_table(table)
'''


def missing_baseline(config, shadow=None):
    """
    :param shadow: see `trial.shadow.shadows`
    :returns: a `Remedy`, or None where the database has a version or no table
    """
    if len(engines()) > 1:
        return Remedy(_('The application has several databases.'), [_('Write the baseline by hand.')], None)
    (bind, engine), = engines()
    with engine.connect() as connection:
        names = tables(connection)
        if current_revisions(connection) or not names:
            return None
    wrong = (_('The database has %d tables and no version.') if len(names) > 1 else
             _('The database has %d table and no version.')) % len(names)
    script = ScriptDirectory.from_config(config)
    if os.path.exists(folder_of(script)):  # an empty database begins there; this one began, and did not come to its end
        return None
    if is_unmarked(script):
        identifier, = script.get_heads()
        return Remedy(wrong, [_('mark the revision %s as applied, which an earlier `db repair --baseline` has written')
                              % identifier], lambda: command.stamp(config, identifier))
    if len(script.get_heads()) == 1 and are_modelled(config, names):
        return Remedy(wrong, [_('There are revisions already, and the database is as the models. Where the newest of '
                                'them builds that: python manage.py db stamp head')], None)
    if script.get_heads():
        return Remedy(wrong, [_('There are revisions already. Where they are what it was built with: '
                                'python manage.py db stamp REVISION')], None)
    by_hand = databases.of(engine).baseline_by_hand()
    if by_hand:
        return Remedy(wrong, by_hand, None)
    identifier = util.rev_id()
    if are_modelled(config, names) and can_try(shadow):
        return Remedy(wrong, [_('write the revision %s from the models, which are as the database, and mark it as applied')
                              % identifier], lambda: marked(config, identifier, from_models, shadow))
    return Remedy(wrong, [_('write the revision %s from the database, and mark it as applied; where the models differ, '
                            'db migrate will write the next one') % identifier],
                  lambda: marked(config, identifier, from_database))


def tables(connection):
    """The names of the tables that are the application's, each behind those that it refers to."""
    left_out = ours(connection)
    names = [name for name, keys in inspect(connection).get_sorted_table_and_fkc_names() if name]
    return [name for name in names if name not in left_out]


def are_modelled(config, names):
    """Whether the models say the same as a database that has these tables."""
    modelled = {table.name for table in model_tables().values()}
    return set(names) <= modelled and visit(config, differences) == [[]]


def is_unmarked(script):
    """Whether the one revision that there is was written as a baseline, which has ended before it was marked.

    :param script: Alembic's `ScriptDirectory`
    """
    revisions = list(script.walk_revisions())
    return len(revisions) == 1 and revisions[0].doc == BASELINE and revisions[0].down_revision is None


def can_try(shadow):
    """Whether there can be a throw-away database, against which `db migrate` writes all that the models have."""
    try:
        with shadows(shadow, copied=False):
            return True
    except NoShadow:
        return False


def marked(config, identifier, write_it, shadow=None):
    """Write the revision, and mark it as applied, whatever the database has named so far."""
    with quiet():
        write_it(config, identifier, shadow)
    command.stamp(config, identifier, purge=True)


def from_models(config, identifier, shadow=None):
    """Write what `db migrate` would against an empty database."""
    with shadows(shadow, copied=False):
        command.revision(config, message=BASELINE, autogenerate=True, rev_id=identifier)


def from_database(config, identifier, _shadow=None):
    """Write what the database itself tells."""
    (_bind, engine), = engines()
    with engine.connect() as connection:
        names, left_out = tables(connection), ours(connection)
        statements = [statement for statement in databases.of(engine).script(connection, engine.url.database)
                      if changed_table(statement, syntax_of(connection.dialect)) not in left_out]
    listed = '[\n%s]' % ''.join('    %r,\n' % statement for statement in statements)
    write(os.path.join(ScriptDirectory.from_config(config).versions, '%s_baseline.py' % identifier),
          FROM_DATABASE.format(revision=identifier, statements=listed, tables=names))


def changed_table(statement, syntax):
    """The table that a statement makes or fills."""
    found = parse(statement, syntax).tables
    return found[0].name if found else None


FILES = ('env.py', 'alembic.ini', 'script.py.mako')


def unbuildable(config, baseline, shadow=None):
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


def baseline_for(config, script, wrong, shadow):
    """The remedy that writes the newest state down, as the models or the database have it."""
    if len(engines()) > 1:
        return Remedy(wrong, [_('Write the baseline by hand.')], None)
    (_bind, engine), = engines()
    head, = script.get_heads()
    with engine.connect() as connection:
        is_newest = sorted(current_revisions(connection)) == sorted(script.get_heads())
        told = is_newest and not are_modelled(config, tables(connection))
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
        with quiet():  # of all that the models have: it is the files that are told of
            write_it(configuration(folder), head, shadow)
        failed = failure(configuration(folder), shadow)
        if failed:
            raise UserError(failed, _('Nothing was written. Write the baseline by hand.'))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise

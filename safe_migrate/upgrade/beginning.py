"""Where an empty database begins that the revisions cannot build: `migrations/baseline/`, which `db repair` writes.

It is a migrations folder of its own, with one revision, whose id is that of the head of its time. With any tool, or without
this package, an empty database begins there and goes on with the revisions that came later:

    db upgrade --directory migrations/baseline
    db upgrade
"""
import os

from alembic.runtime.migration import MigrationStep
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from .step import direction_of

FOLDER = 'baseline'


def folder_of(script):
    """Where the baseline is, or would be.

    :param script: Alembic's `ScriptDirectory` of the revisions
    """
    return os.path.join(script.dir, FOLDER)


def begun(context, heads, steps):
    """The steps of an upgrade, which on an empty database begin with the baseline.

    :param context: Alembic's migration context, connected
    :param heads: what the version table names
    :param steps: Alembic's, in order
    """
    if not steps or direction_of(steps[0]) != 'upgrade':
        return steps
    baseline, revision, replaced = baseline_of(context, heads, {step.revision.revision for step in steps})
    if revision is None:
        return steps
    first = MigrationStep.upgrade_from_script(baseline.revision_map, revision)
    return [first] + [step for step in steps if step.revision.revision not in replaced]


def baseline_of(context, heads, wanted):
    """Where an upgrade of an empty database begins.

    :param wanted: the ids of the revisions that it would apply
    :returns: Alembic's `ScriptDirectory` of the baseline, its revision, and the ids of those that it stands for; of None
        where the upgrade begins at the first revision
    """
    script = context.script
    if heads or not os.path.isdir(folder_of(script)):
        return None, None, set()
    baseline = ScriptDirectory(folder_of(script))
    identifier, = baseline.get_heads()
    if identifier not in wanted or not is_empty(context):
        return None, None, set()
    return baseline, baseline.get_revision(identifier), {one.revision for one in script.walk_revisions('base', identifier)}


def is_empty(context):
    """Whether the database has no table but those of migrations."""
    from ..journal.own_tables import own_tables
    names = set(inspect(context.connection).get_table_names())
    return names <= own_tables(context.connection) | {context.version_table}

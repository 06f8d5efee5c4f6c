"""The statements of an upgrade or downgrade, run on a throw-away copy of the structure, which has no rows."""
from typing import Any, NamedTuple, Optional

from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from .. import databases
from ..bin.returning import kept_in, restored_in
from ..codebase.environment import engines, quiet, shown
from ..compat.inside_alembic import steps_to
from ..messages import UserError, real_database_in_a_trial
from ..messages.plan import plan_fails
from ..upgrade.beginning import begun, is_empty
from .trial.shadow import shadows
from .trial.up_down_up import text_of


class Database(NamedTuple):
    """What would be done to a database."""

    bind: Optional[str]  # None for the main database
    real: Any  # its engine
    revisions: list  # of `checks.recorder.Revision`, in order


def collect(config, target, is_upgrade, name=None):
    """What would be done to each database.

    :param config: see `codebase.environment.configuration`
    :param target: a revision, as `db upgrade` and `db downgrade` take it
    :param name: see `trial.shadow.shadows`
    :returns: a list of `Database`
    :raises UserError: where a revision fails on the copy
    """
    script, recorders, empty = ScriptDirectory.from_config(config), [], []
    kept = {bind: known_of(engine, config) for bind, engine in engines()}
    with shadows(name) as found:

        def steps(heads, context):
            shadow = next((one for one in found if one.is_at(context.connection.engine.url)), None)
            if shadow is None:
                raise real_database_in_a_trial(shown(context.connection.engine.url))
            recorder = shadow.database.recorder()(context, shadow, *kept[shadow.bind])
            recorders.append(recorder)
            empty.append(is_upgrade and not heads and is_empty(context))
            return recorder.steps(target, is_upgrade, lambda: begun(
                context, heads, steps_to(script, target, heads, is_upgrade)))
        try:
            with quiet(), EnvironmentContext(config, script, fn=steps):
                script.run_env()
        except (CommandError, UserError):  # Alembic does not know the revision, or the command itself would refuse
            raise
        except Exception as error:  # a revision may raise anything
            if not recorders:  # it is not a revision that fails
                raise
            raise plan_fails(recorders[-1].revision, text_of(error), empty[-1]) from error
        finally:
            for recorder in recorders:
                recorder.end()
        return [Database(one.shadow.bind, one.shadow.real, one.revisions) for one in recorders]


def known_of(engine, config):
    """What a copy of a database does not have: what is in its bin, what its tables remember, what was interrupted in
    it, and what has come back by hand."""
    database = databases.of(engine)
    with engine.connect() as connection:
        histories = database.histories(connection)
    return kept_in(engine), histories, database.halfway(engine, config), restored_in(engine)

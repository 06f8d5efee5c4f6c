"""What revisions say, before they run: those that consist of Alembic's operations alone, up to the first that does not."""
from ..sql import DATA, DDL, MYSQL, parse
from ..upgrade.step import revision_of
from .harmless import is_harmless


class CannotTell(Exception):
    """The statements cannot be known before they run."""


def recorded(context, steps, syntax=MYSQL):
    """What the first steps say, as pairs of a revision and SQL, executing nothing.

    :param context: Alembic's migration context, before the first step
    :param steps: Alembic's
    """
    recording = Recording(context, syntax)
    for step in steps:
        if not is_harmless(step.migration_fn) or not recording.take_down(step):
            break
    return recording.statements


class Recording:
    """Takes the statements down that a revision would execute, as Alembic does for `--sql`: no one else hears of them.

    :param context: Alembic's migration context
    """

    def __init__(self, context, syntax):
        self.impl, self.syntax, self.statements, self.revision = context.impl, syntax, [], None

    def take_down(self, step):
        """Run a step.

        :returns: whether it came to its end
        """
        self.revision, impl = revision_of(step), self.impl
        before = impl.as_sql, impl.literal_binds
        impl.as_sql, impl.literal_binds, impl.static_output = True, True, self.take
        try:
            step.migration_fn()
        except Exception:  # it will fail again when it runs, and then it is told
            return False
        finally:
            impl.as_sql, impl.literal_binds = before
            del impl.static_output
        return True

    def take(self, text):
        statement = text.strip().rstrip(';').replace('%%', '%')
        if parse(statement, self.syntax).kind not in (DDL, DATA):
            raise CannotTell(statement)
        self.statements.append((self.revision, statement))

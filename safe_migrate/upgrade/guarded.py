"""What takes the place of Alembic's implementation for a dialect, `implementation.py` of each database, has of these alike.

What a command that changes nothing does not need is imported when it is needed.
"""
from ..autogenerate.rendering import ExactExpressions
from .run import running, see_revisions


class Guarded(ExactExpressions):
    """Alembic makes one for the dialect of a connection, whatever command runs.

    A subclass with `__dialect__` is made instead of Alembic's own.
    """

    def start_migrations(self):
        """Alembic calls it on the connection of the migration, before it reads the current revision."""
        super().start_migrations()
        see_revisions(self)
        context = running(self)
        if context:
            self.guard(context)

    def guard(self, context):
        """What one database does before an upgrade, downgrade or stamp.

        :param context: Alembic's migration context, before it has read the current revision
        """

    def drop_constraint(self, const):
        """A constraint that the script calls None is looked for."""
        if not isinstance(const.name, str):
            from .unnamed import named
            const = named(self, const)
        super().drop_constraint(const)

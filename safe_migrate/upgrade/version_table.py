"""Alembic's own writes to its version table: they are known by a mark around them, and not by what they say.

So a revision may name any table, `alembic_version_notes` or `alembic_version` itself: what it says is its own.
"""
import functools
import threading

from alembic.runtime.migration import HeadMaintainer

writing = threading.local()


def is_writing():
    """Whether Alembic is writing down, in this thread, which revision the database has."""
    return getattr(writing, 'depth', 0) > 0


def marked(function):
    @functools.wraps(function)
    def update_to_step(self, step):
        writing.depth = getattr(writing, 'depth', 0) + 1
        try:
            return function(self, step)
        finally:
            writing.depth -= 1
    return update_to_step


# Private: `MigrationContext.run_migrations` calls it behind each revision's function, and nothing else writes to the table
# between the first step and the last.
HeadMaintainer.update_to_step = marked(HeadMaintainer.update_to_step)

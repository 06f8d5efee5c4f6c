"""A version table with a row too many: one that is there twice, or a revision that comes before another one."""
from alembic.script import ScriptDirectory
from sqlalchemy.sql import column, table

from ..inspect.environment import shown
from ..inspect.state import revision
from ..inspect.tables import current_revisions, engines, version_table
from ..language import _
from . import Remedy


def remedy(config):
    """:returns: a `Remedy`, or None where every row is needed"""
    script = ScriptDirectory.from_config(config)
    for __, engine in engines():
        with engine.connect() as connection:
            rows = current_revisions(connection)
        kept = needed(script, rows)
        if sorted(rows) != kept:
            return Remedy(_('The version table of %(database)s names %(revisions)s.')
                          % {'database': shown(engine.url), 'revisions': ', '.join(rows)},
                          [_('leave %s alone there') % ', '.join(kept)], lambda: write(engine, kept))  # noqa: B023
    return None


def needed(script, rows):
    """The rows that say all: each once, and none that another one follows."""
    before = {one.revision for row in rows if revision(script, row) for one in script.walk_revisions('base', row)
              if one.revision != row}
    return sorted(set(rows) - before)


def write(engine, rows):
    """Let the version table name these revisions and no other."""
    versions = table(version_table(), column('version_num'))
    with engine.begin() as connection:
        connection.execute(versions.delete())
        for row in rows:
            connection.execute(versions.insert().values(version_num=row))

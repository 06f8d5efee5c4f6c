"""A version table with a row too many: one that is there twice, or a revision that comes before another one."""
from alembic.script import ScriptDirectory
from sqlalchemy.sql import column, table

from ...codebase.environment import engines, shown, version_table
from ...codebase.revisions import current_revisions, needed
from ...translation.language import _
from .remedy import Remedy


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


def write(engine, rows):
    """Let the version table name these revisions and no other."""
    versions = table(version_table(), column('version_num'))
    with engine.begin() as connection:
        connection.execute(versions.delete())
        for row in rows:
            connection.execute(versions.insert().values(version_num=row))

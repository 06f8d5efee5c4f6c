"""The revisions as Alembic has them: whether they hang together, and which of them a version table names."""
import errno
import os

from alembic.script.revision import RevisionError
from alembic.util import CommandError, to_tuple
from sqlalchemy import select
from sqlalchemy.sql import column, quoted_name, table

from .. import messages as explain
from ..compat.inside_alembic import children_of, every_revision, folders_of, parents_of
from .environment import version_table


def refuse_broken(script):
    """Stop where the revisions do not hang together.

    :param script: Alembic's ScriptDirectory
    :raises UserError: where some of them follow one another in a circle, or one has no id or one parent twice
    """
    if not any(map(os.path.exists, folders_of(script))):  # of several, Alembic passes over those that are missing
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), folders_of(script)[0])
    known = every_revision(script)
    refuse_each({one for one in known.values() if one})
    left = {one.revision: {known[name].revision for name in parents_of(one)} for one in known.values() if one}
    free = [name for name, parents in left.items() if not parents]
    while free:
        name = free.pop()
        del left[name]
        for one in children_of(known[name]):
            left[one].discard(name)
            free += [] if left[one] else [one]
    if left:
        raise explain.circle(sorted(left))


def refuse_each(revisions):
    """Stop where one of them cannot be one by what it says itself."""
    for one in sorted(revisions, key=lambda one: one.path):
        parents = to_tuple(one.down_revision, ())
        if not one.revision:
            raise explain.without_identifier(one.path)
        if len(set(parents)) < len(parents):
            raise explain.parent_twice(one.path)


# What a version table names: revisions of the files, or what Alembic would not find again when it has to write it anew.

def refuse_odd(heads, script):
    """Stop before the first step.

    :param heads: what the version table names
    :param script: Alembic's ScriptDirectory
    :raises UserError: where a row is NULL, there twice, or no whole id but a word that Alembic finds a revision by
    """
    odd = [one for one in heads if one is None or heads.count(one) > 1 or (
        revision(script, one) is None and revision(script, one, exact=False) is not None)]
    if odd:
        raise explain.odd_version(sorted({str(one) for one in odd}))


def select_from(name, columns):
    """A SELECT of a table by its name, in the form that SQLAlchemy 1.3 and 1.4 both take."""
    return select(columns).select_from(table(quoted_name(name, True)))


def current_revisions(connection):
    """The revisions that a database is at, as its version table says."""
    if not connection.dialect.has_table(connection, version_table()):
        return []
    return [spelled(row[0]) for row in connection.execute(select_from(version_table(), [column('version_num')]))]


def revision(script, identifier, exact=True):
    """A revision by its id; None where no file has it.

    :param exact: whether only a whole id counts, and no word or beginning that Alembic finds one by
    """
    try:
        found = script.get_revision(identifier)
    except (CommandError, RevisionError):
        return None
    return found if found is None or found.revision == identifier or not exact else None


def needed(script, rows):
    """The rows of a version table that say all: each once, and none that another one follows."""
    before = {one.revision for row in rows if revision(script, row) for one in script.walk_revisions('base', row)
              if one.revision != row}
    return sorted(set(rows) - before)


def spelled(head):
    """What a version table names, as it may be shown."""
    return 'NULL' if head is None else head or "''"

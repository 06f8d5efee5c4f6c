"""Revisions that no upgrade comes to, and which Alembic 1.4 passes over: those in a circle, and those without an id."""
import errno
import os

from alembic.util import to_tuple

from .. import messages as explain
from ..compat.inside_alembic import children_of, every_revision, folders_of, parents_of


def refuse(script):
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

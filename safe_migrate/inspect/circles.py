"""Revisions that follow one another in a circle, which no upgrade comes to, and which Alembic 1.4 passes over."""
from .. import explain


def refuse(script):
    """Stop where the revisions do not hang together.

    :param script: Alembic's ScriptDirectory
    :raises UserError: where some of them follow one another in a circle
    """
    known = script.revision_map._revision_map  # what no head leads to is not in Alembic's walks
    left = {one.revision: {known[name].revision for name in one._all_down_revisions} for one in known.values() if one}
    free = [name for name, parents in left.items() if not parents]
    while free:
        name = free.pop()
        del left[name]
        for one in known[name]._all_nextrev:
            left[one].discard(name)
            free += [] if left[one] else [one]
    if left:
        raise explain.circle(sorted(left))


"""What `db repair` can put right. Each is looked for in turn, shown first, and done only when it is agreed to.

remedy.py     one of these
files.py      what the revisions' files say, read and rewritten without running them
lost.py       a revision that the database or another file names and no file has
heads.py      several heads, two files with one id, and a version table with a row too many
baseline.py   a database that is there already and has no version, and revisions that cannot build an empty one
"""
from ...messages import NoShadow
from .remedy import NotTried, Remedy  # noqa: F401  they are for who asks for one


def remedy(config, rebase, baseline, shadow=None):
    """The next thing to put right.

    :param config: Alembic's configuration
    :param rebase: whether several heads are to become one line, where a merge is written otherwise
    :param baseline: whether a database without a version is to get its first revision, and an empty one a beginning where
        the revisions cannot build it
    :param shadow: the name of an empty database to try in, where the user may not make one
    :returns: a `Remedy`, or None where nothing is wrong
    :raises NoShadow: where nothing else is wrong, and it cannot be tried whether the revisions build an empty database
    :raises NotTried: the same, where no baseline is wanted
    """
    from .baseline import missing_baseline, unbuildable
    from .heads import odd_version_table, one_id_twice, several_heads
    from .lost import lost_revision
    found = (one_id_twice(config) or lost_revision(config, baseline) or odd_version_table(config)
             or several_heads(config, rebase))
    if found:
        return found
    try:
        found = unbuildable(config, baseline, shadow)
    except NoShadow:
        found = missing_baseline(config, shadow)
        if found is None or found.do is None:
            raise
    return found or (missing_baseline(config, shadow) if baseline else None)

"""What `db repair` can put right. Each is looked for in turn, shown first, and done only when it is agreed to.

remedy.py     one of these
files.py      what the revisions' files say, read and rewritten without running them
duplicate.py  two files with one id
lost.py       a revision that the database or another file names and no file has
versions.py   a version table with a row too many
heads.py      several heads
baseline.py   a database that is there already and has no version
unbuildable.py  a history that cannot build an empty database
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
    from . import duplicate, heads, lost, unbuildable, versions
    from .baseline import missing_baseline
    found = (duplicate.remedy(config) or lost.remedy(config, baseline) or versions.remedy(config)
             or heads.remedy(config, rebase))
    if found:
        return found
    try:
        found = unbuildable.remedy(config, baseline, shadow)
    except NoShadow:
        found = missing_baseline(config, shadow)
        if found is None or found.do is None:
            raise
    return found or (missing_baseline(config, shadow) if baseline else None)

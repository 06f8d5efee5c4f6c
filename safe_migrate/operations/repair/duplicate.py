"""Two files with one id: the newer one gets an id of its own, and a mere copy goes."""
import filecmp
import os

from alembic import util

from ...translation.language import _
from .files import files, rewritten, write
from .remedy import Remedy


def remedy(config):
    """:returns: a `Remedy`, or None where every id is there once"""
    seen = {}
    for one in sorted(files(config), key=lambda one: (one.created, os.path.getmtime(one.path), one.path)):
        if one.revision in seen:
            return copied(seen[one.revision], one) or renamed(seen[one.revision], one, util.rev_id())
        seen[one.revision] = one
    return None


def copied(older, newer):
    """The remedy that removes one of two files that are the same; None where they differ."""
    kept, copy = sorted((older.path, newer.path), key=lambda path: (os.path.islink(path), len(path)))
    if not os.path.samefile(kept, copy) and not filecmp.cmp(kept, copy, shallow=False):
        return None
    return Remedy(there_twice(newer.revision, kept, copy), [_('remove the copy: %s') % os.path.relpath(copy)],
                  lambda: os.remove(copy))


def there_twice(revision, path, other):
    return _('The revision %(revision)s is there twice: %(file)s and %(other)s.') % {
        'revision': revision, 'file': os.path.basename(path), 'other': os.path.basename(other)}


def renamed(older, newer, identifier):
    """The remedy that gives the newer of two files another id."""
    old, name = newer.revision, os.path.basename(newer.path)
    target = os.path.join(os.path.dirname(newer.path), name.replace(old, identifier, 1))
    wrong = there_twice(old, older.path, newer.path)
    text = rewritten(newer.path, 'revision', old, identifier)
    if text is None:
        return Remedy(wrong, [
            _('Give one of them another id by hand: its id could not be found on a line of its own.')], None)

    def do():
        write(newer.path, text)
        os.replace(newer.path, target)
    return Remedy(wrong, [_('give the newer one the id %(revision)s: %(file)s')
                          % {'revision': identifier, 'file': os.path.relpath(target)}], do)

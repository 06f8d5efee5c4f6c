"""Several heads, two files with one id, and a version table with a row too many."""
import filecmp
import os

from alembic import command, util
from alembic.script import ScriptDirectory
from sqlalchemy.sql import column, table

from ...codebase.environment import engines, shown, version_table
from ...codebase.revisions import current_revisions, needed, refuse_broken
from ...translation.language import _
from ..state import pending
from .files import files, rewritten, write
from .lost import versions
from .remedy import Remedy


def several_heads(config, rebase):
    """
    :returns: a `Remedy`, or None where there is one head
    :raises UserError: where the revisions follow one another in a circle, which nobody but their writer can open
    """
    script = ScriptDirectory.from_config(config)
    refuse_broken(script)
    heads = sorted(script.get_heads())
    if len(heads) < 2:
        return None
    wrong = _('There are %(number)d heads: %(heads)s.') % {'number': len(heads), 'heads': ', '.join(
        '%s, %s' % (head, script.get_revision(head).doc) for head in heads)}
    return behind(config, script, heads, wrong) if rebase else merged(config, heads, wrong)


def merged(config, heads, wrong):
    identifier = util.rev_id()
    return Remedy(wrong, [_('write the merge %(revision)s of %(heads)s; --rebase puts one behind the other instead')
                          % {'revision': identifier, 'heads': _(' and ').join(heads)}],
                  lambda: command.merge(config, heads, message='merge heads', rev_id=identifier))


def behind(config, script, heads, wrong):
    """The remedy that lets one head's own revisions follow the other head.

    They are those that no database has; of several such heads, the one whose first own revision is the newest.
    """
    known = {one.revision: one for one in files(config)}
    unapplied = set(pending(script, [one for bind, engine in engines() for one in versions(engine) if one in known]))
    own = {head: first_own(script, head, heads, unapplied) for head in heads}
    movable = [head for head in heads if own[head]]
    if len(heads) != 2 or not movable:
        return Remedy(wrong, [_('Only one of two heads, whose own revisions no database has, can be put behind the other: '
                                'leave --rebase out.')], None)
    head = max(movable, key=lambda head: known[own[head]].created)
    other, = set(heads) - {head}
    first = known[own[head]]
    text = rewritten(first.path, 'down_revision', first.parents[0], other)
    if text is None:
        return Remedy(wrong, [_('Its down_revision does not stand on a line of its own: leave --rebase out.')], None)
    return Remedy(wrong, [_('let %(revision)s, %(message)s follow %(other)s: down_revision in %(file)s') % {
        'revision': first.revision, 'message': script.get_revision(first.revision).doc, 'other': other,
        'file': os.path.relpath(first.path)}],
        lambda: write(first.path, text))


def first_own(script, head, heads, unapplied):
    """The first of the revisions that lead to one head alone; None where one is applied, or is a merge."""
    others = {one.revision for other in heads if other != head for one in script.walk_revisions('base', other)}
    own = [one for one in script.walk_revisions('base', head) if one.revision not in others]
    simple = all(one.revision in unapplied and isinstance(one.down_revision, str) for one in own)
    return own[-1].revision if own and simple else None


def one_id_twice(config):
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


def odd_version_table(config):
    """:returns: a `Remedy`, or None where every row is needed"""
    script = ScriptDirectory.from_config(config)
    for __, engine in engines():
        with engine.connect() as connection:
            rows = current_revisions(connection)
        kept = needed(script, rows)
        if sorted(rows) != kept:
            return Remedy(_('The version table of %(database)s names %(revisions)s.')
                          % {'database': shown(engine.url), 'revisions': ', '.join(rows)},
                          [_('leave %s alone there') % ', '.join(kept)], lambda: write_versions(engine, kept))  # noqa: B023
    return None


def write_versions(engine, rows):
    """Let the version table name these revisions and no other."""
    versions = table(version_table(), column('version_num'))
    with engine.begin() as connection:
        connection.execute(versions.delete())
        for row in rows:
            connection.execute(versions.insert().values(version_num=row))

"""Several heads: a merge, or one's own revisions behind the other head."""
import os

from alembic import command, util
from alembic.script import ScriptDirectory

from ...codebase.environment import engines
from ...codebase.revisions import refuse_broken
from ...translation.language import _
from ..state import pending
from .files import files, rewritten, write
from .lost import versions
from .remedy import Remedy


def remedy(config, rebase):
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

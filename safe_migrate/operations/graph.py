"""The revisions as the linked list that they are, drawn in the terminal, newest first, as `git log --graph` does."""
from typing import NamedTuple

from ..translation.language import _


class Node(NamedTuple):
    """A revision in the drawing."""

    revision: str
    message: str
    parents: list  # of `down_revision`
    needs: list  # of `depends_on`
    notes: list  # texts such as `head`


def nodes(script, current=(), rev_range=None):
    """The revisions to draw, newest first.

    :param script: Alembic's ScriptDirectory
    :param current: pairs of a revision that a database is at, and what that database is called
    :param rev_range: as `db history --rev-range` takes it, or None for all
    """
    begin, end = (rev_range or ':').split(':', 1)
    heads = set(script.get_heads())
    drawn = {one.revision: one for one in script.walk_revisions(begin or 'base', end or 'heads')}
    for one in map(drawn.get, in_order({name: as_list(one.down_revision) for name, one in drawn.items()})):
        notes = sorted(one.branch_labels) + ['head'] * (one.revision in heads)
        notes += [name for revision, name in current if revision == one.revision]
        parents = [parent for parent in as_list(one.down_revision) if parent in drawn]
        yield Node(one.revision, one.doc or '', parents, as_list(one.dependencies), notes)


def in_order(parents):
    """Children before their parents, each line in one piece; the same each time, which Alembic's own order is not.

    :param parents: of each revision, by its id
    """
    children = {name: sum(name in named for named in parents.values()) for name in parents}
    ready = sorted(name for name in parents if not children[name])
    while ready:
        name = ready.pop()
        yield name
        for parent in reversed([one for one in parents[name] if one in parents]):
            children[parent] -= 1
            if not children[parent]:
                ready.append(parent)


def as_list(value):
    return [value] if isinstance(value, str) else list(value or ())


class Lanes:
    """The vertical lines between the revisions, each of which leads to the revision that it waits for."""

    def __init__(self):
        self.waiting = []

    def column_of(self, node):
        """The lane in which a revision stands, which is a new one for a head."""
        if node.revision not in self.waiting:
            self.waiting.append(node.revision)
        return self.waiting.index(node.revision)

    def joins(self, column):
        """Let all lanes that lead to the revision of a lane end in that lane; yields a line for each."""
        while self.waiting.count(self.waiting[column]) > 1:
            last = len(self.waiting) - 1 - self.waiting[::-1].index(self.waiting[column])
            yield self.joined(column, last)
            del self.waiting[last]

    def joined(self, column, last):
        cells = [' '] * (2 * len(self.waiting))
        for lane in range(last):
            cells[2 * lane] = '|' if self.waiting[lane] else ' '
            if column <= lane < last - 1:
                cells[2 * lane + 1] = '_'
        for lane in range(last, len(self.waiting)):
            cells[2 * lane - 1] = '/'
        return ''.join(cells).rstrip()

    def row(self, column):
        """The line in which a revision stands."""
        return ' '.join('*' if lane == column else '|' if one else ' ' for lane, one in enumerate(self.waiting))

    def parts(self, column, parents):
        """Let a lane lead to the revision's parents; yields a line for each but the first."""
        self.waiting[column] = parents[0] if parents else None
        for parent in parents[1:]:
            cells = [' '] * (2 * len(self.waiting) + 1)
            for lane, one in enumerate(self.waiting):
                cells[2 * lane + (lane > column)] = ('\\' if lane > column else '|') if one else ' '
            cells[2 * column + 1] = '\\'
            yield ''.join(cells).rstrip()
            self.waiting.insert(column + 1, parent)
        while self.waiting and self.waiting[-1] is None:
            self.waiting.pop()


def lines(found):
    """The picture for a terminal.

    :param found: see `nodes`
    """
    lanes = Lanes()
    for node in found:
        column = lanes.column_of(node)
        for line in lanes.joins(column):
            yield line
        yield '%s  %s' % (lanes.row(column), text_of(node))
        for line in lanes.parts(column, node.parents):
            yield line


def text_of(node):
    """What stands beside a revision."""
    notes = node.notes + [_('needs %s') % ', '.join(node.needs)] * bool(node.needs)
    return ('%s%s  %s' % (node.revision, ' (%s)' % ', '.join(notes) if notes else '', node.message)).rstrip()

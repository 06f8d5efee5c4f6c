"""The revisions as the linked list that they are, drawn in the terminal, newest first, as `git log --graph` does."""
from typing import NamedTuple
from xml.sax.saxutils import escape

from ..messages.layout import width
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


STEP, LANE, MARGIN, RADIUS, LETTER = 36, 22, 20, 6, 8  # pixels


def mermaid(found):
    """A flow chart from the first revision to the heads.

    :param found: see `graph.nodes`
    :source: https://mermaid.js.org/syntax/flowchart.html
    """
    names = {node.revision: 'r%d' % number for number, node in enumerate(found)}
    yield 'flowchart TD'
    for node in reversed(found):
        text = '<br/>'.join(escape(part, {'"': '#quot;'}) for part in (node.revision, node.message) if part)
        yield '    %s["%s"]' % (names[node.revision], text)
        for note in node.notes:
            yield '    %s -.- %s_%d(["%s"])' % (names[node.revision], names[node.revision], node.notes.index(note),
                                                escape(note, {'"': '#quot;'}))
        for parent, arrow in [(one, '-->') for one in node.parents] + [(one, '-.->') for one in node.needs]:
            if parent in names:
                yield '    %s %s %s' % (names[parent], arrow, names[node.revision])


def svg(found):
    """A drawing, newest first.

    :param found: see `graph.nodes`
    """
    places = {node.revision: place for node, place in zip(found, placed(found))}
    begin = 2 * MARGIN + LANE * max([x for x, _ in places.values()] + [0])
    wide = begin + LETTER * max([width(text_of(node)) for node in found] + [0]) + MARGIN
    yield ('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="monospace" font-size="13">'
           % (wide, 2 * MARGIN + STEP * max(len(found) - 1, 0)))
    for node in found:
        for parent in node.parents:
            if parent in places:
                yield '  ' + edge(point(*places[node.revision]), point(*places[parent]))
    for node in found:
        x, y = point(*places[node.revision])
        yield '  <circle cx="%d" cy="%d" r="%d" fill="%s" stroke="black"/>' % (
            x, y, RADIUS, 'black' if node.notes else 'white')
        yield '  <text x="%d" y="%d">%s</text>' % (begin, y + 4, escape(text_of(node)))
    yield '</svg>'


def placed(found):
    """The lane and the row of each revision."""
    lanes = Lanes()
    for row, node in enumerate(found):
        column = lanes.column_of(node)
        list(lanes.joins(column))
        yield column, row
        list(lanes.parts(column, node.parents))


def point(column, row):
    return MARGIN + LANE * column, MARGIN + STEP * row


def edge(child, parent):
    """A line from a revision down to its parent, bent where they are in different lanes."""
    (x, y), (to_x, to_y) = child, parent
    if to_x <= x:  # down in its own lane, and then over
        turns = (x, to_y - STEP), (to_x, to_y)
    else:
        turns = (to_x, y + STEP), (to_x, to_y)
    return '<path d="M%d %d L%d %d L%d %d" fill="none" stroke="grey"/>' % ((x, y) + turns[0] + turns[1])

"""The revisions as a picture for a document: Mermaid's text, or SVG."""
from xml.sax.saxutils import escape

from ..messages.text_table import width
from .graph import Lanes, text_of

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

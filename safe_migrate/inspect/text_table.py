"""Text in columns, aligned also where a character is two columns wide."""
import unicodedata

LONGEST = 40  # columns; what is longer is shortened


def width(text):
    """How many columns of a terminal a text takes.

    :source: https://www.unicode.org/reports/tr11/ (wide and full-width characters take two, combining ones none)
    """
    return sum(0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in 'WF' else 1 for one in text)


def padded(text, columns, right=False):
    """The text with spaces behind it, or before it where it is to stand on the right."""
    space = ' ' * (columns - width(text))
    return space + text if right else text + space


def shortened(text, columns=LONGEST):
    """The text, no wider than that."""
    if width(text) <= columns:
        return text
    while width(text) > columns - 3:
        text = text[:-1]
    return text + '...'


def cell(value):
    """A value of a database on one line."""
    if value is None:
        return 'NULL'
    if isinstance(value, (bytes, bytearray, memoryview)):
        return shortened('0x' + bytes(value).hex())
    return shortened(''.join(one if one.isprintable() else repr(one)[1:-1] for one in str(value)))


def aligned(rows, right=()):
    """Rows of texts as lines.

    :param rows: the first is the heading, under which a line is drawn
    :param right: the numbers of the columns that are numbers
    """
    rows = [list(row) for row in rows]
    widths = [max(map(width, column)) for column in zip(*rows)]
    rows.insert(1, ['-' * columns for columns in widths])
    return ['  '.join(map(padded, row, widths, [number in right for number in range(len(row))])).rstrip() for row in rows]

"""How it looks: text in columns, aligned also where a character is two columns wide, colours, and times."""
import datetime
import logging
import os
import re
import shutil
import sys
import unicodedata
from itertools import zip_longest

import click

LONGEST = 40  # columns; what is longer is shortened
NARROWEST = 8  # columns, of those that a narrow terminal breaks
WIDE = '\u2e80-\u9fff\uff00-\uffef'  # Chinese, between two characters of which a line may end
# A command up to the end of its clause, an option with its value, and a command as it is named; a Chinese character with the
# punctuation behind it; any other word.
WORD = re.compile(r'((?:(?:python|pip|flask|git|mkdir|mariadb) (?:[^{0},.;:]|[,.;:](?! |$))+|(?:--[a-z-]+|db) [^\s{0},.;:]+|'
                  r'[{0}]|[^\s{0}]+)[{1},.;:)]*)( *)'
                  .format(WIDE, '\uff0c\u3002\uff1b\uff1a\uff09\u3001\uff1f'))
WHOLE = re.compile(r'\s|[A-Z]{4,} ')  # code and SQL, which are not the first line


def width(text):
    """How many columns of a terminal a text takes.

    :source: https://www.unicode.org/reports/tr11/ (wide and full-width characters take two, combining ones none)
    """
    return sum(0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in 'WF' else 1
               for one in click.unstyle(text))


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


def columns_of(stream):
    """How many columns a terminal has for a text; None where the stream is none.

    :param stream: as None it is stdout
    """
    return shutil.get_terminal_size().columns if (stream or sys.stdout).isatty() else None


def wrapped(text, indent='', stream=None):
    """Prose in lines that end between two words, where a terminal shows it; elsewhere as it is.

    What is to be typed stays whole, so that it can be copied, and so do lines of SQL and of code.

    :param indent: what stands before each line but the first
    :param stream: where it is printed
    """
    room = columns_of(stream)
    lines = text.split('\n')
    return text if room is None else '\n'.join(
        line if width(line) <= room or number and WHOLE.match(line) else '\n'.join(broken(line, room, indent))
        for number, line in enumerate(lines))


def broken(line, room, indent):
    """One line in several."""
    lines, space = [line[:len(line) - len(line.lstrip())]], ''
    for word, behind in WORD.findall(line):
        if width(lines[-1] + space + word) > room and lines[-1].strip():
            lines.append(indent)
            space = ''
        lines[-1] += space + word
        space = behind
    return lines[:-1] + [lines[-1] + space]  # behind which an answer is typed


def cell(value):
    """A value of a database on one line."""
    if value is None:
        return 'NULL'
    if isinstance(value, (bytes, bytearray, memoryview)):
        return shortened('0x' + bytes(value).hex())
    return shortened(''.join(one if one.isprintable() else repr(one)[1:-1] for one in str(value)))


def aligned(rows, right=()):
    """Rows of texts as lines; on a terminal that is too narrow, what is long is broken in its column, and a row of more
    columns than fit stands below one another.

    :param rows: the first is the heading, under which a line is drawn
    :param right: the numbers of the columns that are numbers
    :returns: a text for each row, of several lines where it is broken
    """
    rows = [list(row) for row in rows]
    room = columns_of(None)
    widths = fitting(rows, room)
    if widths is None:
        return below_one_another(rows, room)
    rows.insert(1, ['-' * columns for columns in widths])
    return ['\n'.join('  '.join(map(padded, line, widths, [number in right for number in range(len(row))])).rstrip()
                      for line in zip_longest(*map(pieces, row, widths), fillvalue='')) for row in rows]


def fitting(rows, room):
    """How wide each column may be, of which those are narrowed first that can be broken between words; None where even
    narrow ones do not fit.

    :param room: None where there is no end to it
    """
    widths, words = ([max(max(map(width, part(text)), default=0) for text in column) for column in zip(*rows)]
                     for part in (lambda text: [text], str.split))
    for least in words, [NARROWEST] * len(words):
        while room and sum(widths) + 2 * len(widths) - 2 > room:
            broad = [number for number, columns in enumerate(widths) if columns > max(least[number], NARROWEST)]
            if not broad:
                break
            widths[max(broad, key=lambda number: widths[number])] -= 1
    return None if room and sum(widths) + 2 * len(widths) - 2 > room else widths


def pieces(text, columns):
    """A cell in lines no wider than its column, each as far in as the first."""
    indent = text[:len(text) - len(text.lstrip())]
    lines = [indent]
    for word in re.findall(r'\S+\s*', text):
        if lines[-1].strip() and width(lines[-1] + word.rstrip()) > columns:
            lines.append(indent)
        for character in word:
            if width(lines[-1] + character) > columns and not character.isspace():
                lines.append(indent)
            lines[-1] += character
    return [line.rstrip() for line in lines]


def below_one_another(rows, room):
    """Rows with a line for each column, behind its name."""
    title = max(map(width, rows[0]))
    room, indent = max(room - title - 2, NARROWEST), '\n' + ' ' * (title + 2)
    return ['\n'.join(padded(name.strip(), title) + '  ' + indent.join(pieces(value.strip(), room))
                      for name, value in zip(rows[0], row)) + '\n' for row in rows[1:]]


# Colours on a terminal, and nowhere else, unless the environment says otherwise.
# :source: https://no-color.org and https://bixense.com/clicolors

DANGER, CARE, GOOD = {'fg': 'red', 'bold': True}, {'fg': 'yellow'}, {'fg': 'green'}
TITLE = {'bold': True}


def wanted():
    """Whether there are colours; None where the stream decides, which has them as a terminal."""
    if os.environ.get('NO_COLOR'):
        return False
    if os.environ.get('CLICOLOR_FORCE', '0') not in ('', '0'):
        return True
    return False if os.environ.get('TERM') == 'dumb' else None


def echo(text, err=False, file=None, **style):
    """Print a text, of which parts may be `click.style`d already."""
    click.echo(click.style(text, **style) if style else text, err=err, file=file, color=wanted())


class Unheard(logging.Handler):
    """Prints what no handler of the codebase's own takes."""

    def emit(self, record):
        log, handlers = logging.getLogger(record.name), []
        while log:
            handlers += log.handlers
            log = log.parent if log.propagate else None
        if not any(record.levelno >= one.level for one in handlers if not isinstance(one, (Unheard, logging.NullHandler))):
            echo(record.getMessage(), err=True)


def be_heard():
    """Let what becomes of rows be told whatever level `alembic.ini` sets for Alembic, and where no logging is set up.

    An `env.py` that does sets it up anew, so it is called behind that.
    """
    log = logging.getLogger('alembic.safe_migrate')
    log.setLevel(logging.INFO)
    log.disabled = False
    if not any(isinstance(one, Unheard) for one in log.handlers):
        log.addHandler(Unheard())


# The times that our tables keep, in UTC and ISO 8601, for a person and for a program.

def local(text, seconds=True):
    """A time as the clock on the reader's wall has it.

    :param text: such as `2026-01-31T11:22:33.444555`, in UTC
    :param seconds: whether they are shown
    :returns: such as `2026-01-31 12:22:33`
    """
    moment = datetime.datetime.strptime(text[:19], '%Y-%m-%dT%H:%M:%S').replace(tzinfo=datetime.timezone.utc)
    return moment.astimezone().strftime('%Y-%m-%d %H:%M:%S' if seconds else '%Y-%m-%d %H:%M')


def utc(text):
    """The same with the mark of UTC, as JSON has it."""
    return text + 'Z'

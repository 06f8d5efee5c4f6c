"""A text's tokens, as MySQL, MariaDB, SQLite and PostgreSQL read it; the library `sqlparse` falls short, see docs/pins.md.

:source: https://dev.mysql.com/doc/refman/8.4/en/lexical-structure.html, https://mariadb.com/kb/en/comment-syntax/,
    https://www.sqlite.org/lang.html, https://www.postgresql.org/docs/current/sql-syntax-lexical.html
"""
import functools
import re
from typing import NamedTuple, Optional

WORD, NAME, STRING, MARK, VARIABLE, SYMBOL = 'word', 'name', 'string', 'mark', 'variable', 'symbol'
COMMENT, DOLLAR, OPENS, END = 'comment', 'dollar', 'opens', 'end'  # these are not given to anybody
PLAIN = {WORD, NAME, STRING, MARK, VARIABLE}
FOR_MYSQL_ALONE = range(50700, 100000)  # the versions in `/*!...` comments that MariaDB leaves out


class Syntax(NamedTuple):
    """How a database reads a text.

    :ivar name: `mysql`, `mariadb`, `sqlite` or `postgresql`
    :ivar backslash: whether a backslash stands before a quote in a string
    :ivar ansi_quotes: whether `"a"` is a name
    :ivar version: the server's, as `/*!80023 ... */` has it; None where it is not known, and all that may run is read
    """

    name: str
    backslash: bool = False
    ansi_quotes: bool = True
    version: Optional[int] = None


MYSQL, MARIADB = Syntax('mysql', True, False), Syntax('mariadb', True, False)
SQLITE, POSTGRESQL = Syntax('sqlite'), Syntax('postgresql')


class TableName(NamedTuple):
    """A table's name as it is in the database, without quotes; schema: None where the statement names none."""

    schema: Optional[str]
    name: str


class Token(NamedTuple):
    """kind: one of the above; text: as it stands there; start, end: where, in the whole text."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self):
        """An unquoted word in capitals; of anything else an empty text."""
        return self.text.upper() if self.kind == WORD else ''


def syntax_of(dialect, sql_mode=''):
    """The syntax of a database.

    :param dialect: SQLAlchemy's, connected at least once where the server's version is to be known
    :param sql_mode: the session's, of MySQL and MariaDB
    """
    if dialect.name not in ('mysql', 'mariadb'):
        return SQLITE if dialect.name == 'sqlite' else POSTGRESQL
    numbers = [one for one in getattr(dialect, 'server_version_info', None) or () if isinstance(one, int)][:3]
    version = sum(number * weight for number, weight in zip(numbers, (10000, 100, 1))) or None
    told = [getattr(dialect, name, False) for name in ('_is_mariadb', 'is_mariadb')]  # SQLAlchemy 1.3, and 1.4
    name = 'mariadb' if dialect.name == 'mariadb' or any(told) else 'mysql'
    return Syntax(name, 'NO_BACKSLASH_ESCAPES' not in sql_mode, 'ANSI' in sql_mode, version)


@functools.lru_cache(maxsize=None)
def pattern_of(syntax):
    """The expression of one token."""
    is_mysql = syntax.name in ('mysql', 'mariadb')
    inside = r"(?:[^'\\]|\\.|'')*" if syntax.backslash else r"(?:[^']|'')*"
    double = inside.replace("'", '"')
    parts = [
        (OPENS, r'/\*M?!\d*' if is_mysql else r'(?!)'),
        (COMMENT, r'/\*.*?(?:\*/|\Z)|--%s[^\n]*%s' % (
            (r'(?=[\s\x00-\x1f]|\Z)', r'|\#[^\n]*') if is_mysql else ('', ''))),
        (DOLLAR, r'(?<![\w$])\$(?:[^\W\d]\w*)?\$' if syntax.name == 'postgresql' else r'(?!)'),
        (STRING, (r"[eE]'(?:[^'\\]|\\.|'')*'|" if syntax.name == 'postgresql' else '') + "'%s'" % inside
         + ('' if syntax.ansi_quotes else '|"%s"' % double)),
        (NAME, r'`(?:[^`]|``)+`' + (r'|"(?:[^"]|"")+"' if syntax.ansi_quotes else '')
         + (r'|\[[^\]]*\]' if syntax.name == 'sqlite' else '')),
        (VARIABLE, r"@@?(?:[\w.$]+|`(?:[^`]|``)*`|'[^']*'|\"[^\"]*\")" if is_mysql else r'(?!)'),
        (MARK, r'%s|%\(\w+\)s|\?\d*' + ('' if is_mysql else r'|(?<!:):[^\W\d]\w*')),
    ]
    word = [(WORD, r'[\w$]+')]  # it comes first, being frequent, but where `e'a'` and `$$` begin like one
    parts = parts + word if syntax.name == 'postgresql' else word + parts
    parts += [(SYMBOL, r'::|.'), (END, r'\Z')]
    return re.compile(r'\s*(?:%s)' % '|'.join('(?P<%s>%s)' % part for part in parts), re.DOTALL)


def tokens(text, syntax):
    """The tokens, one after the other, without white space and comments.

    What MySQL and MariaDB run of a comment (`/*!80023 INVISIBLE */`) is no comment.

    :raises ValueError: where a string, a name or a comment does not end
    """
    pattern, place, depth, kind = pattern_of(syntax), 0, 0, None
    while kind != END:
        match = pattern.match(text, place)
        kind = match.lastgroup
        found, (start, place) = match.group(kind), match.span(kind)
        if kind in PLAIN:
            yield Token(kind, found, start, place)
        elif kind == OPENS:
            if is_run(found, syntax):
                depth += 1
            else:
                place = after_comment(text, start, nested=True)
        elif kind == COMMENT:
            if found.startswith('/*') and (syntax.name == 'postgresql' or not found.endswith('*/')):
                place = after_comment(text, start, nested=syntax.name == 'postgresql', may_be_open=syntax.name == 'sqlite')
        elif kind == DOLLAR:
            end = text.find(found, place)
            if end < 0:
                raise ValueError('a text does not end')
            place = end + len(found)
            yield Token(STRING, text[start:place], start, place)
        elif kind == SYMBOL:
            if depth and found == '*' and text.startswith('*/', start):
                depth, place = depth - 1, start + 2
                continue
            if found in '\'"`':
                raise ValueError('a text does not end')
            if found == '&' and syntax.name == 'postgresql' and text[start - 1:start + 2].upper() == 'U&"':
                raise ValueError('a name is written in numbers')
            yield Token(kind, found, start, place)
    if depth:
        raise ValueError('a comment does not end')


def is_run(opening, syntax):
    """Whether the server runs what stands in a comment.

    :param opening: `/*!`, `/*M!` or `/*!80023`
    """
    if syntax.version is None:
        return True
    digits = opening.partition('!')[2]
    # Five digits are 8.0.23, six are 10.11.06; of a longer row of digits the others are the statement's.
    number = int(digits[:6]) if len(digits) >= 5 else 0
    if syntax.name == 'mysql':
        if opening.startswith('/*M'):
            return False
        number = int(digits[:5]) if len(digits) >= 5 else 0
    elif not opening.startswith('/*M') and number in FOR_MYSQL_ALONE:
        return False
    return number <= syntax.version


def after_comment(text, start, nested, may_be_open=False):
    """Where a comment ends.

    :raises ValueError: where it does not, unless the database lets it be open
    """
    depth, place = 0, start
    for match in re.compile(r'/\*|\*/').finditer(text, start):
        if match.group() == '/*':
            depth += 1 if nested or not depth else 0
        else:
            depth -= 1
        place = match.end()
        if not depth:
            return place
    if may_be_open:
        return len(text)
    raise ValueError('a comment does not end')


def unquoted(name):
    """A name without the quotes that it stands in: of `` `a``b` ``, `"a"` or `[a]`."""
    if name[:1] == '[' and name[-1:] == ']':
        return name[1:-1]
    return name[1:-1].replace(name[0] * 2, name[0]) if name[:1] and name[0] in '`"\'' else name


def is_name(token):
    """Whether a token may be a name."""
    return token.kind in (WORD, NAME) or token.kind == STRING and token.text[0] in '"\''

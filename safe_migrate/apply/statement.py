"""What a statement of a revision is to MySQL and MariaDB, as far as its first words tell."""
import functools
import hashlib
import re

READ, DATA, DDL, SESSION = 'read', 'data', 'ddl', 'session'

COMMENT = re.compile(r'\A(?:\s+|/\*(?!!).*?\*/|--[ \t][^\n]*\n|#[^\n]*\n|\()+', re.DOTALL)
NAME = r'((?:`(?:[^`]|``)+`|"(?:[^"]|"")+"|[^\s(;,`"]+)(?:\.(?:`(?:[^`]|``)+`|[^\s(;,`"]+))?)'
TABLE = re.compile(
    r'(?:(?:CREATE|ALTER|DROP|TRUNCATE|RENAME)\s+(?:OR\s+REPLACE\s+|ONLINE\s+|IGNORE\s+)*TABLES?\s+'
    r'(?:IF\s+(?:NOT\s+)?EXISTS\s+)?|TRUNCATE\s+(?!TABLE)|'
    r'(?:CREATE\s+(?:OR\s+REPLACE\s+)?(?:UNIQUE\s+|FULLTEXT\s+|SPATIAL\s+)?|DROP\s+)INDEX\s+.*?\sON\s+)' + NAME,
    re.IGNORECASE | re.DOTALL)
PIECE = re.compile(r"""'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|[^'"`(),]+|.""", re.DOTALL)
WRITTEN = re.compile(r'(?:INSERT\s+(?:IGNORE\s+)?INTO\s+|REPLACE\s+INTO\s+|DELETE\s+FROM\s+(?!.*\sUSING\s)|'
                     r'UPDATE\s+(?=%s\s+SET\s))' % NAME.replace('(', '(?:', 1) + NAME, re.IGNORECASE | re.DOTALL)
ASSIGNMENTS = re.compile(r'UPDATE\s+\S+\s+SET\s+(.*?)(?:\sWHERE\s.*)?\Z', re.IGNORECASE | re.DOTALL)
ASSIGNED = re.compile(r'\s*(`(?:[^`]|``)+`|\w+)\s*=')
NEW_TABLE = re.compile(r'CREATE\s+TABLE\s+(?!IF\s)', re.IGNORECASE)
TEMPORARY = re.compile(r'(?:CREATE|DROP)\s+(?:OR\s+REPLACE\s+)?TEMPORARY\s', re.IGNORECASE)
KINDS = {
    READ: 'SELECT SHOW DESCRIBE DESC EXPLAIN VALUES TABLE CHECK CHECKSUM',
    DATA: 'INSERT UPDATE DELETE REPLACE LOAD CALL DO WITH HANDLER',
    SESSION: 'SET USE LOCK UNLOCK BEGIN START COMMIT ROLLBACK SAVEPOINT RELEASE PREPARE EXECUTE DEALLOCATE KILL XA',
}
KIND_OF_WORD = {word: kind for kind, words in KINDS.items() for word in words.split()}


QUOTED = r"""('(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")"""
PASSWORD = re.compile(r"""(\b(?:IDENTIFIED|PASSWORD)\b[^'"]*)""" + QUOTED, re.IGNORECASE | re.DOTALL)


def without_password(statement):
    """The statement as it may be kept and shown."""
    return PASSWORD.sub(r"\1'***'", statement)


@functools.lru_cache(maxsize=4)  # one statement is asked of several times, one after the other
def without_comments(statement):
    """The statement from its first word on."""
    return COMMENT.sub('', statement)


@functools.lru_cache(maxsize=4)
def kind_of(statement):
    """READ and DATA take part in a transaction; DDL ends it; SESSION concerns the connection and is run every time.

    :source: https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/
    """
    text = without_comments(statement)
    if TEMPORARY.match(text):
        return SESSION
    return KIND_OF_WORD.get(re.match(r'\w*', text).group().upper(), DDL)


def is_temporary(statement):
    """Whether it makes or drops a table that lives only as long as its connection."""
    return bool(TEMPORARY.match(without_comments(statement)))


def table_of(statement):
    """The table that a DDL statement changes, quoted as it stands there; None where that cannot be told.

    In a statement on its way to the driver a percent sign is doubled.
    """
    found = TABLE.match(without_comments(statement))
    return found and found.group(1).replace('%%', '%')


def makes_table(statement):
    """Whether it can only succeed where there is no table of that name."""
    return bool(NEW_TABLE.match(without_comments(statement)))


def unquoted(name):
    """A name without the quotes that it stands in."""
    return name[1:-1].replace(name[0] * 2, name[0]) if name[0] in '`"' else name


def split_at_commas(text):
    """The parts between the commas that stand outside of quotes and brackets."""
    parts, depth = [''], 0
    for piece in PIECE.findall(text):
        depth += {'(': 1, ')': -1}.get(piece, 0)
        if piece == ',' and not depth:
            parts.append('')
        else:
            parts[-1] += piece
    return parts


def written_table(statement):
    """The one table that a data statement writes to, without quotes; None where that cannot be told."""
    found = WRITTEN.match(without_comments(statement))
    return found and unquoted(found.group(1).replace('%%', '%'))


def assigned_columns(statement):
    """The columns that an `UPDATE` of one table sets, without quotes; none where that cannot be told."""
    found = ASSIGNMENTS.match(without_comments(statement))
    names = [ASSIGNED.match(part) for part in split_at_commas(found.group(1))] if found else []
    return {unquoted(name.group(1)) for name in names} if all(names) else set()


def hash_of(statement):
    """A hash of the statement's text, in which white space does not count."""
    return hashlib.sha1(' '.join(statement.split()).encode('utf-8', 'surrogatepass')).hexdigest()

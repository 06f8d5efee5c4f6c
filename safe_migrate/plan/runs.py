"""How the server would run a statement that changes a table, found out by trying it on a table without rows.

A statement that asks for a better way than the server has is refused before it changes anything.

:source: https://mariadb.com/kb/en/innodb-online-ddl-overview/
"""
import re

from ..apply.statement import without_comments

INSTANT, ONLINE, BLOCKS = 'instant', 'online', 'blocks writes'
WAYS = ((INSTANT, ('ALGORITHM=INSTANT',)), (ONLINE, ('ALGORITHM=NOCOPY', 'LOCK=NONE')),
        (ONLINE, ('ALGORITHM=INPLACE', 'LOCK=NONE')))
BY_NAME = re.compile(r'(?:CREATE|DROP|RENAME)\s+(?:OR\s+REPLACE\s+)?(?:TABLE|VIEW|TRIGGER|PROCEDURE|FUNCTION)\b',
                     re.IGNORECASE)
OF_INDEX = re.compile(r'(?:CREATE|DROP)\s.*?\bINDEX\b', re.IGNORECASE | re.DOTALL)
ALTER = re.compile(r'ALTER\s+(?:ONLINE\s+|IGNORE\s+)*TABLE\b', re.IGNORECASE)
COPY, LOCK = (re.compile(r'\b%s\s*=?\s*(?:%s)\b' % words, re.IGNORECASE)
              for words in (('ALGORITHM', 'COPY'), ('LOCK', 'SHARED|EXCLUSIVE')))
END = re.compile(r'[\s;]*\Z|;\s*(?:--\s|#)[^\n\'"]*\Z')  # a comment behind the last statement goes with its semicolon


def run(statement, execute, error, copies=False):
    """Run a statement in the best way that the server has for it.

    :param statement: SQL
    :param execute: takes SQL and runs it
    :param error: what `execute` raises where the server refuses
    :param copies: whether the session copies a table where the statement does not say otherwise
    :returns: INSTANT, ONLINE or BLOCKS; None of what is no change of a table
    """
    text = without_comments(statement)
    is_change = ALTER.match(text) or OF_INDEX.match(text)
    for way, clauses in ways(text, copies) if is_change else ():
        try:
            execute(with_clauses(statement, clauses, ', ' if ALTER.match(text) else ' '))
            return way
        except error:
            continue
    execute(statement)
    if BY_NAME.match(text):
        return INSTANT
    return BLOCKS if is_change else None


def ways(text, copies):
    """The ways that a statement leaves to the server; one that asks for less than the server has may still be instant."""
    if COPY.search(text) or copies and 'ALGORITHM' not in text.upper():
        return ()
    return WAYS[:1] if LOCK.search(text) else WAYS


def with_clauses(statement, clauses, comma):
    """An ALTER has its clauses behind commas, an index behind spaces; on a line of their own, behind any comment."""
    return END.sub('', statement, 1) + '\n' + comma + comma.join(clauses)

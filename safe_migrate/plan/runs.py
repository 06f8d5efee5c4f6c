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


def run(statement, execute, error):
    """Run a statement in the best way that the server has for it.

    :param statement: SQL
    :param execute: takes SQL and runs it
    :param error: what `execute` raises where the server refuses
    :returns: INSTANT, ONLINE or BLOCKS; None of what is no change of a table
    """
    text = without_comments(statement)
    for way, clauses in WAYS if ALTER.match(text) or OF_INDEX.match(text) else ():
        try:
            execute(with_clauses(statement, clauses, ', ' if ALTER.match(text) else ' '))
            return way
        except error:
            continue
    execute(statement)
    if BY_NAME.match(text):
        return INSTANT
    return BLOCKS if ALTER.match(text) or OF_INDEX.match(text) else None


def with_clauses(statement, clauses, comma):
    """An ALTER has its clauses behind commas, an index behind spaces."""
    return statement.rstrip().rstrip(';') + comma + comma.join(clauses)

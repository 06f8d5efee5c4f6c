"""How the server would run a statement that changes a table, found out by trying it on a table without rows.

A statement that asks for a better way than the server has is refused before it changes anything.

:source: https://mariadb.com/kb/en/innodb-online-ddl-overview/
"""
INSTANT, ONLINE, BLOCKS = 'instant', 'online', 'blocks writes'
WAYS = ((INSTANT, ('ALGORITHM=INSTANT',)), (ONLINE, ('ALGORITHM=NOCOPY', 'LOCK=NONE')),
        (ONLINE, ('ALGORITHM=INPLACE', 'LOCK=NONE')))
OF_INDEX = ('CREATE INDEX', 'DROP INDEX')
BY_NAME = {'CREATE TABLE', 'DROP TABLE', 'RENAME TABLE'} | {
    '%s %s' % (verb, what) for verb in ('CREATE', 'DROP') for what in ('VIEW', 'TRIGGER', 'PROCEDURE', 'FUNCTION')}


def run(statement, execute, error, copies=False):
    """Run a statement in the best way that the server has for it.

    :param statement: `sql.Statement`
    :param execute: takes SQL and runs it
    :param error: what `execute` raises where the server refuses
    :param copies: whether the session copies a table where the statement does not say otherwise
    :returns: INSTANT, ONLINE or BLOCKS; None of what is no change of a table
    """
    is_change = len(statement.parts) == 1 and (statement.action == 'ALTER TABLE' or statement.action in OF_INDEX)
    for way, clauses in ways(statement, copies) if is_change else ():
        try:
            execute(with_clauses(statement, clauses, ' ' if statement.action in OF_INDEX else ', '))
            return way
        except error:
            continue
    execute(statement.text)
    if statement.action in BY_NAME:
        return INSTANT
    return BLOCKS if is_change else None


def ways(statement, copies):
    """The ways that a statement leaves to the server; one that asks for less than the server has may still be instant.

    :param statement: `sql.Statement`
    """
    asked = {statement.option(name) for name in ('ALGORITHM', 'LOCK')}
    if 'COPY' in asked or copies and not statement.has_words({'ALGORITHM'}):
        return ()
    return WAYS[:1] if asked & {'SHARED', 'EXCLUSIVE'} else WAYS


def with_clauses(statement, clauses, comma):
    """An ALTER has its clauses behind commas, an index behind spaces; on a line of their own, behind any comment."""
    return statement.text[:statement.tokens_end()] + '\n' + comma + comma.join(clauses)

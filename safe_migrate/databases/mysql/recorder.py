"""MySQL and MariaDB: the statements of a revision on a copy of the structure, and how the server would run each."""
import re

from sqlalchemy.exc import DBAPIError

from ...checks.recorder import INSTANT, ONLINE, Recorder, changes_a_table, without_looking
from ...sql import clauses
from . import introspection
from .questions import QuestionsToMySQL


class RecorderOfMySQL(Recorder):
    """On MySQL and MariaDB each statement stands for itself."""

    reader, questions = introspection, QuestionsToMySQL

    def mode(self):
        mode = self.connection.execute('SELECT @@SESSION.sql_mode').scalar()
        return mode, introspection.is_mariadb(self.connection.dialect)

    def copies(self):
        """Whether the session copies a table for every change: MySQL's old_alter_table, MariaDB's alter_algorithm."""
        row = self.connection.execute("SHOW SESSION VARIABLES LIKE 'old_alter_table'").fetchone()
        return bool(row) and row[1] in ('ON', 'COPY')

    def is_used_up(self, name, statement, is_mariadb):
        """Whether the real table has been changed instantly so often before that this change would build it anew."""
        if is_mariadb:  # which counts none, and has an entry only where a FULLTEXT index was once
            here = any(one.action in (clauses.ADD_COLUMN, clauses.DROP_COLUMN) for one in statement.clauses)
        else:
            here = row_versions(self.connection, self.shadow.name).get(name, 0)
        return here > 0 and here + self.histories.get(self.origins[name].table, 0) > MOST_ROW_VERSIONS

    def run(self, statement, execute, name):
        is_mariadb = introspection.is_mariadb(self.connection.dialect)
        way = run(statement, execute, self.connection.dialect.dbapi.Error, self.copies(), is_mariadb)
        if way == INSTANT and self.origins.get(name) and self.is_used_up(name, statement, is_mariadb):
            return ONLINE
        return way


# How the server would run a statement that changes a table, found out by trying it on a table without rows.
# A statement that asks for a better way than the server has is refused before it changes anything.
# :source: https://mariadb.com/kb/en/innodb-online-ddl-overview/

MOST_ROW_VERSIONS = 64
ROW_VERSIONS = ('SELECT name, total_row_versions FROM information_schema.innodb_tables WHERE total_row_versions > 0 '
                'AND name LIKE %s')
# The tables that have those beside them which InnoDB makes for a FULLTEXT index, with the table's number in the name.
ONCE_FULLTEXT = ("SELECT t.name, %d FROM information_schema.? t JOIN information_schema.? f ON "
                 "LOWER(f.name) = LOWER(CONCAT(SUBSTRING_INDEX(t.name, '/', 1), '/fts_', LPAD(HEX(t.table_id), 16, '0'), "
                 "'_being_deleted')) WHERE t.name LIKE %%s" % MOST_ROW_VERSIONS)
LOCK = re.compile(r',\s*LOCK\s*=?\s*\w+\s*(\n, ALGORITHM=INSTANT)\Z', re.IGNORECASE)
WAYS = ((INSTANT, ('ALGORITHM=INSTANT',)), (ONLINE, ('ALGORITHM=NOCOPY', 'LOCK=NONE')),
        (ONLINE, ('ALGORITHM=INPLACE', 'LOCK=NONE')))


def run(statement, execute, error, copies=False, is_mariadb=True):
    """Run a statement in the best way that the server has for it.

    :param statement: `sql.Statement`
    :param execute: takes SQL and runs it
    :param error: what `execute` raises where the server refuses
    :param copies: whether the session copies a table where the statement does not say otherwise
    :param is_mariadb: whether the server is MariaDB, which takes a better way than the ALGORITHM that a statement asks for
    :returns: INSTANT, ONLINE or BLOCKS; None of what is no change of a table
    """
    for way, words in ways(statement, copies, is_mariadb) if changes_a_table(statement) else ():
        try:
            text = with_words(statement, words)
            # MySQL refuses LOCK= beside ALGORITHM=INSTANT, and without it changes instantly what it can, whatever the lock
            execute(text if is_mariadb or way != INSTANT else LOCK.sub(r'\1', text))
            return way
        except error:
            continue
    execute(statement.text)
    return without_looking(statement)


def with_words(statement, words):
    """A statement that asks for a way. An ALTER has its clauses behind commas, a CREATE INDEX behind spaces; on a line of
    their own, behind any comment. MariaDB's DROP INDEX takes none, so that it is said as the ALTER that it stands for.
    """
    text, comma = statement.text[:statement.tokens_end()], ' ' if statement.action == 'CREATE INDEX' else ', '
    if statement.action == 'DROP INDEX':
        table = '.'.join(introspection.quoted(one) for one in statement.tables[0] if one)
        text = 'ALTER TABLE %s DROP INDEX %s%s' % (
            table, 'IF EXISTS ' if statement.if_exists else '', introspection.quoted(statement.name.name))
    return text + '\n' + comma + comma.join(words)


def ways(statement, copies, is_mariadb):
    """The ways that a statement leaves to the server; one that asks for less than the server has may still be instant.

    :param statement: `sql.Statement`
    """
    asked = {statement.option(name) for name in ('ALGORITHM', 'LOCK')}
    if 'COPY' in asked or copies and not statement.has_words({'ALGORITHM'}):
        return ()
    is_locked = bool(asked & {'SHARED', 'EXCLUSIVE'})
    if 'INPLACE' in asked and not is_mariadb:
        return () if is_locked else WAYS[1:]
    return WAYS[:1] if is_locked else WAYS


def row_versions(connection, database):
    """How many of MySQL's instant changes the rows of each table remember, by its name.

    :returns: a dictionary; empty where the server does not say it, or not to this user
    :source: https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html
    """
    return counted(connection, ROW_VERSIONS, database)


def once_fulltext(connection, database):
    """As many as there may be, of the tables that have or had a FULLTEXT index: its hidden column stays, and beside it none
    is added or dropped instantly.
    """
    found = counted(connection, ONCE_FULLTEXT.replace('?', 'innodb_tables'), database)
    found.update(counted(connection, ONCE_FULLTEXT.replace('?', 'innodb_sys_tables'), database))  # of MariaDB
    return found


def counted(connection, query, database):
    """What a query gives for each table of a database, by its name."""
    try:
        return {name.split('/', 1)[1]: number for name, number in connection.execute(query, (database + '/%',))}
    except DBAPIError:  # the other server's, or without the privilege PROCESS
        return {}

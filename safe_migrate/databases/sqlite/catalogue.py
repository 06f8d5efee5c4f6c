"""What a statement makes of SQLite's own catalogue (`PRAGMA writable_schema`), in which each table is a row."""
import contextlib
import sqlite3

from .introspection import quoted

SAVEPOINT = 'safe_migrate_catalogue'
TABLES = """SELECT name, rootpage, sql FROM main.sqlite_master
WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"""


def watched(raw, statement, execute, losses):
    """Run a statement that writes to the catalogue; it is rolled back, and asked about, where tables with rows or columns
    of theirs are gone behind it.

    :param raw: the driver's connection
    :param execute: runs the statement
    :param losses: `bin.losses.Losses`
    :raises UserError: where nobody agrees
    """
    before = tables(raw)
    raw.execute('SAVEPOINT ' + SAVEPOINT)
    answer = execute()
    after = tables(raw)
    gone = {name for page, (name, sql) in before.items()
            if page not in after or after[page][1] != sql and columns(after[page][1]) < columns(sql)}
    if gone:
        raw.execute('ROLLBACK TO ' + SAVEPOINT)
        for name in sorted(gone):
            losses.lose(statement, name, losses.number('main.' + quoted(name)))
        answer = execute()
    raw.execute('RELEASE ' + SAVEPOINT)
    return answer


def tables(raw):
    """The name of each table and the statement that made it, by the page that its rows begin on."""
    return {page: (name, sql) for name, page, sql in raw.execute(TABLES)}


def columns(sql):
    """How many columns a statement gives to the table that it makes, under whatever names; none where SQLite refuses it."""
    with contextlib.closing(sqlite3.connect(':memory:')) as connection:
        try:
            connection.execute(sql)
            name, = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchone()
            return len(connection.execute('PRAGMA table_info(%s)' % quoted(name)).fetchall())
        except (sqlite3.Error, TypeError):
            return 0

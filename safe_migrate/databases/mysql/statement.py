"""What the journal asks of a statement of MySQL and MariaDB, in a word each; see `sql.Statement`."""
from ...sql import DATA, DDL, MYSQL, READ, SESSION, parse, unquoted

__all__ = ['DATA', 'DDL', 'READ', 'SESSION', 'unquoted']


def kind_of(statement, syntax=MYSQL):
    """READ and DATA take part in a transaction; DDL ends it; SESSION concerns the connection and is run every time.

    :source: https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/
    """
    return parse(statement, syntax).kind


def is_temporary(statement):
    """Whether it makes or drops a table that lives only as long as its connection."""
    return parse(statement).is_temporary


def table_of(statement, syntax=MYSQL):
    """The table that a DDL statement changes, quoted as it stands there; None where that cannot be told."""
    found = parse(statement, syntax)
    return found.reference() if found.kind == DDL else None


def makes_table(statement, syntax=MYSQL):
    """Whether it can only succeed where there is no table of that name."""
    return parse(statement, syntax).makes_table


def written_table(statement, syntax=MYSQL):
    """The one table that a data statement writes to, without quotes; None where that cannot be told."""
    table = parse(statement, syntax).writes
    return table and '.'.join(part for part in table if part)


def assigned_columns(statement, syntax=MYSQL):
    """The columns that an `UPDATE` of one table sets, without quotes; none where that cannot be told."""
    return {name for name, _value in parse(statement, syntax).assigned or ()}

"""Which table and columns of the real database a statement is about, whatever an earlier one has renamed."""
import re

from ..apply.statement import NAME, table_of, unquoted, without_comments

TEMPORARY = '_alembic_tmp_'
NAMES = r'(?:COLUMN\s+)?(?:IF\s+EXISTS\s+)?%s\s+%s' % (NAME, NAME)
RENAMED_COLUMN = re.compile(r'\b(?:CHANGE\s+%s|RENAME\s+COLUMN\s+%s\s+TO\s+%s)' % (NAMES, NAME, NAME), re.IGNORECASE)
RENAMED_TABLE = re.compile(r'(?:ALTER\s+TABLE\s+%s\s+RENAME\s+(?:TO\s+|AS\s+)?(?!COLUMN\b|INDEX\b|KEY\b|TO\b)%s\s*\Z|'
                           r'RENAME\s+TABLE\s+%s\s+TO\s+%s\s*\Z)' % ((NAME,) * 4), re.IGNORECASE)


class Origin:
    """What a table and its columns are called in the real database.

    :ivar columns: the real names, by those that they have now; one that is not in the real database is not here
    """

    def __init__(self, table, columns):
        self.table, self.columns = table, dict(columns)


def rename(table, renamed):
    """Call a definition's columns by the names that they have after a statement.

    :param table: a `definition.Table`
    :param renamed: the new names by the old ones
    """
    pairs = [(renamed.get(old, old), column) for old, column in table.columns.items()]
    table.columns = type(table.columns)((new, column._replace(name=new)) for new, column in pairs)


def renamed_columns(statement):
    """The new names by the old ones, of those that a statement renames."""
    pairs = ([unquoted(name) for name in match if name] for match in RENAMED_COLUMN.findall(statement))
    return {old: new for old, new in pairs if old != new}


def renamed_table(statement):
    """A table's old and new name, where that is all that a statement does; or None."""
    found = RENAMED_TABLE.match(without_comments(statement))
    return found and tuple(unquoted(name) for name in found.groups() if name)


def plain_table(statement):
    """The table that a DDL statement changes, without quotes; None where that cannot be told."""
    name = table_of(statement)
    return name and unquoted(name)

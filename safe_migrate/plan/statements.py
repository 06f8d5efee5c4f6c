"""Which table and columns of the real database a statement is about, whatever an earlier one has renamed."""
import re

from ..apply.statement import NAME, table_of, unquoted, without_comments

TEMPORARY = '_alembic_tmp_'
NAMES = r'(?:COLUMN\s+)?(?:IF\s+EXISTS\s+)?%s\s+%s' % (NAME, NAME)
RENAMED_COLUMN = re.compile(r'\b(?:CHANGE\s+%s|RENAME\s+COLUMN\s+%s\s+TO\s+%s)' % (NAMES, NAME, NAME), re.IGNORECASE)
RENAMED_TABLE = re.compile(r'(?:ALTER\s+TABLE\s+%s\s+RENAME\s+(?:TO\s+|AS\s+)?(?!COLUMN\b|INDEX\b|KEY\b|TO\b)%s\s*\Z|'
                           r'RENAME\s+TABLE\s+%s\s+TO\s+%s\s*\Z)' % ((NAME,) * 4), re.IGNORECASE)


class Origin:
    """What a table and its columns are in the real database.

    :param definition: of the table there, a `definition.Table`; None where only its name counts
    :param kept: the values that the bin has for columns that come again, as SQL, by their names
    :ivar columns: the real names, by those that they have now; one that is not in the real database is not here
    :ivar real: the real columns, by their real names
    :ivar given: what every row has in a column that is made here, as SQL, by its name; of some that is not known
    """

    def __init__(self, table, definition=None, kept=None):
        self.table, self.given, self.kept = table, {}, kept or {}
        self.real = dict(definition.columns) if definition else {}
        self.options = dict(definition.options) if definition else {}
        self.columns = {name: name for name in self.real}

    def rename(self, renamed):
        """Columns have other names now."""
        self.columns = {renamed.get(old, old): real for old, real in self.columns.items()}
        self.given = {renamed.get(old, old): value for old, value in self.given.items()}

    def add(self, values):
        """Columns are there that have the same value in every row."""
        self.given.update(values)

    def keep(self, names):
        """Other columns than these are gone."""
        self.columns = {now: real for now, real in self.columns.items() if now in names}
        self.given = {now: value for now, value in self.given.items() if now in names}

    def column(self, name):
        """The real column, as it is there; None of one that is not there yet."""
        return self.real.get(self.columns.get(name))


def quoting(dialect):
    """A function that quotes a name as it stands in a query, where SQLAlchemy's doubles a percent sign for some drivers."""
    quote = dialect.identifier_preparer.quote_identifier
    if dialect.paramstyle not in ('format', 'pyformat'):
        return quote
    return lambda name: quote(name).replace('%%', '%')


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

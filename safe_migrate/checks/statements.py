"""Which table and columns of the real database a statement is about, whatever an earlier one has renamed."""
from ..sql import DDL, MYSQL, clauses, parse

TEMPORARY = '_alembic_tmp_'


class Origin:
    """What a table and its columns are in the real database.

    :param definition: of the table there, a `schema.Table`; None where only its name counts
    :param kept: the values that the bin has for columns that come again, as SQL, by their names
    :ivar columns: the real names, by those that they have now; one that is not in the real database is not here
    :ivar real: the real columns, by their real names
    :ivar charsets: of real columns whose texts have become bytes, the character set in which they were, by their real names
    :ivar given: what every row has in a column that is made here, as SQL, by its name; of some that is not known
    """

    def __init__(self, table, definition=None, kept=None):
        self.table, self.given, self.kept = table, {}, kept or {}
        self.real = dict(definition.columns) if definition else {}
        self.options = dict(definition.options) if definition else {}
        self.columns, self.charsets = {name: name for name in self.real}, {}

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

    :param table: a `schema.Table`
    :param renamed: the new names by the old ones
    """
    pairs = [(renamed.get(old, old), column) for old, column in table.columns.items()]
    table.columns = type(table.columns)((new, column._replace(name=new)) for new, column in pairs)


def renamed_columns(statement, syntax=MYSQL):
    """The new names by the old ones, of those that a statement renames."""
    return {one.names[0]: one.new_name for one in parse(statement, syntax).clauses
            if one.action in (clauses.CHANGE, clauses.RENAME_COLUMN) and one.names[0] != one.new_name}


def renamed_table(statement, syntax=MYSQL):
    """A table's old and new name, where that is all that a statement does; or None."""
    found = parse(statement, syntax)
    if len(found.renames) != 1 or len(found.clauses) > 1:
        return None
    (old, new), = found.renames
    return old.name, new.name


def plain_table(statement, syntax=MYSQL):
    """The table that a DDL statement changes, without quotes; None where that cannot be told."""
    found = parse(statement, syntax)
    return found.tables[0].name if found.kind == DDL and found.tables else None

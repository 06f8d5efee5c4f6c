"""The renames of one revision: carried out in the definitions, so that only what else differs is found."""
from typing import Any, NamedTuple, Optional

from alembic.operations.ops import RenameTableOp

from .rename import rename_column
from .sides import DatabaseSide


class Column(NamedTuple):
    """A column that gets another name."""

    table: str  # its new name
    schema: Optional[str]
    old: str
    new: str
    column: Any  # a `schema.Column`, before
    made: Any  # SQLAlchemy's
    checks: list  # that have to go meanwhile, as they were


class Renames:
    """All renames, in their order.

    :param database: the file that knows the database
    """

    def __init__(self, database):
        self.database = database
        self.tables, self.columns = [], []

    def add_table(self, table, new, others):
        """Rename a table in its definition and in those of others.

        :param table: its `Table`, which is changed
        :param others: all tables
        """
        place, old, table.name = table.place, table.name, new
        self.tables.append((old, new, table.schema))
        for other in others:
            other.foreign_keys = [one._replace(table=new) if (one.schema, one.table) == place else one
                                  for one in other.foreign_keys]
        self.database.table_renamed(table, old, new)

    def add_column(self, table, old, new, others):
        """Rename a column in the definition of its table and in those of others."""
        column, made = table.columns[old], DatabaseSide(table, self.database).column(old)
        checks = self.database.checks_in_the_way(table, old)
        self.columns.append(Column(table.name, table.schema, old, new, column, made, checks))
        rename_column(table, old, new, self.database.rewrite)
        for other in others:
            other.foreign_keys = [self.led_to(one, table, old, new) for one in other.foreign_keys]
        self.database.column_renamed(table, new)

    def led_to(self, one, table, old, new):
        """A foreign key, with a new name of a column that it refers to."""
        if (one.schema, one.table) != table.place:
            return one
        return one._replace(targets=tuple(new if target == old else target for target in one.targets))

    def names_of(self, table):
        """The names of a table, the old one too."""
        names = [table.name]
        for old, new, _ in reversed(self.tables):
            names += [old] if new == names[-1] else []
        return names[::-1]

    def before(self, table, column):
        """The names that the database still has for a table and its column."""
        for one in reversed(self.columns):
            column = one.old if (one.table, one.new) == (table.name, column) else column
        return self.names_of(table)[0], column

    def forward(self):
        """The operations that rename, before all others."""
        tables = [RenameTableOp(old, new, schema=schema) for old, new, schema in self.tables]
        return tables + [operation for one in self.columns
                         for operation in self.database.rename_operations(one, one.old, one.new)]

    def back(self):
        """Those of the downgrade, after all others."""
        columns = [operation for one in reversed(self.columns)
                   for operation in self.database.rename_operations(one, one.new, one.old)]
        return columns + [RenameTableOp(new, old, schema=schema) for old, new, schema in reversed(self.tables)]

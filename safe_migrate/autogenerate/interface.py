"""What a comparison asks a database: one class, of which a database's own `autogenerate.py` has a subclass.

What is here is the answer of most of them; where there is none, a subclass has to give it.
"""
import contextlib
from typing import Any, Callable, Container, Dict, Iterator, List, Optional, Tuple

from alembic.operations.ops import MigrateOperation
from sqlalchemy.types import TypeEngine

from ..schema import Check, Column, Index, Key, Table
from .model import Model
from .operations import RenameColumn
from .rename import Column as RenamedColumn
from .report import Found
from .sides import ModelSide
from .steps import Changes

SHADOW = '_safe_migrate_shadow'  # the name of the table that a model is tried as


class Autogenerate:
    """How a database reads models and tables, and what it needs to make one of the other."""

    READS_BACKTICKS = False  # as quotation marks around a name
    FILLS_BY_ITSELF = False  # whether rows get 0 or '' in a new column that may not be NULL; else it is refused
    NUMBERING = ''  # the word for what numbers the rows

    # What is compared

    def can_compare(self, connection) -> bool:
        """Whether the database can say what a model means. If not, that is said on stderr.

        :raises DBAPIError: where the server refuses for a reason that is none of the user's rights
        """
        return True

    @contextlib.contextmanager
    def outside_transaction(self, connection) -> Iterator[None]:
        """Within, models are tried: nothing has to be done where that is apart, or is rolled back by itself."""
        yield

    def read(self, connection, name: str, schema: Optional[str] = None) -> Optional[Table]:
        """:returns: the `schema.Table` that the database has, or None"""
        raise NotImplementedError

    def define(self, connection, model: Model, real: Optional[Table]) -> None:
        """Have the database say what a model's table is.

        :param model: a `Model`, which is given its definition
        :param real: the `schema.Table` that the database has, or None
        """
        raise NotImplementedError

    def complete(self, definition: Table, real: Optional[Table]) -> None:
        """Add to a model's definition what the table has whatever the model says.

        :param definition: the model's, whose constraints have their names
        :param real: the database's `schema.Table`, or None
        """

    def naming(self, connection, schema: Optional[str]) -> Any:
        """:returns: the names of what has none in a model, such as `schema.Names`"""
        raise NotImplementedError

    def table_key(self, connection, name: str) -> str:
        """A table's name, as the database tells it from others."""
        return name

    # What is made of it

    def refused(self, changes: Changes) -> List[Tuple[ModelSide, str]]:
        """The tables that the database would refuse.

        :param changes: a `Changes`
        :returns: a list of pairs of a `ModelSide`, and why
        :raises UserError: where two of them cannot be there together
        """
        return []

    def not_made(self, changes: Changes) -> List[str]:
        """What the models have and no operation makes.

        :returns: a list of texts
        """
        return []

    def changed_types(self, changes: Changes) -> List[Found]:
        """What changes of types that stand by themselves.

        :returns: a list of `report.Found`
        """
        return []

    def operations(self, changes: Changes, call: Callable[[str], Any]) -> List[MigrateOperation]:
        """The operations that make the changes.

        :param changes: a `Changes`
        :param call: makes of a constraint's name what is to stand in the script
        :returns: Alembic's operations, in order
        """
        raise NotImplementedError

    # Renames

    def table_renamed(self, table: Table, old: str, new: str) -> None:
        """What the database itself renames along with a table: nothing.

        :param table: its `schema.Table`, which is changed
        """

    def checks_in_the_way(self, table: Table, column: str) -> List[Check]:
        """The CHECKs that have to go while a column of theirs is renamed: none."""
        return []

    def column_renamed(self, table: Table, name: str) -> None:
        """What the database loses of a column that is renamed: nothing.

        :param table: its `schema.Table`, which is changed
        :param name: the new one
        """

    def rewrite(self, text: str, old: str, new: str) -> str:
        """SQL with another name for a column."""
        raise NotImplementedError

    def rename_operations(self, one: RenamedColumn, old: str, new: str) -> List[MigrateOperation]:
        """The operations that rename a column, either way: `op.alter_column` alone.

        :param one: a `rename.Column`
        """
        return [RenameColumn(one.table, old, schema=one.schema, existing_type=one.made.type,
                             existing_nullable=one.column.null, modify_name=new)]

    # What the database has, in SQLAlchemy's words

    def column_type(self, column: Column, table: Table) -> TypeEngine:
        """The SQLAlchemy type of a column that the database has."""
        raise NotImplementedError

    def numbering(self, column: Column, key: Optional[Key]) -> Dict[str, Any]:
        """The options of SQLAlchemy's Column that make the database number it, or not: nothing that has to be said."""
        return {}

    def portable(self, default: str) -> str:
        """A default as every database reads it, where it can be said so."""
        return default

    def portable_sql(self, text: str) -> str:
        """An expression as every database reads it, where it can be said so."""
        return text

    def table_options(self, definition: Table) -> Dict[str, Any]:
        """A table's options, as SQLAlchemy's Table takes them."""
        return {}

    def index_parts(self, index: Index, columns: Container[str]) -> Tuple[list, Dict[str, Any]]:
        """An index's columns and options, as SQLAlchemy's Index takes them."""
        raise NotImplementedError

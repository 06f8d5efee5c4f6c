"""A table's definition, in one form for all databases: plain values.

names.py        the names of constraints that have none
brackets.py     the parts of a CREATE statement, for the databases that are read by theirs

Each database's `introspection.py` has `read(connection, name, schema=None)`, which returns a `Table` or None. The texts in
it are the database's own, brought to one spelling: two definitions that mean the same are equal.
"""
from collections import OrderedDict
from typing import NamedTuple, Optional, Tuple

from sqlalchemy.exc import DBAPIError


class Column(NamedTuple):
    """A column."""

    name: str
    type: str  # the text behind the name, such as `varchar(50)`
    null: bool  # whether NULL may be in it
    default: Optional[str]  # SQL
    computed: Optional[Tuple[str, bool]]  # the expression, and whether its values are stored
    collate: Optional[str]
    comment: Optional[str]
    autoincrement: bool
    more: str  # what else stands there


class Key(NamedTuple):
    """A primary key or a unique constraint."""

    name: Optional[str]  # None where it has none
    columns: Tuple[str, ...]
    more: str  # what else stands there


class ForeignKey(NamedTuple):
    """A foreign key."""

    name: Optional[str]  # None where it has none
    columns: Tuple[str, ...]
    schema: Optional[str]
    table: str
    targets: Tuple[str, ...]
    ondelete: Optional[str]  # in capitals; None for the default
    onupdate: Optional[str]
    deferrable: Optional[str]  # such as `DEFERRABLE INITIALLY DEFERRED`; None for the default


class Check(NamedTuple):
    """A CHECK."""

    name: Optional[str]  # None where it has none
    text: str  # the condition, without its outer brackets
    enforced: bool = True  # whether rows are held to it


class Index(NamedTuple):
    """An index."""

    name: str
    parts: Tuple[str, ...]  # its columns or expressions: `name`, `name(10)`, `lower(name)`, `name DESC`
    unique: bool
    kind: Optional[str]  # such as `FULLTEXT`; None for an ordinary one
    where: Optional[str]  # the condition of a partial index
    more: str  # such as `USING HASH`


class Table:
    """A table's definition.

    :ivar default_schema: the schema of the tables that name none; set by who compares
    :ivar made_by: in words, what else makes and changes the table; None of one that the migrations do
    :ivar columns: of `Column`, by name, in their order
    :ivar primary_key: a `Key`, or None
    :ivar uniques: list of `Key` (SQLite; where a unique constraint is an index, it is in `indexes`)
    :ivar foreign_keys: list of `ForeignKey`
    :ivar checks: list of `Check`, those of the columns too
    :ivar indexes: of `Index`, by name
    :ivar options: such as `ENGINE`, `COMMENT`, `WITHOUT ROWID`; by name
    :ivar triggers: the statements that make them
    :ivar implied: names of the indexes that the server makes for a foreign key by itself
    :ivar one_per_database: of what kinds, `checks` and `foreign_keys`, a name may be there once in the whole database
    """

    one_per_database, default_schema, made_by = (), None, None

    def __init__(self, name, schema=None):
        self.name, self.schema = name, schema
        self.columns, self.primary_key = OrderedDict(), None
        self.uniques, self.foreign_keys, self.checks = [], [], []
        self.indexes, self.options, self.triggers, self.implied = OrderedDict(), OrderedDict(), [], set()

    @property
    def place(self):
        """Its schema and name, as a `ForeignKey` has those of the table that it leads to: the default schema is None, which
        a model may spell out."""
        return None if self.schema == self.default_schema else self.schema, self.name

    def schema_of(self, key):
        """The schema to which one of its foreign keys leads, spelled out where it is the default one and this table's is."""
        return key.schema or (self.schema if self.place[0] is None else None)


def is_end_of(connection, error):
    """Whether an error is that the connection has ended, so that nothing more can be asked on it.

    :param connection: SQLAlchemy's
    :param error: SQLAlchemy's
    """
    if not isinstance(error, DBAPIError) or error.connection_invalidated:
        return isinstance(error, DBAPIError)
    return bool(connection.dialect.is_disconnect(error.orig, connection.connection.connection, None))


def execute(connection, statement):
    """Run a statement as it stands, with no values to put into it.

    :param connection: SQLAlchemy's, 1.3 or 1.4; its `%` are doubled, as its compilers write them
    """
    run = getattr(connection, 'exec_driver_sql', None) or connection.execute
    return run(statement)

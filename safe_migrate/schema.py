"""A table's definition, in one form for all databases: plain values.

With it the names of constraints that have none, and the brackets of a CREATE statement, by which some databases are read.

Each database's `introspection.py` has `read(connection, name, schema=None)`, which returns a `Table` or None. The texts in
it are the database's own, brought to one spelling: two definitions that mean the same are equal.
"""
import hashlib
import re
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


def closing(tokens, start):
    """The place of the bracket that closes the one at a place.

    :raises ValueError: where none does
    """
    depth = 0
    for place in range(start, len(tokens)):
        depth += {'(': 1, ')': -1}.get(tokens[place], 0)
        if depth == 0:
            return place
    raise ValueError('a bracket is not closed')


def split(tokens):
    """The tokens between the commas outside of all brackets."""
    items, depth = [[]], 0
    for token in tokens:
        depth += {'(': 1, ')': -1}.get(token, 0)
        if token == ',' and depth == 0:
            items.append([])
        else:
            items[-1].append(token)
    return items


# The names that a script gives to constraints which have none in the models.
# The same model always gets the same names, so that what one revision has made, a later one can drop.

# MySQL takes 64 characters.
LONGEST = 60
PRIMARY_KEY_NAME = 'pk_%(table_name)s'


def unique_name(table, columns):
    """A unique constraint's name."""
    return shortened('_'.join(('uq', table) + tuple(columns)))


def foreign_key_name(table, columns, referred):
    """A foreign key's name.

    :param referred: the name of the table that it refers to
    """
    return shortened('_'.join(('fk', table) + tuple(columns) + (referred,)))


def primary_key_name(table):
    """A primary key's name."""
    return shortened(PRIMARY_KEY_NAME % {'table_name': table})


def check_name(table, text, columns):
    """A CHECK's name: after its column, where it is about one alone.

    :param text: the condition
    :param columns: the names of the table's columns
    """
    named = [column for column in columns if re.search(r'(?<!\w)%s(?!\w)' % re.escape(column), text)]
    if len(named) == 1 and re.search(r'\bin\s*\(', text, re.IGNORECASE):
        return shortened('_'.join(('ck', table, named[0])))
    return shortened('_'.join(('ck', table, digest(text)[:8])))


def another(name, *what):
    """A name in the place of one that is taken.

    :param what: what tells its constraint from that which has the name
    """
    return shortened('%s_%s' % (name, digest(repr(what))[:8]))


class Names:
    """The same names, and another where a table has one already that may be there once in a database.

    `fk_a_b_c_t` is that of `a.b_c` and of `a_b.c`.

    :param owners: a function that gives the names that are taken, in small letters, each with its table
    """

    unique_name = staticmethod(unique_name)

    def __init__(self, owners=dict):
        self.owners, self.found = owners, None

    def foreign_key_name(self, table, columns, referred):
        return self.own(foreign_key_name(table, columns, referred), table, columns)

    def check_name(self, table, text, columns):
        return self.own(check_name(table, text, columns), table, text)

    def own(self, name, table, what):
        if self.found is None:
            self.found = self.owners()
        if self.found.setdefault(name.lower(), table) != table:
            name = another(name, table, what)
            self.found[name.lower()] = table
        return name


def shortened(name):
    """A name that every database takes."""
    return name if len(name) <= LONGEST else name[:LONGEST - 9] + '_' + digest(name)[:8]


def digest(text):
    return hashlib.sha1(text.encode('utf-8')).hexdigest()

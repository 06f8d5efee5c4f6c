"""What a database itself says that a table is, in one form for all databases.

mysql.py, sqlite.py  read from the CREATE statements that they give, and written as such; brackets.py: what both need for it
names.py  the names of constraints that have none

Each database's file has `read(connection, name, schema=None)`, which returns a `Table` or None. The texts in it are the
database's own, brought to one spelling: two definitions that mean the same are equal.
"""
from collections import OrderedDict, namedtuple

# name; type: the text behind it, such as `varchar(50)`; null: whether NULL may be in it; default: SQL text or None;
# computed: (expression, stored) or None; collate, comment: text or None; autoincrement: bool;
# more: what else stands there, as text
Column = namedtuple('Column', 'name type null default computed collate comment autoincrement more')

# A primary key or a unique constraint. name: None where it has none; columns: names; more: what else stands there.
Key = namedtuple('Key', 'name columns more')

# name: None where it has none; columns, targets: names; ondelete, onupdate: upper case, None for the default;
# deferrable: such as `DEFERRABLE INITIALLY DEFERRED`, None for the default
ForeignKey = namedtuple('ForeignKey', 'name columns schema table targets ondelete onupdate deferrable')

# name: None where it has none; text: the condition, without its outer parentheses; enforced: whether rows are held to it
Check = namedtuple('Check', 'name text enforced')
Check.__new__.__defaults__ = (True,)

# parts: the texts of its columns or expressions, such as `name`, `name(10)`, `lower(name)`, `name DESC`;
# kind: such as `FULLTEXT`, None for an ordinary one; where: the condition of a partial index; more: such as `USING HASH`
Index = namedtuple('Index', 'name parts unique kind where more')


class Table:
    """A table's definition.

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

    one_per_database = ()

    def __init__(self, name, schema=None):
        self.name, self.schema = name, schema
        self.columns, self.primary_key = OrderedDict(), None
        self.uniques, self.foreign_keys, self.checks = [], [], []
        self.indexes, self.options, self.triggers, self.implied = OrderedDict(), OrderedDict(), [], set()


def execute(connection, statement):
    """Run a statement as it stands, with no values to put into it.

    :param connection: SQLAlchemy's, 1.3 or 1.4; its `%` are doubled, as its compilers write them
    """
    run = getattr(connection, 'exec_driver_sql', None) or connection.execute
    return run(statement)

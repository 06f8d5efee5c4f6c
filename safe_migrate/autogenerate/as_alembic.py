"""The tables whose models the database cannot make: they are compared as Alembic does, so that the others are no worse off.

`_compare_tables` is private; its arguments are the same in Alembic 1.4 and 1.14.
"""
from alembic.autogenerate import compare
from alembic.operations import ops
from sqlalchemy import inspect
from sqlalchemy.util import OrderedSet

from ..colour import echo
from ..inspect.differences import flat, in_words
from .found import COLOURS
from .unknown import given


def compare_as_alembic(autogen_context, upgrade_ops, comparison):
    """Add what Alembic finds in the tables that were set aside.

    :param upgrade_ops: whose operations are changed
    :param comparison: a `comparison.Comparison`, whose `aside` names the tables
    """
    reader, found = inspect(comparison.connection), ops.UpgradeOps([])
    tables = [comparison.models[key] for key in comparison.aside]
    there = [(table.schema, table.name) for table in tables
             if table.name in reader.get_table_names(schema=table.schema)]
    compare._compare_tables(OrderedSet(there), OrderedSet([(table.schema, table.name) for table in tables]), reader, found,
                            autogen_context)
    for one in flat(found.ops) if given(autogen_context, 'summary', False) else ():
        echo('~ ' + in_words(one), fg=COLOURS['~'])
    needed = {key.column.table for table in comparison.models.values() if table not in tables for key in table.foreign_keys}
    first = [one for one in found.ops if isinstance(one, ops.CreateTableOp) and one.table_name in
             [table.name for table in needed]]
    upgrade_ops.ops[:] = first + upgrade_ops.ops + [one for one in found.ops if one not in first]

"""The tables whose models the database cannot make: they are compared as Alembic does, so that the others are no worse off.

`_compare_tables` is private; its arguments are the same in Alembic 1.4 and 1.14.
"""
import contextlib

from alembic.operations import ops
from sqlalchemy import inspect

from ..compat.inside_alembic import compare_tables
from ..messages.colour import echo
from .found import COLOURS, log
from .in_words import flat, in_words
from .unknown import given

SIGNS = (('+', (ops.CreateTableOp, ops.AddColumnOp, ops.AddConstraintOp, ops.CreateIndexOp)),
         ('-', (ops.DropTableOp, ops.DropColumnOp, ops.DropConstraintOp, ops.DropIndexOp)))


@contextlib.contextmanager
def unlogged(wanted):
    """Within, where that is said in another way, Alembic does not say what it finds."""
    log.disabled, before = wanted or log.disabled, log.disabled
    try:
        yield
    finally:
        log.disabled = before


def compare_as_alembic(autogen_context, upgrade_ops, comparison):
    """Add what Alembic finds in the tables that were set aside.

    :param upgrade_ops: whose operations are changed
    :param comparison: a `comparison.Comparison`, whose `aside` names the tables
    """
    reader, found = inspect(comparison.connection), ops.UpgradeOps([])
    tables = [comparison.models[key] for key in comparison.aside]
    there = [(table.schema, table.name) for table in tables
             if table.name in reader.get_table_names(schema=table.schema)]
    summary = given(autogen_context, 'summary', False)
    with unlogged(summary):
        compare_tables(there, [(table.schema, table.name) for table in tables], reader, found, autogen_context)
    for one in flat(found.ops) if summary else ():
        sign = next((sign for sign, kinds in SIGNS if isinstance(one, kinds)), '~')
        echo('%s %s' % (sign, one.table_name if isinstance(one, ops.CreateTableOp) else in_words(one)), fg=COLOURS[sign])
    needed = {key.column.table for table in comparison.models.values() if table not in tables for key in table.foreign_keys}
    first = [one for one in found.ops if isinstance(one, ops.CreateTableOp) and one.table_name in
             [table.name for table in needed]]
    upgrade_ops.ops[:] = first + upgrade_ops.ops + [one for one in found.ops if one not in first]

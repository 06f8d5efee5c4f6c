"""`db migrate` leaves the tables alone that this package keeps in the database."""
from alembic.autogenerate import comparators
from alembic.operations.ops import DropTableOp

from ..apply.own_tables import own_tables


@comparators.dispatch_for('schema')
def keep_own_tables(autogen_context, upgrade_ops, schemas):
    """Take the dropping of our tables, which no model has, out of what Alembic's own comparator has found."""
    if any(isinstance(op, DropTableOp) for op in upgrade_ops.ops):
        own = own_tables(autogen_context.connection)
        upgrade_ops.ops[:] = [op for op in upgrade_ops.ops if not (isinstance(op, DropTableOp) and op.table_name in own)]

"""`db migrate` leaves the tables alone that this package keeps in the database."""
from alembic.autogenerate import comparators
from alembic.operations.ops import DropTableOp

from ..apply import is_own


@comparators.dispatch_for('schema')
def keep_own_tables(autogen_context, upgrade_ops, schemas):
    """Take the dropping of our tables, which no model has, out of what Alembic's own comparator has found."""
    upgrade_ops.ops[:] = [op for op in upgrade_ops.ops if not (isinstance(op, DropTableOp) and is_own(op.table_name))]

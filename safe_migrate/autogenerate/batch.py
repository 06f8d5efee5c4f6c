"""SQLite has no ALTER COLUMN: a script that was written for it copies the table (Alembic's batch mode)."""
from alembic.autogenerate import comparators, renderers
from alembic.operations.ops import AlterColumnOp, ModifyTableOps

from .chosen import chosen


class BatchTableOps(ModifyTableOps):
    """The changes of one table, rendered in batch mode whatever the rest of the script is."""

    def reverse(self):
        """The downgrade's, in batch mode too."""
        return BatchTableOps.of(super().reverse())

    @classmethod
    def of(cls, operation):
        return cls(operation.table_name, ops=operation.ops, schema=operation.schema)


@renderers.dispatch_for(BatchTableOps)
def render(autogen_context, operation):
    """Render it as Alembic does with `render_as_batch=True`, an option that otherwise holds for the whole script."""
    before = autogen_context.opts.get('render_as_batch')
    autogen_context.opts['render_as_batch'] = True
    try:
        return renderers.dispatch(ModifyTableOps(operation.table_name, ops=[]))(autogen_context, operation)
    finally:
        autogen_context.opts['render_as_batch'] = before


@comparators.dispatch_for('schema')
def alter_in_batch(autogen_context, upgrade_ops, schemas):
    """Put the tables with a changed column into batch mode, where the codebase has not chosen.

    Each database of `--multidb` comes here with operations of its own.
    """
    context = autogen_context.migration_context
    if context.dialect.name == 'sqlite' and not chosen('render_as_batch', context):
        upgrade_ops.ops[:] = [BatchTableOps.of(op) if alters(op) else op for op in upgrade_ops.ops]


def alters(operation):
    return isinstance(operation, ModifyTableOps) and any(isinstance(op, AlterColumnOp) for op in operation.ops)

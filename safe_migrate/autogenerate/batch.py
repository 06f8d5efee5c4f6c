"""SQLite has no ALTER COLUMN: a script that was written for it copies the table (Alembic's batch mode)."""
from alembic.autogenerate import renderers
from alembic.operations.ops import ModifyTableOps


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

"""SQLite has no ALTER COLUMN: a script that was written for it copies the table (Alembic's batch mode)."""
from alembic.autogenerate import renderers
from alembic.operations.ops import ModifyTableOps


class BatchTableOps(ModifyTableOps):
    """The changes of one table, rendered in batch mode whatever the rest of the script is.

    :param options: what `op.batch_alter_table` is told beside the table's name
    """

    def __init__(self, table_name, ops, schema=None, options=None):
        super().__init__(table_name, ops, schema=schema)
        self.options = options or {}

    def is_empty(self):
        return not self.ops and not self.options


@renderers.dispatch_for(BatchTableOps)
def render(autogen_context, operation):
    """Render it as Alembic does with `render_as_batch=True`, an option that otherwise holds for the whole script."""
    before = autogen_context.opts.get('render_as_batch')
    autogen_context.opts['render_as_batch'] = True
    try:
        lines = renderers.dispatch(ModifyTableOps(operation.table_name, ops=[]))(autogen_context, operation)
    finally:
        autogen_context.opts['render_as_batch'] = before
    return with_options(lines, operation) if operation.options else lines


def with_options(lines, operation):
    """The batch with what the table is told, also where it is all that changes."""
    options = ', '.join('%s=%r' % item for item in sorted(operation.options.items()))
    first = 'with op.batch_alter_table(%r, schema=%r, %s) as batch_op:' % (
        operation.table_name, operation.schema, options)
    return [first] + (lines[1:] or ['pass', ''])

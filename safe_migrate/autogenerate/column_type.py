"""`db migrate` sees a changed column type without the tutorial's edit of `env.py` (`compare_type=True`)."""
import logging

from alembic.autogenerate import comparators
from flask import current_app
from sqlalchemy.types import NullType

log = logging.getLogger('alembic.autogenerate.column_type')  # below `alembic`, whose level a stock alembic.ini sets


def chosen(name, context):
    """Whether the codebase has set an option itself, in `env.py` or in `Migrate(app, db, name=...)`."""
    return context.opts.get(name) is not False or name in current_app.extensions['migrate'].configure_args


def differs(context, reflected, wanted):
    """Whether Alembic, with `compare_type=True`, finds two types different; an unknown one it cannot judge."""
    unknown = isinstance(reflected.type, NullType) or isinstance(wanted.type, NullType)
    return not unknown and context.impl.compare_type(reflected, wanted)


@comparators.dispatch_for('column')
def compare_type(autogen_context, operation, schema, table, column, reflected, wanted):
    """Compare a column's type as Alembic does with `compare_type=True`, where the codebase has not chosen.

    Alembic's own comparator asks the option first, and from below `env.py` that option cannot be set in time.

    :source: https://alembic.sqlalchemy.org/en/latest/autogenerate.html#compare-types
    """
    context = autogen_context.migration_context
    if not chosen('compare_type', context) and differs(context, reflected, wanted):
        operation.existing_type, operation.modify_type = reflected.type, wanted.type
        log.info('Detected type change from %r to %r on \'%s.%s\'', reflected.type, wanted.type, table, column)
    # SQLite has no ALTER COLUMN: there the script is to copy the table.
    if operation.has_changes() and context.dialect.name == 'sqlite' and not chosen('render_as_batch', context):
        autogen_context.opts['render_as_batch'] = True

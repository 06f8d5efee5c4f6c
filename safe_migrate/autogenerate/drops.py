"""`db migrate` drops no table by mistake: one that was not imported, or most of them."""
from alembic.autogenerate import comparators
from alembic.operations.ops import CreateTableOp, DropTableOp

from ..codebase.project import home
from ..messages import UserError, prompts
from ..messages import autogenerate as explain
from .unknown import given, left_alone, models, refuse_without_models, writes


@comparators.dispatch_for('schema')
def guard_drops(autogen_context, upgrade_ops, schemas):
    """Look at the tables to be dropped, of one database, when all that is to be done has been found.

    :raises UserError: where they are not to be dropped; then nothing is written
    """
    unknown = left_alone(autogen_context, {key(op) for op in upgrade_ops.ops if isinstance(op, DropTableOp)})
    upgrade_ops.ops[:] = [op for op in upgrade_ops.ops if key(op) not in unknown]
    dropped = [op for op in upgrade_ops.ops if isinstance(op, DropTableOp)]
    if dropped and writes(autogen_context):
        refuse_not_imported({op.table_name for op in dropped})
        agree(len(models(autogen_context)), dropped, upgrade_ops, given(autogen_context, 'yes', False))


def key(operation):
    return getattr(operation, 'schema', None), getattr(operation, 'table_name', None)


def refusal(tables, has_models):
    """What `db migrate` stops with where tables would be dropped by mistake.

    :param tables: their names
    :param has_models: whether the application has any model
    :returns: a `UserError`, or None
    """
    try:
        if tables and not has_models:
            refuse_without_models(tables)
        refuse_not_imported(tables)
    except UserError as error:
        return error
    return None


def refuse_not_imported(tables):
    """A table is not to be dropped because nothing imports the module that defines it."""
    from ..codebase.sources import import_lines, not_imported
    found = not_imported(home(), tables)
    if found:
        places = sorted({(definition.table, definition.path) for definition in found})
        raise explain.not_imported(places, import_lines(found))


def agree(models, dropped, upgrade_ops, yes):
    """More than half of the tables are dropped only when somebody says so.

    :param models: how many tables the application has
    :raises UserError: where nobody does
    """
    created = sum(isinstance(op, CreateTableOp) for op in upgrade_ops.ops)
    tables = len(dropped) + max(models - created, 0)
    names = sorted(op.table_name for op in dropped)
    if len(dropped) * 2 > tables and not yes and not prompts.agrees(explain.most_tables(names, tables)):
        raise prompts.refusal(explain.too_many_dropped(names, tables))

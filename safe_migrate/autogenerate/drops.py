"""`db migrate` drops no table by mistake: one that was not imported, or most of them."""
import click
from alembic.autogenerate import comparators
from alembic.operations.ops import CreateTableOp, DropTableOp

from .. import prompts
from ..explain import autogenerate as explain
from ..project import home
from .unknown import given, left_alone, models, writes


@comparators.dispatch_for('schema')
def guard_drops(autogen_context, upgrade_ops, schemas):
    """Look at the tables to be dropped, of one database, when all that is to be done has been found.

    :raises UserError: where they are not to be dropped; then nothing is written
    """
    unknown = left_alone(autogen_context, {key(op) for op in upgrade_ops.ops if isinstance(op, DropTableOp)})
    upgrade_ops.ops[:] = [op for op in upgrade_ops.ops if key(op) not in unknown]
    dropped = [op for op in upgrade_ops.ops if isinstance(op, DropTableOp)]
    if dropped and writes(autogen_context):
        refuse_not_imported(dropped)
        agree(len(models(autogen_context)), dropped, upgrade_ops, given(autogen_context, 'yes', False))


def key(operation):
    return getattr(operation, 'schema', None), getattr(operation, 'table_name', None)


def refuse_not_imported(dropped):
    """A table is not to be dropped because nothing imports the module that defines it."""
    from .sources import import_lines, not_imported
    found = not_imported(home(), {op.table_name for op in dropped})
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
    if len(dropped) * 2 > tables and not yes and not asker().agrees(explain.most_tables(names, tables)):
        raise explain.too_many_dropped(names, tables)


class Silent:
    """Does not ask, and does not agree."""

    def agrees(self, question):
        return False


class Terminal(Silent):
    """Asks who sits at the terminal."""

    def agrees(self, question):
        try:
            return prompts.confirm(question)
        except click.Abort:
            prompts.end_line()
            return False


def asker():
    """Who agrees: a terminal, where there is one."""
    return Terminal() if prompts.at_terminal() else Silent()

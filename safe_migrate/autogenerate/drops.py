"""`db migrate` drops no table by mistake: one that was not imported, one that no revision has created, or most of them."""
import gc

import click
from alembic.autogenerate import comparators
from alembic.operations.ops import CreateTableOp, DropTableOp
from flask_sqlalchemy import SQLAlchemy

from ..codebase.environment import model_tables
from ..codebase.project import home
from ..databases.address import application_db
from ..messages import UserError
from ..messages import autogenerate as explain
from ..messages import prompts
from ..options import option


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


def left_alone(autogen_context, tables):
    """The tables that are not to be dropped, because no revision has created them. It is said which.

    :param tables: the (schema, name) of those that have no model
    :returns: a set of (schema, name)
    :raises UserError: where there is no model at all
    """
    if tables and writes(autogen_context) and not models(autogen_context):
        refuse_without_models({name for _, name in tables})
    renamed = {text.partition('=')[0].strip() for text in given(autogen_context, 'rename', ())}
    script = autogen_context.migration_context.script
    if not tables or script is None or given(autogen_context, 'drop_unknown', False):
        return set()
    unknown = {place for place in unknown_tables(autogen_context, tables) if place[1] not in renamed}
    if unknown and writes(autogen_context):
        click.echo(explain.left_alone([name for _, name in sorted(unknown, key=str)]), err=True)
    return unknown


def writes(autogen_context):
    """Whether a revision is to be written, and not only looked at what it would be."""
    return 'revision_context' in autogen_context.migration_context.opts


def given(autogen_context, name, default):
    """What the command that runs was given, such as `--yes`."""
    config = autogen_context.migration_context.config
    return default if config is None else option(config, name, default)


def models(autogen_context):
    """The application's tables, those of other databases too, and those that `env.py` gives to Alembic."""
    return set(model_tables()) | set(autogen_context.table_key_to_table)


def refuse_without_models(tables):
    """Without a model every table would be dropped."""
    from ..codebase.sources import import_lines, not_imported
    raise explain.no_models(sorted(tables), import_lines(not_imported(home(), tables)), of_another_sqlalchemy())


def tell_without_models(autogen_context):
    """Where nothing is found because no model is imported, that is said."""
    from ..codebase.sources import import_lines, not_imported
    if writes(autogen_context) and not models(autogen_context):
        found = not_imported(home())
        if found:
            click.echo(explain.warning(explain.nothing_imported(import_lines(found))), err=True)


def of_another_sqlalchemy():
    """The tables of models that were made with a `SQLAlchemy()` which is not the application's."""
    found = [one.metadata.tables for one in gc.get_objects()
             if issubclass(type(one), SQLAlchemy) and one is not application_db()]
    return sorted(name for tables in found for name in tables)


def unknown_tables(autogen_context, tables):
    """Those of the tables that no revision has created."""
    from ..codebase.revision_files import created_by
    created = created_by(autogen_context.migration_context.script)
    default = (autogen_context.dialect.default_schema_name or '').lower()
    return {(schema, name) for schema, name in tables if not created & {
        (schema and schema.lower(), name.lower()), ((schema or default).lower(), name.lower())}}

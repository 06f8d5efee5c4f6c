"""Tables that have no model, and that no revision of this repository has created: they are left alone."""
import gc

import click
from flask_sqlalchemy import SQLAlchemy

from ..codebase.binds import model_tables
from ..codebase.project import home
from ..databases.address import application_db
from ..messages import autogenerate as explain
from ..options import option


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
    from ..codebase.created import created_by
    created = created_by(autogen_context.migration_context.script)
    default = (autogen_context.dialect.default_schema_name or '').lower()
    return {(schema, name) for schema, name in tables if not created & {
        (schema and schema.lower(), name.lower()), ((schema or default).lower(), name.lower())}}

"""What `db migrate` finds: the database's own word for what the models mean, compared with its word for what it has."""
import sqlite3
from importlib import import_module

from alembic.autogenerate import comparators
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from ..apply import JOURNAL
from ..configuration import option
from ..explain import model_impossible
from .found import everything, held_back, report
from .match import settle
from .model import Model
from .operations import name_in
from .respect import Choices
from .sides import DatabaseSide, ModelSide
from .steps import Changes

# The file that knows a database, by SQLAlchemy's name for it. On others Alembic's own comparison stands.
DATABASES = {'mysql': 'mysql', 'mariadb': 'mysql', 'sqlite': 'sqlite'}
JUDGE = 'safe_migrate_judge'


def judge_of(autogen_context):
    """The file that knows this database, where the database can say what a model means; else None.

    :param autogen_context: Alembic's, with the connection, which keeps the answer
    """
    connection = autogen_context.connection
    if JUDGE not in connection.info:
        name = DATABASES.get(connection.dialect.name)
        database = import_module('.' + name, __package__) if name else None
        connection.info[JUDGE] = database if database and database.can_judge(connection) else None
    return connection.info[JUDGE]


@comparators.dispatch_for('schema')
def compare(autogen_context, upgrade_ops, schemas):
    """Put operations of ours in the place of those that Alembic's own comparison has found."""
    database = judge_of(autogen_context)
    held_back.settle(stands=not database)
    if database:
        call = name_in(autogen_context)
        changes = Comparison(autogen_context, database, schemas, call).changes()
        report(everything(changes), wants_summary(autogen_context))
        replace(upgrade_ops, database.operations(changes, call), database.operations(changes.back(), call))


def wants_summary(autogen_context):
    """Whether the command that runs prints what it finds, as `db migrate` does."""
    config = autogen_context.migration_context.config
    return config is not None and option(config, 'summary', False)


def replace(upgrade_ops, forward, back):
    """Let Alembic write these operations, and those for the downgrade, which are found by the same rules.

    Alembic would reverse each operation; ours depend on one another. What a codebase's own comparators have added stays.
    """
    others = [one for one in upgrade_ops.ops if not type(one).__module__.startswith('alembic.')]
    upgrade_ops.ops[:] = forward + others

    def reverse_into(downgrade_ops):
        downgrade_ops.ops[:] = [one.reverse() for one in reversed(others)] + back
        return downgrade_ops
    upgrade_ops.reverse_into = reverse_into


class Comparison:
    """All tables of one database beside all its models."""

    def __init__(self, autogen_context, database, schemas, call):
        self.call = call
        self.context, self.database, self.choices = autogen_context, database, Choices(autogen_context)
        self.filtered = any(autogen_context.opts.get(name) for name in ('include_object', 'include_symbol', 'include_name'))
        self.connection, self.dialect = autogen_context.connection, autogen_context.dialect
        self.default_schema = self.dialect.default_schema_name
        self.models = {self.key(table.schema, table.name): table for table in autogen_context.sorted_tables}
        self.schemas = set(schemas) | {schema for schema, _ in self.models}

    def key(self, schema, name):
        return None if schema == self.default_schema else schema, str(name)

    def changes(self):
        """:returns: a `Changes`"""
        real = self.real_tables()
        created = [self.model_side(table, None) for key, table in self.models.items()
                   if key not in real and self.choices.includes(table, table.name, 'table', False)]
        dropped = [side for side in (DatabaseSide(table, self.database) for key, table in real.items()
                                     if key not in self.models)
                   if self.choices.includes(side.table(), side.definition.name, 'table', True)]
        kept = [self.pair(DatabaseSide(real[key], self.database), table) for key, table in self.models.items()
                if key in real]
        return Changes(created, dropped, [pair for pair in kept if pair])

    def pair(self, old, table):
        """Both sides of a table, or None where the codebase leaves it out."""
        if not self.choices.includes(table, table.name, 'table', False, old.table() if self.filtered else None):
            return None
        new = self.model_side(table, old.definition)
        self.choices.keep(old, new)
        return old, new

    def model_side(self, table, real):
        model = Model(table, self.dialect)
        try:
            self.database.define(self.connection, model, real)
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise model_impossible(table.fullname, reason_of(error)) from error
        origins = settle(real, model.definition)
        self.database.complete(model.definition, real)
        return ModelSide(model, model.definition, origins, self.database, self.call)

    def real_tables(self):
        """The database's tables, by schema and name, in their names' order."""
        version = self.context.migration_context.version_table
        hidden = {(self.context.migration_context.version_table_schema, version), (None, JOURNAL)}
        found = {}
        for schema in sorted(self.schemas, key=str):
            for name in sorted(inspect(self.connection).get_table_names(schema=schema)):
                if (schema, name) not in hidden and self.named(schema, name):
                    found[schema, name] = self.database.read(self.connection, name, schema)
        return {key: table for key, table in found.items() if table}

    def named(self, schema, name):
        """What `include_name` says, from Alembic 1.5 on."""
        run = getattr(self.context, 'run_name_filters', None)
        return run is None or run(name, 'table', {'schema_name': schema})


def reason_of(error):
    """The database's or SQLAlchemy's own words, in one line."""
    words = getattr(error, 'orig', None) or error
    return ' '.join(str(words.args[-1] if words.args else words).split())

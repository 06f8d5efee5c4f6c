"""The database's own word for what the models mean, compared with its word for what it has."""
import contextlib
import functools
import itertools
import re
import sqlite3

from alembic.operations import ops
from alembic.operations.ops import DropTableOp
from sqlalchemy import inspect
from sqlalchemy.exc import NoReferencedTableError, SQLAlchemyError

from .. import databases
from ..codebase import environment
from ..codebase.environment import bind_of
from ..codebase.project import home
from ..codebase.slips import slips
from ..codebase.sources import import_lines, not_imported
from ..compat.inside_alembic import compare_tables
from ..journal.own_tables import own_tables
from ..messages.autogenerate import (bind_unknown, made_elsewhere, models_wrong, not_compared, percent_refused, set_aside,
                                     target_not_imported, to_answer, warning)
from ..messages.layout import CARE, echo
from ..messages.prompts import prompter
from ..schema import execute, is_end_of
from ..translation.language import english
from . import fill, overrides, rename
from .difference import Difference
from .drops import given, left_alone
from .interface import SHADOW
from .model import Model, keep_type_checks, settle
from .operations import First, Note, grouped, name_in
from .overrides import Choices
from .rename import Renames
from .report import COLOURS, everything, flat, in_words, log, report
from .sides import DatabaseSide, ModelSide
from .steps import Changes

# What `op.create_table` says of a table in another database of the server.
SCHEMA = re.compile(r"^ *schema='(\w+)'\n *\)", re.MULTILINE)


def compare(autogen_context, upgrade_ops, schemas, database):
    """Find all that differs, and the operations for it, both ways."""
    call = name_in(autogen_context)
    comparison = Comparison(autogen_context, database, schemas, call)
    changes, renames = comparison.changes(), comparison.renames
    report(everything(changes, renames) + database.changed_types(changes), given(autogen_context, 'summary', False))
    for text in () if given(autogen_context, 'looking', False) else slips() + database.not_made(changes):
        echo(warning(text), err=True, **CARE)
    comparison.warn_of_binds()
    for name, reason in comparison.aside.values():
        echo(warning(set_aside(name, reason)), err=True, **CARE)
    notes = [Note(text) for text in comparison.notes()]
    operations = database.operations(changes, call)
    first = [one for one in operations if isinstance(one, First)]
    replace(upgrade_ops, notes + first + renames.forward() + [one for one in operations if one not in first],
            database.operations(changes.back(), call) + renames.back())
    if comparison.aside:
        compare_as_alembic(autogen_context, upgrade_ops, comparison)


def replace(upgrade_ops, forward, back):
    """Let Alembic write these operations, and those for the downgrade, which are found by the same rules.

    Alembic would reverse each operation, and ours depend on one another. What comparators that run later add or take away
    is reversed as well.
    """
    upgrade_ops.ops[:] = forward = grouped(forward)

    def reverse_into(downgrade_ops):
        first = [one for one in itertools.takewhile(lambda one: one not in forward, upgrade_ops.ops)] if forward else []
        others = [one for one in upgrade_ops.ops if one not in forward + first]
        spared = {one.table_name for one in forward if isinstance(one, DropTableOp) and one not in upgrade_ops.ops}
        downgrade_ops.ops[:] = [one.reverse() for one in reversed(others)] + [
            one for one in grouped(back) if getattr(one, 'table_name', None) not in spared] + [
            one.reverse() for one in reversed(first)]
        return downgrade_ops
    upgrade_ops.reverse_into = reverse_into


class Comparison:
    """All tables of one database beside all its models.

    :param database: an `interface.Autogenerate`
    :ivar aside: the models that the database cannot make, by key: their tables' names, and why
    """

    def __init__(self, autogen_context, database, schemas, call):
        self.call = call
        self.context, self.database, self.choices = autogen_context, database, Choices(autogen_context)
        self.filtered = any(autogen_context.opts.get(name) for name in ('include_object', 'include_symbol', 'include_name'))
        self.connection, self.dialect = autogen_context.connection, autogen_context.dialect
        self.default_schema = self.dialect.default_schema_name or 'main'  # SQLite's
        self.models = {self.key(table.schema, table.name): table for table in sorted_tables(autogen_context)}
        # the other databases of the server in which a revision has made a table, which a model may have left since
        texts = self.texts_of_revisions() if databases.of(self.connection).has_schemas else []
        self.schemas = set(schemas) | {schema for schema, _ in self.models} | {
            name for text in texts for name in SCHEMA.findall(text)}
        asker = prompter(wanted=given(autogen_context, 'summary', False))
        self.answers = rename.Answers(given(autogen_context, 'rename', ()), asker, self.count)
        self.values = fill.Values(given(autogen_context, 'fill', ()), asker)
        self.renames, self.aside, self.elsewhere, self.namings = Renames(database), {}, {}, {}

    def key(self, schema, name):
        """By what a table is known; a database may not tell capitals from small letters."""
        return (None if schema == self.default_schema else schema), self.database.table_key(self.connection, str(name))

    def texts_of_revisions(self):
        script = self.context.migration_context.script
        return [as_read(revision.path) for revision in script.walk_revisions()] if script else []

    def in_history(self, name):
        """Whether a revision has a string in it that is a constraint's name."""
        wanted = re.compile('[\'"]%s[\'"]' % re.escape(name))
        return any(map(wanted.search, self.texts_of_revisions()))

    def changes(self):
        """:returns: a `Changes`"""
        real = self.real_tables()
        self.leave_elsewhere(real)
        self.leave_unknown(real)
        self.rename_tables(real)
        models = {key: self.model(key, table, real.get(key)) for key, table in self.models.items()
                  if self.included(table, real.get(key))}
        models = {key: model for key, model in models.items() if model}
        for key in [key for key in models if key in real]:
            self.rename_columns(real, key, models[key])
        self.check(self.answers)
        created = [self.side(model, None) for key, model in models.items() if key not in real]
        dropped = [side for side in (DatabaseSide(table, self.database) for key, table in real.items()
                                     if key not in self.models)
                   if self.choices.includes(side.table(), side.definition.name, 'table', True)]
        kept = [self.pair(real[key], model) for key, model in models.items() if key in real]
        self.check(self.values)
        return self.possible(created, dropped, kept)

    def possible(self, created, dropped, kept):
        """The changes without those of tables that the database would refuse, which are set aside."""
        refused = self.database.refused(Changes(created, dropped, kept))
        for side, reason in refused:
            table = side.definition
            self.aside[self.key(table.schema, table.name)] = table.name, reason
        sides = [side for side, _ in refused]
        return Changes([one for one in created if one not in sides], dropped, [one for one in kept if one[1] not in sides])

    def check(self, answers):
        """Refuse what was answered beforehand and fits nothing, where no other database may come in which it does."""
        waiting = given(self.context, 'waiting', None)
        if waiting and self.context.opts['upgrade_token'] != 'upgrades':
            waiting.add(answers)
        else:
            overrides.refuse_unused([answers])

    def included(self, table, real):
        """Whether the codebase lets a table be compared."""
        other = DatabaseSide(real, self.database).table() if real and self.filtered else None
        return self.choices.includes(table, table.name, 'table', False, other)

    def model(self, key, table, real):
        """A model with the definition that the database gives it; None of one that it cannot make, which is set aside."""
        model = Model(table, self.dialect, self.database.READS_BACKTICKS)
        try:
            self.database.define(self.connection, model, real)
            model.definition.default_schema = self.default_schema
            return model
        except (SQLAlchemyError, sqlite3.Error) as error:
            if is_end_of(self.connection, error):
                raise
            reason = reason_of(error).replace(SHADOW, table.name)
        except (TypeError, ValueError) as error:  # the driver's: SQLAlchemy 1.3 doubles no % in an Enum's member
            reason = percent_refused(error)
        self.aside[key] = table.fullname, reason

    def leave_elsewhere(self, real):
        """Take out the models that name another database, where an env.py for one gives all of them to it."""
        if bind_of(self.context.migration_context) is None:
            self.elsewhere = {key: table for key, table in self.models.items()
                              if key not in real and environment.is_elsewhere(table, self.connection.engine)}
        for key in self.elsewhere:
            del self.models[key]

    def warn_of_binds(self):
        """Say of which models no command makes a table."""
        lost = [] if bind_of(self.context.migration_context) else environment.unknown_binds()
        texts = [bind_unknown(table, bind, environment.bind_names()) for table, bind in lost]
        texts += [made_elsewhere(table.name, environment.bind_of_table(table)) for table in self.elsewhere.values()
                  if (table.name, environment.bind_of_table(table)) not in lost]
        for text in texts:
            echo(warning(text), err=True, **CARE)

    def leave_unknown(self, real):
        """Take out the tables that have no model and that no revision has created."""
        gone = {(table.schema, table.name): key for key, table in real.items() if key not in self.models
                and self.choices.includes(DatabaseSide(table, self.database).table(), table.name, 'table', True)}
        for place in left_alone(self.context, gone):
            del real[gone[place]]

    def rename_tables(self, real):
        """Give tables that were renamed their new names, in all that names them."""
        were = {table.name: table for key, table in real.items() if key[0] is None}
        will_be = {real[key].name if key in real else str(table.name): table
                   for key, table in self.models.items() if key[0] is None}
        for old, new in rename.in_order(self.answers.tables(were, will_be), were):
            table = real.pop(self.key(None, old))
            self.renames.add_table(table, new, [table] + list(real.values()))
            real[self.key(None, new)] = table

    def rename_columns(self, real, key, model):
        """Give columns that were renamed their new names, in all that names them."""
        table = real[key]
        were = dict(table.columns)
        found = self.answers.columns(self.renames.names_of(table), were, model.definition.columns)
        for old, new in rename.in_order(found, were):
            self.renames.add_column(table, old, new, real.values())

    def side(self, model, real):
        """A model's side, with all names and with what the database adds by itself."""
        origins = settle(real, model.definition, self.naming(model.definition.place[0]))
        self.database.complete(model.definition, real)
        return ModelSide(model, model.definition, origins, self.database, self.call)

    def naming(self, schema):
        """The names of what has none in the models; no two of a schema get the same."""
        if schema not in self.namings:
            self.namings[schema] = self.database.naming(self.connection, schema)
        return self.namings[schema]

    def pair(self, real, model):
        """Both sides of a table."""
        new = self.side(model, real)
        old = DatabaseSide(real, self.database)
        keep_type_checks(old, new, self.in_history)
        self.choices.keep(old, new)
        self.values.put(old, new, Difference(old.definition, new.definition),
                        lambda column: self.has_rows(old.definition, column),
                        lambda column: self.count_missing(old.definition, column), self.database.FILLS_BY_ITSELF)
        return old, new

    def has_rows(self, table, column):
        """Whether a table has rows, those without a value in a column if one is named. Names are those before a rename."""
        with databases.of(self.connection).leaving_no_lock(self.connection):
            return execute(self.connection, 'SELECT 1 %s LIMIT 1' % self.missing(table, column)).first() is not None

    def count_missing(self, table, column):
        """How many they are."""
        with databases.of(self.connection).leaving_no_lock(self.connection):
            return execute(self.connection, 'SELECT COUNT(*) ' + self.missing(table, column)).scalar()

    def missing(self, table, column):
        """From where they are read."""
        quote = self.dialect.identifier_preparer.quote_identifier
        name, column = self.renames.before(table, column)
        place = '.'.join(quote(part) for part in (table.schema, name) if part)
        return 'FROM %s%s' % (place, ' WHERE %s IS NULL' % quote(column) if column else '')

    def count(self, table, column=None):
        """How many rows a table of the database has, or how many values one of its columns."""
        quote = self.dialect.identifier_preparer.quote_identifier
        what = quote(column) if column else '*'
        with databases.of(self.connection).leaving_no_lock(self.connection):
            return execute(self.connection, 'SELECT COUNT(%s) FROM %s' % (what, quote(table))).scalar()

    def notes(self):
        """What the script should say beside its operations; on stderr too, where one is written."""
        notes = self.answers.notes + self.values.notes
        if not notes:
            return []
        renames, fills = given(self.context, 'unanswered', ([], []))  # those of another database before them
        renames.extend(self.answers.pairs)
        fills.extend(self.values.places)
        way_on = functools.partial(to_answer, given(self.context, 'typed', 'migrate'), renames, fills)
        if not given(self.context, 'looking', False):
            for text in [warning(note()) for note in notes] + [way_on()]:
                echo(text, err=True, **CARE)
        with english():
            return [note() for note in notes + [way_on]]

    def real_tables(self):
        """The database's tables, by schema and name, in their names' order."""
        version, found = self.context.migration_context, {}
        hidden = {(self.schema_named(None), name) for name in own_tables(self.connection)}
        hidden.add((self.schema_named(version.version_table_schema), version.version_table))
        for schema in sorted(self.schemas, key=str):
            for name in sorted(inspect(self.connection).get_table_names(schema=schema)):
                if (self.schema_named(schema), name) not in hidden and self.named(schema, name):
                    found[self.key(schema, name)] = self.database.read(self.connection, name, schema)
        found = {key: table for key, table in found.items() if table}
        for key, table in found.items():
            table.default_schema = self.default_schema
            if table.made_by and key in self.models:
                del self.models[key]
                echo(warning(not_compared(table.name, table.made_by)), err=True, **CARE)
        return {key: table for key, table in found.items() if not table.made_by}

    def schema_named(self, schema):
        """A schema in one form, of which the default one has two: its name, and none at all."""
        return (schema or self.default_schema).lower()

    def named(self, schema, name):
        """What `include_name` says, from Alembic 1.5 on."""
        run = getattr(self.context, 'run_name_filters', None)
        return run is None or run(name, 'table', {'schema_name': schema})


def sorted_tables(autogen_context):
    """The models' tables.

    :raises UserError: where they contradict themselves, as by a foreign key to a table that no model has
    """
    try:
        return autogen_context.sorted_tables
    except NoReferencedTableError as error:
        found = not_imported(home(), {error.table_name})
        raise (target_not_imported(reason_of(error), found[0].path, import_lines(found)) if found
               else models_wrong(reason_of(error), autogen_context.table_key_to_table)) from error
    except SQLAlchemyError as error:
        raise models_wrong(reason_of(error)) from error


def as_read(path):
    """A file's text, whatever it is written in."""
    with open(path, encoding='utf-8', errors='replace') as file:
        return file.read()


def reason_of(error):
    """The database's or SQLAlchemy's own words, in one line."""
    words = getattr(error, 'orig', None) or error
    return ' '.join(str(words.args[-1] if words.args else words).split())


# The tables whose models the database cannot make: they are compared as Alembic does, so that the others are no worse off.
# `_compare_tables` is private; its arguments are the same in Alembic 1.4 and 1.14.

SIGNS = (('+', (ops.CreateTableOp, ops.AddColumnOp, ops.AddConstraintOp, ops.CreateIndexOp)),
         ('-', (ops.DropTableOp, ops.DropColumnOp, ops.DropConstraintOp, ops.DropIndexOp)))


@contextlib.contextmanager
def unlogged(wanted):
    """Within, where that is said in another way, Alembic does not say what it finds."""
    log.disabled, before = wanted or log.disabled, log.disabled
    try:
        yield
    finally:
        log.disabled = before


def compare_as_alembic(autogen_context, upgrade_ops, comparison):
    """Add what Alembic finds in the tables that were set aside.

    :param upgrade_ops: whose operations are changed
    :param comparison: a `comparison.Comparison`, whose `aside` names the tables
    """
    reader, found = inspect(comparison.connection), ops.UpgradeOps([])
    tables = [comparison.models[key] for key in comparison.aside]
    there = [(table.schema, table.name) for table in tables
             if table.name in reader.get_table_names(schema=table.schema)]
    summary = given(autogen_context, 'summary', False)
    with unlogged(summary):
        compare_tables(there, [(table.schema, table.name) for table in tables], reader, found, autogen_context)
    for one in flat(found.ops) if summary else ():
        sign = next((sign for sign, kinds in SIGNS if isinstance(one, kinds)), '~')
        echo('%s %s' % (sign, one.table_name if isinstance(one, ops.CreateTableOp) else in_words(one)), fg=COLOURS[sign])
    needed = {key.column.table for table in comparison.models.values() if table not in tables for key in table.foreign_keys}
    first = [one for one in found.ops if isinstance(one, ops.CreateTableOp) and one.table_name in
             [table.name for table in needed]]
    upgrade_ops.ops[:] = first + upgrade_ops.ops + [one for one in found.ops if one not in first]

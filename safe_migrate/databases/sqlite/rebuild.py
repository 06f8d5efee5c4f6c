"""ALTER on SQLite, which has next to none: the table is made anew from its own definition, with all its rows.

Alembic's batch mode makes it from what SQLAlchemy reflects, and so loses other columns' CHECKs, constraints without a name,
partial and expression indexes, generated columns, AUTOINCREMENT, COLLATE and triggers.

:source: https://www.sqlite.org/lang_altertable.html#otheralter
"""
import copy
import logging
import sqlite3

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.exc import NoSuchTableError

from ...checks.losses import OF_CONTEXT
from ...checks.statements import TEMPORARY
from ...compat.inside_alembic import is_made, type_behind
from ...messages.upgrade import check_goes, no_such_constraint
from ...schema import check_name, execute, foreign_key_name, unique_name
from ...upgrade.run import running
from ...upgrade.unnamed import Existing, is_unnamed, kind_of, meant, told_by_revision
from . import introspection
from .data_checks import refuse

log = logging.getLogger('alembic.safe_migrate.rebuild')  # below `alembic`, whose level a stock alembic.ini sets
KINDS = ((CheckConstraint, 'checks'), (UniqueConstraint, 'uniques'), (ForeignKeyConstraint, 'foreign_keys'))
RENAMES_COLUMNS = sqlite3.sqlite_version_info >= (3, 25)


def takes(batch):
    """Whether a batch is one that we carry out: nothing was given that only Alembic's own way understands."""
    listeners = {'listeners'}
    options = {'sqlite_autoincrement', 'sqlite_with_rowid'}
    places = ('insert_before', 'insert_after')  # which Alembic 1.14 hands on where nobody gave them, too
    return not (batch.copy_from is not None or batch.table_args or batch.partial_reordering or batch.reflect_args
                or any(operation[2].get(place) for operation in batch.batch for place in places)
                or set(batch.reflect_kwargs) - listeners or set(batch.table_kwargs) - options or batch.impl.as_sql)


def run_batch(batch):
    """Carry out the operations of a batch, and leave none to Alembic.

    :param batch: Alembic's `BatchOperationsImpl`
    """
    rebuild = Rebuild(batch.impl, batch.table_name, batch.schema, batch.naming_convention)
    rebuild.number_rows(**batch.table_kwargs)
    for operation, arguments, options in batch.batch:
        getattr(rebuild, operation)(*arguments, **options)
    rebuild.finish()
    del batch.batch[:]


def run_one(impl, table_name, schema, operation, *arguments, **options):
    """Carry out one operation outside of a batch."""
    rebuild = Rebuild(impl, table_name, schema)
    getattr(rebuild, operation)(*arguments, **options)
    rebuild.finish()


class Rebuild:
    """The changes of one table, collected, and then made at once. The methods are those of Alembic's implementations.

    :param impl: the implementation for SQLite
    :param convention: a naming convention by which constraints without a name can be called, or None
    """

    def __init__(self, impl, table_name, schema=None, convention=None):
        self.impl, self.dialect, self.connection = impl, impl.dialect, impl.connection
        self.name, self.schema, self.convention = table_name, schema, convention
        self.renamed, self.later = {}, []
        self.begin()

    def begin(self):
        """Read the table as it is now."""
        self.old = introspection.read(self.connection, self.name, self.schema)
        if self.old is None:
            raise NoSuchTableError(self.name)
        self.new = copy.deepcopy(self.old)
        self.names = {name.lower(): name for name in self.new.columns}

    def finish(self):
        """Make the changes, then those that need the new table."""
        self.apply()
        for operation, arguments in self.later:
            operation(*arguments)
        self.later = []

    def column_name(self, name):
        """A column's name now: Alembic calls it by the one that it had before the batch."""
        name = self.renamed.get(name, name)
        try:
            return self.names[name.lower()]
        except KeyError:
            raise KeyError('the table %r has no column %r' % (self.name, name)) from None

    def alter_column(self, table_name, column_name, nullable=None, server_default=False, name=None, type_=None, **_):
        old = self.column_name(column_name)
        column = self.new.columns[old]
        if type_ is not None:
            made = self.spec(Column(old, type_))
            column = column._replace(type=made.type, collate=made.collate)
        if nullable is not None:
            column = column._replace(null=nullable)
        if server_default is not False:
            column = self.with_default(column, server_default)
        self.new.columns[old] = column
        if name is not None and name != old:
            self.rename_column(column_name, old, str(name))

    def with_default(self, column, server_default):
        """A column with another default, or none."""
        made = self.spec(Column(column.name, definition_type(column), server_default=server_default))
        return column._replace(default=made.default, computed=made.computed)

    def rename_column(self, given, old, name):
        """SQLite renames a column in indexes, CHECKs, triggers and other tables' foreign keys as well."""
        if not RENAMES_COLUMNS:
            raise NotImplementedError('SQLite renames a column from 3.25 on; this is %s' % sqlite3.sqlite_version)
        self.apply()
        execute(self.connection, 'ALTER TABLE %s RENAME COLUMN %s TO %s' % (
            self.full_name(self.name), introspection.quoted(old), introspection.quoted(name)))
        self.begin()
        self.renamed[given] = name

    def spec(self, column):
        """A column of SQLAlchemy's as SQLite defines it."""
        return self.parsed(column).columns[column.name]

    def parsed(self, column):
        from sqlalchemy import MetaData, Table
        compiler = self.dialect.ddl_compiler(self.dialect, None)
        if column.table is None:
            Table(self.name, MetaData(), column)
        return introspection.parse('CREATE TABLE x (%s)' % compiler.get_column_specification(column))

    def add_column(self, table_name, column, **_):
        made = self.parsed(column)
        self.new.columns[column.name] = made.columns[column.name]
        self.names[column.name.lower()] = column.name
        if made.primary_key:
            self.new.primary_key = made.primary_key

    def drop_column(self, table_name, column, **_):
        name = self.column_name(column.name)
        table, column = self.new, self.new.columns.pop(self.column_name(column.name))
        del self.names[name.lower()]
        table.indexes = {key: one for key, one in table.indexes.items() if not names_column(one, name, table)}
        table.uniques = [one for one in table.uniques if name not in one.columns]
        table.foreign_keys = [one for one in table.foreign_keys if name not in one.columns]
        gone = [one for one in table.checks if mentions(one.text, name)]
        table.checks = [one for one in table.checks if one not in gone]
        for one in gone:
            if any(mentions(one.text, other) for other in table.columns):
                log.warning(check_goes(one.text, self.name, name))
        if table.primary_key and name in table.primary_key.columns:
            table.primary_key = None

    def add_constraint(self, constraint):
        compiler = self.dialect.ddl_compiler(self.dialect, None)
        if not is_made(constraint, compiler):
            return
        if isinstance(constraint, PrimaryKeyConstraint):
            self.new.primary_key = None
            numbered = [name for name, column in self.new.columns.items() if column.autoincrement]
            self.new.columns.update((name, self.new.columns[name]._replace(autoincrement=False)) for name in numbered)
        text = compiler.process(constraint)
        if text:
            introspection.add_constraint(self.new, introspection.tokens_of(text))

    def drop_constraint(self, constraint):
        if isinstance(constraint, PrimaryKeyConstraint):
            self.new.primary_key = None
            return
        if is_unnamed(constraint):
            return self.drop_unnamed(kind_of(constraint))
        lists = [name for kind, name in KINDS if isinstance(constraint, kind)] or [name for _, name in KINDS]
        for name in lists:
            found = self.find(constraint, getattr(self.new, name), name)
            if found:
                getattr(self.new, name).remove(found)
                return
        if type_behind(constraint) is None:
            there = [one.name for name in lists for one in getattr(self.old, name) if one.name]
            raise no_such_constraint(told_by_revision(self.name, kind_of(constraint))[0], self.name, constraint.name, there)

    def drop_unnamed(self, kind):
        """Drop the one that a script means that gives no name."""
        existing = [Existing(one.name, word, getattr(one, 'columns', ()), (attribute, one))
                    for word, attribute in (('foreignkey', 'foreign_keys'), ('unique', 'uniques'), ('check', 'checks'))
                    for one in getattr(self.new, attribute)]
        attribute, one = meant(existing, self.name, kind).thing
        getattr(self.new, attribute).remove(one)

    def find(self, constraint, existing, kind):
        """The constraint that is meant: by its name, or by one that it would have, or by what it says."""
        wanted = constraint.name if isinstance(constraint.name, str) else None
        by_name = [one for one in existing if wanted and one.name and one.name.lower() == wanted.lower()]
        unnamed = [one for one in existing if one.name is None]
        by_rule = [one for one in unnamed if wanted and wanted in self.names_for(one, kind)]
        return (by_name + by_rule + self.bound(constraint, existing, kind) + [None])[0]

    def bound(self, constraint, existing, kind):
        """A type's own CHECK, which a script does not call by a name, though the database may have one for it."""
        if kind != 'checks' or type_behind(constraint) is None:
            return []
        text = self.dialect.ddl_compiler(self.dialect, None).process(constraint)
        made = introspection.parse('CREATE TABLE x (x, %s)' % text).checks
        alike = [one for one in existing if one.text == made[0].text]
        return sorted(alike, key=lambda one: one.name is not None)

    def names_for(self, one, kind):
        """The names by which a constraint without one can be called."""
        if kind == 'checks':
            return {check_name(self.name, one.text, list(self.old.columns))}
        if kind == 'uniques':
            own, referred, token = unique_name(self.name, one.columns), '', 'uq'
        else:
            own, referred, token = foreign_key_name(self.name, one.columns, one.table), one.table, 'fk'
        pattern = (self.convention or {}).get(token)
        values = {'table_name': self.name, 'column_0_name': one.columns[0],
                  'column_0_label': self.name + '_' + one.columns[0],
                  'referred_table_name': referred, 'column_0_N_name': '_'.join(one.columns),
                  'column_0N_name': ''.join(one.columns), 'constraint_name': ''}
        try:
            return {own, pattern % values} if isinstance(pattern, str) else {own}
        except KeyError:
            return {own}

    def create_index(self, index, **_):
        self.later.append((self.impl.create_index, (index,)))

    def drop_index(self, index, **_):
        name = next((one for one in self.new.indexes if one.lower() == str(index.name).lower()), None)
        if name is None:
            self.later.append((self.impl.drop_index, (index,)))
        else:
            del self.new.indexes[name]

    def rename_table(self, table_name, new_table_name, schema=None):
        self.later.append((self.impl.rename_table, (table_name, new_table_name, schema)))

    def create_table_comment(self, *_):
        """SQLite has no comments."""

    drop_table_comment = create_column_comment = create_table_comment

    def number_rows(self, sqlite_autoincrement=None, sqlite_with_rowid=None):
        """AUTOINCREMENT, for a key of one column, and WITHOUT ROWID; None stands for what is."""
        key = self.new.primary_key
        if sqlite_autoincrement is not None and key:
            column = self.new.columns[key.columns[0]]
            self.new.columns[column.name] = column._replace(autoincrement=bool(sqlite_autoincrement))
        if sqlite_with_rowid is not None:
            self.new.options.pop('WITHOUT ROWID', None)
            self.new.options.update({} if sqlite_with_rowid else {'WITHOUT ROWID': True})

    def full_name(self, name):
        return '.'.join(introspection.quoted(part) for part in (self.schema, name) if part)

    def apply(self):
        """Make the table anew, if anything about it is another."""
        if vars(self.new) == vars(self.old):
            return
        kept = self.kept_values()
        refuse(self, kept)
        temporary, run = TEMPORARY + self.name, self.run
        run('DROP TABLE IF EXISTS %s' % self.full_name(temporary))  # what a failed run of the stock tool has left
        run(introspection.write(self.new, temporary, self.schema))
        self.copy_rows(temporary, kept)
        counter = self.counter()
        run('DROP TABLE %s' % self.full_name(self.name))
        legacy = run('PRAGMA legacy_alter_table').scalar()
        run('PRAGMA legacy_alter_table = ON')  # views, triggers and other tables' foreign keys go on naming this table
        run('ALTER TABLE %s RENAME TO %s' % (self.full_name(temporary), introspection.quoted(self.name)))
        run('PRAGMA legacy_alter_table = %d' % (legacy or 0))
        if counter is not None:
            run('UPDATE sqlite_sequence SET seq = %d WHERE name = %s' % (counter, introspection.string(self.name)))
        for index in self.new.indexes.values():
            run(introspection.write_index(index, self.new))
        for trigger in self.new.triggers:
            run(trigger)
        self.begin()

    def kept_values(self):
        """What the bin has of new columns that must have a value at once, as SQL, by their names."""
        context = running(self.impl)
        bin = context and context.opts.get(OF_CONTEXT)
        wanted = [name for name, column in self.new.columns.items() if name not in self.old.columns
                  and not column.null and column.default is None and not column.computed]
        found = bin.returning.values_of(self.name) if bin and wanted and not self.schema else {}
        return {name: found[name] for name in wanted if found.get(name)}

    def copy_rows(self, temporary, kept):
        """All rows, in those columns that are stored in both.

        :param kept: values for other columns, see `kept_values`
        """
        columns = {introspection.quoted(name): introspection.quoted(name) for name, column in self.new.columns.items()
                   if name in self.old.columns and not column.computed}
        columns.update((introspection.quoted(name), value) for name, value in kept.items())
        if columns:
            self.run('INSERT INTO %s (%s) SELECT %s FROM %s' % (
                self.full_name(temporary), ', '.join(columns), ', '.join(columns.values()), self.full_name(self.name)))

    def counter(self):
        """The last number that AUTOINCREMENT has given, or None."""
        if not any(column.autoincrement for column in self.old.columns.values()):
            return None
        return self.run('SELECT seq FROM sqlite_sequence WHERE name = %s' % introspection.string(self.name)).scalar()

    def run(self, statement):
        return execute(self.connection, statement)


def definition_type(column):
    """A stand-in for a column's type, where only its default is looked at."""
    from .types import type_of
    return type_of(column.type)


def mentions(text, name):
    """Whether SQL names a column."""
    wanted = introspection.quoted(name).lower()
    tokens = introspection.tokens_of(text)
    return any(token.lower() in (wanted, name.lower()) for token in tokens if not token.startswith("'"))


def names_column(index, name, table):
    """Whether an index is on a column."""
    return any(one == name or (one not in table.columns and mentions(one, name)) for one in index.parts) or (
        index.where is not None and mentions(index.where, name))



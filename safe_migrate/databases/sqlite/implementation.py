"""What Alembic calls on SQLite, in place of its own implementation."""
import functools
import logging

from alembic.ddl import sqlite
from alembic.operations.batch import BatchOperationsImpl

from ...compat.inside_alembic import type_behind
from ...upgrade.guarded import Guarded


class Transactional(logging.Filter):
    """Alembic's line says of SQLite what it is: `transactional_ddl` is False only so that Alembic leaves it to us."""

    is_here = False

    def filter(self, record):
        if record.msg == 'Context impl %s.':
            self.is_here = record.args == ('SQLiteImpl',)
        elif record.msg == 'Generating static SQL':
            self.is_here = False
        elif record.msg == 'Will assume %s DDL.' and self.is_here:
            record.args = ('transactional',)
        return True


logging.getLogger('alembic.runtime.migration').addFilter(Transactional())


class SQLiteImpl(Guarded, sqlite.SQLiteImpl):
    """SQLite's. `transactional_ddl` is always False, so that Alembic leaves the transaction to us."""

    __dialect__ = 'sqlite'

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.transactional_ddl, self.added = False, None

    def guard(self, context):
        from .locks import guard
        guard(self.connection, context)

    def requires_recreate_in_batch(self, batch_op):
        """Alembic asks it when a batch is complete: here it is carried out, so that none of the table is lost."""
        wanted = super().requires_recreate_in_batch(batch_op) or batch_op.table_kwargs
        return bool(wanted) and not self.carries_out(batch_op)

    def carries_out(self, batch_op):
        """Make the table of a batch anew from its own definition, where nothing in the batch stands against that.

        :returns: whether it is done
        """
        from . import rebuild
        is_taken = rebuild.takes(batch_op)
        if is_taken:
            rebuild.run_batch(batch_op)
        return is_taken

    def cast_for_batch_migrate(self, existing, existing_transfer, new_type):
        """A batch that is left to Alembic, which would cast the values of a changed type, copies them as they are, too."""
        if self.as_sql:
            super().cast_for_batch_migrate(existing, existing_transfer, new_type)

    def alter_column(self, table_name, column_name, schema=None, **options):
        """SQLite has no such ALTER."""
        self.added = None
        self.rebuild('alter_column', table_name, schema, table_name, column_name, **options)

    def add_column(self, table_name, column, schema=None, **options):
        """SQLite adds only a column that says nothing about the rows that are there."""
        self.added = str(table_name), str(column.name)
        if self.as_sql or (column.computed is None and column.server_default is None and column.nullable):
            super().add_column(table_name, column, schema=schema, **options)
        else:
            self.rebuild('add_column', table_name, schema, table_name, column)

    def drop_column(self, table_name, column, schema=None, **options):
        """SQLite drops no column that anything else names, and before its release 3.35 none at all."""
        self.rebuild('drop_column', table_name, schema, table_name, column)

    def add_constraint(self, const):
        """SQLite has no such ALTER. The CHECK of a type that `op.add_column` brings is left out, as by the stock tool."""
        columns = [(str(const.table.name), str(name)) for name in const.table.columns.keys()]
        if type_behind(const) is not None and self.added in columns:
            return
        self.rebuild('add_constraint', const.table.name, const.table.schema, const)

    def drop_constraint(self, const):
        """SQLite has no such ALTER."""
        self.rebuild('drop_constraint', const.table.name, const.table.schema, const)

    def create_index(self, index, **options):
        """SQLite itself does not say how many rows stand against a unique index."""
        if index.unique and not self.as_sql:
            from .data_checks import refuse_index
            refuse_index(self, index)
        super().create_index(index, **options)

    def rebuild(self, operation, table_name, schema, *arguments, **options):
        """Carry out an operation outside of a batch, except into a script of SQL, which cannot look at the table."""
        if self.as_sql:
            getattr(super(), operation)(*arguments, **options)
        else:
            from .rebuild import run_one
            run_one(self, table_name, schema, operation, *arguments, **options)

    def create_table_comment(self, table):
        """SQLite has no comments."""

    drop_table_comment = create_column_comment = create_table_comment


def carried_out(flush):
    """`BatchOperationsImpl.flush`, which asks `requires_recreate_in_batch` where a batch says `recreate='auto'` alone: with
    'always', Alembic's own way would cast the values of a changed type, and lose what that makes of them."""
    @functools.wraps(flush)
    def flush_batch(self):
        if not (self.recreate == 'always' and isinstance(self.impl, SQLiteImpl) and self.impl.carries_out(self)):
            flush(self)
    return flush_batch


BatchOperationsImpl.flush = carried_out(BatchOperationsImpl.flush)

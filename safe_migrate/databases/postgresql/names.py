"""The names that the server gives to what has none, so that the script says them, and a later one can drop it by them.

:source: ChooseRelationName, ChooseConstraintName and makeObjectName in
    https://github.com/postgres/postgres/blob/master/src/backend/commands/indexcmds.c
"""
import re

from alembic.operations import ops

from .catalogs import Catalogs

MOST_BYTES = 63
NAMES = """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s
UNION SELECT c.conname FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = %s"""


class Names:
    """New names, none of which the schema has.

    :param catalogs: `Catalogs`
    :param schema: its name
    """

    def __init__(self, catalogs, schema):
        self.catalogs, self.schema, self.taken = catalogs, schema, None

    def unique_name(self, table, columns):
        return self.free(table, '_'.join(columns), 'key')

    def foreign_key_name(self, table, columns, referred):
        return self.free(table, '_'.join(columns), 'fkey')

    def check_name(self, table, text, columns):
        """A CHECK is named after its column, where it is about one alone."""
        named = [column for column in columns if re.search(r'(?<!\w)%s(?!\w)' % re.escape(column), text)]
        return self.free(table, named[0] if len(named) == 1 else '', 'excl' if text.startswith('EXCLUDE ') else 'check')

    def free(self, table, columns, label):
        if self.taken is None:
            self.taken = {row[0] for row in self.catalogs.rows(NAMES, self.schema, self.schema)}
        number, name = 0, object_name(table, columns, label)
        while name in self.taken:
            number += 1
            name = object_name(table, columns, label + str(number))
        self.taken.add(name)
        return name


def name_constraints(autogen_context, upgrade_ops):
    """Put operations with names in the place of those without, which Alembic's own comparison writes: a constraint that is
    called None can be dropped by no `op.drop_constraint(None, ...)`.
    """
    Namer(autogen_context).put(upgrade_ops)


class Namer:
    """:param autogen_context: Alembic's"""

    def __init__(self, autogen_context):
        self.catalogs, self.default = Catalogs(autogen_context.connection), autogen_context.dialect.default_schema_name
        self.names = {}

    def put(self, container):
        """:param container: Alembic's operations, whose list is changed"""
        for number, operation in enumerate(container.ops):
            if isinstance(operation, ops.OpContainer):
                self.put(operation)
            elif isinstance(operation, ops.CreateUniqueConstraintOp) and not isinstance(operation.constraint_name, str):
                container.ops[number] = ops.CreateUniqueConstraintOp(
                    self.free(operation.schema, operation.table_name, operation.columns, 'key'), operation.table_name,
                    operation.columns, schema=operation.schema, **operation.kw)
            elif isinstance(operation, ops.CreateForeignKeyOp) and not isinstance(operation.constraint_name, str):
                container.ops[number] = ops.CreateForeignKeyOp(
                    self.free(operation.kw.get('source_schema'), operation.source_table, operation.local_cols, 'fkey'),
                    operation.source_table, operation.referent_table, operation.local_cols, operation.remote_cols,
                    **operation.kw)

    def free(self, schema, table, columns, label):
        schema = schema or self.default
        names = self.names.setdefault(schema, Names(self.catalogs, schema))
        return names.free(table, '_'.join(str(getattr(column, 'name', column)) for column in columns), label)


def object_name(table, columns, label):
    """`user_name_key`, of which the longer part is cut where it is longer than a name may be."""
    parts, room = [table.encode('utf-8'), columns.encode('utf-8')], MOST_BYTES - len(label) - 1 - bool(columns)
    while len(parts[0]) + len(parts[1]) > room:
        longer = 0 if len(parts[0]) > len(parts[1]) else 1
        parts[longer] = parts[longer][:-1]
    return '_'.join([part.decode('utf-8', 'ignore') for part in parts if part] + [label])

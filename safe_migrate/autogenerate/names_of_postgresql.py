"""PostgreSQL: a constraint without a name gets in the script the one that the server would give it.

Alembic writes `op.create_unique_constraint(None, ...)`, and the downgrade beside it, `op.drop_constraint(None, ...)`, fails.
"""
from alembic.operations import ops

MOST_BYTES = 63
NAMES = """SELECT relname FROM pg_class WHERE relnamespace = %(schema)s::regnamespace
UNION SELECT conname FROM pg_constraint WHERE connamespace = %(schema)s::regnamespace"""


def name_constraints(autogen_context, upgrade_ops):
    """Put operations with names in the place of those without."""
    Names(autogen_context).put(upgrade_ops)


class Names:
    """:param autogen_context: Alembic's"""

    def __init__(self, autogen_context):
        self.connection, self.default = autogen_context.connection, autogen_context.dialect.default_schema_name
        self.taken = {}

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
        """The name that the server would give, which nothing else in the schema has."""
        schema = schema or self.default
        if schema not in self.taken:
            quoted = self.connection.dialect.identifier_preparer.quote(schema)
            self.taken[schema] = {row[0] for row in self.connection.execute(NAMES, schema=quoted)} if schema_is_there(
                self.connection, schema) else set()
        number, names = 0, [str(getattr(column, 'name', column)) for column in columns]
        while object_name(table, '_'.join(names), label + (str(number) if number else '')) in self.taken[schema]:
            number += 1
        name = object_name(table, '_'.join(names), label + (str(number) if number else ''))
        self.taken[schema].add(name)
        return name


def schema_is_there(connection, schema):
    return connection.dialect.has_schema(connection, schema)


def object_name(table, columns, label):
    """`user_name_key`, of which the longer part is cut where it is longer than a name may be.

    :source: makeObjectName in https://github.com/postgres/postgres/blob/master/src/backend/commands/indexcmds.c
    """
    parts, room = [table.encode('utf-8'), columns.encode('utf-8')], MOST_BYTES - len(label) - 2
    while len(parts[0]) + len(parts[1]) > room:
        longer = 0 if len(parts[0]) > len(parts[1]) else 1
        parts[longer] = parts[longer][:-1]
    return '_'.join([part.decode('utf-8', 'ignore') for part in parts] + [label])

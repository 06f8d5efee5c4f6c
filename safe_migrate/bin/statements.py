"""What a statement drops, changes or makes, in the names by which the bin knows it.

Names are those of the database that is migrated: one that a statement puts behind another database's name is not among them.
"""
from ..sql import clauses


def local_name(store, table):
    """The name of a table of the database that is migrated; None of another database's, and of a temporary one on SQLite.

    :param store: `store.Store`
    :param table: `sql.TableName`, or None
    """
    return table.name if table and (table.schema is None or store.is_own_schema(table.schema)) else None


def local_names(store, statement):
    """The names of the tables that a statement is about."""
    return [name for name in (local_name(store, table) for table in statement.tables) if name]


def altered(store, statement):
    """The table of an `ALTER TABLE`, or None."""
    return local_name(store, statement.tables[0]) if statement.action == 'ALTER TABLE' and statement.tables else None


def dropped_columns(statement):
    """The columns that an `ALTER TABLE` drops."""
    return [name for one in statement.clauses if one.action == clauses.DROP_COLUMN for name in one.names]


def columns_made(statement):
    """The columns that an `ALTER TABLE` adds or gives another definition, by their new names."""
    return [name for one in statement.clauses for name in columns_made_by(one)]


def columns_made_by(clause):
    if clause.action in (clauses.MODIFY, clauses.CHANGE):
        return [clause.new_name]
    return list(clause.names) if clause.action == clauses.ADD_COLUMN else []

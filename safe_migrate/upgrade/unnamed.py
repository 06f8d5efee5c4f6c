"""`op.drop_constraint(None, ...)`: the constraint that is meant, or which ones there are.

The stock tool ends in "object of type 'NoneType' has no len()", "No such constraint: 'None'", or the like.
"""
import os
import re
import sys
import weakref
from typing import Any, NamedTuple, Optional, Tuple

from alembic.operations.schemaobj import SchemaObjects
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint, inspect
from sqlalchemy.exc import SQLAlchemyError

from ..codebase.environment import engines
from ..codebase.revision_files import unnamed_drops_in
from ..compat.inside_alembic import type_behind
from ..messages.upgrade import unnamed_constraint

KINDS = ((ForeignKeyConstraint, 'foreignkey'), (UniqueConstraint, 'unique'), (CheckConstraint, 'check'),
         (PrimaryKeyConstraint, 'primary'))
# The names that MySQL, MariaDB and PostgreSQL give; %s: the table's.
BY_SERVER = r'(%s_(ibfk_\d+|chk_\d+|pkey|\w+_(fkey|key|check)\d*)|CONSTRAINT_\d+|PRIMARY)$'

# What was found for a script of SQL, which drops nothing, by Alembic's implementation.
TAKEN = weakref.WeakKeyDictionary()


class Existing(NamedTuple):
    """A constraint that a table has."""

    name: Optional[str]  # None where it has none
    kind: str  # as Alembic's `type_`
    columns: Tuple[str, ...]
    thing: Any  # what it stands for


def named(impl, constraint):
    """A constraint that is dropped without a name, with the one that it has in the database.

    :param impl: the dialect's implementation
    :param constraint: Alembic's
    :raises UserError: where it cannot be told which one is meant
    """
    if not is_unnamed(constraint):
        return constraint
    kind, table = kind_of(constraint), constraint.table
    existing = list(in_database(impl.connection, table.name, table.schema)) if not impl.as_sql else [
        one for one in of_a_script(table) if (table.name, one.name) not in TAKEN.setdefault(impl, set())]
    found = meant(existing, table.name, kind, not impl.as_sql)
    if impl.as_sql:
        TAKEN[impl].add((table.name, found.name))
    return SchemaObjects().generic_constraint(found.name, table.name, found.kind, schema=table.schema)


def is_unnamed(constraint):
    """Whether a script drops a constraint without saying its name; a type's own CHECK is none of these."""
    return not isinstance(constraint.name, str) and type_behind(constraint) is None


def kind_of(constraint):
    """Alembic's word for a constraint's kind; None of one whose kind the script does not say."""
    return next((kind for type_, kind in KINDS if isinstance(constraint, type_)), None)


def of_a_script(table):
    """The constraints of a table as the database has them now, which a script of SQL does not change; none where it is not
    reached, or where there are several databases.
    """
    found = engines()
    try:
        with found[0][1].connect() as connection:
            return list(in_database(connection, table.name, table.schema)) if len(found) == 1 else []
    except SQLAlchemyError:
        return []


def in_database(connection, table, schema):
    """The constraints that a table has on a server."""
    reader = inspect(connection)
    for key in reader.get_foreign_keys(table, schema=schema):
        yield Existing(key['name'], 'foreignkey', tuple(key['constrained_columns']), key)
    for key in reader.get_unique_constraints(table, schema=schema):
        yield Existing(key['name'], 'unique', tuple(key['column_names']), key)
    for check in reader.get_check_constraints(table, schema=schema):
        yield Existing(check['name'], 'check', (), check)
    key = reader.get_pk_constraint(table, schema=schema)
    if key['constrained_columns']:
        yield Existing(key['name'] or 'PRIMARY', 'primary', tuple(key['constrained_columns']), key)


def meant(existing, table, kind, are_all=True):
    """The constraint that is meant: that on the columns that the opposite function of the revision names, or the only one.

    :param existing: of `Existing`
    :param kind: as Alembic's `type_`, or None
    :param are_all: whether those are all that there will be, and none a script of SQL is to make yet
    :raises UserError: with the names that there are, where it cannot be told
    """
    candidates = [one for one in existing if kind in (None, one.kind)]
    place, told = told_by_revision(table, kind)
    fitting = [one for columns in reversed(told) for one in candidates if one.columns == columns]
    if fitting:
        return fitting[0]
    unnamed = [one for one in candidates if by_server(one, table)]
    if told or 1 not in (len(candidates), len(unnamed)):
        raise unnamed_constraint(place, table, [(one.name, one.columns) for one in candidates], are_all)
    return (candidates if len(candidates) == 1 else unnamed)[0]


def by_server(one, table):
    """Whether a constraint has no name but the one that the server has given it."""
    if one.name is None or re.match(BY_SERVER % re.escape(table), one.name):
        return True
    return one.kind == 'unique' and bool(re.match(re.escape(one.columns[0]) + r'(_\d+)?$', one.name))


def told_by_revision(table, kind):
    """What the revision that runs says of the constraint that it drops.

    :returns: its place, as `file:line`; and the columns of those that its opposite function makes, in order
    """
    frame = sys._getframe(1)
    while frame and not {'revision', 'down_revision', '__file__'} <= set(frame.f_globals):
        frame = frame.f_back
    if frame is None:
        return None, []
    path, function = frame.f_globals['__file__'], frame.f_code.co_name
    drops = [drop for drop in unnamed_drops_in(path) if (drop.table, drop.kind) == (table, kind)]
    drops = [drop for drop in drops if drop.function == function] or drops
    return '%s:%d' % (os.path.relpath(path), drops[0].line if drops else frame.f_lineno), drops[0].columns if drops else []

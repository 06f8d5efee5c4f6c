"""What `db migrate` finds is found here, in place of Alembic's own comparators.

What is not needed before something is compared is imported then.
"""
import logging

from alembic.autogenerate import comparators
from sqlalchemy.types import NullType

from .. import databases
from ..codebase.environment import refuse_one_database_twice
from ..compat import inside_alembic
from ..compat.inside_alembic import all_comparators
from ..journal.own_tables import own_tables
from .overrides import chosen

COMPARES = 'safe_migrate_autogenerate'


def autogenerate_of(autogen_context):
    """The `interface.Autogenerate` of this database, where it can say what a model means; else None, and Alembic's own
    comparison stands.

    :param autogen_context: Alembic's, with the connection, which keeps the answer
    """
    connection = autogen_context.connection
    if COMPARES not in connection.info:
        database = databases.of(connection).autogenerate()
        connection.info[COMPARES] = database if database and database.can_compare(connection) else None
    return connection.info[COMPARES]


def compares_as_alembic(connection):
    """Whether a database was compared by Alembic's own rules."""
    return connection.info.get(COMPARES, COMPARES) is None


def refuse_answers(autogen_context):
    """Alembic's own comparison takes no answers; where the application has another database, they may be meant for that.

    :raises UserError: for the first of `--rename` and `--fill`
    """
    from ..messages.autogenerate import no_fill, no_rename
    from ..messages.prompts import Prompter
    from . import fill, rename
    from .drops import given
    renames, fills = (given(autogen_context, name, None) or () for name in ('rename', 'fill'))
    waiting = given(autogen_context, 'waiting', None)
    if waiting and autogen_context.migration_context.opts['upgrade_token'] != 'upgrades':
        waiting.add(rename.Answers(renames, Prompter(), None))
        waiting.add(fill.Values(fills, Prompter()))
        return
    for text in renames:
        old, _equals, new = text.partition('=')
        raise no_rename(old.strip(), new.strip())
    for text in fills:
        place, _equals, value = text.partition('=')
        raise no_fill(place.strip(), value.strip())


def compare_all(autogen_context, upgrade_ops, schemas):
    """Compare in place of Alembic's own comparators, which one for a database replaces; the codebase's own are run after.

    Alembic would reflect all tables first, which takes as long again.
    """
    refuse_one_database_twice(autogen_context.migration_context)
    database = autogenerate_of(autogen_context)
    if database:
        from .comparison import compare
        with database.outside_transaction(autogen_context.connection):
            compare(autogen_context, upgrade_ops, schemas, database)
    else:
        refuse_answers(autogen_context)
        leave_out(autogen_context)
    for other in all_comparators():
        if not (database and other.__module__.startswith('alembic.')):
            other(autogen_context, upgrade_ops, schemas)
    databases.of(autogen_context.connection).complete(autogen_context, upgrade_ops)
    if upgrade_ops.is_empty():
        from .drops import tell_without_models
        tell_without_models(autogen_context)


for name in databases.KINDS:
    comparators.dispatch_for('schema', name)(compare_all)


log = logging.getLogger('alembic.autogenerate.column_type')  # below `alembic`, whose level a stock alembic.ini sets


@comparators.dispatch_for('column')
def compare_type(autogen_context, operation, schema, table, column, reflected, wanted):
    """Compare a column's type as Alembic does with `compare_type=True`, where the codebase has not chosen, and the database
    does not say itself what a model means.

    Alembic's own comparator asks the option first, and from below `env.py` that option cannot be set in time.

    :source: https://alembic.sqlalchemy.org/en/latest/autogenerate.html#compare-types
    """
    context = autogen_context.migration_context
    if autogenerate_of(autogen_context) or chosen('compare_type', context):
        return
    unknown = isinstance(reflected.type, NullType) or isinstance(wanted.type, NullType)
    if not unknown and context.impl.compare_type(reflected, wanted):
        operation.existing_type, operation.modify_type = reflected.type, wanted.type
        log.info('Detected type change from %r to %r on \'%s.%s\'', reflected.type, wanted.type, table, column)


def leave_out(autogen_context):
    """Let Alembic's own comparison neither see nor report the tables that this package keeps, which no model has.

    :param autogen_context: Alembic's
    """
    own = own_tables(autogen_context.connection)
    inside_alembic.leave_out(autogen_context, lambda thing, name, kind, reflected, other:
                             kind == 'table' and reflected and name in own)

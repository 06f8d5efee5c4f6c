"""Where Alembic's own comparison stands, it leaves the tables alone that this package keeps in the database."""
from ..apply.own_tables import own_tables


def leave_out(autogen_context):
    """Let Alembic neither see nor report our tables, which no model has.

    Private to Alembic: `_object_filters`, a list to which it adds what `include_object` says; there is no other door
    below `env.py`.

    :param autogen_context: Alembic's
    """
    own = own_tables(autogen_context.connection)
    autogen_context._object_filters.append(
        lambda thing, name, kind, reflected, other: not (kind == 'table' and reflected and name in own))

"""Where Alembic's own comparison stands, it leaves the tables alone that this package keeps in the database."""
from ..compat import inside_alembic
from ..journal.own_tables import own_tables


def leave_out(autogen_context):
    """Let Alembic neither see nor report our tables, which no model has.

    :param autogen_context: Alembic's
    """
    own = own_tables(autogen_context.connection)
    inside_alembic.leave_out(autogen_context, lambda thing, name, kind, reflected, other:
                             kind == 'table' and reflected and name in own)

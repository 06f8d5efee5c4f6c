"""Each statement, before SQLAlchemy executes it, where connections are not joined: on PostgreSQL."""
from sqlalchemy import event

from .pooled import when_the_connection_ends

EVENTS = ('do_execute', 'do_executemany', 'do_execute_no_params')


def handlers(take):
    """SQLAlchemy's `do_execute` events: a true value means that the statement needs no execution any more.

    :param take: takes the cursor, the statement, SQLAlchemy's context and a function that executes it
    :source: https://docs.sqlalchemy.org/en/13/core/events.html#sqlalchemy.events.DialectEvents.do_execute
    """
    def one(cursor, statement, parameters, context):
        return take(cursor, statement, context, lambda: context.dialect.do_execute(cursor, statement, parameters, context))

    def many(cursor, statement, parameters, context):
        return take(cursor, statement, context,
                    lambda: context.dialect.do_executemany(cursor, statement, parameters, context))

    def plain(cursor, statement, context):
        return take(cursor, statement, context, lambda: context.dialect.do_execute_no_params(cursor, statement, context))
    return one, many, plain


def listen_to_statements(connection, take):
    """Let a function take each statement of a connection until it ends.

    :param connection: SQLAlchemy's
    :param take: see `handlers`
    """
    raw = connection.connection.connection

    def of_this_connection(cursor, statement, context, execute):
        return context.root_connection.connection.connection is raw and take(cursor, statement, context, execute)
    targets = [(connection.engine, name, handler) for name, handler in zip(EVENTS, handlers(of_this_connection))]
    for target in targets:
        event.listen(*target)
    when_the_connection_ends(connection, lambda: [event.remove(*target) for target in targets])

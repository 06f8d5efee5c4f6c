"""The connections that are out of their pools: who has them, and what is called when one is given back.

The two listeners are there from the start, because the application may take a connection before it migrates; an
application's own pool never has another one of ours.
"""
import contextlib
import threading
import weakref

from sqlalchemy import event
from sqlalchemy.pool import Pool

ENDS = 'safe_migrate.ends'  # in the information of a pooled connection: what is called when it is given back
threads = weakref.WeakKeyDictionary()  # of each connection that is out of its pool, the thread that took it
joining = []  # of `joined.Joining`, those whose revision runs, the innermost last


def taken(connection, record, pooled):
    """A connection was taken out of a pool."""
    threads[pooled] = threading.get_ident()
    for one in joining:
        one.join(pooled)


def given_back(connection, record):
    """A connection goes back to its pool: what was to be called then is called once, in order."""
    for callback in record.record_info.pop(ENDS, ()):
        callback()


def when_the_connection_ends(connection, *callbacks):
    """Call functions once, in order, when a connection is closed, or given back to a pool that keeps it open.

    An error of the driver is not told: where the server has ended the connection, what was to be let go is gone with it.

    :param connection: SQLAlchemy's connection
    """
    error = connection.dialect.dbapi.Error

    def suppressed(callback):
        def call():
            with contextlib.suppress(error):
                callback()
        return call
    connection.connection.record_info.setdefault(ENDS, []).extend(map(suppressed, callbacks))


event.listen(Pool, 'checkout', taken)
event.listen(Pool, 'checkin', given_back)


# Each statement, before SQLAlchemy executes it, where connections are not joined: on PostgreSQL.

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

"""A server that accepts a connection and never speaks: the commands give up, where the drivers would wait for ever."""
import contextlib
import math
import sys

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool

from ..compat.inside_alembic import able_to_send_files, read_timeout_of, refuse_files, wait_for_every_answer
from ..messages import server_silent
from ..options import option

CONNECT_TIMEOUT = 10  # seconds
TIMED_OUT = ('timed out', 'timeout expired', 'system error: 110')  # as PyMySQL, psycopg2 and mysqlclient say it
given = []  # the seconds of the commands that run, the innermost last


class Greeting(float):
    """The seconds that a server has to greet, told by its type from a codebase's own `read_timeout`."""


@contextlib.contextmanager
def within(seconds):
    """Within, no server is waited for longer.

    :param seconds: None for the default
    """
    given.append(CONNECT_TIMEOUT if seconds is None else seconds)
    try:
        yield
    finally:
        given.pop()


def patience():
    """How many seconds a server may take; None in an application that does not run one of the commands."""
    if given:
        return given[-1]
    try:
        return option(sys.modules['alembic.context'].config, 'connect_timeout', CONNECT_TIMEOUT)
    except (AttributeError, KeyError, NameError):  # no `env.py` runs
        return None


def limit(dialect, record, arguments, parameters):
    """SQLAlchemy's `do_connect` event: what a codebase sets itself in its `connect_args` stays."""
    seconds = patience()
    if seconds and dialect.driver == 'pymysql':
        parameters.setdefault('connect_timeout', seconds)
        parameters.setdefault('read_timeout', Greeting(seconds))  # it reads the greeting without a limit of its own
        able_to_send_files(parameters)  # where a revision's own engine may, which the migration's connection answers for
    elif seconds and dialect.driver in ('mysqldb', 'psycopg2'):
        parameters.setdefault('connect_timeout', math.ceil(seconds))


def greeted(connection, record):
    """The pool's `connect` event: from now on a statement may take as long as it takes."""
    if isinstance(read_timeout_of(connection), Greeting):
        wait_for_every_answer(connection)
    if patience():
        refuse_files(connection)


def explain(context):
    """SQLAlchemy's `handle_error` event: a server that cannot be reached in time.

    :raises UserError: where it is that
    """
    if context.connection is None and patience() and any(text in str(context.original_exception) for text in TIMED_OUT):
        raise server_silent(context.engine.url.host, context.engine.url.port, patience())


def limit_all():
    """Let every connection of the commands have its limit; those of the application itself stay as they are."""
    event.listen(Engine, 'do_connect', limit)
    event.listen(Pool, 'connect', greeted)
    event.listen(Engine, 'handle_error', explain)

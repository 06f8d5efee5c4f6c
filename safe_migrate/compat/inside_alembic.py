"""What is read or set of the inside of Alembic, SQLAlchemy and PyMySQL, and of nowhere else in the package.

None of it has a public door in the releases that are served; each function says what it is needed for.
`tests/test_layout.py` sees that there is no other place, and `tests/test_compat.py` that the installed releases have it.
"""
import functools
import re
import sys
import threading

from alembic.autogenerate import comparators, compare, render
from alembic.runtime.environment import EnvironmentContext
from sqlalchemy.engine.base import TwoPhaseTransaction
from sqlalchemy.sql.elements import _truncated_label as TruncatedLabel  # noqa: F401  a name that SQLAlchemy may shorten
from sqlalchemy.util import OrderedSet

# SQLAlchemy: a constraint

def is_made(constraint, compiler):
    """Whether a constraint is made on a database: the CHECK of a Boolean or Enum is not where the type needs none.

    :param compiler: SQLAlchemy's, of that database
    """
    rule = getattr(constraint, '_create_rule', None)
    return rule is None or bool(rule(compiler))


def type_behind(constraint):
    """The column's type that brings a CHECK along (Boolean, Enum); None of any other constraint."""
    return getattr(getattr(constraint, '_create_rule', None), 'target', None)


def in_order_of_creation(constraints):
    """Constraints in the order in which the model made them; a table has them as a set."""
    return sorted(constraints, key=lambda one: one._creation_order)


def target_of(key):
    """What a `ForeignKey` names, such as `['user', 'id']`, also where no model has that table."""
    return key._get_colspec().split('.')


def has_values(clause):
    """Whether a text clause has values for its `:name`s."""
    return any(bind.value is not None for bind in clause._bindparams.values())


def has_one_case(dialect):
    """Whether a MySQL server tells tables apart without their case, as SQLAlchemy has found out by connecting."""
    return bool(getattr(dialect, '_casing', 0))


# Alembic: autogenerate

def all_comparators():
    """What compares a schema: Alembic's own, and those of the codebase and of other packages."""
    return comparators._registry['schema', 'default']


def compare_tables(names, models, inspector, found, autogen_context):
    """Compare some tables as Alembic does.

    :param names: pairs of schema and name, of those that the database has
    :param models: the same, of those that have a model
    :param found: an `UpgradeOps` that takes what differs
    """
    compare._compare_tables(OrderedSet(names), OrderedSet(models), inspector, found, autogen_context)


def leave_out(autogen_context, is_left_out):
    """Let Alembic's own comparison neither see nor report a thing.

    :param is_left_out: takes what `include_object` takes
    """
    autogen_context._object_filters.append(lambda *arguments: not is_left_out(*arguments))


def written_type(type_, autogen_context):
    """A type as Alembic writes it into a script, with what has to be imported for it."""
    return render._repr_type(type_, autogen_context)


def is_in_batch(autogen_context):
    """Whether what is written stands within `with op.batch_alter_table(...)`."""
    return autogen_context._has_batch


# Alembic: env.py, revisions and their steps

def take_turns():
    """Let the commands that several threads of a process run come one after the other.

    Alembic has what `env.py` and a revision's `op` lead to once for the process: of two threads at a time one has the
    other's connection, or none. A command that a revision runs itself does not wait for that revision.
    """
    turn, enter, leave = threading.RLock(), EnvironmentContext.__enter__, EnvironmentContext.__exit__

    @functools.wraps(enter)
    def enter_alone(self):
        turn.acquire()
        return enter(self)

    @functools.wraps(leave)
    def leave_to_the_next(self, *error):
        try:
            return leave(self, *error)
        finally:
            turn.release()
    EnvironmentContext.__enter__, EnvironmentContext.__exit__ = enter_alone, leave_to_the_next


def folders_of(script):
    """The folders in which a `ScriptDirectory` looks for revisions."""
    return script._version_locations


def every_revision(script):
    """Each revision by its id, also what no head leads to, which is not in Alembic's walks."""
    return script.revision_map._revision_map


def parents_of(revision):
    """The ids that a revision stands on: those it follows, and those it depends on."""
    return revision._all_down_revisions


def children_of(revision):
    """The ids that stand on a revision."""
    return revision._all_nextrev


def steps_to(script, target, heads, is_upgrade=True):
    """The steps from where a database is to a revision, in order, as `upgrade` and `downgrade` of Alembic take them."""
    return list((script._upgrade_revs if is_upgrade else script._downgrade_revs)(target, heads))


def take_the_steps(context, wrap):
    """Wrap the function from which a migration context takes its steps.

    Alembic has a callback after each step, but none before the first and none after the last.

    :param wrap: takes the function and returns another; both take the heads and the context, and give the steps
    """
    context._migrations_fn = wrap(context._migrations_fn)


def given_to_steps(context):
    """What `env.py` gives to each step, as `run_migrations(engine_name='log')` does; nothing where a context runs none."""
    frame = sys._getframe()
    while frame and not (frame.f_code.co_name == 'run_migrations' and frame.f_locals.get('self') is context):
        frame = frame.f_back
    return frame.f_locals['kw'] if frame else {}


def keep_the_transaction(context):
    """Let Alembic leave the transaction to who has begun it; from 1.5 on it would commit it after the first step."""
    context._in_external_transaction = True


def is_begun_outside(context):
    """Whether the connection of a migration context is in a transaction that Alembic has not begun, and cannot commit."""
    return context._transaction is None and context.connection.in_transaction()


def is_two_phase(connection):
    """Whether a connection's transaction is to be committed together with those of other databases.

    :param connection: SQLAlchemy's, 1.4 or, where the name was another, before
    """
    transaction = getattr(connection, '_transaction', None) or getattr(connection, '_Connection__transaction', None)
    return isinstance(transaction, TwoPhaseTransaction)


# PyMySQL

FOUND_ROWS, LOCAL_FILES = 2, 128  # flags of a client
CHANGED = re.compile(rb'Rows matched: \d+ +Changed: (\d+)')
NO_FILES = 1148, 'The used command is not allowed: LOAD DATA LOCAL needs local_infile=1 in the address, and on the server'


def read_timeout_of(connection):
    """How many seconds a connection waits for an answer; None of another driver's."""
    return getattr(connection, '_read_timeout', None)


def wait_for_every_answer(connection):
    """Let a connection wait for as long as it takes; PyMySQL has a parameter for it when it connects, and nothing after."""
    connection._read_timeout = None


def driver_like(connection):
    """What a connection was made with: how values become SQL and come back, whether an UPDATE tells what it has changed
    in place of what it has found, and whether a `LOAD DATA LOCAL` may send a file. None of another driver's."""
    if not hasattr(connection, '_local_infile'):
        return None
    return (connection.encoders, connection.decoders, not connection.client_flag & FOUND_ROWS, connection._local_infile)


def as_the_driver_of(connection, made_with):
    """Let a connection do what another one was made for, see `driver_like`; files it has to be able to send."""
    if made_with:
        connection.encoders, connection.decoders, counts_changed, connection._local_infile = made_with
        connection._read_query_result = functools.partial(read_result, connection, counts_changed)


def able_to_send_files(parameters):
    """Let a connection that is to be made be able to send a file, which none of its own statements may have it do.

    :param parameters: of PyMySQL's `connect`
    """
    parameters['client_flag'] = parameters.get('client_flag', 0) | LOCAL_FILES


def refuse_files(connection):
    """A connection that is able to send a file, and may not, tells it as a server does that sees that."""
    if not getattr(connection, '_local_infile', True):
        as_the_driver_of(connection, driver_like(connection))


def read_result(connection, counts_changed, unbuffered=False):
    """What the server answers to a statement; that an UPDATE has changed fewer rows than it has found is in its message."""
    try:
        type(connection)._read_query_result(connection, unbuffered)
    except RuntimeError:  # the server waits for a file, which is to be empty
        connection.write_packet(b'')
        connection._read_packet()
        raise connection.OperationalError(*NO_FILES) from None
    changed = CHANGED.search(connection._result.message or b'') if counts_changed else None
    if changed:
        connection._result.affected_rows = int(changed.group(1))
    return connection._result.affected_rows


def answer(cursor, rowcount, lastrowid, description=None, rows=None):
    """Let a cursor have an answer that the server did not send now."""
    cursor.rowcount, cursor.lastrowid = rowcount, lastrowid
    if rows is not None:
        cursor._executed = 'answered from the journal'
        cursor.description, cursor._rows, cursor.rownumber = description, rows, 0

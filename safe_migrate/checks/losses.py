"""What an upgrade or downgrade drops that has rows; who sits at a terminal is asked before it is lost."""
import ast
import inspect
import logging
import os
import textwrap
from collections import OrderedDict

from sqlalchemy import inspect as database

from .. import databases
from ..compat.trees import tree_of
from ..messages import UserError
from ..messages import bin as bin_texts
from ..messages import plan as explain
from ..messages import prompts
from ..options import option
from ..schema import execute
from ..sql import clauses, parse, syntax_of
from ..upgrade.step import direction_of, function_of, is_downgrade, revision_of
from .recording import names_one_of, says

log = logging.getLogger('alembic.safe_migrate')
DROPS = {'drop_table', 'drop_column'}
CONFIRM = 'SAFE_MIGRATE_CONFIRM'
OF_CONTEXT = 'safe_migrate_bin'  # the bin of a run, in the options of Alembic's migration context
LIMIT = 'SAFE_MIGRATE_BIN_ROWS'
MOST = 1000000  # values of a column, unless the environment says otherwise


def agree(context, steps):
    """See that what the steps drop may go into the bin, or be lost where the bin does not keep it.

    :param context: Alembic's migration context, before the first step
    :param steps: Alembic's
    :returns: whether somebody has agreed to a loss
    :raises UserError: where it may not
    """
    dropped = [(revision_of(step), table, column) for step in steps if direction_of(step) != 'stamp'
               for table, column in dropped_by(function_of(step, context), context.connection)]
    return agree_to(context, dropped)


def agree_to(context, dropped):
    """The same, of tables and columns by their names.

    :param dropped: triples of a revision, a table, and a column or None
    """
    return agree_on(context, counted(context.connection, dropped) if dropped else [])


def agree_on(context, found):
    """The same, of what has been counted: triples of a revision, a table or column by its name, and how many rows or values,
    none of which is 0."""
    agreed = option(context.config, 'yes', False)
    if not found or agreed:
        return agreed
    no_bin = option(context.config, 'no_bin', False)
    reason = context.opts[OF_CONTEXT].obstacle()
    lost = [one for one in found if reason or not is_kept(one[1], one[2], no_bin)]
    kept = [one for one in found if one not in lost]
    question = '\n'.join([bin_texts.would_be_kept(kept)] * bool(kept) + [explain.would_be_lost(lost)] * bool(lost))
    if lost and not no_bin and not prompts.at_terminal():
        raise UserError(*(bin_texts.not_keepable(*lost[0][1:], reason=reason) if reason else
                          bin_texts.too_many(*lost[0][1:], limit=limit())))
    if not agrees(question, lost, is_downgrade(context)):
        raise prompts.refusal(explain.not_agreed(question))
    return bool(lost)


def is_kept(name, number, no_bin):
    """Whether the bin keeps what is dropped.

    :param name: of a table, or of a column with its table's
    :param number: of rows or values
    :param no_bin: what `--no-bin` says
    """
    return not no_bin and ('.' not in name or number <= limit())


def dropped_by(function, connection):
    """The tables and columns that a revision's function names in `op.drop_table` and `drop_column`, and in the SQL of an
    `op.execute`; the column of a table is None."""
    if not names_one_of(function, DROPS) and not (names_one_of(function, {'execute'}) and says(function, 'drop')):
        return []
    try:
        tree = tree_of(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):  # no source of it can be read
        return []
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)
             and 'schema' not in [keyword.arg for keyword in node.keywords]]  # of another one the statement itself is asked
    found = [(text_of(call, 0), text_of(call, 1) if name_of(call) == 'drop_column' else None) for call in calls
             if name_of(call) == 'drop_table' or name_of(call) == 'drop_column' and len(call.args) > 1]
    texts = [text_of(call, 0) for call in calls if name_of(call) == 'execute']
    return [one for one in found if one[0]] + list(dropped_in_batches(tree)) + [
        one for text in texts if text for one in dropped_in_sql(text, connection)]


def dropped_in_sql(text, connection):
    """The tables and columns of the database itself that a text's statements drop."""
    own = databases.of(connection).own_schemas()
    for statement in parse(text, syntax_of(connection.dialect)).parts:
        tables = [table.name for table in statement.tables if table.schema in own]
        if statement.action == 'DROP TABLE' and not statement.is_temporary:
            yield from ((name, None) for name in tables)
        elif statement.action == 'ALTER TABLE':
            yield from ((name, column) for name in tables for clause in statement.clauses
                        if clause.action == clauses.DROP_COLUMN for column in clause.names)


def dropped_in_batches(tree):
    """The columns that `with op.batch_alter_table(...)` drops, with their tables."""
    for block in (node for node in ast.walk(tree) if isinstance(node, ast.With)):
        opened = [item.context_expr for item in block.items if isinstance(item.context_expr, ast.Call)]
        table = next((text_of(call, 0) for call in opened if name_of(call) == 'batch_alter_table'), None)
        for call in ast.walk(block):
            if table and isinstance(call, ast.Call) and name_of(call) == 'drop_column' and len(call.args) == 1:
                yield table, text_of(call, 0)


def name_of(call):
    """What is called: `drop_table` of `op.drop_table('user')`."""
    return getattr(call.func, 'attr', None)


def text_of(call, place):
    """An argument that is written down as a text, in any Python's syntax tree; None of anything else."""
    try:
        value = ast.literal_eval(call.args[place])
    except (ValueError, IndexError):
        return None
    return value if isinstance(value, str) else None


def counted(connection, dropped):
    """Of tables and columns those that have rows and values.

    :returns: a list of a revision, what is lost and how many
    """
    there, quote = database(connection), connection.dialect.identifier_preparer.quote_identifier
    tables, found = set(there.get_table_names()), []
    for revision, table, column in OrderedDict.fromkeys(dropped):
        if table not in tables or (column and column not in {one['name'] for one in there.get_columns(table)}):
            continue  # made by an earlier step, or renamed by one
        query = 'SELECT COUNT(%s) FROM %s' % (quote(column) if column else '*', quote(table))
        number = execute(connection, query).scalar()
        if number:
            found.append((revision, '%s.%s' % (table, column) if column else table, number))
    return found


def agrees(question, lost, is_downgrade):
    """Whether it goes on. Where nobody is there it runs as it always did, unless the environment says that it must not.

    :param lost: what the bin does not keep, see `agree_on`
    :raises Unanswered: where who was asked gives no answer
    """
    if not (lost or is_downgrade):
        return True
    if prompts.at_terminal():
        return prompts.confirm(question + '\n' + explain.go_on())
    if os.environ.get(CONFIRM) == '1':
        return False
    if lost:
        log.warning(explain.would_be_lost(lost))
    return True


def limit():
    """How many values of a column go into the bin without being asked.

    :raises UserError: where the environment's `SAFE_MIGRATE_BIN_ROWS` is no number
    """
    text = os.environ.get(LIMIT) or str(MOST)
    if not text.isdecimal():
        raise UserError(*bin_texts.no_limit(LIMIT, text))
    return int(text)

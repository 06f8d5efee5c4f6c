"""`op.drop_constraint(None, ...)`, as Alembic writes it where a model's constraint has no name: what the file tells of it.

Autogenerate writes the other way beside it, `op.create_foreign_key(None, 'post', 'user', ['user_id'], ['id'])`, and that
names the columns.
"""
import ast
from typing import NamedTuple, Optional

from .revision_files import parsed, paths


class Drop(NamedTuple):
    """An `op.drop_constraint(None, ...)`."""

    path: str
    line: int
    function: str  # which calls it
    table: Optional[str]
    kind: Optional[str]  # as `type_` has it
    columns: list  # of tuples: those that the opposite function makes without a name, in its order


# The kind that an operation makes, and where in a batch its columns stand.
CREATES = {'create_foreign_key': ('foreignkey', 2), 'create_unique_constraint': ('unique', 1)}
KEYWORDS = {'foreignkey': 'local_cols', 'unique': 'columns'}


def in_revisions(script):
    """Those of all the revisions' files.

    :param script: Alembic's ScriptDirectory
    :returns: a list of `Drop`
    """
    return [drop for path in paths(script) for drop in in_file(path)]


def in_file(path):
    """Those of one file, in their order; a file that does not compile is another's to tell."""
    try:
        functions = {node.name: node for node in parsed(path).body if isinstance(node, ast.FunctionDef)}
    except (OSError, SyntaxError):
        return []
    found = []
    for name, function in functions.items():
        opposite = functions.get(opposite_of(name))
        made = list(calls(opposite, CREATES)) if opposite else []
        for call, table in calls(function, ('drop_constraint',)):
            kind = text(argument(call, 2 - bool(table), 'type_'))
            on = table or text(argument(call, 1, 'table_name'))
            found.append(Drop(path, call.lineno, name, on, kind, [
                columns for columns in (created(create, within, on, kind) for create, within in made) if columns]))
    return found


def opposite_of(name):
    """`downgrade` for `upgrade`, and the other way about, those of each database too."""
    words = ('upgrade', 'downgrade') if name.startswith('upgrade') else ('downgrade', 'upgrade')
    return name.replace(*words, 1)


def calls(function, names):
    """The calls of an operation whose first argument is None, and the table of the batch that each is in, or None."""
    batches = {}
    for node in ast.walk(function):
        for item in node.items if isinstance(node, ast.With) else ():
            call = item.context_expr
            if isinstance(call, ast.Call) and getattr(call.func, 'attr', None) == 'batch_alter_table':
                batches[getattr(item.optional_vars, 'id', None), node.lineno] = node, text(argument(call, 0, 'table_name'))
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and getattr(node.func, 'attr', None) in names and is_none(node):
            holder = getattr(node.func.value, 'id', None)
            within = [table for (name, _), (block, table) in batches.items()
                      if name == holder and any(inner is node for inner in ast.walk(block))]
            yield node, within[-1] if within else None


def is_none(call):
    """Whether an operation's constraint has no name: None, or `op.f(None)`."""
    value = argument(call, 0, 'constraint_name')
    if isinstance(value, ast.Call) and getattr(value.func, 'attr', None) == 'f' and value.args:
        value = value.args[0]
    try:
        return value is not None and ast.literal_eval(value) is None
    except ValueError:
        return False


def created(call, table, wanted, kind):
    """The columns of a constraint that a call makes on a table; None where it is another's, or of another kind."""
    own_kind, place = CREATES[call.func.attr]
    if kind not in (None, own_kind) or (table or text(argument(call, 1, 'source_table', 'table_name'))) != wanted:
        return None
    value = argument(call, place + (table is None), KEYWORDS[own_kind])  # in a batch no argument names the table
    try:
        return tuple(ast.literal_eval(value)) if value is not None else None
    except (TypeError, ValueError):
        return None


def argument(call, place, *names):
    """An argument's expression, by its place or its name; None where it is not given."""
    given = [keyword.value for keyword in call.keywords if keyword.arg in names]
    return call.args[place] if place < len(call.args) else (given + [None])[0]


def text(node):
    """The text that an expression is, or None."""
    try:
        value = ast.literal_eval(node) if node is not None else None
    except ValueError:
        return None
    return value if isinstance(value, str) else None

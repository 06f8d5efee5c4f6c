"""What the revision that a database is at has changed, as its file says."""
import ast

from ..sql import DDL, parse
from .revision_files import parsed


def changed_by(path):
    """The tables and columns that a revision's `upgrade` names.

    It is read and not run, so what a revision computes is not seen.

    :param path: its file
    :returns: a set of pairs (table, column), with None for the table itself
    """
    found = set()
    for function in parsed(path).body:
        if isinstance(function, ast.FunctionDef) and function.name.startswith('upgrade'):
            for call in calls(function):
                found |= set(named_in(call, {}))
            for block in [node for node in ast.walk(function) if isinstance(node, ast.With)]:
                tables = batches(block)  # the next block may have another table by the same name
                for call in calls(block) if tables else ():
                    found |= set(named_in(call, tables))
    return found


def calls(node):
    """The calls of a method, such as `op.add_column(...)`."""
    return [one for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)]


def batches(block):
    """The table of `with op.batch_alter_table('student') as batch_op`, by that name."""
    return {item.optional_vars.id: texts(item.context_expr)[0] for item in block.items
            if isinstance(item.optional_vars, ast.Name) and isinstance(item.context_expr, ast.Call)
            and texts(item.context_expr)}


def texts(call):
    """The texts among a call's arguments; of `sa.Column('age', ...)` its name."""
    return [text for text in map(text_of, call.args) if text]


def text_of(node):
    """The text that stands there, or None."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ('Column', 'text'):
        return text_of(node.args[0]) if node.args else None
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def named_in(call, tables):
    """What a call names.

    :param tables: see `batches`
    """
    operation, on = call.func.attr, getattr(call.func.value, 'id', None)
    found = texts(call)
    if on in tables:
        found.insert(0, tables[on])
    elif on != 'op' or operation == 'batch_alter_table':
        return
    if operation == 'execute':
        found = [table.name for text in found[-1:] for table in changed_tables(text)]
    elif operation in ('create_index', 'drop_index', 'create_unique_constraint', 'create_foreign_key', 'drop_constraint'):
        found = found[:1] if on in tables else found[1:2]
    elif operation == 'create_table':
        found = found[:1]
    elif operation == 'rename_table':
        found = found[1:]
    for table in found[:1]:
        yield table, None
        if operation in ('add_column', 'alter_column') and len(found) > 1:
            yield table, renamed_to(call) or found[1]


def renamed_to(call):
    """The name that `alter_column` gives a column; None where it keeps its own."""
    return next((text_of(keyword.value) for keyword in call.keywords if keyword.arg == 'new_column_name'), None)


def changed_tables(text):
    """The tables that DDL changes."""
    statement = parse(text)
    return statement.tables[:1] if statement.kind == DDL else ()

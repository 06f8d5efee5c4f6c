"""What can be told of the revisions' files without running them."""
import ast
import os
import tokenize
from typing import NamedTuple, Optional

from ..compat.inside_alembic import folders_of
from ..compat.trees import tree_of
from ..sql import DDL, MYSQL, SQLITE, parse
from ..translation.language import _
from .sources import assigned, called, parsed_or_none, text_of


class Fault(NamedTuple):
    """What is wrong in a revision's file."""

    path: str
    line: int
    text: str


def paths(script):
    """The files that Alembic takes for revisions.

    :param script: Alembic's ScriptDirectory
    """
    for folder in folders_of(script):
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
            if name.endswith('.py') and not name.startswith(('.#', '__init__')):
                yield os.path.join(folder, name)


def parsed(path):
    """The syntax tree of a file.

    :raises SyntaxError: with the line in its `lineno`; also where the file is not in the encoding that it names
    """
    try:
        with tokenize.open(path) as file:
            return tree_of(file.read(), path)
    except (UnicodeDecodeError, ValueError) as error:  # a NUL byte is a ValueError
        raise SyntaxError(str(error), (path, 1, 0, '')) from None


def syntax_faults(script):
    """The files that do not compile.

    :returns: a list of `Fault`
    """
    found = []
    for path in paths(script):
        try:
            parsed(path)
        except SyntaxError as error:
            found.append(Fault(path, error.lineno or 1, error.msg))
    return found


def of_python_2(script):
    """What only Python 2 has, in the files that compile: it would fail when the line is reached.

    :returns: a list of `Fault`
    """
    from ..compat.python2 import leftovers
    return [Fault(path, one.line, _('uses %(name)s, which Python 3 does not have; write %(instead)s') % one._asdict())
            for path in paths(script) for one in leftovers(parsed(path))]


def without_downgrade(script):
    """The files whose upgrade does something and whose downgrade does nothing.

    A downgrade that raises an error with a text has said why there is none, and is not in the list.

    :returns: a list of `Fault`
    """
    return [Fault(path, line, _('has no downgrade')) for path in paths(script) for line in one_way(parsed(path))]


def one_way(tree):
    """The line of each `upgrade` (of each database) that has no `downgrade`."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for name, function in functions.items():
        back = functions.get(name.replace('upgrade', 'downgrade', 1))
        if name.startswith('upgrade') and not does_nothing(function) and (back is None or does_nothing(back)):
            yield (back or function).lineno


def does_nothing(function):
    """Whether a function's body is `pass`, a text, or the raising of an error that says nothing."""
    return all(isinstance(node, ast.Pass) or is_text(node) or is_bare_raise(node) for node in function.body)


def refuses_downgrade(path):
    """Whether a revision's downgrade does nothing but raise an error that says why there is none."""
    functions = [node for node in parsed(path).body if isinstance(node, ast.FunctionDef) and node.name == 'downgrade']
    bodies = [[node for node in function.body if not is_text(node)] for function in functions]
    return any(body and isinstance(body[0], ast.Raise) and not is_bare_raise(body[0]) for body in bodies)


def is_text(node):
    """A docstring, or `...`."""
    return isinstance(node, ast.Expr) and not isinstance(node.value, (ast.Call, ast.Yield, ast.YieldFrom))


def is_bare_raise(node):
    """`raise NotImplementedError`, without a reason."""
    return isinstance(node, ast.Raise) and not (isinstance(node.exc, ast.Call) and node.exc.args)


# `op.drop_constraint(None, ...)`, as Alembic writes it where a model's constraint has no name: what the file tells of it.
# Autogenerate writes the other way beside it, `op.create_foreign_key(None, 'post', 'user', ['user_id'], ['id'])`, and that
# names the columns.

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


def unnamed_drops(script):
    """Those of all the revisions' files.

    :param script: Alembic's ScriptDirectory
    :returns: a list of `Drop`
    """
    return [drop for path in paths(script) for drop in unnamed_drops_in(path)]


def unnamed_drops_in(path):
    """Those of one file, in their order; a file that does not compile is another's to tell."""
    try:
        functions = {node.name: node for node in parsed(path).body if isinstance(node, ast.FunctionDef)}
    except (OSError, SyntaxError):
        return []
    found = []
    for name, function in functions.items():
        opposite = functions.get(opposite_of(name))
        made = list(unnamed_calls(opposite, CREATES)) if opposite else []
        for call, table in unnamed_calls(function, ('drop_constraint',)):
            kind = text_of(argument(call, 2 - bool(table), 'type_'))
            on = table or text_of(argument(call, 1, 'table_name'))
            found.append(Drop(path, call.lineno, name, on, kind, [
                columns for columns in (columns_made(create, within, on, kind) for create, within in made) if columns]))
    return found


def opposite_of(name):
    """`downgrade` for `upgrade`, and the other way about, those of each database too."""
    words = ('upgrade', 'downgrade') if name.startswith('upgrade') else ('downgrade', 'upgrade')
    return name.replace(*words, 1)


def unnamed_calls(function, names):
    """The calls of an operation whose first argument is None, and the table of the batch that each is in, or None."""
    batches = {}
    for node in ast.walk(function):
        for item in node.items if isinstance(node, ast.With) else ():
            call = item.context_expr
            if isinstance(call, ast.Call) and getattr(call.func, 'attr', None) == 'batch_alter_table':
                name = getattr(item.optional_vars, 'id', None)
                batches[name, node.lineno] = node, text_of(argument(call, 0, 'table_name'))
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


def columns_made(call, table, wanted, kind):
    """The columns of a constraint that a call makes on a table; None where it is another's, or of another kind."""
    own_kind, place = CREATES[call.func.attr]
    if kind not in (None, own_kind) or (table or text_of(argument(call, 1, 'source_table', 'table_name'))) != wanted:
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


# The tables that the revisions of a repository have created, as far as their files tell.

# What makes a table or gives it another name: which argument is the name, and its keyword.
MAKERS = {'create_table': (0, 'table_name'), 'rename_table': (1, 'new_table_name'), 'Table': (0, 'name')}
# A text is read as each database would, whichever the revision is for: a name may stand in any quotes.
SYNTAXES = (MYSQL, MYSQL._replace(ansi_quotes=True), SQLITE)


def created_by(script):
    """The tables that any revision has created or renamed to.

    :param script: Alembic's `ScriptDirectory`
    :returns: a set of (schema or None, name), in lower case; of a name that is not known without running the revision,
        each text in its file that could be one
    """
    trees = [parsed_or_none(revision.path) for revision in script.walk_revisions() if revision.path.endswith('.py')]
    return {(schema and schema.lower(), name.lower()) for tree in trees if tree for schema, name in tables_in(tree)}


def tables_in(tree):
    """The (schema, name) of each table that a revision creates."""
    names = {name: text_of(value) for name, value in map(assigned, ast.walk(tree)) if value is not None}
    texts = [text for text in map(text_of, ast.walk(tree)) if text]
    for node in ast.walk(tree):
        if called(node) in MAKERS:
            name, schema = arguments(node, *MAKERS[called(node)])
            found = [text_of(name, names)] if text_of(name, names) else texts
            yield from ((text_of(schema, names), text) for text in found)
        elif assigned(node)[0] == '__tablename__' and text_of(assigned(node)[1]):
            yield None, text_of(assigned(node)[1])
    for text in texts:
        yield from in_sql(text)


def arguments(call, position, keyword):
    """The expressions of a call's table and of its schema, None where there is none."""
    keywords = {each.arg: each.value for each in call.keywords}
    name = call.args[position] if len(call.args) > position else keywords.get(keyword)
    return name, keywords.get('schema')


def in_sql(text):
    """The (schema, name) of each table that a text's statements create, or rename to."""
    if not any(word in text.lower() for word in ('table', 'rename')):
        return
    for part in [part for syntax in SYNTAXES for part in parse(text, syntax).parts]:
        is_made = part.action == 'CREATE TABLE' and not part.is_temporary
        yield from part.tables if is_made else [new for _old, new in part.renames]


# What the revision that a database is at has changed, as its file says.

def changed_by(path):
    """The tables and columns that a revision's `upgrade` names.

    It is read and not run, so what a revision computes is not seen.

    :param path: its file
    :returns: a set of pairs (table, column), with None for the table itself
    """
    found = set()
    for function in parsed(path).body:
        if isinstance(function, ast.FunctionDef) and function.name.startswith('upgrade'):
            for call in method_calls(function):
                found |= set(named_in(call, {}))
            for block in [node for node in ast.walk(function) if isinstance(node, ast.With)]:
                tables = batches(block)  # the next block may have another table by the same name
                for call in method_calls(block) if tables else ():
                    found |= set(named_in(call, tables))
    return found


def method_calls(node):
    """The calls of a method, such as `op.add_column(...)`."""
    return [one for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)]


def batches(block):
    """The table of `with op.batch_alter_table('student') as batch_op`, by that name."""
    return {item.optional_vars.id: texts(item.context_expr)[0] for item in block.items
            if isinstance(item.optional_vars, ast.Name) and isinstance(item.context_expr, ast.Call)
            and texts(item.context_expr)}


def texts(call):
    """The texts among a call's arguments; of `sa.Column('age', ...)` its name."""
    return [text for text in map(said_by, call.args) if text]


def said_by(node):
    """The text that stands there, or None."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ('Column', 'text'):
        return said_by(node.args[0]) if node.args else None
    return text_of(node)


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
            renamed = [text_of(keyword.value) for keyword in call.keywords if keyword.arg == 'new_column_name']
            yield table, (renamed + [None])[0] or found[1]


def changed_tables(text):
    """The tables that DDL changes."""
    statement = parse(text)
    return statement.tables[:1] if statement.kind == DDL else ()

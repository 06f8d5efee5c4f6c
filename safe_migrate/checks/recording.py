"""What revisions say, before they run: those that consist of Alembic's operations alone, up to the first that does not.

Such a revision can be run twice.
"""
import ast
import functools
import inspect

from ..compat.trees import tree_of
from ..sql import DATA, DDL, MYSQL, parse
from ..upgrade.step import function_of, revision_of


class CannotTell(Exception):
    """The statements cannot be known before they run."""


def recorded(context, steps, syntax=MYSQL):
    """What the first steps say, as pairs of a revision and SQL, executing nothing.

    :param context: Alembic's migration context, before the first step
    :param steps: Alembic's
    """
    recording = Recording(context, syntax)
    for step in steps:
        function = function_of(step, context)
        if not is_harmless(function) or not recording.take_down(revision_of(step), function):
            break
    return recording.statements


class Recording:
    """Takes the statements down that a revision would execute, as Alembic does for `--sql`: no one else hears of them.

    :param context: Alembic's migration context
    """

    def __init__(self, context, syntax):
        self.impl, self.syntax, self.statements, self.revision = context.impl, syntax, [], None

    def take_down(self, revision, function):
        """Run a revision's `upgrade` or `downgrade`.

        :returns: whether it came to its end
        """
        self.revision, impl = revision, self.impl
        before = impl.as_sql, impl.literal_binds
        impl.as_sql, impl.literal_binds, impl.static_output = True, True, self.take
        try:
            function()
        except Exception:  # it will fail again when it runs, and then it is told
            return False
        finally:
            impl.as_sql, impl.literal_binds = before
            del impl.static_output
        return True

    def take(self, text):
        statement = text.strip().rstrip(';').replace('%%', '%')
        if parse(statement, self.syntax).kind not in (DDL, DATA):
            raise CannotTell(statement)
        self.statements.append((self.revision, statement))


BATCH = 'batch_alter_table'
REACHES_FURTHER = ('get_bind', 'get_context', 'run_async', 'invoke')
LIBRARIES = ('sqlalchemy', 'alembic', 'datetime')


def is_harmless(function):
    """Whether it only calls operations, with values that it writes down itself.

    :param function: a revision's `upgrade` or `downgrade`
    """
    code = getattr(function, '__code__', is_harmless.__code__)
    body = functions_of(code.co_filename).get((code.co_name, code.co_firstlineno))
    return body is not None and all(is_operation(one, {'op'}, function.__globals__) for one in body)


@functools.lru_cache(maxsize=1)  # of a file's two functions
def functions_of(path):
    """The bodies of the functions that stand in a file without a decorator, by their name and first line."""
    try:
        with open(path, 'rb') as file:
            tree = tree_of(file.read())
    except (OSError, SyntaxError, ValueError):
        return {}
    return {(one.name, one.lineno): one.body for one in tree.body if isinstance(one, ast.FunctionDef)}


def names_one_of(function, names):
    """Whether a function's code calls anything by one of these names; its source is not read for that."""
    return not names.isdisjoint(getattr(function, '__code__', is_harmless.__code__).co_names)


def says(function, word):
    """Whether a word stands in any text that a function has, in whatever capitals; its source is not read for that."""
    return any(word in one.lower() for one in texts_in(getattr(function, '__code__', is_harmless.__code__)))


def texts_in(code):
    """The texts among the constants of a function's code, and of the functions within it."""
    for value in code.co_consts:
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str):
                yield one
            elif inspect.iscode(one):
                yield from texts_in(one)


def written_in(function):
    """The texts that a function consists of, where it calls `op.execute` with texts alone; else None."""
    code = getattr(function, '__code__', is_harmless.__code__)
    flat = [one for value in code.co_consts for one in (value if isinstance(value, tuple) else (value,))]
    plain = {'op', 'execute'}.issuperset(code.co_names) and not any(inspect.iscode(one) for one in flat)
    return [one for one in flat if isinstance(one, str)] if plain else None


def is_operation(statement, names, known):
    """Whether a statement is one, a batch of them, or does nothing.

    :param names: under which operations are called here
    :param known: what the revision's file has imported
    """
    if isinstance(statement, ast.Pass):
        return True
    if isinstance(statement, ast.With):
        batches = {item.optional_vars.id for item in statement.items if isinstance(item.optional_vars, ast.Name)}
        return (all(is_call_of(item.context_expr, names, known) for item in statement.items)
                and all(is_operation(one, names | batches, known) for one in statement.body))
    if isinstance(statement, ast.Assign):
        return is_value(statement.value, names, known)
    return isinstance(statement, ast.Expr) and (
        is_text(statement.value) or is_call_of(statement.value, names, known))


def is_text(node):
    """A docstring, which Python's parser gives in one form before 3.8 and in another from then on."""
    return isinstance(getattr(node, 'value', None) or getattr(node, 's', None), str)


def is_call_of(node, names, known):
    """Whether it is an operation's call, with harmless arguments."""
    return (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
            and node.func.value.id in names and node.func.attr not in REACHES_FURTHER
            and all(is_value(one, names, known) for one in node.args + [keyword.value for keyword in node.keywords]))


def is_value(node, names, known):
    """Whether it calls nothing but SQLAlchemy's and Alembic's constructors."""
    return all(is_call_of(call, names, known) or is_of_library(call.func, known)
               for call in ast.walk(node) if isinstance(call, ast.Call))


def is_of_library(function, known):
    """Whether a function is a library's: `sa.String`, `mysql.TINYINT`, `sa.table('x').update().where`."""
    while isinstance(function, (ast.Attribute, ast.Call)):
        function = function.value if isinstance(function, ast.Attribute) else function.func
    if not isinstance(function, ast.Name):
        return False
    value = known.get(function.id)
    module = getattr(value, '__name__', '') if inspect.ismodule(value) else getattr(value, '__module__', None) or ''
    return module.split('.')[0] in LIBRARIES

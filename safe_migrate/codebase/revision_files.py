"""What can be told of the revisions' files without running them."""
import ast
import os
import tokenize
from typing import NamedTuple

from ..compat.inside_alembic import folders_of
from ..translation.language import _


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
            return ast.parse(file.read(), path)
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

"""Python files of the codebase, read without running them."""
import ast


def parsed(path):
    """A file's syntax tree; None where it is no Python of today, or no source."""
    with open(path, 'rb') as file:
        source = file.read()
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return None


def text_of(node, names=None):
    """The text that an expression is, or None where that is not known without running it.

    :param names: texts by the names that stand for them
    """
    if isinstance(node, ast.Name):
        return (names or {}).get(node.id)
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError):
        return None
    return value if isinstance(value, str) else None


def called(node):
    """The last part of the name of what is called, such as `Column` of `db.Column(...)`; None of what is no call."""
    if not isinstance(node, ast.Call):
        return None
    return getattr(node.func, 'attr', None) or getattr(node.func, 'id', None)


def assigned(node):
    """The name that a statement assigns to, and the expression; None and None of any other."""
    targets = getattr(node, 'targets', None) or [getattr(node, 'target', None)]
    if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(targets[0], ast.Name):
        return targets[0].id, node.value
    return None, None

"""What the revisions' files say, read and rewritten without running them."""
import ast
import contextlib
import importlib.util
import os
import re
from typing import NamedTuple, Tuple

from alembic.script import ScriptDirectory

from ...codebase import revision_files


class File(NamedTuple):
    """What the file of a revision says."""

    revision: str
    parents: Tuple[str, ...]
    needs: Tuple[str, ...]  # ids and branch labels of `depends_on`
    labels: Tuple[str, ...]  # branch labels
    path: str
    created: str  # the text after `Create Date:`, or an empty one


CREATED = re.compile(r'^Create Date: *(.*)$', re.MULTILINE)


def files(config):
    """The revisions' files, those that do not compile left out.

    :param config: Alembic's configuration
    :returns: a list of `File`
    """
    found = []
    for path in revision_files.paths(ScriptDirectory.from_config(config)):
        try:
            found.append(file_of(path, revision_files.parsed(path)))
        except SyntaxError:
            continue
    return [one for one in found if one.revision]


def file_of(path, tree):
    """What a revision's file says.

    :param tree: its syntax tree
    """
    values = assigned(tree)
    created = CREATED.search(ast.get_docstring(tree) or '')
    parents, needs, labels = (as_tuple(values.get(name)) for name in ('down_revision', 'depends_on', 'branch_labels'))
    return File(values.get('revision'), parents, needs, labels, path, created.group(1) if created else '')


def as_tuple(value):
    """One text or several, as Alembic takes them."""
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, (tuple, list, set)) else ()


def assigned(tree):
    """The values that a module gives to its names, as far as they stand there."""
    found = {}
    for node in tree.body:
        for target in getattr(node, 'targets', None) or [getattr(node, 'target', None)]:
            try:
                value = ast.literal_eval(node.value)
            except (AttributeError, ValueError):
                continue
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            values = value if isinstance(target, ast.Tuple) else [value]
            found.update((getattr(name, 'id', None), one) for name, one in zip(names, values))
    return found


def rewritten(path, name, old, new):
    """A file's text with another value of `revision` or `down_revision`, and of its mention in the first lines.

    :param name: `revision` or `down_revision`
    :returns: the text; None where the value does not stand on a line of its own
    """
    with open(path, encoding='utf-8') as file:
        text = file.read()
    value = re.compile(r'^(%s\s*(?::[^=\n]*)?=\s*)([\'"])%s\2' % (name, re.escape(old)), re.MULTILINE)
    title = {'revision': 'Revision ID', 'down_revision': 'Revises'}[name]
    text, count = value.subn(lambda match: match.group(1) + repr(new), text)
    return re.sub(r'(?m)^(%s: *)%s$' % (title, re.escape(old)), lambda match: match.group(1) + new, text) if count else None


def write(path, text):
    """Write a file whole or not at all.

    Of a change of the same length in the same second Python's cache knows nothing, so what is compiled of it goes.
    """
    with open(path + '.new', 'w', encoding='utf-8') as file:
        file.write(text)
    os.replace(path + '.new', path)
    with contextlib.suppress(OSError, NotImplementedError):
        os.unlink(importlib.util.cache_from_source(path))

"""A reader finds each file of the package where its folder says what it has, and what it needs further down."""
import ast
import os
import sys

import conftest
import pytest

sys.path.insert(0, os.path.join(conftest.ROOT, 'docs'))
import rooms  # noqa: E402

# There a file is a command, or the texts of the folder of its name.
EVIDENT = ('commands', 'chinese', 'compat')
MOST_LINES = 500
PUBLIC = {'_getframe', '_exit', '_replace', '_fields', '_asdict'}  # what Python's documents tell of under such a name
INSIDE = ('compat.inside_alembic', 'compat.inside_flask', 'compat.argument_parser')
SOURCES, IMPORTS = rooms.sources(), rooms.imports()
TREES = {name: rooms.parsed(path) for name, path in SOURCES.items()}


def modules(folder):
    """The names of the files and folders in a folder of the package."""
    names = [name for name in os.listdir(folder) if name.endswith('.py') or os.path.isdir(os.path.join(folder, name))]
    return [name for name in names if not name.startswith('__')]


def said_of(folder):
    """What a package says of its files; of those that each database has, the folder above says it once."""
    path = os.path.join(folder, '__init__.py')
    if not os.path.exists(path):
        return ''
    with open(path, encoding='utf-8') as file:
        return file.read().split('"""')[1]


@pytest.mark.parametrize('folder', [folder for folder, __, files in os.walk(rooms.PACKAGE)
                                    if '__init__.py' in files and os.path.basename(folder) not in EVIDENT])
def test_a_folder_says_what_each_of_its_files_is_for(folder):
    above = os.path.dirname(folder)
    said = said_of(folder) + (said_of(above) if os.path.basename(above) == 'databases' else '')
    missing = [name for name in modules(folder) if name not in said]
    assert missing == []


def test_what_a_module_needs_is_in_its_own_room_or_further_down():
    up = ['%s -> %s' % (name, other) for name, others in IMPORTS.items() for other in others
          if rooms.room_of(other)[1] < rooms.room_of(name)[1]]
    assert sorted(up) == []


def test_no_database_needs_another_one():
    across = ['%s -> %s' % (name, other) for name, others in IMPORTS.items() for other in others
              if {rooms.room_of(name)[0], rooms.room_of(other)[0]} <= set(rooms.DATABASES)
              and rooms.room_of(name) != rooms.room_of(other)]
    assert sorted(across) == []


def test_no_modules_need_one_another_in_a_circle():
    left = {name: set(others) for name, others in IMPORTS.items()}
    free = left
    while free:
        free = [name for name, others in left.items() if not others & set(left)]
        for name in free:
            del left[name]
    assert sorted(left) == []  # those in a circle, and what needs them


def names_in(tree):
    """What a module has under a name, as far as its text tells."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name.partition('.')[0] for alias in node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def taken(name):
    """What a module takes of other modules of the package: pairs of a module and a name in it."""
    known = {}
    for other, of_it, alias in rooms.imported(name, SOURCES):
        if of_it:
            yield other, of_it
        else:
            known.setdefault(alias, set()).add(other)
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and len(known.get(node.value.id, ())) == 1:
            yield min(known[node.value.id]), node.attr


def test_what_a_module_takes_of_another_is_there():
    names = {name: set(names_in(tree)) for name, tree in TREES.items()}
    missing = ['%s takes %s of %s' % (name, one, other) for name in SOURCES for other, one in taken(name)
               if one not in names[other] and not one.startswith('__') and (other + '.' + one).strip('.') not in SOURCES]
    assert sorted(missing) == []


def private_names(name):
    """What a module takes of the inside of others, with its line."""
    for node in ast.walk(TREES[name]):
        found = []
        if isinstance(node, ast.Attribute) and not (isinstance(node.value, ast.Name) and node.value.id in ('self', 'cls')):
            found = [node.attr]
        elif isinstance(node, ast.ImportFrom):
            found = [alias.name for alias in node.names if alias.name != '_']
        elif isinstance(node, ast.Call) and getattr(node.func, 'id', None) in ('getattr', 'hasattr', 'setattr'):
            found = [getattr(argument, 'value', getattr(argument, 's', None)) for argument in node.args[1:2]]
        for one in found:
            if isinstance(one, str) and one.startswith('_') and not one.startswith('__') and one not in PUBLIC:
                yield '%s:%d %s' % (name, node.lineno, one)


def test_the_inside_of_other_packages_is_touched_in_one_place():
    assert [found for name in SOURCES if name not in INSIDE for found in private_names(name)] == []


def test_no_file_is_longer_than_a_reader_can_hold():
    lengths = {name: len(said.splitlines()) for name, said in ((name, read(path)) for name, path in SOURCES.items())}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def test_the_picture_in_the_document_is_that_of_the_code():
    assert '```mermaid\n%s\n```' % rooms.picture() in read(os.path.join(conftest.ROOT, 'docs', 'architecture.md'))


def test_a_file_of_ours_that_an_error_is_to_have_come_through_is_there():
    """It is told by the last parts of its path, which nothing else holds to where the file is."""
    named = [[one.value if hasattr(one, 'value') else one.s for one in call.args[1:]] for tree in TREES.values()
             for call in ast.walk(tree) if isinstance(call, ast.Call) and getattr(call.func, 'id', '').startswith('passed')]
    others = {'alembic', 'sqlalchemy', 'flask', 'flask_script', 'pymysql', 'logging', 'configparser.py'}
    assert [parts for parts in named if parts[0] not in others and not any(
        path.endswith(os.path.join(*parts)) for path in SOURCES.values())] == []

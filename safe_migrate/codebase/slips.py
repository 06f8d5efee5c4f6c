"""What only looks like a column or a model, in the codebase's own classes: SQLAlchemy passes over it without a word.

The classes are those that were imported; their files are parsed for the lines.
"""
import ast
import difflib
import functools
import sys

from sqlalchemy.schema import Column, ForeignKey, Index, SchemaItem
from sqlalchemy.sql.elements import ColumnClause
from sqlalchemy.types import TypeEngine

from ..compat.trees import tree_of
from ..messages.place import is_of_the_user, relative
from ..translation.language import _

SPECIAL = ('__tablename__', '__table_args__', '__mapper_args__', '__bind_key__', '__abstract__')
KNOWN = SPECIAL + ('__table__', '__mapper__', '__table_cls__', '__mapper_cls__', '__dict__', '__name__', '__slots__')
CLOSE = 0.8  # how alike a name is, of 1, to one of SPECIAL for which it is taken


def slips():
    """:returns: list of texts, each with the place, what is there and what to write, in the order of the files"""
    found = []
    for module in list(sys.modules.values()):
        path = getattr(module, '__file__', None) or ''
        if path.endswith('.py') and is_of_the_user(path) and any(  # most have none
                isinstance(value, (type, Column)) for value in vars(module).values()):
            found += sorted(in_module(module, path))
    return ['%s:%d: %s' % (relative(path), line, text) for path, line, text in found]


def in_module(module, path):
    """Triples of the path, the line and the text."""
    lines = lines_of(path)
    classes = [value for value in vars(module).values() if isinstance(value, type) and value.__module__ == module.__name__]
    used = {id(value) for cls in classes for value in vars(cls).values()}
    for name, value in vars(module).items():
        if isinstance(value, Column) and value.table is None and id(value) not in used and (None, name) in lines:
            yield path, lines[None, name], _('%(name)s stands outside of every class, so it is in no table. Indent it as '
                                             'the columns of its class are.') % {'name': name}
    for cls in classes:
        # a model, what is there for models to derive from, or what has a column
        if any(hasattr(one, '__table__') for one in [cls] + below(cls)) or any(
                isinstance(value, Column) for value in vars(cls).values()):
            for name, text in in_class(cls):
                yield path, lines.get((cls.__name__, name), lines.get((cls.__name__, None), 1)), text
            for name, line in annotated(path, cls):
                yield path, line, _('%(name)s is only an annotation, and no column. Write = in the place of the colon.') % {
                    'name': name}


def below(cls):
    """All classes that derive from one."""
    return [one for child in type.__subclasses__(cls) for one in [child] + below(child)]


def in_class(cls):
    """Pairs of an attribute's name, None for the class itself, and a text."""
    columns = [name for name, value in vars(cls).items() if isinstance(value, Column)]
    bare = not any(hasattr(one, '__table__') for one in [cls] + below(cls)) and not vars(cls).get('__abstract__')
    if bare and columns and not hasattr(cls, 'metadata'):
        yield None, _('the class %(name)s has columns and is no model, so it has no table. Write: '
                      'class %(name)s(db.Model):') % {'name': cls.__name__}
    types = {id(column.type) for one in [cls] + below(cls) if hasattr(one, '__table__') for column in one.__table__.columns}
    for name, value in list(vars(cls).items()):
        plain = id(value) not in types and not name.startswith('__')
        name = as_written(cls, name)
        text = misspelt(name, value) or (what_it_is(name, value) if plain else None)
        if text:
            yield name, text


def what_it_is(name, value):
    """What an attribute is, which is no column and was meant for one; None of any other."""
    said = {'name': name}
    if type(value) is ColumnClause and not value.is_literal:
        return _('%(name)s is no column: db.column() makes none. Write db.Column(), with a capital C.') % said
    if isinstance(value, (tuple, list, set)) and any(isinstance(one, (Column, TypeEngine)) for one in value):
        return _('%(name)s is no column: a comma behind it, or brackets around it, make a list of it. Take them '
                 'away.') % said
    if isinstance(value, TypeEngine) or isinstance(value, type) and issubclass(value, TypeEngine):
        return _('%(name)s is a type, and no column. Write: %(name)s = db.Column(db.%(type)s)') % dict(
            said, type=value.__name__ if isinstance(value, type) else repr(value))
    if value is Column:
        return _('%(name)s is no column: db.Column stands there without its brackets.') % said
    if isinstance(value, ForeignKey):
        return _('%(name)s is a foreign key without a column. Write: '
                 '%(name)s = db.Column(db.Integer, db.ForeignKey(...))') % said
    if isinstance(value, SchemaItem) and not isinstance(value, (Column, Index)) and getattr(value, 'parent', None) is None:
        return _('%(name)s belongs to no table. Put it into: __table_args__ = (..., )') % said
    return None


def as_written(cls, name):
    """An attribute's name as it stands in its class: Python puts the class's before one that begins with two underscores."""
    before = '_' + cls.__name__.lstrip('_')
    return name[len(before):] if name.startswith(before + '__') else name


def misspelt(name, value):
    """What to say of an attribute that SQLAlchemy would read if its name were spelt right; None of any other."""
    looks = name.startswith('_') or name.lower() in ('tablename', 'table_args')
    if not looks or name in KNOWN or not isinstance(value, (str, tuple, dict, bool)):
        return None
    word = name.strip('_').lower()
    if any(word.startswith(one.strip('_') + '_') or word.endswith('_' + one.strip('_')) for one in SPECIAL):
        return None  # a name of the codebase's own, such as __tablename_base__
    close = difflib.get_close_matches('__%s__' % word, SPECIAL, n=1, cutoff=CLOSE)
    return close and _('SQLAlchemy does not read %(name)s. Did you mean: %(meant)s') % {'name': name, 'meant': close[0]}


def parsed(path):
    """A file's syntax tree; an empty one where it cannot be read by now."""
    try:
        with open(path, 'rb') as file:
            return tree_of(file.read())
    except (OSError, SyntaxError, ValueError):
        return ast.Module(body=[])


def lines_of(path):
    """The lines of assignments, by their class's name, None outside of one, and their own; of a class itself with None."""
    tree, found = parsed(path), {}
    bodies = [(None, tree)] + [(node.name, node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for cls, node in bodies:
        if cls:
            found.setdefault((cls, None), node.lineno)
        for statement in node.body:
            targets = getattr(statement, 'targets', None) or [getattr(statement, 'target', None)]
            found.update({(cls, target.id): statement.lineno for target in targets if isinstance(target, ast.Name)})
    return found


def annotated(path, cls):
    """The names and lines of attributes that a class has only annotations for, where these are columns or types."""
    for node in classes_in(path).get(cls.__name__, ()):
        for statement in node.body:
            if isinstance(statement, ast.AnnAssign) and statement.value is None and is_column(statement.annotation):
                yield statement.target.id, statement.lineno


@functools.lru_cache(maxsize=None)  # a file may have a hundred models
def classes_in(path):
    """The classes that a file defines, by their names."""
    found = {}
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ClassDef):
            found.setdefault(node.name, []).append(node)
    return found


def is_column(annotation):
    """Whether an annotation is `db.Column(...)` or `db.Column`."""
    called = getattr(annotation, 'func', annotation)
    return (getattr(called, 'attr', None) or getattr(called, 'id', None)) == 'Column'

"""The ENUM types of the application's columns: made before the first that is of one, changed, dropped after the last.

Alembic's `op.create_table` makes the type of an Enum and fails where it is there; no other operation makes, changes or drops
one.
"""
import re
from collections import OrderedDict
from functools import partial

from alembic.autogenerate import renderers
from alembic.operations import ops
from sqlalchemy import Column
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import Enum

from ...autogenerate.operations import First, Only, rendered
from ...autogenerate.rendering import Rewritten
from ...autogenerate.sides import ModelSide
from .catalogs import path, quoted, string
from .introspection import bracketed, closing
from .names import object_name
from .sandbox import enum_of, name_of

POSTGRESQL = ('postgresql',)
COLON = re.compile(r'(?<![:\w\\]):(?=\w)')
OLD = 'old'  # behind the name of a type while another takes its place
AS_SQLALCHEMY_HAS_IT = (Enum, postgresql.ENUM)


class Autocommit(ops.OpContainer):
    """Operations that the server runs, or whose outcome can be used, outside of a transaction alone."""


@renderers.dispatch_for(Autocommit)
def render_autocommit(autogen_context, operation):
    return ['with op.get_context().autocommit_block():'] + rendered(autogen_context, operation.ops) + ['']


class Enums:
    """The ENUM types before and after.

    :param changes: `autogenerate.steps.Changes`
    """

    def __init__(self, changes):
        self.changes = changes
        old_sides = changes.dropped + [old for old, _ in changes.kept]
        new_sides = changes.created + [new for _, new in changes.kept]
        self.dialect = next((side.model.dialect for side in old_sides + new_sides if isinstance(side, ModelSide)),
                            postgresql.dialect())
        self.old, self.new = types_of(changes.dropped, changes.kept), types_of(changes.created, changes.back().kept)
        self.said = said_of(old_sides + new_sides)
        self.others = self.others_of(old_sides + new_sides)
        for text, (there, _) in self.others.items():
            self.old.setdefault(text, there)
            self.new.setdefault(text, there)
        both = [text for text in self.new if text in self.old and self.old[text].labels != self.new[text].labels]
        self.longer = [text for text in both if is_within(self.old[text].labels, self.new[text].labels)]
        self.exchanged = [text for text in both if text not in self.longer]

    def others_of(self, sides):
        """The types that are there whatever changes: no table that is compared uses them, or another does, too.

        :returns: the type, and its users that are not compared, by how it is written
        """
        known, compared = OrderedDict(), set()
        for definition in [side.definition for side in sides]:
            known.update(definition.types_there)
            known.update((text, one) for text, one in definition.types.items() if one.users or one.is_needed)
        for definition in [side.definition for side in sides if not isinstance(side, ModelSide)]:
            compared.update(definition.as_read)
        others = {text: [user for user in one.users if user[:3] not in compared] for text, one in known.items()}
        return {text: (one, others[text]) for text, one in known.items()
                if others[text] or one.is_needed or not one.users}

    def text_of(self, type_):
        """How the ENUM is written that a type is; None of any other."""
        enum = enum_of(type_, self.dialect)
        return self.said.get((name_of(enum), enum.schema)) if enum is not None else None

    def make(self, text):
        return 'CREATE TYPE %s AS ENUM (%s)' % (text, ', '.join(map(string, self.new[text].labels)))

    def lengthen(self):
        """Members that are new. The rest of the script, and what comes after it, may use them."""
        found = []
        for text in self.longer:
            labels, there = self.new[text].labels, list(self.old[text].labels)
            for place, label in enumerate(labels):
                if label not in there:
                    where = 'AFTER ' + string(labels[place - 1]) if place else 'BEFORE ' + string(there[0])
                    found.append(statement('ALTER TYPE %s ADD VALUE IF NOT EXISTS %s %s' % (
                        text, string(label), where)))
                    there.insert(place, label)
        return [First(POSTGRESQL, [Autocommit(found)])] if found else []

    def exchange(self):
        """A type of other members in the place of one, for all columns that are of it."""
        found = []
        for text in self.exchanged:
            one = self.old[text]
            old = object_name(one.name, '', OLD)
            found += ['ALTER TYPE %s RENAME TO %s' % (text, quoted(old)), self.make(text)]
            found += [statement for user in self.users(text) for statement in convert(*user, kind=text)]
            found.append('DROP TYPE %s' % path(one.schema, old))
        return [Only(POSTGRESQL, list(map(statement, found)))] if found else []

    def users(self, text):
        """The columns that are of a type, of the tables that stay: (path, name, whether it is an array, default before, and
        after). A generated one is dropped before, and added after."""
        for old, new in self.changes.kept:
            for name, column in old.definition.columns.items():
                if element(column) == text and name in new.definition.columns and not column.computed:
                    yield (path(old.definition.schema, old.definition.name), name, column.type != text, column.default,
                           new.definition.columns[name].default)
        for user in self.others[text][1] if text in self.others else ():
            yield path(user.schema, user.table), user.column, user.is_array, user.default, user.default

    def settle(self, operations):
        """Let each type be made before it is used, once, and dropped behind all.

        :param operations: all others, in their order
        """
        left, found = {text for text in self.new if text not in self.old}, []
        for operation in operations:
            for text in sorted(self.needed(operation) & left):
                left.discard(text)
                found.append(Only(POSTGRESQL, [statement(self.make(text))]))
            for column in columns_of(operation):
                self.settle_column(column, left)
            found.append(operation)
        gone = [statement('DROP TYPE ' + text) for text in self.old if text not in self.new]
        return found + ([Only(POSTGRESQL, gone)] if gone else [])

    def settle_column(self, column, left):
        text = self.text_of(column.type)
        if text in left:
            left.discard(text)
        elif text:
            plain = as_sqlalchemy_has_it(enum_of(column.type, self.dialect), hasattr(column.type, 'item_type'))
            column.type = Rewritten(column.type, partial(as_there, plain=plain))

    def needed(self, operation):
        """The types that an operation needs, which makes none itself."""
        types = [operation.column.type] if isinstance(operation, ops.AddColumnOp) else []
        types += [operation.modify_type] if getattr(operation, 'modify_type', None) is not None else []
        types += [column.type for column in columns_of(operation) if not makes_its_type(column.type)]
        return {self.text_of(type_) for type_ in types}


def statement(text):
    """`op.execute`, in which no colon is taken for a parameter."""
    return ops.ExecuteSQLOp(COLON.sub(r'\\:', text))


def types_of(sides, kept):
    """The types that the columns of tables are of.

    :param sides: of tables that are there on this side alone
    :param kept: (this side, the other one) of the others, which may have columns as the other side has them; see `respect`
    """
    found = OrderedDict()
    for side in sides + [side for side, _ in kept]:
        used = set(map(element, side.definition.columns.values()))
        found.update((text, one) for text, one in side.definition.types.items() if text in used)
    for side, other in kept:
        for text in map(element, side.definition.columns.values()):
            if text in other.definition.types:
                found.setdefault(text, other.definition.types[text])
    return found


def said_of(sides):
    """How the server writes the types, by their names and schemas as SQLAlchemy has them."""
    found = {}
    for definition in [side.definition for side in sides]:
        found.update({(one.name, one.schema): text for text, one in definition.types.items()})
    for definition in [side.definition for side in sides]:
        found.update(definition.types_said)
    return found


def element(column):
    """The type of a column, or of what it is an array of."""
    return column.type[:-2] if column.type.endswith('[]') else column.type


def columns_of(operation):
    """The columns of a table that is made."""
    return [one for one in operation.columns if isinstance(one, Column)] if isinstance(operation, ops.CreateTableOp) else []


def makes_its_type(type_):
    """Whether SQLAlchemy makes the ENUM along with a table: not that of an array or of a class of the codebase's own, and
    not where it is told so."""
    return type(type_) in AS_SQLALCHEMY_HAS_IT and getattr(type_, 'create_type', True)


def is_within(some, all_of):
    """Whether a list is another that lost some of its members."""
    left = iter(all_of)
    return all(one in left for one in some)


def convert(table, name, is_array, default, new_default, kind):
    """The statements that make a column one of the type that has its type's name now; another default is set later."""
    column, many = quoted(name), '[]' * is_array
    alter = 'ALTER TABLE %s ALTER COLUMN %s ' % (table, column)
    found = [alter + 'TYPE {0} USING {1}::text{2}::{0}'.format(kind + many, column, many)]
    if default is not None:
        found.insert(0, alter + 'DROP DEFAULT')
    if default is not None and default == new_default:
        found.append(alter + 'SET DEFAULT ' + bracketed(default))
    return found


def as_sqlalchemy_has_it(enum, is_array):
    """The text in a script of an ENUM that `op.create_table` does not make, whatever class the codebase has for it."""
    more = ', schema=%r' % str(enum.schema) if enum.schema else ''
    text = 'sa.Enum(%s, name=%r%s, metadata=sa.MetaData(), create_type=False)' % (
        ', '.join(repr(str(label)) for label in enum.enums), str(enum.name), more)
    return 'sa.ARRAY(%s)' % text if is_array else text


def as_there(text, plain):
    """The text of an ENUM in a script, with which `op.create_table` does not make it.

    :param text: as it is written otherwise
    :param plain: another that means the same, for where that is a class of the codebase's own
    """
    call = re.search(r'(?<![\w.])(sa\.|sqlalchemy\.|postgresql\.|)(Enum|ENUM)\(', text)
    if call is None:
        return plain
    end = closing(text, call.end() - 1)
    if 'create_type=False' in text[call.end():end]:
        return text
    # SQLAlchemy up to 2.0 makes the type of an Enum that has no metadata, and from 2.1 on where it is not told otherwise
    more = '' if call.group(2) == 'ENUM' else 'metadata=%sMetaData(), ' % call.group(1)
    return '%s, %screate_type=False%s' % (text[:end], more, text[end:])

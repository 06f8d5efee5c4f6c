"""The types in a script: imported, and written so that they make the same column again.

Alembic writes a type as Python shows it (`repr`). That loses the members of `mysql.SET`, the length of an Enum, the
module of a type of the codebase's own, and of one whose arguments Python cannot show it may be no Python at all. What
Alembic writes is tried here, and kept where it makes the same column.
"""
import importlib
import inspect
import os

import sqlalchemy
from alembic.autogenerate import comparators
from sqlalchemy import Column, MetaData, Table, types
from sqlalchemy.schema import CreateTable
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine, Variant

from ..compat.inside_alembic import written_type
from .raw import Raw, Rewritten
from .rendered import rendered_by

# what Alembic always writes as it is
PLAIN = (types.Integer, types.SmallInteger, types.BigInteger, types.String, types.Text, types.Unicode, types.UnicodeText,
         types.Date, types.DateTime, types.Float, types.Numeric)
# arguments that a type takes without naming them in its signature
UNNAMED = ('native_enum', 'create_constraint', 'length', 'retrieve_as_bitwise')
# arguments that belong to the model's side
NOT_OF_THE_COLUMN = ('metadata', 'quote', 'inherit_schema', 'convert_unicode', 'values_callable', 'pickler', 'comparator')


@comparators.dispatch_for('schema')
def render_types(autogen_context, upgrade_ops, schemas):
    """Let types be rendered by `exact_type`, where the codebase's own `render_item` does not render them."""
    rendered_by(autogen_context, 'type', exact_type)


def exact_type(type_, autogen_context):
    """The first way to write a type that makes the same column; Alembic's own where none does."""
    if isinstance(type_, Raw):
        return type_.written
    if isinstance(type_, Rewritten):
        return type_.rewrite(exact_type(type_.impl, autogen_context))
    if type(type_) in PLAIN:
        return as_alembic(type_, autogen_context)
    imports = set(autogen_context.imports)
    for way in WAYS:
        autogen_context.imports.clear()
        autogen_context.imports.update(imports)
        text = way(type_, autogen_context)
        if text and makes_the_same(text, type_, autogen_context):
            return text
    return as_alembic(type_, autogen_context)


def as_alembic(type_, autogen_context):
    """As Alembic renders it, with what has to be imported for it."""
    return imported(type_, autogen_context) and written_type(type_, autogen_context)


def as_called(type_, autogen_context):
    """A call of its class, with the arguments that make it differ from one that was called without."""
    members = getattr(type_, 'enums', None) or getattr(type_, 'values', None) or ()
    plain = called(type(type_), *members)
    given = [repr(str(member)) for member in members]
    for name in argument_names(type(type_)):
        value = getattr(type_, name, None)
        if isinstance(value, TypeEngine):
            given.append('%s=%s' % (name, written_type(value, autogen_context)))
        elif value is not None and value != getattr(plain, name, None):
            given.append('%s=%r' % (name, value))
    return imported(type_, autogen_context) and '%s(%s)' % (name_of(type(type_), autogen_context), ', '.join(given))


def as_its_base(type_, autogen_context):
    """As the type of SQLAlchemy's that a class of the codebase's own is made of."""
    if own(type_):
        impl = type_.impl if isinstance(type_, TypeDecorator) else rebuilt(type_)
        return impl and written_type(impl, autogen_context)


def as_in_this_database(type_, autogen_context):
    """As the type of SQLAlchemy's that a class of the codebase's own chooses for this database."""
    if isinstance(type_, TypeDecorator):
        return written_type(type_.load_dialect_impl(autogen_context.dialect), autogen_context)


def as_its_text(type_, autogen_context):
    """As what stands in the database, where no class can be called for it."""
    if own(type_) and definition(type_, autogen_context.dialect):
        return Raw(type_.compile(dialect=autogen_context.dialect)).written


WAYS = (as_alembic, as_called, as_its_base, as_in_this_database, as_its_text)


def own(type_):
    return not type(type_).__module__.startswith('sqlalchemy.')


def prefix(autogen_context):
    return autogen_context.opts['sqlalchemy_module_prefix'] or ''


def rebuilt(type_):
    """A type of SQLAlchemy's with the arguments of a subclass; None where its nearest class takes other ones."""
    base = next(cls for cls in type(type_).__mro__ if cls.__module__.startswith('sqlalchemy.'))
    arguments = {name: getattr(type_, name, None) for name in argument_names(base)}
    return called(base, **{name: value for name, value in arguments.items() if value is not None})


def called(cls, *arguments, **named):
    """What a call of a class makes; None where it takes other arguments."""
    try:
        return cls(*arguments, **named)
    except Exception:  # whatever a class of the codebase's own raises
        return None


def argument_names(cls):
    """The names of what a type may be given, those of its base classes too."""
    names = set(UNNAMED)
    for base in cls.__mro__:
        if '__init__' in vars(base) and base is not object:
            parameters = inspect.signature(base.__init__).parameters.values()
            names.update(parameter.name for parameter in parameters if parameter.kind is parameter.POSITIONAL_OR_KEYWORD)
    return sorted(name for name in names - set(NOT_OF_THE_COLUMN) - {'self'} if not name.startswith('_'))


def name_of(cls, autogen_context):
    """How a script names a class: `sa.Enum`, `mysql.SET`, `models.Money`."""
    module = cls.__module__.split('.')
    if cls.__module__.startswith('sqlalchemy.dialects.'):
        return '%s.%s' % (module[2], cls.__name__)
    if module[0] == 'sqlalchemy':
        known = getattr(sqlalchemy, cls.__name__, None) is cls
        return prefix(autogen_context) + ('' if known else 'types.') + cls.__name__
    return '%s.%s' % (cls.__module__, cls.__qualname__)


def imported(type_, autogen_context):
    """See that the script imports the module of a type.

    :returns: whether it can; a class in the script that is run has a name there alone
    """
    module = type(type_).__module__
    if module.startswith('sqlalchemy.dialects.'):
        autogen_context.imports.add('from sqlalchemy.dialects import ' + module.split('.')[2])
    elif own(type_) and autogen_context.opts['user_module_prefix'] is None:
        autogen_context.imports.add('import ' + module)
        return module != '__main__' and '<locals>' not in type(type_).__qualname__ and takes(module, autogen_context)
    return True


def takes(module, autogen_context):
    """Whether the codebase's script.py.mako has a place for imports, or imports the module itself."""
    script = autogen_context.migration_context.script
    if script is None:
        return True
    with open(os.path.join(script.dir, 'script.py.mako'), encoding='utf-8', errors='replace') as file:
        template = file.read()
    return 'imports' in template or 'import ' + module in template


def makes_the_same(text, type_, autogen_context):
    """Whether the text, evaluated as in the script, is a type that makes the same column."""
    if isinstance(type_, (Variant, NullType)):
        return not isinstance(type_, NullType) or text.endswith('types.NullType()')
    try:
        made = eval(text, namespace(autogen_context))
        wanted = [definition(type_, dialect) for dialect in dialects_of(type_, autogen_context)]
        return any(wanted) and wanted == [definition(made, dialect) for dialect in dialects_of(type_, autogen_context)]
    except Exception:  # whatever a class of the codebase's own raises: this is not how to call it
        return False


def namespace(autogen_context):
    """What the names in a script stand for."""
    names = {prefix(autogen_context).rstrip('.'): sqlalchemy} if prefix(autogen_context) else dict(vars(sqlalchemy))
    exec('\n'.join(sorted(autogen_context.imports)), names)
    return names


def dialects_of(type_, autogen_context):
    """The dialects whose columns are compared: this database's, and the one whose type it is."""
    yield autogen_context.dialect
    if type(type_).__module__.startswith('sqlalchemy.dialects.'):
        yield importlib.import_module('.'.join(type(type_).__module__.split('.')[:3])).dialect()


def definition(type_, dialect):
    """A column of the type in a CREATE TABLE, with the CHECK that it may bring; None where the dialect has no such type."""
    try:
        return str(CreateTable(Table('t', MetaData(), Column('c', type_))).compile(dialect=dialect))
    except Exception:  # CompileError, or what a class of the codebase's own raises
        return None

"""The types and the SQL in a script: types are imported, and written so that they make the same column again.

Alembic writes a type as Python shows it (`repr`). That loses the members of `mysql.SET`, the length of an Enum, the
module of a type of the codebase's own, and of one whose arguments Python cannot show it may be no Python at all. What
Alembic writes is tried here, and kept where it makes the same column.
"""
import importlib
import inspect
import os
import re

import sqlalchemy
from alembic.autogenerate import comparators
from sqlalchemy import Column, MetaData, String, Table, text, types
from sqlalchemy.schema import CreateTable, DefaultClause, FetchedValue
from sqlalchemy.sql.elements import TextClause
from sqlalchemy.types import Enum, NullType, TypeDecorator, TypeEngine, UserDefinedType, Variant

from ..compat.inside_alembic import has_values, written_type

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


# A column's type for which SQLAlchemy has none: written into a script as the database says it.

class Raw(UserDefinedType):
    """A type that is a text.

    :param text: as the database writes it, such as `inet6`
    """

    cache_ok = True

    def __init__(self, text):
        self.text = text

    def get_col_spec(self, **_):
        return self.text

    @property
    def written(self):
        """The type as an expression in a script, which needs nothing of ours."""
        return "type('Raw', (sa.types.UserDefinedType,), {'get_col_spec': lambda self, **kw: %r})()" % self.text


class Rewritten(TypeDecorator):
    """A type that is written into a script with something more.

    :param type_: the type itself
    :param rewrite: takes its text in a script, and returns another
    """

    cache_ok = True

    def __init__(self, type_, rewrite):
        self.impl, self.rewrite = type_, rewrite

    def copy(self, **_):
        return Rewritten(self.impl, self.rewrite)


# SQL in a script: a `%` and a `:` in a default, a CHECK or a generated column stay what they are.

# What SQLAlchemy's text() takes for the name of a value, and what an escaped one looks like.
NAMED = re.compile(r'(?<![:\w\\]):(?=[\w$]+(?![:\w$]))')
# What both databases know under one name, and take without parentheses.
NOW = re.compile(r'^\(*(now\(\)|current_timestamp(\(\))?)\)*$', re.I)
WORD = re.compile(r'^\((NULL|TRUE|FALSE|CURRENT_DATE|CURRENT_TIME)\)$', re.I)


class ExactExpressions:
    """Mixed into Alembic's implementation of a dialect, which renders the SQL in a script."""

    def render_ddl_sql_expr(self, expr, **options):
        """The expression as text that `text()` makes the same expression of.

        Alembic's own text is what is sent to the driver: there `%` is doubled, and an escaped `:` is escaped no more.
        """
        if isinstance(expr, TextClause) and not has_values(expr):
            expr = text(NAMED.sub(r'\\:', expr.text))  # as it was read from a database
        sql = super().render_ddl_sql_expr(expr, **options)
        if self.dialect.paramstyle in ('format', 'pyformat'):
            sql = sql.replace('%%', '%')
        return NAMED.sub(r'\\:', sql)


@comparators.dispatch_for('schema')
def render_defaults(autogen_context, upgrade_ops, schemas):
    """Let defaults be rendered by `exact_default`, where the codebase's own `render_item` does not render them."""
    rendered_by(autogen_context, 'server_default', exact_default)


def exact_default(default, autogen_context):
    """A default that Alembic's rendering would change; False for any other."""
    prefix = autogen_context.opts['sqlalchemy_module_prefix'] or ''
    if type(default) is FetchedValue:
        return prefix + 'FetchedValue()'
    if not isinstance(default, DefaultClause):
        return False
    if isinstance(default.arg, str):
        return repr(default.arg) if quoted(default) else False
    impl = autogen_context.migration_context.impl
    sql = NOW.sub('CURRENT_TIMESTAMP', impl.render_ddl_sql_expr(default.arg, is_server_default=True))
    return '%stext(%r)' % (prefix, WORD.sub(r'\1', sql))


def quoted(default):
    """Whether quotation marks belong to a text's value, which Alembic would take away."""
    column = getattr(default, 'column', None)
    is_text = column is not None and isinstance(column.type, String) and not isinstance(column.type, Enum)
    return is_text and (default.arg.startswith("'") or default.arg.endswith("'"))


# Parts of a script that are rendered here, behind the codebase's own `render_item`.

class Renderers:
    """Alembic's option `render_item`: the codebase's own comes first, then ours.

    :param codebases: the `render_item` that the codebase has set, or None
    :ivar ours: functions by kind (`type`, `server_default` ...), each called with the object and the autogenerate context
    """

    def __init__(self, codebases):
        self.codebases, self.ours, self.inside = codebases, {}, []

    def __call__(self, kind, item, autogen_context):
        """:returns: Python text, or False for Alembic's own rendering"""
        rendered = self.codebases(kind, item, autogen_context) if self.codebases else False
        if rendered is not False or kind not in self.ours or any(item is one for one in self.inside):
            return rendered
        self.inside.append(item)  # ours may ask for Alembic's own rendering of it
        try:
            return self.ours[kind](item, autogen_context)
        finally:
            self.inside.pop()


def rendered_by(autogen_context, kind, function):
    """Let a kind of object be rendered by a function of ours.

    :param kind: as in Alembic's `render_item`
    :param function: takes the object and the autogenerate context, and returns Python text, or False for Alembic's own

    :source: https://alembic.sqlalchemy.org/en/latest/autogenerate.html#affecting-the-rendering-of-types-themselves
    """
    before = autogen_context.opts.get('render_item')
    if not isinstance(before, Renderers):
        autogen_context.opts['render_item'] = before = Renderers(before)
    before.ours[kind] = function

"""SQL in a script: a `%` and a `:` in a default, a CHECK or a generated column stay what they are."""
import re

from alembic.autogenerate import comparators
from sqlalchemy import String, text
from sqlalchemy.schema import DefaultClause, FetchedValue
from sqlalchemy.sql.elements import TextClause
from sqlalchemy.types import Enum

from ..compat.inside_alembic import has_values
from .rendered import rendered_by

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

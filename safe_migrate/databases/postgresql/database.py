"""PostgreSQL."""
import contextlib

from sqlalchemy.exc import DBAPIError

from ...messages import no_shadow, read_only
from ...translation.language import _
from ..base import Database
from .catalogs import Catalogs

NAME_LENGTH = 63
READ_ONLY = '25006'
SIZES = """SELECT relname, pg_total_relation_size(oid) FROM pg_class
WHERE relkind IN ('r', 'p') AND relnamespace =
(SELECT oid FROM pg_namespace WHERE nspname = current_schema())"""
TYPES = """SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relname = %s AND pg_table_is_visible(c.oid) AND a.attnum > 0 AND NOT a.attisdropped"""


class PostgreSQL(Database):
    """What is particular to PostgreSQL."""

    stops_at_an_error = resumes = True

    def autogenerate(self):
        from .autogenerate import AutogeneratePostgreSQL
        return AutogeneratePostgreSQL()

    def complete(self, autogen_context, upgrade_ops):
        from .names import name_constraints
        name_constraints(autogen_context, upgrade_ops)

    def took_effect(self, connection, row):
        from .effect import Effects
        return Effects(connection.connection.connection).took_effect(row)

    def halfway(self, engine, config):
        from .halfway import halfway_in
        with engine.connect() as connection:
            return halfway_in(connection, config)

    def place(self):
        return super().place()[:-1] + (tuple(sorted(self.url.query.items())),)

    def store(self, connection):
        from .bin_storage import PostgreSQLStore
        return PostgreSQLStore(connection)

    def health_rules(self):
        from .health import RULES
        return RULES

    @contextlib.contextmanager
    def leaving_no_lock(self, connection):
        with Catalogs(connection).tried():
            yield

    def sizes(self, connection, filled=()):
        return dict(map(tuple, connection.execute(SIZES)))

    def types(self, connection, table):
        return dict(Catalogs(connection).rows(TYPES, table))

    def recorder(self):
        from .recorder import RecorderOfPostgreSQL
        return RecorderOfPostgreSQL

    # A throw-away database in its place

    def shadow_name(self, suffix):
        return super().shadow_name(suffix)[-NAME_LENGTH:]

    def make_shadow(self, connection, name, made):
        from .trial import is_empty, make
        try:
            if made:
                make(connection, name)
            elif name == self.url.database:
                raise no_shadow(name, _('it is the real one.'))
            elif not is_empty(self.with_name(connection.engine.url, name)):
                raise no_shadow(name, _('it is not empty.'))
        except DBAPIError as error:
            code = getattr(error.orig, 'pgcode', None)
            raise (read_only if code == READ_ONLY else no_shadow)(name, str(error.orig).splitlines()[0]) from None

    def drop_shadow(self, connection, name, made):
        from .trial import clear, drop, opened
        if made:
            drop(connection, name)
        else:
            with opened(self.with_name(connection.engine.url, name)) as catalogs:
                clear(catalogs.connection)

    def script(self, connection, name):
        from .halfway import unfinished
        from .trial import script
        yield from script(connection)
        yield from unfinished(connection)

    def clear(self, connection):
        from .trial import clear
        clear(connection)

    def structure(self, connection):
        from .trial import lines
        return lines(connection)

"""PostgreSQL."""
from ..explain.on_postgresql import no_throw_away
from .database import Database
from .tables import current_revisions, engines

SIZES = """SELECT relname, pg_total_relation_size(oid) FROM pg_class
WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace"""


def is_alone():
    """Whether all databases of the application are PostgreSQL's, so that nothing that is for others means anything."""
    return all(engine.dialect.name == 'postgresql' for __, engine in engines())


class PostgreSQL(Database):
    """What is particular to PostgreSQL; a throw-away database is not made there yet."""

    def sizes(self, connection):
        return dict(map(tuple, connection.execute(SIZES)))

    def make_shadow(self, connection, name, made):
        raise no_throw_away(self.url, current_revisions(connection))

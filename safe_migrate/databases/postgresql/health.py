"""PostgreSQL: the encoding, what the user may do, and indexes that a failed CREATE INDEX CONCURRENTLY has left."""
from ...translation.language import _
from ..base import Finding

INVALID = 'SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid%s ORDER BY 1'
NOT_BEING_MADE = ' AND NOT EXISTS (SELECT 1 FROM pg_stat_progress_create_index WHERE index_relid = indexrelid)'


def encoding(connection):
    """A database in which not every character has a place."""
    name, used = connection.execute('SELECT current_database(), pg_encoding_to_char(encoding) FROM pg_database '
                                    'WHERE datname = current_database()').fetchone()
    if used != 'UTF8':
        yield Finding(_('The database %(name)s is in %(encoding)s, in which not every character has a place.')
                      % {'name': name, 'encoding': used}, 'CREATE DATABASE ... ENCODING \'UTF8\' TEMPLATE template0')


def privileges(connection):
    """A user who may make no table; from PostgreSQL 15 on that is how one is made."""
    user, schema, may = connection.execute("SELECT current_user, current_schema(), "
                                           "has_schema_privilege(current_schema(), 'CREATE')").fetchone()
    if schema and not may:
        yield Finding(_('%(user)s may make no table in the schema %(schema)s.') % {'user': user, 'schema': schema},
                      'GRANT CREATE ON SCHEMA "%s" TO "%s"' % (schema, user))


def invalid_indexes(connection):
    """An index that is there, costs each write, and is not used."""
    is_told = connection.dialect.server_version_info >= (12,)  # which are being made
    names = [row[0] for row in connection.execute(INVALID % (NOT_BEING_MADE if is_told else ''))]
    if names:
        yield Finding(_('These indexes are invalid, as a failed CREATE INDEX CONCURRENTLY leaves them: %s.')
                      % ', '.join(names), _('For each: %s, and then the revision again') % 'DROP INDEX %s' % names[0])


RULES = (encoding, privileges, invalid_indexes)

"""The statements with which an administrator gives a user a throw-away database."""
from ...schema import execute
from .introspection import quoted

NAME_LENGTH = 64
# No such database, and of one that is there, or is to be made, that this user may not use it.
MISSING = (1044, 1049)


def suggested(name):
    """What the throw-away database beside a database may be called.

    :param name: of the real one
    """
    return (name + '_shadow')[-NAME_LENGTH:]


def statements(connection, name):
    """What makes a database as the real one is, and lets the user of this connection use it.

    :param connection: SQLAlchemy's, to the real one
    :param name: of the one that is to be made
    """
    user, character_set, collation = execute(
        connection, 'SELECT CURRENT_USER(), @@character_set_database, @@collation_database').first()
    return ['CREATE DATABASE IF NOT EXISTS %s CHARACTER SET %s COLLATE %s;' % (quoted(name), character_set, collation),
            'GRANT ALL ON %s.* TO %s;' % (quoted(name), account(user))]


def account(user):
    """A user as `GRANT` takes it.

    :param user: as `CURRENT_USER()` tells it
    """
    return "'%s'@'%s'" % tuple(part.replace("'", "''") for part in user.rsplit('@', 1))

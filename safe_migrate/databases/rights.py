"""What a database user may not do: a protection that it takes is left out then, and nothing else."""

# source: https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html; the same numbers on MariaDB
DENIED = (1044, 1142, 1143, 1227, 1370)
DENIED_ON_POSTGRESQL = '42501'  # insufficient_privilege


def denied(error):
    """The server's words, where an error says that the user lacks a privilege; None of any other error.

    They are without the name of the table, which is one of ours that the user need not know.


    :param error: the driver's, or SQLAlchemy's around it
    """
    original = getattr(error, 'orig', None) or error
    told = original.args[0] if original.args and isinstance(original.args[0], dict) else {}  # pg8000's
    if (getattr(original, 'pgcode', None) or told.get('C')) == DENIED_ON_POSTGRESQL:
        return told.get('M') or str(original).splitlines()[0]
    is_denied = len(original.args) > 1 and original.args[0] in DENIED
    return str(original.args[1]).partition(' for table ')[0] if is_denied else None

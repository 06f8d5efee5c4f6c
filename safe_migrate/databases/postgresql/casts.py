"""Which change of a column's type the server makes by itself, and what makes the new values where it does not.

:source: https://www.postgresql.org/docs/current/sql-createcast.html, "Notes", for what goes to and from texts by itself
"""
import re

CASTS = """SELECT format_type(castsource, NULL), format_type(casttarget, NULL), castcontext::text FROM pg_cast"""
TEXTS = ('text', 'character varying', 'character', 'name', 'citext')
NUMBERS = ('smallint', 'integer', 'bigint', 'numeric')
WHOLE = ('smallint', 'integer', 'bigint')  # each holds the values of those before it
BY_ITSELF = ('i', 'a')  # implicit, in an assignment
OF_CONNECTION = 'safe_migrate_casts'


def casts_of(connection, catalogs):
    """The server's casts, (from, to) -> pg_cast.castcontext, which the connection keeps."""
    if OF_CONNECTION not in connection.info:
        connection.info[OF_CONNECTION] = {tuple(row[:2]): row[2] for row in catalogs.rows(CASTS)}
    return connection.info[OF_CONNECTION]


def base(kind):
    """A type without what stands in brackets behind it: `numeric`, `timestamp with time zone`, `integer[]`."""
    return re.sub(r'\([\d,]+\)', '', kind)


def is_like(old, new, casts):
    """Whether the values of a type become those of another by themselves."""
    old, new = base(old), base(new)
    return old == new or casts.get((old, new)) in BY_ITSELF or new in TEXTS and old != 'bytea'


def is_compared(one, other):
    """Whether a foreign key may lead from a column of one type to one of the other."""
    return base(one) == base(other) or any(base(one) in kind and base(other) in kind for kind in (TEXTS, NUMBERS))


def using(name, old, new, casts):
    """The expression that makes the values of the new type; None where the server makes them by itself.

    :param name: the column, as SQL names it
    :param old, new: types as the server writes them
    """
    if is_like(old, new, casts):
        return None
    was, will = base(old), base(new)
    if will == 'bytea' and was in TEXTS:
        return "convert_to(%s, 'UTF8')" % name
    if was == 'bytea' and will in TEXTS:
        return "convert_from(%s, 'UTF8')" % name
    if (was, will) in casts or was in TEXTS or was.endswith('[]') and will.endswith('[]'):
        return '%s::%s' % (name, new)
    if (was, 'integer') in casts and ('integer', will) in casts:
        return '%s::integer::%s' % (name, new)
    if will == 'interval' and ('integer', was) in casts:
        return "%s * interval '1 second'" % name
    if was == 'interval' and ('integer', will) in casts:
        return 'extract(epoch FROM %s)::%s' % (name, new)
    return '%s::text::%s' % (name, new)


def is_wider(old, new):
    """Whether each value of a type is the same in another."""
    was, will = base(old), base(new)
    if old in WHOLE and new in WHOLE:
        return WHOLE.index(new) >= WHOLE.index(old)
    if was == 'character varying' and new in ('text', 'character varying'):
        return True
    if was == will == 'character varying':
        return inside(new) >= inside(old) > 0
    return was == will == 'numeric' and (old == new or new == 'numeric')


def inside(kind):
    """The number in the brackets of a type; 0 of one without."""
    text = kind.partition('(')[2].rstrip(')')
    return int(text) if text.isdigit() else 0

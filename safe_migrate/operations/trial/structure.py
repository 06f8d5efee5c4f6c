"""What has become of a structure, in words."""
from ...codebase.environment import version_table
from ...journal.own_tables import own_tables
from ...translation.language import _


def ours(connection):
    """The names of the tables that are Alembic's or this package's, and none of the application's."""
    return own_tables(connection) | {version_table()}


def changes(before, after):
    """What differs between two structures.

    :param before, after: the lines of each table's definition, as a set, by its name
    :returns: a list of texts
    """
    return [text for name in sorted(set(before) | set(after)) for text in of_table(name, before.get(name), after.get(name))]


def of_table(name, before, after):
    if before is None:
        return [_('%s is there') % name]
    if after is None:
        return [_('%s is gone') % name]
    return ([_('%(table)s: gone is %(line)s') % {'table': name, 'line': line} for line in sorted(before - after)]
            + [_('%(table)s: there is %(line)s') % {'table': name, 'line': line} for line in sorted(after - before)])

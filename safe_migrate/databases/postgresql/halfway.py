"""PostgreSQL: what an interrupted revision has committed on its way, for a plan and a trial on a copy of the structure."""
from alembic.script import ScriptDirectory

from ...checks import halfway
from ...journal.journal import DONE, RUNNING, Journal
from ...journal.names import JOURNAL
from ...journal.tables import columns_of, journal
from ...upgrade import answer
from .catalogs import string
from .effect import Effects


class Applied(halfway.Applied):
    """The statements of a revision that are committed, answered where the revision comes to them."""

    def has_place(self, statement):
        return statement.first != 'SHOW' and super().has_place(statement)

    def give(self, cursor, text):
        found = answer.read(text, self.driver)
        if 'rows' in found:
            Effects(cursor.connection).let_it_hold(cursor, found['description'], found['rows'])


class Halfway(halfway.Halfway):
    """An interrupted revision of which something is committed, or may be; `db downgrade` does not take it back."""

    applied = Applied


def halfway_in(connection, config):
    """
    :param connection: SQLAlchemy's, to the real database
    :returns: `Halfway`, or None, as of a revision whose file is gone
    """
    found = Halfway.of(connection, config, Effects(connection.connection.connection).took_effect)
    files = ScriptDirectory.from_config(config).walk_revisions() if found else ()
    return found if found and found.row['revision'] in [one.revision for one in files] else None


def unfinished(connection):
    """The statements that let an interrupted revision go on in a copy from where it would in the database itself: what took
    effect is not told by the catalog of the copy, and so by its journal.
    """
    log, effects = Journal(connection), Effects(connection.connection.connection)
    row = log.unfinished() if log.exists() else None
    if row:
        yield inserted(row)
    for one in log.statements(row) if row else ():
        effect = effects.took_effect(one)
        for name in effects.left_invalid(one):
            yield 'DROP INDEX IF EXISTS ' + name
        if one['ended'] != RUNNING or effect is None:
            yield inserted(one)
        elif effect:
            yield inserted(dict(one, ended=DONE))


def inserted(row):
    names = columns_of(journal)
    values = ['NULL' if row[name] is None else string(str(row[name])) for name in names]
    return 'INSERT INTO %s (%s) VALUES (%s)' % (JOURNAL, ', '.join(names), ', '.join(values))

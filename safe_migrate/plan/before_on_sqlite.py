"""SQLite: what it would refuse is found before a table is made anew; what came before that is rolled back with the rest."""
from sqlalchemy.schema import CreateIndex

from ..explain.plan import rows_refused
from ..language import _
from ..apply.run import running
from ..definition import execute, sqlite
from .questions import REJECTED, QuestionsToSQLite
from .statements import Origin


def refuse(rebuild, kept):
    """Stop where a table's rows stand against its new definition.

    :param rebuild: `apply.rebuild.Rebuild`
    :param kept: what the bin gives back, see `statements.Origin`
    :raises UserError: with what would be refused
    """
    if running(rebuild.impl):
        stop(rebuild.impl, rebuild.old, rebuild.new, kept)


def refuse_index(impl, index):
    """Stop where a table's rows stand against a unique index.

    :param impl: the implementation for SQLite
    :param index: SQLAlchemy's
    :raises UserError: with what would be refused
    """
    if not running(impl):
        return
    old, new = (sqlite.read(impl.connection, index.table.name, index.table.schema) for __ in range(2))
    made = sqlite.parse_index(str(CreateIndex(index).compile(dialect=impl.dialect)))
    new.indexes[made.name] = made
    stop(impl, old, new)


def stop(impl, old, new, kept=None):
    """Ask about the rows, and raise the error if there is one."""
    origin = Origin(old.name, old, kept)
    asked = QuestionsToSQLite(impl.dialect.identifier_preparer.quote_identifier, origin, lambda name: None).of(old, new)
    answers = [(execute(impl.connection, one.count).scalar(), one) for one in asked if one.what == REJECTED]
    found = [(_('Table %s') % old.name, answer) for answer in answers if answer[0]]
    if found:
        raise rows_refused(found)

"""SQLite: what it would refuse is found before a table is made anew; what came before that is rolled back with the rest."""
from sqlalchemy.schema import CreateIndex

from ...checks.questions import REJECTED
from ...checks.statements import Origin
from ...messages.plan import rows_refused
from ...schema import execute
from ...translation.language import _
from ...upgrade.run import running
from . import introspection
from .questions import QuestionsToSQLite


def refuse(rebuild, kept):
    """Stop where a table's rows stand against its new definition.

    :param rebuild: `rebuild.Rebuild`
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
    old, new = (introspection.read(impl.connection, index.table.name, index.table.schema) for __ in range(2))
    made = introspection.parse_index(str(CreateIndex(index).compile(dialect=impl.dialect)))
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

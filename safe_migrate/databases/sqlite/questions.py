"""SQLite: what a change of a table means for its rows."""
from ...checks import narrowing
from ...checks.questions import KEPT, NULL, REJECTED, Questions
from ...translation.language import _


class QuestionsToSQLite(Questions):
    """SQLite, which keeps any value in any column, and looks after foreign keys where it is told to."""

    misfit = KEPT

    def __init__(self, quote, origin, origins, is_strict=True):
        super().__init__(quote, origin, origins)
        self.refuses_orphans = is_strict

    def zero(self, column, table):
        """It has no zero; a primary key of whole numbers it counts itself."""
        return None if table.primary_key and column.name in table.primary_key.columns else NULL

    def of_new(self, column):
        kept = self.origin.kept.get(column.name)
        if not column.null and column.default is None and (kept or self.origin.given.get(column.name) == NULL):
            yield self.ask(REJECTED, column.name, _('NULL in %s') % column.name, '%s IS NULL' % kept if kept else '1 = 1')

    def too_much(self, here, old, new):
        found = narrowing.too_much(here, old.type, new.type, 'LENGTH')
        return [found] if found else []

    def text_of(self, check):
        """It stands as its writer has it, so that it can be asked where no column has another name."""
        return check.text if all(self.origin.columns.get(name) == name for name in self.new.columns) else None

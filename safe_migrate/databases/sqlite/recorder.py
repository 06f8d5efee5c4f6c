"""SQLite: the statements of a revision on a copy of the structure."""
from ...checks.recorder import BLOCKS, Recorder, as_shown
from ...checks.statements import TEMPORARY, plain_table, renamed_table
from ...sql import DATA
from . import introspection
from .questions import QuestionsToSQLite


class RecorderOfSQLite(Recorder):
    """On SQLite a table that is made anew is one change, from the first statement to the last."""

    reader, questions = introspection, QuestionsToSQLite

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.rebuilt, self.before = None, None

    def mode(self):
        return (bool(self.connection.execute('PRAGMA foreign_keys').scalar()),)

    def change(self, statement, execute, parameters):
        name, renamed = plain_table(statement.text, self.syntax), renamed_table(statement.text, self.syntax)
        if (name or '').startswith(TEMPORARY) or self.rebuilt:
            self.part(statement, name or '', renamed, execute)
        else:
            super().change(statement, execute, parameters)

    def other(self, statement, execute, parameters):
        if self.rebuilt and statement.kind == DATA:
            execute(statement.text)
            self.note(as_shown(statement, parameters), None, None, [])
        else:
            super().other(statement, execute, parameters)

    def part(self, statement, name, renamed, execute):
        """One of the statements that make a table anew."""
        if statement.makes_table and name.startswith(TEMPORARY):
            self.rebuilt = name[len(TEMPORARY):]
            self.before = self.definition(self.rebuilt)
        execute(statement.text)
        if renamed and renamed[0].startswith(TEMPORARY):
            asked = self.ask(statement, self.rebuilt, self.before, self.definition(self.rebuilt))
            self.note(statement.text, self.rebuilt, BLOCKS, asked)
            self.rebuilt = None
        elif not (statement.action == 'DROP TABLE' and statement.if_exists):
            self.note(statement.text, None, None, [])

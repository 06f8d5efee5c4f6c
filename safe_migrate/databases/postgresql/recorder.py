"""PostgreSQL: the statements of a revision on a copy of the structure."""
from ...checks.recorder import INSTANT, Recorder, changes_a_table, without_looking
from . import introspection, planner
from .questions import QuestionsToPostgreSQL, usings_of


class RecorderOfPostgreSQL(Recorder):
    """Each statement that changes a table is measured in a transaction of its own, as far as the revision leaves it one."""

    reader, questions = introspection, QuestionsToPostgreSQL

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.usings, self.way = {}, None

    def mode(self):
        return self.usings, self.connection.dialect.server_version_info

    def change(self, statement, execute, parameters):
        self.usings, self.way = usings_of(statement.text), None
        super().change(statement, execute, parameters)

    def run(self, statement, execute, name):
        commits_each = bool(getattr(self.raw, 'autocommit', False))
        if statement.action == 'DROP INDEX' and name is None:
            name = planner.table_of_index(self.connection, statement.written_name())
        if not (changes_a_table(statement) or statement.action == 'DROP TABLE') or name is None:
            return super().run(statement, execute, name)
        if statement.refuses_transaction or commits_each:
            execute(statement.text)
            if statement.refuses_transaction:
                self.way = planner.concurrent(statement, name)
            return self.way.runs if self.way else without_looking(statement)
        if not self.savepoints:
            self.raw.commit()  # which lets go of the locks of what came before
        self.way = planner.measured(self.connection, statement, lambda: execute(statement.text), name)
        return self.way.runs if changes_a_table(statement) else INSTANT

    def note(self, sql, table, way, questions):
        super().note(sql, table, way, questions)
        if self.way and way is not None:
            last = self.revision.statements[-1]
            told = self.way._asdict()
            told.pop('runs')
            self.revision.statements[-1] = last._replace(server=dict(told, also=list(self.way.also)))
        self.way = None

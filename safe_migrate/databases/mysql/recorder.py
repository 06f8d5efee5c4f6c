"""MySQL and MariaDB: the statements of a revision on a copy of the structure."""
from ...checks.recorder import INSTANT, ONLINE, Recorder
from ...sql import clauses
from . import introspection, planner
from .questions import QuestionsToMySQL


class RecorderOfMySQL(Recorder):
    """On MySQL and MariaDB each statement stands for itself."""

    reader, questions = introspection, QuestionsToMySQL

    def mode(self):
        mode = self.connection.execute('SELECT @@SESSION.sql_mode').scalar()
        return mode, introspection.is_mariadb(self.connection.dialect)

    def copies(self):
        """Whether the session copies a table for every change: MySQL's old_alter_table, MariaDB's alter_algorithm."""
        row = self.connection.execute("SHOW SESSION VARIABLES LIKE 'old_alter_table'").fetchone()
        return bool(row) and row[1] in ('ON', 'COPY')

    def is_used_up(self, name, statement, is_mariadb):
        """Whether the real table has been changed instantly so often before that this change would build it anew."""
        if is_mariadb:  # which counts none, and has an entry only where a FULLTEXT index was once
            here = any(one.action in (clauses.ADD_COLUMN, clauses.DROP_COLUMN) for one in statement.clauses)
        else:
            here = planner.row_versions(self.connection, self.shadow.name).get(name, 0)
        return here > 0 and here + self.histories.get(self.origins[name].table, 0) > planner.MOST_ROW_VERSIONS

    def run(self, statement, execute, name):
        is_mariadb = introspection.is_mariadb(self.connection.dialect)
        way = planner.run(statement, execute, self.connection.dialect.dbapi.Error, self.copies(), is_mariadb)
        if way == INSTANT and self.origins.get(name) and self.is_used_up(name, statement, is_mariadb):
            return ONLINE
        return way

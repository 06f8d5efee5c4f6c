"""MySQL and MariaDB: what an interrupted upgrade or downgrade has left in a database, for a plan on a copy of its structure.

A copy has what is applied already, so on it a revision begins where `db upgrade` would: what the journal has is answered and
not run again. Nothing of it is written into a journal.
"""
from ..configuration import option
from ..explain import apply as explain
from . import answer
from .journal import UNDONE, Journal, is_being_undone
from .mysql import Server
from .question import Given, Silent
from .resume import RELATIVE, was_refused
from .run import direction_of, revision_of
from .statement import READ, SESSION, hash_of
from .undo import Undo


def halfway_in(engine, config):
    """What was interrupted in a database.

    :param engine: of the real one
    :param config: Alembic's configuration, which has what `--resume` says
    :returns: `Halfway`, or None
    """
    if engine.dialect.name not in ('mysql', 'mariadb'):
        return None
    choice = option(config, 'resume', None)
    with engine.connect() as connection:
        journal, server = Journal(connection), Server(connection)
        row = journal.unfinished() if journal.exists() else None
        rows = [(one, server.took_effect(one)) for one in journal.statements(row)] if row else []
    changed = [effect is not False or one['ended'] == UNDONE for one, effect in rows if one['kind'] != READ]
    return Halfway(row, rows, Given(choice) if choice else Silent(), engine.dialect.dbapi) if any(changed) else None


class Halfway:
    """An interrupted revision of which something is applied, or may be.

    :param row: the journal's, of the revision
    :param rows: pairs of a statement's row and whether it took effect, or None
    :param asker: of one of which that cannot be told
    :param driver: the module of the database's driver
    """

    def __init__(self, row, rows, asker, driver):
        self.row, self.rows, self.asker, self.driver = row, rows, asker, driver
        self.is_undoing = is_being_undone([one for one, _effect in rows])

    def took_effect(self, row, effect):
        return self.asker.took_effect(row) if effect is None else effect

    def is_taken_back(self, is_upgrade):
        """Whether the command takes it back: a downgrade does that with an upgrade."""
        return self.row['direction'] == 'upgrade' and not is_upgrade

    def first_of(self, steps):
        """The statements that the first step finds applied.

        :param steps: Alembic's
        :raises UserError: where the command itself would refuse it
        """
        if self.is_undoing:
            raise explain.undo_interrupted(self.row)
        if not steps or (revision_of(steps[0]), direction_of(steps[0])) != (self.row['revision'], self.row['direction']):
            raise explain.interrupted(self.row, [one for one, _effect in self.rows])
        if any(one['kind'] == SESSION for one, _effect in self.rows):
            raise explain.temporary_tables(self.row)
        return Applied([one for one, _effect in self.rows],
                       [one for one, effect in self.rows if self.took_effect(one, effect)], self.driver)

    def take_back(self, connection):
        """Take it back on a copy.

        :param connection: SQLAlchemy's, to the copy
        :raises UserError: where that cannot be done
        """
        rows = [one for one, effect in self.rows if self.took_effect(one, effect)]
        undo = Undo(None, Server(connection), None, rows)
        obstacles = not self.is_undoing and undo.obstacles()
        if obstacles:
            raise explain.undo_impossible(self.row, rows, obstacles)
        undo.run_on(connection)

    @staticmethod
    def steps_left(target, take):
        """The steps of a downgrade behind that, which is one of them.

        :param target: as `db downgrade` takes it
        :param take: gives Alembic's steps
        """
        if target == '-1':
            return []
        return take()[:-1] if RELATIVE.match(target) else take()


class Applied:
    """The statements of a revision that are applied, answered where the revision comes to them.

    :param recorded: the journal's rows
    :param rows: those of them that took effect
    :param driver: the module of the database's driver
    """

    def __init__(self, recorded, rows, driver):
        self.recorded, self.driver = {row['position']: row for row in recorded}, driver
        self.rows, self.position = {row['position']: row for row in rows}, 0

    def __len__(self):
        return len(self.rows)

    def answers(self, statement, cursor, execute):
        """Whether it is one of them; then it is answered.

        :param statement: `sql.Statement`
        :raises UserError: where another one stands in its place
        """
        if statement.kind == SESSION and not statement.is_temporary:
            return False
        self.position += 1
        row, recorded = self.rows.get(self.position), self.recorded.get(self.position)
        if recorded and was_refused(recorded, statement, max(self.recorded)):
            answer.give(cursor, recorded['answer'], self.driver)
        if row and row['hash'] != hash_of(statement.text):
            raise explain.statement_changed(row['revision'], row, statement.redacted())
        if row and row['answer']:
            answer.give(cursor, row['answer'], self.driver)
        elif row and row['kind'] == READ:
            execute()
        return bool(row)

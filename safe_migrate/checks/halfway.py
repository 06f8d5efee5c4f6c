"""What an interrupted upgrade or downgrade has left in a database, for a plan on a copy of its structure.

A copy has what is applied already, so on it a revision begins where `db upgrade` would: what the journal has is answered and
not run again. Nothing of it is written into a journal.
"""
from ..journal.journal import UNDONE, Journal, hash_of
from ..messages import upgrade as explain
from ..messages.prompts import Prompter
from ..options import option
from ..sql import READ, SESSION
from ..upgrade import answer
from ..upgrade.answer import was_refused
from ..upgrade.question import took_effect
from ..upgrade.step import direction_of, revision_of


class Applied:
    """The statements of a revision that are applied, answered where the revision comes to them.

    :param recorded: the journal's rows
    :param rows: those of them that took effect
    :param driver: the module of the database's driver
    """

    def __init__(self, recorded, rows, driver):
        self.recorded, self.driver = {row['position']: row for row in recorded}, driver
        self.rows, self.position = {row['position']: row for row in rows}, 0

    def __bool__(self):
        return bool(self.rows)

    def __len__(self):
        """How many there are, without those that only ask."""
        return sum(row['kind'] != READ for row in self.rows.values())

    def has_place(self, statement):
        """Whether the journal counts a statement.

        :param statement: `sql.Statement`
        """
        return statement.kind != SESSION or statement.is_temporary

    def give(self, cursor, text):
        """Let a cursor hold an answer of the journal."""
        answer.give(cursor, text, self.driver)

    def answers(self, statement, cursor, execute):
        """Whether it is one of them; then it is answered.

        :param statement: `sql.Statement`
        :raises UserError: where another one stands in its place
        """
        if not self.has_place(statement):
            return False
        self.position += 1
        row, recorded = self.rows.get(self.position), self.recorded.get(self.position)
        if recorded and was_refused(recorded, statement, max(self.recorded)):
            self.give(cursor, recorded['answer'])
        if row and row['hash'] != hash_of(statement.text):
            raise explain.statement_changed(row['revision'], row, statement.redacted())
        if row and row['answer']:
            self.give(cursor, row['answer'])
        elif row and row['kind'] == READ:
            execute()
        return bool(row)


class Halfway:
    """An interrupted revision of which something is applied, or may be.

    :param row: the journal's, of the revision
    :param rows: pairs of a statement's row and whether it took effect, or None
    :param choice: what `--resume` says of one of which that cannot be told, or None
    :param driver: the module of the database's driver
    """

    applied = Applied

    def __init__(self, row, rows, choice, driver):
        self.row, self.rows, self.choice, self.driver = row, rows, choice, driver

    @classmethod
    def of(cls, connection, config, took_effect):
        """What was interrupted in a database.

        :param connection: to the real one
        :param config: Alembic's configuration, which has what `--resume` says
        :param took_effect: whether a row's statement did, or None
        :returns: None where nothing of it can be applied
        """
        journal, choice = Journal(connection), option(config, 'resume', None)
        row = journal.unfinished() if journal.exists() else None
        rows = [(one, took_effect(one)) for one in journal.statements(row)] if row else []
        changed = [effect is not False or one['ended'] == UNDONE for one, effect in rows if one['kind'] != READ]
        return cls(row, rows, choice, connection.dialect.dbapi) if any(changed) else None

    def took_effect(self, row, effect):
        """Whether a statement did; nobody is asked, since nothing is to be changed."""
        return took_effect(row, self.choice, Prompter()) if effect is None else effect

    def is_taken_back(self, is_upgrade):
        """Whether the command takes it back."""
        return False

    def first_of(self, steps):
        """The statements that the first step finds applied.

        :param steps: Alembic's
        :raises UserError: where the command itself would refuse it
        """
        if not steps or (revision_of(steps[0]), direction_of(steps[0])) != (self.row['revision'], self.row['direction']):
            raise explain.interrupted(self.row, [one for one, effect in self.rows if effect])
        if any(one['kind'] == SESSION for one, _effect in self.rows):
            raise explain.temporary_tables(self.row)
        return self.applied([one for one, _effect in self.rows],
                            [one for one, effect in self.rows if self.took_effect(one, effect)], self.driver)

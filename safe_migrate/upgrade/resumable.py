"""A revision and the journal: written when it begins, taken up where it was interrupted.

What a server commits when, and what of that is marked, is in the `resume.py` of its database.
"""
import time

from ..journal.journal import DONE, REVISION, RUNNING, Journal, hash_of
from ..messages import upgrade as explain
from ..options import option
from ..sql import READ, SESSION
from .answer import Refusals
from .question import took_effect
from .step import direction_of, revision_of


class Resumable:
    """Watches the steps of an upgrade or downgrade, see `run.watch`, and each of their statements.

    :param connection: SQLAlchemy's connection, on which the work is done
    :param context: Alembic's migration context
    :ivar row: the journal's, of the revision that runs
    :ivar resumed: the same, of one that was interrupted and is taken up
    :ivar recorded: what the journal has of its statements, by position
    :ivar position: of the statement in hand
    """

    was_answered = False  # whether the last statement was answered from the journal

    def __init__(self, connection, context):
        self.connection, self.context = connection, context
        self.raw, self.driver = connection.connection.connection, connection.dialect.dbapi
        self.journal = Journal(connection, option(context.config, 'message', None))
        self.refusals = Refusals(self.driver)
        self.step, self.row, self.resumed, self.recorded = None, None, None, {}

    def begin(self, step):
        """A revision is about to run.

        :raises UserError: where it cannot be taken up
        """
        self.step, self.position, self.started = step, REVISION, time.monotonic()
        self.new_run = self.journal.run
        if self.resumed:
            self.row, self.journal.run = self.resumed, self.resumed['run']
            self.take_up(self.journal.statements(self.resumed))
        else:
            self.row = self.journal.add(revision=revision_of(step), direction=direction_of(step), position=REVISION,
                                        ended=RUNNING)

    def take_up(self, rows):
        """Go on with a revision that the journal has a part of."""
        if any(row['kind'] == SESSION for row in rows):
            raise explain.temporary_tables(self.resumed)
        self.recorded = {row['position']: row for row in rows}

    def see_that_all_came(self):
        """
        :raises UserError: where the revision no longer has a statement that is applied
        """
        left = [row for position, row in sorted(self.recorded.items())
                if position > self.position and row['kind'] != READ and row['ended'] == DONE]
        if left:
            raise explain.statement_gone(self.row['revision'], left[0])

    def forget_revision(self):
        """It is in the journal as one that has ended."""
        self.journal.run, self.resumed, self.recorded, self.row = self.new_run, None, {}, None

    def here(self):
        """The revision that runs, and in which direction."""
        return revision_of(self.step), direction_of(self.step)

    def compare(self, recorded, statement):
        """
        :raises UserError: where a statement is not the one that was applied at its place
        """
        if recorded['hash'] != hash_of(statement.text):
            raise explain.statement_changed(self.row['revision'], recorded, statement.redacted())

    def effect_of(self, recorded):
        """Whether a statement that the journal has was executed; None where the database does not tell."""
        raise NotImplementedError

    def has_taken_effect(self, recorded):
        """The same; where the database does not tell, it is asked."""
        effect = self.effect_of(recorded)
        return took_effect(recorded, option(self.context.config, 'resume', None)) if effect is None else effect

    def failed_with(self, error):
        """A revision has ended in an error; a statement that it ended in runs again.

        :param error: what its function has raised
        """
        self.refusals.end_in(error, self.journal.waiting)

"""MySQL and MariaDB cannot roll DDL back, so an upgrade that was interrupted goes on where it stopped.

Each statement of a revision is in the journal. A DDL statement commits what stands before it, so it is marked before it
runs, in the transaction that it ends, and after it ran, in the transaction that it begins. Data statements share theirs
with their marks: either both are there or neither is. When a revision runs again, the statements that the journal has
are answered from it, in the same order and with the same answers, and the others run.
"""
import contextlib
import functools
import hashlib
import logging
import re
import time

from ...bin.bin import Bin
from ...checks import losses
from ...journal.journal import (ABANDONED, DONE, FAILED, REVISION, RUNNING, UNDOING, UNDONE, hash_of,
                                is_being_undone, now)
from ...journal.names import JOURNAL
from ...messages import UserError
from ...messages import upgrade as explain
from ...sql import DATA, DDL, READ, SESSION, syntax_of
from ...upgrade import answer
from ...upgrade.answer import Refusals, was_refused
from ...upgrade.resumable import Resumable
from ...upgrade.step import direction_of, is_downgrade, is_stamp, revision_of, with_first
from . import data_checks
from .effect import changed_nothing, made_alike
from .joined import DEADLOCK, JoiningMySQL
from .session_state import Variables, sets_variables_alone

log = logging.getLogger('alembic.safe_migrate')
MAINTENANCE = ('ANALYZE', 'OPTIMIZE', 'REPAIR', 'CACHE')  # which return rows
OUTSIDE_A_TRANSACTION = {1568, 1679, 1685, 1694, 1766, 1929, 1953}  # where alone a variable can be set
CLIENT_ERRORS = range(2000, 3000)  # no answer came from the server
NO_TABLE = hashlib.sha1(b'').hexdigest()  # the definition of none
MOST_CHARACTERS = 60000  # of a statement
ANSWERED = object()  # in place of what the driver returns
RELATIVE = re.compile(r'-\d+\Z')


class ResumableMySQL(Resumable):
    """Goes on with a revision that was interrupted behind its last statement.

    :param server: answers questions about the server, see `locks.Server`
    :param lock: asked before each statement whether it is still ours
    :param state: `session_state.SessionState`
    """

    def __init__(self, connection, context, server, lock, state):
        super().__init__(connection, context)
        self.server, self.lock, self.bin = server, lock, Bin(context)
        self.state, self.variables = state, Variables(server)
        self.joining = JoiningMySQL(connection, self, syntax_of(connection.dialect, state.values['sql_mode']))
        self.joining.own.commits_each = state.commits_each

    def plan(self, take):
        """Before the first step: what was interrupted goes first, and nothing else in its place.

        :param take: gives Alembic's steps
        :returns: the steps to take
        """
        take = functools.lru_cache(maxsize=None)(take)
        left = self.journal.all_unfinished() if self.journal.exists() else []
        while left and not self.goes_back(left[0]) and not self.is_first(left[0], take()) and not self.applied_of(left[0]):
            self.journal.change(left.pop(0), ended=ABANDONED)
        unfinished = left[0] if left else None
        if unfinished and self.goes_back(unfinished):
            return self.go_back(unfinished, take)
        steps = with_first(take(), unfinished) if unfinished else take()
        if steps and not unfinished and not is_stamp(self.context):
            data_checks.refuse(self.context, steps, self.server, self.bin.values_for(steps))
            self.bin.agreed(losses.agree(self.context, steps))
        if steps:
            self.create_journal(unfinished)
        if unfinished:
            self.go_on(unfinished, steps)
        return steps

    def create_journal(self, unfinished):
        """
        :raises UserError: where it may not be written, and is needed to go on with what was interrupted
        """
        self.journal.create(self.context)
        if unfinished and self.journal.missing:
            raise explain.journal_needed(unfinished, self.journal.missing)

    def goes_back(self, unfinished):
        """Whether the command takes it back, be it that it has no step to take."""
        return unfinished['direction'] == 'upgrade' and is_downgrade(self.context)

    def is_first(self, unfinished, steps):
        return [(unfinished['revision'], unfinished['direction'])] == [
            (revision_of(step), direction_of(step)) for step in steps[:1]]

    def applied_of(self, unfinished):
        """The statements of an interrupted revision that have changed something, or may have."""
        return [row for row in self.journal.statements(unfinished)
                if row['kind'] != READ and (row['ended'] in (UNDOING, UNDONE) or self.server.took_effect(row) is not False)]

    def go_on(self, unfinished, steps):
        """Resume what was interrupted, if that is what comes first."""
        rows = self.journal.statements(unfinished)
        if is_stamp(self.context):
            self.journal.give_up()
        elif is_being_undone(rows):
            raise explain.undo_interrupted(unfinished)
        elif not self.is_first(unfinished, steps):
            raise explain.interrupted(unfinished, [row for row in rows if self.effect_of(row)])
        else:
            self.resumed = unfinished

    def go_back(self, unfinished, take):
        """Undo a half-applied upgrade; that is one step back, and never the last good revision in its place."""
        from .undo import Undo  # seldom wanted, and its expressions take a while to compile
        relative = int(self.context.opts['destination_rev']) if RELATIVE.match(self.context.opts['destination_rev']) else 0
        steps = take() if relative != -1 else []
        rows = self.journal.statements(unfinished)
        applied = [row for row in rows if row['ended'] == UNDOING or self.has_taken_effect(row)]
        undo = Undo(self.journal, self.server, self.bin, applied)
        obstacles = not is_being_undone(rows) and undo.obstacles()
        if obstacles:
            raise explain.undo_impossible(unfinished, applied, obstacles)
        self.bin.agreed(losses.agree_to(self.context, undo.dropped()))
        self.create_journal(unfinished)
        self.bin.begin_undo(unfinished['revision'], self.journal.run)
        log.info(explain.undone(unfinished, undo.run()))
        self.bin.taken_back(unfinished['revision'])
        self.journal.change(unfinished, ended=UNDONE)
        self.journal.add(revision=unfinished['revision'], direction='downgrade', position=REVISION, ended=DONE)
        self.commit()
        self.bin.end()
        self.bin.tell()
        return steps[:-1] if relative else steps

    def begin(self, step):
        self.marked, self.committed, self.answered = None, 0, 0
        self.refusals = Refusals(self.driver)
        self.variables.begin()
        super().begin(step)
        self.bin.begin(step, self.journal.run)

    def take_up(self, rows):
        super().take_up(rows)
        self.answered = max([row['position'] for row in rows if row['ended'] == DONE] or [0])
        effects = [self.effect_of(row) for row in rows if row['kind'] != READ]
        log.info(explain.goes_on(self.resumed, effects.count(True)))

    def end(self, step):
        """After the version is written: it, the mark and the revision's last data statements are committed together."""
        self.see_that_all_came()
        self.bin.end()
        self.journal.end(self.row, DONE, time.monotonic() - self.started)
        self.journal.forget_answers(self.row)
        self.commit()
        self.forget_revision()
        if self.bin.has_news():
            self.bin.tidy()
            self.bin.tell()

    def stopped(self, number):
        """The error where a signal ends it. The data statements since the last DDL are rolled back with their marks."""
        if not self.step:
            return explain.stopped(number, explain.nothing_changed())
        return explain.stopped(number, explain.applied_so_far(*self.here(), count=self.committed) if self.row
                               else explain.applied_up_to(*self.here()))

    def commit(self):
        """Everything, with its marks.

        :raises UserError: where the server refuses it
        """
        self.flush()
        try:
            self.raw.commit()
        except self.server.error as error:
            self.taken_back(error)
            raise
        self.joining.committed()

    def taken_back(self, error):
        """A COMMIT was refused, be it one that a statement brings: nothing goes on without what stood before it.

        :param error: the driver's
        :raises UserError: which says so, unless the connection is lost
        """
        if error.args[:1] and error.args[0] not in CLIENT_ERRORS:
            self.joining.lost = error.message if isinstance(error, UserError) else str(error.args[-1])
            self.raw.rollback()  # which the server does by itself
            raise explain.commit_refused(self.joining.lost, revision_of(self.step) if self.step else None) from None

    def flush(self):
        """Write the marks, unless nothing can be written: of what is read under such a lock."""
        if self.state.is_held:
            return
        with self.at_home():
            self.journal.flush()
        self.joining.is_clean = False

    @contextlib.contextmanager
    def at_home(self):
        """Within, the journal can be reached, also where the revision has another database."""
        if self.state.away:
            self.raw.select_db(self.state.home)
        try:
            yield
        finally:
            if self.state.away:
                self.raw.select_db(self.state.away)

    def finish(self):
        self.raw.commit()
        self.joining.end()
        self.step = None

    def connection_ends(self):
        """The connection goes back to its pool: what has not come to its end has failed."""
        self.state.let_go()
        self.raw.rollback()
        self.joining.end()
        if self.step and self.row:
            self.journal.waiting = {}  # rolled back, with the statements that they stand for
            self.journal.change(self.row, ended=FAILED)
            for row in self.refusals.failures + [self.marked] * bool(self.marked):
                self.journal.change(row)
            self.journal.flush()
            self.raw.commit()

    # Statements

    def execute(self, cursor, parsed, execute):
        """Run one of the revision's statements, or answer it from the journal."""
        kind = DATA if parsed.first == 'EXECUTE' else parsed.kind
        self.was_answered = False
        if kind == SESSION and not parsed.is_temporary or parsed.holds_writes or parsed.lets_writes_go:
            return self.run_for_session(cursor, parsed, execute)
        self.lock.check()
        self.position += 1
        recorded = self.recorded.get(self.position)
        if recorded and was_refused(recorded, parsed, max(self.recorded)):
            self.give(recorded, cursor)
        if recorded and self.has_taken_effect(recorded):
            self.compare(recorded, parsed)
            try:
                answered = self.answer_again(recorded, cursor, execute, reads=parsed.first in MAINTENANCE)
            finally:  # which may have been an error
                self.restore_variables()
        else:
            self.variables.check(parsed, self.row['revision'], self.position - 1 == self.answered)
            run = self.run_ddl if kind == DDL or self.is_uncertain(parsed) else self.run_in_transaction
            answered = run(recorded, kind, cursor, parsed, execute)
        self.was_answered = bool(answered is ANSWERED)
        if not self.state.is_apart():
            self.bin.after(parsed.text)
        return cursor.rowcount if answered is ANSWERED else answered

    def is_uncertain(self, statement):
        """Whether it may be that a statement has taken effect and its mark, in the same transaction, is not there."""
        return statement.hides() or statement.kind == DATA and not self.server.is_transactional(statement)

    def run_for_session(self, cursor, statement, execute):
        """A statement about the connection: it has no mark, and runs again where the revision is resumed."""
        is_answered = self.position < self.answered and not self.variables.is_resumed
        if not self.state.is_apart():
            self.bin.before(statement.text, self.position)  # it sees what is prepared, to be executed later
        if statement.ends_transaction and not self.state.is_held:
            self.commit()
            self.joining.committed(statement.text)
        if is_answered and sets_variables_alone(statement):  # what it is computed from may have changed since
            return 0
        if is_answered and statement.first in ('PREPARE', 'DEALLOCATE'):
            self.variables.prepared.append(lambda: self.prepare(statement))
            return 0
        if statement.first == 'LOCK' and statement.has_words({'TABLE', 'TABLES'}):
            self.state.has_locked = True
            return cursor.execute('%s, %s WRITE' % (statement.text.rstrip().rstrip(';'), JOURNAL))
        answered = self.set_outside(statement, execute) if statement.first == 'SET' else execute()
        self.variables.see(statement)
        if statement.first == 'USE':
            self.state.use(self.server.value('SELECT DATABASE()'))
        elif statement.first == 'UNLOCK':
            self.state.has_locked = False
        if statement.holds_writes or statement.lets_writes_go:
            self.state.is_held = statement.holds_writes
        return answered

    def set_outside(self, statement, execute):
        """Run a `SET`. Where the server takes it outside of a transaction alone, what stands before it is committed, as it
        is in the stock tool."""
        try:
            return execute()
        except self.server.error as error:
            if not OUTSIDE_A_TRANSACTION.intersection(error.args[:1]):
                raise
        self.commit()
        self.joining.committed(statement.text)
        return execute()

    def prepare(self, statement):
        """Prepare again what an answered statement had prepared; the server tells who executes it where that fails."""
        with contextlib.suppress(self.server.error):
            self.server.rows(statement.text)

    def effect_of(self, recorded):
        """Of a statement that was not marked afterwards, its table tells."""
        effect = self.server.took_effect(recorded)
        if effect and recorded['ended'] == RUNNING and recorded['definition'] == NO_TABLE:
            effect = made_alike(self.server, recorded) or None  # somebody else may have made that table meanwhile
        return effect

    def restore_variables(self):
        """Behind the last statement that is answered, the variables of the session are as it had left them."""
        if self.position >= self.answered and not self.variables.is_resumed:
            self.variables.restore([row for _position, row in sorted(self.recorded.items())])

    def give(self, recorded, cursor):
        """Answer a statement as the server did, be it with an error."""
        try:
            answer.give(cursor, recorded['answer'], self.driver)
        except self.driver.Error as error:
            self.refusals.add(error, recorded)
            raise

    def answer_again(self, recorded, cursor, execute, reads=False):
        """:param reads: whether the statement does nothing a second time but to tell rows"""
        self.committed = self.position
        if recorded['answer']:
            self.give(recorded, cursor)
        elif reads or recorded['kind'] == READ:
            execute()  # too long to keep: what it reads may have changed since, and the next comparison will tell
        if recorded['ended'] != DONE:
            self.journal.end(recorded, DONE, 0)
        return ANSWERED

    def run_ddl(self, recorded, kind, cursor, parsed, execute):
        """Run a statement that commits by itself, or may: it is marked before and after."""
        statement = parsed.text
        tells = kind == DDL and not self.state.away  # of a table elsewhere it is not known later which one that was
        row = self.note(recorded, kind, parsed, RUNNING, answer=None,
                        definition=self.server.definition_before(parsed) if tells else None)
        if kind == DDL and not self.journal.missing:
            self.flush()  # the statement itself commits this, before it does anything else
        else:
            self.commit()
        self.joining.committed(statement)
        started = time.monotonic()
        try:
            answered = self.server.patiently(lambda: self.run_marked(row, parsed, execute), statement,
                                             self.row['revision'])
            if kind == DDL:
                self.server.see_engine(parsed)
            self.variables.see(parsed)
            variables = self.variables.kept()
            if kind != DDL or variables:
                self.journal.change(row, answer=answer.kept(cursor, variables))
            self.mark_ddl(row, DONE, started)
            if row['definition'] is None:  # which would tell it later
                self.commit()
            return answered
        except (self.driver.Error, UserError) as error:
            if error.args[:1] and error.args[0] not in CLIENT_ERRORS and not self.joining.lost:
                if kind == DDL:
                    self.refused(row, parsed, error, started)
                    self.refusals.add(error, row)
            raise

    def run_marked(self, row, parsed, execute):
        """Run a statement, and see whether the COMMIT that it brings is what was refused: then its mark is gone, and so is
        all that stood before it.

        :param row: its mark, which is written
        """
        try:
            return self.keep_and_execute(parsed, execute)
        except (self.server.error, UserError) as error:
            if error.args[:1] and error.args[0] not in CLIENT_ERRORS and not self.is_written(row):
                self.taken_back(error)
            raise

    def is_written(self, row):
        with self.at_home():
            return self.journal.has(row)

    def keep_and_execute(self, parsed, execute):
        """Run a statement, unless the bin has done what it was to do."""
        statement = parsed.text
        if self.state.is_apart():
            self.bin.out_of_reach(parsed)
            return execute()
        with self.bin.room_for(statement):
            if not self.bin.before(statement, self.position):
                return execute()

    def refused(self, row, parsed, error, started):
        """The server has refused a statement. Its table tells now, and not when somebody has mended it, that nothing
        was changed; a table that was half-way into the bin has been.
        """
        self.bin.failed(self.position)
        with contextlib.suppress(self.server.error):
            if changed_nothing(parsed, error) or not self.server.took_effect(row):
                self.journal.change(row, answer=self.refusals.answer_of(parsed, error))
                self.mark_ddl(row, FAILED, started)

    def mark_ddl(self, row, ended, started):
        """The mark waits for the next writing; should the rest of the transaction fail, it is written nevertheless."""
        if ended == DONE:
            self.committed = self.position
        self.journal.end(row, ended, time.monotonic() - started)
        self.marked = row

    def run_in_transaction(self, recorded, kind, cursor, parsed, execute):
        started = time.monotonic()
        if parsed.ends_transaction:  # a CHECK TABLE
            self.commit()
            self.joining.committed(parsed.text)
        try:
            answered = execute()
        except self.server.error as error:
            self.note_refused(recorded, parsed, error)
            raise
        self.joining.is_clean = False
        self.variables.see(parsed)
        kept = answer.kept(cursor, self.variables.kept()) if kind in (READ, DATA) else None
        self.note(recorded, kind, parsed, DONE, answer=kept, seconds=round(time.monotonic() - started, 3))
        if self.journal.are_many():
            self.flush()
        return answered

    def note_refused(self, recorded, statement, error):
        """A statement was refused, and has changed nothing; where the revision goes on, that was its answer, as it is to the
        `DESCRIBE` of a table that `create_all` makes."""
        kept = self.refusals.answer_of(statement, error)
        if kept and error.args and error.args[0] not in CLIENT_ERRORS and error.args[0] != DEADLOCK:
            self.refusals.add(error, self.note(recorded, READ, statement, DONE, answer=kept))

    def again(self, _statement, execute):
        """What somebody has done, and was rolled back with what another had, is done again."""
        execute()

    def undone(self, rows):
        """What was rolled back is not run again where the revision is resumed: its marks stay."""
        for row in rows:
            self.journal.change(row)

    def note(self, recorded, kind, statement, ended, **values):
        """A statement's row, which waits to be written: a new one, or the one that an interrupted run has left.

        :param statement: `sql.Statement`
        """
        values.update(kind=kind, hash=hash_of(statement.text), ended=ended,
                      statement=statement.redacted()[:MOST_CHARACTERS])
        if recorded:
            row = self.journal.change(recorded, started=now(), **values)
        else:
            row = self.journal.add(revision=self.row['revision'], direction=self.row['direction'], position=self.position,
                                   **values)
        for unit in self.joining.units():
            unit.rows.append(row)
        return row

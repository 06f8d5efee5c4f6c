"""PostgreSQL rolls DDL back, so a revision is applied whole or not at all; but for what it commits on its way: by an
`autocommit_block`, a COMMIT, or a connection that commits each statement.

What has run is written into the journal with what commits it, in the same transaction. What is committed by itself has a
transaction with its mark; what no transaction may hold (`CREATE INDEX CONCURRENTLY`) is marked before it runs and after it
ran. When the revision runs again, the statements that the journal has are answered from it, and the others run.
"""
import contextlib
import logging
import sys
import time

from ...journal.journal import ABANDONED, DONE, FAILED, REVISION, RUNNING, hash_of
from ...journal.names import JOURNAL
from ...journal.own_tables import is_claimed
from ...messages import upgrade as explain
from ...sql import DDL, POSTGRESQL, READ, SESSION, parse
from ...upgrade import answer
from ...upgrade.answer import was_refused
from ...upgrade.pooled import when_the_connection_ends
from ...upgrade.resumable import Resumable
from ...upgrade.step import direction_of, is_stamp, revision_of, with_first
from .catalogs import code_of
from .effect import Begun, Effects, drop_index
from .joined import JoiningPostgreSQL, Plain
from .losses import Losses
from .side_effects import ends_transaction

log = logging.getLogger('alembic.safe_migrate')
MOST_WAITING = 10000  # statements that wait for a commit in memory
MOST_ROWS_WAITING = 50000  # rows that they have read
IN_A_TRANSACTION = '25001'  # what the server says of a statement that none may hold
OF_THE_TRANSACTION = ('COMMIT', 'END', 'ROLLBACK', 'ABORT', 'BEGIN', 'START')
JSON = (114, 3802)  # the types json and jsonb


class Ran:
    """A statement that has run and is not committed.

    :ivar kind: READ also of one that was refused, or rolled back to a savepoint
    """

    def __init__(self, position, statement, kind, answered):
        self.position, self.text, self.kind, self.answered = position, statement.text, kind, answered


class ResumablePostgreSQL(Resumable):
    """Goes on with a revision that was interrupted behind what is committed of it.

    :param lock: `locks.AdvisoryLock`
    :param tables: `held.HeldTables`, which waits for tables
    """

    is_lost = False  # whether the transaction that ends has failed

    def __init__(self, connection, context, lock, tables):
        super().__init__(connection, context)
        self.lock, self.tables, self.effects, self.losses = lock, tables, Effects(self.raw), Losses(context)
        self.joining, self.begun = JoiningPostgreSQL(connection, self, POSTGRESQL), Begun(connection, self.journal)
        self.ran = []
        self.done = 0  # statements of the revision that are committed

    # Steps

    def plan(self, take):
        """Before the first step: what was interrupted goes first, and nothing else in its place."""
        steps = take()
        if is_stamp(self.context):
            if self.journal.exists():
                self.journal.give_up()
        elif steps and self.journal.exists():
            steps = self.go_on(steps)
        if steps:
            if not self.resumed:
                self.losses.before_steps(steps)
            self.create_journal()  # what is refused before leaves none
        return steps

    def create_journal(self):
        """
        :raises UserError: where it may not be written, and is needed to go on with what was interrupted
        """
        self.begun.open(not is_claimed(self.context, JOURNAL))
        self.journal.create(self.context)
        if self.resumed and self.journal.missing:
            raise explain.journal_needed(self.resumed, self.journal.missing)

    def go_on(self, steps):
        """Take up what was interrupted, if that is among the steps.

        :returns: the steps, of which it is the first
        :raises UserError: where another step would take back or repeat more than the revision that is half applied
        """
        row = self.journal.unfinished()
        if row is None:
            return steps
        rows, steps = self.journal.statements(row), with_first(steps, row)
        first = revision_of(steps[0]), direction_of(steps[0])
        files = [one.revision for one in self.context.script.walk_revisions()]
        if row['revision'] not in files:
            self.journal.give_up()
        elif not any(one['kind'] != READ and self.effect_of(one) is not False for one in rows):
            for one in rows:
                self.effects.clear_away(one, lambda name: drop_index(self.connection.engine, name))
            self.journal.query('UPDATE %s SET ended = ? WHERE id = ?' % JOURNAL, ABANDONED, row['id'])
        elif first == (row['revision'], row['direction']):
            self.resumed = row
        else:
            raise explain.interrupted(row, [one for one in rows if self.effect_of(one)])
        return steps

    def begin(self, step):
        self.done = 0
        self.may_have_left = False  # whether a statement has failed that no transaction could take back
        self.forget()
        super().begin(step)
        if not self.resumed:
            self.begun.write(self.row)
        self.losses.begin(step, self.journal.run)

    def take_up(self, rows):
        super().take_up(rows)
        self.done = [self.effect_of(row) for row in rows if row['kind'] != READ].count(True)
        log.info(explain.goes_on(self.resumed, self.done))

    def end(self, step):
        """After the version is written. Alembic commits after this, be it for each revision or for all."""
        self.losses.end()
        self.see_that_all_came()
        self.row.update(ended=DONE, seconds=round(time.monotonic() - self.started, 3))
        if self.row['id'] in self.journal.waiting:
            self.journal.flush('INSERT')
        elif not self.journal.missing:
            self.change(self.row)
            self.journal.has_answers = True
            self.journal.forget_answers(self.row)
        self.forget_revision()
        self.ran = []

    def finish(self):
        when_the_connection_ends(self.connection, lambda: sys.exc_info()[1] or self.losses.bin.tell())
        self.begun.close()
        self.joining.end()
        self.step = None

    def stopped(self, number):
        """The error where a signal ends it."""
        if not (self.step and self.row and self.done):
            return explain.stopped(number, explain.rolled_back())
        return explain.stopped(number, explain.applied_so_far(*self.here(), count=self.done))

    def connection_ends(self):
        """The connection goes back to its pool: what has not come to its end has failed, and is rolled back."""
        with contextlib.suppress(self.driver.Error):  # where the server has ended it
            self.raw.rollback()
        self.begun.close()
        self.joining.end()
        if self.step and self.row and not self.journal.missing:
            with contextlib.suppress(self.driver.Error):
                self.fail()

    def fail(self):
        """Let `db log` tell of it, unless the journal's table is gone with what was rolled back."""
        if not self.journal.query('SELECT to_regclass(?) AS there', JOURNAL)[0]['there']:
            return
        self.row.update(ended=FAILED, seconds=round(time.monotonic() - self.started, 3))
        if self.row['id'] in self.journal.waiting:
            self.row['id'] = self.journal.query('SELECT COALESCE(MAX(id), 0) + 1 AS next FROM ' + JOURNAL)[0]['next']
            self.journal.put('INSERT', [self.row])
        else:
            self.journal.query('UPDATE %s SET ended = ?, seconds = ? WHERE position = ? AND run = ? AND ended = ?' % JOURNAL,
                               FAILED, self.row['seconds'], REVISION, self.row['run'], RUNNING)
        for row in self.refusals.failures:
            self.change(row, ended=FAILED, answer=None)
        self.raw.commit()

    # Transactions

    def committing(self):
        """What has run is about to be committed, unless the transaction has failed, which the server rolls back."""
        if self.joining.is_failed():
            return self.rolling_back()
        self.ending()
        ran, written = self.ran, self.written
        self.forget()
        self.done += written + sum(one.kind != READ for one in ran)
        if any(one.kind != READ for one in ran) or ran and self.row['id'] not in self.journal.waiting:
            self.write(ran)  # what reads alone is kept only where something is committed

    def ending(self):
        """The transaction is about to end, and another one to begin. One that has failed takes no statement before."""
        self.is_lost = self.joining.is_failed()
        if not self.is_lost:
            self.lock.outlast()
        self.tables.is_new = True

    def ended(self):
        """The transaction has ended; one that had failed had the lock, and what was kept in the bin.

        :raises UserError: where another process has the lock meanwhile
        """
        if self.is_lost:
            self.is_lost = False
            self.lock.outlast()
            self.losses.bin.reread()

    def rolling_back(self):
        self.ending()
        self.forget()

    def forget(self):
        """What has run in a transaction that is over; and how many of it are written and no more in memory."""
        self.ran, self.savepoints, self.written, self.rows_waiting = [], [], 0, 0

    def undone(self, ran):
        """What another connection has done is rolled back: it is answered, and nothing of it is there."""
        for one in ran:
            one.kind = READ
        self.losses.bin.reread()

    def again(self, _statement, execute):
        """What somebody has done, and was rolled back with what another had, is done again."""
        execute()

    # Statements

    def execute(self, cursor, statement, execute):
        """Run one of the revision's statements, or answer it from the journal."""
        self.was_answered = False
        sender = self.joining.sender
        if statement.first == 'SHOW':  # which SQLAlchemy itself asks on its way to an autocommit_block
            return execute()
        if statement.kind == SESSION and not statement.is_temporary:
            answered = self.run_for_session(statement, execute, sender)
            if statement.first == 'ROLLBACK':  # to a savepoint of the revision's own
                self.losses.bin.reread()
            return answered
        self.position += 1
        recorded = self.recorded.get(self.position)
        if recorded and was_refused(recorded, statement, max(self.recorded)):
            self.refuse_again(recorded, cursor)
        if recorded and self.has_taken_effect(recorded):
            self.compare(recorded, statement)
            self.losses.after(statement, sender.real)
            if recorded['kind'] != READ or recorded['answer']:
                return self.give(recorded, cursor)
            return execute()  # too long to keep: what it reads may have changed since, and the next comparison will tell
        at_once = self.joining.commits_each(sender) or commits_within(statement)
        is_done = not isinstance(statement, Plain) and statement.kind != READ and self.losses.before(
            statement, sender.real, self.position if at_once else None)
        run = (lambda: None) if is_done else execute
        if commits_within(statement):
            self.committing()
        if recorded:
            way = 'DROP INDEX CONCURRENTLY ' if at_once else 'DROP INDEX '
            self.effects.clear_away(recorded, lambda name: control(sender.real, way + name))
        if at_once:
            answered = self.run_at_once(recorded, cursor, statement, run, sender)
        else:
            answered = self.run_in_transaction(cursor, statement, self.losses.watched(statement, run, self.raw))
        self.losses.after(statement, sender.real)
        return answered

    def effect_of(self, recorded):
        """Of a statement that was not marked afterwards, the catalog tells."""
        return self.effects.took_effect(recorded)

    def give(self, recorded, cursor):
        """Answer a statement as the server did, be it with an error."""
        self.was_answered = True
        if recorded['ended'] == RUNNING:
            self.change(recorded, ended=DONE)
        if not recorded['answer']:
            return None
        found = answer.read(recorded['answer'], self.driver)
        if 'rows' in found:
            self.effects.let_it_hold(cursor, found['description'], found['rows'])
        else:
            cursor.changed = found['rowcount']
        return None

    def run_for_session(self, statement, execute, sender):
        """A statement about the connection or its transaction: it has no mark, and runs again where the revision does."""
        if statement.first in ('COMMIT', 'END') and sender.is_own:
            self.committing()
        elif statement.first in ('ROLLBACK', 'ABORT') and statement.ends_transaction and sender.is_own:
            self.rolling_back()
        elif statement.first == 'SAVEPOINT':
            self.savepoints.append((name_at_end(statement), len(self.ran)))
        elif statement.first == 'RELEASE':
            self.savepoints = self.savepoints[:self.place_of(statement)]
        elif statement.first == 'ROLLBACK':
            self.undone_since(statement)
        if statement.has_words({'LOCK_TIMEOUT'}):
            self.tables.leave()
        answered = execute()
        if statement.first in ('COMMIT', 'END') and sender.is_own:
            self.joining.committed()
        self.ended()
        return answered

    def place_of(self, statement):
        """Of the newest of the revision's savepoints that has the name; behind all where none has."""
        places = [place for place, (name, _ran) in enumerate(self.savepoints) if name == name_at_end(statement)]
        return places[-1] if places else len(self.savepoints)

    def undone_since(self, statement):
        place = self.place_of(statement)
        for one in self.ran[self.savepoints[place][1]:] if place < len(self.savepoints) else ():
            one.kind = READ
        del self.savepoints[place + 1:]

    def run_in_transaction(self, cursor, statement, execute):
        self.tables.see_transaction()
        try:
            answered = self.tables.patiently(statement, execute, self.raw) if statement.kind == DDL else execute()
        except self.driver.Error as error:
            self.note(statement, READ, self.refusals.answer_of(parse(statement.text, POSTGRESQL), error))
            raise
        self.note(statement, SESSION if statement.is_temporary else statement.kind, answer.held(cursor))
        return answered

    def note(self, statement, kind, answered):
        rows = len(answered.get('rows', ())) if isinstance(answered, dict) else 0
        self.rows_waiting += rows
        is_full = self.rows_waiting > MOST_ROWS_WAITING
        one = Ran(self.position, statement, kind, None if is_full and kind == READ and rows else answered)
        self.ran.append(one)
        if self.joining.sender.unit:
            self.joining.sender.unit.rows.append(one)
        if (len(self.ran) > MOST_WAITING or is_full) and not self.savepoints and not self.joining.units():
            self.write(self.ran)
            self.written += sum(one.kind != READ for one in self.ran)
            self.ran, self.rows_waiting = [], 0

    def run_at_once(self, recorded, cursor, statement, execute, sender):
        """A statement that is committed as soon as it has run."""
        raw, started = sender.real, time.monotonic()
        parsed = parse(statement.text, POSTGRESQL)
        parsed.kind = statement.kind  # for which the catalog was asked
        refuses = parsed.refuses_transaction or ends_transaction(parsed) or commits_within(parsed)
        if not refuses and not self.journal.missing:
            try:
                return self.run_with_its_mark(recorded, cursor, parsed, self.losses.watched(parsed, execute, raw), raw)
            except self.driver.Error as error:
                if code_of(error) != IN_A_TRANSACTION:
                    self.refuse(error, recorded, parsed, raw, started)
                    raise
        self.losses.before_commit(parsed, raw)
        row = self.mark(recorded, parsed, raw, RUNNING, started, before=self.effects.before(parsed))
        try:
            with self.tables.without_a_transaction(raw):
                answered = execute()
        except self.driver.Error as error:
            if code_of(error) and len(parsed.parts) == 1:
                self.refuse(error, row, parsed, raw, started)
            self.may_have_left = True
            raise
        self.done += 1
        self.mark(row, parsed, raw, DONE, started, answered=self.text_of(answer.held(cursor)))
        return answered

    def refuse(self, error, recorded, parsed, raw, started):
        """Mark a statement as refused: the error is its answer, should the revision go on."""
        with contextlib.suppress(self.driver.Error):  # which would hide the error itself
            told = self.refusals.answer_of(parsed, error)
            self.refusals.add(error, self.mark(recorded, parsed, raw, FAILED, started, answered=told))

    def refuse_again(self, recorded, cursor):
        try:
            self.give(recorded, cursor)
        except self.driver.Error as error:
            self.refusals.add(error, recorded)
            raise

    def run_with_its_mark(self, recorded, cursor, parsed, execute, raw):
        """In a transaction of its own."""
        started = time.monotonic()
        control(raw, 'BEGIN')
        try:
            if raw is self.raw:
                self.tables.is_new = True
                self.tables.see_transaction()
            answered = self.tables.patiently(parsed, execute, raw) if parsed.kind == DDL else execute()
            self.mark(recorded, parsed, raw, DONE, started, answered=self.text_of(answer.held(cursor)))
            control(raw, 'COMMIT')
        except BaseException:
            with contextlib.suppress(self.driver.Error):
                control(raw, 'ROLLBACK')
            raise
        finally:
            self.tables.is_new = self.tables.is_new or raw is self.raw
        self.done += parsed.kind != READ
        return answered

    # Rows of the journal

    def text_of(self, held):
        """An answer as the journal has it."""
        if held is not None and 'rows' in held:
            of_json = [place for place, column in enumerate(held['description']) if column[1] in JSON]
            for row in held['rows'] if of_json else ():
                for place in of_json:
                    row[place] = self.effects.json_text(row[place])
        return answer.written(held)

    def mark(self, recorded, parsed, raw, ended, started, answered=None, before=None):
        """Write the row of a statement that is committed by itself, on the connection that runs it.

        :param recorded: the row that is there, or None
        :returns: the row
        """
        values = dict(kind=SESSION if parsed.is_temporary else parsed.kind, hash=hash_of(parsed.text), ended=ended,
                      statement=parsed.redacted(), answer=answered, seconds=round(time.monotonic() - started, 3))
        if before is not None:
            values['definition'] = before
        if self.journal.missing:
            return values
        with self.journal.on(raw):
            if self.row['id'] in self.journal.waiting:
                self.journal.flush('INSERT')
            if recorded:
                recorded.update(values)
                self.change(recorded, **values)
                return recorded
            row = self.journal.add(revision=self.row['revision'], direction=self.row['direction'], position=self.position,
                                   **values)
            self.journal.flush('INSERT')
            return row

    def write(self, ran):
        """Write the rows of statements, in the transaction that has run them."""
        for one in ran:
            parsed = parse(one.text, POSTGRESQL)
            told = one.answered if isinstance(one.answered, str) else self.text_of(one.answered)
            self.journal.add(revision=self.row['revision'], direction=self.row['direction'], kind=one.kind,
                             position=one.position, statement=parsed.redacted(), hash=hash_of(one.text), ended=DONE,
                             answer=told)
        self.journal.flush('INSERT')

    def change(self, row, **values):
        """Another state of a row that is written."""
        values = values or {name: row[name] for name in ('ended', 'seconds')}
        if not self.journal.missing:
            self.journal.query('UPDATE %s SET %s WHERE id = ?' % (JOURNAL, ', '.join('%s = ?' % name for name in values)),
                               *(list(values.values()) + [row['id']]))


def commits_within(statement):
    """Whether a text of several statements has one about the transaction among them."""
    parts = getattr(statement, 'parts', ())
    return len(parts) > 1 and any(part.first in OF_THE_TRANSACTION for part in parts)


def name_at_end(statement):
    """The name of a savepoint."""
    return next(token.text for token in reversed(statement.tokens) if token.text != ';').lower()


def control(raw, statement):
    with contextlib.closing(raw.cursor()) as cursor:
        cursor.execute(statement)

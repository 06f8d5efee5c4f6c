"""The statements of a revision, taken down while it runs on a copy of the structure."""
import contextlib
from typing import NamedTuple, Optional

from sqlalchemy import event
from sqlalchemy.engine import Engine

from ..messages import short
from ..messages.masked import MASK
from ..sql import DATA, DDL, READ, parse, syntax_of
from ..translation.language import _
from ..upgrade import version_table
from ..upgrade.step import direction_of, revision_of
from .statements import Origin, plain_table, quoting, rename, renamed_columns, renamed_table

INSTANT, ONLINE, BLOCKS = 'instant', 'online', 'blocks writes'  # how a statement runs that changes a table
BLOCKS_ALL = 'blocks reads and writes'
OF_INDEX = ('CREATE INDEX', 'DROP INDEX')
BY_NAME = {'CREATE TABLE', 'DROP TABLE', 'RENAME TABLE'} | {
    '%s %s' % (verb, what) for verb in ('CREATE', 'DROP') for what in ('VIEW', 'TRIGGER', 'PROCEDURE', 'FUNCTION')}
CATALOGUES = {'sqlite_master', 'sqlite_schema', 'information_schema'}


class Revision(NamedTuple):
    """A revision, and what it does."""

    revision: str
    message: Optional[str]
    direction: str  # upgrade or downgrade
    statements: list  # of `Statement`
    reads: list  # the texts of those that read rows, of which the copy has none
    applied: int  # how many of its statements an interrupted run has left, which are not run again


class Statement(NamedTuple):
    """A statement of a revision."""

    sql: str
    table: Optional[str]  # in the real database
    runs: Optional[str]  # INSTANT, ONLINE, BLOCKS or BLOCKS_ALL
    questions: list  # of `questions.Question`
    certain: bool  # whether no earlier one writes to that table, so that its rows are what they will be
    server: dict = {}  # what else the server has told of it, where it tells: see `databases.postgresql.recorder.Way`


class Recorder:
    """Takes down each statement that the revisions run on one database.

    :param context: Alembic's migration context, connected to the copy
    :param shadow: `trial.shadow.Shadow`
    :param kept: what the real database's bin has, see `bin.returning.kept_in`
    :param histories: see `databases.base.Database.histories`
    :param halfway: what was interrupted in the real database, a `halfway.Halfway`, or None
    :param restored: the tables that the upgrade puts aside, see `bin.returning.restored_in`
    """

    def __init__(self, context, shadow, kept, histories, halfway, restored=()):
        self.histories, self.halfway, self.restored, self.applied = histories, halfway, restored, ()
        self.context, self.shadow, self.kept, self.connection = context, shadow, kept, context.connection
        self.revisions, self.revision, self.busy, self.step = [], None, False, None
        self.origins, self.made, self.written, self.any_written = {}, set(), set(), False
        self.quote, self.syntax = quoting(self.connection.dialect), syntax_of(self.connection.dialect)
        self.targets, self.raw, self.savepoints = [], self.connection.connection.connection, 0

    def steps(self, target, is_upgrade, take):
        """Alembic's steps, each of which is listened to.

        :param take: gives them
        """
        self.targets = [(Engine, 'do_execute', self.with_parameters), (Engine, 'do_executemany', self.with_parameters),
                        (Engine, 'do_execute_no_params', self.without_parameters)]
        for listener in self.targets:
            event.listen(*listener)
        found = self.first_of(target, is_upgrade, take) if self.halfway else take()
        for self.step in found:
            self.begin(revision_of(self.step), self.step.revision.doc, direction_of(self.step))
            yield self.step
            self.applied = ()
        self.end()

    def begin(self, *revision):
        self.revision = Revision(*revision, statements=[], reads=[], applied=len(self.applied))
        self.revisions.append(self.revision)

    def first_of(self, target, is_upgrade, take):
        """The steps, of which the first goes on with what was interrupted, or follows on taking it back."""
        if not self.halfway.is_taken_back(is_upgrade):
            steps = take()
            self.applied = self.halfway.first_of(steps)
            return steps
        revision = self.context.script.get_revision(self.halfway.row['revision'])
        self.begin(revision.revision, revision.doc, 'downgrade')
        self.halfway.take_back(self.connection)
        return self.halfway.steps_left(target, take)

    def end(self):
        while self.targets:
            event.remove(*self.targets.pop())

    def is_heard(self, engine):
        """Whether an engine runs the revision's statements: beside one of `env.py`'s own `db.session` has another."""
        return engine is self.connection.engine or self.shadow.is_at(engine.url)

    def with_parameters(self, cursor, statement, parameters, context):
        if not self.is_heard(context.root_connection.engine):
            return False
        many = context.executemany
        run = context.dialect.do_executemany if many else context.dialect.do_execute
        return self.statement(statement, cursor, lambda sql: run(cursor, sql, parameters, context), parameters)

    def without_parameters(self, cursor, statement, context):
        if not self.is_heard(context.root_connection.engine):
            return False
        return self.statement(statement, cursor, lambda sql: context.dialect.do_execute_no_params(cursor, sql, context), ())

    def statement(self, statement, cursor, execute, parameters):
        """A true value: it is executed here, and not by SQLAlchemy."""
        if self.busy or self.revision is None or version_table.is_writing():  # before the first step nothing is its own
            return False
        self.count_savepoint(statement)
        if cursor.connection is not self.raw:
            self.let_go(self.raw)
            execute = self.letting_go(cursor.connection, execute)
        self.busy = True
        try:
            found = parse(statement, self.syntax)
            if self.applied and self.applied.answers(found, cursor, lambda: execute(statement)):
                return True
            (self.change if found.kind == DDL else self.other)(found, execute, parameters)
        finally:
            self.busy = False
        return True

    def letting_go(self, raw, execute):
        def executed(sql):
            execute(sql)
            self.let_go(raw)
        return executed

    def count_savepoint(self, statement):
        words = statement.split(None, 2)[:2]
        first = words[0].upper() if words else ''
        self.savepoints += {'SAVEPOINT': 1, 'RELEASE': -1}.get(first, 0) - (first == 'ROLLBACK' and len(words) > 1)

    def let_go(self, raw):
        """One connection of a revision does not wait for another: in the upgrade they are one, and nothing lasts here."""
        if not self.savepoints:
            raw.commit()

    def other(self, statement, execute, parameters):
        execute(statement.text)
        if statement.kind == READ and reads_rows(statement):
            self.revision.reads.append(statement.text)
        elif statement.kind == DATA:
            self.note(as_shown(statement, parameters), None, None, [])
            table = statement.writes and '.'.join(part for part in statement.writes if part)
            self.fill(table, statement)
            self.written.add(table)
            self.any_written = self.any_written or table is None

    def fill(self, table, statement):
        """After an UPDATE of all rows it is not known any more what a new column has in them."""
        is_of_all = table in self.origins and not statement.has_where
        for name, _value in statement.assigned or () if is_of_all else ():
            self.origins[table].given.pop(name, None)

    def note(self, sql, table, way, questions):
        origin = table and self.origins.get(table)
        certain = not (self.any_written or self.written & {table} or self.revision_reads_before())
        self.revision.statements.append(Statement(sql, origin and origin.table, way, questions, certain))

    def revision_reads_before(self):
        """Whether a revision has read rows, by which it may have decided what to do."""
        return any(one.reads for one in self.revisions)

    def definition(self, name):
        if name is None or name not in self.names():
            return None
        return self.reader.read(self.connection, name)

    def names(self):
        from sqlalchemy import inspect
        return set(inspect(self.connection).get_table_names())

    def origin(self, name, before):
        """What a table is in the real database; None of one that is made here."""
        if name not in self.origins and name not in self.made and before is not None:
            kept = self.kept.get((self.revision.revision, self.revision.direction, name))
            self.origins[name] = Origin(name, before, kept)
        return self.origins.get(name)

    def origin_of_other(self, name):
        """What another table is in the real database; None where its rows are not what they will be."""
        return None if name in self.written or self.any_written else self.origin(name, self.definition(name))

    def ask(self, statement, name, before, after):
        """The questions about a change of a table."""
        origin = self.origin(name, before)
        if origin is None or before is None:
            return []
        questions = self.questions(self.quote, origin, self.origin_of_other, *self.mode())
        if after is None:
            return questions.dropped()
        renamed = renamed_columns(statement.text, self.syntax)
        rename(before, renamed)
        origin.rename(renamed)
        asked = questions.of(before, after)
        origin.keep(after.columns)
        return asked

    def change(self, statement, execute, parameters):
        """A statement that changes the structure."""
        renamed, name = renamed_table(statement.text, self.syntax), plain_table(statement.text, self.syntax)
        if statement.action == 'CREATE TABLE' and not statement.if_exists and (
                self.revision.revision, self.revision.direction, name) in self.restored:
            self.put_aside(name)
        before = self.definition(name)
        if before is not None:
            self.origin(name, before)
        way = self.run(statement, execute, name)
        if way and name in self.made and name not in self.origins and not (self.any_written or name in self.written):
            way = INSTANT  # nobody has written to a table that a statement before this one makes
        if statement.makes_table:
            self.made.add(name)
        asked = [] if renamed else self.ask(statement, name, before, self.definition(name))
        self.note(as_shown(statement, parameters), name, way, asked)
        if renamed:
            self.follow(renamed)
        elif before is not None and self.definition(name) is None:
            self.origins.pop(name, None)
            self.made.add(name)

    def put_aside(self, name):
        """A table that is there because it was restored by hand goes into the bin, of which the copy has none."""
        if self.definition(name) is not None:
            self.note(_('-- %s, which was restored by hand, goes into the bin again, and its rows come back') % name, None,
                      None, [])
            with contextlib.closing(self.raw.cursor()) as cursor:
                cursor.execute('DROP TABLE ' + self.quote(name))
            self.made.add(name)

    def run(self, statement, execute, name):
        """Run a statement that changes the structure.

        :param name: of its table
        :returns: how the real database would run it
        """
        execute(statement.text)
        return without_looking(statement)

    def follow(self, names):
        """A table has another name now."""
        old, new = names
        if old in self.origins:
            self.origins[new] = self.origins.pop(old)
        self.written.update({new} if old in self.written else ())
        self.made.add(old)


def changes_a_table(statement):
    """Whether a statement changes a table that is there, or its indexes, and does nothing else."""
    return len(statement.parts) == 1 and (statement.action == 'ALTER TABLE' or statement.action in OF_INDEX)


def without_looking(statement):
    """How a statement runs of which nothing more is known."""
    if statement.fills:
        return None
    if statement.action in BY_NAME:
        return INSTANT
    return BLOCKS if changes_a_table(statement) else None


def reads_rows(statement):
    """Whether it asks for more than the structure, of which the copy tells the same as the real database."""
    sources = {(table.schema or table.name).lower() for table in statement.sources}
    return statement.action not in ('SHOW', 'DESC', 'DESCRIBE') and not sources <= CATALOGUES


def as_shown(statement, parameters):
    """A statement with its values, as it may be shown."""
    text = statement.redacted().strip()
    return text if not parameters else '%s  -- %s' % (
        text, _('with %s') % short(repr(without_secrets(parameters, statement))))


def without_secrets(parameters, statement):
    """A statement's parameters as they may be shown, of one row or of many."""
    secret = statement.secret_parameters()
    if not secret:
        return parameters
    if isinstance(parameters, dict):
        return {name: MASK if name in secret else value for name, value in parameters.items()}
    if isinstance(parameters, list):
        return [without_secrets(row, statement) for row in parameters]
    return tuple(MASK if place in secret else value for place, value in enumerate(parameters))

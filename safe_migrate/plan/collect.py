"""The statements of an upgrade or downgrade, run on a throw-away copy of the structure, which has no rows."""
from collections import namedtuple

from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import event

from ..apply import version_table
from ..apply.beginning import begun
from ..apply.halfway import halfway_in
from ..apply.run import direction_of, revision_of
from ..bin.returning import kept_in
from ..definition import mysql, sqlite
from ..explain import UserError, short
from ..explain.plan import plan_fails
from ..inspect.environment import quiet
from ..inspect.tables import engines
from ..masked import MASK
from ..sql import DATA, DDL, READ, clauses, parse, syntax_of
from ..trial.shadow import shadows
from ..trial.up_down_up import text_of
from . import runs
from .questions import QuestionsToMySQL, QuestionsToSQLite
from .statements import TEMPORARY, Origin, plain_table, quoting, rename, renamed_columns, renamed_table

CATALOGUES = {'sqlite_master', 'sqlite_schema', 'information_schema'}

# bind: None for the main database; real: its engine; revisions: of Revision, in order
Database = namedtuple('Database', 'bind real revisions')
# direction: upgrade or downgrade; reads: whether it reads rows, of which the copy has none; applied: how many of its
# statements an interrupted run has left, which are not run again
Revision = namedtuple('Revision', 'revision message direction statements reads applied')
# table: in the real database, or None; runs: see runs.py; questions: of questions.Question; certain: whether no earlier
# statement writes to that table, so that its rows are what they will be
Statement = namedtuple('Statement', 'sql table runs questions certain')


def collect(config, target, is_upgrade, name=None):
    """What would be done to each database.

    :param config: see `inspect.environment.configuration`
    :param target: a revision, as `db upgrade` and `db downgrade` take it
    :param name: see `trial.shadow.shadows`
    :returns: a list of `Database`
    :raises UserError: where a revision fails on the copy
    """
    script, recorders = ScriptDirectory.from_config(config), []
    kept = {bind: (kept_in(engine), versions_in(engine), halfway_in(engine, config)) for bind, engine in engines()}
    with shadows(name) as found:
        by_address = {str(shadow.engine().url): shadow for shadow in found}

        def steps(heads, context):
            shadow = by_address[str(context.connection.engine.url)]
            recorder = RECORDERS[context.dialect.name](context, shadow, *kept[shadow.bind])
            recorders.append(recorder)
            revisions = script._upgrade_revs if is_upgrade else script._downgrade_revs
            return recorder.steps(target, is_upgrade, lambda: begun(context, heads, list(revisions(target, heads))))
        try:
            with quiet(), EnvironmentContext(config, script, fn=steps):
                script.run_env()
        except (CommandError, UserError):  # Alembic does not know the revision, or the command itself would refuse
            raise
        except Exception as error:  # a revision may raise anything
            if not recorders:  # it is not a revision that fails
                raise
            raise plan_fails(recorders[-1].revision, text_of(error)) from error
        finally:
            for recorder in recorders:
                recorder.end()
        return [Database(one.shadow.bind, one.shadow.real, one.revisions) for one in recorders]


def versions_in(engine):
    """What `runs.row_versions` and `runs.once_fulltext` say of a database."""
    if engine.dialect.name not in ('mysql', 'mariadb'):
        return {}
    with engine.connect() as connection:
        return dict(runs.row_versions(connection, engine.url.database),
                    **runs.once_fulltext(connection, engine.url.database))


class Recorder:
    """Takes down each statement that the revisions run on one database.

    :param context: Alembic's migration context, connected to the copy
    :param shadow: `trial.shadow.Shadow`
    :param kept: what the real database's bin has, see `bin.returning.kept_in`
    :param versions: see `runs.row_versions`
    :param halfway: what was interrupted in the real database, see `apply.halfway.halfway_in`
    """

    def __init__(self, context, shadow, kept, versions, halfway):
        self.versions, self.halfway, self.applied = versions, halfway, ()
        self.context, self.shadow, self.kept, self.connection = context, shadow, kept, context.connection
        self.revisions, self.revision, self.busy, self.step = [], None, False, None
        self.origins, self.made, self.written, self.any_written = {}, set(), set(), False
        self.quote, self.syntax = quoting(self.connection.dialect), syntax_of(self.connection.dialect)
        self.targets = []

    def steps(self, target, is_upgrade, take):
        """Alembic's steps, each of which is listened to.

        :param take: gives them
        """
        engine = self.connection.engine
        self.targets = [(engine, 'do_execute', self.with_parameters), (engine, 'do_executemany', self.with_parameters),
                        (engine, 'do_execute_no_params', self.without_parameters)]
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

    def with_parameters(self, cursor, statement, parameters, context):
        many = context.executemany
        run = context.dialect.do_executemany if many else context.dialect.do_execute
        return self.statement(statement, cursor, lambda sql: run(cursor, sql, parameters, context), parameters)

    def without_parameters(self, cursor, statement, context):
        return self.statement(statement, cursor, lambda sql: context.dialect.do_execute_no_params(cursor, sql, context), ())

    def statement(self, statement, cursor, execute, parameters):
        """A true value: it is executed here, and not by SQLAlchemy."""
        if self.busy or version_table.is_writing():
            return False
        self.busy = True
        try:
            found = parse(statement, self.syntax)
            if self.applied and self.applied.answers(found, cursor, lambda: execute(statement)):
                return True
            (self.change if found.kind == DDL else self.other)(found, execute, parameters)
        finally:
            self.busy = False
        return True

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

    def follow(self, names):
        """A table has another name now."""
        old, new = names
        if old in self.origins:
            self.origins[new] = self.origins.pop(old)
        self.written.update({new} if old in self.written else ())
        self.made.add(old)


class RecorderOfMySQL(Recorder):
    """On MySQL and MariaDB each statement stands for itself."""

    reader, questions = mysql, QuestionsToMySQL

    def mode(self):
        return self.connection.execute('SELECT @@SESSION.sql_mode').scalar(), mysql.is_mariadb(self.connection.dialect)

    def copies(self):
        """Whether the session copies a table for every change: MySQL's old_alter_table, MariaDB's alter_algorithm."""
        row = self.connection.execute("SHOW SESSION VARIABLES LIKE 'old_alter_table'").fetchone()
        return bool(row) and row[1] in ('ON', 'COPY')

    def is_used_up(self, name, statement, is_mariadb):
        """Whether the real table has been changed instantly so often before that this change would build it anew."""
        if is_mariadb:  # which counts none, and has an entry only where a FULLTEXT index was once
            here = any(one.action in (clauses.ADD_COLUMN, clauses.DROP_COLUMN) for one in statement.clauses)
        else:
            here = runs.row_versions(self.connection, self.shadow.name).get(name, 0)
        return here > 0 and here + self.versions.get(self.origins[name].table, 0) > runs.MOST_ROW_VERSIONS

    def change(self, statement, execute, parameters):
        renamed, name = renamed_table(statement.text, self.syntax), plain_table(statement.text, self.syntax)
        before = self.definition(name)
        if before is not None:
            self.origin(name, before)
        is_mariadb = mysql.is_mariadb(self.connection.dialect)
        way = runs.run(statement, execute, self.connection.dialect.dbapi.Error, self.copies(), is_mariadb)
        if way == runs.INSTANT and self.origins.get(name) and self.is_used_up(name, statement, is_mariadb):
            way = runs.ONLINE
        if statement.makes_table:
            self.made.add(name)
        asked = [] if renamed else self.ask(statement, name, before, self.definition(name))
        self.note(as_shown(statement, parameters), name, way, asked)
        if renamed:
            self.follow(renamed)
        elif before is not None and self.definition(name) is None:
            self.gone(name)

    def gone(self, name):
        self.origins.pop(name, None)
        self.made.add(name)


class RecorderOfSQLite(RecorderOfMySQL):
    """On SQLite a table that is made anew is one change, from the first statement to the last."""

    reader, questions = sqlite, QuestionsToSQLite

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.rebuilt, self.before = None, None

    def is_used_up(self, name, statement, is_mariadb):
        return False

    def mode(self):
        return (bool(self.connection.execute('PRAGMA foreign_keys').scalar()),)

    def copies(self):
        return False

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
            self.note(statement.text, self.rebuilt, runs.BLOCKS, asked)
            self.rebuilt = None
        elif not (statement.action == 'DROP TABLE' and statement.if_exists):
            self.note(statement.text, None, None, [])


RECORDERS = {'mysql': RecorderOfMySQL, 'mariadb': RecorderOfMySQL, 'sqlite': RecorderOfSQLite}


def reads_rows(statement):
    """Whether it asks for more than the structure, of which the copy tells the same as the real database."""
    sources = {(table.schema or table.name).lower() for table in statement.sources}
    return statement.action not in ('SHOW', 'DESC', 'DESCRIBE') and not sources <= CATALOGUES


def as_shown(statement, parameters):
    """A statement with its values, as it may be shown."""
    text = statement.redacted().strip()
    return text if not parameters else '%s  -- with %s' % (text, short(repr(without_secrets(parameters, statement))))


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

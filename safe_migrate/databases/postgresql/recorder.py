"""PostgreSQL: the statements of a revision on a copy of the structure, and how the server runs each."""
from typing import NamedTuple, Optional

from ...checks.recorder import BLOCKS, BLOCKS_ALL, INSTANT, ONLINE, Recorder, changes_a_table, without_looking
from ...sql import clauses
from . import introspection
from .catalogs import Catalogs
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
            name = table_of_index(self.connection, statement.written_name())
        if not (changes_a_table(statement) or statement.action == 'DROP TABLE') or name is None:
            return super().run(statement, execute, name)
        if statement.refuses_transaction or commits_each:
            execute(statement.text)
            if statement.refuses_transaction:
                self.way = concurrent(statement, name)
            return self.way.runs if self.way else without_looking(statement)
        if not self.savepoints:
            self.raw.commit()  # which lets go of the locks of what came before
        self.way = measured(self.connection, statement, lambda: execute(statement.text), name)
        return self.way.runs if changes_a_table(statement) else INSTANT

    def note(self, sql, table, way, questions):
        super().note(sql, table, way, questions)
        also = [name for name in self.way.also if not self.is_new(name)] if self.way and way is not None else []
        if also or self.way and way is not None and not self.is_new(self.way.locked):
            told = self.way._asdict()
            told.pop('runs')
            self.revision.statements[-1] = self.revision.statements[-1]._replace(server=dict(told, also=also))
        self.way = None

    def is_new(self, name):
        """Whether a table is made in this plan, so that nobody waits for it."""
        return name in self.made and name not in self.origins


# How the server runs a statement that changes a table: its lock, and whether it writes the table anew or reads all of it.
# It is not looked up: the statement runs on a copy of the table, in a transaction of its own, and the server is asked.
# :source: https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES, which modes keep whom waiting

LOCKS = "SELECT relation, mode FROM pg_locks WHERE pid = pg_backend_pid() AND granted AND locktype = 'relation'"
TABLES = """SELECT c.oid, c.relname, pg_relation_filenode(c.oid) FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'm')
AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"""
SCANS = 'SELECT relid, seq_scan + COALESCE(idx_scan, 0) FROM pg_stat_xact_user_tables'
# From the weakest on; those before SHARE let others write.
MODES = ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock',
         'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
READS, REWRITES = 'reads', 'rewrites'
CONCURRENTLY, NOT_VALID, NOT_NULL, USING_INDEX = 'concurrently', 'not valid', 'not null', 'using index'


class Way(NamedTuple):
    """How the server has run a statement."""

    runs: str
    locked: str  # the table
    lock: Optional[str]  # such as `ACCESS EXCLUSIVE`; None of none
    also: tuple  # the other tables that it locks against writes
    work: Optional[str]  # READS all rows, or REWRITES them
    advice: Optional[str]


def measured(connection, statement, run, table):
    """Run a statement of a copy in a transaction of its own, and ask what it has taken.

    :param connection: SQLAlchemy's
    :param statement: `sql.Statement`
    :param run: runs it
    :param table: its name
    :returns: `Way`
    """
    catalogs = Catalogs(connection)
    there, scans = {row[0]: row[1:] for row in catalogs.rows(TABLES)}, dict(catalogs.rows(SCANS))
    run()
    now = {row[0]: row[1:] for row in catalogs.rows(TABLES)}
    modes = {}
    for oid, mode in catalogs.rows(LOCKS):
        if oid in there:
            modes.setdefault(there[oid][0], []).append(MODES.index(mode) if mode in MODES else len(MODES) - 1)
    own = {oid for oid, (name, _file) in there.items() if name == table}
    is_written = any(oid in now and now[oid][1] != there[oid][1] for oid in own)
    is_read = any(oid in own and number > scans.get(oid, 0) for oid, number in catalogs.rows(SCANS))
    strongest = max(modes.get(table, []), default=None)
    also = tuple(sorted(name for name, found in modes.items()
                        if name != table and max(found) >= MODES.index('ShareLock')))
    work = REWRITES if is_written else READS if is_read else None
    return Way(runs_of(strongest, work), table, None if strongest is None else name_of(strongest), also, work,
               advice_of(statement, work))


def table_of_index(connection, name):
    """The table of an index, by how SQL writes its name; None where there is none."""
    rows = Catalogs(connection).rows('SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid '
                                     'WHERE i.indexrelid = to_regclass(%s)', name)
    return rows[0][0] if rows else None


def name_of(mode):
    """The lock's name as SQL has it."""
    text = MODES[mode][:-len('Lock')]
    return ''.join(' ' + letter if letter.isupper() else letter for letter in text).strip().upper()


def runs_of(mode, work):
    if work is None or mode is None:
        return INSTANT
    if mode == len(MODES) - 1:
        return BLOCKS_ALL
    return BLOCKS if mode >= MODES.index('ShareLock') else ONLINE


def concurrent(statement, table):
    """How what runs beside writers does, which cannot be tried in a transaction."""
    return Way(ONLINE, table, 'SHARE UPDATE EXCLUSIVE', (), READS if statement.action == 'CREATE INDEX' else None, None)


def advice_of(statement, work):
    """What does the same and keeps nobody waiting; None where there is nothing shorter."""
    if work != READS or statement.has_words({'CONCURRENTLY'}):
        return None
    actions = [clause.action for clause in statement.clauses]
    if statement.action == 'CREATE INDEX':
        return CONCURRENTLY
    if set(actions) & {clauses.ADD_UNIQUE, clauses.ADD_PRIMARY} and not statement.has_words({'INDEX'}):
        return USING_INDEX
    if set(actions) & {clauses.ADD_FOREIGN_KEY, clauses.ADD_CHECK} and not statement.has_words({'VALID'}):
        return NOT_VALID
    return NOT_NULL if clauses.ALTER_COLUMN in actions and statement.has_words({'NULL'}) else None

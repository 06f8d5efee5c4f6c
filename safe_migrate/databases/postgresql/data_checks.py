"""PostgreSQL: what the server would refuse is found before the first statement of an upgrade.

The revisions are run without executing what they say, those that consist of Alembic's operations alone, up to the first that
does not. A table that one of them makes stricter is made again without its rows, as a temporary one of its name, which the
statements find in its place; they are tried there, in a transaction that is rolled back.
"""
import contextlib
import logging

from sqlalchemy.exc import DBAPIError

from ...checks.questions import REJECTED
from ...checks.recording import names_one_of, recorded
from ...checks.statements import Origin, plain_table, rename, renamed_columns, renamed_table
from ...compat.inside_alembic import is_two_phase
from ...messages import short
from ...messages.plan import rows_not_looked_at, rows_refused
from ...schema import is_end_of
from ...sql import DATA, DDL, POSTGRESQL, clauses, parse
from ...translation.language import _
from ...upgrade.step import function_of
from . import introspection
from .catalogs import Catalogs, code_of, path, quoted
from .questions import QuestionsToPostgreSQL, usings_of
from .texts import no_copies_in_two_phases

log = logging.getLogger('alembic.safe_migrate')
STRICTER = (clauses.MODIFY, clauses.ADD_UNIQUE, clauses.ADD_PRIMARY, clauses.ADD_FOREIGN_KEY, clauses.ADD_CHECK)
STRICTER_WORDS = {'NOT', 'UNIQUE', 'PRIMARY', 'CHECK', 'REFERENCES'}
STRICTER_OPERATIONS = {'alter_column', 'create_unique_constraint', 'create_index', 'create_primary_key',
                       'create_foreign_key', 'create_check_constraint', 'add_column', 'execute'}
OF_TYPES = ('CREATE TYPE', 'ALTER TYPE', 'CREATE DOMAIN')
DENIED = '42501'
SAVEPOINT = '_safe_migrate_copy'

CONSTRAINTS = """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype IN ('c', 'p', 'u', 'x') AND convalidated"""
INDEXES = """SELECT pg_get_indexdef(indexrelid), format('%%I.%%I', n.nspname, c.relname) FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE i.indrelid = %s::regclass
AND i.indisvalid AND NOT EXISTS (
SELECT 1 FROM pg_constraint o WHERE o.conindid = i.indexrelid AND o.contype IN ('p', 'u', 'x'))"""


def refuse(context, steps, kept):
    """Stop where one of the steps would be refused because of rows that are there.

    :param context: Alembic's migration context, before the first step
    :param steps: Alembic's
    :param kept: what the bin gives back, see `bin.returning.values_kept`, by table
    :raises UserError: with what would be refused; nothing has been changed
    """
    stricter = [number for number, step in enumerate(steps, 1)
                if names_one_of(function_of(step, context), STRICTER_OPERATIONS)]
    statements = recorded(context, steps[:stricter[-1]], POSTGRESQL) if stricter else []
    if not any(is_stricter(parse(sql, POSTGRESQL)) for __, sql in statements):
        return
    if is_two_phase(context.connection):
        log.warning(rows_not_looked_at(no_copies_in_two_phases()))
        return
    trial = Trial(context.connection, kept)
    with left_out_without_rights(context.connection), trial.catalogs.tried():
        found = [(_('Revision %(revision)s, %(statement)s') % {'revision': revision, 'statement': short(sql)}, one)
                 for revision, sql in statements for one in trial.refused(parse(sql, POSTGRESQL))]
    if trial.found_some:
        raise rows_refused(found)


@contextlib.contextmanager
def left_out_without_rights(connection):
    """Within, what this user may not do is not done, and that is said."""
    try:
        yield
    except DBAPIError as error:
        if is_end_of(connection, error) or code_of(error.orig) != DENIED:
            raise
        log.warning(rows_not_looked_at(str(error.orig).splitlines()[0]))


def is_stricter(statement):
    """Whether a statement may be refused because of rows; a table that it makes has none."""
    return statement.action == 'CREATE INDEX' and statement.has_words({'UNIQUE'}) or any(
        clause.action in STRICTER or clause.action in (clauses.ADD_COLUMN, clauses.ALTER_COLUMN) and STRICTER_WORDS & {
            token.word for token in statement.tokens if clause.start <= token.start < clause.end}
        for clause in statement.clauses)


class Trial:
    """Tries statements on copies of their tables, which have no rows, and asks the tables themselves about their rows.

    :param connection: SQLAlchemy's
    :param kept: what the bin gives back, see `bin.returning.values_kept`, by table
    """

    def __init__(self, connection, kept):
        self.connection, self.catalogs, self.kept = connection, Catalogs(connection), kept
        self.own = None, connection.dialect.default_schema_name
        self.origins, self.unknown, self.touched, self.real, self.found_some = {}, set(), set(), {}, False

    def refused(self, statement):
        """What of a statement the server would refuse; nothing where that cannot be told.

        :returns: a list of pairs of a number and a `questions.Question`
        """
        if statement.kind == DATA:
            written = statement.writes
            self.unknown.add(None if written is None or statement.action == 'DELETE' else written.name)
        elif statement.action in OF_TYPES:
            self.run(statement.text)
        elif statement.kind == DDL and statement.tables:
            return self.of_table(statement, plain_table(statement.text, POSTGRESQL))
        return []

    def of_table(self, statement, name):
        if any(table.schema not in self.own for table in statement.tables) or statement.makes_table or (
                statement.action in ('TRUNCATE', 'DROP TABLE')):
            self.unknown.update(table.name for table in statement.tables)
        renamed = renamed_table(statement.text, POSTGRESQL)
        if self.unknown & {name, None} or statement.action not in ('ALTER TABLE', 'CREATE INDEX'):
            return []
        if renamed:
            return self.rename(statement, *renamed)
        return self.on_copy(statement, name)

    def rename(self, statement, old, new):
        """A table has another name now; its old one is nobody's.

        :returns: nothing that would be refused
        """
        self.copy(old)
        self.run(statement.on(quoted(old)))
        self.origins[new], self.real[new] = self.origins.pop(old, None), self.real.pop(old, old)
        self.unknown = self.unknown - {new} | {old}
        return []

    def on_copy(self, statement, name):
        parents = [table for _columns, table, _targets in statement.foreign_keys]
        if not all([self.copy(table.name) for table in parents] + [self.copy(name)]):
            self.unknown.add(name)
            return []
        before = self.definition(name)
        dropped = {one.names[0] for one in statement.clauses if one.action == clauses.DROP_CONSTRAINT and one.names}
        is_of_reference = dropped and not dropped & names_in(before)  # of which a copy has none
        if not is_of_reference and not self.run(without_concurrently(statement).on(quoted(name))):
            self.unknown.add(name)
            return []
        return self.counted(statement, name, before, self.definition(name))

    def counted(self, statement, name, before, after):
        """The questions about a change whose answer is more than none."""
        origin, renamed = self.origins[name], renamed_columns(statement.text, POSTGRESQL)
        rename(before, renamed)
        origin.rename(renamed)
        asked = QuestionsToPostgreSQL(quoted_with_schema, origin, self.other, usings_of(statement.text),
                                      self.catalogs.version).of(before, after)
        origin.keep(after.columns)
        self.touched.add(name)
        is_trusted = statement.has_words({'VALID'})  # NOT VALID: the rows are not looked at
        answers = [(self.number(one.count), one) for one in asked if one.what == REJECTED and not is_trusted]
        found = [(number, one) for number, one in answers if number]
        self.found_some = self.found_some or bool(found)
        return found

    def other(self, name):
        """Another table, where its rows are what they will be."""
        known = name not in self.unknown and name not in self.touched and None not in self.unknown
        return Origin(self.place(name)) if known else None

    def place(self, name):
        """A table of the database's own as the questions call it: behind its schema, since the copy is found before it."""
        return RealName(self.real.get(name, name), self.own[1])

    def copy(self, name):
        """Make a temporary table in a table's place.

        :returns: whether it is there
        """
        if self.origins.get(name):
            return True
        real = self.real.get(name, name)
        table = path(self.own[1], real)
        made = name not in self.unknown and self.run(
            'CREATE TEMPORARY TABLE %s (LIKE %s INCLUDING ALL EXCLUDING INDEXES EXCLUDING CONSTRAINTS)' % (
                quoted(name), table))
        if not made:
            return False
        for constraint, text in self.catalogs.rows(CONSTRAINTS, table):
            self.run('ALTER TABLE %s ADD CONSTRAINT %s %s' % (quoted(name), quoted(constraint), text))
        for text, place in self.catalogs.rows(INDEXES, table):
            self.run(text.replace(' %s USING ' % place, ' pg_temp.%s USING ' % quoted(name), 1))
        self.origins[name] = Origin(self.place(name), self.definition(name), self.kept.get(real))
        return True

    def definition(self, name):
        schema, = self.catalogs.rows('SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()')[0]
        found = introspection.read(self.connection, name, schema)
        found.foreign_keys = [one._replace(schema=None if one.schema == schema else one.schema)
                              for one in found.foreign_keys]
        return found

    def run(self, text):
        """Run a statement.

        :returns: whether the server has taken it
        :raises DBAPIError: where the user may not, or the connection has ended
        """
        self.catalogs.run('SAVEPOINT ' + SAVEPOINT)
        try:
            self.catalogs.run(text)
        except DBAPIError as error:
            if is_end_of(self.connection, error) or code_of(error.orig) == DENIED and text.startswith('CREATE TEMP'):
                raise
            self.catalogs.run('ROLLBACK TO SAVEPOINT ' + SAVEPOINT)
            return False
        finally:
            with contextlib.suppress(DBAPIError):
                self.catalogs.run('RELEASE SAVEPOINT ' + SAVEPOINT)
        return True

    def number(self, query):
        """0 where the server refuses the question."""
        self.catalogs.run('SAVEPOINT ' + SAVEPOINT)
        try:
            return self.catalogs.rows(query)[0][0]
        except DBAPIError as error:
            if is_end_of(self.connection, error):
                raise
            self.catalogs.run('ROLLBACK TO SAVEPOINT ' + SAVEPOINT)
            return 0


class RealName(str):
    """A table's name, which a question calls with its schema."""

    def __new__(cls, name, schema):
        made = super().__new__(cls, name)
        made.schema = schema
        return made


def quoted_with_schema(name):
    """A name as it stands in a question."""
    return path(getattr(name, 'schema', None), name)


def names_in(table):
    """The names of a definition's constraints, but for its foreign keys."""
    keys = [table.primary_key] if table.primary_key else []
    return {one.name for one in table.checks + table.uniques + keys}


def without_concurrently(statement):
    """A statement that runs in a transaction."""
    word = next((token for token in statement.tokens[:8] if token.word == 'CONCURRENTLY'), None)
    return parse(statement.text[:word.start] + statement.text[word.end:], POSTGRESQL) if word else statement

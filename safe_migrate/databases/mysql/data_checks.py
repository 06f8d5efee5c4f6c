"""MySQL and MariaDB: what the server would refuse is found before the first statement of an upgrade.

The revisions are run without executing what they say, those that consist of Alembic's operations alone, up to the first that
does not. A table that one of them makes stricter is copied without its rows, and its statements are tried there.
"""
import contextlib
import logging

from ...checks.questions import REJECTED
from ...checks.recording import names_one_of, recorded, written_in
from ...checks.statements import Origin, plain_table, quoting, rename, renamed_columns, renamed_table
from ...journal.own_tables import NoTrial, TrialTable
from ...messages import short
from ...messages.plan import rows_not_looked_at, rows_refused
from ...schema import shortened
from ...sql import DATA, DDL, clauses, parse
from ...translation.language import _
from ...upgrade.step import function_of
from . import introspection
from .questions import QuestionsToMySQL
from .undo import written_table

log = logging.getLogger('alembic.safe_migrate')
STRICTER = (clauses.MODIFY, clauses.CHANGE, clauses.CONVERT, clauses.ADD_UNIQUE, clauses.ADD_PRIMARY,
            clauses.ADD_FOREIGN_KEY, clauses.ADD_CHECK)
STRICTER_WORDS = {'MODIFY', 'CHANGE', 'UNIQUE', 'PRIMARY', 'FOREIGN', 'CHECK', 'CONVERT', 'DATE', 'DATETIME'}
OF_CONSTRAINTS = (clauses.DROP_FOREIGN_KEY, clauses.DROP_CONSTRAINT)
STRICTER_OPERATIONS = {'alter_column', 'create_unique_constraint', 'create_index', 'create_primary_key',
                       'create_foreign_key', 'create_check_constraint', 'add_column'}


def refuse(context, steps, server, kept):
    """Stop where one of the steps would be refused because of rows that are there.

    :param context: Alembic's migration context, before the first step
    :param steps: Alembic's
    :param server: `locks.Server`
    :param kept: what the bin gives back, see `bin.returning.values_kept`, by table
    :raises UserError: with what would be refused; nothing has been changed
    """
    stricter = [number for number, step in enumerate(steps, 1) if may_be_stricter(function_of(step, context))]
    statements = recorded(context, steps[:stricter[-1]]) if stricter else []
    if not any(is_stricter(sql) for __, sql in statements):
        return
    trial = Trial(server, context.connection.dialect, kept)
    with contextlib.closing(trial), left_out_without_rights():
        found = [(_('Revision %(revision)s, %(statement)s') % {'revision': revision, 'statement': short(sql)}, one)
                 for revision, sql in statements for one in trial.refused(sql)]
        if found:
            raise rows_refused(found)


@contextlib.contextmanager
def left_out_without_rights():
    """Within, what this user may not do is not done, and that is said."""
    try:
        yield
    except NoTrial as reason:
        log.warning(rows_not_looked_at(reason))


def may_be_stricter(function):
    """Whether a function may say anything that rows stand against, as far as its code tells without running it."""
    if names_one_of(function, STRICTER_OPERATIONS):
        return True
    texts = written_in(function) if names_one_of(function, {'execute'}) else []
    return texts is None or any(one.kind == DDL and not one.makes_table and (
        one.has_words(STRICTER_WORDS) or not one.is_understood) for text in texts for one in parse(text).parts)


def is_stricter(statement):
    """Whether a statement may be refused because of rows: a table that it makes has none, and for a new key `IGNORE` deletes
    them, which `bin.losses` counts."""
    found = parse(statement)
    counted = found.ignores and all(one.action in (clauses.ADD_UNIQUE, clauses.ADD_PRIMARY) and one.columns
                                    for one in found.clauses)
    return not found.makes_table and not counted and found.kind == DDL and (
        found.action == 'CREATE INDEX' and found.has_words({'UNIQUE'}) or any(map(is_stricter_clause, found.clauses)))


def is_stricter_clause(clause):
    """Whether a clause of an `ALTER TABLE` may be refused because of rows: so may a new date that may not be NULL."""
    words = [token.word for token in clause.body]
    is_date = 'DATE' in words or 'DATETIME' in words
    return clause.action in STRICTER or clause.action is None or clause.action == clauses.ADD_COLUMN and (
        not words or is_date and 'NOT' in words or not {'UNIQUE', 'PRIMARY', 'CHECK', 'REFERENCES'}.isdisjoint(words))


class Trial:
    """Tries statements on a copy of their table, which has no rows, and asks the table itself about its rows.

    :param server: `locks.Server`
    :param dialect: SQLAlchemy's
    :param kept: what the bin gives back, see `bin.returning.values_kept`, by table
    """

    def __init__(self, server, dialect, kept):
        self.server, self.quote, self.kept, self.real_names = server, quoting(dialect), kept, {}
        self.earlier, self.unknown, self.copied, self.origin, self.position = {}, set(), None, None, 0
        self.modes = server.value('SELECT @@SESSION.sql_mode')
        self.is_mariadb = introspection.is_mariadb(dialect)
        self.table = TrialTable(server.rows, server.error)

    def close(self):
        self.table.drop()

    def refused(self, statement):
        """What of a statement the server would refuse; nothing where that cannot be told.

        :returns: a list of pairs of a number and a `questions.Question`
        """
        name = plain_table(statement)
        if renamed_table(statement):
            return self.rename(*renamed_table(statement))
        unknown = made_unknown(statement, name)
        self.unknown |= unknown
        found = [] if unknown or self.unknown & {name, None} else self.on_copy(name, statement)
        self.earlier.setdefault(name, []).append(statement)
        return found

    def rename(self, old, new):
        """A table has another name now; what was said of it is said of that one, and its old name is nobody's.

        :returns: nothing that would be refused
        """
        self.real_names[new] = self.real_names.pop(old, old)
        self.earlier[new], self.copied = self.earlier.pop(old, []), None
        self.unknown = self.unknown - {new} | ({new} if old in self.unknown else set()) | {old}
        return []

    def on_copy(self, name, statement):
        try:
            return self.try_out(name, statement) if is_stricter(statement) else []
        except self.server.error:  # the copy is not as the table in every respect
            self.unknown.add(name)
            return []

    def try_out(self, name, statement):
        """Run a statement on the copy, behind those that come before it, and ask what that means for the rows."""
        if self.copied != name:
            self.copy(name)
        for one in self.earlier.get(name, [])[self.position:]:
            self.follow(one, *self.run(one))
        self.position = len(self.earlier.get(name, [])) + 1
        return self.counted(self.follow(statement, *self.run(statement)))

    def copy(self, name):
        self.close()
        real = self.real_names.get(name, name)
        self.table.make(self.quote(real))
        self.copied, self.position = name, 0
        text = self.server.rows('SHOW CREATE TABLE ' + self.quote(real))[0][1]
        copy, there = self.definition(), introspection.parse(text, real)
        self.names = {}  # MySQL gives the CHECKs of a copy other names
        for check in there.checks:
            found = [one.name for one in copy.checks if one.text == check.text and one.name not in self.names.values()]
            self.names.update({check.name.lower(): found[0]} if check.name and found else {})
        self.origin = Origin(real, copy, self.kept.get(name))

    def with_names_of_the_copy(self, statement):
        """A statement in which a constraint that comes has a free name, and one that goes the name that it has here."""
        for name, _place, comes in statement.constraint_names:
            if comes:
                self.names.setdefault(name.lower(), shortened('trial_' + name))
        text = statement.text
        for name, (start, end), _comes in reversed(statement.constraint_names):
            if name.lower() in self.names:
                text = text[:start] + introspection.quoted(self.names[name.lower()]) + text[end:]
        return text

    def definition(self):
        return introspection.parse(self.server.rows('SHOW CREATE TABLE ' + self.table.name)[0][1], self.copied)

    def run(self, statement):
        """Run it on the copy, which has no foreign keys to drop; its definition before and after that."""
        before, found = self.definition(), parse(self.with_names_of_the_copy(parse(statement)))
        dropped = {one.names[0] for one in found.clauses if one.action in OF_CONSTRAINTS and one.names}
        if dropped <= {one.name for one in before.checks} | set(before.indexes):
            self.server.rows(found.on(self.table.name))
        return before, self.definition()

    def follow(self, statement, before, after):
        """Call the columns by the names that they have after a statement, and ask what it means for the rows.

        :returns: of `questions.Question`
        """
        renamed = renamed_columns(statement)
        rename(before, renamed)
        self.origin.rename(renamed)
        self.origin.keep(after.columns)
        return QuestionsToMySQL(self.quote, self.origin, self.other, self.modes, self.is_mariadb).of(before, after)

    def counted(self, asked):
        """The questions whose answer is more than none."""
        answers = [(self.server.value(one.count), one) for one in asked if one.what == REJECTED]
        return [(number, one) for number, one in answers if number]

    def other(self, name):
        """Another table, where its rows are what they will be."""
        known = name not in self.unknown and not self.earlier.get(name) and None not in self.unknown
        return Origin(self.real_names.get(name, name)) if known else None


def made_unknown(statement, name):
    """The tables whose rows or names are others after a statement; None stands for all, as a DELETE may reach them.

    :param name: the table that it changes, if it is DDL
    """
    found = parse(statement)
    if found.kind == DATA:
        return {None if found.action in ('DELETE', 'REPLACE') else written_table(found)}
    if name is None or found.makes_table or found.action in ('TRUNCATE', 'DROP TABLE'):
        return {name}
    return set()

"""Before a statement that loses rows which the bin cannot keep: a terminal is asked, elsewhere it stops.

These are the rows of a dropped partition, of another database's table, those that an `ALTER IGNORE TABLE` takes for
duplicates, and whatever goes in a statement that is not understood. Where there are no rows, nothing is asked.
"""
from ..messages import UserError, prompts, short
from ..messages import bin as texts
from ..sql import STRING, clauses, parse
from .store import local_name

UNIQUE = (clauses.ADD_UNIQUE, clauses.ADD_PRIMARY)
KEPT_BY_ROWS = UNIQUE + (clauses.ADD_CHECK, clauses.ADD_FOREIGN_KEY, clauses.ADD_CONSTRAINT)
KEYS = {'UNIQUE', 'PRIMARY', 'CHECK', 'REFERENCES'}


class Losses:
    """:param keeping: `keeping.Keeping`
    :param is_downgrade: whether `db downgrade` runs
    """

    def __init__(self, keeping, is_downgrade):
        self.keeping, self.store, self.is_downgrade = keeping, keeping.store, is_downgrade

    def before(self, statement):
        """See that somebody agrees to what is lost.

        :param statement: `sql.Statement`
        :returns: False: the statement is to run
        :raises UserError: where nobody does
        """
        if self.store.asks_itself:
            return False
        if statement.action is None or statement.action == 'COMPOUND':
            if statement.action or self.store.is_valid(statement.text):
                self.unknown(statement)
        elif statement.action in ('DROP TABLE', 'DROP DATABASE', 'TRUNCATE'):
            for place, number in self.counted(statement):
                self.lose(statement, place, number, may_be_silent=statement.action == 'TRUNCATE')
        elif statement.action == 'ALTER TABLE' and statement.tables:
            self.before_alter(statement)
        return False

    def before_alter(self, statement):
        """Rows of partitions, duplicates, and the like."""
        table = self.store.full_name(statement.tables[0])
        for clause in statement.clauses:
            if clause.action in (clauses.DROP_PARTITION, clauses.TRUNCATE_PARTITION):
                whole = [name.upper() for name in clause.names] == ['ALL']
                of = '' if whole else ' PARTITION (%s)' % ', '.join(map(self.store.quote, clause.names))
                self.lose(statement, shown(statement.tables[0]), self.number(table + of))
            elif clause.action == clauses.DROP_VERSIONS:
                self.lose(statement, shown(statement.tables[0]),
                          self.number(table + ' FOR SYSTEM_TIME ALL') - self.number(table))
            elif clause.action == clauses.DISCARD:
                self.lose(statement, shown(statement.tables[0]), self.number(table))
            elif statement.ignores and clause.action in UNIQUE and clause.columns:
                columns = list(map(self.store.quote, clause.columns))
                known = '%s WHERE %s' % (table, ' AND '.join('%s IS NOT NULL' % name for name in columns))
                different = self.number('(SELECT 1 FROM %s GROUP BY %s) AS groups_of_rows' % (known, ', '.join(columns)))
                self.lose(statement, shown(statement.tables[0]), self.number(known) - different)
            elif statement.ignores and self.may_delete(statement.tables[0].name, clause):
                self.unknown(statement)

    def may_delete(self, table, clause):
        """Whether a clause may find rows that `IGNORE` deletes, which are not counted here."""
        if clause.action in KEPT_BY_ROWS or not KEYS.isdisjoint(token.word for token in clause.body):
            return True
        found = self.store.definition(table) if clause.action in clauses.CONVERTS else None
        uniques = [one.parts for one in found.indexes.values() if one.unique] + [self.store.key(found)] if found else []
        return any(not clause.names or part.partition('(')[0] in clause.names for parts in uniques for part in parts)

    def counted(self, statement):
        """The tables of a statement that the bin does not keep, and how many rows they have."""
        if statement.action == 'DROP DATABASE':
            tables = self.store.tables_of(statement.tables[0].name) if statement.tables else []
            return [(name, self.number(name)) for name in tables]
        kept = statement.action == 'DROP TABLE'
        return [(shown(table), self.number(self.store.full_name(table))) for table in statement.tables
                if not (kept and (table.schema in (None, 'temp') or local_name(self.store, table)))]

    def number(self, rows):
        """How many rows there are; none where the database says that there is no such table."""
        try:
            return self.store.value('SELECT COUNT(*) FROM ' + rows)
        except self.store.error:
            return 0

    def lose(self, statement, place, number, may_be_silent=False):
        """Rows go for good.

        :param may_be_silent: whether it goes on where nobody is there to be asked
        """
        if number and not self.agreed([(self.keeping.about['revision'], place, number)], may_be_silent):
            raise prompts.refusal(UserError(*texts.not_kept(short(statement.redacted()), place, number)))

    def unknown(self, statement, why=None):
        """It is not known what a statement does to the rows.

        :param why: what the server has said
        :returns: False: the statement is to run
        """
        if all(self.number(self.store.full_name(table)) == 0 for table in statement.tables) and statement.tables:
            return False
        text = short(statement.redacted())
        if not self.agreed([], False, texts.not_known(text, why)[0]):
            raise prompts.refusal(UserError(*texts.not_known(text, why)))
        return False

    def agreed(self, lost, may_be_silent, question=None):
        """Whether somebody has agreed, or does now."""
        from ..checks import losses
        from ..messages.plan import would_be_lost
        if self.keeping.agreed:
            return True
        if not (may_be_silent or prompts.at_terminal()):
            return False
        return losses.agrees(question or would_be_lost(lost), lost or [question], self.is_downgrade)

    def of_routine(self, statement):
        """A `CALL`: its procedure is looked into, where that can be seen, for what may lose rows."""
        name = statement.called
        body = name and self.store.body_of(name)
        if body and parse(body, self.store.syntax).may_lose_with(
                [token.text[1:-1] for token in statement.tokens if token.kind == STRING]):
            self.unknown(statement)


def shown(table):
    """A `sql.TableName` as people read it."""
    return '.'.join(part for part in table if part)

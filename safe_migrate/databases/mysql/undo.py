"""MySQL and MariaDB: taking back a half-applied upgrade, by the inverses of the statements that were applied.

The revision's own `downgrade()` is for the whole of it. So each applied statement is looked at by itself: of one that adds
something the inverse is known, and data that stands in what is taken away goes with it. Where one has no known inverse,
nothing is touched.
"""
from ...journal.journal import UNDOING, UNDONE
from ...sql import DATA, DDL, READ, clauses, parse

# What takes a clause of an `ALTER TABLE` back, and what else it may have brought along, which goes where it is still there.
INVERSES = {
    clauses.ADD_COLUMN: ('DROP COLUMN {name}', None),
    clauses.ADD_FOREIGN_KEY: ('DROP FOREIGN KEY {name}', 'DROP INDEX {name}'),
    clauses.ADD_UNIQUE: ('DROP INDEX {name}', None),
    clauses.ADD_INDEX: ('DROP INDEX {name}', None),
    clauses.ADD_CHECK: ('DROP CONSTRAINT {name}', None),
    clauses.ADD_PRIMARY: ('DROP PRIMARY KEY', None),
}


def table_of(text):
    """The table that a DDL statement changes, quoted as it stands there; None where that cannot be told."""
    statement = parse(text)
    return statement.reference() if statement.kind == DDL else None


def written_table(statement):
    """The one table that a data statement writes to, without quotes; None where that cannot be told.

    :param statement: `sql.Statement`
    """
    return statement.writes and '.'.join(part for part in statement.writes if part)


def inverse_of(text):
    """The statement that takes another back, and one for what that may leave behind; None where that is not known."""
    statement = parse(text)
    table = statement.reference()
    if statement.makes_table and table:
        return 'DROP TABLE ' + table, None
    if statement.action == 'CREATE INDEX' and table and statement.name and not statement.if_exists:
        return 'DROP INDEX %s ON %s' % (statement.written_name(), table), None
    if statement.action != 'ALTER TABLE' or len(statement.clauses) != 1 or table is None:
        return None
    clause, = statement.clauses
    if clause.action == clauses.RENAME:
        if clause.names:  # into another database
            return None
        return 'ALTER TABLE %s RENAME TO %s' % (statement.text[clause.end - len(clause.written):clause.end], table), None
    inverse, left = INVERSES.get(clause.action, (None, None))
    has_name = len(clause.names) == 1 or clause.action == clauses.ADD_PRIMARY
    if inverse is None or clause.if_exists or not has_name:
        return None
    return tuple(one and 'ALTER TABLE %s %s' % (table, one.format(name=clause.written)) for one in (inverse, left))


class Undo:
    """Takes back the applied statements of a revision.

    :param journal: where they are
    :param server: asked about tables, and told to change them
    :param bin: keeps the rows that have come into what is taken away, such as the application's
    :param rows: the statements that were applied, in order
    """

    def __init__(self, journal, server, bin, rows):
        self.journal, self.server, self.bin, self.rows = journal, server, bin, rows

    def dropped(self):
        """What goes with its rows: triples of the revision, a table, and a column or None."""
        revision = self.rows[0]['revision'] if self.rows else None
        return [(revision, table, None) for table in sorted(self.added_tables())] + [
            (revision, table, column) for table, column in sorted(self.added_columns())]

    def obstacles(self):
        """The statements that cannot be taken back."""
        return [row for row in self.rows if not (row['kind'] == READ or self.goes_along(row)
                                                 or row['kind'] == DDL and inverse_of(row['statement']))]

    def goes_along(self, row):
        """Whether data stands in a table or in columns that the revision added, and goes with them."""
        if row['kind'] != DATA:
            return False
        statement = parse(row['statement'])
        table, columns = written_table(statement), {name for name, _value in statement.assigned or ()}
        return table in self.added_tables() or bool(columns) and {(table, name) for name in columns} <= self.added_columns()

    def added_tables(self):
        return {one.tables[0].name for one in self.statements() if one.makes_table and one.tables}

    def added_columns(self):
        return {(one.tables[0].name, name) for one in self.statements() for clause in one.clauses
                if clause.action == clauses.ADD_COLUMN and not clause.if_exists for name in clause.names}

    def statements(self):
        return [parse(row['statement']) for row in self.rows if row['kind'] == DDL]

    def run(self):
        """Take them back, last first.

        :returns: the statements that did it
        """
        return [statement for row in reversed(self.rows) if row['kind'] == DDL for statement in self.take_back(row)]

    def run_on(self, connection):
        """The same on a copy of the structure, which has no journal and no bin.

        :param connection: SQLAlchemy's
        """
        for row in reversed(self.rows):
            found = inverse_of(row['statement'].replace('%%', '%')) if row['kind'] == DDL else None
            if found and self.server.definition(table_of(found[0])) != row['definition']:
                connection.execute(found[0].replace('%', '%%'))
                if found[1] and self.server.definition(table_of(found[0])) != row['definition']:
                    connection.execute(found[1].replace('%', '%%'))

    def take_back(self, row):
        """Take one back; should it be interrupted, the table's definition tells whether that happened."""
        statement, left = inverse_of(row['statement'].replace('%%', '%'))
        table, before = table_of(statement), row['definition']
        if row['ended'] == UNDOING and self.server.definition(table) != before:
            self.journal.change(row, ended=UNDONE)
            return []
        self.journal.change(row, ended=UNDOING, definition=self.server.definition(table))
        self.journal.flush()
        self.server.raw.commit()
        done = [statement]
        self.server.patiently(lambda: self.bin.before(statement, row['position']) or self.server.rows(statement),
                              statement, row['revision'])
        if left and before != self.server.definition(table):
            self.server.change(left, row['revision'])
            done.append(left)
        self.journal.change(row, ended=UNDONE)
        return done

"""MySQL and MariaDB: taking back a half-applied upgrade, by the inverses of the statements that were applied.

The revision's own `downgrade()` is for the whole of it. So each applied statement is looked at by itself: of one that adds
something the inverse is known, and data that stands in what is taken away goes with it. Where one has no known inverse,
nothing is touched.
"""
import re

from .journal import UNDOING, UNDONE
from .statement import (DATA, DDL, NAME, READ, assigned_columns, split_at_commas, table_of, unquoted, without_comments,
                        written_table)

NO_COLUMN = 'CONSTRAINT|INDEX|KEY|UNIQUE|PRIMARY|FOREIGN|FULLTEXT|SPATIAL|CHECK|PARTITION|PERIOD|SYSTEM|COLUMN|IF'
ALTER = r'ALTER\s+TABLE\s+(?P<table>%s)\s+' % NAME.replace('(', '(?:', 1)
NAMED = r'(?P<name>%s)' % NAME.replace('(', '(?:', 1)  # NAME is a group without a name
# A statement, the one that takes it back, and what else it may have brought along, which goes where it is still there.
INVERSES = [(re.compile(pattern, re.IGNORECASE | re.DOTALL), inverse, left) for pattern, inverse, left in [
    (r'CREATE\s+TABLE\s+(?!IF\s)' + NAMED, 'DROP TABLE {name}', None),
    (ALTER + r'ADD\s+(?:COLUMN\s+)?(?!(?:%s)\b)' % NO_COLUMN + NAMED, 'ALTER TABLE {table} DROP COLUMN {name}', None),
    (ALTER + r'ADD\s+CONSTRAINT\s+' + NAMED + r'\s+FOREIGN\s', 'ALTER TABLE {table} DROP FOREIGN KEY {name}',
     'ALTER TABLE {table} DROP INDEX {name}'),
    (ALTER + r'ADD\s+CONSTRAINT\s+' + NAMED + r'\s+UNIQUE\b', 'ALTER TABLE {table} DROP INDEX {name}', None),
    (ALTER + r'ADD\s+CONSTRAINT\s+' + NAMED + r'\s+CHECK\b', 'ALTER TABLE {table} DROP CONSTRAINT {name}', None),
    (ALTER + r'ADD\s+(?:CONSTRAINT\s+\S+\s+)?PRIMARY\s', 'ALTER TABLE {table} DROP PRIMARY KEY', None),
    (ALTER + r'ADD\s+(?:UNIQUE\s+|FULLTEXT\s+|SPATIAL\s+)?(?:INDEX|KEY)\s+(?!IF\s)' + NAMED,
     'ALTER TABLE {table} DROP INDEX {name}', None),
    (r'CREATE\s+(?:UNIQUE\s+|FULLTEXT\s+|SPATIAL\s+)?INDEX\s+(?!IF\s)' + NAMED + r'\s+ON\s+(?P<table>%s)'
     % NAME.replace('(', '(?:', 1), 'DROP INDEX {name} ON {table}', None),
    (ALTER + r'RENAME\s+(?:TO\s+|AS\s+)?(?!COLUMN\s|INDEX\s|KEY\s)' + NAMED, 'ALTER TABLE {name} RENAME TO {table}', None),
]]


def inverse_of(statement):
    """The statement that takes another back, and one for what that may leave behind; None where that is not known."""
    text = without_comments(statement)
    for pattern, inverse, left in INVERSES:
        found = pattern.match(text)
        if found and (text[:5].upper() != 'ALTER' or len(split_at_commas(text)) == 1):
            names = found.groupdict()
            return inverse.format(**names), left and left.format(**names)
    return None


class Undo:
    """Takes back the applied statements of a revision.

    :param journal: where they are
    :param server: asked about tables, and told to change them
    :param rows: the statements that were applied, in order
    """

    def __init__(self, journal, server, rows):
        self.journal, self.server, self.rows = journal, server, rows

    def obstacles(self):
        """The statements that cannot be taken back."""
        return [row for row in self.rows if not (row['kind'] == READ or self.goes_along(row)
                                                 or row['kind'] == DDL and inverse_of(row['statement']))]

    def goes_along(self, row):
        """Whether data stands in a table or in columns that the revision added, and goes with them."""
        if row['kind'] != DATA:
            return False
        table = written_table(row['statement'])
        columns = assigned_columns(row['statement'])
        return table in self.added_tables() or bool(columns) and {(table, name) for name in columns} <= self.added_columns()

    def added_tables(self):
        return {unquoted(found.group('name')) for found in self.found(INVERSES[0][0])}

    def added_columns(self):
        return {(unquoted(found.group('table')), unquoted(found.group('name'))) for found in self.found(INVERSES[1][0])}

    def found(self, pattern):
        statements = [without_comments(row['statement']).replace('%%', '%') for row in self.rows if row['kind'] == DDL]
        return [found for found in map(pattern.match, statements) if found]

    def run(self):
        """Take them back, last first.

        :returns: the statements that did it
        """
        return [statement for row in reversed(self.rows) if row['kind'] == DDL for statement in self.take_back(row)]

    def take_back(self, row):
        """Take one back; should it be interrupted, the table's definition tells whether that happened."""
        statement, left = inverse_of(row['statement'].replace('%%', '%'))
        table, before = table_of(statement), row['definition']
        if row['ended'] == UNDOING and self.server.definition(table) != before:
            self.journal.change(row, ended=UNDONE)
            return []
        self.journal.change(row, ended=UNDOING, definition=self.server.definition(table))
        self.journal.flush()  # the statement itself commits this, before it does anything else
        done = [statement]
        self.server.change(statement, row['revision'])
        if left and before != self.server.definition(table):
            self.server.change(left, row['revision'])
            done.append(left)
        self.journal.change(row, ended=UNDONE)
        return done

"""What a statement does and to which tables, read from its first words and no further than that takes."""
from . import clauses as of_alter
from .reader import COMPOUND, HARMLESS, KIND_OF_WORD, LONGEST_HEAD, QUALIFIERS, WITHOUT_ROWS, Reader
from .tokens import TableName

CREATE_TABLE, DROP_TABLE, ALTER_TABLE, RENAME_TABLE, TRUNCATE = (
    'CREATE TABLE', 'DROP TABLE', 'ALTER TABLE', 'RENAME TABLE', 'TRUNCATE')
CREATE_INDEX, DROP_INDEX, CREATE_VIEW, DROP_DATABASE, COMPOUND_STATEMENT = (
    'CREATE INDEX', 'DROP INDEX', 'CREATE VIEW', 'DROP DATABASE', 'COMPOUND')
CREATE_SEQUENCE = 'CREATE SEQUENCE'
BEHIND_A_TABLE = ('WHERE', 'USING', ',', '', '.', ';', 'ORDER', 'LIMIT', 'RETURNING')


class Head:
    """The beginning of a statement; for what it finds see `statement.Statement`."""

    def __init__(self, text, syntax):
        self.text, self.syntax = text, syntax
        self.reader = Reader(text, syntax)
        self.action, self.tables, self.places, self.renames = None, (), [], []
        self.is_temporary = self.if_exists = self.or_replace = self.ignores = False
        self.name, self.name_place = None, None
        self.body = None  # the place of the first token behind a table's name
        while self.reader.take('(', ';'):
            pass
        self.skip_settings()
        self.start = self.reader.place
        self.first = self.reader.peek()
        self.read()
        if self.reader.broken:
            self.action = None

    def skip_settings(self):
        """MariaDB's `SET STATEMENT a = 1 FOR ...`: what counts is the statement that it is for."""
        if self.syntax.name == 'mariadb' and self.reader.peek() == 'SET' and self.reader.peek(1) == 'STATEMENT':
            ahead = 2
            while self.reader.at(self.reader.place + ahead) is not None and self.reader.peek(ahead) != 'FOR':
                ahead += 1
            self.reader.place += ahead + 1

    def read(self):
        """Find out what it does."""
        first = self.reader.take(self.first)
        method = getattr(self, 'read_' + first.lower(), None) if first.isalpha() else None
        if method:
            method()
        elif first in KIND_OF_WORD or first in HARMLESS:
            self.action = first
        elif first in COMPOUND:
            self.action = COMPOUND_STATEMENT
        elif self.reader.at(self.reader.place) is None and first in ('', ';'):
            self.action = ''

    # What a statement begins with

    def read_create(self):
        self.or_replace = self.reader.peek() == 'OR'
        about = self.about()
        self.if_exists = self.skip_if()
        if about == 'TABLE':
            self.action = CREATE_TABLE
            self.take_table()
        elif about == 'INDEX':
            self.action = CREATE_INDEX
            self.skip_concurrently()
            self.name, self.name_place = self.reader.name() if self.reader.peek() != 'ON' else (None, None)
            self.take_table_behind('ON')
        elif about in WITHOUT_ROWS or about in ('DATABASE', 'SCHEMA'):
            self.action = 'CREATE ' + about
            if self.action == CREATE_SEQUENCE and self.or_replace:
                self.take_table()  # MariaDB replaces a table of that name, too

    def read_drop(self):
        about = self.about()
        self.if_exists = self.skip_if()
        if about in ('TABLE', 'TABLES'):
            self.action = DROP_TABLE
            self.take_tables()
        elif about == 'INDEX':
            self.action = DROP_INDEX
            self.skip_concurrently()
            self.name, self.name_place = self.reader.name()
            self.take_table_behind('ON')
        elif about in ('DATABASE', 'SCHEMA'):
            self.action = DROP_DATABASE
            self.take_tables()
        elif about == 'PREPARE':
            self.action, self.first = 'DEALLOCATE', 'DEALLOCATE'
        elif about == 'MATERIALIZED' or about in WITHOUT_ROWS or about in ('OWNED', 'TRANSFORM', 'FOREIGN'):
            self.action = 'DROP ' + about

    def read_alter(self):
        about = self.about()
        self.if_exists = self.skip_if()
        if about == 'TABLE':
            self.action = ALTER_TABLE
            self.reader.take('ONLY')
            self.take_table()
            while self.reader.take('NOWAIT', '*') or self.reader.peek() == 'WAIT' and self.reader.take('WAIT'):
                token = self.reader.at(self.reader.place)
                if token is not None and token.text.isdigit():
                    self.reader.place += 1
            self.body = self.reader.place
            self.renames = [(self.tables[0], TableName((one.names or self.tables[0])[0], one.new_name))
                            for one in self.clauses if one.action == of_alter.RENAME and one.new_name and self.tables]
        elif about in WITHOUT_ROWS or about in ('DATABASE', 'SCHEMA'):
            self.action = 'ALTER ' + about

    def read_rename(self):
        if not self.reader.take('TABLE', 'TABLES'):
            self.action = 'RENAME ' + self.reader.peek()
            return
        self.action, names = RENAME_TABLE, []
        self.if_exists = self.skip_if()
        while True:
            old, place = self.reader.name()
            while self.reader.take('NOWAIT', 'WAIT') or (self.reader.at(self.reader.place) or self.none).text.isdigit():
                self.reader.place += self.reader.peek().isdigit()
            new = self.reader.name()[0] if self.reader.take('TO') else None
            if new is None:
                self.action = None
                return
            names.append((old, new))
            self.places.append(place)
            if not self.reader.take(','):
                break
        self.renames, self.tables = names, tuple(old for old, _new in names)

    def read_truncate(self):
        self.reader.take('TABLE')
        self.reader.take('ONLY')
        self.action = TRUNCATE
        self.take_tables()

    def read_insert(self):
        self.action = self.first
        while self.reader.take('LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'IGNORE', 'INTO') or self.take_or():
            pass
        self.take_table()

    read_replace = read_insert

    def read_update(self):
        self.action = self.first
        while self.reader.take('LOW_PRIORITY', 'IGNORE', 'ONLY') or self.take_or():
            pass
        self.take_table()
        alias = 0 if self.reader.peek() == 'SET' else 2 if self.reader.peek() == 'AS' else 1
        if self.reader.peek(alias) != 'SET':  # of several tables
            self.tables, self.places = (), []
        else:
            self.reader.place += alias

    def read_delete(self):
        self.action = self.first
        while self.reader.take('LOW_PRIORITY', 'QUICK', 'IGNORE'):
            pass
        if self.reader.take('FROM'):
            self.reader.take('ONLY')
            self.take_table()
            alias = 0
            while alias < 3 and self.reader.peek(alias) not in BEHIND_A_TABLE:
                alias += 1
            if self.reader.peek(alias) in ('USING', ',', '.'):  # of several tables
                self.tables, self.places = (), []

    def read_load(self):
        self.action = self.first
        self.take_table_behind('TABLE')

    def read_begin(self):
        self.action = COMPOUND_STATEMENT if self.reader.peek() == 'NOT' else self.first

    def read_set(self):
        self.action = self.first

    def read_prepare(self):
        self.action = self.first
        self.name, self.name_place = self.reader.name()
        self.reader.take('FROM')

    def read_execute(self):
        self.action = self.first
        if not self.reader.take('IMMEDIATE'):
            self.name, self.name_place = self.reader.name()

    # Parts of a statement

    class none:
        """In place of a token that is not there."""
        text = ''

    def about(self):
        """What a CREATE, ALTER or DROP is about: the first word that says so."""
        for _ in range(LONGEST_HEAD):
            word = self.reader.peek()
            if word in ('TABLE', 'TABLES', 'DATABASE', 'SCHEMA', 'PREPARE', 'OWNED', 'TRANSFORM') or (
                    word in WITHOUT_ROWS and word not in QUALIFIERS):
                self.reader.place += 1
                return word
            if word in ('TEMPORARY', 'TEMP'):
                self.is_temporary = True
            self.ignores = self.ignores or word == 'IGNORE'
            if self.reader.at(self.reader.place) is None:
                return ''
            self.reader.place += 1
        return ''

    def skip_if(self):
        return self.reader.peek() == 'IF' and (
            self.reader.take_row('IF', 'EXISTS') or self.reader.take_row('IF', 'NOT', 'EXISTS'))

    def skip_concurrently(self):
        """PostgreSQL's, before the name of an index; an index of that name needs quotes there."""
        if self.syntax.name == 'postgresql' and self.reader.take('CONCURRENTLY'):
            self.if_exists = self.skip_if() or self.if_exists

    def take_or(self):
        """SQLite's `OR IGNORE`."""
        if self.reader.peek() == 'OR':
            self.reader.place += 2
            return True
        return False

    def take_table(self):
        table, place = self.reader.name()
        if table:
            self.tables, self.places = (table,), [place]

    def take_tables(self):
        """Names between commas."""
        found = []
        while True:
            table, place = self.reader.name()
            if table is None:
                self.action = None if not found else self.action
                break
            found.append((table, place))
            self.reader.take('*')
            if not self.reader.take(','):
                break
        self.tables, self.places = tuple(table for table, _ in found), [place for _, place in found]

    def take_table_behind(self, word):
        """The name behind a word further on."""
        while self.reader.at(self.reader.place) is not None and self.reader.peek() not in (word, ';', '('):
            self.reader.place += 1
        if self.reader.take(word):
            if self.syntax.name == 'postgresql':
                self.reader.take('ONLY')
            self.take_table()

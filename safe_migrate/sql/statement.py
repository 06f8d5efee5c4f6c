"""One statement, or several in one text, as what it does and to which tables."""
import functools

from . import clauses as of_alter
from .clauses import clauses_of
from .head import ALTER_TABLE, COMPOUND_STATEMENT, CREATE_SEQUENCE, CREATE_TABLE, DROP_DATABASE, DROP_TABLE, TRUNCATE, Head
from .reader import (BEGINNINGS, DATA, DDL, ENDS_A_TRANSACTION, HARMLESS, IN_A_BODY, KIND_OF_WORD, LEAVES_STATE, LOSING,
                     OF_SESSION, READ, SESSION, Reader, is_constant, marks_of, next_at_depth_0, separators, split_at_commas,
                     string_of, until_the_end)
from .secrets import redacted, secret_marks, secret_texts
from .tokens import MYSQL, NAME, STRING, VARIABLE, WORD, is_name


@functools.lru_cache(maxsize=32)  # one statement is asked of several times, one after the other
def parse(text, syntax=MYSQL):
    """Read what a text says, be it one statement or several.

    Nothing is raised for a text that is no SQL, or SQL that is not known here: its `action` is None.

    :param text: SQL, as it is on its way to the driver or to the server
    :param syntax: `MYSQL`, `MARIADB`, `SQLITE`, `POSTGRESQL`, or what `syntax_of` gives
    :returns: `Statement`
    """
    return Statement(text, syntax)


class lazily:
    """A property that is found out once. (`functools.cached_property` is younger than Python 3.6.)"""

    def __init__(self, function):
        self.function, self.__doc__ = function, function.__doc__

    def __get__(self, instance, owner):
        if instance is None:
            return self
        value = instance.__dict__[self.function.__name__] = self.function(instance)
        return value


class Statement(Head):
    """What a statement is and does.

    :ivar text: as it was given
    :ivar syntax: in which it was read
    :ivar kind: `READ` and `DATA` take part in a transaction; `DDL` ends it on MySQL and MariaDB; `SESSION` concerns the
        connection alone. Of several statements the one that weighs most: DDL, then DATA, then SESSION
    :ivar action: what it does in one or two words: `CREATE TABLE`, `DROP TABLE`, `ALTER TABLE`, `RENAME TABLE`, `TRUNCATE`,
        `CREATE INDEX`, `DROP INDEX`, `DROP DATABASE`, `INSERT`, `UPDATE`, `DELETE`, `REPLACE`, any other first word
        (`GRANT`), `COMPOUND` (`BEGIN NOT ATOMIC ...`), `SEVERAL`; an empty text where there are only comments; None where
        it was not understood
    :ivar tables: of `TableName`, in order: those that DDL makes, changes, drops or renames, or the one that a data statement
        writes to; empty where that cannot be told
    :ivar is_temporary: whether it makes or drops a table that lives only as long as its connection
    :ivar if_exists: whether it says `IF EXISTS` or `IF NOT EXISTS`
    :ivar or_replace: whether it is a `CREATE OR REPLACE`
    :ivar renames: pairs of `TableName`, of a table's old and new name
    :ivar name: of the index that it makes or drops, or of the prepared statement, a `TableName`; or None
    :ivar ignores: whether it is an `ALTER IGNORE TABLE`
    """

    @lazily
    def kind(self):
        """See the class."""
        if self.several:
            kinds = [one.kind for one in self.several]
            return next(kind for kind in (DDL, DATA, SESSION, READ) if kind in kinds)
        if self.is_temporary and self.first in ('CREATE', 'DROP'):
            return SESSION
        if self.action == COMPOUND_STATEMENT:
            return DDL
        return READ if self.action == '' else KIND_OF_WORD.get(self.first, DDL)

    @lazily
    def tokens(self):
        """All of its tokens."""
        return self.reader.all()

    @property
    def parts(self):
        """The statements that a text consists of; one alone is its only part."""
        return self.several or [self]

    @lazily
    def several(self):
        """The same, none where it is one alone: what has itself waits for the garbage collector, with all of its tokens."""
        if ';' not in self.text.rstrip().rstrip(';'):
            return []
        ends = [token.end for token in separators(self.tokens)]
        texts = [self.text[start:end] for start, end in zip([0] + ends, ends + [len(self.text)])]
        found = [one for one in (Statement(text.rstrip().rstrip(';'), self.syntax) for text in texts if text.strip())
                 if one.action != '']
        return found if len(found) > 1 else []

    @lazily
    def clauses(self):
        """The clauses of an `ALTER TABLE`, see `clauses.Clause`; none of anything else."""
        return clauses_of(until_the_end(self.tokens[self.body:]), self.reader.plain) if self.body is not None else []

    @lazily
    def is_understood(self):
        """Whether it is known what it does; not of a text that ends within a string, or holds several statements."""
        if self.several:
            return all(one.is_understood for one in self.several)
        if self.action in (None, COMPOUND_STATEMENT) or self.action == ALTER_TABLE and not self.tables:
            return False
        self.reader.all()  # to the end, which may be within a string
        return not self.reader.broken and all(one.action for one in self.clauses)

    @lazily
    def may_lose_rows(self):
        """Whether rows or values that are there may be gone afterwards; True also where it was not understood.

        What `INSERT`, `UPDATE`, `DELETE` and `REPLACE` do to rows is their purpose, and does not count; nor does `CALL`,
        of which `hides` tells.
        """
        if self.several:
            return any(one.may_lose_rows for one in self.several)
        if self.action == COMPOUND_STATEMENT:
            return self.may_lose_within
        if self.action is None or self.action in (DROP_DATABASE, TRUNCATE):
            return True
        if self.action == DROP_TABLE:
            return not self.is_temporary
        if self.action == CREATE_TABLE:
            return self.or_replace and not self.is_temporary
        if self.action == CREATE_SEQUENCE:
            return self.or_replace
        if self.action == ALTER_TABLE:
            return not self.tables or self.ignores or any(
                one.action is None or one.action in of_alter.OF_ROWS for one in self.clauses) or not self.is_understood
        return False

    @property
    def writes_catalogue(self):
        """Whether it may write to SQLite's own catalogue, whose rows are the tables."""
        return self.syntax.name == 'sqlite' and self.kind == DATA and 'sqlite_' in self.text.lower() and any(
            self.has_name(name, self.tokens) for name in ('sqlite_master', 'sqlite_schema'))

    @lazily
    def may_lose_within(self):
        """Whether a compound statement may lose rows, see `may_lose_with`."""
        return self.may_lose_with(())

    def may_lose_with(self, given):
        """Whether any statement in the body of a routine or of a compound statement may lose rows, the texts included that
        it may put together and run; a `CALL` in it is not looked into, and may. So may a text of which nothing says what
        it does: where its verb is put together, too, or comes from elsewhere.

        :param given: the texts that a routine is called with
        """
        items, runs_texts = self.tokens, self.has_words({'EXECUTE'})
        if self.has_words({'CALL'}) or self.reader.broken:
            return True
        for place, token in enumerate(items):
            if token.word in IN_A_BODY:
                end = next((one.start for one in items[place:] if one.text == ';'), len(self.text))
                if Statement(self.text[token.start:end], self.syntax).may_lose_rows:
                    return True
        if not runs_texts:
            return False
        own = [Statement(string_of(token.text), self.syntax) for token in items if token.kind == STRING]
        others = [Statement(text, self.syntax) for text in given]
        return any(one.has_words(LOSING) for one in own) or any(
            one.first in LOSING or one.action is not None and one.may_lose_rows for one in others) or not any(
                one.says_what for one in own + others)

    @property
    def says_what(self):
        """Whether it begins with what a statement does, be it only the beginning of one."""
        return self.first in KIND_OF_WORD or self.first in HARMLESS or self.first in BEGINNINGS

    @property
    def called(self):
        """The procedure that a `CALL` runs, a `TableName`; None of anything else."""
        reader = Reader(self.text, self.syntax)
        return reader.name()[0] if reader.take('CALL') else None

    @lazily
    def ends_transaction(self):
        """Whether it commits or rolls back what stands before it, or may: `CALL` and `EXECUTE` are not looked into."""
        if self.several:
            return any(one.ends_transaction for one in self.several)
        name = 'mysql' if self.syntax.name == 'mariadb' else self.syntax.name
        to_savepoint = (('TO',), ('WORK', 'TO'), ('TRANSACTION', 'TO'))
        if self.first == 'ROLLBACK' and any(self.has_next(*words) for words in to_savepoint):
            return False
        if self.first in ENDS_A_TRANSACTION[name]:
            return True
        if name != 'mysql':
            return False
        if self.first == 'SET':
            names = [token.text.upper().lstrip('@').rpartition('.')[2] for token in self.tokens
                     if token.kind in (WORD, VARIABLE)]
            return 'AUTOCOMMIT' in names or 'PASSWORD' in names
        return self.kind == DDL

    @lazily
    def holds_writes(self):
        """Whether its own connection may write nothing until a `lets_writes_go`: a lock for reading, for a backup."""
        if self.first == 'FLUSH':
            return self.has_words({'LOCK', 'EXPORT'})
        return self.first == 'BACKUP' and (self.has_next('LOCK') or self.has_next('STAGE') and not self.lets_writes_go)

    @lazily
    def lets_writes_go(self):
        if self.first == 'BACKUP':
            return self.has_next('UNLOCK') or self.has_next('STAGE', 'END')
        return self.first == 'UNLOCK'

    @lazily
    def refuses_transaction(self):
        """Whether the database does not run it within a transaction: `VACUUM`, `CREATE INDEX CONCURRENTLY`."""
        if self.syntax.name == 'sqlite':
            return self.first in ('VACUUM', 'DETACH')
        return self.syntax.name == 'postgresql' and (
            self.first == 'VACUUM' or self.action in ('CREATE DATABASE', DROP_DATABASE, 'ALTER SYSTEM', 'CREATE TABLESPACE',
                                                      'DROP TABLESPACE')
            or any(token.word == 'CONCURRENTLY' for token in self.tokens[:8]))

    @lazily
    def uses_session_state(self):
        """Whether it reads what an earlier statement has left in the connection: `@x`, `LAST_INSERT_ID()`, a prepared
        statement, a handler."""
        if self.first in ('EXECUTE', 'DEALLOCATE', 'HANDLER', 'UNLOCK') or self.first == 'PREPARE' and '@' in self.text:
            return True
        upper = self.text.upper()
        if '@' not in upper and not any(name in upper for name in OF_SESSION):
            return False
        written = self.variables_set
        return any(token.kind == VARIABLE and not token.text.startswith('@@') and place not in written
                   and not self.is_host(place) or token.word in OF_SESSION for place, token in enumerate(self.tokens))

    def is_host(self, place):
        """Whether it is the second half of an account: `'bob'@'%'`."""
        before = self.tokens[place - 1] if place else None
        return before is not None and before.end == self.tokens[place].start and before.kind in (STRING, NAME, WORD)

    @lazily
    def leaves_session_state(self):
        """Whether it leaves in the connection what a later statement may read: `SET`, `USE`, `LOCK TABLES`, `PREPARE`, a
        temporary table, `SELECT ... INTO @x`, `@x := 1`."""
        return (self.first in LEAVES_STATE or self.is_temporary or bool(self.variables_set)
                or any(one.leaves_session_state for one in self.several))

    @lazily
    def variables_set(self):
        """The places of the `@variables` among its tokens that it gives a value."""
        if '@' not in self.text:
            return []
        found, is_set, into = [], self.first == 'SET', False
        for place, token in enumerate(self.tokens):
            following = [one.text for one in self.tokens[place + 1:place + 3]]
            into = token.word == 'INTO' or into and (token.kind == VARIABLE or token.text == ',')
            if token.kind == VARIABLE and not token.text.startswith('@@') and not self.is_host(place) and (
                    into or following == [':', '='] or is_set and following[:1] == ['=']):
                found.append(place)
        return found

    @property
    def makes_table(self):
        """Whether it can only succeed where there is no table of that name."""
        return self.action == CREATE_TABLE and not (self.if_exists or self.or_replace or self.is_temporary)

    @property
    def fills(self):
        """Whether it makes a table, or what a query has brought together, of rows that it reads."""
        return self.has_words({'SELECT', 'MATERIALIZED'}) and (
            self.action == CREATE_TABLE or self.action == 'CREATE VIEW' and self.has_words({'MATERIALIZED'}))

    @property
    def writes(self):
        """The one table that a data statement writes to, a `TableName`; None where that cannot be told."""
        return self.tables[0] if self.kind == DATA and len(self.tables) == 1 and not self.several else None

    def reference(self):
        """The first table as it stands there, with its quotes and schema; None where there is none."""
        if not self.places:
            return None
        start, end = self.places[0]
        text = self.text[start:end]
        return text if self.syntax.name == 'sqlite' else text.replace('%%', '%')

    def on(self, table):
        """The same statement about another table.

        :param table: a name with its quotes, which takes the place of the first table's
        :raises ValueError: where it names none
        """
        if not self.places:
            raise ValueError('no table is known in it')
        start, end = self.places[0]
        return self.text[:start] + table + self.text[end:]

    def has_words(self, words):
        """Whether one of these words, in capitals, stands in it, outside of strings, quoted names and comments."""
        text = self.text.upper()
        return any(word in text for word in words) and any(token.word in words for token in self.tokens)

    def has_next(self, *words):
        """Whether these words follow its first one."""
        return all((self.reader.at(self.start + 1 + ahead) or self.none).text.upper() == word
                   for ahead, word in enumerate(words))

    def hides(self):
        """Whether it runs what is written elsewhere and not seen here: a procedure, a prepared statement."""
        return self.first in ('CALL', 'EXECUTE')

    @lazily
    def assigned(self):
        """The columns that an `UPDATE` of one table sets: pairs of a name and the tokens of its value, in order; None where
        that cannot be told."""
        if self.action != 'UPDATE' or not self.tables:
            return None
        items = self.tokens[next_at_depth_0(self.tokens, ('SET',)) + 1:]
        end = next_at_depth_0(items, ('WHERE', 'ORDER', 'LIMIT', 'RETURNING', 'FROM'))
        found = []
        for part in split_at_commas(items[:end]):
            names, place = part[:1], 1
            while place + 1 < len(part) and part[place].text == '.':
                names, place = part[place + 1:place + 2], place + 2
            if not names or names[0].kind not in (WORD, NAME, STRING) or place >= len(part) or part[place].text != '=':
                return None
            found.append((self.reader.plain(names[0]), part[place + 1:]))
        return found

    @property
    def constants(self):
        """The columns that an `UPDATE` of one table sets, where each gets a value that stands in it, or one that is made of
        what the column has, such as `n = n + 1`; else none."""
        pairs = self.assigned or []
        return [name for name, value in pairs] if all(
            is_constant(value) or self.is_made_of(name, value) for name, value in pairs) else []

    @property
    def is_of_itself(self):
        """Whether each column that an `UPDATE` of one table sets gets a value that is made of what it has."""
        return bool(self.assigned) and all(self.is_made_of(name, value) for name, value in self.assigned)

    def is_made_of(self, name, value):
        """Whether a column's value is made of what it has; a query is not looked into."""
        return self.has_name(name, value) and not any(token.word == 'SELECT' for token in value)

    def has_name(self, name, items):
        """Whether a name is among tokens."""
        return any(is_name(token) and self.reader.plain(token).lower() == name.lower() for token in items)

    @property
    def has_where(self):
        """Whether a `WHERE` of its own stands in it, outside of brackets."""
        return next_at_depth_0(self.tokens, ('WHERE',)) < len(self.tokens)

    @property
    def seeds(self):
        """The table into which an `INSERT` puts rows that are written down in it, a `TableName`; or None."""
        is_so = self.action == 'INSERT' and self.has_words({'VALUES', 'VALUE'}) and not self.has_words({'SELECT'})
        return self.writes if is_so else None

    @lazily
    def foreign_keys(self):
        """The foreign keys that it adds: triples of a tuple of columns, the `TableName` that they refer to, and a tuple of
        its columns."""
        found = []
        for place, token in enumerate(self.tokens):
            if token.word == 'FOREIGN' and place + 1 < len(self.tokens) and self.tokens[place + 1].word == 'KEY':
                found.append(self.foreign_key(place + 2))
        return [one for one in found if one]

    def foreign_key(self, place):
        reader = Reader(self.text, self.syntax)
        reader.found, reader.source = self.tokens, iter(())
        reader.place = place
        if reader.peek() != '(':
            reader.name()
        columns = reader.names_in_brackets()
        if not columns or not reader.take('REFERENCES'):
            return None
        table, _place = reader.name()
        return table and (columns, table, reader.names_in_brackets())

    @property
    def sources(self):
        """The tables that a query reads from: the names behind `FROM` and `JOIN`, a set of `TableName`."""
        reader, found = Reader(self.text, self.syntax), set()
        reader.found, reader.source = self.tokens, iter(())
        for place, token in enumerate(self.tokens):
            if token.word in ('FROM', 'JOIN'):
                reader.place = place + 1
                found.add(reader.name()[0])
        return found - {None}

    @lazily
    def constraint_names(self):
        """The names behind `CONSTRAINT` and `CHECK`: triples of a name, where it stands in the text, and whether a
        `CHECK` or a foreign key comes under it."""
        found = []
        for place, token in enumerate(self.tokens):
            if token.word in ('CONSTRAINT', 'CHECK'):
                place += 3 if [one.word for one in self.tokens[place + 1:place + 3]] == ['IF', 'EXISTS'] else 1
                names = [one for one in self.tokens[place:place + 1] if one.kind in (WORD, NAME)]
                following = [one.word for one in self.tokens[place + 1:place + 2]]
                found += [(self.reader.plain(one), (one.start, one.end), token.word == 'CONSTRAINT' and (
                    following[:1] in (['CHECK'], ['FOREIGN']))) for one in names]
        return found

    def option(self, name):
        """What a word such as `ALGORITHM` is set to, in capitals; None where it is not set."""
        for place, token in enumerate(self.tokens):
            if token.word == name:
                following = [one for one in self.tokens[place + 1:place + 3] if one.text != '=']
                return following[0].text.upper() if following else None
        return None

    def tokens_end(self):
        """Where its last token ends, but for a semicolon and comments behind it."""
        items = until_the_end(self.tokens)
        if '!' in self.text and '*/' in self.text:  # the last token may stand in /*!80023 ... */
            return len(self.text.rstrip().rstrip(';').rstrip())
        return items[-1].end if items else 0

    def written_name(self):
        """The name of the index that it makes or drops, as it stands there."""
        return self.name_place and self.text[self.name_place[0]:self.name_place[1]]

    @lazily
    def prepares(self):
        """The text that a `PREPARE` or `EXECUTE IMMEDIATE` is given: a pair of the text and the variable or expression that
        has it, one of which is None; None and None of anything else."""
        token = self.reader.at(self.reader.place) if self.first in ('PREPARE', 'EXECUTE') else None
        if token is None or self.first == 'EXECUTE' and self.name:
            return None, None
        items = until_the_end(self.tokens[self.reader.place:])
        items = items[:next_at_depth_0(items, ('USING',))]
        if len(items) == 1 and token.kind == STRING:
            return string_of(token.text), None
        return (None, self.text[token.start:items[-1].end]) if items else (None, None)

    def redacted(self):
        """The statement as it may be kept and shown: what is a password stands there as '***'."""
        return redacted(self)

    def secret_texts(self):
        """The passwords that stand in it."""
        return secret_texts(self)

    def secret_parameters(self):
        """Which of the parameters are passwords.

        :returns: a set of their places, counted from 0, and of the names of those that have one
        """
        return secret_marks(self, marks_of(self.tokens))

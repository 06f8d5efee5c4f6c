"""Reads a statement's tokens one after the other, no further than it is asked to, and knows which words begin what, end a
transaction or cannot lose rows.

:source: https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html,
    https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/
"""
from .tokens import MARK, NAME, STRING, SYMBOL, WORD, TableName, tokens, unquoted

READ, DATA, DDL, SESSION = 'read', 'data', 'ddl', 'session'

KINDS = {
    READ: 'SELECT SHOW DESCRIBE DESC EXPLAIN VALUES TABLE CHECK CHECKSUM HELP',
    DATA: 'INSERT UPDATE DELETE REPLACE LOAD CALL DO WITH HANDLER MERGE COPY',
    SESSION: 'SET USE LOCK UNLOCK BEGIN START COMMIT ROLLBACK SAVEPOINT RELEASE PREPARE EXECUTE DEALLOCATE KILL XA '
             'PRAGMA END ABORT',
}
KIND_OF_WORD = {word: kind for kind, words in KINDS.items() for word in words.split()}

# What else is DDL, or as that: no row of a table is lost by it, whatever it says.
HARMLESS = set('''ANALYZE OPTIMIZE REPAIR GRANT REVOKE FLUSH CACHE INSTALL UNINSTALL COMMENT REINDEX VACUUM ATTACH DETACH
    CHANGE PURGE STOP SHUTDOWN BINLOG CLONE BACKUP RESTART SECURITY REASSIGN REFRESH CLUSTER CHECKPOINT GET DIAGNOSTICS
    IMPORT DISCARD RESET LISTEN UNLISTEN NOTIFY SIGNAL RESIGNAL DECLARE FETCH CLOSE MOVE'''.split())
# What a CREATE, ALTER or DROP may be about that has no rows.
WITHOUT_ROWS = set('''VIEW INDEX TRIGGER PROCEDURE FUNCTION PACKAGE EVENT USER ROLE SERVER SEQUENCE RESOURCE INSTANCE TYPE
    DOMAIN EXTENSION COLLATION CAST OPERATOR RULE POLICY PUBLICATION SUBSCRIPTION LANGUAGE AGGREGATE STATISTICS CONVERSION
    TABLESPACE LOGFILE LIBRARY UNDO ACCESS TEXT DEFAULT SYSTEM ROUTINE GROUP LARGE LOADABLE SPATIAL'''.split())
# Words between CREATE or ALTER and what it is about.
QUALIFIERS = set('''OR REPLACE TEMPORARY TEMP UNIQUE FULLTEXT SPATIAL ONLINE OFFLINE IGNORE RECURSIVE MATERIALIZED UNLOGGED
    GLOBAL LOCAL VIRTUAL AGGREGATE UNDO LOADABLE FOREIGN CONSTRAINT TRUSTED PROCEDURAL VECTOR VISIBLE'''.split())
# In the body of a routine or a compound statement: what begins a statement that may lose rows.
IN_A_BODY = {'DROP', 'ALTER', 'TRUNCATE', 'CREATE'}
# In a text that a routine puts together and runs.
LOSING = {'DROP', 'TRUNCATE', 'MODIFY', 'CHANGE', 'CONVERT'}
# What else a statement may begin with.
BEGINNINGS = {'CREATE', 'ALTER', 'DROP', 'RENAME', 'TRUNCATE'}
COMPOUND = {'IF', 'CASE', 'LOOP', 'WHILE', 'REPEAT', 'FOR', 'ELSE'}

ENDS_A_TRANSACTION = {
    'mysql': set('''BEGIN START COMMIT ROLLBACK LOCK UNLOCK CHECK XA CALL EXECUTE'''.split()),
    'sqlite': {'BEGIN', 'COMMIT', 'ROLLBACK', 'END'},
    'postgresql': {'COMMIT', 'ROLLBACK', 'END', 'ABORT', 'CALL', 'EXECUTE'},
}
# Functions that tell what an earlier statement of the same connection did.
OF_SESSION = set('''LAST_INSERT_ID FOUND_ROWS ROW_COUNT LAST_INSERT_ROWID CHANGES TOTAL_CHANGES LASTVAL CURRVAL
    CURRENT_SETTING SET_CONFIG GET_LOCK RELEASE_LOCK RELEASE_ALL_LOCKS'''.split())
LEAVES_STATE = {'SET', 'USE', 'LOCK', 'UNLOCK', 'PREPARE', 'DEALLOCATE', 'HANDLER', 'PRAGMA', 'ATTACH', 'DETACH', 'DECLARE',
                'DISCARD', 'RESET'}
SECRETS = ('password', 'passwd', 'passphrase', 'pwd', 'secret', 'token', 'identified', 'api_key', 'apikey', 'private_key',
           'credential')
WHOLE_SECRETS = {'pw', 'pass', 'passcode', 'pin'}  # the same, where they are the whole name


BODIES = {'TRIGGER', 'PROCEDURE', 'FUNCTION', 'EVENT', 'PACKAGE'}
LONGEST_HEAD = 40  # tokens before what a CREATE is about: DEFINER = `a`@`b` SQL SECURITY INVOKER ...


class Reader:
    """The tokens of a text, which are found when they are asked for: a long `INSERT` need not be read to its end.

    :ivar broken: whether the text ends within a string, a name or a comment
    """

    def __init__(self, text, syntax):
        self.syntax, self.broken = syntax, False
        self.source, self.found, self.place = tokens(text, syntax), [], 0

    def at(self, place):
        """The token at a place; None behind the last."""
        if place < len(self.found):
            return self.found[place]
        try:
            while len(self.found) <= place:
                self.found.append(next(self.source))
        except StopIteration:
            return None
        except ValueError:
            self.broken, self.source = True, iter(())
            return None
        return self.found[place]

    def all(self):
        """All tokens."""
        while self.at(len(self.found)):
            pass
        return self.found

    def peek(self, ahead=0):
        """The word that comes, in capitals, or the symbol; an empty text of anything else."""
        token = self.at(self.place + ahead)
        return '' if token is None else token.text if token.kind == SYMBOL else token.word

    def take(self, *words):
        """Go past the next word where it is one of these.

        :returns: the word, or an empty text
        """
        word = self.peek()
        if word and word in words:
            self.place += 1
            return word
        return ''

    def take_row(self, *words):
        """Go past several words where they come in this order."""
        if all(self.peek(ahead) == word for ahead, word in enumerate(words)):
            self.place += len(words)
            return True
        return False

    def name(self):
        """Go past a name, which a schema may stand before.

        :returns: a `TableName` and where it stands in the text; None and None where there is no name
        """
        token = self.at(self.place)
        if token is None or not self.may_be_name(token):
            return None, None
        parts, start = [token], token.start
        self.place += 1
        while self.peek() == '.' and self.at(self.place + 1) and self.at(self.place + 1).kind in (WORD, NAME, STRING):
            parts.append(self.at(self.place + 1))
            self.place += 2
        names = [self.plain(part) for part in parts]
        return TableName(names[-2] if len(names) > 1 else None, names[-1]), (start, parts[-1].end)

    def may_be_name(self, token):
        if token.kind == STRING:  # SQLite takes 'a' for a name where only a name can stand
            return self.syntax.name == 'sqlite' and token.text[0] in '"\''
        return token.kind in (WORD, NAME)

    def plain(self, token):
        """A name without quotes. On its way to the drivers of MySQL and PostgreSQL a percent sign is doubled; PostgreSQL
        has one without quotes in small letters."""
        name = unquoted(token.text)
        if self.syntax.name == 'postgresql' and token.kind == WORD:
            name = ''.join(letter.lower() if letter < '\x80' else letter for letter in name)
        return name if self.syntax.name == 'sqlite' else name.replace('%%', '%')

    def names_in_brackets(self):
        """Go past brackets with names between commas.

        :returns: a tuple of the names; an empty one where there are none
        """
        found = []
        if not self.take('('):
            return ()
        while self.at(self.place) and not self.take(')'):
            name, _place = self.name()
            if name is None:
                self.place += 1
            else:
                found.append(name.name)
        return tuple(found)


def split_at_commas(items):
    """The tokens between the commas that stand outside of brackets."""
    parts, depth = [[]], 0
    for token in items:
        symbol = token.text if token.kind == SYMBOL else ''
        depth += {'(': 1, ')': -1}.get(symbol, 0)
        if symbol == ',' and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def marks_of(items):
    """The marks among tokens that stand for a parameter."""
    return [token for token in items if token.kind == MARK]


def string_of(text):
    """A string's value, of the escapes that matter in SQL."""
    inside = text[1:-1].replace(text[0] * 2, text[0])
    return inside.replace("\\'", "'").replace('\\"', '"').replace('\\\\', '\\').replace('\\n', '\n').replace('%%', '%')


def is_constant(items):
    """Whether a value stands there as it is: a text, a number, NULL, TRUE, FALSE or a parameter."""
    items = items[1:] if len(items) > 1 and items[0].text == '-' else items
    if len(items) == 1:
        return items[0].kind in (STRING, MARK) or items[0].text[:1].isdigit() or items[0].word in ('NULL', 'TRUE', 'FALSE')
    return len(items) in (2, 3) and all(one.text == '.' or one.text.isdigit() for one in items)


def until_the_end(items):
    """The tokens before a semicolon that ends the statement."""
    return items[:next((place for place, token in enumerate(items) if token.text == ';'), len(items))]


def next_at_depth_0(items, words):
    """The place of the first of these words outside of brackets; behind the last token where there is none."""
    depth = 0
    for place, token in enumerate(items):
        depth += {'(': 1, ')': -1}.get(token.text, 0)
        if not depth and token.word in words:
            return place
    return len(items)


def separators(items):
    """The semicolons between statements; those in the body of a routine or of a compound statement belong to it."""
    depth, start, begins, has_body = 0, True, True, False
    before = ''
    for place, token in enumerate(items):
        word = token.word or token.text
        if start:
            has_body = word == 'CREATE' or word in COMPOUND and word != 'ELSE' or (
                word == 'BEGIN' and place + 1 < len(items) and items[place + 1].word == 'NOT')
            start, head = False, place
        if has_body and token.kind == WORD:
            if word == 'CREATE' and place == head and not any(one.word in BODIES for one in items[place:place + LONGEST_HEAD]
                                                              [:first_semicolon(items[place:])]):
                has_body = False
            elif before == 'END' and word in ('IF', 'CASE', 'LOOP', 'WHILE', 'REPEAT', 'FOR'):
                pass
            elif word in ('BEGIN', 'CASE') or begins and word in ('IF', 'LOOP', 'WHILE', 'REPEAT', 'FOR') and (
                    before != 'CREATE'):
                depth += 1
            elif word == 'END':
                depth -= 1
        begins = word in (';', 'BEGIN', 'THEN', 'ELSE', 'DO', 'LOOP', ':', 'REPEAT', 'ATOMIC') or place == 0
        before = word
        if token.text == ';' and depth <= 0:
            depth, start, begins = 0, True, True
            yield token


def first_semicolon(items):
    return next((place for place, token in enumerate(items) if token.text == ';'), len(items))

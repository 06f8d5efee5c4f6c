"""The clauses of an `ALTER TABLE`.

:source: https://mariadb.com/kb/en/alter-table/, https://dev.mysql.com/doc/refman/8.4/en/alter-table.html
"""
from typing import NamedTuple, Optional, Tuple

from .reader import split_at_commas
from .tokens import NAME, STRING, SYMBOL, WORD

ADD_COLUMN, DROP_COLUMN, MODIFY, CHANGE, CONVERT = 'ADD COLUMN', 'DROP COLUMN', 'MODIFY', 'CHANGE', 'CONVERT'
RENAME_COLUMN, RENAME, ALTER_COLUMN, OPTION = 'RENAME COLUMN', 'RENAME', 'ALTER COLUMN', 'OPTION'
ADD_CONSTRAINT, ADD_INDEX, ADD_UNIQUE, ADD_PRIMARY = 'ADD CONSTRAINT', 'ADD INDEX', 'ADD UNIQUE', 'ADD PRIMARY KEY'
ADD_FOREIGN_KEY, ADD_CHECK = 'ADD FOREIGN KEY', 'ADD CHECK'
DROP_FOREIGN_KEY, DROP_CONSTRAINT, DROP_CHECK = 'DROP FOREIGN KEY', 'DROP CONSTRAINT', 'DROP CHECK'
DROP_INDEX, DROP_PRIMARY = 'DROP INDEX', 'DROP PRIMARY KEY'
DROP_PARTITION, TRUNCATE_PARTITION, EXCHANGE_PARTITION = 'DROP PARTITION', 'TRUNCATE PARTITION', 'EXCHANGE PARTITION'
PARTITION, DROP_VERSIONS, DISCARD = 'PARTITION', 'DROP SYSTEM VERSIONING', 'DISCARD TABLESPACE'
CONVERT_PARTITION = 'CONVERT PARTITION'

CONVERTS = (MODIFY, CHANGE, CONVERT)  # what gives a column another definition
EMPTIES = (DROP_PARTITION, TRUNCATE_PARTITION, DROP_VERSIONS, DISCARD)  # rows go that no copy of the table would tell of
OF_ROWS = (DROP_COLUMN,) + CONVERTS + EMPTIES
NO_COLUMN = {'CONSTRAINT', 'INDEX', 'KEY', 'UNIQUE', 'PRIMARY', 'FOREIGN', 'FULLTEXT', 'SPATIAL', 'CHECK', 'PARTITION',
             'PERIOD', 'SYSTEM', 'VECTOR'}
OPTIONS = set('''ENGINE TYPE AUTO_INCREMENT COMMENT ALGORITHM LOCK ORDER FORCE DISABLE ENABLE WITH WITHOUT DEFAULT CHARACTER
    CHARSET COLLATE ROW_FORMAT KEY_BLOCK_SIZE STATS_PERSISTENT STATS_AUTO_RECALC STATS_SAMPLE_PAGES MAX_ROWS MIN_ROWS
    AVG_ROW_LENGTH CHECKSUM TABLE_CHECKSUM PAGE_CHECKSUM DELAY_KEY_WRITE PACK_KEYS INSERT_METHOD UNION DATA INDEX CONNECTION
    COMPRESSION ENCRYPTION ENCRYPTED ENCRYPTION_KEY_ID PAGE_COMPRESSED PAGE_COMPRESSION_LEVEL TRANSACTIONAL PASSWORD
    SECONDARY_ENGINE SECONDARY_LOAD SECONDARY_UNLOAD TABLESPACE STORAGE AUTOEXTEND_SIZE ENGINE_ATTRIBUTE
    SECONDARY_ENGINE_ATTRIBUTE SEQUENCE IETF_QUOTES START PARTITIONS NOWAIT WAIT OWNER SET RESET INHERIT NO VALIDATE
    CLUSTER REPLICA ATTACH DETACH NOT RAID_TYPE'''.split())
KEYS = {'INDEX': ADD_INDEX, 'KEY': ADD_INDEX, 'FULLTEXT': ADD_INDEX, 'SPATIAL': ADD_INDEX, 'VECTOR': ADD_INDEX,
        'UNIQUE': ADD_UNIQUE, 'PRIMARY': ADD_PRIMARY, 'FOREIGN': ADD_FOREIGN_KEY, 'CHECK': ADD_CHECK,
        'PERIOD': ADD_CONSTRAINT, 'SYSTEM': ADD_CONSTRAINT, 'PARTITION': PARTITION}
OF_PARTITIONS = {'REORGANIZE', 'COALESCE', 'REBUILD', 'ANALYZE', 'OPTIMIZE', 'REPAIR', 'CHECK', 'IMPORT', 'REMOVE',
                 'PARTITION'}


class Clause(NamedTuple):
    """One of the changes that an `ALTER TABLE` makes.

    :ivar action: one of the above; None where it was not understood
    :ivar names: of what it is about, as they are called before it, without quotes; all columns of `ADD (a INT, b INT)`;
        of `RENAME d.t` the schema
    :ivar new_name: what a column or the table is called after it, where it may be another name
    :ivar start, end: where it stands in the statement
    :ivar body: the tokens of a column's definition, from its name on, without its place among the others
    :ivar written: the first of the names as it stands there, with its quotes
    :ivar if_exists: whether it says `IF EXISTS` or `IF NOT EXISTS`
    :ivar columns: of a new key, the names of its columns; none where a part of it is no whole column
    """

    action: Optional[str]
    names: Tuple[str, ...]
    new_name: Optional[str]
    start: int
    end: int
    body: tuple = ()
    written: str = ''
    if_exists: bool = False
    columns: tuple = ()


def clauses_of(items, plain):
    """:param items: the tokens behind the table's name
    :param plain: gives a token's name without quotes
    """
    found = []
    for part in split_at_commas(items):
        if part and found and goes_on(found[-1], part):
            found[-1] = found[-1]._replace(names=found[-1].names + (plain(part[0]),), end=part[-1].end)
        elif part:
            found.append(ClauseReader(part, plain).clause())
    return found


def goes_on(clause, part):
    """Whether what stands behind a comma is the next name of a row of names: `DROP PARTITION p0, p1`."""
    lists = (PARTITION, DROP_PARTITION, TRUNCATE_PARTITION, EXCHANGE_PARTITION)
    is_name = part[0].kind in (WORD, NAME) and (
        len(part) == 1 or part[1].word in ('INTO', 'ASC', 'DESC', 'IN', 'TABLESPACE'))
    return is_name and (clause.action in lists or clause.names[:1] == ('ORDER',))


class ClauseReader:
    """:param items: one clause's tokens"""

    def __init__(self, items, plain):
        self.items, self.plain, self.place = items, plain, 0
        self.written, self.if_exists = '', False

    def word(self, ahead=0):
        place = self.place + ahead
        token = self.items[place] if place < len(self.items) else None
        return '' if token is None else token.text if token.kind == SYMBOL else token.word

    def take(self, *words):
        if self.word() in words and self.word():
            self.place += 1
            return True
        return False

    def exists(self):
        """Go past `IF EXISTS` or `IF NOT EXISTS`."""
        if self.word() == 'IF' and self.word(1) in ('EXISTS', 'NOT'):
            self.place += 2 if self.word(1) == 'EXISTS' else 3
            self.if_exists = True

    def name(self):
        """The next name; a table's may have a schema."""
        if self.place >= len(self.items) or self.items[self.place].kind not in (WORD, NAME, STRING):
            return None
        self.place += 1
        while self.word() == '.' and self.place + 1 < len(self.items):
            self.place += 2
        self.written = self.written or self.items[self.place - 1].text
        return self.plain(self.items[self.place - 1])

    def made(self, action, names=(), new_name=None, body=None):
        if action is not None and None in names:
            action, names = None, ()
        return Clause(action, tuple(names), new_name, self.items[0].start, self.items[-1].end,
                      self.without_place(self.items[body:]) if body is not None else (), self.written, self.if_exists,
                      self.key_columns() if action in (ADD_UNIQUE, ADD_PRIMARY) else ())

    def without_place(self, items):
        """A definition's tokens without `FIRST` or `AFTER name`."""
        if items[-1:] and items[-1].word == 'FIRST' and len(items) > 2:
            return tuple(items[:-1])
        return tuple(items[:-2] if len(items) > 3 and items[-2].word == 'AFTER' else items)

    def key_columns(self):
        """The names of what stands in the first brackets; none where one is an expression or has a prefix's length."""
        start = next((place for place, token in enumerate(self.items) if token.text == '('), len(self.items))
        parts = split_at_commas(until_closed(self.items[start + 1:]))
        if not all(part and part[0].kind in (WORD, NAME) and '(' not in [one.text for one in part] for part in parts):
            return ()
        return tuple(self.plain(part[0]) for part in parts)

    def clause(self):
        first = self.word()
        if self.items[0].kind == WORD:
            self.place += 1
            reader = getattr(self, 'of_' + first.lower(), None)
            if reader:
                return reader()
            if first in OF_PARTITIONS:
                return self.made(PARTITION)
            if first in OPTIONS:
                return self.made(OPTION, [first])
        return self.made(None)

    def of_add(self):
        if self.word() == 'CONSTRAINT':
            self.place += 1
            name = None if self.word() in NO_COLUMN else (self.exists() or self.name())
            return self.made(KEYS.get(self.word(), ADD_CONSTRAINT), [name] if name else [])
        if self.word() in NO_COLUMN and self.word() != 'SYSTEM' or self.word() == 'SYSTEM' and self.word(1) == 'VERSIONING':
            action = KEYS.get(self.word(), ADD_CONSTRAINT)
            while self.take('UNIQUE', 'FULLTEXT', 'SPATIAL', 'VECTOR', 'INDEX', 'KEY'):
                pass
            self.exists()
            has_name = action in (ADD_INDEX, ADD_UNIQUE) and self.word() != '('
            return self.made(action, [self.name()] if has_name else [])
        self.take('COLUMN')
        self.exists()
        if self.word() == '(':
            parts = split_at_commas(self.items[self.place + 1:-1])
            columns = [part for part in parts if part and part[0].word not in NO_COLUMN]
            return self.made(ADD_COLUMN, [self.plain(part[0]) for part in columns])
        body, name = self.place, self.name()
        return self.made(ADD_COLUMN, [name], name, body)

    def of_drop(self):
        for words, action in ((('PRIMARY', 'KEY'), DROP_PRIMARY), (('FOREIGN', 'KEY'), DROP_FOREIGN_KEY),
                              (('SYSTEM', 'VERSIONING'), DROP_VERSIONS), (('PERIOD', 'FOR'), DROP_CONSTRAINT),
                              (('CONSTRAINT',), DROP_CONSTRAINT), (('CHECK',), DROP_CHECK), (('INDEX',), DROP_INDEX),
                              (('KEY',), DROP_INDEX), (('PARTITION',), DROP_PARTITION)):
            if all(self.word(ahead) == word for ahead, word in enumerate(words)):
                self.place += len(words)
                self.exists()
                has_name = action not in (DROP_PRIMARY, DROP_VERSIONS) and 'PERIOD' not in words
                return self.made(action, [self.name()] if has_name else [])
        self.take('COLUMN')
        self.exists()
        return self.made(DROP_COLUMN, [self.name()])

    def of_modify(self):
        self.take('COLUMN')
        self.exists()
        body, name = self.place, self.name()
        return self.made(MODIFY, [name], name, body)

    def of_change(self):
        self.take('COLUMN')
        self.exists()
        name, body = self.name(), self.place
        return self.made(CHANGE, [name], self.name(), body)

    def of_rename(self):
        if self.word() in ('INDEX', 'KEY', 'CONSTRAINT') and self.word(2) == 'TO':
            return self.made(OPTION, ['RENAME'])
        is_table = self.word() in ('TO', 'AS', '=') or len(self.items) == 2 or self.word(1) == '.'
        if is_table and not (self.word() == 'TO' and self.word(1) == 'TO'):
            self.take('TO', 'AS', '=')
            schema = [self.plain(self.items[self.place])] if self.word(1) == '.' else []
            return self.made(RENAME, schema, self.name())
        self.take('COLUMN')
        self.exists()
        old = self.name()
        return self.made(RENAME_COLUMN, [old], self.name()) if self.take('TO') else self.made(None)

    def of_alter(self):
        if self.word() in ('INDEX', 'KEY', 'CHECK', 'CONSTRAINT'):
            return self.made(OPTION, ['ALTER'])
        self.take('COLUMN')
        self.exists()
        name = self.name()
        changes_type = self.take('TYPE') or self.word() == 'SET' and self.word(1) == 'DATA'
        return self.made(MODIFY if changes_type else ALTER_COLUMN, [name], name)

    def of_convert(self):
        if self.word() in ('PARTITION', 'TABLE'):
            return self.made(CONVERT_PARTITION)
        return self.made(CONVERT)

    def of_truncate(self):
        self.take('PARTITION')
        return self.made(TRUNCATE_PARTITION, [self.name()])

    def of_exchange(self):
        place = next((at for at, token in enumerate(self.items) if token.word == 'TABLE'), len(self.items))
        self.place = place + 1
        return self.made(EXCHANGE_PARTITION, (), self.name())

    def of_discard(self):
        return self.made(DISCARD)

    def of_import(self):
        return self.made(PARTITION)

    def of_engine(self):
        self.take('=')
        name = self.name()
        return self.made(DISCARD if (name or '').upper() == 'BLACKHOLE' else OPTION, ['ENGINE'])


def until_closed(items):
    """The tokens before the bracket that closes what they stand in."""
    depth = 0
    for place, token in enumerate(items):
        depth += {'(': 1, ')': -1}.get(token.text if token.kind == SYMBOL else '', 0)
        if depth < 0:
            return items[:place]
    return items

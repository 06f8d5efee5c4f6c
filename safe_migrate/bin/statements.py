"""What a statement drops, changes or makes, as far as its text tells."""
import re

from ..apply.statement import NAME, split_at_commas, unquoted, without_comments

DROP_TABLE = re.compile(r'DROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?(.+?)(?:\s+(?:RESTRICT|CASCADE))?\s*;?\s*\Z', re.I | re.S)
ALTER_TABLE = re.compile(
    r'ALTER\s+(?:ONLINE\s+|IGNORE\s+)*TABLE\s+(?:IF\s+EXISTS\s+)?%s\s+(.*?)\s*;?\s*\Z' % NAME, re.I | re.S)
CREATE_TABLE = re.compile(r'CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?%s' % NAME, re.I)
NO_COLUMN = r'(?!(?:CONSTRAINT|INDEX|KEY|UNIQUE|PRIMARY|FOREIGN|FULLTEXT|SPATIAL|CHECK|PARTITION|PERIOD|SYSTEM)\b)'
DROP_COLUMN = re.compile(
    r'\s*DROP\s+(?:COLUMN\s+)?(?:IF\s+EXISTS\s+)?%s%s(?:\s+(?:RESTRICT|CASCADE))?\s*\Z' % (NO_COLUMN, NAME), re.I)
NEW_COLUMN = re.compile(
    r'\s*(?:ADD|MODIFY)\s+(?:COLUMN\s+)?(?:IF\s+(?:NOT\s+)?EXISTS\s+)?%s%s\s' % (NO_COLUMN, NAME), re.I)
CHANGED_COLUMN = re.compile(r'\s*CHANGE\s+(?:COLUMN\s+)?(?:IF\s+EXISTS\s+)?%s\s+%s\s' % (NAME, NAME), re.I)
CONVERTS = re.compile(r'\s*(?:MODIFY|CHANGE|CONVERT)\s', re.I)
FOREIGN_KEY = re.compile(r'\bFOREIGN\s+KEY\s*(?:%s\s*)?\(([^)]*)\)\s*REFERENCES\s+%s\s*\(([^)]*)\)' % (NAME, NAME), re.I)
UPDATE = re.compile(r'UPDATE\s+%s\s+SET\s+(.*?)(?:\s+WHERE\s.*)?\s*;?\s*\Z' % NAME, re.I | re.S)
CONSTANT = re.compile(r"\s*%s\s*=\s*(?:%%s|\?|'(?:[^'\\]|\\.|'')*'|-?[\d.]+|NULL|TRUE|FALSE|%%\(\w+\)s)\s*\Z" % NAME, re.I)
INSERT_VALUES = re.compile(
    r'INSERT\s+(?:IGNORE\s+)?INTO\s+%s[^()]*(?:\([^()]*\))?\s*VALUES\b(?!.*\bSELECT\b)' % NAME, re.I | re.S)


def plain(statement):
    """A statement as the database reads it: on its way to some drivers a percent sign is doubled."""
    return without_comments(statement).replace('%%', '%')


def dropped_tables(statement):
    """The names in a `DROP TABLE`."""
    found = DROP_TABLE.match(plain(statement))
    return [unquoted(name.strip()) for name in split_at_commas(found.group(1))] if found else []


def made_table(statement):
    """The name in a `CREATE TABLE`, or None."""
    found = CREATE_TABLE.match(plain(statement))
    return found and unquoted(found.group(1))


def altered(statement):
    """The table of an `ALTER TABLE` and its clauses; None and none of anything else."""
    found = ALTER_TABLE.match(plain(statement))
    return (unquoted(found.group(1)), split_at_commas(found.group(2))) if found else (None, [])


def dropped_column(clause):
    """The column that a clause of an `ALTER TABLE` drops, or None."""
    found = DROP_COLUMN.match(clause)
    return found and unquoted(found.group(1))


def columns_made(clause):
    """The columns that a clause of an `ALTER TABLE` adds or gives another definition, by their new names."""
    found = CHANGED_COLUMN.match(clause)
    if found:
        return [unquoted(found.group(2))]
    inner = re.match(r'\s*ADD\s+(?:COLUMN\s+)?\((.*)\)\s*\Z', clause, re.I | re.S)
    if inner:
        return [unquoted(re.match(r'\s*' + NAME, part).group(1)) for part in split_at_commas(inner.group(1))]
    found = NEW_COLUMN.match(clause)
    return [unquoted(found.group(1))] if found else []


def foreign_keys(statement):
    """The foreign keys that a statement adds: triples of columns, table and its columns."""
    return [(names_in(found[1]), unquoted(found[2]), names_in(found[3])) for found in FOREIGN_KEY.findall(plain(statement))]


def names_in(text):
    return [unquoted(name.strip()) for name in split_at_commas(text)]


def columns_filled(statement):
    """The table and the columns that an `UPDATE` gives one value that is written down in it; None and none of another."""
    found = UPDATE.match(without_comments(statement))
    parts = [CONSTANT.match(part) for part in split_at_commas(found.group(2))] if found else []
    if not parts or not all(parts):
        return None, []
    return unquoted(found.group(1).replace('%%', '%')), [unquoted(part.group(1)) for part in parts]


def table_seeded(statement):
    """The table into which an `INSERT` puts rows that are written down in it, or None."""
    found = INSERT_VALUES.match(without_comments(statement))
    return found and unquoted(found.group(1).replace('%%', '%'))

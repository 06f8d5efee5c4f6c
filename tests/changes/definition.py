"""What a database holds, read without any of the code that is tested: definitions that are equal mean the same.

`of(database)` gives a `Definition`. The order of columns and keys is none of it. On SQLite a constraint's name is kept
apart: one that had none may have one later, one that had a name must keep it.
"""
import collections
import re

VERSION = {'alembic_version'}
TOKEN = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|\w+|[^\w\s])""")


class Definition:
    """The definitions of all tables.

    :ivar tables: what each table is, by name, in comparable values
    :ivar names: the names of constraints that are not in `tables`
    """

    def __init__(self, tables, names=()):
        self.tables, self.names = tables, set(names)

    def difference(self, other):
        """What another definition has otherwise, as text; empty where nothing is lost and nothing changed."""
        found = []
        for name in sorted(set(self.tables) | set(other.tables)):
            mine, theirs = self.tables.get(name, []), other.tables.get(name, [])
            found += ['- %s %s' % (name, line) for line in subtract(mine, theirs)]
            found += ['+ %s %s' % (name, line) for line in subtract(theirs, mine)]
        return '\n'.join(found + ['- name %s' % name for name in sorted(self.names - other.names)])


def subtract(lines, others):
    return sorted((collections.Counter(map(str, lines)) - collections.Counter(map(str, others))).elements())


def of(database, named=True):
    """The definition of all of a database's tables.

    :param database: `SQLite` or `MariaDB` of conftest.py
    :param named: whether the names of keys count
    """
    read = {'sqlite': of_sqlite, 'mariadb': of_mariadb, 'postgresql': of_postgresql}[database.name]
    return read(database, sorted(database.tables() - VERSION), named)


def rows(database):
    """All rows, by table: each a dictionary by column."""
    found = {}
    for table in sorted(database.tables() - VERSION):
        names = columns(database, table)
        found[table] = [dict(zip(names, row)) for row in database.query('SELECT * FROM ' + quoted(table))]
    return found


def columns(database, table):
    if database.name == 'sqlite':
        return [row[1] for row in database.query('PRAGMA table_xinfo(%s)' % quoted(table)) if row[6] != 1]
    if database.name == 'postgresql':
        return [name for name, in database.query(
            "SELECT attname FROM pg_attribute WHERE attrelid = '\"%s\"'::regclass AND attnum > 0 AND NOT attisdropped "
            'ORDER BY attnum' % table.replace("'", "''"))]
    return [row[0] for row in database.query('SHOW COLUMNS FROM ' + quoted(table))]


def quoted(name):
    return '`%s`' % name.replace('`', '``')


# MariaDB

def of_mariadb(database, names, named):
    return Definition({name: lines_of_mariadb(database, name, named) for name in names})


def lines_of_mariadb(database, name, named):
    text = database.query('SHOW CREATE TABLE ' + quoted(name))[0][1]
    text = re.sub(r' AUTO_INCREMENT=\d+', '', text)
    charset, collation = re.search(r'CHARSET=(\w+)(?: COLLATE=(\w+))?', text).groups()
    collation = collation or database.query("SELECT default_collate_name FROM information_schema.character_sets "
                                            "WHERE character_set_name = '%s'" % charset)[0][0]
    # MySQL says it again of a column that was once given it
    text = re.sub('( CHARACTER SET %s)? COLLATE %s\\b' % (charset, collation), '', text)
    if not named:
        text = re.sub(r'(?m)^(  (?:UNIQUE |FULLTEXT |SPATIAL )?KEY) `(?:[^`]|``)*`', r'\1', text)
        text = re.sub(r'(?m)^  CONSTRAINT `(?:[^`]|``)*`', '  CONSTRAINT', text)
        # a CHECK means the same beside its column and beside the others
        text = re.sub(r'(?m)^(  `.*?) CHECK (\(.*\))(,?)$', r'\1,\n  CONSTRAINT CHECK \2\3', text)
    return [line.strip().rstrip(',') for line in text.splitlines()[1:]]


# PostgreSQL

OF_POSTGRESQL = [
    '''SELECT 'column', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
attidentity, attgenerated, nullif(a.attcollation, t.typcollation), col_description(a.attrelid, a.attnum)
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped''',
    "SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass",
    "SELECT 'index', relname, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class c ON c.oid = indexrelid "
    'WHERE indrelid = %s::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)',
    "SELECT 'comment', obj_description(%s::regclass, 'pg_class')",
    "SELECT 'sequence', c.relname, refobjsubid, concat_ws(' ', seqtypid::regtype, seqstart, seqincrement) FROM pg_depend d "
    "JOIN pg_class c ON c.oid = d.objid "
    "JOIN pg_sequence s ON s.seqrelid = c.oid WHERE refobjid = %s::regclass AND d.classid = 'pg_class'::regclass"]
ENUMS = """SELECT typname, array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum
JOIN pg_type t ON t.oid = enumtypid GROUP BY 1"""


def of_postgresql(database, names, named):
    tables = {name: list(lines_of_postgresql(database, name, named)) for name in names}
    return Definition(dict(tables, **{'type ' + name: labels for name, labels in database.query(ENUMS)}))


def lines_of_postgresql(database, name, named):
    literal = "'%s'" % quoted(name).replace('`', '"').replace("'", "''")
    for query in OF_POSTGRESQL:
        for row in database.query(query % literal):
            row = [re.sub(r"^\(?('(?:[^']|'')*')::[\w ]+\)?$", r'\1', one) if isinstance(one, str) else one for one in row]
            row = [in_one_spelling(one) for one in row]
            row = [re.sub(r"^'(-?[\d.]+)'$", r'\1', one) if isinstance(one, str) else one for one in row]
            row = ['now()' if one == 'CURRENT_TIMESTAMP' else one for one in row]
            if not named:
                row[1:2] = [] if row[0] in ('constraint', 'index', 'sequence') else row[1:2]
                row = [re.sub(r'INDEX (".*?"|\w+) ON|nextval\(.*', '', one) if isinstance(one, str) else one for one in row]
            if row[0] == 'sequence':
                row = row[:1] + row[-1:]  # a column's number is another when it was dropped and added
            elif row[0] == 'column':
                row = [re.sub('nextval.*', 'nextval', one) if isinstance(one, str) else one for one in row]
            yield tuple(row)


def in_one_spelling(text):
    """A list of values, which the server casts as one or one by one."""
    if not isinstance(text, str) or 'ARRAY[' not in text:
        return text
    return re.sub(r"::text\[\]|::character varying|::text|[()]", '', text)


# SQLite

def of_sqlite(database, names, named):
    tables, constraints = {}, []
    for name in names:
        sql, = database.query(
    "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '%s'" %
    name.replace(
        "'", "''"))[0]
        entries, options = split(sql)
        for entry in entries:
            constraints += ['%s.%s' % (name, entry[at + 1]) for at, word in enumerate(entry) if word == 'CONSTRAINT']
        tables[name] = ([('column',) + row for row in columns_of_sqlite(database, name)] + foreign_keys(database, name)
                        + indexes(database, name, named) + [each for entry in entries for each in details(entry)]
                        + [('options', options)] * bool(options))
    return Definition(tables, constraints if named else ())


def columns_of_sqlite(database, table):
    for _, name, kind, not_null, default, key, hidden in database.query('PRAGMA table_xinfo(%s)' % quoted(table)):
        kind = kind.upper().replace(' ', '').replace('GENERATEDALWAYS', '')  # SQLite's word for a type of a generated column
        yield name, kind, not_null, default and default.strip('()'), key, hidden


def foreign_keys(database, table):
    found = collections.defaultdict(list)
    for number, _, target, column, to, update, delete, _ in database.query('PRAGMA foreign_key_list(%s)' % quoted(table)):
        found[number, target, update, delete].append((column, to))
    return [('foreign key', tuple(sorted(pairs, key=str))) + key[1:] for key, pairs in found.items()]


def indexes(database, table, named):
    found = []
    for _, name, unique, origin, partial in database.query('PRAGMA index_list(%s)' % quoted(table)):
        parts = tuple(row[2:5] for row in database.query('PRAGMA index_xinfo(%s)' % quoted(name)) if row[5])
        sql = database.query("SELECT sql FROM sqlite_master WHERE sql <> '' AND name = '%s'" % name.replace("'", "''"))
        sql = ' '.join(tokens(sql[0][0] if sql else '')).split(' ON ', 1)[-1].split('(', 1)[-1]
        found.append(('index', name if named and origin == 'c' else '', unique, origin, partial, parts, sql))
    return found


def tokens(sql):
    return [token if token[0] == "'" else token.strip('"`[]') or token for token in TOKEN.findall(sql)]


def split(sql):
    """The entries between a table's outer parentheses, as lists of words, and what follows them."""
    words, entries, depth = tokens(sql), [[]], 0
    start = words.index('(')
    for at, word in enumerate(words[start + 1:], start + 1):
        depth += (word == '(') - (word == ')')
        if depth < 0:
            return entries, ' '.join(words[at + 1:])
        if word == ',' and depth == 0:
            entries.append([])
        else:
            entries[-1].append(word)
    raise ValueError(sql)


def parenthesised(words, at):
    """The words between the parenthesis that opens at or after a place and its end."""
    start, depth = words.index('(', at), 0
    for end in range(start, len(words)):
        depth += (words[end] == '(') - (words[end] == ')')
        if depth == 0:
            return words[start + 1:end]
    raise ValueError(words)


def details(entry):
    """What SQLite's pragmas do not tell of a column or constraint."""
    for at, word in enumerate(entry):
        if word == 'CHECK':
            yield 'check', ' '.join(parenthesised(entry, at)).replace('< >', '! =')
        elif word == 'COLLATE' and 'CHECK' not in entry[:at]:
            yield 'collate', entry[0], entry[at + 1]
        elif word == 'AUTOINCREMENT':
            yield 'autoincrement', entry[0]
        elif word == 'GENERATED':
            yield 'generated', entry[0], ' '.join(parenthesised(entry, at))
        elif word in ('DEFERRABLE', 'INITIALLY'):
            key = parenthesised(entry, entry.index('KEY')) if 'KEY' in entry[:at] else entry[:1]
            yield 'deferrable', ' '.join(key), entry[at - 1] == 'NOT', ' '.join(entry[at:at + 2])

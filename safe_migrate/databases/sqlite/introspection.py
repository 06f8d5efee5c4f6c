"""SQLite's own definition of a table: the CREATE statements that it keeps in `sqlite_master`.

:source: https://www.sqlite.org/lang_createtable.html
"""
import re

from ...schema import Check, Column, ForeignKey, Index, Key, Table, closing, execute, split

TOKEN = re.compile(r"""--[^\n]* | /\*.*?\*/ | '(?:[^']|'')*' | "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\]
                       | [xX]'[^']*' | [\w$]+(?:\.\d+)? | <> | <= | >= | == | != | \|\| | << | >> | -> | \S""",
                   re.VERBOSE | re.DOTALL)
CREATE = re.compile(r'\s*CREATE\s+(TEMP\w*\s+)?TABLE', re.IGNORECASE)
QUOTES = {'"': '""', '`': '``', '[': ']'}
# The words that end a column's type.
CLAUSES = ('CONSTRAINT', 'PRIMARY', 'NOT', 'NULL', 'UNIQUE', 'CHECK', 'DEFAULT', 'COLLATE', 'REFERENCES', 'GENERATED', 'AS')
CONSTRAINTS = ('CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN')
WORDS = set('''ABORT ALWAYS AND AS ASC AUTOINCREMENT BETWEEN BY CASCADE CASE CAST CHECK COLLATE CONFLICT CONSTRAINT
    CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DEFAULT DEFERRABLE DEFERRED DELETE DESC ELSE END ESCAPE EXISTS FAIL FALSE
    FOREIGN GENERATED GLOB IGNORE IMMEDIATE IN INITIALLY IS ISNULL KEY LIKE MATCH NO NOT NOTNULL NULL ON OR PRIMARY
    REFERENCES REGEXP REPLACE RESTRICT ROLLBACK ROWID SET STORED STRICT THEN TRUE UNIQUE UPDATE VIRTUAL WHEN WITHOUT
    ACTION'''.split())
# Names that have to be quoted wherever they stand.
RESERVED = WORDS | set('''ADD ALL ALTER COMMIT CREATE CROSS DISTINCT DROP EXCEPT FROM FULL GROUP HAVING INDEX INNER INSERT
    INTERSECT INTO JOIN LEFT LIMIT NATURAL NOTHING ORDER OUTER RETURNING RIGHT SELECT TABLE TO TRANSACTION UNION USING
    VALUES WHERE'''.split())


def read(connection, name, schema=None):
    """What SQLite says that a table is.

    :param connection: SQLAlchemy's
    :returns: a `Table`; None where there is none, or where it is a view, a virtual table or one of SQLite's own
    """
    if name.lower().startswith('sqlite_'):
        return None
    master = '%s.sqlite_master' % quoted(schema) if schema else 'sqlite_master'
    rows = execute(connection, "SELECT type, name, sql FROM %s WHERE tbl_name = %s COLLATE NOCASE" % (
        master, string(name))).fetchall()
    made = [row[2] for row in rows if row[0] == 'table' and CREATE.match(row[2])]
    if not made:
        return None
    table = parse(made[0], schema)
    for kind, own, sql in rows:
        if kind == 'index' and sql:
            table.indexes[own] = parse_index(sql)
        elif kind == 'trigger':
            table.triggers.append(sql)
    table.foreign_keys = [one if one.targets else one._replace(
        targets=primary_key(connection, one.table, schema) or one.columns) for one in table.foreign_keys]
    return table


def primary_key(connection, name, schema=None):
    """The columns of a table's key, to which a foreign key refers that names none."""
    rows = execute(connection, 'PRAGMA %s%s(%s)' % (
        quoted(schema) + '.' if schema else '', 'table_info', quoted(name))).fetchall()
    return tuple(row[1] for row in sorted(rows, key=lambda row: row[5]) if row[5])


def parse(sql, schema=None):
    """Read a CREATE TABLE."""
    tokens = tokens_of(sql)
    start = tokens.index('(')
    end = closing(tokens, start)
    table = Table(identifier(tokens[start - 1]), schema)
    for item in split(tokens[start + 1:end]):
        if item[0].upper() in CONSTRAINTS:
            add_constraint(table, item)
        else:
            add_column(table, item)
    for option in split(tokens[end + 1:]):
        table.options.update({' '.join(option).upper(): True} if option else {})
    return table


def parse_index(sql):
    """Read a CREATE INDEX."""
    tokens = tokens_of(sql)
    start = tokens.index('(')
    end = closing(tokens, start)
    on = max(place for place in range(start) if tokens[place].upper() == 'ON')
    where = expression(tokens[end + 2:]) if len(tokens) > end + 1 else None
    return Index(identifier(tokens[on - 1]), tuple(part(item) for item in split(tokens[start + 1:end])),
                 tokens[1].upper() == 'UNIQUE', None, where, '')


def part(item):
    """A column or expression of an index."""
    return identifier(item[0]) if len(item) == 1 else re.sub(' ASC$', '', expression(item))


def tokens_of(sql):
    """The statement's tokens, without comments."""
    return [token for token in TOKEN.findall(sql) if not token.startswith(('--', '/*'))]


def add_column(table, item):
    """A column: its name, its type, and the clauses behind it."""
    name, place = identifier(item[0]), 1
    while place < len(item) and item[place].upper() not in CLAUSES:
        place = closing(item, place) + 1 if item[place] == '(' else place + 1
    own = {'name': name, 'type': type_text(item[1:place]), 'null': True, 'default': None, 'computed': None, 'collate': None,
           'comment': None, 'autoincrement': False, 'more': ''}
    constraint = None
    while place < len(item):
        if item[place].upper() == 'CONSTRAINT':
            constraint, place = identifier(item[place + 1]), place + 2
            continue
        place, constraint = add_clause(table, own, item, place, constraint), None
    table.columns[name] = Column(**own)


def type_text(tokens):
    """A type in one spelling: `VARCHAR(50)`."""
    text = ' '.join(identifier(token) if token[0] in QUOTES else token for token in tokens)
    return re.sub(r'\s*\(\s*', '(', re.sub(r'\s*,\s*', ', ', re.sub(r'\s*\)', ')', text))).upper()


def add_clause(table, own, item, place, constraint):
    """Take one clause of a column.

    :param own: the column so far, which is changed
    :param constraint: the name in front of it, or None
    :returns: where the next clause begins
    """
    word = item[place].upper()
    if word in ('GENERATED', 'AS'):
        start = item.index('(', place)
        end = closing(item, start)
        stored = [token.upper() for token in item[end + 1:end + 2]] == ['STORED']
        own['computed'] = (expression(item[start + 1:end]), stored)
        return end + 1 + (item[end + 1:end + 2] != [] and item[end + 1].upper() in ('STORED', 'VIRTUAL'))
    if word == 'CHECK':
        end = closing(item, place + 1)
        table.checks.append(Check(constraint, expression(item[place + 2:end])))
        return end + 1
    if word == 'DEFAULT':
        end = value_end(item, place + 1)
        own['default'] = default(item[place + 1:end])
        return end
    if word == 'REFERENCES':
        end = references_end(item, place + 1)
        table.foreign_keys.append(foreign_key(constraint, (own['name'],), item[place:end]))
        return end
    return add_word(table, own, item, place, constraint)


def add_word(table, own, item, place, constraint):
    """Take a clause that is a few words."""
    word, end = item[place].upper(), clause_end(item, place + 1, CLAUSES)
    rest = [token.upper() for token in item[place + 1:end]]
    if word == 'NOT':
        end = clause_end(item, place + 2, CLAUSES)
        own['null'], own['more'] = False, more(own, item[place + 2:end])
    elif word == 'COLLATE':
        own['collate'] = item[place + 1].strip('"').upper()
    elif word == 'PRIMARY':
        own['autoincrement'] = 'AUTOINCREMENT' in rest
        words = [token for token in rest if token not in ('KEY', 'AUTOINCREMENT', 'ASC')]
        table.primary_key = Key(constraint, (own['name'],), ' '.join(words))
    elif word == 'UNIQUE':
        table.uniques.append(Key(constraint, (own['name'],), ' '.join(rest)))
    return end


def more(own, tokens):
    return ' '.join([own['more']] * bool(own['more']) + [token.upper() for token in tokens])


def clause_end(item, place, words):
    """The place of the next clause that begins with one of these words."""
    while place < len(item) and item[place].upper() not in words:
        place = closing(item, place) + 1 if item[place] == '(' else place + 1
    return place


def references_end(item, place):
    """Behind a foreign key, in which NULL, DEFAULT and NOT do not begin another clause."""
    while True:
        place = clause_end(item, place, CLAUSES)
        here = ' '.join(token.upper() for token in item[place - 1:place + 2])
        if not re.match(r'SET (NULL|DEFAULT)|\S+ NOT DEFERRABLE', here):
            return place
        place += 1


def value_end(item, place):
    """Behind a default."""
    if item[place] == '(':
        return closing(item, place) + 1
    return place + 2 if item[place] in '+-' else place + 1


def add_constraint(table, item):
    """A constraint of the table."""
    name = None
    if item[0].upper() == 'CONSTRAINT':
        name, item = identifier(item[1]), item[2:]
    word, start = item[0].upper(), item.index('(')
    end = closing(item, start)
    columns = tuple(part(one) for one in split(item[start + 1:end])) if word != 'CHECK' else ()
    rest = ' '.join(token.upper() for token in item[end + 1:])
    if word == 'CHECK':
        table.checks.append(Check(name, expression(item[start + 1:end])))
    elif word == 'PRIMARY':
        numbered = columns[-1].endswith(' AUTOINCREMENT')
        columns = tuple(re.sub(' AUTOINCREMENT$', '', column) for column in columns)
        table.primary_key = Key(name, columns, rest)
        table.columns.update({column: table.columns[column]._replace(autoincrement=True) for column in columns if numbered})
    elif word == 'UNIQUE':
        table.uniques.append(Key(name, columns, rest))
    else:
        table.foreign_keys.append(foreign_key(name, columns, item[end + 1:]))


def foreign_key(name, columns, tokens):
    """A foreign key, from REFERENCES on."""
    targets, rest = (), tokens[2:]
    if rest[:1] == ['(']:
        end = closing(rest, 0)
        targets, rest = tuple(identifier(one[0]) for one in split(rest[1:end])), rest[end + 1:]
    words = ' '.join(token.upper() for token in rest)
    actions = [re.search('ON %s (CASCADE|SET NULL|SET DEFAULT|NO ACTION|RESTRICT)' % event, words)
               for event in ('DELETE', 'UPDATE')]
    deferrable = re.search(r'(NOT )?DEFERRABLE( INITIALLY (DEFERRED|IMMEDIATE))?', words)
    return ForeignKey(name, columns, None, identifier(tokens[1]), targets,
                      *[action_of(match and match.group(1)) for match in actions],
                      deferrable=deferrable and deferrable.group())


def action_of(action):
    """NO ACTION is what SQLite does without being told."""
    return None if action == 'NO ACTION' else action


def identifier(token):
    """The name that a token stands for."""
    if token[0] in QUOTES:
        return token[1:-1].replace(QUOTES[token[0]], QUOTES[token[0]][0]) if token[0] != '[' else token[1:-1]
    return token[1:-1].replace("''", "'") if token.startswith("'") else token


def default(tokens):
    """A default: a value as it stands, an expression without the brackets around it."""
    while tokens[0] == '(' and closing(tokens, 0) == len(tokens) - 1:
        tokens = tokens[1:-1]
    return expression(tokens)


def expression(tokens):
    """SQL in one spelling."""
    text = ''
    for before, token in zip([''] + tokens, tokens):
        tight = before in ('', '(', '.') or token in '),.' or (token == '(' and called(before)) or (
            before in '+-' and text in ('+', '-'))
        text += spelled(token) if tight else ' ' + spelled(token)
    return text


def called(word):
    """Whether a bracket behind a word is that of a function, and not of a list or a condition."""
    return (word[-1].isalnum() or word[-1] in '_"`]') and word.upper() not in WORDS - {'CAST'}


def spelled(token):
    """A token in one spelling."""
    if token[0] in QUOTES:
        return quoted(identifier(token))
    return token.upper() if token.upper() in WORDS else {'==': '=', '!=': '<>'}.get(token, token)


def quoted(name):
    """A name, in quotes where it needs them."""
    return name if re.match(r'[A-Za-z_][A-Za-z0-9_]*$', name) and name.upper() not in RESERVED \
        else '"%s"' % name.replace('"', '""')


def path(schema, name):
    """A name with its schema in front, where it has one."""
    return '.'.join(quoted(part) for part in (schema, name) if part)


def string(text):
    """A string in SQL."""
    return "'%s'" % text.replace("'", "''")


def write(table, name=None, schema=None):
    """The CREATE TABLE of a definition.

    :param name: another name for the table
    :param schema: the attached database that it is to be in, or None
    """
    alone = table.primary_key and len(table.primary_key.columns) == 1 and any(
        column.autoincrement for column in table.columns.values())
    items = [write_column(column, table.primary_key if alone and column.autoincrement else None)
             for column in table.columns.values()]
    if table.primary_key and not alone:
        key = table.primary_key
        items.append(named(key.name, 'PRIMARY KEY (%s)' % names(key, table), key.more))
    items += [named(one.name, 'UNIQUE (%s)' % names(one, table), one.more) for one in table.uniques]
    items += [named(one.name, 'CHECK (%s)' % one.text) for one in table.checks]
    items += [write_foreign_key(one) for one in table.foreign_keys]
    options = ''.join(' ' + option for option in sorted(table.options))
    return 'CREATE TABLE %s (\n\t%s\n)%s' % (path(schema, name or table.name), ', \n\t'.join(items), options)


def write_column(column, key=None):
    """A column's line.

    :param key: the primary key, where it stands with the column
    """
    words = [quoted(column.name), column.type]
    if column.computed:
        words.append('GENERATED ALWAYS AS (%s) %s' % (column.computed[0], 'STORED' if column.computed[1] else 'VIRTUAL'))
    if column.default is not None:
        words.append('DEFAULT ' + (column.default if literal(column.default) else '(%s)' % column.default))
    words += ([] if column.null else ['NOT NULL']) + [column.more]
    words += ['COLLATE ' + column.collate] if column.collate else []
    words += [named(key.name, 'PRIMARY KEY', key.more) + ' AUTOINCREMENT'] if key else []
    return ' '.join(word for word in words if word)


def literal(text):
    """Whether a default needs no brackets."""
    return bool(re.match(r"('(?:[^']|'')*'|[+-]?[\d.]+(e[+-]?\d+)?|[xX]'[^']*'|NULL|TRUE|FALSE|CURRENT_\w+|\w+)$", text))


def write_foreign_key(one):
    """A foreign key's line."""
    words = ['FOREIGN KEY(%s) REFERENCES %s' % (', '.join(map(quoted, one.columns)), quoted(one.table))]
    words += ['(%s)' % ', '.join(map(quoted, one.targets))] if one.targets else []
    words += ['ON DELETE ' + one.ondelete] if one.ondelete else []
    words += ['ON UPDATE ' + one.onupdate] if one.onupdate else []
    return named(one.name, ' '.join(words), one.deferrable or '')


def names(key, table):
    """The columns of a key, each a name or with what else stands there, such as `name DESC`."""
    return ', '.join(quoted(part) if part in table.columns or ' ' not in part else part for part in key.columns)


def named(name, text, rest=''):
    words = ['CONSTRAINT ' + quoted(name)] if name else []
    return ' '.join(words + [text] + ([rest] if rest else []))


def write_index(index, table):
    """The CREATE INDEX of a definition."""
    parts = ', '.join(quoted(one) if one in table.columns else one for one in index.parts)
    return 'CREATE %sINDEX %s ON %s (%s)%s' % (
        'UNIQUE ' if index.unique else '', path(table.schema, index.name), quoted(table.name), parts,
        ' WHERE ' + index.where if index.where else '')

"""MySQL's and MariaDB's own definition of a table: `SHOW CREATE TABLE`.

:source: https://mariadb.com/kb/en/show-create-table/
"""
import re

from ...schema import Check, Column, ForeignKey, Index, Key, Table, closing, execute, split

AUTO_INCREMENT = re.compile(r' AUTO_INCREMENT=\d+')  # changes with the rows

# A string, a name, a bracket, a comma, the mark of a version as in `/*!80023 INVISIBLE */`, or a word.
TOKEN = re.compile(r"""'(?:[^'\\]|\\.|'')*' | `(?:[^`]|``)*` | [(),] | /\*!\d* | \*/ | [^\s(),'`]+""",
                   re.VERBOSE | re.DOTALL)
VERSION_MARK = re.compile(r'/\*!\d*\Z|\*/\Z')
# What a column may have with a value of its own behind it.
VALUED = ('SRID', 'COLUMN_FORMAT', 'STORAGE', 'ENGINE_ATTRIBUTE', 'SECONDARY_ENGINE_ATTRIBUTE')
TYPE_WORDS = ('unsigned', 'zerofill', 'CHARACTER', 'SET', 'COLLATE')
OPERATORS = 'and or xor not in is between like regexp rlike case when then else div mod as default check'.split()
JSON = 'longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
ESCAPES = {'0': '\0', 'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'Z': '\x1a'}

# Kinds of constraints, as information_schema calls them.
OF_KIND = {'checks': 'CHECK', 'foreign_keys': 'FOREIGN KEY'}
# Errors of a server that wants a primary key in each table: sql_require_primary_key, innodb_force_primary_key.
KEY_REQUIRED = (3750, 1173)
# The key that MySQL gives to a table without one, where sql_generate_invisible_primary_key is on.
# source: https://dev.mysql.com/doc/refman/8.4/en/create-table-gipks.html
GENERATED_KEY = 'my_row_id'


def read(connection, name, schema=None):
    """What the server says that a table is.

    :param connection: SQLAlchemy's
    :returns: a `Table`; None where there is none, or where it is a view
    """
    quote = connection.dialect.identifier_preparer.quote_identifier
    full_name = '.'.join(quote(part) for part in (schema, name) if part)
    row = execute(connection, 'SHOW CREATE TABLE ' + full_name).first()
    if list(row.keys())[0] != 'Table':
        return None
    table = parse(row[1], name, schema)
    if 'CHARSET' in table.options and 'COLLATE' not in table.options:  # the server may leave out what is its default
        table.options['COLLATE'] = default_collation(connection, table.options['CHARSET'])
    own = ' CHARACTER SET %s COLLATE %s' % (table.options.get('CHARSET'), table.options.get('COLLATE'))
    for column in table.columns.values():  # MySQL says it again of a column that was once given it
        table.columns[column.name] = column._replace(type=re.sub(re.escape(own) + r'\Z', '', column.type))
    table.one_per_database = names_that_count_for_all(connection.dialect)
    return table


def default_collation(connection, charset):
    """The collation of a character set; asked once for each connection."""
    known = connection.info.setdefault('safe_migrate_collations', {})
    if charset not in known:
        known[charset] = execute(connection, "SELECT default_collate_name FROM information_schema.character_sets "
                                             "WHERE character_set_name = '%s'" % charset).scalar()
    return known[charset]


def names_that_count_for_all(dialect):
    """Of what kinds a constraint's name may be there once in a database, and not in a table.

    :source: https://dev.mysql.com/doc/refman/8.0/en/create-table-check-constraints.html,
        https://mariadb.com/kb/en/foreign-keys/ (from MariaDB 12.1 on, a name counts for its table)
    """
    version = [part for part in dialect.server_version_info or () if isinstance(part, int)]
    if not is_mariadb(dialect):
        return ('checks', 'foreign_keys')
    return () if version[version[:3] == [5, 5, 5] and 3 or 0:] >= [12, 1] else ('foreign_keys',)


def owners(connection, schema):
    """The names that may be there once in a database and are, in small letters, each with its table."""
    words = [OF_KIND[kind] for kind in names_that_count_for_all(connection.dialect)]
    rows = execute(connection, 'SELECT constraint_name, table_name FROM information_schema.table_constraints '
                   'WHERE constraint_schema = %s AND constraint_type IN (%s)' % (
                       literal(schema), ', '.join(map(literal, words)))) if words else ()
    return {row[0].lower(): row[1] for row in rows}


def is_mariadb(dialect):
    """Whether the server is MariaDB: SQLAlchemy 1.4 says so, 1.3 has the word among the numbers of the version."""
    return getattr(dialect, 'is_mariadb', False) or 'MariaDB' in (dialect.server_version_info or ())


ANSI_NAME = re.compile(r"('(?:[^'\\]|''|\\.)*')|\"((?:[^\"]|\"\")*)\"", re.DOTALL)


def parse(text, name, schema=None):
    """Read a `CREATE TABLE` as the server prints it."""
    table = Table(name, schema)
    tokens = [token for token in TOKEN.findall(in_backticks(text)) if not VERSION_MARK.match(token)]
    start = tokens.index('(')
    end = closing(tokens, start)
    for item in split(tokens[start + 1:end]):
        add_item(table, item)
    read_options(table, tokens[end + 1:])
    return table


def in_backticks(text):
    """The text with names as the server writes them where `sql_mode` has no ANSI_QUOTES."""
    if '`' in text.split('(', 1)[0]:
        return text
    return ANSI_NAME.sub(lambda match: match.group(1) or '`%s`' % match.group(2).replace('""', '"').replace('`', '``'), text)


def add_item(table, item):
    """Put one line of a `CREATE TABLE` where it belongs."""
    if item[0].startswith('`'):
        add_column(table, item)
    elif item[0] == 'PRIMARY':
        end = closing(item, 2)
        table.primary_key = Key(None, parts_of(item[3:end]), joined(item[end + 1:]))
    elif item[0] == 'CONSTRAINT' and item[2] == 'FOREIGN':
        table.foreign_keys.append(foreign_key(unquoted(item[1]), item[4:]))
    elif item[0] == 'CONSTRAINT':
        table.checks.append(Check(unquoted(item[1]), inside(item, 3), item[-2:] != ['NOT', 'ENFORCED']))
    elif 'KEY' in item[:2]:
        add_index(table, item)


def add_column(table, item):
    """A column's line, from its name to its comment."""
    name, words = unquoted(item[0]), clauses(item[1:])
    check = words.pop('CHECK', None)
    type_, check = type_and_check(name, words.pop('type'), check)
    if check:
        table.checks.append(Check(None, check))
    words.pop('NULL', None)
    default = words.pop('DEFAULT', None)
    if words.get('ON UPDATE'):
        default = '%s ON UPDATE %s' % (default or 'NULL', words.pop('ON UPDATE'))
    comment = words.pop('COMMENT', None)
    table.columns[name] = Column(
        name, type_, words.pop('NOT NULL', None) is None, None if default == 'NULL' else default,
        words.pop('computed', None), None, comment and string(comment), words.pop('AUTO_INCREMENT', None) is not None,
        ' '.join(sorted(words.values())))


def type_and_check(name, type_, check):
    """JSON is a type of MySQL's own; MariaDB says what it makes of it."""
    if type_ == JSON and check == 'json_valid(%s)' % quoted(name):
        return 'json', None
    return type_, check


def clauses(tokens):
    """The parts of a column's definition, by their first words."""
    found, place = {}, 1
    while place < len(tokens) and (tokens[place] in ('(',) + TYPE_WORDS or tokens[place - 1] in TYPE_WORDS[2:]):
        place = closing(tokens, place) + 1 if tokens[place] == '(' else place + 1
    found['type'] = joined(tokens[:place])
    while place < len(tokens):
        place = add_clause(found, tokens, place)
    return found


def add_clause(found, tokens, place):
    """Take one clause off.

    :returns: where the next one begins
    """
    word, two = tokens[place], ' '.join(tokens[place:place + 2])
    if two in ('NOT NULL', 'ON UPDATE', 'GENERATED ALWAYS'):
        word, place = two, place + 1
    if word in ('GENERATED ALWAYS', 'AS'):
        place += word != 'AS'
        end = closing(tokens, place + 1)
        stored = tokens[end + 1:end + 2] in (['STORED'], ['PERSISTENT'])
        found['computed'] = (inside(tokens, place + 1), stored)
        return end + 2
    if word in ('DEFAULT', 'ON UPDATE', 'COMMENT', 'CHECK'):
        end = expression_end(tokens, place + 1)
        found[word] = joined(tokens[place + 1:end]) if word != 'CHECK' else inside(tokens, place + 1)
        return end
    if word in VALUED and place + 1 < len(tokens):
        found[word] = '%s %s' % (word, tokens[place + 1])
        return place + 2
    found[word] = word
    return place + 1


def expression_end(tokens, place):
    """Behind a value: a word or string, with the brackets that follow it."""
    if tokens[place] == '(':
        place = closing(tokens, place)
    elif place + 1 < len(tokens) and introduces(tokens[place], tokens[place + 1]):
        place += 1
    elif tokens[place + 1:place + 2] == ['(']:
        place = closing(tokens, place + 1)
    return place + 1


def add_index(table, item):
    """An index's line."""
    start = item.index('(')
    words, name = item[:start], unquoted(item[start - 1])
    end = closing(item, start)
    kind = words[0] if words[0] in ('FULLTEXT', 'SPATIAL') else None
    table.indexes[name] = Index(
        name, parts_of(item[start + 1:end]), words[0] == 'UNIQUE', kind, None, joined(item[end + 1:]))


def foreign_key(name, tokens):
    """A foreign key's line, from its columns on."""
    end = closing(tokens, 0)
    referred = tokens[end + 2:]
    start = referred.index('(')
    names = [unquoted(token) for token in referred[:start] if token != '.']
    schema = names[0] if len(names) > 1 else None
    rules = ' '.join(referred[closing(referred, start) + 1:])
    actions = [re.search('ON %s (CASCADE|SET NULL|SET DEFAULT|NO ACTION|RESTRICT)' % event, rules)
               for event in ('DELETE', 'UPDATE')]
    targets = parts_of(referred[start + 1:closing(referred, start)])
    return ForeignKey(name, parts_of(tokens[1:end]), schema, names[-1], targets,
                      *[action_of(match and match.group(1)) for match in actions], deferrable=None)


def action_of(action):
    """RESTRICT and NO ACTION are what InnoDB does without being told."""
    return None if action in ('RESTRICT', 'NO ACTION') else action


def read_options(table, tokens):
    """What stands behind the closing bracket, without the counter, which is data."""
    text = joined(tokens).split(' PARTITION BY')[0]
    for name, value in re.findall(r"([A-Z_]+(?: [A-Z_]+)*)= ?('(?:[^'\\]|\\.|'')*'|\S+)", text):
        if name != 'AUTO_INCREMENT':
            table.options[name.replace('DEFAULT ', '')] = string(value) if value.startswith("'") else value


def parts_of(tokens):
    """The columns of a key, as `name`, `name(10)` or `name DESC`."""
    return tuple(re.sub('^(`(?:[^`]|``)*`)', lambda match: unquoted(match.group()), joined(item))
                 for item in split(tokens))


def inside(tokens, start):
    """The text within the bracket at a place."""
    return joined(tokens[start + 1:closing(tokens, start)])


def joined(tokens):
    """The tokens as text, spaced in one way."""
    text = ''
    for before, token in zip([''] + tokens, tokens):
        tight = before in ('', '(') or token in '),' or (token == '(' and called(before)) or introduces(before, token)
        text += token if tight else ' ' + token
    return text


def introduces(before, token):
    """Whether two tokens are one string: `b'1'`, `_utf8mb4'x'`."""
    return token.startswith("'") and (before.lower() in ('b', 'x', 'n') or before.startswith('_'))


def called(word):
    """Whether a bracket behind a word is that of a function, a type or a name, and not of a list or a condition."""
    return (word[-1].isalnum() or word[-1] in '_`') and word.lower() not in OPERATORS


def quoted(name):
    """A name in quotes."""
    return '`%s`' % name.replace('`', '``')


def unquoted(token):
    """A name without the quotes that it may stand in."""
    return token[1:-1].replace('``', '`') if token.startswith('`') else token


def string(token):
    """The text that a string in SQL stands for."""
    return re.sub(r"\\(.)|''", lambda match: ESCAPES.get(match.group(1), match.group(1)) if match.group(1) else "'",
                  token[1:-1], flags=re.DOTALL)


def write_column(column):
    """A column as the server itself would write it."""
    words = [quoted(column.name), column.type]
    if column.computed:
        words.append('GENERATED ALWAYS AS (%s) %s' % (column.computed[0], 'STORED' if column.computed[1] else 'VIRTUAL'))
    words += [('' if column.computed else 'NULL') if column.null else 'NOT NULL', column.more]
    words += ['DEFAULT ' + column.default] if column.default is not None else []
    words += ['AUTO_INCREMENT'] if column.autoincrement else []
    words += ['COMMENT ' + literal(column.comment)] if column.comment else []
    return ' '.join(word for word in words if word)


def literal(text):
    """A string in SQL."""
    return "'%s'" % text.replace('\\', '\\\\').replace("'", "''").replace('\n', '\\n').replace('\0', '\\0')

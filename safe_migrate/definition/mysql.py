"""MySQL's and MariaDB's own definition of a table: `SHOW CREATE TABLE`.

:source: https://mariadb.com/kb/en/show-create-table/
"""
import re

from . import Check, Column, ForeignKey, Index, Key, Table, execute
from .brackets import closing, split

# A string, a name, a bracket, a comma, the end of a version's comment, or a word.
TOKEN = re.compile(r"""'(?:[^'\\]|\\.|'')*' | `(?:[^`]|``)*` | [(),] | [^\s(),'`]+""", re.VERBOSE | re.DOTALL)
TYPE_WORDS = ('unsigned', 'zerofill', 'CHARACTER', 'SET', 'COLLATE')
OPERATORS = 'and or xor not in is between like regexp rlike case when then else div mod as default check'.split()
JSON = 'longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
ESCAPES = {'0': '\0', 'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'Z': '\x1a'}


def read(connection, name, schema=None):
    """What the server says that a table is.

    :param connection: SQLAlchemy's
    :returns: a `Table`; None where there is none, or where it is a view
    """
    quote = connection.dialect.identifier_preparer.quote_identifier
    full_name = '.'.join(quote(part) for part in (schema, name) if part)
    row = execute(connection, 'SHOW CREATE TABLE ' + full_name).first()
    return parse(row[1], name, schema) if list(row.keys())[0] == 'Table' else None


ANSI_NAME = re.compile(r"('(?:[^'\\]|''|\\.)*')|\"((?:[^\"]|\"\")*)\"", re.DOTALL)


def parse(text, name, schema=None):
    """Read a `CREATE TABLE` as the server prints it."""
    table = Table(name, schema)
    tokens = TOKEN.findall(in_backticks(text).replace('/*!80023 ', '').replace('/*!80016 ', ''))
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
        table.checks.append(Check(unquoted(item[1]), inside(item, 3)))
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
        ' '.join(sorted(words)))


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

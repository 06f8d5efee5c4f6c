"""Which values of a statement are passwords and the like, by the columns and words that they belong to."""
from .reader import SECRETS, WHOLE_SECRETS, split_at_commas
from .tokens import MARK, NAME, STRING, SYMBOL, VARIABLE, WORD, unquoted

HIDDEN = "'***'"
LONGEST = 4000  # characters that are shown of a statement whose values have no names
COMPARES = {'=', '<', '>', '!', 'LIKE', 'IS', 'NOT', 'IN', ':', '(', ',', 'DEFAULT', 'PASSWORD', 'BINARY'}
AFTER = {'IDENTIFIED', 'PASSWORD'}


def is_secret(token):
    """Whether a name says that its value is not to be seen."""
    name = unquoted(token.text).lower()
    return token.kind in (WORD, NAME, VARIABLE) and (
        name.lstrip('@') in WHOLE_SECRETS or any(word in name for word in SECRETS))


def redacted(statement):
    """A statement's text without its passwords; one that ends within a string is cut where that begins."""
    if is_unnamed(statement) and len(statement.text) > LONGEST:  # all of its values would have to be looked at
        return redacted(type(statement)(statement.text[:LONGEST], statement.syntax)) + ' ...'
    if not may_have_secrets(statement):
        return statement.text
    text, items = statement.text, statement.tokens
    if statement.reader.broken:
        end = items[-1].end if items else 0
        text = text[:end] + ' ' + HIDDEN
    for token in sorted(set(secret_values(statement)), key=lambda one: one.start, reverse=True):
        if token.kind == STRING:
            text = text[:token.start] + HIDDEN + text[token.end:]
    return text


def may_have_secrets(statement):
    """Whether a statement names what may be a password, or writes values of which it does not say what they are."""
    text = statement.text.lower()
    return any(word in text for word in SECRETS) or is_unnamed(statement) or (
        any(word in text for word in WHOLE_SECRETS) and any(map(is_secret, statement.tokens)))


def is_unnamed(statement):
    """Whether it gives values to columns, or to a procedure, without a name for each."""
    if statement.first == 'CALL':
        return True
    follows = [statement.reader.peek(ahead) for ahead in (0, 1)] if statement.first in ('INSERT', 'REPLACE') else []
    return bool(follows) and follows[0] != 'SET' and (follows[0] != '(' or follows[1] in ('SELECT', 'WITH'))


def secret_marks(statement, marks):
    """The places and names of the parameters that are passwords."""
    if not may_have_secrets(statement):
        return set()
    found = {token.start for token in secret_values(statement)}
    places = {place for place, token in enumerate(marks) if token.start in found}
    return places | {marks[place].text.strip('%():s?') for place in places} - {''}


def secret_texts(statement):
    """The passwords themselves that stand in a statement."""
    return [token.text[1:-1] for token in secret_values(statement) if token.kind == STRING] if may_have_secrets(
        statement) else []


def secret_values(statement):
    """The tokens of values that are passwords, or that cannot be told to be none."""
    items = statement.tokens
    if is_unnamed(statement) or statement.first == 'SELECT' and any(
            token.kind == VARIABLE and is_secret(token) for token in items):  # SELECT '...' INTO @password
        yield from (token for token in items if token.kind in (STRING, MARK))
        return
    yield from after_names(items)
    yield from in_rows(items)
    if statement.first not in ('CREATE', 'ALTER'):  # of which they are comments
        yield from (token for token in items if token.kind == STRING and holds_statement(token.text[1:-1]))


def holds_statement(text):
    """Whether a text may be a statement with a password in it, which is to be run as such."""
    return any(quote in text for quote in '\'"') and any(word in text.lower() for word in SECRETS)


def after_names(items):
    """`IDENTIFIED BY '...'`, `SET password = '...'`, `WHERE token IN ('...', '...')`."""
    hidden, depth = False, 0
    for token in items:
        if is_secret(token):
            hidden, depth = token.word in AFTER and 'always' or 'compared', 0
        elif hidden and token.kind in (STRING, MARK):
            yield token
        elif token.kind == SYMBOL and token.text in '()':
            depth += 1 if token.text == '(' else -1
            hidden = hidden if depth >= 0 else False
        elif hidden == 'compared' and token.text == ',' and not depth or token.text == ';':
            hidden = False
        elif hidden == 'always' and token.text == ',' and not depth:
            hidden = False
        elif hidden == 'compared' and token.kind in (WORD, NAME) and token.word in ('AND', 'OR', 'WHERE', 'SELECT', 'FROM',
                                                                                   'VALUES', 'ORDER', 'SET'):
            hidden = False


def in_rows(items):
    """`INSERT INTO user (name, password) VALUES ('bob', '...')`: the values that stand in the places of such columns."""
    starts = [place for place, token in enumerate(items) if token.word in ('VALUES', 'VALUE', 'SELECT')]
    if not starts or not items or not any(token.word in ('INSERT', 'REPLACE') for token in items[:4]):
        return
    first = starts[0]
    opens = next((place for place in range(first) if items[place].text == '('), None)
    if opens is None:
        return
    closes = next((place for place in range(opens, first) if items[place].text == ')'), first)
    places = {place for place, part in enumerate(split_at_commas(items[opens + 1:closes])) if any(map(is_secret, part))}
    if items[first].word == 'SELECT':
        yield from of_places(split_at_commas(items[first + 1:]), places)
        return
    for row in rows(items[first + 1:]):
        yield from of_places(split_at_commas(row), places)


def rows(items):
    """The tokens within each pair of outer brackets."""
    depth, start = 0, 0
    for place, token in enumerate(items):
        if token.kind == SYMBOL and token.text == '(':
            depth += 1
            start = place + 1 if depth == 1 else start
        elif token.kind == SYMBOL and token.text == ')':
            depth -= 1
            if not depth:
                yield items[start:place]


def of_places(parts, places):
    for place, part in enumerate(parts):
        if place in places:
            yield from (token for token in part if token.kind in (STRING, MARK))

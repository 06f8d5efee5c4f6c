"""Expressions in one spelling. What the server says of one, given back to it, may come back in other words: it keeps the
cast of the type that a column once had, and casts a list of values one by one.
"""
import re

LITERAL = re.compile(r"(E?'((?:[^']|'')*)')::[\w .\"()\[\],]+$")
EACH = re.compile(r"('(?:[^']|'')*')::character varying")
LIST_AS_TEXTS = re.compile(r"\(ARRAY\[(%s(?:, %s)*)\]\)::text\[\]" % ((EACH.pattern.replace('(\'', '(?:\''),) * 2))
AS_TEXT = re.compile(r"\(('(?:[^']|'')*')::character varying\)::text")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)$")
NUMBERS = ('smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision')
SIMPLE = re.compile(r"(E?'(?:[^']|'')*'|[+-]?[\d.]+|\w+)$")
NOW = ('CURRENT_TIMESTAMP', "transaction_timestamp()")


def default_of(text, kind):
    """A column's default.

    :param text: as the server says it
    :param kind: the column's type, likewise
    """
    text = without_brackets(text)
    found = LITERAL.match(text)
    value = without_brackets(found.group(2)) if found else text
    if kind.startswith(NUMBERS) and not kind.endswith(']') and NUMBER.match(without_cast(value)):
        return without_cast(value)
    if text in NOW:
        return 'now()'
    if text.startswith('NULL::'):
        return None
    return found.group(1) if found else text


def without_cast(text):
    """`(-1)::numeric` as `-1`."""
    shape = re.match(r'\(?([+-]?[\d.]+)\)?(::[\w ]+(\([\d,]+\))?)?$', text)
    return shape.group(1) if shape else text


def expression(text):
    """A condition, or what a generated column is made of."""
    return in_one_spelling(without_brackets(text))


def in_one_spelling(text):
    """An expression with the lists of texts in it as lists of one type."""
    text = LIST_AS_TEXTS.sub(lambda found: 'ARRAY[%s]' % EACH.sub(r'\1::text', found.group(1)), text)
    return AS_TEXT.sub(r'\1::text', text)


def bracketed(text):
    """A default as DEFAULT takes it: a value or a call as it stands, anything else in brackets."""
    call = re.match(r'[\w.]+\(', text)
    is_call = call and closing(text, call.end() - 1) == len(text) - 1
    return text if is_call or SIMPLE.match(text) else '(%s)' % text


def without_brackets(text):
    """An expression without the brackets around all of it."""
    while text.startswith('(') and closing(text, 0) == len(text) - 1:
        text = text[1:-1]
    return text


def closing(text, start):
    """The place of the bracket that closes the one at a place; what is in quotation marks does not count."""
    depth, quote = 0, None
    for place in range(start, len(text)):
        character = text[place]
        if quote:
            quote = None if character == quote else quote
        elif character in '\'"':
            quote = character
        else:
            depth += {'(': 1, ')': -1}.get(character, 0)
            if depth == 0:
                return place
    raise ValueError(text)


def split(text):
    """What stands between the commas outside of all brackets and quotation marks."""
    parts, place = [''], 0
    while place < len(text):
        end = place
        if text[place] == '(':
            end = closing(text, place)
        elif text[place] in '\'"':
            end = text.index(text[place], place + 1)
        if text[place] == ',':
            parts.append('')
        else:
            parts[-1] += text[place:end + 1]
        place = end + 1
    return [part.strip() for part in parts]

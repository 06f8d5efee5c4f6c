"""The tokens of a CREATE statement, within and between brackets."""


def closing(tokens, start):
    """The place of the bracket that closes the one at a place.

    :raises ValueError: where none does
    """
    depth = 0
    for place in range(start, len(tokens)):
        depth += {'(': 1, ')': -1}.get(tokens[place], 0)
        if depth == 0:
            return place
    raise ValueError('a bracket is not closed')


def split(tokens):
    """The tokens between the commas outside of all brackets."""
    items, depth = [[]], 0
    for token in tokens:
        depth += {'(': 1, ')': -1}.get(token, 0)
        if token == ',' and depth == 0:
            items.append([])
        else:
            items[-1].append(token)
    return items

"""Which of a column's values do not fit into its new type, as a condition in SQL; and whether all of them do."""
import re

from ..translation.language import _

TYPE = re.compile(r"(\w+)(?:\s*\((.*?)\))?(.*)\Z", re.DOTALL)
BITS = {'tinyint': 8, 'smallint': 16, 'mediumint': 24, 'int': 32, 'integer': 32, 'bigint': 64}
CHARACTERS = ('varchar', 'char', 'nvarchar', 'nchar', 'character', 'string')
BYTES = ('varbinary', 'binary')
TEXTS = {'tinytext': 255, 'text': 65535, 'mediumtext': 2 ** 24 - 1, 'tinyblob': 255, 'blob': 65535,
         'mediumblob': 2 ** 24 - 1}
LONGER = {'varchar': ('text', 4), 'varbinary': ('blob', 1)}  # what holds more than each, and a letter's most bytes
DECIMALS = ('decimal', 'numeric')
MEMBER = re.compile(r"'(?:[^']|'')*'")
LITERAL = re.compile(r"(?:-?\d+(?:\.\d+)?|'(?:[^'\\]|\\.|'')*'|current_timestamp(?:\(\d*\))?)\Z", re.IGNORECASE)
WHOLE_NUMBERS = tuple(BITS) + DECIMALS + ('float', 'double', 'real')


def parsed(text):
    """A type as its name, what stands in the bracket, and the rest."""
    name, inside, rest = TYPE.match(text.strip()).groups()
    return name.lower(), inside, rest.lower()


def too_much(expression, old, new, characters):
    """The condition of the values that do not fit, by their size alone.

    :param expression: the column, quoted
    :param old, new: the types, as the database writes them
    :param characters: the function that counts a text's characters
    :returns: a pair of SQL and what is wrong with those values, or None where all fit or it cannot be told
    """
    name, inside, rest = parsed(new)
    if name in CHARACTERS + BYTES and inside and inside.isdigit():
        return longer(expression, inside, characters if name in CHARACTERS else 'LENGTH')
    if name in TEXTS and old.lower() != new.lower():
        return '%s(%s) > %d' % ('LENGTH', expression, TEXTS[name]), _('longer than %d bytes') % TEXTS[name]
    if name in BITS and parsed(old)[0] in WHOLE_NUMBERS:
        return out_of_range(expression, *limits(name, rest))
    if name in DECIMALS and inside and parsed(old)[0] in WHOLE_NUMBERS:
        digits, comma, scale = inside.partition(',')
        most = 10 ** (int(digits) - int(scale or 0))
        return 'ABS(%s) >= %d' % (expression, most), _('out of range')
    if name == 'enum':
        members = ', '.join(MEMBER.findall(inside))
        return '%s NOT IN (%s)' % (expression, members), _('none of the enum')
    return None


def longer(expression, length, function):
    return '%s(%s) > %s' % (function, expression, length), _('longer than %s') % length


def limits(name, rest):
    """The least and the greatest number of an integer type."""
    bits = BITS[name]
    return (0, 2 ** bits - 1) if 'unsigned' in rest else (-2 ** (bits - 1), 2 ** (bits - 1) - 1)


def out_of_range(expression, least, most, upper=None):
    """
    :param upper: the expression that is compared with the greatest, where that is another one
    """
    return '(%s < %d OR %s > %d)' % (expression, least, upper or expression, most), _('out of range')


def is_wider(old, new):
    """Whether each value of a column fits unchanged into its new definition; False where that cannot be told."""
    return (new.null or not old.null) and (old.type.lower() == new.type.lower() or is_wider_type(old.type, new.type))


def is_wider_type(old, new):
    old_name, old_inside, old_rest = parsed(old)
    name, inside, rest = parsed(new)
    if old_name in BITS and name in BITS:
        return BITS[name] >= BITS[old_name] and ('unsigned' in rest) == ('unsigned' in old_rest)
    if rest != old_rest:
        return False
    if old_name in CHARACTERS and name == 'varchar' and inside and old_inside:
        return int(inside) >= int(old_inside)
    if old_name in LONGER and old_inside and name.endswith(LONGER[old_name][0]):
        return int(old_inside) * LONGER[old_name][1] <= TEXTS.get(name, 2 ** 32)  # bytes
    if old_name in TEXTS and name in tuple(TEXTS) + ('longtext', 'longblob'):
        return ('blob' in name) == ('blob' in old_name) and TEXTS.get(name, 2 ** 32) >= TEXTS[old_name]
    if old_name in DECIMALS and name in DECIMALS and inside and old_inside:
        return all(one >= other for one, other in zip(digits(inside), digits(old_inside)))
    return False


def digits(inside):
    """The digits of a decimal before and behind its point."""
    most, _, scale = inside.partition(',')
    return int(most) - int(scale or 0), int(scale or 0)

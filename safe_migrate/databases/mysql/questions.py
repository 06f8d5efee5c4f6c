"""MySQL and MariaDB: what a change of a table means for its rows, down to the values that an ALTER refuses or converts."""
import copy
import re

from ...checks.narrowing import BITS, BYTES, CHARACTERS, DECIMALS, MEMBER, TEXTS, limits, longer, out_of_range, parsed
from ...checks.questions import LOST, REJECTED, Questions, name_of, new_keys, unique_parts
from ...translation.language import _

NAMED = re.compile(r'`((?:[^`]|``)+)`')


class QuestionsToMySQL(Questions):
    """MySQL and MariaDB, as their `sql_mode` has it."""

    def __init__(self, quote, origin, origins, modes='STRICT_TRANS_TABLES', is_mariadb=True):
        super().__init__(quote, origin, origins)
        self.is_mariadb = is_mariadb
        is_strict = 'STRICT_' in modes
        self.refuses_nulls, self.misfit = is_strict, REJECTED if is_strict else LOST
        self.refuses_zero_dates = is_strict and 'NO_ZERO_DATE' in modes

    def of(self, old, new):
        found = super().of(old, new)
        for name, column in old.columns.items():
            before = Encoded(column.type, old.options, self.is_mariadb)
            if before.is_text and name in self.origin.columns and name in new.columns and Encoded(
                    new.columns[name].type, new.options, self.is_mariadb).is_bytes:
                self.origin.charsets[self.origin.columns[name]] = before.charset
        return found

    def zero(self, column, table):
        return zero(column.type)

    def of_null(self, column):
        """MariaDB puts the time into a timestamp."""
        takes_time = self.is_mariadb and parsed(column.type)[0] == 'timestamp'
        return LOST if takes_time else super().of_null(column)

    def of_new(self, column):
        kept = self.origin.kept.get(column.name)
        comes = column.name in self.origin.kept and column.default is None and not (column.null or column.computed)
        value = self.zero(column, self.new) if comes else self.origin.given.get(column.name)
        if self.refuses_zero_dates and value == ZERO_DATE:
            yield self.ask(REJECTED, column.name, _('rows that would have 0000-00-00 in %s') % column.name,
                           '%s IS NULL' % kept if kept else '1 = 1')

    def too_much(self, here, old, new):
        return too_much(*self.values(here, new))

    def rounded(self, here, old, new):
        return rounded(*self.values(here, new))

    def values(self, here, new):
        """A column's values, their type, and the one that they will have.

        An earlier statement may have made bytes of a text, whose letters are then read in another character set.
        """
        real = Encoded(self.origin.column(new.name).type, self.origin.options, self.is_mariadb)
        now = Encoded(self.old.columns[new.name].type, self.old.options, self.is_mariadb)
        if real.is_text and now.is_bytes:
            charset = self.origin.charsets.get(self.origin.columns[new.name], real.charset)
            here, real = 'CAST(CONVERT(%s USING %s) AS BINARY)' % (here, charset), now
        return here, real, Encoded(new.type, self.new.options, self.is_mariadb)

    def keys(self, old, new):
        known = new_keys(old, new)
        return known + [tuple(parts) for parts in unique_parts(new) if tuple(parts) not in known and any(
            self.is_changed(name) and self.converted(name) != self.column(name) for name in map(name_of, parts))]

    def is_changed(self, name):
        """A text also where its table has another character set."""
        sets = self.old.options.get('CHARSET'), self.new.options.get('CHARSET')
        return super().is_changed(name) or name in self.old.columns and sets[0] != sets[1]

    def converted(self, name):
        here, real, new = self.column(name), self.origin.column(name), self.new.columns.get(name)
        if here is None or real is None or new is None:
            return here
        return converted(*self.values(here, new))

    def text_of(self, check):
        """The server writes each name in it in quotes; MariaDB does not look at the rows for one of a single column."""
        names = {name.replace('``', '`') for name in NAMED.findall(check.text)}
        if check.name is None or not all(self.column(name) for name in names):
            return None
        return NAMED.sub(lambda match: self.column(match.group(1).replace('``', '`')), check.text)


# MySQL and MariaDB: which of a column's values their ALTER refuses for the new type, and what it makes of the others.
# What a text is as a date or the like is asked of the server's own functions; where a function forgives what an ALTER
# refuses, or the other way round, was found by trying both.

TEXT = CHARACTERS + tuple(name for name in TEXTS if name.endswith('text')) + ('longtext', 'enum', 'set')
NUMBERS = DECIMALS + ('float', 'double', 'real')
DATES, TIMES = ('date', 'datetime', 'timestamp'), ('datetime', 'timestamp', 'time')
ADDRESSES = ('uuid', 'inet4', 'inet6')
ZERO_DATE = "'0000-00-00'"
# What MySQL, 8.0 to 9.7, makes a whole number of.
ROUNDED = "'^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)(e[+-]?[0-9]*)? *$'"
WHOLE, DECIMAL = "'^ *[+-]?[0-9]+ *$'", "'^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)(e[+-]?[0-9]+)? *$'"
MOST_OF_FLOAT = '3.402823466e38'
CHARSET, COLLATE = (re.compile(r'%s (\w+)' % word) for word in ('CHARACTER SET', 'COLLATE'))


class Encoded:
    """A column's type, and in which characters it has its texts.

    :param text: the type as the server writes it
    :param options: of its table
    :param is_mariadb: whether the server is MariaDB, or else MySQL, which takes and refuses other values
    """

    def __init__(self, text, options, is_mariadb=True):
        self.is_mariadb = is_mariadb
        self.name, self.inside, self.rest = parsed(text)
        charset, collate = CHARSET.search(text), COLLATE.search(text)
        self.charset = charset.group(1) if charset else options.get('CHARSET')
        self.collate = collate.group(1) if collate else None if charset else options.get('COLLATE')
        self.is_text, self.is_bytes = self.name in TEXT, self.name in BYTES or self.name.endswith('blob')
        if not self.is_text:
            self.charset, self.collate = 'binary', 'binary'

    def read_as_text(self):
        """The same of bytes, whose letters the server reads where no text comes of them."""
        found = copy.copy(self)
        found.is_text = True
        return found

    def number(self, place=0):
        """A number of the bracket; 0 where it is not there."""
        return int(((self.inside or '').split(',') + ['0', '0'])[place] or 0)

    def title(self):
        return self.name.upper()


def zero(text):
    """What a row has in a new column without default and without NULL; None where that cannot be told."""
    name, inside, _rest = parsed(text)
    if name in tuple(BITS) + NUMBERS:
        return '0'
    if name == 'enum':
        return MEMBER.findall(inside)[0]
    return ZERO_DATE if name in ('date', 'datetime') else "''" if name in TEXT + BYTES else None


def too_much(here, old, new):
    """The conditions of the values that an ALTER refuses.

    :param here: the column, quoted
    :param old, new: of `Encoded`
    :returns: pairs of SQL and what is wrong with those values; none where all fit or it cannot be told
    """
    return [found for found in (of_type(here, old, new), of_characters(here, old, new)) if found]


def of_type(here, old, new):
    if contains(new, old):
        return None
    if old.is_bytes and not new.is_text and not new.is_bytes:
        here, old = 'CONVERT(%s USING latin1)' % here, old.read_as_text()
    for names, condition in CONDITIONS:
        if new.name in names:
            return condition(here, old, new)
    return None


def contains(new, old):
    """Whether a type is as the old one and wider."""
    if old.name in BITS and new.name in BITS:
        return BITS[old.name] <= BITS[new.name] and ('unsigned' in old.rest) == ('unsigned' in new.rest)
    return old.name == new.name and old.name in CHARACTERS + BYTES and old.number() <= new.number()


def of_characters(here, old, new):
    """Texts that the new character set has no letters for."""
    if not new.is_text or new.charset in (None, old.charset) or not (old.is_text or old.is_bytes):
        return None
    if new.charset == 'utf8mb4' and old.is_text:
        return None
    back = 'CONVERT(CONVERT(%s USING %s) USING %s)' % (here, new.charset, old.charset)
    return 'NOT (CAST(%s AS BINARY) <=> CAST(%s AS BINARY))' % (back, here), _('not in the character set %s') % new.charset


def of_length(here, old, new):
    """An ALTER cuts trailing spaces off silently, but for a VARCHAR of the same character set; MySQL not those of a TEXT."""
    if old.is_bytes and new.is_text and new.charset:
        here = 'CONVERT(%s USING %s)' % (here, new.charset)  # the bytes become letters, and those are counted
    if new.name in TEXTS:
        is_cut = new.is_text and (new.is_mariadb or old.name in CHARACTERS)
        text = 'RTRIM(%s)' % here if is_cut else here
        return 'LENGTH(%s) > %d' % (text, TEXTS[new.name]), _('longer than %d bytes') % TEXTS[new.name]
    is_cut = new.name == 'char' or new.is_text and new.charset != old.charset
    text = 'RTRIM(%s)' % here if is_cut else here
    return longer(text, new.inside, 'CHAR_LENGTH' if new.name in CHARACTERS else 'LENGTH') if new.inside else None


def no(new, condition):
    return condition, _('no %s') % new.title()


def of_whole_number(here, old, new):
    least, most = limits(new.name, new.rest)
    if old.name in BITS:
        return out_of_range(here, least, most)
    if old.name in NUMBERS:
        is_exact = least == 0 and new.is_mariadb and old.name in DECIMALS
        return out_of_range(here if is_exact else 'ROUND(%s)' % here, least, most, 'ROUND(%s)' % here)
    if old.name in DATES:
        return out_of_range('(%s + 0)' % here, least, most)
    if not old.is_text:
        return None
    number = 'CAST(%s AS DECIMAL(65, 0))' % here
    pattern = WHOLE if new.is_mariadb else ROUNDED
    return no(new, '(%s NOT REGEXP %s OR %s < %d OR %s > %d)' % (here, pattern, number, least, number, most))


def of_decimal(here, old, new):
    digits, scale = new.number() or 10, new.number(1)
    number = 'CAST(%s AS DECIMAL(65, 30))' % here if old.is_text else here
    beyond = 'ABS(ROUND(%s, %d)) >= %d' % (number, scale, 10 ** (digits - scale)) + below_zero(here, new)
    if old.is_text:
        return no(new, '(%s NOT REGEXP %s OR %s)' % (here, DECIMAL, beyond))
    return ('(%s)' % beyond, _('out of range')) if old.name in tuple(BITS) + NUMBERS else None


def of_float(here, old, new):
    if old.is_text:
        return no(new, '%s NOT REGEXP %s' % (here, DECIMAL))
    if old.name not in tuple(BITS) + NUMBERS:
        return None
    beyond = 'ABS(%s) > %s' % (here, MOST_OF_FLOAT if new.name == 'float' else '1.79e308')
    return '(%s)' % (beyond + below_zero(here, new)), _('out of range')


def below_zero(here, new):
    return ' OR %s < 0' % here if 'unsigned' in new.rest else ''


def of_date(here, old, new):
    if new.name == 'timestamp' and old.name in ('date', 'datetime'):
        return 'COALESCE(UNIX_TIMESTAMP(%s), 0) = 0 AND %s IS NOT NULL' % (here, here), _('out of range')
    if not (old.is_text or old.name in BITS):
        return None
    return no(new, '%s IS NOT NULL AND CAST(%s AS DATETIME(6)) IS NULL' % (here, here))


def of_time(here, old, new):
    if not old.is_text:
        return None
    empty = '' if new.is_mariadb else " AND %s <> ''" % here
    return no(new, "%s NOT REGEXP '^ *-?([0-9]+ )?[0-9]+(:[0-9]+)*([.][0-9]*)? *$'%s" % (here, empty))


def of_year(here, old, new):
    if old.name in BITS:
        return '%s NOT BETWEEN 1901 AND 2155 AND %s NOT BETWEEN 0 AND 99' % (here, here), _('out of range')
    return ('YEAR(%s) NOT BETWEEN 1901 AND 2155' % here, _('out of range')) if old.name in DATES else None


def of_enum(here, old, new):
    """A text of digits and a number stand for the place of a member."""
    members = MEMBER.findall(new.inside)
    place = '%s BETWEEN 1 AND %d' % (here, len(members))
    if old.name in BITS:
        return 'NOT (%s)' % place, _('none of the enum')
    text = here if new.is_mariadb or not old.is_text else 'RTRIM(%s)' % here  # MySQL compares with the spaces at the end
    return "%s NOT IN (%s) AND NOT (%s REGEXP '^[0-9]+$' AND %s)" % (
        text, ', '.join(members), here, place), _('none of the enum')


def of_set(here, old, new):
    """What is left of a text, between its commas, when each member is taken out."""
    if not old.is_text:
        return None
    left = "CONCAT(',', REPLACE(%s, ',', ',,'), ',')" % here
    for member in MEMBER.findall(new.inside):
        left = "REPLACE(%s, ',%s,', '')" % (left, member[1:-1])
    return no(new, "TRIM(BOTH ',' FROM %s) <> ''" % left)


def of_bits(here, old, new):
    return out_of_range(here, 0, 2 ** (new.number() or 1) - 1) if old.name in BITS else None


def of_json(here, old, new):
    return no(new, 'NOT JSON_VALID(%s)' % here) if old.is_text else None


def of_address(here, old, new):
    return no(new, '%s IS NOT NULL AND CAST(%s AS %s) IS NULL' % (here, here, new.title())) if old.is_text else None


CONDITIONS = (
    (CHARACTERS + BYTES + tuple(TEXTS), of_length), (tuple(BITS), of_whole_number), (DECIMALS, of_decimal),
    (('float', 'double', 'real'), of_float), (DATES, of_date), (('time',), of_time), (('year',), of_year),
    (('enum',), of_enum), (('set',), of_set), (('bit',), of_bits), (('json',), of_json), (ADDRESSES, of_address))


def converted(here, old, new):
    """A column's values as an ALTER makes them, where two that differ may become one.

    :param old, new: of `Encoded`
    """
    if old.is_text and new.is_text:
        text = 'CONVERT(%s USING %s)' % (here, new.charset) if new.charset != old.charset else here
        return '%s COLLATE %s' % (text, new.collate) if new.collate and new.collate != old.collate else text
    if new.name == 'date' and old.name != 'date':
        return 'CAST(%s AS DATE)' % here
    if new.name in TIMES and (old.name != new.name or new.number() < old.number()):
        return 'CAST(%s AS %s(%d))' % (here, 'TIME' if new.name == 'time' else 'DATETIME', new.number())
    if new.name in BITS and old.name not in BITS:
        return 'CAST(%s AS DECIMAL(65, 0))' % here
    if new.name in DECIMALS and (old.name not in DECIMALS or new.number(1) < old.number(1)):
        return 'ROUND(%s, %d)' % (here, new.number(1))
    return here


def rounded(here, old, new):
    """The condition of the values of which an ALTER takes digits or the time of day away, and says nothing.

    :param old, new: of `Encoded`
    """
    is_cut = (old.name in DECIMALS + ('double',) and new.name in DECIMALS + tuple(BITS)
              or old.name == new.name and new.name in TIMES or old.name in TIMES[:2] and new.name == 'date')
    there = converted(here, old, new)
    return 'NOT (%s <=> %s)' % (here, there) if is_cut and there != here else None

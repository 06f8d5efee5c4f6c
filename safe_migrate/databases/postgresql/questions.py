"""PostgreSQL: what a change of a table means for its rows."""
import re

from ...bin.store import VALUE
from ...checks.narrowing import limits, out_of_range
from ...checks.questions import NULL, REJECTED, Questions
from ...sql import POSTGRESQL, clauses, parse
from ...translation.language import _
from . import texts as explain
from .catalogs import string
from .introspection import without_brackets
from .types import base

BITS = {'smallint': 'smallint', 'integer': 'int', 'bigint': 'bigint'}  # as `checks.narrowing` calls them
NUMBERS = tuple(BITS) + ('numeric', 'real', 'double precision')
TEXTS = ('text', 'character varying', 'character', 'citext')
CUT = TEXTS[1:3]
CUT_BY_A_CAST = CUT + ('bit', 'bit varying')  # to their length, where the cast is written out
INSIDE = re.compile(r'\((\d+)(?:,(-?\d+))?\)')
INPUT_IS_VALID = (16,)  # from this release on the server says of any text whether a type takes it
# What a text is to be, where it is made a value of a type.
SHAPES = {
    'smallint': r'^\s*[+-]?\d+\s*$', 'integer': r'^\s*[+-]?\d+\s*$', 'bigint': r'^\s*[+-]?\d+\s*$',
    'numeric': r'^\s*([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|nan|[+-]?inf(inity)?)\s*$',
    'boolean': r'^\s*(t|tr|tru|true|f|fa|fal|fals|false|y|ye|yes|n|no|on|of|off|0|1)\s*$',
    'uuid': r'^\{?([0-9a-f]{4}-?){8}\}?$'}
SAME_KIND = 'NDTSB'  # pg_type.typcategory: numbers, dates, intervals, texts, truth values
WHOLE = ('smallint', 'integer', 'bigint')  # each holds the values of those before it
COLUMN = """SELECT format_type(a.atttypid, a.atttypmod), t.typcategory,
(SELECT typcategory FROM pg_type WHERE oid = %s::regtype), %s::regtype::text FROM pg_attribute a
JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = %s::regclass AND a.attname = %s"""

KEPT_VALUE = '(SELECT k.%s FROM ' % VALUE  # see `bin.returning.values_kept`


class QuestionsToPostgreSQL(Questions):
    """PostgreSQL, which refuses what does not fit, and rounds what has too many digits.

    :param usings: the expressions behind USING, by the columns whose types a statement changes with one
    :param version: the server's
    """

    def __init__(self, quote, origin, origins, usings=(), version=()):
        super().__init__(quote, origin, origins)
        self.usings, self.version = dict(usings), version

    def zero(self, column, table):
        """It has no zero; what an identity numbers is no NULL."""
        return None if column.more else NULL

    def of_new(self, column):
        kept = self.origin.kept.get(column.name)
        if not column.null and column.default is None and (kept or self.origin.given.get(column.name) == NULL):
            yield self.ask(REJECTED, column.name, _('NULL in %s') % column.name, self.is_null(kept) if kept else '1 = 1')

    def is_null(self, expression):
        """Of a kept value, which it would look for through the whole bin for each row, in a way that the server can hash."""
        if not expression.startswith(KEPT_VALUE):
            return super().is_null(expression)
        return 'NOT EXISTS %s AND k.%s IS NOT NULL)' % (expression[:-1], VALUE)

    def too_much(self, here, old, new):
        """By the cast that the server makes by itself, or by one that a USING consists of; of any other nothing is told."""
        was, will, inside = base(old.type), base(new.type), INSIDE.search(new.type)
        using = self.usings.get(old.name)
        if using is not None and not is_cast_of(old.name, using):
            return []
        labels = getattr(self.new, 'types', {}).get(new.type)
        if labels is not None and (was in TEXTS or old.type in getattr(self.old, 'types', {})):
            return [('%s::text NOT IN (%s)' % (here, ', '.join(map(string, labels.labels))), _('none of the enum'))]
        if will in CUT and inside and using is None:
            return [("char_length(rtrim(%s::text, ' ')) > %s" % (here, inside.group(1)),
                     _('longer than %s') % inside.group(1))]
        if was in TEXTS:
            if using is not None and will in CUT_BY_A_CAST:
                return []
            return [found for found in (self.of_text(here, will, new.type),) if found]
        number = here if was in BITS else 'ROUND(%s::numeric)' % here
        if will in BITS and was in NUMBERS and (was not in BITS or list(BITS).index(will) < list(BITS).index(was)):
            return [out_of_range(number, *limits(BITS[will], ''))]
        if will == 'numeric' and inside and was in NUMBERS:
            return [('ABS(ROUND(%s::numeric, %s)) >= %d' % (here, inside.group(2) or 0, 10 ** (
                int(inside.group(1)) - int(inside.group(2) or 0))), _('out of range'))]
        return []

    def of_text(self, here, will, kind):
        """Texts that are no value of a type; None where only the server could tell."""
        if self.version >= INPUT_IS_VALID:
            return 'NOT pg_input_is_valid(%s::text, %s)' % (here, string(kind)), _('no %s') % kind.upper()
        shape = SHAPES.get(will)
        if shape is None:
            return None
        wrong = '%s::text !~* %s' % (here, "'%s'" % shape)
        if will in BITS:
            beyond = out_of_range('%s::numeric' % here, *limits(BITS[will], ''))[0]
            wrong = 'CASE WHEN %s THEN true ELSE %s END' % (wrong, beyond)
        return wrong, _('no %s') % kind.upper()

    def rounded(self, here, old, new):
        """What is not the same any more in the new type and back."""
        was, will = base(old.type), base(new.type)
        using = self.usings.get(old.name)
        is_plain = using is None or is_cast_of(old.name, using)
        if not is_plain or not is_cut(was, will, using):
            return None
        misfits = ' AND '.join('NOT COALESCE(%s, false)' % condition for condition, _wrong in self.too_much(here, old, new))
        back = '%s::%s::%s IS DISTINCT FROM %s' % (here, new.type, old.type, here)
        return 'CASE WHEN %s THEN %s ELSE false END' % (misfits, back) if misfits else back

    def part(self, text):
        """An expression, too, where no column has another name."""
        found = super().part(text)
        is_expression = found is None and text not in self.new.columns and self.is_as_it_was()
        return text if is_expression else found

    def is_as_it_was(self):
        """Whether each column is in the real database under the name that it has now."""
        return all(self.origin.columns.get(name) == name for name in self.new.columns)

    def text_of(self, check):
        """As the server writes it, so that it can be asked where no column has another name; an EXCLUDE cannot be."""
        return check.text if self.is_as_it_was() and not check.text.startswith('EXCLUDE ') else None


def is_cut(was, will, using):
    """Whether a cast takes digits, letters or the time of day away and says nothing."""
    if was in ('numeric', 'real', 'double precision'):
        return will in NUMBERS
    if was.startswith('timestamp'):
        return will.startswith('timestamp') or will == 'date'
    return was in TEXTS and will in CUT and using is not None or was == will and was in (
        'time without time zone', 'time with time zone', 'interval')


def is_cast_of(column, using):
    """Whether what stands behind USING is the column with a cast and nothing else."""
    text = without_brackets(using.strip())
    names = (column, '"%s"' % column.replace('"', '""'))
    return any(text == name or text.startswith(name + '::') or text.upper().startswith('CAST(' + name.upper() + ' AS ')
               for name in names)


def retyped(statement):
    """The new types that an `ALTER TABLE` gives to columns, and the expressions behind their USING or None, by the columns.

    :param statement: `sql.Statement`
    """
    found = {}
    for clause in statement.clauses:
        if clause.action != clauses.MODIFY:
            continue
        items = [token for token in statement.tokens if clause.start <= token.start < clause.end]
        words = [token.word for token in items]
        name = next(number for number, token in enumerate(items) if token.text == clause.written)  # which may be `type`
        place = words.index('TYPE', name + 1) + 1
        ends = [number for number, word in enumerate(words) if word in ('USING', 'COLLATE') and number > place]
        kind = statement.text[items[place].start:items[min(ends)].start if ends else clause.end].strip().rstrip(';')
        using = statement.text[items[words.index('USING') + 1].start:clause.end].strip().rstrip(';') if (
            'USING' in words) else None
        found[clause.names[0]] = kind, using
    return found


def usings_of(text):
    """The expressions behind USING of a statement, by the columns."""
    return {name: using for name, (_kind, using) in retyped(parse(text, POSTGRESQL)).items() if using is not None}


def narrowed(statement, clause, table, counting):
    """The values that do not come back from the new type of a column as they were; none where a `USING` makes others of
    them, which is what it is there for, and none that the server itself refuses."""
    (new, using), value = retyped(statement)[clause.names[0]], clause.written
    if using is not None:
        if not is_cast_of(clause.names[0], using):
            return []
        value = using
    column = clause.written.strip('"') if clause.written.startswith('"') else clause.written.lower()
    row = counting.rows(COLUMN, new, new, table, column)
    if not row:
        return []
    old, was, will, kind = row[0]
    if old in WHOLE and kind in WHOLE[WHOLE.index(old):]:
        return []
    if was != will or was not in SAME_KIND or was == 'S' and using is None:
        return []
    number = counting.number('SELECT COUNT(*) FROM %s WHERE (%s)::%s::%s IS DISTINCT FROM %s' % (
        table, value, new, old, clause.written), refused=0)
    return [(table, explain.Column('%s.%s' % (table, clause.written)), number)]

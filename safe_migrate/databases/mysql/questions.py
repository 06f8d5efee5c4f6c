"""MySQL and MariaDB: what a change of a table means for its rows."""
import re

from ...checks.questions import LOST, REJECTED, Questions, name_of, new_keys, unique_parts
from ...translation.language import _
from . import narrowing

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
            before = narrowing.Encoded(column.type, old.options, self.is_mariadb)
            if before.is_text and name in self.origin.columns and name in new.columns and narrowing.Encoded(
                    new.columns[name].type, new.options, self.is_mariadb).is_bytes:
                self.origin.charsets[self.origin.columns[name]] = before.charset
        return found

    def zero(self, column, table):
        return narrowing.zero(column.type)

    def of_null(self, column):
        """MariaDB puts the time into a timestamp."""
        takes_time = self.is_mariadb and narrowing.parsed(column.type)[0] == 'timestamp'
        return LOST if takes_time else super().of_null(column)

    def of_new(self, column):
        kept = self.origin.kept.get(column.name)
        comes = column.name in self.origin.kept and column.default is None and not (column.null or column.computed)
        value = self.zero(column, self.new) if comes else self.origin.given.get(column.name)
        if self.refuses_zero_dates and value == narrowing.ZERO_DATE:
            yield self.ask(REJECTED, column.name, _('rows that would have 0000-00-00 in %s') % column.name,
                           '%s IS NULL' % kept if kept else '1 = 1')

    def too_much(self, here, old, new):
        return narrowing.too_much(*self.values(here, new))

    def rounded(self, here, old, new):
        return narrowing.rounded(*self.values(here, new))

    def values(self, here, new):
        """A column's values, their type, and the one that they will have.

        An earlier statement may have made bytes of a text, whose letters are then read in another character set.
        """
        real = narrowing.Encoded(self.origin.column(new.name).type, self.origin.options, self.is_mariadb)
        now = narrowing.Encoded(self.old.columns[new.name].type, self.old.options, self.is_mariadb)
        if real.is_text and now.is_bytes:
            charset = self.origin.charsets.get(self.origin.columns[new.name], real.charset)
            here, real = 'CAST(CONVERT(%s USING %s) AS BINARY)' % (here, charset), now
        return here, real, narrowing.Encoded(new.type, self.new.options, self.is_mariadb)

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
        return narrowing.converted(*self.values(here, new))

    def text_of(self, check):
        """The server writes each name in it in quotes; MariaDB does not look at the rows for one of a single column."""
        names = {name.replace('``', '`') for name in NAMED.findall(check.text)}
        if check.name is None or not all(self.column(name) for name in names):
            return None
        return NAMED.sub(lambda match: self.column(match.group(1).replace('``', '`')), check.text)

"""NOT NULL without a default, on a table with rows: the value that the old rows get, and no new one."""
import contextlib
import datetime
import decimal
import functools

import sqlalchemy as sa
from alembic.autogenerate import renderers
from alembic.operations.ops import MigrateOperation

from ..messages.autogenerate import fill_unknown, fill_wrong, no_value, no_value_for, value_for


class Fill(MigrateOperation):
    """An UPDATE of old rows.

    :param new: whether the column is new; otherwise its other values stay
    """

    def __init__(self, table, schema, column, value, new):
        self.table, self.schema, self.column, self.value, self.new = table, schema, column, value, new


@renderers.dispatch_for(Fill)
def render_fill(autogen_context, operation):
    prefix = autogen_context.opts['sqlalchemy_module_prefix'] or ''
    schema = ', schema=%r' % operation.schema if operation.schema else ''
    where = '' if operation.new else '.where(%scolumn(%r).is_(None))' % (prefix, operation.column)
    return 'op.execute(%stable(%r, %scolumn(%r)%s).update()%s.values({%r: %r}))' % (
        prefix, operation.table, prefix, operation.column, schema, where, operation.column, operation.value)


class Values:
    """What `--fill table.column=value` says, and what is asked on a terminal.

    :param given: list of texts such as `user.age=0`
    :param prompter: a `prompts.Prompter`
    :ivar notes: of what nobody was asked, functions that return a comment for the script, in the user's language
    :ivar places: the columns of the same
    """

    def __init__(self, given, prompter):
        self.given = {}
        for text in given:
            place, equals, value = text.partition('=')
            if not equals or '.' not in place:
                raise fill_unknown(text)
            self.given[place.strip()] = value
        self.prompter, self.used, self.notes, self.places = prompter, set(), [], []

    def put(self, old, new, difference, has_rows, count, by_itself=False):
        """Give a model's side the values for its columns.

        :param has_rows: takes a column's name, or None for the table itself, and says whether there are rows to fill
        :param count: takes the same, and says how many
        :param by_itself: whether the database puts something into a new column, and does not refuse it
        """
        for name in difference.added + difference.altered:
            column = new.definition.columns[name]
            added = name in difference.added
            # a default is for new rows: those that are there have it in a new column, and no NULL becomes it
            needs = column.default is None if added else old.definition.columns[name].null
            if needs and not (column.null or column.computed or column.autoincrement):
                place = None if added else name
                self.put_one(new, name, has_rows(place), functools.partial(count, place), by_itself and added)

    def put_one(self, new, name, rows, count, by_itself):
        """Give one column a value, if there is one."""
        place, type_ = '%s.%s' % (new.definition.name, name), new.source_column(name).type
        if place in self.given:
            self.used.add(place)
            new.fills[name] = converted(self.given[place], type_, fill_wrong(place, self.given[place], str(type_)))
        elif rows:
            value = self.asked(place, type_, new.definition.columns[name].type, count, by_itself)
            if value is not None:
                new.fills[name] = value

    def asked(self, place, type_, kind, count, by_itself):
        """The value for the rows that are there; None where nobody is asked, and a word about it.

        :param type_: the model's
        :param kind: as the database writes it
        :param count: says how many rows need it
        """
        answer = self.prompter.value(lambda: value_for(place, kind.upper(), count(), example(type_)),
                                     lambda text: converted(text, type_, no_value(text, kind)))
        if answer is None:
            self.notes.append(functools.partial(no_value_for, place, by_itself))
            self.places.append(place)
        return answer

    def unknown(self, place):
        """The error for a value that fits no column."""
        return fill_unknown('%s=%s' % (place, self.given[place]))


def converted(text, type_, wrong):
    """A text as the column's type has it.

    :raises wrong: for a text that is none
    """
    try:
        kind = type_.python_type
    except NotImplementedError:
        kind = str
    if kind is bool and text.lower() in ('true', 'false'):
        return text.lower() == 'true'
    try:
        return READERS.get(kind, as_text)(text, type_)
    except (ValueError, ArithmeticError):
        raise wrong from None


def as_text(text, type_):
    """Of an Enum one that it has; of any other no longer than the column."""
    if text not in (getattr(type_, 'enums', None) or [text]) or len(text) > (getattr(type_, 'length', None) or len(text)):
        raise ValueError(text)
    return text


def as_integer(text, _type):
    """No database has one of more than 64 bits; which has less is known to the server alone."""
    if abs(int(text)) >= 2 ** 64:
        raise ValueError(text)
    return int(text)


def as_number(text, type_):
    """With no more digits before the point than the column has."""
    number, digits = decimal.Decimal(text), getattr(type_, 'precision', None)
    if not number.is_finite() or digits and abs(number) >= 10 ** (digits - (type_.scale or 0)):
        raise ValueError(text)
    return text


def as_time(written, *formats):
    """A reader of dates and times, as SQLite has to have them; one with a zone only the database can read.

    :param written: takes a `datetime` and returns the text
    """
    def read(text, type_):
        if getattr(type_, 'timezone', False):
            return text
        for one in formats:
            with contextlib.suppress(ValueError):
                return written(datetime.datetime.strptime(text.strip().replace('T', ' '), one))
        raise ValueError(text)
    return read


READERS = {bool: lambda text, _type: bool(int(text)), int: as_integer, float: lambda text, _type: float(text),
           decimal.Decimal: as_number,
           datetime.date: as_time(lambda time: time.date().isoformat(), '%Y-%m-%d'),
           datetime.time: as_time(lambda time: time.time().isoformat(), '%H:%M:%S', '%H:%M:%S.%f', '%H:%M'),
           datetime.datetime: as_time(lambda time: time.isoformat(' '), '%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M:%S.%f',
                                      '%Y-%m-%d %H:%M', '%Y-%m-%d')}
EXAMPLES = {int: '0', float: '0.5', bool: 'false', datetime.date: '2000-01-31', datetime.datetime: '2000-01-31 12:00:00',
            datetime.time: '12:00:00', decimal.Decimal: '0.5'}


def example(type_):
    """A value that a column of a type can have, as it is typed; of an Enum one that it has."""
    if getattr(type_, 'enums', None):
        return type_.enums[0]
    try:
        return EXAMPLES.get(type_.python_type)
    except NotImplementedError:
        return None


def nullable(column):
    """A copy of a column that may be NULL, until its rows are filled."""
    return sa.Column(column.name, column.type, nullable=True, comment=column.comment)

"""What a statement answered, as text for the journal, and an answer given again from that text."""
import base64
import datetime
import decimal
import json
import uuid

from ..compat import inside_alembic
from ..journal.journal import FAILED, hash_of
from ..messages.masked import SHORTEST

MOST_ROWS = 1000
MOST_CHARACTERS = 100000


def parts_of(value):
    """A `datetime` as numbers, the last of which is how many seconds its zone is ahead; none where it has no zone."""
    ahead = value.utcoffset()
    return list(value.timetuple()[:6]) + [value.microsecond] + ([] if ahead is None else [ahead.total_seconds()])


def moment(parts):
    if len(parts) < 8:
        return datetime.datetime(*parts)
    zone = datetime.timezone(datetime.timedelta(seconds=parts[7]))
    return datetime.datetime(*parts[:7], tzinfo=zone)


TYPES = {
    'decimal': (decimal.Decimal, str, decimal.Decimal),
    'bytes': (bytes, lambda value: base64.b64encode(value).decode(), base64.b64decode),
    'view': (memoryview, lambda value: base64.b64encode(bytes(value)).decode(), base64.b64decode),
    'uuid': (uuid.UUID, str, uuid.UUID),
    'datetime': (datetime.datetime, parts_of, moment),
    'time': (datetime.time, str, str),
    'date': (datetime.date, lambda value: list(value.timetuple()[:3]), lambda parts: datetime.date(*parts)),
    'timedelta': (datetime.timedelta, lambda value: [value.days, value.seconds, value.microseconds],
                  lambda parts: datetime.timedelta(*parts)),
}


def encode(value):
    """A value that JSON has no form for, with the name of its type.

    :raises TypeError: for a type that is not in TYPES
    """
    for name, (kind, write, _) in TYPES.items():
        if isinstance(value, kind):
            return {name: write(value)}
    raise TypeError(value)


ENCODER = json.JSONEncoder(default=encode)


def decode(value):
    """What `encode` was given."""
    (name, written), = value.items()
    return TYPES[name][2](written)


def decoded(value):
    """The hook of `json.loads` for what `kept` has written."""
    return value if 'rowcount' in value else decode(value)


def kept(cursor, variables=None):
    """The answer that a cursor holds, its rows included, as text; None where it is too long or has other types.

    :param variables: pairs of a name and a value of the session's, which are kept with it
    """
    answer = held(cursor)
    if answer is not None and variables:
        answer['variables'] = variables
    return written(answer)


def held(cursor):
    """The answer that a cursor holds, its rows included, which are still there to be read; None where there are too many."""
    if getattr(cursor, 'name', None):  # one of the server's, of which nothing is read yet
        return None
    answer = {'rowcount': cursor.rowcount, 'lastrowid': getattr(cursor, 'lastrowid', None)}
    if cursor.description is not None:
        if not hasattr(cursor, 'scroll') or cursor.rowcount > MOST_ROWS:
            return None
        answer['description'] = [list(column) for column in cursor.description]
        rows = cursor.fetchall()
        if rows and isinstance(rows[0], dict):
            answer['keys'] = list(rows[0])
        answer['rows'] = [list(row.values() if isinstance(row, dict) else row) for row in rows]
        if answer['rows']:
            cursor.scroll(0, 'absolute')  # the revision reads them, too
    return answer


def written(answer):
    """An answer as text; None where there is none, or it is too long or has other types."""
    if answer is None or has_dictionary(answer.get('rows')):
        return None
    try:
        text = ENCODER.encode(answer)
    except TypeError:
        return None
    return text if len(text) <= MOST_CHARACTERS else None


def has_dictionary(value):
    """Whether a value, or one within it, is a dictionary, which would be taken for one of `encode`."""
    return isinstance(value, dict) or isinstance(value, (list, tuple)) and any(map(has_dictionary, value))


def refused(error, driver):
    """The error that was the answer, as text; None where it is none of the driver's, or has what is no text or number.

    :param driver: the module, whose errors have the names of PEP 249
    """
    if not isinstance(error, driver.Error):
        return None
    try:
        name = next(kind.__name__ for kind in type(error).__mro__ if hasattr(driver, kind.__name__))
        return json.dumps({'rowcount': -1, 'error': name, 'arguments': error.args})
    except TypeError:
        return None


def read(text, driver):
    """What `kept` has written, as a dictionary.

    :raises driver.Error: where that was the answer
    """
    answer = json.loads(text, object_hook=decoded)
    if 'error' in answer:
        raise getattr(driver, answer['error'], driver.Error)(*answer['arguments'])
    return answer


def give(cursor, text, driver):
    """Let a cursor that has executed nothing hold an answer that was kept.

    :param driver: as above
    :raises driver.Error: where that was the answer
    """
    answer = read(text, driver)
    found = [tuple(map(tuple, answer[name])) for name in ('description', 'rows')] if 'rows' in answer else []
    if 'keys' in answer:  # of a cursor whose rows are dictionaries
        found[1] = tuple(dict(zip(answer['keys'], row)) for row in found[1])
    inside_alembic.answer(cursor, answer['rowcount'], answer['lastrowid'], *found)


# The errors with which the server has answered statements of a revision that went on: each is its statement's answer, and
# given again where the revision is resumed. An error in which the revision ended is none.

SHOWN = 4  # characters of a password by which it is seen in an error


class Refusals:
    """Those of one revision.

    :param driver: the module, whose errors have the names of PEP 249
    :ivar failures: rows of the journal, of statements that are to run again
    """

    def __init__(self, driver):
        self.driver, self.given, self.failures = driver, [], []

    def add(self, error, row):
        """The revision is about to be given an error.

        :param row: the statement's in the journal
        """
        self.given.append((error, row))

    def answer_of(self, statement, error):
        """An error as it is kept; None where its text has the password that the statement has, or the beginning of it: the
        server cuts off what it repeats of a statement.

        :param statement: `sql.Statement`
        """
        said = [text for text in error.args if isinstance(text, str)]
        begins = [text[:SHOWN] for text in statement.secret_texts() if len(text) >= SHORTEST]
        return None if any(begin in text for begin in begins for text in said) else refused(error, self.driver)

    def end_in(self, error, waiting):
        """The revision has ended in an error: that is no answer that it has lived with, and its statement runs again.

        :param error: what its function has raised
        :param waiting: the ids of rows that are not written, and will be rolled back
        """
        for refusal, row in self.given:
            if any(refusal is one for one in chain(error)):
                row.update(ended=FAILED, answer=None)
                self.failures += [] if row['id'] in waiting else [row]


def was_refused(recorded, statement, last):
    """Whether the server has refused a DDL statement and the revision went on: then it is refused again, since what came
    after it may be what stood in its way: `try: DROP TABLE x` and then `CREATE TABLE x`.

    :param recorded: the statement's row in the journal
    :param statement: `sql.Statement`
    :param last: the position of the last statement that the journal has of the revision
    """
    return (recorded['ended'] == FAILED and recorded['answer'] and recorded['position'] < last
            and recorded['hash'] == hash_of(statement.text))


def chain(error):
    """An error, what the driver said, and what led to it."""
    seen = []
    while error is not None and error not in seen:
        seen.append(error)
        error = getattr(error, 'orig', None) or error.__cause__ or error.__context__
    return seen

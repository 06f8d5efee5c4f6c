"""What a statement answered, as text for the journal, and an answer given again from that text."""
import base64
import datetime
import decimal
import json

MOST_ROWS = 1000
MOST_CHARACTERS = 100000
TYPES = {
    'decimal': (decimal.Decimal, str, decimal.Decimal),
    'bytes': (bytes, lambda value: base64.b64encode(value).decode(), base64.b64decode),
    'datetime': (datetime.datetime, lambda value: list(value.timetuple()[:6]) + [value.microsecond],
                 lambda parts: datetime.datetime(*parts)),
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
    answer = {'rowcount': cursor.rowcount, 'lastrowid': cursor.lastrowid}
    if variables:
        answer['variables'] = variables
    if cursor.description is not None:
        if not hasattr(cursor, 'scroll') or cursor.rowcount > MOST_ROWS:
            return None
        answer['description'] = [list(column) for column in cursor.description]
        answer['rows'] = [list(row) for row in cursor.fetchall()]
        if answer['rows']:
            cursor.scroll(0, 'absolute')  # the revision reads them, too
    try:
        text = json.dumps(answer, default=encode)
    except TypeError:
        return None
    return text if len(text) <= MOST_CHARACTERS else None


def refused(error, driver):
    """The error that was the answer, as text; None where it is none of the driver's, or has what is no text or number.

    :param driver: the module, whose errors have the names of PEP 249
    """
    if not isinstance(error, driver.Error):
        return None
    try:
        return json.dumps({'rowcount': -1, 'error': type(error).__name__, 'arguments': error.args})
    except TypeError:
        return None


def give(cursor, text, driver):
    """Let a cursor that has executed nothing hold an answer that was kept.

    PyMySQL keeps the rows in these attributes; there is no other way to give it rows that the server did not send.

    :param driver: as above
    :raises driver.Error: where that was the answer
    """
    answer = json.loads(text, object_hook=decoded)
    if 'error' in answer:
        raise getattr(driver, answer['error'], driver.Error)(*answer['arguments'])
    cursor.rowcount, cursor.lastrowid = answer['rowcount'], answer['lastrowid']
    if 'rows' in answer:
        cursor._executed = 'answered from the journal'
        cursor.description = tuple(map(tuple, answer['description']))
        cursor._rows, cursor.rownumber = tuple(map(tuple, answer['rows'])), 0

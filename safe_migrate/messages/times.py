"""The times that our tables keep, in UTC and ISO 8601, for a person and for a program."""
import datetime


def local(text, seconds=True):
    """A time as the clock on the reader's wall has it.

    :param text: such as `2026-01-31T11:22:33.444555`, in UTC
    :param seconds: whether they are shown
    :returns: such as `2026-01-31 12:22:33`
    """
    moment = datetime.datetime.strptime(text[:19], '%Y-%m-%dT%H:%M:%S').replace(tzinfo=datetime.timezone.utc)
    return moment.astimezone().strftime('%Y-%m-%d %H:%M:%S' if seconds else '%Y-%m-%d %H:%M')


def utc(text):
    """The same with the mark of UTC, as JSON has it."""
    return text + 'Z'

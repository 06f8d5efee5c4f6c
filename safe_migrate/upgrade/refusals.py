"""The errors with which the server has answered statements of a revision that went on: each is its statement's answer, and
given again where the revision is resumed. An error in which the revision ended is none."""
from ..journal.journal import FAILED, hash_of
from ..messages.masked import SHORTEST
from . import answer

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
        return None if any(begin in text for begin in begins for text in said) else answer.refused(error, self.driver)

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

"""The real database's answers to the questions of a plan."""
from typing import NamedTuple, Optional

from sqlalchemy.exc import DBAPIError

from .. import databases
from ..codebase.environment import shown
from ..schema import execute
from .losses import is_kept
from .questions import LOST
from .statements import quoting


class Found(NamedTuple):
    """The real database's answer to a `questions.Question`."""

    what: str
    column: Optional[str]
    text: str
    number: Optional[int]  # of rows, values or keys; None where it cannot be asked
    example: list
    certain: bool  # see `recorder.Statement`


BIN = 'bin'  # in place of LOST, of what goes into the bin


def answered(database, no_bin=False):
    """A plan of one database as it is printed as JSON.

    :param database: `collect.Database`
    :param no_bin: whether nothing is to go into the bin
    """
    with database.real.connect() as connection:
        asked = Answers(connection, no_bin)
        return {'database': shown(database.real.url), 'bind': database.bind,
                'revisions': [asked.revision(one) for one in database.revisions]}


class Answers:
    """Asks the real database, by queries alone.

    :param connection: SQLAlchemy's
    """

    def __init__(self, connection, no_bin=False):
        self.connection, self.rows, self.no_bin, self.sizes = connection, {}, no_bin, None
        self.quote = quoting(connection.dialect)

    def revision(self, one):
        return {'revision': one.revision, 'message': one.message, 'direction': one.direction, 'applied': one.applied,
                'reads_rows': bool(one.reads),
                'statements': [self.statement(statement) for statement in one.statements]}

    def statement(self, one):
        found = [self.question(question, one.certain) for question in one.questions]
        told = dict(one.server, size=self.size(one.table)) if one.server else {}
        return dict({'sql': one.sql, 'table': one.table, 'rows': one.table and self.count_rows(one.table), 'runs': one.runs,
                     'found': [dict(entry._asdict()) for entry in found if entry.number != 0]}, **told)

    def size(self, table):
        """Bytes on the disk with all indexes; None where that cannot be told."""
        if self.sizes is None:
            self.sizes = databases.of(self.connection).sizes(self.connection)
        return self.sizes.get(table)

    def count_rows(self, table):
        if table not in self.rows:
            self.rows[table] = self.number('SELECT COUNT(*) FROM ' + self.quote(table))
        return self.rows[table]

    def question(self, one, certain):
        number = self.number(one.count)
        kept = one.what == LOST and number is not None and is_kept('.' if one.column else '', number, self.no_bin)
        text = one.single if one.single and number == 1 else one.text
        return Found(BIN if kept else one.what, one.column, text, number, one.example, certain)

    def number(self, query):
        """One number; None where the database refuses the question."""
        try:
            return execute(self.connection, query.replace('%', '%%') if self.formats() else query).scalar()
        except DBAPIError:
            return None

    def formats(self):
        return self.connection.dialect.paramstyle in ('format', 'pyformat')

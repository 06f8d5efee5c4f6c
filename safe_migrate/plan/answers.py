"""The real database's answers to the questions of a plan."""
from collections import namedtuple

from sqlalchemy.exc import DBAPIError

from ..definition import execute
from ..inspect.environment import shown
from .losses import is_kept
from .questions import LOST
from .statements import quoting

# what, column, text, example: see questions.Question; number: of rows, values or keys, or None where it cannot be asked;
# certain: see collect.Statement
Found = namedtuple('Found', 'what column text number example certain')
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
        self.connection, self.rows, self.no_bin = connection, {}, no_bin
        self.quote = quoting(connection.dialect)

    def revision(self, one):
        return {'revision': one.revision, 'message': one.message, 'direction': one.direction, 'applied': one.applied,
                'reads_rows': bool(one.reads),
                'statements': [self.statement(statement) for statement in one.statements]}

    def statement(self, one):
        found = [self.question(question, one.certain) for question in one.questions]
        return {'sql': one.sql, 'table': one.table, 'rows': one.table and self.count_rows(one.table), 'runs': one.runs,
                'found': [dict(entry._asdict()) for entry in found if entry.number != 0]}

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

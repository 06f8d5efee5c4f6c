"""The real database's answers to the questions of a plan."""
from collections import namedtuple

from ..definition import execute
from ..inspect.environment import shown

# what, column, text, example: see questions.Question; number: of rows, values or keys, or None where it cannot be asked;
# certain: see collect.Statement
Found = namedtuple('Found', 'what column text number example certain')


def answered(database):
    """A plan of one database as it is printed as JSON.

    :param database: `collect.Database`
    """
    with database.real.connect() as connection:
        asked = Answers(connection)
        return {'database': shown(database.real.url), 'bind': database.bind,
                'revisions': [asked.revision(one) for one in database.revisions]}


class Answers:
    """Asks the real database, by queries alone.

    :param connection: SQLAlchemy's
    """

    def __init__(self, connection):
        self.connection, self.rows = connection, {}
        self.quote = connection.dialect.identifier_preparer.quote_identifier

    def revision(self, one):
        return {'revision': one.revision, 'message': one.message, 'direction': one.direction, 'reads_rows': bool(one.reads),
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
        return Found(one.what, one.column, one.text, self.number(one.count), one.example, certain)

    def number(self, query):
        """One number; None where the database refuses the question."""
        try:
            return execute(self.connection, query.replace('%', '%%') if self.formats() else query).scalar()
        except self.connection.dialect.dbapi.Error:
            return None

    def formats(self):
        return self.connection.dialect.paramstyle in ('format', 'pyformat')

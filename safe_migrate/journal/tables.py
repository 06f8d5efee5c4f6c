"""Our tables in a codebase's database. Their types are of MySQL's dialect, which a start does not need: import it late."""
import sqlalchemy as sa
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from .names import BIN, JOURNAL

text = sa.Text().with_variant(MEDIUMTEXT(), 'mysql').with_variant(MEDIUMTEXT(), 'mariadb')

journal = sa.Table(
    JOURNAL, sa.MetaData(),
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('run', sa.String(32), nullable=False),  # of all rows that one command wrote
    sa.Column('revision', sa.String(255), nullable=False),
    sa.Column('direction', sa.String(16), nullable=False),  # upgrade, downgrade or stamp
    sa.Column('position', sa.Integer, nullable=False),
    sa.Column('kind', sa.String(16)),
    sa.Column('hash', sa.String(40)),
    sa.Column('statement', text),
    sa.Column('definition', sa.String(40)),  # a hash of the table's definition before the statement
    sa.Column('answer', text),
    sa.Column('who', sa.String(255)),
    sa.Column('started', sa.String(32)),  # UTC, ISO 8601
    sa.Column('seconds', sa.Float),
    sa.Column('message', sa.Text),
    sa.Column('ended', sa.String(16), nullable=False),  # see `journal.journal`
    mysql_charset='utf8mb4', mysql_engine='InnoDB')

catalogue = sa.Table(
    BIN, sa.MetaData(),
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('state', sa.String(16), nullable=False),  # see `bin.catalogue`
    sa.Column('kind', sa.String(16), nullable=False),
    sa.Column('table_name', sa.String(255), nullable=False),
    sa.Column('column_name', sa.String(255)),
    sa.Column('type', text),  # of the column, before
    sa.Column('key_columns', text),  # by which a row is found again, a JSON list; empty: by all its other columns
    sa.Column('number', sa.Integer),  # of rows or values
    sa.Column('revision', sa.String(255), nullable=False),
    sa.Column('direction', sa.String(16), nullable=False),
    sa.Column('run', sa.String(32)),  # of the journal
    sa.Column('position', sa.Integer),  # of the statement in the revision
    sa.Column('kept', sa.String(32), nullable=False),  # when; UTC, ISO 8601
    sa.Column('who', sa.String(255)),
    sa.Column('definition', text),  # the statements that made the table and what went with it
    mysql_charset='utf8mb4', mysql_engine='InnoDB', sqlite_autoincrement=True)


def columns_of(table):
    """The names of a table's columns."""
    return [column.name for column in table.columns]

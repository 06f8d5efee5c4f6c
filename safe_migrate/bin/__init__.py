"""The bin: what a migration drops is kept in the same database, and comes back when the opposite migration makes it again.

catalogue.py  the table `migration_bin`: what is kept, since when, and how far its keeping or coming back has come
statements.py what a statement drops, changes or makes, in the names of the bin; see sql/
change.py     which columns a statement drops or converts, from the table's definitions before and after it
mysql_trial.py  MySQL and MariaDB: what a table is after an ALTER, tried on a copy
losses.py     before a statement that loses what the bin cannot keep: a terminal is asked, elsewhere it stops
keeping.py    before a statement: into the bin
returning.py  after a statement and at the end of a revision: out of the bin
bin.py        both, for the upgrade or downgrade that runs
postgresql.py PostgreSQL has no bin yet: somebody has to agree before rows go
store.py      tables, rows and columns, in SQL; mysql.py and sqlite.py: what is particular to each
by_hand.py    `db bin restore ID`
"""
import os

from ..explain import UserError
from ..explain import bin as texts

OF_CONTEXT = 'safe_migrate_bin'  # the bin of a run, in the options of Alembic's migration context
LIMIT = 'SAFE_MIGRATE_BIN_ROWS'
MOST = 1000000  # values of a column, unless the environment says otherwise


def limit():
    """How many values of a column go into the bin without being asked.

    :raises UserError: where the environment's `SAFE_MIGRATE_BIN_ROWS` is no number
    """
    text = os.environ.get(LIMIT) or str(MOST)
    if not text.isdecimal():
        raise UserError(*texts.no_limit(LIMIT, text))
    return int(text)

"""What `db upgrade`, `db downgrade` and `db stamp` do to the database: one at a time, and all of it or none.

It works below the commands and below `env.py`: Alembic makes an implementation for each dialect, and the ones here take
the place of its own. So `python manage.py db`, `flask db` and a codebase's own `flask_migrate.upgrade()` have it alike.

implementations.py  what Alembic calls, before anything else
run.py        the command that runs, and its steps
beginning.py  where an empty database begins that the revisions cannot build
waiting.py    how long to wait for another process, and what is said meanwhile
file_lock.py  a lock that a file stands for
sqlite.py     SQLite: one real transaction around everything, behind a file lock; rebuild.py: ALTER, which it has not
unnamed.py    op.drop_constraint(None): the constraint that is meant
mysql.py      MySQL and MariaDB: a lock that the server holds for the connection
galera.py     a Galera cluster: a lock that all of its nodes know
postgresql.py  PostgreSQL: an advisory lock, and what of a revision commits on its way; cursors.py, or events.py with another
              driver than psycopg2: each statement, before it is executed
joined.py     while a revision runs, all that leads to the same database is the migration's connection; joined_sqlite.py and
              joined_mysql.py: what is particular to each; pooled.py: who has a connection out of a pool
resume.py     MySQL and MariaDB: going on where an upgrade was interrupted; session_state.py: what a connection remembers
halfway.py    the same on a copy of the structure, for `--plan` and `db check --deep`
undo.py       MySQL and MariaDB: taking a half-applied upgrade back
question.py   what only the user knows
attendant.py  between two statements: stopping.py, for Ctrl-C and SIGTERM, and progress.py, for a terminal
who.py        who runs it
own_tables.py  our tables in the codebase's database, told from the application's
journal.py    the table that it is resumed from, and that `db log` shows
statement.py  what the journal asks of a statement, see sql/
version_table.py  Alembic's own writes to its version table, by a mark around them
restated.py   MySQL and MariaDB: what an op.alter_column does not name of a column
answer.py     what a statement answered, kept and given again
"""
from . import implementations, pooled  # noqa: F401  they register themselves

JOURNAL = 'migration_journal'  # our table in the codebase's database
LOCK = 'migration_lock'  # and another one, on a Galera cluster alone
TRIAL = 'migration_trial'  # and ones whose names begin with it, while a statement is tried, unless that was killed
BIN = 'migration_bin'  # what is dropped is kept in it, and in tables whose names begin with it

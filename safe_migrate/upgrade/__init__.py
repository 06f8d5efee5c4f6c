"""What `db upgrade`, `db downgrade` and `db stamp` do to the database: one at a time, and all of it or none.

It works below the commands and below `env.py`: Alembic makes an implementation for each dialect, and the ones here take
the place of its own. So `python manage.py db`, `flask db` and a codebase's own `flask_migrate.upgrade()` have it alike.
What each database does on its own is in `databases/`.

guarded.py      what Alembic calls, before anything else
run.py          the upgrade that runs, from its first step to its last; step.py: what a step is
beginning.py    where an empty database begins that the revisions cannot build
file_lock.py    a lock that a file stands for
waiting.py      how long to wait for another process, and what is said meanwhile
unnamed.py      op.drop_constraint(None): the constraint that is meant
joined.py       while a revision runs, all that leads to the same database is the migration's connection; pooled.py: who has
                a connection out of a pool, and each statement of one, before it is executed
resumable.py    a revision and the journal; question.py: what only the user knows
answer.py       what a statement answered, also where it was refused, kept and given again
attendant.py    between two statements: progress, Ctrl-C and SIGTERM
version_table.py  Alembic's own writes to its version table, by a mark around them
"""
from .. import databases
from . import pooled  # noqa: F401  it registers itself

databases.all_of('implementation')  # they take the place of Alembic's, too

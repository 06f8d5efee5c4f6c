"""What `db upgrade`, `db downgrade` and `db stamp` do to the database: one at a time, and all of it or none.

It works below the commands and below `env.py`: Alembic makes an implementation for each dialect, and the ones here take
the place of its own. So `python manage.py db`, `flask db` and a codebase's own `flask_migrate.upgrade()` have it alike.

run.py       what is asked for: the command that runs, its options, its steps
file_lock.py a lock that a file stands for
sqlite.py    SQLite: one real transaction around everything, behind a file lock
mysql.py     MySQL and MariaDB: a lock that the server holds for the connection
"""
from . import mysql, sqlite  # noqa: F401  they register themselves

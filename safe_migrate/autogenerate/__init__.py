"""What `db migrate`, `db revision` and `db merge` write.

The comparison: the database is asked what the models mean, and that is compared with what it has; each database's own part
is in `databases/`.
detect.py       takes the place of Alembic's own comparators
comparison.py   all tables of one database beside all its models
model.py        what the models say, and which of their constraints is which of the database's
interface.py    what a comparison asks a database
sides.py        a table as the database has it, and one as a model has it
difference.py   what differs between two definitions of one table
rename.py       columns and tables that were renamed: the answers, and what follows from them
fill.py         the values of the old rows for a new NOT NULL
overrides.py    what a codebase has set itself, and what the command was given, comes first
report.py       what was found, line by line
drops.py        what is not dropped by mistake

The script.
steps.py        the operations for one table, in an order that runs
operations.py   the operations that Alembic does not write by itself
rendering.py    the types and the SQL in it
revision_file.py  its file: whole or not at all, whatever its message, id and label are
"""

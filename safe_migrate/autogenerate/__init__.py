"""What `db migrate`, `db revision` and `db merge` write.

The comparison: the database is asked what the models mean, and that is compared with what it has; each database's own part
is in `databases/`.
detect.py       takes the place of Alembic's own comparators
comparison.py   all tables of one database beside all its models
model.py        what the models say
judging.py      what most databases answer alike
sides.py        a table as the database has it, and one as a model has it
difference.py   what differs between two definitions of one table
match.py        which constraint without a name is which, and the names of new ones
rename.py, renames.py  columns and tables that were renamed: the answers, and what follows from them
fill.py         the values of the old rows for a new NOT NULL
beforehand.py   answers that were given beforehand and fit nothing
type_checks.py  the CHECKs of a Boolean or Enum, which a history may have left out
as_alembic.py   the tables whose models the database cannot make
respect.py, chosen.py  what a codebase has set itself
found.py        what was found, line by line; in_words.py: in words
column_type.py  the databases that are not asked: Alembic's own comparison, with `compare_type` on

The operations, and how they are written.
steps.py        the operations for one table, in an order that runs; in_the_way.py: keys that have to be gone meanwhile
operations.py   the operations that Alembic does not write by itself
types.py, raw.py  the types in a script
expressions.py  the SQL in it
rendered.py     how both are put behind a codebase's own `render_item`

What is not dropped by mistake.
drops.py        a table whose model is not imported, or most of the tables
unknown.py      a table that no revision has created
own_tables.py   the tables of this package

The file.
written.py      appears whole or not at all
nothing.py      none is written where nothing was found
message.py, docstring.py  its name and its first lines, whatever the message is
identifiers.py  its id and its branch label
"""

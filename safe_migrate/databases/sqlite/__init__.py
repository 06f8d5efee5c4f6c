"""SQLite. See `databases` for the files that each database has; these are its own:

rebuild.py      ALTER, which it has not: a table is made anew from its own definition
cascades.py     what foreign keys are to do, where the driver cannot turn them on within a transaction
references.py   the rows whose foreign keys lead nowhere
batch.py        and in a script, Alembic's batch mode
"""

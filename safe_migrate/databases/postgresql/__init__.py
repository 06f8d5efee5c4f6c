"""PostgreSQL. See `databases` for the files that each database has; these are its own:

catalogs.py     queries on the driver's own connection, and a try that is rolled back
sandbox.py      what the server makes of a model: a temporary table
enums.py        the ENUM types: made, changed and dropped with the columns that are of them
names.py        a constraint without a name gets the server's in the script
joined.py       what leads to the same database is the migration's connection while a revision runs; psycopg2's cursors
resume.py       what of a revision is committed before its end, and how it goes on; effect.py: whether a statement took
                effect, and that a revision has begun
losses.py       what goes into the bin, and who has to agree before the rest goes; side_effects.py: what a statement loses by
                code that it runs
halfway.py      what an interrupted revision has committed, for a plan on a copy
without_key.py  values that come back into the rows of a table without a key
structure.py    the statements that make a table again; trial.py: a throw-away database
texts.py        what is said of what is not done here
"""

"""SQLite. See `databases` for the files that each database has; these are its own:

rebuild.py      ALTER, which it has not: a table is made anew from its own definition
without_key.py  values that come back into the rows of a table without a key
catalogue.py    a statement that writes to SQLite's own catalogue
references.py   the rows whose foreign keys lead nowhere, and what is to become of them
"""

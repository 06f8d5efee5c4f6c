"""MySQL and MariaDB. See `databases` for the files that each database has; these are its own:

galera.py       a Galera cluster: a lock that all of its nodes know
resume.py       an interrupted upgrade goes on where it stopped; session_state.py: what a connection remembers;
                effect.py: whether a statement that was interrupted took effect
sessions.py     what each connection that has joined has of its own
undo.py         taking a half-applied upgrade back
halfway.py      what an interrupted one has left, for a plan on a copy of the structure
restated.py     what an op.alter_column does not name of a column
steps.py        the operations that change one table, in an order that the server takes
foreign_keys.py those that the server would refuse
share.py        how much of its statement a connection of MariaDB has done
without_key.py  values that come back into the rows of a table without a key
trial.py        what a table is after an ALTER, tried on a copy; a throw-away database
"""

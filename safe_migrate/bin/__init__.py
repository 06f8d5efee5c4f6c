"""The bin: what a migration drops is kept in the same database, and comes back when the opposite migration makes it again.

catalogue.py  the table `migration_bin`: what is kept, since when, and how far its keeping or coming back has come
losses.py     before a statement that loses what the bin cannot keep: a terminal is asked, elsewhere it stops
keeping.py    before a statement: into the bin
returning.py  after a statement and at the end of a revision: out of the bin
bin.py        both, for the upgrade or downgrade that runs
store.py      tables, rows and columns, in SQL, and what a statement does to them;
              `bin_storage.py` of a database: what is particular to it
by_hand.py    `db bin restore ID`
"""

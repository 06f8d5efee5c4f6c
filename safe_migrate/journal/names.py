"""The names of our tables in a codebase's database."""

JOURNAL = 'migration_journal'  # our table in the codebase's database
LOCK = 'migration_lock'  # and another one, on a Galera cluster alone
TRIAL = 'migration_trial'  # and ones whose names begin with it, while a statement is tried, unless that was killed
BIN = 'migration_bin'  # what is dropped is kept in it, and in tables whose names begin with it

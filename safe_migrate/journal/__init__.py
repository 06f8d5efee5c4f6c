"""Our tables in the codebase's database.

names.py        their names; tables.py: their columns; own_tables.py: told from the application's
journal.py      which revision was applied or reverted when, by whom and why, and how far it came
"""

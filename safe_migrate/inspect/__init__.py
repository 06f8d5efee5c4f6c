"""What `db status`, `db check` and their like look at; nothing here changes a database or a file.

environment.py  each database of the codebase, as its own `env.py` reaches it
state.py        where a database stands: its revision, what is pending, what was interrupted; versions.py: its version table
revision_files.py  the files of the revisions, without running them; circles.py: whether they hang together;
                   unnamed_drops.py: op.drop_constraint(None) in them; python2.py: what only Python 2 has
binds.py        the databases that models name
database.py, mysql.py, postgresql.py, sqlite.py  what is particular to a database
tables.py, last_change.py, text_table.py  what `db tables` shows
slips.py  what only looks like a column or a model
graph.py, graph_picture.py  the revisions as a drawing
differences.py  what `db migrate` would write, in words
"""

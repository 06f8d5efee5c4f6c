"""What can be told of the codebase, without changing anything in it.

project.py      where it is, whatever the working directory
environment.py  each of its databases, as its own `env.py` reaches it
revision_files.py  the files of the revisions, without running them; circles.py: whether they hang together;
                unnamed_drops.py: op.drop_constraint(None) in them; created.py: the tables that they make;
                last_change.py: what the newest has changed; versions.py: which
                of them a version table names
sources.py, python.py  where in the sources a table is defined
binds.py        the databases that models name
slips.py        what only looks like a column or a model
"""

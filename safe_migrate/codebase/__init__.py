"""What can be told of the codebase, without changing anything in it.

project.py      where it is, whatever the working directory
environment.py  each of its databases, as its own `env.py` reaches it, and those that its models name
revisions.py    whether its revisions hang together, and which of them a version table names
revision_files.py  what their files tell without being run: what they make, drop without a name, and change
sources.py      where in the sources a table is defined
slips.py        what only looks like a column or a model
"""

"""What a command does, over the rooms below; each is read-only but for `repair`.

state.py        `db status` and `db check`: where a database stands, and what `db migrate` would write, in words
tables.py       `db tables`
graph.py        `db graph`: the revisions as a drawing
plan.py         `--plan`: the statements, each with its table's definition before and after it
trial/          `db check --deep`: the revisions tried on a throw-away database
repair/         `db repair`: what it puts right
doctor.py       `db doctor`: what it looks for; programs.py: the files that a web server loads
"""

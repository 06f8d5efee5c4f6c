"""What a command does, over the rooms below; each is read-only but for `repair`.

state.py        `db status`: where a database stands, its revision, what is pending, what was interrupted
tables.py       `db tables`
graph.py, graph_picture.py  `db graph`: the revisions as a drawing
differences.py  `db check`: what `db migrate` would write, in words
plan.py         `--plan`: the statements, each with its table's definition before and after it
trial/          `db check --deep`: the revisions tried on a throw-away database
repair/         `db repair`: what it puts right
doctor/         `db doctor`: what it looks for
"""

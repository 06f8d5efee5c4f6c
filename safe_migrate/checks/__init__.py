"""What a change means for the rows that are there, asked of the real database by queries alone.

statements.py   which table and columns of the real database a statement is about
questions.py    what two definitions of a table mean for its rows, as queries, and the real database's answers
narrowing.py    which values a column's new type does not hold, by their size
recorder.py     the statements of a revision, taken down while it runs on a copy of the structure
halfway.py      what an interrupted revision has left, for that
recording.py    what revisions say, before they run, and which of them can be run twice
losses.py       what is dropped and has rows: asking before it is lost
"""

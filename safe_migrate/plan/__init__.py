"""What an upgrade or downgrade would do, before it does it.

The revisions run on a throw-away copy of the structure, without rows; what they would do to the rows is asked of the real
database, by queries alone.

collect.py    the statements, each with its table's definition before and after it
statements.py which table and columns of the real database a statement is about
questions.py  what two definitions of a table mean for its rows, as queries
narrowing.py  which values a column's new type does not hold, by their size
narrowing_on_mysql.py  which an ALTER of MySQL or MariaDB refuses, and what it makes of the others
answers.py    the real database's answers to them
before.py     MySQL and MariaDB: stopping an upgrade before its first statement
before_on_sqlite.py  SQLite: stopping it before a table is made anew
harmless.py   which revisions can be run twice
losses.py     what is dropped and has rows: asking before it is lost
runs.py       how the server would run a statement: instant, online, or blocking writes
"""

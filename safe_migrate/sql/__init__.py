"""What a statement of SQL is and does: it is read once, by tokens, and then asked. Nothing else looks into its text.

tokens.py     a text's tokens, as each database reads it
statement.py  `parse(text, syntax)`, and the `Statement` that it gives; head.py: what its first words say
reader.py     a text's tokens, one after the other, no further than needed; which words begin what
clauses.py    the clauses of an `ALTER TABLE`
calls.py      what a statement that reads may call
secrets.py    which of its values are passwords

It fails closed: what was not understood may lose rows, may end the transaction, and is about no table that could be told.
"""
from . import clauses
from .statement import DATA, DDL, READ, SESSION, Statement, parse
from .tokens import STRING, MARIADB, MYSQL, POSTGRESQL, SQLITE, Syntax, TableName, syntax_of, unquoted

__all__ = ['clauses', 'DATA', 'DDL', 'READ', 'SESSION', 'Statement', 'parse', 'MARIADB', 'MYSQL', 'POSTGRESQL', 'SQLITE',
           'STRING', 'Syntax', 'TableName', 'syntax_of', 'unquoted']

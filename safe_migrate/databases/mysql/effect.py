"""Whether a DDL statement that was interrupted took effect: what its table is now, beside what the statement says.

That a table is another one than before does not tell it: somebody else may have made or changed it meanwhile.
"""
from ...journal.journal import hash_of
from ...journal.own_tables import WAYS, NoTrial, TrialTable
from ...sql import clauses, parse
from . import introspection
from .introspection import quoted

NO_SUCH_TABLE = 1146
WHOLE = ('CREATE TABLE', 'ALTER TABLE', 'CREATE INDEX', 'DROP INDEX')  # where these are refused, nothing is changed
COPIES = {'SELECT', 'LIKE', 'VALUES', 'TABLE'}  # what a table may be made of, in place of a list of columns
INTERRUPTED = (1053, 1317)


def changed_nothing(statement, error):
    """Whether a statement that the server has refused has changed nothing for certain.

    :param statement: `sql.Statement`
    :param error: the driver's, or a `UserError`
    """
    return statement.action in WHOLE and len(statement.parts) == 1 and error.args[0] not in INTERRUPTED


def told_by_table(server, statement):
    """Whether a statement took effect whose table is not any more what it was before it.

    :param server: `locks.Server`
    :param statement: `sql.Statement`
    :returns: None where that cannot be told
    """
    table = definition(server, statement.reference())
    if table is None:
        return statement.action in ('DROP TABLE', 'RENAME TABLE') or bool(statement.renames) or None
    if statement.action == 'DROP TABLE':  # it is there: nothing was dropped, or somebody has made it since
        return None
    signs = signs_of(statement, table)
    return signs.pop() if len(signs) == 1 else None if signs else True


def definition(server, reference):
    """What a table is, a `schema.Table`; None where there is none."""
    try:
        return introspection.parse(server.rows('SHOW CREATE TABLE ' + reference)[0][1], reference)
    except server.error as error:
        if error.args[0] != NO_SUCH_TABLE:
            raise
        return None


def signs_of(statement, table):
    """What the table has of what a statement adds, and no more of what it takes away: a set of True and False."""
    columns, indexes = lowered(table.columns), lowered(table.indexes)
    keys = lowered(one.name for one in table.foreign_keys if one.name)
    if statement.makes_table:
        return {lowered(columns_made(statement)) <= columns} - {False} or {True, False}
    if statement.action in ('CREATE INDEX', 'DROP INDEX') and statement.name:
        return {(statement.name.name.lower() in indexes) == (statement.action == 'CREATE INDEX')}
    of = {clauses.ADD_COLUMN: (columns, True), clauses.DROP_COLUMN: (columns, False),
          clauses.ADD_INDEX: (indexes, True), clauses.ADD_UNIQUE: (indexes, True), clauses.DROP_INDEX: (indexes, False),
          clauses.ADD_FOREIGN_KEY: (keys, True), clauses.DROP_FOREIGN_KEY: (keys, False),
          clauses.RENAME_COLUMN: (columns, False), clauses.CHANGE: (columns, False)}
    names = [(clause.names[0].lower(),) + of[clause.action] for clause in statement.clauses
             if clause.action in of and clause.names and not clause.if_exists
             and (clause.action != clauses.CHANGE or clause.names[0].lower() != clause.new_name.lower())]
    names += [(clause.new_name.lower(), columns, True) for clause in statement.clauses
              if clause.action in (clauses.RENAME_COLUMN, clauses.CHANGE) and clause.new_name]
    twice = {name for name, there, is_there in names if (name, there, not is_there) in names}
    return {(name in there) == is_there for name, there, is_there in names if name not in twice}


def lowered(names):
    return {name.lower() for name in names}


def columns_made(statement):
    """The names of the columns that a `CREATE TABLE` lists."""
    _start, end = statement.places[0]
    items = [token for token in statement.tokens if token.start >= end]
    if not items or items[0].text != '(' or len(items) > 1 and items[1].word in COPIES:
        return []
    parts = clauses.split_at_commas(clauses.until_closed(items[1:]))
    return [statement.reader.plain(part[0]) for part in parts if part and part[0].word not in clauses.NO_COLUMN]


def made_alike(server, row):
    """Whether a table is what a `CREATE TABLE` of the journal makes, which is tried under another name.

    :param row: the journal's
    :returns: None where that cannot be tried
    """
    statement = parse(row['statement'].replace('%%', '%'))
    if hash_of(row['statement']) != row['hash']:
        return None
    if not columns_made(statement) or statement.has_words({'SELECT'}):  # it brings rows along
        return True
    trial = TrialTable(server.rows, server.error)
    try:
        trial.create(WAYS[:1], with_free_names(statement)[statement.places[0][1]:])
        return alike(definition(server, trial.name)) == alike(definition(server, statement.reference()))
    except (server.error, NoTrial):
        return None
    finally:
        trial.drop()


def with_free_names(statement):
    """A statement's text with other names for what may have its name once in the database."""
    text = statement.text
    for name, (start, end), comes in reversed(statement.constraint_names):
        text = text[:start] + quoted(('tried_' + name)[:64]) + text[end:] if comes else text
    return text


def alike(table):
    """A definition without what the server calls the constraints and indexes of it."""
    return (list(table.columns.values()), table.primary_key, table.options,
            sorted(repr(one._replace(name=None)) for one in
                   list(table.indexes.values()) + list(table.foreign_keys) + list(table.checks)))

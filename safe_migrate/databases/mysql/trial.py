"""MySQL and MariaDB: what a table is after an `ALTER`, tried on a copy that has no rows; and a throw-away database."""
import copy

from ...bin.store import NotKnown
from ...journal.own_tables import NoTrial, TrialTable
from ...schema import execute
from ...sql import clauses
from . import introspection
from .introspection import quoted

SYNTAX_ERROR = 1064
# What a copy of the columns does not have, or may be called otherwise there, and what is about no column.
NOT_ON_A_COPY = clauses.EMPTIES + (
    clauses.ADD_FOREIGN_KEY, clauses.DROP_FOREIGN_KEY, clauses.ADD_CHECK, clauses.DROP_CHECK, clauses.ADD_CONSTRAINT,
    clauses.RENAME, clauses.EXCHANGE_PARTITION, clauses.CONVERT_PARTITION, clauses.PARTITION)
OF_COLUMNS = (clauses.ADD_COLUMN, clauses.DROP_COLUMN, clauses.RENAME_COLUMN, clauses.ALTER_COLUMN) + clauses.CONVERTS
OF_THE_SERVER = {'ALGORITHM', 'LOCK', 'WAIT', 'NOWAIT', 'FORCE', 'ORDER', 'ALTER', 'RENAME', 'WITH', 'WITHOUT', 'ENABLE',
                 'DISABLE'}


class Trial:
    """:param store: `bin_storage.MySQLStore`
    :param before: the table's definition, a `schema.Table`
    :param reference: the table as it stands in a query
    """

    def __init__(self, store, before, reference):
        self.store, self.before, self.reference = store, before, reference

    def after(self, statement):
        """The table's definition after an `ALTER TABLE`.

        Where the copy cannot be made or does not take the statement, the statement itself is read: what it drops, and what
        definitions it writes down.

        :param statement: `sql.Statement`
        :raises NotKnown: where that tells nothing either
        """
        try:
            return self.tried(statement)
        except (self.store.error, NoTrial) as error:
            said = error
        found = self.read(statement)
        if found is None:
            if said.args[:1] == (SYNTAX_ERROR,):  # no more than that will the server say of the table itself
                return self.before
            raise NotKnown(str(said.args[-1] if said.args else said))
        return found

    def tried(self, statement):
        """Run it on a copy: all of it that can be, or else what is about columns alone."""
        gone = {one.names[0] for one in statement.clauses if one.action == clauses.DROP_CONSTRAINT and one.names}
        kept = [one for one in statement.clauses if one.action not in NOT_ON_A_COPY
                and not (one.action == clauses.OPTION and one.names[0] in OF_THE_SERVER)
                and not (one.action == clauses.DROP_CONSTRAINT and not gone <= set(self.before.indexes))]
        columns = [one for one in kept if one.action in OF_COLUMNS]
        try:
            return self.run(statement, kept)
        except self.store.error:
            if len(columns) == len(kept) or None in [one.action for one in kept]:
                raise
        return self.run(statement, columns)

    def run(self, statement, kept):
        """Run some of its clauses on a copy without CHECKs, whose names are not those of the table."""
        store, trial = self.store, TrialTable(self.store.rows, self.store.error)
        try:
            trial.make(self.reference)
            for check in introspection.parse(store.text(trial.name), trial.name).checks if self.before.checks else ():
                if check.name:
                    store.run('ALTER TABLE %s DROP CONSTRAINT %s' % (trial.name, quoted(check.name)))
            text = ', '.join(statement.text[one.start:one.end] for one in kept).replace('%%', '%')
            store.run('ALTER TABLE %s %s' % (trial.name, text))
            return introspection.parse(store.text(trial.name), trial.name)
        finally:
            trial.drop()

    def read(self, statement):
        """The definition as the statement's own words have it; None where they do not tell."""
        found = copy.deepcopy(self.before)
        for clause in statement.clauses:
            if clause.action is None or clause.action == clauses.CONVERT:
                return None
            if clause.action == clauses.DROP_COLUMN:
                found = without(found, clause.names)
            elif clause.action in (clauses.MODIFY, clauses.CHANGE):
                old, made = column_called(found, clause.names[0]), column_made(clause)
                if made is None:
                    return None
                if old:
                    found.columns = type(found.columns)((made.name if one is old else name, made if one is old else one)
                                                        for name, one in found.columns.items())
        return found


def without(table, names):
    """A table's definition without some of its columns, whatever their capitals."""
    gone = {name.lower() for name in names}
    found = copy.copy(table)
    found.columns = type(table.columns)((name, one) for name, one in table.columns.items() if name.lower() not in gone)
    return found


def column_called(table, name):
    """A column by its name in any capitals, or None."""
    return next((one for own, one in table.columns.items() if own.lower() == name.lower()), None)


def column_made(clause):
    """A column as the clause that makes it has it; None where that is not how the server would write it."""
    if len(clause.body) < 2:
        return None
    line = ' '.join(token.text for token in clause.body[1:]).replace(' . ', '.').replace('%%', '%')
    try:
        return introspection.parse('CREATE TABLE x (%s %s)' % (quoted(clause.new_name), line), 'x').columns[clause.new_name]
    except (ValueError, IndexError, KeyError):
        return None


NAME_LENGTH = 64
# No such database, and of one that is there, or is to be made, that this user may not use it.
MISSING = (1044, 1049)


def suggested(name):
    """What the throw-away database beside a database may be called.

    :param name: of the real one
    """
    return (name + '_shadow')[-NAME_LENGTH:]


def statements(connection, name):
    """What makes a database as the real one is, and lets the user of this connection use it.

    :param connection: SQLAlchemy's, to the real one
    :param name: of the one that is to be made
    """
    user, character_set, collation = execute(
        connection, 'SELECT CURRENT_USER(), @@character_set_database, @@collation_database').first()
    return ['CREATE DATABASE IF NOT EXISTS %s CHARACTER SET %s COLLATE %s;' % (quoted(name), character_set, collation),
            'GRANT ALL ON %s.* TO %s;' % (quoted(name), account(user))]


def account(user):
    """A user as `GRANT` takes it.

    :param user: as `CURRENT_USER()` tells it
    """
    return "'%s'@'%s'" % tuple(part.replace("'", "''") for part in user.rsplit('@', 1))

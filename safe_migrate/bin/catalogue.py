"""The table `migration_bin`: a row for each table, column or set of values that is kept."""
from ..journal.journal import now, who
from ..journal.names import BIN
from ..journal.own_tables import is_claimed, is_ours
from ..journal.tables import catalogue, columns_of
from ..messages.upgrade import name_taken

TABLE, COLUMN, VALUES = 'table', 'column', 'values'  # what is kept; VALUES are those that a type change cut or converted
MOVING = 'moving'  # a table on its way into the bin
COPYING = 'copying'  # values on their way into the bin
KEPT = 'kept'
RETURNING = 'returning'  # given back by a revision that has not come to its end
REST = 'rest'  # what could not come back; it waits for `db bin restore`
RESTORED = 'restored'  # a table that `db bin restore` has given its name again, where the opposite revision would make it
RETURNED = 'returned'  # all of it; the kept table is to be dropped

COLUMNS = columns_of(catalogue)


def place_of(entry):
    """What an entry is of: `user` or `user.name`."""
    return '.'.join(name for name in (entry['table_name'], entry['column_name']) if name)


def kept_table(entry):
    """The name of the table in which an entry's rows are."""
    return '%s_%d' % (BIN, entry['id'])


class Catalogue:
    """Reads and writes the table, in the transaction of the connection that does the work.

    :param store: `store.Store`
    """

    def __init__(self, store):
        self.store, self.known, self.is_there, self.missing = store, None, False, None

    def obstacle(self, context):
        """Why nothing can be kept: what this user may not do, or whose the name is; None where it can.

        :param context: Alembic's migration context
        """
        if self.missing is None:
            self.entries()
        if self.missing is None:
            taken = self.store.exists(BIN) if not self.is_there else False
            self.missing = name_taken(BIN) if taken or not self.is_there and is_claimed(context, BIN) else \
                self.store.obstacle() or ''
        return self.missing or None

    def entries(self):
        """All that is there, oldest first, as dictionaries; read once, because who writes has the database's lock."""
        if self.known is None:
            is_there = self.store.exists(BIN)
            self.missing = is_there and self.store.unreadable(BIN) or self.missing
            self.is_there = is_there and not self.missing and is_ours(self.store.connection, BIN)
            self.known = self.read() if self.is_there else []
        return self.known

    def reread(self):
        """The same, after a rollback, which may have taken the table, too."""
        if self.known is None:
            return []
        self.known = None
        return self.entries()

    def read(self):
        rows = self.store.rows('SELECT %s FROM %s ORDER BY id' % (', '.join(map(self.store.quote, COLUMNS)), BIN))
        return [dict(zip(COLUMNS, row)) for row in rows]

    def add(self, **values):
        """A new entry, in a table that is made where there is none."""
        self.entries()
        if not self.is_there:
            self.store.make(catalogue)
            self.is_there = True
        values.update(kept=now(), who=who())
        names = sorted(values)
        entry = dict(dict.fromkeys(COLUMNS), **values)
        statement = 'INSERT INTO %s (%s) VALUES (%s)' % (
            BIN, ', '.join(map(self.store.quote, names)), ', '.join('?' * len(names)))
        entry['id'] = self.store.insert(statement, [values[name] for name in names])
        while self.store.exists(kept_table(entry)):  # a table of the application's own, which has that name
            self.store.write('DELETE FROM %s WHERE id = ?' % BIN, [entry['id']])
            entry['id'] = self.store.insert(statement, [values[name] for name in names])
        self.known.append(entry)
        return entry

    def change(self, entry, **values):
        """Another state of an entry."""
        entry.update(values)
        self.store.write('UPDATE %s SET %s WHERE id = ?' % (
            BIN, ', '.join('%s = ?' % self.store.quote(name) for name in values)), list(values.values()) + [entry['id']])

    def forget(self, entry):
        """Take an entry out, with its rows; should it be interrupted, its state tells that they are gone."""
        self.change(entry, state=RETURNED)
        self.store.run('DROP TABLE IF EXISTS ' + self.store.quote(kept_table(entry)))
        self.store.write('DELETE FROM %s WHERE id = ?' % BIN, [entry['id']])
        self.known = [one for one in self.entries() if one is not entry]

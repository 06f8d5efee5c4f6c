"""The bin without an upgrade: what is in it, `db bin restore ID` and `db bin empty`."""
import contextlib
import json
import re

from .. import databases
from ..codebase.revisions import current_revisions
from ..messages import UserError
from ..messages import bin as texts
from . import catalogue
from .catalogue import (COLUMN, COPYING, KEPT, MOVING, REST, RESTORED, RETURNED, RETURNING, TABLE, Catalogue, kept_table,
                        place_of)
from .returning import GivenTable, give_column, take_out_column


class Opened:
    """The bin of one database.

    :param connection: SQLAlchemy's
    """

    def __init__(self, connection):
        self.store = databases.of(connection).store(connection)
        self.catalogue = Catalogue(self.store)
        self.connection = connection

    def entries(self):
        """What is kept, with the size of each in bytes, or None where that cannot be told."""
        if not self.store:
            return []
        found = [one for one in self.catalogue.entries() if one['state'] in (KEPT, REST, RETURNING)]
        filled = [(kept_table(one), one['number'] or 0) for one in found]
        sizes = databases.of(self.connection).sizes(self.connection, filled) if found else {}
        return [dict(one, size=sizes.get(kept_table(one))) for one in found]

    def entry(self, identifier):
        """:raises UserError: where there is none of that id"""
        entries = self.catalogue.entries() if self.store else []
        found = [one for one in entries if one['id'] == identifier and one['state'] not in (RESTORED, RETURNED)]
        if not found:
            raise UserError(*texts.no_entry(identifier))
        if found[0]['state'] in (MOVING, COPYING, RETURNING):
            raise UserError(*texts.in_use(found[0]))
        return found[0]

    def restore(self, identifier, comes_again):
        """Put back what can be put back.

        :param comes_again: takes a revision's id and says whether `db upgrade` can apply it
        :returns: lines that tell what was
        :raises UserError: where nothing can, or where the next upgrade makes the table and would find it there
        """
        entry = self.entry(identifier)
        gone = entry['kind'] == TABLE and self.store.definition(entry['table_name']) is None
        if gone and entry['direction'] == 'downgrade' and comes_again(entry['revision']):
            raise UserError(*texts.comes_by_upgrade(entry, kept_table(entry)))
        with self.store.exact():
            lines = self.restore_table(entry) if entry['kind'] == TABLE else self.restore_column(entry, comes_again)
        self.store.commit()
        if entry['state'] == RETURNED:
            self.catalogue.forget(entry)
            self.store.commit()
        return lines

    def restore_table(self, entry):
        if self.store.definition(entry['table_name']) is None:
            self.store.rename(kept_table(entry), entry['table_name'])
            self.catalogue.change(entry, state=RESTORED if entry['direction'] == 'upgrade' else RETURNED)
            now, before = self.store.made_by(entry['table_name']), entry['definition'] or ''
            is_otherwise = before and without_quotes(now) != without_quotes(before)
            return [texts.came_back(place_of(entry), entry['number'])] + [texts.made_otherwise(before)] * bool(is_otherwise)
        given = GivenTable(self.store, entry)
        given.put_in()
        while given.delete_orphans():
            pass
        return self.settle(entry, given.take_out())

    def restore_column(self, entry, comes_again):
        definition = self.store.definition(entry['table_name'])
        column = definition and definition.columns.get(entry['column_name'])
        if column is None or entry['kind'] != COLUMN and self.store.type_of(definition, column) != entry['type']:
            raise UserError(*self.no_place(entry, comes_again))
        key, names = json.loads(entry['key_columns']), list(self.store.definition(kept_table(entry)).columns)
        others = [name for name in names if not name.startswith('bin_')]
        if not set(key or others) <= set(definition.columns):
            raise UserError(*self.no_place(entry, comes_again))
        give_column(self.store, entry, key, others, only_empty=(column.default or 'NULL').split(' ON UPDATE ')[0])
        return self.settle(entry, take_out_column(self.store, entry))

    def no_place(self, entry, comes_again):
        """What is told where there is no column, and which command makes it again: none does where other revisions stand
        over its own, which would be taken back, too."""
        if entry['direction'] == 'upgrade':
            command = 'downgrade' if entry['revision'] in current_revisions(self.connection) else None
        else:
            command = 'upgrade ' + entry['revision'] if comes_again(entry['revision']) else None
        return texts.no_place(entry, place_of(entry), kept_table(entry), command)

    def settle(self, entry, left):
        came, place = entry['number'] - left, place_of(entry)
        self.catalogue.change(entry, state=REST if left else RETURNED, number=left)
        lines = [texts.came_back(place, came)] if came else []
        return lines + ([texts.stays(place, left, entry['id'])] if left else [])

    def empty(self, entries):
        """Take entries out for good."""
        for entry in entries:
            self.catalogue.forget(next(one for one in self.catalogue.entries() if one['id'] == entry['id']))
        self.store.commit()

    def tables(self):
        """The names of the bin's own tables."""
        return [kept_table(one) for one in self.catalogue.entries()] + [catalogue.BIN] * self.catalogue.is_there


def without_quotes(statements):
    """Statements as they can be compared: a table that has had another name is written with quotes."""
    return re.sub(r'[\s"`]', '', statements)


@contextlib.contextmanager
def opened(engine):
    """The bin of a database, for someone who may change it."""
    with engine.connect() as connection:
        found = Opened(connection)
        if found.store is None:
            yield found
            return
        with found.store.alone():
            yield found

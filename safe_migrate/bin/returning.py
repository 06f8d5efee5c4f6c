"""What the opposite migration makes again gets its rows and values back.

A column gets them at once, so that what the revision does after that finds them, and what it computes from other rows stands
over them; a constant with which it fills the column does not, nor what it makes of the column itself, once more. A table
gets them at the end of the revision, so that the rows that the revision writes down itself are there first; what has been
changed of those comes back, too.
"""
import json
import re
from typing import NamedTuple, Tuple

from .. import databases
from ..messages import UserError
from ..messages import bin as texts
from ..sql import clauses
from .catalogue import COLUMN, KEPT, REST, RESTORED, RETURNED, RETURNING, TABLE, Catalogue, kept_table, place_of
from .store import BACK, BECAME, ORPHAN, ROW, VALUE, altered, local_name, local_names

OPPOSITE = {'upgrade': 'downgrade', 'downgrade': 'upgrade'}

# Between the statements that make a table and its triggers.
TRIGGER_BEGINS = re.compile(r';\n(?=CREATE (?:DEFINER=\S+ |TEMP |TEMPORARY )?TRIGGER\b)', re.IGNORECASE)
TRIGGER_NAME = re.compile(r'\bTRIGGER\s+(?:IF\s+NOT\s+EXISTS\s+)?(`(?:[^`]|``)*`|"[^"]*"|\[[^]]*\]|\w+)', re.IGNORECASE)


class Reference(NamedTuple):
    """A foreign key."""

    table: str
    columns: Tuple[str, ...]
    parent: str
    targets: Tuple[str, ...]


class Returning:
    """Gives back what the revision that runs makes again.

    :param store: `store.Store`
    :param catalogue: `catalogue.Catalogue`
    """

    def __init__(self, store, catalogue):
        self.store, self.catalogue = store, catalogue
        self.waiting, self.computed, self.reads, self.said = [], set(), False, []
        self.trusted, self.checks, self.tables, self.made, self.held, self.retyped = [], None, [], set(), set(), set()
        self.found, self.replaced = set(), set()  # tables that were there at the beginning; dropped since
        self.full = set()  # pairs of a table and its column that has values of its own
        self.built, self.there = set(), set()  # tables that the revision makes, and those that `IF NOT EXISTS` finds

    def begin(self, entries):
        """:param entries: those that the opposite of the revision has left"""
        newest = {(one['kind'], one['table_name'], one['column_name']): one for one in entries
                  if one['state'] in (KEPT, RETURNING)}
        self.waiting, self.computed, self.reads, self.said = list(newest.values()), set(), False, []
        self.trusted, self.checks, self.tables, self.made, self.held, self.retyped = [], None, [], set(), set(), set()
        self.replaced, self.found = set(), {self.store.identity(one['table_name']) for one in self.waiting if (
            one['kind'] == TABLE and self.store.definition(one['table_name']) is not None)}
        self.full = {(one['table_name'], one['column_name']) for one in self.waiting if one['kind'] == COLUMN
                     and self.has_column(one['table_name'], one['column_name'])}
        self.built = {self.store.identity(one['table_name']) for one in self.waiting
                      if one['kind'] == TABLE and self.store.definition(one['table_name']) is None}

    def columns(self, table, names, state):
        """The entries of columns that wait."""
        return [one for one in self.waiting if one['kind'] != TABLE and one['state'] == state
                and (one['table_name'], one['column_name']) in {(table, name) for name in names}]

    def values_of(self, table):
        """See `values_kept`."""
        return values_kept(self.store, [one for one in self.waiting if one['state'] == KEPT], table)

    def before(self, statement):
        """A new foreign key: what refers to a row that is gone since does not come back; a parent's rows may still do."""
        if self.held and statement.action == 'ALTER TABLE' and statement.has_words({'NULL'}):
            self.give_tables(self.tables_left())
            self.give_once_more(self.held)
            self.held = set()
        self.there = {self.store.identity(name) for name in local_names(self.store, statement)
                      if statement.action == 'CREATE TABLE' and statement.if_exists and self.store.definition(name)}
        for columns, referred, targets in statement.foreign_keys:
            parent = local_name(self.store, referred)
            table = self.store.made_by_statement(statement)[0]
            waits = [one for one in self.tables_left() if one['table_name'] == parent]
            if waits and self.store.checks_references_at_once:
                self.hold(waits, Reference(table, columns, parent, targets or columns))
            elif table and waits:
                self.trust(Reference(table, columns, parent, targets or columns))
                continue
            for entry in self.columns(table, columns, RETURNING):
                self.clear_orphans(entry, columns, parent, targets)

    def hold(self, waits, reference):
        """Values that refer to rows which are not back come after them, and these after those that the revision writes down
        itself; unless a column takes no NULL, or the values are none of the bin's.

        :param waits: the parent's entries
        """
        if reference.table is None or self.store.definition(reference.table) is None:
            return  # a table that is made with its key has no rows
        for entry in self.columns(reference.table, reference.columns, RETURNING):
            if self.can_be_held(entry):
                self.clear_orphans(entry, reference.columns, reference.parent, reference.targets)
                self.held.add(entry['id'])
        if self.store.has_orphans(*reference):
            self.give_tables(waits)

    @staticmethod
    def can_be_held(entry):
        """Whether values can come once more: each by the key of its row."""
        return entry['kind'] == COLUMN and bool(json.loads(entry['key_columns']))

    def give_once_more(self, held):
        """The values come that were held back, or that the column's type did not take before it was changed; but what the
        revision has computed itself stands.

        :param held: the numbers of their entries
        """
        for entry in [one for one in self.waiting if one['id'] in held]:
            table, (key, others) = self.store.definition(entry['table_name']), self.found_by(entry)
            if table and set(key + [entry['column_name']]) <= set(table.columns):
                with self.store.exact():
                    give_column(self.store, entry, key, others,
                                only_empty='NULL' if self.computed & {entry['table_name'], None} else None)

    def trust(self, reference):
        """The rows are looked at when the parent's are there again."""
        self.trusted.append(reference)
        if self.checks is None:
            self.checks = self.store.check_references(False)

    def clear_orphans(self, entry, columns, parent, targets):
        key = json.loads(entry['key_columns'])
        found = self.store.definition(entry['table_name'])
        if key and self.store.definition(parent) and found.columns[entry['column_name']].null:
            self.store.clear_orphans(entry['table_name'], kept_table(entry), key, entry['column_name'],
                                     list(columns), parent, list(targets or columns))

    def after(self, statement):
        """A column that a statement has made or widened gets its values."""
        if self.checks is not None:
            self.checks = self.store.check_references(self.checks) and None
        for one in statement.parts:
            if one.action == 'DROP TABLE':
                self.replaced |= self.found & {self.store.identity(name) for name in local_names(self.store, one)}
            if one.action == 'CREATE TABLE' and not one.is_temporary:
                self.built |= {self.store.identity(name) for name in local_names(self.store, one)} - self.there
        table, names = self.store.made_by_statement(statement)
        self.see_full(table, statement)
        for one in statement.parts:
            self.see_renamed(one)
        self.made |= {(table, name) for name in names}
        self.retyped |= {one['id'] for one in self.columns(table, names, RETURNING) if self.can_be_held(one)}
        self.give_columns(table, names)

    def see_full(self, table, statement):
        """A column that is renamed keeps its values under its new name; one that is added, or was dropped, has none."""
        for clause in statement.clauses:
            if clause.action == clauses.ADD_COLUMN:
                self.full -= {(table, name) for name in clause.names}
            elif clause.new_name and clause.names and clause.names[0].lower() != clause.new_name.lower():
                self.full.add((table, clause.new_name))
        self.full = {(of, name) for of, name in self.full if of != table or self.has_column(of, name)}

    def see_renamed(self, statement):
        """What has come back goes along where its column or its table gets another name."""
        table = altered(self.store, statement)
        for clause in statement.clauses if table else ():
            if clause.action != clauses.RENAME and clause.new_name:
                for entry in self.columns(table, clause.names[:1], RETURNING):
                    entry['column_name'] = clause.new_name
        for old, new in statement.renames:
            for entry in self.waiting:
                if entry['state'] == RETURNING and entry['table_name'] == local_name(self.store, old):
                    entry['table_name'] = new.name

    def has_column(self, table, name):
        found = self.store.definition(table)
        return bool(found) and name in found.columns

    def give_columns(self, table, names, at_the_end=False):
        """Columns of a table that are made again get their values. A row without a key is told by what it had when they were
        kept: there what was kept last comes back first, and the others wait for it.

        :param names: of those that a statement has made
        """
        waiting = [one for one in self.waiting
                   if one['kind'] != TABLE and one['state'] == KEPT and one['table_name'] == table]
        definition = self.store.definition(table) if waiting else None
        for entry in sorted(waiting, key=lambda one: -one['id']) if definition else ():
            has_key = bool(json.loads(entry['key_columns']))
            is_made = entry['column_name'] in names if has_key else (table, entry['column_name']) in self.made
            if not (is_made and self.give_made(entry, definition) or has_key or at_the_end):
                return

    def give_made(self, entry, definition):
        """:returns: whether its place is as it was, and its values were given back"""
        column = definition.columns.get(entry['column_name'])
        if entry['kind'] == COLUMN and (entry['table_name'], entry['column_name']) in self.full:
            return False
        is_there = column and (entry['kind'] == COLUMN or self.store.type_of(definition, column) == entry['type'])
        return bool(is_there) and self.give_column(entry, definition)

    def give_column(self, entry, definition):
        key, others = self.found_by(entry)
        if not set(key or others) <= set(definition.columns):
            return False
        with self.store.exact():
            give_column(self.store, entry, key, others)
        self.catalogue.change(entry, state=RETURNING)
        return True

    def found_by(self, entry):
        """The columns of the key, and those of the kept table that are the row's."""
        names = list(self.store.definition(kept_table(entry)).columns)
        return json.loads(entry['key_columns']), [name for name in names if not name.startswith('bin_')]

    def data(self, statement, reads):
        """A data statement of the revision has run.

        :param reads: whether it is a query
        """
        table, names = local_name(self.store, statement.writes), statement.constants
        if reads:
            self.reads = True
        elif names and (statement.is_of_itself or not self.reads):
            self.fill_again(table, names)
        elif self.reads or statement.seeds is None:
            self.computed.add(table)

    def fill_again(self, table, names):
        """A constant was put into a column, where it was not meant for values that are known."""
        for entry in self.columns(table, names, RETURNING):
            key, _ = self.found_by(entry)
            if key and entry['kind'] == COLUMN and set(key) <= set(self.store.definition(table).columns):
                with self.store.exact():
                    self.store.give_values(table, kept_table(entry), key, [(entry['column_name'], VALUE)])

    # The end of a revision, in the transaction that ends it

    def end(self):
        """Rows come back into their tables; what came back is taken out of the bin."""
        for table in {table for table, _name in self.made}:
            self.give_columns(table, (), at_the_end=True)
        given = self.give_tables(self.tables_left())
        self.give_once_more(self.held | self.retyped)
        with self.store.exact():
            for entry in [one for one in self.waiting if one['kind'] != TABLE and one['state'] == RETURNING]:
                if entry['table_name'] in [one.table for one in given]:  # it had no rows when the column was made
                    give_column(self.store, entry, *self.found_by(entry))
                self.end_column(entry)
        self.look_at_trusted()
        self.said += [texts.waits(place_of(one), one['number'], one['id']) for one in self.waiting if one['state'] == KEPT]

    def tables_left(self):
        """The entries of tables that the revision has made and whose rows are not back; one that was there before it has the
        rows of those who use it."""
        return [one for one in self.waiting if one['kind'] == TABLE and one not in self.tables
                and self.store.identity(one['table_name']) in self.built]

    def give_tables(self, entries):
        """Rows come back into those tables that are there again; but where the revision has dropped one and made it anew,
        the rows that it has are those that it has carried over.

        :returns: of `GivenTable`
        """
        entries = [one for one in entries if self.store.definition(one['table_name']) and not (
            self.store.identity(one['table_name']) in self.replaced and self.store.has_rows(one['table_name']))]
        with self.store.exact():
            given = [GivenTable(self.store, entry) for entry in entries]
            for one in given:
                one.put_in()
            for one in given:
                if not self.computed & {one.table, None}:
                    one.stand_over_those_there()
            while any([one.delete_orphans() for one in given]):
                pass
            for one in given:
                self.settle(one.entry, one.take_out())
        self.tables += entries
        return given

    def look_at_trusted(self):
        """:raises UserError: where rows refer to none, and a foreign key was made without a look at them"""
        for one in self.trusted:
            number = self.store.count_orphans(*one) if self.store.definition(one.parent) else 0
            if number:
                raise UserError(*texts.orphans(one, number))

    def end_column(self, entry):
        table = self.store.definition(entry['table_name'])
        if table is None or entry['column_name'] not in table.columns:
            self.catalogue.change(entry, state=REST)  # made and dropped again by the same revision
            return
        if not set(json.loads(entry['key_columns'])) <= set(table.columns):
            self.settle(entry, entry['number'])  # by what it was found is gone: which came back cannot be told any more
            return
        for key in table.foreign_keys:
            if entry['column_name'] in key.columns and not key.schema:
                self.clear_orphans(entry, key.columns, key.table, key.targets)
        self.settle(entry, take_out_column(self.store, entry))

    def settle(self, entry, left):
        """:param left: how many rows or values have not come back"""
        came = entry['number'] - left
        if came:
            self.said.append(texts.came_back(place_of(entry), came))
        if left:
            self.said.append(texts.stays(place_of(entry), left, entry['id']))
        self.catalogue.change(entry, state=REST if left else RETURNED, number=left)


def give_triggers(store, entry):
    """Make the triggers again of a table that has come back, and that the revision has not made itself.

    :returns: yields texts
    """
    table = entry['table_name']
    there = {name for name, _ in triggers_in(store.made_by(table))} if store.definition(table) else set()
    for name, statement in triggers_in(entry['definition']) if store.definition(table) else ():
        if name in there:
            continue
        try:
            store.run(statement)
            yield texts.trigger_came_back(name, table)
        except store.error as error:
            yield texts.trigger_lost(name, table, str(error.args[-1]), statement)


def triggers_in(definition):
    """The triggers' names and statements in what `Store.made_by` says of a table."""
    statements = [one for one in TRIGGER_BEGINS.split(definition or '')[1:]]
    return [(TRIGGER_NAME.search(one).group(1).strip('`"[]'), one) for one in statements]


def values_kept(store, entries, table):
    """The kept values of a table's columns, as SQL for each of its rows, by the columns' names.

    :param entries: the catalogue's; of those without a key it cannot be told: None
    """
    found, here = {}, store.definition(table)
    for entry in entries if here else ():
        key = json.loads(entry['key_columns'] or '[]')
        if (entry['kind'], entry['table_name']) == (COLUMN, table) and set(key) <= set(here.columns):
            found[entry['column_name']] = '(SELECT k.%s FROM %s AS k WHERE %s)' % (
                VALUE, store.quote(kept_table(entry)), store.found(key, store.quote(table), 'k')) if key else None
    return found


def kept_in(engine):
    """The same of a whole database, by the revision and direction that bring them back and the table."""
    with engine.connect() as connection:
        store, found = databases.of(connection).store(connection), {}
        for one in Catalogue(store).entries() if store else ():
            if one['state'] == KEPT:
                found.setdefault((one['revision'], OPPOSITE.get(one['direction']), one['table_name']), []).append(one)
        return {place: values_kept(store, entries, place[2]) for place, entries in found.items()}


def restored_in(engine):
    """The tables of a database that were restored by hand, each with the revision and direction that make it; see
    `Bin.put_aside`."""
    with engine.connect() as connection:
        store = databases.of(connection).store(connection)
        return {(one['revision'], OPPOSITE.get(one['direction']), one['table_name'])
                for one in (Catalogue(store).entries() if store else ()) if one['state'] == RESTORED}


def taken_back(store, catalogue, entries):
    """The half of a revision is undone: what it has given back is in the bin again."""
    for entry in [one for one in entries if one['state'] == RETURNING]:
        if entry['kind'] != TABLE and not json.loads(entry['key_columns']):
            store.run('UPDATE %s SET %s = NULL' % (store.quote(kept_table(entry)), BACK))
        catalogue.change(entry, state=KEPT)


def give_column(store, entry, key, others, only_empty=None):
    """Put the values of a column back.

    :param only_empty: of a column that was there before: SQL of what stands where nobody has set anything
    """
    table, column, kept = entry['table_name'], entry['column_name'], kept_table(entry)
    own = lambda name: '%s.%s' % (name, store.quote(column))  # noqa: E731
    if not key:
        give_without_key(store, entry, others)
    elif entry['kind'] != COLUMN:
        store.give_values(table, kept, key, [(column, VALUE)], lambda name: store.equal(own(name), 'k.' + BECAME))
    elif only_empty is not None:
        store.give_values(table, kept, key, [(column, VALUE)], lambda name: '(%s IS NULL OR %s)' % (
            own(name), store.equal(own(name), '(%s)' % only_empty)))
    else:
        store.give_values(table, kept, key, [(column, VALUE)])


def give_without_key(store, entry, others):
    """Rows without a key are told apart by all of their other columns; equal ones get their values in any order."""
    table, column, kept = entry['table_name'], entry['column_name'], kept_table(entry)
    first = store.as_it_is(table, column) if entry['kind'] == COLUMN else None
    left = store.give_to_all(table, kept, others, column, first)
    if left is None:
        left = store.rows('SELECT k.%s FROM %s k WHERE %s ORDER BY 1' % (
            ROW, store.quote(kept), is_clear(store, entry, others)))
    for row, in left:
        if store.give_to_one(table, kept, row, others, column, first):
            store.run('UPDATE %s SET %s = 1 WHERE %s = %d' % (store.quote(kept), BACK, ROW, row))


def is_clear(store, entry, others):
    """The condition that it is clear which value belongs to a row: there are as many equal rows, or one value for all."""
    same = store.same(others, 't', 'k')
    group = store.same(others, 'o', 'k')
    if entry['kind'] != COLUMN:
        same += ' AND ' + store.equal('t.' + store.quote(entry['column_name']), 'k.' + BECAME)
        group += ' AND ' + store.equal('o.' + BECAME, 'k.' + BECAME)
    here, kept = store.quote(entry['table_name']), store.quote(kept_table(entry))
    return ('((SELECT COUNT(*) FROM %s t WHERE %s) >= (SELECT COUNT(*) FROM %s o WHERE %s) '
            'OR NOT EXISTS (SELECT 1 FROM %s o WHERE %s AND NOT (%s)))' % (
                here, same, kept, group, kept, group, store.equal('o.' + VALUE, 'k.' + VALUE)))


def take_out_column(store, entry):
    """Take the values that came back out of the bin.

    :returns: how many are left
    """
    kept, key = kept_table(entry), json.loads(entry['key_columns'])
    if key:
        return store.take_out(kept, entry['table_name'], store.found(key, 't', 'k'),
                              store.equal('t.' + store.quote(entry['column_name']), 'k.' + VALUE))
    store.run('DELETE FROM %s WHERE %s = 1' % (store.quote(kept), BACK))
    return store.count(kept)


class GivenTable:
    """A table that the revision has made again, and what is kept of it.

    :param entry: the catalogue's
    """

    def __init__(self, store, entry):
        self.store, self.entry = store, entry
        self.table, self.kept = entry['table_name'], kept_table(entry)
        self.new, self.old = store.definition(self.table), store.definition(self.kept)
        self.common = [name for name, one in self.new.columns.items()
                       if name in self.old.columns and not one.computed and not self.old.columns[name].computed]
        key = store.key(self.new)
        self.key = key if set(key) <= set(self.common) else []
        self.was_empty = not store.has_rows(self.table)
        self.inserted = self.orphans = 0

    def put_in(self):
        """Put the rows in that are not there."""
        unless = '1 = 1' if self.was_empty or self.key else 'NOT EXISTS (SELECT 1 FROM %s t WHERE %s)' % (
            self.store.quote(self.table), self.store.same(self.common, 't', 'k'))
        self.inserted = self.store.put_in(self.table, self.kept, self.common, unless)

    def stand_over_those_there(self):
        """The kept rows stand over those that the revision has written down; they may refer to rows that came back, too."""
        others = [name for name in self.common if name not in self.key]
        if not self.was_empty and self.key and others:
            self.store.give_values(self.table, self.kept, self.key, [(name, name) for name in others])

    def delete_orphans(self):
        """Take the rows out again that refer to none.

        :returns: how many
        """
        if not (self.key or self.was_empty) or 'WITHOUT ROWID' in self.new.options:
            return 0
        found = sum(self.store.delete_orphans(self.table, self.kept, self.key, list(one.columns), one.table,
                                              list(one.targets or one.columns))
                    for one in self.new.foreign_keys if not one.schema and self.store.definition(one.table))
        self.orphans += found
        return found

    def take_out(self):
        """Take the rows that came back out of the bin.

        :returns: how many are left
        """
        store, all_of = self.store, [name for name, one in self.old.columns.items()
                                     if not one.computed and name != ORPHAN]
        if set(all_of) - set(self.common):
            return self.entry['number']
        alike = all(self.new.columns[name].type == self.old.columns[name].type for name in self.common)
        if alike and self.was_empty and not self.orphans and self.inserted == self.entry['number']:
            return 0
        on = store.found(self.key, 't', 'k') if self.key else '1 = 1'
        return store.take_out(self.kept, self.table, on, store.same(self.common, 't', 'k'))

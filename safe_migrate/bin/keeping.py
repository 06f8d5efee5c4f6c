"""Before a statement that drops something: what it drops goes into the bin."""
import json

from ..checks.statements import TEMPORARY
from ..messages import UserError
from ..messages import bin as texts
from ..sql import clauses
from .catalogue import COLUMN, COPYING, KEPT, MOVING, REST, RETURNED, TABLE, VALUES, kept_table, place_of
from .losses import Losses
from .store import BECAME, VALUE, NotKnown, local_names

OF_TABLES = ('CREATE TABLE', 'DROP TABLE', 'RENAME TABLE', 'ALTER TABLE')


class Keeping:
    """Keeps what the statements of one revision drop.

    :param store: `store.Store`
    :param catalogue: `catalogue.Catalogue`
    :param limit: how many values are copied without being asked
    :param agreed: whether more than that may be lost
    :param obstacle: says why nothing can be kept, or None
    :param is_downgrade: whether `db downgrade` runs
    """

    def __init__(self, store, catalogue, limit, agreed, obstacle, is_downgrade=False):
        self.store, self.catalogue, self.limit, self.agreed, self.obstacle = store, catalogue, limit, agreed, obstacle
        self.made, self.rebuilt, self.about, self.entries, self.said, self.copied = set(), set(), {}, [], [], []
        self.prepared = {}  # what a `PREPARE` has given a name to
        self.losses = Losses(self, is_downgrade)

    def begin(self, revision, direction, run, unfinished):
        """The next revision.

        :param run: the journal's
        :param unfinished: the entries that an interrupted run has left of it
        """
        self.made, self.rebuilt, self.entries, self.said, self.copied = set(), set(), [], [], []
        self.about = {'revision': revision, 'direction': direction, 'run': run}
        for entry in unfinished:
            self.take_up(entry)

    def reread(self, known):
        """Something was rolled back: of a table that the revision has made it is not known any more whether it is that one.

        :param known: the entries that there are, by their ids
        """
        self.made = set()
        for gone in [one for one in self.entries if one['id'] not in known]:
            self.said = [text for text in self.said if text != texts.kept(place_of(gone), gone['number'])]
        self.entries, self.copied = ([known[one['id']] for one in entries if one['id'] in known]
                                     for entries in (self.entries, self.copied))

    def is_of(self, entry):
        """Whether an entry is of the run that goes on."""
        return all(entry[name] == value for name, value in self.about.items())

    def take_up(self, entry):
        """Finish an entry that an interrupted run has begun, or take it back."""
        if entry['state'] == MOVING and self.store.exists(kept_table(entry)) and not self.is_a_copy(entry):
            self.store.strip(kept_table(entry))
            self.catalogue.change(entry, state=KEPT)
        if entry['state'] in (MOVING, COPYING):
            self.catalogue.forget(entry)
        elif entry['state'] != RETURNED:
            self.entries.append(entry)
            self.said.append(texts.kept(place_of(entry), entry['number']))  # which the interrupted run has not come to say

    def is_a_copy(self, entry):
        """Whether the table of an entry on its way is still where it was, with all that its copy has, which may be empty."""
        name = entry['table_name']
        return self.store.definition(name) is not None and not self.store.has_others(kept_table(entry), name)

    def before(self, statement, position):
        """What a statement drops goes into the bin.

        :param position: of the statement in its revision
        :returns: whether there is nothing left for the statement to do
        """
        for entry in [one for one in self.catalogue.entries() if one['state'] in (MOVING, COPYING) and self.is_of(one)]:
            self.take_up(entry)  # the statement waited in vain for another session, and is tried again
        statements = self.seen(statement)
        for one in statements:
            is_done = self.before_one(one, position, is_alone=one is statement)
        return len(statements) == 1 and is_done

    def seen(self, statement):
        """What a statement runs: itself, the statements of one text, or what was prepared before."""
        if statement.first == 'PREPARE' and statement.name:
            self.prepared[statement.name.name] = self.store.prepared_by(statement)
        if statement.first == 'EXECUTE':
            text = self.store.prepared_by(statement) or statement.name and self.prepared.get(statement.name.name)
            return self.store.parsed(text).parts if text else [statement]
        return statement.parts

    def before_one(self, statement, position, is_alone):
        """
        :param is_alone: whether the statement, and nothing else, is what the revision says
        :returns: whether there is nothing left for it to do
        """
        if statement.first == 'CALL':
            self.losses.of_routine(statement)
        if not statement.may_lose_rows:
            return False
        try:
            change = self.store.change_of(statement) if statement.action in ('ALTER TABLE', 'DROP TABLE') and (
                statement.tables) else None
        except NotKnown as error:
            return self.losses.unknown(statement, str(error))
        if change and local_names(self.store, statement):
            for old, new in change.columns:
                self.keep(change, old, new, position)
        elif change and change.columns:
            self.losses.unknown(statement)
        if statement.action == 'DROP TABLE' and statement.tables and not change:
            return self.before_drop(statement, position, is_alone)
        if statement.action in ('CREATE TABLE', 'CREATE SEQUENCE'):
            for name in local_names(self.store, statement):
                self.copy_table(name, position)
        return self.losses.before(statement)

    def before_drop(self, statement, position, is_alone):
        """A `DROP TABLE`, of which another database's tables are not kept."""
        names = [name for name in local_names(self.store, statement) if not name.startswith(TEMPORARY)]
        if len(names) < len(statement.tables):
            self.losses.before(statement)
        if is_alone and self.store.moves and len(names) == len(statement.tables):
            return self.drop_tables(names, position)
        for name in names:
            self.copy_table(name, position)
        return False

    def copy_table(self, name, position):
        """Rows go into the bin, and the table stays, because what the statement does with it is more than to drop it."""
        number = self.rows_of(name)
        if number and not self.is_original_kept(TABLE, name, None, position) and not self.is_lost(name, number):
            for earlier in self.copied_before(TABLE, name, None, position):
                if not self.store.has_others(kept_table(earlier), name):
                    self.forget(earlier)
            entry = self.add(COPYING, TABLE, name, None, position, number=number, definition=self.store.made_by(name))
            before = self.store.definition(name)
            self.store.copy_table(name, kept_table(entry))
            self.mark_orphans(before, entry, {column: column for column in before.columns})
            self.done(entry, number)
            self.copied.append(entry)

    def after(self, statement):
        """A statement has run: a table that the revision has made itself has no rows that are worth keeping."""
        for one in (part for part in statement.parts if part.action in OF_TABLES):
            tables = {self.store.identity(name) for name in local_names(self.store, one)}
            if one.makes_table:  # one that is made anew has the rows that were there before
                self.made |= {name for name in tables if not name.startswith(TEMPORARY)}
            elif one.action != 'CREATE TABLE':
                was_made = self.made & tables if one.renames else set()
                if one.action != 'ALTER TABLE' or one.renames:
                    self.made -= tables
                for old, new in one.renames:
                    self.made.discard(self.store.identity(new.name))
                    if self.store.identity(old.name) in was_made:
                        self.made.add(self.store.identity(new.name))
                        self.rebuilt.add(self.store.identity(new.name))
                if one.has_words({'ATTACH', 'INHERIT'}):
                    self.made = set()  # the rows of another table are its own, too
                self.made -= {self.store.identity(clause.new_name) for clause in one.clauses
                              if clause.action == clauses.EXCHANGE_PARTITION and clause.new_name}

    def end(self):
        """Where a table that the revision has made and filled took the name of one that it has dropped, the rows are there
        and go on changing: those in the bin come back by hand alone."""
        for entry in self.entries:
            name = entry['table_name']
            is_there = entry['kind'] == TABLE and self.store.identity(name) in self.rebuilt and self.store.definition(name)
            if is_there and self.store.has_rows(name):
                self.catalogue.change(entry, state=REST)

    def drop_tables(self, names, position):
        """Drop tables, those with rows into the bin, the first one last: by it the journal sees that it is done."""
        kept = {name: self.rows_of(name) for name in names}
        if not any(kept.values()) or any(self.store.refuses_to_drop(name) for name in names if kept[name]):
            return False
        if any([self.is_lost(name, number) for name, number in kept.items() if number]):
            return False
        for name in reversed(names):
            if kept[name]:
                self.move(name, kept[name], position)
            else:
                self.store.run('DROP TABLE IF EXISTS ' + self.store.quote(name))
        return True

    def is_lost(self, place, number):
        """Whether something goes for good because it cannot be kept.

        :raises UserError: where nobody has agreed to that
        """
        reason = self.obstacle()
        if reason and not self.agreed:
            raise UserError(*texts.not_keepable(place, number, reason))
        if reason:
            self.said.append(texts.lost_without(place, number, reason))
        return bool(reason)

    def rows_of(self, name):
        """How many rows a table has that are worth keeping."""
        if self.store.identity(name) in self.made or self.store.definition(name) is None:
            return 0
        return self.store.count(name) if self.store.has_rows(name) else 0

    def move(self, name, number, position):
        entry = self.add(MOVING, TABLE, name, None, position, number=number, definition=self.store.made_by(name))
        before = self.store.definition(name)
        self.store.move(name, kept_table(entry))
        self.mark_orphans(before, entry, {column: column for column in before.columns})
        self.done(entry, number)

    def mark_orphans(self, before, entry, columns):
        """Rows that had no parent already come back without one; a parent may have gone into the bin before them."""
        self.store.mark_orphans(before, kept_table(entry), columns, {
            one['table_name']: kept_table(one) for one in self.entries if one['kind'] == TABLE})

    def add(self, state, kind, table, column, position, **values):
        return self.catalogue.add(state=state, kind=kind, table_name=table, column_name=column, position=position,
                                  **dict(self.about, **values))

    def done(self, entry, number):
        self.catalogue.change(entry, state=KEPT, number=number)
        self.entries.append(entry)
        self.said.append(texts.kept(place_of(entry), number))

    def keep(self, change, old, new, position):
        """Copy a column's values.

        :param new: its definition after the statement; None where it is dropped
        """
        if new and (old.type, old.collate) == (new.type, new.collate) and not self.has_null(change.table, old):
            return  # no value is written anew
        kind = VALUES if new else COLUMN
        key = self.store.key(change.before)
        if old.name in key:
            key = self.key_without(change) if new is None else []
        condition = self.worth_keeping(old, new) if key else '1 = 1'
        number = self.store.count(change.table, condition)
        place = '%s.%s' % (change.table, old.name)
        is_made = self.store.identity(change.table) in self.made
        if not number or is_made or self.is_original_kept(kind, change.table, old.name, position):
            return
        if self.is_more_than_agreed(place, number) or self.is_lost(place, number):
            return
        for earlier in self.copied_before(kind, change.table, old.name, position):
            self.forget(earlier)
        others = key or others_than(old, change)
        entry = self.add(COPYING, kind, change.table, old.name, position, key_columns=json.dumps(key),
                         type=self.store.type_of(change.before, old), definition=self.store.made_by(change.table))
        try:
            self.copy(entry, change, key, others, old, new, condition)
        except self.store.error as error:
            if self.store.is_ended(error):
                raise
            raise UserError(*texts.cannot_keep(place, error.args[-1])) from error
        number = self.store.count(kept_table(entry))
        if number:
            self.mark_orphans(change.before, entry, {old.name: VALUE})
            self.done(entry, number)
        else:
            self.catalogue.forget(entry)

    def is_more_than_agreed(self, place, number):
        """Whether there are more values than the bin takes, and somebody has agreed that they go.

        :raises UserError: where nobody has
        """
        if number <= self.limit:
            return False
        if not self.agreed:
            raise UserError(*texts.too_many(place, number, self.limit))
        self.said.append(texts.lost(place, number))
        return True

    def key_without(self, change):
        """The key that a table has when columns of its own are dropped, by which their rows are found again."""
        key = self.store.key(change.after) if change.after else []
        if not key or not set(key) <= set(change.before.columns):
            return []
        doubled = self.store.rows('SELECT 1 FROM %s GROUP BY %s HAVING COUNT(*) > 1 LIMIT 1' % (
            self.store.quote(change.table), self.store.listed(key)))
        return [] if list(doubled) else key

    def has_null(self, table, column):
        return column.null and bool(self.store.count(table, '%s IS NULL' % self.store.quote(column.name)))

    def worth_keeping(self, old, new):
        """The condition of the values that something else would stand in the place of."""
        nulls = (old.default not in (None, 'NULL')) if new is None else (old.null and not new.null)
        return '1 = 1' if nulls else '%s IS NOT NULL' % self.store.quote(old.name)

    def is_original_kept(self, kind, table, column, position):
        """Whether an earlier statement of the revision has kept it, where they have no positions (SQLite is rolled back
        as a whole): what was there before the revision is what comes back."""
        return position is None and bool(self.copied_before(kind, table, column, position))

    def copied_before(self, kind, table, column, position):
        """What the same statement has copied before it was interrupted, or had to wait: the rows may be others by now."""
        wanted = (kind, table, column, position)
        return [one for one in self.entries
                if (one['kind'], one['table_name'], one['column_name'], one['position']) == wanted]

    def forget(self, entry):
        """What an entry has is still where it was."""
        self.entries.remove(entry)
        self.catalogue.forget(entry)
        self.said = [text for text in self.said if text != texts.kept(place_of(entry), entry['number'])]

    def copy(self, entry, change, key, others, old, new, condition):
        """Copy the values; of a type change, those that are not the same any more in the new type and back."""
        store, kept = self.store, kept_table(entry)
        own = [VALUE, BECAME] if new else [VALUE]
        store.make_kept(kept, change.before, key, others, [(name, old, True) for name in own])
        with store.exact():
            store.run('INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s' % (
                store.quote(kept), store.listed(others + own), store.listed(others + [old.name] * len(own)),
                store.quote(change.table), condition))
            if new:
                store.convert(kept, old, new)
        if new:
            changed = not key and store.count(kept, 'NOT (%s)' % store.equal(VALUE, BECAME))
            if not changed:  # without a key, all rows are wanted to tell which is which
                store.run('DELETE FROM %s WHERE %s' % (store.quote(kept), store.equal(VALUE, BECAME)))

    def failed(self, position):
        """The statement was refused: what it would have dropped is still where it was."""
        for entry in [one for one in self.entries if one['position'] == position and (
                one['kind'] != TABLE or one in self.copied)]:
            self.forget(entry)


def others_than(column, change):
    """The columns by which a row without a key is found again. Of those that one statement changes the last comes back
    first, when the others are not yet what they were."""
    changed = [old.name for old, _new in change.columns]
    gone = changed[:changed.index(column.name) + 1]
    return [name for name, one in change.before.columns.items() if name not in gone and not one.computed]

"""MySQL and MariaDB: the operations that change one table, in an order that the server takes."""
import re

from alembic.operations import ops

from ...autogenerate.operations import MYSQL, Only
from ...autogenerate.steps import TableSteps
from .introspection import quoted, write_column
from .types import in_its_width

# What puts an option back that a table no longer has.
RESET = {'ROW_FORMAT': 'DEFAULT', 'KEY_BLOCK_SIZE': '0'}
OF_THE_OPTIMIZER = re.compile(r'\b(INVISIBLE|IGNORED)\b')
UNUSED = '/*!80000 INVISIBLE */ /*M! IGNORED */'  # as MySQL says it, and as MariaDB, each of which leaves the other word out


def made_for(one, table):
    """The index that the server has made for a foreign key by itself: named after it, or after its first column."""
    own_names = r'(%s|%s(_\d+)?)$' % (re.escape(one.name), re.escape(one.columns[0]))
    fitting = [index for index in table.indexes.values() if index.parts == one.columns and not index.unique
               and not index.kind and (index.name in table.implied or re.match(own_names, index.name))]
    return fitting[0] if fitting else None


class Steps(TableSteps):
    """The operations for one table on MySQL."""

    def __init__(self, old, new, call, again=()):
        super().__init__(old, new, call, again)
        # what was generated and not stored cannot be made an ordinary column where it stands
        self.computed = [name for name in self.difference.altered
                         if (old.definition.columns[name].computed or ('', True))[1] is False]
        self.difference.altered = [name for name in self.difference.altered if name not in self.computed]
        self.difference.remade += self.computed
        self.difference.make_again(set(self.computed))
        # a CHECK that rows are held to from now on, or no more, stays
        was = {one.name: one for one in old.definition.checks}
        self.switched = [one for one in self.difference.new_checks if one.name in was
                         and one == was[one.name]._replace(enforced=one.enforced)]
        names = [one.name for one in self.switched]
        for kind in ('old_checks', 'new_checks'):
            setattr(self.difference, kind, [one for one in getattr(self.difference, kind) if one.name not in names])
        self.exchanged = [pair for pair in exchanged(self.difference)
                          if not any(begins_with(pair[0], one.columns) for one in self.again)]
        for kind, place in (('old_indexes', 0), ('new_indexes', 1)):
            taken = [pair[place] for pair in self.exchanged]
            setattr(self.difference, kind, [one for one in getattr(self.difference, kind) if one not in taken])
        # what the server makes together with a foreign key is not made before it
        coming = {one.name for one in self.difference.new_foreign_keys + self.again}
        implied = self.new.definition.implied
        self.difference.new_indexes = [index for index in self.difference.new_indexes
                                       if not (index.name in implied and index.name in coming)]

    def alter(self, name):
        operation = super().alter(name)
        old, new = self.old.definition.columns[name], self.new.definition.columns[name]
        simple = new.default is not None and re.match(r"('|-?\d)", new.default)
        if old.computed or same_but(old, new, 'default') and not simple or same_but(old, new, 'more'):
            # Alembic tells MySQL the whole column only for a reason, and an ALTER COLUMN SET DEFAULT takes only values
            operation.modify_type = self.new.column(name).type
        if old.type == new.type:
            operation.existing_type = in_its_width(operation.existing_type, old.type)
            operation.modify_type = operation.modify_type and in_its_width(operation.modify_type, new.type)
        if old.autoincrement or new.autoincrement:  # which is put on after the key, where that is another
            operation.kw['autoincrement'] = new.autoincrement and not self.difference.key
        return self.as_it_is(name) if new.more else operation

    def alter_columns(self):
        """All but those of which only the numbering changes, along with the key."""
        columns = self.old.definition.columns, self.new.definition.columns
        alone = [name for name in self.difference.altered if self.difference.key
                 and same_but(columns[0][name], columns[1][name], 'autoincrement')]
        return [self.alter(name) for name in self.difference.altered if name not in alone]

    def fill_added(self):
        """The values for new columns, and of those that were generated so far."""
        texts = ['UPDATE %s SET %s = %s' % (self.full_name(), quoted(name), self.old.definition.columns[name].computed[0])
                 for name in self.computed]
        return super().fill_added() + [Only(MYSQL, [ops.ExecuteSQLOp(text)]) for text in texts]

    def as_it_is(self, name):
        """A column as the server itself writes it, where Alembic has no words for it."""
        checks = [one.text for one in self.new.definition.checks if one.name is None and quoted(name) in one.text]
        text = 'ALTER TABLE %s MODIFY COLUMN %s%s' % (
            self.full_name(), write_column(self.new.definition.columns[name]),
            ''.join(' CHECK (%s)' % text for text in checks))
        return Only(MYSQL, [ops.ExecuteSQLOp(text)])

    def drop_foreign_keys(self):
        return super().drop_foreign_keys() + [operation for one in self.again for operation in self.keep_index(one)]

    def add_indexes(self):
        """Those that the optimizer is not to use keep that mark, which no operation of Alembic's has."""
        marks = [(self.full_name(), quoted(index.name), UNUSED) for index in self.difference.new_indexes
                 if OF_THE_OPTIMIZER.search(index.more)]
        return super().add_indexes() + [Only(MYSQL, [ops.ExecuteSQLOp('ALTER TABLE %s ALTER INDEX %s %s' % mark)])
                                        for mark in marks]

    def keep_index(self, one):
        """A foreign key that comes again would put the index that the server made for it away, for one of its own name."""
        index = made_for(one, self.new.definition)
        if index is None or index.name == one.name or index.name not in self.new.definition.implied:
            return []
        return [Only(MYSQL, [ops.ExecuteSQLOp('ALTER TABLE %s DROP INDEX %s, ADD INDEX %s (%s)' % (
            self.full_name(), quoted(index.name), quoted(index.name), ', '.join(quoted(part) for part in index.parts)))])]

    def full_name(self):
        return '.'.join(quoted(part) for part in (self.schema, self.name) if part)

    def drop_checks(self):
        self.difference.old_checks = [one for one in self.difference.old_checks if one.name is not None]
        return super().drop_checks()

    def add_checks(self):
        own = [one for one in self.difference.new_checks if one.name is None]
        self.difference.new_checks = [one for one in self.difference.new_checks if one.name is not None]
        columns = [name for name in self.new.definition.columns if any(quoted(name) in one.text for one in own)]
        switched = ['ALTER TABLE %s ALTER CHECK %s %s' % (
            self.full_name(), quoted(one.name), 'ENFORCED' if one.enforced else 'NOT ENFORCED') for one in self.switched]
        return super().add_checks() + [self.as_it_is(name) for name in columns] + [
            Only(MYSQL, [ops.ExecuteSQLOp(text)]) for text in switched]

    def drop_indexes(self):
        gone = set(self.difference.dropped + self.difference.remade)
        dropped = [index for index in self.difference.old_indexes if not set(index.parts) <= gone or index.unique]
        implied = [index for index in dropped if index.name in self.old.definition.implied]
        return self.drop_each([index for index in dropped if index not in implied]) + [
            Only(MYSQL, self.drop_each([index])) for index in implied]

    def drop_each(self, indexes):
        return [self.drop(index, 'unique') if self.old.is_constraint(index)
                else ops.DropIndexOp(index.name, self.name, schema=self.schema) for index in indexes]

    def add_index(self, index):
        if self.new.is_constraint(index) and plain(index):
            return ops.CreateUniqueConstraintOp(self.call(index.name), self.name, list(index.parts), schema=self.schema)
        operation = self.new.create_index(index.name)
        return Only(MYSQL, [operation]) if index.name in self.new.definition.implied else operation

    def exchange(self, going, coming):
        """One index for another in one statement: the foreign keys that need one of them would refuse two."""
        implied = self.old.definition.implied, self.new.definition.implied
        text = 'ALTER TABLE %s DROP INDEX %s, ADD %sINDEX %s (%s)' % (
            self.full_name(), quoted(going.name), 'UNIQUE ' * coming.unique, quoted(coming.name),
            ', '.join(quoted(part) for part in coming.parts))
        others = [] if going.name in implied[0] else self.drop_each([going])
        others += [] if coming.name in implied[1] else [self.add_index(coming)]
        return Only(MYSQL, [ops.ExecuteSQLOp(text)], others)

    def set_options(self):
        """The table's comment, and what Alembic has no operation for."""
        new, found = self.new.definition.options, []
        comment = self.old.definition.options.get('COMMENT')
        if 'COMMENT' in self.difference.options:
            found.append(
                ops.CreateTableCommentOp(self.name, new['COMMENT'], existing_comment=comment, schema=self.schema)
                if 'COMMENT' in new else ops.DropTableCommentOp(self.name, existing_comment=comment, schema=self.schema))
        others = [name for name in self.difference.options if name != 'COMMENT']
        if others:
            text = ' '.join('%s=%s' % ('DEFAULT CHARSET' if name == 'CHARSET' else name, new.get(name, RESET.get(name)))
                            for name in others)
            found.append(Only(MYSQL, [ops.ExecuteSQLOp('ALTER TABLE %s %s' % (self.full_name(), text))]))
        return found

    def change_key(self):
        """The primary key, with its numbering taken off before and put on after."""
        old, new = self.old.definition, self.new.definition
        if not self.difference.key:
            return [], []
        numbered = [name for name in old.columns if old.columns[name].autoincrement]
        before = [self.number(self.old, name, False) for name in numbered]
        fresh = [name for name in self.difference.added if new.columns[name].autoincrement]
        if fresh:
            return before + self.drop_key(), [self.add_numbered(name) for name in fresh]
        after = [self.number(self.new, name, True) for name in new.columns if new.columns[name].autoincrement]
        return before + self.drop_key(), self.add_key() + after

    def number(self, side, name, whether):
        """Let a column be numbered, or not."""
        column, own = side.definition.columns[name], side.column(name)
        return ops.AlterColumnOp(
            self.name, name, schema=self.schema, existing_type=own.type, modify_type=own.type, existing_nullable=column.null,
            existing_server_default=own.server_default or False, existing_comment=column.comment, autoincrement=whether)

    def add_numbered(self, name):
        """A new column that numbers the rows has to be the key at once."""
        key = self.new.definition.primary_key.columns
        text = 'ALTER TABLE %s ADD COLUMN %s, ADD PRIMARY KEY (%s)' % (
            self.full_name(), write_column(self.new.definition.columns[name]), ', '.join(quoted(one) for one in key))
        return Only(MYSQL, [ops.ExecuteSQLOp(text)])

    def change(self):
        """All but the foreign keys, in an order that the server takes."""
        key_before, key_after = self.change_key()
        fresh = [name for name in self.difference.added if self.new.definition.columns[name].autoincrement]
        if self.difference.key:
            self.difference.added = [name for name in self.difference.added if name not in fresh]
        return (self.drop_checks() + self.drop_indexes() + self.set_options() + key_before + self.drop_columns()
                + self.fill_altered() + self.alter_columns() + self.add_columns() + self.fill_added() + self.close_added()
                + key_after + [self.exchange(*pair) for pair in self.exchanged] + self.add_indexes() + self.add_checks())


def exchanged(difference):
    """The indexes that a foreign key needs all the time, each with the one that takes its place."""
    gone, pairs = set(difference.dropped + difference.remade), []
    staying = [one for one in difference.new.foreign_keys if one not in difference.new_foreign_keys]
    for going in [index for index in difference.old_indexes if plain(index) and not gone & set(index.parts)]:
        needed = [one.columns for one in staying if begins_with(going, one.columns)]
        fitting = [coming for coming in difference.new_indexes if plain(coming) and coming not in [pair[1] for pair in pairs]
                   and all(begins_with(coming, columns) for columns in needed)]
        pairs += [(going, fitting[0])] if needed and fitting else []
    return pairs


def begins_with(index, columns):
    return index.parts[:len(columns)] == tuple(columns)


def same_but(old, new, attribute):
    """Whether two columns differ in one thing alone."""
    return old != new and old._replace(**{attribute: None}) == new._replace(**{attribute: None})


def plain(index):
    """Whether an index is one that a constraint can be."""
    return not index.kind and not index.more and not any(part.endswith((')', ' DESC')) for part in index.parts)

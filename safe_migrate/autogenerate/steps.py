"""The operations that make one set of tables of another, in an order that runs.

A downgrade is found by the same rules, with old and new exchanged.
"""
from alembic.operations import ops

from ..schema import check_name, foreign_key_name, primary_key_name, unique_name
from .difference import Difference, names_column
from .fill import Fill, nullable
from .operations import MYSQL, CreateCheck, CreateKey, Only
from .report import type_of
from .sides import deferral, sql_text


class TableSteps:
    """The operations for one table that was there before and is there after.

    :param old, new: its two sides
    :param call: makes of a constraint's name what is to stand in the script
    :param again: names of foreign keys that stay, and yet have to go meanwhile
    """

    def __init__(self, old, new, call, again=()):
        self.old, self.new, self.call = old, new, call
        self.difference = Difference(old.definition, new.definition)
        self.name, self.schema = new.definition.name, new.definition.schema
        self.again = [one for one in new.definition.foreign_keys if one.name in again]

    def drop(self, constraint, kind, fallback=None):
        name = constraint.name or fallback
        return ops.DropConstraintOp(self.call(name), self.name, kind, schema=self.schema)

    def drop_foreign_keys(self):
        return [self.drop(one, 'foreignkey', foreign_key_name(self.name, one.columns, one.table))
                for one in self.difference.old_foreign_keys + self.again]

    def drop_checks(self):
        columns = list(self.old.definition.columns)
        return [self.drop(one, 'check', check_name(self.name, one.text, columns))
                for one in self.difference.old_checks]

    def drop_uniques(self):
        return [self.drop(one, 'unique', unique_name(self.name, one.columns)) for one in self.difference.old_uniques]

    def drop_indexes(self):
        return [ops.DropIndexOp(index.name, self.name, schema=self.schema) for index in self.difference.old_indexes]

    def drop_key(self):
        key = self.old.definition.primary_key
        return [self.drop(key, 'primary', primary_key_name(self.name))] if self.difference.key and key else []

    def drop_columns(self):
        gone = sorted(self.difference.dropped + self.difference.remade, key=depth_in(self.old.definition), reverse=True)
        return [ops.DropColumnOp(self.name, name, schema=self.schema) for name in gone]

    def add_columns(self):
        come = sorted(self.difference.added + self.difference.remade, key=depth_in(self.new.definition))
        made = [ops.AddColumnOp(self.name, self.added_column(name), schema=self.schema) for name in come]
        for operation in made:
            operation.spelled = type_of(self.new.definition.columns[operation.column.name])
        return made

    def added_column(self, name):
        column = self.new.column(name)
        return nullable(column) if name in self.new.fills else column

    def fill_altered(self):
        return [Fill(self.name, self.schema, name, self.new.fills[name], new=False)
                for name in self.difference.altered if name in self.new.fills]

    def fill_added(self):
        return [Fill(self.name, self.schema, name, self.new.fills[name], new=True)
                for name in self.difference.added if name in self.new.fills]

    def close_added(self):
        """NOT NULL for the new columns that are filled."""
        columns = [self.new.column(name) for name in self.difference.added if name in self.new.fills]
        return [ops.AlterColumnOp(self.name, column.name, schema=self.schema, existing_type=column.type,
                                  existing_comment=column.comment, modify_nullable=False) for column in columns]

    def alter_columns(self):
        return [self.alter(name) for name in self.difference.altered]

    def alter(self, name):
        """`op.alter_column`: what changes, and beside it what stays, which MySQL has to be told."""
        old, new = self.old.definition.columns[name], self.new.definition.columns[name]
        was, will = self.old.column(name), self.new.column(name)
        same = Same(old, new)
        operation = ops.AlterColumnOp(
            self.name, name, schema=self.schema, existing_type=was.type, existing_nullable=old.null,
            existing_server_default=not old.computed and was.server_default or False, existing_comment=old.comment,
            modify_type=None if same.type else will.type, modify_nullable=None if old.null == new.null else new.null,
            modify_server_default=False if old.default == new.default else will.server_default,
            modify_comment=False if old.comment == new.comment else new.comment)
        operation.spelled = type_of(old), type_of(new)
        return operation

    def add_key(self):
        key = self.new.definition.primary_key
        if not (self.difference.key and key):
            return []
        return [CreateKey(self.call(key.name or primary_key_name(self.name)), self.name, list(key.columns),
                          schema=self.schema)]

    def add_uniques(self):
        return [ops.CreateUniqueConstraintOp(self.call(one.name or unique_name(self.name, one.columns)), self.name,
                                             list(one.columns), schema=self.schema)
                for one in self.difference.new_uniques]

    def add_indexes(self):
        return [self.add_index(index) for index in self.difference.new_indexes]

    def add_index(self, index):
        return self.new.create_index(index.name)

    def add_checks(self):
        columns = list(self.new.definition.columns)
        return [CreateCheck(self.call(one.name or check_name(self.name, one.text, columns)), self.name,
                            sql_text(self.new.condition(one.name)), schema=self.schema)
                for one in self.difference.new_checks]

    def add_foreign_keys(self):
        return [self.add_foreign_key(one) for one in self.difference.new_foreign_keys + self.again]

    def add_foreign_key(self, one):
        options = dict(deferral(one), ondelete=one.ondelete, onupdate=one.onupdate, source_schema=self.schema,
                       referent_schema=self.new.definition.schema_of(one))
        name = one.name or foreign_key_name(self.name, one.columns, one.table)
        return ops.CreateForeignKeyOp(self.call(name), self.name, one.table, list(one.columns), list(one.targets),
                                      **{key: value for key, value in options.items() if value is not None})


def depth_in(table):
    """How many columns stand one behind the other, up to one of a table that may be generated from others, by its name."""
    def depth(name, above=()):
        computed = table.columns[name].computed
        sources = [other for other in table.columns if computed and names_column(computed[0], other)]
        return 1 + max((depth(one, above + (name,)) for one in sources if one not in above + (name,)), default=0)
    return depth


class Same:
    """What two definitions of a column have in common."""

    def __init__(self, old, new):
        self.type = (old.type, old.collate) == (new.type, new.collate)


def in_order(sides):
    """Tables in an order in which each refers only to tables before it, and what has to be added after them.

    :param sides: of tables that are all made, or all dropped
    :returns: [(side, names of the foreign keys that lead to a table behind it)]
    """
    left, ordered, made = list(sides), [], set()
    here = {key_of(side) for side in left}
    while left:
        ready = [side for side in left if not waits_for(side, here - made)]
        side = (ready or left)[0]
        ordered.append((side, [one.name for one in waits_for(side, here - made)]))
        made.add(key_of(side))
        left.remove(side)
    return ordered


def key_of(side):
    return side.definition.place


def waits_for(side, tables):
    """The foreign keys of a table that lead to others of these."""
    return [one for one in side.definition.foreign_keys if (one.schema, one.table) in tables
            and (one.schema, one.table) != key_of(side)]


class Changes:
    """All that differs between the database and the models.

    :ivar created, dropped: sides of tables that are there after or before alone
    :ivar kept: (old side, new side) of the tables that are there before and after
    """

    def __init__(self, created, dropped, kept):
        self.created, self.dropped, self.kept = created, dropped, kept

    def back(self):
        """The same, the other way round."""
        return Changes(self.dropped, self.created, [(new, old) for old, new in self.kept])

    def drop_tables(self):
        """`op.drop_table`, those first that refer to others; before them, the foreign keys that are in the way."""
        ordered = in_order(self.dropped)
        for side, in_the_way in ordered:
            for name in in_the_way:
                yield ops.DropConstraintOp(name, side.definition.name, 'foreignkey', schema=side.definition.schema)
        for side, _ in reversed(ordered):
            yield ops.DropTableOp(side.definition.name, schema=side.definition.schema)

    def create_tables(self, call, steps_for):
        """`op.create_table` and its indexes, those first that others refer to; after them, what leads round in a circle.

        :param steps_for: the `TableSteps` of the database
        """
        ordered, later = in_order(self.created), []
        for side, cut in ordered:
            yield side.create_table(without=cut)
            steps = steps_for(side, side, call)
            yield from [steps.add_index(side.definition.indexes[name]) for name in side.separate_indexes()]
            later += [steps.add_foreign_key(one) for one in side.definition.foreign_keys if one.name in cut]
        yield from later


# Foreign keys that stay, and that MySQL and MariaDB want gone while a column or key under them changes.
# :source: errors 1553, 1832 and 1833, https://mariadb.com/kb/en/mariadb-error-code-reference/

def elsewhere(changes, call):
    """What a script from another database needs for them.

    :param changes: a `Changes`
    :param call: makes of a constraint's name what is to stand in the script
    :returns: the operations before all others, and those after them
    """
    tables, found = steps_by_table(changes, call), []
    for steps in tables.values():
        names = set(in_the_way(steps.new, tables)) - {None}
        found += [(steps, one) for one in steps.new.definition.foreign_keys if one.name in names]
    return ([Only(MYSQL, [steps.drop(one, 'foreignkey')]) for steps, one in found],
            [Only(MYSQL, [steps.add_foreign_key(one)]) for steps, one in found])


def steps_by_table(changes, call):
    """The `TableSteps` of each table that is kept, by its schema and name."""
    return {key_of(new): TableSteps(old, new, call) for old, new in changes.kept}


def in_the_way(side, tables, spared=()):
    """The names of a table's foreign keys that stay, and have to go while a column or key that they need is changed.

    :param tables: see `steps_by_table`
    :param spared: the names of the table's indexes that go without being missed by its own foreign keys
    """
    own, found = tables[key_of(side)], []
    for one in side.definition.foreign_keys:
        referred = tables.get((one.schema, one.table))
        if one not in own.difference.new_foreign_keys and (
                disturbs(own, one.columns, spared) or (referred and disturbs(referred, one.targets))):
            found.append(one.name)
    return found


def disturbs(steps, columns, spared=()):
    """Whether a table's changes touch what a foreign key on these columns needs."""
    difference = steps.difference
    types = [name for name in difference.altered
             if difference.old.columns[name].type != difference.new.columns[name].type]
    keys = [index.parts for index in difference.old_indexes if index.name not in spared]
    keys += [one.columns for one in difference.old_uniques]
    keys += [difference.old.primary_key.columns] if difference.key and difference.old.primary_key else []
    return bool(set(types) & set(columns)) or any(key[:len(columns)] == tuple(columns) for key in keys)

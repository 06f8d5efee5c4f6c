"""Foreign keys that stay, and that MySQL and MariaDB want gone while a column or key under them changes.

:source: errors 1553, 1832 and 1833, https://mariadb.com/kb/en/mariadb-error-code-reference/
"""
from .operations import MYSQL, Only
from .steps import TableSteps, key_of


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

"""Foreign keys and names that MySQL and MariaDB refuse: the server says of no key what is wrong (errors 1005 and 1215).

:source: https://mariadb.com/kb/en/foreign-keys/#requirements,
    https://dev.mysql.com/doc/refman/8.0/en/create-table-foreign-keys.html#foreign-key-restrictions
"""
import re

from ...checks.narrowing import BITS, DECIMALS, parsed
from ...messages import autogenerate as explain
from ...schema import shortened

WITHOUT_FOREIGN_KEYS = ('MYISAM', 'ARIA', 'MEMORY', 'ARCHIVE', 'CSV')  # engines; such a table's are ignored
TEXTS = ('char', 'varchar')
OTHERS = DECIMALS + ('float', 'double', 'datetime', 'binary', 'varbinary')


def refused(changes):
    """The tables of which a foreign key cannot be made; one that the database itself has is none.

    :param changes: a `Changes`
    :returns: a list of pairs of a `ModelSide`, and why
    :raises UserError: where two tables have a constraint of one name
    """
    before, after = tables(old for old, _ in changes.kept), tables(
        [new for _, new in changes.kept] + changes.created)
    found = []
    for place, side in after.items():
        for one in side.definition.foreign_keys:
            wrong = what_is_wrong(side, one, after)
            old = before.get(place)
            known = old and one in old.definition.foreign_keys and what_is_wrong(old, one, before)
            if wrong and not known and side not in [other for other, _ in found]:
                found.append((side, wrong))
    refuse_names(before, after)
    return found


def refuse_names(before, after):
    """Stop where two tables have a constraint of one name, which may be there once in the database (errors 1826, 3822).

    No other way to compare would help: the upgrade would stop half-way.

    :raises UserError: for the first
    """
    for kind, word in (('checks', explain.of_check), ('foreign_keys', explain.of_foreign_key)):
        owners = {}
        places = sorted(after, key=lambda place: place not in before)  # the older table keeps its name
        for place in [place for place in places if kind in after[place].definition.one_per_database]:
            for one in [one for one in getattr(after[place].definition, kind) if one.name]:
                other = owners.setdefault((place[0], one.name.lower()), place)
                if other != place:
                    names = one.name, other[1], shortened(own_name(place[1], one.name))
                    raise explain.name_taken(word(), place[1], *names)


def own_name(table, name):
    """A name with the table's in it: `ck_user_age` of `ck_age`."""
    kind, _, rest = name.partition('_')
    return '_'.join((kind, table, rest)) if rest else '_'.join((table, kind))


def has_any(options):
    """Whether a table with these options has foreign keys."""
    return options.get('ENGINE', '').upper() not in WITHOUT_FOREIGN_KEYS


def ignored(changes):
    """What the models have and the server ignores: foreign keys, in words.

    :returns: a list of texts
    """
    found = [new.definition.name for _, new in changes.kept
             if new.table().foreign_keys and not has_any(new.definition.options)]
    return [explain.foreign_keys_ignored(found)] if found else []


def tables(sides):
    return {side.definition.place: side for side in sides}


def what_is_wrong(side, one, others):
    """Why a foreign key cannot be made; None where nothing is known against it.

    :param others: the sides of all tables, by schema and name
    """
    if not has_any(side.definition.options or side.server_options()):
        return None
    target = others.get((one.schema, one.table))
    own = [side.definition.columns[name] for name in one.columns]
    if 'SET NULL' in (one.ondelete, one.onupdate) and not all(column.null for column in own):
        return explain.set_null_not_null(one.columns)
    if target is None:
        return None
    if not has_any(target.definition.options or target.server_options()):
        return explain.engine_without_foreign_keys(one.table)
    for here, there in zip(own, [target.definition.columns[name] for name in one.targets]):
        if apart(here.type, there.type) or apart_as_texts(side, here, target, there):
            return explain.types_apart(here, (one.table, there), words(side, here, target, there))
    return None if has_key(target.definition, one.targets) else explain.no_key(one)


def apart(one, other):
    """Whether two types are known to be unlike."""
    (name, _, rest), (other_name, _, other_rest) = parsed(one), parsed(other)
    if name in BITS and other_name in BITS:
        return name != other_name or ('unsigned' in rest) != ('unsigned' in other_rest)
    kinds = {kind_of(name), kind_of(other_name)}
    return len(kinds) == 2 and None not in kinds


def kind_of(name):
    """A kind of types that fits no other kind; None where that is not certain."""
    return 'number' if name in BITS else 'text' if name in TEXTS else 'other' if name in OTHERS else None


def apart_as_texts(side, here, target, there):
    """Whether two texts are known to have unlike collations."""
    if {kind_of(parsed(one.type)[0]) for one in (here, there)} != {'text'}:
        return False
    collations = {collation(side, here), collation(target, there)}
    return len(collations) == 2 and None not in collations


def collation(side, column):
    """A text column's collation, where it is known."""
    own = re.search(r'\bCOLLATE (\w+)', column.type)
    if own or 'CHARACTER SET' in column.type:
        return own and own.group(1)
    return side.server_options().get('COLLATE')


def words(side, here, target, there):
    """Two columns' types, with their collations where they differ in these."""
    if apart(here.type, there.type):
        return [here.type, there.type]
    return ['%s COLLATE %s' % (one.type.partition(' ')[0], collation(at, one))
            for at, one in ((side, here), (target, there))]


def has_key(table, columns):
    """Whether a table has a key that begins with these columns.

    InnoDB writes behind the columns of each index those by which it sorts the rows, and lets them be referred to.

    :source: https://dev.mysql.com/doc/refman/8.4/en/index-extensions.html
    """
    sorts = sorted_by(table)
    keys = [tuple(index.parts) + tuple(name for name in sorts if name not in index.parts)
            for index in table.indexes.values() if not index.kind]
    keys += [table.primary_key.columns] if table.primary_key else []
    return any(tuple(part.replace(' DESC', '') for part in key[:len(columns)]) == tuple(columns) for key in keys)


def sorted_by(table):
    """The columns of the primary key, or else those of the first unique one that has no NULL."""
    if table.primary_key:
        return tuple(table.primary_key.columns)
    return next((index.parts for index in table.indexes.values() if index.unique and all(
        part in table.columns and not table.columns[part].null for part in index.parts)), ())

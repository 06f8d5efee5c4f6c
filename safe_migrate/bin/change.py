"""Which columns a statement drops or converts, from the table's definitions before and after it."""
from typing import NamedTuple, Optional

from ..checks.narrowing import BITS, CHARACTERS, DECIMALS, TEXTS, parsed
from ..schema import Table


LONGER = {'varchar': ('text', 4), 'varbinary': ('blob', 1)}  # what holds more than each, and a letter's most bytes


class Change(NamedTuple):
    """What a statement makes of a table."""

    table: str
    before: Table
    columns: list  # pairs of a `schema.Column` as it is and as it will be, or None
    after: Optional[Table]  # None where columns have other names in it


class NotKnown(Exception):
    """What a statement does to a table's rows cannot be told; the argument says why."""


def change(table, before, after, renamed, is_kept):
    """What becomes of a table's columns.

    :param before, after: `schema.Table`
    :param renamed: a column's new name by its old one
    :param is_kept: takes a column before and after, and says that every value stays as it is
    """
    stored = {name: one for name, one in after.columns.items() if not one.computed}
    pairs = [(one, stored.get(renamed.get(name, name))) for name, one in before.columns.items() if not one.computed]
    return Change(table, before, [(old, new) for old, new in pairs if new is None or not is_kept(old, new)],
                  None if renamed else after)


def is_wider(old, new):
    """Whether each value of a column fits unchanged into its new definition; False where that cannot be told."""
    return (new.null or not old.null) and (old.type.lower() == new.type.lower() or is_wider_type(old.type, new.type))


def is_wider_type(old, new):
    old_name, old_inside, old_rest = parsed(old)
    name, inside, rest = parsed(new)
    if old_name in BITS and name in BITS:
        return BITS[name] >= BITS[old_name] and ('unsigned' in rest) == ('unsigned' in old_rest)
    if rest != old_rest:
        return False
    if old_name in CHARACTERS and name == 'varchar' and inside and old_inside:
        return int(inside) >= int(old_inside)
    if old_name in LONGER and old_inside and name.endswith(LONGER[old_name][0]):
        return int(old_inside) * LONGER[old_name][1] <= TEXTS.get(name, 2 ** 32)  # bytes
    if old_name in TEXTS and name in tuple(TEXTS) + ('longtext', 'longblob'):
        return ('blob' in name) == ('blob' in old_name) and TEXTS.get(name, 2 ** 32) >= TEXTS[old_name]
    if old_name in DECIMALS and name in DECIMALS and inside and old_inside:
        return all(one >= other for one, other in zip(digits(inside), digits(old_inside)))
    return False


def digits(inside):
    """The digits of a decimal before and behind its point."""
    most, _, scale = inside.partition(',')
    return int(most) - int(scale or 0), int(scale or 0)

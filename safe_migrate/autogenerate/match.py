"""Which constraint of a model is which of the database's, where the model gives it no name; and the names of new ones."""
from collections import OrderedDict

from ..schema.names import another
from .model import Unnamed


def settle(real, wanted, names):
    """Put the database's names, or new ones, where a model leaves a constraint or index without a name.

    :param real: the database's `Table`, or None
    :param wanted: the model's `Table`, which is changed
    :param names: the database's own names for what has none, such as the module `definition.names`
    :returns: the names that they had in the model's definition, by those that they have now
    """
    origins = {}
    settle_list(real.foreign_keys if real else [], wanted.foreign_keys, origins,
                lambda one: names.foreign_key_name(wanted.name, one.columns, one.table))
    settle_list(real.checks if real else [], wanted.checks, origins,
                lambda one: names.check_name(wanted.name, one.text, list(wanted.columns)))
    settle_list(real.uniques if real else [], wanted.uniques, origins,
                lambda one: names.unique_name(wanted.name, one.columns))
    indexes = list(wanted.indexes.values())
    # one that the server has made for a foreign key goes when a model's own comes, and is never that
    there = [index for index in real.indexes.values() if index.name not in real.implied] if real else []
    settle_list(there, indexes, origins,
                lambda one: names.unique_name(wanted.name, one.parts))
    wanted.indexes = OrderedDict((index.name, index) for index in indexes)
    if real and real.primary_key and wanted.primary_key:
        wanted.primary_key = wanted.primary_key._replace(name=real.primary_key.name)
    return origins


def settle_list(real, wanted, origins, name_for):
    """The same for the constraints of one kind, in place."""
    left = [one for one in real if one.name is None or not any(same_name(one, other) for other in wanted)]
    for place, one in enumerate(wanted):
        if isinstance(one.name, Unnamed):
            found = next((other for other in left if contents(other) == contents(one)), None)
            if found:
                left.remove(found)
            name = found.name if found else one.name.wish or not_taken(name_for(one), one, wanted)
            wanted[place] = one._replace(name=name)
            origins[name] = str(one.name)


def not_taken(name, one, others):
    """The name, or another where one of the same table has it: `uq_a_b_c` is that of `b_c`, and of `b` and `c` together."""
    what = getattr(one, 'parts', None) or getattr(one, 'columns', None) or one.text
    return another(name, what) if name in [other.name for other in others] else name


def same_name(one, other):
    return one.name == other.name and not isinstance(other.name, Unnamed)


def contents(one):
    """All of a constraint but its name."""
    return one._replace(name=None)

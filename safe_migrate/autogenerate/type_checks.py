"""The CHECKs that a Boolean or an Enum brings along, which a history may have made once, twice or not at all.

`op.add_column` leaves them out on SQLite, MySQL before 8.0.16 and MariaDB before 10.2.1 made none, and an older revision of
this package's may have added one beside another. The values of such a column are right in each case, so where its type is
the same, the database's word stands: a revision that followed the one database would break another. A CHECK that the model
itself names, and that no revision has a word of, is none that a history has left out: it is new.
"""
from .difference import Difference, names_column


def keep_type_checks(old, new, in_history):
    """Give the model's definition as many CHECKs of a column's type as the database has.

    :param old: a `DatabaseSide`
    :param new: a `ModelSide`, whose definition is changed; a CHECK of a new column, or of a new type, stays in it
    :param in_history: whether a revision has a name in it
    """
    difference = Difference(old.definition, new.definition)
    own = {check.text for check in new.definition.checks if bound_column(new, check)}
    twice = [check for check in difference.old_checks if check.text in own]
    missing = [check for check in difference.new_checks if has_column(old, bound_column(new, check), new)
               and (check.name in new.origins or in_history(check.name))
               and not any(names_column(other.text, bound_column(new, check)) for other in difference.old_checks)]
    new.definition.checks = [check for check in new.definition.checks if check not in missing] + twice


def bound_column(new, check):
    """The name of the column whose type makes a CHECK; None of others."""
    return new.model.bound.get(new.origins.get(check.name, check.name))


def has_column(old, name, new):
    """Whether the database has a column with the type that the model gives it."""
    columns = old.definition.columns, new.definition.columns
    return name in columns[0] and name in columns[1] and columns[0][name].type == columns[1][name].type

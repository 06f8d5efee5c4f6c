"""What differs between two definitions of one table."""
import re

# The options that a table may lose; others stay with what the server has chosen.
GOING = ('COMMENT', 'ROW_FORMAT', 'KEY_BLOCK_SIZE', 'WITHOUT ROWID', 'STRICT')


class Difference:
    """What has to go, to come and to change, to make one definition of another.

    :param old, new: `Table`, whose constraints all have the names by which they can be told
    :ivar added, dropped, altered: names of columns
    :ivar key: whether the primary key is another
    :ivar options: the names of options that differ
    """

    def __init__(self, old, new):
        self.old, self.new = old, new
        self.added = [name for name in new.columns if name not in old.columns]
        self.dropped = [name for name in old.columns if name not in new.columns]
        both = [name for name in new.columns if name in old.columns and new.columns[name] != old.columns[name]]
        # the values of a generated column are made anew, so it is dropped and added
        self.remade = [name for name in both if new.columns[name].computed is not None]
        self.altered = [name for name in both if name not in self.remade]
        self.key = key_of(old) != key_of(new)
        self.options = [name for name in new.options if new.options[name] != old.options.get(name)]
        self.options += [name for name in old.options if name in GOING and name not in new.options]
        self.old_checks, self.new_checks = apart(old.checks, new.checks)
        self.old_uniques, self.new_uniques = apart(old.uniques, new.uniques)
        self.old_indexes, self.new_indexes = apart(old.indexes.values(), new.indexes.values())
        self.old_foreign_keys, self.new_foreign_keys = apart(old.foreign_keys, new.foreign_keys)
        self.make_again(set(self.remade))

    def make_again(self, columns):
        """What stays, and is on a column that is dropped and added, goes and comes with it."""
        for kind, text_of in (('indexes', parts_text), ('uniques', columns_text), ('foreign_keys', columns_text),
                              ('checks', check_text)):
            old, new = getattr(self.old, kind), getattr(self.new, kind)
            going, coming = getattr(self, 'old_' + kind), getattr(self, 'new_' + kind)
            for one in old.values() if kind == 'indexes' else old:
                if one not in going and any(names_column(text_of(one), column) for column in columns):
                    going.append(one)
                    coming += [one] if one in (new.values() if kind == 'indexes' else new) else []

    def __bool__(self):
        return any((self.added, self.dropped, self.remade, self.altered, self.key, self.options, self.old_checks,
                    self.new_checks, self.old_uniques, self.new_uniques, self.old_indexes, self.new_indexes,
                    self.old_foreign_keys, self.new_foreign_keys))


def parts_text(index):
    return ' , '.join(index.parts)


def columns_text(one):
    return ' , '.join(one.columns)


def check_text(check):
    return check.text


def names_column(text, column):
    """Whether SQL names a column."""
    return re.search(r'(?<!\w)%s(?!\w)' % re.escape(column), text) is not None


def key_of(table):
    return table.primary_key and table.primary_key._replace(name=None)


def apart(old, new):
    """Those that only one of two lists has; a list may hold two that are equal."""
    old, new = list(old), list(new)
    for one in list(new):
        if one in old:
            old.remove(one)
            new.remove(one)
    return old, new

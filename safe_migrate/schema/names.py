"""The names that a script gives to constraints which have none in the models.

The same model always gets the same names, so that what one revision has made, a later one can drop.
"""
import hashlib
import re

# MySQL takes 64 characters.
LONGEST = 60
PRIMARY_KEY_NAME = 'pk_%(table_name)s'


def unique_name(table, columns):
    """A unique constraint's name."""
    return shortened('_'.join(('uq', table) + tuple(columns)))


def foreign_key_name(table, columns, referred):
    """A foreign key's name.

    :param referred: the name of the table that it refers to
    """
    return shortened('_'.join(('fk', table) + tuple(columns) + (referred,)))


def primary_key_name(table):
    """A primary key's name."""
    return shortened(PRIMARY_KEY_NAME % {'table_name': table})


def check_name(table, text, columns):
    """A CHECK's name: after its column, where it is about one alone.

    :param text: the condition
    :param columns: the names of the table's columns
    """
    named = [column for column in columns if re.search(r'(?<!\w)%s(?!\w)' % re.escape(column), text)]
    if len(named) == 1 and re.search(r'\bin\s*\(', text, re.IGNORECASE):
        return shortened('_'.join(('ck', table, named[0])))
    return shortened('_'.join(('ck', table, digest(text)[:8])))


def another(name, *what):
    """A name in the place of one that is taken.

    :param what: what tells its constraint from that which has the name
    """
    return shortened('%s_%s' % (name, digest(repr(what))[:8]))


class Names:
    """The same names, and another where a table has one already that may be there once in a database.

    `fk_a_b_c_t` is that of `a.b_c` and of `a_b.c`.

    :param owners: a function that gives the names that are taken, in small letters, each with its table
    """

    unique_name = staticmethod(unique_name)

    def __init__(self, owners=dict):
        self.owners, self.found = owners, None

    def foreign_key_name(self, table, columns, referred):
        return self.own(foreign_key_name(table, columns, referred), table, columns)

    def check_name(self, table, text, columns):
        return self.own(check_name(table, text, columns), table, text)

    def own(self, name, table, what):
        if self.found is None:
            self.found = self.owners()
        if self.found.setdefault(name.lower(), table) != table:
            name = another(name, table, what)
            self.found[name.lower()] = table
        return name


def shortened(name):
    """A name that every database takes."""
    return name if len(name) <= LONGEST else name[:LONGEST - 9] + '_' + digest(name)[:8]


def digest(text):
    return hashlib.sha1(text.encode('utf-8')).hexdigest()

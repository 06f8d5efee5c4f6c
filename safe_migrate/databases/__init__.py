"""What is particular to a database: a folder for each, with the same names for the same things.

mysql/          MySQL and MariaDB; sqlite/, postgresql/
base.py         the interface of a database: one of which nothing particular is known
address.py      the application's own database address, whatever `env.py` makes of it
connecting.py   how long a server may take to answer
rights.py       what a database user may not do

In a database's folder, where it has it:
database.py     its part of that interface; what a method needs is imported when it is called
implementation.py  what Alembic calls; health.py: what `db doctor` looks for
introspection.py  what the server itself says that a table is, as a `schema.Table`
autogenerate.py what it makes of a model, and what its ALTERs need that others do not; types.py: SQLAlchemy's for its own
locks.py        one upgrade at a time, and what of it is one transaction
joined.py       while a revision runs, connections of the application's that join the migration's
questions.py    what a change means for its rows; data_checks.py: what it would refuse, found before the first statement
recorder.py     the statements of a revision on a copy, for `--plan`, and how the server runs them
bin_storage.py  how a table, rows and columns go into the bin and come back
errors.py       its own errors, explained
"""
from importlib import import_module
from importlib.util import find_spec

from ..compat.dialects import backend_of

# The folder and the class of each, by SQLAlchemy's name. Another database is a folder and a line.
KINDS = {'mysql': ('mysql', 'MySQL'), 'mariadb': ('mysql', 'MySQL'), 'sqlite': ('sqlite', 'SQLite'),
         'postgresql': ('postgresql', 'PostgreSQL')}


def of(place):
    """What is particular to a database.

    :param place: SQLAlchemy's connection, engine or URL
    :returns: a `base.Database`
    """
    url = getattr(getattr(place, 'engine', place), 'url', place)
    folder, name = KINDS.get(backend_of(url), ('base', 'Database'))
    module = import_module('.base' if folder == 'base' else '.%s.database' % folder, __name__)
    return getattr(module, name)(url)


def all_of(name):
    """The file of a name of each database that has one, imported."""
    names = ['%s.%s.%s' % (__name__, folder, name) for folder in sorted({folder for folder, __ in KINDS.values()})]
    return [import_module(one) for one in names if find_spec(one)]

"""The tables that this package keeps in a codebase's database, told from the application's by what they are.

A name alone says nothing: an application may have a table `migration_lock`, or a model of it.
"""
import contextlib
import re
import uuid

from sqlalchemy import inspect

from ..databases.rights import denied
from ..messages.upgrade import name_of_ours
from .names import BIN, JOURNAL, LOCK, TRIAL

LOCK_COLUMNS = ('id', 'owner', 'run', 'lease')
KEPT = re.compile(r'%s_([1-9][0-9]*)\Z' % BIN)
TRIED = re.compile(r'%s_[0-9a-f]{32}\Z' % TRIAL)
WAYS = (('', 'TABLE'), ('TEMPORARY ', 'TEMPORARY TABLE'))


def own_tables(connection):
    """The names of ours that a database has.

    :param connection: SQLAlchemy's; it is asked past SQLAlchemy, whose events see the revision's statements
    """
    names = {name for name in inspect(connection).get_table_names() if name.startswith('migration_')}
    own = {name for name in (JOURNAL, LOCK, BIN) if name in names and is_ours(connection, name)}
    if BIN in own:
        kept = {'%s_%d' % (BIN, number) for number, in rows(connection, 'SELECT id FROM ' + BIN)}
        own |= {name for name in names if name in kept}
    return own | {name for name in names if TRIED.match(name) and not rows(connection, 'SELECT 1 FROM %s LIMIT 1' % name)}


def is_ours(connection, name):
    """Whether a table that is there is the one that this package keeps under its name: it has all of its columns."""
    from .tables import catalogue, columns_of, journal
    wanted = {JOURNAL: columns_of(journal), LOCK: LOCK_COLUMNS, BIN: columns_of(catalogue)}[name]
    with contextlib.closing(connection.connection.cursor()) as cursor:
        cursor.execute('SELECT * FROM %s LIMIT 0' % name)
        return set(wanted) <= set(column_names(cursor))


def column_names(cursor):
    """The names of what a cursor has to give; the older pg8000 has them as bytes."""
    return [name.decode() if isinstance(name, bytes) else name for name, *_rest in cursor.description or ()]


def rows(connection, statement):
    with contextlib.closing(connection.connection.cursor()) as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def is_claimed(context, name):
    """Whether the application has a table of one of our names, or will have: a model, or a revision that makes it.

    :param context: Alembic's migration context
    """
    revisions = context.script.walk_revisions() if context.script else ()
    return name in models(context) or any(makes(revision.path, name) for revision in revisions)


def models(context):
    """The models' tables by their names.

    :param context: Alembic's migration context
    """
    metadata = context.opts.get('target_metadata')
    several = metadata if isinstance(metadata, (list, tuple)) else [metadata] if metadata is not None else []
    return {name: table for one in several for name, table in one.tables.items()}


def refuse_clash(context):
    """Stop where a model has the name of a table of ours that is there already.

    :param context: Alembic's migration context
    :raises UserError: with the way to take ours out
    """
    modelled = sorted({JOURNAL, LOCK, BIN} & set(models(context)))
    clashing = [name for name in modelled if name in own_tables(context.connection)] if modelled else []
    if clashing:
        raise name_of_ours(clashing[0])


def makes(path, name):
    """Whether a revision's file makes a table of a name; it is parsed only where it names it."""
    from ..codebase.revision_files import tables_in
    from ..codebase.sources import parsed_or_none
    with open(path, 'rb') as file:
        if name.encode() not in file.read():
            return False
    tree = parsed_or_none(path)
    return bool(tree) and (None, name) in set(tables_in(tree))


class NoTrial(Exception):
    """This user may make no table to try a statement on."""


class TrialTable:
    """A copy of a table without its rows, on which a statement is tried on MySQL and MariaDB.

    Its name is nobody else's, and that of each process another one. Who may not drop a table has a temporary one, which
    cannot have everything that a table can.

    :param run: executes a statement and returns its rows
    :param error: the driver's
    """

    def __init__(self, run, error):
        self.run, self.error, self.name, self.drops = run, error, '%s_%s' % (TRIAL, uuid.uuid4().hex), None

    def make(self, table):
        """:param table: a quoted name
        :raises NoTrial: with the server's words
        """
        self.create(WAYS, 'LIKE ' + table)

    def make_new(self):
        """Make a table of one column, which stands for any other that is to stay.

        :raises NoTrial: with the server's words
        """
        self.create(WAYS[:1], '(id INTEGER PRIMARY KEY)')

    def create(self, ways, definition):
        for kind, dropped in ways:
            self.drops = 'DROP %s IF EXISTS %s' % (dropped, ', '.join([self.name] + self.left() * (not kind)))
            try:
                self.run(self.drops)  # it is refused before a table is made that would have to stay
                return self.run('CREATE %sTABLE %s %s' % (kind, self.name, definition))
            except self.error as error:
                reason, self.drops = denied(error), None
                if not reason:
                    raise
        raise NoTrial(reason)

    def left(self):
        """The copies that a killed process has left; who makes one has the database's lock."""
        names = [row[0] for row in self.run("SHOW TABLES LIKE '%s\\_%%'" % TRIAL)]
        return [name for name in names if TRIED.match(name) and not self.run('SELECT 1 FROM %s LIMIT 1' % name)]

    def drop(self):
        if self.drops:
            self.run(self.drops)
            self.drops = None

"""Throw-away databases that stand in the place of the application's own while revisions are tried."""
import contextlib
import re
import uuid

from flask import current_app
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.url import make_url

from ... import databases
from ...codebase.environment import engines, needed_db, shown, version_table
from ...databases.address import is_for
from ...journal.own_tables import own_tables
from ...messages import real_database_in_a_trial
from ...translation.language import _


class Shadow:
    """A throw-away database.

    :param bind: the name of the bind in whose place it stands; None for the main database
    :param real: the engine of the real one
    :param name: of a database that the user has given; None to make one
    """

    def __init__(self, bind, real, name):
        self.bind, self.real, self.database = bind, real, databases.of(real)
        self.made = name is None
        self.name = name or self.database.shadow_name(uuid.uuid4().hex[:8])
        self.script = []

    def make(self, copied):
        """Make it, or see that the one that was given is empty; remember how to fill it.

        :param copied: whether it is to have the real one's structure
        """
        with self.real.connect() as connection:
            self.database.make_shadow(connection, self.name, self.made)
            self.script = list(self.database.script(connection, self.name)) if copied else []

    def address(self, configured):
        """Its address in the form that the application has its own in, a text or an object."""
        url = self.database.with_name(self.real.url, self.name)
        if not isinstance(configured, str):
            return url
        # as a text, because not every password survives the way from an object into one
        place = re.compile(r'/%s(?=\?|\Z)' % re.escape(self.real.url.database or ''))
        found = [match for match in place.finditer(configured)][-1:]
        if self.database.is_a_file or not found:
            return str(url)
        return configured[:found[0].start()] + '/' + self.name + configured[found[0].end():]

    def engine(self):
        return dict(engines())[self.bind]

    def is_at(self, url):
        """Whether an address leads to it, by its name, which is its own: an `env.py` may spell the rest otherwise."""
        return url.database == self.engine().url.database

    def fill(self):
        """Give it the structure that it begins with, and nothing else."""
        with self.engine().connect() as connection:
            self.database.clear(connection)
            self.database.replay(connection, self.script)

    def structure(self):
        """The lines of each table's definition, as a set, by its name; of the application's tables alone."""
        with self.engine().connect() as connection:
            left_out = ours(connection)
            return {name: lines for name, lines in self.database.structure(connection).items() if name not in left_out}

    def full_name(self, table):
        """Of a bind's table, with the bind's name."""
        return table if self.bind is None else '%s: %s' % (self.bind, table)

    def build_anew(self, names):
        """:param names: the full names of tables, of this database and of others"""
        with self.engine().connect() as connection:
            self.database.build_anew(connection, [
                name for name in self.database.structure(connection) if self.full_name(name) in names])

    def remove(self):
        self.engine().dispose()

    def drop(self):
        """Remove it; one that was given is left empty."""
        with self.real.connect() as connection:
            self.database.drop_shadow(connection, self.name, self.made)


@contextlib.contextmanager
def shadows(name=None, copied=True):
    """Within, the application's databases are throw-away ones, and the real ones refuse every connection.

    :param name: of an empty database to use, where the user may not make one; a bind's has `_` and the bind's name behind
    :param copied: whether they have the structure and the revision of the real ones, or are empty
    :returns: a list of `Shadow`
    """
    found = [Shadow(bind, engine, name and (name if bind is None else '%s_%s' % (name, bind))) for bind, engine in engines()]
    with contextlib.ExitStack() as stack:
        for shadow in found:
            shadow.make(copied)
            stack.callback(shadow.drop)
        with in_their_place(found), refused([shadow.real for shadow in found]):
            try:
                for shadow in found:
                    shadow.fill()
                yield found
            finally:
                needed_db().session.remove()
                for shadow in found:
                    shadow.remove()


@contextlib.contextmanager
def in_their_place(found):
    """Within, the application's settings name the throw-away databases.

    Flask-SQLAlchemy makes another engine when the setting has changed, and again when it is back.
    """
    config = current_app.config
    main, binds = config.get('SQLALCHEMY_DATABASE_URI'), config.get('SQLALCHEMY_BINDS')
    for shadow in found:
        if shadow.bind is None:
            config['SQLALCHEMY_DATABASE_URI'] = shadow.address(main)
    config['SQLALCHEMY_BINDS'] = binds and {shadow.bind: shadow.address(binds[shadow.bind])
                                            for shadow in found if shadow.bind is not None}
    try:
        yield
    finally:
        config['SQLALCHEMY_DATABASE_URI'], config['SQLALCHEMY_BINDS'] = main, binds


@contextlib.contextmanager
def refused(real):
    """Within, nothing connects to the real databases: not an `env.py`, nor a revision that has an address of its own."""
    for engine in real:
        engine.dispose()

    def refuse(dialect, record, arguments, parameters):
        for engine in real:
            if dialect.name == engine.dialect.name and is_for(dialect, make_url(engine.url), arguments, parameters):
                raise real_database_in_a_trial(shown(engine.url))
    event.listen(Engine, 'do_connect', refuse)
    try:
        yield
    finally:
        event.remove(Engine, 'do_connect', refuse)


def ours(connection):
    """The names of the tables that are Alembic's or this package's, and none of the application's."""
    return own_tables(connection) | {version_table()}


def changes(before, after):
    """What differs between two structures.

    :param before, after: the lines of each table's definition, as a set, by its name
    :returns: a list of texts
    """
    return [text for name in sorted(set(before) | set(after)) for text in of_table(name, before.get(name), after.get(name))]


def of_table(name, before, after):
    if before is None:
        return [_('%s is there') % name]
    if after is None:
        return [_('%s is gone') % name]
    return ([_('%(table)s: gone is %(line)s') % {'table': name, 'line': line} for line in sorted(before - after)]
            + [_('%(table)s: there is %(line)s') % {'table': name, 'line': line} for line in sorted(after - before)])

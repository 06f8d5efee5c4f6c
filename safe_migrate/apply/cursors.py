"""psycopg2's cursors: each statement of a connection is told of before it runs, whoever sends it and however."""
import threading

from . import pooled as out_of_pools

NAMES = ('host', 'port', 'dbname')


class Cursors:
    """Those of the migration's connection and, while revisions run, of every other one to the same database.

    :param connection: SQLAlchemy's connection
    :param run: called with the driver's connection, a statement's text and a function that executes it
    """

    def __init__(self, connection, run):
        self.raw, self.run, self.before = connection.connection.connection, run, []
        self.thread = threading.get_ident()

    def listen(self):
        """From now on to `end`; a driver that has no such cursors is not listened to.

        :returns: whether it is
        """
        if not hasattr(self.raw, 'cursor_factory'):
            return False
        self.watch(self.raw)
        out_of_pools.joining.append(self)
        for pooled in list(out_of_pools.threads):
            self.join(pooled)
        return True

    def join(self, pooled):
        """A connection is taken out of a pool."""
        raw = pooled.connection
        if (raw is not None and raw is not self.raw and out_of_pools.threads.get(pooled) == self.thread
                and raw not in [one for one, _factory in self.before] and self.leads_here(raw)):
            self.watch(raw)

    def leads_here(self, raw):
        told = [getattr(one, 'get_dsn_parameters', dict)() for one in (raw, self.raw)]
        return bool(told[0]) and all(told[0].get(name) == told[1].get(name) for name in NAMES)

    def watch(self, raw):
        from psycopg2.extensions import cursor
        self.before.append((raw, raw.cursor_factory))
        raw.cursor_factory = told_of(raw.cursor_factory or cursor, self.run)

    def end(self):
        """Once; every connection makes the cursors that it made before."""
        if self in out_of_pools.joining:
            out_of_pools.joining.remove(self)
        while self.before:
            raw, factory = self.before.pop()
            raw.cursor_factory = factory


def told_of(factory, run):
    """A class of cursors.

    :param factory: the class that it is made of
    """
    class Cursor(factory):
        def execute(self, query, *arguments, **options):
            return run(self.connection, text_of(query, self), lambda: factory.execute(self, query, *arguments, **options))

        def executemany(self, query, *arguments, **options):
            return run(self.connection, text_of(query, self),
                       lambda: factory.executemany(self, query, *arguments, **options))
    return Cursor


def text_of(query, cursor):
    """A statement as text: the driver takes bytes and its own `sql.SQL`, too."""
    if isinstance(query, bytes):
        return query.decode('utf-8', 'replace')
    return query.as_string(cursor) if hasattr(query, 'as_string') else str(query)

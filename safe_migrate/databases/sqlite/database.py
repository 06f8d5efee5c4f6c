"""SQLite."""
import os
import re
import tempfile

from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError

from ...codebase.environment import version_table
from ...messages import no_shadow
from ...translation.language import _
from ..base import Database, literal

SIZES = 'SELECT m.tbl_name, SUM(s.pgsize) FROM sqlite_master m JOIN dbstat s ON s.name = m.name GROUP BY m.tbl_name'
MADE = ("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        "ORDER BY type = 'table' DESC, type = 'view' DESC, rowid")
OTHERS = "SELECT type || ' ' || name, tbl_name, sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL"


# source: https://www.sqlite.org/fts5.html, https://www.sqlite.org/fts3.html, https://www.sqlite.org/rtree.html
INNER = ('data', 'idx', 'content', 'docsize', 'config', 'segments', 'segdir', 'stat', 'node', 'parent', 'rowid')
VIRTUAL = re.compile(r'CREATE\s+VIRTUAL\s+TABLE', re.IGNORECASE)


def quoted(name):
    return '"%s"' % name.replace('"', '""')


def without_inner_tables(made):
    """Without the tables in which a virtual table, such as one of FTS5, keeps what it has; they come and go with it.

    :param made: pairs of a name and the statement that has made it
    """
    inner = {'%s_%s' % (name, part) for name, sql in made if VIRTUAL.match(sql) for part in INNER}
    return [(name, sql) for name, sql in made if name not in inner]


class SQLite(Database):
    """What is particular to SQLite."""

    resumes = is_a_file = True
    has_schemas = False

    def store(self, connection):
        from .bin_storage import SQLiteStore
        return SQLiteStore(connection)

    def autogenerate(self):
        from .autogenerate import AutogenerateSQLite
        return AutogenerateSQLite()

    def health_rules(self):
        from .health import RULES
        return RULES

    def recorder(self):
        from .recorder import RecorderOfSQLite
        return RecorderOfSQLite

    def place(self):
        path = self.url.database
        return ('sqlite', os.path.realpath(path)) if path and path != ':memory:' else None

    def shown(self):
        return 'sqlite:///%s' % (self.url.database or ':memory:')

    def own_schemas(self):
        return None, 'main'

    def jdbc(self):
        return 'jdbc:sqlite:%s' % (os.path.abspath(self.url.database) if self.url.database else ':memory:')

    def table_names(self, connection):
        """:source: https://www.sqlite.org/fileformat2.html#internal_schema_objects"""
        return [name for name in super().table_names(connection) if not name.startswith('sqlite_')]

    def sizes(self, connection, filled=()):
        """:source: https://www.sqlite.org/dbstat.html, which not every build of SQLite has"""
        try:
            return {name: size for name, size in connection.execute(SIZES)}
        except DatabaseError:
            return {}

    def take_any_text(self, connection):
        connection.connection.connection.text_factory = lambda raw: raw.decode('utf-8', 'replace')

    # A throw-away database in its place

    def shadow_name(self, suffix):
        return os.path.join(tempfile.gettempdir(), 'shadow_%s.db' % suffix)

    def with_name(self, url, name):
        return super().with_name(url, os.path.abspath(name))

    def make_shadow(self, connection, name, made):
        if not os.path.isdir(os.path.dirname(os.path.abspath(name))):
            raise no_shadow(name, _('its folder is not there.'))
        if os.path.exists(name) and (made or os.path.getsize(name)):
            raise no_shadow(name, _('it is not empty.'))

    def drop_shadow(self, connection, name, made):
        if os.path.exists(name):
            os.remove(name)

    def script(self, connection, name):
        made = without_inner_tables(rows(connection, MADE))
        for __, statement in made:
            yield statement
        if version_table() in dict(made):
            for revision, in rows(connection, 'SELECT version_num FROM ' + quoted(version_table())):
                yield 'INSERT INTO %s (version_num) VALUES (%s)' % (quoted(version_table()), literal(revision))

    def clear(self, connection):
        connection.connection.execute('PRAGMA foreign_keys = OFF')
        for kind in ('view', 'table'):
            names = rows(connection, "SELECT name, sql FROM sqlite_master WHERE type = '%s' AND name NOT LIKE 'sqlite\\_%%' "
                                     "ESCAPE '\\'" % kind)
            for name, __ in without_inner_tables(names):
                connection.connection.execute('DROP %s %s' % (kind.upper(), quoted(name)))
        connection.connection.commit()

    def structure(self, connection):
        """A table is told by what it is and not by its text, which changes when it is rebuilt (batch mode)."""
        inspector = inspect(connection)
        found = {name: self.lines(connection, inspector, name) for name in inspector.get_table_names()
                 if not name.startswith('sqlite_')}  # its own, such as what comes with the first AUTOINCREMENT and stays
        for title, table, statement in rows(connection, OTHERS):
            found.setdefault(table, set()).add('%s: %s' % (title, ' '.join(re.sub('["`]', '', statement).split())))
        return found

    def lines(self, connection, inspector, name):
        """What a table is, a line for each column, key and check."""
        columns = rows(connection, 'PRAGMA table_info(%s)' % quoted(name))
        keys = rows(connection, 'PRAGMA foreign_key_list(%s)' % quoted(name))
        return ({'column %s %s%s%s%s' % (column, kind, ' NOT NULL' * null, ' DEFAULT %s' % default if default else '',
                                         ' PRIMARY KEY' * bool(key)) for _, column, kind, null, default, key in columns}
                | {'foreign key %s -> %s.%s ON UPDATE %s ON DELETE %s' % (here, table, there, update, delete)
                   for _, _, table, here, there, update, delete, _ in keys}
                | {'unique (%s)' % ', '.join(one['column_names']) for one in inspector.get_unique_constraints(name)}
                | {'check %s' % one['sqltext'] for one in inspector.get_check_constraints(name)})


def rows(connection, statement):
    """The rows of a statement that is run as it stands."""
    return connection.connection.execute(statement).fetchall()

"""MySQL and MariaDB."""
import re

from sqlalchemy.exc import DBAPIError

from ...codebase.environment import version_table
from ...journal.names import JOURNAL
from ...messages import no_shadow, no_trigger_in_a_copy, read_only, shadow_to_be_made
from ...translation.language import _
from ..base import Database, execute, literal
from . import trial
from .introspection import AUTO_INCREMENT, GENERATED_KEY, KEY_REQUIRED, quoted

OWN_KEY = quoted(GENERATED_KEY) + ' BIGINT UNSIGNED NOT NULL AUTO_INCREMENT INVISIBLE PRIMARY KEY, '
MANY = 1000000  # rows, of which counting takes more than a moment
ROW_BYTES = 20  # of InnoDB, at least: what a row has beside its values
TABLES = 'SELECT table_name, data_length + index_length, table_rows FROM information_schema.tables WHERE table_schema = %s'
KINDS = 'SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name'
TRIGGERS = 'SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY trigger_name'
DEFINER = re.compile(r' DEFINER=\S+')
VIEW = 'VIEW'
MAKES_VIEW = re.compile(r'CREATE\b.*?\bVIEW\b')
MAKES_TRIGGER = re.compile(r'CREATE TRIGGER `((?:[^`]|``)+)`')
MAKES_TABLE = re.compile(r'CREATE TABLE `(?:[^`]|``)+` \(')
READ_ONLY = (1290, 1792, 1836)
BROKEN = (1146, 1054, 1356)  # no such table, no such column, a view of what is not there


class MySQL(Database):
    """What is particular to MySQL and MariaDB."""

    port = 3306
    resumes = True
    replacing = 'REPLACE'

    def store(self, connection):
        from .bin_storage import MySQLStore
        return MySQLStore(connection)

    def autogenerate(self):
        from .autogenerate import AutogenerateMySQL
        return AutogenerateMySQL()

    def health_rules(self):
        from .health import RULES
        return RULES

    def needs_cryptography(self, connection):
        from .introspection import is_mariadb
        return not is_mariadb(connection.dialect)

    def share(self, connection):
        from .introspection import is_mariadb
        from .share import Share
        return Share(connection).text if is_mariadb(connection.dialect) else None

    def took_effect(self, connection, row):
        from .locks import Server
        return Server(connection).took_effect(row)

    def halfway(self, engine, config):
        from .halfway import Halfway
        from .locks import Server
        with engine.connect() as connection:
            return Halfway.of(connection, config, Server(connection).took_effect)

    def recorder(self):
        from .recorder import RecorderOfMySQL
        return RecorderOfMySQL

    def histories(self, connection):
        from .recorder import once_fulltext, row_versions
        return dict(row_versions(connection, self.url.database), **once_fulltext(connection, self.url.database))

    def tables(self, connection):
        """MySQL 8 and later answer with what was so up to a day ago, unless the variable says 0 seconds."""
        kept = rows(connection, "SHOW VARIABLES LIKE 'information_schema_stats_expiry'")
        if kept:
            rows(connection, 'SET SESSION information_schema_stats_expiry = 0')
        try:
            return [tuple(row) for row in connection.execute(TABLES, (self.url.database,))]
        finally:
            if kept:
                rows(connection, 'SET SESSION information_schema_stats_expiry = %s' % kept[0][1])

    def sizes(self, connection, filled=()):
        """InnoDB measures a table some seconds after it was filled, and has the size of an empty one until then."""
        known = dict(filled)
        return {name: size for name, size, _ in self.tables(connection)
                if size is not None and size >= known.get(name, 0) * ROW_BYTES}

    def estimated_rows(self, connection):
        return {name: rows for name, _, rows in self.tables(connection) if rows and rows > MANY}

    def types(self, connection, table):
        from .introspection import read
        found = read(connection, table)
        return {name: column.type for name, column in found.columns.items()} if found else {}

    # A throw-away database in its place

    def shadow_name(self, suffix):
        return super().shadow_name(suffix)[-trial.NAME_LENGTH:]

    def make_shadow(self, connection, name, made):
        try:
            if made:
                defaults = rows(connection, 'SELECT @@character_set_database, @@collation_database')[0]
                execute(connection, 'CREATE DATABASE %s CHARACTER SET %s COLLATE %s' % ((quoted(name),) + tuple(defaults)))
            elif name == self.url.database:
                raise no_shadow(name, _('it is the real one.'))
            elif rows(connection, 'SHOW TABLES FROM ' + quoted(name)):
                raise no_shadow(name, _('it is not empty.'))
        except (DBAPIError, connection.dialect.dbapi.Error) as error:
            code = getattr(error, 'orig', error).args[0]
            if code in trial.MISSING:
                wanted = trial.suggested(self.url.database) if made else name
                raise shadow_to_be_made(name, str(error.args[-1]), '--shadow ' + wanted if made else '',
                                        trial.statements(connection, wanted)) from None
            raise (read_only if code in READ_ONLY else no_shadow)(name, str(error.args[-1])) from None

    def drop_shadow(self, connection, name, made):
        if made:
            execute(connection, 'DROP DATABASE IF EXISTS ' + quoted(name))
        else:
            execute(connection, 'USE ' + quoted(name))
            self.clear(connection)
            connection.invalidate()  # it must not go back to the pool as one to the real database

    def script(self, connection, name):
        yield 'SET FOREIGN_KEY_CHECKS = 0'
        kinds = [tuple(row) for row in rows(connection, KINDS)]
        for table, kind in kinds:
            if kind != VIEW:
                yield self.definition(connection, table)
        for text in in_order({table: self.definition(connection, table) for table, kind in kinds if kind == VIEW}):
            yield text.replace(quoted(self.url.database) + '.', quoted(name) + '.')
        for trigger, in rows(connection, TRIGGERS):
            yield DEFINER.sub('', rows(connection, 'SHOW CREATE TRIGGER ' + quoted(trigger))[0][2], 1)
        if (version_table(), 'BASE TABLE') in kinds:
            for revision, in rows(connection, 'SELECT version_num FROM ' + quoted(version_table())):
                yield 'INSERT INTO %s (version_num) VALUES (%s)' % (quoted(version_table()), literal(revision))
        yield from self.unfinished(connection)
        yield 'SET FOREIGN_KEY_CHECKS = 1'

    def unfinished(self, connection):
        """The journal of a revision that was interrupted: in the copy, too, it goes on from there."""
        from ...journal.journal import Journal
        journal = Journal(connection)
        row = journal.exists() and journal.unfinished()
        if row:
            yield 'INSERT INTO {0} SELECT * FROM {1}.{0} WHERE run = {2}'.format(
                quoted(JOURNAL), quoted(self.url.database), literal(row['run']))

    def replay(self, connection, script):
        """A view that is broken in the real database, too, as a table of it is gone, is left out.

        A table that was made before the server wanted a primary key gets one, as the server itself gives it.
        """
        for statement in script:
            try:
                execute(connection, statement)
            except connection.dialect.dbapi.Error as error:
                made, trigger = MAKES_TABLE.match(statement), MAKES_TRIGGER.match(statement)
                if trigger:
                    raise no_trigger_in_a_copy(trigger.group(1), error.args[-1]) from None
                if made and error.args[0] in KEY_REQUIRED:
                    execute(connection, statement[:made.end()] + OWN_KEY + statement[made.end():])
                elif not (MAKES_VIEW.match(statement) and error.args[0] in BROKEN):
                    raise

    def definition(self, connection, table):
        """The statement that makes a table or a view, as the server tells it."""
        text = rows(connection, 'SHOW CREATE TABLE ' + quoted(table))[0][1]
        return DEFINER.sub('', AUTO_INCREMENT.sub('', text), 1)

    def clear(self, connection):
        execute(connection, 'SET FOREIGN_KEY_CHECKS = 0')
        for table, kind in rows(connection, KINDS):
            execute(connection, 'DROP %s %s' % ('VIEW' if kind == VIEW else 'TABLE', quoted(table)))
        execute(connection, 'SET FOREIGN_KEY_CHECKS = 1')

    def build_anew(self, connection, tables):
        """A column that is dropped instantly stays in the rows until the table is built anew, and counts for their size."""
        for table, kind in rows(connection, KINDS):
            if table in tables and kind != VIEW:
                execute(connection, 'ALTER TABLE %s FORCE' % quoted(table))

    def structure(self, connection):
        found = {table: {line.strip(' ,') for line in self.definition(connection, table).splitlines()}
                 for table, _ in rows(connection, KINDS)}
        for trigger, in rows(connection, TRIGGERS):
            found['trigger ' + trigger] = {rows(connection, 'SHOW CREATE TRIGGER ' + quoted(trigger))[0][2]}
        return found


def in_order(views):
    """The statements that make views, each behind those of the views that it is made of.

    :param views: the statements by the views' names
    """
    left = dict(views)
    while left:
        free = [name for name, text in left.items() if not any(quoted(other) in text for other in left if other != name)]
        for name in free or list(left):
            yield left.pop(name)


def rows(connection, statement):
    """The rows of a statement that is run as it stands."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statement)
        return cursor.fetchall()
    finally:
        cursor.close()

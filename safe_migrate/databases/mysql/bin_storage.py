"""MySQL and MariaDB: a table is renamed in no time, whatever it holds; each DDL statement commits what stands before it."""
import contextlib
import copy

from ...bin.store import BECAME, Store, altered, change, columns_made, dropped_columns
from ...checks.narrowing import is_wider, parsed
from ...checks.statements import renamed_columns
from ...journal.own_tables import NoTrial, TrialTable
from ...sql import clauses, parse
from ..rights import denied
from . import introspection, without_key
from .introspection import quoted
from .questions import TEXT
from .trial import SYNTAX_ERROR, Trial, column_called, column_made, without

NO_SUCH_TABLE = 1146
ENDED = (2006, 2013, 1053, 1205, 1213, 1317)  # the connection is lost, or somebody has ended the statement
# A row breaks a key, a foreign key or a CHECK, or fits into no partition, which IGNORE would pass over.
REFUSED = (1022, 1048, 1062, 1216, 1217, 1451, 1452, 1526, 1586, 1591, 1748, 3819, 4025)
ANY_LETTER = 'utf8mb4'  # the character set that has all others' letters
# What was in a table once may stand in a kept one, and a row's id may be 0.
EXACT_MODE = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,NO_ENGINE_SUBSTITUTION'
OF_CHARACTERS = ('DEFAULT', 'CHARACTER', 'CHARSET', 'COLLATE')  # the table's own, which a column may take over
NO_ZERO_DATES = ('NO_ZERO_DATE', 'NO_ZERO_IN_DATE', 'TRADITIONAL')
REFERRING = ('SELECT 1 FROM information_schema.key_column_usage WHERE referenced_table_schema = DATABASE() '
             'AND referenced_table_name = ? AND table_name <> ? LIMIT 1')
CONSTRAINTS = ('SELECT constraint_type, constraint_name FROM information_schema.table_constraints '
               'WHERE table_schema = DATABASE() AND table_name = ?')
TRIGGERS = ('SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE() '
            'AND event_object_table = ?')

# What is done with a table on its way into the bin and back; a table is renamed by whoever may do all of it.
PROBES = ('INSERT INTO {table} (id) SELECT id FROM {table} WHERE 1 = 0', 'UPDATE {table} SET id = id WHERE 1 = 0',
          'DELETE FROM {table} WHERE 1 = 0', 'ALTER TABLE {table} ADD COLUMN more INTEGER')


class MySQLStore(Store):
    """What is particular to MySQL and MariaDB."""

    mark, ignore, nullable, row_number = '%s', 'IGNORE', ' NULL', 'bin_row BIGINT AUTO_INCREMENT PRIMARY KEY'
    quote = staticmethod(quoted)

    def equal(self, one, other):
        """Whether two values are the same; letters that a collation holds for one are not."""
        return 'BINARY %s <=> BINARY %s' % (one, other)

    def exists(self, name):
        return bool(self.rows("SHOW TABLES LIKE '%s'" % name))

    def definition(self, name):
        """A `schema.Table`; None where there is none of that name, or a view or a temporary table."""
        return self.definition_of(quoted(name), name)

    def definition_of(self, reference, name):
        """The same of a table that is called by its database's name, too. MariaDB tells of a sequence as of a table."""
        text = self.text_of(reference)
        found = introspection.parse(text, name) if text and parse(text, self.syntax).makes_table else None
        return None if found is None or 'SEQUENCE' in found.options else found

    def text(self, name):
        return self.text_of(quoted(name))

    def text_of(self, reference):
        """The statement that makes a table, as the server tells it; None where there is none."""
        try:
            text = self.rows('SHOW CREATE TABLE ' + reference)[0][1]
            if ' ENGINE=' in text or not parse(text, self.syntax).makes_table:
                return text
            with self.exact():  # the mode ANSI, and others, leave out what the table's character set is
                return self.rows('SHOW CREATE TABLE ' + reference)[0][1]
        except self.error as error:
            if error.args[0] != NO_SUCH_TABLE:
                raise
            return None

    def options(self, definition):
        return ' ENGINE=InnoDB' + ''.join(
            ' %s=%s' % (name, definition.options[name]) for name in ('CHARSET', 'COLLATE') if name in definition.options)

    def column_line(self, name, column, null):
        """The first TIMESTAMP that has no default gets one by itself, and the time with each `UPDATE`."""
        kind, places, _rest = parsed(column.type)
        default = ' DEFAULT CURRENT_TIMESTAMP(%s)' % (places or 0) if kind == 'timestamp' and not null else ''
        return super().column_line(name, column, null) + default

    @contextlib.contextmanager
    def exact(self):
        """Within, values are copied as they are, whatever the session's mode says of new ones."""
        mode, checks = self.rows('SELECT @@SESSION.sql_mode, @@SESSION.foreign_key_checks')[0]
        self.run("SET SESSION sql_mode = '%s', foreign_key_checks = 0" % EXACT_MODE)
        try:
            yield
        finally:
            self.run("SET SESSION sql_mode = '%s', foreign_key_checks = %d" % (mode, checks))

    @contextlib.contextmanager
    def zero_dates(self):
        """Within, a date may be 0000-00-00, as it is in all rows of a new column that may not be NULL."""
        mode = self.value('SELECT @@SESSION.sql_mode')
        self.run("SET SESSION sql_mode = '%s'" % ','.join(one for one in mode.split(',') if one not in NO_ZERO_DATES))
        try:
            yield
        finally:
            with contextlib.suppress(self.error):  # of a connection that is lost, of which the statement itself tells
                self.run("SET SESSION sql_mode = '%s'" % mode)

    def upgrade_lock(self, timeout):
        from .locks import Server, lock_of
        return lock_of(Server(self.connection), self.connection.engine, timeout)

    def is_upgraded_now(self):
        return self.upgrade_lock(0).is_taken()

    def commit(self):
        self.raw.commit()

    def rename(self, kept, table):
        self.run('RENAME TABLE %s TO %s' % (quoted(kept), quoted(table)))

    def obstacle(self):
        """It is tried on a table that is made for it, and nothing is written."""
        probe = TrialTable(self.rows, self.error)
        try:
            probe.make_new()
            for statement in PROBES:
                self.rows(statement.format(table=probe.name))
        except self.error as error:
            if not denied(error):
                raise
            return denied(error)
        except NoTrial as reason:
            return str(reason)
        finally:
            probe.drop()

    # Into the bin

    def is_referred_to(self, table):
        """Whether another table has a foreign key to this one: then the server refuses to drop it."""
        cursor = self.execute(REFERRING, [table, table])
        with contextlib.closing(cursor):
            return bool(cursor.fetchall())

    def refuses_to_drop(self, table):
        return self.is_referred_to(table) and bool(self.value('SELECT @@SESSION.foreign_key_checks'))

    def made_by(self, table):
        """The statements that made a table and its triggers."""
        triggers = [self.rows('SHOW CREATE TRIGGER ' + quoted(name))[0][2] for name in self.names_of(TRIGGERS, table)]
        return ';\n'.join([self.text(table)] + triggers)

    def names_of(self, query, table):
        with contextlib.closing(self.execute(query, [table])) as cursor:
            return [row[-1] for row in cursor.fetchall()]

    def move(self, table, kept):
        """Rename a table into the bin, which is one step, also when it is killed."""
        if self.is_referred_to(table):  # with the checks off; a renamed table would take the references along
            self.run('CREATE TABLE %s LIKE %s' % (quoted(kept), quoted(table)))
            self.copy_rows(table, kept)
            self.run('DROP TABLE ' + quoted(table))
        else:
            self.run('RENAME TABLE %s TO %s' % (quoted(table), quoted(kept)))
        self.strip(kept)

    def copy_rows(self, table, kept):
        columns = self.listed(name for name, one in self.definition(table).columns.items() if not one.computed)
        with self.exact():
            self.run('INSERT INTO %s (%s) SELECT %s FROM %s' % (quoted(kept), columns, columns, quoted(table)))

    def is_ended(self, error):
        return error.args[0] in ENDED

    def convert(self, kept, old, new):
        """Let the values be of the new type once and of the old one again, by ALTERs as those of the table itself will be:
        an UPDATE converts by other rules, and refuses some types altogether, such as a number for JSON.

        Where the server refuses it none of them counts as unchanged, so that all are kept.
        """
        lines = [self.column_line(BECAME, new, new.null), self.column_line(BECAME, old, True)]
        try:
            for line in lines:
                self.run('ALTER TABLE %s MODIFY %s' % (quoted(kept), line))
        except self.error as error:
            if self.is_ended(error):
                raise
            self.run('ALTER TABLE %s DROP COLUMN %s' % (quoted(kept), BECAME))
            self.run('ALTER TABLE %s ADD COLUMN %s' % (quoted(kept), lines[1]))

    def strip(self, kept):
        """Take away what has a name that only one table of the database may have: the next one is to be made with it."""
        for name in self.names_of(TRIGGERS, kept):
            self.run('DROP TRIGGER ' + quoted(name))
        with contextlib.closing(self.execute(CONSTRAINTS, [kept])) as cursor:
            found = cursor.fetchall()
        keys = ['DROP FOREIGN KEY ' + quoted(name) for kind, name in found if kind == 'FOREIGN KEY']
        if 'MariaDB' not in self.value('SELECT VERSION()'):
            keys += ['DROP CHECK ' + quoted(name) for kind, name in found if kind == 'CHECK']
        if keys:
            self.run('ALTER TABLE %s %s' % (quoted(kept), ', '.join(keys)))

    def is_own_schema(self, schema):
        """Whether a name is that of the database that is migrated."""
        own = self.value('SELECT DATABASE()') or ''
        return schema == own or schema.lower() == own.lower() and bool(self.value('SELECT @@lower_case_table_names'))

    def prepared_by(self, statement):
        """The text that a `PREPARE` or an `EXECUTE IMMEDIATE` runs, which a variable may have; or None."""
        text, variable = statement.prepares
        if variable:
            text = self.value('SELECT ' + variable)
            return text.decode('utf-8', 'replace') if isinstance(text, bytes) else text
        return text

    def is_valid(self, text):
        """Whether the server knows a statement that is not known here, be it that a `PREPARE` takes none of its kind."""
        try:
            self.prepare(text)
        except self.error as error:
            return error.args[0] != SYNTAX_ERROR
        self.run('DEALLOCATE PREPARE migration_seen')
        return True

    def prepare(self, text):
        with contextlib.closing(self.raw.cursor()) as cursor:
            cursor.execute('PREPARE migration_seen FROM %s', (text.replace('%%', '%'),))

    def body_of(self, routine):
        """The text of a stored procedure.

        :param routine: a `sql.TableName`
        :returns: None where there is none, or the user may not see it
        """
        with contextlib.closing(self.raw.cursor()) as cursor:
            cursor.execute("SELECT routine_definition FROM information_schema.routines WHERE routine_type = 'PROCEDURE' AND "
                           'routine_schema = COALESCE(%s, DATABASE()) AND routine_name = %s', routine)
            row = cursor.fetchone()
        return row and row[0]

    def tables_of(self, database):
        """The tables of a database, as they stand in a query."""
        with contextlib.closing(self.raw.cursor()) as cursor:
            cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND "
                           'table_schema = %s', (database,))
            return ['%s.%s' % (quoted(database), quoted(row[0])) for row in cursor.fetchall()]

    def copy_table(self, table, kept):
        """Copy a table into the bin."""
        self.run('CREATE TABLE %s LIKE %s' % (quoted(kept), quoted(table)))
        self.copy_rows(table, kept)
        self.strip(kept)

    def sql_mode(self):
        return self.value('SELECT @@SESSION.sql_mode') or ''

    def change_of(self, statement):
        """What an `ALTER TABLE` drops or converts: a `change.Change`, or None.

        :param statement: `sql.Statement`
        :raises NotKnown: where it cannot be told
        """
        table, reference = statement.tables[0].name, self.full_name(statement.tables[0])
        if not any(one.action is None or one.action == clauses.DROP_COLUMN or one.action in clauses.CONVERTS
                   for one in statement.clauses):
            return None
        before = self.definition_of(reference, table)
        if before is None:
            return None
        renamed = renamed_columns(statement.text, self.syntax)
        dropped, others = dropped_columns(statement), [one for one in statement.clauses if one.action in clauses.CONVERTS]
        is_read = all(one.action and not (one.action == clauses.OPTION and one.names[0] in OF_CHARACTERS)
                      for one in statement.clauses)
        if is_read and all(self.is_seen_wider(before, one) for one in others):
            return change(table, before, without(before, dropped), renamed, is_wider)
        after = Trial(self, before, reference).after(statement)
        if after.options.get('CHARSET') in (before.options.get('CHARSET'), ANY_LETTER):
            return change(table, before, after, renamed, is_wider)
        return change(table, self.with_types(before), self.with_types(after), renamed, is_wider)._replace(before=before)

    def full_name(self, table):
        """A `sql.TableName` as it stands in a query."""
        return '.'.join(quoted(part) for part in table if part)

    def type_of(self, definition, column):
        """A column's type with its character set, which may be the table's."""
        charset = definition.options.get('CHARSET')
        has_one = parsed(column.type)[0] not in TEXT or 'CHARACTER SET' in column.type
        return column.type if has_one or not charset else '%s CHARACTER SET %s' % (column.type, charset)

    def with_types(self, definition):
        """A table whose columns have the types of `type_of`."""
        found = copy.copy(definition)
        found.columns = type(definition.columns)((name, one._replace(type=self.type_of(definition, one)))
                                                 for name, one in definition.columns.items())
        return found

    def is_seen_wider(self, before, clause):
        """Whether a `MODIFY` gives a column a type that holds all of the old one's values, as its text tells; one that is
        computed from others holds none."""
        old = column_called(before, clause.names[0]) if clause.action == clauses.MODIFY else None
        made = old and column_made(clause)
        return bool(made) and not made.more and made.computed == old.computed and is_wider(old, made)

    def made_by_statement(self, statement):
        """The table that a statement changes and the names of its columns that are new or have another definition."""
        table = altered(self, statement)
        if table and any(one.action == clauses.CONVERT for one in statement.clauses):
            found = self.definition(table)
            return table, list(found.columns) if found else []
        return table, columns_made(statement)

    # Out of the bin

    def give_values(self, table, kept, key, pairs, condition=lambda table: '1 = 1'):
        join = 'STRAIGHT_JOIN' if self.goes_through(table, kept, key) else 'JOIN'
        self.run('UPDATE IGNORE %s t %s %s k ON %s SET %s%s WHERE %s' % (
            quoted(table), join, quoted(kept), self.found(key, 't', 'k'),
            ', '.join('t.%s = k.%s' % (quoted(to), quoted(of)) for to, of in pairs),
            self.times_as_they_are(table, [to for to, _of in pairs], 't.'), condition('t')))

    def goes_through(self, table, kept, key):
        """Whether values are put back by going through the table and looking each row up in the kept one, as is fastest
        where most rows get one: in the other order MariaDB first writes down which rows it has found, and then goes to each
        of them again, which takes twice as long. The key has to be looked up as it is, of the same type on both sides.
        """
        for name in key:
            one, other = [column_called(self.definition(each), name) for each in (table, kept)]
            if (one.type, one.collate) != (other.type, other.collate):
                return False
        most = 2 * self.count(kept)
        return self.value('SELECT COUNT(*) FROM (SELECT 1 FROM %s LIMIT %d) t' % (quoted(table), most + 1)) <= most

    def times_as_they_are(self, table, changed, before=''):
        """More assignments of an `UPDATE`, by which the server does not put the time into columns `ON UPDATE`.

        :param changed: the columns that it sets
        :param before: what stands before a name
        """
        names = [before + quoted(name) for name, one in self.definition(table).columns.items()
                 if ' ON UPDATE ' in (one.default or '') and name not in changed]
        return ''.join(', %s = %s' % (name, name) for name in names)

    def as_it_is(self, table, column):
        return self.value('SELECT BINARY %s FROM %s LIMIT 1' % (quoted(column), quoted(table)))

    def give_to_all(self, table, kept, others, column, first):
        return without_key.give_to_all(self, table, kept, others, column, first)

    def give_to_one(self, table, kept, row, others, column, first):
        of = 'FROM %s WHERE bin_row = %d' % (quoted(kept), row)
        same = ['BINARY %s <=> (SELECT BINARY %s %s)' % (quoted(name), quoted(name), of) for name in others]
        unset = without_key.binary(first)
        if 'bin_became' in self.definition(kept).columns:
            unset = '(SELECT BINARY bin_became %s)' % of
        try:  # with IGNORE it would be counted, too, where a key does not take it
            return self.run('UPDATE %s SET %s = (SELECT bin_value %s)%s WHERE %s LIMIT 1' % (
                quoted(table), quoted(column), of, self.times_as_they_are(table, [column]),
                ' AND '.join(same + ['BINARY %s <=> %s' % (quoted(column), unset)])))
        except self.error as error:
            if error.args[0] not in REFUSED:
                raise
            return 0

    def delete_from_kept(self, kept, table, on, condition):
        self.run('DELETE k FROM %s k JOIN %s t ON %s WHERE %s' % (quoted(kept), quoted(table), on, condition))

    def delete_orphans(self, table, kept, key, columns, parent, targets):
        """Delete rows that came out of the bin and refer to none."""
        came = 'JOIN %s k ON %s' % (quoted(kept), self.found(key, 't', 'k')) if key else ''
        on = ' AND '.join('p.%s = t.%s' % (quoted(there), quoted(here)) for here, there in zip(columns, targets))
        return self.run('DELETE t FROM %s t %s LEFT JOIN %s p ON %s WHERE p.%s IS NULL AND %s' % (
            quoted(table), came, quoted(parent), on, quoted(targets[0]),
            ' AND '.join('t.%s IS NOT NULL' % quoted(one) for one in columns)))

    def count_orphans(self, table, columns, parent, targets):
        """How many rows refer to none."""
        on = ' AND '.join('p.%s = t.%s' % (quoted(there), quoted(here)) for here, there in zip(columns, targets))
        return self.value('SELECT COUNT(*) FROM %s t LEFT JOIN %s p ON %s WHERE p.%s IS NULL AND %s' % (
            quoted(table), quoted(parent), on, quoted(targets[0]),
            ' AND '.join('t.%s IS NOT NULL' % quoted(one) for one in columns)))

    def check_references(self, are_checked):
        """Whether the server looks at the rows for a new foreign key from now on.

        :returns: whether it did
        """
        before = self.value('SELECT @@SESSION.foreign_key_checks')
        self.run('SET SESSION foreign_key_checks = %d' % are_checked)
        return before

    def clear_orphans(self, table, kept, key, column, columns, parent, targets):
        """Empty a column again where what came out of the bin refers to no row."""
        on = ' AND '.join('p.%s = t.%s' % (quoted(there), quoted(here)) for here, there in zip(columns, targets))
        self.run('UPDATE IGNORE %s t JOIN %s k ON %s LEFT JOIN %s p ON %s SET t.%s = NULL%s WHERE p.%s IS NULL AND %s' % (
            quoted(table), quoted(kept), self.found(key, 't', 'k'), quoted(parent), on, quoted(column),
            self.times_as_they_are(table, [column], 't.'), quoted(targets[0]),
            ' AND '.join('t.%s IS NOT NULL' % quoted(one) for one in columns)))

"""What a connection has of its own, by which a statement does another thing: its database, the variables of its session, as
an engine's `init_command`, `sql_mode` or listener sets them, and what its driver does with values, counts and files.

A connection that has joined works on the migration's, which is as that one would be while its statement runs.
"""
import weakref

from ...compat.inside_alembic import as_the_driver_of, driver_like

# Those of MySQL and of MariaDB; of the time limits those that are the statement's.
VARIABLES = '''
auto_increment_increment auto_increment_offset check_constraint_checks collation_connection cte_max_recursion_depth
default_collation_for_utf8mb4 default_storage_engine default_tmp_storage_engine default_week_format
div_precision_increment foreign_key_checks group_concat_max_len innodb_lock_wait_timeout innodb_strict_mode
lc_time_names max_execution_time max_join_size max_recursive_iterations max_sp_recursion_depth max_statement_time
old_mode sql_auto_is_null sql_big_selects sql_generate_invisible_primary_key sql_mode sql_require_primary_key
sql_safe_updates time_zone unique_checks
'''.split()
THERE = 'SHOW SESSION VARIABLES WHERE variable_name IN (%s)' % ', '.join("'%s'" % name for name in VARIABLES)
SET = ('SET', 'CALL', 'EXECUTE', 'USE')  # the first words of the statements that may set them, or the database


class Session:
    """:param raw: the driver's connection"""

    def __init__(self, raw):
        self.driver = driver_like(raw)
        self.read(raw)

    def read(self, raw):
        """A statement has set variables, or the database."""
        cursor = raw.cursor()
        try:
            self.variables = dict(rows_of(cursor, THERE))
            self.database = rows_of(cursor, 'SELECT DATABASE()')[0][0]
        finally:
            cursor.close()


class Sessions:
    """Whose the migration's connection is.

    :param raw: the driver's connection
    """

    def __init__(self, raw):
        self.raw = raw
        self.own = self.now = Session(raw)
        self.others = weakref.WeakKeyDictionary()  # by the driver's connection

    def of(self, behind):
        """What a connection that joins has of its own, also when its pool gives it a second time."""
        if behind is self.raw:
            return self.own
        if behind not in self.others:
            self.others[behind] = Session(behind)
        return self.others[behind]

    def take(self, session):
        """
        Let the connection be as another one.

        :returns: whether it reads texts in another way now
        """
        if session is self.now:
            return False
        before, self.now = self.now, session
        as_the_driver_of(self.raw, session.driver)
        if session.database and session.database != before.database:
            self.raw.select_db(session.database)
        changed = [(name, value) for name, value in sorted(session.variables.items()) if before.variables.get(name) != value
                   and not (name == 'collation_connection' and is_of_other_letters(value, before.variables[name]))]
        if changed:
            cursor = self.raw.cursor()
            try:
                cursor.execute('SET SESSION ' + ', '.join('%s = %s' % (name, literal(value)) for name, value in changed))
            finally:
                cursor.close()
        return 'sql_mode' in dict(changed)


def rows_of(cursor, query):
    """The rows of a query, as tuples, whatever the cursor makes of them."""
    cursor.execute(query)
    return [tuple(row.values() if isinstance(row, dict) else row) for row in cursor.fetchall()]


def is_of_other_letters(collation, other):
    """Whether collations are of two character sets: texts are sent in that of the connection that does the work."""
    return collation.partition('_')[0] != other.partition('_')[0]


def literal(value):
    """A variable's value as `SHOW VARIABLES` tells it, in SQL."""
    text = str(value)
    is_number = text.lstrip('-').replace('.', '', 1).isdigit()
    return text if is_number else "'%s'" % text.replace("'", "''")

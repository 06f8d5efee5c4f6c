"""What PostgreSQL says of a statement or of a connection, and what that means in a migration."""
import re

from sqlalchemy.dialects.postgresql.base import RESERVED_WORDS

from ...messages import masked
from ...messages.place import at, changes_a_database, passed_object
from ...messages.server import CONFIG, IS_NOT_THERE, IS_THERE, MEND_ROWS, REFUSED, ROOM, settings_of
from ...sql import POSTGRESQL, clauses, parse
from ...translation.language import _
from .catalogs import string
from .structure import VIEWS
from .texts import views_in_the_way

PATIENCE = 10000  # milliseconds for a count that only helps
KEY = re.compile(r'\((.+?)\)=\(')

GONE = _('Look whether it runs and what its log says, then type the same command again; python manage.py db status tells '
         'where it '
         'stands.')
AGAIN_LATER = _('Type the same command again.')
DEPENDENT = _('Drop what depends on it first, and make it again behind the change; CASCADE drops it, too.')
HELD = _('Look who holds it: SELECT pid, state, query FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0. '
         'Type the same command again, or wait longer with --ddl-timeout SECONDS.')
NO_TRANSACTION = _('Write it as: with op.get_context().autocommit_block(): and the same operation. What comes before it in '
                   'the revision is committed then, so give it a revision of its own.')
CHECKFIRST = _('An Enum makes its type with the table: where another table has made it, write postgresql.ENUM(..., '
               'create_type=False). What a downgrade leaves it drops with: op.execute("DROP TYPE ...")')
BOUNDS = _('Look at the values, and change them in the revision first: op.execute("UPDATE ...")')
GRANTS = _("As the owner of the table, or as the server's administrator, type: GRANT ... or ALTER TABLE ... OWNER TO "
           "the user; "
           'from PostgreSQL 15 on, CREATE ON SCHEMA public is to be granted, too.')
REACH = _('Look whether it runs (systemctl status postgresql, pg_lsclusters) and whether %(names)s is '
          'right.')

# By SQLSTATE: what it means, and what to do.
# source: https://www.postgresql.org/docs/current/errcodes-appendix.html
MEANINGS = {
    '08006': (_('The server ended the connection'), GONE),
    '22001': (_('Values are longer than the column is to be'), BOUNDS),
    '22003': (_('A number is out of the range of its new type'), BOUNDS),
    '22007': (_('A value is no date, time or number of the new type'), BOUNDS),
    '22008': (_('A value is no date, time or number of the new type'), BOUNDS),
    '22P02': (_('A value is no date, time or number of the new type'), BOUNDS),
    '23502': (_('Rows have NULL where there may be none any more'), MEND_ROWS),
    '23503': (_('Rows refer to rows that are not there, or are to go'), MEND_ROWS),
    '23505': (_('Rows are equal where they are to be unique'), MEND_ROWS),
    '23514': (_('Rows are against a CHECK'), MEND_ROWS),
    '23P01': (_('Rows are against an exclusion constraint'), MEND_ROWS),
    '25001': (_('This cannot run in a transaction'), NO_TRANSACTION),
    '25006': (_('The server only lets itself be read'), _('Is it a replica? Run the migration on the primary server.')),
    '25P02': (_('A statement failed before this one, and the revision went on'),
              _('Put what may fail into: with op.get_bind().begin_nested():')),
    '2BP01': (_('Something depends on what is to go'), DEPENDENT),
    '3F000': (_('A schema is not there'), _('Make it first: op.execute("CREATE SCHEMA ...")')),
    '40001': (_('Another transaction has changed the same rows'), AGAIN_LATER),
    '40P01': (_('Two sessions waited for one another (deadlock), and this one was ended'), AGAIN_LATER),
    '42501': (_('The database user lacks a privilege'), GRANTS),
    '42601': (_('The server cannot read the SQL'),
              _('Look at the SQL in op.execute() or in a server_default: is it meant for another database?')),
    '42622': (_('A name is longer than the 63 bytes that there may be'), _('Give it a shorter name in the model.')),
    '42701': (_('A column that is to be added is there already'), IS_THERE),
    '42703': (_('A column is not there'), IS_NOT_THERE),
    '42704': (_('A type, constraint or index is not there'), IS_NOT_THERE),
    '42710': (_('A type or constraint that is to be made is there already'), CHECKFIRST),
    '42804': (_('The type cannot be changed without saying how its values become the new ones'),
              _('Write the way into the revision: postgresql_using="..." in op.alter_column().')),
    '42830': (_('A foreign key refers to columns that are neither the primary key nor unique'),
              _('Make the column referred to unique.')),
    '42846': (_('There is no way from the old type to the new one'),
              _('Add a column of the new type, fill it with op.execute("UPDATE ..."), and drop the old one.')),
    '42883': (_('A function or operator is not there for these types'),
              _('Look at the types in a USING, default or CHECK; some functions want CREATE EXTENSION first.')),
    '42P01': (_('A table is not there'), IS_NOT_THERE),
    '42P06': (_('A schema that is to be made is there already'), IS_THERE),
    '42P07': (_('A table or index that is to be made is there already'), IS_THERE),
    '42P16': (_('The table cannot be so'), _('Look at its primary key, its columns and its partitions.')),
    '53100': (_('The disk of the server is full'), ROOM),
    '53200': (_('The server has no memory left'), AGAIN_LATER),
    '53300': (_('The server has too many connections already'),
              _('Try again later; SELECT * FROM pg_stat_activity tells who has them, and max_connections how many there may '
                'be.')),
    '55006': (_('The table is in use'), _('Commit between what changes its rows and what changes the table: two '
                                          'revisions.')),
    '55P03': (_('Another session holds the table'), HELD),
    '55P04': (_('A new value of an ENUM can be used only after a commit'),
              _('Add the value in a revision of its own, within: with op.get_context().autocommit_block():')),
    '57014': (_('A statement took longer than it may'),
              _('Look at statement_timeout: op.execute("SET LOCAL statement_timeout = 0") in the revision lifts it.')),
    '57P01': (_('The server ended the connection'), GONE),
    '57P03': (_('The server is starting or stopping'), AGAIN_LATER),
}
WITH_VIEW = (_('A view or rule uses the column that is to change'), DEPENDENT)


def explain(error, told):
    """What happened and what to type, of an error of psycopg2's; None of any other.

    :param error: one of a chain
    :param told: the last of it, whose traceback begins in the user's code
    """
    if type(error).__module__.split('.')[0] != 'psycopg2' or not isinstance(error, Exception):
        return None
    code = getattr(error, 'pgcode', None)
    if code is None:
        return of_connection(str(error)) if type(error).__name__ == 'OperationalError' else None
    refused = Refused(error, told)
    meaning, advice = WITH_VIEW if code == '0A000' and refused.clause(clauses.MODIFY) else MEANINGS.get(code, REFUSED)
    lines = [_('%(meaning)s (error %(code)s): %(text)s') % {'meaning': meaning, 'code': code, 'text': refused.text}]
    lines += at(told) + (['  ' + error.holders] if hasattr(error, 'holders') else [])
    return '\n'.join(lines), '\n'.join(refused.more(code) or [advice]) + ''.join('\n' + line for line in what_stays(told))


def what_stays(told):
    """What of the revision is applied, where one ran."""
    from ...messages.upgrade import applied_so_far, rolled_back
    work = passed_object(told, 'postgresql', 'resume.py')
    if work is None and passed_object(told, 'postgresql', 'locks.py') is None or not changes_a_database(told):
        return []
    if not getattr(work, 'done', 0):  # the lock, which is waited for, has none
        return [] if getattr(work, 'may_have_left', False) else [rolled_back()]
    if work.journal.missing:
        return [_('Of this revision %d statements are committed already; write IF NOT EXISTS there, or undo them before you '
                  'type the command again.') % work.done]
    return [applied_so_far(*work.here(), count=work.done)]


# A connection

def of_connection(text):
    """What a server says that gives no connection; it has no code there."""
    said = {'host': masked.last.get('host') or 'localhost', 'port': masked.last.get('port') or 5432,
            'user': masked.last.get('user') or '', 'database': masked.last.get('database') or '', 'config': CONFIG,
            'text': text.strip().splitlines()[-1] if text.strip() else '', 'names': settings_of('user', 'host', 'database')}
    for pattern, happened, advice in CONNECTION:
        if re.search(pattern, text, re.IGNORECASE):
            return happened % said, advice % said
    return _('PostgreSQL at %(host)s:%(port)s gives no connection: %(text)s') % said, REACH % said


CONNECTION = (
    ('could not translate host name', _('There is no host %(host)s.'),
     _('Look at the host in %(names)s; is this machine in the right network?')),
    ('password authentication failed|no password supplied|authentication failed for user|role "[^"]*" does not exist',
     _('PostgreSQL at %(host)s:%(port)s does not let %(user)s in: the user name or the password is wrong.'),
     _('Look at the user and the password in %(names)s; an @ in the password is %%40 there. To '
       'try it: '
       'psql -h %(host)s -p %(port)s -U %(user)s %(database)s')),
    ('no pg_hba.conf entry|pg_hba.conf rejects', _('The server takes no connection of %(user)s from this machine: %(text)s'),
     _("As the server's administrator add a line to pg_hba.conf, or end the address with ?sslmode=require")),
    ('database "[^"]*" does not exist', _('The server has no database %(database)s.'),
     _('Make it: createdb -h %(host)s -p %(port)s -U %(user)s %(database)s\nIf there should be one, look at its name in '
       '%(names)s.')),
    ('permission denied for database', _('%(user)s may not use the database %(database)s.'),
     _("As the server's administrator type: GRANT CONNECT, CREATE ON DATABASE ... TO the user.")),
    ('too many (?:clients|connections)|remaining connection slots', _('The server has too many connections already.'),
     _('Try again later; SELECT * FROM pg_stat_activity tells who has them, and max_connections how many there may be.')),
    ('starting up|shutting down|in recovery mode|not yet accepting', _('The server is starting or stopping.'), AGAIN_LATER),
    ('closed the connection unexpectedly|terminating connection|connection already closed|EOF detected|consuming input '
     'failed',
     _('The server ended the connection.'),
     GONE),
    ('server does not support SSL|SSL error|certificate verify failed', _('The connection is not encrypted as it is to be: '
                                                                           '%(text)s'),
     _('Look at sslmode and sslrootcert in %(names)s.')),
    ('refused|could not connect|no such file or directory|timeout expired|unreachable|no route to host',
     _('PostgreSQL at %(host)s:%(port)s cannot be reached.'), REACH),
)


class Refused:
    """A statement that the server refused.

    :param error: psycopg2's
    :param told: the last error of the chain
    """

    def __init__(self, error, told):
        self.diag, self.told = error.diag, told
        self.text = self.diag.message_primary or str(error).strip().splitlines()[0]
        statement = statement_of(told)
        self.statement = parse(statement, POSTGRESQL) if statement else None

    def clause(self, action):
        """The first clause of its kind of an `ALTER TABLE`; or None."""
        found = self.statement.clauses if self.statement else ()
        return next((one for one in found if one.action == action), None)

    def table(self):
        """The table's name as it is written in SQL."""
        if self.diag.table_name:
            return '.'.join(quoted(part) for part in (self.diag.schema_name, self.diag.table_name)
                            if part and part != 'public')
        start, end = self.statement.places[0]
        return self.statement.text[start:end]

    def more(self, code):
        """What to do, where more is known than the code; a list of lines."""
        known = getattr(self, 'of_' + code.lower(), None)
        changes = self.statement is not None and self.statement.first in ('ALTER', 'CREATE') and self.statement.places
        return known() if known and changes else None

    def rows(self, number, query, advice=MEND_ROWS):
        """The lines of rows that stand against it."""
        count = counted(self.told, number)
        there = _('To see them: %(query)s') if count is None else _('There are %(number)d; to see them: %(query)s')
        return [there % {'number': count or 0, 'query': query}, advice]

    def of_23505(self):
        key = KEY.search(self.diag.message_detail or '')
        if not key:
            return None
        where = re.search(r'(?is)\bWHERE\b.*', self.statement.text) if self.statement.first == 'CREATE' else None
        query = 'SELECT %s, COUNT(*) FROM %s%s GROUP BY %s HAVING COUNT(*) > 1' % (
            key.group(1), self.table(), ' ' + where.group() if where else '', key.group(1))
        lines = self.rows('SELECT COUNT(*) FROM (%s) AS groups_of_rows' % query, query)
        if self.statement.has_words({'CONCURRENTLY'}):
            work = passed_object(self.told, 'postgresql', 'resume.py')
            lines.append((_('It has left an invalid index, to be dropped before the next try: DROP INDEX %s')
                          if work is None or work.journal.missing else
                          _('It has left the invalid index %s, which the same command drops before its next try.'))
                         % quoted(self.diag.constraint_name))
        return lines

    def of_23502(self):
        table, column = self.table(), quoted(self.diag.column_name)
        if self.clause(clauses.ADD_COLUMN):
            return [_('The rows that are there have no value for it: give the column a server_default, or add it with '
                      'nullable=True, and behind that:'),
                    'op.execute("UPDATE %s SET %s = ..."); op.alter_column(%r, %r, nullable=False)' % (
                        table, column, self.diag.table_name, self.diag.column_name)]
        what = 'FROM %s WHERE %s IS NULL' % (table, column)
        return self.rows('SELECT COUNT(*) ' + what, 'SELECT * ' + what, _(
            'Let the revision fill them first: op.execute("%s")') % 'UPDATE %s SET %s = ... WHERE %s IS NULL' % (
                table, column, column))

    def of_23503(self):
        if not self.statement.foreign_keys:
            return None
        columns, other, targets = self.statement.foreign_keys[0]
        parent = '.'.join(quoted(part) for part in other if part)
        pairs = ' AND '.join('parent.%s = child.%s' % (quoted(target), quoted(column))
                             for target, column in zip(targets or columns, columns))
        what = 'FROM %s AS child WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS parent WHERE %s)' % (
            self.table(), ' AND '.join('child.%s IS NOT NULL' % quoted(one) for one in columns), parent, pairs)
        return self.rows('SELECT COUNT(*) ' + what, 'SELECT * ' + what)

    def of_23514(self):
        check = re.search(r'(?is)\bCHECK\s*(\(.*\))', self.statement.text)
        if not check:
            return None
        what = 'FROM %s WHERE NOT %s' % (self.table(), check.group(1))
        return self.rows('SELECT COUNT(*) ' + what, 'SELECT * ' + what)

    def of_22001(self):
        clause, length = self.clause(clauses.MODIFY), re.search(r'\((\d+)\)', self.text)
        if not clause or not length:
            return None
        what = 'FROM %s WHERE length(%s) > %s' % (self.table(), clause.written, length.group(1))
        return self.rows('SELECT COUNT(*) ' + what, 'SELECT * ' + what, BOUNDS)

    def of_0a000(self):
        clause = self.clause(clauses.MODIFY)
        found = clause and answered(self.told, VIEWS, self.table())
        views = dict(found or ()).get(clause.names[0]) if clause else None
        return views and views_in_the_way('%s.%s' % (self.table(), clause.written), views)

    def of_2bp01(self):
        detail = (self.diag.message_detail or '').splitlines()[:1]
        return detail and detail + [DEPENDENT]

    def of_22p02(self):
        found = re.search(r'for enum (.+): "(.*)"$', self.text)
        clause = self.clause(clauses.MODIFY)
        if not found or not clause:
            return None
        what = 'FROM %s WHERE %s::text = %s' % (self.table(), clause.written, string(found.group(2)))
        return self.rows('SELECT COUNT(*) ' + what, 'SELECT * ' + what, _(
            'Give them another member first, which the old type has, too. Where it is a rename, write in the place of what '
            'exchanges the type: op.execute("%s")') % 'ALTER TYPE %s RENAME VALUE %s TO ...' % (
                found.group(1), string(found.group(2))))

    def of_42804(self):
        clause = self.clause(clauses.MODIFY)
        if not clause:
            return None
        new = re.search(r'(?is)\bTYPE\s+(.*?)(?:\s+COLLATE\b.*)?$', self.statement.text[clause.start:clause.end])
        default = _('Where the column has a server_default, take it off first and give it again behind that: '
                    'server_default=None')
        if not new or re.search(r'(?i)\bUSING\b', new.group(1)):
            return [default]
        using = '%s::%s' % (clause.written, new.group(1).strip().lower())
        return [_('Write the way into the revision: %s') % (
            'op.alter_column(%r, %r, type_=..., '
            'postgresql_using=%r)' % (self.statement.tables[0].name, clause.names[0], using)),
            default]


def quoted(name):
    """A name as it is written in SQL, where it needs quotes in them."""
    is_plain = re.match(r'[a-z_][a-z0-9_]*\Z', name or '') and name not in RESERVED_WORDS
    return name if is_plain else '"%s"' % (name or '').replace('"', '""')



def statement_of(error):
    """The statement that SQLAlchemy names in one of a chain of errors; None where none does."""
    while error is not None:
        if getattr(error, 'statement', None):
            return error.statement
        error = error.__cause__ or error.__context__
    return None


def counted(told, query):
    """A number that the server answers; None as below."""
    rows = answered(told, query)
    return rows and rows[0][0]


def answered(told, query, *arguments):
    """What the server answers on a connection of its own, now that all is rolled back; None where it does not in time."""
    connection = passed_object(told, 'sqlalchemy', 'engine', 'base.py')
    try:
        raw = connection.engine.raw_connection()
    except Exception:  # it only helps, and the error itself is told in any case
        return None
    try:
        cursor = raw.cursor()
        cursor.execute('SET statement_timeout = %d' % PATIENCE)
        cursor.execute(query, arguments or None)
        return cursor.fetchall()
    except Exception:
        return None
    finally:
        raw.rollback()
        raw.close()

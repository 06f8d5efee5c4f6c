"""MySQL's and MariaDB's connections that have joined."""
import contextlib

from ...sql import DATA, DDL, READ, parse, syntax_of
from ...upgrade.joined import Joined, Joining
from .sessions import SET, Sessions, rows_of

MULTI_STATEMENTS = 65536  # the flag of a client that may send several in one text
DEADLOCK, LOCK_WAIT_TIMEOUT, LOCK_TABLE_FULL = 1213, 1205, 1206
WHICH = 'SELECT @@hostname, @@port, @@datadir, DATABASE()'


class JoinedMySQL(Joined):
    """A connection of PyMySQL or mysqlclient.

    :ivar session: what it has of its own, a `sessions.Session`
    """

    OWN = Joined.OWN + ('session',)

    def __init__(self, joining, behind):
        super().__init__(joining, behind)
        self.session = joining.session_of(behind)
        self.commits_each = behind is not joining.raw and bool(behind.get_autocommit())

    def new_cursor(self, *arguments, **options):
        if not arguments and not options and hasattr(self.behind, 'cursorclass'):
            arguments = (self.behind.cursorclass,)
        return self.real.cursor(*arguments, **options)

    def parts(self, cursor, statement, *arguments, **options):
        """The statements of a text, where the client may send several at once."""
        may_be_several = getattr(self.behind, 'client_flag', 0) & MULTI_STATEMENTS and self.joining.inside
        found = parse(statement, self.joining.syntax).parts if may_be_several and isinstance(statement, str) else []
        if len(found) < 2:
            return [(statement, arguments, options)]
        if arguments or options:
            text = cursor.mogrify(statement, *arguments, **options)
            found = parse(text, self.joining.syntax).parts
        return [(one.text, (), {}) for one in found]

    def query(self, statement, *arguments, **options):
        """The driver's way past its cursors."""
        text = bytes(statement).decode('utf-8', 'replace') if isinstance(statement, (bytes, bytearray)) else statement
        if self.is_parted or not self.joining.inside or parse(text, self.joining.syntax).kind == READ:
            return self.real.query(statement, *arguments, **options)
        return self.cursor().execute(statement)

    def autocommit(self, value):
        if self.is_parted:
            return self.behind.autocommit(value)
        self.commit()
        self.commits_each = bool(value)

    def get_autocommit(self):
        return self.behind.get_autocommit() if self.is_parted else self.commits_each


class JoiningMySQL(Joining):
    """A DDL statement commits what everyone has done. `is_clean` is whether nothing has been since the last commit."""

    kind = JoinedMySQL
    is_clean = True
    sessions = None  # what each has of its own, from when the first one joins until the revision is over

    def __init__(self, connection, executor, syntax):
        self.dialect = connection.dialect
        super().__init__(connection, executor, syntax)

    def module_of(self, dialect):
        return dialect.dbapi

    def leads_here(self, raw):
        return self.which(raw) == self.which(self.raw)

    def session_of(self, behind):
        """What a connection has of its own; None of the migration's, as long as nobody else has joined."""
        if behind is self.raw and self.sessions is None:
            return None
        self.sessions = self.sessions or Sessions(self.raw)
        return self.sessions.of(behind)

    def be(self, joined):
        """The next statement is somebody's."""
        if joined.session and self.sessions is None:  # one that an earlier revision has made
            self.sessions = Sessions(self.raw)
        if self.sessions and self.sessions.take(joined.session or self.sessions.own):
            self.syntax = syntax_of(self.dialect, self.sessions.now.variables['sql_mode'])
        if self.sessions and self.sessions.now.database:
            self.executor.state.use(self.sessions.now.database)

    def run_in_unit(self, joined, cursor, statement, execute, again):
        def again_there(identifier=None):
            self.be(joined)
            again(identifier)
        self.be(joined)
        try:
            return super().run_in_unit(joined, cursor, statement, execute, again_there)
        finally:
            if self.sessions and statement.first in SET:
                with contextlib.suppress(self.error):
                    self.sessions.now.read(self.raw)

    def part(self):
        with contextlib.suppress(self.error):  # of a connection that is lost, of which the statement itself tells
            self.be(self.own)
        super().part()
        self.sessions = None

    def which(self, raw):
        cursor = raw.cursor()
        try:
            return rows_of(cursor, WHICH)
        finally:
            cursor.close()

    def controls(self, joined, statement):
        """Whether a statement is about the transaction; then it is done here."""
        first = statement.first
        if first == 'BEGIN' and statement.action == 'BEGIN' or first == 'START' and statement.has_next('TRANSACTION'):
            joined.begin()
        elif first == 'COMMIT':
            joined.commit()
        elif first == 'ROLLBACK' and statement.ends_transaction:
            joined.rollback()
        elif first == 'SET' and autocommit_of(statement) is not None:
            joined.autocommit(autocommit_of(statement))
        elif first == 'XA' and joined is not self.own:
            return self.controls_xa(joined, statement)
        else:
            return False
        return True

    @staticmethod
    def controls_xa(joined, statement):
        """A transaction that is committed in two steps is a part of the migration's."""
        if statement.has_next('START') or statement.has_next('BEGIN'):
            joined.begin()
        elif statement.has_next('COMMIT'):
            joined.commit()
        elif statement.has_next('ROLLBACK'):
            joined.rollback()
        return not statement.has_next('RECOVER')

    def opens_unit(self, joined, statement):
        return statement.kind == DATA

    def commits(self, statement):
        """Whether a statement commits what its own connection has done."""
        return statement.ends_transaction and not statement.is_temporary

    def changes(self, statement):
        return statement.kind not in (READ, DDL)

    def savepoint(self):
        return None if self.is_clean else self.next_savepoint()

    def release(self, savepoint):
        """The next commit does."""

    def undo(self, savepoint):
        if savepoint:
            self.do('ROLLBACK TO SAVEPOINT ' + savepoint)
        else:
            self.raw.rollback()
            self.is_clean = True

    def committed(self, statement=None):
        """Everything is committed.

        :param statement: the text of the one that did it, where it was not the end of the revision
        """
        self.is_clean = True
        for unit in self.units():
            unit.committed_by = unit.committed_by or statement

    def give_identifier(self, identifier):
        """The next row gets the number that it had."""
        if identifier:
            self.do('SET INSERT_ID = %d' % identifier)

    def see_error(self, error):
        """A deadlock rolls back the whole transaction."""
        if not self.lost and self.rolls_back(error) and not (self.is_clean or self.is_first_unit()):
            self.lost = str(error.args[1])

    def rolls_back(self, error):
        """Whether the server has rolled back the whole transaction, and not the statement alone."""
        if error.args[:1] != (LOCK_WAIT_TIMEOUT,):
            return error.args[:1] in ((DEADLOCK,), (LOCK_TABLE_FULL,))
        cursor = self.raw.cursor()
        try:
            cursor.execute('SELECT @@innodb_rollback_on_timeout')
            return bool(cursor.fetchone()[0])
        finally:
            cursor.close()

    def is_first_unit(self):
        """Whether nothing is lost but what one has done and not committed."""
        units = self.units()
        return len(units) == 1 and units[0].savepoint is None and not units[0].others


def autocommit_of(statement):
    """What a SET gives to `autocommit`, where it sets nothing else; None of any other."""
    texts = [token.text.upper().lstrip('@') for token in statement.tokens[1:] if token.text not in (';', '.', ':')]
    texts = [text for text in texts if text not in ('SESSION', 'LOCAL')]
    if len(texts) == 3 and texts[0].rpartition('.')[2] == 'AUTOCOMMIT' and texts[1] == '=':
        return texts[2] in ('1', 'ON', 'TRUE')
    return None

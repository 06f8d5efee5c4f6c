"""MySQL and MariaDB: what a connection remembers, given back at the end, and given again where a revision is resumed."""
import json

from ...messages import upgrade as explain
from ...sql.tokens import VARIABLE
from ...upgrade import answer

NAMES = ('wait_timeout', 'lock_wait_timeout', 'foreign_key_checks', 'unique_checks', 'sql_mode', 'time_zone',
         'character_set_client', 'character_set_connection', 'character_set_results', 'collation_connection')
OF_THE_LAST = {'ROW_COUNT', 'FOUND_ROWS'}  # functions about the statement before


class SessionState:
    """The variables of a session as they were, and its database.

    :param server: `locks.Server`
    """

    def __init__(self, server):
        self.server, self.raw = server, server.raw
        row = server.rows('SELECT DATABASE(), %s' % ', '.join('@@SESSION.' + name for name in NAMES))[0]
        self.home, self.values = row[0], dict(zip(NAMES, row[1:]))
        self.commits_each = bool(self.raw.get_autocommit())
        self.away, self.has_locked, self.is_held = None, False, False
        if self.commits_each:
            self.raw.autocommit(False)  # a mark is committed with what it marks

    def use(self, database):
        """The revision has another database."""
        self.away = database if database != self.home else None

    def is_apart(self):
        """Whether our own tables cannot be reached beside those of the revision."""
        return bool(self.away or self.has_locked or self.is_held)

    def let_go(self):
        """Where the revision has left a lock under which nothing can be written, it is no more."""
        if self.is_held:
            self.server.rows('UNLOCK TABLES')
            self.is_held = False

    def give_back(self):
        """Everything is as it was before the migration; what is not committed is rolled back."""
        self.raw.rollback()
        self.let_go()
        if self.has_locked:
            self.server.rows('UNLOCK TABLES')
        if self.away:
            self.raw.select_db(self.home)
        self.away, self.has_locked = None, False
        self.server.rows('SET SESSION ' + ', '.join('%s = %%s' % name for name in NAMES), *self.values.values())
        if self.commits_each:
            self.raw.autocommit(True)


class Variables:
    """The `@variables` that a revision has set, and the last id that the server gave out.

    A resumed revision does not run again what set them, so their values are in the journal.

    :param server: `locks.Server`
    """

    def __init__(self, server):
        self.server = server
        self.begin()

    def begin(self):
        """The next revision."""
        self.names, self.is_new, self.prepared, self.is_resumed = [], False, [], False

    def see(self, statement):
        """A statement has run."""
        set_now = names_in(statement, statement.variables_set)
        self.is_new = self.is_new or bool(set_now)
        self.names += [name for name in set_now if name not in self.names]

    def kept(self):
        """The values, for the row of the statement that has just run; None where they have not changed."""
        if not self.is_new:
            return None
        self.is_new = False
        values = self.server.rows('SELECT ' + ', '.join(self.names))[0]
        return [list(pair) for pair in zip(self.names, values)]

    def restore(self, rows):
        """Set what the statements had set that are not run again.

        :param rows: of the journal, in order
        """
        self.is_resumed = True
        answers = [json.loads(row['answer'], object_hook=answer.decoded) for row in rows if row['answer']]
        for pairs in [one['variables'] for one in answers if one.get('variables')][-1:]:
            self.names = [name for name, _value in pairs]
            self.server.rows('SET ' + ', '.join('%s = %%s' % name for name in self.names), *[value for _, value in pairs])
        for identifier in [one['lastrowid'] for one in answers if one.get('lastrowid')][-1:]:
            self.server.rows('SELECT LAST_INSERT_ID(%s)', identifier)
        for execute in self.prepared:
            execute()
        self.prepared = []

    def check(self, statement, revision, follows_answered):
        """
        :param follows_answered: whether the statement before it was answered from the journal
        :raises UserError: where a statement of a resumed revision needs what is not known any more
        """
        if not self.is_resumed or not statement.uses_session_state:
            return
        used = names_in(statement, [place for place, token in enumerate(statement.tokens) if token.kind == VARIABLE
                                    and not token.text.startswith('@@') and not statement.is_host(place)])
        set_now = names_in(statement, statement.variables_set)
        lost = [name for name in used if name not in self.names and name not in set_now]
        lost += [token.word + '()' for token in statement.tokens if token.word in OF_THE_LAST and follows_answered]
        if lost:
            raise explain.state_lost(revision, statement.redacted(), lost[0])


def names_in(statement, places):
    """The names of variables, each once, as they are written."""
    return list(dict.fromkeys(statement.tokens[place].text.lower() for place in places))


def sets_variables_alone(statement):
    """Whether a SET gives values to `@variables` and to nothing else."""
    if statement.first != 'SET':
        return False
    depth, begins, found = 0, True, []
    for token in statement.tokens[1:]:
        if begins:
            found.append(token)
        depth += {'(': 1, ')': -1}.get(token.text, 0)
        begins = token.text == ',' and not depth
    return bool(found) and all(token.kind == VARIABLE and not token.text.startswith('@@') for token in found)

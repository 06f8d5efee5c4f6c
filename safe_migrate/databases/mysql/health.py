"""MySQL and MariaDB: character set, mode, privileges, and who holds a table now."""
import re

from ...translation.language import _
from ..base import Finding
from . import trial

NARROW = ('utf8', 'utf8mb3', 'latin1', 'ascii', 'gbk', 'gb2312')
FOR_UPGRADE = {'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'ALTER', 'DROP', 'INDEX', 'REFERENCES'}
FOR_COMPARISON = {'CREATE TEMPORARY TABLES'}
GRANT = re.compile(r'GRANT (.*?) ON (\*|`(?:[^`]|``)*`|\S+?)\.(\S+) TO ')
TABLES = """SELECT table_name FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND table_collation LIKE 'utf8\\_%%' OR
table_schema = DATABASE() AND table_type = 'BASE TABLE' AND table_collation LIKE 'utf8mb3\\_%%' ORDER BY table_name"""

FOLLOWERS = "SELECT COUNT(*) AS number FROM information_schema.processlist WHERE command LIKE 'Binlog Dump%%'"

WITHOUT_KEY = """SELECT t.table_name FROM information_schema.tables t WHERE t.table_schema = DATABASE()
AND t.table_type = 'BASE TABLE' AND NOT EXISTS (SELECT 1 FROM information_schema.table_constraints c
WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.constraint_type = 'PRIMARY KEY') ORDER BY 1"""


def value(connection, statement):
    """The one value that a query gives."""
    return connection.execute(statement).scalar()


def character_set(connection):
    """`utf8`, which has no place for emoji and rare Chinese characters."""
    name, used = value(connection, 'SELECT DATABASE()'), value(connection, 'SELECT @@character_set_client')
    if used in NARROW:
        said = connection.engine.url.query.get('charset')
        yield Finding(_('The connection uses %s, in which emoji and rare Chinese characters are refused or become `?`.')
                      % used, _('Write charset=utf8mb4 in the address: in place of its charset=%s, or, where it has none '
                                'and Flask-SQLAlchemy says that, with ?charset=utf8mb4 at its end') % said if said else
                      _('End the address with ?charset=utf8mb4'))
    default = value(connection, 'SELECT @@character_set_database')
    if name and default in NARROW:
        yield Finding(_('The database %(name)s makes new tables in %(charset)s.') % {'name': name, 'charset': default},
                      'ALTER DATABASE `%s` CHARACTER SET utf8mb4' % name)
    tables = [row[0] for row in connection.execute(TABLES)]
    if tables:
        yield Finding(_('These tables are in utf8 of three bytes: %s.') % ', '.join(tables),
                      _('For each, in a revision: %s')
                      % 'ALTER TABLE `%s` CONVERT TO CHARACTER SET utf8mb4' % tables[0])


def strict_mode(connection):
    """A server that cuts what is too long, and says nothing."""
    if 'STRICT_' not in value(connection, 'SELECT @@SESSION.sql_mode'):
        yield Finding(_('sql_mode is not strict: a value that does not fit is cut or becomes 0, without an error.'),
                      _("SET GLOBAL sql_mode = CONCAT(@@GLOBAL.sql_mode, ',STRICT_TRANS_TABLES'), and the same in my.cnf"))


def cluster(connection):
    """A Galera cluster, on which an ALTER holds up every node."""
    size = dict(map(tuple, connection.execute("SHOW GLOBAL STATUS LIKE 'wsrep_cluster_size'"))).get('wsrep_cluster_size')
    if int(size or 0) > 1:
        yield Finding(_('The server is one of %s nodes of a Galera cluster: each CREATE, ALTER or DROP runs on all of them '
                        'in one order, and nothing is written anywhere until it is done.') % size,
                      _('Run an upgrade that changes a large table when little is written'))
        tables = [row[0] for row in connection.execute(WITHOUT_KEY)]
        if tables:
            yield Finding(_('These tables have no primary key, so the nodes of the cluster cannot agree on their rows: %s.')
                          % ', '.join(tables), _('Give each one a primary key, in its model and by a revision'))


def replica(connection):
    """A replica, or another server that takes no writes, which no upgrade is for."""
    status = first_row(connection, 'SHOW REPLICA STATUS', 'SHOW SLAVE STATUS')
    settings = dict(map(tuple, connection.execute("SHOW GLOBAL VARIABLES LIKE '%%read_only'")))
    read_only = [name for name in ('super_read_only', 'read_only') if settings.get(name) == 'ON']
    source = status.get('Source_Host') or status.get('Master_Host')
    seconds = status.get('Seconds_Behind_Source', status.get('Seconds_Behind_Master'))
    found = _('The server only lets itself be read: %s is on.') % read_only[0] if read_only else None
    if status and seconds is None:
        found = _('The server is a replica of %(source)s, whose changes have stopped coming in.') % {'source': source}
    elif status:
        found = _('The server is a replica of %(source)s, and %(seconds)d s behind it.') % {
            'source': source, 'seconds': seconds}
    if found:
        yield Finding(found, _('Run the migrations on the primary server'))


def followed(connection):
    """A server whose replicas repeat each ALTER after it."""
    number = first_row(connection, FOLLOWERS).get('number')
    if number:
        yield Finding(_('Replicas that follow the server: %d. Each changes a table only when the server has, '
                        'for as long again, and has what is written meanwhile only after that.') % number,
                      _('Run an upgrade that changes a large table when little is written'))


def first_row(connection, *statements):
    """The first row that one of several spellings gives, as a dictionary; empty where there is none, or none is allowed."""
    from sqlalchemy.exc import DBAPIError
    for statement in statements:
        try:
            row = connection.execute(statement).first()
        except DBAPIError:
            continue
        return dict(row.items()) if row else {}
    return {}


def privileges(connection):
    """A user who may not do what the commands do."""
    name, user = value(connection, 'SELECT DATABASE()'), value(connection, 'SELECT CURRENT_USER()')
    grants = [row[0] for row in connection.execute('SHOW GRANTS FOR CURRENT_USER()')]
    account = trial.account(user)
    have, everywhere = privileges_on(name, grants), privileges_on(None, grants)
    for needed, what in (
            (FOR_UPGRADE, _('%(user)s may not do what `db upgrade` needs: %(missing)s.')),
            (FOR_COMPARISON, _('%(user)s may not do what `db migrate` compares better with: %(missing)s.'))):
        missing = ', '.join(sorted(needed - have))
        if missing:
            yield Finding(what % {'user': user, 'missing': missing},
                          'GRANT %s ON `%s`.* TO %s' % (missing, name, account))
    if not {'CREATE', 'DROP'} <= everywhere:
        wanted = trial.suggested(name)
        yield Finding(_('%s may not make a database, which `db upgrade --plan` and `db check --deep` do to try the '
                        'revisions.') % user,
                      '\n   '.join([_('Let an administrator of the server run this, and add --shadow %s to both:') % wanted]
                                   + trial.statements(connection, wanted)))
    if 'PROCESS' not in everywhere:
        yield Finding(_('%s may not see who holds a table that an upgrade waits for.') % user,
                      'GRANT PROCESS ON *.* TO ' + account)


def privileges_on(name, grants):
    """The privileges that a user has on a database.

    :param name: of the database; None for all of them
    :param grants: the lines of SHOW GRANTS
    """
    found = set()
    for words, database, table in (match.groups() for match in map(GRANT.match, grants) if match):
        if table == '*' and (database == '*' or name is not None and covers(database, name)):
            found |= {word.strip() for word in words.split(',')}
    every = FOR_UPGRADE | FOR_COMPARISON | {'PROCESS'}
    return found | every if 'ALL PRIVILEGES' in found else found


def covers(pattern, name):
    """Whether the database of a grant, in which `_` and `%` are wildcards, is this one."""
    text = pattern.strip('`').replace('``', '`')
    parts = {'\\_': '_', '\\%': '%', '_': '.', '%': '.*'}
    expression = re.sub(r'\\_|\\%|_|%|.', lambda match: parts.get(match.group(), re.escape(match.group())), text)
    return re.match(expression + r'\Z', name, re.DOTALL) is not None


def held_tables(connection):
    """Sessions with an open transaction now: what they have read or written, no upgrade can alter."""
    from sqlalchemy.exc import DBAPIError

    from .locks import HOLDERS
    try:
        rows = list(connection.execute(HOLDERS + ' AND p.db = DATABASE()'))
    except DBAPIError:  # without the privilege PROCESS, of which another rule tells
        return
    for number, user, host, seconds, doing in rows:
        yield Finding(_('Connection %(number)s of %(user)s@%(host)s has a transaction open, for %(seconds)s s: %(doing)s. '
                        'An upgrade that alters a table that it has touched would wait.') % {
            'number': number, 'user': user, 'host': host, 'seconds': seconds, 'doing': ' '.join(str(doing).split())},
            _('End that session, or: KILL %s') % number)


RULES = (character_set, strict_mode, cluster, replica, followed, privileges, held_tables)

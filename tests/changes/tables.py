"""Tables: added, dropped, of every name, in other databases, and what stands behind the closing parenthesis."""
from .change import (BOTH, COMMENTS, LOOSE, MARIADB, NOTHING, REFUSED, SQLITE, TWO_ROWS, Change, added_and_dropped,
                     arguments, model, there_and_back, thing)

USER, STAY = model('user', 'name = db.Column(db.String(50), nullable=False)'), model('keep') + model('stay')
NONE = STAY
POST = model('post', 'title = db.Column(db.String(80))', 'user_id = db.Column(db.Integer, db.ForeignKey("user.id"))')
TAG = model('tag', 'name = db.Column(db.String(50), unique=True)')
POST_TAG = '''
post_tag = db.Table('post_tag',
    db.Column('post_id', db.Integer, db.ForeignKey('post.id'), primary_key=True),
    db.Column('tag_id', db.Integer, db.ForeignKey('tag.id'), primary_key=True))
'''
NO_KEY = '''
plain = db.Table('plain', db.Column('one', db.Integer), db.Column('two', db.String(9)))
'''
EVERYTHING = model(
    'everything', 'word = db.Column(db.String(50), nullable=False, index=True, server_default="x")',
    'code = db.Column(db.CHAR(3), unique=True)', 'ready = db.Column(db.Boolean, nullable=False, server_default=sa.true())',
    'kind = db.Column(db.Enum("a", "b", name="kind"))', 'price = db.Column(db.Numeric(10, 2), server_default="0.00")',
    'made = db.Column(db.DateTime, server_default=sa.func.now())', 'more = db.Column(db.JSON)',
    'note = db.Column(db.Text, comment="a note")', 'total = db.Column(db.Integer, db.Computed("price + 1"))',
    'user_id = db.Column(db.Integer, db.ForeignKey("user.id", ondelete="CASCADE"))',
    arguments('db.UniqueConstraint("word", "kind", name="uq_word_kind")', 'db.Index("ix_both", "word", "code")',
              'db.CheckConstraint("price >= 0", name="ck_price")', '{"comment": "all of it", "mysql_charset": "utf8mb4"}'))
EVERY_TYPE = model('every',
    *['c%d = db.Column(%s)' % pair for pair in enumerate([ 'db.String(50)',
    'db.Text',
    'db.Integer',
    'db.SmallInteger',
    'db.BigInteger',
    'db.Float',
    'db.Numeric(8, 3)',
    'db.Boolean',
    'db.Date',
    'db.Time',
    'db.DateTime',
    'db.Interval',
    'db.LargeBinary',
    'db.PickleType',
    'db.JSON',
    'db.CHAR(3)',
    'db.Enum("a", "b", name="e")',
    'db.Unicode(9)',
    'db.UnicodeText',
     'db.VARBINARY(9)'])])
MYSQL_TYPES = model('every',
    *['c%d = db.Column(mysql.%s)' % pair for pair in enumerate([ 'TINYINT(1)',
    'MEDIUMINT',
    'BIGINT(unsigned=True)',
    'DOUBLE',
    'DECIMAL(9, 3, unsigned=True)',
    'BIT(3)',
    'YEAR',
    'LONGTEXT',
    'TINYTEXT',
    'MEDIUMBLOB',
    'SET("a", "b")',
    'ENUM("a", "b")',
    'DATETIME(fsp=6)',
    'TIMESTAMP(fsp=3)',
    'TIME(fsp=1)',
    'VARCHAR(9, charset="latin1")',
    'CHAR(9, collation="utf8mb4_bin")',
    'BINARY(3)',
    'VARBINARY(3)',
    'JSON',
     'INTEGER(11, zerofill=True, unsigned=True)'])])
NAMES = ['order', 'group', 'select', '用户', 'a%b', 'UserProfile', 'a b', 'a-b', 'x' * 60, "it's", 'a:b']
CASES = model('user', 'one = db.Column(db.Integer)') + model('USER', 'two = db.Column(db.Integer)').replace(
    'class User(', 'class Shouted(')
LOG = model('log', "__bind_key__ = 'log'", 'text = db.Column(db.String(50))')
LONGER_LOG = LOG.replace('50', '80')
SCHEMA = "{'schema': 'OTHER_DATABASE'}"
ELSEWHERE = model('elsewhere', 'name = db.Column(db.String(50))', '__table_args__ = ' + SCHEMA)
USER_ROWS = ["INSERT INTO `user` (id, name) VALUES (1, 'a'), (2, 'b')"]


def named(name):
    return model('named', '__tablename__ = %r' % name, 'word = db.Column(db.String(50), index=True)')


def options(*texts):
    return thing('name = db.Column(db.String(20))', '__table_args__ = {%s}' % ', '.join(texts))


def table_option(name, before, after, on=MARIADB):
    return there_and_back('table: ' + name, options(*before), options(*after), ['thing'], on=on, rows=TWO_ROWS)


CHANGES = [change for name, without, with_it, on in [
    ('table: one', NONE, NONE + USER, BOTH),
    ('table: another', USER, USER + TAG, BOTH),
    ('table: that refers to one', USER, USER + POST, BOTH),
    ('table: two that refer', NONE, NONE + USER + POST, BOTH),
    ('table: many-to-many', USER + POST + TAG, USER + POST + TAG + POST_TAG, BOTH),
    ('table: many-to-many and both its ends', USER + STAY, USER + STAY + POST + TAG + POST_TAG, BOTH),
    ('table: without a key', USER, USER + NO_KEY, BOTH),
    ('table: with everything', USER, USER + EVERYTHING, BOTH),
    ('table: every type', NONE, NONE + EVERY_TYPE, LOOSE),
    ('table: every type of mysql', NONE, NONE + MYSQL_TYPES, MARIADB),
    ('table: names that differ in case', NONE, NONE + CASES, COMMENTS),
    ('table: in another database of the server', USER + ELSEWHERE,
     USER + ELSEWHERE + model('second', "__table_args__ = " + SCHEMA), MARIADB),
    ('table: memory', NONE, NONE + options("'mysql_engine': 'MEMORY'"), MARIADB),
    ('table: without rowid', NONE, NONE + options("'sqlite_with_rowid': False"), SQLITE),
] for change in added_and_dropped(name, without, with_it, 'create_table', 'drop_table', on=on,
                                  rows=USER_ROWS if without.startswith(USER) else ())]
CHANGES += [change for name in NAMES for change in added_and_dropped(
    'table: named %s' % name, USER, USER + named(name), 'create_table', 'drop_table')]
CHANGES += [change for name in NAMES for change in there_and_back(
    'table: a column in one named %s' % name, named(name), named(name).replace('50', '80'), ['word'])]
CHANGES += added_and_dropped('table: of a bind', USER, USER + LOG, 'create_table', 'drop_table', multidb=True)
CHANGES += there_and_back('table: a column in one of a bind', USER + LOG, USER + LONGER_LOG, ['text'], multidb=True)
CHANGES += there_and_back('table: a column in both databases', USER + LOG, USER.replace('50', '60') + LONGER_LOG,
                          ['name', 'text'], multidb=True, rows=USER_ROWS)
CHANGES += [
    Change(
        'table: moved to a bind',
        USER +
        LOG.replace(
            "__bind_key__ = 'log'",
            ''),
            USER +
            LOG,
            'drop_table',
            'create_table',
            multidb=True),
            Change(
                'table: one added, one dropped',
                USER +
                TAG,
                USER +
                POST,
                'create_table',
                'drop_table',
                rows=USER_ROWS),
                Change(
                    'table: a column of one in another database',
                    ELSEWHERE,
                    ELSEWHERE.replace(
                        '50',
                        '80'),
                        'name',
                        on=MARIADB),
                        Change(
                            'table: a column added to one in another database',
                            ELSEWHERE,
                            ELSEWHERE.replace(
                                '    __table_args',
                                '    age = db.Column(db.Integer)\n    __table_args'),
                                'add_column',
                                on=MARIADB),
                                Change(
                                    'table: classes in another order',
                                    USER +
                                    TAG,
                                    TAG +
                                    USER,
                                    NOTHING),
                                     ]
CHANGES += table_option('comment', [], ["'comment': 'one'"], COMMENTS)
CHANGES += table_option('comment changed', ["'comment': 'one'"], ["'comment': 'it\\'s 100%: 二'"], COMMENTS)
CHANGES += [Change('table: sqlite has no comment', options(), options("'comment': 'one'"), NOTHING, on=SQLITE)]
CHANGES += table_option('engine', ["'mysql_engine': 'InnoDB'"], ["'mysql_engine': 'MyISAM'"])
CHANGES += table_option('engine memory', ["'mysql_engine': 'InnoDB'"], ["'mysql_engine': 'MEMORY'"])
CHANGES += table_option('charset', ["'mysql_charset': 'latin1'"], ["'mysql_charset': 'utf8mb4'"])
CHANGES += table_option('default charset', ["'mysql_default_charset': 'utf8'"], ["'mysql_default_charset': 'utf8mb4'"])
CHANGES += table_option('collation', ["'mysql_collate': 'utf8mb4_bin'"], ["'mysql_collate': 'utf8mb4_unicode_ci'"])
CHANGES += table_option('charset and collation', ["'mysql_charset': 'utf8', 'mysql_collate': 'utf8_bin'"],
                        ["'mysql_charset': 'utf8mb4', 'mysql_collate': 'utf8mb4_general_ci'"])
CHANGES += table_option('row format', ["'mysql_row_format': 'DYNAMIC'"], ["'mysql_row_format': 'COMPACT'"])
CHANGES += table_option('most rows', ["'mysql_max_rows': '1000'"], ["'mysql_max_rows': '2000'"])
CHANGES += [
    Change(
        'table: charset beside a column of its own',
        thing(
            'name = db.Column(mysql.VARCHAR(20, charset="ascii"))',
            "__table_args__ = {'mysql_charset': 'latin1'}"),
            thing(
                'name = db.Column(mysql.VARCHAR(20, charset="ascii"))',
                "__table_args__ = {'mysql_charset': 'utf8mb4'}"),
                'thing',
                on=MARIADB,
                rows=TWO_ROWS),
                Change(
                    'table: the server\'s own engine, named',
                    options(),
                    options("'mysql_engine': 'InnoDB'"),
                    NOTHING,
                    on=MARIADB),
                    Change(
                        'table: an option of another database',
                        options(),
                        options("'sqlite_autoincrement': True"),
                        NOTHING,
                        on=MARIADB),
                        Change(
                            'table: an option of mysql',
                            options(),
                            options("'mysql_engine': 'MyISAM'"),
                            NOTHING,
                             on=SQLITE)]
CHANGES += there_and_back('table: rowid', options(), options("'sqlite_with_rowid': False"),
                          ['thing'], on=SQLITE, rows=TWO_ROWS)


def of_bind(name, after, *expected, options):
    return Change('table: of a bind, ' + name, USER + LOG, USER + after, *expected, multidb=True, options=options)


CHANGES += [
    of_bind('with a column renamed', LOG.replace('text =', 'words ='), 'words', options=['--rename', 'log.text=log.words']),
    of_bind('with a column filled', LOG + '    age = db.Column(db.Integer, nullable=False)\n', 'add_column',
            options=['--fill', 'log.age=3']),
    of_bind('with nothing renamed', LONGER_LOG, REFUSED, options=['--rename', 'log.text=log.words']),
    Change('table: utf8 made utf8mb4 under a foreign key of strings', *[
        model('user', 'id = db.Column(db.String(20), primary_key=True)', options) + thing(
            'user_id = db.Column(db.String(20), db.ForeignKey("user.id"))', options)
        for options in ["__table_args__ = {'mysql_charset': '%s'}" % name for name in ('utf8', 'utf8mb4')]], 'utf8mb4',
           on=MARIADB, rows=["INSERT INTO user (id) VALUES ('é')", "INSERT INTO thing (id, user_id) VALUES (1, 'é')"]),
]

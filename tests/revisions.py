"""Revisions that use the application's session, engine, models and transactions in every way that people do.

Each is a name, the databases that it is for and the body of its `upgrade()`. The tables are those of `side_by_side.py`:
`t (id, n, name)` with three rows, `u (id, t_id, note)` with two, and the project's own `user` and `student`, which are
empty.
"""
EVERY = ('sqlite', 'mysql')
SQLITE, MYSQL = ('sqlite',), ('mysql',)

ADD = "op.add_column('t', sa.Column('more', sa.Integer))"
KEEP = "op.execute(\"INSERT INTO u (id, t_id, note) VALUES (9, 1, 'kept')\")"

REVISIONS = [
    # The session
    ('session reads what op wrote', EVERY, '''
op.execute("INSERT INTO t (id, n, name) VALUES (9, 9, 'z')")
n = db.session.execute('SELECT count(*) FROM t').scalar()
op.execute('UPDATE t SET n = %d WHERE id = 1' % n)
'''),
    ('session writes after op has changed the table', EVERY, ADD + '''
db.session.execute('UPDATE t SET more = n + 1')
db.session.commit()
'''),
    ('op changes what the session wrote', EVERY, '''
db.session.execute("INSERT INTO t (id, n, name) VALUES (9, 9, 'z')")
db.session.commit()
op.execute('UPDATE t SET n = n + 1')
''' + ADD),
    ('session and op on the same rows', EVERY, '''
op.execute('UPDATE u SET t_id = t_id + 1')
db.session.execute('UPDATE u SET t_id = t_id * 10')
db.session.commit()
op.execute('UPDATE u SET t_id = t_id + 1')
'''),
    ('models through the session', EVERY, '''
db.session.add(User(username='one'))
db.session.add(User(username='two'))
db.session.commit()
for user in User.query.order_by(User.username):
    op.execute(sa.text('INSERT INTO u (id, t_id, note) VALUES (:id, :id, :note)').bindparams(
        id=100 + len(user.username) + ord(user.username[0]), note=user.username))
'''),
    ('a model whose row is changed and read again', EVERY, '''
user = User(username='one')
db.session.add(user)
db.session.flush()
user.username = 'two'
db.session.commit()
assert User.query.one().username == 'two'
User.query.update({'username': 'three'})
db.session.commit()
'''),
    ('parent and child through their ids', EVERY, '''
user = User(username='parent')
db.session.add(user)
db.session.flush()
db.session.execute('UPDATE u SET t_id = :n WHERE id = 1', {'n': 7 if user.id else 0})
db.session.commit()
'''),
    ('bulk_save_objects', EVERY, '''
db.session.bulk_save_objects([User(username='u%d' % n) for n in range(120)])
db.session.commit()
'''),
    ('a loop that commits each row', EVERY, '''
for id, n in db.session.execute('SELECT id, n FROM t ORDER BY id').fetchall():
    db.session.execute('UPDATE t SET n = :n WHERE id = :id', {'n': n + 1, 'id': id})
    db.session.commit()
'''),
    ('a rollback that undoes only the session', EVERY, '''
op.execute("INSERT INTO t (id, n, name) VALUES (9, 9, 'z')")
db.session.execute('UPDATE t SET n = 0')
db.session.rollback()
op.execute("UPDATE t SET name = 'end' WHERE id = 1")
'''),
    ('a rollback of what came after a commit', EVERY, '''
db.session.execute("UPDATE t SET name = 'first'")
db.session.commit()
db.session.execute("UPDATE t SET name = 'second'")
db.session.rollback()
''' + ADD),
    ('a rollback while op has written meanwhile', MYSQL, '''
db.session.execute("INSERT INTO u (id, t_id, note) VALUES (8, 1, 'gone')")
op.execute("INSERT INTO t (id, n, name) VALUES (9, 9, 'z')")
db.session.rollback()
op.execute('UPDATE t SET n = n + 1')
'''),
    ('an error of the session that the revision catches', EVERY, '''
db.session.execute("INSERT INTO u (id, t_id, note) VALUES (8, 1, 'gone')")
try:
    db.session.execute('INSERT INTO t (id) VALUES (1)')
except Exception:
    db.session.rollback()
db.session.execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'kept')")
db.session.commit()
'''),
    ('an error of op that the revision catches', EVERY, '''
op.execute("INSERT INTO u (id, t_id, note) VALUES (8, 1, 'kept')")
try:
    op.execute('INSERT INTO t (id, n) VALUES (1, 1)')
except Exception:
    pass
op.execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'kept')")
''' + ADD),
    ('DDL and data that are refused, and possible afterwards', EVERY, '''
for statement in ('DROP TABLE made', 'INSERT INTO made VALUES (5)'):
    try:
        op.execute(statement)
    except Exception:
        pass
op.execute('CREATE TABLE made (id INTEGER)')
op.execute('INSERT INTO made VALUES (1)')
''' + ADD),
    ('a flush that fails and is begun anew', EVERY, '''
db.session.add(User(username='one'))
db.session.commit()
db.session.add(User(id=User.query.first().id, username='again'))
try:
    db.session.commit()
except Exception:
    db.session.rollback()
db.session.add(User(username='two'))
db.session.commit()
'''),
    ('begin_nested that is rolled back', MYSQL, '''
db.session.execute("INSERT INTO u (id, t_id, note) VALUES (8, 1, 'kept')")
try:
    with db.session.begin_nested():
        db.session.execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'gone')")
        raise ValueError
except ValueError:
    pass
db.session.commit()
'''),
    ('begin_nested that is kept', EVERY, '''
with db.session.begin_nested():
    db.session.execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'kept')")
db.session.commit()
'''),
    ('a session of its own on db.engine', EVERY, '''
session = Session(bind=db.engine)
session.execute('UPDATE t SET n = n + 1')
session.commit()
session.close()
''' + KEEP),
    ('a session on op.get_bind()', EVERY, '''
session = Session(bind=op.get_bind())
session.execute('UPDATE t SET n = n + 1')
session.commit()
session.execute("UPDATE t SET name = 'gone'")
session.rollback()
''' + KEEP),
    ('a session that is closed without a commit', EVERY, '''
op.execute('UPDATE t SET n = n + 1')
session = Session(bind=db.engine)
session.execute("UPDATE t SET name = 'gone'")
session.close()
''' + KEEP),
    ('a session that is left open', EVERY, '''
op.execute('UPDATE t SET n = n + 1')
global session
session = Session(bind=db.engine)
session.execute("UPDATE t SET name = 'gone'")
'''),
    ('a session that has only read and is left open', EVERY, '''
db.session.execute('SELECT * FROM t').fetchall()
''' + ADD + KEEP.replace('op', '\nop')),
    ('two sessions at once', EVERY, '''
one, two = Session(bind=db.engine), Session(bind=db.engine)
one.execute('UPDATE t SET n = n + 1')
one.commit()
two.execute('UPDATE t SET n = n * 2')
two.commit()
one.execute('UPDATE t SET n = n + 1')
one.commit()
one.close()
two.close()
'''),
    ('remove() between two uses', EVERY, '''
db.session.execute('UPDATE t SET n = n + 1')
db.session.commit()
db.session.remove()
''' + ADD + '''
db.session.execute('UPDATE t SET more = n')
db.session.commit()
db.session.remove()
'''),
    ('session then op then session, all uncommitted', MYSQL, '''
db.session.execute("INSERT INTO u (id, t_id, note) VALUES (7, 1, 'a')")
op.execute("INSERT INTO u (id, t_id, note) VALUES (8, 1, 'b')")
db.session.execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'c')")
db.session.commit()
'''),
    ('a flushed session and DDL on another table', MYSQL, '''
db.session.execute("INSERT INTO u (id, t_id, note) VALUES (7, 1, 'a')")
op.execute('CREATE TABLE v (id INTEGER)')
db.session.commit()
op.execute('INSERT INTO v VALUES (1)')
'''),
    ('a context of the application', EVERY, '''
from app import app
with app.app_context():
    db.session.add(User(username='one'))
    db.session.commit()
op.execute("UPDATE user SET username = 'two'")
'''),
    # The engine
    ('db.create_all', EVERY, '''
class Made(db.Model):
    __tablename__ = 'made'
    id = db.Column(db.Integer, primary_key=True)
    n = db.Column(db.Integer)
db.create_all()
op.execute('INSERT INTO made (id, n) VALUES (1, 2)')
db.session.add(Made(id=2, n=3))
db.session.commit()
'''),
    ('metadata.create_all and drop_all on the bind', EVERY, '''
metadata = sa.MetaData()
made = sa.Table('made', metadata, sa.Column('id', sa.Integer, primary_key=True))
gone = sa.Table('gone', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True))
metadata.create_all(op.get_bind())
gone.create(op.get_bind())
gone.drop(op.get_bind())
op.bulk_insert(made, [{'id': 1}, {'id': 2}])
'''),
    ('db.engine.begin()', EVERY, ADD + '''
with db.engine.begin() as connection:
    connection.execute('UPDATE t SET more = 1')
op.execute('UPDATE t SET more = more + 1')
'''),
    ('db.engine.begin() that fails', EVERY, '''
op.execute("INSERT INTO t (id, n, name) VALUES (9, 9, 'z')")
try:
    with db.engine.begin() as connection:
        connection.execute('UPDATE t SET n = 0')
        raise ValueError
except ValueError:
    pass
''' + KEEP),
    ('db.engine.execute', EVERY, '''
db.engine.execute('UPDATE t SET n = n + 1')
op.execute('UPDATE t SET n = n * 2')
assert db.engine.execute('SELECT sum(n) FROM t').scalar() == op.get_bind().execute('SELECT sum(n) FROM t').scalar()
'''),
    ('db.engine.connect() with a transaction in it', EVERY, '''
with db.engine.connect() as connection:
    transaction = connection.begin()
    connection.execute('UPDATE t SET n = n + 1')
    transaction.commit()
    transaction = connection.begin()
    connection.execute('UPDATE t SET n = 0')
    transaction.rollback()
''' + KEEP),
    ('an inspector of the engine', EVERY, ADD + '''
columns = [column['name'] for column in sa.inspect(db.engine).get_columns('t')]
op.execute('UPDATE t SET more = %d' % len(columns))
'''),
    ('a table that the engine reflects', EVERY, ADD + '''
t = sa.Table('t', sa.MetaData(), autoload=True, autoload_with=db.engine)
with db.engine.begin() as connection:
    connection.execute(t.update().values(more=5))
'''),
    ('create_engine with the same address', EVERY, '''
op.execute('UPDATE t SET n = n + 1')
engine = sa.create_engine(db.engine.url)
with engine.begin() as connection:
    connection.execute('UPDATE t SET n = n * 2')
engine.dispose()
''' + KEEP),
    ('create_engine without a pool', EVERY, '''
from sqlalchemy.pool import NullPool
engine = sa.create_engine(db.engine.url, poolclass=NullPool)
for n in range(3):
    engine.execute('UPDATE t SET n = n + 1')
    op.execute('UPDATE t SET n = n * 2')
'''),
    ('create_engine in autocommit', EVERY, '''
engine = sa.create_engine(db.engine.url, isolation_level='AUTOCOMMIT')
with engine.connect() as connection:
    connection.execute('UPDATE t SET n = n + 1')
    connection.execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'kept')")
''' + ADD),
    ('a raw connection', EVERY, '''
raw = db.engine.raw_connection()
cursor = raw.cursor()
cursor.execute('UPDATE t SET n = n + 1')
raw.commit()
cursor.execute('UPDATE t SET n = 0')
raw.rollback()
raw.close()
''' + ADD),
    ('a raw connection that is closed without a commit', EVERY, '''
raw = db.engine.raw_connection()
raw.cursor().execute('UPDATE t SET n = 0')
raw.close()
''' + KEEP),
    ('a raw cursor of the bind', EVERY, '''
cursor = op.get_bind().connection.cursor()
cursor.execute('UPDATE t SET n = n + 1')
cursor.execute('SELECT max(n) FROM t')
n, = cursor.fetchone()
cursor.close()
op.execute('UPDATE t SET n = n + %d' % n)
'''),
    ('commit on the connection of the bind', EVERY, '''
op.execute('UPDATE t SET n = n + 1')
op.get_bind().connection.commit()
op.execute('UPDATE t SET n = n * 2')
'''),
    ('executemany on a raw cursor', EVERY, '''
cursor = op.get_bind().connection.cursor()
mark = '?' if op.get_bind().dialect.name == 'sqlite' else '%s'
cursor.executemany('INSERT INTO t (id, n, name) VALUES (M, M, M)'.replace('M', mark),
                   [(n, n, 'row') for n in range(10, 60)])
op.get_bind().connection.commit()
''' + ADD),
    ('another thread reads', MYSQL, '''
import threading
op.execute('UPDATE t SET n = n + 1')
found, engine = [], db.engine
thread = threading.Thread(target=lambda: found.append(engine.execute('SELECT 1').scalar()))
thread.start()
thread.join()
op.execute('UPDATE t SET n = n + %d' % found[0])
'''),
    ('another database', EVERY, '''
engine = sa.create_engine('sqlite://')
engine.execute('CREATE TABLE t (id INTEGER)')
engine.execute('INSERT INTO t VALUES (5)')
n = engine.execute('SELECT max(id) FROM t').scalar()
op.execute('UPDATE t SET n = n + %d' % n)
'''),
    # Transactions
    ('bind.begin() that is kept', EVERY, '''
with op.get_bind().begin():
    op.execute('UPDATE t SET n = n + 1')
''' + KEEP),
    ('bind.begin() that is rolled back', EVERY, '''
op.execute('UPDATE t SET n = n + 1')
transaction = op.get_bind().begin()
op.get_bind().execute('UPDATE t SET n = 0')
transaction.rollback()
''' + KEEP),
    ('bind.begin() in which an error is caught', EVERY, '''
op.execute('UPDATE t SET n = n + 1')
try:
    with op.get_bind().begin():
        op.get_bind().execute('UPDATE t SET n = 0')
        op.get_bind().execute('INSERT INTO t (id) VALUES (1)')
except Exception:
    pass
''' + KEEP),
    ('bind.begin_nested()', MYSQL, '''
op.execute('UPDATE t SET n = n + 1')
with op.get_bind().begin():
    with op.get_bind().begin_nested():
        op.execute('UPDATE t SET n = n * 2')
    try:
        with op.get_bind().begin_nested():
            op.execute('UPDATE t SET n = 0')
            raise ValueError
    except ValueError:
        pass
'''),
    ('a bare COMMIT', MYSQL, '''
op.execute('UPDATE t SET n = n + 1')
op.execute('COMMIT')
op.execute('UPDATE t SET n = n * 2')
op.execute('COMMIT')
''' + ADD),
    ('BEGIN and COMMIT in statements', EVERY, '''
op.execute('BEGIN')
op.execute('UPDATE t SET n = n + 1')
op.execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'kept')")
try:
    op.execute('COMMIT')
except Exception:
    pass
''' + ADD),
    ('COMMIT of its own after a write on SQLite', SQLITE, '''
cursor = op.get_bind().connection.cursor()
cursor.execute('UPDATE t SET n = n + 1')
cursor.execute('COMMIT')
cursor.execute('BEGIN')
cursor.execute('UPDATE t SET n = 0')
cursor.execute('ROLLBACK')
''' + KEEP),
    ('START TRANSACTION and ROLLBACK in statements', MYSQL, '''
cursor = op.get_bind().connection.cursor()
cursor.execute('UPDATE t SET n = n + 1')
cursor.execute('START TRANSACTION')
cursor.execute('UPDATE t SET n = 0')
cursor.execute('ROLLBACK')
cursor.execute('START TRANSACTION')
cursor.execute('UPDATE t SET n = n * 2')
cursor.execute('COMMIT')
''' + ADD),
    ('SAVEPOINT in statements', MYSQL, '''
op.execute('START TRANSACTION')
cursor = op.get_bind().connection.cursor()
cursor.execute('UPDATE t SET n = n + 1')
cursor.execute('SAVEPOINT here')
cursor.execute('UPDATE t SET n = 0')
cursor.execute('ROLLBACK TO SAVEPOINT here')
cursor.execute('RELEASE SAVEPOINT here')
cursor.execute('COMMIT')
'''),
    ('SAVEPOINT in statements on SQLite', SQLITE, '''
cursor = op.get_bind().connection.cursor()
cursor.execute('SAVEPOINT here')
cursor.execute('UPDATE t SET n = 0')
cursor.execute('ROLLBACK TO here')
cursor.execute('RELEASE here')
cursor.execute('UPDATE t SET n = n + 1')
op.get_bind().connection.commit()
'''),
    ('autocommit_block', EVERY, '''
op.execute('UPDATE t SET n = n + 1')
with op.get_context().autocommit_block():
    op.execute('UPDATE t SET n = n * 2')
    op.execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'kept')")
op.execute('UPDATE t SET n = n + 1')
'''),
    ('SET autocommit=1', MYSQL, '''
op.execute('SET autocommit=1')
op.execute('UPDATE t SET n = n + 1')
op.get_bind().execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'kept')")
op.execute('SET @@session.autocommit = 0')
op.execute('UPDATE t SET n = n * 2')
'''),
    ('autocommit on the raw connection', MYSQL, '''
raw = op.get_bind().connection.connection
raw.autocommit(True)
raw.cursor().execute('UPDATE t SET n = n + 1')
raw.autocommit(False)
op.execute('UPDATE t SET n = n * 2')
'''),
    ('?autocommit=true in the address', MYSQL, '''
engine = sa.create_engine(str(db.engine.url) + '&autocommit=true')
engine.execute('UPDATE t SET n = n + 1')
op.execute('UPDATE t SET n = n * 2')
engine.execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'kept')")
'''),
    ('execution_options(autocommit=True)', EVERY, '''
op.get_bind().execution_options(autocommit=True).execute('UPDATE t SET n = n + 1')
op.execute('UPDATE t SET n = n * 2', execution_options={'autocommit': True})
'''),
    # State of the session
    ('a variable', MYSQL, '''
op.execute('SET @x = 5')
op.execute('UPDATE t SET n = n + @x')
op.execute('SET @x = @x + 1')
op.execute('UPDATE t SET n = n + @x')
'''),
    ('a variable out of a query', MYSQL, '''
op.get_bind().execute('SELECT max(n) INTO @most FROM t')
op.execute('UPDATE t SET n = n + @most')
''' + ADD + '''
op.execute('UPDATE t SET more = @most')
'''),
    ('a variable out of rows that change', MYSQL, '''
op.execute('SET @sum = (SELECT sum(n) FROM t)')
op.execute('UPDATE t SET n = 0')
op.execute("INSERT INTO u (id, t_id, note) VALUES (9, @sum, 'kept')")
''' + ADD + '''
op.execute('UPDATE t SET more = @sum')
'''),
    ('rows that are numbered by a variable', MYSQL, '''
op.execute('SET @row = 0')
op.get_bind().execute('UPDATE t SET n = (@row := @row + 1) ORDER BY id')
op.get_bind().execute("INSERT INTO u (id, t_id, note) VALUES (9, @row, 'kept')")
'''),
    ('LAST_INSERT_ID()', MYSQL, '''
op.execute("INSERT INTO student (name) VALUES ('one')")
op.execute("INSERT INTO u (id, t_id, note) VALUES (9, LAST_INSERT_ID() > 0, 'kept')")
'''),
    ('variables that are set outside of a transaction alone', MYSQL, '''
op.execute('UPDATE t SET n = n + 1')
op.execute('SET TRANSACTION ISOLATION LEVEL READ COMMITTED')
op.execute('UPDATE t SET n = n * 2')
op.execute('SET SESSION sql_log_bin = 0')
''' + KEEP),
    ('LOCK TABLES', MYSQL, '''
op.execute('LOCK TABLES t WRITE')
op.execute('UPDATE t SET n = n + 1')
op.execute('UPDATE t SET n = n * 2')
op.execute('UNLOCK TABLES')
''' + KEEP),
    ('LOCK TABLES around DDL', MYSQL, '''
op.execute('LOCK TABLES t WRITE, u READ')
op.execute('ALTER TABLE t ADD more INTEGER')
op.execute('UPDATE t SET more = (SELECT count(*) FROM u)')
op.execute('UNLOCK TABLES')
'''),
    ('USE another database', MYSQL, '''
home = op.get_bind().execute('SELECT DATABASE()').scalar()
op.execute('CREATE DATABASE IF NOT EXISTS %s_other' % home)
op.execute('USE %s_other' % home)
op.execute('CREATE TABLE x (id INTEGER)')
op.execute('INSERT INTO x VALUES (3)')
op.execute('USE %s' % home)
op.execute('INSERT INTO u (id, t_id, note) SELECT 9, count(*), max(id) FROM %s_other.x' % home)
'''),
    ('USE another database in the session', MYSQL, '''
home = op.get_bind().execute('SELECT DATABASE()').scalar()
op.execute('CREATE DATABASE IF NOT EXISTS %s_other' % home)
op.execute('CREATE TABLE IF NOT EXISTS %s_other.t (id INTEGER, n INTEGER)' % home)
db.session.execute('USE %s_other' % home)
db.session.execute('DELETE FROM t')
db.session.execute('INSERT INTO t VALUES (7, 7)')
db.session.commit()
op.execute('UPDATE t SET n = n + 1')
db.session.execute('UPDATE t SET n = n * 2')
db.session.commit()
op.execute('INSERT INTO u (id, t_id, note) SELECT 9, 1, sum(n) FROM %s_other.t' % home)
'''),
    ('foreign_key_checks off and on', MYSQL, '''
op.execute('SET foreign_key_checks = 0')
op.execute('ALTER TABLE u ADD CONSTRAINT fk FOREIGN KEY (t_id) REFERENCES t (id)')
op.execute("INSERT INTO u (id, t_id, note) VALUES (9, 99, 'kept')")
op.execute('SET foreign_key_checks = 1')
'''),
    ('sql_mode', MYSQL, '''
op.execute("SET SESSION sql_mode = ''")
op.execute("UPDATE t SET name = 'a name that is too long for it, by far'")
op.execute("SET SESSION sql_mode = DEFAULT")
'''),
    ('PREPARE and EXECUTE', MYSQL, '''
op.execute("PREPARE s FROM 'UPDATE t SET n = n + 1'")
op.execute('EXECUTE s')
op.execute('EXECUTE s')
op.execute('DEALLOCATE PREPARE s')
'''),
    ('PREPARE of DDL', MYSQL, '''
op.execute("SET @text = 'ALTER TABLE t ADD more INTEGER'")
op.execute('PREPARE s FROM @text')
op.execute('EXECUTE s')
op.execute('DEALLOCATE PREPARE s')
op.execute('UPDATE t SET more = n')
'''),
    ('a temporary table', EVERY, '''
op.execute('CREATE TEMPORARY TABLE tmp (id INTEGER, n INTEGER)')
op.execute('INSERT INTO tmp SELECT id, n + 1 FROM t')
op.execute('UPDATE t SET n = (SELECT n FROM tmp WHERE tmp.id = t.id)')
op.execute('DROP TABLE tmp')
'''),
    # Statements of other kinds
    ('a lock for reading on a table', MYSQL, '''
op.execute('UPDATE t SET n = n + 1')
op.execute('FLUSH TABLES t WITH READ LOCK')
n = op.get_bind().execute('SELECT sum(n) FROM t').scalar()
op.execute('UNLOCK TABLES')
op.execute('UPDATE t SET n = n + %d' % n)
op.execute('FLUSH TABLES u FOR EXPORT')
op.execute('UNLOCK TABLES')
op.execute('UPDATE u SET t_id = t_id + 1')
'''),
    ('a lock for reading on everything', MYSQL, '''
op.execute('FLUSH TABLES WITH READ LOCK')
op.execute('UNLOCK TABLES')
op.execute('UPDATE t SET n = n + 1')
'''),
    ('the stages of a backup', MYSQL, '''
for stage in ('START', 'FLUSH', 'BLOCK_DDL', 'BLOCK_COMMIT', 'END'):
    op.execute('BACKUP STAGE ' + stage)
op.execute('BACKUP LOCK t')
op.execute('BACKUP UNLOCK')
op.execute('UPDATE t SET n = n + 1')
'''),
    ('a lock for reading that is left', MYSQL, "op.execute('FLUSH TABLES t WITH READ LOCK')"),
    ('a commit in two steps', MYSQL, '''
own = db.engine.connect()
transaction = own.begin_twophase()
own.execute('UPDATE t SET n = n + 1')
transaction.prepare()
transaction.commit()
transaction = own.begin_twophase()
own.execute('UPDATE t SET n = n * 2')
transaction.rollback()
own.close()
'''),
    ('several statements in one string', MYSQL, '''
engine = sa.create_engine(str(db.engine.url) + '&client_flag=65536')
raw = engine.raw_connection()
cursor = raw.cursor()
cursor.execute("UPDATE t SET n = n + 1; INSERT INTO u (id, t_id, note) VALUES (9, 1, 'a;b'); UPDATE t SET n = n * 2")
while cursor.nextset():
    pass
raw.commit()
raw.close()
'''),
    ('executescript', SQLITE, '''
op.get_bind().connection.executescript("""
CREATE TABLE v (id INTEGER, text VARCHAR(20));
INSERT INTO v VALUES (1, 'a;b');
CREATE TRIGGER w AFTER INSERT ON v BEGIN UPDATE t SET n = n + 1; UPDATE t SET n = n * 2; END;
INSERT INTO v VALUES (2, 'c');
""")
op.execute("INSERT INTO v VALUES (3, 'd')")
'''),
    ('a MyISAM table', MYSQL, '''
op.execute('CREATE TABLE m (id INTEGER, n INTEGER) ENGINE=MyISAM')
op.execute('INSERT INTO m VALUES (1, 1)')
op.execute('UPDATE m SET n = n + 1')
op.execute('UPDATE t SET n = n + 1')
op.execute('UPDATE m SET n = n * 2')
'''),
    ('a MyISAM table through the session', MYSQL, '''
op.execute('CREATE TABLE m (id INTEGER, n INTEGER) ENGINE=MyISAM')
db.session.execute('UPDATE t SET n = n + 1')
db.session.execute('INSERT INTO m VALUES (1, 1)')
db.session.commit()
'''),
    ('a procedure that commits', MYSQL, '''
op.execute('CREATE PROCEDURE p() BEGIN UPDATE t SET n = n + 1; COMMIT; UPDATE t SET n = n * 2; END')
op.execute('CALL p()')
op.execute('CALL p()')
op.execute('DROP PROCEDURE p')
'''),
    ('REPLACE and LOAD, which SQLAlchemy does not commit', MYSQL, '''
op.execute("REPLACE INTO t (id, n, name) VALUES (1, 50, 'again')")
op.execute("REPLACE INTO t (id, n, name) VALUES (9, 60, 'new')")
'''),
    ('maintenance that returns rows', MYSQL, '''
op.execute('UPDATE t SET n = n + 1')
for what in ('ANALYZE', 'OPTIMIZE', 'CHECK', 'CHECKSUM', 'REPAIR'):
    assert op.get_bind().execute(what + ' TABLE t').fetchall()
op.execute('UPDATE t SET n = n * 2')
'''),
    ('TRUNCATE', MYSQL, '''
op.execute('UPDATE t SET n = n + 1')
op.execute('TRUNCATE TABLE u')
op.execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'kept')")
'''),
    ('a view and a trigger', EVERY, '''
op.execute('CREATE VIEW seen AS SELECT id, n FROM t')
op.execute('CREATE TRIGGER w AFTER INSERT ON u FOR EACH ROW BEGIN UPDATE t SET n = n + 1; END')
op.execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'kept')")
n = db.session.execute('SELECT sum(n) FROM seen').scalar()
op.execute('UPDATE u SET t_id = %d' % n)
'''),
    ('VACUUM', SQLITE, '''
op.execute('UPDATE t SET n = n + 1')
op.execute('VACUUM')
op.execute('UPDATE t SET n = n * 2')
'''),
    ('VACUUM at the end', SQLITE, ADD + '''
with op.get_context().autocommit_block():
    op.execute('VACUUM')
'''),
    ('PRAGMA', SQLITE, '''
op.execute('PRAGMA foreign_keys = OFF')
op.execute('UPDATE t SET n = n + 1')
op.execute('PRAGMA foreign_keys = ON')
op.execute('PRAGMA user_version = 7')
op.execute('UPDATE t SET n = n + %d' % op.get_bind().execute('PRAGMA user_version').scalar())
'''),
    ('PRAGMA journal_mode', SQLITE, '''
op.execute('UPDATE t SET n = n + 1')
op.execute('PRAGMA journal_mode = WAL')
op.execute('PRAGMA synchronous = NORMAL')
op.execute('UPDATE t SET n = n * 2')
'''),
    ('PRAGMA temp_store and wal_checkpoint', SQLITE, '''
op.execute('PRAGMA temp_store = MEMORY')
op.execute('UPDATE t SET n = n + 1')
assert op.get_bind().execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchone()[0] == 0
op.execute('PRAGMA wal_checkpoint')
op.execute('UPDATE t SET n = n * 2')
'''),
    ('PRAGMA foreign_keys that cascade', SQLITE, '''
op.execute('PRAGMA foreign_keys = ON')
op.execute('CREATE TABLE c (id INTEGER, p INTEGER REFERENCES t (id) ON DELETE CASCADE)')
op.execute('INSERT INTO c VALUES (1, 1), (2, 2), (3, 3)')
op.execute('DELETE FROM t WHERE id = 1')
'''),
    ('PRAGMA foreign_keys that cascade further, and set to NULL and to a default', SQLITE, '''
op.execute('PRAGMA foreign_keys = ON')
op.execute('CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES t (id) ON DELETE CASCADE)')
op.execute('CREATE TABLE d (id INTEGER, p INTEGER DEFAULT 2 REFERENCES c (id) ON DELETE SET DEFAULT)')
op.execute('CREATE TABLE e (id INTEGER, p INTEGER REFERENCES c (id) ON DELETE SET NULL ON UPDATE SET NULL)')
op.execute('INSERT INTO c VALUES (1, 1), (2, 2), (3, 3), (4, NULL)')
op.execute('INSERT INTO d VALUES (1, 1), (2, 2), (3, NULL)')
op.execute('INSERT INTO e VALUES (1, 1), (2, 2), (3, 3)')
op.execute('DELETE FROM t WHERE id = 1')
op.execute('UPDATE c SET id = 5 WHERE id = 3')
'''),
    ('PRAGMA foreign_keys that leave rows without a parent', SQLITE, '''
op.execute('CREATE TABLE c (id INTEGER, p INTEGER REFERENCES t (id) ON DELETE CASCADE)')
op.execute('PRAGMA foreign_keys = ON')
op.execute('PRAGMA foreign_keys = OFF')
op.execute('INSERT INTO c VALUES (1, 1), (2, 2), (3, 3)')
op.execute('DELETE FROM t WHERE id = 1')
'''),
    ('PRAGMA foreign_keys that is read', SQLITE, '''
op.execute('PRAGMA foreign_keys = ON')
op.execute('UPDATE t SET n = n + %d' % op.get_bind().execute('PRAGMA foreign_keys').scalar())
'''),
    ('PRAGMA foreign_keys of the session alone', SQLITE, '''
op.execute('CREATE TABLE c (id INTEGER, p INTEGER REFERENCES t (id) ON DELETE CASCADE)')
op.execute('INSERT INTO c VALUES (1, 1), (2, 2), (3, 3)')
db.session.execute('PRAGMA foreign_keys = ON')
op.execute('DELETE FROM t WHERE id = 1')
'''),
    ('ATTACH', SQLITE, '''
import os
path = os.path.join(os.path.dirname(db.engine.url.database), 'attached.db')
if os.path.exists(path):
    os.unlink(path)
op.execute("ATTACH '%s' AS other" % path)
op.execute('CREATE TABLE other.x AS SELECT * FROM t')
op.execute('UPDATE t SET n = n + (SELECT count(*) FROM other.x)')
op.execute('DETACH other')
'''),
    ('sqlite3.connect with the path of the database', SQLITE, '''
import sqlite3
op.execute('UPDATE t SET n = n + 1')
connection = sqlite3.connect(db.engine.url.database)
connection.execute('UPDATE t SET n = n * 2')
connection.commit()
connection.close()
''' + KEEP),
    ('pymysql.connect with the address of the database', MYSQL, '''
import pymysql
url = db.engine.url
op.execute('UPDATE t SET n = n + 1')
connection = pymysql.connect(host=url.host, port=url.port, user=url.username, password=url.password or '',
                             database=url.database)
connection.cursor().execute('UPDATE t SET n = n * 2')
connection.commit()
connection.close()
''' + KEEP),
    # Other ways, spellings and connections
    ('a scoped session of its own', EVERY, '''
from sqlalchemy.orm import scoped_session, sessionmaker
own = scoped_session(sessionmaker(bind=db.engine, autoflush=False))
own.execute('UPDATE t SET n = n + 1')
own.commit()
op.execute('UPDATE t SET n = n * 2')
own.execute('UPDATE t SET n = n + 3')
own.commit()
own.remove()
'''),
    ('a session in autocommit', EVERY, '''
from sqlalchemy.orm import sessionmaker
own = sessionmaker(bind=db.engine, autocommit=True)()
own.execute('UPDATE t SET n = n + 1')
with own.begin():
    own.execute('UPDATE t SET n = n * 2')
try:
    with own.begin():
        own.execute('UPDATE t SET n = 0')
        raise ValueError
except ValueError:
    pass
''' + ADD),
    ('a session that joins an outer transaction', EVERY, '''
connection = db.engine.connect()
transaction = connection.begin()
own = Session(bind=connection)
own.execute('UPDATE t SET n = n + 1')
own.commit()
own.close()
transaction.rollback()
connection.close()
''' + KEEP),
    ('stream of rows while others are written', EVERY, '''
for id, n in db.engine.execution_options(stream_results=True).execute('SELECT id, n FROM t ORDER BY id').fetchall():
    op.execute('UPDATE t SET n = %d WHERE id = %d' % (n + 5, id))
'''),
    ('rows read one by one while op writes', EVERY, '''
result = op.get_bind().execute('SELECT id FROM t ORDER BY id')
for row in result:
    op.get_bind().execute(sa.text('UPDATE u SET note = :n WHERE t_id = :i'), n='r%d' % row[0], i=row[0])
''' + ADD),
    ('bulk_insert in two engines', EVERY, '''
made = op.create_table('made', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.Integer))
op.bulk_insert(made, [{'id': n, 'n': n} for n in range(1, 4)])
db.engine.execute(made.insert(), [{'id': n, 'n': n} for n in range(4, 8)])
db.session.execute(made.update().values(n=made.c.n + 1))
db.session.commit()
'''),
    ('insert from select with a join', EVERY, '''
op.execute("INSERT INTO u (id, t_id, note) SELECT t.id + 100, t.id, u.note FROM t LEFT JOIN u ON u.t_id = t.id")
op.execute("DELETE FROM u WHERE id > 102")
'''),
    ('a table copied, dropped and renamed by hand', EVERY, '''
op.execute('CREATE TABLE t_new (id INTEGER PRIMARY KEY, n BIGINT, name VARCHAR(20))')
op.execute('INSERT INTO t_new SELECT id, n, name FROM t')
op.drop_table('t')
op.rename_table('t_new', 't')
op.execute('UPDATE t SET n = n + 1')
'''),
    ('a swap of two tables', EVERY, '''
op.rename_table('t', 'swap')
op.rename_table('u', 't')
op.rename_table('swap', 'u')
op.execute("UPDATE t SET note = 'was u'")
op.execute("UPDATE u SET name = 'was t'")
'''),
    ('RENAME TABLE of several at once', MYSQL, '''
op.execute('RENAME TABLE t TO swap, u TO t, swap TO u')
op.execute("UPDATE t SET note = 'was u'")
'''),
    ('a view and what reads it', EVERY, '''
op.execute('CREATE VIEW v AS SELECT id, n FROM t WHERE n > 10')
n = db.session.execute('SELECT count(*) FROM v').scalar()
op.execute('UPDATE t SET n = n + %d' % n)
op.execute('DROP VIEW v')
'''),
    ('a trigger that writes into another table', EVERY, '''
op.execute("CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW " + (
    "BEGIN INSERT INTO u (id, t_id, note) VALUES (NEW.id + 50, NEW.id, 'tr'); END"))
op.execute("INSERT INTO t (id, n, name) VALUES (7, 7, 'g')")
db.session.execute("INSERT INTO t (id, n, name) VALUES (8, 8, 'h')")
db.session.commit()
op.execute('DROP TRIGGER tr')
'''),
    ('comments, capitals and semicolons', EVERY, '''
op.execute('/* first */ update T_ set n = n + 1 -- last'.replace('T_', 't'))
op.execute('  \\n  UPDATE t SET n = n * 2 ; ')
op.get_bind().execute(sa.text("UPDATE t SET name = 'a;b -- c' WHERE id = 1"))
'''),
    ('text with colons and percents', EVERY, r'''
op.execute(sa.text("UPDATE t SET name = '10\\:30' WHERE id = 1"))
op.execute("UPDATE t SET name = '50%' WHERE id = 2")
op.get_bind().execute("UPDATE t SET name = '5%%' WHERE id = 3")
'''),
    ('a driver cursor with a dictionary', MYSQL, '''
import pymysql
cursor = op.get_bind().connection.cursor(pymysql.cursors.DictCursor)
cursor.execute('SELECT id, n FROM t ORDER BY id')
for row in cursor.fetchall():
    cursor.execute('UPDATE t SET n = %(n)s WHERE id = %(id)s', {'n': row['n'] + 1, 'id': row['id']})
cursor.close()
''' + ADD),
    ('an unbuffered cursor', MYSQL, '''
import pymysql
cursor = op.get_bind().connection.cursor(pymysql.cursors.SSCursor)
cursor.execute('SELECT sum(n) FROM t')
total = cursor.fetchall()[0][0]
cursor.close()
op.execute('UPDATE t SET n = %d' % total)
'''),
    ('a connection that is detached from its pool', EVERY, '''
connection = db.engine.connect()
connection.detach()
connection.execute('UPDATE t SET n = n + 1')
connection.close()
op.execute('UPDATE t SET n = n * 2')
'''),
    ('a connection that is invalidated', EVERY, '''
connection = db.engine.connect()
connection.execute('UPDATE t SET n = n + 1')
connection.invalidate()
connection.execute('UPDATE t SET n = n * 2')
connection.close()
''' + KEEP),
    ('dispose() of the pool in between', EVERY, '''
op.execute('UPDATE t SET n = n + 1')
db.engine.dispose()
db.engine.execute('UPDATE t SET n = n * 2')
op.execute('UPDATE t SET n = n + 1')
'''),
    ('an event of the engine', EVERY, '''
from sqlalchemy import event
seen = []
def count(connection, cursor, statement, parameters, context, executemany):
    seen.append(statement)
event.listen(db.engine, 'before_cursor_execute', count)
db.engine.execute('UPDATE t SET n = n + 1')
op.execute('UPDATE t SET n = n + %d' % len([one for one in seen if 'UPDATE t SET n = n + 1' in one]))
event.remove(db.engine, 'before_cursor_execute', count)
'''),
    ('an event of the session that writes', EVERY, '''
from sqlalchemy import event
def flushed(session, context):
    session.execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'flushed')")
event.listen(db.session, 'after_flush', flushed)
db.session.add(User(username='one'))
db.session.commit()
event.remove(db.session, 'after_flush', flushed)
'''),
    ('INSERT IGNORE and ON DUPLICATE KEY UPDATE', MYSQL, '''
op.execute("INSERT IGNORE INTO t (id, n, name) VALUES (1, 99, 'x'), (4, 40, 'd')")
op.execute("INSERT INTO t (id, n, name) VALUES (1, 1, 'x') ON DUPLICATE KEY UPDATE n = n + 1")
op.execute("REPLACE INTO t (id, n, name) VALUES (2, 2, 'r')")
''' + ADD),
    ('INSERT OR REPLACE and an upsert', SQLITE, '''
op.execute("INSERT OR IGNORE INTO t (id, n, name) VALUES (1, 99, 'x'), (4, 40, 'd')")
op.execute("INSERT OR REPLACE INTO t (id, n, name) VALUES (2, 2, 'r')")
op.execute("INSERT INTO t (id, n, name) VALUES (1, 1, 'x') ON CONFLICT (id) DO UPDATE SET n = n + 1")
'''),
    ('WITH before an UPDATE', EVERY, '''
op.execute('UPDATE t SET n = (WITH s AS (SELECT count(*) AS c FROM u) SELECT c FROM s)')
op.execute('INSERT INTO u (id, t_id, note) ' + "WITH s AS (SELECT 1 AS c) SELECT 20, c, 'with' FROM s")
'''),
    ('an UPDATE of two tables', MYSQL, '''
op.execute("UPDATE t JOIN u ON u.t_id = t.id SET t.n = t.n + 1, u.note = 'both'")
op.execute('DELETE t, u FROM t JOIN u ON u.t_id = t.id WHERE t.id = 2')
''' + ADD),
    ('a temporary table between', EVERY, '''
op.execute('CREATE TEMPORARY TABLE tmp AS SELECT id, n FROM t')
op.execute('UPDATE t SET n = (SELECT tmp.n * 2 FROM tmp WHERE tmp.id = t.id)')
op.execute('DROP TABLE tmp')
'''),
    ('a function of the server that is made and used', MYSQL, '''
op.execute('CREATE FUNCTION twice(x INT) RETURNS INT DETERMINISTIC RETURN 2 * x')
op.execute('UPDATE t SET n = twice(n)')
op.execute('DROP FUNCTION twice')
'''),
    ('create_function on the driver connection', SQLITE, '''
op.get_bind().connection.create_function('twice', 1, lambda x: 2 * x)
op.execute('UPDATE t SET n = twice(n)')
'''),
    ('a backup by the driver', SQLITE, '''
import os, sqlite3
op.execute('UPDATE t SET n = n + 1')
copy = sqlite3.connect(':memory:')
for line in op.get_bind().connection.iterdump():
    pass
op.execute('UPDATE t SET n = n + 1')
'''),
    ('statements of another thread that is waited for', MYSQL, '''
import threading
engine = db.engine
def work():
    with engine.begin() as connection:
        connection.execute("UPDATE u SET note = 'thread'")
thread = threading.Thread(target=work)
thread.start()
thread.join()
op.execute('UPDATE t SET n = n + 1')
'''),
    ('an error in a thread pool of its own', MYSQL, '''
from concurrent.futures import ThreadPoolExecutor
engine = db.engine
with ThreadPoolExecutor(2) as pool:
    found = list(pool.map(lambda n: engine.execute('SELECT %d' % n).scalar(), range(4)))
op.execute('UPDATE t SET n = n + %d' % sum(found))
'''),
    ('batch_alter_table that the session reads in the middle', EVERY, '''
with op.batch_alter_table('t') as batch:
    batch.add_column(sa.Column('more', sa.Integer, server_default='4', nullable=False))
n = db.session.execute('SELECT sum(more) FROM t').scalar()
with op.batch_alter_table('t') as batch:
    batch.alter_column('more', new_column_name='most', existing_type=sa.Integer(), existing_nullable=False,
                       existing_server_default='4')
op.execute('UPDATE t SET n = %d' % n)
db.session.rollback()
'''),
    ('SELECT FOR UPDATE through the session', MYSQL, '''
row = db.session.execute('SELECT n FROM t WHERE id = 1 FOR UPDATE').fetchone()
op.execute('UPDATE t SET n = %d WHERE id = 1' % (row[0] + 1))
db.session.execute('UPDATE t SET n = n * 2 WHERE id = 1')
db.session.commit()
'''),
    ('a savepoint of the session around DDL', MYSQL, '''
db.session.execute('UPDATE t SET n = n + 1')
db.session.begin_nested()
db.session.execute('ALTER TABLE t ADD more INTEGER')
try:
    db.session.commit()
except Exception:
    pass
try:
    db.session.commit()
except Exception:
    db.session.rollback()
'''),
    ('models of a declarative base of its own', EVERY, '''
from sqlalchemy.ext.declarative import declarative_base
Base = declarative_base()
class T(Base):
    __tablename__ = 't'
    id = sa.Column(sa.Integer, primary_key=True)
    n = sa.Column(sa.Integer)
''' + ADD + '''
session = Session(bind=op.get_bind())
for one in session.query(T).order_by(T.id):
    one.n = one.n + one.id
session.add(T(id=9, n=90))
session.flush()
op.execute('UPDATE t SET more = n')
session.commit()
'''),
    ('models by automap', EVERY, '''
from sqlalchemy.ext.automap import automap_base
Base = automap_base()
Base.prepare(op.get_bind(), reflect=True)
session = Session(bind=op.get_bind())
for one in session.query(Base.classes.u):
    one.note = one.note + '!'
session.commit()
''' + ADD),
    ('a copy by hand before the drop', EVERY, '''
op.execute('CREATE TABLE saved AS SELECT id, t_id, note FROM u')
op.drop_table('u')
op.create_table('u', sa.Column('id', sa.Integer, primary_key=True), sa.Column('t_id', sa.Integer),
                sa.Column('note', sa.String(30)))
op.execute('INSERT INTO u (id, t_id, note) SELECT id, t_id, note FROM saved')
op.drop_table('saved')
'''),
    ('a table that changes places with another', EVERY, '''
op.create_table('other', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.BigInteger))
op.execute('INSERT INTO other (id, n) SELECT id, n * 2 FROM t')
op.rename_table('t', 'former')
op.rename_table('other', 't')
op.drop_table('former')
'''),
    ('a member of an ENUM that changes its name', MYSQL, '''
op.execute("ALTER TABLE t ADD kind ENUM('old', 'new') NOT NULL DEFAULT 'old'")
op.execute("ALTER TABLE t MODIFY kind ENUM('old', 'new', 'former') NOT NULL DEFAULT 'old'")
op.execute("UPDATE t SET kind = 'former' WHERE kind = 'old'")
op.execute("ALTER TABLE t MODIFY kind ENUM('former', 'new') NOT NULL DEFAULT 'former'")
'''),
    ('a full-text table of SQLite', SQLITE, '''
op.execute('CREATE VIRTUAL TABLE words USING fts5(note)')
op.execute('INSERT INTO words (note) SELECT note FROM u')
op.execute('DROP TABLE words')
op.execute('CREATE VIRTUAL TABLE words USING fts5(note, id UNINDEXED)')
op.execute('INSERT INTO words (note, id) SELECT note, id FROM u')
'''),
    ('a statement in bytes', MYSQL, '''
op.get_bind().connection.cursor().execute(b'UPDATE t SET n = n + 1')
''' + ADD),
    ('query() of the driver connection', MYSQL, '''
op.get_bind().connection.query('UPDATE t SET n = n + 1')
raw = db.engine.raw_connection()
raw.connection.query(b'UPDATE t SET n = n * 2')
raw.commit()
raw.close()
''' + ADD),
    ('a pymysql.Connection', MYSQL, '''
import pymysql
op.execute('UPDATE t SET n = n + 1')
url = db.engine.url
own = pymysql.Connection(host=url.host, port=url.port, user=url.username, password=url.password or '', database=url.database)
own.cursor().execute("UPDATE u SET note = 'own'")
own.commit()
own.close()
''' + ADD),
]

# A session or a pooled connection that was there before the migration began: what the application did, what the revision
# does, and what the application does afterwards.
BEFORE = [
    ('a session that has read and holds its transaction', EVERY, "db.session.execute('SELECT 1').fetchall()", '''
op.execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'kept')")
db.session.execute("UPDATE u SET note = 'changed' WHERE id = 9")
db.session.commit()
''', "db.session.execute('UPDATE t SET n = n + 1')\ndb.session.commit()"),
    ('a session that has read rows', SQLITE, "db.session.execute('SELECT * FROM t').fetchall()", ADD + '''
db.session.execute('UPDATE t SET more = 1')
db.session.commit()
''', "db.session.execute('UPDATE t SET n = n + 1')\ndb.session.commit()"),
    ('connections that wait in the pool', EVERY,
     "connections = [db.engine.connect() for n in range(3)]\n"
     "for one in connections:\n    one.execute('SELECT 1')\n    one.close()",
     ADD + '''
connections = [db.engine.connect() for n in range(3)]
for one in connections:
    one.execute('UPDATE t SET more = 1, n = n + 1')
    one.close()
''', "db.session.execute('UPDATE t SET n = n + more')\ndb.session.commit()"),
    ('a session that is left open by the revision and used afterwards', EVERY, 'pass', '''
db.session.execute('SELECT * FROM t').fetchall()
op.execute("INSERT INTO u (id, t_id, note) VALUES (9, 1, 'kept')")
''', "db.session.commit()\ndb.session.execute('UPDATE t SET n = n + 1')\ndb.session.commit()"),
    ('a raw connection that was taken before', EVERY, 'global raw\nraw = db.engine.raw_connection()', '''
op.execute('UPDATE t SET n = n + 1')
import __main__
cursor = __main__.raw.cursor()
cursor.execute('UPDATE t SET n = n * 2')
__main__.raw.commit()
''', "raw.cursor().execute('UPDATE t SET n = n + 1')\nraw.commit()\nraw.close()"),
    ('a connection of the driver that is kept beyond the revision', EVERY, 'pass', '''
import __main__
import pymysql
import sqlite3
url = db.engine.url
__main__.kept = sqlite3.connect(url.database) if url.drivername == 'sqlite' else pymysql.connect(
    host=url.host, port=url.port, user=url.username, password=url.password or '', database=url.database)
__main__.cursor = __main__.kept.cursor()
__main__.cursor.execute('UPDATE t SET n = n + 1')
__main__.kept.commit()
''', "cursor.execute('UPDATE t SET n = n * 2')\nkept.commit()\nkept.cursor().execute('UPDATE t SET n = 0')\n"
             "kept.rollback()\nkept.close()"),
    ('a session on an open connection', EVERY, 'global held\nheld = db.engine.connect()', '''
import __main__
op.execute('UPDATE t SET n = n + 1')
__main__.held.execute('UPDATE t SET n = n * 2')
op.execute('UPDATE t SET n = n + 1')
''', "held.execute('UPDATE t SET n = n + 1')\nheld.close()"),
]

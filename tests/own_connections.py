"""Revisions that make a connection of their own, with options of their own, as `revisions.py` has them.

Each is a name and the body of its `upgrade()`, for MySQL and MariaDB.
"""
OWN = '''
import pymysql
url = db.engine.url
engine = lambda **options: sa.create_engine(url, connect_args=options)
connect = lambda **options: pymysql.connect(host=url.host, port=url.port, user=url.username, password=url.password or '',
                                            database=url.database, **options)
keep = lambda value: op.execute(sa.text("INSERT INTO u (id, t_id, note) VALUES (50, 1, :note)").bindparams(
    note=str(value)[:20]))
'''
FILE = '''
open('rows.csv', 'w').write('41,4,x' + chr(10) + '42,5,y' + chr(10))
LOAD = "LOAD DATA LOCAL INFILE 'rows.csv' INTO TABLE t FIELDS TERMINATED BY ',' (id, n, name)"
'''
CHILD = 'op.execute("CREATE TABLE c (id INT PRIMARY KEY, t_id INT, FOREIGN KEY (t_id) REFERENCES t (id))")\n'
LONG = "INSERT INTO t (id, name) VALUES (77, '%s')" % ('x' * 30)

OPTIONS = [(name, OWN + code) for name, code in [
    ('local_infile of an engine', FILE + '''
op.add_column('t', sa.Column('more', sa.Integer))
keep(engine(local_infile=True).execute(LOAD).rowcount)
op.execute('UPDATE t SET more = n')
'''),
    ('local_infile in the address, within a transaction', FILE + '''
with sa.create_engine(str(url) + '&local_infile=1').begin() as own:
    own.execute('CREATE TEMPORARY TABLE z (id INT, n INT, name VARCHAR(9))')
    own.execute(LOAD.replace('TABLE t', 'TABLE z'))
    own.execute('INSERT INTO t SELECT * FROM z')
'''),
    ('local_infile of the driver, rolled back', FILE + '''
own = connect(local_infile=True)
own.cursor().execute(LOAD)
own.rollback()
own.cursor().execute(LOAD.replace('4', '5'))
own.commit()
'''),
    ('a file that is not there', FILE + '''
try:
    connect(local_infile=True).cursor().execute(LOAD.replace('rows', 'none'))
except pymysql.Error as error:
    keep(error.args[0])
'''),
    ('a file that may not be sent', FILE + '''
try:
    op.execute(LOAD)
except Exception as error:
    keep(type(error).__name__)
op.execute('UPDATE t SET n = n + 1')
'''),
    ('rows that are changed in steps, until there are none', '''
own, times = connect(), 0
cursor = own.cursor()
while cursor.execute('UPDATE t SET n = 7 LIMIT 2') and times < 9:
    own.commit()
    times += 1
own.commit()
keep((times, own.affected_rows(), cursor.rowcount))
'''),
    ('rows that are found', "keep(db.engine.execute('UPDATE t SET n = 10').rowcount)"),
    ('sql_mode', 'engine(sql_mode="").execute("%s")\n' % LONG + '''
try:
    op.execute("%s")
except Exception as error:
    keep('strict')
''' % LONG.replace('77', '78')),
    ('sql_mode that reads texts in another way', '''
own = connect(sql_mode='ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES')
own.cursor().execute('UPDATE "t" SET "name" = %s || name', ('a\\\\',))
own.commit()
op.execute('UPDATE u SET note = "y" WHERE id = 1')
'''),
    ('a listener of an engine', '''
own = sa.create_engine(url)
sa.event.listen(own, 'connect', lambda raw, record: raw.cursor().execute("SET SESSION sql_mode = ''"))
own.execute("%s")
''' % LONG),
    ('init_command without foreign keys', CHILD + '''
engine(init_command='SET foreign_key_checks = 0').execute('INSERT INTO c VALUES (1, 99)')
try:
    op.execute('INSERT INTO c VALUES (2, 99)')
except Exception as error:
    keep('checked')
'''),
    ('a SET that is the own connection\'s', CHILD + '''
own = connect()
own.cursor().execute('SET foreign_key_checks = 0')
try:
    op.execute('INSERT INTO c VALUES (1, 99)')
except Exception as error:
    keep('checked')
op.execute('UPDATE t SET n = 1')
own.cursor().execute('INSERT INTO c VALUES (2, 99)')
own.commit()
'''),
    ('init_command with a time zone', '''
op.execute('CREATE TABLE m (id INT, at TIMESTAMP NULL)')
engine(init_command="SET time_zone = '+05:00'").execute("INSERT INTO m VALUES (1, '2020-01-01 00:00:00')")
op.execute("INSERT INTO m VALUES (2, '2020-01-01 00:00:00')")
'''),
    ('init_command with a collation', '''
engine(init_command='SET NAMES utf8mb4 COLLATE utf8mb4_bin').execute("UPDATE t SET n = ('a' = 'A')")
op.execute("UPDATE u SET t_id = ('a' = 'A')")
'''),
    ('init_command with safe updates', '''
try:
    engine(init_command='SET sql_safe_updates = 1').execute('UPDATE t SET n = 1')
except Exception as error:
    keep('safe')
op.execute('UPDATE u SET t_id = 3 WHERE note IS NOT NULL')
'''),
    ('conv', '''
from pymysql.constants import FIELD_TYPE
from pymysql.converters import conversions


class Five(object):
    pass


own = connect(conv=dict(list(conversions.items()) + [(FIELD_TYPE.NEWDECIMAL, float), (Five, lambda value, more: '5')]))
cursor = own.cursor()
cursor.execute('UPDATE t SET n = %s', (Five(),))
cursor.execute('SELECT 1.5')
keep((cursor.fetchone()[0], op.get_bind().execute('SELECT 1.5').scalar()))
own.commit()
'''),
]]

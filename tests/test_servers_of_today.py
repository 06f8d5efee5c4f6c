"""What the MySQL and MariaDB of today have, and those that the packages were written for had not.

Each test runs on every server program of the kind that it names; see `servers.programs()`.
"""
import json
import os
import re
import shutil
import time

import pymysql
import pytest
import safe_migrate.compat  # noqa: F401  the import is its work
from changes.change import HEADER, arguments, column, model, thing
from changes.trial import Tool, Workshop, succeed, upgrade_of, written
from servers import OpenServer, private_server
from sqlalchemy.engine.url import make_url
pytestmark = pytest.mark.long


@pytest.fixture(scope='module')
def tool():
    made = Tool()
    yield made
    made.close()


@pytest.fixture
def trial(each, tool):
    """A project without models, on an empty database of each server."""
    workshop = Workshop(tool, each)
    try:
        with workshop.trial('mariadb') as made:
            yield made
    finally:
        workshop.server.close()
        shutil.rmtree(workshop.folder)


def applied(trial, *models):
    """Take the project to these models."""
    trial.replace('models.py', HEADER + ''.join(models))
    script = written(trial)
    succeed(trial, 'upgrade', 'upgrade')
    return script


def query(trial, statement):
    return trial.databases[0].query(statement)


def finds_nothing(trial):
    """No command finds a difference between the models and the database."""
    script = written(trial)
    assert script == '', script
    trial.db('status', '--exit-code', status=0)


def there_and_back(trial, *models):
    """Take the project to these models, find nothing more, and go back and forth; the database is as it was then."""
    before = trial.definition()
    script = applied(trial, *models)
    assert upgrade_of(script)
    finds_nothing(trial)
    after = trial.definition()
    succeed(trial, 'downgrade', 'downgrade')
    assert not before.difference(trial.definition()), script
    succeed(trial, 'upgrade', 'again')
    assert not after.difference(trial.definition()), script
    return script


def requires_a_key(trial):
    """The setting that a managed server has."""
    is_mysql = trial.databases[0].server.query("SHOW VARIABLES LIKE 'sql_require_primary_key'")
    return trial.databases[0].server.setting(*(('sql_require_primary_key', 1) if is_mysql
                                               else ('innodb_force_primary_key', 1)))


def test_a_server_that_requires_a_primary_key_in_each_table(trial):
    query(trial, 'CREATE TABLE pair (one INT, other INT)')  # made before the setting
    pair = "\n\npair = db.Table('pair', db.Column('one', db.Integer), db.Column('other', db.Integer))\n"
    with requires_a_key(trial):
        applied(trial, thing('value = db.Column(db.String(9))'), pair)
        finds_nothing(trial)
        there_and_back(trial, thing('value = db.Column(db.String(19))'), pair)
        trial.db('check', '--deep', status=0)


@pytest.mark.servers('mysql')
def test_a_primary_key_that_the_server_has_added_itself_stays(trial):
    with trial.databases[0].server.setting('sql_generate_invisible_primary_key', 1):
        query(trial, 'CREATE TABLE pair (one INT, other INT)')
        pair = "\n\npair = db.Table('pair', db.Column('one', db.Integer), db.Column('other', db.Integer))\n"
        applied(trial, thing(), pair)
        finds_nothing(trial)
        there_and_back(trial, thing(), pair, "\n\nnew = db.Table('new', db.Column('one', db.Integer))\n")


def marked_invisible(trial):
    is_mysql = 'Maria' not in query(trial, 'SELECT VERSION()')[0][0]
    query(trial, 'ALTER TABLE thing MODIFY value VARCHAR(9) DEFAULT \'x\' INVISIBLE')
    query(trial, 'ALTER TABLE thing ALTER INDEX ix_thing_other %s' % ('INVISIBLE' if is_mysql else 'IGNORED'))


def test_an_invisible_column_and_index_stay_invisible(trial):
    other = 'other = db.Column(db.String(9), index=True)'
    applied(trial, thing('value = db.Column(db.String(9), server_default="x")', other))
    marked_invisible(trial)
    finds_nothing(trial)
    there_and_back(trial, thing('value = db.Column(db.String(19), server_default="x")', other))
    script = there_and_back(trial, thing('value = db.Column(db.String(19), server_default="x", index=True)',
                                         'other = db.Column(db.String(9))',
                                         arguments('db.Index("ix_thing_other", "other", "value")')))
    assert 'INVISIBLE' in script and 'IGNORED' in script  # it runs on the other server, too
    made = query(trial, 'SHOW CREATE TABLE thing')[0][1]
    assert re.search('KEY `ix_thing_other` .*(INVISIBLE|IGNORED)', made) and len(re.findall('INVISIBLE|IGNORED', made)) == 2


@pytest.mark.servers('mysql')
def test_a_fulltext_index_with_a_parser_of_its_own_for_chinese_stays(trial):
    indexed = thing('title = db.Column(db.String(99))', arguments(
        "db.Index('ix_title', 'title', mysql_prefix='FULLTEXT', mysql_with_parser='ngram')"))
    without = thing('title = db.Column(db.String(99))')
    applied(trial, without)
    there_and_back(trial, indexed)
    assert 'ngram' in query(trial, 'SHOW CREATE TABLE thing')[0][1]
    there_and_back(trial, without)
    there_and_back(trial, indexed.replace(", mysql_with_parser='ngram'", ''))


def test_what_a_model_cannot_say_of_an_index_or_column_stays(trial):
    model = thing('value = db.Column(db.String(9))', 'other = db.Column(db.String(9), index=True)')
    applied(trial, model)
    query(trial, "ALTER TABLE thing DROP INDEX ix_thing_other, ADD INDEX ix_thing_other (other) COMMENT 'by hand'")
    if 'Maria' not in query(trial, 'SELECT VERSION()')[0][0]:
        query(trial, 'ALTER TABLE thing MODIFY value VARCHAR(9) COLUMN_FORMAT FIXED')
    finds_nothing(trial)


def test_a_table_in_another_character_set_than_its_database(trial):
    for name in ('latin1', 'utf8mb4'):
        query(trial, 'ALTER DATABASE CHARACTER SET ' + name)
        query(trial, 'CREATE TABLE %s_one (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(9)) CHARACTER SET %s'
              % (name, {'latin1': 'utf8mb4', 'utf8mb4': 'latin1'}[name]))
    applied(trial, model('latin1_one', 'name = db.Column(db.String(9))'),
            model('utf8mb4_one', 'name = db.Column(db.String(9))'))
    finds_nothing(trial)


def test_the_character_set_of_a_table_changes(trial):
    one = thing('value = db.Column(db.String(9))', "__table_args__ = {'mysql_charset': 'latin1'}")
    applied(trial, one)
    query(trial, "INSERT INTO thing (value) VALUES ('x')")
    for charset in ('utf8mb4', 'gbk'):
        script = applied(trial, one.replace('latin1', charset))
        assert 'None' not in script.split('def upgrade')[1]
        finds_nothing(trial)
        succeed(trial, 'downgrade', script)
        os.remove(trial.path('migrations', 'versions', max(
            trial.revisions(), key=lambda name: os.path.getmtime(trial.path('migrations', 'versions', name)))))
        trial.replace('models.py', HEADER + one)
        finds_nothing(trial)


def test_a_column_with_a_check_is_renamed(trial):
    applied(trial, column('db.Boolean'))
    before = trial.definition()
    query(trial, 'INSERT INTO thing (value) VALUES (1)')
    trial.replace('models.py', HEADER + thing('done = db.Column(db.Boolean)'))
    script = written(trial, '--rename', 'thing.value=thing.done')
    succeed(trial, 'upgrade', script)
    assert query(trial, 'SELECT done FROM thing') == ((1,),)
    finds_nothing(trial)
    succeed(trial, 'downgrade', script)
    assert not before.difference(trial.definition()), script
    succeed(trial, 'upgrade', script)


def test_a_check_is_replaced_by_another_of_its_name(trial):
    def with_check(text):
        return thing('value = db.Column(db.Integer)', arguments("db.CheckConstraint('%s', name='ck_value')" % text))
    applied(trial, with_check('value > 10'))
    query(trial, 'INSERT INTO thing (value) VALUES (11), (20)')
    there_and_back(trial, with_check('value < 100'))
    trial.replace('models.py', HEADER + with_check('value < 15'))
    written(trial)
    before = trial.definition()
    result = trial.db('upgrade', status=1)
    assert '1 row' in result.err and 'CHECK' in result.err
    assert not before.difference(trial.definition())


@pytest.mark.servers('mysql')
def test_a_check_that_two_tables_have_under_one_name_is_refused(trial):
    check = arguments("db.CheckConstraint('value > 0', name='ck_value')")
    applied(trial, thing('value = db.Column(db.Integer)', check))
    trial.replace('models.py', HEADER + thing('value = db.Column(db.Integer)', check)
                  + model('other', 'value = db.Column(db.Integer)', check))
    result = trial.db('migrate', status=1)
    assert 'ck_value' in result.err and 'other' in result.err and "name='ck_other_value'" in result.err
    assert len(trial.revisions()) == 1


def test_a_foreign_key_that_two_tables_have_under_one_name_is_refused(trial):
    key = arguments("db.ForeignKeyConstraint(['thing_id'], ['thing.id'], name='fk_thing')")
    one = model('one', 'thing_id = db.Column(db.Integer)', key)
    applied(trial, thing(), one)
    trial.replace('models.py', HEADER + thing() + one + one.replace('one', 'two').replace('One', 'Two'))
    result = trial.db('migrate', status=1)
    assert 'fk_thing' in result.err and 'two' in result.err and "name='fk_two_thing'" in result.err
    assert len(trial.revisions()) == 1


@pytest.mark.servers('mysql')
def test_a_check_that_is_not_enforced_is_a_difference(trial):
    applied(trial, thing('value = db.Column(db.Integer)', arguments("db.CheckConstraint('value > 0', name='ck_value')")))
    query(trial, 'ALTER TABLE thing ALTER CHECK ck_value NOT ENFORCED')
    trial.replace('models.py', trial.read('models.py') + '# the same\n')
    before = trial.definition()
    script = written(trial)
    assert 'ck_value' in script
    succeed(trial, 'upgrade', script)
    finds_nothing(trial)
    succeed(trial, 'downgrade', script)
    assert not before.difference(trial.definition()), script


@pytest.mark.started_with('--lower-case-table-names=1')
def test_names_of_tables_in_small_letters_alone(trial):
    profile = model('profile', "__tablename__ = 'UserProfile'", 'name = db.Column(db.String(9))')
    child = model('child', "profile_id = db.Column(db.Integer, db.ForeignKey('UserProfile.id'))")
    applied(trial, profile, child)
    finds_nothing(trial)
    there_and_back(trial, profile.replace('String(9)', 'String(19)'), child)
    assert trial.db('check', status=0)


RESERVED = ['offset', 'returning', 'lead', 'lag', 'rank', 'groups', 'window', 'system', 'of', 'row_number', 'intersect',
            'dense_rank', 'vector', 'qualify', 'lateral', 'manual', 'parallel', 'library']


def test_every_word_that_the_server_reads_as_its_own_is_put_into_quotes(each, trial):
    quote = make_url('mysql+pymysql://').get_dialect()().identifier_preparer.quote
    words = [word for word, in each.query('SELECT word FROM information_schema.keywords') if word[0].isalpha()]
    assert len(words) > 500
    with OpenServer(each).connection as connection, connection.cursor() as cursor:
        cursor.execute('USE ' + trial.databases[0].database)
        for word in words:
            cursor.execute('CREATE TEMPORARY TABLE one (%s INT)' % quote(word.lower()))
            cursor.execute('DROP TEMPORARY TABLE one')


def test_columns_with_names_that_later_became_reserved_words(trial):
    columns = ['%s = db.Column(db.Integer, index=True)' % name for name in RESERVED]
    query(trial, 'CREATE TABLE thing (id INT PRIMARY KEY AUTO_INCREMENT, %s)' % ', '.join(
        '`%s` INT, INDEX ix_thing_%s (`%s`)' % (name, name, name) for name in RESERVED))
    applied(trial, thing(*columns))
    finds_nothing(trial)
    there_and_back(trial, thing(*[one.replace('Integer', 'BigInteger') for one in columns]))
    there_and_back(trial, thing(*columns), model('lead', 'offset = db.Column(db.String(9))'))


@pytest.mark.servers('mysql')
@pytest.mark.started_with('--gtid-mode=ON', '--enforce-gtid-consistency=ON', '--log-bin=binlog', '--server-id=1')
def test_a_server_with_gtid_makes_no_temporary_table_within_a_transaction(trial):
    applied(trial, column('db.Integer'))
    server = trial.databases[0].server
    with server.setting('general_log', 1), server.setting('log_output', 'TABLE'):
        finds_nothing(trial)
        log = [(thread, text.decode()) for thread, text in server.query(
            "SELECT thread_id, argument FROM mysql.general_log WHERE command_type = 'Query' ORDER BY event_time")]
    autocommit, made = {}, 0
    for thread, text in log:
        if 'autocommit =' in text.lower():
            autocommit[thread] = text[-1]
        if 'TEMPORARY' in text:
            made += 1
            assert autocommit[thread] == '1', log
    assert made
    there_and_back(trial, column('db.String(9)'))


NEXT = '''from alembic import op

revision, down_revision = 'next', '%s'


def upgrade():
%s


def downgrade():
    pass
'''


def classes(trial, *statements):
    """How the plan says that the server would run these statements."""
    head, = re.findall("^revision = '(\\w+)'", ''.join(trial.revisions().values()), re.M)
    trial.replace('migrations/versions/next.py', NEXT % (head, '\n'.join('    op.execute(%r)' % one for one in statements)))
    database, = json.loads(trial.db('upgrade', '--plan', '--json', status=0).out)
    return [one['runs'] for one in database['revisions'][0]['statements']]


@pytest.mark.servers('mysql')
def test_the_plan_knows_that_a_table_has_been_changed_instantly_as_often_as_it_can_be(trial):
    applied(trial, thing())
    for number in range(63):
        query(trial, 'ALTER TABLE thing ADD COLUMN c%d INT, ALGORITHM=INSTANT' % number)
    assert classes(trial, 'ALTER TABLE thing ADD COLUMN one INT', 'ALTER TABLE thing ADD COLUMN two INT') == [
        'instant', 'online']


def test_the_plan_knows_that_a_fulltext_index_that_was_there_once_leaves_a_hidden_column(trial):
    applied(trial, thing('value = db.Column(db.String(9))'))
    query(trial, 'ALTER TABLE thing ADD FULLTEXT ft (value)')
    query(trial, 'ALTER TABLE thing DROP INDEX ft')
    for statement in ('ALTER TABLE thing ADD COLUMN one INT', 'ALTER TABLE thing RENAME COLUMN value TO word'):
        said, = classes(trial, statement)
        assert said == ('online' if 'ADD' in statement else 'instant')
        if said == 'instant':
            query(trial, statement + ', ALGORITHM=INSTANT')
            continue
        with pytest.raises(pymysql.err.Error):
            query(trial, statement + ', ALGORITHM=INSTANT')


@pytest.mark.servers('mysql')
@pytest.mark.started_with('--log-bin=binlog', '--server-id=1', '--gtid-mode=ON', '--enforce-gtid-consistency=ON')
def test_a_replica_and_what_follows_a_server_is_named_and_the_replica_takes_no_upgrade(each, trial):
    trial.replace('models.py', HEADER + thing())
    written(trial)
    with private_server(each.program, '--server-id=2', '--gtid-mode=ON', '--enforce-gtid-consistency=ON') as replica:
        replica.query("CHANGE REPLICATION SOURCE TO source_host = '127.0.0.1', source_port = %d, source_user = 'root', "
                      'source_auto_position = 1, source_delay = 3600' % each.port)
        replica.query('START REPLICA')
        replica.query('SET GLOBAL super_read_only = ON')
        while not each.query("SELECT 1 FROM information_schema.processlist WHERE command LIKE 'Binlog Dump%'"):
            time.sleep(0.1)
        assert 'Replicas that follow the server: 1.' in trial.db('doctor', status=0).out
        succeed(trial, 'upgrade', 'upgrade')
        finds_nothing(trial)
        there = {'DB_PORT': str(replica.port), 'DB_NAME': 'mysql'}
        assert re.search('replica of 127.0.0.1, and \\d+ s behind', trial.db('doctor', settings=there, status=0).out)
        replica.query('STOP REPLICA')
        assert 'have stopped coming in' in trial.db('doctor', settings=there, status=0).out
        replica.query('RESET REPLICA ALL')
        assert 'super_read_only is on' in trial.db('doctor', settings=there, status=0).out
        for command in (['upgrade'], ['upgrade', '--plan']):
            told = trial.db(*command, settings=there, status=1).err
            assert 'Is it a replica? Run the migration on the primary server.' in told


@pytest.mark.servers('mysql')
@pytest.mark.started_with('--log-bin=binlog', '--server-id=1')
def test_a_trigger_that_a_user_may_not_make_is_named_by_the_plan(trial):
    applied(trial, thing('value = db.Column(db.String(9))'))
    query(trial, "CREATE TRIGGER shout BEFORE INSERT ON thing FOR EACH ROW SET NEW.value = UPPER(NEW.value)")
    trial.replace('models.py', HEADER + thing('value = db.Column(db.String(19))'))
    written(trial)
    server = trial.databases[0].server
    server.query('CREATE DATABASE spare')
    server.query("CREATE USER plain@'%' IDENTIFIED BY 'sEcret'")
    for name in ('spare', trial.databases[0].database):
        server.query("GRANT ALL ON %s.* TO plain@'%%'" % name)
    result = trial.db('upgrade', '--plan', '--shadow', 'spare', settings={'DB_USERNAME': 'plain', 'DB_PASSWORD': 'sEcret'},
                      status=1)
    assert 'cannot have the trigger shout' in result.err and 'log_bin_trust_function_creators' in result.err


@pytest.mark.servers('mysql')
def test_the_plan_knows_what_a_statement_itself_asks_for(trial):
    applied(trial, thing())
    clauses = ['', ', ALGORITHM=INPLACE', ', LOCK=NONE', ', LOCK=SHARED', ', ALGORITHM=COPY',
               ', ALGORITHM=INPLACE, LOCK=SHARED', ', ALGORITHM=INSTANT']
    said = classes(trial, *['ALTER TABLE thing ADD COLUMN c%d INT%s' % pair for pair in enumerate(clauses)])
    query(trial, 'INSERT INTO thing VALUES (1)')
    for number, clause in enumerate(clauses):
        before = row_versions(trial)
        query(trial, 'ALTER TABLE thing ADD COLUMN c%d INT%s' % (number, clause))
        assert (said[number] == 'instant') == (row_versions(trial) > before), (clause, said)
    assert said[:2] == ['instant', 'online'] and said[4:] == ['blocks writes', 'blocks writes', 'instant']


def row_versions(trial):
    return query(trial, "SELECT total_row_versions FROM information_schema.innodb_tables "
                        "WHERE name = CONCAT(DATABASE(), '/thing')")[0][0]


def test_what_is_written_on_sqlite_quotes_the_words_of_mysql(project):
    project.manage('db', 'upgrade')
    project.edit('models.py', '    username =', "    offset = db.Column(db.Integer)\n"
                 "    __table_args__ = (db.CheckConstraint(db.column('offset') > 0, name='positive'),)\n    username =")
    project.manage('db', 'migrate')
    assert '`offset` > 0' in ''.join(project.revisions().values())


@pytest.mark.servers('mysql')
def test_the_size_of_a_table_is_what_it_is_now(trial):
    def size():
        listed = trial.db('tables', status=0).out.splitlines()
        return next(line.split()[-2:] for line in listed if line.split()[:1] == ['long'])
    query(trial, 'CREATE TABLE `long` (id INT PRIMARY KEY AUTO_INCREMENT, value TEXT)')
    query(trial, 'SELECT data_length FROM information_schema.tables')  # which the server remembers for a day
    assert size() == ['16', 'KB']
    query(trial, "INSERT INTO `long` (value) VALUES (REPEAT('x', 60000))")
    for _ in range(7):
        query(trial, 'INSERT INTO `long` (value) SELECT value FROM `long`')
    deadline = time.time() + 30  # InnoDB counts anew some seconds after many rows have changed
    while size() == ['16', 'KB']:
        assert time.time() < deadline
        time.sleep(0.5)

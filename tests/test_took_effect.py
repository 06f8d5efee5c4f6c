"""Whether a statement that was interrupted took effect is told by what it says and what its table is: somebody else may have
changed that meanwhile."""
import pytest
from test_resume import revise

KILLER = '''
import os
import signal
from pymysql.connections import Connection

MOMENT, STATEMENT = os.environ.get('KILL', 'never .').split(' ', 1)
query = Connection.query


def sent(self, statement, *arguments, **options):
    """A statement has done no more than to commit what stood before it, or has been answered."""
    is_it = str(statement).strip().startswith(STATEMENT)
    found = query(self, 'COMMIT' if is_it and MOMENT == 'before' else statement, *arguments, **options)
    if is_it:
        os.kill(os.getpid(), signal.SIGKILL)
    return found


Connection.query = sent
manager = Manager(app)'''
TABLE = ("op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.Integer, index=True), "
         "sa.Column('user_id', sa.Integer), sa.ForeignKeyConstraint(['user_id'], ['user.id'], name='fk_of_t'), "
         "sa.CheckConstraint('n > 0', name='ck_of_t'))")
# The revision's statement, where it is killed, what somebody does then, and what the next upgrade answers to that.
MADE_MEANWHILE = {
    'a table of other columns': (TABLE, 'before CREATE TABLE t', 'CREATE TABLE t (id INTEGER PRIMARY KEY)', '--resume=skip'),
    'a table of the same columns and other types': (
        TABLE, 'before CREATE TABLE t', 'CREATE TABLE t (id INTEGER PRIMARY KEY, n VARCHAR(3), user_id INTEGER)',
        '--resume=skip'),
    'a column of another name': (
        "op.add_column('user', sa.Column('n', sa.Integer))", 'before ALTER TABLE user', 'ALTER TABLE user ADD m INTEGER',
        None),
    'an index of another name': (
        "op.create_index('ix', 'user', ['username'])", 'before CREATE INDEX', 'CREATE INDEX other ON user (username)', None),
    'one of two columns': (
        "op.execute('ALTER TABLE user ADD n INTEGER, ADD m INTEGER')", 'before ALTER TABLE user',
        'ALTER TABLE user ADD n INTEGER', '--resume=skip'),
    'another column, where one is dropped': (
        "op.drop_column('student', 'name')", 'before ALTER TABLE student', 'ALTER TABLE student ADD m INTEGER', None),
}


@pytest.fixture
def killable(project, each):
    """This project on a server of each program, and a command line that a setting kills at a statement."""
    with each.database() as name:
        project.settings.update(DB_HOST=each.host, DB_PORT=str(each.port), DB_USERNAME=each.user, DB_PASSWORD=each.password,
                                DB_NAME=name)
        project.edit('manage.py', '\nmanager = Manager(app)', KILLER)
        project.manage('db', 'upgrade')
        project.query, project.kind = lambda statement: each.query(statement, database=name), each.kind()
        yield project


@pytest.mark.parametrize('case', [pytest.param(case, marks=[pytest.mark.long] if number else [])
                                  for number, case in enumerate(MADE_MEANWHILE)])
def test_what_somebody_else_has_done_meanwhile_is_not_taken_for_the_statements_effect(killable, case):
    body, moment, meanwhile, answer = MADE_MEANWHILE[case]
    revise(killable, '    %s\n' % body)
    killable.manage('db', 'upgrade', settings={'KILL': moment}, status=-9)
    killable.query(meanwhile)
    done = killable.manage('db', 'upgrade', status=None)
    if answer is None:
        assert done.status == 0 and killable.manage('db', 'upgrade', '--plan').out.count('ALTER') == 0
    else:
        assert done.status == 1 and answer in done.err and 'Traceback' not in done.err


@pytest.mark.long
def test_a_table_that_was_made_before_the_kill_is_not_asked_for(killable):
    revise(killable, '    %s\n' % TABLE)
    killable.manage('db', 'upgrade', settings={'KILL': 'behind CREATE TABLE t'}, status=-9)
    killable.manage('db', 'upgrade')
    assert 'ix_t_n' in str(killable.query('SHOW CREATE TABLE t'))


@pytest.mark.long
def test_a_statement_that_was_refused_is_refused_again_and_not_taken_for_done(killable):
    revise(killable, """    op.execute('CREATE TABLE first (id INTEGER PRIMARY KEY)')
    import threading
    from pymysql import connect
    url = op.get_bind().engine.url
    to = dict(host=url.host, port=url.port, user=url.username, password=url.password or '', database=url.database)
    thread = threading.Thread(target=lambda: connect(**to).cursor().execute(
        'CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, n INTEGER, user_id INTEGER)'))
    thread.start()
    thread.join()
    %s
""" % TABLE)
    for _ in range(2):
        assert '1050' in killable.manage('db', 'upgrade', status=1).err


@pytest.mark.long
def test_behind_a_revision_that_has_changed_nothing_an_older_one_is_gone_on_with(killable):
    revise(killable, "    op.execute('CREATE TABLE t (id INTEGER PRIMARY KEY)')\n"
                     "    op.execute('CREATE INDEX ix ON t (id)')\n")
    killable.manage('db', 'upgrade', settings={'KILL': 'before CREATE INDEX'}, status=-9)
    names = [row[0] for row in killable.query('SHOW COLUMNS FROM migration_journal')]
    changed = {'id': 'id + 100', 'run': "'other'", 'revision': "'gone'", 'ended': "'failed'"}
    killable.query('INSERT INTO migration_journal SELECT %s FROM migration_journal WHERE revision = %r' % (
        ', '.join(changed.get(name, name) for name in names), 'ten'))
    assert 'goes on from there' in killable.manage('db', 'upgrade').err
    assert killable.manage('db', 'status', '--json').out.count('gone') == 0


KEPT = {
    'a column': ("op.drop_column('kept', 'n')", "op.add_column('kept', sa.Column('n', sa.Integer))",
                 'ALTER TABLE kept DROP'),
    'a type': ("op.alter_column('kept', 'n', type_=sa.SmallInteger(), existing_type=sa.Integer())",
               "op.alter_column('kept', 'n', type_=sa.Integer(), existing_type=sa.SmallInteger())",
               'ALTER TABLE kept MODIFY'),
    'a table': ("op.execute('CREATE OR REPLACE TABLE kept (id INTEGER PRIMARY KEY)')",
                "op.drop_table('kept')\n    op.execute('CREATE TABLE kept (id INTEGER PRIMARY KEY, n INTEGER)')",
                'CREATE OR REPLACE'),
}


@pytest.mark.parametrize('case', [pytest.param(case, marks=[pytest.mark.long] if number else [])
                                  for number, case in enumerate(KEPT)])
def test_what_was_kept_before_the_kill_is_kept_again_as_it_is_by_then(killable, case):
    up, down, statement = KEPT[case]
    if statement == 'CREATE OR REPLACE' and killable.kind == 'mysql':  # which has no such statement
        return
    killable.query('CREATE TABLE kept (id INTEGER PRIMARY KEY, n INTEGER)')
    killable.query('INSERT INTO kept VALUES (1, 70001), (2, 70002), (3, 70003)')
    revise(killable, '    op.execute("SET SESSION sql_mode = \'\'")\n    %s\n\n\ndef downgrade():\n    %s\n' % (up, down))
    killable.manage('db', 'upgrade', settings={'KILL': 'before ' + statement}, status=-9)
    for change in ('UPDATE kept SET n = 80001 WHERE id = 1', 'INSERT INTO kept VALUES (4, 70004)',
                   'DELETE FROM kept WHERE id = 3'):
        killable.query(change)
    killable.manage('db', 'upgrade')
    killable.manage('db', 'downgrade', '--yes')
    assert killable.query('SELECT id, n FROM kept ORDER BY id') == ((1, 80001), (2, 70002), (4, 70004))

"""`db log`: who applied or reverted what, when, why, how long it took and how it ended."""
import json
import signal

import pytest

MESSAGE = '创建Student模型'


def test_it_tells_what_was_done_newest_first(migrated):
    migrated.manage('db', 'upgrade', '--message', MESSAGE)
    migrated.manage('db', 'downgrade', '-m', '后悔药')
    lines = migrated.manage('db', 'log').out.splitlines()
    assert ['downgrade 423cbaf36ad7  done' in lines[0], lines[0].endswith('后悔药')] == [True, True], lines
    assert ['upgrade   423cbaf36ad7  done' in lines[1], lines[1].endswith(MESSAGE)] == [True, True], lines
    assert len(lines) == 3


def test_it_tells_a_program_the_same(migrated):
    migrated.manage('db', 'upgrade', '--message', MESSAGE)
    newest, first = json.loads(migrated.manage('db', 'log', '--json').out)
    assert newest['revision'] == '423cbaf36ad7' and first['revision'] == 'fcc71ef3b1ac'
    assert newest['message'] == MESSAGE and newest['ended'] == 'done' and newest['seconds'] >= 0
    assert '@' in newest['who'] and newest['started'] > '2026' and newest['started'].endswith('Z')


KILLED = 'import os, signal; os.kill(os.getpid(), signal.SIGKILL)'


@pytest.mark.long
@pytest.mark.parametrize('ending', ["raise RuntimeError('half-way')", KILLED])
def test_an_upgrade_that_the_status_calls_interrupted_is_that_in_the_log_too(project, mariadb, ending):
    project.settings.update(mariadb.settings)
    project.edit('migrations/versions/423cbaf36ad7_create_student.py', '    # ### end Alembic commands ###\n\n\ndef',
                 '    %s\n\n\ndef' % ending)
    project.manage('db', 'upgrade', status=None)
    assert 'Interrupted  the upgrade of 423cbaf36ad7' in project.manage('db', 'status').out
    assert 'upgrade   423cbaf36ad7  interrupted' in project.manage('db', 'log').out.splitlines()[0]
    assert '已中断' in project.manage('db', 'log', settings={'SAFE_MIGRATE_LANG': 'zh'}).out.splitlines()[0]
    assert json.loads(project.manage('db', 'log', '--json').out)[0]['ended'] == 'interrupted'


def test_an_upgrade_that_is_at_work_is_running_in_both(project, mariadb):
    project.settings.update(mariadb.settings)
    asks = 'import os, sys; [os.system("%s manage.py db %s" % (sys.executable, one)) for one in ("log", "status")]'
    project.edit('migrations/versions/423cbaf36ad7_create_student.py', '    # ### end Alembic commands ###\n\n\ndef',
                 '    %s\n\n\ndef' % asks)
    said = project.manage('db', 'upgrade').out
    assert 'upgrade   423cbaf36ad7  running' in said and 'Running      the upgrade of 423cbaf36ad7' in said, said
    assert 'Interrupted' not in said and 'goes on from there' not in said


def test_an_upgrade_that_another_process_has_finished_names_both(project, mariadb):
    project.settings.update(mariadb.settings)
    project.edit('migrations/versions/423cbaf36ad7_create_student.py', "    # ### end Alembic commands ###\n\n\ndef",
                 "    import os, signal\n    'KILLED' in os.environ and os.kill(os.getpid(), signal.SIGKILL)\n\n\ndef")
    project.manage('db', 'upgrade', status=-signal.SIGKILL, settings={'KILLED': '1'})
    begun = json.loads(project.manage('db', 'log', '--json').out)[0]['who']
    project.manage('db', 'upgrade')
    newest = json.loads(project.manage('db', 'log', '--json').out)[0]
    first, second = newest['who'].split('; ')
    assert (newest['revision'], newest['ended'], first) == ('423cbaf36ad7', 'done', begun)
    assert second != begun and ', process ' in second


def test_a_stamp_is_in_it(migrated):
    migrated.manage('db', 'stamp', 'head')
    assert 'stamp     423cbaf36ad7  done' in migrated.manage('db', 'log').out


def test_a_database_without_a_journal_has_nothing_to_tell(migrated):
    assert 'Nothing has been applied' in migrated.manage('db', 'log').out
    assert json.loads(migrated.manage('db', 'log', '--json').out) == []


def test_db_migrate_does_not_see_its_table(migrated):
    migrated.manage('db', 'upgrade')
    assert 'No changes in schema detected' in migrated.manage('db', 'migrate').err

"""Every question says what each answer does, asks again after nonsense, and takes no answer for a no."""
import datetime
import json
import os
import signal
import time
import sqlite3

import pytest
from conftest import SQLite
from terminal import CTRL_C, Terminal

pytestmark = pytest.mark.long
CTRL_D = '\x04'
ENGLISH, CHINESE = {'SAFE_MIGRATE_LANG': 'en'}, {'SAFE_MIGRATE_LANG': 'zh'}


@pytest.fixture
def filled(project):
    """The tutorials' project on SQLite with three users."""
    project.manage('db', 'upgrade')
    SQLite(project.folder).query("INSERT INTO user (username) VALUES ('a'), ('b'), ('c')")
    return project


def renamed(project):
    project.edit('models.py', 'username = ', 'login = ')


def dropped(project):
    """A column goes into the bin."""
    project.edit('models.py', '    username = db.Column(db.String(50), nullable=False)\n', '')
    project.manage('db', 'migrate')
    project.manage('db', 'upgrade')


def nothing(project):
    pass


# What is done before, the command, its question in English and in Chinese, and what each answer does.
QUESTIONS = {
    'rename': (renamed, ('migrate',),
               'user.username is gone and user.login is new. Renamed? y keeps its 3 values, N drops them',
               'user.username 没有了，新增了 user.login。是改名吗？输入 y 保留其中的 3 个值，输入 N 则删除'),
    'bin': (dropped, ('bin', 'empty'), 'Drop 1 entry (3 values, ', '要彻底删除这 1 项（3 个值，'),
    'leave': (nothing, ('leave',), 'Drop them for good, with what they tell of who applied what and when?',
              '要彻底删除它们吗？'),
    'downgrade': (nothing, ('downgrade', 'base'), 'Go on? y drops what is listed, N changes nothing', '输入 y 删除以上内容'),
}
NONSENSE = {'en': 'Type y for yes, or n for no', 'zh': '请输入 y（是）或 n（否）'}


def ask(project, name, language='en'):
    prepare, command, *texts = QUESTIONS[name]
    prepare(project)
    project.settings.update(CHINESE if language == 'zh' else ENGLISH)
    terminal = Terminal(project, 'db', *command)
    terminal.wait_for(texts[language == 'zh'])
    terminal.wait_for('[y/N]')
    return terminal


@pytest.mark.parametrize('language, texts', [('en', ['N asks', 'N drops']),
                                             ('zh', ['输入 N 则再问', '输入 N 则删除'])])
def test_of_several_new_names_a_no_asks_about_the_next_one(filled, language, texts):
    filled.edit('models.py', 'username = db.Column(db.String(50), nullable=False)',
                'login = db.Column(db.String(50))\n    user_login = db.Column(db.String(50))')
    filled.settings.update(CHINESE if language == 'zh' else ENGLISH)
    terminal = Terminal(filled, 'db', 'migrate')
    for text in texts:
        terminal.wait_for(text)
        terminal.type('n\n')
    assert terminal.end() == 0


@pytest.mark.parametrize('language', ['en', 'zh'])
@pytest.mark.parametrize('name', sorted(QUESTIONS))
def test_nonsense_is_asked_again_and_a_no_changes_nothing(filled, name, language):
    terminal = ask(filled, name, language)
    before = content(filled)
    terminal.type('perhaps\n')
    terminal.wait_for(NONSENSE[language])
    terminal.type('n\n')
    if name == 'rename':  # the column goes and another comes, whose rows need a value
        terminal.wait_for('VARCHAR(50) NOT NULL')
        terminal.type(CTRL_C)
    terminal.end()
    assert 'Traceback' not in terminal.output and content(filled) == before
    if name in ('bin', 'leave'):
        assert ('Nothing was changed.' if language == 'en' else '未做任何更改。') in terminal.output


@pytest.mark.parametrize('key', [CTRL_C, CTRL_D])
@pytest.mark.parametrize('name', sorted(QUESTIONS))
def test_no_answer_changes_nothing_and_is_told_on_a_line_of_its_own(filled, name, key):
    terminal = ask(filled, name)
    before = content(filled)
    terminal.type(key)
    assert terminal.end() == (130 if key == CTRL_C else 1) and content(filled) == before
    assert '\nError: ' in terminal.output.replace('\r', ''), terminal.output


@pytest.mark.parametrize('language, word', [('en', 'y'), ('en', 'YES'), ('zh', '是')])
def test_a_yes_is_understood_in_the_readers_language(filled, language, word):
    terminal = ask(filled, 'bin', language)
    terminal.type(word + '\n')
    assert terminal.end() == 0, terminal.output
    assert len(filled.manage('db', 'bin').out.splitlines()) == 1


@pytest.mark.parametrize('kind, typed, example, wrong, right', [
    ('Integer', 'INTEGER', '0', 'many', '7'), ('Float', 'FLOAT', '0.5', 'x', '1.5'),
    ("Enum('red', 'blue')", 'VARCHAR(4)', 'red', '', 'blue'), ('Date', 'DATE', '2000-01-31', '', '2001-02-03')])
def test_a_value_is_asked_for_with_its_type_the_number_of_rows_and_an_example(filled, kind, typed, example, wrong, right):
    filled.edit('models.py', '    username =', '    extra = db.Column(db.%s, nullable=False)\n    username =' % kind)
    terminal = Terminal(filled, 'db', 'migrate')
    terminal.wait_for('user.extra %s NOT NULL: 3 rows need a value, such as %s: ' % (typed, example))
    terminal.type(wrong + '\n')
    terminal.wait_for('%s is no %s.' % (wrong, typed) if wrong else 'Type a value')
    terminal.type(right + '\n')
    assert terminal.end() == 0, terminal.output
    filled.manage('db', 'upgrade')
    assert {str(value) for value, in SQLite(filled.folder).query('SELECT extra FROM user')} == {right}


@pytest.mark.parametrize('words, named', [
    (('upgrade', '--json'), 'db upgrade --plan'), (('downgrade', '--json'), 'db downgrade --plan'),
    (('upgrade', '--shadow', 'x'), 'db upgrade --plan'), (('upgrade', '--plan', '--sql'), 'db upgrade'),
    (('bin', '--yes'), 'db bin empty'), (('bin', 'restore', '1', '--older-than', '3d'), 'db bin empty'),
    (('bin', 'empty', '--json'), 'db bin')])
def test_an_option_that_belongs_to_another_command_changes_nothing(filled, words, named):
    before = content(filled)
    done = filled.manage('db', *words, status=1)
    assert 'belongs to `%s`' % named in done.err and content(filled) == before, done


def test_a_downgrade_with_nothing_to_take_back_names_no_number(project):
    done = project.manage('db', 'downgrade', status=1)
    assert 'No revision is applied' in done.err and '-1' not in done.err, done


def test_times_are_those_of_the_readers_clock_and_say_so_in_json(filled):
    filled.settings['TZ'] = 'Asia/Shanghai'
    started = json.loads(filled.manage('db', 'log', '--json').out)[0]['started']
    there = datetime.datetime.strptime(started[:19], '%Y-%m-%dT%H:%M:%S') + datetime.timedelta(hours=8)
    assert started.endswith('Z') and filled.manage('db', 'log').out.startswith(str(there))


def content(project):
    """Everything that is in the database, and the revision files."""
    with sqlite3.connect(project.path('app.db')) as connection:
        return list(connection.iterdump()), project.revisions()


@pytest.mark.parametrize('name, command', [('rename', ('migrate',)), ('no_line', ('repair',))])
def test_sigterm_at_a_question_leaves_no_file_behind(filled, name, command):
    before = sorted(os.listdir(filled.path('migrations')))
    if name == 'rename':
        renamed(filled)
    else:
        SQLite(filled.folder).query("UPDATE alembic_version SET version_num = 'gone'")
    terminal = Terminal(filled, 'db', *command)
    terminal.wait_for('[y/N]')
    assert '.writing' in os.listdir(filled.path('migrations'))
    for _ in range(5):  # Python does not see a signal that comes as it begins to wait
        os.kill(terminal.process, signal.SIGTERM)
        again = time.time() + 3
        while 'Stopped by' not in terminal.output and time.time() < again and terminal.read():
            pass
        if 'Stopped by' in terminal.output:
            break
    assert terminal.end() == 143 and 'Stopped by SIGTERM.' in terminal.output, terminal.output
    assert sorted(os.listdir(filled.path('migrations'))) == before

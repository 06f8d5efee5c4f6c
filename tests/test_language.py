"""The language of what a user is told: chosen as gettext chooses it, and complete."""
import ast
import os
import re
import sys

import pytest
from conftest import ROOT
from terminal import Terminal

sys.path.insert(0, ROOT)
from safe_migrate.messages.layout import broken, width  # noqa: E402
from safe_migrate.translation.chinese import CHINESE, PARTS  # noqa: E402
from safe_migrate.translation.language import chosen  # noqa: E402

PLACEHOLDER = re.compile(r'%(?:\(\w+\))?[-#0+]*(?:\d+|\*)?(?:\.\d+)?[a-zA-Z%]')


def trees():
    """The syntax trees of the package's files, each with its name."""
    for folder, _, names in os.walk(os.path.join(ROOT, 'safe_migrate')):
        for path in (os.path.join(folder, name) for name in sorted(names) if name.endswith('.py')):
            with open(path, encoding='utf-8') as file:
                yield os.path.relpath(path, ROOT), ast.parse(file.read())


def calls_in(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, 'id', None) == '_']


def calls():
    """Each call of `_()` in the package: its place and its arguments' syntax trees."""
    return [('%s:%d' % (path, call.lineno), call.args) for path, tree in trees() for call in calls_in(tree)]


def is_one_literal(arguments):
    try:
        text, = map(ast.literal_eval, arguments)
    except ValueError:
        return False
    return isinstance(text, str)


def texts():
    """The English texts, each with a place."""
    return {ast.literal_eval(arguments[0]): place for place, arguments in calls()}


def test_a_text_stands_as_a_literal_where_it_is_looked_up():
    assert [place for place, arguments in calls() if not is_one_literal(arguments)] == []


def test_no_function_has_another_use_for_the_name_by_which_texts_are_looked_up():
    assert [place for place, tree in trees() for node in ast.walk(tree)
            if isinstance(node, (ast.FunctionDef, ast.Lambda)) and calls_in(node) and names_otherwise(node)] == []


def names_otherwise(function):
    arguments = [one.arg for one in ast.walk(function) if isinstance(one, ast.arg)]
    return '_' in arguments or any(isinstance(one, ast.Name) and one.id == '_' and isinstance(one.ctx, ast.Store)
                                   for one in ast.walk(function))


def test_every_text_has_its_chinese():
    missing = {english: place for english, place in texts().items() if english not in CHINESE}
    assert missing == {}


def test_no_chinese_is_left_of_a_text_that_is_gone():
    assert set(CHINESE) - set(texts()) == set()


def test_a_chinese_text_stands_in_one_file():
    assert len(CHINESE) == sum(len(part.TEXTS) for part in PARTS)


def test_the_chinese_has_the_placeholders_of_the_english():
    different = {english: chinese for english, chinese in CHINESE.items()
                 if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(chinese))}
    assert different == {}


def test_more_than_one_placeholder_has_names():
    found = [english for english in CHINESE if '%' in english
             and len([one for one in PLACEHOLDER.findall(english) if one[1] not in '(%']) > 1]
    assert found == []


@pytest.mark.parametrize('environment, language', [
    ({}, ''),
    ({'LANG': 'zh_CN.UTF-8'}, 'zh'),
    ({'LC_MESSAGES': 'zh_CN.UTF-8', 'LANG': 'en_US.UTF-8'}, 'zh'),
    ({'LC_ALL': 'en_US.UTF-8', 'LC_MESSAGES': 'zh_CN.UTF-8', 'LANG': 'zh_CN.UTF-8'}, 'en'),
    ({'LANGUAGE': 'zh:en', 'LANG': 'en_US.UTF-8'}, 'zh'),
    ({'LANGUAGE': 'fr:zh_CN', 'LANG': 'en_US.UTF-8'}, 'zh'),
    ({'LANGUAGE': 'en:zh', 'LC_ALL': 'zh_CN.UTF-8'}, 'en'),
    ({'LANGUAGE': 'C:zh', 'LANG': 'en_US.UTF-8'}, 'c'),
    ({'LANGUAGE': 'fr', 'LANG': 'zh_CN.UTF-8'}, ''),
    ({'LANGUAGE': 'zh', 'LC_ALL': 'C'}, ''),
    ({'LANGUAGE': 'zh', 'LC_ALL': 'C.UTF-8'}, ''),
    ({'LANGUAGE': 'zh', 'LC_ALL': 'POSIX'}, ''),
    ({'LANGUAGE': 'zh'}, ''),
    ({'LC_ALL': '', 'LANG': 'zh_CN.GBK'}, 'zh'),
    ({'SAFE_MIGRATE_LANG': 'en', 'LANG': 'zh_CN.UTF-8'}, 'en'),
    ({'SAFE_MIGRATE_LANG': 'zh', 'LC_ALL': 'C'}, 'zh'),
    ({'SAFE_MIGRATE_LANG': 'zh_CN'}, 'zh'),
])
def test_the_language_is_chosen_as_gettext_chooses_it(environment, language):
    assert chosen(environment) == language


CHOSEN = [
    ({'LC_ALL': 'zh_CN.UTF-8'}, 'zh'),
    ({'LC_ALL': '', 'LANG': 'zh_CN.UTF-8'}, 'zh'),
    ({'LC_ALL': '', 'LC_MESSAGES': 'zh_CN.UTF-8', 'LANG': 'en_US.UTF-8'}, 'zh'),
    ({'LC_ALL': '', 'LANGUAGE': 'zh:en', 'LANG': 'en_US.UTF-8'}, 'zh'),
    ({'LC_ALL': 'C', 'LANGUAGE': 'zh'}, 'en'),
    ({'LC_ALL': '', 'LANG': 'zh_CN.UTF-8', 'SAFE_MIGRATE_LANG': 'en'}, 'en'),
    ({'SAFE_MIGRATE_LANG': 'zh'}, 'zh'),
    ({}, 'en'),
]
STATUS = {'en': 'Current      no revision yet', 'zh': '当前版本     尚无版本'}
ERROR = {'en': 'Error: There is no revision 99.\nThose there are: python manage.py db history\n',
         'zh': '错误：没有版本 99。\n现有的版本请看：python manage.py db history\n'}
HELP = {'en': 'Seconds to wait for the database server to answer', 'zh': '等待数据库服务器响应的秒数'}


@pytest.mark.long
@pytest.mark.parametrize('settings, language', CHOSEN)
def test_a_user_is_told_in_the_chosen_language(project, settings, language):
    assert STATUS[language] in project.manage('db', 'status', settings=settings).out.splitlines()
    assert project.manage('db', 'upgrade', '99', settings=settings, status=1).err.endswith(ERROR[language])
    assert HELP[language] in project.manage('db', 'status', '--help', settings=settings).out


ZH = {'LC_ALL': 'zh_CN.UTF-8'}


@pytest.mark.long
def test_what_a_migration_would_lose_is_told_in_chinese_and_the_script_stays_english(project):
    project.manage('db', 'upgrade')
    project.edit('models.py', 'username = ', 'nickname = ')
    done = project.manage('db', 'migrate', '--message', 'rename', settings=ZH)
    assert '警告：user.username 将被删除，user.nickname 将新增，原有的数据会丢失。\n' in done.err
    script, = [text for name, text in project.revisions().items() if 'rename' in name]
    assert 'user.username goes and user.nickname comes' in script
    assert script.encode('ascii')


@pytest.mark.long
@pytest.mark.parametrize('command', [('status', '--json'), ('upgrade', '--plan', '--json')])
def test_what_a_program_reads_is_the_same_in_every_language(project, command):
    assert project.manage('db', *command, settings=ZH).out == project.manage('db', *command).out


@pytest.mark.long
def test_columns_are_aligned_in_chinese(project):
    project.manage('db', 'upgrade')
    title, heading, rule, row = project.manage('db', 'tables', settings=ZH).out.splitlines()[:4]
    columns = width(heading[:heading.index('行') + 1])
    assert rule[:columns].endswith('  --') and row[:columns].endswith(' 1')
    first = project.manage('db', 'log', settings=ZH).out.splitlines()[0]
    assert first[19:].startswith('  升级      423cbaf36ad7  完成  ')


# An ASCII one gets UTF-8, as click writes it too; one that has no Chinese characters is written to in English.
@pytest.mark.parametrize('settings, language', [
    pytest.param({'LC_ALL': 'zh_CN.GBK'}, 'zh', marks=pytest.mark.long),
    pytest.param({'LC_ALL': 'C', 'SAFE_MIGRATE_LANG': 'zh'}, 'zh', marks=pytest.mark.long),
    pytest.param({'LC_ALL': 'C', 'SAFE_MIGRATE_LANG': 'zh', 'PYTHONIOENCODING': 'ascii'}, 'zh'),
    pytest.param({'LC_ALL': 'zh_CN.UTF-8', 'PYTHONIOENCODING': 'latin-1'}, 'en', marks=pytest.mark.long),
])
def test_no_encoding_of_the_terminal_ends_a_command(project, settings, language):
    assert HELP[language] in project.manage('db', 'status', '--help', settings=settings).out
    assert project.manage('db', 'upgrade', '99', settings=settings, status=1).err.endswith(ERROR[language])


@pytest.mark.long
def test_a_terminal_in_gbk_gets_gbk(project):
    settings = {'LC_ALL': 'zh_CN.GBK', 'PYTHONIOENCODING': 'gbk'}
    project.manage('db', 'revision', '--message', '\N{GRINNING FACE} 学生')
    done = project.run('sh', '-c', 'exec "$0" manage.py db status > status.txt', sys.executable, settings=settings)
    with open(project.path('status.txt'), encoding='gbk') as file:
        found = file.read()
    assert done.status == 0 and STATUS['zh'] in found and '\\U0001f600 学生' in found


@pytest.mark.long
def test_a_question_is_asked_in_the_users_language(project):
    project.manage('db', 'upgrade')
    project.edit('models.py', 'username = ', 'nickname = ')
    project.settings.update(SAFE_MIGRATE_LANG='zh', COLUMNS='120')
    terminal = Terminal(project, 'db', 'migrate', '--message', 'rename')
    terminal.wait_for('user.username 没有了，新增了 user.nickname。是改名吗？'
                      '输入 y 为改名，输入 N 则删除前者、新建后者 [y/N]')
    terminal.type('y\n')
    assert terminal.end() == 0 and 'user.username -> nickname' in terminal.output


@pytest.mark.long
def test_the_program_flask_speaks_the_same_language(project):
    assert project.run(sys.executable, 'setup.py', '-q', 'egg_info').status == 0
    settings = {'SAFE_MIGRATE_LANG': 'zh', 'PYTHONPATH': project.folder}
    assert STATUS['zh'] in project.flask('db', 'status', settings=settings).out.splitlines()
    error = project.flask('db', 'upgrade', '99', settings=settings, status=1).err
    assert error.endswith(ERROR['zh'].replace('python manage.py', 'flask'))


@pytest.mark.parametrize('typed', ['mkdir logs', '--shadow shop_shadow', 'db migrate'])
def test_a_line_ends_within_nothing_that_is_to_be_typed(typed):
    assert all(typed in '\n'.join(broken('请输入：%s。' % typed, room, '')) for room in range(8, 40))

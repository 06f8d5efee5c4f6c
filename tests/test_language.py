"""The language of what a user is told: chosen as gettext chooses it, and complete."""
import ast
import os
import re
import sys

import pytest

from conftest import ROOT

sys.path.insert(0, ROOT)
from safe_migrate.chinese import CHINESE, PARTS  # noqa: E402
from safe_migrate.language import chosen  # noqa: E402

PLACEHOLDER = re.compile(r'%(?:\(\w+\))?[-#0+]*(?:\d+|\*)?(?:\.\d+)?[a-zA-Z%]')


def calls():
    """Each call of `_()` in the package: its place and its arguments' syntax trees."""
    for folder, _, names in os.walk(os.path.join(ROOT, 'safe_migrate')):
        for path in (os.path.join(folder, name) for name in names if name.endswith('.py')):
            with open(path, encoding='utf-8') as file:
                tree = ast.parse(file.read())
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and getattr(node.func, 'id', None) == '_':
                    yield '%s:%d' % (os.path.relpath(path, ROOT), node.lineno), node.args


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

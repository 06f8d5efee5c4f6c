"""`docs/faq.md`: each message in it is one that a command says, in the language of the page."""
import os
import re

import conftest
import pytest
from safe_migrate.loosen import TEXTS
from safe_migrate.translation.chinese import CHINESE

# What pip, Python and a shell say.
OTHERS = ('ERROR: Cannot install', 'did not run', 'Failed building', 'cannot import name', "module 'ast' has", 'flask db',
          'status', '--message', 'Missing parentheses', 'invalid syntax', 'print', 'leading zeros',
          'inconsistent use of tabs')
PLACE = re.compile(r'%(?:\(\w+\))?[-.0-9]*[sdgfr]')
PAGES = {'faq.md': list(CHINESE) + list(TEXTS['en'].values()),
         'faq.zh-CN.md': list(CHINESE.values()) + list(TEXTS['zh'].values())}


@pytest.mark.parametrize('page', sorted(PAGES))
def test_each_message_is_said(page):
    with open(os.path.join(conftest.ROOT, 'docs', page), encoding='utf-8') as file:
        heads = re.findall(r'^\*\*(.*?)\*\*', file.read(), re.MULTILINE)
    said = [PLACE.sub('...', text) for text in PAGES[page]]
    messages = [code for head in heads for code in re.findall('`(.*?)`', head) if not code.startswith(OTHERS)]
    assert len(messages) > 10
    for message in messages:
        parts = [part.strip() for part in message.split('...') if part.strip()]
        assert any(all(part in text for part in parts) for text in said), message

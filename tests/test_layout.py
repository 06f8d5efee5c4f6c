"""A reader finds each file of the package where its folder says what it has."""
import os

import conftest
import pytest

PACKAGE = os.path.join(conftest.ROOT, 'safe_migrate')
# There a file is a command, or the texts of the folder of its name.
EVIDENT = ('commands', 'chinese', 'compat')


def modules(folder):
    """The names of the files and folders in a folder of the package."""
    names = [name for name in os.listdir(folder) if name.endswith('.py') or os.path.isdir(os.path.join(folder, name))]
    return [name for name in names if not name.startswith('__')]


@pytest.mark.parametrize('folder', [''] + [name for name in sorted(os.listdir(PACKAGE)) if name not in EVIDENT
                                           and os.path.exists(os.path.join(PACKAGE, name, '__init__.py'))])
def test_a_folder_says_what_each_of_its_files_is_for(folder):
    with open(os.path.join(PACKAGE, folder, '__init__.py'), encoding='utf-8') as file:
        text = file.read().split('"""')[1]
    missing = [name for name in modules(os.path.join(PACKAGE, folder)) if name not in text]
    assert missing == []

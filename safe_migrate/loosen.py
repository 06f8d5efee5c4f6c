"""Take the releases of what is held here off the requirements of a codebase: `python safe_migrate/loosen.py FILE...`.

pip names one conflict with a constraints file at a time, and an old codebase has a dozen. It is run before the package is
installed, on its path, so that it imports nothing of it.
"""
import os
import re
import shutil
import sys

CHECKOUT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HELD = ('requirements.txt', 'requirements-postgresql.txt')
# What wants a compiler or Python 2, and what does the same without.
BUILT = {'psycopg2': 'psycopg2-binary', 'mysql-python': 'PyMySQL'}
NO_PACKAGE = 'pkg-resources'  # a fault of Ubuntu's `pip freeze`
MISSING = {
    'en': 'Error: there is no file %(path)s here.\nA codebase that has none installs this: pip install -c '
          '%(checkout)s/requirements.txt %(checkout)s\nWhat else it imports is then named by: python manage.py db doctor',
    'zh': '错误：这里没有文件 %(path)s。\n没有依赖文件的项目请输入：pip install -c '
          '%(checkout)s/requirements.txt %(checkout)s\n之后还缺哪些包，执行以下命令会指出：python manage.py db doctor',
}
LINE = re.compile(r'(?P<name>[A-Za-z0-9][\w.-]*)(?P<extras>\s*\[[^\]]*\])?\s*(?P<release>[=<>~!][^;#]*)?(?P<rest>.*)$', re.S)


def plain(name):
    """A package's name as pip compares it."""
    return re.sub(r'[-_.]+', '-', name).lower()


def held():
    """The plain names of the packages whose releases the files of this checkout hold."""
    names = set()
    for file in HELD:
        names.update(plain(match.group('name')) for match in map(LINE.match, read(os.path.join(CHECKOUT, file))) if match)
    return names


def read(path):
    """The lines of a file; PowerShell's `pip freeze > ...` is UTF-16."""
    with open(path, 'rb') as file:
        data = file.read()
    return data.decode('utf-16' if data[:2] in (b'\xff\xfe', b'\xfe\xff') else 'utf-8-sig').splitlines()


def loosened(line, names):
    """A line as pip can install it beside the constraints; empty where it is no package."""
    match = LINE.match(line)
    name = match and plain(match.group('name'))
    if name not in names | set(BUILT):
        return '' if name == NO_PACKAGE else line
    parts = BUILT.get(name, match.group('name')), match.group('extras') or '', match.group('rest')
    return '%s%s %s' % parts if parts[2] else parts[0] + parts[1]


def loosen(path):
    """Write a file anew, keep the first one beside it as `.old`, and print what has changed."""
    lines, names = read(path), held()
    after = [loosened(line, names) for line in lines]
    if after == lines:
        return
    with open(path + '.new', 'w', encoding='utf-8') as file:
        file.write('\n'.join(after) + '\n')
    if not os.path.exists(path + '.old'):
        shutil.copy(path, path + '.old')
    os.replace(path + '.new', path)  # at once, so that there is a whole one at any moment
    print('\n'.join('%s -> %s' % pair for pair in zip(lines, after) if pair[0] != pair[1]))


def missing(path):
    """What is said of a file that is not there, in the language of the locale."""
    named = [os.environ.get(name) for name in ('SAFE_MIGRATE_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG')]
    return MISSING['zh' if next(filter(None, named), '').startswith('zh') else 'en'] % {
        'path': path, 'checkout': CHECKOUT}


if __name__ == '__main__':
    for argument in sys.argv[1:]:
        if not os.path.exists(argument):
            sys.exit(missing(argument))
        loosen(argument)

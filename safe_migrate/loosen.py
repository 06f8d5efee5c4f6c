"""Take the releases of what is held here off the requirements of a codebase: `python safe_migrate/loosen.py FILE...`.

So with those that pip cannot install. It names one of either at a time, and an old codebase has a dozen. This is run before
the package is installed, on its path, so that it imports nothing of it.
"""
import functools
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
from multiprocessing.pool import ThreadPool

CHECKOUT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HELD = ('requirements.txt', 'requirements-postgresql.txt')
# What wants a compiler or Python 2, and what does the same without.
BUILT = {'psycopg2': 'psycopg2-binary', 'mysql-python': 'PyMySQL', 'mysqlclient': 'PyMySQL', 'pycrypto': 'pycryptodome',
         'pil': 'Pillow', 'msgpack-python': 'msgpack'}
CLIENT = ('mysql_config', 'mariadb_config')  # the headers that mysqlclient is built with have one of them
# In C: a release has wheels for the Pythons of its time alone, and is older than what its source is built with today.
COMPILED = {'aiohttp', 'argon2-cffi', 'bcrypt', 'cython', 'gevent', 'greenlet', 'hiredis', 'jsmin', 'lxml', 'matplotlib',
            'multidict', 'numpy', 'pandas', 'pillow', 'psutil', 'pynacl', 'pyyaml', 'pyzmq', 'regex', 'scikit-learn',
            'scipy', 'ujson', 'uwsgi', 'wrapt', 'yarl', 'zope-interface'}
# Tools of a developer, which read Python: an older one does not read a newer Python, or is not built there.
TOOLS = {'astroid', 'autopep8', 'coverage', 'flake8', 'ipython', 'isort', 'jedi', 'lazy-object-proxy', 'mccabe', 'mypy',
         'parso', 'pycodestyle', 'pyflakes', 'pylint', 'yapf'}
# A part of Python 3 itself, of which the package is for Python 2; and a fault of Ubuntu's `pip freeze`.
NO_PACKAGE = {'argparse', 'asyncio', 'distribute', 'enum34', 'functools32', 'futures', 'importlib', 'ordereddict', 'pathlib',
              'pkg-resources', 'subprocess32', 'typing', 'typed-ast', 'unittest2', 'wsgiref'}
LINE = re.compile(r'(?P<name>[A-Za-z0-9][\w.-]*)(?P<extras>\s*\[[^\]]*\])?\s*(?P<release>[=<>~!][^;#]*)?(?P<rest>.*)$', re.S)
# A package from a repository or an archive, whose name stands behind it.
SOURCE = re.compile(r'(?:(?:-e|--editable)[\s=]\s*)?(?:\w+\+|https?:)\S+[#&]egg=(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)')
HASH = re.compile(r'\s*\\?\s*--hash[= ]\S+')
OTHER = re.compile(r'\s*(?:(?P<installed>-r|--requirement)|-c|--constraint)(?:\s+|=)(?P<path>[^#]+?)\s*(?:\s#.*)?$')
WHERE = re.compile(r'\s*(?:-i|-f|--(?:extra-)?index-url|--find-links|--no-index|--trusted-host|--pre|--no-binary|'
                   r'--only-binary)\b')
# What pip says, from that of Python 3.6 on, where a release is not there for this Python, cannot be built, or asks for
# another one of what is held here. Of a name that it does not know it has found no release at all.
REFUSED = re.compile(r'from versions: (?!none)|conflicting dependencies|errored out|subprocess-exited-with-error|'
                     r'[Ff]ailed to build|Failed building|Could not build|Command .*setup\.py.* failed')
UNKNOWN = 'from versions: none'
DISTRIBUTION = re.compile(r'(?P<name>.+?)-\d.*\.(?:dist|egg)-info$')
ENTRY = re.compile(r'''["']?(?P<name>[\w.-]+)["']?\s*=\s*(?P<value>.+)$''')  # of a Pipfile
TEXTS = {
    'en': {
        'kept': 'What was there is kept in %(path)s.',
        'out': '(left out)',
        'hashes': 'The hashes are taken off: pip wants them for each package or for none.',
        'client': 'PyMySQL is in the place of mysqlclient, which cannot be built here, also for mysql:// addresses. Where '
                  'your code has `import MySQLdb`, put before it: import pymysql; pymysql.install_as_MySQLdb()',
        'trying': 'Trying in a temporary folder whether pip installs the releases that stay in %(path)s: %(number)d ...',
        'refused': 'pip cannot install %(line)s here. Its newest release takes the place, with what that needs.',
        'no release': 'pip cannot install %(line)s here, nor its newest release.\n'
                      'Write in its place what does the same, or delete that line: %(checkout)s/docs/faq.md',
        'pipfile': '%(path)s is written from the Pipfile:',
        'entry': 'Not taken from the Pipfile, since it is no release: %(entry)s',
        'missing': 'Error: there is no file %(path)s here.',
        'others': 'Give one of these in its place, here and after -r: %(others)s',
        'setup': 'What %(setup)s asks for is installed with: pip install -c %(checkout)s/requirements.txt %(checkout)s -e .',
        'none': 'A codebase that has none installs this: pip install -c %(checkout)s/requirements.txt %(checkout)s\n'
                'What else it imports is then named by: python manage.py db doctor'},
    'zh': {
        'kept': '原来的内容保存在 %(path)s。',
        'out': '（已去掉）',
        'hashes': '已去掉哈希值：pip 要求要么每个包都有，要么都没有。',
        'client': '这里无法构建 mysqlclient，已换成 PyMySQL，mysql:// 地址同样可用。'
                  '代码里有 `import MySQLdb` 的地方，请在它前面加上：import pymysql; pymysql.install_as_MySQLdb()',
        'trying': '正在临时文件夹中试装 %(path)s 里保留的 %(number)d 个版本……',
        'refused': '%(line)s 在这里装不上，改用最新版本，它依赖的包也随之更新。',
        'no release': '%(line)s 在这里装不上，最新版本也装不上。\n'
                      '请换成功能相同的包，或删除这一行：%(checkout)s/docs/faq.zh-CN.md',
        'pipfile': '已根据 Pipfile 写出 %(path)s：',
        'entry': 'Pipfile 中这一项没有版本，未写入：%(entry)s',
        'missing': '错误：这里没有文件 %(path)s。',
        'others': '请改用其中一个，这里和 -r 后面都要改：%(others)s',
        'setup': '安装 %(setup)s 所需的包：pip install -c %(checkout)s/requirements.txt %(checkout)s -e .',
        'none': '没有依赖文件的项目请输入：pip install -c %(checkout)s/requirements.txt %(checkout)s\n'
                '之后还缺哪些包，执行以下命令会指出：python manage.py db doctor'},
}


def plain(name):
    """A package's name as pip compares it."""
    return re.sub(r'[-_.]+', '-', name).lower()


def held():
    """The plain names of the packages whose releases the files of this checkout hold, or pip can choose better itself."""
    return COMPILED | TOOLS | pinned()


@functools.lru_cache(maxsize=None)
def pinned():
    """The plain names of the packages whose releases the files of this checkout hold."""
    return frozenset(plain(match.group('name')) for file in HELD
                     for match in map(LINE.match, read(os.path.join(CHECKOUT, file))[0]) if match)


def read(path):
    """The lines of a file, with what goes on after a backslash, and how each ends.

    PowerShell's `pip freeze > ...` is UTF-16; a comment in any other encoding stays as it is.
    """
    with open(path, 'rb') as file:
        data = file.read()
    wide = data[:2] in (b'\xff\xfe', b'\xfe\xff')
    text = data.decode('utf-16') if wide else data.decode('utf-8-sig', 'surrogateescape')
    lines = []
    for line in re.split('\r\n|\n|\r', text):
        if lines and lines[-1].endswith('\\') and not lines[-1].lstrip().startswith('#'):
            lines[-1] += '\n' + line
        else:
            lines.append(line)
    return lines[:-1] if lines[-1] == '' else lines, '\r\n' if '\r\n' in text else '\n'


def loosened(line, names):
    """A line as pip can install it beside the constraints; empty where it is no package."""
    line = HASH.sub('', line)
    source = SOURCE.match(line)
    if source and plain(source.group('name')) in pinned():  # which pip would refuse beside the release that is held
        return source.group('name')
    match = LINE.match(line)
    name = match and plain(match.group('name'))
    if name in NO_PACKAGE:
        return ''
    if name not in names | set(BUILT):
        return line
    named = match.group('name') if name == 'mysqlclient' and can_build() else BUILT.get(name, match.group('name'))
    is_source = name in pinned() and match.group('rest').lstrip().startswith('@')
    parts = named, match.group('extras') or '', '' if is_source else match.group('rest')
    return '%s%s %s' % parts if parts[2] else parts[0] + parts[1]


def can_build():
    """Whether mysqlclient can be installed, which has wheels for Windows alone."""
    return os.name == 'nt' or any(map(shutil.which, CLIENT))


class Unreached(Exception):
    """pip has not reached its index, and so tells nothing of a release."""


def tried(lines, where):
    """The plain names of what pip installs for these lines, beside what is held here; False where it cannot install them,
    None where that is not known.

    :param where: the lines of the file that say where pip looks
    :raises Unreached: without a network
    """
    with tempfile.TemporaryDirectory() as folder:
        path, target = os.path.join(folder, 'requirements.txt'), os.path.join(folder, 'installed')
        with open(path, 'w', encoding='utf-8', errors='surrogateescape') as file:
            file.write('\n'.join(where + lines) + '\n')
        done = subprocess.run([sys.executable, '-m', 'pip', 'install', '-q', '--no-compile', '--retries', '1', '--target',
                               target, '-r', path, '-c', os.path.join(CHECKOUT, HELD[0])],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(os.environ, PIP_USER='0'))
        if not done.returncode:
            found = map(DISTRIBUTION.match, os.listdir(target) if os.path.exists(target) else [])
            return {plain(match.group('name')) for match in found if match}
    output = done.stdout.decode('utf-8', 'replace')
    if 'Retrying (' in output:
        raise Unreached
    return False if REFUSED.search(output) and UNKNOWN not in output else None


def without_refused(lines, path):
    """The lines of a file without the releases that pip cannot install here, which are printed.

    Where the newest of a package takes the place of such a release, it brings what it needs itself, newer than is written.
    """
    pinned = {line: match.group('name') for line, match in zip(lines, map(LINE.match, lines))
              if match and match.group('release')}
    where = [line for line in lines if WHERE.match(line)]
    loose = {line: loosened(line, {plain(name)}) for line, name in pinned.items()}
    if not pinned:
        return lines
    say(text('trying', number=len(pinned), path=path))
    try:
        if tried(list(pinned), where):
            return lines
        with ThreadPool(4) as threads:  # pip waits for the network most of the time
            answers = threads.map(lambda line: tried([line], where), pinned)
            refused = [line for line, names in zip(pinned, answers) if names is False]
            brought = dict(zip(refused, threads.map(lambda line: tried([loose[line]], where), refused)))
    except Unreached:  # which pip tells of itself, when it installs them
        return lines
    for line, names in brought.items():
        say(text('refused' if names else 'no release', line=line.partition(' #')[0].strip()))
    newer = set().union(*filter(None, brought.values()))
    return [loose[line] if line in pinned and plain(pinned[line]) in newer else line for line in lines]


def loosen(path, seen=(), installed=True):
    """Write a file anew, and those that it names, keep what was there beside it as `.old`, and print what has changed.

    :param seen: the files that have led to this one
    :param installed: whether pip installs what the file names, which it does not of a file of constraints
    """
    (lines, end), names = read(path), held()
    after = [loosened(line, names) for line in lines]
    if installed:
        after = without_refused(after, path)
    if after != lines:
        if seen:
            say('%s:' % path)
        replace(path, after, end)
        tell(lines, after)
    for match in filter(None, map(OTHER.match, lines)):
        other = os.path.normpath(os.path.join(os.path.dirname(path), match.group('path')))
        if os.path.isfile(other) and other not in seen + (path,):
            loosen(other, seen + (path,), installed and bool(match.group('installed')))


def replace(path, lines, end):
    """Write a file at once, so that there is a whole one at any moment."""
    with open(path + '.new', 'w', encoding='utf-8', errors='surrogateescape', newline=end) as file:
        file.write('\n'.join(lines) + '\n')
    if os.path.exists(path):
        names = [path + '.old'] + ['%s.old%d' % (path, number) for number in range(2, 100)]
        free = next(name for name in names if not os.path.exists(name))
        shutil.copy(path, free)
        if free != names[0]:
            say(text('kept', path=free))
    os.replace(path + '.new', path)


def tell(lines, after):
    """Print which lines have changed, and why where that does not follow."""
    for before, now in zip((HASH.sub('', line) for line in lines), after):
        if before != now:
            say('%s -> %s' % (before, now or text('out')))
    if any(map(HASH.search, lines)):
        say(text('hashes'))
    if any(line.lower().startswith('mysqlclient') and now.startswith('PyMySQL') for line, now in zip(lines, after)):
        say(text('client'))


def from_pipfile(path):
    """Write the requirements that a Pipfile has under `[packages]`, and print them.

    :param path: of the file to write
    """
    section, lines = '', []
    for line in read('Pipfile')[0]:
        section = line.strip() if line.startswith('[') else section
        match = section == '[packages]' and ENTRY.match(line)
        if match:
            release = re.search(r'''["'](\*|[=<>~!][^"']*)["']''', match.group('value'))
            extras = re.search(r'extras\s*=\s*\[([^\]]*)\]', match.group('value'))
            if release:
                lines.append(match.group('name') + ('[%s]' % re.sub(r'''["'\s]''', '', extras.group(1)) if extras else '')
                             + release.group(1).strip('*'))
            else:
                say(text('entry', entry=line))
    say(text('pipfile', path=path))
    say('\n'.join(lines))
    replace(path, lines, '\n')


def missing(path):
    """What is said of a file that is not there, in the language of the locale."""
    folder = os.path.dirname(path)
    others = sorted(one for pattern in ('*requirements*', os.path.join('*requirements*', '*.txt'), '*.pip')
                    for one in glob.glob(os.path.join(folder, pattern)) if os.path.isfile(one))
    setup = [one for one in ('setup.py', 'pyproject.toml') if os.path.exists(os.path.join(folder, one))]
    way = text('others', others=', '.join(others)) if others else text('setup', setup=setup[0]) if setup else text('none')
    return text('missing', path=path) + '\n' + way


def text(name, **said):
    """A text in the language of the locale."""
    named = [os.environ.get(name) for name in ('SAFE_MIGRATE_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG')]
    language = 'zh' if next(filter(None, named), '').startswith('zh') else 'en'
    return TEXTS[language][name] % dict(said, checkout=CHECKOUT)


def say(line):
    """Print a line, whatever is in it and whatever the terminal can show."""
    encoding = sys.stdout.encoding or 'ascii'
    print(line.encode('utf-8', 'surrogateescape').decode('utf-8', 'replace').encode(encoding, 'replace').decode(encoding))


def main(paths):
    for path in paths:
        if not os.path.exists(path) and os.path.exists('Pipfile') and os.path.basename(path) == path:
            from_pipfile(path)
        if not os.path.exists(path):
            sys.exit(missing(path))
        loosen(path)


if __name__ == '__main__':
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)

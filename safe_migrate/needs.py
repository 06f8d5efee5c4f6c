# -*- coding: utf-8 -*-
"""What this package is and needs: its version, the Python, and the releases of other packages. Nothing else says it.

setup.py reads it without the package, and Python 2 has to be able to read it, too.
"""
import os
import re
import sys

VERSION = '1.0.0'
PYTHON = (3, 6)
# The package, the module that it is imported by, the first release that was tried and the first that does not fit, which
# docs/pins.md gives the reason of.
RELEASES = (
    ('Flask', 'flask', '1.0', '2'),
    ('Flask-Script', 'flask_script', '2.0.6', '3'),
    ('Flask-SQLAlchemy', 'flask_sqlalchemy', '2.1', '3'),
    ('Flask-Migrate', 'flask_migrate', '2.5.3', '3'),
    ('SQLAlchemy', 'sqlalchemy', '1.3.24', '2'),
    ('alembic', 'alembic', '1.4', '1.15'),
    ('Werkzeug', 'werkzeug', '0.15', '2'),
    ('Jinja2', 'jinja2', '2.10.1', '3'),
    ('MarkupSafe', 'markupsafe', '0.23', '2.1'),
    ('itsdangerous', 'itsdangerous', '0.24', '2'),
    ('click', 'click', '5.1', '8'),
)
TOO_OLD = {
    'en': u'Error: this is Python %(found)s, and safe_migrate needs %(needed)s or later. Type: python3 %(typed)s\n',
    'zh': u'错误：当前是 Python %(found)s，而 safe_migrate 需要 %(needed)s 或更高版本。请输入：python3 %(typed)s\n',
}
INSTALLED = re.compile(r'(.+?)-([^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info$')  # the folder or file that tells of a package


def refuse_old_python():
    """End the program on a Python that cannot read the rest of this package."""
    if sys.version_info < PYTHON:
        named = [os.environ.get(name) for name in ('SAFE_MIGRATE_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG')]
        chinese = ([name for name in named if name] or [''])[0].startswith('zh')
        text = TOO_OLD['zh' if chinese else 'en'] % {
            'found': '.'.join(map(str, sys.version_info[:3])), 'needed': '.'.join(map(str, PYTHON)),
            'typed': ' '.join(sys.argv)}
        getattr(sys.stderr, 'buffer', sys.stderr).write(text.encode('utf-8'))
        sys.exit(1)


def wrong():
    """The installed packages that do not fit; not those that are missing, of which an import tells.

    It looks at the names of files alone, because it does so at the start of every command.

    :returns: a list of (package, its release, what pip takes)
    """
    from importlib.util import find_spec
    found, folders = [], {}
    for name, module, first, below in RELEASES:
        spec = find_spec(module)
        if spec is not None and spec.origin:
            folder = os.path.dirname(os.path.dirname(spec.origin))
            if folder not in folders:
                folders[folder] = releases_in(folder)
            release = folders[folder].get(plain(name))
            if release and not parts(first) <= parts(release) < parts(below):
                found.append((name, release, '%s>=%s,<%s' % (name, first, below)))
    return found


def releases_in(folder):
    """The releases of the packages that are installed in a folder, by their plain names."""
    try:
        matches = [INSTALLED.match(name) for name in os.listdir(folder)]
    except OSError:  # a package in an archive
        return {}
    return {plain(match.group(1)): match.group(2) for match in matches if match}


def plain(name):
    """A package's name as pip compares it."""
    return re.sub(r'[-_.]+', '-', name).lower()


def parts(release):
    """A release as numbers that can be compared."""
    return [int(part) for part in re.findall(r'\d+', re.match(r'[\d.]*', release).group())]

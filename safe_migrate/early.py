"""Errors in the codebase's own files while `manage.py` imports them, before it calls `safeguard`."""
import functools
import os
import re
import signal
import sys

from . import needs
from .translation.language import _, chosen, damaged, translations, typed

COMMANDS = {'db', 'upgrade'}  # as the tutorials have them
# Under which name a manager carries them is not known so early but by its text; these are typed where it is under none.
ALONE = {'init', 'revision', 'migrate', 'edit', 'merge', 'upgrade', 'downgrade', 'show', 'history', 'heads', 'branches',
         'current', 'stamp', 'status', 'check', 'tables', 'graph', 'doctor', 'repair', 'log', 'bin', 'leave'}
WRITTEN = re.compile(r'\bargv(?:\.insert\(|\[1:1\]|\s*=[^=])')
CARRIED = re.compile(r'''add_command\(\s*['"]([\w-]+)['"]\s*,\s*MigrateCommand''')

PACKAGES = ('flask', 'flask_script', 'flask_migrate', 'flask_sqlalchemy', 'alembic', 'sqlalchemy', 'pymysql', 'click')


def tell():
    """Let such an error be told in a few lines where one of the `db` commands was typed, once for the process.

    Python calls `sys.excepthook` for what ends a program; the exit status stays 1. Everything else is as it was: another
    command, another program, and a hook that somebody has set before or sets later.
    """
    if sys.excepthook is sys.__excepthook__ and commands() & set(sys.argv[1:2]):
        sys.excepthook = hook
        translations(chosen(os.environ))  # while this package can be imported; `_` remembers them


def commands():
    """The words that stand for one of our commands behind the program that was started, as far as its text tells."""
    return COMMANDS | names() | (ALONE if are_typed_alone() else set())


@functools.lru_cache(maxsize=None)
def text():
    """That of the program; empty where it cannot be read."""
    try:
        with open(sys.argv[0], encoding='utf-8', errors='replace') as file:
            return file.read()
    except OSError:
        return ''


def names():
    """Those under which the program's manager carries the commands."""
    return set(CARRIED.findall(text()))


def are_typed_alone():
    """Whether the commands are the program's own, or it writes their name in front of them by itself."""
    return 'MigrateCommand' in text() and (not names() or bool(WRITTEN.search(text())))


def misfits():
    """The installed packages whose release does not fit; one of the `db` commands ends here with what to type.

    :returns: see `needs.wrong`
    """
    found = needs.wrong()
    if found:
        refuse(found, {'db'} | names() | (ALONE if are_typed_alone() else set()))
    return found


def refuse(found, carried):
    """End the program where one of these commands was typed, which cannot be made dependable on such packages."""
    if set(carried) & set(sys.argv[1:]):
        end(found)


def end(found):
    """End the program with what to type in place of these; see `misfits`."""
    sys.stderr.write(_('Error: installed is %(found)s, and safe_migrate needs %(needed)s. Type: pip install %(typed)s\n')
                     % {'found': ', '.join('%s %s' % one[:2] for one in found),
                        'needed': ', '.join(one[2] for one in found),
                        'typed': ' '.join("'%s'" % one[2] for one in found)})
    sys.exit(1)


def open_streams():
    """Give one of the `db` commands that was started without one of the three streams, such as by `<&-`, one that leads
    nowhere: Alembic takes the one for its output when it is imported, and cannot do without."""
    for name, mode in (('stdin', 'r'), ('stdout', 'w'), ('stderr', 'w')):
        if getattr(sys, name) is None and commands() & set(sys.argv[1:2]):
            setattr(sys, name, open(os.devnull, mode))


def hook(kind, error, trace):
    """What Python calls with the error that ends the program, and with one that a package prints in C, and goes on."""
    if trace is None:
        sys.__excepthook__(kind, error, trace)
        return
    word = ''.join(sys.argv[1:2])
    typed(sys.argv[0], [], word if word in names() | {'db'} else '' if are_typed_alone() else 'db')
    if issubclass(kind, KeyboardInterrupt):  # Python gives the process the exit status of the signal
        from .messages import place, upgrade
        if place.changes_a_database(error):  # the stock tool's, as `safeguard` was not called
            sys.__excepthook__(kind, error, trace)
            return
        upgrade.stopped(signal.SIGINT, upgrade.nothing_changed()).show()
        return
    if not issubclass(kind, Exception):
        sys.__excepthook__(kind, error, trace)
        return
    try:
        from .cli.errors import explanation
    except ImportError as missing:  # of a package that this one needs as well
        sys.stderr.write(not_installed(missing))
    except EOFError as broken:
        sys.stderr.write(_('Error: %s') % '\n'.join(damaged(broken)) + '\n')
    else:
        explanation(error).show()


def not_installed(error):
    """The pinned packages are not in the Python that runs, mostly because the environment is not the one that was meant."""
    name = error.name or ''
    for package in (name.partition('.')[0],) + PACKAGES:  # Python 3.6 does not always say which one
        if hidden_by(package):
            return _('Error: %(file)s hides the package %(name)s, which has the same name.\n'
                     'Give the file another name.\n') % {'file': hidden_by(package), 'name': package}
    return _('Error: %(name)s is not installed in this Python: %(python)s\n'
             'Type: pip install -r requirements.txt, or run the Python of your virtual environment: '
             'venv/bin/python manage.py ...\n') % {'name': name, 'python': sys.executable}


def hidden_by(name):
    """The file beside `manage.py` that Python takes for a package because it has its name; None where there is none."""
    path = os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), name + '.py')
    return os.path.basename(path) if os.path.isfile(path) else None

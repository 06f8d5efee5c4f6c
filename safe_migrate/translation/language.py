"""The language of what a user is told: English, or Chinese where the environment says so, as gettext chooses it."""
import contextlib
import functools
import os
import re

from .encoding import can_write

SETTING = 'SAFE_MIGRATE_LANG'
KNOWN = ('zh', 'en', 'c', 'posix')  # of which the last two are gettext's names for no translation
VARIABLES = ('LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LANG')
SAMPLE = '\u4e2d'  # a terminal whose encoding has no such character is written to in English
ENGLISH = []  # what `english` was given, the innermost last
SETTLED = []  # see `settled`
IN_TEXTS = 'python manage.py db'  # the command line, as the texts have it
TYPED = []  # the same as it was typed, where it is another; see `typed`
INSERTED = []  # the name under which a manager carries the commands, where the program itself puts it in
SCRIPT, SCRIPTS = 'manage.py', []  # the file that carries the commands, as the texts have it; where it is another
# The same as texts have it: to be typed, the file alone, and a command that is named within a sentence.
NAMED = re.compile(r'python manage\.py db(?![a-z_])|manage\.py|(?<![A-Za-z_.])db (?=(?:%s)(?![a-z_]))' % '|'.join((
    'bin', 'check', 'doctor', 'downgrade', 'init', 'log', 'migrate', 'repair', 'stamp', 'status', 'tables', 'upgrade')))



def chosen(environment):
    """The first language that the environment names.

    :param environment: such as `os.environ`
    :returns: one of KNOWN; empty where it names none
    :source: https://www.gnu.org/software/gettext/manual/html_node/Locale-Environment-Variables.html
    """
    locale = next((environment[name] for name in VARIABLES[1:] if environment.get(name)), '')
    if environment.get(SETTING):
        named = environment[SETTING]
    elif language_of(locale) in ('',) + KNOWN[2:]:  # then LANGUAGE does not count
        named = ''
    else:
        named = environment.get('LANGUAGE') or locale
    known = [language_of(one) for one in named.split(':')]
    return next((one for one in known if one in KNOWN), '')


@functools.lru_cache(maxsize=1)
def chosen_by(*values):
    """The same, by the values of `SAFE_MIGRATE_LANG` and of the other variables."""
    return chosen({name: value for name, value in zip((SETTING,) + VARIABLES, values) if value})


def language_of(locale):
    """`zh` of `zh_CN.UTF-8`."""
    return locale.replace('-', '_').partition('.')[0].partition('@')[0].partition('_')[0].lower()


@functools.lru_cache(maxsize=None)
def translations(language):
    """The texts of a language by the English ones; none for English itself."""
    if language != 'zh':
        return {}
    from .chinese import CHINESE
    return CHINESE


@contextlib.contextmanager
def english(wanted=True):
    """Within, every text is English: what a program reads, and what is written into a script that a team shares.

    :param wanted: where not, it is the user's language as elsewhere
    """
    ENGLISH.append(wanted)
    try:
        yield
    finally:
        ENGLISH.pop()


@contextlib.contextmanager
def settled():
    """Within, where there are many texts, the environment is read once."""
    SETTLED.append(wanted())
    try:
        yield
    finally:
        SETTLED.pop()


def wanted():
    """The texts of the language that the environment names now."""
    return translations(chosen_by(*map(os.environ.get, (SETTING,) + VARIABLES)))


def _(text):
    """A text in the user's language.

    :param text: in English, before anything is put into it with `%`
    """
    found = None if any(ENGLISH) else SETTLED[-1] if SETTLED else wanted()
    text = found.get(text, text) if found and can_write(SAMPLE) else text
    return as_typed(text) if (TYPED or SCRIPTS) and not any(ENGLISH) else text


def as_typed(text):
    """A text that names the command line and the file of this codebase; see `typed`."""
    def instead(match):
        found = match.group()
        if found == IN_TEXTS:
            found = TYPED[-1] if TYPED else found
        elif SCRIPTS:
            script, name = SCRIPTS[-1]
            found = script if found == SCRIPT else (name + ' ').lstrip()
        return found.replace('%', '%%')
    return NAMED.sub(instead, text)


def without_inserted(command):
    """A command line without the word that the program has put in by itself; see `typed`."""
    return ' '.join(word for word in command.split(' ') if word not in INSERTED)


def typed(program, options, name):
    """Let every text name the command line as it was typed.

    :param program: such as `manage.py`
    :param options: those before the name, such as `-c conf.py`
    :param name: under which the manager carries the commands, such as `db`; empty where they are typed by themselves
    """
    if (os.path.basename(program), list(options), name) != (SCRIPT, [], 'db'):
        TYPED.append(' '.join(['python', program] + list(options) + [name] * bool(name)))
    if (os.path.basename(program), name) != (SCRIPT, 'db'):
        SCRIPTS.append((os.path.basename(program), name))


def damaged(error):
    """What Python keeps of a module is cut short, as a full disk leaves it: what happened, and what to type."""
    return (_('What Python keeps of a module in __pycache__ is damaged: %s') % error,
            _('Type: find . -name __pycache__ -prune -exec rm -r {} +'))

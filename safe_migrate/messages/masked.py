"""A text without the passwords that are in it."""
import functools
import os
import re
import sys

from sqlalchemy import event
from sqlalchemy.engine import Engine

from ..translation.language import translations

MASK = '***'
SHORTEST = 3  # characters of a password that is looked for by itself
# Compiled when there is a text to mask: it is seldom so.
IN_ADDRESS = r"""(\w://[^\s:/@'"]*:)(?!password@)[^\s'"]*@"""  # the word itself is what an example has
IN_QUERY = r"""(?i)([?&;](?:\w*pass(?:word|wd)?|pwd|\w*secret|\w*token)=)[^&\s'"]*"""
IN_MESSAGE = r"""(URL from string ['"]).*(['"])"""
IN_SETTING = r"""(?i)(\b\w*(?:password|passwd|passphrase|pwd|secret|token)\w*['"]?\s*[=:]\s*).+"""
IN_SQL = r"""(?i)(\bIDENTIFIED\b[^'"]*)('(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")"""
AS_A_VALUE = r"""(?:(?<=["'`:=/(\[,])|(?<=-p))%s(?![A-Za-z])"""
FRAME = r'\s*File "[^"]*(?:config|setting|env)[^"/]*", line'
LITERAL = r"""'[^']*'?|"[^"]*"?"""
seen = set()  # the passwords that a connection was made with
# What the last connection was made with, but for the password: user, host, port, database, unix_socket; files: the paths of
# its certificates.
last = {}


def remember(dialect, record, arguments, parameters):
    """SQLAlchemy's `do_connect` event: keep a password, so that it is found in a text."""
    password = parameters.get('password') or parameters.get('passwd')
    names = {name: parameters.get(name) for name in ('user', 'host', 'port', 'database', 'db', 'unix_socket')}
    known = set(names.values())
    last.clear()
    ssl = parameters.get('ssl')
    files = [one for one in ssl.values() if isinstance(one, str)] if isinstance(ssl, dict) else []
    files += [parameters[name] for name in ('ssl_ca', 'ssl_cert', 'ssl_key', 'sslrootcert') if parameters.get(name)]
    last.update(names, database=names['database'] or names['db'], files=files)
    if password and password not in known:  # one that is also a name hides nothing when it is hidden
        seen.add(password.decode('utf-8', 'replace') if isinstance(password, bytes) else str(password))


def keep():
    """Let every password be known that a connection is made with."""
    event.listen(Engine, 'do_connect', remember)


@functools.lru_cache(maxsize=None)
def written():
    """The settings that stand in `.env` beside the file that was started, by name."""
    folder = os.path.dirname(os.path.abspath(sys.argv[0]))
    try:
        from dotenv import dotenv_values
        return list(dotenv_values(os.path.join(folder, '.env'), encoding='utf-8-sig').items())
    except (ImportError, OSError, ValueError):  # it cannot be read: then no password has come from it
        return []


def passwords():
    """Those that are known, the longest first."""
    settings = list(os.environ.items()) + written()
    named = {value for name, value in settings if value and re.search('PASSWORD|PASSWD|SECRET', name)}
    return sorted((one for one in seen | named if len(one) >= SHORTEST), key=len, reverse=True)


@functools.lru_cache(maxsize=None)
def is_word_of_ours(password):
    """Whether a password is a word of our own texts, such as `wrong`: where it is left out of a sentence, it is told."""
    if not re.match(r'[A-Za-z]+\Z', password):
        return False
    word = re.compile(r'(?<![A-Za-z])%s(?![A-Za-z])' % password)
    return any(word.search(text) for text in translations('zh'))


def masked(text):
    """A text of any kind, such as an error's or a traceback, as it may be shown.

    :param text: of one line or of many
    """
    for password in passwords():
        text = re.sub(AS_A_VALUE % password, MASK, text) if is_word_of_ours(password) else text.replace(password, MASK)
    for pattern, instead in ((IN_ADDRESS, r'\1***@'), (IN_QUERY, r'\1***'), (IN_MESSAGE, r'\1***\2'), (IN_SQL, r"\1'***'"),
                             (IN_SETTING, r'\1***')):
        text = re.sub(pattern, instead, text)
    return text


def masked_traceback(text):
    """A traceback; of a file with settings no text is shown that stands there."""
    lines = text.split('\n')
    for number, line in enumerate(lines[:-1]):
        if re.match(FRAME, line):
            lines[number + 1] = masked(re.sub(LITERAL, "'***'", lines[number + 1]))
    return masked('\n'.join(lines))

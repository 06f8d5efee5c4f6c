import os

from dotenv import dotenv_values
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError


def as_text(value):
    # Under LANG=C Python may have read what was typed in UTF-8 as ASCII.
    return value.encode('utf-8', 'surrogateescape').decode('utf-8')


HERE = os.path.dirname(os.path.abspath(__file__))
SETTINGS = dict(dotenv_values(os.path.join(HERE, '.env'), encoding='utf-8-sig'), **os.environ)


def setting(name, default=None):
    return as_text(SETTINGS.get(name) or '') or default


def address(name):
    try:
        if setting(name):
            make_url(setting(name))
    except (ArgumentError, ValueError):
        raise SystemExit('%s is no database address, such as mysql+pymysql://user@host:3306/name' % name) from None
    return setting(name)


def port(text):
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise SystemExit('DB_PORT is %r, which is no port: set a number from 1 to 65535' % text)
    return int(text)


# An address in parts is an object, because no string keeps every password; `create` makes it from SQLAlchemy 1.4 on.
url = getattr(URL, 'create', URL)

DB_USERNAME = setting('DB_USERNAME', 'root')
DB_PASSWORD = setting('DB_PASSWORD', '')
DB_HOST = setting('DB_HOST', '127.0.0.1')
DB_PORT = setting('DB_PORT', '3306')
DB_NAME = setting('DB_NAME')
DB_CHARSET = setting('DB_CHARSET', 'utf8mb4')
DB_URI = address('DB_URI') or address('SQLALCHEMY_DATABASE_URI')

if not DB_URI and DB_NAME:
    DB_PORT = port(DB_PORT)
    # PyMySQL encodes a password as latin-1; so spelled, that gives the bytes of UTF-8, which the server expects.
    password = DB_PASSWORD.encode('utf-8').decode('latin-1')
    DB_URI = url('mysql+pymysql', DB_USERNAME, password, DB_HOST, DB_PORT, DB_NAME, {'charset': DB_CHARSET})
elif not DB_URI and any(map(setting, ('DB_HOST', 'DB_PORT', 'DB_USERNAME', 'DB_PASSWORD'))):
    raise SystemExit('DB_NAME is not set: name the database on %s, or unset every DB_ setting to use SQLite' % DB_HOST)
elif not DB_URI:
    DB_URI = url('sqlite', database=os.path.join(HERE, 'app.db'))

SQLALCHEMY_DATABASE_URI = address('SQLALCHEMY_DATABASE_URI') or DB_URI
SQLALCHEMY_TRACK_MODIFICATIONS = False

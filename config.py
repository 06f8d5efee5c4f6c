import os

from dotenv import load_dotenv
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError

HERE = os.path.dirname(os.path.abspath(__file__))
load_dotenv(os.path.join(HERE, '.env'))


def setting(name, default=None):
    return os.environ.get(name) or default


def address(name):
    try:
        return setting(name) and make_url(setting(name)) and setting(name)
    except (ArgumentError, ValueError):
        raise SystemExit('%s is no database address, such as mysql+pymysql://user@host:3306/name' % name) from None


DB_USERNAME = setting('DB_USERNAME', 'root')
DB_PASSWORD = setting('DB_PASSWORD', '')
DB_HOST = setting('DB_HOST', '127.0.0.1')
DB_PORT = setting('DB_PORT', '3306')
DB_NAME = setting('DB_NAME')
DB_CHARSET = setting('DB_CHARSET', 'utf8mb4')
DB_URI = address('DB_URI')
SQLALCHEMY_DATABASE_URI = address('SQLALCHEMY_DATABASE_URI')
SQLALCHEMY_TRACK_MODIFICATIONS = False

if not (DB_PORT.isdecimal() and 0 < int(DB_PORT) < 65536):
    raise SystemExit('DB_PORT is %r, which is no port: set a number from 1 to 65535' % DB_PORT)
DB_PORT = int(DB_PORT)

if DB_URI or SQLALCHEMY_DATABASE_URI:
    pass
elif DB_NAME:
    # An object, because no string keeps every password; `create` is its constructor from SQLAlchemy 1.4 on.
    DB_URI = getattr(URL, 'create', URL)('mysql+pymysql', DB_USERNAME, DB_PASSWORD, DB_HOST, DB_PORT, DB_NAME,
                                         {'charset': DB_CHARSET})
    # PyMySQL would encode the password as latin-1; the server has it in UTF-8.
    SQLALCHEMY_ENGINE_OPTIONS = {'connect_args': {'password': DB_PASSWORD.encode('utf-8')}}
elif any(map(setting, ('DB_HOST', 'DB_PORT', 'DB_USERNAME', 'DB_PASSWORD'))):
    raise SystemExit('DB_NAME is not set: name the database on %s, or unset every DB_ setting to use SQLite' % DB_HOST)
else:
    DB_URI = getattr(URL, 'create', URL)('sqlite', database=os.path.join(HERE, 'app.db'))

SQLALCHEMY_DATABASE_URI = SQLALCHEMY_DATABASE_URI or DB_URI

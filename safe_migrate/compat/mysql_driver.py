"""A `mysql://` address, which SQLAlchemy gives to MySQLdb, where only PyMySQL is installed."""
import importlib.util

from sqlalchemy.dialects import registry

PYMYSQL = ('sqlalchemy.dialects.mysql.pymysql', 'dialect')


def prefer_pymysql():
    """Let `mysql://` and `mysql+mysqldb://` use PyMySQL, unless MySQLdb can be imported.

    :source: https://docs.sqlalchemy.org/en/13/core/connections.html#registering-new-dialects
    """
    if importlib.util.find_spec('MySQLdb') is None:
        registry.register('mysql', *PYMYSQL)
        registry.register('mysql.mysqldb', *PYMYSQL)

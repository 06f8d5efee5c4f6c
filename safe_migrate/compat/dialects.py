"""Addresses and names that the pinned SQLAlchemy would give to another driver, not know any more, or not put into quotes."""
import importlib.util
import sys

import sqlalchemy
from sqlalchemy.dialects import registry

PYMYSQL = ('sqlalchemy.dialects.mysql.pymysql', 'dialect')
PSYCOPG2 = ('sqlalchemy.dialects.postgresql.psycopg2', 'dialect')
OLD, NEW = 'postgres', 'postgresql'  # the old one as Heroku writes it, and older codebases have it
# Names that MySQL and MariaDB read as a word of SQL's, and that the pinned SQLAlchemy does not put into quotes yet.
#
# :source: https://dev.mysql.com/doc/refman/9.0/en/keywords.html, https://mariadb.com/kb/en/reserved-words/; a test compares
# them with what the servers themselves refuse as a column's name
WORDS = set("""
    array current_role cume_dist delete_domain_id dense_rank do_domain_ids empty except external first_value grouping groups
    ignore_domain_ids intersect json_table lag last_value lateral lead library manual master_demote_to_replica
    master_demote_to_slave member nth_value ntile of offset over page_checksum parallel parse_vcol_expr percent_rank
    portion qualify rank recursive ref_system_id returning row row_number rows stats_auto_recalc stats_persistent
    stats_sample_pages system tablesample to_date vector window
""".split())


def install():
    """Let `mysql://` and `mysql+mysqldb://` use PyMySQL, unless MySQLdb can be imported, `postgres://` and
    `postgres+psycopg2://` mean what they meant, and words be quoted.

    :source: https://docs.sqlalchemy.org/en/13/core/connections.html#registering-new-dialects
    """
    if importlib.util.find_spec('MySQLdb') is None:
        registry.register('mysql', *PYMYSQL)
        registry.register('mysql.mysqldb', *PYMYSQL)
    registry.register(OLD, *PSYCOPG2)
    registry.register(OLD + '.psycopg2', *PSYCOPG2)
    quote_reserved_words()


def is_ours(drivername):
    """Whether an address is one that works because of `install`.

    :param drivername: such as `mysql` or `mysql+pymysql`
    """
    is_old = drivername.partition('+')[0] == OLD and not sqlalchemy.__version__.startswith('1.3.')
    return is_old or drivername in ('mysql', 'mysql+mysqldb') and 'MySQLdb' not in sys.modules and (
        importlib.util.find_spec('MySQLdb') is None)


def quote_reserved_words():
    """Let SQLAlchemy quote them, for either server: a name in quotes is the same name, and models are for both.

    That is done when a dialect is loaded: to import it here would take longer than all that this package does at its start.
    """
    stock = registry.load

    def load(name):
        dialect = stock(name)
        if name.partition('.')[0] in ('mysql', 'mariadb'):
            add_to_preparers()
        return dialect
    registry.load = load


def add_to_preparers():
    from sqlalchemy.dialects.mysql import base
    for name in ('MySQLIdentifierPreparer', 'MariaDBIdentifierPreparer'):
        preparer = getattr(base, name, None)
        if preparer is not None:
            preparer.reserved_words = set(preparer.reserved_words) | WORDS


def backend_of(url):
    """The name of an address's database, by which SQLAlchemy knows its dialect."""
    name = url.get_backend_name()
    return NEW if name == OLD else name

"""Names that MySQL and MariaDB read as a word of SQL's, and that the pinned SQLAlchemy does not put into quotes yet.

:source: https://dev.mysql.com/doc/refman/9.0/en/keywords.html, https://mariadb.com/kb/en/reserved-words/; a test compares
    them with what the servers themselves refuse as a column's name
"""
from sqlalchemy.dialects import registry

WORDS = set("""
    array current_role cume_dist delete_domain_id dense_rank do_domain_ids empty except external first_value grouping groups
    ignore_domain_ids intersect json_table lag last_value lateral lead library manual master_demote_to_replica
    master_demote_to_slave member nth_value ntile of offset over page_checksum parallel parse_vcol_expr percent_rank
    portion qualify rank recursive ref_system_id returning row row_number rows stats_auto_recalc stats_persistent
    stats_sample_pages system tablesample to_date vector window
""".split())


def add():
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

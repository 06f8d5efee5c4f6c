"""A throw-away database on PostgreSQL: how it is made, filled with another one's structure, and emptied."""
import contextlib

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from ...codebase.environment import version_table
from . import structure
from .catalogs import Catalogs, quoted, string

OWN = """n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%%' AND NOT EXISTS (
SELECT 1 FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')"""
SETTINGS = """SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database
WHERE datname = current_database()"""
EXTENSIONS = """SELECT 'CREATE EXTENSION IF NOT EXISTS ' || quote_ident(e.extname) || ' SCHEMA ' || quote_ident(n.nspname),
quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname <> 'plpgsql' ORDER BY 1"""
SCHEMAS = """SELECT quote_ident(n.nspname) FROM pg_namespace n, (SELECT 0 AS oid) o
WHERE n.nspname <> 'public' AND %s ORDER BY 1""" % OWN
ENUMS = """SELECT format('CREATE TYPE %%s AS ENUM (%%s)', o.oid::regtype, (SELECT string_agg(quote_literal(enumlabel), ', '
ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = o.oid)) FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace
WHERE o.typtype = 'e' AND %s ORDER BY 1""" % OWN
COMPOSITES = """SELECT format('CREATE TYPE %%s AS (%%s)', o.oid::regtype, (SELECT string_agg(format('%%I %%s', attname,
format_type(atttypid, atttypmod)), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = o.typrelid AND NOT attisdropped))
FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace JOIN pg_class c ON c.oid = o.typrelid
WHERE c.relkind = 'c' AND %s ORDER BY o.oid""" % OWN
DOMAINS = """SELECT concat_ws(' ', 'CREATE DOMAIN', o.oid::regtype, 'AS', format_type(o.typbasetype, o.typtypmod),
'DEFAULT ' || o.typdefault, CASE WHEN o.typnotnull THEN 'NOT NULL' END,
(SELECT string_agg(format('CONSTRAINT %%I %%s', conname,
pg_get_constraintdef(oid)), ' ') FROM pg_constraint WHERE contypid = o.oid AND contype = 'c'))
FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace WHERE o.typtype = 'd' AND %s ORDER BY o.oid""" % OWN
FUNCTIONS = """SELECT pg_get_functiondef(o.oid) FROM pg_proc o JOIN pg_namespace n ON n.oid = o.pronamespace
WHERE %%s AND %s ORDER BY o.oid""" % OWN
SEQUENCES = """SELECT o.oid, o.oid::regclass::text FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE o.relkind = 'S' AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = o.oid
AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i')) AND %s ORDER BY 2""" % OWN
TABLES = """SELECT o.oid, o.oid::regclass::text FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE o.relkind IN ('r', 'p') AND %s ORDER BY o.oid""" % OWN
VIEWS = """SELECT format('CREATE %%s %%s AS %%s', CASE o.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END,
o.oid::regclass, rtrim(pg_get_viewdef(o.oid), ';')), o.oid::regclass::text FROM pg_class o
JOIN pg_namespace n ON n.oid = o.relnamespace WHERE o.relkind IN ('v', 'm') AND %s ORDER BY o.oid""" % OWN
DROPS = """SELECT format('DROP %%s IF EXISTS %%s CASCADE', CASE o.relkind WHEN 'v' THEN 'VIEW'
WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, o.oid::regclass)
FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE o.relkind IN ('r', 'p', 'v', 'm', 'S') AND {0} UNION ALL
SELECT format('DROP TYPE IF EXISTS %%s CASCADE', o.oid::regtype) FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace
LEFT JOIN pg_class c ON c.oid = o.typrelid WHERE (o.typtype IN ('e', 'd') OR c.relkind = 'c') AND {0} UNION ALL
SELECT format('DROP %%s IF EXISTS %%s CASCADE', {1}, o.oid::regprocedure) FROM pg_proc o
JOIN pg_namespace n ON n.oid = o.pronamespace WHERE {0} UNION ALL
SELECT format('DROP EXTENSION %%I CASCADE', extname) FROM pg_extension WHERE extname <> 'plpgsql'"""
IS_EMPTY = """SELECT NOT EXISTS (SELECT 1 FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE o.relkind IN ('r', 'p', 'v', 'm') AND %s)""" % OWN


@contextlib.contextmanager
def outside_transactions(connection):
    """Within, each statement is committed by itself, as CREATE DATABASE wants it."""
    raw = connection.connection.connection
    raw.rollback()
    before, raw.autocommit = raw.autocommit, True
    try:
        yield Catalogs(connection)
    finally:
        raw.autocommit = before


@contextlib.contextmanager
def opened(url):
    """The catalogs of another database of the server."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            yield Catalogs(connection)
            connection.connection.connection.commit()
    finally:
        engine.dispose()


def make(connection, name):
    encoding, collate, kind = Catalogs(connection).rows(SETTINGS)[0]
    with outside_transactions(connection) as catalogs:
        catalogs.run('CREATE DATABASE %s TEMPLATE template0 ENCODING %s LC_COLLATE %s LC_CTYPE %s' % (
            quoted(name), string(encoding), string(collate), string(kind)))


def drop(connection, name):
    with outside_transactions(connection) as catalogs:
        catalogs.rows('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s', name)
        catalogs.run('DROP DATABASE IF EXISTS ' + quoted(name))


def is_empty(url):
    with opened(url) as catalogs:
        return catalogs.rows(IS_EMPTY.replace('%%', '%'))[0][0]


def rows(catalogs, query):
    return catalogs.rows(query.replace('%%', '%'))


def script(connection):
    """The statements that build the structure of a database, and its revision, in an empty one."""
    catalogs = Catalogs(connection)
    yield from ('CREATE SCHEMA IF NOT EXISTS ' + name for name, in rows(catalogs, SCHEMAS))
    yield from (text for text, _schema in rows(catalogs, EXTENSIONS))
    for query in (ENUMS, COMPOSITES, DOMAINS):
        yield from (text for text, in rows(catalogs, query))
    for oid, name in rows(catalogs, SEQUENCES):
        yield structure.sequence(catalogs, oid, name)
    yield 'SET check_function_bodies = off'  # which may name tables that come later
    made = [(name, structure.made(catalogs, oid)) for oid, name in rows(catalogs, TABLES)]
    of_rows = "o.prokind IN ('f', 'p')" if catalogs.version >= (11,) else 'NOT o.proisagg'
    yield from (text for text, in rows(catalogs, FUNCTIONS % of_rows))
    for place in range(2):
        for _name, parts in made:
            yield from parts[place]
    yield from (text for text, _name in rows(catalogs, VIEWS))
    for place in (2, 3):
        for _name, parts in made:
            yield from parts[place]
    if version_table() in [name for name, _parts in made]:
        for revision, in catalogs.rows('SELECT version_num FROM ' + quoted(version_table())):
            yield 'INSERT INTO %s (version_num) VALUES (%s)' % (quoted(version_table()), string(revision))


def clear(connection):
    """Remove all that is in a database."""
    catalogs = Catalogs(connection)
    kind = "CASE o.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END" if (
        catalogs.version >= (11,)) else "'FUNCTION'"
    for text, in rows(catalogs, DROPS.format(OWN, kind)):
        with contextlib.suppress(DBAPIError):
            with outside_transactions(connection):
                catalogs.run(text)
    with outside_transactions(connection):
        for name, in rows(catalogs, SCHEMAS):
            catalogs.run('DROP SCHEMA %s CASCADE' % name)


def lines(connection):
    """What each table is, in lines, by its name; an ENUM type and a view likewise."""
    catalogs, found = Catalogs(connection), {}
    for oid, name in rows(catalogs, TABLES):
        parts = structure.made(catalogs, oid)
        columns = {structure.column(catalogs, *row[1:]) for row in structure.columns(catalogs, oid)}
        constraints = {'CONSTRAINT %s %s' % row for row in catalogs.rows(structure.CONSTRAINTS, oid)}
        others = {text for part in parts for text in part if not text.startswith(('CREATE TABLE', 'CREATE SEQUENCE'))}
        found[name] = columns | constraints | others
    for query, title in ((ENUMS, 'type'), (DOMAINS, 'domain'), (VIEWS, 'view')):
        for text, *_name in rows(catalogs, query):
            found['%s %s' % (title, text.split()[2])] = {text}
    for oid, name in rows(catalogs, SEQUENCES):
        found['sequence ' + name] = {structure.sequence(catalogs, oid, name)}
    return found

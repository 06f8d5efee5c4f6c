"""A `postgres://` address, as Heroku writes it and older codebases have it, which SQLAlchemy 1.4 does not know any more."""
from sqlalchemy.dialects import registry

PSYCOPG2 = ('sqlalchemy.dialects.postgresql.psycopg2', 'dialect')
OLD, NEW = 'postgres', 'postgresql'


def take():
    """Let `postgres://` and `postgres+psycopg2://` mean what they meant."""
    registry.register(OLD, *PSYCOPG2)
    registry.register(OLD + '.psycopg2', *PSYCOPG2)


def backend_of(url):
    """The name of an address's database, by which SQLAlchemy knows its dialect."""
    name = url.get_backend_name()
    return NEW if name == OLD else name

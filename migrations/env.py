import logging
from logging.config import fileConfig

from alembic import context
from flask import current_app

# the Alembic Config object: the values of alembic.ini
config = context.config

# set up the loggers as alembic.ini says
fileConfig(config.config_file_name, disable_existing_loggers=False)
logger = logging.getLogger('alembic.env')

migrate = current_app.extensions['migrate']
engine = migrate.db.engine
target_metadata = migrate.db.metadata


def keep_no_empty_revision(context, revision, directives):
    """Write no revision when the models do not differ from the database."""
    if getattr(config.cmd_opts, 'autogenerate', False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []
        logger.info('No changes in schema detected.')


def include_object(object, name, type_, reflected, compare_to):
    """Leave the tables alone that safe_migrate keeps, also after leaving it; a model's own is not reflected."""
    return type_ != 'table' or not reflected or name not in ('migration_journal', 'migration_lock')


def run_migrations_offline():
    """Print the SQL (`--sql`), without a connection."""
    context.configure(url=engine.url, target_metadata=target_metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online():
    """Run the migrations on a connection of the application's own engine."""
    options = dict(migrate.configure_args)
    options.setdefault('process_revision_directives', keep_no_empty_revision)
    options.setdefault('include_object', include_object)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata, **options)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()

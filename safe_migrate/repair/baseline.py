"""A database that is there already and has no version: its first revision, which is marked as applied."""
import os

from alembic import command, util
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import inspect

from ..inspect.database import database_of
from ..inspect.differences import differences
from ..inspect.environment import visit
from ..inspect.tables import current_revisions, engines
from ..language import _
from ..trial.structure import OURS
from . import Remedy
from .files import write

FROM_DATABASE = '''"""baseline

Revision ID: {revision}
Revises:

The structure that the database had when migrations began, as the database told it.
"""
from alembic import op

revision = {revision!r}
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = {statements}
TABLES = {tables!r}


def upgrade():
    for statement in STATEMENTS:
        op.execute(statement.replace(':', '\\:'))  # no colon in it stands for a value


def downgrade():
    for table in reversed(TABLES):
        op.drop_table(table)
'''


def missing_baseline(config):
    """:returns: a `Remedy`, or None where the database has a version or no table"""
    if len(engines()) > 1:
        return Remedy(_('The application has several databases.'), [_('Write the baseline by hand.')], None)
    (bind, engine), = engines()
    with engine.connect() as connection:
        sorted_by_keys = [name for name, __ in inspect(connection).get_sorted_table_and_fkc_names() if name]
        names = [name for name in sorted_by_keys if name not in OURS]
        if current_revisions(connection) or not names:
            return None
        statements = list(database_of(engine.url).script(connection, engine.url.database))
    wrong = (_('The database has %d tables and no version.') if len(names) > 1 else
             _('The database has %d table and no version.')) % len(names)
    if ScriptDirectory.from_config(config).get_heads():
        return Remedy(wrong, [_('There are revisions already. Where they are what it was built with: '
                                'python manage.py db stamp REVISION')], None)
    identifier = util.rev_id()
    modelled = {table.name for table in current_app.extensions['migrate'].db.metadata.tables.values()}
    if set(names) <= modelled and visit(config, differences) == [[]]:
        return Remedy(wrong, [_('write the revision %s from the models, which are as the database, and mark it as applied')
                              % identifier], lambda: from_models(config, identifier))
    return Remedy(wrong, [_('write the revision %s from the database, and mark it as applied; where the models differ, '
                            'db migrate will write the next one') % identifier],
                  lambda: from_database(config, identifier, statements, names))


def from_models(config, identifier):
    """Write what `db migrate` would against an empty database, and mark it."""
    from ..trial.shadow import shadows
    with shadows(copied=False):
        command.revision(config, message='baseline', autogenerate=True, rev_id=identifier)
    command.stamp(config, identifier)


def from_database(config, identifier, statements, tables):
    """Write what the database itself tells, and mark it."""
    folder = ScriptDirectory.from_config(config).versions
    listed = '[\n%s]' % ''.join('    %r,\n' % statement for statement in statements)
    write(os.path.join(folder, '%s_baseline.py' % identifier),
          FROM_DATABASE.format(revision=identifier, statements=listed, tables=tables))
    command.stamp(config, identifier)

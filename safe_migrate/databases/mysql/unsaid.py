"""What the server has of a table and no model can say: it stays, whatever the models are."""
import re

from sqlalchemy.exc import DBAPIError

from ...schema import execute
from .introspection import GENERATED_KEY, KEY_REQUIRED

SHADOW_KEY = '_safe_migrate_key'  # for the shadow of a table that has none, where the server wants one
# What stands with a column or an index and no model can say. The server has it from somebody else, and it stays.
UNSAID = re.compile(r"\b(INVISIBLE|IGNORED|COMPRESSED|SRID \d+|COLUMN_FORMAT \w+|STORAGE \w+|KEY_BLOCK_SIZE=\w+|"
                    r"(?:SECONDARY_)?ENGINE_ATTRIBUTE '(?:[^'\\]|''|\\.)*'|COMMENT '(?:[^'\\]|''|\\.)*')", re.DOTALL)


def make_shadow(connection, statement):
    """Run it, and where the server wants a primary key that the model does not have, run it with one."""
    try:
        execute(connection, statement)
    except DBAPIError as error:
        if error.orig.args[0] not in KEY_REQUIRED:
            raise
        execute(connection, statement.replace(' (', ' (%s INTEGER PRIMARY KEY, ' % SHADOW_KEY, 1))


def without_keys_of_no_model(definition, table):
    """A shadow's definition without the key that the model does not have."""
    for name in (SHADOW_KEY, GENERATED_KEY):
        if name in definition.columns and name not in table.columns:
            del definition.columns[name]
            definition.primary_key = None
    return definition


def has_generated_key(definition):
    """Whether the server has given a table its primary key by itself."""
    column = definition.columns.get(GENERATED_KEY)
    return bool(column and 'INVISIBLE' in column.more and column.autoincrement
                and definition.primary_key.columns == (GENERATED_KEY,))


def keep_unsaid(wanted, real):
    """Give the columns or indexes of a model what those of the database have and no model can say."""
    for name in [name for name in wanted if name in real]:
        more, theirs = wanted[name].more, real[name].more
        words = [more] + [word for word in UNSAID.findall(theirs) if word.split()[0] not in more]
        is_all = ' '.join(UNSAID.sub('', theirs).split()) == more
        wanted[name] = wanted[name]._replace(more=theirs if is_all else ' '.join(filter(None, words)))

"""What most databases answer alike where they say what a model means; a database's own `autogenerate` takes it from here."""
import contextlib

from .operations import RenameColumn


def give_names_back(definition, names):
    """Let the indexes and constraints of a model's shadow be called as the model calls them.

    :param names: see `model.Model.as_shadow`
    """
    definition.indexes = {names.get(name, name): one._replace(name=names.get(name, name))
                          for name, one in definition.indexes.items()}
    for kind in ('checks', 'uniques'):
        setattr(definition, kind, [one._replace(name=names.get(one.name, one.name)) for one in getattr(definition, kind)])


@contextlib.contextmanager
def outside_transaction(connection):
    """Within, models are tried: nothing has to be done where that is apart, or is rolled back by itself."""
    yield


def column_renamed(table, name):
    """What the server loses of a column that is renamed: nothing."""


def rename_operations(one, old, new):
    """`op.alter_column` alone."""
    return [RenameColumn(one.table, old, schema=one.schema, existing_type=one.made.type,
                         existing_nullable=one.column.null, modify_name=new)]


def checks_in_the_way(table, column):
    """The CHECKs that have to go while a column of theirs is renamed: none."""
    return []

"""All rows together."""
from . import columns, constraints, hard, keys, on_postgresql, renames, tables, types

CHANGES = [change for module in (
    tables, columns, types, keys, constraints, renames, hard, on_postgresql) for change in module.CHANGES]

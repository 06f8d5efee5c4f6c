"""All rows together."""
from . import columns, constraints, hard, keys, renames, tables, types

CHANGES = [change for module in (tables, columns, types, keys, constraints, renames, hard) for change in module.CHANGES]

"""What `db doctor` finds."""
from typing import NamedTuple


class Finding(NamedTuple):
    """What `db doctor` finds."""

    what: str  # is wrong, in a sentence
    cure: str  # what to type or to change

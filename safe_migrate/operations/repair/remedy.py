"""What is wrong with a codebase's revisions or databases, and what puts it right."""
from typing import Any, Callable, NamedTuple, Optional


class Remedy(NamedTuple):
    """What is wrong, and what puts it right."""

    wrong: str  # in a sentence
    would: list  # what would be done, a line for each
    do: Optional[Callable[[], Any]]  # does it; None where nothing can be done


class NotTried(Exception):
    """Nothing else is wrong, and whether the revisions build an empty database could not be tried; with the reason."""

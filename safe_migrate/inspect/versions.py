"""What a version table names, where Alembic would run a step and then not find the row that it has to write anew."""
from .. import explain
from .state import revision


def refuse(heads, script):
    """Stop before the first step.

    :param heads: what the version table names
    :param script: Alembic's ScriptDirectory
    :raises UserError: where a row is NULL, there twice, or no whole id but a word that Alembic finds a revision by
    """
    odd = [one for one in heads if one is None or found_by_another_word(script, one) or heads.count(one) > 1]
    if odd:
        raise explain.odd_version(sorted({str(one) for one in odd}))


def found_by_another_word(script, name):
    """Whether it is such as `head`, or the first characters of an id."""
    return revision(script, name) is None and revision(script, name, exact=False) is not None

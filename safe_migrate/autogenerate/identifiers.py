"""A revision's id and its branch label, which become part of a file's name and of Python: letters, digits, `_` and `.`."""
import functools
import re

from alembic.script import ScriptDirectory
from flask import current_app

from ..messages.autogenerate import bad_identifier, known_identifier, of_label, of_revision
from .message import DEVICES

REVISION = (of_revision, re.compile(r'\w+(\.\w+)*\Z'))
LABEL = (of_label, re.compile(r'\w+([.-]\w+)*\Z'))
LONGEST = 32  # characters, which is what Alembic's table `alembic_version` takes
SYMBOLS = {'head', 'heads', 'base', 'bases', 'current', 'none'}  # what Alembic reads as something else


def check(option, text, form):
    """:raises UserError: where the text is no identifier"""
    words, pattern = form
    if not pattern.match(text) or text.lower() in SYMBOLS | DEVICES or len(text) > LONGEST:
        raise bad_identifier(option, text, words(), LONGEST)


def check_unknown(option, text, known):
    """:raises UserError: where a revision or a branch has that name already"""
    if text in known:
        raise known_identifier(option, text)


def known_identifiers(directory):
    """The ids and the branch labels of all revisions; none where Alembic cannot read them, which the command then says."""
    try:
        config = current_app.extensions['migrate'].migrate.get_config(directory)
        revisions = list(ScriptDirectory.from_config(config).walk_revisions())
    except Exception:  # such as a file that is no Python
        return set()
    return {name for script in revisions for name in [script.revision] + list(script.branch_labels or ())}


def take_identifiers(run):
    """Wrap a command that writes a revision, so that it is refused a name that would break something."""
    @functools.wraps(run)
    def checked(rev_id=None, branch_label=None, directory=None, **options):
        given = [(option, text, form) for option, text, form in
                 (('--rev-id', rev_id, REVISION), ('--branch-label', branch_label, LABEL)) if text]
        for option, text, form in given:
            check(option, text, form)
        for option, text, _ in given:
            check_unknown(option, text, known_identifiers(directory))
        return run(rev_id=rev_id, branch_label=branch_label, directory=directory, **options)
    return checked

"""A revision's message, in any language and under any locale: in the file as text, and in the file's name."""
import functools
import re

from ..configuration import changed_by
from ..encoding import as_file_name, as_text

# Alembic's own rule, and its default for `truncate_slug_length`.
WORD = re.compile(r'\w+')
SLUG_LENGTH = 40


def slug(message):
    """The part of a revision's file name that its message makes, as Alembic makes it."""
    name = '_'.join(WORD.findall(message)).lower()
    return name if len(name) <= SLUG_LENGTH else name[:SLUG_LENGTH].rsplit('_', 1)[0] + '_'


def file_named_after(message):
    """Within, a new revision's file gets a name that can be written on this file system."""
    name = as_file_name(slug(message))
    if name == slug(message):
        return changed_by(lambda config: config)

    def put_name(config):
        template = config.get_main_option('file_template') or '%(rev)s_%(slug)s'
        config.set_main_option('file_template', template.replace('%(slug)s', name).replace('%', '%%'))
        return config
    return changed_by(put_name)


def write_any_message(run):
    """Wrap a command that writes a revision, so that its message may be any text."""
    @functools.wraps(run)
    def with_text(message=None, **options):
        message = message and as_text(message)
        with file_named_after(message or ''):
            return run(message=message, **options)
    return with_text

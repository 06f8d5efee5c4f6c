"""A revision's message, in any language and under any locale: in the file as text, and in the file's name."""
import functools
import re

from ..options import changed_by
from ..translation.encoding import as_file_name, as_text

# Alembic's own rule, and its defaults.
WORD = re.compile(r'\w+')
SLUG_LENGTH = 40
FILE_TEMPLATE = '%(rev)s_%(slug)s'
# Of the 255 bytes that a file name may have; the rest is for the revision, a date and `.py`.
MOST_BYTES = 160
# What Windows takes for a device, whatever comes after a dot.
DEVICES = {'con', 'prn', 'aux', 'nul'} | {'%s%d' % (port, number) for port in ('com', 'lpt') for number in range(1, 10)}


def slug(message, length=SLUG_LENGTH):
    """The part of a revision's file name that its message makes, as Alembic makes it."""
    name = '_'.join(WORD.findall(message)).lower()
    return name if len(name) <= length else name[:length].rsplit('_', 1)[0] + '_'


def file_slug(message, template, length=SLUG_LENGTH):
    """The same, where need be changed into what every file system takes.

    :param template: Alembic's `file_template`
    """
    name = slug(message, length)
    if template.startswith('%(slug)s') and (not name or name in DEVICES):
        name += '_revision'
    while len(name.encode('utf-8', 'surrogatepass')) > MOST_BYTES:
        name = name[:-1]
    return as_file_name(name)


def file_named_after(message):
    """Within, a new revision's file gets a name that can be written on this file system."""
    def put_name(config):
        template = config.get_main_option('file_template') or FILE_TEMPLATE
        length = int(config.get_main_option('truncate_slug_length') or SLUG_LENGTH)
        name = file_slug(message, template, length)
        if name != slug(message, length):
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

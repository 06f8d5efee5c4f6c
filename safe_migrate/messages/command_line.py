"""A command line that cannot be read: what is wrong on it, and the nearest that is right."""
import os
import re

from ..translation.language import _, without_inserted
from . import UserError

# What argparse (Python 3.6 to 3.15) and click 7 say where a value is missing or wrong, and what is told in its place.
# The first group is the option or argument.
SAID = (
    (r'argument (.+?): expected .*argument', _('%(option)s of %(command)s needs a value.')),
    (r'(.+?) option requires .*argument', _('%(option)s of %(command)s needs a value.')),
    (r'argument (.+?): (?:ignored|does not take) .*', _('%(option)s of %(command)s takes no value.')),
    (r'(.+?) option does not take a value', _('%(option)s of %(command)s takes no value.')),
    (r'the following arguments are required: (.+)', _('%(command)s needs: %(option)s')),
    (r"Missing (?:argument|option) '?(.+?)'?\.", _('%(command)s needs: %(option)s')),
    (r'ambiguous option: (.+?) could match (.+)', _('%(option)s of %(command)s may be each of: %(text)s')),
    (r"(?:argument|Invalid value for) '?(.+?)'?: (.+)", _('%(option)s of %(command)s: %(text)s')),
    (r'too few arguments', _('%(command)s needs a command.')),
    (r'Got unexpected extra arguments? \((.+)\)', _('%(command)s cannot take: %(option)s')),
)


class Mistake(UserError):
    """What was typed is no command, or has an option or a word that the command does not take.

    The exit status is that of argparse and of click.
    """

    exit_code = 2


def unknown_command(command, nearest):
    """
    :param command: what was typed, such as `python manage.py db upgrad`
    :param nearest: what it may stand for, as it is typed; None where nothing is near
    """
    program, *words = without_inserted(command).replace('python ', '').split()
    return Mistake(_('There is no command %s.') % ' '.join(words), meant(nearest, command.rpartition(' ')[0]))


def unknown_option(command, option, nearest):
    """
    :param command: the command in front of it, such as `python manage.py db upgrade`
    :param nearest: as for `unknown_command`
    """
    return Mistake(_('%(command)s has no option %(option)s.') % {'command': plain(command), 'option': option},
                   meant(nearest, command))


def not_read(command, said):
    """
    :param said: what argparse or click says of it
    """
    for pattern, text in SAID:
        match = re.match(pattern, said)
        if match:
            option, more = (match.groups() + ('', ''))[:2]
            told = text % {'command': plain(command), 'option': option, 'text': more}
            return Mistake(told, meant(None, command))
    return Mistake('%s: %s' % (plain(command), said), meant(None, command))


def too_much(command, words):
    """
    :param words: those that no argument of the command can take
    """
    return Mistake(_('%(command)s cannot take: %(option)s') % {'command': plain(command), 'option': ' '.join(words)},
                   meant(None, command))


def meant(nearest, command):
    """What to type."""
    return (_('Did you mean: %s') % without_inserted(nearest) if nearest else
            _('What there is: %s --help') % without_inserted(command))


def plain(command):
    """`db upgrade`, of `python manage.py db upgrade`; the program itself where nothing is behind it."""
    words = without_inserted(command).replace('python ', '').split()
    return ' '.join(words[1:] or words)


def never_run(script):
    """A `manage.py` that ends without having read its command line.

    :param script: its path
    """
    said = {'script': os.path.basename(script)}
    return UserError(_('%(script)s does not call manager.run(), so nothing was done.') % said,
                     _('Let it end in these two lines:') + "\nif __name__ == '__main__':\n    manager.run()")

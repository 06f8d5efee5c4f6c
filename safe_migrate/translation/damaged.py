"""A file that a full disk has cut short, of those that Python keeps by itself."""
from .language import _


def damaged(error):
    """What Python keeps of a module is cut short, as a full disk leaves it: what happened, and what to type."""
    return (_('What Python keeps of a module in __pycache__ is damaged: %s') % error,
            _('Type: find . -name __pycache__ -prune -exec rm -r {} +'))

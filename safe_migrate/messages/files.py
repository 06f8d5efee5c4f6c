"""A file that cannot be read or written."""
import errno
import os

from ..translation.language import _
from . import masked
from .place import closed, places, relative, shown

ROOM = _('Make room, and type the same command again. Nothing is half-written.')
RIGHTS = _('See who may read and write there: ls -l. As another user: sudo -u USER python manage.py ...')
REASONS = {
    errno.ENOSPC: (_('The disk is full'), ROOM),
    getattr(errno, 'EDQUOT', errno.ENOSPC): (_('The quota of the disk is used up'), ROOM),
    errno.EFBIG: (_('The file would be larger than it may be'), ROOM),
    errno.EACCES: (_('The file or folder may not be read or written'), RIGHTS),
    errno.EPERM: (_('The file or folder may not be read or written'), RIGHTS),
    errno.EROFS: (_('The file system can only be read'), RIGHTS),
    getattr(errno, 'ELOOP', errno.ENOENT): (_('Symbolic links lead to one another'), _('Remove one of them: rm.')),
    errno.ENOENT: (_('The file or folder is missing'), _('Bring it back (git checkout), or mend the path.')),
    errno.ENOTDIR: (_('A file stands where a folder should be'), _('Move the file away.')),
    errno.EISDIR: (_('A folder stands where a file should be'), _('Move the folder away.')),
    errno.ENAMETOOLONG: (_('The name of the file is too long'), _('Give a shorter name or message.')),
    errno.EMFILE: (_('The process has too many files open'), _('Allow more: ulimit -n 1024')),
}


def explain(error, told):
    """What happened and what to type, of an error with a file; None of any other.

    :param error: one of a chain
    :param told: the last of it, whose traceback begins in the user's code
    """
    if isinstance(error, UnicodeDecodeError) and places(told):
        return (_('A file is not in UTF-8: %(text)s') % {'text': error},
                _('It was read at %(place)s. Save it in UTF-8.') % {'place': shown(places(told)[-1])})
    if not isinstance(error, OSError) or error.errno not in REASONS:
        return None
    path = str(error.filename or error.strerror)
    if error.errno == errno.ENOENT and closed(path):
        return may_not(closed(path))
    meaning, advice = REASONS[error.errno]
    certificates = [one for one in masked.last.get('files', ()) if not os.path.exists(one)]
    if error.errno == errno.ENOENT and error.filename is None and certificates:  # Python's ssl does not say which
        return (_('The certificate file of the database connection is missing: %s') % certificates[0],
                _('Look at ssl_ca, ssl_cert and ssl_key in SQLALCHEMY_DATABASE_URI or connect_args.'))
    if error.errno == errno.ENOENT and os.path.basename(path) == 'versions' and not os.path.islink(path):
        advice = _('Type: mkdir %(path)s') % {'path': relative(path)}  # git keeps no empty folder
    folder = os.path.dirname(path)
    if error.errno == errno.ENOENT and folder and not os.path.isdir(folder) and places(told):
        advice = no_folder(relative(folder), shown(places(told)[-1]))
    return _('%(meaning)s: %(path)s') % {'meaning': meaning, 'path': relative(path)}, advice


def no_folder(folder, place):
    """What to type where the folder of a file is missing, too, as one that git never had."""
    option = '' if os.path.isdir(os.path.dirname(folder) or '.') else '-p '
    return _('It was at %(place)s. The folder %(folder)s is missing; where git does not have it, '
             'type: mkdir %(option)s%(folder)s') % {'place': place, 'folder': folder, 'option': option}


def may_not(path):
    """What is told of a file or folder that this user may not read."""
    meaning, advice = REASONS[errno.EACCES]
    return _('%(meaning)s: %(path)s') % {'meaning': meaning, 'path': relative(path)}, advice

"""Who runs the command, for the journal and for whoever has to wait."""
import getpass
import os
import socket


def user():
    """The name of the user; a container's user need not have one."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return 'user %d' % os.getuid()


def who():
    """The user, host and process that runs the command."""
    return '%s@%s, process %d' % (user(), socket.gethostname(), os.getpid())

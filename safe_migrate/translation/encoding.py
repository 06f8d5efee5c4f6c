"""Text that has to pass through an encoding which cannot hold it, such as ASCII under `LANG=C`."""
import codecs
import os
import sys


def as_text(argument):
    """A command line argument as the text that was typed.

    Python decodes arguments with the locale's encoding, which under `LANG=C` on Python 3.6 is ASCII: what is not ASCII
    arrives as surrogate escapes (PEP 383), which no file can hold.
    """
    try:
        argument.encode('utf-8')
        return argument
    except UnicodeEncodeError:
        return os.fsencode(argument).decode('utf-8', 'replace')


def as_file_name(text):
    """The text as a file name that is UTF-8 on disk, also where the file system's encoding cannot write it.

    :returns: the text itself where the file system's encoding can write it; otherwise with surrogate escapes
    """
    try:
        os.fsencode(text)
        return text
    except UnicodeEncodeError:
        return os.fsdecode(text.encode('utf-8'))


def is_ascii(stream):
    return codecs.lookup(stream.encoding).name == 'ascii'


def can_write(text):
    """Whether standard output can hold a text; one in ASCII can, because `write_anything` and click write UTF-8 there."""
    stream = sys.stdout
    if not getattr(stream, 'encoding', None) or is_ascii(stream):
        return True
    try:
        text.encode(stream.encoding)
        return True
    except UnicodeEncodeError:
        return False


def write_anything():
    """Let nothing that is printed end the command: UTF-8 in the place of ASCII, as Python itself does from 3.7 on under
    `LC_ALL=C`, and an escape in the place of a character that another encoding cannot hold.

    :source: https://peps.python.org/pep-0540/
    """
    for name in ('stdout', 'stderr'):
        stream = getattr(sys, name)
        if getattr(stream, 'encoding', None) and (is_ascii(stream) or stream.errors == 'strict'):
            setattr(sys, name, changed(stream, 'utf-8' if is_ascii(stream) else stream.encoding,
                                       'backslashreplace' if stream.errors == 'strict' else stream.errors))


def changed(stream, encoding, errors):
    """A stream with another encoding: the same one from Python 3.7 on; one that is no file stays as it is."""
    stream.flush()
    if hasattr(stream, 'reconfigure'):
        stream.reconfigure(encoding=encoding, errors=errors)
        return stream
    try:
        return open(stream.fileno(), 'w', encoding=encoding, errors=errors, buffering=1, closefd=False)
    except (AttributeError, OSError):
        return stream

"""Text that has to pass through an encoding which cannot hold it, such as ASCII under `LANG=C`."""
import os


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

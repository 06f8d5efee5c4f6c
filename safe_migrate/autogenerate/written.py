"""A revision's file: it appears whole or not at all, it compiles, and no other file is lost for it."""
import contextlib
import functools
import os
import uuid
from importlib.util import cache_from_source

import alembic.util
import click

from ..messages.autogenerate import cannot_write, no_python, no_template, what_comes_next, written_already
from .docstring import harmless, plain, read

WRITTEN = []  # the files of the command that runs, for the one that takes them back


def whole(template_to_file):
    """Wrap Alembic's function that renders a template into a file.

    Alembic writes the file where it is to be, so that a full disk leaves a piece of it that breaks every later command;
    it has a hook for after that (`post_write_hooks`), and none before.

    :param template_to_file: takes the template's path, the file's path, its encoding, and the template's variables
    """
    @functools.wraps(template_to_file)
    def to_file(template_file, dest, output_encoding, **values):
        part = os.path.join(os.path.dirname(dest), '.%s.part' % uuid.uuid4().hex)

        def render(message):
            template_to_file(template_file, part, output_encoding, **dict(values, message=message))
            return on_disk(part)
        try:
            if dest.endswith('.py'):
                write_revision(dest, values.get('message', ''), output_encoding, render)
            else:
                template_to_file(template_file, part, output_encoding, **values)
            os.replace(part, dest)
        except OSError as error:
            if error.filename == template_file:
                raise no_template(template_file, error.strerror) from error
            raise cannot_write(dest, error.strerror) from error
        finally:
            remove(part)
    to_file.is_whole = True
    return to_file


def write_revision(dest, message, encoding, render):
    """Render a script that compiles, and says the message; see `harmless`.

    :raises UserError: where there is a file already, or the script is no Python
    """
    if os.path.exists(dest):
        raise written_already(dest)
    try:
        read(render(message if plain(message, encoding) else harmless(message, encoding, render)))
    except (SyntaxError, ValueError) as error:
        raise no_python(dest, error) from error
    WRITTEN.append(dest)


def on_disk(path):
    """A file's contents, when they have reached the disk."""
    with open(path, 'rb+') as file:
        os.fsync(file.fileno())
        return file.read()


def remove(path):
    with contextlib.suppress(OSError):
        os.remove(path)


def leave_nothing_behind(run):
    """Wrap a command that writes revisions, so that it leaves none when it fails, and says what comes next."""
    @functools.wraps(run)
    def all_or_nothing(**options):
        before = len(WRITTEN)
        try:
            answer = run(**options)
            if WRITTEN[before:]:
                click.echo(what_comes_next())
            return answer
        except BaseException as error:  # Flask-Migrate ends with SystemExit where Alembic says what is wrong
            if getattr(error, 'code', 1):
                for path in WRITTEN[before:]:
                    remove(path)
                    remove(cache_from_source(path))
            raise
        finally:
            del WRITTEN[before:]
    return all_or_nothing


def install():
    """Put it in the place of Alembic's own function, which `ScriptDirectory` takes from here."""
    if not hasattr(alembic.util.template_to_file, 'is_whole'):
        alembic.util.template_to_file = whole(alembic.util.template_to_file)

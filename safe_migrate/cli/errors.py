"""What goes wrong in a command is told in a few lines; `--debug` adds the traceback."""
import contextlib
import functools
import logging
import os
import re
import sys
import warnings

import click
import flask_migrate
from alembic.util import CommandError
from flask.cli import NoAppException

from ..messages import Unanswered, masked
from ..messages.place import places
from ..messages.prompts import end_line
from ..options import changed_by
from ..translation.language import _

SETTING = 'SAFE_MIGRATE_DEBUG'
CONTROL = re.compile('[\x00-\x08\x0b-\x1f\x7f]')
# What Alembic only warns of, and goes on without the revision; in later releases, too.
NO_WARNINGS = ('Revision .* is present more than once', 'Revision .* referenced from .* is not present')


class Dropped(logging.Filter):
    """Keeps Flask-Migrate's own line of an error back, which is told by the catalogue."""

    def filter(self, record):
        return not (record.levelno == logging.ERROR and str(record.msg).startswith('Error: '))


@contextlib.contextmanager
def told():
    """Within, whatever is raised becomes a `UserError`; an exit stays one, and so does Ctrl-C.

    :raises UserError: with what the catalogue has for it
    """
    log, dropped, raises = flask_migrate.log, Dropped(), logging.raiseExceptions
    pool = logging.getLogger('sqlalchemy.pool')
    level = pool.level
    if not is_debugging():  # of a connection that is lost it prints a traceback, beside the error that is told here
        pool.setLevel(logging.CRITICAL)
    log.addFilter(dropped)
    logging.raiseExceptions = is_debugging()  # a line that cannot be logged is no traceback either
    try:
        with warnings.catch_warnings():
            for message in NO_WARNINGS:
                warnings.filterwarnings('error', message)
            yield
            sys.stdout.flush()  # what cannot be printed is told here, and not by Python at its end
    except SystemExit as left:
        if ended_by_revision(left):
            raise explanation(left) from None
        if not isinstance(left.__context__, (CommandError, RuntimeError)):
            raise
        raise explanation(left.__context__) from None
    except BrokenPipeError:  # whoever read has gone away, such as `head`
        print_nowhere()
        sys.exit(1)
    except click.ClickException:  # it is told already
        raise
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:  # such as the timeout of gevent, which is no Exception
        flush_or_drop()
        raise explanation(error) from None
    finally:
        log.removeFilter(dropped)
        logging.raiseExceptions = raises
        pool.setLevel(level)


@contextlib.contextmanager
def imported():
    """Within, an ImportError in the application is told, of which `flask` makes a text with the whole traceback.

    :raises UserError: with what the catalogue has for it
    """
    try:
        yield
    except NoAppException as error:
        if isinstance(error.__context__, ImportError) and places(error.__context__):
            raise explanation(error.__context__) from None
        raise


def ended_by_revision(left):
    """Whether an exit that says all is well comes from a revision, so that nothing of it is applied."""
    found = places(left)
    return left.code in (None, 0) and bool(found) and os.path.basename(found[-1].path) not in ('env.py', 'manage.py')


def print_nowhere():
    """Drop what is printed from now on, and what waits to be."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def flush_or_drop():
    """What cannot be printed now is not tried again at the end, where Python has a message and a status of its own."""
    try:
        sys.stdout.flush()
    except OSError:
        print_nowhere()


def explanation(error):
    """What the catalogue has for an error, after the traceback where one is wanted."""
    from .catalogue import explained
    if isinstance(error, click.Abort):  # of a question that is not ours
        end_line()
        return Unanswered(error)
    if is_debugging():
        print_traceback(error)
    return for_empty(error, explained(error))


def for_empty(error, told_error):
    """What is told of an error, with the way on where the revisions were to build an empty database."""
    from ..upgrade.run import began_empty
    if began_empty(error) and not isinstance(error, TypeError):  # which is no fault of the database
        told_error.message += '\n' + _(
            'Where the revisions cannot build an empty database, type: python manage.py db repair --baseline. After it, '
            'python manage.py db downgrade base takes back what was applied, and db upgrade begins there.')
    return told_error


def is_debugging():
    return '--debug' in sys.argv or os.environ.get(SETTING) == '1'


def print_traceback(error):
    """On stderr, without passwords."""
    import traceback
    lines = ''.join(traceback.format_exception(type(error), error, error.__traceback__))
    sys.stderr.write(masked.masked_traceback(lines))


class Stdout:
    """Where Alembic prints, without the passwords that stand in what it prints."""

    def __init__(self, stream):
        self.stream, self.encoding = stream, getattr(stream, 'encoding', None)

    def write(self, text):
        self.stream.write(masked.masked(text))


class Escaped(Stdout):
    """Where Alembic prints revisions, whose messages may hold what a terminal would obey, such as ESC."""

    def write(self, text):
        self.stream.write(CONTROL.sub(lambda one: repr(one.group())[1:-1], text))


def escape(run):
    """Wrap a command that prints the messages of revisions."""
    def put_between(config):
        config.stdout = Escaped(config.stdout)
        return config

    @functools.wraps(run)
    def escaping(**options):
        with changed_by(put_between):
            return run(**options)
    return escaping


def print_without_passwords(config):
    config.stdout = Stdout(config.stdout)
    return config


def mask(run):
    """Wrap a command that prints the address, in which Alembic hides a password only at its usual place."""
    @functools.wraps(run)
    def masking(**options):
        with changed_by(print_without_passwords):
            return run(**options)
    return masking


def tell(run):
    """Wrap a command, so that its errors are told."""
    @functools.wraps(run)
    def telling(debug=False, **options):
        with told():
            return run(**options)
    return telling

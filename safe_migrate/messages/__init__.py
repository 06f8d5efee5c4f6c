"""What a user is told and asked: the texts of what is common to all; those of one capability are in its own file.

upgrade.py      by `db upgrade` and `db downgrade`; autogenerate.py: by what writes a revision; plan.py and bin.py
command_line.py of what is mistyped
packages.py     an installed package that does not run; releases.py: which of two does not fit the other, requirements.py:
                what is asked for and installed
server.py, revisions.py, imports.py, models.py, files.py  of any other error, see the catalogue in cli/;
                place.py: where in the user's own code it was
layout.py       how it looks; progress.py: the line that says what runs
prompts.py      questions on a terminal
masked.py       a text without the passwords in it
"""
import importlib.util
import os
import sys

import click

from ..translation.language import _, as_typed
from .layout import DANGER, echo, wrapped

BY_CTRL_C = 130  # the exit status of a shell


class UserError(click.ClickException):
    """Something that the user can put right. The outermost layer prints it and exits with status 1.

    :param happened: what happened, in the user's terms
    :param advice: what to type or to change
    """

    def __init__(self, happened, advice):
        super().__init__('%s\n%s' % (happened, advice))
        self.advice = advice

    def show(self, file=None):
        """Print it, on stderr where no file is given."""
        word, behind = _('Error: %s').split('%s')
        text = click.style(word, **DANGER) + self.format_message() + behind
        echo(wrapped(text, stream=file or sys.stderr), file=file, err=file is None)


def belongs_to(option, command):
    """An option that says nothing in this command.

    :returns: what happened, and what to type
    """
    return (_('%(option)s belongs to `%(command)s`, and means nothing here.') % {
        'option': option, 'command': as_typed(command)},
            _('Nothing was changed. Leave it out, or type: python manage.py db %s') % command.partition(' ')[2])


def no_address(variable=None):
    """No address is configured, and Flask-SQLAlchemy takes a database in memory.

    :param variable: of the environment, that the codebase reads it from and that is not set; None where that is not known
    """
    happened = _('No database is configured: sqlite:///:memory: is one that is gone when the command ends.')
    if variable:
        return UserError(happened, _('Set %(name)s in the environment or in .env, as %(address)s: the codebase reads the '
                                     'address from it.') % {'name': variable, 'address': sample_address()})
    return UserError(happened,
                     _('Set SQLALCHEMY_DATABASE_URI in config.py, as %s, and let the application read it. To try something '
                       'out in memory, write it as sqlite://') % sample_address())


def sample_address():
    """How the address of a database is written, for the driver that is installed."""
    is_postgresql = importlib.util.find_spec('psycopg2') and not importlib.util.find_spec('pymysql')
    return (_('postgresql://user:password@host:5432/name') if is_postgresql
            else _('mysql+pymysql://user:password@host:3306/name'))


def circle(revisions):
    """Revisions that no first one leads to."""
    return UserError(_('The revisions follow one another in a circle: %(revisions)s.') % {'revisions': ', '.join(revisions)},
                     _('Nothing was changed. Mend down_revision or depends_on in one of their files; the first revision has '
                       'None.'))


def without_identifier(path):
    """A revision whose id is an empty text, which Alembic takes for none at all and passes over."""
    return UserError(_('%s has an empty revision.') % os.path.relpath(path),
                     _("Nothing was changed. Give it an id: revision = '...'"))


def ran_nothing(path):
    """An `env.py` that is empty, or connects to no database."""
    return UserError(_('%s has not called context.run_migrations(), so nothing is known of the database.')
                     % os.path.relpath(path),
                     _('Bring it back (git checkout), or copy the one that this makes: python manage.py db init --directory '
                       'FOLDER'))


def no_db():
    """A command that needs the application's `SQLAlchemy()`, of which Flask-Migrate knows none."""
    return UserError(_('Flask-Migrate was given no db, and the application has none of Flask-SQLAlchemy.'),
                     _('Give it in manage.py: Migrate(app, db)'))


def one_database_twice(first, second, address):
    """Two of the application's databases are one.

    :param first: the name of a bind, or None for the main database
    """
    return UserError(_('%(first)s and %(second)s are one database, %(address)s, and would share one version.') % {
        'first': first or 'SQLALCHEMY_DATABASE_URI', 'second': "SQLALCHEMY_BINDS['%s']" % second, 'address': address},
        _('Nothing was changed. Give the bind a database of its own, or take it out of SQLALCHEMY_BINDS and __bind_key__ '
          'out of its models.'))


def odd_version(names):
    """Rows of the version table that Alembic would not find when it writes them anew."""
    return UserError(_('The version table of the database names %s, and not each revision once by its whole id.')
                     % ', '.join(names), _('Nothing was changed. Type: python manage.py db repair'))


def parent_twice(path):
    """A merge of a revision with itself."""
    return UserError(_('The down_revision of %s names a revision twice.') % os.path.relpath(path),
                     _('Nothing was changed. Name it once.'))


class Unanswered(UserError):
    """A question was ended with Ctrl-C, or nobody is there.

    :param abort: click's; of Ctrl-C the exit status is the shell's for that signal
    """

    def __init__(self, abort):
        super().__init__(_('The question was not answered.'),
                         _('What it asks about was not done. An option answers it beforehand: see --help.'))
        if isinstance(abort.__context__, KeyboardInterrupt):
            self.exit_code = BY_CTRL_C


def answered_no(advice):
    """A question that has told all there is to tell was answered with a no."""
    return UserError(_('The answer was no.'), advice)


def server_silent(host, port, seconds):
    """A server that cannot be reached, or accepts a connection and never speaks."""
    address = '%s:%s' % (host, port) if port else host
    return UserError(_('The database server at %(address)s did not answer within %(seconds)g s.')
                     % {'address': address, 'seconds': seconds},
                     _('Look whether it runs and is the right one, or wait longer with --connect-timeout SECONDS.'))


def real_database_in_a_trial(address):
    """An `env.py` or a revision connects by an address of its own, which would be the real database."""
    return UserError(_('It connects to %s by an address of its own, which cannot be replaced for a trial.') % address,
                     _("Let it use current_app.extensions['migrate'].db.engine, or op.get_bind() in a revision."))


NO_SHADOW = _('This is tried in a throw-away database, and %(name)s cannot be it: %(reason)s')


class NoShadow(UserError):
    """There is no throw-away database."""


def no_shadow(name, reason):
    """The throw-away database cannot be made, or the one that was named cannot be used."""
    return NoShadow(NO_SHADOW % {'name': name, 'reason': reason},
                    _('Make an empty database that this user may use, and type the same command with --shadow NAME'))


def shadow_to_be_made(name, reason, option, statements):
    """The user may not make the throw-away database, or the one that was named is not there.

    :param option: what is to be typed in addition; empty where it was
    :param statements: that make one
    """
    advice = (_('Let an administrator of the server run this, and then type the same command with %s:') % option if option
              else _('Let an administrator of the server run this, and then type the same command again:'))
    return NoShadow(NO_SHADOW % {'name': name, 'reason': reason},
                    '\n'.join([advice] + statements))


def read_only(name, reason):
    """The server takes no throw-away database, nor any upgrade."""
    return NoShadow(NO_SHADOW % {'name': name, 'reason': reason},
                    _('Is it a replica? Run the migration on the primary server.'))


def no_trigger_in_a_copy(name, reason):
    """The throw-away database would be another than the real one.

    :param reason: the server's words
    """
    return NoShadow(_('The throw-away database cannot have the trigger %(trigger)s: %(reason)s') % {
        'trigger': name, 'reason': reason},
        _('Run this command as a user who may make triggers; with a binary log that takes SUPER, or '
          'log_bin_trust_function_creators = 1 on the server.'))


def percent_in_path(path):
    """The migrations folder cannot be named in Alembic's configuration, where `%` has a meaning."""
    return UserError(_('The path %s has a %% sign in it, which Alembic cannot read from another folder.') % path,
                     _("Run the command in the project's own folder, or rename the folder."))


def short(statement, length=110):
    """A statement on one line."""
    line = ' '.join(statement.split())
    return line if len(line) <= length else line[:length - 3] + '...'

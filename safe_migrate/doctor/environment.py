"""The codebase's `env.py`, as it is written."""
import ast
import os

from ..inspect.revision_files import parsed
from ..language import _
from . import Finding, rule


def tree(codebase):
    """The syntax tree of `env.py`; an empty one where there is none, or where it cannot be read: other commands tell."""
    try:
        return parsed(os.path.join(codebase.directory, 'env.py'))
    except (OSError, SyntaxError):
        return ast.Module(body=[])


def calls(node, name):
    """The calls of a function or method of that name."""
    return [one for one in ast.walk(node) if isinstance(one, ast.Call)
            and name in (getattr(one.func, 'id', None), getattr(one.func, 'attr', None))]


def names(node):
    """All attributes, names and texts that stand in an expression."""
    return {value for one in ast.walk(node) for value in (getattr(one, 'attr', None), getattr(one, 'id', None),
                                                          getattr(one, 's', None) or getattr(one, 'value', None))
            if isinstance(value, str)}


@rule
def old_template(codebase):
    """An `env.py` of a Flask-Migrate before 2.5: it reads the address from the settings, or keeps no percent sign."""
    for call in calls(tree(codebase), 'set_main_option'):
        if 'sqlalchemy.url' not in names(call) or len(call.args) < 2:
            continue
        if 'SQLALCHEMY_DATABASE_URI' in names(call.args[1]):
            yield Finding(_('env.py line %d reads SQLALCHEMY_DATABASE_URI itself, as before Flask-Migrate 2.5: an address '
                            'that is no text, or that the application changes, does not reach it.') % call.lineno,
                          _('Write there: %s') % "str(current_app.extensions['migrate'].db.engine.url).replace('%', '%%')")
        elif not calls(call.args[1], 'replace'):
            yield Finding(_('env.py line %d does not double percent signs: a password with one stops every command.')
                          % call.lineno, _('Add there: %s') % ".replace('%', '%%')")


@rule
def password_in_str(codebase):
    """`str(url)`, which has `***` in the place of the password on SQLAlchemy 2."""
    for call in calls(tree(codebase), 'str'):
        if call.args and 'url' in names(call.args[0]):
            yield Finding(_('env.py line %d takes the address from str(url), which on SQLAlchemy 2 has *** in the place of '
                            'the password.') % call.lineno,
                          _('Before you move to SQLAlchemy 2, write there: url.render_as_string(hide_password=False)'))
            return


@rule
def silenced_loggers(codebase):
    """`fileConfig`, which by default silences every logger that is there already."""
    for call in calls(tree(codebase), 'fileConfig'):
        if not any(keyword.arg == 'disable_existing_loggers' for keyword in call.keywords):
            yield Finding(_("env.py line %d silences the application's own loggers, also for a program that calls "
                            "upgrade().") % call.lineno, _('Add there: %s') % 'disable_existing_loggers=False')

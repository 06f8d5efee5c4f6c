"""The codebase's `env.py`, as it is written."""
import ast
import os

from ...codebase.revision_files import parsed
from ...messages.finding import Finding
from ...translation.language import _


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


# Runs on each SQLAlchemy from 1.3 on, and no rule finds anything in it.
ADDRESS = """
url = current_app.extensions['migrate'].db.engine.url
url = url.render_as_string(hide_password=False) if hasattr(url, 'render_as_string') else str(url)
config.set_main_option('sqlalchemy.url', url.replace('%', '%%'))"""


def address(codebase):
    """An `env.py` of a Flask-Migrate before 2.5 reads the address from the settings, or keeps no percent sign; a later one
    takes `str(url)`, which has `***` in the place of the password on SQLAlchemy 2."""
    module = tree(codebase)
    for call in calls(module, 'set_main_option'):
        value = value_of(call, module) if 'sqlalchemy.url' in names(call) else None
        what = wrong(value, 'render_as_string' in names(module))
        if what:
            yield Finding(what % call.lineno, _('Write in the place of that call:%s') % ADDRESS)


def value_of(call, module):
    """What a call sets: an expression, or the function of `env.py` that gives it, as from Flask-Migrate 3.1 on; None where
    it sets nothing."""
    value = call.args[1] if len(call.args) > 1 else None
    name = getattr(getattr(value, 'func', None), 'id', None)
    return next((one for one in ast.walk(module) if isinstance(one, ast.FunctionDef) and one.name == name), value)


def wrong(value, is_rendered):
    """What is wrong with how the address is set, or None.

    :param value: see `value_of`
    :param is_rendered: whether `env.py` takes the address with its password
    """
    if value is None:
        return None
    if 'SQLALCHEMY_DATABASE_URI' in names(value):
        return _('env.py line %d reads SQLALCHEMY_DATABASE_URI itself, as before Flask-Migrate 2.5: an address that is no '
                 'text, or that the application changes, does not reach it.')
    if not calls(value, 'replace'):
        return _('env.py line %d does not double percent signs: a password with one stops every command.')
    if calls(value, 'str') and not is_rendered:
        return _('env.py line %d takes the address from str(url), which on SQLAlchemy 2 has *** in the place of the '
                 'password.')
    return None


def silenced_loggers(codebase):
    """`fileConfig`, which by default silences every logger that is there already."""
    for call in calls(tree(codebase), 'fileConfig'):
        if not any(keyword.arg == 'disable_existing_loggers' for keyword in call.keywords):
            yield Finding(_("env.py line %d silences the application's own loggers, also for a program that calls "
                            "upgrade().") % call.lineno, _('Add there: %s') % 'disable_existing_loggers=False')


RULES = (address, silenced_loggers)

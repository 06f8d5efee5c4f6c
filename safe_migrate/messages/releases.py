"""Two installed packages of which one has not what the other imports: which of them is of the wrong release, and what to
type. Without a network it is not known what a newest release is, so that of two ways both are said."""
import re

from ..needs import RELEASES, parts, plain
from ..translation.language import _
from .place import relative
from .requirements import all_asked, asked_by, holding, installed, line_of, lines, pins, satisfied

# What a newer release no longer has and older packages import: a module, or a name of one, and the release that has it.
REMOVED = {
    'celery.five': 'celery<5',
    'celery.task': 'celery<5',
    'html5lib.sanitizer': 'html5lib<0.99999999',  # bleach before 1.5
    'kombu.five': 'kombu<5',
    'marshmallow.compat': 'marshmallow<3',  # marshmallow-sqlalchemy before 0.20
    'marshmallow.pprint': 'marshmallow<3',  # flask-marshmallow before 0.12
    'pymongo.son_manipulator': 'pymongo<4',  # mongoengine before 0.20
    'redis._compat': 'redis<4',  # Flask-RQ
    'urllib3.contrib.appengine': 'urllib3<2',  # requests-toolbelt before 1.0
    'vine.five': 'vine<5',  # amqp and kombu before 5
    'wtforms.compat': 'WTForms<3',  # Flask-WTF before 0.14
    'wtforms.ext': 'WTForms<3',  # Flask-WTF before 0.14, Flask-Admin before 1.5
    'wtforms.widgets.HTMLString': 'WTForms<3',  # Flask-Admin before 1.6
}
# The release that code of the time of Flask 1 was written for, of packages that have changed much since.
OLDER = {'wtforms': 'WTForms<3', 'flask_wtf': 'Flask-WTF<1', 'marshmallow': 'marshmallow<3', 'jwt': 'PyJWT<2',
         'flask_jwt_extended': 'Flask-JWT-Extended<4', 'flask_login': 'Flask-Login<0.6', 'celery': 'celery<5',
         'elasticsearch': 'elasticsearch<8', 'pymongo': 'pymongo<4', 'redis': 'redis<4', 'urllib3': 'urllib3<2'}
LACKS = re.compile(r"No module named '?([\w.]+)|cannot import name '?(\w+)'?(?: from '?([\w.]+))?|"
                   r"module '?([\w.]+)'? has no attribute '(\w+)")


def lacking(error, imported):
    """The module that an error says is not there, or has not a name, and that name.

    :param imported: the module that the line imports from, which Python 3.6 does not say
    :returns: a pair; of None where it says neither
    """
    match = LACKS.match(str(error))
    if not match:
        return None, None
    absent, name, module, of_attribute, attribute = match.groups()
    return absent or module or of_attribute or imported, name or attribute


def cure(package, other, lacks):
    """What to type where an installed package does not fit another one.

    :param package: the one that does not run; a `Package`, as the other is
    :param other: the one that has not what it imports
    :param lacks: the module and the name of the other that are not there; a pair of None where that is not known
    """
    asked = next((one for one in asked_by(package.name) if one.name == plain(other.name) and not one.fits), None)
    removed = next((bound for name, bound in REMOVED.items() if '.'.join(filter(None, lacks)).startswith(name)
                    and not satisfied(bound)), None)
    if asked or removed:
        happened = (_('It asks for %(asked)s, and %(name)s %(release)s is installed.') if asked else
                    _('It was written for an older %(name)s than the installed %(release)s.'))
        wanted = asked.text if asked else removed
        return '\n'.join([happened % dict(other._asdict(), asked=wanted), type_it(older(wanted))]
                         + kept(other.name))
    return one_of_two(package, other, lacks[0])


def one_of_two(package, other, module):
    """What to type where it is not certain which of two packages is too new: likely the one that nobody has held.

    :param package: the one that imports
    :param module: what it imports from the other one; None where that is not known
    """
    held, other_held = is_held(package.name), is_held(other.name)
    happened = _('%(new)s is likely too new for %(old)s.') if held != other_held else _(
        'It does not fit %(new)s, and which of the two is too old is not known here.')
    new, old = (package, other) if other_held and not held else (other, package)
    ways = [older(before(new, module)), newer(old.name)]
    if of_ours(other.name):  # which stays as it is
        ways = [older(before(package, None)), newer(package.name)]
        ways = ways[::-1] if held else ways
    return '\n'.join([happened % {'new': '%s %s' % new, 'old': '%s %s' % old}, type_it(ways[0]), or_that(ways[1])]
                     + kept_of_two(package.name, other.name))


def of_python(package, is_certain=True):
    """What to type for a package that does not fit this Python.

    :param is_certain: whether it is too old, and not too new
    """
    if not is_certain:
        return '\n'.join([_('Whether it is too old or too new for this Python is not known here.'),
                          type_it(newer(package.name)), or_that(older(before(package, None)))] + kept(package.name))
    return '\n'.join([type_it(newer(package.name))] + kept(package.name, *holding(package.name)) + [
        _('Where its newest release does not run here either, take another package or an older Python.')])


def type_it(what):
    return _('Type: pip install %s') % what


def or_that(what):
    return _('Or, where that does not help: pip install %s') % what


def newer(name):
    """A newer release of a package, and of those that hold it; with Flask as it is, where nothing else keeps pip from taking
    a newer one of what Flask asks for."""
    flask = ' Flask==%s' % installed().get('flask')
    return '-U %s' % ' '.join([name] + [one for one in holding(name) if not of_ours(one)]) + (pins() or flask)


def older(wanted):
    """A release of a package that is below a bound, and of those packages that ask for a later one.

    :param wanted: such as `redis<4`
    """
    name, below = re.match(r'[\w.-]*', wanted).group(), re.search(r'<=?\s*([\d.]+)', wanted)
    others = [one for one, asked in all_asked().items() if below and any(
        of.name == plain(name) and of.least >= parts(below.group(1)) for of in asked)]
    return ' '.join(["'%s'" % wanted] + sorted(others)) + pins()


def before(package, module):
    """A package below the release that is installed: the one that its old users have, or the last great step before."""
    known = OLDER.get((module or '').partition('.')[0])
    if known and not satisfied(known):
        return known
    numbers = parts(package.release) + [0, 0]
    return '%s<%s' % (package.name, numbers[0] if numbers[0] else '0.%d' % numbers[1])


def is_held(name):
    """Whether the codebase's requirements, or those of this package, let no newer release be taken."""
    line = line_of(name)
    return of_ours(name) or bool(line and line.holds)


def of_ours(name):
    """Whether it is one of those on which this package runs."""
    return plain(name) in [plain(one) for one, *__ in RELEASES]


def kept(name, *others):
    """Where the codebase has that written down, so that the next `pip install -r` does the same.

    :param others: that are looked for, too, as far as they are held
    """
    found = [line_of(name)] + [line for line in map(line_of, others) if line and line.holds]
    if any(found):
        return [_('The same in %s, or the next pip install takes it back.') % shown(found)]
    return [_('Add it to your requirements.txt, too.')] if lines() else []


def kept_of_two(name, other):
    """The same where either of two may have to change."""
    found = [line_of(name), line_of(other)]
    if any(found):
        return [_('Write what helps down, too, in place of or beside %s, or the next pip install takes it back.')
                % shown(found)]
    return [_('Add what helps to your requirements.txt, too.')] if lines() else []


def shown(found):
    """Lines of requirements, each with its place, in words."""
    return ', '.join('%s:%d (%s)' % (relative(line.path), line.number, line.text) for line in dict.fromkeys(found) if line)

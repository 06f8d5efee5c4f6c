"""What is wrong with the revisions, or with the name that was given for one."""
import linecache
import os
import re
import sys
import traceback

from alembic.script import Script
from sqlalchemy.exc import NoSuchTableError

from ..translation.language import _
from .files import may_not
from .place import closed, passed, places, relative

LACKING = re.compile(r"module '(.*)_py' has no attribute '(revision|down_revision|upgrade|downgrade)'")
NO_VALUE = re.compile(r"A value is required for bind parameter '([^']*)'")
OTHER_ENV = re.compile(r"(upgrade|downgrade)\(\) (?:(got an unexpected keyword argument)|missing 1 required positional "
                       r"argument:) 'engine_name'")
MIGRATION = os.path.join('alembic', 'runtime', 'migration.py')
NO_TABLE = _('Did another branch or a hand make it otherwise? python manage.py db status tells where the database stands.')
LIST_THEM = _('Those there are: python manage.py db history')
MERGE = _('Type: python manage.py db merge heads, and then: python manage.py db upgrade\n'
          'To put one behind the other in place of a merge: python manage.py db repair --rebase')
WHOLE = _('To see the whole traceback, add --debug to the command.')
REPAIR = _('Type: python manage.py db repair')


def explain(error, told):
    """What happened and what to type, of an error that Alembic raised about revisions; None of any other.

    :param error: one of a chain
    :param told: the last of it, whose traceback begins in the user's code
    """
    if type(error).__module__.startswith('mako'):
        return template_broken(' '.join(str(error).split()))
    lacking = LACKING.match(str(error)) if isinstance(error, AttributeError) else None
    if lacking:
        return incomplete(*lacking.groups())
    if isinstance(error, KeyError) and passed(error, 'alembic', 'script', 'revision.py'):
        return _('A revision follows or needs %(revision)s, and no file has it.') % {'revision': error.args[0]}, REPAIR
    if isinstance(error, ValueError) and 'to unpack' in str(error) and passed(error, 'alembic', 'command.py'):
        return _('A range of revisions is two of them with one colon between: FROM:TO'), LIST_THEM
    if isinstance(error, AssertionError) and not str(error) and passed(error, 'alembic', 'script', 'revision.py'):
        return ambiguous('', '')  # as later releases have it
    lacking = NO_VALUE.search(str(error))
    if lacking:
        return no_value(lacking.group(1))
    other_env = OTHER_ENV.match(str(error)) if isinstance(error, TypeError) else None
    if other_env and step_of(error):
        return of_another_env(step_of(error), *other_env.groups())
    if isinstance(error, TypeError) and 'not iterable' in str(error) and reads_binds(error):
        return (_('env.py knows several databases, and SQLALCHEMY_BINDS is not set.'),
                _('Set it in config.py, to {} where there is one database alone; or take the env.py that this makes: '
                  'python manage.py db init --directory FOLDER'))
    if isinstance(error, NoSuchTableError):
        return _('There is no table %(table)s.') % {'table': error}, NO_TABLE
    if isinstance(error, TypeError) and script_of(error):
        return of_another_type(script_of(error))
    if not (type(error).__module__.startswith('alembic') or isinstance(error, (UserWarning, ImportError))):
        return None
    text = ' '.join(('%s %s' % (error.__cause__ or '', error)).split())  # Alembic's own words may say less
    for pattern, say in PATTERNS:
        match = pattern.search(text)
        if match:
            return say(*match.groups())
    return (' '.join(str(error).split()), WHOLE) if type(error).__name__ == 'CommandError' else None


def no_value(name):
    """`op.execute` reads `:name` in a text as a value that it is to be given."""
    return (_('A colon in the SQL stands for a value that is not given: %(name)s.') % {'name': name},
            _(r'Write a colon that is meant as one with a backslash before it: \\:'))


def script_of(error):
    """The path of the revision that Alembic had in hand when an error was raised; None where it had none."""
    found = [one for frame, _line in traceback.walk_tb(error.__traceback__) for one in frame.f_locals.values()
             if isinstance(one, Script)]
    return found[-1].path if found and passed(error, 'alembic', 'script', 'revision.py') else None


def step_of(error):
    """The path of the revision that ran; None where none did."""
    found = [frame.f_locals.get('step') for frame, _line in traceback.walk_tb(error.__traceback__)
             if frame.f_code.co_filename.endswith(MIGRATION)]
    return found[-1].revision.path if found and found[-1] else None


def reads_binds(error):
    """Whether an error was raised in a line that asks for the binds, as the env.py of several databases does."""
    found = places(error)
    return bool(found) and 'SQLALCHEMY_BINDS' in linecache.getline(found[-1].path, found[-1].line)


def of_another_env(path, name, unexpected):
    """A revision of a project with one database under the env.py of several, or the other way round."""
    said = {'path': relative(path), 'name': name}
    if unexpected:
        return (_('%(path)s was written before env.py knew several databases: its %(name)s() takes no engine_name.') % said,
                _("Where it is for the main database, write def upgrade(engine_name=''): and as its first line: if "
                  'engine_name: return; and the same in downgrade().'))
    return (_('%(path)s is for several databases: its %(name)s() wants an engine_name, which env.py does not give.') % said,
            _('Bring back the env.py of several databases (git checkout), or take the one that this makes: '
              'python manage.py db init --multidb --directory FOLDER'))


def of_another_type(path):
    return (_('%(path)s: revision and down_revision have to be texts.') % {'path': relative(path)},
            _("Write them as revision = '...' and down_revision = '...'; the first revision has down_revision = None."))


def incomplete(name, what):
    return (_("The file %(name)s.py in the revisions' folder has no %(what)s.") % {'name': name, 'what': what},
            _('Add it, or move the file out of the folder.'))


def not_there(revision):
    """Typed by the user, or else what the database has."""
    if any(revision in word for word in sys.argv[1:]):
        return _('There is no revision %(revision)s.') % {'revision': revision}, LIST_THEM
    return (_('The database is at the revision %(revision)s, and no file has it.') % {'revision': revision},
            _("Type: python manage.py db repair (it looks for the file in git's history, and at the structure of the "
              'database).'))


def several_heads(*groups):
    return _('There are several heads, so it is not clear which one is meant.'), MERGE


def not_up_to_date():
    return (_('The database is not at the newest revision, so the models cannot be compared with it.'),
            _('Type: python manage.py db upgrade, and then the same command again.\nWhere python manage.py db heads names '
              'several, type '
              'first: python manage.py db merge heads\nWhere a revision fails in it, correct its file first. Where there is '
              'nothing to apply, type: python manage.py db repair'))


def no_comparison_in_sql():
    return (_('--sql prints statements without looking at a database, and db migrate has to look at one.'),
            _('Type: python manage.py db migrate, and then: python manage.py db upgrade --sql'))


def ambiguous(start, revisions):
    if not start:
        return (_('The name of a revision is empty.'),
                _('It was typed so, or the database has it so: python manage.py db repair'))
    return (_('Several revisions begin with %(start)s: %(revisions)s') % {'start': start, 'revisions': revisions},
            _('Type more of its characters. ') + LIST_THEM)


def too_far(relative_revision):
    if relative_revision == '-1':  # also where nothing was typed behind `db downgrade`
        return _('No revision is applied, so there is none to take back.'), _('Nothing was changed.')
    return (_('%(revision)s is out of range: there are not that many revisions that way.') % {'revision': relative_revision},
            _('Those there are: python manage.py db history. All the way: db upgrade head, or db downgrade base'))


def init_again(folder):
    return (_('The folder %(folder)s is there already, and is not empty.') % {'folder': relative(folder)},
            _('Nothing was written. Go on with: python manage.py db migrate\n'
              'For another set of revisions name another folder: python manage.py db init --directory FOLDER'))


def no_folder(folder):
    if closed(folder):
        return may_not(closed(folder))
    return (_('There is no folder %(folder)s.') % {'folder': relative(folder)},
            _('In a new project type: python manage.py db init. Otherwise bring it back (git checkout), or name it with '
              '--directory.'))


def no_identifier(name):
    return (_("The file %(name)s in the revisions' folder has no line revision = '...'") % {'name': name},
            _('Add it, or move the file out of the folder.'))


def twice(revision):
    return _('The revision %(revision)s is there twice.') % {'revision': revision}, REPAIR


def missing(revision, follower):
    return (_('The revision %(follower)s follows %(revision)s, and no file has it.')
            % {'follower': follower, 'revision': revision}, REPAIR)


def label_twice(label, revision, other):
    return (_('The branch label %(label)s is in the revisions %(revision)s and %(other)s.')
            % {'label': label, 'revision': min(revision, other), 'other': max(revision, other)},
            _('Give one of them another: branch_labels in its file.'))


def label_is_revision(label, revision):
    return (_('The branch label %(label)s of the revision %(revision)s is the id of a revision.')
            % {'label': label, 'revision': revision}, _('Give it another one: branch_labels in its file.'))


def template_fails(path):
    return (_('The template script.py.mako cannot be rendered.'),
            _('Nothing was written. The line is told in %(path)s; bring the template back, or mend it.') % {'path': path})


def template_broken(text):
    return (_('The template script.py.mako cannot be read: %(text)s') % {'text': text},
            _('Nothing was written. Bring the template back, or mend it.'))


def downgrade_offline():
    return (_('With --sql a downgrade has to be told from where to where.'),
            _('Type: python manage.py db downgrade --sql FROM:TO'))


def cycle(revisions):
    return (_('The revisions follow one another in a circle: %(revisions)s') % {'revisions': revisions},
            _('Nothing was changed. Mend down_revision or depends_on in one of their files; the first revision has None.'))


def no_place(path):
    return (_('alembic.ini does not name %(path)s in version_locations, so a revision there would not be found.')
            % {'path': path}, _('Nothing was written. Leave --version-path out, or add the folder there.'))


def overlap(revision, other):
    return (_('The database names both %(revision)s and %(other)s, of which one comes before the other.')
            % {'revision': revision, 'other': other}, REPAIR)


def no_models():
    return (_('env.py gives Alembic no models to compare.'),
            _("Write there: target_metadata = current_app.extensions['migrate'].db.metadata"))


def no_range():
    return (_('A range of revisions can only be given with --sql.'),
            _('Name the one revision to go to, or print the statements of a range: db upgrade --sql FROM:TO'))


def no_environment(path):
    if closed(path):
        return may_not(closed(path))
    if os.path.basename(path) != 'env.py':  # a link that leads nowhere
        return (_('The file %(path)s is missing.') % {'path': relative(path)},
                _('Bring it back (git checkout), or remove what stands in its place.'))
    return (_('The file %(path)s is missing.') % {'path': relative(path)},
            _('Bring it back (git checkout), or copy the one that this makes: python manage.py db init --directory FOLDER'))


PATTERNS = [(re.compile(pattern), say) for pattern, say in (
    (r"Multiple revisions start with '([^']*)': (.*?)\.\.\.", ambiguous),
    (r"Can't locate revision identified by '(.*?)'(?:\s|$)", not_there),
    (r"No such (?:revision or )?branch:? '([^']*)'", not_there),
    (r'(?:Multiple head|has multiple heads|Multiple heads)', several_heads),
    (r'Target database is not up to date', not_up_to_date),
    (r'Using --sql with --autogenerate', no_comparison_in_sql),
    (r"Relative revision (\S+) didn't produce \d+ migrations", too_far),
    (r'Directory (.*) already exists and is not empty', init_again),
    (r"Path doesn't exist: '?([^']*?)'?\. ", no_folder),
    (r'Could not determine revision id from filename (\S+?)\.? ', no_identifier),
    (r'Revision (\S+) is present more than once', twice),
    (r'Revision (\S+) referenced from (?:.* -> )?(\w+).* is not present', missing),
    (r"Branch name '([^']*)' in revision (\S+) already used by revision \1$", label_is_revision),
    (r"Branch name '([^']*)' in revision (\S+) already used by revision (\S+)", label_twice),
    (r'Template rendering failed; see (\S+)', template_fails),
    (r'downgrade with --sql requires', downgrade_offline),
    (r'(?:[Cc]ycle|[Ll]oop) is detected in revisions \((.*?)\)', cycle),
    (r"Can't find Python file (.*)", no_environment),
    (r'Path (\S+) is not represented in current version locations', no_place),
    (r'does not provide a MetaData', no_models),
    (r'Requested revision (\S+) overlaps with other requested revisions (\S+)', overlap),
    (r'Range revision not allowed', no_range),
)]
